//! What projects have really cost, at a stage that is named.

use super::error::FinanceError;
use super::execution::movements;
use crate::id::{EnvelopeId, ProjectId};
use crate::model::{EnvelopeIx, LedgerStage, Model, ProjectIx, ProjectRef, Section};
use crate::quantity::{Currency, Money};
use crate::time::FiscalYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What one project, or none, has cost in one year under one envelope, section and nature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CostCell {
    /// Which project; none for movements that name none.
    pub project: Option<ProjectId>,
    /// Which envelope.
    pub envelope: EnvelopeId,
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// Account by nature (*nature M57*), where it is known.
    pub nature: Option<String>,
    /// Net amount, cancellations taken off.
    pub amount: Money,
}

/// The real cost of one project, three ways; each way adds up to the total.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProjectCost {
    /// Which project.
    pub project: ProjectId,
    /// At which stage.
    pub stage: LedgerStage,
    /// Over all years, envelopes and natures.
    pub total: Money,
    /// By budget year.
    pub by_year: BTreeMap<FiscalYear, Money>,
    /// By envelope.
    pub by_envelope: BTreeMap<EnvelopeId, Money>,
    /// By nature; under `None` what has none.
    pub by_nature: BTreeMap<Option<String>, Money>,
}

/// Real costs (*coûts réels*) at a stage of spending, as of a day.
///
/// The stage is named by the caller, because each answers another question: validated (*liquidé*) or ordered (*mandaté*)
/// is what work has cost; committed (*engagé*) is what it has been promised, and no real cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealCosts {
    stage: LedgerStage,
    currency: Currency,
    cells: Vec<CostCell>,
}

impl RealCosts {
    /// The movements of one stage up to a day, by project, envelope, year, section and nature.
    ///
    /// Takes O(n log n) time for n movements. Fails where amounts of two currencies meet or a sum exceeds 10¹⁵.
    pub fn of(model: &Model, stage: LedgerStage, day: NaiveDate) -> Result<Self, FinanceError> {
        type Key<'a> = (Option<ProjectIx>, EnvelopeIx, FiscalYear, Section, Option<&'a str>);
        let currency = model.currency();
        let mut sums: BTreeMap<Key<'_>, Money> = BTreeMap::new();
        for (envelope, entry) in movements(model, day).filter(|(_, entry)| entry.stage == stage) {
            let project = entry.project.as_ref().and_then(|id| model.project(id.as_str())).map(ProjectRef::ix);
            let key = (project, envelope, entry.year, entry.section, entry.nature.as_deref());
            let sum = sums.entry(key).or_insert(Money::zero(currency));
            *sum = sum.checked_add(entry.amount).map_err(FinanceError::envelope(&entry.envelope))?;
        }
        let records = model.records();
        let cell = |((project, envelope, year, section, nature), amount): (Key<'_>, Money)| CostCell {
            project: project.map(|ix| records.projects[ix.index()].id.clone()),
            envelope: records.envelopes[envelope.index()].id.clone(),
            year,
            section,
            nature: nature.map(str::to_owned),
            amount,
        };
        Ok(Self { stage, currency, cells: sums.into_iter().map(cell).collect() })
    }

    /// The stage that is counted.
    pub fn stage(&self) -> LedgerStage {
        self.stage
    }

    /// Every sum: first of movements for no single project, then by project in the order of the document.
    pub fn cells(&self) -> &[CostCell] {
        &self.cells
    }

    /// All of it.
    pub fn total(&self) -> Result<Money, FinanceError> {
        self.sum(|_| true)
    }

    /// What is for no single project.
    pub fn unassigned(&self) -> Result<Money, FinanceError> {
        self.sum(|cell| cell.project.is_none())
    }

    /// What answers to a description.
    pub fn sum(&self, holds: impl Fn(&CostCell) -> bool) -> Result<Money, FinanceError> {
        let mut cells = self.cells.iter().filter(|cell| holds(cell));
        let sum = cells.try_fold(Money::zero(self.currency), |sum, cell| sum.checked_add(cell.amount));
        sum.map_err(FinanceError::total)
    }

    /// What one project has cost; nothing where the ledger does not name it.
    pub fn project(&self, project: &ProjectId) -> Result<ProjectCost, FinanceError> {
        let zero = Money::zero(self.currency);
        let (mut by_year, mut by_envelope, mut by_nature) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut total = zero;
        for cell in self.cells.iter().filter(|cell| cell.project.as_ref() == Some(project)) {
            for sum in [
                &mut total,
                by_year.entry(cell.year).or_insert(zero),
                by_envelope.entry(cell.envelope.clone()).or_insert(zero),
                by_nature.entry(cell.nature.clone()).or_insert(zero),
            ] {
                *sum = sum.checked_add(cell.amount).map_err(FinanceError::project(project))?;
            }
        }
        Ok(ProjectCost { project: project.clone(), stage: self.stage, total, by_year, by_envelope, by_nature })
    }
}
