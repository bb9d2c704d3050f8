//! What a subject belongs to.

use crate::id::OrganizationId;
use crate::model::{GovernanceBody, Model, ObjectiveRef, ProjectRef, Scope, Subject};
use std::collections::BTreeSet;

/// Whether a subject is a scope itself, by name.
pub(super) fn is_scope(scope: &Scope, subject: &Subject) -> bool {
    match subject {
        Subject::Roadmap(id) => scope.as_roadmap().is_some_and(|roadmap| roadmap.id == *id),
        Subject::Portfolio(id) => scope.as_portfolio().is_some_and(|portfolio| portfolio.id == *id),
        _ => false,
    }
}

/// The organization that a scope belongs to.
fn organization(scope: &Scope) -> Option<&OrganizationId> {
    let roadmap = scope.as_roadmap().map(|roadmap| &roadmap.organization);
    roadmap.or_else(|| scope.as_portfolio().map(|portfolio| &portfolio.organization))
}

/// Whether a subject is a roadmap or portfolio, its organization, or a theme, an objective or a project of it.
pub fn concerns(scope: &Scope, subject: &Subject) -> bool {
    let model = scope.model();
    match subject {
        Subject::Roadmap(_) | Subject::Portfolio(_) => is_scope(scope, subject),
        Subject::Organization(id) => organization(scope) == Some(id),
        Subject::Project(id) => model.project(id.as_str()).is_some_and(|project| scope.contains(project.ix())),
        Subject::Theme(id) => scope.themes().iter().any(|theme| theme.id() == id),
        Subject::Objective(id) => {
            let theme = model.objective(id.as_str()).and_then(ObjectiveRef::theme);
            theme.is_some_and(|theme| scope.themes().contains(&theme))
        }
    }
}

/// The bodies that review a roadmap or portfolio, a part of it or its organization, in the order of the document.
pub fn reviewers(scope: &Scope) -> Vec<&GovernanceBody> {
    let reviews_it = |body: &&GovernanceBody| body.reviews.iter().any(|subject| concerns(scope, subject));
    scope.model().records().bodies.iter().filter(reviews_it).collect()
}

fn of_project<'a>(model: &'a Model, project: ProjectRef<'a>, organizations: &mut BTreeSet<&'a OrganizationId>) {
    let records = model.records();
    let record = project.record();
    let is_in = |id| record.roadmaps.iter().any(|membership| membership.roadmap == id);
    organizations.extend(records.roadmaps.iter().filter(|r| is_in(r.id.clone())).map(|r| &r.organization));
    organizations.extend(
        records.portfolios.iter().filter(|p| record.portfolio.as_ref() == Some(&p.id)).map(|p| &p.organization),
    );
    organizations.extend(project.unit().map(|unit| &unit.record().organization));
}

/// The organizations that a subject belongs to; none where nothing says so.
pub(super) fn organizations_of<'a>(model: &'a Model, subject: &'a Subject) -> BTreeSet<&'a OrganizationId> {
    let records = model.records();
    let mut organizations = BTreeSet::new();
    let mut of_theme = |theme| {
        organizations.extend(records.roadmaps.iter().filter(|r| r.themes.contains(theme)).map(|r| &r.organization));
    };
    match subject {
        Subject::Organization(id) => {
            organizations.insert(id);
        }
        Subject::Roadmap(id) => {
            organizations.extend(records.roadmaps.iter().filter(|r| r.id == *id).map(|r| &r.organization));
        }
        Subject::Portfolio(id) => {
            organizations.extend(records.portfolios.iter().filter(|p| p.id == *id).map(|p| &p.organization));
        }
        Subject::Theme(id) => of_theme(id),
        Subject::Objective(id) => {
            if let Some(theme) = model.objective(id.as_str()).and_then(ObjectiveRef::theme) {
                of_theme(theme.id());
            }
        }
        Subject::Project(id) => {
            if let Some(project) = model.project(id.as_str()) {
                of_project(model, project, &mut organizations);
            }
        }
    }
    organizations
}
