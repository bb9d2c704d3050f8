//! Whose budget years count.

use crate::id::OrganizationId;
use crate::model::{Envelope, Model, Project};
use crate::time::FiscalCalendar;

fn of_organization(model: &Model, organization: &OrganizationId) -> FiscalCalendar {
    model
        .organization(organization.as_str())
        .and_then(|organization| organization.fiscal_year_start)
        .and_then(|month| FiscalCalendar::starting_in(month).ok())
        .unwrap_or(FiscalCalendar::CALENDAR_YEARS)
}

/// The budget years of an envelope: of the organization of the unit that holds it, or else of the first roadmap, or else
/// portfolio, that lists it; calendar years where nobody does.
pub(super) fn of_envelope(model: &Model, envelope: &Envelope) -> FiscalCalendar {
    let records = model.records();
    let unit = envelope.unit.as_ref().and_then(|id| model.unit(id.as_str())).map(|unit| &unit.record().organization);
    let roadmap = || records.roadmaps.iter().find(|r| r.envelopes.contains(&envelope.id)).map(|r| &r.organization);
    let portfolio = || records.portfolios.iter().find(|p| p.envelopes.contains(&envelope.id)).map(|p| &p.organization);
    unit.or_else(roadmap)
        .or_else(portfolio)
        .map_or(FiscalCalendar::CALENDAR_YEARS, |organization| of_organization(model, organization))
}

/// The budget years of a project: of the organization of its first roadmap, or else of its portfolio; calendar years
/// where it is in neither.
pub(super) fn of_project(model: &Model, project: &Project) -> FiscalCalendar {
    let records = model.records();
    let roadmap = project.roadmaps.first().and_then(|m| records.roadmaps.iter().find(|r| r.id == m.roadmap));
    let portfolio =
        || project.portfolio.as_ref().and_then(|id| records.portfolios.iter().find(|portfolio| portfolio.id == *id));
    roadmap
        .map(|roadmap| &roadmap.organization)
        .or_else(|| portfolio().map(|portfolio| &portfolio.organization))
        .map_or(FiscalCalendar::CALENDAR_YEARS, |organization| of_organization(model, organization))
}
