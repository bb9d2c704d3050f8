//! The vocabulary: plain records, the draft that lists them, the model that has checked them, and scopes of it.
//!
//! | stage | type | what holds |
//! | --- | --- | --- |
//! | written | [`ModelDraft`] | leaf values are valid; nothing else is promised |
//! | checked | [`Model`] | every rule of the domain holds, every reference resolves; immutable, cheap to clone |
//! | looked at | [`Scope`] | one roadmap or portfolio of a model, with its projects and its grid; owned, cheap to clone |
//!
//! Records are plain structs with public fields: what an author writes in Rust is what the JSON document holds and what
//! a model lends out. Views ([`ProjectRef`], [`ThemeRef`]…) walk from one record to another.
//!
//! ```
//! use portefeuille::model::{ModelDraft, Organization, Project, Roadmap, Variant};
//! use portefeuille::Currency;
//!
//! let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
//! draft.organizations.push(Organization::new("dep", "Département"));
//! draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
//! let mut project = Project::new("sig", "Plateforme SIG", Variant::new("base", 9));
//! project.roadmaps.push(portefeuille::model::Membership::new("num"));
//! draft.projects.push(project);
//!
//! let model = draft.build()?;
//! assert_eq!(model.roadmap("num")?.projects().count(), 1);
//! # Ok::<(), portefeuille::Error>(())
//! ```

mod budget;
mod build;
mod calendar;
mod demand;
mod dependency;
mod draft;
mod filter;
pub mod gates;
mod governance;
mod grouping;
mod health_policy;
mod index;
mod ledger;
mod means;
mod people;
mod policy;
mod project;
mod refs;
mod root;
mod scenario;
mod scope;
mod scoring;
mod service;
mod strategy;

pub use budget::{
    CarryOver, CommitmentEvent, CommitmentKind, CommitmentProgram, Envelope, Section, Vote, VoteKind, YearAmount,
    YearCredits,
};
#[cfg(feature = "json")]
pub(crate) use build::document_order;
pub use calendar::Calendar;
pub use demand::{Demand, Qualification, QualificationState};
pub use dependency::{Dependency, Lag, Relation};
pub use draft::{DocumentVersion, ModelDraft};
pub use filter::Filter;
pub use gates::{Blocked, Gate};
pub use governance::{
    Action, CommunicationAction, CommunicationAim, DecisionRecord, GovernanceBody, GovernanceLevel, Meeting, Verdict,
};
pub use grouping::{
    Allocation, ExpectedImpact, Interface, Portfolio, Program, Roadmap, RoadmapKind, RoadmapState, RoadmapTransition,
};
pub use health_policy::HealthPolicy;
pub use index::{
    EnvelopeIx, IndicatorIx, ObjectiveIx, PersonIx, PoolIx, PortfolioIx, ProjectIx, RoadmapIx, ThemeIx, UnitIx,
};
pub use ledger::{Flow, LedgerEntry, LedgerFlag, LedgerStage, WorkedDays};
pub use means::{CapacitySpan, PoolKind, PoolMember, ResourcePool};
pub use people::{
    Assignment, Attachment, Audience, Mandate, Organization, OrganizationKind, Person, PolicyArea, Role, Subject, Unit,
    UnitKind, Winner,
};
pub use policy::{ChangePolicy, Force, ForcedChoice, GateWaiver, Policy, ThemeQuota, Tiebreak, WorthRule};
pub use project::{
    Alignment, Baseline, Benefit, CoFinancing, CoFinancingState, ComplianceMark, ComplianceState, Contribution,
    ContributionKind, CostLine, Lifecycle, Membership, Milestone, Phase, Project, ProjectKind, Purchase, PurchaseRoute,
    Risk, RiskSeverity, RunCost, ServiceChange, ServiceEffect, Transition, Variant, WorkloadLine,
};
pub use refs::{
    EnvelopeRef, IndicatorRef, ObjectiveRef, PersonRef, PoolRef, ProjectRef, RoadmapRef, ThemeRef, UnitRef,
};
pub use root::Model;
pub use scenario::{Scenario, ScenarioChange, ScopeKey};
pub use scope::{Grouping, Scope, ScopeError};
pub use scoring::{
    Answer, ComparisonStep, Criterion, CriterionSource, GroupRule, Judge, Judgement, LevelValue, MissingScore,
    Normalization, PairwiseWeighting, PreferenceFunction, PriorityMethod, RandomIndex, RankRule, ScoringMethod,
    ScoringModel, StepScale, ValueFunction, ValuePoint, Weighting,
};
pub use service::{DigitalService, Hosting, Integration, ServiceStatus};
pub use strategy::{
    Aggregation, Direction, Indicator, Measure, MeasureStatus, Objective, Observation, Theme, WeightBasis,
};
