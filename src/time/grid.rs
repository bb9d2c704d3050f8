//! Equal steps of time.

use super::{Period, TimeError};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The length of one period of a grid (*pas de temps*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Step {
    /// Seven days from a Monday.
    Week,
    /// A calendar month.
    Month,
    /// Three months from the first day of a month.
    Quarter,
    /// Twelve months from the first day of a month.
    Year,
}

impl Step {
    /// Months in a step; `None` for weeks.
    fn months(self) -> Option<u32> {
        match self {
            Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Year => Some(12),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        })
    }
}

/// A horizon cut into equal periods, numbered from 0 (*calendrier de décision*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeGrid {
    start: NaiveDate,
    step: Step,
    len: u32,
}

impl TimeGrid {
    /// Cuts a horizon into steps: weeks must start on a Monday, the others on the first day of a month, and the horizon
    /// must hold a whole number of them.
    pub fn new(horizon: Period, step: Step) -> Result<Self, TimeError> {
        let off = TimeError::OffGrid { period: horizon, step };
        let (start, end) = (horizon.start(), horizon.end());
        let len = match step.months() {
            None => {
                if start.weekday() != Weekday::Mon || !horizon.days().is_multiple_of(7) {
                    return Err(off);
                }
                horizon.days() / 7
            }
            Some(months) => {
                let span = month_number(end) - month_number(start);
                if start.day() != 1 || end.day() != 1 || span % i64::from(months) != 0 {
                    return Err(off);
                }
                (span / i64::from(months)) as u32
            }
        };
        Ok(Self { start, step, len })
    }

    /// How many periods there are.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Never: a grid holds at least one period.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The step.
    pub fn step(&self) -> Step {
        self.step
    }

    /// All of it.
    pub fn horizon(&self) -> Period {
        Period::spanning(self.start, self.boundary(i64::from(self.len)))
    }

    /// A period by its number; numbers below 0 and past the end name the periods that would be there.
    pub fn period(&self, index: i64) -> Period {
        Period::spanning(self.boundary(index), self.boundary(index + 1))
    }

    /// The number of the period a day lies in; below 0 before the horizon, at least [`len`](Self::len) after it.
    pub fn index_of(&self, day: NaiveDate) -> i64 {
        match self.step.months() {
            None => (day - self.start).num_days().div_euclid(7),
            Some(months) => (month_number(day) - month_number(self.start)).div_euclid(i64::from(months)),
        }
    }

    /// The number of the first period that begins on a day or after it.
    pub fn index_from(&self, day: NaiveDate) -> i64 {
        let index = self.index_of(day);
        if self.boundary(index) < day { index + 1 } else { index }
    }

    /// The day a start counts from. Months are what people plan in: on a grid of months or more, the first of its month.
    pub fn planning_day(&self, day: NaiveDate) -> NaiveDate {
        if self.step == Step::Week { day } else { day.with_day(1).unwrap_or(day) }
    }

    /// How many periods a duration in months fills, rounded up, at least 1.
    pub fn periods_of_months(&self, months: u32) -> u32 {
        match self.step.months() {
            // A month is 365.25 / 12 days: 4.348 weeks.
            None => (u64::from(months) * 36525).div_ceil(12 * 700) as u32,
            Some(step) => months.div_ceil(step),
        }
        .max(1)
    }

    /// What people call a period: `2027-W05`, `2027-03`, `2027-Q2`, `2027`.
    pub fn label(&self, index: i64) -> String {
        let start = self.boundary(index);
        let (year, month) = (start.year(), start.month());
        match self.step {
            Step::Week => {
                let week = start.iso_week();
                format!("{}-W{:02}", week.year(), week.week())
            }
            Step::Month => format!("{year}-{month:02}"),
            Step::Quarter if month % 3 == 1 => format!("{year}-Q{}", month / 3 + 1),
            Step::Year if month == 1 => format!("{year}"),
            Step::Quarter | Step::Year => format!("{year}-{month:02}+"),
        }
    }

    /// The first day of a period; numbers far outside are held to the years that documents may speak of.
    fn boundary(&self, index: i64) -> NaiveDate {
        let index = index.clamp(-120_000, 120_000);
        let moved = match self.step.months() {
            None => {
                let days = Days::new(index.unsigned_abs() * 7);
                if index < 0 { self.start.checked_sub_days(days) } else { self.start.checked_add_days(days) }
            }
            Some(months) => {
                let months = Months::new(index.unsigned_abs() as u32 * months);
                if index < 0 { self.start.checked_sub_months(months) } else { self.start.checked_add_months(months) }
            }
        };
        moved.unwrap_or(self.start)
    }
}

pub(super) fn month_number(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(horizon: &str, step: Step) -> TimeGrid {
        TimeGrid::new(horizon.parse().expect("a period"), step).expect("on the grid")
    }

    #[test]
    fn periods_tile_the_horizon() {
        for (horizon, step, len) in [
            ("2026-01/2029-01", Step::Month, 36),
            ("2026-01/2029-01", Step::Quarter, 12),
            ("2026-01/2029-01", Step::Year, 3),
            ("2025-12-29/2026-12-28", Step::Week, 52),
        ] {
            let grid = grid(horizon, step);
            assert_eq!(grid.len(), len);
            for i in 0..len as i64 {
                let period = grid.period(i);
                assert_eq!(period.end(), grid.period(i + 1).start());
                assert_eq!(grid.index_of(period.start()), i);
                assert_eq!(grid.index_of(period.last_day()), i);
                assert_eq!(grid.index_from(period.start()), i);
                assert_eq!(grid.index_from(period.last_day()), i + 1);
            }
            assert_eq!(grid.horizon().end(), grid.period(len as i64 - 1).end());
            assert_eq!(grid.index_of(grid.period(-3).start()), -3);
        }
    }

    #[test]
    fn a_horizon_holds_whole_periods() {
        for (horizon, step) in [
            ("2026-01-15/2029-01-15", Step::Month),
            ("2026-01/2028-12", Step::Quarter),
            ("2026-01-01/2026-12-31", Step::Week),
            ("2026-01/2027-02", Step::Year),
        ] {
            assert!(TimeGrid::new(horizon.parse().expect("a period"), step).is_err(), "{horizon} {step}");
        }
    }

    #[test]
    fn labels_are_what_people_say() {
        assert_eq!(grid("2026-01/2029-01", Step::Quarter).label(-1), "2025-Q4");
        assert_eq!(grid("2025-12-29/2026-12-28", Step::Week).label(0), "2026-W01");
        assert_eq!(grid("2026-09/2027-09", Step::Year).label(0), "2026-09+");
        assert_eq!(grid("2026-01/2029-01", Step::Quarter).periods_of_months(7), 3);
        assert_eq!(grid("2025-12-29/2026-12-28", Step::Week).periods_of_months(1), 5);
    }
}
