//! The standard algorithm.

use super::{ExactSearch, GreedySkip};
use crate::engine::problem::SelectionProblem;
use crate::engine::run::{Run, Solver, Stop};

/// What most callers use: a greedy plan first, then an exact search for better ones until a limit stops it.
///
/// **Solves** every problem a draft can build.
///
/// **Guarantee** Optimal, or proven infeasible, when the run completes; the best plan so far when it is stopped.
///
/// **Complexity** That of [`GreedySkip`], then that of [`ExactSearch`]: exponential in the candidates at worst.
///
/// **Determinism** Same problem and step limit, same plan; no random choice is made.
///
/// **Parameters** None.
///
/// **Evidence** `Search` when completed.
///
/// **References** Those of the algorithms it runs.
///
/// **Example**
///
/// ```
/// use portefeuille::engine::algorithms::Auto;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 100));
/// for (value, cost) in [(10, 60), (9, 50), (9, 50)] {
///     let candidate = draft.candidate(Commitment::Free);
///     let mode = draft.mode(candidate, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// let outcome = solve(&draft.build()?, &Auto::default(), &Limits::default())?;
/// assert_eq!((outcome.value(), outcome.status()), (Some(18), Status::Optimal));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Auto {}

impl Solver for Auto {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        GreedySkip::default().search(problem, run)?;
        ExactSearch.search(problem, run)
    }
}
