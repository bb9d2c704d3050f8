//! Whether a roadmap fits its time, its mandate and its own limits.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, day, days, is_ahead, is_decided, is_under_way, planned_end};
use super::money::{Sum, charged};
use crate::diagnostic::Code;
use crate::model::gates;
use crate::model::{Lifecycle, Mandate, PoolRef, ProjectRef, Roadmap, RoadmapState};
use crate::quantity::Share;
use crate::time::{Date, Period};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::RoadmapDuration,
        "roadmap `{name}` takes {value}, where {0} to {1} are usual, and does not end with a mandate",
        "feuille de route « {name} » : durée de {value}, pour {0} à {1} d'usage, sans finir avec un mandat",
        roadmap_duration,
    ),
    Check::new(
        Code::RoadmapOutlivesMandate,
        "roadmap `{name}` goes on to {value}, {0} after the end of the mandate ({threshold})",
        "feuille de route « {name} » : fin le {value}, {0} après la fin du mandat ({threshold})",
        roadmap_outlives_mandate,
    ),
    Check::new(
        Code::RoadmapsOverlap,
        "roadmap `{name}` runs at the same time as `{0}` for {value}",
        "feuille de route « {name} » : menée en même temps que « {0} » pendant {value}",
        roadmaps_overlap,
    ),
    Check::new(
        Code::ProjectOutlivesRoadmap,
        "project `{name}` is planned to end on {value}, after its roadmap ends on {threshold}",
        "projet « {name} » : fin prévue le {value}, après celle de la feuille de route le {threshold}",
        project_outlives_roadmap,
    ),
    Check::new(
        Code::ClosingReviewNotBooked,
        "roadmap `{name}` ends on {value} and its closing review has no date",
        "feuille de route « {name} » : bilan sans date, pour une fin le {value}",
        closing_review_not_booked,
    ),
    Check::new(
        Code::ScopeDrift,
        "launches decided after roadmap `{name}` opened on {0} come to {value}; its change policy allows {threshold}",
        "feuille de route « {name} » : lancements décidés après l'ouverture du {0} : {value}, pour {threshold} admis",
        scope_drift,
    ),
];

/// Whole months of a period, rounded down and up.
fn months(period: Period) -> (i64, i64) {
    let lasts =
        |months: u32| period.start().checked_add_months(Months::new(months)).is_some_and(|end| end <= period.end());
    // A month has at least 28 days and at most 31.
    let mut whole = period.days() / 31;
    while lasts(whole + 1) {
        whole += 1;
    }
    let is_exact = period.start().checked_add_months(Months::new(whole)) == Some(period.end());
    (i64::from(whole), i64::from(whole) + i64::from(!is_exact))
}

/// The mandates that a roadmap may end with.
fn mandates<'a>(ground: &Ground<'a>, roadmap: &'a Roadmap) -> impl Iterator<Item = &'a Mandate> {
    let own = |mandate: &&Mandate| {
        mandate.organization == roadmap.organization || roadmap.mandate.as_ref() == Some(&mandate.id)
    };
    ground.records.mandates.iter().filter(own)
}

fn roadmap_duration(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap() else { return };
    let (least, most) = (i64::from(ground.limits.roadmap_min_months), i64::from(ground.limits.roadmap_max_months));
    let (down, up) = months(roadmap.period);
    let last = roadmap.period.last_day();
    let near = i64::from(ground.limits.mandate_end_days);
    let ends_with_one = mandates(ground, roadmap).any(|mandate| days(last, mandate.end.last_day()).abs() <= near);
    let wrong = if down < least { Some((down, least)) } else { (up > most).then_some((up, most)) };
    if let Some((value, threshold)) = wrong.filter(|_| !ends_with_one) {
        let found = ground.here("/period").value(Fact::Months(value)).threshold(Fact::Months(threshold));
        sink.push(found.detail(Fact::Months(least)).detail(Fact::Months(most)));
    }
}

/// The mandate it is aligned with, or the one in office when it begins; of several the first to end.
fn roadmap_outlives_mandate(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap() else { return };
    let start = roadmap.period.start();
    let mandate = match &roadmap.mandate {
        Some(id) => ground.model.mandate(id.as_str()),
        None => mandates(ground, roadmap).filter(|mandate| mandate.is_current(start)).min_by_key(|m| (m.end, &m.id)),
    };
    let Some(mandate) = mandate else { return };
    let last = roadmap.period.last_day();
    let beyond = days(mandate.end.last_day(), last);
    if beyond > 0 {
        let found = ground.here("/period").value(day(last)).threshold(Fact::Date(mandate.end));
        sink.push(found.detail(Fact::Days(beyond)));
    }
}

/// The later of two roadmaps of one organization and kind whose periods share days, neither closed.
fn roadmaps_overlap(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap() else { return };
    let key = |roadmap: &Roadmap| (roadmap.period.start(), roadmap.id.clone());
    for other in &ground.records.roadmaps {
        let is_rival = other.id != roadmap.id
            && other.state != RoadmapState::Closed
            && other.kind == roadmap.kind
            && other.organization == roadmap.organization;
        let Some(shared) = other.period.intersection(roadmap.period).filter(|_| is_rival) else { continue };
        let (first, second) = if key(other) < key(roadmap) { (other, roadmap) } else { (roadmap, other) };
        let Some(position) = ground.model.index().roadmaps.position(second.id.as_str()) else { continue };
        let found = ground.at(EntityKind::Roadmap, position, "/period").part(first.id.as_str());
        sink.push(found.value(Fact::Days(shared.days().into())).detail(Fact::Text(first.name.clone())));
    }
}

fn project_outlives_roadmap(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap().filter(|roadmap| !roadmap.policy.may_outlive) else { return };
    let last = roadmap.period.last_day();
    for project in ground.live_in(|state| is_ahead(state) || is_under_way(state)) {
        if let Some(end) = planned_end(project).filter(|end| *end > last) {
            // A project may outlive several of its roadmaps.
            let found = ground.project(project, "/start").part(roadmap.id.as_str());
            sink.push(found.value(day(end)).threshold(day(last)));
        }
    }
}

fn closing_review_not_booked(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap_ref() else { return };
    if gates::closing_review_not_booked(roadmap).is_some() {
        sink.push(ground.here("/closing_review").value(day(roadmap.record().period.last_day())));
    }
}

/// When a project was approved, as its history or its baseline has it.
fn approved(project: ProjectRef<'_>) -> Option<NaiveDate> {
    let history = project.record().history.iter().filter(|t| t.to == Lifecycle::Approved).map(|t| t.date).min();
    history.or_else(|| Some(project.record().baseline.as_ref()?.approved)).map(Date::first_day)
}

/// Tells where a part is a greater share of a whole than is allowed: the share to 6 decimals, half to even. Nothing is a
/// share of nothing.
fn beyond((part, whole, most): (Decimal, Decimal, Decimal), tell: impl FnOnce(Decimal, Decimal)) {
    if whole > Decimal::ZERO && part > whole * most {
        tell((part / whole).round_dp(6).normalize(), most);
    }
}

/// Person-days that projects ask of the roadmap's pools, each counted by its charge share; `None` beyond the range.
fn asked_days(ground: &Ground<'_>, projects: &[ProjectRef<'_>]) -> Option<Decimal> {
    let pools: Vec<_> = ground.scope.pools().map(PoolRef::id).collect();
    projects.iter().try_fold(Decimal::ZERO, |sum, project| {
        let share = ground.scope.charge_share(*project).value();
        let mut lines = project.variant().workload.iter().filter(|line| pools.contains(&&line.pool));
        lines.try_fold(sum, |sum, line| sum.checked_add(line.workload.value() * share))
    })
}

/// Person-days that the roadmap's pools can give over its period, what is reserved for other work aside.
fn given_days(ground: &Ground<'_>) -> Option<Decimal> {
    let load = ground.decided_load()?;
    let cells = load.pools().iter().filter(|pool| ground.scope.pools().any(|own| own.id() == &pool.pool));
    cells.flat_map(|pool| &pool.cells).try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(cell.available.days()))
}

fn scope_drift(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap() else { return };
    let Some(change) = &roadmap.policy.change else { return };
    let opened = roadmap.history.iter().filter(|t| t.to == RoadmapState::Open).map(|t| t.date.last_day()).min();
    let opened = opened.unwrap_or(roadmap.period.start());
    let is_late = |project: &ProjectRef<'_>| approved(*project).is_some_and(|approved| approved > opened);
    let decided: Vec<_> = ground.live_in(is_decided).collect();
    let late: Vec<_> = decided.iter().copied().filter(is_late).collect();
    let mut cost = Sum::default();
    for project in &late {
        let share = ground.scope.charge_share(*project);
        project.variant().costs.iter().for_each(|line| cost.add(charged(line.amount, share)));
    }
    let mut money = Sum::default();
    for envelope in ground.scope.envelopes() {
        envelope.record().amounts.iter().for_each(|line| money.add(charged(line.amount, Share::ONE)));
    }
    let mut drifts = |part: &str, value: Fact, threshold: Fact| {
        let found = ground.here("/policy/change").part(part).value(value).threshold(threshold);
        sink.push(found.detail(day(opened)));
    };
    if let Some(most) = change.max_launches.map(|most| most as usize).filter(|most| late.len() > *most) {
        drifts("launches", Fact::Count(late.len()), Fact::Count(most));
    }
    if let Some(most) = change.max_cost.filter(|most| cost > charged(*most, Share::ONE)) {
        drifts("cost", cost.fact(ground), Fact::Money(most));
    }
    let share = cost.share_of(money).zip(change.max_share.map(Share::value));
    if let Some((share, most)) = share.filter(|(share, most)| share > most) {
        drifts("share", Fact::Share(share), Fact::Share(most));
    }
    let counted = |most: &Share| (Decimal::from(late.len()), Decimal::from(decided.len()), most.value());
    if let Some(counts) = change.max_launch_share.as_ref().map(counted) {
        beyond(counts, |share, most| drifts("launch-share", Fact::Share(share), Fact::Share(most)));
    }
    let days = |most: Share| Some((asked_days(ground, &late)?, given_days(ground)?, most.value()));
    if let Some(days) = change.max_workload_share.and_then(days) {
        beyond(days, |share, most| drifts("workload-share", Fact::Share(share), Fact::Share(most)));
    }
}
