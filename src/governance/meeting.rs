//! When bodies meet: meetings that are dated, and those that a rhythm means.

use super::reach::reviewers;
use crate::id::BodyId;
use crate::model::{GovernanceBody, Meeting, Model, Scope};
use crate::time::{Cadence, Date, Period, WorkCalendar};
use chrono::{Days, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// A meeting to be held or held already (*réunion*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MeetingDate {
    /// The day; the first of the month where only that is known.
    pub day: NaiveDate,
    /// The same as it is known: to the day or to the month.
    pub date: Date,
    /// Of which body.
    pub body: BodyId,
    /// Whether somebody has dated it; otherwise the rhythm of the body means it.
    pub is_dated: bool,
    /// What is on the agenda, where it is dated.
    pub topics: Vec<String>,
}

/// The days that a body works on: its calendar, or Monday to Friday without holidays.
pub(super) fn calendar_of(model: &Model, body: &GovernanceBody) -> WorkCalendar {
    let named = body.calendar.as_ref().and_then(|id| model.calendar(id.as_str()));
    named.map_or_else(WorkCalendar::new, |named| named.calendar.clone())
}

/// Half of the time between two meetings of a rhythm, in days.
fn half_interval(cadence: &Cadence) -> u64 {
    match (cadence.every_weeks, cadence.every_months) {
        (Some(weeks), _) => u64::from(weeks) * 7 / 2,
        (None, Some(months)) => u64::from(months) * 15,
        // Half of 365 days over the months named.
        (None, None) => 182 / (cadence.months.iter().collect::<BTreeSet<_>>().len() as u64).max(1),
    }
}

/// So many days on either side of a day, within the years that documents may speak of.
fn around(day: NaiveDate, reach: u64) -> Option<Period> {
    let bound = |text: &str| text.parse::<Date>().map_or(day, Date::first_day);
    let start = day.checked_sub_days(Days::new(reach))?.max(bound("1900-01-01"));
    let end = day.checked_add_days(Days::new(reach + 1))?.min(bound("2200-12-31"));
    Period::new(start, end).ok()
}

/// The meetings of one body in a period, by day.
fn of_body(
    model: &Model,
    body: &GovernanceBody,
    dated: &[&Meeting],
    period: Period,
) -> BTreeMap<NaiveDate, MeetingDate> {
    let mut meetings: BTreeMap<NaiveDate, MeetingDate> = BTreeMap::new();
    if let Some(cadence) = &body.cadence {
        let calendar = calendar_of(model, body);
        let half = half_interval(cadence);
        // The day that the rhythm means and a dated meeting stands for: the nearest, within half the time between two.
        let replaced = |meeting: &&Meeting| {
            let middle = meeting.date.first_day() + (meeting.date.last_day() - meeting.date.first_day()) / 2;
            let near = cadence.occurrences(around(middle, half)?, &calendar);
            near.into_iter().min_by_key(|day| ((*day - middle).num_days().abs(), *day))
        };
        let replaced: BTreeSet<NaiveDate> = dated.iter().filter_map(replaced).collect();
        for day in cadence.occurrences(period, &calendar) {
            if let (false, Ok(date)) = (replaced.contains(&day), Date::day(day)) {
                let body = body.id.clone();
                meetings.insert(day, MeetingDate { day, date, body, is_dated: false, topics: Vec::new() });
            }
        }
    }
    for meeting in dated.iter().filter(|meeting| period.contains(meeting.date.first_day())) {
        let (day, date) = (meeting.date.first_day(), meeting.date);
        let told = MeetingDate { day, date, body: body.id.clone(), is_dated: true, topics: meeting.topics.clone() };
        match meetings.get_mut(&day).filter(|there| there.is_dated) {
            Some(there) => there.topics.extend(told.topics),
            None => {
                meetings.insert(day, told);
            }
        }
    }
    meetings
}

/// The dated meetings of each body, in the order of the document's bodies.
fn dated_by_body<'a>(model: &'a Model, bodies: &[&'a GovernanceBody]) -> Vec<Vec<&'a Meeting>> {
    let positions: BTreeMap<&BodyId, usize> = bodies.iter().enumerate().map(|(i, body)| (&body.id, i)).collect();
    let mut dated = vec![Vec::new(); bodies.len()];
    for meeting in &model.records().meetings {
        if let Some(position) = positions.get(&meeting.body) {
            dated[*position].push(meeting);
        }
    }
    dated
}

/// The meetings of each of some bodies in a period.
pub(super) fn by_body(model: &Model, bodies: &[&GovernanceBody], period: Period) -> Vec<Vec<MeetingDate>> {
    let dated = dated_by_body(model, bodies);
    let meetings =
        |(body, dated): (&&GovernanceBody, Vec<&Meeting>)| of_body(model, body, &dated, period).into_values().collect();
    bodies.iter().zip(dated).map(meetings).collect()
}

fn all(model: &Model, bodies: &[&GovernanceBody], period: Period) -> Vec<MeetingDate> {
    let mut meetings: Vec<MeetingDate> = by_body(model, bodies, period).into_iter().flatten().collect();
    // Bodies come in the order of the document, and the sort keeps it within a day.
    meetings.sort_by_key(|meeting| meeting.day);
    meetings
}

/// The next meetings of some bodies, from a day on.
pub(super) fn next(model: &Model, bodies: &[&GovernanceBody], as_of: NaiveDate, count: usize) -> Vec<MeetingDate> {
    let mut years = 1;
    loop {
        let Some(last) = around(as_of, 0).and_then(|day| around(day.start(), 1 << 20)).map(Period::end) else {
            return Vec::new();
        };
        let end = as_of.checked_add_months(Months::new(12 * years)).map_or(last, |end| end.min(last));
        let Ok(period) = Period::new(as_of, end) else { return Vec::new() };
        let mut meetings = all(model, bodies, period);
        if meetings.len() >= count || end >= last {
            meetings.truncate(count);
            return meetings;
        }
        years *= 4;
    }
}

impl Model {
    /// The meetings of all its bodies in a period, by day and then in the order of the document's bodies: those that are
    /// dated, and those that the rhythms mean, on working days of each body's calendar.
    ///
    /// A dated meeting stands for the one that the rhythm means nearest to it, if it lies within half the time between two
    /// meetings of that rhythm: a quarterly committee moved by three weeks meets once. Of two that are equally near the
    /// earlier is replaced. A body meets once a day at most; topics of meetings dated on one day are put together.
    ///
    /// The meetings of two periods that follow each other are those of both together. Takes O(m log m) time for m
    /// meetings, over what [`Cadence::occurrences`] takes for each body and each of its dated meetings.
    ///
    /// ```
    /// use portefeuille::model::{GovernanceBody, GovernanceLevel, Meeting, ModelDraft, Organization};
    /// use portefeuille::time::{Anchor, Cadence, Weekday};
    /// use portefeuille::Currency;
    ///
    /// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
    /// draft.organizations.push(Organization::new("dep", "Département"));
    /// let mut copil = GovernanceBody::new("copil", "Comité de pilotage", "dep", GovernanceLevel::Tactical);
    /// copil.cadence = Some(Cadence::every_months(3, 3, Anchor::nth(2, Weekday::Tuesday)));
    /// draft.bodies.push(copil);
    /// draft.meetings.push(Meeting::new("copil", "2027-03-23".parse()?)); // instead of the 9th
    ///
    /// let model = draft.build()?;
    /// let days: Vec<String> =
    ///     model.meetings("2027-01/2027-07".parse()?).iter().map(|meeting| meeting.day.to_string()).collect();
    /// assert_eq!(days, ["2027-03-23", "2027-06-08"]);
    /// assert_eq!(model.next_meetings(model.status_date(), 1)[0].day.to_string(), "2026-12-08");
    /// # Ok::<(), portefeuille::Error>(())
    /// ```
    pub fn meetings(&self, period: Period) -> Vec<MeetingDate> {
        all(self, &self.records().bodies.iter().collect::<Vec<_>>(), period)
    }

    /// The next meetings of all its bodies, from a day on, that day included; fewer where no more are known.
    pub fn next_meetings(&self, as_of: NaiveDate, count: usize) -> Vec<MeetingDate> {
        next(self, &self.records().bodies.iter().collect::<Vec<_>>(), as_of, count)
    }
}

impl Scope {
    /// The meetings in a period of the bodies that review it, a part of it, or the organization that it belongs to: see
    /// [`Model::meetings`].
    pub fn meetings(&self, period: Period) -> Vec<MeetingDate> {
        all(self.model(), &reviewers(self), period)
    }

    /// The next of these meetings, from a day on, that day included; fewer where no more are known.
    pub fn next_meetings(&self, as_of: NaiveDate, count: usize) -> Vec<MeetingDate> {
        next(self.model(), &reviewers(self), as_of, count)
    }
}
