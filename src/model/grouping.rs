//! The two groupings that must not be confused: portfolios share means, roadmaps share a purpose.

use super::means::is_default;
use super::policy::Policy;
use crate::id::{
    AudienceId, DecisionId, EnvelopeId, IndicatorId, MandateId, OrganizationId, PoolId, PortfolioId, ProgramId,
    RoadmapId, ThemeId, UnitId,
};
use crate::quantity::Score;
use crate::time::{Date, Period, Step};
use serde::{Deserialize, Serialize};

/// Projects that share means (*portefeuille*): continuous, without an end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Portfolio {
    /// Key.
    pub id: PortfolioId,
    /// Name people use.
    pub name: String,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The unit whose means it shares (*direction*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Its people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<PoolId>,
    /// Its money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envelopes: Vec<EnvelopeId>,
    /// The time a selection looks over (*horizon*); the budget years of its envelopes where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<Period>,
    /// Step of decisions.
    #[serde(default = "quarter")]
    pub step: Step,
    /// Rules of arbitration.
    #[serde(default, skip_serializing_if = "is_default")]
    pub policy: Policy,
}

impl Portfolio {
    /// A portfolio decided by quarters.
    pub fn new(id: impl Into<PortfolioId>, name: impl Into<String>, organization: impl Into<OrganizationId>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            organization: organization.into(),
            unit: None,
            pools: Vec::new(),
            envelopes: Vec::new(),
            horizon: None,
            step: Step::Quarter,
            policy: Policy::default(),
        }
    }
}

/// What kind of plan a roadmap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RoadmapKind {
    /// *Feuille de route numérique*.
    #[default]
    Digital,
    /// *Schéma directeur informatique*.
    ItMasterPlan,
    /// Any other.
    Other,
}

/// Where a roadmap stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RoadmapState {
    /// *En préparation*.
    #[default]
    Draft,
    /// *Lancée*: its gates are passed, and what it expects is frozen.
    Open,
    /// *Close*: its impacts have been reviewed.
    Closed,
}

/// A change of state of a roadmap (*lancement, clôture*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RoadmapTransition {
    /// To which state.
    pub to: RoadmapState,
    /// When.
    pub date: Date,
    /// The decision that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    /// Why or how, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl RoadmapTransition {
    /// A dated change of state.
    pub fn new(to: RoadmapState, date: Date) -> Self {
        Self { to, date, decision: None, note: None }
    }
}

/// With whom the owner of a roadmap keeps contact (*interface*): written `{"unit": "dsn"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Interface {
    /// A direction or service.
    Unit(UnitId),
    /// Users, staff, elected members…
    Audience(AudienceId),
}

/// What a roadmap should change (*impact attendu*): frozen when it opens, and what the closing review measures against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ExpectedImpact {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// Where it stood at launch (*valeur initiale*), in the indicator's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Score>,
    /// Where it should get, in the indicator's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Score>,
    /// By when; the closing review where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

impl ExpectedImpact {
    /// An impact without figures yet.
    pub fn new(indicator: impl Into<IndicatorId>) -> Self {
        Self { indicator: indicator.into(), baseline: None, target: None, due: None }
    }
}

/// The pools and envelopes that serve one nature of project (*affectation des moyens par nature*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Allocation {
    /// The nature, as [`Project::nature`](super::Project::nature) writes it.
    pub nature: String,
    /// Pools that projects of that nature draw on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<PoolId>,
    /// Envelopes that pay for projects of that nature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envelopes: Vec<EnvelopeId>,
}

impl Allocation {
    /// A nature that nothing serves yet.
    pub fn new(nature: impl Into<String>) -> Self {
        Self { nature: nature.into(), pools: Vec::new(), envelopes: Vec::new() }
    }
}

/// Projects that are steered together because they make one change (*programme*), inside portfolios or across them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Program {
    /// Key.
    pub id: ProgramId,
    /// Name people use.
    pub name: String,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What it changes (*changement visé*), in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Program {
    /// A program.
    pub fn new(id: impl Into<ProgramId>, name: impl Into<String>, organization: impl Into<OrganizationId>) -> Self {
        Self { id: id.into(), name: name.into(), organization: organization.into(), description: None }
    }
}

/// Projects that share a purpose, for a bounded time (*feuille de route*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Roadmap {
    /// Key.
    pub id: RoadmapId,
    /// Name people use.
    pub name: String,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What kind of plan it is (*type de plan*).
    #[serde(default)]
    pub kind: RoadmapKind,
    /// What it is for (*finalité*), in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// What the authority looks like when it has succeeded (*vision*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vision: Option<String>,
    /// What is at stake (*enjeux*), in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stakes: Vec<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: RoadmapState,
    /// How it got there; may be empty for a state that was imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<RoadmapTransition>,
    /// The mandate it is aligned with (*mandat*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateId>,
    /// The roadmap it carries on (*feuille de route précédente*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predecessor: Option<RoadmapId>,
    /// From its first day up to, not including, its end.
    pub period: Period,
    /// Step of decisions.
    #[serde(default = "quarter")]
    pub step: Step,
    /// When the assembly founded it (*délibération fondatrice*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliberation: Option<Date>,
    /// When its impacts are reviewed (*bilan*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing_review: Option<Date>,
    /// Its themes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeId>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<AudienceId>,
    /// With whom its owner keeps contact (*interfaces*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interfaces: Vec<Interface>,
    /// What it should change (*impacts attendus*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected_impacts: Vec<ExpectedImpact>,
    /// Its voted and dedicated budget (*budget dédié*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envelopes: Vec<EnvelopeId>,
    /// The pools it draws on, none of them for itself alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<PoolId>,
    /// Which of them serve which nature of project (*affectation des moyens*); all serve a nature that is not listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocations: Vec<Allocation>,
    /// Rules of arbitration.
    #[serde(default, skip_serializing_if = "is_default")]
    pub policy: Policy,
}

impl Roadmap {
    /// A digital roadmap decided by quarters.
    pub fn new(
        id: impl Into<RoadmapId>,
        name: impl Into<String>,
        organization: impl Into<OrganizationId>,
        period: Period,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            organization: organization.into(),
            kind: RoadmapKind::default(),
            purpose: None,
            vision: None,
            stakes: Vec::new(),
            state: RoadmapState::default(),
            history: Vec::new(),
            mandate: None,
            predecessor: None,
            period,
            step: Step::Quarter,
            deliberation: None,
            closing_review: None,
            themes: Vec::new(),
            audiences: Vec::new(),
            interfaces: Vec::new(),
            expected_impacts: Vec::new(),
            envelopes: Vec::new(),
            pools: Vec::new(),
            allocations: Vec::new(),
            policy: Policy::default(),
        }
    }
}

fn quarter() -> Step {
    Step::Quarter
}
