//! Where a project stands, and how it got there.

use crate::id::DecisionId;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Where a project stands (*état, phase du cycle de vie*).
///
/// idea → candidate ⇄ deferred → approved → scoping → running ⇄ on hold → delivered → in service → closed; rejected and
/// cancelled from where they make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Lifecycle {
    /// *Idée*: not qualified yet.
    Idea,
    /// *Candidat*: qualified, waiting for a decision.
    #[default]
    Candidate,
    /// *Ajourné*: put off by a decision.
    Deferred,
    /// *Approuvé*: decided, not started.
    Approved,
    /// *Cadrage*: being scoped.
    Scoping,
    /// *En cours*.
    Running,
    /// *Suspendu*.
    OnHold,
    /// *Livré*.
    Delivered,
    /// *En service*: regular service verified (VSR).
    InService,
    /// *Clos*.
    Closed,
    /// *Rejeté*.
    Rejected,
    /// *Abandonné*.
    Cancelled,
}

impl Lifecycle {
    /// Work that has begun, finished or not: selection keeps it as it is.
    pub fn is_committed(self) -> bool {
        matches!(self, Self::Running | Self::OnHold | Self::Delivered | Self::InService | Self::Closed)
    }

    /// Work that is finished.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Delivered | Self::InService | Self::Closed)
    }

    /// Work that a selection may decide, unless the policy names other states.
    pub fn is_open_to_choice(self) -> bool {
        matches!(self, Self::Candidate | Self::Deferred | Self::Approved | Self::Scoping)
    }
}

/// A dated change of state of a project (*passage de jalon, changement d'état*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Transition {
    /// To which state.
    pub to: Lifecycle,
    /// When.
    pub date: Date,
    /// The decision that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    /// Why or how, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Transition {
    /// A dated change of state.
    pub fn new(to: Lifecycle, date: Date) -> Self {
        Self { to, date, decision: None, note: None }
    }
}
