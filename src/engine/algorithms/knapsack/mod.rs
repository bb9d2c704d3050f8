//! The 0-1 knapsack, exactly: [`Knapsack`] on selection problems, [`pack`] on bare items.
//!
//! [`pack`] knows integers only. Its parts, each in a file: the obvious settled (`kernel`), items by ratio with the linear
//! bound (`order`), the number of items as a second row (`cardinality`), what better items settle (`dominance`), lists of
//! states (`states`), the expanding core (`search`), and two lists that meet (`meet`).

mod cardinality;
mod dominance;
mod exact;
mod kernel;
mod meet;
mod order;
mod search;
mod states;

pub use exact::{Overflow, Packing, Proof, pack, pack_watched};

use super::single::{Single, only_binding};
use crate::engine::certify::{Certificate, RowKey};
use crate::engine::problem::{CandidateIx, Choice, Commitment, Plan, SelectionProblem};
use crate::engine::run::{Failure, Feature, Run, Solver, Stop};
use std::ops::ControlFlow;

/// States held at once, unless said otherwise.
const STATES: usize = 1 << 24;

/// Something that may be packed. Both numbers may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// What it brings.
    pub profit: i64,
    /// What it takes of the capacity.
    pub weight: i64,
}

/// Watches [`pack_watched`], and may stop it.
pub trait Watch {
    /// Called as work is done: about one step per 256 states.
    fn advance(&mut self, steps: u64) -> ControlFlow<()>;

    /// Called with a better choice, by item: whether it is in. Not with each one in the first moments.
    fn found(&mut self, taken: &[bool]);
}

/// Exact 0-1 knapsack: dynamic programming over a core that grows around the break item, its states pruned by upper
/// bounds; where the states become too many, over two lists that meet in the middle.
///
/// Items are ordered by value per weight. The *break solution* takes them until one does not fit; items are then decided
/// from the break outwards, each state a set of items turned round against the break solution. A state is left when
/// another one weighs no more and brings no less, or when the linear bound shows that it cannot beat the best plan. When
/// states become many, the number of selected items is split at that of the linear solution, and each half is given the
/// multiplier on the number of items that lowers its bound most; items that better items settle are left out; and at last
/// heavy and light items are decided in two lists, whose sizes add up where they would multiply in one.
///
/// # Solves
///
/// Problems of one capacity row: each candidate has at most one option, and all but one bucket hold everything. Amounts
/// and values of either sign, any commitment. No links, groups, quotas or floors.
///
/// # Guarantee
///
/// Exact: left to its end, it finds an optimum and proves it, or proves that there is no plan. Stopped, by the run or by
/// its limit on states, it leaves the best plan so far, a certified bound, and its own figure.
///
/// # Complexity
///
/// O(n log n) time and O(n) memory, with n candidates, where few states are enough, which is the case for all but problems
/// made to be hard; in the worst case O(n·s) time and O(n + s) memory with s states, which may grow exponentially, but not
/// past the sum of the weights. About 64 bytes a state: one GiB at the default limit. One step per 256 states and per
/// decision.
///
/// # Determinism
///
/// Draws nothing. Ties go to the lower index. Floating point guides the choice of the multiplier only.
///
/// # Parameters
///
/// [`states`](Self::states): most states held at once; default 2²⁴, at least 1. Past them the search stops.
///
/// # Evidence
///
/// The linear bound comes with a certificate: the ratio of the break item as the price of the row. Where it is not met,
/// a completed search is evidence [`Search`](crate::engine::run::Evidence::Search).
///
/// # References
///
/// G. Dantzig, *Discrete-variable extremum problems*, Operations Research 5(2), 1957; G. Nemhauser, Z. Ullmann, *Discrete
/// dynamic programming and capital allocation*, Management Science 15(9), 1969; E. Horowitz, S. Sahni, *Computing
/// partitions with applications to the knapsack problem*, Journal of the ACM 21(2), 1974; R. Dembo, P. Hammer, *A reduction
/// algorithm for knapsack problems*, Methods of Operations Research 36, 1980; D. Pisinger, *A minimal algorithm for the 0-1
/// knapsack problem*, Operations Research 45(5), 1997; S. Martello, D. Pisinger, P. Toth, *Dynamic programming and strong
/// bounds for the 0-1 knapsack problem*, Management Science 45(3), 1999; R. da Silva, T. de Queiroz, R. Schouery, *Solving
/// hard instances from knapsack and bounded knapsack problems*, arXiv 2604.05232, 2026 (dominance that fixes items).
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::Knapsack;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 15));
/// for (value, cost) in [(9, 8), (8, 7), (6, 5), (5, 4)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// let outcome = solve(&draft.build()?, &Knapsack::new(), &Limits::default())?;
/// assert_eq!((outcome.status(), outcome.value()), (Status::Optimal, Some(17)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knapsack {
    states: usize,
}

impl Default for Knapsack {
    fn default() -> Self {
        Self { states: STATES }
    }
}

impl Knapsack {
    /// The method, with its default limit on states.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the most states held at once.
    #[must_use]
    pub fn states(mut self, states: usize) -> Self {
        self.states = states.max(1);
        self
    }
}

impl Solver for Knapsack {
    fn name(&self) -> &'static str {
        "knapsack"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let shape = Shape::new(problem)?;
        if shape.impossible {
            // Sealed, that becomes the claim.
            certify(run, Certificate::seal(problem, 1, []));
            return Ok(());
        }
        let mut watch = Offers { shape: &shape, problem, run, stop: None };
        let packing = pack_watched(&shape.items, shape.capacity, self.states, &mut watch);
        let stop = watch.stop.take();
        let Some(packing) = packing.map_err(|Overflow| Stop::Failed(Failure::Overflow))? else {
            certify(run, Certificate::seal_no_plan(problem, shape.row.map(|row| (row, 1))));
            return Ok(());
        };
        let price = shape.row.map(|row| (row, packing.price.profit));
        certify(run, Certificate::seal(problem, packing.price.weight, price));
        // It is worth what the packing says; the run finds out for itself.
        let _ = run.offer(&shape.plan(problem, &packing.taken));
        match packing.proof {
            Proof::Linear | Proof::Cardinality | Proof::Search => run.exhausted(),
            Proof::Stopped => run.search_bound(shape.base + i128::from(packing.bound)),
        }
        stop.map_or(Ok(()), Err)
    }
}

/// Gives the run a certificate, where one could be made.
fn certify<F>(run: &mut Run<'_>, certificate: Result<Certificate, F>) {
    if let Ok(certificate) = certificate {
        // The run keeps what it proves; a certificate it rejects changes nothing.
        let _ = run.certify(certificate);
    }
}

/// A problem read as a knapsack.
struct Shape {
    /// The one row that may bind.
    row: Option<RowKey>,
    capacity: i64,
    items: Vec<Item>,
    /// The candidate of each item, and the choice that takes it.
    choices: Vec<(CandidateIx, Choice)>,
    /// What is in whatever is packed, and its value.
    settled: Vec<(CandidateIx, Choice)>,
    base: i128,
    /// Whether a candidate must be in and has no option.
    impossible: bool,
}

impl Shape {
    fn new(problem: &SelectionProblem) -> Result<Self, Stop> {
        if !problem.links().is_empty() {
            return Err(Stop::Unsupported(Feature::Links));
        }
        let single = Single::all(problem)?;
        let row = only_binding(problem, &single)?;
        let key = row.map(|row| {
            let (capacity, bucket) = problem.bucket_of_row(row);
            RowKey::Cap { capacity, from: bucket, to: bucket }
        });
        let mut shape = Self {
            row: key,
            capacity: 0,
            items: Vec::new(),
            choices: Vec::new(),
            settled: Vec::new(),
            base: 0,
            impossible: false,
        };
        let mut capacity = row.map_or(0, |row| i128::from(problem.row_limits()[row]));
        for (candidate, single) in problem.candidates().zip(&single) {
            let Some((choice, _)) = single.option else {
                shape.impossible |= !problem.may_stay_out(candidate);
                continue;
            };
            let weight = row.map_or(0, |row| single.weight(problem, row));
            if problem.commitment(candidate) == Commitment::Free {
                let weight = i64::try_from(weight).map_err(|_| Stop::Failed(Failure::Overflow))?;
                shape.items.push(Item { profit: single.value(), weight });
                shape.choices.push((candidate, choice));
            } else {
                capacity -= weight;
                shape.base += i128::from(single.value());
                shape.settled.push((candidate, choice));
            }
        }
        shape.capacity = i64::try_from(capacity).map_err(|_| Stop::Failed(Failure::Overflow))?;
        Ok(shape)
    }

    fn plan(&self, problem: &SelectionProblem, taken: &[bool]) -> Plan {
        let mut plan = Plan::empty(problem.candidate_count());
        let packed = self.choices.iter().zip(taken).filter(|&(_, &taken)| taken).map(|(choice, _)| choice);
        for &(candidate, choice) in self.settled.iter().chain(packed) {
            plan.set(candidate, Some(choice));
        }
        plan
    }
}

/// Takes steps of the run, and offers what is found.
struct Offers<'a, 'b> {
    shape: &'a Shape,
    problem: &'a SelectionProblem,
    run: &'a mut Run<'b>,
    stop: Option<Stop>,
}

impl Watch for Offers<'_, '_> {
    fn advance(&mut self, steps: u64) -> ControlFlow<()> {
        match self.run.advance(steps) {
            Ok(()) => ControlFlow::Continue(()),
            Err(stop) => {
                self.stop = Some(stop);
                ControlFlow::Break(())
            }
        }
    }

    fn found(&mut self, taken: &[bool]) {
        // The run keeps it if it is the best so far.
        let _ = self.run.offer(&self.shape.plan(self.problem, taken));
    }
}

#[cfg(test)]
mod tests;
