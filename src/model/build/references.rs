//! Ids are unique in their kind, and every reference resolves.

use super::{Faults, is_blank, links, repeats};
use crate::diagnostic::Code;
use crate::model::index::{Index, Keys, ProjectIx, Resolved, ThemeIx};
use crate::model::{Assignment, ModelDraft, Policy, Project, Subject, WorthRule};
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
    };
    let mut resolver = Resolver { index: &index, faults };
    let mut resolved = Resolved {
        roadmap_projects: vec![Vec::new(); draft.roadmaps.len()],
        portfolio_projects: vec![Vec::new(); draft.portfolios.len()],
        project_assignments: vec![Vec::new(); draft.projects.len()],
        project_dependencies: vec![Vec::new(); draft.projects.len()],
        ..Resolved::default()
    };
    resolver.organization_records(draft);
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

    fn organization_records(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, organization) in draft.organizations.iter().enumerate() {
            let path = || format!("/organizations/{i}/policy_areas");
            self.find_all(&index.policy_areas, &organization.policy_areas, "policy area", path);
        }
        for (i, unit) in draft.units.iter().enumerate() {
            let at = || format!("/units/{i}/organization");
            self.find(&index.organizations, &unit.organization, "organization", at);
        }
        for (i, person) in draft.persons.iter().enumerate() {
            if let Some(unit) = &person.unit {
                self.find(&index.units, unit, "unit", || format!("/persons/{i}/unit"));
            }
        }
        for (i, objective) in draft.objectives.iter().enumerate() {
            self.find(&index.themes, &objective.theme, "theme", || format!("/objectives/{i}/theme"));
            if let Some(area) = &objective.policy_area {
                self.find(&index.policy_areas, area, "policy area", || format!("/objectives/{i}/policy_area"));
            }
            let path = || format!("/objectives/{i}/indicators");
            self.find_all(&index.indicators, &objective.indicators, "indicator", path);
        }
        for (i, envelope) in draft.envelopes.iter().enumerate() {
            if let Some(manager) = &envelope.manager {
                self.find(&index.persons, manager, "person", || format!("/envelopes/{i}/manager"));
            }
            if let Some(unit) = &envelope.unit {
                self.find(&index.units, unit, "unit", || format!("/envelopes/{i}/unit"));
            }
        }
        for (i, pool) in draft.pools.iter().enumerate() {
            if let Some(unit) = &pool.unit {
                self.find(&index.units, unit, "unit", || format!("/pools/{i}/unit"));
            }
        }
    }

    fn groupings(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, portfolio) in draft.portfolios.iter().enumerate() {
            let at = |field: &str| format!("/portfolios/{i}/{field}");
            self.find(&index.organizations, &portfolio.organization, "organization", || at("organization"));
            if let Some(unit) = &portfolio.unit {
                self.find(&index.units, unit, "unit", || at("unit"));
            }
            self.find_all(&index.pools, &portfolio.pools, "pool", || at("pools"));
            self.find_all(&index.envelopes, &portfolio.envelopes, "envelope", || at("envelopes"));
            self.policy(&portfolio.policy, draft, &at("policy"));
        }
        for (i, roadmap) in draft.roadmaps.iter().enumerate() {
            let at = |field: &str| format!("/roadmaps/{i}/{field}");
            self.find(&index.organizations, &roadmap.organization, "organization", || at("organization"));
            self.find_all(&index.themes, &roadmap.themes, "theme", || at("themes"));
            self.find_all(&index.audiences, &roadmap.audiences, "audience", || at("audiences"));
            self.find_all(&index.envelopes, &roadmap.envelopes, "envelope", || at("envelopes"));
            self.find_all(&index.pools, &roadmap.pools, "pool", || at("pools"));
            self.policy(&roadmap.policy, draft, &at("policy"));
        }
    }

    fn policy(&mut self, policy: &Policy, draft: &ModelDraft, path: &str) {
        let index = self.index;
        if let WorthRule::Indicator(indicator) = &policy.worth {
            self.find(&index.indicators, indicator, "indicator", || format!("{path}/worth/indicator"));
        }
        let repeated = repeats(policy.forced.iter().map(|forced| &forced.project));
        for &k in &repeated {
            let message = format!("project `{}` is forced twice", policy.forced[k].project);
            self.faults.add(Code::DuplicateReference, format_args!("{path}/forced/{k}/project"), message);
        }
        for (k, forced) in policy.forced.iter().enumerate() {
            let at = || format!("{path}/forced/{k}/project");
            let Some(position) = self.find(&index.projects, &forced.project, "project", at) else { continue };
            if repeated.binary_search(&k).is_ok() {
                continue;
            }
            if let Some(variant) = &forced.variant
                && !draft.projects[position].variants.iter().any(|v| v.id == *variant)
            {
                self.faults.add(
                    Code::UnknownReference,
                    format_args!("{path}/forced/{k}/variant"),
                    format!("project `{}` has no variant `{variant}`", forced.project),
                );
            }
        }
        for (k, quota) in policy.theme_quotas.iter().enumerate() {
            self.find(&index.themes, &quota.theme, "theme", || format!("{path}/theme_quotas/{k}/theme"));
        }
    }

    fn project(&mut self, i: usize, project: &Project, resolved: &mut Resolved) {
        let index = self.index;
        let at = |field: &str| format!("/projects/{i}/{field}");
        let theme = project.theme.as_ref().and_then(|id| self.find(&index.themes, id, "theme", || at("theme")));
        resolved.project_theme.push(theme.map(ThemeIx::new));
        if let Some(unit) = &project.unit {
            self.find(&index.units, unit, "unit", || at("unit"));
        }
        if let Some(unit) = &project.delivery_unit {
            self.find(&index.units, unit, "unit", || at("delivery_unit"));
        }
        if let Some(id) = &project.portfolio
            && let Some(p) = self.find(&index.portfolios, id, "portfolio", || at("portfolio"))
        {
            resolved.portfolio_projects[p].push(ProjectIx::new(i));
        }
        for (k, membership) in project.roadmaps.iter().enumerate() {
            let pointer = || format!("/projects/{i}/roadmaps/{k}/roadmap");
            let Some(r) = self.find(&index.roadmaps, &membership.roadmap, "roadmap", pointer) else { continue };
            if resolved.roadmap_projects[r].last() == Some(&ProjectIx::new(i)) {
                let message = format!("project `{}` names roadmap `{}` twice", project.id, membership.roadmap);
                self.faults.add(Code::DuplicateReference, pointer(), message);
            } else {
                resolved.roadmap_projects[r].push(ProjectIx::new(i));
            }
        }
        let variant = project.variant.as_ref().map_or(Some(0), |id| {
            let position = project.variants.iter().position(|v| v.id == *id);
            if position.is_none() {
                let message = format!("project `{}` has no variant `{id}`", project.id);
                self.faults.add(Code::UnknownReference, at("variant"), message);
            }
            position
        });
        resolved.project_variant.push(variant.unwrap_or(0) as u32);
        for (k, alignment) in project.alignment.iter().enumerate() {
            let pointer = || format!("/projects/{i}/alignment/{k}/objective");
            self.find(&index.objectives, &alignment.objective, "objective", pointer);
        }
        for k in repeats(project.alignment.iter().map(|alignment| &alignment.objective)) {
            let message =
                format!("project `{}` is scored twice against `{}`", project.id, project.alignment[k].objective);
            let pointer = format_args!("/projects/{i}/alignment/{k}/objective");
            self.faults.add(Code::DuplicateReference, pointer, message);
        }
        for (k, benefit) in project.benefits.iter().enumerate() {
            let pointer = || format!("/projects/{i}/benefits/{k}/audience");
            self.find(&index.audiences, &benefit.audience, "audience", pointer);
        }
        for (v, variant) in project.variants.iter().enumerate() {
            for (k, line) in variant.costs.iter().enumerate() {
                let at = |field: &str| format!("/projects/{i}/variants/{v}/costs/{k}/{field}");
                self.find(&index.envelopes, &line.envelope, "envelope", || at("envelope"));
                self.find_all(&index.envelopes, &line.or_envelopes, "envelope", || at("or_envelopes"));
            }
            for (k, line) in variant.workload.iter().enumerate() {
                let pointer = || format!("/projects/{i}/variants/{v}/workload/{k}/pool");
                self.find(&index.pools, &line.pool, "pool", pointer);
            }
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
