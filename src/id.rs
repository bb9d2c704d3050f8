//! Typed keys: the texts by which an author names records.
//!
//! Each kind of record has its own key type, so a theme's id cannot stand where a project's is meant. A key accepts any
//! text; [`ModelDraft::build`](crate::model::ModelDraft::build) judges whether it names something.
//!
//! ```
//! use portefeuille::id::{ProjectId, ThemeId};
//!
//! let theme: ThemeId = "demat".into();
//! let project = ProjectId::from("portail-usager");
//! assert_eq!(project.as_str(), "portail-usager");
//! assert_eq!(theme.to_string(), "demat");
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Cheap to clone; ordered as text.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text as the author wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(TextVisitor).map(Self)
            }
        }
    )*};
}

struct TextVisitor;

impl de::Visitor<'_> for TextVisitor {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text that names a record")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.into())
    }
}

ids! {
    /// Names an [`Organization`](crate::model::Organization) (*collectivité*).
    OrganizationId;
    /// Names a [`Unit`](crate::model::Unit) of an organization (*direction, service*).
    UnitId;
    /// Names a [`PolicyArea`](crate::model::PolicyArea) (*compétence*).
    PolicyAreaId;
    /// Names a [`Person`](crate::model::Person) (*acteur*).
    PersonId;
    /// Names an [`Audience`](crate::model::Audience) (*public*).
    AudienceId;
    /// Names a [`Theme`](crate::model::Theme) (*thématique*).
    ThemeId;
    /// Names an [`Objective`](crate::model::Objective) (*objectif stratégique*).
    ObjectiveId;
    /// Names an [`Envelope`](crate::model::Envelope) (*enveloppe budgétaire*).
    EnvelopeId;
    /// Names a [`ResourcePool`](crate::model::ResourcePool) (*pool de ressources*).
    PoolId;
    /// Names a [`Portfolio`](crate::model::Portfolio) (*portefeuille*).
    PortfolioId;
    /// Names a [`Roadmap`](crate::model::Roadmap) (*feuille de route*).
    RoadmapId;
    /// Names a [`Project`](crate::model::Project) (*projet*).
    ProjectId;
    /// Names a [`Variant`](crate::model::Variant) of one project (*variante*); unique within the project.
    VariantId;
    /// Names an [`Indicator`](crate::model::Indicator) (*indicateur*).
    IndicatorId;
    /// Names a [`Criterion`](crate::model::Criterion) of one scoring model (*critère*); unique within the model.
    CriterionId;
    /// Names a [`Mandate`](crate::model::Mandate) (*mandat*).
    MandateId;
    /// Names a [`Program`](crate::model::Program) (*programme*).
    ProgramId;
    /// Names a [`Demand`](crate::model::Demand) (*demande*).
    DemandId;
    /// Names a [`Phase`](crate::model::Phase) of one project (*phase*); unique within the project.
    PhaseId;
    /// Names a [`Milestone`](crate::model::Milestone) of one project (*jalon*); unique within the project.
    MilestoneId;
    /// Names a [`Risk`](crate::model::Risk) of one project (*risque*); unique within the project.
    RiskId;
    /// Names a [`GovernanceBody`](crate::model::GovernanceBody) (*instance*).
    BodyId;
    /// Names a [`DecisionRecord`](crate::model::DecisionRecord) (*décision*).
    DecisionId;
    /// Names a [`CommunicationAction`](crate::model::CommunicationAction) (*action de communication*).
    CommunicationId;
    /// Names a [`DigitalService`](crate::model::DigitalService) (*service numérique*).
    ServiceId;
    /// Names a [`Calendar`](crate::model::Calendar) (*calendrier*).
    CalendarId;
    /// Names a [`Scenario`](crate::model::Scenario) (*scénario*).
    ScenarioId;
}
