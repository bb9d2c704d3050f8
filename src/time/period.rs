//! Half-open periods of days.

use super::{Date, TimeError, wire_text};
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// A span of days (*période*): from its first day up to, not including, its end. It holds at least one day.
///
/// Written `2026-01-01/2029-01-01`: the three years 2026 to 2028. Months may stand for their first day
/// (`2026-01/2029-01`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    start: NaiveDate,
    end: NaiveDate,
}

impl Period {
    /// From a first day up to, not including, an end.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, TimeError> {
        // Both ends stay within the years that documents may speak of.
        Date::day(start)?;
        Date::day(end)?;
        if start < end { Ok(Self { start, end }) } else { Err(TimeError::EmptyPeriod { start, end }) }
    }

    /// Two days known to be in order and within the years that documents may speak of.
    pub(super) const fn spanning(start: NaiveDate, end: NaiveDate) -> Self {
        Self { start, end }
    }

    /// The first day.
    pub fn start(self) -> NaiveDate {
        self.start
    }

    /// The first day outside.
    pub fn end(self) -> NaiveDate {
        self.end
    }

    /// The last day inside.
    pub fn last_day(self) -> NaiveDate {
        self.end.pred_opt().unwrap_or(self.start)
    }

    /// How many days it holds.
    pub fn days(self) -> u32 {
        (self.end - self.start).num_days().unsigned_abs() as u32
    }

    /// Whether a day lies inside.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }

    /// The days shared with another period, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

impl FromStr for Period {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (start, end) = text.split_once('/').ok_or_else(|| TimeError::MalformedPeriod { text: text.to_owned() })?;
        Self::new(start.parse::<Date>()?.first_day(), end.parse::<Date>()?.first_day())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

wire_text!(Period, "a period, such as \"2026-01-01/2029-01-01\"");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_its_first_day_and_not_its_end() {
        let year: Period = "2026-01/2027-01".parse().expect("a year");
        assert_eq!(year.days(), 365);
        assert!(year.contains(year.start()) && !year.contains(year.end()) && year.contains(year.last_day()));
        assert_eq!(year.to_string(), "2026-01-01/2027-01-01");
        assert!("2026-01-01/2026-01-01".parse::<Period>().is_err());
        assert!("2027-01-01/2026-01-01".parse::<Period>().is_err());
        assert!("2026-01-01".parse::<Period>().is_err());
        assert!("2026-01-01/2300-01-01".parse::<Period>().is_err());
    }
}
