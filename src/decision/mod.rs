//! The decision hall: compile a scope into an integer problem, solve it, and lift the outcome back into the words of the
//! domain. The only room that knows both wings.
//!
//! ```text
//! Scope ──compile──▶ Compiled (a SelectionProblem and what its numbers mean) ──solve──▶ Outcome ──lift──▶ Decision
//! ```
//!
//! # What is compiled
//!
//! - Every project of the scope is a candidate, in the order of ids. Work that has begun is fixed at its start; states
//!   closed to choice, and projects forced out, are forbidden; forced ones are mandatory; the rest is free.
//! - A variant is a mode. It may start from the later of its earliest start and the first whole period after the status
//!   date (the one in progress, if it is the last), up to its latest start, and early enough to finish within the roadmap unless the policy lets it outlive.
//! - A cost line is spread over the months of the planned run that lie in its year (over the whole year where none do), by
//!   largest remainder in ticks; workload over the months of its line. The profile then moves with the start.
//! - An envelope limits each budget year of each section, those it does not list to nothing (an envelope without any
//!   amount limits nothing); a pool each period for which its capacity is known. Where work that has begun takes more than
//!   there is, no choice can mend it: the limit is raised to what is taken, with a warning, and new work gets nothing
//!   there.
//! - Worth is what the policy's rule says: alignment to all objectives or to one, the score under its scoring model, an
//!   indicator, the cost, or one for each. A project without a score is worth nothing to the selection, and a note names it.
//! - Links to projects outside the scope hold against work that has begun there; a project outside that is not decided
//!   yet counts as out.

mod alignment;
mod compile;
mod conflict;
mod lift;
mod proposal;
mod reason;
mod report;
mod scale;
mod scores;

pub use alignment::{AlignmentLine, PlanAlignment};
pub use compile::{Compiled, Means, Standing};
pub use conflict::Conflict;
pub use proposal::Proposal;
pub use reason::Reason;
pub use report::{Decision, MeansUse, Placement, Practice, ProjectDecision, Quantity, UseOfPeriod, Verdict};
pub use scale::Scale;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::engine::algorithms::{Auto, RankedCut};
use crate::engine::run::{Event, Limits, Observer, SolveError, Solver, Status, solve, solve_observed};
use crate::model::Scope;
use std::ops::ControlFlow;

/// Why there is no decision.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SelectError {
    /// The scope cannot be compiled: every fault.
    #[error(transparent)]
    Compile(#[from] Diagnostics),
    /// The algorithm refused the problem or failed.
    #[error(transparent)]
    Solve(#[from] SolveError),
}

impl SelectError {
    /// The code of the fault; of the first where there are several.
    pub fn code(&self) -> Code {
        match self {
            Self::Compile(faults) => faults.iter().next().map_or(Code::ProblemMalformed, Diagnostic::code),
            Self::Solve(error) => error.code(),
        }
    }
}

impl Scope {
    /// Chooses and places the projects with the standard algorithm: who is in, when, and why.
    ///
    /// An infeasible or interrupted search is a decision too; only a scope that cannot be compiled, or a fault of the
    /// algorithm, is an error.
    pub fn select(&self, limits: &Limits) -> Result<Decision, SelectError> {
        self.select_with(&Auto::new(), limits, &mut |_: &Event<'_>| ControlFlow::Continue(()))
    }

    /// The same with an algorithm of one's own, and an observer of its progress.
    pub fn select_with(
        &self,
        solver: &dyn Solver,
        limits: &Limits,
        observer: &mut dyn Observer,
    ) -> Result<Decision, SelectError> {
        let compiled = self.compile()?;
        let outcome = solve_observed(compiled.problem(), solver, limits, observer)?;
        let mut decision = compiled.lift(&outcome);
        if outcome.status() == Status::Infeasible {
            decision.conflicts = compiled.conflict(solver);
        } else if let Ok(ranked) = solve(compiled.problem(), &RankedCut::new(), &Limits::default()) {
            decision.practice = compiled.practice(&decision, &ranked);
        }
        Ok(decision)
    }
}
