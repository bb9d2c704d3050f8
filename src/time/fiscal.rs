//! Fiscal years.

use super::{Period, TimeError, YEARS};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;

/// A budget year (*exercice*), named by the calendar year it begins in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FiscalYear(u16);

impl FiscalYear {
    /// The budget year that begins in a calendar year from 1900 to 2199.
    pub fn new(year: i32) -> Result<Self, TimeError> {
        // The last year that documents may speak of must be able to end.
        if (*YEARS.start()..*YEARS.end()).contains(&year) {
            Ok(Self(year as u16))
        } else {
            Err(TimeError::MalformedYear { year: year.into() })
        }
    }

    /// The calendar year it begins in.
    pub fn year(self) -> i32 {
        self.0.into()
    }
}

impl<'de> Deserialize<'de> for FiscalYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let year = i64::deserialize(deserializer)?;
        i32::try_from(year)
            .map_err(|_| TimeError::MalformedYear { year })
            .and_then(Self::new)
            .map_err(de::Error::custom)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl fmt::Debug for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// When budget years begin: the first day of a month, January unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FiscalCalendar {
    first_month: u8,
}

impl FiscalCalendar {
    /// Budget years that are calendar years.
    pub const CALENDAR_YEARS: Self = Self { first_month: 1 };

    /// Budget years that begin on the first day of a month, 1 to 12.
    pub fn starting_in(month: u8) -> Result<Self, TimeError> {
        if (1..=12).contains(&month) {
            Ok(Self { first_month: month })
        } else {
            Err(TimeError::MalformedDate { text: format!("month {month}") })
        }
    }

    /// The month that budget years begin in, 1 to 12.
    pub fn first_month(self) -> u8 {
        self.first_month
    }

    /// The budget year that a day belongs to, held to 1900 to 2199.
    pub fn year_of(self, day: NaiveDate) -> FiscalYear {
        let before = day.month() < u32::from(self.first_month);
        let year = (day.year() - i32::from(before)).clamp(*YEARS.start(), *YEARS.end() - 1);
        FiscalYear(year as u16)
    }

    /// The days of a budget year.
    pub fn days_of(self, year: FiscalYear) -> Period {
        let first = |year: i32| NaiveDate::from_ymd_opt(year, self.first_month.into(), 1).unwrap_or_default();
        Period::spanning(first(year.year()), first(year.year() + 1))
    }

    /// The first day of a budget year (*ouverture de l'exercice*).
    pub fn first_day(self, year: FiscalYear) -> NaiveDate {
        self.days_of(year).start()
    }

    /// The last day of a budget year (*clôture de l'exercice*).
    pub fn last_day(self, year: FiscalYear) -> NaiveDate {
        self.days_of(year).last_day()
    }

    /// What people call a budget year: `2027`, or `2027-2028` where it ends in another calendar year.
    ///
    /// ```
    /// use portefeuille::time::{FiscalCalendar, FiscalYear};
    ///
    /// let school = FiscalCalendar::starting_in(9)?;
    /// let year = school.year_of("2028-03-12".parse().expect("a day"));
    /// assert_eq!(year, FiscalYear::new(2027)?);
    /// assert_eq!(school.label(year), "2027-2028");
    /// assert_eq!(school.last_day(year).to_string(), "2028-08-31");
    /// assert_eq!(FiscalCalendar::CALENDAR_YEARS.label(year), "2027");
    /// # Ok::<(), portefeuille::time::TimeError>(())
    /// ```
    pub fn label(self, year: FiscalYear) -> String {
        if self.first_month == 1 { year.to_string() } else { format!("{year}-{}", year.year() + 1) }
    }

    /// The budget years that a period touches, in order.
    pub fn years_of(self, period: Period) -> impl Iterator<Item = FiscalYear> {
        (self.year_of(period.start()).0..=self.year_of(period.last_day()).0).map(FiscalYear)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    #[test]
    fn years_follow_each_other_without_gap() {
        for month in 1..=12 {
            let calendar = FiscalCalendar::starting_in(month).expect("a month");
            for year in [1900, 2023, 2024, 2199] {
                let year = FiscalYear::new(year).expect("a year");
                let days = calendar.days_of(year);
                assert_eq!(calendar.year_of(days.start()), year);
                assert_eq!(calendar.year_of(days.last_day()), year);
                assert!((365..=366).contains(&days.days()));
            }
        }
        assert!(FiscalYear::new(2200).is_err() && FiscalCalendar::starting_in(13).is_err());
    }

    proptest! {
        #[test]
        fn every_day_belongs_to_the_year_that_holds_it(month in 1..=12_u8, offset in 366..109_000_u64, days in 1..2_000_u64) {
            let calendar = FiscalCalendar::starting_in(month).expect("a month");
            let day = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day") + Days::new(offset);
            let year = calendar.year_of(day);
            prop_assert!(calendar.days_of(year).contains(day));
            prop_assert!(calendar.first_day(year) <= day && day <= calendar.last_day(year));
            prop_assert_eq!(calendar.first_day(year).month(), u32::from(month));
            prop_assert_eq!(calendar.first_day(year).year(), year.year());
            let tomorrow = calendar.last_day(year) + Days::new(1);
            let next = FiscalYear::new(year.year() + 1);
            prop_assert!(next.is_err() || next == Ok(calendar.year_of(tomorrow)));
            let label = calendar.label(year);
            prop_assert_eq!(label.ends_with(&calendar.last_day(year).year().to_string()), true, "{}", label);

            let end = (day + Days::new(days)).min(NaiveDate::from_ymd_opt(2199, 1, 1).expect("a day"));
            if let Ok(span) = Period::new(day, end) {
                let years: Vec<FiscalYear> = calendar.years_of(span).collect();
                let covered: u32 =
                    years.iter().filter_map(|year| calendar.days_of(*year).intersection(span)).map(Period::days).sum();
                prop_assert_eq!(covered, span.days());
                prop_assert!(years.iter().all(|year| calendar.days_of(*year).intersection(span).is_some()));
            }
        }
    }
}
