//! How a project is run: phases, milestones, baseline, purchase, co-financing, risks and compliance.

use crate::id::{MilestoneId, PersonId, PhaseId, RiskId};
use crate::model::budget::Section;
use crate::quantity::{Money, Share};
use crate::time::{Date, FiscalYear};
use serde::{Deserialize, Serialize};

/// A stage of the work of a project (*phase*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Phase {
    /// Key, unique in the project.
    pub id: PhaseId,
    /// Name people use.
    pub name: String,
    /// First day planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Last day planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// When it was finished (*fin réelle*); absent while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Date>,
}

impl Phase {
    /// A phase without dates.
    pub fn new(id: impl Into<PhaseId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), start: None, end: None, finished: None }
    }
}

/// A day by which something is to be reached (*jalon*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Milestone {
    /// Key, unique in the project.
    pub id: MilestoneId,
    /// Name people use.
    pub name: String,
    /// When it is due (*échéance*), as planned now.
    pub due: Date,
    /// When it was due in the plan that was approved (*échéance initiale*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Date>,
    /// When it was reached (*date d'atteinte*); absent while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Date>,
}

impl Milestone {
    /// A milestone that is not reached.
    pub fn new(id: impl Into<MilestoneId>, name: impl Into<String>, due: Date) -> Self {
        Self { id: id.into(), name: name.into(), due, baseline: None, reached: None }
    }
}

/// The plan as it was approved, to measure slips against (*référence initiale*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Baseline {
    /// When it was approved (*date d'approbation*).
    pub approved: Date,
    /// Start (*démarrage*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<Date>,
    /// Whole cost (*coût approuvé*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
}

impl Baseline {
    /// A baseline without figures.
    pub fn new(approved: Date) -> Self {
        Self { approved, start: None, finish: None, cost: None }
    }
}

/// How something is bought (*voie d'achat*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PurchaseRoute {
    /// *Devis, gré à gré*: under the threshold of advertising.
    Quotes,
    /// *Accord-cadre, marché en cours*: a contract that is there already.
    Framework,
    /// *Centrale d'achat* (UGAP and others).
    CentralPurchasing,
    /// *Procédure adaptée* (MAPA).
    Adapted,
    /// *Appel d'offres*.
    FormalTender,
    /// *Procédure avec négociation, dialogue compétitif*.
    Negotiated,
    /// *Régie, sans achat*: done by the authority itself.
    InHouse,
}

/// How and how soon a project can buy (*achat, marché public*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Purchase {
    /// The way taken (*voie d'achat*).
    pub route: PurchaseRoute,
    /// Months from the decision to the award (*délai de passation*).
    pub lead_months: u32,
    /// When the contract was awarded (*notification du marché*); absent while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded: Option<Date>,
}

impl Purchase {
    /// A purchase that is not awarded.
    pub fn new(route: PurchaseRoute, lead_months: u32) -> Self {
        Self { route, lead_months, awarded: None }
    }
}

/// How sure a grant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CoFinancingState {
    /// *Demandée*.
    #[default]
    Requested,
    /// *Notifiée*.
    Notified,
    /// *Encaissée*.
    Cashed,
}

/// Money of others for a project (*cofinancement, subvention*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CoFinancing {
    /// Who gives it (*financeur*): FEDER, State, Region…
    pub source: String,
    /// Section it is revenue of.
    pub section: Section,
    /// Budget year it is expected in.
    pub year: FiscalYear,
    /// Amount; not negative.
    pub amount: Money,
    /// How sure it is.
    #[serde(default)]
    pub state: CoFinancingState,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

impl CoFinancing {
    /// A grant that is requested.
    pub fn new(source: impl Into<String>, section: Section, year: FiscalYear, amount: Money) -> Self {
        Self { source: source.into(), section, year, amount, state: CoFinancingState::default(), date: None }
    }
}

/// How much harm a risk does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskSeverity {
    /// *Mineure*.
    Minor,
    /// *Modérée*.
    #[default]
    Moderate,
    /// *Majeure*.
    Major,
    /// *Critique*: the project fails.
    Critical,
}

/// Something that may go wrong (*risque*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Risk {
    /// Key, unique in the project.
    pub id: RiskId,
    /// What may happen (*risque*), in words.
    pub description: String,
    /// How likely it is (*probabilité*), 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Share>,
    /// How much harm it does (*gravité*).
    #[serde(default)]
    pub severity: RiskSeverity,
    /// What it costs if it happens (*exposition*); not negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<Money>,
    /// What is done about it (*parade*), in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// Who watches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
}

impl Risk {
    /// A moderate risk without figures.
    pub fn new(id: impl Into<RiskId>, description: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            description: description.into(),
            probability: None,
            severity: RiskSeverity::default(),
            exposure: None,
            response: None,
            owner: None,
        }
    }
}

/// How far compliance with a rule has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ComplianceState {
    /// *À faire*: the rule applies, and nothing is done yet.
    #[default]
    Required,
    /// *En cours*.
    InProgress,
    /// *Conforme*.
    Met,
    /// *Sans objet*.
    NotApplicable,
}

/// How a project stands towards a rule (*marque de conformité*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ComplianceMark {
    /// The rule (*règle*), such as `rgpd`, `rgaa`, `rgs`, `nis2`, `archives`; an open list.
    pub rule: String,
    /// How far it has come.
    #[serde(default)]
    pub state: ComplianceState,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

impl ComplianceMark {
    /// A rule and how far it has come.
    pub fn new(rule: impl Into<String>, state: ComplianceState) -> Self {
        Self { rule: rule.into(), state, date: None }
    }
}
