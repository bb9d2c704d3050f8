//! Reads the problem, and combines what suits it.

use super::{BranchAndBound, ExactSearch, GreedyDensity, GreedySkip, Knapsack, MaximumClosure};
use crate::engine::problem::SelectionProblem;
use crate::engine::run::{Failure, Run, Solver, Stop};

/// What most users call: a greedy plan at once, then an exact search that improves it until it is proved, at any time
/// ready to stop.
///
/// Where each candidate has one option at most, a problem of one binding capacity row goes to [`Knapsack`], and one of
/// requirements alone to [`MaximumClosure`]. For all others, [`GreedySkip`] and [`GreedyDensity`] first, [`BranchAndBound`]
/// after them with the better plan to beat. Where numbers or sizes are beyond what branch and bound holds, [`ExactSearch`]
/// takes its place.
///
/// # Solves
///
/// Any problem.
///
/// # Guarantee
///
/// Left to its end, an optimum and its proof, or a proof that there is no plan. Interrupted, or past the states that
/// [`Knapsack`] holds, the best plan so far, a bound with its certificate, and the figure of the search.
///
/// # Complexity
///
/// That of its parts; exponential time in the worst case.
///
/// # Determinism
///
/// The same problem, seed and step limit give the same plan and the same trace.
///
/// # Parameters
///
/// None.
///
/// # Evidence
///
/// That of its parts: a certificate for the relaxation's bound, `Search` for a completed search.
///
/// # References
///
/// Those of its parts.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::Auto;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, Finish, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// // Two periods, four people: a project of two periods, and two of one, which may start in either.
/// let mut draft = ProblemDraft::new(2).finish(Finish::Within);
/// let team = draft.capacity(CapacitySpec::per_period(vec![4, 4]));
/// for (value, people) in [(7, &[3, 3][..]), (5, &[2]), (4, &[2])] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::new(people.len() as u32, 0..=1, value));
///     draft.amounts(mode, team, 0, people);
/// }
/// let outcome = solve(&draft.build()?, &Auto::default(), &Limits::default())?;
/// assert_eq!((outcome.status(), outcome.value()), (Status::Optimal, Some(9)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Auto;

impl Auto {
    /// The combination.
    pub fn new() -> Self {
        Self
    }
}

impl Solver for Auto {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        for special in [&Knapsack::new() as &dyn Solver, &MaximumClosure::new()] {
            match special.search(problem, run) {
                Err(Stop::Unsupported(_) | Stop::Failed(Failure::Overflow)) => {}
                end => return end,
            }
        }
        GreedySkip::new().search(problem, run)?;
        GreedyDensity::new().search(problem, run)?;
        match BranchAndBound::new().search(problem, run) {
            Err(Stop::Unsupported(_) | Stop::Failed(Failure::Overflow)) => ExactSearch::new().search(problem, run),
            end => end,
        }
    }
}
