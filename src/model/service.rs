//! What projects leave behind: digital services.

use crate::id::{AudienceId, PersonId, ServiceId, UnitId};
use serde::{Deserialize, Serialize};

/// How a service is tied to the information system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Integration {
    /// *Intégré*: part of the information system.
    Integrated,
    /// *Interfacé*: on a platform of a third party that the information system exchanges with.
    Interfaced,
    /// *Isolé*: exchanges nothing.
    #[default]
    None,
}

/// Where a service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Hosting {
    /// In rooms of the authority (*sur site*).
    OnPremises,
    /// At another authority or a joint body (*mutualisé*).
    Shared,
    /// On rented machines (*infonuagique, `IaaS`*).
    Cloud,
    /// As a subscription (*logiciel en ligne, `SaaS`*).
    Saas,
}

/// Who watches over a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ServiceStatus {
    /// *Maîtrisé*: run under the rules of the information system.
    #[default]
    Managed,
    /// *Connu*: known to the IT unit, run by others.
    Known,
    /// *Informatique grise*: found, and outside every rule.
    Shadow,
}

/// A digital service that somebody uses (*service numérique*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DigitalService {
    /// Key.
    pub id: ServiceId,
    /// Name people use.
    pub name: String,
    /// How it is tied to the information system (*intégration*).
    #[serde(default)]
    pub integration: Integration,
    /// The platform it stands on (*plateforme*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Where it runs (*hébergement*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hosting: Option<Hosting>,
    /// The unit that owns it (*direction propriétaire*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The person who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// Who uses it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<AudienceId>,
    /// Who watches over it (*maîtrise*).
    #[serde(default)]
    pub status: ServiceStatus,
}

impl DigitalService {
    /// A managed service that exchanges nothing.
    pub fn new(id: impl Into<ServiceId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            integration: Integration::default(),
            platform: None,
            hosting: None,
            unit: None,
            owner: None,
            audiences: Vec::new(),
            status: ServiceStatus::default(),
        }
    }

    /// Whether a unit or a person owns it.
    pub fn is_owned(&self) -> bool {
        self.unit.is_some() || self.owner.is_some()
    }
}
