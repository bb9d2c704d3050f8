#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::{Ascent, Bounder, Relaxed, Simplex};
use crate::engine::algorithms::program::tests::{every_choice, random_problem};
use crate::engine::algorithms::program::{Domains, Program};
use crate::engine::certify::{Certificate, Claim, check_plan};
use crate::engine::problem::SelectionProblem;
use crate::engine::random::Random;
use crate::engine::run::{Limits, Run, Solver, Stop, solve};

/// Runs a test of what needs a run.
struct Within<F>(F);

impl<F: Fn(&SelectionProblem, &mut Run<'_>) -> Result<(), Stop> + Send + Sync> Solver for Within<F> {
    fn name(&self) -> &'static str {
        "within"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        (self.0)(problem, run)
    }
}

fn on_random_problems(
    count: u64,
    seed: u64,
    test: impl Fn(&SelectionProblem, &mut Run<'_>) -> Result<(), Stop> + Send + Sync,
) {
    let mut random = Random::new(seed);
    let test = Within(test);
    for _ in 0..count {
        let outcome = solve(&random_problem(&mut random), &test, &Limits::default());
        assert!(outcome.is_ok());
    }
}

fn optimum(problem: &SelectionProblem, program: &Program) -> Option<i128> {
    let reports = every_choice(program).into_iter().map(|taken| check_plan(problem, &program.plan(taken)));
    reports.filter(crate::engine::certify::PlanReport::is_feasible).map(|report| report.value()).max()
}

#[test]
fn both_methods_bound_the_optimum_as_certificates_say() {
    on_random_problems(300, 1, |problem, run| {
        let program = Program::new(problem)?;
        let best = optimum(problem, &program);
        let domains = Domains::new(&program);
        let mut bounder = Bounder::new(&program);
        let mut simplex = Simplex::new(&program);
        let relaxed = simplex.solve(&program, &domains, None, u32::MAX, run)?;
        let mut ascent = Ascent::new(&program);
        ascent.climb(&program, &domains, None, 50, run)?;
        let found = [bounder.round(&program, simplex.duals()), bounder.round(&program, ascent.duals())];
        let mut bounds = Vec::new();
        for multipliers in found.into_iter().flatten() {
            let Some(total) = bounder.evaluate(&program, &domains, &multipliers) else { continue };
            let bound = bounder.value_of(total);
            assert!(best.is_none_or(|best| best <= bound && total < bounder.needed_to_beat(bound)));
            let certificate = Certificate::seal(problem, bounder.scale(), multipliers.keyed(&program)).unwrap();
            // A row that nothing can keep is laid out as barely so; then the certificate may say more.
            let Claim::Bound(certified) = certificate.claim() else { panic!("{:?}", certificate.claim()) };
            assert!(certified == bound || (best.is_none() && certified < bound), "{certified} {bound}");
            bounds.push(bound);
        }
        match relaxed {
            // No multipliers are better than those of the relaxation.
            Relaxed::Optimal => assert!(bounds.len() < 2 || bounds[0] <= bounds[1], "{bounds:?}"),
            Relaxed::Void(ray) => {
                assert_eq!(best, None);
                if let Some(multipliers) = Bounder::round_ray(&program, &ray) {
                    assert!(bounder.is_void(&program, &domains, &multipliers));
                }
            }
            other => panic!("{other:?}"),
        }
        Ok(())
    });
}

#[test]
fn a_solve_starts_from_any_basis() {
    on_random_problems(300, 2, |problem, run| {
        let program = Program::new(problem)?;
        let mut domains = Domains::new(&program);
        let mut warm = Simplex::new(&program);
        warm.solve(&program, &domains, None, u32::MAX, run)?;
        for option in (0..program.option_count()).step_by(3) {
            let mark = domains.mark();
            domains.take(&program, option);
            let ended = warm.solve(&program, &domains, None, u32::MAX, run)?;
            let mut cold = Simplex::new(&program);
            let afresh = cold.solve(&program, &domains, None, u32::MAX, run)?;
            assert_eq!(matches!(ended, Relaxed::Void(_)), matches!(afresh, Relaxed::Void(_)));
            if ended == Relaxed::Optimal {
                assert!((warm.value() - cold.value()).abs() < 1e-4, "{} {}", warm.value(), cold.value());
            }
            domains.undo_to(&program, mark);
        }
        Ok(())
    });
}

#[test]
fn what_is_fixed_is_in_no_better_plan() {
    on_random_problems(300, 3, |problem, run| {
        let program = Program::new(problem)?;
        let Some(best) = optimum(problem, &program) else { return Ok(()) };
        let mut domains = Domains::new(&program);
        let mut bounder = Bounder::new(&program);
        let mut simplex = Simplex::new(&program);
        simplex.solve(&program, &domains, None, u32::MAX, run)?;
        let multipliers = bounder.round(&program, simplex.duals()).unwrap();
        bounder.evaluate(&program, &domains, &multipliers).unwrap();
        // What beats one less than the optimum is the optimum itself.
        bounder.fix(&program, &mut domains, bounder.needed_to_beat(best - 1));
        let kept = every_choice(&program).into_iter().any(|taken| {
            let report = check_plan(problem, &program.plan(taken.iter().copied()));
            let open = (0..program.block_count()).all(|block| {
                let own = program.options(block).find(|option| taken.contains(option));
                own.map_or(domains.may_be_out(block), |option| domains.is_open(option))
            });
            report.is_feasible() && report.value() == best && open
        });
        assert!(kept);
        Ok(())
    });
}
