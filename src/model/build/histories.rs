//! Dated events in order, states as their history says, rhythms that can be followed, meetings within their roadmap,
//! and thresholds in order.

use super::Faults;
use crate::diagnostic::Code;
use crate::model::index::Index;
use crate::model::{CommitmentEvent, GovernanceBody, ModelDraft, Policy, Project, Roadmap, ScenarioChange, Subject};
use crate::time::Date;
use std::collections::HashMap;
use std::fmt::{Debug, Display};

/// Judges the history of one project.
pub(super) fn project(i: usize, project: &Project, faults: &mut Faults) {
    if let Some(last) = project.history.last() {
        let path = format_args!("/projects/{i}");
        ordered(
            project.history.iter().map(|t| t.date),
            format_args!("project `{}`", project.id),
            path,
            "history",
            faults,
        );
        as_history(project.state, last.to, format_args!("project `{}`", project.id), path, faults);
    }
}

/// Judges the histories of roadmaps and programs, the rhythms of bodies, their meetings, and scenarios.
pub(super) fn check(draft: &ModelDraft, index: &Index, faults: &mut Faults) {
    for (i, envelope) in draft.envelopes.iter().enumerate() {
        let path = format_args!("/envelopes/{i}");
        let what = format_args!("envelope `{}`", envelope.id);
        ordered(envelope.votes.iter().map(|vote| vote.date), what, path, "votes", faults);
        if let Some(program) = &envelope.program {
            ordered(program.events.iter().map(CommitmentEvent::date), what, path, "program/events", faults);
        }
    }
    for (i, portfolio) in draft.portfolios.iter().enumerate() {
        thresholds(&portfolio.policy, format_args!("/portfolios/{i}"), faults);
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        let path = format_args!("/roadmaps/{i}");
        let what = format_args!("roadmap `{}`", roadmap.id);
        thresholds(&roadmap.policy, path, faults);
        allocations(i, roadmap, faults);
        if let Some(last) = roadmap.history.last() {
            ordered(roadmap.history.iter().map(|t| t.date), what, path, "history", faults);
            as_history(roadmap.state, last.to, what, path, faults);
        }
    }
    for (i, body) in draft.bodies.iter().enumerate() {
        if let Some(Err(error)) = body.cadence.as_ref().map(crate::time::Cadence::check) {
            let message = format!("the cadence of body `{}`: {error}", body.id);
            faults.add(error.code(), format_args!("/bodies/{i}/cadence"), message);
        }
    }
    meetings(draft, index, faults);
    for (i, scenario) in draft.scenarios.iter().enumerate() {
        for (k, change) in scenario.changes.iter().enumerate() {
            if let ScenarioChange::Dates { project, earliest_start: Some(earliest), latest_start: Some(latest), .. } =
                change
                && latest.last_day() < earliest.first_day()
            {
                let message = format!(
                    "scenario `{}` lets project `{project}` start on {latest} at the latest, {earliest} at the earliest",
                    scenario.id
                );
                let pointer = format_args!("/scenarios/{i}/changes/{k}/dates/latest_start");
                faults.add(Code::WindowReversed, pointer, message);
            }
        }
    }
}

/// Names the first event that lies before the one written before it.
fn ordered(
    dates: impl Iterator<Item = Date> + Clone,
    what: impl Display,
    path: impl Display,
    list: &str,
    faults: &mut Faults,
) {
    let later = dates.clone().skip(1);
    if let Some((k, (before, after))) =
        dates.zip(later).enumerate().find(|(_, (before, after))| after.last_day() < before.first_day())
    {
        let message = format!("{what} writes {after} after {before}");
        faults.add(Code::HistoryOutOfOrder, format_args!("{path}/{list}/{}", k + 1), message);
    }
}

fn as_history<State: PartialEq + Copy + Debug>(
    state: State,
    last: State,
    what: impl Display,
    path: impl Display,
    faults: &mut Faults,
) {
    if state != last {
        let message = format!("{what} is {state:?}; its history ends with {last:?}");
        faults.add(Code::StateNotAsHistory, format_args!("{path}/state"), message);
    }
}

fn thresholds(policy: &Policy, path: impl Display, faults: &mut Faults) {
    let Some(health) = &policy.health else { return };
    if health.roadmap_min_months > health.roadmap_max_months {
        let message = format!(
            "a roadmap takes {} months at least and {} at most",
            health.roadmap_min_months, health.roadmap_max_months
        );
        faults.add(Code::QuotaReversed, format_args!("{path}/policy/health/roadmap_min_months"), message);
    }
}

fn allocations(i: usize, roadmap: &Roadmap, faults: &mut Faults) {
    for (k, allocation) in roadmap.allocations.iter().enumerate() {
        let path = format_args!("/roadmaps/{i}/allocations/{k}");
        let mut outside = |kind: &str, id: &str, field: &str, l: usize| {
            let message = format!("{kind} `{id}` serves nature `{}` and is none of the roadmap's", allocation.nature);
            faults.add(Code::AllocationOutsideMeans, format_args!("{path}/{field}/{l}"), message);
        };
        for (l, pool) in allocation.pools.iter().enumerate().filter(|(_, pool)| !roadmap.pools.contains(pool)) {
            outside("pool", pool.as_str(), "pools", l);
        }
        for (l, id) in allocation.envelopes.iter().enumerate().filter(|(_, id)| !roadmap.envelopes.contains(id)) {
            outside("envelope", id.as_str(), "envelopes", l);
        }
    }
}

/// The first and the last day on which a body that reviews nothing but roadmaps has one of them to review.
fn time_of(draft: &ModelDraft, index: &Index, body: &GovernanceBody) -> Option<(Date, Date)> {
    let mut whole: Option<(Date, Date)> = None;
    for subject in &body.reviews {
        let Subject::Roadmap(id) = subject else { return None };
        let roadmap = &draft.roadmaps[index.roadmaps.position(id.as_str())?];
        let first = Date::day(roadmap.period.start()).ok()?;
        let last = Date::day(roadmap.period.last_day()).ok()?;
        let first = roadmap.deliberation.map_or(first, |founded| founded.min(first));
        let last = roadmap.closing_review.map_or(last, |review| review.max(last));
        whole = Some(whole.map_or((first, last), |(start, end)| (start.min(first), end.max(last))));
    }
    whole
}

fn meetings(draft: &ModelDraft, index: &Index, faults: &mut Faults) {
    let mut times = HashMap::new();
    for (i, meeting) in draft.meetings.iter().enumerate() {
        let Some(position) = index.bodies.position(meeting.body.as_str()) else { continue };
        let time = times.entry(position).or_insert_with(|| time_of(draft, index, &draft.bodies[position]));
        if let Some((first, last)) = *time
            && (meeting.date.last_day() < first.first_day() || last.last_day() < meeting.date.first_day())
        {
            let message = format!(
                "body `{}` meets on {}; what it reviews goes from {first} to {last}",
                meeting.body, meeting.date
            );
            faults.add(Code::MeetingOutsideRoadmap, format_args!("/meetings/{i}/date"), message);
        }
    }
}
