//! Branch and bound, greedy by density and their combination against trying every plan, and against themselves.

use portefeuille::engine::algorithms::{Auto, BranchAndBound, GreedyDensity};
use portefeuille::engine::certify::{brute_force, check_certificate};
use portefeuille::engine::problem::SelectionProblem;
use portefeuille::engine::run::{Evidence, Limits, Outcome, Solver, Status, solve};
use portefeuille::testing::engine::selection_problem;
use proptest::prelude::*;

fn exact() -> Vec<Box<dyn Solver>> {
    vec![Box::new(Auto::new()), Box::new(BranchAndBound::new()), Box::new(BranchAndBound::new().neighborhoods(false))]
}

fn run(problem: &SelectionProblem, solver: &dyn Solver, limits: &Limits) -> Outcome {
    solve(problem, solver, limits).expect("an outcome")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn exact_methods_find_what_trying_every_plan_finds(problem in selection_problem()) {
        let all = brute_force(&problem, 1 << 20).expect("a small problem");
        for solver in exact() {
            let outcome = run(&problem, solver.as_ref(), &Limits::default());
            prop_assert_eq!(outcome.value(), all.optimum.as_ref().map(|(_, value)| *value), "{}", solver.name());
            let expected = if all.optimum.is_some() { Status::Optimal } else { Status::Infeasible };
            prop_assert_eq!(outcome.status(), expected, "{}", solver.name());
            prop_assert!(outcome.evidence() <= Some(Evidence::Search));
        }
    }

    #[test]
    fn interrupted_they_never_understate(problem in selection_problem(), steps in 0..120_u64) {
        let all = brute_force(&problem, 1 << 20).expect("a small problem");
        let best = all.optimum.map(|(_, value)| value);
        for solver in exact() {
            let outcome = run(&problem, solver.as_ref(), &Limits::default().steps(steps));
            prop_assert!(outcome.value() <= best, "{}", solver.name());
            for bound in [outcome.bound(), outcome.search_bound()].into_iter().flatten() {
                prop_assert!(best.is_none_or(|best| best <= bound), "{}: {best:?} > {bound}", solver.name());
            }
            if let Some(certificate) = outcome.certificate() {
                prop_assert_eq!(check_certificate(&problem, certificate), Ok(certificate.claim()));
            }
        }
    }

    #[test]
    fn greedy_plans_are_no_better_than_the_best(problem in selection_problem()) {
        let all = brute_force(&problem, 1 << 20).expect("a small problem");
        let outcome = run(&problem, &GreedyDensity::new(), &Limits::default());
        prop_assert!(outcome.value() <= all.optimum.map(|(_, value)| value));
        prop_assert_eq!((outcome.bound(), outcome.evidence()), (None, None));
    }

    #[test]
    fn the_same_run_twice_is_the_same_answer(problem in selection_problem(), steps in 0..200_u64, seed in 0..3_u64) {
        for solver in exact() {
            let limits = Limits::default().steps(steps).seed(seed);
            let one = run(&problem, solver.as_ref(), &limits);
            let two = run(&problem, solver.as_ref(), &limits);
            prop_assert_eq!(one.best(), two.best());
            prop_assert_eq!(one.trace(), two.trace());
            prop_assert_eq!(one.stats(), two.stats());
            prop_assert_eq!(one.certificate(), two.certificate());
            prop_assert_eq!((one.status(), one.search_bound()), (two.status(), two.search_bound()));
        }
    }
}
