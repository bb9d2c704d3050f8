//! Who steers, how often and with whom; what was decided and not done; who is told what, and when it must not be.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, day};
use super::words;
use crate::diagnostic::Code;
use crate::governance::{
    BodyRhythm, aims, audience_widths, barred_promotions, concerns, levels, overdue_actions, overlaps, reviewers,
    undated_bodies, unspoken_changes,
};
use crate::id::BodyId;
use crate::time::Period;
use chrono::Months;
use std::collections::BTreeSet;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::GovernanceLevelMissing,
        "the bodies of roadmap `{name}` at {0} level meet {value} times a year; at least {threshold} are expected",
        "feuille de route « {name} », niveau {0}, réunions par an : {value}, pour {threshold} au moins",
        governance_level_missing,
    ),
    Check::new(
        Code::NoMeetingDated,
        "body `{name}` has no meeting dated from {value} on",
        "instance « {name} » : aucune réunion prévue à partir du {value}",
        no_meeting_dated,
    ),
    Check::new(
        Code::BodiesOverlap,
        "bodies `{name}` and `{0}` have {value} of their members in common and meet within {1}, first on {2}; less than {threshold} is expected",
        "instances « {name} » et « {0} » : {value} de membres communs et des réunions à {1} au plus, d'abord le {2}, pour moins de {threshold} attendus",
        bodies_overlap,
    ),
    Check::new(
        Code::AudienceNotWider,
        "the {0} bodies of roadmap `{name}` bring {value} audiences together; those of portfolio `{1}` bring {threshold}, and more are expected",
        "feuille de route « {name} », niveau {0} : {value} publics associés, pas plus que les {threshold} du portefeuille « {1} »",
        audience_not_wider,
    ),
    Check::new(
        Code::DecisionOverdue,
        "decision `{name}`: \"{0}\" ({1}) was due on {threshold}, {value} ago",
        "décision « {name} » : « {0} » ({1}), à faire pour le {threshold}, en retard de {value}",
        decision_overdue,
    ),
    Check::new(
        Code::CommunicationAimMissing,
        "nothing that is said of roadmap `{0}` to audience `{name}` is meant to {value}",
        "public « {name} » de la feuille de route « {0} » : aucune action pour {value}",
        communication_aim_missing,
    ),
    Check::new(
        Code::CommunicationMissing,
        "project `{name}` changes the way people work, and nobody is told",
        "projet « {name} » : il change le travail des agents, et aucune action de communication n'en parle",
        communication_missing,
    ),
    Check::new(
        Code::PromotionBeforeElection,
        "communication `{name}` of {value} promotes achievements after {threshold}, before the election of {0}",
        "action de communication « {name} » du {value} : promotion des réalisations à partir du {threshold}, avant le scrutin du {0}",
        promotion_before_election,
    ),
];

fn position_of_body(ground: &Ground<'_>, id: &BodyId) -> Option<usize> {
    ground.model.index().bodies.position(id.as_str())
}

fn governance_level_missing(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if ground.roadmap().is_none() {
        return;
    }
    for level in levels(ground.scope, &ground.limits, ground.today) {
        if !level.is_met() {
            let times = level.bodies.iter().map(BodyRhythm::times).max().unwrap_or(0);
            let term = words::level(level.level);
            let found = ground.here("").part(term.en).value(Fact::Count(times as usize));
            sink.push(found.threshold(Fact::Count(level.times as usize)).detail(Fact::Term(term)));
        }
    }
}

fn no_meeting_dated(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if ground.scope.as_roadmap().is_some() && ground.roadmap().is_none() {
        return;
    }
    for id in undated_bodies(ground.scope, ground.today) {
        if let Some(position) = position_of_body(ground, &id) {
            sink.push(ground.at(EntityKind::Body, position, "/cadence").value(day(ground.today)));
        }
    }
}

/// Over the twelve months to come, where at least one of the two is the scope's.
fn bodies_overlap(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let own: BTreeSet<&BodyId> = reviewers(ground.scope).into_iter().map(|body| &body.id).collect();
    let end = ground.today.checked_add_months(Months::new(12));
    let Some(period) = end.and_then(|end| Period::new(ground.today, end).ok()).filter(|_| !own.is_empty()) else {
        return;
    };
    let (limit, days) = (ground.limits.overlap_members, ground.limits.overlap_days);
    for overlap in overlaps(ground.model, period, limit, days) {
        let is_own = own.contains(&overlap.first) || own.contains(&overlap.second);
        let position = position_of_body(ground, &overlap.first).filter(|_| is_own);
        let (Some(position), Some((first, _))) = (position, overlap.meetings.first()) else { continue };
        let other = ground.model.body(overlap.second.as_str()).map_or("", |body| body.name.as_str()).to_owned();
        let found = ground.at(EntityKind::Body, position, "").part(overlap.second.as_str());
        let found = found.value(Fact::Share(overlap.likeness)).threshold(Fact::Share(limit.value()));
        let found = found.detail(Fact::Text(other)).detail(Fact::WorkingDays(days.into()));
        sink.push(found.detail(day(*first)));
    }
}

fn audience_not_wider(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if ground.roadmap().is_none() {
        return;
    }
    for width in audience_widths(ground.scope) {
        if !width.is_wider() {
            let term = words::level(width.level);
            let portfolios = &ground.records.portfolios;
            let portfolio = portfolios.iter().find(|portfolio| portfolio.id == width.portfolio);
            let name = portfolio.map_or("", |portfolio| portfolio.name.as_str()).to_owned();
            let found = ground.here("").part(format!("{} {}", width.portfolio, term.en));
            let found = found.value(Fact::Count(width.roadmap_audiences.len()));
            let found = found.threshold(Fact::Count(width.portfolio_audiences.len()));
            sink.push(found.detail(Fact::Term(term)).detail(Fact::Text(name)));
        }
    }
}

fn decision_overdue(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for action in overdue_actions(ground.model, ground.today) {
        let position = ground.model.index().decisions.position(action.decision.as_str());
        let Some(position) = position else { continue };
        if !concerns(ground.scope, &ground.records.decisions[position].subject) {
            continue;
        }
        let owner = match &action.owner {
            Some(owner) => Fact::Texts(ground.names([owner])),
            None => Fact::Term(words::NOBODY),
        };
        let found = ground.at(EntityKind::Decision, position, format!("/actions/{}/due", action.position));
        let found = found.part(action.position.to_string()).value(Fact::Days(action.days.into()));
        sink.push(found.threshold(Fact::Date(action.due)).detail(Fact::Text(action.what)).detail(owner));
    }
}

fn communication_aim_missing(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap() else { return };
    for audience in aims(ground.scope).into_iter().filter(|audience| !audience.missing.is_empty()) {
        let position = ground.model.index().audiences.position(audience.audience.as_str());
        let Some(position) = position else { continue };
        let found = ground.at(EntityKind::Audience, position, "").part(roadmap.id.as_str());
        let found = found.value(Fact::Term(words::aims(&audience.missing)));
        sink.push(found.detail(Fact::Text(roadmap.name.clone())));
    }
}

fn communication_missing(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for id in unspoken_changes(ground.model) {
        if let Some(project) = ground.model.project(id.as_str()).filter(|project| ground.scope.contains(project.ix())) {
            sink.push(ground.project(project, "/changes_work"));
        }
    }
}

fn promotion_before_election(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for barred in barred_promotions(ground.model, ground.limits.promotion_months) {
        let position = ground.model.index().communications.position(barred.communication.as_str());
        let Some(position) = position else { continue };
        if concerns(ground.scope, &ground.records.communications[position].subject) {
            let found = ground.at(EntityKind::Communication, position, "/date").value(Fact::Date(barred.date));
            sink.push(found.threshold(day(barred.barred_from)).detail(Fact::Date(barred.election)));
        }
    }
}
