//! How the money is used: plans, credits, authorities, the ledger, landings, grants, and who pays afterwards.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, is_decided};
use super::words;
use crate::diagnostic::Code;
use crate::finance::{Disorder, Execution, OrderBreach, RunCosts, landings, order_breaches, unsecured_grants};
use crate::id::{EnvelopeId, ProjectId};
use crate::model::{EnvelopeRef, LedgerStage, ProjectRef};
use crate::quantity::Money;
use crate::time::FiscalYear;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::CommitmentOffPlan,
        "{2} of {1} of envelope `{name}` are committed in {0}, where {3} were due: {value} of the plan; at most {threshold} either way is expected",
        "enveloppe « {name} » ({1}) : {2} engagés en {0} pour {3} attendus à ce jour, soit {value} du prévisionnel, pour {threshold} au plus",
        |ground, sink| off_plan(ground, sink, LedgerStage::Committed),
    ),
    Check::new(
        Code::PaymentOffPlan,
        "{2} of {1} of envelope `{name}` are ordered in {0}, where {3} were due: {value} of the plan; at most {threshold} either way is expected",
        "enveloppe « {name} » ({1}) : {2} mandatés en {0} pour {3} attendus à ce jour, soit {value} du prévisionnel, pour {threshold} au plus",
        |ground, sink| off_plan(ground, sink, LedgerStage::Ordered),
    ),
    Check::new(
        Code::LandingOverApproved,
        "project `{name}` is expected to cost {value}, {0} over the {threshold} that were approved",
        "projet « {name} » : atterrissage à {value}, soit {0} de plus que les {threshold} approuvés",
        landing_over_approved,
    ),
    Check::new(
        Code::RunCostUnfunded,
        "project `{name}` costs {value} to run in {0}, paid by {1}, where {threshold} is left for run costs of {2}",
        "projet « {name} » : {value} de coût récurrent en {0}, payé par {1}, où il reste {threshold} pour {2} de coûts récurrents",
        run_cost_unfunded,
    ),
    Check::new(
        Code::SubsidyUnsecured,
        "project `{name}` has begun and counts on {value} of grants that are only requested: {0}",
        "projet « {name} » commencé : {value} de subventions demandées et non notifiées ({0})",
        subsidy_unsecured,
    ),
    Check::new(
        Code::ApCpRespreadDue,
        "of the {threshold} of payment credits that `{name}` had in {0}, {1} were ordered: {value} are not spread anew",
        "« {name} » : sur {threshold} de crédits de paiement en {0}, {1} mandatés ; {value} restent à re-répartir",
        ap_cp_respread_due,
    ),
    Check::new(
        Code::LedgerOrder,
        "line `{0}` of envelope `{name}`: {value} {1} against {threshold} {2}",
        "enveloppe « {name} », pièce « {0} » : {value} {1} pour {threshold} {2}",
        ledger_order,
    ),
    Check::new(
        Code::OverAuthorized,
        "{value} are committed under `{name}`, whose {0} is {threshold}",
        "« {name} » : {value} engagés pour une {0} de {threshold}",
        over_authorized,
    ),
    Check::new(
        Code::OverCredits,
        "{value} of {1} of envelope `{name}` are {2} in {0}, where {threshold} is open",
        "enveloppe « {name} » ({1}) : {value} {2} en {0} pour {threshold} ouverts",
        over_credits,
    ),
];

/// The envelopes of the scope, unless it is a roadmap that is closed.
fn envelopes<'a>(ground: &Ground<'a>) -> BTreeMap<&'a EnvelopeId, EnvelopeRef<'a>> {
    if ground.scope.as_roadmap().is_some() && ground.roadmap().is_none() {
        return BTreeMap::new();
    }
    ground.scope.envelopes().map(|envelope| (envelope.id(), envelope)).collect()
}

fn this_year(ground: &Ground<'_>) -> FiscalYear {
    ground.scope.fiscal_calendar().year_of(ground.today)
}

fn is_above_zero(amount: Money) -> bool {
    !amount.is_negative() && !amount.is_zero()
}

/// In the budget year that goes on. An AP or AE is committed for several years at once, so that only too little of it is
/// off plan; too much is held against its authority.
fn off_plan(ground: &Ground<'_>, sink: &mut Sink<'_>, stage: LedgerStage) {
    let own = envelopes(ground);
    let (year, limit) = (this_year(ground), ground.limits.off_plan.value());
    if own.is_empty() {
        return;
    }
    for line in ground.deviations().iter().filter(|line| line.stage == stage) {
        let (Some(envelope), Ok(ratio)) = (own.get(&line.envelope), line.ratio.value) else { continue };
        let program = envelope.record().program.as_ref();
        let is_ahead = stage == LedgerStage::Committed
            && program.is_some_and(|program| program.kind.section() == line.section)
            && ratio > Decimal::ZERO;
        if line.year != year || ratio.abs() <= limit || is_ahead {
            continue;
        }
        let section = words::section(line.section);
        let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/amounts");
        let found = found.part(format!("{year} {}", section.en)).value(Fact::Share(ratio));
        let found = found.threshold(Fact::Share(limit)).detail(Fact::Year(year.year())).detail(Fact::Term(section));
        sink.push(found.detail(Fact::Money(line.actual)).detail(Fact::Money(line.due)));
    }
}

fn landing_over_approved(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for landing in ground.told(landings(ground.live.iter().copied())) {
        let project = ground.model.project(landing.project.as_str()).filter(|_| is_above_zero(landing.excess));
        if let Some(project) = project {
            let found = ground.project(project, "/landing").value(Fact::Money(landing.landing));
            sink.push(found.threshold(Fact::Money(landing.approved)).detail(Fact::Money(landing.excess)));
        }
    }
}

/// The first year, from the one that goes on, in which an envelope, or nobody, has too little left for the run costs it
/// should pay.
fn run_cost_unfunded(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let has_run_cost = |project: &ProjectRef<'_>| !project.variant().run_costs.is_empty();
    let own: BTreeMap<&ProjectId, ProjectRef<'_>> =
        ground.live_in(is_decided).filter(has_run_cost).map(|project| (project.id(), project)).collect();
    if own.is_empty() {
        return;
    }
    let costs = ground.told(RunCosts::of(ground.model, RunCosts::horizon(ground.model)).map(Some));
    let mut seen = BTreeSet::new();
    for row in costs.iter().flat_map(|costs| costs.unfunded(this_year(ground))) {
        let left = match row.credits.checked_sub(row.planned) {
            Ok(left) if !left.is_negative() => left,
            _ => Money::zero(ground.model.currency()),
        };
        let section = words::section(row.section);
        let key = row.envelope.as_ref().map_or("", EnvelopeId::as_str);
        let envelope = row.envelope.as_ref().and_then(|id| ground.model.envelope(id.as_str()));
        for (id, amount) in row.projects.iter().filter(|(_, amount)| is_above_zero(*amount)) {
            let Some(project) = own.get(id) else { continue };
            // Rows of one envelope and section come by year.
            if !seen.insert((id, &row.envelope, row.section)) {
                continue;
            }
            let payer = envelope.map_or(Fact::Term(words::NOBODY), |envelope| Fact::Text(envelope.name().to_owned()));
            let field = format!("/variants/{}/run_costs", variant_position(*project));
            let found = ground.project(*project, field).part(format!("{key} {}", section.en));
            let found = found.value(Fact::Money(*amount)).threshold(Fact::Money(left));
            let found = found.detail(Fact::Year(row.year.year())).detail(payer);
            sink.push(found.detail(Fact::Money(row.run_cost)));
        }
    }
}

fn variant_position(project: ProjectRef<'_>) -> usize {
    let followed = &project.variant().id;
    project.record().variants.iter().position(|variant| variant.id == *followed).unwrap_or(0)
}

fn subsidy_unsecured(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let mut by_project: BTreeMap<ProjectId, (Money, BTreeSet<String>)> = BTreeMap::new();
    for grant in unsecured_grants(ground.live.iter().copied()) {
        let zero = Money::zero(grant.amount.currency());
        let (sum, sources) = by_project.entry(grant.project).or_insert((zero, BTreeSet::new()));
        // A sum beyond what money can be keeps its largest part.
        *sum = sum.checked_add(grant.amount).unwrap_or(*sum);
        sources.insert(grant.source);
    }
    for (id, (sum, sources)) in by_project {
        if let Some(project) = ground.model.project(id.as_str()) {
            let found = ground.project(project, "/co_financing").value(Fact::Money(sum));
            sink.push(found.detail(Fact::Texts(sources.into_iter().collect())));
        }
    }
}

/// Of programs that go on and of which the ledger says something.
fn ap_cp_respread_due(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let own = envelopes(ground);
    if own.is_empty() {
        return;
    }
    for program in ground.programs() {
        let Some(envelope) = own.get(&program.envelope) else { continue };
        if program.closure.is_some() || (program.committed.is_zero() && program.ordered.is_zero()) {
            continue;
        }
        for year in program.respreads_due() {
            let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/program");
            let found = found.part(year.year.to_string()).value(Fact::Money(year.to_respread));
            let found = found.threshold(Fact::Money(year.spread)).detail(Fact::Year(year.year.year()));
            sink.push(found.detail(Fact::Money(year.ordered)));
        }
    }
}

fn ledger_order(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let own = envelopes(ground);
    if own.is_empty() {
        return;
    }
    let records = ground.records;
    // What people call a line: its number, or else its year, project and nature.
    let label = |breach: &OrderBreach| {
        breach.reference.clone().unwrap_or_else(|| {
            let nature = records.ledger.get(breach.position).and_then(|entry| entry.nature.clone());
            let project = breach.project.as_ref().map(|id| id.as_str().to_owned());
            let parts = [Some(breach.year.to_string()), project, nature];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
    };
    for breach in ground.told(order_breaches(ground.model, ground.today)) {
        let Some(envelope) = own.get(&breach.envelope) else { continue };
        let (stage, value, threshold, against, kind) = match breach.disorder {
            Disorder::Ahead { earlier, earlier_amount, later, later_amount, .. } => {
                (later, later_amount, earlier_amount, words::stage(earlier), "ahead")
            }
            Disorder::BelowZero { stage, amount } => {
                (stage, amount, Money::zero(amount.currency()), words::AT_LEAST, "below zero")
            }
        };
        let (label, stage, section) = (label(&breach), words::stage(stage), words::section(breach.section));
        let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "");
        let found = found.part(format!("{label} {} {} {kind}", section.en, stage.en)).value(Fact::Money(value));
        let found = found.threshold(Fact::Money(threshold)).detail(Fact::Text(label)).detail(Fact::Term(stage));
        sink.push(found.detail(Fact::Term(against)));
    }
}

fn over_authorized(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let own = envelopes(ground);
    if own.is_empty() {
        return;
    }
    for program in ground.programs() {
        if let Some(envelope) = own.get(&program.envelope).filter(|_| program.left_to_commit.is_negative()) {
            let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/program/authority");
            let found = found.value(Fact::Money(program.committed)).threshold(Fact::Money(program.authority));
            sink.push(found.detail(Fact::Term(words::commitment_kind(program.kind))));
        }
    }
}

/// More ordered than open; or, outside AP and AE, more committed. Of envelopes that are not voted another finding says so.
fn over_credits(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let own = envelopes(ground);
    if own.is_empty() {
        return;
    }
    let execution = ground.told(Execution::of(ground.model, ground.today).map(Some));
    for line in execution.iter().flat_map(Execution::lines) {
        let Some(envelope) = own.get(&line.envelope) else { continue };
        if envelope.record().voted_on().is_none_or(|voted| voted.first_day() > ground.today) {
            continue;
        }
        let (figures, year) = (&line.figures, line.year);
        let (ordered, committed) = (figures.stages.ordered(), figures.stages.committed());
        let (stage, value) = if ordered > figures.opened && !ordered.is_zero() {
            (LedgerStage::Ordered, ordered)
        } else if !line.in_program && figures.available.is_negative() && is_above_zero(committed) {
            // Orders without commitment take credits as well.
            (LedgerStage::Committed, committed.checked_add(figures.direct.ordered()).unwrap_or(committed))
        } else {
            continue;
        };
        let section = words::section(line.section);
        let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/amounts");
        let found = found.part(format!("{year} {}", section.en)).value(Fact::Money(value));
        let found = found.threshold(Fact::Money(figures.opened)).detail(Fact::Year(year.year()));
        sink.push(found.detail(Fact::Term(section)).detail(Fact::Term(words::stage(stage))));
    }
}
