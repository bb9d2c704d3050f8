//! What has happened: movements of the finance system and days worked.

use super::budget::Section;
use crate::id::{EnvelopeId, PersonId, PoolId, ProjectId};
use crate::quantity::{Money, Workload};
use crate::time::{Date, FiscalYear, Period};
use serde::{Deserialize, Serialize};

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// *Dépense*.
    Expense,
    /// *Recette*.
    Revenue,
}

/// How far a movement has come in the chain of public spending or revenue (*étape comptable*).
///
/// An expense is committed, validated, ordered and paid; a revenue is notified, billed and cashed. Each stage has
/// movements of its own: what is paid has been committed by another movement before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LedgerStage {
    /// *Engagé*: credits are set aside for an order.
    Committed,
    /// *Liquidé*: the service is done and the amount known.
    Validated,
    /// *Mandaté* (*ordonnancé*): payment is ordered.
    Ordered,
    /// *Payé*: the accountant has paid.
    Paid,
    /// *Notifié*: a grant or another revenue is promised in writing.
    Notified,
    /// *Titré*: the revenue is claimed.
    Billed,
    /// *Encaissé*: the revenue has come in.
    Cashed,
}

impl LedgerStage {
    /// Which way the money goes.
    pub fn flow(self) -> Flow {
        match self {
            Self::Committed | Self::Validated | Self::Ordered | Self::Paid => Flow::Expense,
            Self::Notified | Self::Billed | Self::Cashed => Flow::Revenue,
        }
    }
}

/// Why a movement is free of the order of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LedgerFlag {
    /// *Sans engagement préalable*.
    WithoutCommitment,
    /// *Payé avant mandat*: direct debits and other payments that the order follows.
    PaidBeforeOrder,
    /// *Avance*: paid before the service is done.
    Advance,
}

/// A movement of the finance system (*écriture, mouvement*). What the finance system says is recorded as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LedgerEntry {
    /// Day of the movement.
    pub date: Date,
    /// The envelope it falls under.
    pub envelope: EnvelopeId,
    /// Budget year it counts in (*exercice*); movements of the complementary day count in the year before their date.
    pub year: FiscalYear,
    /// Section of the budget.
    pub section: Section,
    /// Stage of the expense or revenue (*étape comptable*).
    pub stage: LedgerStage,
    /// Amount, zero or more for an expense as for a revenue; below zero for a cancellation (*annulation*).
    pub amount: Money,
    /// The project it is for; none where it is for no single one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Account by nature (*nature M57*), such as `2051`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// The number of the order, invoice or claim (*pièce*); movements of one line of spending share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why it is free of the order of stages (*dérogations à l'ordre*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<LedgerFlag>,
}

impl LedgerEntry {
    /// A movement that is for no single project.
    pub fn new(
        date: Date,
        envelope: impl Into<EnvelopeId>,
        year: FiscalYear,
        section: Section,
        stage: LedgerStage,
        amount: Money,
    ) -> Self {
        Self {
            date,
            envelope: envelope.into(),
            year,
            section,
            stage,
            amount,
            project: None,
            nature: None,
            reference: None,
            flags: Vec::new(),
        }
    }
}

/// Days worked on a project (*temps passé, jours consommés*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkedDays {
    /// On which project.
    pub project: ProjectId,
    /// By which pool.
    pub pool: PoolId,
    /// When; a single day is a period of one day.
    pub period: Period,
    /// Person-days over the period.
    pub workload: Workload,
    /// By whom, where it is noted by person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl WorkedDays {
    /// Days worked by a pool.
    pub fn new(project: impl Into<ProjectId>, pool: impl Into<PoolId>, period: Period, workload: Workload) -> Self {
        Self { project: project.into(), pool: pool.into(), period, workload, person: None }
    }
}
