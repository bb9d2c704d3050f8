//! References of portfolios, roadmaps, programs and their policies.

use super::Resolver;
use crate::diagnostic::Code;
use crate::model::build::{is_blank, repeats};
use crate::model::{
    CriterionSource, Interface, ModelDraft, Policy, Roadmap, ScoringModel, Weighting, WorthRule, gates,
};

impl Resolver<'_> {
    pub(super) fn groupings(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, portfolio) in draft.portfolios.iter().enumerate() {
            let at = |field: &str| format!("/portfolios/{i}/{field}");
            self.find(&index.organizations, &portfolio.organization, "organization", || at("organization"));
            self.find_if(&index.units, portfolio.unit.as_ref(), "unit", || at("unit"));
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
            self.purpose(i, roadmap);
        }
        for (i, program) in draft.programs.iter().enumerate() {
            let at = || format!("/programs/{i}/organization");
            self.find(&index.organizations, &program.organization, "organization", at);
        }
    }

    /// What a roadmap is aligned with, carries on, and is to change.
    fn purpose(&mut self, i: usize, roadmap: &Roadmap) {
        let index = self.index;
        let at = |field: &str| format!("/roadmaps/{i}/{field}");
        self.find_if(&index.mandates, roadmap.mandate.as_ref(), "mandate", || at("mandate"));
        self.find_if(&index.roadmaps, roadmap.predecessor.as_ref(), "roadmap", || at("predecessor"));
        for (k, transition) in roadmap.history.iter().enumerate() {
            let pointer = || format!("/roadmaps/{i}/history/{k}/decision");
            self.find_if(&index.decisions, transition.decision.as_ref(), "decision", pointer);
        }
        for (k, interface) in roadmap.interfaces.iter().enumerate() {
            let path = format!("/roadmaps/{i}/interfaces/{k}");
            match interface {
                Interface::Unit(id) => self.find(&index.units, id, "unit", || path + "/unit"),
                Interface::Audience(id) => self.find(&index.audiences, id, "audience", || path + "/audience"),
            };
        }
        self.once(
            roadmap.interfaces.iter(),
            |_| format!("roadmap `{}` names an interface twice", roadmap.id),
            |k| format!("/roadmaps/{i}/interfaces/{k}"),
        );
        for (k, impact) in roadmap.expected_impacts.iter().enumerate() {
            let pointer = || format!("/roadmaps/{i}/expected_impacts/{k}/indicator");
            self.find(&index.indicators, &impact.indicator, "indicator", pointer);
        }
        self.once(
            roadmap.expected_impacts.iter().map(|impact| &impact.indicator),
            |k| format!("an impact on indicator `{}` is expected twice", roadmap.expected_impacts[k].indicator),
            |k| format!("/roadmaps/{i}/expected_impacts/{k}/indicator"),
        );
        for (k, allocation) in roadmap.allocations.iter().enumerate() {
            let path = |field: &str| format!("/roadmaps/{i}/allocations/{k}/{field}");
            self.find_all(&index.pools, &allocation.pools, "pool", || path("pools"));
            self.find_all(&index.envelopes, &allocation.envelopes, "envelope", || path("envelopes"));
        }
        self.once(
            roadmap.allocations.iter().map(|allocation| &allocation.nature),
            |k| format!("means are allocated twice to nature `{}`", roadmap.allocations[k].nature),
            |k| format!("/roadmaps/{i}/allocations/{k}/nature"),
        );
    }

    fn policy(&mut self, policy: &Policy, draft: &ModelDraft, path: &str) {
        let index = self.index;
        if let WorthRule::Indicator(indicator) = &policy.worth {
            self.find(&index.indicators, indicator, "indicator", || format!("{path}/worth/indicator"));
        }
        if let WorthRule::Objective(objective) = &policy.worth {
            self.find(&index.objectives, objective, "objective", || format!("{path}/worth/objective"));
        }
        if let Some(scoring) = &policy.scoring {
            self.scoring(scoring, &format!("{path}/scoring"));
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
        self.once(
            policy.waivers.iter().map(|waiver| &waiver.gate),
            |k| format!("gate `{}` is waived twice", policy.waivers[k].gate),
            |k| format!("{path}/waivers/{k}/gate"),
        );
        for (k, waiver) in policy.waivers.iter().enumerate() {
            let (field, message) = if waiver.reason.trim().is_empty() {
                ("reason", format!("gate `{}` is waived without a reason: it stands", waiver.gate))
            } else if gates::WAIVABLE.iter().all(|code| code.as_str() != waiver.gate) {
                ("gate", format!("`{}` is no gate that can be waived", waiver.gate))
            } else {
                continue;
            };
            self.faults.add(Code::WaiverWithoutEffect, format_args!("{path}/waivers/{k}/{field}"), message);
        }
    }

    /// What the criteria of a scoring model read, and which criteria its judges speak of.
    fn scoring(&mut self, scoring: &ScoringModel, path: &str) {
        let index = self.index;
        for (k, criterion) in scoring.criteria.iter().enumerate() {
            let at = |field: &str| format!("{path}/criteria/{k}/{field}");
            match &criterion.source {
                CriterionSource::Objective(id) => {
                    self.find(&index.objectives, id, "objective", || at("source/objective"));
                }
                CriterionSource::Indicator(id) => {
                    self.find(&index.indicators, id, "indicator", || at("source/indicator"));
                }
                _ => {}
            }
            if is_blank(criterion.id.as_str()) {
                self.faults.add(Code::EmptyId, at("id"), format!("criterion number {} has no id", k + 1));
            }
            self.once(
                criterion.levels.iter().map(|level| &level.level),
                |l| format!("level `{}` of criterion `{}` has two numbers", criterion.levels[l].level, criterion.id),
                |l| format!("{path}/criteria/{k}/levels/{l}/level"),
            );
        }
        for k in repeats(scoring.criteria.iter().map(|criterion| &criterion.id)) {
            let message = format!("criterion `{}` is written twice", scoring.criteria[k].id);
            self.faults.add(Code::DuplicateId, format_args!("{path}/criteria/{k}/id"), message);
        }
        let Weighting::Pairwise(pairwise) = &scoring.weighting else { return };
        for (j, judge) in pairwise.judges.iter().enumerate() {
            let at = |k: usize, field: &str| format!("{path}/weighting/pairwise/judges/{j}/judgements/{k}/{field}");
            for (k, judgement) in judge.judgements.iter().enumerate() {
                for (field, id) in [("criterion", &judgement.criterion), ("over", &judgement.over)] {
                    if !scoring.criteria.iter().any(|criterion| criterion.id == *id) {
                        let message = format!("there is no criterion `{id}` in scoring model `{}`", scoring.name);
                        self.faults.add(Code::UnknownReference, at(k, field), message);
                    }
                }
                if judgement.criterion == judgement.over {
                    let message = format!("criterion `{}` is compared with itself", judgement.criterion);
                    self.faults.add(Code::SelfReference, at(k, "over"), message);
                }
            }
            let pairs: Vec<_> = judge
                .judgements
                .iter()
                .map(|judgement| {
                    let (one, other) = (&judgement.criterion, &judgement.over);
                    if one < other { (one, other) } else { (other, one) }
                })
                .collect();
            for k in repeats(pairs.iter()) {
                let (one, other) = pairs[k];
                let message = format!("`{one}` and `{other}` are compared twice by {}", judge.name);
                self.faults.add(Code::JudgementsNotReciprocal, at(k, "criterion"), message);
            }
        }
    }
}
