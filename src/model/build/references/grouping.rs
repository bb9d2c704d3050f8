//! References of portfolios, roadmaps, programs and their policies.

use super::Resolver;
use crate::diagnostic::Code;
use crate::model::build::repeats;
use crate::model::gates;
use crate::model::{Interface, ModelDraft, Policy, Roadmap, WorthRule};

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
}
