//! Which days are worked.

mod resolved;
#[cfg(test)]
pub(super) mod tests;

pub(super) use resolved::{FIRST, LAST, Resolved, date_of, number_of};

use super::{Holiday, HolidaySet, Period, TimeError, Weekday, YEARS};
use crate::quantity::Share;
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What share of each day of the week is worked (*semaine type*): 1 for a full day, 0 for a day off, between them for
/// part-time.
///
/// Days that are not written are those of the five-day week: full from Monday to Friday, off on Saturday and Sunday. So
/// `{"wednesday": "0"}` is four days out of five (*temps partiel à 80 %, mercredi libéré*), `{"wednesday": "0.5"}` nine
/// half-days out of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Week {
    /// *Lundi*.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub monday: Share,
    /// *Mardi*.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub tuesday: Share,
    /// *Mercredi*.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub wednesday: Share,
    /// *Jeudi*.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub thursday: Share,
    /// *Vendredi*.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub friday: Share,
    /// *Samedi*.
    #[serde(default, skip_serializing_if = "is_off")]
    pub saturday: Share,
    /// *Dimanche*.
    #[serde(default, skip_serializing_if = "is_off")]
    pub sunday: Share,
}

fn full() -> Share {
    Share::ONE
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_full(share: &Share) -> bool {
    *share == Share::ONE
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_off(share: &Share) -> bool {
    share.is_zero()
}

impl Week {
    /// Full from Monday to Friday, off on Saturday and Sunday.
    pub const FIVE_DAYS: Self = Self {
        monday: Share::ONE,
        tuesday: Share::ONE,
        wednesday: Share::ONE,
        thursday: Share::ONE,
        friday: Share::ONE,
        saturday: Share::ZERO,
        sunday: Share::ZERO,
    };

    /// No day at all.
    pub const OFF: Self = Self {
        monday: Share::ZERO,
        tuesday: Share::ZERO,
        wednesday: Share::ZERO,
        thursday: Share::ZERO,
        friday: Share::ZERO,
        saturday: Share::ZERO,
        sunday: Share::ZERO,
    };

    /// The share of one day of the week.
    pub fn share(&self, weekday: Weekday) -> Share {
        match weekday {
            Weekday::Monday => self.monday,
            Weekday::Tuesday => self.tuesday,
            Weekday::Wednesday => self.wednesday,
            Weekday::Thursday => self.thursday,
            Weekday::Friday => self.friday,
            Weekday::Saturday => self.saturday,
            Weekday::Sunday => self.sunday,
        }
    }
}

impl Default for Week {
    fn default() -> Self {
        Self::FIVE_DAYS
    }
}

/// What becomes of the days of an exception: `"closed"`, `"open"`, or `{"part": "0.5"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opening {
    /// None of them is worked.
    Closed,
    /// Each of them is worked in full, holidays and days of rest included.
    Open,
    /// This share of each of them is worked.
    Part(Share),
}

impl Opening {
    /// The share of each day that is worked.
    pub fn share(self) -> Share {
        match self {
            Self::Closed => Share::ZERO,
            Self::Open => Share::ONE,
            Self::Part(share) => share,
        }
    }
}

/// Days that are not as the week and the holidays say (*jour de fermeture, pont, journée de solidarité*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CalendarException {
    /// The days.
    pub period: Period,
    /// Whether they are worked.
    pub opening: Opening,
    /// What people call them.
    pub name: String,
}

impl CalendarException {
    /// An exception over some days.
    pub fn new(period: Period, opening: Opening, name: impl Into<String>) -> Self {
        Self { period, opening, name: name.into() }
    }
}

/// Which days are worked, and how much of each (*calendrier de travail, jours ouvrés*).
///
/// An exception goes before a holiday, and a holiday before the week; where exceptions overlap, the later in the list
/// counts. Days outside the years 1900 to 2200 are not worked, so nothing here searches further, and a calendar without
/// a worked day answers as readily as another.
///
/// ```
/// use portefeuille::time::{CalendarException, HolidaySet, Opening, WorkCalendar};
///
/// let mut calendar = WorkCalendar::metropolitan();
/// calendar.week.wednesday = "0.5".parse()?;
/// let bridge = "2026-05-15/2026-05-16".parse()?;
/// calendar.exceptions.push(CalendarException::new(bridge, Opening::Closed, "Pont de l'Ascension"));
/// // Of the 21 days from Monday to Friday, 1, 8, 14 (Ascension), 15 and 25 May are off, and each Wednesday is half.
/// assert_eq!(calendar.worked_days("2026-05/2026-06".parse()?).to_string(), "14");
/// assert_eq!(calendar.add_working_days("2026-05-13".parse()?, 1)?.to_string(), "2026-05-18");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// On the wire, with every field that differs from the five-day week without holidays:
///
/// ```json
/// {
///   "week": { "wednesday": "0.5" },
///   "holidays": ["metropolitan"],
///   "exceptions": [{ "period": "2026-05-15/2026-05-16", "opening": "closed", "name": "Pont de l'Ascension" }]
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkCalendar {
    /// What is worked of each day of the week.
    #[serde(default, skip_serializing_if = "is_five_days")]
    pub week: Week,
    /// Holidays on which nothing is worked; none where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<HolidaySet>,
    /// Days that are otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<CalendarException>,
}

fn is_five_days(week: &Week) -> bool {
    *week == Week::FIVE_DAYS
}

impl WorkCalendar {
    /// The five-day week without holidays or exceptions.
    pub fn new() -> Self {
        Self::default()
    }

    /// The five-day week with the holidays of the whole country.
    pub fn metropolitan() -> Self {
        Self { holidays: vec![HolidaySet::Metropolitan], ..Self::default() }
    }

    /// What share of a day is worked; zero outside 1900 to 2200.
    pub fn work_share(&self, day: NaiveDate) -> Share {
        if !YEARS.contains(&day.year()) {
            return Share::ZERO;
        }
        match self.exceptions.iter().rfind(|exception| exception.period.contains(day)) {
            Some(exception) => exception.opening.share(),
            None if self.is_holiday(day) => Share::ZERO,
            None => self.week.share(Weekday::of(day)),
        }
    }

    /// Whether any part of a day is worked.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        !self.work_share(day).is_zero()
    }

    /// Whether a day is one of the calendar's holidays, exceptions aside.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.iter().any(|set| set.contains(day))
    }

    /// The calendar's holidays within some days, by date, exceptions aside. A date on which two fall is there once for
    /// each name.
    pub fn holidays_in(&self, period: Period) -> Vec<Holiday> {
        let mut days: Vec<Holiday> = (period.start().year()..=period.last_day().year())
            .flat_map(|year| self.holidays.iter().flat_map(move |set| set.of_year(year)))
            .filter(|holiday| period.contains(holiday.date))
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// How many days are worked within some days, parts of days counted as such (*nombre de jours ouvrés*): the exact
    /// sum of the [`work_share`](Self::work_share) of each.
    ///
    /// Takes O(e log e + y) time for e exceptions and y years, however many days there are.
    ///
    /// ```
    /// use portefeuille::time::WorkCalendar;
    ///
    /// let year = "2026-01/2027-01".parse()?;
    /// assert_eq!(WorkCalendar::new().worked_days(year).to_string(), "261");
    /// assert_eq!(WorkCalendar::metropolitan().worked_days(year).to_string(), "252");
    /// # Ok::<(), portefeuille::time::TimeError>(())
    /// ```
    pub fn worked_days(&self, period: Period) -> Decimal {
        Resolved::new(self).worked_days(number_of(period.start()), number_of(period.end()))
    }

    /// The first worked day on a day or after it; `None` where there is none up to the year 2200.
    pub fn next_worked(&self, day: NaiveDate) -> Option<NaiveDate> {
        Resolved::new(self).next_worked(number_of(day)).map(date_of)
    }

    /// The last worked day on a day or before it; `None` where there is none from the year 1900 on.
    pub fn previous_worked(&self, day: NaiveDate) -> Option<NaiveDate> {
        Resolved::new(self).previous_worked(number_of(day)).map(date_of)
    }

    /// The day some working days later, or earlier where the number is negative (*délai en jours ouvrés*).
    ///
    /// The day itself does not count: 1 is the first worked day after it, -1 the last one before it, and 0 the day
    /// itself, worked or not. A day worked in part counts as one. Fails where the years 1900 to 2200 hold no such day.
    ///
    /// [`working_days_between`](Self::working_days_between) a day and the result is that number, for any day. From a
    /// worked day, going back by the same number leads to it again.
    pub fn add_working_days(&self, day: NaiveDate, working_days: i32) -> Result<NaiveDate, TimeError> {
        Resolved::new(self)
            .add_working_days(number_of(day), working_days)
            .map(date_of)
            .ok_or(TimeError::BeyondCalendar { day, working_days })
    }

    /// How many worked days lie after a day, up to and including another; negative where the other is earlier: then the
    /// days from it on, up to, not including, the first. A day worked in part counts as one.
    ///
    /// ```
    /// use portefeuille::time::WorkCalendar;
    ///
    /// let calendar = WorkCalendar::metropolitan();
    /// let (friday, monday) = ("2026-11-20".parse()?, "2026-11-23".parse()?);
    /// assert_eq!(calendar.working_days_between(friday, monday), 1);
    /// assert_eq!(calendar.working_days_between(monday, friday), -1);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        let (from, to) = (number_of(from), number_of(to));
        let resolved = Resolved::new(self);
        if from <= to { resolved.count(from + 1, to + 1) } else { -resolved.count(to, from) }
    }
}
