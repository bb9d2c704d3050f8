//! What work that has begun should use, year by year, and how far what happened is from it.

use super::error::FinanceError;
use super::execution::movements;
use super::ratio::{Ratio, RatioKind, part};
use super::years;
use crate::id::{EnvelopeId, ProjectId};
use crate::model::{EnvelopeIx, LedgerStage, Model, ProjectRef, Section};
use crate::quantity::Money;
use crate::time::FiscalYear;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What begun work should cost under one envelope in one year and section.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedLine {
    /// Which envelope.
    pub envelope: EnvelopeId,
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// All of it; receipts and savings are taken off.
    pub amount: Money,
    /// By project, in the order of the document.
    pub projects: Vec<(ProjectId, Money)>,
}

/// The planned use of envelopes (*consommation prévue*): the cost lines of work that has begun, in the variant it follows,
/// each under the year and the envelope that it names.
///
/// By envelope in the order of the document, then by year, then investment before operating. Fails where amounts of two
/// currencies meet or a sum exceeds 10¹⁵.
pub fn planned_use(model: &Model) -> Result<Vec<PlannedLine>, FinanceError> {
    let zero = Money::zero(model.currency());
    let mut lines: BTreeMap<(EnvelopeIx, FiscalYear, Section), PlannedLine> = BTreeMap::new();
    for project in model.projects().filter(|project| project.record().state.is_committed()) {
        for cost in &project.variant().costs {
            let Some(envelope) = model.envelope(cost.envelope.as_str()) else { continue };
            let (year, section) = (cost.year, cost.section);
            let empty = || {
                let envelope = cost.envelope.clone();
                PlannedLine { envelope, year, section, amount: zero, projects: Vec::new() }
            };
            let line = lines.entry((envelope.ix(), year, section)).or_insert_with(empty);
            let fault = FinanceError::envelope(&cost.envelope);
            line.amount = line.amount.checked_add(cost.amount).map_err(&fault)?;
            match line.projects.last_mut().filter(|(id, _)| id == project.id()) {
                Some((_, sum)) => *sum = sum.checked_add(cost.amount).map_err(&fault)?,
                None => line.projects.push((project.id().clone(), cost.amount)),
            }
        }
    }
    Ok(lines.into_values().collect())
}

/// How far one envelope is from its plan in one year and section.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// Which envelope.
    pub envelope: EnvelopeId,
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// Which stage is compared.
    pub stage: LedgerStage,
    /// What begun work should use in the whole year.
    pub planned: Money,
    /// Of it, what was due up to the day: planned × days gone ÷ days of the year, to the cent, half to even.
    pub due: Money,
    /// What happened up to the day.
    pub actual: Money,
    /// Actual − due; below zero where less is used than planned (*sous-consommation*), which is the commonest.
    pub gap: Money,
    /// Gap ÷ planned.
    pub ratio: Ratio,
}

/// How far commitments, orders or other stages are from the plan, as of a day (*écart au prévisionnel*): by envelope in the
/// order of the document, then by year and section, then by stage in the order given.
///
/// The plan of a year that goes on is taken in proportion to the days gone, the day included; the gap is divided by the
/// plan of the whole year, so that January weighs little. 60 000 EUR planned for 2026, 20 000 EUR ordered on 30 June:
/// 181 of 365 days make 29 753.42 due, a gap of −9 753.42 or −16.3 %.
///
/// Compared are the movements that name a project of the plan, in the year they count in; of an envelope whose movements
/// name no project, all of them. Years that have not begun are left out, and so are envelopes of which the ledger says
/// nothing: that is no plan unkept but a ledger not read.
pub fn deviations(model: &Model, stages: &[LedgerStage], day: NaiveDate) -> Result<Vec<Deviation>, FinanceError> {
    let zero = Money::zero(model.currency());
    let plan = planned_use(model)?;
    let envelopes = model.records().envelopes.len();
    let mut is_recorded = vec![false; envelopes];
    let mut names_projects = vec![false; envelopes];
    for (envelope, entry) in movements(model, day) {
        is_recorded[envelope.index()] = true;
        names_projects[envelope.index()] |= entry.project.is_some();
    }
    let begun: BTreeSet<&ProjectId> =
        model.projects().filter(|p| p.record().state.is_committed()).map(ProjectRef::id).collect();
    let mut actuals: BTreeMap<(EnvelopeIx, FiscalYear, Section, LedgerStage), Money> = BTreeMap::new();
    for (envelope, entry) in movements(model, day).filter(|(_, entry)| stages.contains(&entry.stage)) {
        let is_compared = match &entry.project {
            Some(project) => begun.contains(project),
            None => !names_projects[envelope.index()],
        };
        if is_compared {
            let sum = actuals.entry((envelope, entry.year, entry.section, entry.stage)).or_insert(zero);
            *sum = sum.checked_add(entry.amount).map_err(FinanceError::envelope(&entry.envelope))?;
        }
    }
    let mut list = Vec::new();
    for line in plan {
        let Some(envelope) = model.envelope(line.envelope.as_str()) else { continue };
        let days = years::of_envelope(model, envelope.record()).days_of(line.year);
        if day < days.start() || !is_recorded[envelope.ix().index()] {
            continue;
        }
        let gone = (day - days.start()).num_days().unsigned_abs().saturating_add(1).min(days.days().into()) as u32;
        let fault = FinanceError::envelope(envelope.id());
        let due =
            if gone == days.days() { line.amount } else { part(line.amount, gone, days.days()).map_err(&fault)? };
        let PlannedLine { year, section, amount: planned, .. } = line;
        for stage in stages.iter().copied() {
            let actual = actuals.get(&(envelope.ix(), year, section, stage)).copied().unwrap_or(zero);
            let gap = actual.checked_sub(due).map_err(&fault)?;
            let ratio = Ratio::new(RatioKind::GapOverPlan, gap, planned);
            let envelope = envelope.id().clone();
            list.push(Deviation { envelope, year, section, stage, planned, due, actual, gap, ratio });
        }
    }
    Ok(list)
}
