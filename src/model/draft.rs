//! The document: lists of records, all public.

use super::budget::Envelope;
use super::calendar::Calendar;
use super::demand::Demand;
use super::dependency::Dependency;
use super::governance::{CommunicationAction, DecisionRecord, GovernanceBody, Meeting};
use super::grouping::{Portfolio, Program, Roadmap};
use super::ledger::{LedgerEntry, WorkedDays};
use super::means::ResourcePool;
use super::people::{Assignment, Audience, Mandate, Organization, Person, PolicyArea, Unit};
use super::project::Project;
use super::scenario::Scenario;
use super::service::DigitalService;
use super::strategy::{Indicator, Measure, Objective, Theme};
use crate::quantity::Currency;
use crate::time::{Date, SchoolHolidays};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// The version of the document format, written `"1.1"`: readers refuse another version and tolerate a later revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentVersion {
    /// Changes that older readers cannot read.
    pub version: u32,
    /// Additions that older readers may pass over.
    pub revision: u32,
}

impl DocumentVersion {
    /// The version this crate writes.
    pub const CURRENT: Self = Self { version: 1, revision: 1 };
}

impl Default for DocumentVersion {
    fn default() -> Self {
        Self::CURRENT
    }
}

impl fmt::Display for DocumentVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, self.revision)
    }
}

impl FromStr for DocumentVersion {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (version, revision) = text.split_once('.').unwrap_or((text, "0"));
        Ok(Self { version: version.parse()?, revision: revision.parse()? })
    }
}

impl Serialize for DocumentVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocumentVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom(format_args!("`{text}` is not a document version, such as \"1.1\"")))
    }
}

/// A whole document before it is checked: lists of plain records, in any order.
///
/// [`build`](Self::build) checks all of it at once and gives a [`Model`](super::Model), or every fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ModelDraft {
    /// Version of the document format.
    #[serde(rename = "portefeuille")]
    pub version: DocumentVersion,
    /// The day the document speaks of (*date de situation*).
    pub status_date: Date,
    /// The one currency of its amounts (*devise*).
    pub currency: Currency,
    /// Authorities (*collectivités*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<Organization>,
    /// Their directions and services (*directions et services*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Unit>,
    /// What they are responsible for (*compétences*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_areas: Vec<PolicyArea>,
    /// People (*acteurs*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Person>,
    /// Terms of elected assemblies (*mandats*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandates: Vec<Mandate>,
    /// Who holds which role, when (*affectations*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<Assignment>,
    /// Whom the projects are for (*publics*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<Audience>,
    /// Working days (*calendriers*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<Calendar>,
    /// School holidays (*vacances scolaires*), as the ministry fixes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub school_holidays: Vec<SchoolHolidays>,
    /// Headings of roadmaps (*thématiques*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<Theme>,
    /// What the strategy wants (*objectifs stratégiques*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Objective>,
    /// Money (*enveloppes*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envelopes: Vec<Envelope>,
    /// People by skill or team (*pools de ressources*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<ResourcePool>,
    /// Groupings by means (*portefeuilles*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portfolios: Vec<Portfolio>,
    /// Groupings by purpose (*feuilles de route*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roadmaps: Vec<Roadmap>,
    /// Projects steered together (*programmes*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// What projects create, change or retire (*services numériques*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<DigitalService>,
    /// Ideas that have arrived (*demandes*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demands: Vec<Demand>,
    /// Projects (*projets*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
    /// Links between projects (*dépendances*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<Dependency>,
    /// Definitions of what is observed (*indicateurs*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// Observations (*mesures*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// Who reviews and decides (*instances*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<GovernanceBody>,
    /// When they meet (*réunions*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meetings: Vec<Meeting>,
    /// What they decided (*décisions*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionRecord>,
    /// What is said to audiences (*actions de communication*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communications: Vec<CommunicationAction>,
    /// Movements of the finance system (*écritures*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledger: Vec<LedgerEntry>,
    /// Days worked on projects (*temps passés*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worked_days: Vec<WorkedDays>,
    /// Variations to compare (*scénarios*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
}

impl ModelDraft {
    /// An empty document about a day, with amounts in one currency.
    pub fn new(status_date: Date, currency: Currency) -> Self {
        Self {
            version: DocumentVersion::CURRENT,
            status_date,
            currency,
            organizations: Vec::new(),
            units: Vec::new(),
            policy_areas: Vec::new(),
            persons: Vec::new(),
            mandates: Vec::new(),
            assignments: Vec::new(),
            audiences: Vec::new(),
            calendars: Vec::new(),
            school_holidays: Vec::new(),
            themes: Vec::new(),
            objectives: Vec::new(),
            envelopes: Vec::new(),
            pools: Vec::new(),
            portfolios: Vec::new(),
            roadmaps: Vec::new(),
            programs: Vec::new(),
            services: Vec::new(),
            demands: Vec::new(),
            projects: Vec::new(),
            dependencies: Vec::new(),
            indicators: Vec::new(),
            measures: Vec::new(),
            bodies: Vec::new(),
            meetings: Vec::new(),
            decisions: Vec::new(),
            communications: Vec::new(),
            ledger: Vec::new(),
            worked_days: Vec::new(),
            scenarios: Vec::new(),
        }
    }
}
