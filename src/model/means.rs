//! With what: money by year and section, and people by pool.

use crate::id::{EnvelopeId, PersonId, PoolId, UnitId};
use crate::quantity::{Money, Share, Workload};
use crate::time::{Date, FiscalYear, Period};
use serde::{Deserialize, Serialize};

/// A section of a public budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// *Investissement*.
    Investment,
    /// *Fonctionnement*.
    Operating,
}

/// What an envelope opens for one budget year and section (*crédits ouverts*; CP of an AP or AE).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct YearAmount {
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// Amount; not negative.
    pub amount: Money,
}

impl YearAmount {
    /// An amount for a year and section.
    pub fn new(year: FiscalYear, section: Section, amount: Money) -> Self {
        Self { year, section, amount }
    }
}

/// What becomes of money that a year leaves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CarryOver {
    /// It is lost.
    #[default]
    None,
    /// All of it is there the year after.
    Whole,
    /// At most this much is there the year after. Not selected under yet.
    AtMost(Money),
}

/// A budget that pays for projects (*enveloppe*), voted by year and section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Envelope {
    /// Key.
    pub id: EnvelopeId,
    /// Name people use.
    pub name: String,
    /// Who manages it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PersonId>,
    /// The unit that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// When it was voted; absent where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voted: Option<Date>,
    /// What it opens. A year and section inside a horizon and not listed opens nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<YearAmount>,
    /// What becomes of money that a year leaves.
    #[serde(default, skip_serializing_if = "is_default")]
    pub carry_over: CarryOver,
}

impl Envelope {
    /// An envelope without amounts.
    pub fn new(id: impl Into<EnvelopeId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            manager: None,
            unit: None,
            voted: None,
            amounts: Vec::new(),
            carry_over: CarryOver::None,
        }
    }
}

/// What kind of means a pool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PoolKind {
    /// A skill or a team.
    #[default]
    People,
    /// Machines and rooms.
    Equipment,
    /// Licences and platforms.
    Software,
    /// Data sets.
    Data,
    /// Procedures, such as slots of a committee.
    Procedure,
}

/// How much a pool can give over some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapacitySpan {
    /// The days.
    pub period: Period,
    /// Person-days over all of them, run work and other work included.
    pub workload: Workload,
}

impl CapacitySpan {
    /// Person-days over a period.
    pub fn new(period: Period, workload: Workload) -> Self {
        Self { period, workload }
    }
}

/// People of one skill or team (*pool de ressources*), and what they can give.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ResourcePool {
    /// Key.
    pub id: PoolId,
    /// Name people use.
    pub name: String,
    /// Kind of means.
    #[serde(default)]
    pub kind: PoolKind,
    /// The unit it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What it can give, by days that do not overlap. Days not covered are not counted: no limit is known for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<CapacitySpan>,
    /// The share already used by running the services and by work outside every list here (*maintien, hors projets*).
    #[serde(default, skip_serializing_if = "is_default")]
    pub reserved: Share,
}

impl ResourcePool {
    /// A pool of people without capacity.
    pub fn new(id: impl Into<PoolId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            kind: PoolKind::default(),
            unit: None,
            capacity: Vec::new(),
            reserved: Share::ZERO,
        }
    }
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
