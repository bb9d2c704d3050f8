//! Lines of spending whose stages are out of order.

use super::error::FinanceError;
use crate::id::{EnvelopeId, ProjectId};
use crate::model::{EnvelopeIx, Flow, LedgerEntry, LedgerFlag, LedgerStage, Model, ProjectIx, ProjectRef, Section};
use crate::quantity::{Currency, Money, QuantityError};
use crate::time::FiscalYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is out of order in a line of spending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Disorder {
    /// More at a stage than at one before it.
    Ahead {
        /// The earlier stage.
        earlier: LedgerStage,
        /// Net amount there.
        earlier_amount: Money,
        /// The later stage.
        later: LedgerStage,
        /// Net amount there, movements that are free of the earlier stage taken off.
        later_amount: Money,
        /// How much more.
        excess: Money,
    },
    /// More was cancelled at a stage than was entered.
    BelowZero {
        /// The stage.
        stage: LedgerStage,
        /// Net amount, below zero.
        amount: Money,
    },
}

/// A line of spending whose stages are out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrderBreach {
    /// Under which envelope.
    pub envelope: EnvelopeId,
    /// In which section.
    pub section: Section,
    /// The number that its movements share; none for the movements of a project, year and nature without one.
    pub reference: Option<String>,
    /// For which project, where the movements name it.
    pub project: Option<ProjectId>,
    /// Budget year of the first movement of the line, in the order of the document.
    pub year: FiscalYear,
    /// Position in the document's ledger of that movement.
    pub position: usize,
    /// What is out of order.
    pub disorder: Disorder,
}

/// The stages of spending, in order.
const CHAIN: [LedgerStage; 4] =
    [LedgerStage::Committed, LedgerStage::Validated, LedgerStage::Ordered, LedgerStage::Paid];

/// Whether a movement needs nothing at an earlier stage.
fn is_free(entry: &LedgerEntry, earlier: LedgerStage) -> bool {
    let flag = match earlier {
        LedgerStage::Committed => LedgerFlag::WithoutCommitment,
        LedgerStage::Validated => LedgerFlag::Advance,
        LedgerStage::Ordered => LedgerFlag::PaidBeforeOrder,
        _ => return false,
    };
    entry.flags.contains(&flag)
}

/// A movement and its position in the ledger.
type Placed<'a> = (usize, &'a LedgerEntry);

/// Movements that belong together: those of one reference over all years, or else those of a year, project and nature.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Reference(&'a str),
    Rest(FiscalYear, Option<ProjectIx>, Option<&'a str>),
}

/// The lines of spending whose stages are out of order, as of a day (*engagé ≥ liquidé ≥ mandaté ≥ payé*, each zero or
/// more), with amounts.
///
/// A line is made of the movements of an envelope and section that share a reference; those without one are taken together
/// by year, project and nature. Flags free a movement of one stage each: *sans engagement préalable* of the commitment,
/// *avance* of the validation, *payé avant mandat* of the order. A ledger without a single validation is one that posts it
/// with the order: then validation is not compared.
///
/// Lines come by envelope in the order of the document, then by section and reference; within one, by stage. Takes
/// O(n log n) time for n movements. Fails where amounts of two currencies meet or a sum exceeds 10¹⁵.
pub fn order_breaches(model: &Model, day: NaiveDate) -> Result<Vec<OrderBreach>, FinanceError> {
    let ledger = &model.records().ledger;
    let posts_validation = ledger.iter().any(|entry| entry.stage == LedgerStage::Validated);
    let mut lines: BTreeMap<(EnvelopeIx, Section, Key<'_>), Vec<Placed<'_>>> = BTreeMap::new();
    for (position, entry) in ledger.iter().enumerate() {
        let Some(envelope) = model.envelope(entry.envelope.as_str()) else { continue };
        if entry.stage.flow() != Flow::Expense || entry.date.first_day() > day {
            continue;
        }
        let key = entry.reference.as_deref().map_or_else(
            || {
                let project = entry.project.as_ref().and_then(|id| model.project(id.as_str()));
                Key::Rest(entry.year, project.map(ProjectRef::ix), entry.nature.as_deref())
            },
            Key::Reference,
        );
        lines.entry((envelope.ix(), entry.section, key)).or_default().push((position, entry));
    }
    let mut breaches = Vec::new();
    for ((_, section, key), entries) in &lines {
        let Some((position, head)) = entries.first() else { continue };
        let disorders = judge(entries, model.currency(), posts_validation);
        for disorder in disorders.map_err(FinanceError::envelope(&head.envelope))? {
            breaches.push(OrderBreach {
                envelope: head.envelope.clone(),
                section: *section,
                reference: match key {
                    Key::Reference(reference) => Some((*reference).to_owned()),
                    Key::Rest(..) => None,
                },
                project: entries.iter().find_map(|(_, entry)| entry.project.clone()),
                year: head.year,
                position: *position,
                disorder,
            });
        }
    }
    Ok(breaches)
}

fn judge(entries: &[Placed<'_>], currency: Currency, posts_validation: bool) -> Result<Vec<Disorder>, QuantityError> {
    let zero = Money::zero(currency);
    let sum = |holds: &dyn Fn(&LedgerEntry) -> bool| {
        entries.iter().filter(|(_, entry)| holds(entry)).try_fold(zero, |sum, (_, entry)| sum.checked_add(entry.amount))
    };
    let mut disorders = Vec::new();
    for (place, stage) in CHAIN.into_iter().enumerate() {
        let amount = sum(&|entry| entry.stage == stage)?;
        if amount.is_negative() {
            disorders.push(Disorder::BelowZero { stage, amount });
        }
        // The stage just before; the ones before that only answer for movements that are free of it.
        for earlier in CHAIN[..place].iter().rev().copied() {
            if earlier == LedgerStage::Validated && !posts_validation {
                continue;
            }
            let later_amount = sum(&|entry| entry.stage == stage && !is_free(entry, earlier))?;
            let earlier_amount = sum(&|entry| entry.stage == earlier)?;
            // Where more was cancelled than entered, that is told by itself.
            let excess = later_amount.checked_sub(if earlier_amount.is_negative() { zero } else { earlier_amount })?;
            if !excess.is_negative() && !excess.is_zero() {
                disorders.push(Disorder::Ahead { earlier, earlier_amount, later: stage, later_amount, excess });
                break;
            }
            if !entries.iter().any(|(_, entry)| entry.stage == stage && is_free(entry, earlier)) {
                break;
            }
        }
    }
    Ok(disorders)
}
