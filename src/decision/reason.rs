//! Why a project is in or out.

use super::report::Quantity;
use crate::id::{ProjectId, ThemeId};
use crate::model::Lifecycle;
use crate::time::Date;
use serde::Serialize;

/// Why a project is in or out: the first reason that holds, in the order given here.
///
/// Printed, it is a sentence in English; [`render`](crate::render) says it in French too.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
#[non_exhaustive]
pub enum Reason {
    /// In: it has begun.
    Committed {
        /// Where it stands.
        state: Lifecycle,
    },
    /// In: a choice made beforehand.
    Forced {
        /// The reason given with it.
        reason: String,
    },
    /// In: it belongs to the best set found.
    Chosen,
    /// Out: a choice made beforehand.
    ForcedOut {
        /// The reason given with it.
        reason: String,
    },
    /// Out: its state is closed to choice.
    Closed {
        /// Where it stands.
        state: Lifecycle,
    },
    /// Out: its latest start has passed.
    WindowPassed,
    /// Out: in no variant can it finish before the end of the roadmap.
    DoesNotFinish,
    /// Out: what it has to buy is not awarded in time for its latest start.
    PurchaseTooLate {
        /// When the contract can be awarded at the earliest.
        award: Date,
    },
    /// Out: each of its variants draws on means that do not serve projects of its nature.
    NotAllocated {
        /// Name of the first such envelope or pool.
        means: String,
        /// Its nature.
        nature: String,
    },
    /// Out: it needs a project that is out.
    PrerequisiteOut {
        /// The project it needs.
        id: ProjectId,
        /// Its name.
        name: String,
    },
    /// Out: a project that excludes it is in.
    ExcludedBy {
        /// The project that excludes it.
        id: ProjectId,
        /// Its name.
        name: String,
    },
    /// Out: it goes together with a project that is out.
    PartnerOut {
        /// The project it goes with.
        id: ProjectId,
        /// Its name.
        name: String,
    },
    /// Out: it is worth nothing under the policy.
    NoWorth,
    /// Out: a project it waits for ends too late.
    WaitsTooLong {
        /// The project it waits for.
        id: ProjectId,
        /// Its name.
        name: String,
    },
    /// Out: committed and forced work alone leaves too little.
    NoRoom {
        /// Name of the envelope or pool.
        means: String,
        /// Budget year or period.
        period: String,
        /// What it asks for there.
        needed: Quantity,
        /// What is left there.
        left: Quantity,
    },
    /// Out: the set retained is worth more, and leaves too little.
    Outvalued {
        /// Name of the envelope or pool.
        means: String,
        /// Budget year or period.
        period: String,
        /// What it asks for there.
        needed: Quantity,
        /// What the set retained leaves there.
        left: Quantity,
    },
    /// Out: new launches stay marginal.
    LaunchLimit,
    /// Out: its theme has all it may get.
    ThemeLimit {
        /// The theme.
        theme: ThemeId,
    },
    /// Out: no single limit stands against it; the best set found simply does without it.
    NotInBestSet,
    /// Out: nothing stands against it, but the search was stopped before it got in.
    NotReached,
    /// Out: there is no plan at all.
    NoPlan,
}
