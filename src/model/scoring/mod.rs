//! Scoring models: how projects are scored by criteria, as a named and versioned part of a policy.

mod method;
mod value;
mod weighting;

pub use method::{MissingScore, Normalization, PreferenceFunction, ScoringMethod};
pub use value::{LevelValue, ValueFunction, ValuePoint};
pub use weighting::{
    Answer, ComparisonStep, GroupRule, Judge, Judgement, PairwiseWeighting, PriorityMethod, RandomIndex, RankRule,
    StepScale, Weighting,
};

use super::means::is_default;
use super::strategy::Direction;
use crate::id::{CriterionId, IndicatorId, ObjectiveId};
use crate::quantity::Score;
use serde::{Deserialize, Serialize};

/// Where the raw value of a project against a criterion is read.
///
/// Of a project with several variants the one counts that committed work follows, or else the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CriterionSource {
    /// Its alignment to an objective, in points. A project that is scored against other objectives only serves this one by
    /// 0 points; one that nobody has scored has no value.
    Objective(ObjectiveId),
    /// The last measure of an indicator that is a fact, a number or a level; none where nothing was measured.
    Indicator(IndicatorId),
    /// Its cost lines added up, in the document's currency.
    Cost,
    /// Its workload added up, in person-days.
    Workload,
    /// Its duration in months.
    Duration,
    /// What it gains a year for all audiences together, in the document's currency; none where nobody put a figure on it.
    YearlyBenefit,
    /// Its own weight among projects; none where it has none.
    Weight,
}

/// One thing that projects are judged by (*critère*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Criterion {
    /// Key, unique in the scoring model.
    pub id: CriterionId,
    /// Name people use; the id where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its raw values are read.
    pub source: CriterionSource,
    /// Which way the raw value is better.
    pub direction: Direction,
    /// Points of its weight, for direct points and swing; not negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Score>,
    /// Its place in the order of importance, from 1, for weights by rank; criteria of one importance share a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// The number of each level of an ordinal scale (*échelle*); texts have no numbers of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelValue>,
    /// From the raw value to points.
    #[serde(default, skip_serializing_if = "is_default")]
    pub value: ValueFunction,
    /// How much a difference of two values speaks for the better one, for PROMETHEE.
    #[serde(default, skip_serializing_if = "is_default")]
    pub preference: PreferenceFunction,
}

impl Criterion {
    /// A criterion whose raw values count as they are.
    pub fn new(id: impl Into<CriterionId>, source: CriterionSource, direction: Direction) -> Self {
        Self {
            id: id.into(),
            name: None,
            source,
            direction,
            weight: None,
            rank: None,
            levels: Vec::new(),
            value: ValueFunction::default(),
            preference: PreferenceFunction::default(),
        }
    }
}

/// How projects are scored (*modèle de notation*): criteria with weights and value functions, and a method that brings them
/// together.
///
/// Scores of two models, or of two versions of one, do not compare: the name and the version stand on every result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScoringModel {
    /// Name people use.
    pub name: String,
    /// Version, in the authority's own numbering.
    pub version: String,
    /// What projects are judged by; at least one.
    pub criteria: Vec<Criterion>,
    /// Where the weights of the criteria come from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weighting: Weighting,
    /// How values become one score.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: ScoringMethod,
    /// What counts where a project has no value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: MissingScore,
}

impl ScoringModel {
    /// A weighted sum of criteria with direct weights.
    pub fn new(name: impl Into<String>, version: impl Into<String>, criteria: Vec<Criterion>) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
            criteria,
            weighting: Weighting::default(),
            method: ScoringMethod::default(),
            missing: MissingScore::default(),
        }
    }
}
