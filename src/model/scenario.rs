//! Named variations of the model.

use super::budget::Section;
use super::policy::Force;
use crate::id::{EnvelopeId, PoolId, PortfolioId, ProjectId, RoadmapId, ScenarioId, VariantId};
use crate::quantity::{Money, Workload};
use crate::time::{Date, FiscalYear, Period};
use serde::{Deserialize, Serialize};

/// Names one of the two groupings: written `{"roadmap": "num"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeKey {
    /// A roadmap.
    Roadmap(RoadmapId),
    /// A portfolio.
    Portfolio(PortfolioId),
}

/// One change that a scenario makes: written `{"budget": {"envelope": "ap", …}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ScenarioChange {
    /// An envelope opens another amount.
    Budget {
        /// Which envelope.
        envelope: EnvelopeId,
        /// In which budget year.
        year: FiscalYear,
        /// In which section.
        section: Section,
        /// What it opens then, in the place of what it opened; not negative.
        amount: Money,
    },
    /// A pool can give more or less.
    Capacity {
        /// Which pool.
        pool: PoolId,
        /// Over which days.
        period: Period,
        /// Person-days over all of them, in the place of what it could give on those days.
        workload: Workload,
    },
    /// A choice is made beforehand, in the place of the one that the policy makes of the same project.
    Force {
        /// Which project.
        project: ProjectId,
        /// In or out.
        force: Force,
        /// Why.
        reason: String,
        /// In this variant only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variant: Option<VariantId>,
    },
    /// A project starts at another time. What is absent stays as it is.
    Dates {
        /// Which project.
        project: ProjectId,
        /// Planned start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<Date>,
        /// Earliest start a selection may give it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earliest_start: Option<Date>,
        /// Latest start a selection may give it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest_start: Option<Date>,
    },
}

/// A named variation of the model that leaves the model itself untouched (*scénario*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// Key.
    pub id: ScenarioId,
    /// Name people use.
    pub name: String,
    /// The roadmap or portfolio it is a scenario of: forced choices go into its policy.
    pub scope: ScopeKey,
    /// What it supposes, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it changes, one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ScenarioChange>,
}

impl Scenario {
    /// A scenario that changes nothing yet.
    pub fn new(id: impl Into<ScenarioId>, name: impl Into<String>, scope: ScopeKey) -> Self {
        Self { id: id.into(), name: name.into(), scope, description: None, changes: Vec::new() }
    }
}
