//! When work counts as done.

use super::figures::{AMOUNT_DIGITS, NoFigure, plus};
use crate::quantity::Share;
use crate::quantity::exact::{fraction, sum};
use rust_decimal::Decimal;

/// By which rule work counts as done, and how it stands (*règle d'acquisition*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credit {
    /// 0/100: all of it when it is finished, nothing before. For short work.
    ZeroHundred {
        /// Whether it is.
        finished: bool,
    },
    /// 50/50: half when it begins, the other half when it is finished.
    FiftyFifty {
        /// Whether it has begun.
        started: bool,
        /// Whether it is finished.
        finished: bool,
    },
    /// Weighted milestones: each weighs, not negative, and is reached or not. For long work with something to show.
    Milestones(Vec<(Decimal, bool)>),
    /// The share that somebody says is done.
    Percent(Share),
    /// Work done ÷ (work done + work left), in person-days, the rest estimated anew. What is worked is no measure of what is
    /// done unless somebody estimates the rest.
    Workload {
        /// Person-days worked; not negative.
        done: Decimal,
        /// Person-days left; not negative.
        left: Decimal,
    },
}

/// What a budget has earned by a rule, 6 decimals.
///
/// ```
/// use portefeuille::indicator::earned_value::{Credit, earned};
///
/// let milestones = Credit::Milestones(vec![(20.into(), true), (30.into(), true), (50.into(), false)]);
/// assert_eq!(earned(8000.into(), &milestones)?, 4000.into());
/// let half = Credit::FiftyFifty { started: true, finished: false };
/// assert_eq!(earned(8000.into(), &half)?, 4000.into());
/// let days = Credit::Workload { done: 30.into(), left: 90.into() };
/// assert_eq!(earned(8000.into(), &days)?, 2000.into());
/// # Ok::<(), portefeuille::indicator::earned_value::NoFigure>(())
/// ```
pub fn earned(budget: Decimal, credit: &Credit) -> Result<Decimal, NoFigure> {
    let out = NoFigure::OutOfRange;
    let negative = |value: Decimal| value.is_sign_negative() && !value.is_zero();
    let (part, whole) = match credit {
        Credit::ZeroHundred { finished } => (Decimal::from(u8::from(*finished)), Decimal::ONE),
        Credit::FiftyFifty { finished: true, .. } => (Decimal::ONE, Decimal::ONE),
        Credit::FiftyFifty { started, .. } => (Decimal::from(u8::from(*started)), Decimal::TWO),
        Credit::Milestones(milestones) => {
            if milestones.iter().any(|(weight, _)| negative(*weight)) {
                return Err(NoFigure::Negative);
            }
            let weight = |reached: bool| {
                sum(milestones.iter().filter(|(_, is)| !reached || *is).map(|(weight, _)| *weight)).ok_or(out)
            };
            (weight(true)?, weight(false)?)
        }
        Credit::Percent(share) => (share.value(), Decimal::ONE),
        Credit::Workload { done, left } => {
            if negative(*done) || negative(*left) {
                return Err(NoFigure::Negative);
            }
            (*done, plus(*done, *left)?)
        }
    };
    if whole.is_zero() {
        return Err(NoFigure::NoPlan);
    }
    fraction(&[budget, part], &[whole], AMOUNT_DIGITS).ok_or(out)
}
