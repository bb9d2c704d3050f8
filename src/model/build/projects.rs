//! Variants, charge shares, plans, and states that lack a date or a score.

use super::{Faults, MAX_MONTHS, is_blank, repeats};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::index::Resolved;
use crate::model::{ModelDraft, Project, Variant, WorthRule};
use rust_decimal::Decimal;
use std::fmt::Display;
use std::hash::Hash;

/// Judges one project by itself.
pub(super) fn project(i: usize, project: &Project, faults: &mut Faults) {
    variants(i, project, faults);
    plan(i, project, faults);
    let shares: Decimal = project.roadmaps.iter().map(|membership| membership.share.value()).sum();
    if !project.roadmaps.is_empty() && shares != Decimal::ONE {
        let message =
            format!("the charge shares of project `{}` over its roadmaps add up to {shares}, not 1", project.id);
        faults.add(Code::ChargeShareNotOne, format_args!("/projects/{i}/roadmaps"), message);
    }
    if project.state.is_committed() && project.start.is_none() {
        let message = format!("project `{}` has begun and has no start", project.id);
        faults.add(Code::MissingStart, format_args!("/projects/{i}"), message);
    }
}

/// Judges whether the policies that choose by alignment have the scores they need.
pub(super) fn scores(draft: &ModelDraft, resolved: &Resolved, faults: &mut Faults) {
    for i in unscored(draft, resolved) {
        let message = format!("project `{}` is a candidate and nobody has scored it", draft.projects[i].id);
        faults.add(Code::AlignmentMissing, format_args!("/projects/{i}"), message);
    }
}

/// Candidates without a score of a roadmap or portfolio whose policy chooses by alignment.
fn unscored(draft: &ModelDraft, resolved: &Resolved) -> Vec<usize> {
    let roadmaps = draft.roadmaps.iter().map(|r| &r.policy).zip(&resolved.roadmap_projects);
    let portfolios = draft.portfolios.iter().map(|p| &p.policy).zip(&resolved.portfolio_projects);
    let mut found: Vec<usize> = roadmaps
        .chain(portfolios)
        .filter(|(policy, _)| matches!(policy.worth, WorthRule::Alignment | WorthRule::Objective(_)))
        .flat_map(|(policy, projects)| projects.iter().map(move |ix| (policy, ix.index())))
        .filter(|(policy, i)| draft.projects[*i].alignment.is_empty() && policy.is_open(draft.projects[*i].state))
        .map(|(_, i)| i)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn variants(i: usize, project: &Project, faults: &mut Faults) {
    if project.variants.is_empty() {
        let message = format!("project `{}` cannot be done in any way", project.id);
        faults.add(Code::NoVariant, format_args!("/projects/{i}/variants"), message);
    }
    for v in repeats(project.variants.iter().map(|variant| &variant.id)) {
        let message = format!("project `{}` has two variants `{}`", project.id, project.variants[v].id);
        faults.add(Code::DuplicateId, format_args!("/projects/{i}/variants/{v}/id"), message);
    }
    for (v, variant) in project.variants.iter().enumerate() {
        if is_blank(variant.id.as_str()) {
            let message = format!("variant number {} of project `{}` has no id", v + 1, project.id);
            faults.add(Code::EmptyId, format_args!("/projects/{i}/variants/{v}/id"), message);
        }
        let pointer = format_args!("/projects/{i}/variants/{v}/months");
        if variant.months == 0 {
            let message = format!("variant `{}` of project `{}` takes 0 months", variant.id, project.id);
            faults.add(Code::ZeroDuration, pointer, message);
        } else if variant.months > MAX_MONTHS {
            let message = format!(
                "variant `{}` of project `{}` takes {} months, over {MAX_MONTHS}",
                variant.id, project.id, variant.months
            );
            faults.add(Code::NumberOutOfRange, pointer, message);
        } else {
            workload(i, v, project, variant, faults);
        }
        for (k, line) in variant.run_costs.iter().enumerate() {
            let path = format_args!("/projects/{i}/variants/{v}/run_costs/{k}");
            if line.months == Some(0) {
                let message = format!("a cost of project `{}` after delivery goes on for 0 months", project.id);
                faults.add(Code::ZeroDuration, format_args!("{path}/months"), message);
            }
            for (field, months) in [("from_month", Some(line.from_month)), ("months", line.months)] {
                if let Some(months) = months.filter(|months| *months > MAX_MONTHS) {
                    let message = format!(
                        "a cost of project `{}` after delivery speaks of {months} months, over {MAX_MONTHS}",
                        project.id
                    );
                    faults.add(Code::NumberOutOfRange, format_args!("{path}/{field}"), message);
                }
            }
        }
    }
}

/// Phases, milestones and risks have ids of their own; what was planned ends after it begins.
fn plan(i: usize, project: &Project, faults: &mut Faults) {
    if let Some(purchase) = project.purchase.as_ref().filter(|purchase| purchase.lead_months > MAX_MONTHS) {
        let message = format!("project `{}` buys in {} months, over {MAX_MONTHS}", project.id, purchase.lead_months);
        faults.add(Code::NumberOutOfRange, format_args!("/projects/{i}/purchase/lead_months"), message);
    }
    own_ids(i, project, "phases", "phase", project.phases.iter().map(|phase| &phase.id), faults);
    own_ids(i, project, "milestones", "milestone", project.milestones.iter().map(|milestone| &milestone.id), faults);
    own_ids(i, project, "risks", "risk", project.risks.iter().map(|risk| &risk.id), faults);
    let baseline = project.baseline.as_ref();
    let spans = project.phases.iter().enumerate().map(|(k, phase)| (phase.start, phase.end, Some(k)));
    let whole = (project.start, project.finish, None);
    for (start, end, phase) in spans.chain([whole]) {
        let (Some(start), Some(end)) = (start, end) else { continue };
        if end.last_day() < start.first_day() {
            let (what, pointer) = match phase {
                Some(k) => (format!("phase `{}` of ", project.phases[k].id), format!("/projects/{i}/phases/{k}/end")),
                None => (String::new(), format!("/projects/{i}/finish")),
            };
            let message = format!("{what}project `{}` ends on {end}, before it starts on {start}", project.id);
            faults.push(Diagnostic::new(Code::EmptyPeriod, message).help(ENDS), pointer);
        }
    }
    if let Some((start, finish)) = baseline.and_then(|baseline| baseline.start.zip(baseline.finish))
        && finish.last_day() < start.first_day()
    {
        let message = format!("the baseline of project `{}` ends on {finish}, before its start on {start}", project.id);
        faults.push(
            Diagnostic::new(Code::EmptyPeriod, message).help(ENDS),
            format_args!("/projects/{i}/baseline/finish"),
        );
    }
}

const ENDS: &str = "put the last day on or after the first";

fn own_ids<'a, Id: Eq + Hash + Display + AsRef<str> + 'a>(
    i: usize,
    project: &Project,
    list: &str,
    kind: &str,
    ids: impl ExactSizeIterator<Item = &'a Id> + Clone,
    faults: &mut Faults,
) {
    for k in repeats(ids.clone()) {
        let id = ids.clone().nth(k).map(ToString::to_string).unwrap_or_default();
        let message = format!("project `{}` has two {kind}s `{id}`", project.id);
        faults.add(Code::DuplicateId, format_args!("/projects/{i}/{list}/{k}/id"), message);
    }
    for (k, id) in ids.enumerate() {
        if is_blank(id.as_ref()) {
            let message = format!("{kind} number {} of project `{}` has no id", k + 1, project.id);
            faults.add(Code::EmptyId, format_args!("/projects/{i}/{list}/{k}/id"), message);
        }
    }
}

fn workload(i: usize, v: usize, project: &Project, variant: &Variant, faults: &mut Faults) {
    for (k, line) in variant.workload.iter().enumerate() {
        let path = format_args!("/projects/{i}/variants/{v}/workload/{k}");
        if line.months == Some(0) {
            let message = format!("work of pool `{}` on project `{}` takes 0 months", line.pool, project.id);
            faults.add(Code::ZeroDuration, format_args!("{path}/months"), message);
            continue;
        }
        let end = u64::from(line.from_month) + u64::from(line.months.unwrap_or(1));
        if end > u64::from(variant.months) {
            let field = if line.from_month >= variant.months { "from_month" } else { "months" };
            let message = format!(
                "work of pool `{}` on project `{}` goes on to month {end}; variant `{}` takes {}",
                line.pool, project.id, variant.id, variant.months
            );
            faults.add(Code::WorkloadOutside, format_args!("{path}/{field}"), message);
        }
    }
}
