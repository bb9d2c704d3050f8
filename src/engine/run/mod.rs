//! Running an algorithm: limits, the judge, the record.
//!
//! [`solve`] hands a problem and a [`Run`] to a [`Solver`]. The run counts steps and stops at a limit; it evaluates every
//! offered plan from scratch; it keeps bounds with what stands behind them; and it leaves an [`Outcome`]. An interrupted
//! run is an outcome like any other.

mod limits;
mod observer;
mod outcome;
mod solver;

pub use limits::{CancelToken, Limits, Ratio};
pub use observer::{Event, Moment, Observer};
pub use outcome::{Evidence, Outcome, Progress, Stats, Status, StopReason, Times, TraceEntry};
pub use solver::{Failure, Feature, SolveError, Solver, Stop};

use crate::engine::certify::{Certificate, CertificateFault, Claim, Violation, check_certificate, check_plan};
use crate::engine::problem::{Plan, SelectionProblem};
use crate::engine::random::Random;
use std::fmt;
use std::time::Instant;

/// Steps between two looks at clock and token.
const LOOK: u64 = 256;
/// Steps between two progress events.
const REPORT: u64 = 4096;

/// What the run says of an offered plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// Feasible and better than all before; its value.
    Best(i128),
    /// Feasible and no better than the best so far; its value.
    NotBetter(i128),
    /// Not feasible, and all it breaks.
    Infeasible(Vec<Violation>),
}

/// One search under way: limits, judge and record.
pub struct Run<'a> {
    problem: &'a SelectionProblem,
    limits: &'a Limits,
    observer: Option<&'a mut dyn Observer>,
    random: Random,
    clock: Instant,
    next_look: u64,
    next_report: u64,
    stopped: Option<StopReason>,
    best: Option<(i128, Plan)>,
    bound: Option<(i128, Evidence)>,
    no_plan: Option<Evidence>,
    certificate: Option<Certificate>,
    search_bound: Option<i128>,
    trace: Vec<TraceEntry>,
    stats: Stats,
    times: Times,
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("limits", self.limits)
            .field("value", &self.value())
            .field("bound", &self.bound)
            .field("stats", &self.stats)
            .finish_non_exhaustive()
    }
}

impl<'a> Run<'a> {
    fn new(problem: &'a SelectionProblem, limits: &'a Limits, observer: Option<&'a mut dyn Observer>) -> Self {
        Self {
            problem,
            limits,
            observer,
            random: Random::new(limits.seed),
            clock: Instant::now(),
            next_look: 0,
            next_report: REPORT,
            stopped: None,
            best: None,
            bound: None,
            no_plan: None,
            certificate: None,
            search_bound: None,
            trace: Vec::new(),
            stats: Stats::default(),
            times: Times::default(),
        }
    }

    /// Counts one step, or says to stop. Cheap enough for an inner loop: clock and token are looked at every few
    /// hundred steps.
    pub fn step(&mut self) -> Result<(), Stop> {
        self.advance(1)
    }

    /// Counts several steps at once, or says to stop.
    pub fn advance(&mut self, steps: u64) -> Result<(), Stop> {
        self.stats.steps = self.stats.steps.saturating_add(steps);
        if self.stats.steps > self.next_look { self.look() } else { Ok(()) }
    }

    fn look(&mut self) -> Result<(), Stop> {
        let limit = self.limits.steps.unwrap_or(u64::MAX);
        if self.stats.steps > limit {
            self.stats.steps = limit;
            self.stop(StopReason::StepLimit);
        } else if self.limits.cancel.is_cancelled() {
            self.stop(StopReason::Cancelled);
        } else if self.limits.time.is_some_and(|time| self.clock.elapsed() >= time) {
            self.stop(StopReason::TimeLimit);
        } else if self.stats.steps >= self.next_report {
            self.next_report = self.stats.steps.saturating_add(REPORT);
            let at = self.moment();
            let (value, bound) = (self.value(), self.bound());
            self.tell(&Event::Progress { at, value, bound });
        }
        if self.stopped.is_some() {
            self.next_look = 0;
            return Err(Stop::Interrupted);
        }
        self.next_look = self.stats.steps.saturating_add(LOOK).min(limit);
        Ok(())
    }

    /// Keeps the first reason to stop and makes the next step look.
    fn stop(&mut self, reason: StopReason) {
        self.stopped.get_or_insert(reason);
        self.next_look = 0;
    }

    fn moment(&self) -> Moment {
        Moment { steps: self.stats.steps, elapsed: self.clock.elapsed() }
    }

    fn tell(&mut self, event: &Event<'_>) {
        if let Some(observer) = self.observer.as_deref_mut()
            && observer.on_event(event).is_break()
        {
            self.stop(StopReason::Observer);
        }
    }

    fn note(&mut self, progress: Progress) -> Moment {
        let at = self.moment();
        self.trace.push(TraceEntry { steps: at.steps, progress });
        self.times.trace.push(at.elapsed);
        at
    }

    /// Stops the search where what is known satisfies what was asked.
    fn settle(&mut self) {
        let value = self.value();
        if self.no_plan.is_some() || (value.is_some() && value == self.bound()) {
            self.stop(StopReason::Proven);
        } else if self.limits.target.is_some_and(|target| value >= Some(target)) {
            self.stop(StopReason::Target);
        } else if let (Some(most), Some(value), Some(bound)) = (self.limits.gap, value, self.bound())
            && outcome::gap(value, bound).is_some_and(|gap| gap <= most)
        {
            self.stop(StopReason::Gap);
        }
    }

    /// Evaluates a plan from scratch and keeps it if it is feasible and better than the best so far. Offers count even
    /// after the run has asked to stop.
    pub fn offer(&mut self, plan: &Plan) -> Verdict {
        self.stats.offers += 1;
        let report = check_plan(self.problem, plan);
        if !report.is_feasible() {
            self.stats.rejected += 1;
            return Verdict::Infeasible(report.into_violations());
        }
        let value = report.value();
        if self.value().is_some_and(|best| value <= best) {
            return Verdict::NotBetter(value);
        }
        let at = self.note(Progress::Incumbent(value));
        self.stats.first.get_or_insert(at.steps);
        self.stats.best = Some(at.steps);
        self.times.first.get_or_insert(at.elapsed);
        self.times.best = Some(at.elapsed);
        self.best = Some((value, plan.clone()));
        self.tell(&Event::Incumbent { at, value, plan });
        self.settle();
        Verdict::Best(value)
    }

    /// Re-checks a certificate, and keeps what it proves if nothing better is certified. A certificate that is rejected
    /// changes nothing.
    pub fn certify(&mut self, certificate: Certificate) -> Result<Claim, CertificateFault> {
        let claim = check_certificate(self.problem, &certificate)?;
        // No plan at all is better than any bound, and a lower bound better than a higher one.
        let known = self.certificate.as_ref().map(Certificate::claim);
        if known.is_none_or(|known| known.bound().is_some_and(|known| claim.bound().is_none_or(|new| new < known))) {
            self.certificate = Some(certificate);
        }
        match claim.bound() {
            Some(bound) => self.lower(bound, Evidence::Certificate),
            None => self.exclude(Evidence::Certificate),
        }
        Ok(claim)
    }

    /// Takes somebody's word that no plan is worth more than this. A bound that an offered plan refutes makes the run
    /// fail.
    pub fn assert_bound(&mut self, bound: i128) {
        self.lower(bound, Evidence::Asserted);
    }

    /// Takes the figure of a search that is not completed: no plan is worth more than this if the search is right. It is
    /// told apart from the bound; see [`Outcome::search_bound`].
    pub fn search_bound(&mut self, bound: i128) {
        self.search_bound = Some(self.search_bound.map_or(bound, |known| known.min(bound)));
    }

    /// Says that an exact search is completed: the best plan is optimal, or there is none.
    pub fn exhausted(&mut self) {
        match self.value() {
            Some(value) => self.lower(value, Evidence::Search),
            None => self.exclude(Evidence::Search),
        }
    }

    /// Keeps a bound if it is lower than the known one, or as low with better evidence.
    fn lower(&mut self, bound: i128, evidence: Evidence) {
        if self.bound.is_some_and(|known| known <= (bound, evidence)) {
            return;
        }
        self.bound = Some((bound, evidence));
        let at = self.note(Progress::Bound(bound, evidence));
        self.tell(&Event::Bound { at, bound, evidence });
        self.settle();
    }

    fn exclude(&mut self, evidence: Evidence) {
        if self.no_plan.is_some_and(|known| known <= evidence) {
            return;
        }
        self.no_plan = Some(evidence);
        let at = self.note(Progress::NoPlan(evidence));
        self.tell(&Event::NoPlan { at, evidence });
        self.settle();
    }

    /// The best plan so far.
    pub fn incumbent(&self) -> Option<&Plan> {
        self.best.as_ref().map(|(_, plan)| plan)
    }

    /// Value of the best plan so far.
    pub fn value(&self) -> Option<i128> {
        self.best.as_ref().map(|&(value, _)| value)
    }

    /// The bound so far.
    pub fn bound(&self) -> Option<i128> {
        self.bound.map(|(bound, _)| bound)
    }

    /// Seeded draws. The same seed and calls give the same draws.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// Threads the algorithm may use, at least 1.
    pub fn threads(&self) -> usize {
        self.limits.threads.max(1)
    }

    /// Steps taken so far.
    pub fn steps(&self) -> u64 {
        self.stats.steps
    }

    /// Steps left, where there is a limit.
    pub fn steps_left(&self) -> Option<u64> {
        self.limits.steps.map(|limit| limit.saturating_sub(self.stats.steps))
    }

    fn finish(mut self, solver: &str, stop: Result<(), Stop>) -> Result<Outcome, SolveError> {
        let solver = solver.to_owned();
        match stop {
            Ok(()) | Err(Stop::Interrupted) => {}
            Err(Stop::Unsupported(feature)) => return Err(SolveError::Unsupported { solver, feature }),
            Err(Stop::Failed(failure)) => return Err(SolveError::Failed { solver, failure }),
        }
        if let Some(value) = self.value() {
            if let Some(bound) = self.bound().filter(|bound| *bound < value) {
                return Err(SolveError::BoundRefuted { solver, bound, value });
            }
            if self.no_plan.is_some() {
                return Err(SolveError::NoPlanRefuted { solver, value });
            }
        }
        let ended = if stop.is_ok() { StopReason::Finished } else { StopReason::Abandoned };
        self.times.total = self.clock.elapsed();
        Ok(Outcome {
            solver,
            best: self.best,
            bound: self.bound,
            no_plan: self.no_plan,
            certificate: self.certificate,
            search_bound: self.search_bound,
            stop_reason: self.stopped.unwrap_or(ended),
            trace: self.trace,
            stats: self.stats,
            times: self.times,
        })
    }
}

/// Runs an algorithm on a problem.
///
/// Infeasible and interrupted are outcomes; an error is a problem the algorithm does not take, or its own fault.
pub fn solve(problem: &SelectionProblem, solver: &dyn Solver, limits: &Limits) -> Result<Outcome, SolveError> {
    let mut run = Run::new(problem, limits, None);
    let stop = solver.search(problem, &mut run);
    run.finish(solver.name(), stop)
}

/// Runs an algorithm on a problem while somebody watches.
///
/// ```
/// # use portefeuille::engine::problem::{Plan, ProblemDraft, SelectionProblem};
/// # use portefeuille::engine::run::{Event, Limits, Run, Solver, StopReason, Stop, solve_observed};
/// # struct Nothing;
/// # impl Solver for Nothing {
/// #     fn name(&self) -> &str { "nothing" }
/// #     fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
/// #         run.offer(&Plan::empty(problem.candidate_count()));
/// #         run.step()
/// #     }
/// # }
/// use std::ops::ControlFlow;
///
/// let problem = ProblemDraft::new(1).build()?;
/// let mut values = Vec::new();
/// let outcome = solve_observed(&problem, &Nothing, &Limits::default(), &mut |event: &Event<'_>| {
///     if let Event::Incumbent { value, .. } = event {
///         values.push(*value);
///     }
///     ControlFlow::Break(())
/// })?;
/// assert_eq!(outcome.stop_reason(), StopReason::Observer);
/// assert_eq!(values, [0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn solve_observed(
    problem: &SelectionProblem,
    solver: &dyn Solver,
    limits: &Limits,
    observer: &mut dyn Observer,
) -> Result<Outcome, SolveError> {
    let mut run = Run::new(problem, limits, Some(observer));
    let stop = solver.search(problem, &mut run);
    run.finish(solver.name(), stop)
}

#[cfg(test)]
mod tests;
