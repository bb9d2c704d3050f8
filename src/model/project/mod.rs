//! Projects: what they cost, whom they need, whom they serve, and where they stand.

mod conduct;
mod lifecycle;
mod value;
mod variant;

pub use conduct::{
    Baseline, CoFinancing, CoFinancingState, ComplianceMark, ComplianceState, Milestone, Phase, Purchase,
    PurchaseRoute, Risk, RiskSeverity,
};
pub use lifecycle::{Lifecycle, Transition};
pub use value::{Alignment, Benefit, Contribution, ContributionKind, ServiceChange, ServiceEffect};
pub use variant::{CostLine, RunCost, Variant, WorkloadLine};

use super::means::is_default;
use crate::id::{PortfolioId, ProgramId, ProjectId, RoadmapId, ThemeId, UnitId, VariantId};
use crate::quantity::{Money, Score, Share};
use crate::time::Date;
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

/// The part of a project that a roadmap carries (*part de charge*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Membership {
    /// Which roadmap (*feuille de route*).
    pub roadmap: RoadmapId,
    /// Share of the project's cost and workload counted in its totals (*part de charge*); all of it where absent. What
    /// an envelope pays and a pool gives is limited whole, whichever roadmap it is charged to.
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
    /// What it is (*type*).
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: ProjectKind,
    /// Its nature (*nature du projet*), such as `it`, `works`, `training`; an open list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub state: Lifecycle,
    /// How it got there; may be empty for a state that was imported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Transition>,
    /// Its one primary theme (*thématique principale*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<ThemeId>,
    /// The unit in charge (*maîtrise d'ouvrage*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The unit that delivers (*maîtrise d'œuvre*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_unit: Option<UnitId>,
    /// The portfolio whose means it shares (*portefeuille*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<PortfolioId>,
    /// The roadmaps it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roadmaps: Vec<Membership>,
    /// The program it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// What it weighs among others, in points of the organization's own scale (*poids*); not negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Score>,
    /// Planned start (*démarrage*), or the true one of work that has begun. Cost lines name their years from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Earliest start a selection may give it (*départ au plus tôt*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_start: Option<Date>,
    /// Latest start a selection may give it (*départ au plus tard*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_start: Option<Date>,
    /// When it was truly delivered; absent while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<Date>,
    /// The plan as it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Stages of the work (*phases*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    /// Days by which something is to be reached (*jalons*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// Ways to do it (*variantes*); at least one.
    pub variants: Vec<Variant>,
    /// The variant that committed work follows (*variante retenue*); the first where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// What it will have cost in all, as expected now (*atterrissage*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landing: Option<Money>,
    /// How and how soon it can buy (*achat*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase: Option<Purchase>,
    /// Money of others for it (*cofinancements*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_financing: Vec<CoFinancing>,
    /// How it serves the objectives (*alignement stratégique*). Empty: nobody has scored it, which is not the same as
    /// zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignment: Vec<Alignment>,
    /// What each audience should gain or lose (*bénéfices attendus*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benefits: Vec<Benefit>,
    /// What it brings or is brought (*contributions*), from the side of IT, of the organization and of money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributions: Vec<Contribution>,
    /// The services it creates, harmonizes, enriches or retires.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceEffect>,
    /// Whether people will work in another way (*conduite du changement*).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changes_work: bool,
    /// What may go wrong (*risques*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<Risk>,
    /// How it stands towards the rules it falls under (*conformité*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compliance: Vec<ComplianceMark>,
    /// When this record was last brought up to date (*date de mise à jour*).
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
            history: Vec::new(),
            theme: None,
            unit: None,
            delivery_unit: None,
            portfolio: None,
            roadmaps: Vec::new(),
            program: None,
            weight: None,
            start: None,
            earliest_start: None,
            latest_start: None,
            finish: None,
            baseline: None,
            phases: Vec::new(),
            milestones: Vec::new(),
            variants: vec![variant],
            variant: None,
            landing: None,
            purchase: None,
            co_financing: Vec::new(),
            alignment: Vec::new(),
            benefits: Vec::new(),
            contributions: Vec::new(),
            services: Vec::new(),
            changes_work: false,
            risks: Vec::new(),
            compliance: Vec::new(),
            updated: None,
        }
    }
}
