#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

use super::BranchAndBound;
use crate::engine::algorithms::Auto;
use crate::engine::certify::{Claim, brute_force, check_certificate};
use crate::engine::instance::portfolio_json;
use crate::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft, SelectionProblem};
use crate::engine::run::{Evidence, Limits, Solver, Status, solve};
use crate::testing::engine::selection_problem;
use proptest::prelude::*;
use std::io::Write as _;

fn agrees(problem: &SelectionProblem, solver: &dyn Solver) -> Result<(), TestCaseError> {
    let Some(best) = brute_force(problem, 1 << 18).map(|all| all.optimum.map(|(_, value)| value)) else {
        return Ok(());
    };
    let outcome = solve(problem, solver, &Limits::default()).unwrap();
    prop_assert_eq!(outcome.value(), best);
    prop_assert_eq!(outcome.status(), if best.is_some() { Status::Optimal } else { Status::Infeasible });
    if let Some(certificate) = outcome.certificate() {
        let claim = check_certificate(problem, certificate).unwrap();
        match (claim, best) {
            (Claim::Bound(bound), Some(best)) => prop_assert!(bound >= best),
            (Claim::NoPlan | Claim::NoOption(_), _) => prop_assert_eq!(best, None),
            (Claim::Bound(_), None) => {}
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn agrees_with_brute_force(problem in selection_problem()) {
        agrees(&problem, &BranchAndBound::new())?;
        agrees(&problem, &Auto::new())?;
    }

    #[test]
    fn the_figure_of_an_interrupted_search_holds(problem in selection_problem(), steps in 0..2000_u64) {
        let whole = solve(&problem, &BranchAndBound::new(), &Limits::default()).unwrap();
        let part = solve(&problem, &BranchAndBound::new(), &Limits::default().steps(steps)).unwrap();
        if let Some(best) = whole.value() {
            prop_assert!(part.value().is_none_or(|value| value <= best));
            prop_assert!(part.bound().is_none_or(|bound| bound >= best));
            prop_assert!(part.search_bound().is_none_or(|bound| bound >= best));
        }
    }
}

fn knapsack(candidates: i64) -> SelectionProblem {
    let mut draft = ProblemDraft::new(1);
    let budgets = [120, 90].map(|limit| draft.capacity(CapacitySpec::whole(1, limit)));
    for i in 0..candidates {
        let project = draft.candidate(Commitment::Free);
        let mode = draft.mode(project, ModeSpec::fixed(20 + i * 37 % 23));
        draft.amount(mode, budgets[0], 0, 11 + i * 29 % 17);
        draft.amount(mode, budgets[1], 0, 5 + i * 31 % 19);
    }
    draft.build().unwrap()
}

#[test]
fn the_same_run_twice_is_the_same() {
    let problem = knapsack(30);
    let run = || solve(&problem, &BranchAndBound::new(), &Limits::default()).unwrap();
    let (one, two) = (run(), run());
    assert_eq!(one.status(), Status::Optimal);
    assert_eq!((one.value(), one.best(), one.stats()), (two.value(), two.best(), two.stats()));
    assert_eq!(one.certificate(), two.certificate());
}

#[test]
fn a_row_no_choice_can_keep_is_a_certificate() {
    let mut draft = ProblemDraft::new(1);
    let budget = draft.capacity(CapacitySpec::whole(1, 4));
    let project = draft.candidate(Commitment::Mandatory);
    let mode = draft.mode(project, ModeSpec::fixed(1));
    draft.amount(mode, budget, 0, 5);
    let outcome = solve(&draft.build().unwrap(), &BranchAndBound::new(), &Limits::default()).unwrap();
    assert_eq!((outcome.status(), outcome.evidence()), (Status::Infeasible, Some(Evidence::Certificate)));
}

#[test]
fn portfolios_of_the_two_families_are_solved() {
    let folder = std::env::var("PORTEFEUILLE_INSTANCES").unwrap_or_else(|_| "../shared/instances".into());
    for (name, optimum) in [("A_n50_m5_s1", 2662), ("B_n30_T12_s1", 1822)] {
        let path = std::path::Path::new(&folder).join(format!("portfolio/{name}.json"));
        let Ok(text) = std::fs::read_to_string(&path) else {
            let _ = writeln!(std::io::stderr(), "skipped: no {}", path.display());
            continue;
        };
        let instance = portfolio_json::read(name, &text).unwrap();
        let outcome = solve(instance.problem(), &Auto::new(), &Limits::default().steps(2_000_000)).unwrap();
        assert_eq!((outcome.value(), outcome.status()), (Some(optimum), Status::Optimal), "{name}");
    }
}
