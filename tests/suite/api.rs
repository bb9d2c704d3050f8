//! What the types promise: threads, trait objects, the same answer twice.

use portefeuille::engine::algorithms::{ExactSearch, GreedySkip, RankedCut};
use portefeuille::engine::certify::{Certificate, PlanReport};
use portefeuille::engine::problem::{Plan, ProblemDraft, SelectionProblem};
use portefeuille::engine::run::{CancelToken, Limits, Observer, Outcome, Solver, StopReason, solve};
use portefeuille::testing::engine::selection_problem;
use proptest::prelude::*;

fn shared<T: Send + Sync + 'static>() {}
fn sent<T: Send + ?Sized>() {}

#[test]
fn types_go_between_threads() {
    shared::<ProblemDraft>();
    shared::<SelectionProblem>();
    shared::<Plan>();
    shared::<PlanReport>();
    shared::<Certificate>();
    shared::<Limits>();
    shared::<CancelToken>();
    shared::<Outcome>();
    shared::<Box<dyn Solver>>();
    sent::<dyn Observer>();
}

fn solvers() -> Vec<Box<dyn Solver>> {
    vec![Box::new(RankedCut::new()), Box::new(GreedySkip::new()), Box::new(ExactSearch::new())]
}

#[test]
fn names_are_stable() {
    let solvers = solvers();
    assert_eq!(
        solvers.iter().map(|solver| solver.name()).collect::<Vec<_>>(),
        ["ranked-cut", "greedy-skip", "exact-search"]
    );
}

#[test]
fn a_run_is_cancelled_from_another_thread() {
    let problem = ProblemDraft::new(1).build().expect("an empty problem");
    let token = CancelToken::new();
    let other = token.clone();
    std::thread::spawn(move || other.cancel()).join().expect("a thread that only cancels");
    let endless = Endless;
    let outcome = solve(&problem, &endless, &Limits::default().steps(None).cancel(token)).expect("an outcome");
    assert_eq!(outcome.stop_reason(), StopReason::Cancelled);
}

struct Endless;

impl Solver for Endless {
    fn name(&self) -> &'static str {
        "test/endless"
    }

    fn search(
        &self,
        _: &SelectionProblem,
        run: &mut portefeuille::engine::run::Run<'_>,
    ) -> Result<(), portefeuille::engine::run::Stop> {
        loop {
            run.step()?;
        }
    }
}

proptest! {
    #[test]
    fn the_same_run_twice_is_the_same_answer(problem in selection_problem(), steps in 0..60_u64) {
        for solver in solvers() {
            let limits = Limits::default().steps(steps);
            let one = solve(&problem, solver.as_ref(), &limits).expect("an outcome");
            let two = solve(&problem, solver.as_ref(), &limits).expect("an outcome");
            prop_assert_eq!(one.best(), two.best());
            prop_assert_eq!(one.trace(), two.trace());
            prop_assert_eq!(one.stats(), two.stats());
            prop_assert_eq!((one.status(), one.search_bound()), (two.status(), two.search_bound()));
            prop_assert!(one.stats().steps <= steps);
        }
    }
}
