//! One currency, and nothing negative where that means nothing.

use super::Faults;
use crate::diagnostic::Code;
use crate::model::{CarryOver, ModelDraft, Policy, Project};
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
    }
    for (i, portfolio) in draft.portfolios.iter().enumerate() {
        judge.policy(&portfolio.policy, || format!("/portfolios/{i}/policy"));
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        judge.policy(&roadmap.policy, || format!("/roadmaps/{i}/policy"));
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
