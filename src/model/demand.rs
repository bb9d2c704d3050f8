//! Ideas that arrive, before they are projects.

use super::means::is_default;
use crate::id::{AudienceId, DecisionId, DemandId, ProjectId, UnitId};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Where a demand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum QualificationState {
    /// *Reçue*: nobody has looked at it.
    #[default]
    Received,
    /// *À l'étude*.
    UnderReview,
    /// *Qualifiée*: it has become a project.
    Qualified,
    /// *Déclinée*.
    Declined,
    /// *Regroupée*: taken up by another demand or by a project that was there.
    Merged,
}

/// What has become of a demand (*qualification*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Qualification {
    /// Where it stands.
    #[serde(default)]
    pub state: QualificationState,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The decision that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    /// The demand that takes it up (*demande de regroupement*), if it is merged into one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<DemandId>,
}

impl Qualification {
    /// A state without a date.
    pub fn new(state: QualificationState) -> Self {
        Self { state, ..Self::default() }
    }
}

/// An idea in the continuous flow (*demande, opportunité*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Demand {
    /// Key.
    pub id: DemandId,
    /// Name people use.
    pub name: String,
    /// When it arrived (*date d'arrivée*).
    pub arrived: Date,
    /// What is asked for, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it comes from (*origine*): a direction, an elected member, a survey, the law…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The unit that asks (*direction demandeuse*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceId>,
    /// What has become of it (*qualification*).
    #[serde(default, skip_serializing_if = "is_default")]
    pub qualification: Qualification,
    /// The project it has become or is taken up by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

impl Demand {
    /// A demand that nobody has looked at.
    pub fn new(id: impl Into<DemandId>, name: impl Into<String>, arrived: Date) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            arrived,
            description: None,
            source: None,
            unit: None,
            audience: None,
            qualification: Qualification::default(),
            project: None,
        }
    }
}
