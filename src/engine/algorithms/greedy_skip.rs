//! The ranked list, skipping what does not fit.

use super::ranked_cut::walk;
use crate::engine::problem::{CandidateIx, SelectionProblem};
use crate::engine::run::{Run, Solver, Stop};

/// The ranked list, skipping what does not fit.
///
/// As [`RankedCut`](super::RankedCut), but a candidate that does not fit is passed over and the next one is looked at,
/// down to the end of the list.
///
/// # Solves
///
/// Any problem.
///
/// # Guarantee
///
/// None on the value. With the same rank it takes everything [`RankedCut`](super::RankedCut) takes. Offers one plan;
/// where no place is found for what is settled, or something asked for at least is missed, the run is left without a
/// plan, which proves nothing.
///
/// # Complexity
///
/// That of [`RankedCut`](super::RankedCut), with every candidate looked at.
///
/// # Determinism
///
/// Draws nothing. Ties go to the lower index, the earlier start, the earlier mode.
///
/// # Parameters
///
/// The rank: by default the largest value of an option, highest first, without candidates worth nothing; or an order of
/// one's own, in which a candidate that is not listed is not taken.
///
/// # Evidence
///
/// None: it gives no bound.
///
/// # References
///
/// G. Dantzig, *Discrete-variable extremum problems*, Operations Research 5(2), 1957; H. Kellerer, U. Pferschy,
/// D. Pisinger, *Knapsack Problems*, Springer, 2004, section 2.1.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::GreedySkip;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for (value, cost) in [(9, 6), (8, 5), (7, 4), (1, 1)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// // The second does not fit beside the first; the third does.
/// let outcome = solve(&draft.build()?, &GreedySkip::new(), &Limits::default())?;
/// assert_eq!(outcome.value(), Some(16));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GreedySkip {
    order: Option<Vec<CandidateIx>>,
}

impl GreedySkip {
    /// Ranks by value.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ranks as given, first first.
    pub fn ranked(order: Vec<CandidateIx>) -> Self {
        Self { order: Some(order) }
    }
}

impl Solver for GreedySkip {
    fn name(&self) -> &'static str {
        "greedy-skip"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        walk(problem, run, self.order.as_deref(), false)
    }
}
