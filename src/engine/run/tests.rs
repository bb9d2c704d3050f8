#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::engine::problem::{CandidateIx, CapacitySpec, Choice, Commitment, ModeSpec, ProblemDraft};
use std::ops::ControlFlow;
use std::time::Duration;

/// Five candidates of value 1, of which three fit.
fn problem() -> SelectionProblem {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 3));
    for _ in 0..5 {
        let c = draft.candidate(Commitment::Free);
        let mode = draft.mode(c, ModeSpec::fixed(1));
        draft.amount(mode, cash, 0, 1);
    }
    draft.build().unwrap()
}

fn first(count: usize) -> Plan {
    let mut plan = Plan::empty(5);
    for i in 0..count {
        plan.set(CandidateIx::new(i), Some(Choice::new(0, 0)));
    }
    plan
}

struct Script<F>(F);

impl<F: Fn(&mut Run<'_>) -> Result<(), Stop> + Send + Sync> Solver for Script<F> {
    fn name(&self) -> &'static str {
        "script"
    }

    fn search(&self, _: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        (self.0)(run)
    }
}

fn run_with(
    limits: &Limits,
    script: impl Fn(&mut Run<'_>) -> Result<(), Stop> + Send + Sync,
) -> Result<Outcome, SolveError> {
    solve(&problem(), &Script(script), limits)
}

fn forever(run: &mut Run<'_>) -> Result<(), Stop> {
    loop {
        run.step()?;
    }
}

#[test]
fn the_run_judges() {
    let outcome = run_with(&Limits::default(), |run| {
        assert_eq!(run.offer(&first(2)), Verdict::Best(2));
        assert_eq!(run.offer(&first(1)), Verdict::NotBetter(1));
        let Verdict::Infeasible(broken) = run.offer(&first(4)) else { panic!("four do not fit") };
        assert_eq!(broken.len(), 1);
        assert!(matches!(run.offer(&Plan::empty(4)), Verdict::Infeasible(_)));
        run.assert_bound(4);
        Ok(())
    })
    .unwrap();
    assert_eq!((outcome.status(), outcome.stop_reason()), (Status::Feasible, StopReason::Finished));
    assert_eq!((outcome.value(), outcome.bound(), outcome.evidence()), (Some(2), Some(4), Some(Evidence::Asserted)));
    assert_eq!(outcome.gap(), Ratio::new(1, 1));
    assert_eq!((outcome.stats().offers, outcome.stats().rejected), (4, 2));
    assert_eq!(outcome.trace().len(), outcome.times().trace.len());
}

#[test]
fn a_completed_search_proves_its_best() {
    let outcome = run_with(&Limits::default(), |run| {
        let _ = run.offer(&first(3));
        run.search_bound(5);
        run.exhausted();
        run.step()
    })
    .unwrap();
    assert_eq!((outcome.status(), outcome.stop_reason()), (Status::Optimal, StopReason::Proven));
    assert_eq!((outcome.bound(), outcome.search_bound()), (Some(3), Some(3)));
    assert_eq!(outcome.evidence(), Some(Evidence::Search));
    assert_eq!(outcome.gap(), Ratio::new(0, 1));
}

#[test]
fn a_completed_search_without_a_plan_proves_that_there_is_none() {
    let outcome = run_with(&Limits::default(), |run| {
        run.exhausted();
        Ok(())
    })
    .unwrap();
    assert_eq!((outcome.status(), outcome.evidence()), (Status::Infeasible, Some(Evidence::Search)));
    let outcome = run_with(&Limits::default(), |_| Ok(())).unwrap();
    assert_eq!((outcome.status(), outcome.evidence()), (Status::Unknown, None));
}

#[test]
fn an_interrupted_search_tells_its_figure_apart() {
    let outcome = run_with(&Limits::default().steps(10), |run| {
        let _ = run.offer(&first(1));
        run.search_bound(4);
        forever(run)
    })
    .unwrap();
    assert_eq!((outcome.bound(), outcome.search_bound(), outcome.gap()), (None, Some(4), None));
    assert_eq!((outcome.status(), outcome.stop_reason()), (Status::Feasible, StopReason::StepLimit));
    assert_eq!(outcome.stats().steps, 10);
}

#[test]
fn a_refuted_claim_is_the_algorithms_fault() {
    let error = run_with(&Limits::default(), |run| {
        run.assert_bound(2);
        let _ = run.offer(&first(3));
        Ok(())
    });
    assert_eq!(error.unwrap_err().to_string(), "script gave the bound 2 and offered a plan of value 3");
    let error = run_with(&Limits::default(), |run| {
        run.exhausted();
        let _ = run.offer(&first(1));
        Ok(())
    });
    assert!(matches!(error, Err(SolveError::NoPlanRefuted { value: 1, .. })));
}

#[test]
fn stops_of_an_algorithm_become_errors() {
    let error = run_with(&Limits::default(), |_| Err(Stop::Unsupported(Feature::Floors))).unwrap_err();
    assert_eq!(error.to_string(), "script does not take floors on use");
    let error = run_with(&Limits::default(), |_| Err(Stop::Failed(Failure::Backend(4)))).unwrap_err();
    assert_eq!(error.to_string(), "script failed: its backend returned status 4");
    let outcome = run_with(&Limits::default(), |_| Err(Stop::Interrupted)).unwrap();
    assert_eq!(outcome.stop_reason(), StopReason::Abandoned);
}

#[test]
fn every_limit_stops_a_run() {
    let cancelled = CancelToken::new();
    cancelled.cancel();
    let gap = Limits::default().gap(Ratio::millionths(500_000));
    for (limits, reason) in [
        (Limits::default(), StopReason::StepLimit),
        (Limits::default().steps(0), StopReason::StepLimit),
        (Limits::default().time(Duration::ZERO).steps(None), StopReason::TimeLimit),
        (Limits::default().cancel(cancelled).steps(None), StopReason::Cancelled),
        (Limits::default().target(2).steps(None), StopReason::Target),
        (gap.steps(None), StopReason::Gap),
    ] {
        let outcome = run_with(&limits, |run| {
            let _ = run.offer(&first(2));
            run.assert_bound(3);
            forever(run)
        })
        .unwrap();
        assert_eq!(outcome.stop_reason(), reason, "{limits:?}");
        assert_eq!(outcome.value(), Some(2));
    }
}

#[test]
fn an_observer_sees_and_stops() {
    let mut seen = Vec::new();
    let problem = problem();
    let solver = Script(|run: &mut Run<'_>| {
        let _ = run.offer(&first(1));
        run.assert_bound(4);
        forever(run)
    });
    let outcome = solve_observed(&problem, &solver, &Limits::default(), &mut |event: &Event<'_>| {
        seen.push(match event {
            Event::Incumbent { value, .. } => format!("plan {value}"),
            Event::Bound { bound, .. } => format!("bound {bound}"),
            Event::Progress { .. } => return ControlFlow::Break(()),
            Event::NoPlan { .. } => "no plan".to_owned(),
        });
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, ["plan 1", "bound 4"]);
    assert_eq!(outcome.stop_reason(), StopReason::Observer);
    assert!(outcome.stats().steps >= REPORT);
}

#[test]
fn gaps_are_exact_and_undefined_at_zero() {
    assert_eq!(outcome::gap(3, 4), Ratio::new(1, 3));
    assert_eq!(outcome::gap(-4, -3), Ratio::new(1, 4));
    assert_eq!(outcome::gap(0, 0), Ratio::new(0, 1));
    assert_eq!(outcome::gap(0, 1), None);
}
