//! Whole periods, windows in order, years named once, spans that do not overlap.

use super::Faults;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::OrganizationId;
use crate::model::index::{Index, Resolved};
use crate::model::{ModelDraft, ResourcePool};
use crate::time::{FiscalCalendar, FiscalYear, TimeGrid};

/// Judges every date, period and budget year of the document.
pub(super) fn check(draft: &ModelDraft, index: &Index, resolved: &Resolved, faults: &mut Faults) {
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
    starts(draft, index, resolved, faults);
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

fn starts(draft: &ModelDraft, index: &Index, resolved: &Resolved, faults: &mut Faults) {
    let first_years = first_years(draft, index, resolved);
    for (i, project) in draft.projects.iter().enumerate() {
        if let (Some(earliest), Some(latest)) = (project.earliest_start, project.latest_start)
            && latest.last_day() < earliest.first_day()
        {
            let message =
                format!("project `{}` starts on {latest} at the latest, {earliest} at the earliest", project.id);
            faults.add(Code::WindowReversed, format_args!("/projects/{i}/latest_start"), message);
        }
        if let Some(latest) = project.latest_start
            && project.state.is_open_to_choice()
            && latest.last_day() < draft.status_date.last_day()
        {
            let message = format!(
                "project `{}` starts on {latest} at the latest; the document is of {}",
                project.id, draft.status_date
            );
            faults.add(Code::WindowPassed, format_args!("/projects/{i}/latest_start"), message);
        }
        let (Some(start), Some(first_year)) = (project.start, first_years[i]) else { continue };
        for (v, variant) in project.variants.iter().enumerate() {
            for (k, line) in variant.costs.iter().enumerate() {
                if line.year < first_year {
                    let message = format!(
                        "project `{}` costs {} in {}; it starts on {start}, in budget year {first_year}",
                        project.id, line.amount, line.year
                    );
                    faults.add(
                        Code::CostBeforeStart,
                        format_args!("/projects/{i}/variants/{v}/costs/{k}/year"),
                        message,
                    );
                }
            }
        }
    }
}

/// The budget year of each planned start: by the calendar of the organization whose roadmap or portfolio holds the
/// project, the earliest where there are several, calendar years where there is none.
fn first_years(draft: &ModelDraft, index: &Index, resolved: &Resolved) -> Vec<Option<FiscalYear>> {
    let mut years: Vec<Option<FiscalYear>> = vec![None; draft.projects.len()];
    let calendar = |id: &OrganizationId| {
        index
            .organizations
            .position(id.as_str())
            .and_then(|p| draft.organizations[p].fiscal_year_start)
            .and_then(|month| FiscalCalendar::starting_in(month).ok())
            .unwrap_or(FiscalCalendar::CALENDAR_YEARS)
    };
    let roadmaps = draft.roadmaps.iter().map(|r| &r.organization).zip(&resolved.roadmap_projects);
    let portfolios = draft.portfolios.iter().map(|p| &p.organization).zip(&resolved.portfolio_projects);
    for (organization, projects) in roadmaps.chain(portfolios) {
        let calendar = calendar(organization);
        for ix in projects {
            if let Some(start) = draft.projects[ix.index()].start {
                let year = calendar.year_of(start.first_day());
                let known = &mut years[ix.index()];
                *known = Some(known.map_or(year, |known| known.min(year)));
            }
        }
    }
    for (year, project) in years.iter_mut().zip(&draft.projects) {
        if let (None, Some(start)) = (&year, project.start) {
            *year = Some(FiscalCalendar::CALENDAR_YEARS.year_of(start.first_day()));
        }
    }
    years
}
