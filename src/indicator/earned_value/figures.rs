//! The four figures, and what follows from them.

use crate::quantity::exact::{fraction, ratio, sum};
use rust_decimal::Decimal;

/// Decimals of indices.
const INDEX_DIGITS: u32 = 12;
/// Decimals of amounts that come of a quotient.
pub(super) const AMOUNT_DIGITS: u32 = 6;

/// Why a figure does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NoFigure {
    /// AC is zero.
    #[error("nothing was spent")]
    NothingSpent,
    /// PV is zero.
    #[error("nothing was planned by now")]
    NothingPlanned,
    /// EV is zero: no rate of work can be read from it.
    #[error("nothing is earned")]
    NothingEarned,
    /// BAC is zero.
    #[error("there is no budget")]
    NoBudget,
    /// EV is at BAC or above: nothing is left to do.
    #[error("all work is done")]
    Complete,
    /// Work is left, and all that may be spent on it is spent.
    #[error("work is left and its money is spent")]
    NothingLeft,
    /// Work is left, and all the time for it is gone.
    #[error("work is left and its time is gone")]
    NoTimeLeft,
    /// No time has gone by.
    #[error("no time has gone by")]
    NoTime,
    /// There is no plan over time.
    #[error("there is no planned value over time")]
    NoPlan,
    /// The planned value falls from one period to the next, or is below zero.
    #[error("the planned value of period {period} is below that of the one before")]
    NotCumulative {
        /// The period, from 1.
        period: usize,
    },
    /// A figure is below zero where that means nothing.
    #[error("a figure is below zero where that means nothing")]
    Negative,
    /// The exact result has too many digits.
    #[error("the exact result has too many digits")]
    OutOfRange,
}

/// How the work that is left will cost, in words and in a formula: a forecast without its assumption is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Forecast {
    /// AC + (BAC − EV): what has gone wrong was once only (*atypique*).
    AtBudget,
    /// BAC ÷ CPI: the rest costs as much more, or less, as what is done (*typique*).
    AtCostIndex,
    /// AC + (BAC − EV) ÷ (CPI × SPI): the delay costs, too.
    AtCostAndScheduleIndex,
    /// AC + ETC estimated anew from below (*reste à faire réestimé*).
    BottomUp(Decimal),
}

impl Forecast {
    /// What it assumes, in English.
    pub fn assumption(self) -> &'static str {
        match self {
            Self::AtBudget => "the rest costs what was budgeted",
            Self::AtCostIndex => "the rest goes at the cost performance so far",
            Self::AtCostAndScheduleIndex => "the rest goes at the cost and schedule performance so far",
            Self::BottomUp(_) => "the rest was estimated anew",
        }
    }

    /// What it assumes, in French.
    pub fn assumption_fr(self) -> &'static str {
        match self {
            Self::AtBudget => "le reste coûte ce qui était prévu",
            Self::AtCostIndex => "le reste suit la performance de coût constatée",
            Self::AtCostAndScheduleIndex => "le reste suit la performance de coût et de délai constatée",
            Self::BottomUp(_) => "le reste à faire a été réestimé",
        }
    }
}

/// Budget, plan, work done and cost at one day, all in one unit: money of one currency, or person-days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct EarnedValue {
    /// Budget at completion.
    pub bac: Decimal,
    /// Planned value.
    pub pv: Decimal,
    /// Earned value.
    pub ev: Decimal,
    /// Actual cost.
    pub ac: Decimal,
}

pub(super) fn plus(a: Decimal, b: Decimal) -> Result<Decimal, NoFigure> {
    sum([a, b].into_iter()).ok_or(NoFigure::OutOfRange)
}

pub(super) fn minus(a: Decimal, b: Decimal) -> Result<Decimal, NoFigure> {
    plus(a, -b)
}

fn index(above: Decimal, below: Decimal) -> Result<Decimal, NoFigure> {
    ratio(above, below, INDEX_DIGITS).ok_or(NoFigure::OutOfRange)
}

impl EarnedValue {
    /// Figures of one day.
    pub fn new(bac: Decimal, pv: Decimal, ev: Decimal, ac: Decimal) -> Self {
        Self { bac, pv, ev, ac }
    }

    /// Figures of several projects added up.
    ///
    /// ```
    /// use portefeuille::indicator::earned_value::EarnedValue;
    ///
    /// let of = |ev: i64, ac: i64| EarnedValue::new(1000.into(), 500.into(), ev.into(), ac.into());
    /// let both = EarnedValue::total([of(100, 50), of(900, 1200)])?;
    /// assert_eq!(both.cpi()?.to_string(), "0.8"); // 1000 ÷ 1250, not the mean of 2 and 0.75
    /// # Ok::<(), portefeuille::indicator::earned_value::NoFigure>(())
    /// ```
    pub fn total(figures: impl IntoIterator<Item = Self>) -> Result<Self, NoFigure> {
        let add = |sum: Self, next: Self| -> Result<Self, NoFigure> {
            Ok(Self {
                bac: plus(sum.bac, next.bac)?,
                pv: plus(sum.pv, next.pv)?,
                ev: plus(sum.ev, next.ev)?,
                ac: plus(sum.ac, next.ac)?,
            })
        };
        figures.into_iter().try_fold(Self::default(), add)
    }

    /// CV = EV − AC: below zero where the work cost more than it was to.
    pub fn cost_variance(&self) -> Result<Decimal, NoFigure> {
        minus(self.ev, self.ac)
    }

    /// SV = EV − PV: below zero where less is done than was to be.
    pub fn schedule_variance(&self) -> Result<Decimal, NoFigure> {
        minus(self.ev, self.pv)
    }

    /// CPI = EV ÷ AC: what a euro spent has earned.
    pub fn cpi(&self) -> Result<Decimal, NoFigure> {
        if self.ac.is_zero() { Err(NoFigure::NothingSpent) } else { index(self.ev, self.ac) }
    }

    /// SPI = EV ÷ PV. It goes to 1 at the end of every project; see
    /// [`EarnedSchedule::spi`](super::EarnedSchedule::spi).
    pub fn spi(&self) -> Result<Decimal, NoFigure> {
        if self.pv.is_zero() { Err(NoFigure::NothingPlanned) } else { index(self.ev, self.pv) }
    }

    /// EV ÷ BAC, the part of the work that is done.
    pub fn share_done(&self) -> Result<Decimal, NoFigure> {
        if self.bac.is_zero() { Err(NoFigure::NoBudget) } else { index(self.ev, self.bac) }
    }

    /// AC ÷ BAC, the part of the budget that is spent.
    pub fn share_spent(&self) -> Result<Decimal, NoFigure> {
        if self.bac.is_zero() { Err(NoFigure::NoBudget) } else { index(self.ac, self.bac) }
    }

    /// Whether all work is done: EV at BAC or above.
    pub fn is_complete(&self) -> bool {
        self.ev >= self.bac
    }

    /// EAC (*atterrissage*) under an assumption; AC where all work is done, whatever the assumption.
    ///
    /// BAC ÷ CPI is computed as BAC × AC ÷ EV, so that no rounded index enters: 4000 × 2800 ÷ 2500 is 4480, where
    /// 4000 ÷ 0.893 would be 4479.28.
    pub fn eac(&self, forecast: Forecast) -> Result<Decimal, NoFigure> {
        if self.is_complete() {
            return Ok(self.ac.normalize());
        }
        let left = minus(self.bac, self.ev)?;
        let out = NoFigure::OutOfRange;
        let rest = match forecast {
            Forecast::AtBudget => left,
            Forecast::BottomUp(estimate) if estimate.is_sign_negative() && !estimate.is_zero() => {
                return Err(NoFigure::Negative);
            }
            Forecast::BottomUp(estimate) => estimate,
            _ if self.ev.is_zero() => return Err(NoFigure::NothingEarned),
            Forecast::AtCostIndex => {
                return fraction(&[self.bac, self.ac], &[self.ev], AMOUNT_DIGITS).ok_or(out);
            }
            Forecast::AtCostAndScheduleIndex if self.pv.is_zero() => return Err(NoFigure::NothingPlanned),
            Forecast::AtCostAndScheduleIndex => {
                let at_cost = fraction(&[left, self.ac], &[self.ev], AMOUNT_DIGITS).ok_or(out)?;
                fraction(&[at_cost, self.pv], &[self.ev], AMOUNT_DIGITS).ok_or(out)?
            }
        };
        plus(self.ac, rest)
    }

    /// ETC = EAC − AC (*reste à faire*).
    pub fn etc(&self, forecast: Forecast) -> Result<Decimal, NoFigure> {
        minus(self.eac(forecast)?, self.ac)
    }

    /// VAC = BAC − EAC: below zero where it will cost more than its budget.
    pub fn vac(&self, forecast: Forecast) -> Result<Decimal, NoFigure> {
        minus(self.bac, self.eac(forecast)?)
    }

    /// TCPI = (BAC − EV) ÷ (BAC − AC): the cost performance that the rest needs to end within budget.
    pub fn tcpi(&self) -> Result<Decimal, NoFigure> {
        self.tcpi_within(self.bac)
    }

    /// TCPI = (BAC − EV) ÷ (limit − AC): the cost performance that the rest needs to end within a limit, such as an EAC.
    pub fn tcpi_within(&self, limit: Decimal) -> Result<Decimal, NoFigure> {
        if self.is_complete() {
            return Err(NoFigure::Complete);
        }
        let money = minus(limit, self.ac)?;
        if money <= Decimal::ZERO { Err(NoFigure::NothingLeft) } else { index(minus(self.bac, self.ev)?, money) }
    }
}
