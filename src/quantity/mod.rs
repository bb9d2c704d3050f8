//! Amounts that are always valid: money, workload, shares and scores.
//!
//! Each type is a decimal number with a bound on its size and on its decimals, judged once, where the number enters.
//! Within those bounds every sum and difference that the types offer is exact; what would leave them is an error,
//! never a rounding.
//!
//! | type | unit | range | decimals |
//! | --- | --- | --- | --- |
//! | [`Money`] | a [`Currency`] | ±10¹⁵ | 8 |
//! | [`Workload`] | person-days | 0 to 10⁹ | 6 |
//! | [`Share`] | of a whole | 0 to 1 | 12 |
//! | [`Score`] | points | ±10⁹ | 6 |
//!
//! On the wire all of them are texts (`"1250.50 EUR"`, `"14.5"`), written by our own code: a dependent crate that
//! switches on another form of decimals does not change a byte. Whole numbers are accepted on reading; a JSON number
//! with a point is refused, because it has already been a float.

mod decimal;
pub(crate) mod exact;
mod money;
mod score;

pub use decimal::QuantityError;
pub use money::{Currency, Money};
pub use score::{Score, Share, Workload};
