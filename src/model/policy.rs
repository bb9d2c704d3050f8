//! Rules of arbitration, waived gates and the thresholds of the health check.

use super::health_policy::HealthPolicy;
use super::means::is_default;
use super::project::Lifecycle;
use super::scoring::ScoringModel;
use crate::id::{IndicatorId, ObjectiveId, ProjectId, ThemeId, VariantId};
use crate::quantity::{Money, Share};
use serde::{Deserialize, Serialize};

/// How the worth of a candidate is computed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WorthRule {
    /// Σ over objectives of weight × alignment, kept to 6 decimals, half to even.
    #[default]
    Alignment,
    /// One for each project: as many projects as possible.
    Count,
    /// The cost of the variant itself: as much of the money used as possible.
    Cost,
    /// The latest measure of an indicator of numbers.
    Indicator(IndicatorId),
    /// The alignment to one objective alone, in points; nothing where nobody has scored it.
    Objective(ObjectiveId),
    /// The score under the policy's scoring model, kept to 6 decimals, half to even; nothing where there is no score.
    Score,
}

/// A choice that is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Must be retained.
    In,
    /// Must not be retained.
    Out,
}

/// A choice made beforehand, with its reason (*choix imposé*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ForcedChoice {
    /// Which project.
    pub project: ProjectId,
    /// In or out.
    pub force: Force,
    /// Why: legal duty, end of support, political commitment…
    pub reason: String,
    /// In this variant only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
}

impl ForcedChoice {
    /// A forced choice in any variant.
    pub fn new(project: impl Into<ProjectId>, force: Force, reason: impl Into<String>) -> Self {
        Self { project: project.into(), force, reason: reason.into(), variant: None }
    }
}

/// What a theme must or may get (*quota de thématique*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ThemeQuota {
    /// Which theme.
    pub theme: ThemeId,
    /// At least so many projects retained, running ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_projects: Option<u32>,
    /// At most so many projects retained, running ones included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_projects: Option<u32>,
    /// At least so much money of the grouping's own envelopes within the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_cost: Option<Money>,
    /// At most so much money of the grouping's own envelopes within the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_cost: Option<Money>,
    /// At least this share of the money of all that is selected, of the grouping's own envelopes, running work included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_share: Option<Share>,
    /// At most this share of the money of all that is selected, of the grouping's own envelopes, running work included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_share: Option<Share>,
}

impl ThemeQuota {
    /// A quota that asks nothing yet.
    pub fn new(theme: impl Into<ThemeId>) -> Self {
        Self {
            theme: theme.into(),
            min_projects: None,
            max_projects: None,
            min_cost: None,
            max_cost: None,
            min_share: None,
            max_share: None,
        }
    }
}

/// How marginal new launches must stay (*règle de lancement à la marge*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChangePolicy {
    /// At most so many new projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_launches: Option<u32>,
    /// At most so much money of the grouping's own envelopes for new projects, within the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_cost: Option<Money>,
    /// At most this share of what the grouping's own envelopes open within the horizon for new projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_share: Option<Share>,
    /// New projects are at most this share of all decided projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_launch_share: Option<Share>,
    /// At most this share of what the grouping's own pools can give within the horizon for new projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_workload_share: Option<Share>,
}

/// A further aim among plans of equal worth. Not selected under yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Tiebreak {
    /// The cheaper.
    LeastCost,
    /// The earlier.
    EarliestStart,
}

/// A gate that this grouping turns into a finding, with the reason (*dérogation à une condition de lancement*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GateWaiver {
    /// The code of the gate, as a refused transition names it.
    pub gate: String,
    /// Why it does not stand in the way here.
    pub reason: String,
}

impl GateWaiver {
    /// A gate that is waived, and why.
    pub fn new(gate: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { gate: gate.into(), reason: reason.into() }
    }
}

/// Rules of arbitration (*règles d'arbitrage*) of a roadmap or portfolio.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Policy {
    /// How worth is computed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub worth: WorthRule,
    /// How projects are scored; asked for where worth is the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scoring: Option<ScoringModel>,
    /// States whose projects are open to choice; candidate, deferred, approved and scoping where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidate_states: Vec<Lifecycle>,
    /// Choices made beforehand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forced: Vec<ForcedChoice>,
    /// What themes must or may get.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub theme_quotas: Vec<ThemeQuota>,
    /// How marginal new launches must stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangePolicy>,
    /// Further aims among plans of equal worth. Not selected under yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiebreaks: Vec<Tiebreak>,
    /// Whether retained projects may finish after the end of the roadmap.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_outlive: bool,
    /// Gates that are findings here, each with a reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<GateWaiver>,
    /// Thresholds of the health check; the documented defaults where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<HealthPolicy>,
}

impl Policy {
    /// Whether a project of a state is open to choice.
    pub fn is_open(&self, state: Lifecycle) -> bool {
        if self.candidate_states.is_empty() {
            state.is_open_to_choice()
        } else {
            !state.is_committed() && self.candidate_states.contains(&state)
        }
    }
}
