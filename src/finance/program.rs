//! Multi-year authorities and their payment credits, as of a day.

use super::error::FinanceError;
use super::execution::{movements, openings};
use super::ratio::{Ratio, RatioKind};
use super::years;
use crate::id::{EnvelopeId, ProjectId};
use crate::model::{
    CommitmentEvent, CommitmentKind, CommitmentProgram, EnvelopeIx, EnvelopeRef, LedgerEntry, LedgerStage, Model,
    YearCredits,
};
use crate::quantity::{Money, QuantityError};
use crate::time::FiscalYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One year of a program (*échéancier de crédits de paiement*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProgramYear {
    /// Budget year.
    pub year: FiscalYear,
    /// Payment credits of the year in the last spread that was voted.
    pub spread: Money,
    /// Credits of the envelope opened up to the day.
    pub opened: Money,
    /// Ordered, net.
    pub ordered: Money,
    /// Whether the year had ended before the day.
    pub closed: bool,
    /// Of a year that has ended: spread − ordered (*CP à re-répartir*), which a vote has to spread anew, carry over or
    /// give up (*lissage, report, réduction*); below zero where more was ordered. Nothing in a year that goes on.
    pub to_respread: Money,
}

/// A multi-year authority as of a day (*AP/CP, AE/CP*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProgramExecution {
    /// The envelope that holds its payment credits.
    pub envelope: EnvelopeId,
    /// AP or AE.
    pub kind: CommitmentKind,
    /// When it was closed, if it was.
    pub closure: Option<NaiveDate>,
    /// What may be committed in all, by the votes, revisions and lapses up to the day.
    pub authority: Money,
    /// Of it, set aside for operations (*affecté*).
    pub allocated: Money,
    /// Set aside by project, in the order of the first act; under `None` for operations that are no project here.
    pub allocations: Vec<(Option<ProjectId>, Money)>,
    /// Committed, net, all years.
    pub committed: Money,
    /// Ordered, net, all years.
    pub ordered: Money,
    /// Authority − committed (*reste à engager*); below zero where more is committed than allowed.
    pub left_to_commit: Money,
    /// Authority − credits opened, all years (*reste à financer*).
    pub left_to_fund: Money,
    /// Authority − payment credits of the last spread; not nothing where they do not add up.
    pub unspread: Money,
    /// Each year with credits or orders.
    pub years: Vec<ProgramYear>,
}

impl ProgramExecution {
    /// Committed ÷ authority (*taux d'engagement*).
    pub fn commitment_rate(&self) -> Ratio {
        Ratio::new(RatioKind::CommittedOverAuthority, self.committed, self.authority)
    }

    /// Ordered, all years ÷ authority (*taux de couverture*).
    pub fn coverage_rate(&self) -> Ratio {
        Ratio::new(RatioKind::OrderedOverAuthority, self.ordered, self.authority)
    }

    /// Years that have ended with payment credits still to be spread anew.
    pub fn respreads_due(&self) -> impl Iterator<Item = &ProgramYear> {
        self.years.iter().filter(|year| !year.to_respread.is_zero())
    }

    fn of(
        model: &Model,
        envelope: EnvelopeRef<'_>,
        program: &CommitmentProgram,
        entries: &[&LedgerEntry],
        day: NaiveDate,
    ) -> Result<Self, QuantityError> {
        let record = envelope.record();
        let zero = Money::zero(model.currency());
        let section = program.kind.section();
        let acts = Acts::up_to(program, day, zero)?;
        let calendar = years::of_envelope(model, record);
        let mut rows: BTreeMap<FiscalYear, ProgramYear> = BTreeMap::new();
        let mut row = |year: FiscalYear, column: fn(&mut ProgramYear) -> &mut Money, amount: Money| {
            let closed = calendar.days_of(year).end() <= day;
            let empty = ProgramYear { year, spread: zero, opened: zero, ordered: zero, closed, to_respread: zero };
            let cell = column(rows.entry(year).or_insert(empty));
            *cell = cell.checked_add(amount)?;
            Ok::<(), QuantityError>(())
        };
        match acts.spread {
            Some(credits) => {
                for credit in credits {
                    row(credit.year, |year| &mut year.spread, credit.amount)?;
                }
            }
            // Where no act says how payment is spread, the amounts of the envelope do.
            None => {
                for line in record.amounts.iter().filter(|line| line.section == section) {
                    row(line.year, |year| &mut year.spread, line.amount)?;
                }
            }
        }
        for (year, _, amount) in openings(record, day).into_iter().filter(|(_, of, _)| *of == section) {
            row(year, |year| &mut year.opened, amount)?;
        }
        let (mut committed, mut ordered) = (zero, zero);
        for entry in entries.iter().filter(|entry| entry.section == section) {
            match entry.stage {
                LedgerStage::Committed => committed = committed.checked_add(entry.amount)?,
                LedgerStage::Ordered => {
                    ordered = ordered.checked_add(entry.amount)?;
                    row(entry.year, |year| &mut year.ordered, entry.amount)?;
                }
                _ => {}
            }
        }
        let (mut spread, mut opened) = (zero, zero);
        for year in rows.values_mut() {
            spread = spread.checked_add(year.spread)?;
            opened = opened.checked_add(year.opened)?;
            if year.closed {
                year.to_respread = year.spread.checked_sub(year.ordered)?;
            }
        }
        Ok(Self {
            envelope: record.id.clone(),
            kind: program.kind,
            closure: acts.closure,
            authority: acts.authority,
            allocated: acts.allocated,
            allocations: acts.allocations,
            committed,
            ordered,
            left_to_commit: acts.authority.checked_sub(committed)?,
            left_to_fund: acts.authority.checked_sub(opened)?,
            unspread: acts.authority.checked_sub(spread)?,
            years: rows.into_values().collect(),
        })
    }
}

/// What the acts up to a day come to.
struct Acts<'a> {
    authority: Money,
    spread: Option<&'a [YearCredits]>,
    allocated: Money,
    allocations: Vec<(Option<ProjectId>, Money)>,
    closure: Option<NaiveDate>,
}

impl<'a> Acts<'a> {
    fn up_to(program: &'a CommitmentProgram, day: NaiveDate, zero: Money) -> Result<Self, QuantityError> {
        let is_vote =
            |event: &CommitmentEvent| matches!(event, CommitmentEvent::Vote { .. } | CommitmentEvent::Revision { .. });
        // Without a vote on record, the program's own figure counts, and lapses are in it.
        let voted = program.events.iter().any(is_vote);
        let authority = if voted { zero } else { program.authority };
        let mut acts = Self { authority, spread: None, allocated: zero, allocations: Vec::new(), closure: None };
        let mut events: Vec<&CommitmentEvent> =
            program.events.iter().filter(|event| event.date().first_day() <= day).collect();
        events.sort_by_key(|event| event.date());
        for event in events {
            match event {
                CommitmentEvent::Vote { authority, credits, .. }
                | CommitmentEvent::Revision { authority, credits, .. } => {
                    acts.authority = *authority;
                    acts.spread = Some(credits);
                }
                CommitmentEvent::Allocation { amount, project, .. } => {
                    acts.allocated = acts.allocated.checked_add(*amount)?;
                    match acts.allocations.iter_mut().find(|(of, _)| of == project) {
                        Some((_, sum)) => *sum = sum.checked_add(*amount)?,
                        None => acts.allocations.push((project.clone(), *amount)),
                    }
                }
                CommitmentEvent::Lapse { amount, .. } if voted => {
                    acts.authority = acts.authority.checked_sub(*amount)?;
                }
                CommitmentEvent::Lapse { .. } => {}
                CommitmentEvent::Closure { date } => acts.closure = Some(date.first_day()),
            }
        }
        Ok(acts)
    }
}

/// Every AP and AE of a model as of a day, in the order of the envelopes that hold them. Where no vote is on record the
/// program's own authority and the amounts of its envelope count; where votes are, nothing does before the first.
///
/// Takes O(n log n) time for n movements and acts. Fails where amounts of two currencies meet or a sum exceeds 10¹⁵.
pub fn programs(model: &Model, day: NaiveDate) -> Result<Vec<ProgramExecution>, FinanceError> {
    let mut entries: BTreeMap<EnvelopeIx, Vec<&LedgerEntry>> = BTreeMap::new();
    for (envelope, entry) in movements(model, day) {
        entries.entry(envelope).or_default().push(entry);
    }
    let program = |envelope: EnvelopeRef<'_>| {
        let program = envelope.record().program.as_ref()?;
        let entries = entries.get(&envelope.ix()).map_or(&[][..], Vec::as_slice);
        let execution = ProgramExecution::of(model, envelope, program, entries, day);
        Some(execution.map_err(FinanceError::envelope(&envelope.record().id)))
    };
    model.envelopes().filter_map(program).collect()
}
