//! Whole periods, windows in order, years named once, spans that do not overlap.

use super::Faults;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::index::Index;
use crate::model::{ModelDraft, Project, ResourcePool};
use crate::time::{Date, FiscalCalendar, FiscalYear, TimeGrid};
use chrono::Datelike;

/// Judges every date, period and budget year of the document but those of projects.
pub(super) fn check(draft: &ModelDraft, faults: &mut Faults) {
    for (i, organization) in draft.organizations.iter().enumerate() {
        if let Some(month) = organization.fiscal_year_start
            && !(1..=12).contains(&month)
        {
            let message = format!("the budget year of `{}` begins in month {month}, not 1 to 12", organization.id);
            faults.add(Code::NumberOutOfRange, format_args!("/organizations/{i}/fiscal_year_start"), message);
        }
    }
    for (i, assignment) in draft.assignments.iter().enumerate() {
        if let (Some(from), Some(until)) = (assignment.from, assignment.until)
            && until.last_day() < from.first_day()
        {
            let message = format!("`{}` leaves office on {until}, before taking it on {from}", assignment.person);
            let fault = Diagnostic::new(Code::EmptyPeriod, message)
                .help("put the last day in office on or after the first; both are days in office");
            faults.push(fault, format_args!("/assignments/{i}/until"));
        }
    }
    envelopes(draft, faults);
    for (i, pool) in draft.pools.iter().enumerate() {
        capacity(i, pool, faults);
    }
    for (i, portfolio) in draft.portfolios.iter().enumerate() {
        if let Some(horizon) = portfolio.horizon
            && let Err(error) = TimeGrid::new(horizon, portfolio.step)
        {
            let message = format!("the horizon of portfolio `{}`: {error}", portfolio.id);
            faults.add(error.code(), format_args!("/portfolios/{i}/horizon"), message);
        }
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        if let Err(error) = TimeGrid::new(roadmap.period, roadmap.step) {
            let message = format!("the period of roadmap `{}`: {error}", roadmap.id);
            faults.add(error.code(), format_args!("/roadmaps/{i}/period"), message);
        }
    }
}

fn envelopes(draft: &ModelDraft, faults: &mut Faults) {
    let mut lines = Vec::new();
    for (i, envelope) in draft.envelopes.iter().enumerate() {
        lines.clear();
        lines.extend(envelope.amounts.iter().enumerate().map(|(k, line)| (line.year, line.section, k)));
        lines.sort_unstable();
        for pair in lines.windows(2) {
            let ((year, section, first), (other_year, other_section, second)) = (pair[0], pair[1]);
            if (year, section) == (other_year, other_section) {
                let message = format!(
                    "envelope `{}` opens {year} twice in one section; it stands first at /envelopes/{i}/amounts/{first}",
                    envelope.id
                );
                faults.add(Code::DuplicateYear, format_args!("/envelopes/{i}/amounts/{second}"), message);
            }
        }
    }
}

fn capacity(i: usize, pool: &ResourcePool, faults: &mut Faults) {
    let mut spans: Vec<_> = pool.capacity.iter().enumerate().map(|(k, span)| (span.period, k)).collect();
    spans.sort_unstable();
    // The span that reaches furthest so far: with one long span over several short ones, each of them is at fault.
    let mut furthest = spans.first().copied();
    for &(period, k) in spans.iter().skip(1) {
        let Some((reach, other)) = furthest else { break };
        if period.start() < reach.end() {
            let message = format!(
                "pool `{}` has two capacities on {}: {reach} at /pools/{i}/capacity/{other} and {period}",
                pool.id,
                period.start()
            );
            faults.add(Code::CapacityOverlap, format_args!("/pools/{i}/capacity/{k}"), message);
        }
        if period.end() > reach.end() {
            furthest = Some((period, k));
        }
    }
}

/// Judges the window of one project, and whether its costs may lie before its start: in no calendar of budget years
/// does a year from the calendar year of the start on.
pub(super) fn project(status: Date, i: usize, project: &Project, faults: &mut Faults) -> bool {
    if let (Some(earliest), Some(latest)) = (project.earliest_start, project.latest_start)
        && latest.last_day() < earliest.first_day()
    {
        let message = format!("project `{}` starts on {latest} at the latest, {earliest} at the earliest", project.id);
        faults.add(Code::WindowReversed, format_args!("/projects/{i}/latest_start"), message);
    }
    if let Some(latest) = project.latest_start
        && project.state.is_open_to_choice()
        && latest.last_day() < status.last_day()
    {
        let message = format!("project `{}` starts on {latest} at the latest; the document is of {status}", project.id);
        faults.add(Code::WindowPassed, format_args!("/projects/{i}/latest_start"), message);
    }
    let Some(start) = project.start else { return false };
    let first_year = start.first_day().year();
    project.variants.iter().any(|variant| variant.costs.iter().any(|line| line.year.year() < first_year))
}

/// Judges the cost lines of projects of which one lies before the calendar year of the start: whether it lies before
/// the budget year of the start, too, depends on the organization.
pub(super) fn costs(draft: &ModelDraft, index: &Index, projects: &[usize], faults: &mut Faults) {
    for &i in projects {
        let project = &draft.projects[i];
        let Some(start) = project.start else { continue };
        let first_year = first_year(draft, index, project, start);
        for (v, variant) in project.variants.iter().enumerate() {
            for (k, line) in variant.costs.iter().enumerate() {
                if line.year < first_year {
                    let message = format!(
                        "project `{}` costs {} in {}; it starts on {start}, in budget year {first_year}",
                        project.id, line.amount, line.year
                    );
                    let pointer = format_args!("/projects/{i}/variants/{v}/costs/{k}/year");
                    faults.add(Code::CostBeforeStart, pointer, message);
                }
            }
        }
    }
}

/// The budget year of a planned start: by the calendar of the organization whose roadmap or portfolio holds the
/// project, the earliest where there are several, the calendar year where there is none.
fn first_year(draft: &ModelDraft, index: &Index, project: &Project, start: Date) -> FiscalYear {
    let roadmaps = project.roadmaps.iter().filter_map(|m| index.roadmaps.position(m.roadmap.as_str()));
    let portfolio = project.portfolio.iter().filter_map(|id| index.portfolios.position(id.as_str()));
    let organizations =
        roadmaps.map(|p| &draft.roadmaps[p].organization).chain(portfolio.map(|p| &draft.portfolios[p].organization));
    organizations
        .map(|id| {
            index
                .organizations
                .position(id.as_str())
                .and_then(|p| draft.organizations[p].fiscal_year_start)
                .and_then(|month| FiscalCalendar::starting_in(month).ok())
                .unwrap_or(FiscalCalendar::CALENDAR_YEARS)
                .year_of(start.first_day())
        })
        .min()
        .unwrap_or_else(|| FiscalCalendar::CALENDAR_YEARS.year_of(start.first_day()))
}
