//! What an algorithm is, and how it may fail.

use super::Run;
use crate::diagnostic::Code;
use crate::engine::problem::SelectionProblem;
use std::fmt;

/// An algorithm. Anyone may add one: what it offers is judged by the run, so it can report neither a plan that is not
/// feasible nor a wrong value.
///
/// ```
/// use portefeuille::engine::problem::{Choice, Commitment, ModeSpec, Plan, ProblemDraft, SelectionProblem};
/// use portefeuille::engine::run::{Limits, Run, Solver, Status, Stop, solve};
///
/// /// Takes nothing.
/// struct Nothing;
///
/// impl Solver for Nothing {
///     fn name(&self) -> &str {
///         "example/nothing"
///     }
///
///     fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
///         run.step()?;
///         run.offer(&Plan::empty(problem.candidate_count()));
///         Ok(())
///     }
/// }
///
/// let mut draft = ProblemDraft::new(1);
/// let project = draft.candidate(Commitment::Free);
/// draft.mode(project, ModeSpec::fixed(7));
/// let outcome = solve(&draft.build()?, &Nothing, &Limits::default())?;
/// assert_eq!((outcome.status(), outcome.value()), (Status::Feasible, Some(0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Solver: Send + Sync {
    /// A stable name, such as `acme/random-restart`.
    fn name(&self) -> &str;

    /// Searches: takes [steps](Run::step), [offers](Run::offer) plans, gives bounds. Returns `Ok` at its own end, and
    /// passes on the [`Stop`] that a step returned.
    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop>;
}

/// Something a problem has and an algorithm may not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Feature {
    /// More than one period.
    Periods,
    /// More than one mode of a candidate.
    Modes,
    /// Amounts below 0.
    NegativeAmounts,
    /// Values below 0.
    NegativeValues,
    /// More than one capacity row.
    Rows,
    /// Floors on use.
    Floors,
    /// Capacity that carries over.
    CarryOver,
    /// Links.
    Links,
    /// Groups.
    Groups,
    /// Quotas.
    Quotas,
    /// Synergies.
    Synergies,
    /// So many candidates or options that memory does not hold.
    Size,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Periods => "more than one period",
            Self::Modes => "more than one mode of a candidate",
            Self::NegativeAmounts => "negative amounts",
            Self::NegativeValues => "negative values",
            Self::Rows => "more than one capacity row",
            Self::Floors => "floors on use",
            Self::CarryOver => "capacity that carries over",
            Self::Links => "links",
            Self::Groups => "groups",
            Self::Quotas => "quotas",
            Self::Synergies => "synergies",
            Self::Size => "a problem of this size",
        })
    }
}

/// How an algorithm failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Failure {
    /// Numbers beyond what it can hold.
    Overflow,
    /// Two of its results contradict each other.
    Inconsistent,
    /// What it builds on failed with this status.
    Backend(i32),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow => f.write_str("numbers beyond its range"),
            Self::Inconsistent => f.write_str("results that contradict each other"),
            Self::Backend(status) => write!(f, "its backend returned status {status}"),
        }
    }
}

/// Why a search ends before its own end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stop {
    /// The run asked it to; pass it on.
    Interrupted,
    /// The algorithm does not take such problems.
    Unsupported(Feature),
    /// The algorithm failed.
    Failed(Failure),
}

/// Why there is no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveError {
    /// The algorithm does not take such problems.
    #[error("{solver} does not take {feature}")]
    Unsupported {
        /// Name of the algorithm.
        solver: String,
        /// What it does not take.
        feature: Feature,
    },
    /// The algorithm failed.
    #[error("{solver} failed: {failure}")]
    Failed {
        /// Name of the algorithm.
        solver: String,
        /// How.
        failure: Failure,
    },
    /// The algorithm gave a bound that a plan it offered refutes.
    #[error("{solver} gave the bound {bound} and offered a plan of value {value}")]
    BoundRefuted {
        /// Name of the algorithm.
        solver: String,
        /// The bound.
        bound: i128,
        /// Value of the plan, checked.
        value: i128,
    },
    /// The algorithm said that there is no plan and offered one.
    #[error("{solver} said that no plan exists and offered one of value {value}")]
    NoPlanRefuted {
        /// Name of the algorithm.
        solver: String,
        /// Value of the plan, checked.
        value: i128,
    },
}

impl SolveError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Unsupported { .. } => Code::SolverUnsupported,
            Self::Failed { .. } | Self::BoundRefuted { .. } | Self::NoPlanRefuted { .. } => Code::SolverFailed,
        }
    }
}
