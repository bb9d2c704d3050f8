//! Strategic alignment (*alignement stratégique*): weights of objectives, and scores of projects.
//!
//! | question | answer |
//! | --- | --- |
//! | what do objectives weigh, from points or swing? | [`weights_from_points`] |
//! | from an order of importance alone? | [`weights_from_ranks`] |
//! | from comparing them two by two? | [`PairwiseMatrix`], by one judge or by [`group_judgements`], [`group_priorities`] |
//! | do the judgements contradict each other, and which? | [`ConsistencyRatio`], [`ConsistencyIndex`], [`Inconsistency`] |
//! | how do projects score by several criteria? | [`Table`]: weighted sum and product, quotient, TOPSIS, PROMETHEE II |
//! | how sure is the ranking? | [`Table::sensitivity`] |
//! | how do the projects of a document score? | [`ScoringModel::score`](crate::model::ScoringModel::score), and `Scope::scores` |
//! | WSJF, RICE, ICE, value by effort, waterline, demand score | [`ready`] |
//!
//! Sums and quotients are exact before one rounding to 12 decimals, half to even. Roots, eigenvectors and exponentials are
//! computed in floats with + − × ÷ √ alone, so that every machine gives the same bytes, and leave as decimals rounded to 12
//! digits behind the point, or to 15 significant digits of numbers of a thousand and more; alternatives are compared
//! after that rounding.
//!
//! # Two measures of consistency that run opposite ways
//!
//! Saaty's ratio is better the lower it is, 0.10 accepted; the index that Microsoft's tool shows is better the higher it is,
//! 0.80 accepted. They are two types here, and neither converts into the other.
//!
//! ```compile_fail
//! # use portefeuille::alignment::{ConsistencyIndex, ConsistencyRatio};
//! fn mixed(ratio: ConsistencyRatio, index: ConsistencyIndex) -> bool {
//!     ratio < index
//! }
//! ```

mod consistency;
mod error;
mod methods;
mod pairwise;
mod promethee;
pub mod ready;
mod real;
mod scoring;
mod sensitivity;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod weights;

pub use consistency::{ConsistencyIndex, ConsistencyRatio, Inconsistency, hierarchy};
pub use error::{ScoreError, WeightError};
pub use pairwise::{PairwiseMatrix, Priorities, RECIPROCAL_TOLERANCE, group_judgements, group_priorities};
pub use promethee::Flows;
pub use scoring::{Alternative, Coherence, CriteriaWeights, Part, RawValue, Scoreboard, Scored};
pub use sensitivity::Swap;
pub use table::{Column, RankedRow, Ranking, Table};
pub use weights::{weights_from_points, weights_from_ranks};
