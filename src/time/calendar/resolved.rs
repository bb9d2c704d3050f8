//! A calendar with its exceptions laid side by side, which counts without walking from day to day.

use super::{CalendarException, WorkCalendar};
use crate::time::{HolidaySet, Weekday};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Days are counted from the common era here: 1900-01-01, a Monday.
pub(in crate::time) const FIRST: i32 = 693_596;
/// 2200-12-31.
pub(in crate::time) const LAST: i32 = 803_533;

/// Parts of a day: shares have at most twelve decimals, and 110 000 days of them fit into 63 bits.
const DECIMALS: u32 = 12;
const DAY: i64 = 10_i64.pow(DECIMALS);

/// The number of a day, held to a year around the years that documents may speak of.
pub(in crate::time) fn number_of(day: NaiveDate) -> i32 {
    day.num_days_from_ce().clamp(FIRST - 366, LAST + 366)
}

/// The day of a number between [`FIRST`] and [`LAST`].
pub(in crate::time) fn date_of(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number).unwrap_or_default()
}

/// Days of one exception that no later one covers.
#[derive(Debug, Clone, Copy)]
struct Segment {
    start: i32,
    end: i32,
    parts: i64,
}

/// A calendar ready to be asked often.
pub(in crate::time) struct Resolved<'a> {
    /// Parts worked of each day of the week, Monday first.
    week: [i64; 7],
    holidays: &'a [HolidaySet],
    /// In order, without overlap; neighbors differ.
    segments: Vec<Segment>,
}

impl<'a> Resolved<'a> {
    pub(in crate::time) fn new(calendar: &'a WorkCalendar) -> Self {
        Self {
            week: Weekday::ALL.map(|weekday| calendar.week.share(weekday).of(DAY)),
            holidays: &calendar.holidays,
            segments: segments(&calendar.exceptions),
        }
    }

    /// The sum of the shares of the days from one up to, not including, another.
    pub(super) fn worked_days(&self, start: i32, end: i32) -> Decimal {
        let parts = self.sum(start, end, |parts| parts);
        Decimal::from_i128_with_scale(parts.into(), DECIMALS).normalize()
    }

    /// How many days from one up to, not including, another are worked at all.
    pub(super) fn count(&self, start: i32, end: i32) -> i32 {
        self.sum(start, end, |parts| i64::from(parts > 0)) as i32
    }

    fn sum(&self, start: i32, end: i32, weight: impl Fn(i64) -> i64) -> i64 {
        let (start, end) = (start.max(FIRST), end.min(LAST + 1));
        if start >= end {
            return 0;
        }
        let mut total = 0;
        let mut day = start;
        for segment in &self.segments[self.segments.partition_point(|segment| segment.end <= start)..] {
            if segment.start >= end {
                break;
            }
            total += self.sum_plain(day, segment.start, &weight);
            day = segment.end.min(end);
            total += i64::from(day - segment.start.max(start)) * weight(segment.parts);
        }
        total + self.sum_plain(day, end, &weight)
    }

    /// The same where no exception lies between the days.
    fn sum_plain(&self, start: i32, end: i32, weight: &impl Fn(i64) -> i64) -> i64 {
        if start >= end {
            return 0;
        }
        let mut total = 0;
        for (weekday, parts) in (1..).zip(self.week) {
            // Days up to a number that have this weekday, short of a constant: day 1 of the era was a Monday.
            let up_to = |day: i32| i64::from((day - weekday).div_euclid(7));
            total += (up_to(end - 1) - up_to(start - 1)) * weight(parts);
        }
        let mut off = Vec::with_capacity(16);
        for year in date_of(start).year()..=date_of(end - 1).year() {
            off.clear();
            off.extend(self.holidays.iter().flat_map(|set| set.of_year(year)).map(|day| number_of(day.date)));
            off.sort_unstable();
            off.dedup();
            let within = off.iter().filter(|day| (start..end).contains(*day));
            total -= within.map(|day| weight(self.week_parts(*day))).sum::<i64>();
        }
        total
    }

    fn week_parts(&self, day: i32) -> i64 {
        self.week[(day - 1).rem_euclid(7) as usize]
    }

    /// Whether a day that no exception covers is worked.
    fn is_plainly_worked(&self, day: i32) -> bool {
        self.week_parts(day) > 0 && !self.holidays.iter().any(|set| set.contains(date_of(day)))
    }

    pub(in crate::time) fn next_worked(&self, day: i32) -> Option<i32> {
        let mut day = day.max(FIRST);
        let is_week_worked = self.week.iter().any(|parts| *parts > 0);
        let mut next = self.segments.partition_point(|segment| segment.end <= day);
        while day <= LAST {
            let segment = self.segments.get(next);
            // A week of work has a day that is no holiday within a few weeks, or an exception comes first.
            let plain = day..segment.map_or(LAST + 1, |segment| segment.start);
            if is_week_worked && let Some(found) = plain.clone().find(|day| self.is_plainly_worked(*day)) {
                return Some(found);
            }
            let segment = segment?;
            day = day.max(segment.start);
            if segment.parts > 0 {
                return (day <= LAST).then_some(day);
            }
            day = segment.end;
            next += 1;
        }
        None
    }

    pub(in crate::time) fn previous_worked(&self, day: i32) -> Option<i32> {
        let mut day = day.min(LAST);
        let is_week_worked = self.week.iter().any(|parts| *parts > 0);
        let mut before = self.segments.partition_point(|segment| segment.start <= day);
        while day >= FIRST {
            let segment = before.checked_sub(1).map(|before| self.segments[before]);
            let plain = segment.map_or(FIRST, |segment| segment.end)..=day;
            if is_week_worked && let Some(found) = plain.rev().find(|day| self.is_plainly_worked(*day)) {
                return Some(found);
            }
            let segment = segment?;
            day = day.min(segment.end - 1);
            if segment.parts > 0 {
                return (day >= FIRST).then_some(day);
            }
            day = segment.start - 1;
            before -= 1;
        }
        None
    }

    pub(super) fn add_working_days(&self, day: i32, working_days: i32) -> Option<i32> {
        let is_within = (FIRST..=LAST).contains(&day);
        if working_days == 0 {
            return is_within.then_some(day);
        }
        let wanted = i32::try_from(working_days.unsigned_abs()).ok().filter(|wanted| *wanted <= LAST - FIRST + 1)?;
        let forth = working_days > 0;
        // Worked days among the so many days next to the day.
        let count =
            |reach: i32| if forth { self.count(day + 1, day + 1 + reach) } else { self.count(day - reach, day) };
        let limit = if forth { LAST - day } else { day - FIRST };
        // A short distance is searched near the day, a long one by doubling; then by halves.
        let (mut short, mut long) = (0, wanted.min(limit));
        while count(long) < wanted {
            if long >= limit {
                return None;
            }
            short = long;
            long = (long * 2).min(limit);
        }
        while long - short > 1 {
            let middle = short + (long - short) / 2;
            if count(middle) < wanted { short = middle } else { long = middle }
        }
        Some(if forth { day + long } else { day - long })
    }
}

/// Exceptions without overlap, the later in the list before the earlier.
fn segments(exceptions: &[CalendarException]) -> Vec<Segment> {
    let mut edges: Vec<(i32, usize)> = exceptions
        .iter()
        .enumerate()
        .flat_map(|(i, exception)| [(number_of(exception.period.start()), i), (number_of(exception.period.end()), i)])
        .collect();
    edges.sort_unstable();
    let mut segments: Vec<Segment> = Vec::new();
    let mut open = BTreeSet::new();
    let mut from = FIRST;
    for (day, i) in edges {
        if let Some(top) = open.last().filter(|_| from < day) {
            let exception: &CalendarException = &exceptions[*top];
            let parts = exception.opening.share().of(DAY);
            match segments.last_mut() {
                Some(last) if last.end == from && last.parts == parts => last.end = day,
                _ => segments.push(Segment { start: from, end: day, parts }),
            }
        }
        from = day;
        // The first edge of an exception opens it, the second closes it.
        if !open.insert(i) {
            open.remove(&i);
        }
    }
    segments
}
