//! How values of criteria become one score.

use crate::quantity::Score;
use serde::{Deserialize, Serialize};

/// How the values of a criterion are brought to one scale (*normalisation*). It changes who wins, so it is always named.
///
/// x is a value, over all alternatives. Where lower is better the last column applies, except in TOPSIS, which looks for the
/// ideal on the lower side instead.
///
/// | rule | higher is better | lower is better | all alike |
/// | --- | --- | --- | --- |
/// | none | x | −x | |
/// | min–max | (x − min) ÷ (max − min) | (max − x) ÷ (max − min) | ½ |
/// | max | x ÷ max | 1 − x ÷ max | 1, and 0 |
/// | sum | x ÷ Σ x | (1 ÷ x) ÷ Σ (1 ÷ x) | 1 ÷ n |
/// | vector | x ÷ √Σ x² | 1 − x ÷ √Σ x² | 1 ÷ √n, and 1 − 1 ÷ √n |
///
/// Max and sum take values of zero and more; sum takes none of zero where lower is better. A column of zeros counts as any
/// other column of equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Normalization {
    /// Values as they are.
    #[default]
    None,
    /// Place between the least and the greatest value.
    MinMax,
    /// Part of the greatest value.
    Max,
    /// Part of the sum.
    Sum,
    /// Part of the length of the column as a vector.
    Vector,
}

/// How the weighted values of the criteria become one score. Weights are divided by their sum, but in a quotient, where they
/// count as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ScoringMethod {
    /// *Somme pondérée*: Σ weight × value.
    WeightedSum {
        /// The common scale.
        #[serde(default)]
        normalization: Normalization,
    },
    /// *Produit pondéré*: Π value^weight; of a raw value whose lower is better, value^−weight. Values are above zero.
    WeightedProduct,
    /// Nearness to the ideal and distance from its opposite (Hwang and Yoon 1981).
    Topsis {
        /// The common scale; vector in the original.
        normalization: Normalization,
    },
    /// Net outranking flow (Brans and Vincke 1985).
    Promethee2,
    /// *Rapport*: Σ weight × value of what is better higher ÷ Σ weight × value of what is better lower, such as value ÷
    /// effort.
    Quotient,
}

impl ScoringMethod {
    /// Whether the scores of two projects add up to what both are worth together. Nearness to an ideal and flows among
    /// alternatives rank; their sums mean little.
    pub fn is_additive(self) -> bool {
        matches!(self, Self::WeightedSum { .. })
    }
}

impl Default for ScoringMethod {
    fn default() -> Self {
        Self::WeightedSum { normalization: Normalization::None }
    }
}

/// What counts where a project has no value against a criterion. What is missing is not zero unless somebody says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum MissingScore {
    /// The project has no score, and is named.
    #[default]
    Unscored,
    /// The weight of the criterion is spread over those with a value; weighted sum and product only.
    Spread,
    /// The worst value of the others.
    Worst,
    /// This raw value.
    Value(Score),
}

/// How much a difference of two values speaks for the better one: 0 not at all, 1 fully (Brans and Vincke 1985).
///
/// d is by how much the better one is better; the thresholds are in the unit of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PreferenceFunction {
    /// Type I: fully as soon as d > 0.
    #[default]
    Usual,
    /// Type II, U-shape: fully where d > indifference.
    UShape {
        /// The greatest difference that does not count; not negative.
        indifference: Score,
    },
    /// Type III, V-shape: d ÷ preference, at most 1.
    VShape {
        /// The least difference that counts fully; above zero.
        preference: Score,
    },
    /// Type IV, level: half where indifference < d ≤ preference, fully beyond.
    Level {
        /// The greatest difference that does not count; not negative.
        indifference: Score,
        /// The greatest difference that counts half; above the indifference.
        preference: Score,
    },
    /// Type V, linear: (d − indifference) ÷ (preference − indifference), from 0 to 1.
    Linear {
        /// The greatest difference that does not count; not negative.
        indifference: Score,
        /// The least difference that counts fully; above the indifference.
        preference: Score,
    },
    /// Type VI, Gaussian: 1 − e^(−d² ÷ 2σ²).
    Gaussian {
        /// Where the curve bends: σ, above zero.
        deviation: Score,
    },
}
