//! Who: the organization, its units, people in dated roles, and the audiences it serves.

use crate::id::{
    AudienceId, MandateId, ObjectiveId, OrganizationId, PersonId, PolicyAreaId, PortfolioId, ProjectId, RoadmapId,
    ThemeId, UnitId,
};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What kind of authority an organization is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OrganizationKind {
    /// *Commune*.
    Municipality,
    /// *Intercommunalité* other than a métropole.
    Intermunicipality,
    /// *Métropole*.
    Metropolis,
    /// *Département*.
    Department,
    /// *Région*.
    Region,
    /// *État* and its agencies.
    State,
    /// Anything else.
    #[default]
    Other,
}

/// An authority that steers projects (*collectivité*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Organization {
    /// Key.
    pub id: OrganizationId,
    /// Name people use.
    pub name: String,
    /// Kind of authority (*type de collectivité*).
    #[serde(default)]
    pub kind: OrganizationKind,
    /// What it is responsible for (*compétences*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_areas: Vec<PolicyAreaId>,
    /// Month its budget years begin in (*mois d'ouverture de l'exercice*), 1 to 12; January where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year_start: Option<u8>,
}

impl Organization {
    /// An organization of no particular kind.
    pub fn new(id: impl Into<OrganizationId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            kind: OrganizationKind::default(),
            policy_areas: Vec::new(),
            fiscal_year_start: None,
        }
    }
}

/// What a unit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UnitKind {
    /// Serves the public or runs a policy (*direction métier*).
    #[default]
    Business,
    /// Information systems (*DSI, DSIN, DSN*).
    It,
    /// Serves the other units: finance, human resources, transformation (*direction ressource ou transverse*).
    Support,
}

/// The unit that another one belongs to, for a time (*rattachement*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Attachment {
    /// The unit above it; it may be one of another organization (*service mutualisé*).
    pub parent: UnitId,
    /// First day; always been where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day; still so where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Attachment {
    /// Attached to a unit without dates.
    pub fn new(parent: impl Into<UnitId>) -> Self {
        Self { parent: parent.into(), from: None, until: None }
    }

    /// Whether it holds on a day.
    pub fn is_current(&self, day: chrono::NaiveDate) -> bool {
        is_within(self.from, self.until, day)
    }
}

/// Whether a day lies between a first and a last day, each of them open where absent.
fn is_within(from: Option<Date>, until: Option<Date>, day: chrono::NaiveDate) -> bool {
    from.is_none_or(|from| from.first_day() <= day) && until.is_none_or(|until| day <= until.last_day())
}

/// A part of an organization (*direction, service*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unit {
    /// Key.
    pub id: UnitId,
    /// Name people use.
    pub name: String,
    /// The organization it belongs to.
    pub organization: OrganizationId,
    /// What it is for (*type de direction*).
    #[serde(default)]
    pub kind: UnitKind,
    /// The units it belongs to (*rattachements*), each for a time. On no day may a unit lie below itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Unit {
    /// A business unit of an organization.
    pub fn new(id: impl Into<UnitId>, name: impl Into<String>, organization: impl Into<OrganizationId>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            organization: organization.into(),
            kind: UnitKind::default(),
            attachments: Vec::new(),
        }
    }
}

/// A field of public policy (*compétence*): education, transport, culture… An open list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyArea {
    /// Key.
    pub id: PolicyAreaId,
    /// Name people use.
    pub name: String,
}

impl PolicyArea {
    /// A policy area.
    pub fn new(id: impl Into<PolicyAreaId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

/// Somebody who holds roles (*acteur*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Person {
    /// Key.
    pub id: PersonId,
    /// Name people use.
    pub name: String,
    /// The unit they work in; absent for elected members and outsiders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

impl Person {
    /// A person attached to no unit.
    pub fn new(id: impl Into<PersonId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), unit: None }
    }
}

/// The term of an elected assembly (*mandat*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Mandate {
    /// Key.
    pub id: MandateId,
    /// Whose assembly it is.
    pub organization: OrganizationId,
    /// The assembly (*assemblée*), such as `Conseil départemental`.
    pub assembly: String,
    /// First day in office (*début du mandat*); the month where only that is known.
    pub start: Date,
    /// Last day in office (*fin du mandat*); the month where only that is known.
    pub end: Date,
    /// Days of vote (*scrutins*), those that open the mandate and those known to end it. The rule on promotion before
    /// an election counts back from each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elections: Vec<Date>,
}

impl Mandate {
    /// A mandate without days of vote.
    pub fn new(
        id: impl Into<MandateId>,
        organization: impl Into<OrganizationId>,
        assembly: impl Into<String>,
        start: Date,
        end: Date,
    ) -> Self {
        Self {
            id: id.into(),
            organization: organization.into(),
            assembly: assembly.into(),
            start,
            end,
            elections: Vec::new(),
        }
    }

    /// Whether the assembly is in office on a day.
    pub fn is_current(&self, day: chrono::NaiveDate) -> bool {
        is_within(Some(self.start), Some(self.end), day)
    }
}

/// What a person is to a roadmap, a portfolio or a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Role {
    /// *Élu référent*.
    PoliticalSponsor,
    /// *DGS, DGA*.
    ManagerialSponsor,
    /// *Responsable de feuille de route*: transverse, and not the CIO.
    RoadmapOwner,
    /// *DSI, DSN*.
    Cio,
    /// *Bureau des projets*.
    Pmo,
    /// *Chef de projet*.
    ProjectManager,
    /// *Référent métier*.
    BusinessLead,
    /// *Référent finances*.
    Finance,
    /// Anybody else who works on it.
    Contributor,
}

/// What an assignment or a measure is about: written `{"project": "sig"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Subject {
    /// A project.
    Project(ProjectId),
    /// A theme.
    Theme(ThemeId),
    /// An objective.
    Objective(ObjectiveId),
    /// A roadmap.
    Roadmap(RoadmapId),
    /// A portfolio.
    Portfolio(PortfolioId),
    /// A whole organization.
    Organization(OrganizationId),
}

/// A person in a role for a time (*affectation*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Assignment {
    /// Who.
    pub person: PersonId,
    /// In which role (*rôle*).
    pub role: Role,
    /// To what.
    pub subject: Subject,
    /// First day in office; always been where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day in office; still there where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Assignment {
    /// A person in a role without dates.
    pub fn new(person: impl Into<PersonId>, role: Role, subject: Subject) -> Self {
        Self { person: person.into(), role, subject, from: None, until: None }
    }

    /// Whether the person is in office on a day.
    pub fn is_current(&self, day: chrono::NaiveDate) -> bool {
        is_within(self.from, self.until, day)
    }
}

/// People the projects are for (*public, partie prenante*): users, staff, elected members, businesses, the authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Audience {
    /// Key.
    pub id: AudienceId,
    /// Name people use.
    pub name: String,
    /// Which of the three winners it counts as (*gagnant*); none for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winner: Option<Winner>,
}

impl Audience {
    /// An audience that counts as none of the three winners.
    pub fn new(id: impl Into<AudienceId>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), winner: None }
    }
}

/// The three that a project should win for (*gagnant-gagnant*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Winner {
    /// *Usager*: citizens and users of services.
    User,
    /// *Agent*: the authority's staff.
    Staff,
    /// *Collectivité*: the authority itself.
    Authority,
}
