//! Projects and the links between them.

use super::{Author, PROJECTS, STATES, keys};
use crate::id::{AudienceId, EnvelopeId, ObjectiveId, PoolId, ProjectId, RoadmapId, VariantId};
use crate::model::{
    Alignment, Baseline, Benefit, CoFinancing, CoFinancingState, ComplianceMark, ComplianceState, Contribution,
    ContributionKind, CostLine, Dependency, Lag, Membership, Milestone, ModelDraft, Phase, Project, ProjectKind,
    Purchase, PurchaseRoute, Relation, Risk, RiskSeverity, RunCost, Section, ServiceChange, ServiceEffect, Variant,
    WorkloadLine,
};
use crate::quantity::Share;
use crate::time::Date;

impl Author {
    pub(super) fn project(&mut self, draft: &ModelDraft, id: &ProjectId, k: usize) -> Project {
        let variants: Vec<VariantId> = keys("v", 1 + self.tape.below(3));
        let start = self.maybe(60, |d| d.date(2026, 2));
        let mut project = Project::new(id.clone(), PROJECTS[k % PROJECTS.len()], Variant::new("v-0", 1));
        project.variants = variants.iter().map(|id| self.variant(draft, id, start)).collect();
        project.description = self.maybe(30, |_| "Déposer et suivre un dossier.".to_owned());
        project.kind =
            self.word(&[ProjectKind::Project, ProjectKind::Action, ProjectKind::Study, ProjectKind::Service]);
        project.nature = self.maybe(30, |_| "it".to_owned());
        project.state = self.word(STATES);
        project.theme = self.maybe(80, |d| d.one(&draft.themes)).flatten().map(|theme| theme.id);
        project.unit = self.maybe(50, |d| d.one(&draft.units)).flatten().map(|unit| unit.id);
        project.delivery_unit = self.maybe(50, |d| d.one(&draft.units)).flatten().map(|unit| unit.id);
        project.portfolio = self.maybe(60, |d| d.one(&draft.portfolios)).flatten().map(|portfolio| portfolio.id);
        let roadmaps: Vec<RoadmapId> = draft.roadmaps.iter().map(|roadmap| roadmap.id.clone()).collect();
        for roadmap in self.tape.some(&roadmaps, 70) {
            let mut membership = Membership::new(roadmap);
            membership.share = if self.tape.chance(30) { self.share() } else { Share::ONE };
            project.roadmaps.push(membership);
        }
        project.start = start;
        project.earliest_start = self.maybe(30, |d| d.date(2026, 1));
        project.latest_start = self.maybe(30, |d| d.date(2027, 2));
        project.variant = self.maybe(30, |d| d.one(&variants)).flatten();
        let objectives: Vec<ObjectiveId> = draft.objectives.iter().map(|objective| objective.id.clone()).collect();
        for objective in self.tape.some(&objectives, 50) {
            project.alignment.push(Alignment::new(objective, self.points(5)));
        }
        let audiences: Vec<AudienceId> = draft.audiences.iter().map(|audience| audience.id.clone()).collect();
        for audience in self.tape.some(&audiences, 50) {
            let mut benefit = Benefit::new(audience, "des délais plus courts");
            benefit.yearly = self.maybe(50, Self::money);
            project.benefits.push(benefit);
        }
        project.updated = self.maybe(50, |d| d.date(2026, 1));
        self.conduct(draft, &mut project);
        project
    }

    fn conduct(&mut self, draft: &ModelDraft, project: &mut Project) {
        project.program = self.maybe(30, |d| d.one(&draft.programs)).flatten().map(|program| program.id);
        project.weight = self.maybe(30, |d| d.points(10));
        project.finish = self.maybe(15, |d| d.date(2029, 1));
        project.landing = self.maybe(30, Self::money);
        project.baseline = self.maybe(30, |d| {
            let mut baseline = Baseline::new(d.date(2025, 2));
            baseline.start = d.maybe(70, |d| d.date(2026, 1));
            baseline.finish = d.maybe(70, |d| d.date(2027, 2));
            baseline.cost = d.maybe(70, Self::money);
            baseline
        });
        for k in 0..self.tape.below(3) {
            let mut phase = Phase::new(format!("phase-{k}"), "Cadrage");
            phase.start = self.maybe(60, |d| d.date(2026, 1));
            phase.end = self.maybe(60, |d| d.date(2027, 1));
            phase.finished = self.maybe(20, |d| d.date(2026, 2));
            project.phases.push(phase);
        }
        for k in 0..self.tape.below(3) {
            let mut milestone = Milestone::new(format!("jalon-{k}"), "Ouverture au public", self.date(2026, 3));
            milestone.baseline = self.maybe(40, |d| d.date(2026, 3));
            milestone.reached = self.maybe(20, |d| d.date(2026, 2));
            project.milestones.push(milestone);
        }
        project.purchase = self.maybe(30, |d| {
            const ROUTES: [PurchaseRoute; 7] = [
                PurchaseRoute::Quotes,
                PurchaseRoute::Framework,
                PurchaseRoute::CentralPurchasing,
                PurchaseRoute::Adapted,
                PurchaseRoute::FormalTender,
                PurchaseRoute::Negotiated,
                PurchaseRoute::InHouse,
            ];
            let route = d.one(&ROUTES).unwrap_or(PurchaseRoute::Quotes);
            let mut purchase = Purchase::new(route, d.tape.below(13) as u32);
            purchase.awarded = d.maybe(30, |d| d.date(2026, 2));
            purchase
        });
        for source in self.tape.some(&["FEDER", "État", "Région"], 15) {
            let section = self.one(&[Section::Investment, Section::Operating]).unwrap_or(Section::Investment);
            let mut grant = CoFinancing::new(source, section, self.year(2026, 3), self.money());
            grant.state =
                self.word(&[CoFinancingState::Requested, CoFinancingState::Notified, CoFinancingState::Cashed]);
            grant.date = self.maybe(50, |d| d.date(2026, 1));
            project.co_financing.push(grant);
        }
        let sides = [ContributionKind::It, ContributionKind::Organizational, ContributionKind::Financial];
        for kind in self.tape.some(&sides, 15) {
            project.contributions.push(Contribution::new(kind, "reprise des données"));
        }
        let effects = [ServiceChange::Create, ServiceChange::Harmonize, ServiceChange::Enrich, ServiceChange::Retire];
        for service in self.tape.some(&draft.services, 30) {
            let effect = self.one(&effects).unwrap_or(ServiceChange::Create);
            project.services.push(ServiceEffect::new(service.id, effect));
        }
        project.changes_work = self.tape.chance(30);
        for k in 0..self.tape.below(3) {
            let mut risk = Risk::new(format!("risque-{k}"), "Un seul éditeur répond");
            risk.probability = self.maybe(60, Self::share);
            risk.severity =
                self.word(&[RiskSeverity::Moderate, RiskSeverity::Minor, RiskSeverity::Major, RiskSeverity::Critical]);
            risk.exposure = self.maybe(40, Self::money);
            risk.response = self.maybe(40, |_| "élargir le sourçage".to_owned());
            risk.owner = self.maybe(40, |d| d.one(&draft.persons)).flatten().map(|person| person.id);
            project.risks.push(risk);
        }
        let states = [
            ComplianceState::Required,
            ComplianceState::InProgress,
            ComplianceState::Met,
            ComplianceState::NotApplicable,
        ];
        for rule in self.tape.some(&["rgpd", "rgaa", "nis2"], 20) {
            let mut mark = ComplianceMark::new(rule, self.word(&states));
            mark.date = self.maybe(40, |d| d.date(2026, 1));
            project.compliance.push(mark);
        }
    }

    pub(super) fn variant(&mut self, draft: &ModelDraft, id: &VariantId, start: Option<Date>) -> Variant {
        let months = 1 + self.tape.below(30) as u32;
        let mut variant = Variant::new(id.clone(), months);
        variant.name = self.maybe(30, |_| "Abonnement".to_owned());
        variant.worth_share = self.maybe(30, Self::share);
        let envelopes: Vec<EnvelopeId> = draft.envelopes.iter().map(|envelope| envelope.id.clone()).collect();
        for envelope in self.tape.some(&envelopes, 60) {
            // A budget year of any calendar that holds the start is not before the year of the start.
            let year = self.year(start.map_or(2026, |start| chrono::Datelike::year(&start.first_day())), 3);
            let section = self.one(&[Section::Investment, Section::Operating]).unwrap_or(Section::Investment);
            let mut line = CostLine::new(year, section, envelope.clone(), self.money());
            line.nature = self.maybe(30, |_| "2051".to_owned());
            if self.tape.chance(15) {
                line.or_envelopes = envelopes.iter().filter(|other| **other != envelope).cloned().collect();
            }
            variant.costs.push(line);
        }
        let pools: Vec<PoolId> = draft.pools.iter().map(|pool| pool.id.clone()).collect();
        for pool in self.tape.some(&pools, 60) {
            let mut line = WorkloadLine::new(pool, self.workload(300));
            line.from_month = self.tape.below(months as usize) as u32;
            line.months = self.maybe(50, |d| 1 + d.tape.below((months - line.from_month) as usize) as u32);
            variant.workload.push(line);
        }
        for section in self.tape.some(&[Section::Operating, Section::Investment], 20) {
            let mut line = RunCost::new(section, self.money());
            line.nature = self.maybe(50, |_| "6156".to_owned());
            line.envelope = self.maybe(60, |d| d.one(&envelopes)).flatten();
            line.from_month = self.tape.below(13) as u32;
            line.months = self.maybe(30, |d| 1 + d.tape.below(60) as u32);
            variant.run_costs.push(line);
        }
        variant
    }

    /// Links that contradict nothing: they lead from later projects to earlier ones, and nothing requires a project of
    /// an exclusion. Gives the projects of exclusions, for the choices to leave alone.
    pub(super) fn links(&mut self, draft: &mut ModelDraft) -> Vec<ProjectId> {
        let ids: Vec<ProjectId> = draft.projects.iter().map(|project| project.id.clone()).collect();
        let excluded = if self.tape.chance(60) { self.tape.some(&ids, 25) } else { Vec::new() };
        if excluded.len() >= 2 {
            draft.dependencies.push(Dependency::Excludes { projects: excluded.clone() });
        }
        let free: Vec<ProjectId> = ids.iter().filter(|id| !excluded.contains(id)).cloned().collect();
        for _ in 0..self.tape.below(8) {
            let (Some(earlier), Some(later)) = (self.one(&free), self.one(&ids)) else { break };
            let position = |id: &ProjectId| ids.iter().position(|other| other == id);
            if position(&earlier) >= position(&later) {
                continue;
            }
            let link = match self.tape.below(5) {
                0 => Dependency::Requires { dependent: later, prerequisite: earlier },
                // A set that must come together must not be tied by anything that keeps its projects apart.
                1 if free.contains(&later) => Dependency::Together { projects: vec![earlier, later] },
                2 => Dependency::Synergy {
                    projects: vec![earlier, later],
                    worth: self.points(5),
                    saving: self.maybe(30, Self::money),
                },
                _ => Dependency::Timing {
                    predecessor: earlier,
                    successor: later,
                    relation: self.word(&[
                        Relation::FinishToStart,
                        Relation::StartToStart,
                        Relation::FinishToFinish,
                        Relation::StartToFinish,
                    ]),
                    lag: if self.tape.chance(30) {
                        Lag::Days(self.tape.below(60) as i32 - 20)
                    } else {
                        Lag::Months(self.tape.below(7) as i32 - 2)
                    },
                    if_both: self.tape.chance(30),
                },
            };
            draft.dependencies.push(link);
        }
        excluded
    }
}
