//! Who decides what, and who is told: bodies, meetings, decisions and communication.

use super::people::Subject;
use crate::id::{AudienceId, BodyId, CalendarId, CommunicationId, DecisionId, OrganizationId, PersonId};
use crate::time::{Cadence, Date};
use serde::{Deserialize, Serialize};

/// At which level a body works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GovernanceLevel {
    /// Votes: the assembly and its standing committee (*assemblée, commission permanente*).
    Decision,
    /// Sets the course: half-yearly or yearly (*comité stratégique*).
    Strategic,
    /// Steers: quarterly (*comité de pilotage*).
    Tactical,
    /// Follows the work: monthly (*revue opérationnelle*).
    Operational,
    /// Follows one project (*comité de projet*).
    Project,
    /// Is heard: staff representatives, users, security (*comité consultatif*).
    Advisory,
}

/// A body that reviews and decides (*instance*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GovernanceBody {
    /// Key.
    pub id: BodyId,
    /// Name people use.
    pub name: String,
    /// Whose it is.
    pub organization: OrganizationId,
    /// At which level it works (*niveau*).
    pub level: GovernanceLevel,
    /// How often it meets (*périodicité*); nobody has said where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadence: Option<Cadence>,
    /// Its members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<PersonId>,
    /// The audiences that sit in it or are invited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<AudienceId>,
    /// What it reviews (*objets revus*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Subject>,
    /// The working days its meetings are put on; Monday to Friday where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
}

impl GovernanceBody {
    /// A body without members.
    pub fn new(
        id: impl Into<BodyId>,
        name: impl Into<String>,
        organization: impl Into<OrganizationId>,
        level: GovernanceLevel,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            organization: organization.into(),
            level,
            cadence: None,
            members: Vec::new(),
            audiences: Vec::new(),
            reviews: Vec::new(),
            calendar: None,
        }
    }
}

/// A meeting of a body that is dated (*réunion*), held or to come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Meeting {
    /// Of which body.
    pub body: BodyId,
    /// When.
    pub date: Date,
    /// What is on the agenda (*ordre du jour*), in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
}

impl Meeting {
    /// A meeting without an agenda yet.
    pub fn new(body: impl Into<BodyId>, date: Date) -> Self {
        Self { body: body.into(), date, topics: Vec::new() }
    }
}

/// What a body has decided of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// *Retenu*: it is to be done.
    Retained,
    /// *Ajourné*: put off.
    Deferred,
    /// *Rejeté*: not to be done.
    Rejected,
    /// *Suspendu*: put on hold.
    Suspended,
    /// *Repris*: goes on after a hold.
    Resumed,
    /// *Arrêté*: given up after it had begun.
    Stopped,
    /// *Révisé*: goes on with another scope, cost or date.
    Revised,
    /// *Réceptionné*: what was delivered is accepted.
    Accepted,
    /// *Pris acte*: heard, and nothing changed.
    Noted,
}

/// Something to do that a decision asks for (*action, suite à donner*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Action {
    /// What (*action*), in words.
    pub what: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// When it was done (*faite le*); absent while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Date>,
}

impl Action {
    /// Something to do, by nobody yet.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), owner: None, due: None, done: None }
    }
}

/// A decision of a body (*décision, relevé de décisions*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DecisionRecord {
    /// Key, such as the number of the deliberation.
    pub id: DecisionId,
    /// By which body.
    pub body: BodyId,
    /// When.
    pub date: Date,
    /// Of what.
    pub subject: Subject,
    /// What was decided (*verdict*).
    pub verdict: Verdict,
    /// Why (*motif*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motive: Option<String>,
    /// On what conditions (*réserves*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    /// What is to be done (*suites à donner*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

impl DecisionRecord {
    /// A decision without motive, conditions or actions.
    pub fn new(
        id: impl Into<DecisionId>,
        body: impl Into<BodyId>,
        date: Date,
        subject: Subject,
        verdict: Verdict,
    ) -> Self {
        Self {
            id: id.into(),
            body: body.into(),
            date,
            subject,
            verdict,
            motive: None,
            conditions: Vec::new(),
            actions: Vec::new(),
        }
    }
}

/// What communication is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommunicationAim {
    /// *Faire connaître*.
    MakeKnown,
    /// *Faire adhérer*.
    WinOver,
    /// *Faire utiliser*.
    GetUsed,
}

/// Something said to an audience (*action de communication*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommunicationAction {
    /// Key.
    pub id: CommunicationId,
    /// About what.
    pub subject: Subject,
    /// What it is after (*visée*).
    pub aim: CommunicationAim,
    /// To whom.
    pub audience: AudienceId,
    /// When.
    pub date: Date,
    /// What is done, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it promotes what the authority has achieved (*promotion des réalisations*), which is barred before
    /// elections.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub promotes: bool,
}

impl CommunicationAction {
    /// Communication that promotes no achievement.
    pub fn new(
        id: impl Into<CommunicationId>,
        subject: Subject,
        aim: CommunicationAim,
        audience: impl Into<AudienceId>,
        date: Date,
    ) -> Self {
        Self { id: id.into(), subject, aim, audience: audience.into(), date, description: None, promotes: false }
    }
}
