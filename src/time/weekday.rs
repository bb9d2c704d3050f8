//! Days of the week, with the names they have on the wire.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A day of the week (*jour de la semaine*), Monday first; written `"tuesday"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weekday {
    /// *Lundi*.
    Monday,
    /// *Mardi*.
    Tuesday,
    /// *Mercredi*.
    Wednesday,
    /// *Jeudi*.
    Thursday,
    /// *Vendredi*.
    Friday,
    /// *Samedi*.
    Saturday,
    /// *Dimanche*.
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week of a date.
    pub fn of(day: NaiveDate) -> Self {
        Self::ALL[day.weekday().num_days_from_monday() as usize % 7]
    }

    /// Days since Monday, 0 to 6.
    pub fn days_from_monday(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_their_day_of_the_week() {
        for (date, weekday) in
            [("1900-01-01", Weekday::Monday), ("2026-11-24", Weekday::Tuesday), ("2028-03-12", Weekday::Sunday)]
        {
            assert_eq!(Weekday::of(date.parse().expect("a day")), weekday);
        }
        for (i, weekday) in Weekday::ALL.into_iter().enumerate() {
            assert_eq!(weekday.days_from_monday(), i);
        }
    }
}
