//! Ways to do a project: what they cost, before and after delivery, and whom they need.

use crate::id::{EnvelopeId, PoolId, VariantId};
use crate::model::budget::Section;
use crate::model::means::is_default;
use crate::quantity::{Money, Share, Workload};
use crate::time::FiscalYear;
use serde::{Deserialize, Serialize};

/// One cost of a variant (*ligne de coût*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CostLine {
    /// Budget year it falls in if the project starts as planned. It moves with the start.
    pub year: FiscalYear,
    /// Account by nature (*nature M57*), such as `2051`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Section of the budget.
    pub section: Section,
    /// The envelope that pays.
    pub envelope: EnvelopeId,
    /// Other envelopes that may pay in its place (*financements alternatifs*). Not selected under yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub or_envelopes: Vec<EnvelopeId>,
    /// Amount; below zero for a receipt or a saving.
    pub amount: Money,
}

impl CostLine {
    /// A cost without a nature.
    pub fn new(year: FiscalYear, section: Section, envelope: impl Into<EnvelopeId>, amount: Money) -> Self {
        Self { year, nature: None, section, envelope: envelope.into(), or_envelopes: Vec::new(), amount }
    }
}

/// Person-days that a variant asks of one pool (*charge*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkloadLine {
    /// Of which pool.
    pub pool: PoolId,
    /// Person-days in all.
    pub workload: Workload,
    /// Months after the start at which the work begins.
    #[serde(default, skip_serializing_if = "is_default")]
    pub from_month: u32,
    /// Over how many months; to the end of the project where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
}

impl WorkloadLine {
    /// Person-days spread evenly over the whole project.
    pub fn new(pool: impl Into<PoolId>, workload: Workload) -> Self {
        Self { pool: pool.into(), workload, from_month: 0, months: None }
    }
}

/// What a variant costs every year once it is delivered (*coût de fonctionnement récurrent*): subscriptions,
/// maintenance, hosting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RunCost {
    /// Account by nature (*nature M57*), such as `6156`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Section of the budget; nearly always operating.
    pub section: Section,
    /// The envelope that pays; nobody has said where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<EnvelopeId>,
    /// Amount of twelve months; below zero for a saving.
    pub yearly: Money,
    /// Months after delivery at which it begins.
    #[serde(default, skip_serializing_if = "is_default")]
    pub from_month: u32,
    /// For how many months; without end where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
}

impl RunCost {
    /// A yearly cost from delivery on, without end, that no envelope pays yet.
    pub fn new(section: Section, yearly: Money) -> Self {
        Self { nature: None, section, envelope: None, yearly, from_month: 0, months: None }
    }
}

/// One way to do a project (*variante*): its scope, its cost, its team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Variant {
    /// Key, unique in the project.
    pub id: VariantId,
    /// Name people use; the id where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Months from start to delivery (*durée*), at least 1.
    pub months: u32,
    /// What of the project's worth it brings (*part de la valeur*); all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth_share: Option<Share>,
    /// What it costs (*coûts*), by year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostLine>,
    /// What it asks of the pools (*charge*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workload: Vec<WorkloadLine>,
    /// What it costs every year after delivery (*coûts de fonctionnement récurrents*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub run_costs: Vec<RunCost>,
}

impl Variant {
    /// A variant that costs nothing.
    pub fn new(id: impl Into<VariantId>, months: u32) -> Self {
        Self {
            id: id.into(),
            name: None,
            months,
            worth_share: None,
            costs: Vec::new(),
            workload: Vec::new(),
            run_costs: Vec::new(),
        }
    }
}
