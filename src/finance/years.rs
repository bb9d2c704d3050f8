//! Whose budget years count.

use crate::id::OrganizationId;
use crate::model::{Envelope, Model, Project};
use crate::time::FiscalCalendar;

fn of_organization(model: &Model, organization: Option<&OrganizationId>) -> FiscalCalendar {
    organization
        .and_then(|id| model.organization(id.as_str()))
        .and_then(|organization| organization.fiscal_year_start)
        .and_then(|month| FiscalCalendar::starting_in(month).ok())
        .unwrap_or(FiscalCalendar::CALENDAR_YEARS)
}

/// The budget years of an envelope: of the organization of the unit that holds it, or else of the roadmap, or else
/// portfolio, that lists it, the first by key; calendar years where nobody does.
pub(super) fn of_envelope(model: &Model, envelope: &Envelope) -> FiscalCalendar {
    let records = model.records();
    let unit = envelope.unit.as_ref().and_then(|id| model.unit(id.as_str())).map(|unit| &unit.record().organization);
    let roadmap = || {
        let listing = records.roadmaps.iter().filter(|roadmap| roadmap.envelopes.contains(&envelope.id));
        listing.min_by_key(|roadmap| &roadmap.id).map(|roadmap| &roadmap.organization)
    };
    let portfolio = || {
        let listing = records.portfolios.iter().filter(|portfolio| portfolio.envelopes.contains(&envelope.id));
        listing.min_by_key(|portfolio| &portfolio.id).map(|portfolio| &portfolio.organization)
    };
    of_organization(model, unit.or_else(roadmap).or_else(portfolio))
}

/// The budget years of a project: of the organization of its roadmap, the first by key, or else of its portfolio; calendar
/// years where it is in neither.
pub(super) fn of_project(model: &Model, project: &Project) -> FiscalCalendar {
    let records = model.records();
    let first = project.roadmaps.iter().map(|membership| &membership.roadmap).min();
    let roadmap = first.and_then(|id| records.roadmaps.iter().find(|roadmap| roadmap.id == *id));
    let portfolio = || {
        let id = project.portfolio.as_ref()?;
        records.portfolios.iter().find(|portfolio| portfolio.id == *id).map(|portfolio| &portfolio.organization)
    };
    of_organization(model, roadmap.map(|roadmap| &roadmap.organization).or_else(portfolio))
}
