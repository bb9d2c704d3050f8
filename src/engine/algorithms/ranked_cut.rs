//! The ranked list with a cut line.

use super::floors::Floors;
use super::ledger::{Ledger, by_value};
use crate::engine::problem::{CandidateIx, SelectionProblem};
use crate::engine::run::{Run, Solver, Stop};
use std::cmp::Reverse;

/// The ranked list with a cut line, as portfolio offices draw it (*liste priorisée avec ligne de coupe*).
///
/// What is settled is taken first: what has begun, then what is imposed. What is asked for at least, of a theme or a
/// bucket, is reserved next, from the best ranked of its members. Then candidates are taken in rank order, each with the
/// prerequisites and all-or-none partners it lacks and in its earliest option that fits, until the first that does not
/// fit: there the line is drawn, and nothing below it is looked at.
///
/// Where what is imposed does not fit one after the other in its earliest options, a place is searched for all of it
/// together. Where what is asked for at least cannot be had beside it, members that add the most for what they need are
/// reserved before better ranked ones, and what is imposed takes the options that need least.
///
/// # Solves
///
/// Any problem.
///
/// # Guarantee
///
/// None on the value. Offers one plan; where no place is found for what is settled, or something asked for at least is
/// missed, the run is left without a plan, which proves nothing.
///
/// # Complexity
///
/// Time O(n log n + o·(p + l)) and memory O(n + r), with n candidates, o options tried, p amounts of a profile, l links
/// and sets of a candidate, r buckets; one step per option tried. At most 50 000 options are tried in one search of places,
/// and at most 24 further attempts are made at what is asked for at least, each O(n log n) and as many options as settled
/// candidates and members have.
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
/// R. Cooper, S. Edgett, E. Kleinschmidt, *Portfolio Management for New Products*, 2nd edition, Perseus, 2001: scored and
/// ranked lists are the most common practice.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::RankedCut;
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
/// // The second of the list does not fit beside the first: the line is drawn there.
/// let outcome = solve(&draft.build()?, &RankedCut::new(), &Limits::default())?;
/// assert_eq!(outcome.value(), Some(9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RankedCut {
    order: Option<Vec<CandidateIx>>,
}

impl RankedCut {
    /// Ranks by value.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ranks as given, first first.
    pub fn ranked(order: Vec<CandidateIx>) -> Self {
        Self { order: Some(order) }
    }
}

impl Solver for RankedCut {
    fn name(&self) -> &'static str {
        "ranked-cut"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        walk(problem, run, self.order.as_deref(), true)
    }
}

/// Takes what is settled and what is asked for at least, then goes down the list; at one that does not fit, stops or goes
/// on.
pub(super) fn walk(
    problem: &SelectionProblem,
    run: &mut Run<'_>,
    order: Option<&[CandidateIx]>,
    cuts: bool,
) -> Result<(), Stop> {
    let mut ledger = Ledger::new(problem);
    let ranked = order.map_or_else(|| by_value(problem), <[CandidateIx]>::to_vec);
    let mut ranks = vec![None; problem.candidate_count()];
    for (rank, candidate) in ranked.iter().enumerate() {
        if let Some(known @ None) = ranks.get_mut(candidate.index()) {
            *known = Some(Reverse(rank));
        }
    }
    let mut floors = Floors::new(problem, |candidate| ranks[candidate.index()].is_some());
    if !floors.settle_and_serve(&mut ledger, run, |_, candidate, _| Ok(ranks[candidate.index()]))? {
        return Ok(());
    }
    let mut went = Ok(true);
    for candidate in ranked {
        if candidate.index() >= problem.candidate_count() || problem.option_count(candidate) == 0 {
            continue;
        }
        went = ledger.admit(candidate, run);
        if went.is_err() || (cuts && went == Ok(false)) {
            break;
        }
    }
    let _ = run.offer(ledger.plan());
    went.map(|_| ())
}
