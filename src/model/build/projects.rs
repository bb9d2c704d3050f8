//! Variants, charge shares, and states that lack a date or a score.

use super::{Faults, MAX_MONTHS, is_blank, repeats};
use crate::diagnostic::Code;
use crate::model::index::Resolved;
use crate::model::{ModelDraft, Project, Variant, WorthRule};
use rust_decimal::Decimal;

/// Judges one project by itself.
pub(super) fn project(i: usize, project: &Project, faults: &mut Faults) {
    variants(i, project, faults);
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
        .filter(|(policy, _)| policy.worth == WorthRule::Alignment)
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
