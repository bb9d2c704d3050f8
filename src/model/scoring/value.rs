//! From raw values to points.

use crate::quantity::Score;
use serde::{Deserialize, Serialize};

/// The number of one level of an ordinal scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LevelValue {
    /// The level, as the indicator names it.
    pub level: String,
    /// The raw value it stands for; the criterion's direction says which way is better.
    pub value: Score,
}

impl LevelValue {
    /// A level and its number.
    pub fn new(level: impl Into<String>, value: Score) -> Self {
        Self { level: level.into(), value }
    }
}

/// One corner of a piecewise linear value function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ValuePoint {
    /// The raw value.
    pub at: Score,
    /// The points it is worth.
    pub points: Score,
}

impl ValuePoint {
    /// A corner.
    pub fn new(at: Score, points: Score) -> Self {
        Self { at, points }
    }
}

/// From the raw value of a criterion to points (*fonction de valeur*). After every function but the first higher is better.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ValueFunction {
    /// The raw value, in the criterion's own direction.
    #[default]
    AsIs,
    /// The place between two ends, 0 to 1, cut off outside: 1 at `high` where higher is better, at `low` where lower is.
    /// An end that is absent is the least or greatest value among the alternatives; where both ends meet every value is
    /// worth ½, and the criterion is flagged.
    Linear {
        /// The lower end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<Score>,
        /// The upper end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<Score>,
    },
    /// Straight between corners, flat outside. The corners say themselves what is better.
    Piecewise {
        /// At least two, by increasing raw value.
        points: Vec<ValuePoint>,
    },
    /// 1 on the target, falling straight to 0 at `reach` from it, on both sides.
    Target {
        /// The best raw value.
        target: Score,
        /// How far from it nothing is worth anything; above zero.
        reach: Score,
    },
}
