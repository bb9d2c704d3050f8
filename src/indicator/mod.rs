//! Indicators (*indicateurs*) rolled up from projects to themes and to the whole of a roadmap or portfolio.
//!
//! [`RollUp`] takes the last measure of each project on a day (last observation carried forward) and brings them
//! together by the indicator's own rule:
//!
//! | rule | value | plain value beside it |
//! | --- | --- | --- |
//! | sum | Σ charge share × value | Σ value |
//! | weighted mean | Σ weight × value ÷ Σ weight | Σ value ÷ n |
//! | counts | projects and weight at each level | projects at each level |
//!
//! Sums and products are exact. A division is rounded to [`DIGITS`] decimals, half to even, once. The value of the whole
//! comes from its projects, not from the values of its themes, so that no mean of means is taken. What is not measured
//! is left out and listed. A value that does not exist is [`Undefined`] with its reason.
//!
//! # Formulas with numbers
//!
//! A goal at 40 % of weight 2 and one at 20 % of weight 3 make (2 × 40 + 3 × 20) ÷ (2 + 3) = 140 ÷ 5 = 28 %. Four works
//! of equal cost at 1, 1, ½ and 0 make 2500 ÷ 4000 = 0.625:
//!
//! ```
//! use portefeuille::indicator::{Undefined, mean, ratio, weighted_mean};
//! use rust_decimal::Decimal;
//!
//! let of = |pairs: &[(i64, i64)]| pairs.iter().map(|(w, v)| (Decimal::from(*w), Decimal::from(*v))).collect::<Vec<_>>();
//! assert_eq!(weighted_mean(&of(&[(2, 40), (3, 20)])), Ok(28.into()));
//!
//! let fence: Vec<_> = ["1", "1", "0.5", "0"].iter().map(|v| (1000.into(), v.parse().expect("a number"))).collect();
//! assert_eq!(weighted_mean(&fence).map(|v| v.to_string()).as_deref(), Ok("0.625"));
//!
//! assert_eq!(mean(&[1.into(), 2.into(), 2.into()]).map(|v| v.to_string()).as_deref(), Ok("1.666666666667"));
//! assert_eq!(ratio(600.into(), 0.into()), Err(Undefined::NoWeight));
//! assert_eq!(weighted_mean(&[]), Err(Undefined::NoValue));
//! ```

mod aggregate;
pub mod earned_value;
mod objective;
mod rollup;
#[cfg(test)]
mod tests;

pub use aggregate::{DIGITS, Undefined, geometric_mean, mean, ratio, sum, weighted_mean};
pub use objective::{ObjectiveMeasure, objective_measures, progress};
pub use rollup::{
    Aggregate, Contributor, Coverage, LevelCount, Missing, MissingReason, OwnMeasure, RollUp, RollUpError, RolledUp,
    ThemeAggregate, Value, last_measure, last_measures,
};
