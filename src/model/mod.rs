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

mod build;
mod dependency;
mod draft;
mod filter;
mod grouping;
mod index;
mod means;
mod people;
mod project;
mod refs;
mod root;
mod scope;
mod strategy;

#[cfg(feature = "json")]
pub(crate) use build::document_order;
pub use dependency::{Dependency, Lag, Relation};
pub use draft::{DocumentVersion, ModelDraft};
pub use filter::Filter;
pub use grouping::{
    ChangePolicy, Force, ForcedChoice, Policy, Portfolio, Roadmap, RoadmapKind, ThemeQuota, Tiebreak, WorthRule,
};
pub use index::{
    EnvelopeIx, IndicatorIx, ObjectiveIx, PersonIx, PoolIx, PortfolioIx, ProjectIx, RoadmapIx, ThemeIx, UnitIx,
};
pub use means::{CapacitySpan, CarryOver, Envelope, PoolKind, ResourcePool, Section, YearAmount};
pub use people::{
    Assignment, Audience, Organization, OrganizationKind, Person, PolicyArea, Role, Subject, Unit, UnitKind, Winner,
};
pub use project::{Alignment, Benefit, CostLine, Lifecycle, Membership, Project, ProjectKind, Variant, WorkloadLine};
pub use refs::{EnvelopeRef, IndicatorRef, ObjectiveRef, PersonRef, PoolRef, ProjectRef, ThemeRef, UnitRef};
pub use root::Model;
pub use scope::{Grouping, Scope, ScopeError};
pub use strategy::{
    Aggregation, Direction, Indicator, Measure, MeasureStatus, Objective, Observation, Theme, WeightBasis,
};
