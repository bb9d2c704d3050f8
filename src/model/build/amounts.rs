//! One currency, and nothing negative where that means nothing.

use super::Faults;
use crate::diagnostic::Code;
use crate::model::{
    CarryOver, CommitmentEvent, CommitmentProgram, Dependency, ModelDraft, Policy, Project, ScenarioChange,
};
use crate::quantity::{Currency, Money, Score};
use std::fmt::Display;

/// Judges every amount and every weight of the document but those of projects.
pub(super) fn check(draft: &ModelDraft, faults: &mut Faults) {
    let mut judge = Judge { currency: draft.currency, faults };
    for (i, objective) in draft.objectives.iter().enumerate() {
        judge.points(
            objective.weight,
            || format!("/objectives/{i}/weight"),
            || format!("the weight of objective `{}`", objective.id),
        );
    }
    for (i, envelope) in draft.envelopes.iter().enumerate() {
        for (k, line) in envelope.amounts.iter().enumerate() {
            judge.positive(
                line.amount,
                || format!("/envelopes/{i}/amounts/{k}/amount"),
                || format!("the amount of envelope `{}` for {}", envelope.id, line.year),
            );
        }
        if let CarryOver::AtMost(amount) = envelope.carry_over {
            judge.positive(
                amount,
                || format!("/envelopes/{i}/carry_over/at-most"),
                || format!("what envelope `{}` carries over", envelope.id),
            );
        }
        for (k, vote) in envelope.votes.iter().enumerate() {
            for (l, line) in vote.amounts.iter().enumerate() {
                judge.money(
                    line.amount,
                    || format!("/envelopes/{i}/votes/{k}/amounts/{l}/amount"),
                    || format!("what a vote gives envelope `{}` in {}", envelope.id, line.year),
                );
            }
        }
        if let Some(program) = &envelope.program {
            judge.program(i, program);
        }
    }
    for (i, pool) in draft.pools.iter().enumerate() {
        if let Some(rate) = pool.day_rate {
            judge.positive(rate, || format!("/pools/{i}/day_rate"), || format!("a day of pool `{}`", pool.id));
        }
    }
    for (i, portfolio) in draft.portfolios.iter().enumerate() {
        judge.policy(&portfolio.policy, || format!("/portfolios/{i}/policy"));
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        judge.policy(&roadmap.policy, || format!("/roadmaps/{i}/policy"));
    }
    for (i, dependency) in draft.dependencies.iter().enumerate() {
        if let Dependency::Synergy { saving: Some(saving), .. } = dependency {
            judge.money(*saving, || format!("/dependencies/{i}/synergy/saving"), || "what a synergy saves");
        }
    }
    for (i, entry) in draft.ledger.iter().enumerate() {
        judge.money(entry.amount, || format!("/ledger/{i}/amount"), || format!("a movement of {}", entry.date));
    }
    for (i, scenario) in draft.scenarios.iter().enumerate() {
        for (k, change) in scenario.changes.iter().enumerate() {
            if let ScenarioChange::Budget { amount, envelope, .. } = change {
                judge.positive(
                    *amount,
                    || format!("/scenarios/{i}/changes/{k}/budget/amount"),
                    || format!("what scenario `{}` lets envelope `{envelope}` open", scenario.id),
                );
            }
        }
    }
}

/// Judges the amounts and scores of one project.
pub(super) fn project(currency: Currency, i: usize, project: &Project, faults: &mut Faults) {
    let mut judge = Judge { currency, faults };
    for (v, variant) in project.variants.iter().enumerate() {
        for (k, line) in variant.costs.iter().enumerate() {
            judge.money(
                line.amount,
                || format!("/projects/{i}/variants/{v}/costs/{k}/amount"),
                || format!("the cost of project `{}` in {}", project.id, line.year),
            );
        }
        for (k, line) in variant.run_costs.iter().enumerate() {
            judge.money(
                line.yearly,
                || format!("/projects/{i}/variants/{v}/run_costs/{k}/yearly"),
                || format!("the yearly cost of project `{}` after delivery", project.id),
            );
        }
    }
    if let Some(weight) = project.weight {
        judge.points(weight, || format!("/projects/{i}/weight"), || format!("the weight of project `{}`", project.id));
    }
    let totals = [
        (project.landing, "landing", "the landing"),
        (project.baseline.as_ref().and_then(|baseline| baseline.cost), "baseline/cost", "the cost approved"),
    ];
    for (amount, field, what) in totals {
        if let Some(amount) = amount {
            judge.positive(
                amount,
                || format!("/projects/{i}/{field}"),
                || format!("{what} of project `{}`", project.id),
            );
        }
    }
    for (k, grant) in project.co_financing.iter().enumerate() {
        judge.positive(
            grant.amount,
            || format!("/projects/{i}/co_financing/{k}/amount"),
            || format!("what {} gives for project `{}`", grant.source, project.id),
        );
    }
    for (k, risk) in project.risks.iter().enumerate() {
        if let Some(exposure) = risk.exposure {
            judge.positive(
                exposure,
                || format!("/projects/{i}/risks/{k}/exposure"),
                || format!("the exposure of risk `{}` of project `{}`", risk.id, project.id),
            );
        }
    }
    for (k, alignment) in project.alignment.iter().enumerate() {
        judge.points(
            alignment.score,
            || format!("/projects/{i}/alignment/{k}/score"),
            || format!("the score of project `{}` against `{}`", project.id, alignment.objective),
        );
    }
    for (k, benefit) in project.benefits.iter().enumerate() {
        if let Some(amount) = benefit.yearly {
            judge.money(
                amount,
                || format!("/projects/{i}/benefits/{k}/yearly"),
                || format!("the yearly benefit of project `{}` for `{}`", project.id, benefit.audience),
            );
        }
    }
}

struct Judge<'a> {
    currency: Currency,
    faults: &'a mut Faults,
}

impl Judge<'_> {
    fn money<P: Display, W: Display>(&mut self, amount: Money, pointer: impl Fn() -> P, what: impl Fn() -> W) {
        if amount.currency() != self.currency {
            let message = format!("{} is {amount}; the document counts in {}", what(), self.currency);
            self.faults.add(Code::MixedCurrencies, pointer(), message);
        }
    }

    fn positive<P: Display, W: Display>(&mut self, amount: Money, pointer: impl Fn() -> P, what: impl Fn() -> W) {
        if amount.is_negative() {
            let message = format!("{} is {amount}, below 0 {}", what(), amount.currency());
            self.faults.add(Code::NegativeNumber, pointer(), message);
        }
        self.money(amount, pointer, what);
    }

    fn points<P: Display, W: Display>(&mut self, points: Score, pointer: impl Fn() -> P, what: impl Fn() -> W) {
        if points.value().is_sign_negative() {
            self.faults.add(Code::NegativeNumber, pointer(), format!("{} is {points}, below 0", what()));
        }
    }

    fn program(&mut self, i: usize, program: &CommitmentProgram) {
        let at = |field: &str| format!("/envelopes/{i}/program/{field}");
        self.positive(program.authority, || at("authority"), || "the authority of a program");
        for (k, event) in program.events.iter().enumerate() {
            let date = event.date();
            let at = |field: &str| format!("/envelopes/{i}/program/events/{k}/{field}");
            match event {
                CommitmentEvent::Vote { authority, credits, .. }
                | CommitmentEvent::Revision { authority, credits, .. } => {
                    let word = if matches!(event, CommitmentEvent::Vote { .. }) { "vote" } else { "revision" };
                    let field = || at(&format!("{word}/authority"));
                    self.positive(*authority, field, || format!("the authority of the {word} of {date}"));
                    for (l, line) in credits.iter().enumerate() {
                        self.positive(
                            line.amount,
                            || at(&format!("{word}/credits/{l}/amount")),
                            || format!("what the {word} of {date} spreads over {}", line.year),
                        );
                    }
                }
                CommitmentEvent::Allocation { amount, .. } => {
                    self.positive(*amount, || at("allocation/amount"), || format!("the allocation of {date}"));
                }
                CommitmentEvent::Lapse { amount, .. } => {
                    self.positive(*amount, || at("lapse/amount"), || format!("the lapse of {date}"));
                }
                CommitmentEvent::Closure { .. } => {}
            }
        }
    }

    fn policy(&mut self, policy: &Policy, path: impl Fn() -> String) {
        for (k, quota) in policy.theme_quotas.iter().enumerate() {
            for (field, amount) in [("min_cost", quota.min_cost), ("max_cost", quota.max_cost)] {
                if let Some(amount) = amount {
                    self.positive(
                        amount,
                        || format!("{}/theme_quotas/{k}/{field}", path()),
                        || format!("a limit on the money of theme `{}`", quota.theme),
                    );
                }
            }
        }
        if let Some(amount) = policy.change.as_ref().and_then(|change| change.max_cost) {
            self.positive(amount, || format!("{}/change/max_cost", path()), || "the money for new projects");
        }
    }
}
