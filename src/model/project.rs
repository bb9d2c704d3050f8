//! Projects: what they cost, whom they need, whom they serve, and where they stand.

use super::means::{Section, is_default};
use crate::id::{
    AudienceId, EnvelopeId, ObjectiveId, PoolId, PortfolioId, ProjectId, RoadmapId, ThemeId, UnitId, VariantId,
};
use crate::quantity::{Money, Score, Share, Workload};
use crate::time::{Date, FiscalYear};
use serde::{Deserialize, Serialize};

/// What a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProjectKind {
    /// *Projet*.
    #[default]
    Project,
    /// *Action*.
    Action,
    /// *Étude*.
    Study,
    /// *Service*.
    Service,
}

/// Where a project stands (*état, phase du cycle de vie*).
///
/// idea → candidate ⇄ deferred → approved → scoping → running ⇄ on hold → delivered → in service → closed; rejected and
/// cancelled from where they make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Lifecycle {
    /// *Idée*: not qualified yet.
    Idea,
    /// *Candidat*: qualified, waiting for a decision.
    #[default]
    Candidate,
    /// *Ajourné*: put off by a decision.
    Deferred,
    /// *Approuvé*: decided, not started.
    Approved,
    /// *Cadrage*: being scoped.
    Scoping,
    /// *En cours*.
    Running,
    /// *Suspendu*.
    OnHold,
    /// *Livré*.
    Delivered,
    /// *En service*: regular service verified (VSR).
    InService,
    /// *Clos*.
    Closed,
    /// *Rejeté*.
    Rejected,
    /// *Abandonné*.
    Cancelled,
}

impl Lifecycle {
    /// Work that has begun, finished or not: selection keeps it as it is.
    pub fn is_committed(self) -> bool {
        matches!(self, Self::Running | Self::OnHold | Self::Delivered | Self::InService | Self::Closed)
    }

    /// Work that is finished.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Delivered | Self::InService | Self::Closed)
    }

    /// Work that a selection may decide, unless the policy names other states.
    pub fn is_open_to_choice(self) -> bool {
        matches!(self, Self::Candidate | Self::Deferred | Self::Approved | Self::Scoping)
    }
}

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
    /// Months from start to delivery, at least 1.
    pub months: u32,
    /// What of the project's worth it brings; all of it where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth_share: Option<Share>,
    /// What it costs, by year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostLine>,
    /// What it asks of the pools.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workload: Vec<WorkloadLine>,
}

impl Variant {
    /// A variant that costs nothing.
    pub fn new(id: impl Into<VariantId>, months: u32) -> Self {
        Self { id: id.into(), name: None, months, worth_share: None, costs: Vec::new(), workload: Vec::new() }
    }
}

/// How much a project serves an objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Alignment {
    /// Which objective.
    pub objective: ObjectiveId,
    /// How much, in points of the organization's own scale; not negative.
    pub score: Score,
}

impl Alignment {
    /// A score against an objective.
    pub fn new(objective: impl Into<ObjectiveId>, score: Score) -> Self {
        Self { objective: objective.into(), score }
    }
}

/// What an audience should gain or lose (*bénéfice attendu*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Benefit {
    /// Who gains.
    pub audience: AudienceId,
    /// What, in words.
    pub description: String,
    /// Worth a year in money, where somebody put a figure on it; below zero for a loss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly: Option<Money>,
}

impl Benefit {
    /// A benefit without a figure.
    pub fn new(audience: impl Into<AudienceId>, description: impl Into<String>) -> Self {
        Self { audience: audience.into(), description: description.into(), yearly: None }
    }
}

/// The part of a project that a roadmap carries (*part de charge*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Membership {
    /// Which roadmap.
    pub roadmap: RoadmapId,
    /// Share of the project's cost and workload counted in its totals; all of it where absent. What an envelope pays and a
    /// pool gives is limited whole, whichever roadmap it is charged to.
    #[serde(default = "Membership::whole", skip_serializing_if = "Membership::is_whole")]
    pub share: Share,
}

impl Membership {
    /// All of a project in one roadmap.
    pub fn new(roadmap: impl Into<RoadmapId>) -> Self {
        Self { roadmap: roadmap.into(), share: Share::ONE }
    }

    fn whole() -> Share {
        Share::ONE
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_whole(share: &Share) -> bool {
        *share == Share::ONE
    }
}

/// A piece of work with a beginning, an end and a price (*projet*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Project {
    /// Key.
    pub id: ProjectId,
    /// Name people use.
    pub name: String,
    /// What it does, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: ProjectKind,
    /// Its nature, such as `it`, `works`, `training`; an open list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub state: Lifecycle,
    /// Its one primary theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<ThemeId>,
    /// The unit in charge (*maîtrise d'ouvrage*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The unit that delivers (*maîtrise d'œuvre*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_unit: Option<UnitId>,
    /// The portfolio whose means it shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<PortfolioId>,
    /// The roadmaps it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roadmaps: Vec<Membership>,
    /// Planned start, or the true one of work that has begun. Cost lines name their years from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Earliest start a selection may give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_start: Option<Date>,
    /// Latest start a selection may give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_start: Option<Date>,
    /// Ways to do it; at least one.
    pub variants: Vec<Variant>,
    /// The variant that committed work follows; the first where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// How it serves the objectives. Empty: nobody has scored it, which is not the same as zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    /// What each audience should gain or lose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benefits: Vec<Benefit>,
    /// When this record was last brought up to date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Date>,
}

impl Project {
    /// A candidate that can be done in one way.
    pub fn new(id: impl Into<ProjectId>, name: impl Into<String>, variant: Variant) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            description: None,
            kind: ProjectKind::default(),
            nature: None,
            state: Lifecycle::default(),
            theme: None,
            unit: None,
            delivery_unit: None,
            portfolio: None,
            roadmaps: Vec::new(),
            start: None,
            earliest_start: None,
            latest_start: None,
            variants: vec![variant],
            variant: None,
            alignment: Vec::new(),
            benefits: Vec::new(),
            updated: None,
        }
    }
}
