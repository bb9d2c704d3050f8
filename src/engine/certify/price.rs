//! Pricing every option of a problem by multipliers of rows.

use super::certificate::CertificateFault;
use super::{GroupRow, RowKey, Side, SynergyRow};
use crate::engine::problem::{
    CandidateIx, Carry, GroupIx, Link, LinkIx, Measure, ModeIx, QuotaIx, QuotaLimit, QuotaRole, Rule, SelectionProblem,
    Strictness, SynergyIx, Timing,
};

/// What multipliers come to.
pub(super) enum Priced {
    /// The total, and the bound it gives where the objective takes part.
    Total { total: i128, bound: i128 },
    /// A candidate that must be in and has no option.
    NoOption(CandidateIx),
}

/// Multipliers of one timing link: dates in order, each with the sum of the multipliers up to it.
#[derive(Debug, Clone, Copy)]
struct Steps {
    begin: usize,
    end: usize,
}

/// Multipliers, gathered per bucket, candidate, link and quota.
pub(super) struct Prices<'a> {
    problem: &'a SelectionProblem,
    scale: i128,
    /// Σ of multiplier × right side.
    right: i128,
    /// Price of being in, per candidate.
    presence: Vec<i128>,
    /// Where the period prices of a capacity begin, if it has any.
    priced: Vec<Option<usize>>,
    /// Price of one unit in one period.
    periods: Vec<i128>,
    /// Price of one unit of each bucket.
    rows: Vec<i128>,
    /// Price of one unit of a quota's measure as a member and in the reference set, other than a count.
    quotas: Vec<(i128, i128)>,
    /// Price of gaining each synergy, its use of buckets aside.
    synergies: Vec<i128>,
    dates: Vec<(i64, i128)>,
    links: Vec<Option<Steps>>,
}

pub(super) fn exact<T>(sum: Option<T>) -> Result<T, CertificateFault> {
    sum.ok_or(CertificateFault::Overflow)
}

pub(super) fn add(sum: &mut i128, term: i128) -> Result<(), CertificateFault> {
    *sum = exact(sum.checked_add(term))?;
    Ok(())
}

pub(super) fn times(a: i128, b: i128) -> Result<i128, CertificateFault> {
    exact(a.checked_mul(b))
}

impl<'a> Prices<'a> {
    /// Gathers multipliers, which are in strict order and positive.
    pub(super) fn new(
        problem: &'a SelectionProblem,
        scale: i64,
        multipliers: &[(RowKey, i64)],
    ) -> Result<Self, CertificateFault> {
        let mut prices = Self {
            problem,
            scale: i128::from(scale),
            right: 0,
            presence: vec![0; problem.candidate_count()],
            priced: vec![None; problem.capacity_count()],
            periods: Vec::new(),
            rows: Vec::new(),
            quotas: vec![(0, 0); problem.quotas().len()],
            synergies: vec![0; problem.synergies().len()],
            dates: Vec::new(),
            links: vec![None; problem.links().len()],
        };
        let mut limits = Vec::with_capacity(problem.row_count() + 1);
        let mut sum = 0;
        limits.push(sum);
        for &limit in problem.row_limits() {
            sum += i128::from(limit);
            limits.push(sum);
        }
        // Price differences from one bucket to the next; the sum returns to 0 at the end of each capacity.
        let mut changes = vec![0_i128; problem.row_count() + 1];
        for &(key, multiplier) in multipliers {
            let n = i128::from(multiplier);
            let unknown = || CertificateFault::UnknownRow { key };
            match key {
                RowKey::Cap { capacity, from, to } => {
                    let known = capacity.index() < problem.capacity_count()
                        && (to as usize) < problem.rows(capacity).len()
                        && match problem.carry(capacity) {
                            Carry::None => from == to,
                            Carry::Whole => from == 0,
                            Carry::AtMost(_) => from <= to,
                        };
                    if !known {
                        return Err(unknown());
                    }
                    let (first, last) = (problem.row(capacity, from), problem.row(capacity, to));
                    add(&mut changes[first], n)?;
                    add(&mut changes[last + 1], -n)?;
                    let carried = match problem.carry(capacity) {
                        Carry::AtMost(most) if from > 0 => i128::from(most),
                        _ => 0,
                    };
                    prices.right(n, limits[last + 1] - limits[first] + carried)?;
                    prices.priced[capacity.index()] = Some(0);
                }
                RowKey::Floor { capacity, bucket } => {
                    let known = capacity.index() < problem.capacity_count();
                    let floor = known.then(|| problem.floors(capacity).get(bucket as usize).copied().flatten());
                    let floor = floor.flatten().ok_or_else(unknown)?;
                    let row = problem.row(capacity, bucket);
                    add(&mut changes[row], -n)?;
                    add(&mut changes[row + 1], n)?;
                    prices.right(n, -i128::from(floor))?;
                    prices.priced[capacity.index()] = Some(0);
                }
                RowKey::Requires { link } => {
                    let ends = problem.links().get(link.index()).and_then(|link| link.requirement());
                    let (dependent, prerequisite) = ends.ok_or_else(unknown)?;
                    add(&mut prices.presence[dependent.index()], n)?;
                    add(&mut prices.presence[prerequisite.index()], -n)?;
                }
                RowKey::Excludes { link } => {
                    let Some(Link::Excludes { one, other }) = problem.links().get(link.index()) else {
                        return Err(unknown());
                    };
                    add(&mut prices.presence[one.index()], n)?;
                    add(&mut prices.presence[other.index()], n)?;
                    prices.right(n, 1)?;
                }
                RowKey::Timing { link, theta } => {
                    let Some(Link::Timing(timing)) = problem.links().get(link.index()) else { return Err(unknown()) };
                    if timing.strictness == Strictness::IfBoth {
                        prices.right(n, 1)?;
                    }
                    prices.date(link, theta, n)?;
                }
                RowKey::Group { group, row } => {
                    if group.index() >= problem.groups().len() {
                        return Err(unknown());
                    }
                    prices.group(group.index(), row, n, key)?;
                }
                RowKey::Quota { quota, side } => {
                    if quota.index() >= problem.quotas().len() {
                        return Err(unknown());
                    }
                    let (hi, lo) = (problem.quota(quota).hi, problem.quota(quota).lo);
                    let (sign, limit) = match side {
                        Side::Hi => (1, hi),
                        Side::Lo => (-1, lo),
                    };
                    prices.quota(quota, limit.ok_or_else(unknown)?, sign * n)?;
                }
                // Rows of a certificate, not of the problem: `combine` adds them.
                RowKey::Cutoff | RowKey::Derived { .. } => return Err(unknown()),
                RowKey::Synergy { synergy, row } => {
                    if synergy.index() >= problem.synergies().len() {
                        return Err(unknown());
                    }
                    prices.synergy(synergy, row, n, key)?;
                }
            }
        }
        prices.spread(&changes)?;
        Ok(prices)
    }

    fn right(&mut self, n: i128, right: i128) -> Result<(), CertificateFault> {
        add(&mut self.right, times(n, right)?)
    }

    /// Keys of one link come one after the other, by date.
    fn date(&mut self, link: LinkIx, theta: i64, n: i128) -> Result<(), CertificateFault> {
        let begin = self.dates.len();
        let steps = self.links[link.index()].get_or_insert(Steps { begin, end: begin });
        let mut sum = if steps.end > steps.begin { self.dates[steps.end - 1].1 } else { 0 };
        steps.end += 1;
        add(&mut sum, n)?;
        self.dates.push((theta, sum));
        Ok(())
    }

    fn group(&mut self, group: usize, row: GroupRow, n: i128, key: RowKey) -> Result<(), CertificateFault> {
        let group = self.problem.group(GroupIx::new(group));
        let unknown = Err(CertificateFault::UnknownRow { key });
        let sign = match (row, group.rule) {
            (GroupRow::Hi, Rule::AtMost(k) | Rule::Exactly(k)) => {
                self.right(n, i128::from(k))?;
                1
            }
            (GroupRow::Lo, Rule::AtLeast(k) | Rule::Exactly(k)) => {
                self.right(n, -i128::from(k))?;
                -1
            }
            (GroupRow::Cyclic(t), Rule::AllOrNone) => {
                let t = t as usize;
                let Some(one) = group.members.get(t) else { return unknown };
                let next = group.members.get(t + 1).unwrap_or(&group.members[0]);
                add(&mut self.presence[one.index()], n)?;
                return add(&mut self.presence[next.index()], -n);
            }
            _ => return unknown,
        };
        for member in group.members {
            add(&mut self.presence[member.index()], sign * n)?;
        }
        Ok(())
    }

    fn quota(&mut self, quota: QuotaIx, limit: QuotaLimit, n: i128) -> Result<(), CertificateFault> {
        let row = self.problem.quota(quota);
        let (member, share, right) = limit.factors();
        self.right(n, i128::from(right))?;
        let (member, share) = (times(n, i128::from(member))?, times(n, -i128::from(share))?);
        if let Measure::Count = row.measure {
            for (counted, price) in [(row.members, member), (row.reference, share)] {
                for candidate in counted {
                    add(&mut self.presence[candidate.index()], price)?;
                }
            }
            return Ok(());
        }
        let prices = &mut self.quotas[quota.index()];
        add(&mut prices.0, member)?;
        add(&mut prices.1, share)
    }

    fn synergy(&mut self, ix: SynergyIx, row: SynergyRow, n: i128, key: RowKey) -> Result<(), CertificateFault> {
        let synergy = self.problem.synergy(ix);
        match row {
            SynergyRow::Member(t) => {
                let member = synergy.members.get(t as usize).ok_or(CertificateFault::UnknownRow { key })?;
                add(&mut self.presence[member.index()], -n)?;
                add(&mut self.synergies[ix.index()], n)
            }
            SynergyRow::All => {
                for member in synergy.members {
                    add(&mut self.presence[member.index()], n)?;
                }
                add(&mut self.synergies[ix.index()], -n)?;
                self.right(n, synergy.members.len() as i128 - 1)
            }
        }
    }

    /// Bucket prices from their differences, and period prices from them.
    fn spread(&mut self, changes: &[i128]) -> Result<(), CertificateFault> {
        let mut rows = Vec::with_capacity(changes.len());
        let mut price = 0;
        for &change in changes {
            add(&mut price, change)?;
            rows.push(price);
        }
        for capacity in self.problem.capacities() {
            if let Some(begin) = &mut self.priced[capacity.index()] {
                *begin = self.periods.len();
                let buckets = (0..self.problem.periods()).map(|period| self.problem.bucket(capacity, period));
                let prices = buckets.map(|bucket| bucket.map_or(0, |bucket| rows[self.problem.row(capacity, bucket)]));
                self.periods.extend(prices);
            }
        }
        self.rows = rows;
        Ok(())
    }

    /// Σ of multiplier × right side.
    pub(super) fn right_side(&self) -> i128 {
        self.right
    }

    /// Σ of multiplier × left side of each option of a candidate, in the order of the options.
    pub(super) fn costs(&self, candidate: CandidateIx, costs: &mut Vec<i128>) -> Result<(), CertificateFault> {
        let mut ties = Vec::new();
        self.ties(candidate, &mut ties);
        let quotas = self.problem.quotas_of(candidate);
        for choice in self.problem.options(candidate) {
            if let Some(mode) = self.problem.mode(candidate, choice) {
                costs.push(self.cost(candidate, mode, choice.start, quotas, &ties)?);
            }
        }
        Ok(())
    }

    /// Σ of multiplier × left side of gaining a synergy.
    pub(super) fn synergy_cost(&self, ix: SynergyIx) -> Result<i128, CertificateFault> {
        let mut cost = self.synergies[ix.index()];
        for taken in self.problem.synergy(ix).uses {
            add(&mut cost, times(taken.amount, self.rows[taken.row])?)?;
        }
        Ok(cost)
    }

    /// Adds up the largest part of each candidate.
    pub(super) fn evaluate(&self) -> Result<Priced, CertificateFault> {
        let mut total = self.right;
        let (mut base, mut lattice) = (0_i128, 0_u64);
        let mut ties = Vec::new();
        for candidate in self.problem.candidates() {
            self.ties(candidate, &mut ties);
            let quotas = self.problem.quotas_of(candidate);
            let quotas: Vec<_> =
                quotas.iter().copied().filter(|role| self.quotas[role.quota.index()] != (0, 0)).collect();
            let stays_out = self.problem.may_stay_out(candidate);
            let mut largest = stays_out.then_some(0_i128);
            let mut first = stays_out.then_some(0_i64);
            for choice in self.problem.options(candidate) {
                let Some(mode) = self.problem.mode(candidate, choice) else { continue };
                let value = self.problem.value(mode, choice.start);
                lattice = gcd(lattice, value.abs_diff(*first.get_or_insert(value)));
                let mut part = times(self.scale, i128::from(value))?;
                let cost = self.cost(candidate, mode, choice.start, &quotas, &ties)?;
                add(&mut part, exact(cost.checked_neg())?)?;
                largest = largest.max(Some(part));
            }
            let (Some(largest), Some(first)) = (largest, first) else { return Ok(Priced::NoOption(candidate)) };
            add(&mut total, largest)?;
            base += i128::from(first);
        }
        // Each synergy is a block of its own: gained or not.
        for ix in self.problem.synergies() {
            let synergy = self.problem.synergy(ix);
            lattice = gcd(lattice, synergy.value.unsigned_abs());
            let mut part = times(self.scale, i128::from(synergy.value))?;
            add(&mut part, exact(self.synergy_cost(ix)?.checked_neg())?)?;
            add(&mut total, part.max(0))?;
        }
        let mut bound = base;
        if lattice > 0 && self.scale > 0 {
            let lattice = i128::from(lattice);
            let over = exact(total.div_euclid(self.scale).checked_sub(base))?;
            add(&mut bound, over.div_euclid(lattice) * lattice)?;
        }
        Ok(Priced::Total { total, bound })
    }

    /// The priced timing links of a candidate, and whether it is the successor.
    fn ties(&self, candidate: CandidateIx, ties: &mut Vec<(Timing, Steps, bool)>) {
        ties.clear();
        for &ix in self.problem.links_of(candidate) {
            if let (Some(steps), Link::Timing(timing)) = (self.links[ix.index()], self.problem.link(ix)) {
                ties.push((timing, steps, timing.successor == candidate));
            }
        }
    }

    /// Σ of multiplier × what the option adds to the left side.
    fn cost(
        &self,
        candidate: CandidateIx,
        mode: ModeIx,
        start: i32,
        quotas: &[QuotaRole],
        ties: &[(Timing, Steps, bool)],
    ) -> Result<i128, CertificateFault> {
        let mut cost = self.presence[candidate.index()];
        for run in self.problem.profile(mode) {
            let Some(begin) = self.priced[run.capacity.index()] else { continue };
            let prices = &self.periods[begin..begin + self.problem.periods() as usize];
            let first = i64::from(start) + i64::from(run.offset);
            let (early, from) = ((-first).max(0) as usize, first.max(0) as usize);
            for (&amount, &price) in run.amounts.iter().skip(early).zip(prices.iter().skip(from)) {
                if price != 0 {
                    add(&mut cost, times(i128::from(amount), price)?)?;
                }
            }
        }
        for role in quotas {
            let measure = self.problem.measure(role.quota, mode, start);
            let (member, reference) = self.quotas[role.quota.index()];
            for (_, price) in [(role.member, member), (role.reference, reference)].into_iter().filter(|part| part.0) {
                add(&mut cost, times(price, measure)?)?;
            }
        }
        for &(timing, steps, succeeds) in ties {
            let by_finish =
                if succeeds { timing.relation.successor_by_finish() } else { timing.relation.predecessor_by_finish() };
            let date = if by_finish { self.problem.finish_of(mode, start) } else { i64::from(start) };
            let dates = &self.dates[steps.begin..steps.end];
            let up_to = |date: i64| match dates.partition_point(|&(theta, _)| theta <= date) {
                0 => 0,
                count => dates[count - 1].1,
            };
            let all = dates.last().map_or(0, |&(_, sum)| sum);
            let term = match (succeeds, timing.strictness) {
                (true, _) => all - up_to(date - i64::from(timing.lag)),
                (false, Strictness::Strict) => up_to(date) - all,
                (false, Strictness::IfBoth) => up_to(date),
            };
            add(&mut cost, term)?;
        }
        Ok(cost)
    }
}

pub(super) fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
