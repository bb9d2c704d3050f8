//! Whether the work goes on as decided: links, milestones, slips, purchases, records and reviews.

use super::check::{Check, Sink};
use super::finding::Fact;
use super::ground::{Ground, day, days, is_ahead, is_decided, is_under_way, planned_end, since};
use super::words;
use crate::diagnostic::Code;
use crate::model::{ComplianceState, Dependency, Lifecycle, ProjectRef, PurchaseRoute, Subject, Verdict};
use crate::network::Driver;
use crate::time::Date;
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::DependsOnUncommitted,
        "project `{name}` is decided and needs `{value}`, which is not ({0})",
        "projet « {name} » décidé, alors que « {value} », dont il dépend, ne l'est pas ({0})",
        depends_on_uncommitted,
    ),
    Check::new(
        Code::SuccessorStartsTooEarly,
        "project `{name}` is planned {value} earlier than its link from `{0}` allows",
        "projet « {name} » prévu {value} plus tôt que ne le permet son lien avec « {0} »",
        successor_starts_too_early,
    ),
    Check::new(
        Code::MilestoneOverdue,
        "milestone `{0}` of project `{name}` was due on {threshold} and is {value} late",
        "projet « {name} » : jalon « {0} » attendu le {threshold}, en retard de {value}",
        milestone_overdue,
    ),
    Check::new(
        Code::SlipFromBaseline,
        "{0} of project `{name}` is planned for {1}, {value} after the baseline of {threshold}",
        "projet « {name} » : {0} au {1}, {value} après la référence du {threshold}",
        slip_from_baseline,
    ),
    Check::new(
        Code::PurchaseLeadTooShort,
        "project `{name}` is to start on {value}; its purchase cannot be awarded before {threshold} ({0})",
        "projet « {name} » : démarrage prévu le {value}, alors que le marché ne peut être notifié avant le {threshold} ({0})",
        purchase_lead_too_short,
    ),
    Check::new(
        Code::StatusStale,
        "running project `{name}` was last brought up to date on {0}, {value} ago; at most {threshold} are expected",
        "projet « {name} » en cours : fiche mise à jour le {0}, il y a {value}, pour {threshold} au plus",
        status_stale,
    ),
    Check::new(
        Code::ApprovedNotStarted,
        "project `{name}` was approved on {0}, {value} ago, and has not started; at most {threshold} are expected",
        "projet « {name} » approuvé le {0}, il y a {value}, et non démarré, pour {threshold} au plus",
        approved_not_started,
    ),
    Check::new(
        Code::OnHoldTooLong,
        "project `{name}` has been on hold since {0}, {value} ago; at most {threshold} are expected",
        "projet « {name} » suspendu depuis le {0}, il y a {value}, pour {threshold} au plus",
        on_hold_too_long,
    ),
    Check::new(
        Code::DeliveredWithoutReview,
        "project `{name}` was delivered ({value}) and no decision of a body about it is on record since",
        "projet « {name} » livré ({value}) : aucune décision d'une instance à son sujet depuis",
        delivered_without_review,
    ),
    Check::new(
        Code::ComplianceMissing,
        "project `{name}` is delivered and its compliance with `{value}` is open ({0})",
        "projet « {name} » livré : conformité « {value} » encore ouverte ({0})",
        compliance_missing,
    ),
];

/// What a state is called.
fn state(state: Lifecycle) -> Fact {
    Fact::Term(words::lifecycle(state))
}

fn depends_on_uncommitted(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(|s| is_decided(s) && !s.is_finished()) {
        let mut needed = BTreeSet::new();
        for dependency in project.dependencies() {
            match dependency {
                Dependency::Requires { dependent, prerequisite } if dependent == project.id() => {
                    needed.insert(prerequisite);
                }
                Dependency::Timing { predecessor, successor, if_both: false, .. } if successor == project.id() => {
                    needed.insert(predecessor);
                }
                _ => {}
            }
        }
        for id in needed {
            let Some(before) = ground.model.project(id.as_str()) else { continue };
            if !is_decided(before.record().state) {
                let found = ground.project(project, "").part(id.as_str()).value(Fact::Text(before.name().to_owned()));
                sink.push(found.detail(state(before.record().state)));
            }
        }
    }
}

fn successor_starts_too_early(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(schedule) = ground.schedule() else { return };
    let name = |id: &str| ground.model.project(id).map_or_else(String::new, |p| p.name().to_owned());
    // By successor and predecessor: the longest of several links between two projects.
    let mut early: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for broken in &schedule.broken {
        let key = (broken.link.successor.as_str(), broken.link.predecessor.as_str());
        let days = early.entry(key).or_default();
        *days = (*days).max(broken.days);
    }
    for row in schedule.rows.iter().filter(|row| row.in_scope) {
        let (Driver::Link(link), Some(project)) = (&row.driver, ground.model.project(row.project.as_str())) else {
            continue;
        };
        let Some(start) = project.record().start.filter(|_| is_ahead(project.record().state)) else { continue };
        let short = days(start.last_day(), row.earliest_start);
        if short > 0 {
            early.insert((row.project.as_str(), link.predecessor.as_str()), short);
        }
    }
    for ((successor, predecessor), days) in early {
        let Some(project) = ground.model.project(successor).filter(|p| ground.scope.contains(p.ix())) else { continue };
        let found = ground.project(project, "/start").part(predecessor).value(Fact::Days(days));
        sink.push(found.detail(Fact::Text(name(predecessor))));
    }
}

fn milestone_overdue(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(|s| is_ahead(s) || is_under_way(s)) {
        for (k, milestone) in project.record().milestones.iter().enumerate() {
            let late = days(milestone.due.last_day(), ground.today);
            if milestone.reached.is_none() && late > 0 {
                let found = ground.project(project, format!("/milestones/{k}")).part(milestone.id.as_str());
                let found = found.value(Fact::Days(late)).threshold(Fact::Date(milestone.due));
                sink.push(found.detail(Fact::Text(milestone.name.clone())));
            }
        }
    }
}

/// Delivery, or the start where the baseline has no delivery, and every milestone not reached.
fn slip_from_baseline(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(|s| is_ahead(s) || is_under_way(s)) {
        let record = project.record();
        // What is not delivered yet is delivered today at the earliest.
        let end = planned_end(project).map(|end| end.max(ground.today));
        let slips = record.baseline.as_ref().and_then(|baseline| match (baseline.finish, end) {
            (Some(threshold), Some(end)) => Some(("finish", words::DELIVERY, threshold, end)),
            (None, _) => Some(("start", words::START, baseline.start?, record.start?.first_day())),
            _ => None,
        });
        if let Some((field, what, threshold, now)) = slips {
            let slip = days(threshold.last_day(), now);
            if slip > 0 {
                let found = ground.project(project, format!("/baseline/{field}")).threshold(Fact::Date(threshold));
                sink.push(found.value(Fact::Days(slip)).detail(Fact::Term(what)).detail(day(now)));
            }
        }
        for (k, milestone) in record.milestones.iter().enumerate().filter(|(_, m)| m.reached.is_none()) {
            let Some(baseline) = milestone.baseline else { continue };
            let slip = days(baseline.last_day(), milestone.due.first_day());
            if slip > 0 {
                let found = ground.project(project, format!("/milestones/{k}/due")).part(milestone.id.as_str());
                let found = found.value(Fact::Days(slip)).threshold(Fact::Date(baseline));
                sink.push(found.detail(Fact::Text(milestone.name.clone())).detail(Fact::Date(milestone.due)));
            }
        }
    }
}

fn purchase_lead_too_short(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(is_ahead) {
        let (Some(start), Some(purchase)) = (project.record().start, &project.record().purchase) else { continue };
        if purchase.awarded.is_some() || purchase.route == PurchaseRoute::InHouse {
            continue;
        }
        // The time runs from the decision; of a purchase still open the award is yet to come.
        let decided = since(project, Lifecycle::Approved).map_or(ground.today, Date::first_day);
        let Some(award) = decided.checked_add_months(Months::new(purchase.lead_months)) else { continue };
        let award = award.max(ground.today);
        if start.last_day() < award {
            let found = ground.project(project, "/purchase").value(Fact::Date(start)).threshold(day(award));
            sink.push(found.detail(Fact::Months(purchase.lead_months.into())));
        }
    }
}

fn status_stale(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let limit = i64::from(ground.limits.stale_days);
    for project in ground.live_in(|state| state == Lifecycle::Running) {
        let record = project.record();
        // A record that never says when it was brought up to date is as old as the work.
        let Some(updated) = record.updated.or(record.start) else { continue };
        let age = days(updated.last_day(), ground.today);
        if age > limit {
            let found = ground.project(project, "/updated").value(Fact::Days(age)).threshold(Fact::Days(limit));
            sink.push(found.detail(Fact::Date(updated)));
        }
    }
}

fn approved_not_started(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let limit = i64::from(ground.limits.not_started_days);
    for project in ground.live_in(|state| state == Lifecycle::Approved) {
        let is_planned = project.record().start.is_some_and(|start| start.last_day() >= ground.today);
        let Some(approved) = since(project, Lifecycle::Approved).filter(|_| !is_planned) else { continue };
        waits(ground, sink, project, approved, limit);
    }
}

fn on_hold_too_long(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let limit = i64::from(ground.limits.on_hold_days);
    for project in ground.live_in(|state| state == Lifecycle::OnHold) {
        if let Some(held) = since(project, Lifecycle::OnHold) {
            waits(ground, sink, project, held, limit);
        }
    }
}

/// A project that has been in its state for longer than a limit.
fn waits(ground: &Ground<'_>, sink: &mut Sink<'_>, project: ProjectRef<'_>, since: Date, limit: i64) {
    let age = days(since.last_day(), ground.today);
    if age > limit {
        let found = ground.project(project, "/state").value(Fact::Days(age)).threshold(Fact::Days(limit));
        sink.push(found.detail(Fact::Date(since)));
    }
}

/// When a project was delivered, as well as it is known.
fn delivered(project: ProjectRef<'_>) -> Option<Date> {
    project.record().finish.or_else(|| since(project, Lifecycle::Delivered))
}

/// A decision about the project since its delivery, a later change of state that names one, or an acceptance.
fn delivered_without_review(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let mut reviews: BTreeMap<&str, Vec<(NaiveDate, Verdict)>> = BTreeMap::new();
    for decision in &ground.records.decisions {
        if let Subject::Project(id) = &decision.subject {
            reviews.entry(id.as_str()).or_default().push((decision.date.last_day(), decision.verdict));
        }
    }
    for project in ground.live_in(Lifecycle::is_finished) {
        let end = delivered(project);
        let is_after = |date: NaiveDate| end.is_some_and(|end| end.first_day() <= date);
        let mut reviewed = reviews.get(project.id().as_str()).into_iter().flatten();
        let mut history = project.record().history.iter();
        let is_reviewed = reviewed.any(|(date, verdict)| is_after(*date) || *verdict == Verdict::Accepted)
            || history.any(|t| t.to.is_finished() && t.decision.is_some());
        if !is_reviewed {
            let when = end.map_or(Fact::Term(words::UNDATED), Fact::Date);
            sink.push(ground.project(project, "/state").value(when));
        }
    }
}

fn compliance_missing(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(Lifecycle::is_finished) {
        for (k, mark) in project.record().compliance.iter().enumerate() {
            let how = match mark.state {
                ComplianceState::Required => words::TO_DO,
                ComplianceState::InProgress => words::IN_PROGRESS,
                ComplianceState::Met | ComplianceState::NotApplicable => continue,
            };
            let found = ground.project(project, format!("/compliance/{k}")).part(mark.rule.as_str());
            sink.push(found.value(Fact::Text(mark.rule.clone())).detail(Fact::Term(how)));
        }
    }
}
