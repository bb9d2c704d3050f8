//! The choice for whoever does not want to choose.

use super::{BranchAndBound, GreedySkip, RankedCut};
use crate::engine::problem::SelectionProblem;
use crate::engine::run::{Run, Solver, Stop};

/// The quick lists first, then the exact search: [`GreedySkip`], [`RankedCut`], [`BranchAndBound`], in one run.
///
/// A plan is there early, and the search starts from the better of the two.
///
/// # Solves
///
/// Any problem.
///
/// # Guarantee
///
/// That of [`BranchAndBound`]; interrupted or not, the plan is no worse than those of both lists once these are done.
///
/// # Complexity
///
/// That of its parts, added up.
///
/// # Determinism
///
/// Draws nothing; ties go as in its parts.
///
/// # Parameters
///
/// None.
///
/// # Evidence
///
/// That of [`BranchAndBound`].
///
/// # References
///
/// Those of its parts.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::Auto;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for (value, cost) in [(9, 6), (8, 5), (7, 4), (3, 1)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// let outcome = solve(&draft.build()?, &Auto::new(), &Limits::default())?;
/// assert_eq!((outcome.value(), outcome.status()), (Some(18), Status::Optimal));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Auto;

impl Auto {
    /// The sequence.
    pub fn new() -> Self {
        Self
    }
}

impl Solver for Auto {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        GreedySkip::new().search(problem, run)?;
        RankedCut::new().search(problem, run)?;
        BranchAndBound::new().search(problem, run)
    }
}
