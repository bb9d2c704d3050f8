//! A plan under construction: what it uses, and what still fits.

use super::floors::Ask;
use crate::engine::problem::{
    CandidateIx, CapacityIx, Carry, Choice, Commitment, Link, ModeIx, Plan, QuotaIx, QuotaLimit, Rule,
    SelectionProblem, Timing,
};
use crate::engine::run::{Run, Stop};

/// Options tried, at most, in search of a place for everything settled.
const SETTLING: u64 = 50_000;

/// Which option of a candidate is tried first. Where two are as good, the earlier start, then the earlier mode.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Order {
    /// The earliest start.
    Earliest,
    /// Value less priced use; one price per dense row.
    Surplus(Vec<f64>),
    /// The least priced use; one price per dense row.
    Thrift(Vec<f64>),
}

/// A plan that grows candidate by candidate, and never past what is at most allowed: limits, exclusions, orders in time,
/// most of groups and quotas. What is at least asked for is judged when the plan is offered.
#[derive(Debug)]
pub(super) struct Ledger<'a> {
    problem: &'a SelectionProblem,
    plan: Plan,
    rows: Vec<i128>,
    groups: Vec<u32>,
    /// Sums of each quota: over its members, and over its reference set.
    quotas: Vec<(i128, i128)>,
    /// Members of each synergy that are not in.
    missing: Vec<usize>,
    /// Candidates in the order they were put in.
    placed: Vec<CandidateIx>,
    /// The last bundle each candidate was seen in.
    seen: Vec<u32>,
    bundles: u32,
    order: Order,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(problem: &'a SelectionProblem) -> Self {
        Self {
            problem,
            plan: Plan::empty(problem.candidate_count()),
            rows: vec![0; problem.row_count()],
            groups: vec![0; problem.groups().len()],
            quotas: vec![(0, 0); problem.quotas().len()],
            missing: problem.synergies().map(|ix| problem.synergy(ix).members.len()).collect(),
            placed: Vec::new(),
            seen: vec![0; problem.candidate_count()],
            bundles: 0,
            order: Order::Earliest,
        }
    }

    /// Ranks options so from now on; gives the order they had.
    pub(super) fn rank_options(&mut self, order: Order) -> Order {
        std::mem::replace(&mut self.order, order)
    }

    /// Whether something asked for at least is there.
    pub(super) fn is_met(&self, ask: Ask) -> bool {
        match ask {
            Ask::Row(row, least) => self.rows[row] >= i128::from(least),
            Ask::Group(group, least) => self.groups[group.index()] >= least,
            Ask::Quota(quota, least) => self.exceeds(quota, least) >= 0,
        }
    }

    /// How far the sum of a quota is above a side of it, multiplied out.
    fn exceeds(&self, quota: QuotaIx, limit: QuotaLimit) -> i128 {
        let (member, share, right) = limit.factors();
        let (members, reference) = self.quotas[quota.index()];
        i128::from(member) * members - i128::from(share) * reference - i128::from(right)
    }

    /// What is used of a dense row.
    pub(super) fn used(&self, row: usize) -> i128 {
        self.rows[row]
    }

    /// How many candidates were put in; [`undo_to`](Self::undo_to) goes back to it.
    pub(super) fn size(&self) -> usize {
        self.placed.len()
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn is_in(&self, candidate: CandidateIx) -> bool {
        self.plan.choice(candidate).is_some()
    }

    /// Puts in everything settled: committed candidates, then mandatory ones, with what they need. One after the other in
    /// the first option that fits; where that leaves one without a place, the earliest options are tried, and then a
    /// search. `false` when they do not fit together, or no place was found within the steps of the search.
    pub(super) fn settle(&mut self, run: &mut Run<'_>) -> Result<bool, Stop> {
        for candidate in self.problem.candidates() {
            if matches!(self.problem.commitment(candidate), Commitment::Committed(_)) && !self.place(candidate, run)? {
                return Ok(false);
            }
        }
        let mandatory = self.problem.candidates().filter(|&candidate| !self.problem.may_stay_out(candidate));
        // Committed candidates need their prerequisites and partners too.
        let settled: Vec<CandidateIx> = mandatory.chain(self.placed.iter().copied()).collect();
        if self.admit_all(&settled, run)? {
            return Ok(true);
        }
        if self.order != Order::Earliest {
            let own = self.rank_options(Order::Earliest);
            let all = self.admit_all(&settled, run);
            self.rank_options(own);
            if all? {
                return Ok(true);
            }
        }
        let mut open: Vec<CandidateIx> = settled.iter().flat_map(|&settled| self.bundle(settled)).collect();
        open.sort_unstable();
        open.dedup();
        open.retain(|&candidate| !self.is_in(candidate));
        self.search(open, run)
    }

    /// Puts all of these in, or none.
    fn admit_all(&mut self, candidates: &[CandidateIx], run: &mut Run<'_>) -> Result<bool, Stop> {
        let before = self.placed.len();
        for &candidate in candidates {
            if !self.admit(candidate, run)? {
                self.undo_to(before);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Finds a place for each of these by depth-first search: next is the one with the fewest options that fit.
    fn search(&mut self, mut open: Vec<CandidateIx>, run: &mut Run<'_>) -> Result<bool, Stop> {
        let end = run.steps() + SETTLING;
        // Per candidate decided: itself, the options still to try, best last, and how many were in before.
        let mut decided: Vec<(CandidateIx, Vec<Choice>, usize)> = Vec::new();
        loop {
            let mut next: Option<(usize, Vec<Choice>)> = None;
            for (position, &candidate) in open.iter().enumerate() {
                let mut fitting = Vec::new();
                for choice in self.ranked_options(candidate) {
                    run.step()?;
                    if self.put(candidate, choice) {
                        self.undo_to(self.placed.len() - 1);
                        fitting.push(choice);
                    }
                }
                if next.as_ref().is_none_or(|(_, fewest)| fitting.len() < fewest.len()) {
                    next = Some((position, fitting));
                }
            }
            let Some((position, mut options)) = next else { return Ok(true) };
            options.reverse();
            decided.push((open.swap_remove(position), options, self.placed.len()));
            // On with the next option of the latest decision that has one.
            loop {
                let Some((candidate, options, before)) = decided.last_mut() else { return Ok(false) };
                let (candidate, choice, before) = (*candidate, options.pop(), *before);
                self.undo_to(before);
                match choice {
                    Some(choice) if self.put(candidate, choice) => break,
                    Some(_) => {}
                    None => {
                        open.push(candidate);
                        decided.pop();
                    }
                }
            }
            if run.steps() > end {
                return Ok(false);
            }
        }
    }

    /// Puts a candidate in, with everything it needs that is not in yet, each in its earliest option that fits. On
    /// `false` or a stop, nothing has changed.
    pub(super) fn admit(&mut self, candidate: CandidateIx, run: &mut Run<'_>) -> Result<bool, Stop> {
        let before = self.placed.len();
        for member in self.bundle(candidate) {
            let placed = self.is_in(member) || {
                let placed = self.place(member, run);
                if placed.is_err() {
                    self.undo_to(before);
                }
                placed?
            };
            if !placed {
                self.undo_to(before);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The candidate with its prerequisites and all-or-none partners, theirs too; what goes first comes first, and a
    /// cycle is cut where it was entered.
    pub(super) fn bundle(&mut self, candidate: CandidateIx) -> Vec<CandidateIx> {
        let mut order = Vec::new();
        self.bundles += 1;
        let mut stack = vec![(candidate, false)];
        while let Some((candidate, expanded)) = stack.pop() {
            if expanded {
                order.push(candidate);
                continue;
            }
            if std::mem::replace(&mut self.seen[candidate.index()], self.bundles) == self.bundles {
                continue;
            }
            stack.push((candidate, true));
            for &group in self.problem.groups_of(candidate).iter().rev() {
                let group = self.problem.group(group);
                if group.rule == Rule::AllOrNone {
                    stack.extend(group.members.iter().rev().map(|&member| (member, false)));
                }
            }
            for &link in self.problem.links_of(candidate).iter().rev() {
                if let Some((dependent, prerequisite)) = self.problem.link(link).requirement()
                    && dependent == candidate
                {
                    stack.push((prerequisite, false));
                }
            }
        }
        order
    }

    /// Puts one candidate in, in the best option that fits by the prices; without prices, or where they say the same, in
    /// the earliest one, of one start in the first mode.
    fn place(&mut self, candidate: CandidateIx, run: &mut Run<'_>) -> Result<bool, Stop> {
        for choice in self.ranked_options(candidate) {
            run.step()?;
            if self.put(candidate, choice) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Options, the best first.
    fn ranked_options(&self, candidate: CandidateIx) -> impl Iterator<Item = Choice> + use<> {
        let mut options: Vec<_> =
            self.problem.options(candidate).map(|choice| (self.surplus(candidate, choice), choice)).collect();
        options.sort_by(|(a, one), (b, other)| {
            b.total_cmp(a).then_with(|| (one.start, one.mode).cmp(&(other.start, other.mode)))
        });
        options.into_iter().map(|(_, choice)| choice)
    }

    fn surplus(&self, candidate: CandidateIx, choice: Choice) -> f64 {
        let Some(mode) = self.problem.mode(candidate, choice) else { return 0.0 };
        match &self.order {
            Order::Earliest => 0.0,
            Order::Surplus(prices) => {
                self.problem.value(mode, choice.start) as f64 - priced_use(self.problem, prices, mode, choice.start)
            }
            Order::Thrift(prices) => -priced_use(self.problem, prices, mode, choice.start),
        }
    }

    fn put(&mut self, candidate: CandidateIx, choice: Choice) -> bool {
        let Some(mode) = self.problem.mode(candidate, choice) else { return false };
        if !self.keeps_links(candidate, mode, choice.start) {
            return false;
        }
        self.count(candidate, mode, choice.start, 1);
        self.plan.set(candidate, Some(choice));
        self.placed.push(candidate);
        let fits = self.keeps_capacities(candidate, mode, choice.start) && self.keeps_sets(candidate);
        if !fits {
            self.undo_to(self.placed.len() - 1);
        }
        fits
    }

    fn count(&mut self, candidate: CandidateIx, mode: ModeIx, start: i32, sign: i128) {
        for taken in self.problem.uses(mode, start) {
            self.rows[taken.row] += sign * taken.amount;
        }
        for role in self.problem.quotas_of(candidate) {
            let measure = sign * self.problem.measure(role.quota, mode, start);
            let sums = &mut self.quotas[role.quota.index()];
            sums.0 += if role.member { measure } else { 0 };
            sums.1 += if role.reference { measure } else { 0 };
        }
        for &group in self.problem.groups_of(candidate) {
            let count = &mut self.groups[group.index()];
            *count = if sign > 0 { *count + 1 } else { *count - 1 };
        }
        for &synergy in self.problem.synergies_of(candidate) {
            let missing = &mut self.missing[synergy.index()];
            let last = usize::from(sign > 0);
            if *missing == last {
                for taken in self.problem.synergy(synergy).uses {
                    self.rows[taken.row] += sign * taken.amount;
                }
            }
            *missing = if sign > 0 { *missing - 1 } else { *missing + 1 };
        }
    }

    /// Takes out what was put in after so many.
    pub(super) fn undo_to(&mut self, count: usize) {
        for candidate in self.placed.split_off(count).into_iter().rev() {
            if let Some(choice) = self.plan.choice(candidate)
                && let Some(mode) = self.problem.mode(candidate, choice)
            {
                self.count(candidate, mode, choice.start, -1);
            }
            self.plan.set(candidate, None);
        }
    }

    fn keeps_links(&self, candidate: CandidateIx, mode: ModeIx, start: i32) -> bool {
        self.problem.links_of(candidate).iter().all(|&link| match self.problem.link(link) {
            Link::Excludes { one, other } => !self.is_in(if one == candidate { other } else { one }),
            Link::Timing(timing) => self.keeps_order(timing, candidate, (mode, start)),
            _ => true,
        })
    }

    /// Whether the order holds between a candidate put in now and the other end, if that is in.
    fn keeps_order(&self, timing: Timing, candidate: CandidateIx, now: (ModeIx, i32)) -> bool {
        let other = if timing.successor == candidate { timing.predecessor } else { timing.successor };
        let Some(choice) = self.plan.choice(other) else { return true };
        let Some(mode) = self.problem.mode(other, choice) else { return true };
        let then = (mode, choice.start);
        let (successor, predecessor) = if timing.successor == candidate { (now, then) } else { (then, now) };
        keeps_timing(self.problem, timing, successor, predecessor)
    }

    /// Whether every bucket that a candidate put in now takes from is within its limit.
    fn keeps_capacities(&self, candidate: CandidateIx, mode: ModeIx, start: i32) -> bool {
        let synergies = self.problem.synergies_of(candidate).iter();
        let gained = synergies.filter(|synergy| self.missing[synergy.index()] == 0);
        let mut of_synergies = gained.flat_map(|&synergy| self.problem.synergy(synergy).uses).map(|taken| taken.row);
        self.problem.profile(mode).all(|run| self.keeps_carry(run.capacity))
            && self.problem.uses(mode, start).all(|taken| self.keeps_row(taken.row))
            && of_synergies.all(|row| self.keeps_row(row) && self.keeps_carry(self.problem.bucket_of_row(row).0))
    }

    /// Whether a bucket that stands alone is within its limit.
    fn keeps_row(&self, row: usize) -> bool {
        let (capacity, _) = self.problem.bucket_of_row(row);
        self.problem.carry(capacity) != Carry::None || self.rows[row] <= i128::from(self.problem.row_limits()[row])
    }

    /// Whether a capacity that carries over is kept up to each bucket.
    fn keeps_carry(&self, capacity: CapacityIx) -> bool {
        let most = match self.problem.carry(capacity) {
            Carry::None => return true,
            Carry::Whole => i128::MAX,
            Carry::AtMost(most) => i128::from(most),
        };
        let limits = self.problem.row_limits();
        let mut left = 0_i128;
        self.problem.rows(capacity).all(|row| {
            left = left.min(most) + i128::from(limits[row]) - self.rows[row];
            left >= 0
        })
    }

    fn keeps_sets(&self, candidate: CandidateIx) -> bool {
        let groups = self.problem.groups_of(candidate).iter();
        let quotas = self.problem.quotas_of(candidate).iter();
        groups.into_iter().all(|&group| match self.problem.group(group).rule {
            Rule::AtMost(k) | Rule::Exactly(k) => self.groups[group.index()] <= k,
            Rule::AtLeast(_) | Rule::AllOrNone => true,
        }) && quotas
            .into_iter()
            .all(|role| self.problem.quota(role.quota).hi.is_none_or(|hi| self.exceeds(role.quota, hi) <= 0))
    }
}

/// What a choice uses, at prices per dense row.
pub(super) fn priced_use(problem: &SelectionProblem, prices: &[f64], mode: ModeIx, start: i32) -> f64 {
    problem.uses(mode, start).map(|taken| prices[taken.row] * taken.amount as f64).sum()
}

/// Whether an order in time holds between two choices.
pub(super) fn keeps_timing(
    problem: &SelectionProblem,
    timing: Timing,
    successor: (ModeIx, i32),
    predecessor: (ModeIx, i32),
) -> bool {
    let date = |(mode, start): (ModeIx, i32), by_finish: bool| {
        if by_finish { problem.finish_of(mode, start) } else { i64::from(start) }
    };
    let after = date(successor, timing.relation.successor_by_finish());
    let before = date(predecessor, timing.relation.predecessor_by_finish());
    after >= before + i64::from(timing.lag)
}

/// Candidates a rank may admit, by the largest value of an option, highest first, then by index; those worth nothing at
/// best are left out.
pub(super) fn by_value(problem: &SelectionProblem) -> Vec<CandidateIx> {
    let mut ranked: Vec<_> = problem
        .candidates()
        .filter_map(|candidate| {
            let options = problem.options(candidate);
            let values =
                options.filter_map(|choice| Some(problem.value(problem.mode(candidate, choice)?, choice.start)));
            values.max().filter(|&value| value > 0).map(|value| (std::cmp::Reverse(value), candidate))
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}
