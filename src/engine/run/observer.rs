//! Watching a run.

use super::Evidence;
use crate::engine::problem::Plan;
use std::ops::ControlFlow;
use std::time::Duration;

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Moment {
    /// Steps taken.
    pub steps: u64,
    /// Time since the start.
    pub elapsed: Duration,
}

/// Something that happened in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A better plan.
    Incumbent {
        /// When.
        at: Moment,
        /// Its value.
        value: i128,
        /// The plan.
        plan: &'a Plan,
    },
    /// A tighter bound.
    Bound {
        /// When.
        at: Moment,
        /// The bound.
        bound: i128,
        /// What stands behind it.
        evidence: Evidence,
    },
    /// A proof that there is no plan.
    NoPlan {
        /// When.
        at: Moment,
        /// What stands behind it.
        evidence: Evidence,
    },
    /// Still searching; comes every few thousand steps.
    Progress {
        /// When.
        at: Moment,
        /// Value of the best plan so far.
        value: Option<i128>,
        /// Bound so far.
        bound: Option<i128>,
    },
}

/// Watches a run, and may end it by returning [`ControlFlow::Break`]. Any closure of this form is one.
pub trait Observer: Send {
    /// Called as things happen, on the thread that runs.
    fn on_event(&mut self, event: &Event<'_>) -> ControlFlow<()>;
}

impl<F: FnMut(&Event<'_>) -> ControlFlow<()> + Send> Observer for F {
    fn on_event(&mut self, event: &Event<'_>) -> ControlFlow<()> {
        self(event)
    }
}
