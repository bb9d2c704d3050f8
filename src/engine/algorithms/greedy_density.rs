//! Greedy by value per priced demand.

use super::dual::Ascent;
use super::floors::Floors;
use super::ledger::{Ledger, Order, priced_use};
use super::program::{Domains, Program};
use crate::engine::certify::RowKey;
use crate::engine::problem::{CandidateIx, SelectionProblem};
use crate::engine::run::{Run, Solver, Stop};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Iterations of the ascent that finds the prices.
const ITERATIONS: u32 = 60;
/// Part of the problem's worth spread evenly over all rows, so that no use is free.
const SPREAD: f64 = 0.1;

/// Greedy by value per priced demand, where a candidate is priced with everything it still needs.
///
/// Prices of capacities come from a short subgradient ascent. The *bundle* of a candidate is the candidate with those
/// prerequisites and all-or-none partners, theirs too, that are not in yet. The bundle with the most value per priced
/// demand goes in first, each member at the best feasible option by value less priced demand; bundles shrink and are priced
/// anew as their members go in. What did not fit is tried once more at the end.
///
/// # Solves
///
/// Any problem. What is settled goes in first, in its best options or, where they do not fit together, in places found by
/// search; then what is asked for at least, by density or, where that leaves a floor unmet, by what a candidate adds to it
/// for what it needs.
///
/// # Guarantee
///
/// None on the value. Offers one plan; where no place is found for what is settled, or something asked for at least is
/// missed, the run is left without a plan, which proves nothing.
///
/// # Complexity
///
/// Time O(E·i + b·c·log n + o·(p + l)) and memory O(E), with E entries of all rows, i = 60 iterations, b bundles priced,
/// c candidates of one, o options tried, p amounts of a profile, l links and sets of a candidate. One step per iteration,
/// bundle priced and option tried. Search of places and attempts at floors are limited as in
/// [`RankedCut`](super::RankedCut).
///
/// # Determinism
///
/// Draws nothing. Ties go to the lower index, the earlier start, the earlier mode.
///
/// # Parameters
///
/// None.
///
/// # Evidence
///
/// None: it gives no bound.
///
/// # References
///
/// G. Dobson, *Worst-case analysis of greedy heuristics for integer programming with nonnegative data*, Mathematics of
/// Operations Research 7(4), 1982; H. Pirkul, *A heuristic solution procedure for the multiconstraint zero-one knapsack
/// problem*, Naval Research Logistics 34, 1987; P. Camerini, L. Fratta, F. Maffioli, *On improving relaxation methods by
/// modified gradient techniques*, Mathematical Programming Study 3, 1975.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::GreedyDensity;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for (value, cost) in [(9, 9), (6, 5), (5, 5)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// // By value the first would go in and shut the others out.
/// let outcome = solve(&draft.build()?, &GreedyDensity::new(), &Limits::default())?;
/// assert_eq!(outcome.value(), Some(11));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GreedyDensity;

impl GreedyDensity {
    /// The method.
    pub fn new() -> Self {
        Self
    }
}

impl Solver for GreedyDensity {
    fn name(&self) -> &'static str {
        "greedy-density"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let prices = prices(problem, run)?;
        let worth = problem.candidates().map(|candidate| Worth::of(problem, &prices, candidate)).collect();
        let mut greedy = Greedy { problem, ledger: Ledger::new(problem), worth };
        greedy.ledger.rank_options(Order::Surplus(prices));
        let (ledger, worth) = (&mut greedy.ledger, &greedy.worth);
        let mut floors = Floors::new(problem, |_| true);
        if floors.settle_and_serve(ledger, run, |ledger, candidate, run| rank(ledger, worth, candidate, run))? {
            let left = greedy.fill(problem.candidates(), run)?;
            greedy.fill(left.into_iter(), run)?;
            // What is missing shows when the plan is judged.
            let _ = run.offer(greedy.ledger.plan());
        }
        Ok(())
    }
}

/// Prices of capacity rows: the multipliers of an ascent, and a small one for every row.
fn prices(problem: &SelectionProblem, run: &mut Run<'_>) -> Result<Vec<f64>, Stop> {
    let mut prices = vec![0.0; problem.row_count()];
    // Where the rows are more than can be listed, the even prices do.
    if let Ok(program) = Program::new(problem) {
        let mut ascent = Ascent::new(&program);
        ascent.climb(&program, &Domains::new(&program), None, ITERATIONS, run)?;
        for (row, price) in ascent.duals() {
            match program.key(row) {
                RowKey::Cap { capacity, from, to } => {
                    for bucket in from..=to {
                        prices[problem.row(capacity, bucket)] += price;
                    }
                }
                RowKey::Floor { capacity, bucket } => prices[problem.row(capacity, bucket)] -= price,
                _ => {}
            }
        }
    }
    let best = |candidate: CandidateIx| {
        let values = problem.modes(candidate).iter().flat_map(|&mode| problem.values(mode));
        values.copied().max().unwrap_or(0).max(0) as f64
    };
    let worth: f64 = problem.candidates().map(best).sum();
    let share = SPREAD * worth / prices.len().max(1) as f64;
    for (price, &limit) in prices.iter_mut().zip(problem.row_limits()) {
        *price += share / (limit as f64).max(1.0);
    }
    Ok(prices)
}

/// Value and priced demand of a candidate's best option.
#[derive(Debug, Clone, Copy, Default)]
struct Worth {
    value: f64,
    demand: f64,
}

impl Worth {
    fn of(problem: &SelectionProblem, prices: &[f64], candidate: CandidateIx) -> Self {
        let worths = problem.options(candidate).filter_map(|choice| {
            let mode = problem.mode(candidate, choice)?;
            let value = problem.value(mode, choice.start) as f64;
            Some(Self { value, demand: priced_use(problem, prices, mode, choice.start) })
        });
        worths.reduce(|best, next| if next.surplus() > best.surplus() { next } else { best }).unwrap_or_default()
    }

    fn surplus(self) -> f64 {
        self.value - self.demand
    }

    /// Value per demand; what costs nothing comes first, by value.
    fn density(self) -> f64 {
        if self.value <= 0.0 { self.value } else { self.value / self.demand.max(1e-9) }
    }
}

/// A candidate by the density its bundle had.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ranked {
    density: f64,
    candidate: Reverse<CandidateIx>,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.density.total_cmp(&other.density).then(self.candidate.cmp(&other.candidate))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Greedy<'a> {
    problem: &'a SelectionProblem,
    ledger: Ledger<'a>,
    worth: Vec<Worth>,
}

/// The density of what a candidate's bundle still lacks.
fn rank(ledger: &mut Ledger<'_>, worth: &[Worth], candidate: CandidateIx, run: &mut Run<'_>) -> Result<Ranked, Stop> {
    run.step()?;
    let mut sum = Worth::default();
    for member in ledger.bundle(candidate) {
        if !ledger.is_in(member) {
            sum.value += worth[member.index()].value;
            sum.demand += worth[member.index()].demand;
        }
    }
    Ok(Ranked { density: sum.density(), candidate: Reverse(candidate) })
}

impl Greedy<'_> {
    /// Puts in what fits and is worth something, densest bundle first. Gives what did not fit.
    fn fill(
        &mut self,
        candidates: impl Iterator<Item = CandidateIx>,
        run: &mut Run<'_>,
    ) -> Result<Vec<CandidateIx>, Stop> {
        let mut heap = BinaryHeap::new();
        for candidate in candidates.filter(|&candidate| self.problem.option_count(candidate) > 0) {
            heap.push(rank(&mut self.ledger, &self.worth, candidate, run)?);
        }
        let mut left = Vec::new();
        while let Some(Ranked { candidate: Reverse(candidate), .. }) = heap.pop() {
            if self.ledger.is_in(candidate) {
                continue;
            }
            let now = rank(&mut self.ledger, &self.worth, candidate, run)?;
            if heap.peek().is_some_and(|next| *next > now) {
                heap.push(now);
            } else if now.density > 0.0 && !self.ledger.admit(candidate, run)? {
                left.push(candidate);
            }
        }
        Ok(left)
    }
}
