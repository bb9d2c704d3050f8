//! Golden vectors of the field that cross rooms. Those of one room stand in its own tests: pairwise comparison (G1, G2),
//! demand scores (G8), earned value (G6, G7), the ledger (G9, in the documentation of `finance`).

use portefeuille::engine::algorithms::{Auto, GreedySkip, RankedCut};
use portefeuille::engine::problem::{CandidateIx, CapacitySpec, Commitment, ModeSpec, ProblemDraft, SelectionProblem};
use portefeuille::engine::run::{Limits, Solver, solve};
use portefeuille::indicator::weighted_mean;
use rust_decimal::Decimal;

fn problem(items: &[(i64, i64)], budget: i64) -> SelectionProblem {
    let mut draft = ProblemDraft::new(1);
    let row = draft.capacity(CapacitySpec::whole(1, budget));
    for (value, cost) in items {
        let candidate = draft.candidate(Commitment::Free);
        let mode = draft.mode(candidate, ModeSpec::fixed(*value));
        draft.amount(mode, row, 0, *cost);
    }
    draft.build().expect("a problem")
}

fn selected(problem: &SelectionProblem, solver: &dyn Solver) -> Vec<usize> {
    let outcome = solve(problem, solver, &Limits::default()).expect("an outcome");
    let plan = outcome.best().expect("a plan");
    plan.selected().map(|(candidate, _)| candidate.index() + 1).collect()
}

fn listed(count: usize) -> Vec<CandidateIx> {
    (0..count).map(CandidateIx::new).collect()
}

#[test]
fn g3_a_waterline_is_not_what_fits_when_the_too_costly_are_skipped() {
    // Costs 120, 50, 20, 15, 10 against 200, in the order of their rank.
    let problem = problem(&[(5, 120), (4, 50), (3, 20), (2, 15), (1, 10)], 200);
    assert_eq!(selected(&problem, &RankedCut::ranked(listed(5))), [1, 2, 3]);
    assert_eq!(selected(&problem, &GreedySkip::ranked(listed(5))), [1, 2, 3, 5]);
}

#[test]
fn g4_by_value_is_not_the_best_set() {
    let problem = problem(&[(10, 60), (9, 50), (9, 50)], 100);
    assert_eq!(selected(&problem, &GreedySkip::ranked(listed(3))), [1]);
    assert_eq!(selected(&problem, &Auto::new()), [2, 3]);
}

#[test]
fn g5_a_goal_is_the_weighted_mean_of_its_parts() {
    let parts = [(2, 40), (3, 20)].map(|(weight, done)| (Decimal::from(weight), Decimal::from(done)));
    assert_eq!(weighted_mean(&parts), Ok(28.into()));
}
