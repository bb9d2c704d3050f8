//! Earned schedule: how far the work has come, in time.

use super::figures::{NoFigure, minus, plus};
use crate::quantity::exact::{fraction, ratio};
use rust_decimal::Decimal;

/// Decimals of times and of their quotients.
const DIGITS: u32 = 12;

/// When the work that is done was planned to be done (*délai acquis*).
///
/// # Solves
/// A schedule performance that stays true to the end: the time at which the plan had the value that is earned now.
/// # Guarantee
/// Exact before one rounding to 12 decimals, half to even. Where the plan stands still the last period of the pause counts;
/// with all value earned ES is the planned duration.
/// # Complexity
/// O(n) time, no memory of its own, n periods.
/// # Determinism
/// Pure; the same bytes on every machine.
/// # Parameters
/// Cumulative planned value at the end of each period, in one unit with the value earned; times in the same period.
/// # Evidence
/// A worked case and a golden vector; laws by property tests.
/// # References
/// W. Lipke, *Schedule is different*, The Measurable News, 2003.
/// # Example
/// ```
/// use portefeuille::indicator::earned_value::EarnedSchedule;
///
/// let plan = [10, 20, 35, 50, 70, 100].map(Into::into);
/// let schedule = EarnedSchedule::new(&plan, 42.into())?;
/// assert_eq!((schedule.whole_periods, schedule.time.round_dp(6).to_string().as_str()), (3, "3.466667"));
/// assert_eq!(schedule.spi(5.into())?.round_dp(6).to_string(), "0.693333");
/// assert_eq!(schedule.forecast(5.into())?.round_dp(6).to_string(), "8.653846"); // 6 ÷ 0.693…
/// # Ok::<(), portefeuille::indicator::earned_value::NoFigure>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EarnedSchedule {
    /// C: whole periods whose cumulative planned value does not exceed the value earned.
    pub whole_periods: usize,
    /// I: the part of the next period, from 0 to below 1.
    pub fraction: Decimal,
    /// ES = C + I, in periods.
    pub time: Decimal,
    /// PD: planned duration, in periods.
    pub planned: Decimal,
}

impl EarnedSchedule {
    /// Reads the time from a plan: cumulative planned value at the end of each period, which never falls.
    pub fn new(plan: &[Decimal], earned: Decimal) -> Result<Self, NoFigure> {
        if plan.is_empty() {
            return Err(NoFigure::NoPlan);
        }
        if earned.is_sign_negative() && !earned.is_zero() {
            return Err(NoFigure::Negative);
        }
        let mut before = Decimal::ZERO;
        for (k, value) in plan.iter().enumerate() {
            if *value < before {
                return Err(NoFigure::NotCumulative { period: k + 1 });
            }
            before = *value;
        }
        let planned = Decimal::from(plan.len());
        let whole_periods = plan.iter().take_while(|value| **value <= earned).count();
        let Some(next) = plan.get(whole_periods) else {
            return Ok(Self { whole_periods, fraction: Decimal::ZERO, time: planned, planned });
        };
        let reached = if whole_periods == 0 { Decimal::ZERO } else { plan[whole_periods - 1] };
        let fraction = ratio(minus(earned, reached)?, minus(*next, reached)?, DIGITS).ok_or(NoFigure::OutOfRange)?;
        Ok(Self { whole_periods, fraction, time: Decimal::from(whole_periods) + fraction, planned })
    }

    /// SV(t) = ES − AT, in periods: below zero where the work is late.
    pub fn variance(&self, gone: Decimal) -> Result<Decimal, NoFigure> {
        minus(self.time, gone)
    }

    /// SPI(t) = ES ÷ AT.
    pub fn spi(&self, gone: Decimal) -> Result<Decimal, NoFigure> {
        if gone <= Decimal::ZERO {
            return Err(NoFigure::NoTime);
        }
        ratio(self.time, gone, DIGITS).ok_or(NoFigure::OutOfRange)
    }

    /// IEAC(t) = PD ÷ SPI(t): the duration in all if the rest goes at the pace so far. Computed as PD × AT ÷ ES.
    pub fn forecast(&self, gone: Decimal) -> Result<Decimal, NoFigure> {
        if gone <= Decimal::ZERO {
            return Err(NoFigure::NoTime);
        }
        if self.time.is_zero() {
            return Err(NoFigure::NothingEarned);
        }
        fraction(&[self.planned, gone], &[self.time], DIGITS).ok_or(NoFigure::OutOfRange)
    }

    /// IEAC(t) = AT + (PD − ES) ÷ factor: the duration in all if the rest goes at a pace of one's own, 1 for the planned one.
    pub fn forecast_at(&self, gone: Decimal, factor: Decimal) -> Result<Decimal, NoFigure> {
        if factor <= Decimal::ZERO {
            return Err(NoFigure::Negative);
        }
        let rest = ratio(self.planned - self.time, factor, DIGITS).ok_or(NoFigure::OutOfRange)?;
        plus(gone, rest)
    }

    /// TSPI = (PD − ES) ÷ (PD − AT): the pace that the rest needs to end on the planned day.
    pub fn tspi(&self, gone: Decimal) -> Result<Decimal, NoFigure> {
        self.tspi_within(gone, self.planned)
    }

    /// TSPI = (PD − ES) ÷ (ED − AT): the pace that the rest needs to end within an expected duration.
    pub fn tspi_within(&self, gone: Decimal, expected: Decimal) -> Result<Decimal, NoFigure> {
        if self.time >= self.planned {
            return Err(NoFigure::Complete);
        }
        let left = minus(expected, gone)?;
        if left <= Decimal::ZERO {
            return Err(NoFigure::NoTimeLeft);
        }
        ratio(self.planned - self.time, left, DIGITS).ok_or(NoFigure::OutOfRange)
    }
}
