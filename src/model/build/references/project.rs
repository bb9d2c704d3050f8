//! References of projects.

use super::Resolver;
use crate::diagnostic::Code;
use crate::model::Project;
use crate::model::build::repeats;
use crate::model::index::{ProjectIx, Resolved, ThemeIx};

impl Resolver<'_> {
    pub(super) fn project(&mut self, i: usize, project: &Project, resolved: &mut Resolved) {
        let index = self.index;
        let at = |field: &str| format!("/projects/{i}/{field}");
        let theme = project.theme.as_ref().and_then(|id| self.find(&index.themes, id, "theme", || at("theme")));
        resolved.project_theme.push(theme.map(ThemeIx::new));
        self.find_if(&index.units, project.unit.as_ref(), "unit", || at("unit"));
        self.find_if(&index.units, project.delivery_unit.as_ref(), "unit", || at("delivery_unit"));
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
        self.conduct(i, project);
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
            for (k, line) in variant.run_costs.iter().enumerate() {
                let pointer = || format!("/projects/{i}/variants/{v}/run_costs/{k}/envelope");
                self.find_if(&index.envelopes, line.envelope.as_ref(), "envelope", pointer);
            }
        }
    }

    /// What the run of a project points at.
    fn conduct(&mut self, i: usize, project: &Project) {
        let index = self.index;
        self.find_if(&index.programs, project.program.as_ref(), "program", || format!("/projects/{i}/program"));
        for (k, transition) in project.history.iter().enumerate() {
            let pointer = || format!("/projects/{i}/history/{k}/decision");
            self.find_if(&index.decisions, transition.decision.as_ref(), "decision", pointer);
        }
        for (k, effect) in project.services.iter().enumerate() {
            let pointer = || format!("/projects/{i}/services/{k}/service");
            self.find(&index.services, &effect.service, "service", pointer);
        }
        self.once(
            project.services.iter().map(|effect| &effect.service),
            |k| format!("project `{}` names service `{}` twice", project.id, project.services[k].service),
            |k| format!("/projects/{i}/services/{k}/service"),
        );
        for (k, risk) in project.risks.iter().enumerate() {
            self.find_if(&index.persons, risk.owner.as_ref(), "person", || format!("/projects/{i}/risks/{k}/owner"));
        }
        self.once(
            project.compliance.iter().map(|mark| &mark.rule),
            |k| format!("project `{}` has two marks for rule `{}`", project.id, project.compliance[k].rule),
            |k| format!("/projects/{i}/compliance/{k}/rule"),
        );
    }
}
