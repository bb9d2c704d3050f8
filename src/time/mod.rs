//! Dates of day or month precision, periods, the grid that decisions are made on, and fiscal years.
//!
//! A [`Period`] is half-open: its end is the first day outside, so periods that follow each other share a day's name and
//! overlap nowhere. A [`TimeGrid`] cuts a period into equal steps (weeks, months, quarters, years) and is where amounts
//! by period live.
//!
//! ```
//! use portefeuille::time::{Period, Step, TimeGrid};
//!
//! let three_years: Period = "2026-01-01/2029-01-01".parse()?;
//! let grid = TimeGrid::new(three_years, Step::Quarter)?;
//! assert_eq!(grid.len(), 12);
//! assert_eq!(grid.label(5), "2027-Q2");
//! # Ok::<(), portefeuille::time::TimeError>(())
//! ```

mod date;
mod fiscal;
mod grid;
mod period;
mod spread;

pub use date::{Date, Precision};
pub use fiscal::{FiscalCalendar, FiscalYear};
pub use grid::{Step, TimeGrid};
pub use period::Period;
pub use spread::{Spreader, spread};

use crate::diagnostic::Code;
use chrono::NaiveDate;

/// Why a text is no date or period, or a period does not fit a grid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not a date of the calendar.
    #[error("`{text}` is not a date of the calendar, YYYY-MM-DD or YYYY-MM")]
    MalformedDate {
        /// What was written.
        text: String,
    },
    /// Not two dates with a slash.
    #[error("`{text}` is not a period, such as `2026-01-01/2029-01-01`")]
    MalformedPeriod {
        /// What was written.
        text: String,
    },
    /// The end is not after the start.
    #[error("a period from {start} to {end} holds no day")]
    EmptyPeriod {
        /// First day.
        start: NaiveDate,
        /// First day outside.
        end: NaiveDate,
    },
    /// A horizon that does not begin and end with a period of its step.
    #[error("{period} does not hold whole periods of one {step}")]
    OffGrid {
        /// The horizon.
        period: Period,
        /// The step of the grid.
        step: Step,
    },
    /// Not a year, or one outside 1900 to 2200.
    #[error("{year} is not a year that documents may speak of, 1900 to 2200")]
    MalformedYear {
        /// What was written.
        year: i64,
    },
}

impl TimeError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::MalformedDate { .. } | Self::MalformedYear { .. } => Code::MalformedDate,
            Self::MalformedPeriod { .. } => Code::MalformedPeriod,
            Self::EmptyPeriod { .. } => Code::EmptyPeriod,
            Self::OffGrid { .. } => Code::PeriodOffGrid,
        }
    }
}

/// The years that documents may speak of: what lies outside is a slip of the pen, and keeps grids small.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Serde through `Display` and `FromStr`, from borrowed or owned text.
macro_rules! wire_text {
    ($type:ty, $expecting:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

use wire_text;
