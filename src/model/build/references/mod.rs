//! Ids are unique in their kind, and every reference resolves.

mod governance;
mod grouping;
mod people;
mod project;

use super::{Faults, is_blank, links, repeats};
use crate::diagnostic::Code;
use crate::model::index::{Index, Keys, Resolved};
use crate::model::{Assignment, ModelDraft, Project, Subject};
use std::borrow::Borrow;
use std::fmt::Display;
use std::hash::Hash;

/// Notes every key and looks up every reference. Each project is handed on once its own references are looked up: the
/// other rules find it in the cache.
pub(super) fn resolve(
    draft: &ModelDraft,
    faults: &mut Faults,
    mut each: impl FnMut(usize, &Project, &mut Faults),
) -> (Index, Resolved) {
    let index = Index {
        organizations: keys(&draft.organizations, "organization", |r| &r.id, "/organizations", faults),
        units: keys(&draft.units, "unit", |r| &r.id, "/units", faults),
        policy_areas: keys(&draft.policy_areas, "policy area", |r| &r.id, "/policy_areas", faults),
        persons: keys(&draft.persons, "person", |r| &r.id, "/persons", faults),
        audiences: keys(&draft.audiences, "audience", |r| &r.id, "/audiences", faults),
        themes: keys(&draft.themes, "theme", |r| &r.id, "/themes", faults),
        objectives: keys(&draft.objectives, "objective", |r| &r.id, "/objectives", faults),
        envelopes: keys(&draft.envelopes, "envelope", |r| &r.id, "/envelopes", faults),
        pools: keys(&draft.pools, "pool", |r| &r.id, "/pools", faults),
        portfolios: keys(&draft.portfolios, "portfolio", |r| &r.id, "/portfolios", faults),
        roadmaps: keys(&draft.roadmaps, "roadmap", |r| &r.id, "/roadmaps", faults),
        projects: keys(&draft.projects, "project", |r| &r.id, "/projects", faults),
        indicators: keys(&draft.indicators, "indicator", |r| &r.id, "/indicators", faults),
        calendars: keys(&draft.calendars, "calendar", |r| &r.id, "/calendars", faults),
        mandates: keys(&draft.mandates, "mandate", |r| &r.id, "/mandates", faults),
        programs: keys(&draft.programs, "program", |r| &r.id, "/programs", faults),
        services: keys(&draft.services, "service", |r| &r.id, "/services", faults),
        demands: keys(&draft.demands, "demand", |r| &r.id, "/demands", faults),
        bodies: keys(&draft.bodies, "body", |r| &r.id, "/bodies", faults),
        decisions: keys(&draft.decisions, "decision", |r| &r.id, "/decisions", faults),
        communications: keys(&draft.communications, "communication", |r| &r.id, "/communications", faults),
        scenarios: keys(&draft.scenarios, "scenario", |r| &r.id, "/scenarios", faults),
    };
    let mut resolver = Resolver { index: &index, faults };
    let mut resolved = Resolved {
        roadmap_projects: vec![Vec::new(); draft.roadmaps.len()],
        portfolio_projects: vec![Vec::new(); draft.portfolios.len()],
        project_assignments: vec![Vec::new(); draft.projects.len()],
        project_dependencies: vec![Vec::new(); draft.projects.len()],
        ..Resolved::default()
    };
    resolver.people(draft);
    resolver.means(draft);
    resolver.groupings(draft);
    for (i, project) in draft.projects.iter().enumerate() {
        resolver.project(i, project, &mut resolved);
        each(i, project, resolver.faults);
    }
    for (i, assignment) in draft.assignments.iter().enumerate() {
        resolver.assignment(i, assignment, &mut resolved);
    }
    for (i, dependency) in draft.dependencies.iter().enumerate() {
        for (k, id) in dependency.projects().into_iter().enumerate() {
            let at = || format!("/dependencies/{i}{}", links::field(dependency, k));
            if let Some(p) = resolver.find(&index.projects, id, "project", at) {
                let list = &mut resolved.project_dependencies[p];
                if list.last() != Some(&(i as u32)) {
                    list.push(i as u32);
                }
            }
        }
    }
    for (i, measure) in draft.measures.iter().enumerate() {
        resolver.find(&index.indicators, &measure.indicator, "indicator", || format!("/measures/{i}/indicator"));
        resolver.subject(&measure.subject, || format!("/measures/{i}/subject"));
    }
    resolver.governance(draft);
    resolver.facts(draft);
    resolver.scenarios(draft);
    (index, resolved)
}

fn keys<R, Id: Hash + Eq + Clone + Display + Borrow<str>>(
    records: &[R],
    kind: &str,
    id: impl Fn(&R) -> &Id,
    path: &str,
    faults: &mut Faults,
) -> Keys<Id> {
    let mut keys = Keys::with_capacity(records.len());
    for (i, record) in records.iter().enumerate() {
        let id = id(record);
        if is_blank(id.borrow()) {
            faults.add(Code::EmptyId, format_args!("{path}/{i}/id"), format!("{kind} number {} has no id", i + 1));
        } else if let Some(first) = keys.insert(id, i) {
            faults.add(
                Code::DuplicateId,
                format_args!("{path}/{i}/id"),
                format!("{kind} `{id}` is written twice; it stands first at {path}/{first}"),
            );
        }
    }
    keys
}

struct Resolver<'a> {
    index: &'a Index,
    faults: &'a mut Faults,
}

impl Resolver<'_> {
    fn find<Id: Hash + Eq + Clone + Display + Borrow<str>>(
        &mut self,
        keys: &Keys<Id>,
        id: &Id,
        kind: &str,
        pointer: impl FnOnce() -> String,
    ) -> Option<usize> {
        let position = keys.position(id.borrow());
        if position.is_none() {
            self.faults.add(Code::UnknownReference, pointer(), format!("there is no {kind} `{id}`"));
        }
        position
    }

    /// Looks up a reference that may be absent.
    fn find_if<Id: Hash + Eq + Clone + Display + Borrow<str>>(
        &mut self,
        keys: &Keys<Id>,
        id: Option<&Id>,
        kind: &str,
        pointer: impl FnOnce() -> String,
    ) -> Option<usize> {
        id.and_then(|id| self.find(keys, id, kind, pointer))
    }

    fn find_all<Id: Hash + Eq + Clone + Display + Borrow<str>>(
        &mut self,
        keys: &Keys<Id>,
        ids: &[Id],
        kind: &str,
        path: impl Fn() -> String,
    ) {
        for (k, id) in ids.iter().enumerate() {
            self.find(keys, id, kind, || format!("{}/{k}", path()));
        }
        for k in repeats(ids.iter()) {
            let message = format!("{kind} `{}` is named twice", ids[k]);
            self.faults.add(Code::DuplicateReference, format_args!("{}/{k}", path()), message);
        }
    }

    /// Notes every item that stands in its list already.
    fn once<'r, T: Eq + Hash + 'r>(
        &mut self,
        items: impl ExactSizeIterator<Item = &'r T> + Clone,
        message: impl Fn(usize) -> String,
        pointer: impl Fn(usize) -> String,
    ) {
        for k in repeats(items) {
            self.faults.add(Code::DuplicateReference, pointer(k), message(k));
        }
    }

    fn assignment(&mut self, i: usize, assignment: &Assignment, resolved: &mut Resolved) {
        let index = self.index;
        self.find(&index.persons, &assignment.person, "person", || format!("/assignments/{i}/person"));
        let position = self.subject(&assignment.subject, || format!("/assignments/{i}/subject"));
        if let (Subject::Project(_), Some(p)) = (&assignment.subject, position) {
            resolved.project_assignments[p].push(i as u32);
        }
    }

    fn subject(&mut self, subject: &Subject, path: impl Fn() -> String) -> Option<usize> {
        let index = self.index;
        match subject {
            Subject::Project(id) => self.find(&index.projects, id, "project", || path() + "/project"),
            Subject::Theme(id) => self.find(&index.themes, id, "theme", || path() + "/theme"),
            Subject::Objective(id) => self.find(&index.objectives, id, "objective", || path() + "/objective"),
            Subject::Roadmap(id) => self.find(&index.roadmaps, id, "roadmap", || path() + "/roadmap"),
            Subject::Portfolio(id) => self.find(&index.portfolios, id, "portfolio", || path() + "/portfolio"),
            Subject::Organization(id) => {
                self.find(&index.organizations, id, "organization", || path() + "/organization")
            }
        }
    }
}
