//! Earned value (*valeur acquise*): what was planned, what is done and what it cost, in one unit, and where it will land.
//!
//! | figure | formula | French |
//! | --- | --- | --- |
//! | BAC, budget at completion | | *budget à l'achèvement* |
//! | PV, planned value | budget of what should be done by now | *valeur planifiée* |
//! | EV, earned value | budget of what is done | *valeur acquise* |
//! | AC, actual cost | at a named stage of the ledger | *coût réel* |
//! | CV, SV | EV − AC, EV − PV | *écart de coût, de délai* |
//! | CPI, SPI | EV ÷ AC, EV ÷ PV | *indice de performance des coûts, des délais* |
//! | EAC, estimate at completion | see [`Forecast`] | *atterrissage* |
//! | ETC, estimate to complete | EAC − AC | *reste à faire* |
//! | VAC, variance at completion | BAC − EAC | *écart à l'achèvement* |
//! | TCPI | (BAC − EV) ÷ (BAC − AC), or ÷ (EAC − AC) | *indice de performance à tenir* |
//! | ES, earned schedule | C + (EV − PV at C) ÷ (PV at C + 1 − PV at C) | *délai acquis* |
//! | SV(t), SPI(t) | ES − AT, ES ÷ AT | *écart, indice en délai* |
//! | IEAC(t) | PD ÷ SPI(t), or AT + (PD − ES) ÷ factor | *durée à l'achèvement* |
//! | TSPI | (PD − ES) ÷ (PD − AT), or ÷ (ED − AT) | *indice de délai à tenir* |
//!
//! C is the last whole period whose cumulative PV does not exceed EV, AT the time gone, PD the planned and ED the expected
//! duration, all in one period. SPI goes to 1 at the end of every project, late or not; SPI(t) does not.
//!
//! Differences are exact. Quotients have 12 decimals and amounts that come of a quotient 6, half to even. What does not exist
//! is [`NoFigure`] with its reason, never a zero or an infinity. Portfolios add figures up and divide the sums
//! ([`EarnedValue::total`]): a mean of indices would weigh a small project as much as a large one.
//!
//! # Example
//!
//! A budget of 100 000, half of it planned by now, 40 000 earned for 45 000:
//!
//! ```
//! use portefeuille::indicator::earned_value::{EarnedValue, Forecast};
//!
//! let figures = EarnedValue::new(100_000.into(), 50_000.into(), 40_000.into(), 45_000.into());
//! assert_eq!(figures.cpi()?.round_dp(6).to_string(), "0.888889");
//! assert_eq!(figures.spi()?.to_string(), "0.8");
//! for (forecast, landing) in [
//!     (Forecast::AtCostIndex, 112_500),          // 100 000 ÷ 0.888…
//!     (Forecast::AtBudget, 105_000),             // 45 000 + 60 000
//!     (Forecast::AtCostAndScheduleIndex, 129_375), // 45 000 + 60 000 ÷ (0.888… × 0.8)
//! ] {
//!     assert_eq!(figures.eac(forecast)?, landing.into(), "{}", forecast.assumption());
//! }
//! # Ok::<(), portefeuille::indicator::earned_value::NoFigure>(())
//! ```
//!
//! References: Project Management Institute, *Practice Standard for Earned Value Management*, 2nd ed., 2011; W. Lipke,
//! *Schedule is different*, The Measurable News, 2003.

mod credit;
mod figures;
mod schedule;
mod scope;
#[cfg(test)]
mod tests;

pub use credit::{Credit, earned};
pub use figures::{EarnedValue, Forecast, NoFigure};
pub use schedule::EarnedSchedule;
pub use scope::{CreditRule, EarnedValueError, EarnedValueReport, EarnedValueRule, ProjectEarnedValue, Unmeasured};
