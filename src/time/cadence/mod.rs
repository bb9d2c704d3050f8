//! How often a body meets, and on which days.

#[cfg(test)]
mod tests;

use super::calendar::{FIRST, LAST, Resolved, date_of, number_of};
use super::grid::month_number;
use super::{Date, Period, TimeError, Weekday, WorkCalendar};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;

/// Where a meeting that falls on a day off goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shift {
    /// To the next worked day (*reporté*).
    #[default]
    Next,
    /// To the worked day before (*avancé*).
    Previous,
}

/// On which day of its week or month a body meets (*jour de réunion*): `{"day": 15}`, `{"weekday": "tuesday"}`,
/// `{"nth": 2, "weekday": "tuesday"}`, `{"nth": -1, "weekday": "friday"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Anchor {
    /// Day of the month, 1 to 31; in shorter months their last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
    /// Which of the weekdays of the month: 1 to 4, or -1 for the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<i8>,
    /// Day of the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
}

impl Anchor {
    /// A day of the month, 1 to 31.
    pub fn day(day: u8) -> Self {
        Self { day: Some(day), ..Self::default() }
    }

    /// A day of the week.
    pub fn weekday(weekday: Weekday) -> Self {
        Self { weekday: Some(weekday), ..Self::default() }
    }

    /// The first to fourth of a weekday in the month, or -1 for the last.
    pub fn nth(nth: i8, weekday: Weekday) -> Self {
        Self { nth: Some(nth), weekday: Some(weekday), ..Self::default() }
    }

    /// The day in the month that begins on a day; the first day where nothing is asked.
    fn in_month(self, first: NaiveDate) -> Option<NaiveDate> {
        let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
        let Some(weekday) = self.weekday else {
            return first.with_day(self.day.map_or(1, u32::from).min(last.day()));
        };
        // Days from a weekday to another, 0 to 6.
        let ahead =
            |from: NaiveDate| (weekday.days_from_monday() + 7 - Weekday::of(from).days_from_monday()) as u32 % 7;
        match self.nth {
            Some(nth @ 1..) => first.with_day(1 + ahead(first) + 7 * u32::from(nth.unsigned_abs() - 1)),
            _ => last.with_day(last.day() - (7 - ahead(last)) % 7),
        }
    }
}

/// The rhythm of a body's meetings (*périodicité, cadence*).
///
/// At most one of [`every_weeks`](Self::every_weeks), [`every_months`](Self::every_months), [`months`](Self::months) and
/// [`times_per_year`](Self::times_per_year); none of them is a body that meets on request (*à la demande*). Only the
/// first three give dates.
///
/// | rhythm | French | on the wire |
/// | --- | --- | --- |
/// | every Tuesday | *hebdomadaire* | `{"every_weeks": 1, "on": {"weekday": "tuesday"}}` |
/// | every other Thursday | *tous les quinze jours* | `{"every_weeks": 2, "on": {"weekday": "thursday"}, "from": "2026-01-08"}` |
/// | on the 15th of the month | *mensuelle* | `{"every_months": 1, "on": {"day": 15}}` |
/// | every two months from February | *bimestrielle* | `{"every_months": 2, "from_month": 2}` |
/// | each quarter, the second Tuesday of its third month | *trimestrielle* | `{"every_months": 3, "on": {"nth": 2, "weekday": "tuesday"}, "from_month": 3}` |
/// | each half-year, in June and December | *semestrielle* | `{"months": [6, 12], "on": {"nth": 1, "weekday": "monday"}}` |
/// | each year, the last Friday of September | *annuelle* | `{"every_months": 12, "on": {"nth": -1, "weekday": "friday"}, "from_month": 9}` |
/// | six sessions a year, on dates to be announced | *six fois par an* | `{"times_per_year": 6}` |
/// | on request | *à la demande* | `{}` |
///
/// A cadence that [`check`](Self::check) refuses, which a checked model does not hold, has no dates and no number of
/// meetings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cadence {
    /// Weeks from one meeting to the next, 1 to 520. With more than 1, `from` says in which week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_weeks: Option<u32>,
    /// Months from one meeting to the next, 1 to 120. Where they do not divide a year, `from` says in which month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
    /// The months of each year with a meeting, 1 to 12.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<u8>,
    /// Meetings a year whose dates are not known in advance, 1 to 366.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times_per_year: Option<u32>,
    /// The day of the week or month; the Monday or the first day of the month where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Anchor>,
    /// One of the months with a meeting, 1 to 12; January where both this and `from` are absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_month: Option<u8>,
    /// No meeting was meant for an earlier day; its week or month is one with a meeting, unless `from_month` or `months`
    /// say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Where a meeting that falls on a day off goes.
    #[serde(default, skip_serializing_if = "is_next")]
    pub shift: Shift,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_next(shift: &Shift) -> bool {
    *shift == Shift::Next
}

const MAX_WEEKS: u32 = 520;
const MAX_MONTHS: u32 = 120;
const MAX_TIMES: u32 = 366;

/// A cadence that holds together.
enum Rhythm<'a> {
    Weeks(u32),
    Months(u32),
    In(&'a [u8]),
    Times(u32),
    OnRequest,
}

impl Cadence {
    /// A body that meets on request.
    pub fn on_request() -> Self {
        Self::default()
    }

    /// Every week on a day.
    pub fn weekly(weekday: Weekday) -> Self {
        Self { every_weeks: Some(1), on: Some(Anchor::weekday(weekday)), ..Self::default() }
    }

    /// Every so many weeks on a day, counted from the week of a date.
    pub fn every_weeks(weeks: u32, weekday: Weekday, from: Date) -> Self {
        Self { every_weeks: Some(weeks), from: Some(from), ..Self::weekly(weekday) }
    }

    /// Every month on a day.
    pub fn monthly(on: Anchor) -> Self {
        Self { every_months: Some(1), on: Some(on), ..Self::default() }
    }

    /// Every so many months, a number that divides the year, counted from a month, 1 to 12.
    pub fn every_months(months: u32, from_month: u8, on: Anchor) -> Self {
        Self { every_months: Some(months), from_month: Some(from_month), on: Some(on), ..Self::default() }
    }

    /// In some months of each year, 1 to 12.
    pub fn in_months(months: impl IntoIterator<Item = u8>, on: Anchor) -> Self {
        Self { months: months.into_iter().collect(), on: Some(on), ..Self::default() }
    }

    /// So many times a year, on dates that are not known in advance.
    pub fn undated(times: u32) -> Self {
        Self { times_per_year: Some(times), ..Self::default() }
    }

    /// Whether the body meets on request only.
    pub fn is_on_request(&self) -> bool {
        matches!(self.rhythm(), Ok(Rhythm::OnRequest))
    }

    /// Whether the fields hold together: the first fault where they do not.
    pub fn check(&self) -> Result<(), TimeError> {
        self.rhythm().map(|_| ())
    }

    fn rhythm(&self) -> Result<Rhythm<'_>, TimeError> {
        let rhythms = [
            self.every_weeks.map(|weeks| ("every_weeks", Rhythm::Weeks(weeks))),
            self.every_months.map(|months| ("every_months", Rhythm::Months(months))),
            (!self.months.is_empty()).then_some(("months", Rhythm::In(&self.months))),
            self.times_per_year.map(|times| ("times_per_year", Rhythm::Times(times))),
        ];
        let mut given = rhythms.into_iter().flatten();
        let Some((name, rhythm)) = given.next() else {
            return self.no_field_without_rhythm().map(|()| Rhythm::OnRequest);
        };
        if let Some((field, _)) = given.next() {
            return Err(TimeError::CadenceConflict { field, other: name });
        }
        let needs_from = |needed: bool| match self.from {
            None if needed => Err(TimeError::CadenceIncomplete { field: name, needed: "from" }),
            _ => Ok(()),
        };
        let has_no = |field: &'static str, is_there: bool| {
            if is_there { Err(TimeError::CadenceConflict { field, other: name }) } else { Ok(()) }
        };
        let on = self.on.unwrap_or_default();
        match rhythm {
            Rhythm::Weeks(weeks) => {
                within(name, weeks, 1, MAX_WEEKS)?;
                has_no("from_month", self.from_month.is_some())?;
                has_no("day", on.day.is_some())?;
                has_no("nth", on.nth.is_some())?;
                needs_from(weeks > 1)?;
            }
            Rhythm::Months(months) => {
                within(name, months, 1, MAX_MONTHS)?;
                on.check()?;
                if 12 % months != 0 {
                    has_no("from_month", self.from_month.is_some())?;
                    needs_from(true)?;
                }
                self.from_month.map_or(Ok(()), |month| within("from_month", month, 1, 12))?;
            }
            Rhythm::In(months) => {
                months.iter().try_for_each(|month| within(name, *month, 1, 12))?;
                on.check()?;
                has_no("from_month", self.from_month.is_some())?;
            }
            Rhythm::Times(times) => {
                within(name, times, 1, MAX_TIMES)?;
                has_no("on", self.on.is_some())?;
                has_no("from_month", self.from_month.is_some())?;
            }
            Rhythm::OnRequest => {}
        }
        Ok(rhythm)
    }

    fn no_field_without_rhythm(&self) -> Result<(), TimeError> {
        let missing = |field| Err(TimeError::CadenceIncomplete { field, needed: "every_months" });
        match (self.on, self.from_month) {
            (Some(_), _) => missing("on"),
            (_, Some(_)) => missing("from_month"),
            _ => Ok(()),
        }
    }

    /// How many meetings a calendar year has, at least and at most, before days off move any across its ends; `None` on
    /// request.
    ///
    /// A rhythm of weeks or months that does not divide the year has one more in some years: seven weeks make 7 or 8
    /// meetings, five months 2 or 3.
    pub fn times_per_year(&self) -> Option<RangeInclusive<u32>> {
        match self.rhythm().ok()? {
            Rhythm::Weeks(weeks) => Some(365 / (7 * weeks)..=366_u32.div_ceil(7 * weeks)),
            Rhythm::Months(months) => Some(12 / months..=12_u32.div_ceil(months)),
            Rhythm::In(months) => {
                let times = (1..=12).filter(|month| months.contains(month)).count() as u32;
                Some(times..=times)
            }
            Rhythm::Times(times) => Some(times..=times),
            Rhythm::OnRequest => None,
        }
    }

    /// Whether there are at least so many meetings in every year: 12 for monthly, 4 for quarterly, 2 for half-yearly, 1
    /// for yearly. A body that meets on request promises none.
    ///
    /// ```
    /// use portefeuille::time::{Anchor, Cadence, Weekday};
    ///
    /// let every_four_weeks = Cadence::every_weeks(4, Weekday::Monday, "2026-01-05".parse()?);
    /// assert!(every_four_weeks.is_at_least(12));
    /// assert!(!Cadence::in_months([3, 6, 9], Anchor::day(1)).is_at_least(4));
    /// assert!(!Cadence::on_request().is_at_least(1));
    /// # Ok::<(), portefeuille::time::TimeError>(())
    /// ```
    pub fn is_at_least(&self, times: u32) -> bool {
        times <= self.times_per_year().map_or(0, |bounds| *bounds.start())
    }

    /// The days of the meetings within a period, in order and none twice, all of them worked.
    ///
    /// Each day that the rhythm means is moved as [`shift`](Self::shift) says; two that come to the same day, because
    /// none between them is worked, are one meeting. A meeting that was meant before the period and moved into it is
    /// there, one that moves out of it is not: the meetings of two periods that follow each other are, one after the
    /// other, those of both together. None are lost and none counted twice, wherever the cut lies.
    ///
    /// Nothing where the body has no dated rhythm. Takes O(m (log e + h)) time for m meetings, e exceptions of the
    /// calendar and h days off in a row, over O(e log e).
    pub fn occurrences(&self, period: Period, calendar: &WorkCalendar) -> Vec<NaiveDate> {
        let resolved = Resolved::new(calendar);
        let (start, end) = (number_of(period.start()), number_of(period.end()));
        if resolved.next_worked(start).is_none_or(|first| first >= end) {
            return Vec::new();
        }
        // Where the days lie that can come into the period: back to its last worked day before, or on to the first after.
        let (from, to) = match self.shift {
            Shift::Next => (resolved.previous_worked(start - 1).map_or(FIRST, |day| day + 1), end),
            Shift::Previous => (start, resolved.next_worked(end).unwrap_or(LAST + 1)),
        };
        let mut meetings: Vec<NaiveDate> = self
            .meant(from, to)
            .into_iter()
            .filter_map(|day| match self.shift {
                Shift::Next => resolved.next_worked(day),
                Shift::Previous => resolved.previous_worked(day),
            })
            .filter(|day| (start..end).contains(day))
            .map(date_of)
            .collect();
        // Moving keeps the order.
        meetings.dedup();
        meetings
    }

    /// The days that the rhythm means, from one up to, not including, another, in order.
    fn meant(&self, from: i32, to: i32) -> Vec<i32> {
        let start = self.from.map(Date::first_day);
        let from = start.map_or(from, |start| from.max(number_of(start)));
        let on = self.on.unwrap_or_default();
        match self.rhythm() {
            Ok(Rhythm::Weeks(weeks)) => {
                let anchor = start.map_or(FIRST, number_of);
                let weekday = on.weekday.map_or(0, Weekday::days_from_monday) as i32;
                // The Monday of the anchor's week, and the day asked for: day 1 of the era was a Monday.
                let first = anchor - (anchor - 1).rem_euclid(7) + weekday;
                let step = 7 * weeks as i32;
                let from = from + (first - from).rem_euclid(step);
                (from..to).step_by(step as usize).collect()
            }
            Ok(Rhythm::Months(months)) => {
                let months = i64::from(months);
                let phase = match (self.from_month, start) {
                    (Some(month), _) => i64::from(month) - 1,
                    (None, Some(start)) => month_number(start),
                    (None, None) => 0,
                };
                in_months(on, from, to, |month| (month - phase).rem_euclid(months) == 0)
            }
            Ok(Rhythm::In(months)) => {
                in_months(on, from, to, |month| months.contains(&(month.rem_euclid(12) as u8 + 1)))
            }
            Ok(Rhythm::Times(_) | Rhythm::OnRequest) | Err(_) => Vec::new(),
        }
    }
}

impl Anchor {
    /// Whether it names one day of every month.
    fn check(self) -> Result<(), TimeError> {
        match (self.day, self.nth, self.weekday) {
            (Some(_), Some(_), _) => Err(TimeError::CadenceConflict { field: "nth", other: "day" }),
            (Some(_), _, Some(_)) => Err(TimeError::CadenceConflict { field: "weekday", other: "day" }),
            (None, Some(_), None) => Err(TimeError::CadenceIncomplete { field: "nth", needed: "weekday" }),
            (None, None, Some(_)) => Err(TimeError::CadenceIncomplete { field: "weekday", needed: "nth" }),
            (Some(day), None, None) => within("day", day, 1, 31),
            (None, Some(-1), Some(_)) | (None, None, None) => Ok(()),
            (None, Some(nth), Some(_)) => within("nth", nth, 1, 4),
        }
    }
}

/// One day in each of the months that are asked for and touch the days from one up to, not including, another.
fn in_months(on: Anchor, from: i32, to: i32, is_asked: impl Fn(i64) -> bool) -> Vec<i32> {
    if from >= to {
        return Vec::new();
    }
    (month_number(date_of(from))..=month_number(date_of(to - 1)))
        .filter(|month| is_asked(*month))
        .filter_map(|month| NaiveDate::from_ymd_opt(month.div_euclid(12) as i32, month.rem_euclid(12) as u32 + 1, 1))
        .filter_map(|first| on.in_month(first))
        .map(number_of)
        .filter(|day| (from..to).contains(day))
        .collect()
}

fn within<T: Into<i64>>(field: &'static str, value: T, low: i64, high: impl Into<i64>) -> Result<(), TimeError> {
    let (value, high) = (value.into(), high.into());
    if (low..=high).contains(&value) { Ok(()) } else { Err(TimeError::CadenceOutOfRange { field, value, low, high }) }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.day, self.nth, self.weekday) {
            (Some(day), ..) => write!(f, "day {day}"),
            (None, nth, Some(weekday)) => match nth {
                None => write!(f, "{weekday}"),
                Some(1) => write!(f, "the first {weekday}"),
                Some(2) => write!(f, "the second {weekday}"),
                Some(3) => write!(f, "the third {weekday}"),
                Some(4) => write!(f, "the fourth {weekday}"),
                Some(_) => write!(f, "the last {weekday}"),
            },
            (None, _, None) => f.write_str("the first day"),
        }
    }
}

/// In English words: `every 3 months from month 3, on the second Tuesday`.
impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rhythm() {
            Ok(Rhythm::Weeks(1)) => f.write_str("every week")?,
            Ok(Rhythm::Weeks(weeks)) => write!(f, "every {weeks} weeks")?,
            Ok(Rhythm::Months(1)) => f.write_str("every month")?,
            Ok(Rhythm::Months(months)) => write!(f, "every {months} months")?,
            Ok(Rhythm::In(months)) => {
                let months: Vec<String> = months.iter().map(ToString::to_string).collect();
                write!(f, "in months {}", months.join(", "))?;
            }
            Ok(Rhythm::Times(times)) => write!(f, "{times} times a year")?,
            Ok(Rhythm::OnRequest) => f.write_str("on request")?,
            Err(error) => return write!(f, "never: {error}"),
        }
        if let Some(month) = self.from_month {
            write!(f, " from month {month}")?;
        }
        if let Some(from) = self.from {
            write!(f, " from {from}")?;
        }
        self.on.map_or(Ok(()), |on| write!(f, ", on {on}"))
    }
}
