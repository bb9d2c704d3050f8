//! What a project is for: objectives, audiences, and what it brings from each side.

use crate::id::{AudienceId, ObjectiveId, ServiceId};
use crate::quantity::{Money, Score};
use serde::{Deserialize, Serialize};

/// How much a project serves an objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Alignment {
    /// Which objective (*objectif stratégique*).
    pub objective: ObjectiveId,
    /// How much (*note d'alignement*), in points of the organization's own scale; not negative.
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
    /// What (*bénéfice*), in words.
    pub description: String,
    /// Worth a year in money (*gain annuel*), where somebody put a figure on it; below zero for a loss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly: Option<Money>,
}

impl Benefit {
    /// A benefit without a figure.
    pub fn new(audience: impl Into<AudienceId>, description: impl Into<String>) -> Self {
        Self { audience: audience.into(), description: description.into(), yearly: None }
    }
}

/// From which side something is brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ContributionKind {
    /// *Informatique*: software, machines, data.
    It,
    /// *Organisationnelle*: procedures, people, premises.
    Organizational,
    /// *Financière*.
    Financial,
}

/// Something that a project brings or is brought (*contribution*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Contribution {
    /// From which side.
    pub kind: ContributionKind,
    /// What (*apport*), in words.
    pub description: String,
}

impl Contribution {
    /// A contribution.
    pub fn new(kind: ContributionKind, description: impl Into<String>) -> Self {
        Self { kind, description: description.into() }
    }
}

/// What a project does to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceChange {
    /// *Crée*.
    Create,
    /// *Harmonise*.
    Harmonize,
    /// *Enrichit*.
    Enrich,
    /// *Retire*.
    Retire,
}

/// A service that a project creates, harmonizes, enriches or retires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ServiceEffect {
    /// Which service (*service numérique*).
    pub service: ServiceId,
    /// What it does to it (*effet*).
    pub effect: ServiceChange,
}

impl ServiceEffect {
    /// What a project does to a service.
    pub fn new(service: impl Into<ServiceId>, effect: ServiceChange) -> Self {
        Self { service: service.into(), effect }
    }
}
