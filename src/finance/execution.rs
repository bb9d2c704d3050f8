//! What is opened, committed, validated, ordered and paid, by envelope, year and section.

use super::error::FinanceError;
use super::ratio::{Ratio, RatioKind};
use super::stages::Stages;
use crate::id::EnvelopeId;
use crate::model::{Envelope, EnvelopeIx, EnvelopeRef, LedgerEntry, LedgerFlag, Model, Scope, Section};
use crate::quantity::{Currency, Money, QuantityError};
use crate::time::FiscalYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Which commitments a year leaves as *restes à réaliser*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum RarRule {
    /// None of an AP or AE, whose payment credits are spread anew instead.
    #[default]
    OutsidePrograms,
    /// Those of AP and AE as well, where the authority's own rules say so (*règlement budgétaire et financier*).
    ProgramsToo,
}

/// The figures of a line of the budget, or of several together; the formulas are told in [the module](super).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Figures {
    /// What the document lists, all votes together, those to come included.
    pub listed: Money,
    /// Credits opened by votes up to the day (*crédits ouverts*); nothing before the first vote.
    pub opened: Money,
    /// Net amount at each stage, cancellations taken off.
    pub stages: Stages,
    /// Size of the cancellations at each stage (*annulations*), which the net amounts are without already.
    pub cancelled: Stages,
    /// Of the net amounts, those flagged as without prior commitment (*sans engagement préalable*).
    pub direct: Stages,
    /// Opened − committed − ordered without commitment (*disponible*); below zero where more is taken than is opened.
    pub available: Money,
    /// Committed, not ordered (*restes à mandater*).
    pub left_to_order: Money,
    /// What goes over to the next year (*restes à réaliser*, RAR): committed and not ordered of investment, committed and
    /// not validated of operating; nothing of an AP or AE, unless the rule says so.
    pub left_to_realize: Money,
    /// Validated, not ordered (*service fait non mandaté*): what operating attaches to the year (*rattachement*).
    pub left_to_attach: Money,
    /// Ordered, not paid (*restes à payer*).
    pub left_to_pay: Money,
    /// Revenue notified, not billed (*restes à réaliser en recettes*).
    pub left_to_bill: Money,
}

impl Figures {
    fn zero(currency: Currency) -> Self {
        let (zero, stages) = (Money::zero(currency), Stages::zero(currency));
        Self {
            listed: zero,
            opened: zero,
            stages,
            cancelled: stages,
            direct: stages,
            available: zero,
            left_to_order: zero,
            left_to_realize: zero,
            left_to_attach: zero,
            left_to_pay: zero,
            left_to_bill: zero,
        }
    }

    fn record(&mut self, entry: &LedgerEntry) -> Result<(), QuantityError> {
        self.stages.add(entry.stage, entry.amount)?;
        if entry.amount.is_negative() {
            let size = Money::zero(entry.amount.currency()).checked_sub(entry.amount)?;
            self.cancelled.add(entry.stage, size)?;
        }
        if entry.flags.contains(&LedgerFlag::WithoutCommitment) {
            self.direct.add(entry.stage, entry.amount)?;
        }
        Ok(())
    }

    /// Fills in what follows from the stages.
    fn conclude(&mut self, section: Section, carries_over: bool) -> Result<(), QuantityError> {
        let (stages, direct) = (&self.stages, &self.direct);
        self.available = self.opened.checked_sub(stages.committed())?.checked_sub(direct.ordered())?;
        self.left_to_order = stages.committed().checked_add(direct.ordered())?.checked_sub(stages.ordered())?;
        self.left_to_attach = stages.validated().checked_sub(stages.ordered())?;
        self.left_to_pay = stages.ordered().checked_sub(stages.paid())?;
        self.left_to_bill = stages.notified().checked_sub(stages.billed())?;
        if carries_over {
            self.left_to_realize = match section {
                Section::Investment => self.left_to_order,
                Section::Operating => {
                    stages.committed().checked_add(direct.validated())?.checked_sub(stages.validated())?
                }
            };
        }
        Ok(())
    }

    fn add(&mut self, other: &Self) -> Result<(), QuantityError> {
        self.stages.add_all(&other.stages)?;
        self.cancelled.add_all(&other.cancelled)?;
        self.direct.add_all(&other.direct)?;
        for (slot, amount) in [
            (&mut self.listed, other.listed),
            (&mut self.opened, other.opened),
            (&mut self.available, other.available),
            (&mut self.left_to_order, other.left_to_order),
            (&mut self.left_to_realize, other.left_to_realize),
            (&mut self.left_to_attach, other.left_to_attach),
            (&mut self.left_to_pay, other.left_to_pay),
            (&mut self.left_to_bill, other.left_to_bill),
        ] {
            *slot = slot.checked_add(amount)?;
        }
        Ok(())
    }

    /// Ordered ÷ opened (*taux d'exécution*).
    pub fn execution_rate(&self) -> Ratio {
        Ratio::new(RatioKind::OrderedOverOpened, self.stages.ordered(), self.opened)
    }

    /// (Ordered + left to realize) ÷ opened (*taux d'exécution avec restes à réaliser*).
    pub fn execution_rate_with_rar(&self) -> Result<Ratio, FinanceError> {
        let numerator = self.stages.ordered().checked_add(self.left_to_realize).map_err(FinanceError::total)?;
        Ok(Ratio::new(RatioKind::OrderedAndToRealizeOverOpened, numerator, self.opened))
    }

    /// Committed ÷ opened (*taux d'engagement des crédits*).
    pub fn commitment_rate(&self) -> Ratio {
        Ratio::new(RatioKind::CommittedOverOpened, self.stages.committed(), self.opened)
    }
}

/// One envelope in one budget year and section.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutionLine {
    /// Which envelope.
    pub envelope: EnvelopeId,
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// Whether these are payment credits of the envelope's AP or AE.
    pub in_program: bool,
    /// The figures.
    pub figures: Figures,
}

/// How a budget is carried out, as of a day (*exécution budgétaire*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    day: NaiveDate,
    currency: Currency,
    lines: Vec<ExecutionLine>,
}

impl Execution {
    /// Every envelope of a model, with votes and movements dated up to a day; those of which only the month is known
    /// count from its first day. No commitment of an AP or AE is left to realize.
    ///
    /// Takes O(n log n) time for n movements, votes and amounts. Fails where amounts of two currencies meet or a sum
    /// exceeds 10¹⁵.
    pub fn of(model: &Model, day: NaiveDate) -> Result<Self, FinanceError> {
        Self::under(model, day, RarRule::default())
    }

    /// The same under the authority's own rule on what is left to realize.
    pub fn under(model: &Model, day: NaiveDate, rule: RarRule) -> Result<Self, FinanceError> {
        let currency = model.currency();
        let mut lines: BTreeMap<(EnvelopeIx, FiscalYear, Section), Figures> = BTreeMap::new();
        for envelope in model.envelopes() {
            let record = envelope.record();
            let fault = FinanceError::envelope(&record.id);
            let mut add = |year, section, listed: Money, opened: Money| {
                let line = lines.entry((envelope.ix(), year, section)).or_insert_with(|| Figures::zero(currency));
                line.listed = line.listed.checked_add(listed)?;
                line.opened = line.opened.checked_add(opened)?;
                Ok::<(), QuantityError>(())
            };
            let zero = Money::zero(currency);
            for line in &record.amounts {
                add(line.year, line.section, line.amount, zero).map_err(&fault)?;
            }
            for (year, section, amount) in openings(record, day) {
                add(year, section, zero, amount).map_err(&fault)?;
            }
        }
        for (envelope, entry) in movements(model, day) {
            let line = lines.entry((envelope, entry.year, entry.section)).or_insert_with(|| Figures::zero(currency));
            line.record(entry).map_err(FinanceError::envelope(&entry.envelope))?;
        }
        let envelopes = &model.records().envelopes;
        let conclude = |((ix, year, section), mut figures): ((EnvelopeIx, FiscalYear, Section), Figures)| {
            let envelope = &envelopes[ix.index()];
            let in_program = envelope.program.as_ref().is_some_and(|program| program.kind.section() == section);
            let carries_over = !in_program || rule == RarRule::ProgramsToo;
            figures.conclude(section, carries_over).map_err(FinanceError::envelope(&envelope.id))?;
            Ok(ExecutionLine { envelope: envelope.id.clone(), year, section, in_program, figures })
        };
        let lines = lines.into_iter().map(conclude).collect::<Result<_, FinanceError>>()?;
        Ok(Self { day, currency, lines })
    }

    /// The day it speaks of.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Every line that has an amount, a vote or a movement: by envelope in the order of the document, then by year, then
    /// investment before operating.
    pub fn lines(&self) -> &[ExecutionLine] {
        &self.lines
    }

    /// The line of an envelope, year and section, if it has an amount, a vote or a movement.
    pub fn line(&self, envelope: &str, year: FiscalYear, section: Section) -> Option<&ExecutionLine> {
        let is =
            |line: &&ExecutionLine| line.envelope.as_str() == envelope && line.year == year && line.section == section;
        self.lines.iter().find(is)
    }

    /// The figures of the lines that answer to a description, together.
    pub fn total(&self, holds: impl Fn(&ExecutionLine) -> bool) -> Result<Figures, FinanceError> {
        let mut total = Figures::zero(self.currency);
        for line in self.lines.iter().filter(|line| holds(line)) {
            total.add(&line.figures).map_err(FinanceError::total)?;
        }
        Ok(total)
    }
}

/// What votes up to a day have opened: the votes on record, or the amounts listed where only the day of the vote is.
pub(super) fn openings(envelope: &Envelope, day: NaiveDate) -> Vec<(FiscalYear, Section, Money)> {
    let amounts = if envelope.votes.is_empty() {
        let is_voted = envelope.voted_on().is_some_and(|voted| voted.first_day() <= day);
        vec![if is_voted { envelope.amounts.as_slice() } else { &[] }]
    } else {
        envelope.votes.iter().filter(|vote| vote.date.first_day() <= day).map(|vote| vote.amounts.as_slice()).collect()
    };
    amounts.into_iter().flatten().map(|line| (line.year, line.section, line.amount)).collect()
}

/// The movements up to a day, each with its envelope, in the order of the document.
pub(super) fn movements(model: &Model, day: NaiveDate) -> impl Iterator<Item = (EnvelopeIx, &LedgerEntry)> {
    let dated = model.records().ledger.iter().filter(move |entry| entry.date.first_day() <= day);
    dated.filter_map(|entry| model.envelope(entry.envelope.as_str()).map(|envelope| (envelope.ix(), entry)))
}

impl Model {
    /// How its envelopes are carried out, as of a day: see [`Execution::of`].
    pub fn execution(&self, day: NaiveDate) -> Result<Execution, FinanceError> {
        Execution::of(self, day)
    }
}

impl Scope {
    /// How its own envelopes are carried out, as of a day, whichever project the money is for: see [`Execution::of`].
    pub fn execution(&self, day: NaiveDate) -> Result<Execution, FinanceError> {
        let mut execution = Execution::of(self.model(), day)?;
        let own: Vec<&EnvelopeId> = self.envelopes().map(EnvelopeRef::id).collect();
        execution.lines.retain(|line| own.contains(&&line.envelope));
        Ok(execution)
    }
}
