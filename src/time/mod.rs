//! Dates of day or month precision, periods, the grid that decisions are made on, fiscal years, and the calendars that
//! people work and meet by.
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
//!
//! A [`WorkCalendar`] says which days are worked: a week, the public holidays of a place ([`HolidaySet`]) and exceptions.
//! A [`Cadence`] is the rhythm of a body; with a calendar it gives the days of its meetings.
//!
//! ```
//! use portefeuille::time::{Anchor, Cadence, Weekday, WorkCalendar};
//!
//! let committee = Cadence::every_months(3, 3, Anchor::nth(2, Weekday::Tuesday));
//! let meetings = committee.occurrences("2026-01/2027-01".parse()?, &WorkCalendar::metropolitan());
//! let days: Vec<String> = meetings.iter().map(ToString::to_string).collect();
//! assert_eq!(days, ["2026-03-10", "2026-06-09", "2026-09-08", "2026-12-08"]);
//! # Ok::<(), portefeuille::time::TimeError>(())
//! ```

mod cadence;
mod calendar;
mod date;
mod election;
mod fiscal;
mod grid;
mod holiday;
mod period;
mod school;
mod spread;
mod weekday;

pub use cadence::{Anchor, Cadence, Shift};
pub use calendar::{CalendarException, Opening, Week, WorkCalendar};
pub use date::{Date, Precision};
pub use election::pre_election_start;
pub use fiscal::{FiscalCalendar, FiscalYear};
pub use grid::{Step, TimeGrid};
pub use holiday::{Holiday, HolidaySet, easter};
pub use period::Period;
pub use school::{SchoolHolidays, SchoolZone};
pub use spread::{Spreader, spread};
pub use weekday::Weekday;

use crate::diagnostic::Code;
use chrono::NaiveDate;

/// Why a text is no date or period, a period does not fit a grid, or a calendar or cadence has no answer.
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
    /// The calendar ends before so many working days are over.
    #[error("no day from 1900 to 2200 lies {working_days} working days from {day}")]
    BeyondCalendar {
        /// Where the count starts.
        day: NaiveDate,
        /// How many working days, negative backwards.
        working_days: i32,
    },
    /// A number of a cadence outside its limits.
    #[error("`{field}` of a cadence is {value}, not {low} to {high}")]
    CadenceOutOfRange {
        /// Name of the field.
        field: &'static str,
        /// What was written.
        value: i64,
        /// Lower bound, inclusive.
        low: i64,
        /// Upper bound, inclusive.
        high: i64,
    },
    /// Two fields of a cadence that cannot stand together.
    #[error("a cadence has `{field}` together with `{other}`")]
    CadenceConflict {
        /// Name of a field.
        field: &'static str,
        /// Name of the field that excludes it.
        other: &'static str,
    },
    /// A field of a cadence that needs another.
    #[error("a cadence has `{field}` without `{needed}`")]
    CadenceIncomplete {
        /// Name of the field that is there.
        field: &'static str,
        /// Name of the field that is missing.
        needed: &'static str,
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
            Self::BeyondCalendar { .. } => Code::DateOutOfRange,
            Self::CadenceOutOfRange { .. } => Code::NumberOutOfRange,
            Self::CadenceConflict { .. } | Self::CadenceIncomplete { .. } => Code::CadenceMalformed,
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
