//! Depth-first search over every plan that is not excluded.

use super::ledger::keeps_timing;
use crate::engine::problem::{
    CandidateIx, CapacityIx, Carry, Choice, Link, ModeIx, Plan, QuotaLimit, Rule, SelectionProblem, Strictness,
    SynergyIx,
};
use crate::engine::run::{Run, Solver, Stop};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Depth-first search with propagation: plain, complete, for problems of a few dozen candidates.
///
/// Candidates are decided one after the other, highest value first, but first those that what is already in needs. Each
/// decision is carried on along links and all-or-none groups, and a branch is left when a limit can no longer be kept, a
/// floor no longer be reached, or the best conceivable value is no better than the best plan.
///
/// # Solves
///
/// Any problem.
///
/// # Guarantee
///
/// Completed, the best plan is optimal, or there is no plan. Interrupted, the best plan so far.
///
/// # Complexity
///
/// Time O(b·(n + u + l)) for b branches, at most the product of the numbers of options, with n candidates, u buckets
/// used by a candidate and l its links and sets; memory O(n·(u + l) + r), with r buckets. One step per branch.
///
/// # Determinism
///
/// Draws nothing. Ties go to the lower index, the earlier mode, the earlier start.
///
/// # Parameters
///
/// None.
///
/// # Evidence
///
/// [`Search`](crate::engine::run::Evidence::Search) when completed; when interrupted, the best conceivable value of
/// what was left, as a figure told apart.
///
/// # References
///
/// A. Land, A. Doig, *An automatic method of solving discrete programming problems*, Econometrica 28(3), 1960; E. Balas,
/// *An additive algorithm for solving linear programs with zero-one variables*, Operations Research 13(4), 1965.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::ExactSearch;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for (value, cost) in [(9, 6), (8, 5), (7, 4), (3, 1)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// let outcome = solve(&draft.build()?, &ExactSearch::new(), &Limits::default())?;
/// assert_eq!((outcome.value(), outcome.status()), (Some(18), Status::Optimal));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExactSearch;

impl ExactSearch {
    /// The search.
    pub fn new() -> Self {
        Self
    }
}

impl Solver for ExactSearch {
    fn name(&self) -> &'static str {
        "exact-search"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let mut tree = Tree::new(problem);
        let result = tree.search(run);
        if result.is_ok() {
            run.exhausted();
        } else if let Some(hope) = tree.open_hope() {
            run.search_bound(run.value().map_or(hope, |value| hope.max(value)));
        }
        result
    }
}

/// What a sum can still become: from `least` to `most`, and must stay within `floor` to `limit`.
#[derive(Debug, Clone, Copy)]
struct Sum {
    least: i128,
    most: i128,
    floor: Option<i128>,
    limit: Option<i128>,
}

impl Sum {
    fn can_hold(&self) -> bool {
        self.limit.is_none_or(|limit| self.least <= limit) && self.floor.is_none_or(|floor| self.most >= floor)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Out,
    In(ModeIx, Choice),
}

/// What was done, to be undone.
#[derive(Debug, Clone, Copy)]
enum Done {
    Decided(CandidateIx),
    Needed(CandidateIx),
}

/// A candidate being branched on.
#[derive(Debug)]
struct Branch {
    candidate: CandidateIx,
    alternatives: Vec<Option<Choice>>,
    next: usize,
    /// Trail length to return to between alternatives.
    trail: usize,
    /// Best conceivable value of all alternatives.
    hope: i128,
}

/// What a candidate can add to the sums it touches, and to the value.
#[derive(Debug, Clone, Default)]
struct Reach {
    /// Sum, least and most.
    sums: Vec<(usize, i128, i128)>,
    /// Capacities with carry-over.
    carrying: Vec<CapacityIx>,
    value: i64,
}

struct Tree<'a> {
    problem: &'a SelectionProblem,
    /// Sums of buckets by row, then the upper and the lower side of each quota, then groups.
    sums: Vec<Sum>,
    /// Members of each synergy that are in, and that are out.
    synergies: Vec<(usize, usize)>,
    reaches: Vec<Reach>,
    states: Vec<State>,
    needed: Vec<bool>,
    order: Vec<CandidateIx>,
    trail: Vec<Done>,
    branches: Vec<Branch>,
    /// Value decided, plus the largest values of what is open.
    hope: i128,
}

impl<'a> Tree<'a> {
    fn new(problem: &'a SelectionProblem) -> Self {
        let sum = |floor: Option<i128>, limit| Sum { least: 0, most: 0, floor, limit };
        let mut sums = Vec::new();
        for capacity in problem.capacities() {
            let stands_alone = problem.carry(capacity) == Carry::None;
            sums.extend(
                problem
                    .limits(capacity)
                    .iter()
                    .zip(problem.floors(capacity))
                    .map(|(&limit, floor)| sum(floor.map(i128::from), stands_alone.then_some(i128::from(limit)))),
            );
        }
        for quota in problem.quotas().map(|quota| problem.quota(quota)) {
            let right = |limit: QuotaLimit| i128::from(limit.factors().2);
            sums.push(sum(None, quota.hi.map(right)));
            sums.push(sum(quota.lo.map(right), None));
        }
        for group in problem.groups() {
            sums.push(match problem.group(group).rule {
                Rule::AtLeast(k) => sum(Some(i128::from(k)), None),
                Rule::AtMost(k) => sum(None, Some(i128::from(k))),
                Rule::Exactly(k) => sum(Some(i128::from(k)), Some(i128::from(k))),
                Rule::AllOrNone => sum(None, None),
            });
        }
        let mut tree = Self {
            problem,
            sums,
            synergies: vec![(0, 0); problem.synergies().len()],
            reaches: Vec::new(),
            states: vec![State::Open; problem.candidate_count()],
            needed: problem.candidates().map(|candidate| !problem.may_stay_out(candidate)).collect(),
            order: problem.candidates().collect(),
            trail: Vec::new(),
            branches: Vec::new(),
            hope: 0,
        };
        for candidate in problem.candidates() {
            let reach = tree.reach(candidate);
            tree.hope += i128::from(reach.value);
            for &(sum, least, most) in &reach.sums {
                tree.sums[sum].least += least;
                tree.sums[sum].most += most;
            }
            tree.reaches.push(reach);
        }
        for synergy in problem.synergies() {
            tree.count_synergy(synergy, 1);
        }
        let reaches = &tree.reaches;
        tree.order.sort_by_key(|candidate| (Reverse(reaches[candidate.index()].value), *candidate));
        tree
    }

    /// What a choice adds to each sum; a sum may come more than once.
    fn additions(&self, candidate: CandidateIx, mode: ModeIx, start: i32) -> impl Iterator<Item = (usize, i128)> {
        let problem = self.problem;
        let (rows, quotas) = (problem.row_count(), problem.quotas().len());
        let of_quotas = problem.quotas_of(candidate).iter();
        let of_groups = problem.groups_of(candidate).iter();
        problem
            .uses(mode, start)
            .map(|taken| (taken.row, taken.amount))
            .chain(of_quotas.flat_map(move |role| {
                let measure = problem.measure(role.quota, mode, start);
                let quota = problem.quota(role.quota);
                let sides = [(0, quota.hi), (1, quota.lo)].into_iter();
                let at = rows + 2 * role.quota.index();
                sides.filter_map(move |(side, limit)| Some((at + side, role.factor(limit?) * measure)))
            }))
            .chain(of_groups.map(move |&group| (rows + 2 * quotas + group.index(), 1)))
    }

    fn reach(&self, candidate: CandidateIx) -> Reach {
        let stays_out = self.problem.may_stay_out(candidate);
        let mut reach = Reach::default();
        let mut best = stays_out.then_some(0);
        let mut ranges = BTreeMap::<usize, (i128, i128, u64)>::new();
        let mut blocks = u64::from(stays_out);
        for choice in self.problem.options(candidate) {
            let Some(mode) = self.problem.mode(candidate, choice) else { continue };
            best = best.max(Some(self.problem.value(mode, choice.start)));
            let mut added = BTreeMap::<usize, i128>::new();
            for (sum, amount) in self.additions(candidate, mode, choice.start) {
                *added.entry(sum).or_default() += amount;
            }
            for (sum, amount) in added {
                let range = ranges.entry(sum).or_insert((amount, amount, 0));
                *range = (range.0.min(amount), range.1.max(amount), range.2 + 1);
            }
            blocks += 1;
        }
        // What its synergies take is counted apart, and checked with what it takes.
        for taken in self.problem.synergies_of(candidate).iter().flat_map(|&ix| self.problem.synergy(ix).uses) {
            ranges.entry(taken.row).or_insert((0, 0, 0));
        }
        for (sum, (least, most, touched)) in ranges {
            // Choices that leave the sum alone add 0 to it, as staying out does.
            let alone = touched < blocks;
            reach.sums.push((sum, if alone { least.min(0) } else { least }, if alone { most.max(0) } else { most }));
            if sum < self.problem.row_count() {
                let (capacity, _) = self.problem.bucket_of_row(sum);
                if self.problem.carry(capacity) != Carry::None && reach.carrying.last() != Some(&capacity) {
                    reach.carrying.push(capacity);
                }
            }
        }
        reach.value = best.unwrap_or(0);
        reach
    }

    fn search(&mut self, run: &mut Run<'_>) -> Result<(), Stop> {
        let everything: Vec<_> = self.problem.capacities().collect();
        if !self.sums.iter().all(Sum::can_hold) || !everything.iter().all(|&capacity| self.carries(capacity)) {
            return Ok(());
        }
        let needed: Vec<_> = self.problem.candidates().filter(|candidate| self.needed[candidate.index()]).collect();
        if !needed.into_iter().all(|candidate| self.need_from(candidate)) {
            return Ok(());
        }
        self.descend(run);
        while let Some(branch) = self.branches.last() {
            let (candidate, trail) = (branch.candidate, branch.trail);
            let alternative = branch.alternatives.get(branch.next).copied();
            self.undo_to(trail);
            let Some(alternative) = alternative else {
                self.branches.pop();
                continue;
            };
            run.step()?;
            if let Some(branch) = self.branches.last_mut() {
                branch.next += 1;
            }
            if self.decide(candidate, alternative) && run.value().is_none_or(|value| self.hope > value) {
                self.descend(run);
            }
        }
        Ok(())
    }

    /// Branches on the next open candidate, or offers the plan when there is none.
    fn descend(&mut self, run: &mut Run<'_>) {
        let is_open = |candidate: &&CandidateIx| self.states[candidate.index()] == State::Open;
        let mut open = self.order.iter().filter(is_open);
        let Some(&first) = open.clone().find(|candidate| self.needed[candidate.index()]).or_else(|| open.next()) else {
            let choices = self.states.iter().map(|state| match state {
                State::In(_, choice) => Some(*choice),
                State::Open | State::Out => None,
            });
            let _ = run.offer(&Plan::new(choices.collect()));
            return;
        };
        let value =
            |choice: &Choice| self.problem.mode(first, *choice).map(|mode| self.problem.value(mode, choice.start));
        let mut options: Vec<_> = self.problem.options(first).collect();
        options.sort_by_key(|choice| Reverse(value(choice)));
        let mut alternatives: Vec<_> = options.into_iter().map(Some).collect();
        if !self.needed[first.index()] {
            alternatives.push(None);
        }
        self.branches.push(Branch {
            candidate: first,
            alternatives,
            next: 0,
            trail: self.trail.len(),
            hope: self.hope,
        });
    }

    /// Best conceivable value of the alternatives nobody has looked at; `None` when none is left.
    fn open_hope(&self) -> Option<i128> {
        let open = self.branches.iter().filter(|branch| branch.next < branch.alternatives.len());
        open.map(|branch| branch.hope).max()
    }

    /// Decides a candidate and everything that follows from it; `false` when that cannot be.
    fn decide(&mut self, candidate: CandidateIx, choice: Option<Choice>) -> bool {
        match choice {
            None => self.exclude_from(candidate),
            Some(choice) => self.include(candidate, choice) && self.need_from(candidate),
        }
    }

    /// Puts a candidate in; what it excludes goes out.
    fn include(&mut self, candidate: CandidateIx, choice: Choice) -> bool {
        let Some(mode) = self.problem.mode(candidate, choice) else { return false };
        if !self.set(candidate, State::In(mode, choice)) {
            return false;
        }
        for &link in self.problem.links_of(candidate) {
            let holds = match self.problem.link(link) {
                Link::Excludes { one, other } => self.exclude_from(if one == candidate { other } else { one }),
                Link::Timing(timing) => {
                    let (after, before) =
                        (self.states[timing.successor.index()], self.states[timing.predecessor.index()]);
                    match (after, before) {
                        (State::In(m, at), State::In(n, from)) => {
                            keeps_timing(self.problem, timing, (m, at.start), (n, from.start))
                        }
                        (State::In(..), State::Out) => timing.strictness == Strictness::IfBoth,
                        _ => true,
                    }
                }
                _ => true,
            };
            if !holds {
                return false;
            }
        }
        true
    }

    /// Marks what a candidate that must be in needs, and what that needs, as needed too.
    fn need_from(&mut self, candidate: CandidateIx) -> bool {
        let mut queue = vec![candidate];
        while let Some(candidate) = queue.pop() {
            for other in self.needs(candidate) {
                match self.states[other.index()] {
                    State::Out => return false,
                    State::In(..) => {}
                    State::Open => {
                        if !std::mem::replace(&mut self.needed[other.index()], true) {
                            self.trail.push(Done::Needed(other));
                            queue.push(other);
                        }
                    }
                }
            }
        }
        true
    }

    /// Puts a candidate out, and with it whatever needs it.
    fn exclude_from(&mut self, candidate: CandidateIx) -> bool {
        let mut queue = vec![candidate];
        while let Some(candidate) = queue.pop() {
            match self.states[candidate.index()] {
                State::Out => {}
                State::In(..) => return false,
                State::Open => {
                    if self.needed[candidate.index()] || !self.set(candidate, State::Out) {
                        return false;
                    }
                    queue.extend(self.needed_by(candidate));
                }
            }
        }
        true
    }

    /// Prerequisites and all-or-none partners.
    fn needs(&self, candidate: CandidateIx) -> Vec<CandidateIx> {
        let links = self.problem.links_of(candidate).iter();
        let ends = links.filter_map(|&link| self.problem.link(link).requirement());
        ends.filter(|ends| ends.0 == candidate).map(|ends| ends.1).chain(self.partners(candidate)).collect()
    }

    /// Dependents and all-or-none partners.
    fn needed_by(&self, candidate: CandidateIx) -> Vec<CandidateIx> {
        let links = self.problem.links_of(candidate).iter();
        let ends = links.filter_map(|&link| self.problem.link(link).requirement());
        ends.filter(|ends| ends.1 == candidate).map(|ends| ends.0).chain(self.partners(candidate)).collect()
    }

    fn partners(&self, candidate: CandidateIx) -> impl Iterator<Item = CandidateIx> {
        let groups = self.problem.groups_of(candidate).iter().map(|&group| self.problem.group(group));
        let groups = groups.filter(|group| group.rule == Rule::AllOrNone);
        groups.flat_map(|group| group.members.iter().copied()).filter(move |&member| member != candidate)
    }

    /// Replaces what a candidate could add by what it adds, and says whether every sum it touches can still hold.
    fn set(&mut self, candidate: CandidateIx, state: State) -> bool {
        self.states[candidate.index()] = state;
        self.trail.push(Done::Decided(candidate));
        self.apply(candidate, state, 1);
        let reach = &self.reaches[candidate.index()];
        reach.sums.iter().all(|&(sum, ..)| self.sums[sum].can_hold())
            && reach.carrying.iter().all(|&capacity| self.carries(capacity))
    }

    fn apply(&mut self, candidate: CandidateIx, state: State, sign: i128) {
        let reach = &self.reaches[candidate.index()];
        for &(sum, least, most) in &reach.sums {
            self.sums[sum].least -= sign * least;
            self.sums[sum].most -= sign * most;
        }
        self.hope -= sign * i128::from(reach.value);
        if let State::In(mode, choice) = state {
            self.hope += sign * i128::from(self.problem.value(mode, choice.start));
            for (sum, amount) in self.additions(candidate, mode, choice.start).collect::<Vec<_>>() {
                self.sums[sum].least += sign * amount;
                self.sums[sum].most += sign * amount;
            }
        }
        for &synergy in self.problem.synergies_of(candidate) {
            self.count_synergy(synergy, -1);
            let (ins, outs) = &mut self.synergies[synergy.index()];
            let count = if matches!(state, State::In(..)) { ins } else { outs };
            *count = if sign > 0 { *count + 1 } else { *count - 1 };
            self.count_synergy(synergy, 1);
        }
    }

    /// Adds what a synergy can still do to sums and value, or takes it off: all of it once its members are in, nothing once
    /// one is out, either before.
    fn count_synergy(&mut self, synergy: SynergyIx, sign: i128) {
        let (ins, outs) = self.synergies[synergy.index()];
        let synergy = self.problem.synergy(synergy);
        if outs > 0 {
            return;
        }
        let is_gained = ins == synergy.members.len();
        let value = i128::from(synergy.value);
        self.hope += sign * if is_gained { value } else { value.max(0) };
        for taken in synergy.uses {
            let sum = &mut self.sums[taken.row];
            sum.least += sign * if is_gained { taken.amount } else { taken.amount.min(0) };
            sum.most += sign * if is_gained { taken.amount } else { taken.amount.max(0) };
        }
    }

    fn undo_to(&mut self, length: usize) {
        for done in self.trail.split_off(length).into_iter().rev() {
            match done {
                Done::Needed(candidate) => self.needed[candidate.index()] = false,
                Done::Decided(candidate) => {
                    let state = std::mem::replace(&mut self.states[candidate.index()], State::Open);
                    self.apply(candidate, state, -1);
                }
            }
        }
    }

    /// Whether a capacity that carries over can still be kept: least use so far within the limits so far.
    fn carries(&self, capacity: CapacityIx) -> bool {
        let most = match self.problem.carry(capacity) {
            Carry::None => return true,
            Carry::Whole => i128::MAX,
            Carry::AtMost(most) => i128::from(most),
        };
        let mut left = 0_i128;
        self.problem.rows(capacity).zip(self.problem.limits(capacity)).all(|(row, &limit)| {
            left = left.min(most) + i128::from(limit) - self.sums[row].least;
            left >= 0
        })
    }
}
