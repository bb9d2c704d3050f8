//! Evaluating a plan from scratch.

use super::{GroupRow, RowKey, Side};
use crate::engine::problem::{
    CandidateIx, CapacityIx, Carry, Choice, Commitment, Link, LinkIx, ModeIx, Plan, Rule, SelectionProblem, Strictness,
    SynergyIx, Timing,
};
use std::fmt;

/// One thing a plan breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Violation {
    /// The plan speaks of another number of candidates than the problem has. Nothing else was checked.
    Foreign {
        /// Candidates of the problem.
        expected: usize,
        /// Candidates of the plan.
        found: usize,
    },
    /// The choice is not open to the candidate: no such mode, a start outside its window or horizon, or not the choice
    /// it is committed to. It was counted in no row.
    NoSuchOption {
        /// The candidate.
        candidate: CandidateIx,
        /// What the plan chose.
        choice: Choice,
    },
    /// A mandatory or committed candidate is out.
    Missing {
        /// The candidate.
        candidate: CandidateIx,
    },
    /// A forbidden candidate is in. It was counted in no row.
    Forbidden {
        /// The candidate.
        candidate: CandidateIx,
    },
    /// A row of the problem: what stands on its left side is more than what stands on its right.
    Row {
        /// The row.
        key: RowKey,
        /// Left side.
        left: i128,
        /// Right side.
        right: i128,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { expected, found } => {
                write!(f, "the plan speaks of {found} candidates, the problem has {expected}")
            }
            Self::NoSuchOption { candidate, choice } => write!(f, "{choice} is not open to {candidate}"),
            Self::Missing { candidate } => write!(f, "{candidate} must be in and is out"),
            Self::Forbidden { candidate } => write!(f, "{candidate} is forbidden and is in"),
            Self::Row { key, left, right } => write!(f, "{key}: {left} exceeds {right}"),
        }
    }
}

/// What a plan is worth and what it breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct PlanReport {
    value: i128,
    violations: Vec<Violation>,
}

impl PlanReport {
    /// Sum of the values of the choices that exist, in ticks of the objective.
    pub fn value(&self) -> i128 {
        self.value
    }

    /// Whether nothing is broken.
    pub fn is_feasible(&self) -> bool {
        self.violations.is_empty()
    }

    /// Everything broken: candidates first, then capacities, links, groups and quotas, each in the problem's order.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Gives the list away.
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }
}

/// Use of every bucket of every capacity by a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Usage {
    rows: Vec<i128>,
}

impl Usage {
    /// Use of one bucket.
    pub fn of(&self, problem: &SelectionProblem, capacity: CapacityIx, bucket: u32) -> i128 {
        self.rows[problem.row(capacity, bucket)]
    }

    /// Use by dense row, see [`SelectionProblem::row`].
    pub fn rows(&self) -> &[i128] {
        &self.rows
    }
}

/// Adds up what a plan takes from each bucket. Choices that do not exist take nothing.
pub fn usage(problem: &SelectionProblem, plan: &Plan) -> Usage {
    let mut rows = vec![0_i128; problem.row_count()];
    for (candidate, choice) in plan.selected().take_while(|(c, _)| c.index() < problem.candidate_count()) {
        if let Some(mode) = problem.mode(candidate, choice) {
            for taken in problem.uses(mode, choice.start) {
                rows[taken.row] += taken.amount;
            }
        }
    }
    for synergy in problem.synergies().map(|ix| problem.synergy(ix)) {
        let is_in = |member: &CandidateIx| plan.choice(*member).is_some_and(|c| problem.mode(*member, c).is_some());
        if synergy.members.iter().all(is_in) {
            for taken in synergy.uses {
                rows[taken.row] += taken.amount;
            }
        }
    }
    Usage { rows }
}

/// Evaluates a plan from scratch: its value, and everything it breaks. Time linear in the problem's links, set members
/// and buckets and in the profiles of the choices.
///
/// ```
/// use portefeuille::engine::certify::check_plan;
/// use portefeuille::engine::problem::{CapacitySpec, Choice, Commitment, ModeSpec, Plan, ProblemDraft};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// let project = draft.candidate(Commitment::Free);
/// let mode = draft.mode(project, ModeSpec::fixed(7));
/// draft.amount(mode, budget, 0, 12);
/// let problem = draft.build()?;
/// let report = check_plan(&problem, &Plan::new(vec![Some(Choice::new(0, 0))]));
/// assert_eq!(report.value(), 7);
/// assert_eq!(report.violations()[0].to_string(), "limit of capacity 0 in bucket 0: 12 exceeds 10");
/// # Ok::<(), portefeuille::engine::problem::ProblemErrors>(())
/// ```
pub fn check_plan(problem: &SelectionProblem, plan: &Plan) -> PlanReport {
    let (expected, found) = (problem.candidate_count(), plan.len());
    if expected != found {
        return PlanReport { value: 0, violations: vec![Violation::Foreign { expected, found }] };
    }
    let mut check =
        Check { problem, chosen: vec![None; expected], gained: Vec::new(), value: 0, violations: Vec::new() };
    check.candidates(plan);
    check.synergies();
    check.capacities();
    check.links();
    check.sets();
    PlanReport { value: check.value, violations: check.violations }
}

struct Check<'a> {
    problem: &'a SelectionProblem,
    chosen: Vec<Option<(ModeIx, i32)>>,
    /// Synergies whose members are all in.
    gained: Vec<SynergyIx>,
    value: i128,
    violations: Vec<Violation>,
}

impl Check<'_> {
    fn candidates(&mut self, plan: &Plan) {
        for candidate in self.problem.candidates() {
            let Some(choice) = plan.choice(candidate) else {
                if !self.problem.may_stay_out(candidate) {
                    self.violations.push(Violation::Missing { candidate });
                }
                continue;
            };
            match self.problem.mode(candidate, choice) {
                _ if self.problem.commitment(candidate) == Commitment::Forbidden => {
                    self.violations.push(Violation::Forbidden { candidate });
                }
                Some(mode) if self.problem.is_option(candidate, choice) => {
                    self.chosen[candidate.index()] = Some((mode, choice.start));
                    self.value += i128::from(self.problem.value(mode, choice.start));
                }
                _ => self.violations.push(Violation::NoSuchOption { candidate, choice }),
            }
        }
    }

    fn synergies(&mut self) {
        for ix in self.problem.synergies() {
            let synergy = self.problem.synergy(ix);
            if synergy.members.iter().all(|member| self.chosen[member.index()].is_some()) {
                self.value += i128::from(synergy.value);
                self.gained.push(ix);
            }
        }
    }

    fn require(&mut self, key: RowKey, left: i128, right: i128) {
        if left > right {
            self.violations.push(Violation::Row { key, left, right });
        }
    }

    fn capacities(&mut self) {
        let mut rows = vec![0_i128; self.problem.row_count()];
        for &(mode, start) in self.chosen.iter().flatten() {
            for taken in self.problem.uses(mode, start) {
                rows[taken.row] += taken.amount;
            }
        }
        for taken in self.gained.iter().flat_map(|&synergy| self.problem.synergy(synergy).uses) {
            rows[taken.row] += taken.amount;
        }
        for capacity in self.problem.capacities() {
            let used = &rows[self.problem.rows(capacity)];
            let (mut from, mut left, mut right) = (0, 0, 0);
            for (to, (&used, &limit)) in (0_u32..).zip(used.iter().zip(self.problem.limits(capacity))) {
                match self.problem.carry(capacity) {
                    Carry::None => (from, left, right) = (to, 0, 0),
                    // What is left beyond the most that carries over is lost: the buckets before count no more.
                    Carry::AtMost(most) if to > 0 && right - left > i128::from(most) => {
                        (from, left, right) = (to, 0, i128::from(most));
                    }
                    _ => {}
                }
                left += used;
                right += i128::from(limit);
                self.require(RowKey::Cap { capacity, from, to }, left, right);
            }
            for (bucket, (&used, &floor)) in (0_u32..).zip(used.iter().zip(self.problem.floors(capacity))) {
                if let Some(floor) = floor {
                    self.require(RowKey::Floor { capacity, bucket }, -used, -i128::from(floor));
                }
            }
        }
    }

    fn links(&mut self) {
        for (at, &link) in self.problem.links().iter().enumerate() {
            let ix = LinkIx::new(at);
            let (one, other) = link.ends();
            let (one, other) = (self.chosen[one.index()], self.chosen[other.index()]);
            match link {
                Link::Requires { .. } => {
                    let (left, right) = (i128::from(one.is_some()) - i128::from(other.is_some()), 0);
                    self.require(RowKey::Requires { link: ix }, left, right);
                }
                Link::Excludes { .. } => {
                    let left = i128::from(one.is_some()) + i128::from(other.is_some());
                    self.require(RowKey::Excludes { link: ix }, left, 1);
                }
                Link::Timing(timing) => self.timing(ix, timing, one, other),
            }
        }
    }

    fn timing(
        &mut self,
        link: LinkIx,
        timing: Timing,
        successor: Option<(ModeIx, i32)>,
        predecessor: Option<(ModeIx, i32)>,
    ) {
        let date = |(mode, start): (ModeIx, i32), by_finish: bool| {
            if by_finish { self.problem.finish_of(mode, start) } else { i64::from(start) }
        };
        let Some(successor) = successor else { return };
        let Some(predecessor) = predecessor else {
            if timing.strictness == Strictness::Strict {
                self.require(RowKey::Requires { link }, 1, 0);
            }
            return;
        };
        let after = date(successor, timing.relation.successor_by_finish());
        let before = date(predecessor, timing.relation.predecessor_by_finish());
        if after < before + i64::from(timing.lag) {
            let right = i128::from(timing.strictness == Strictness::IfBoth);
            self.require(RowKey::Timing { link, theta: before }, right + 1, right);
        }
    }

    fn sets(&mut self) {
        for ix in self.problem.groups() {
            let group = self.problem.group(ix);
            let key = |row| RowKey::Group { group: ix, row };
            let is_in = |candidate: CandidateIx| self.chosen[candidate.index()].is_some();
            let count = group.members.iter().filter(|&&candidate| is_in(candidate)).count() as i128;
            match group.rule {
                Rule::AtMost(k) => self.require(key(GroupRow::Hi), count, i128::from(k)),
                Rule::AtLeast(k) => self.require(key(GroupRow::Lo), -count, -i128::from(k)),
                Rule::Exactly(k) => {
                    self.require(key(GroupRow::Hi), count, i128::from(k));
                    self.require(key(GroupRow::Lo), -count, -i128::from(k));
                }
                Rule::AllOrNone => {
                    let next = group.members.iter().cycle().skip(1);
                    let broken: Vec<_> = (0_u32..)
                        .zip(group.members.iter().zip(next))
                        .filter(|(_, (one, next))| is_in(**one) && !is_in(**next))
                        .collect();
                    for (t, _) in broken {
                        self.require(key(GroupRow::Cyclic(t)), 1, 0);
                    }
                }
            }
        }
        for ix in self.problem.quotas() {
            let quota = self.problem.quota(ix);
            let sum = |counted: &[CandidateIx]| -> i128 {
                let chosen = counted.iter().filter_map(|candidate| self.chosen[candidate.index()]);
                chosen.map(|(mode, start)| self.problem.measure(ix, mode, start)).sum()
            };
            let (members, reference) = (sum(quota.members), sum(quota.reference));
            for (side, sign, limit) in [(Side::Hi, 1, quota.hi), (Side::Lo, -1, quota.lo)] {
                let Some(limit) = limit else { continue };
                let (member, share, right) = limit.factors();
                let left = i128::from(member) * members - i128::from(share) * reference;
                self.require(RowKey::Quota { quota: ix, side }, sign * left, sign * i128::from(right));
            }
        }
    }
}
