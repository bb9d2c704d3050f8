//! Dates of day or month precision.

use super::{TimeError, YEARS, wire_text};
use chrono::{Datelike, Months, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The day is known.
    Day,
    /// Only the month is known.
    Month,
}

/// A date known to the day or to the month (*échéance au jour ou au mois*), between 1900 and 2200.
///
/// Dates are ordered by their first day, then by precision.
///
/// ```
/// use portefeuille::time::{Date, Precision};
///
/// let month: Date = "2026-02".parse()?;
/// assert_eq!(month.precision(), Precision::Month);
/// assert_eq!(month.first_day().to_string(), "2026-02-01");
/// assert_eq!(month.last_day().to_string(), "2026-02-28");
/// assert!("2026-02-30".parse::<Date>().is_err());
/// # Ok::<(), portefeuille::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    first: NaiveDate,
    precision: Precision,
}

impl Date {
    /// A day of the calendar.
    pub fn day(day: NaiveDate) -> Result<Self, TimeError> {
        if YEARS.contains(&day.year()) {
            Ok(Self { first: day, precision: Precision::Day })
        } else {
            Err(TimeError::MalformedYear { year: day.year().into() })
        }
    }

    /// A month of the calendar, 1 to 12.
    pub fn month(year: i32, month: u32) -> Result<Self, TimeError> {
        if !YEARS.contains(&year) {
            return Err(TimeError::MalformedYear { year: year.into() });
        }
        NaiveDate::from_ymd_opt(year, month, 1)
            .map(|first| Self { first, precision: Precision::Month })
            .ok_or_else(|| TimeError::MalformedDate { text: format!("{year:04}-{month:02}") })
    }

    /// How exactly it is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The day, or the first day of the month.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The day, or the last day of the month.
    pub fn last_day(self) -> NaiveDate {
        match self.precision {
            Precision::Day => self.first,
            // Within 1900 to 2200 every month has a next one and every day a day before.
            Precision::Month => {
                self.first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(self.first)
            }
        }
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let malformed = || TimeError::MalformedDate { text: text.to_owned() };
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            let digits = text.get(range)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let bytes = text.as_bytes();
        let year = number(0..4).ok_or_else(malformed)? as i32;
        match bytes.len() {
            7 if bytes[4] == b'-' => Self::month(year, number(5..7).ok_or_else(malformed)?),
            10 if bytes[4] == b'-' && bytes[7] == b'-' => {
                let (month, day) = number(5..7).zip(number(8..10)).ok_or_else(malformed)?;
                Self::day(NaiveDate::from_ymd_opt(year, month, day).ok_or_else(malformed)?)
            }
            _ => Err(malformed()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", self.first),
            Precision::Month => write!(f, "{:04}-{:02}", self.first.year(), self.first.month()),
        }
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

wire_text!(Date, "a date, YYYY-MM-DD or YYYY-MM");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_of_the_calendar_are_read() {
        for text in ["2024-02-29", "2026-12-31", "1900-01", "2200-12-31"] {
            assert_eq!(text.parse::<Date>().map(|d| d.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["2025-02-29", "2026-13", "2026-1-1", "26-01-01", "2026/01/01", "1899-12-31", "+026-01", "2026-0é", ""]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
