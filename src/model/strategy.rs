//! What for: themes, objectives, and the indicators that say whether they are reached.

use super::people::Subject;
use crate::id::{IndicatorId, ObjectiveId, PolicyAreaId, ThemeId, UnitId};
use crate::quantity::{Score, Share};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A heading of a roadmap that means something to citizens and staff (*thématique*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Theme {
    /// Key.
    pub id: ThemeId,
    /// Name people use.
    pub name: String,
    /// One sentence for the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The share of the means it was meant to get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Share>,
}

impl Theme {
    /// A theme.
    pub fn new(id: impl Into<ThemeId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), description: None, weight: None }
    }
}

/// Something the strategy wants (*objectif stratégique*), with its weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Objective {
    /// Key.
    pub id: ObjectiveId,
    /// Name people use.
    pub name: String,
    /// The theme it belongs to.
    pub theme: ThemeId,
    /// The policy area it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_area: Option<PolicyAreaId>,
    /// What one point of alignment to it is worth; not negative.
    pub weight: Score,
    /// How its success is measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorId>,
    /// The groups that share it (*objectif partagé*): directions and services that answer for it together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<UnitId>,
}

impl Objective {
    /// An objective of a theme with a weight.
    pub fn new(id: impl Into<ObjectiveId>, name: impl Into<String>, theme: impl Into<ThemeId>, weight: Score) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            theme: theme.into(),
            policy_area: None,
            weight,
            indicators: Vec::new(),
            shared_with: Vec::new(),
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More is better.
    #[default]
    Higher,
    /// Less is better.
    Lower,
}

/// How values of projects become one value of a theme, a roadmap or a portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Aggregation {
    /// Σ value.
    #[default]
    Sum,
    /// Σ weight × value ÷ Σ weight.
    WeightedMean,
    /// How many projects, and how much weight, at each level.
    Counts,
}

/// What weighs a project in a weighted aggregation (*poids du projet*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WeightBasis {
    /// Its whole cost.
    #[default]
    Cost,
    /// Its whole workload.
    Workload,
    /// Its worth under the policy.
    Worth,
    /// One each.
    Equal,
}

/// A definition of something observed (*indicateur*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Indicator {
    /// Key.
    pub id: IndicatorId,
    /// Name people use.
    pub name: String,
    /// Unit of its numbers, such as `%` or `months`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
    /// How projects' values are brought together.
    #[serde(default)]
    pub aggregation: Aggregation,
    /// What weighs a project.
    #[serde(default)]
    pub weight: WeightBasis,
    /// For colours and other ordered texts: the levels, best first. Empty for numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
    /// Where it stood before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Score>,
    /// Where it should get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Score>,
}

impl Indicator {
    /// An indicator of numbers that are added up.
    pub fn new(id: impl Into<IndicatorId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            unit: None,
            direction: Direction::default(),
            aggregation: Aggregation::default(),
            weight: WeightBasis::default(),
            levels: Vec::new(),
            baseline: None,
            target: None,
        }
    }
}

/// What was observed: written `{"number": "0.62"}` or `{"level": "amber"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Observation {
    /// A number in the indicator's unit.
    Number(Score),
    /// One of the indicator's levels.
    Level(String),
}

/// Whether a measure is a plan, a forecast or a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureStatus {
    /// What was planned.
    Planned,
    /// What is expected now.
    Forecast,
    /// What was seen.
    #[default]
    Actual,
}

/// A dated observation of an indicator (*mesure*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Measure {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// Of what.
    pub subject: Subject,
    /// When.
    pub date: Date,
    /// What was seen.
    pub value: Observation,
    /// A plan, a forecast or a fact.
    #[serde(default)]
    pub status: MeasureStatus,
    /// Where the number comes from, such as a survey or a log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Measure {
    /// A fact observed on a date.
    pub fn new(indicator: impl Into<IndicatorId>, subject: Subject, date: Date, value: Observation) -> Self {
        Self { indicator: indicator.into(), subject, date, value, status: MeasureStatus::Actual, source: None }
    }
}
