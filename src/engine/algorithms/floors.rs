//! What is asked for at least: least use of buckets, least counts of groups, least sums of quotas.

use super::ledger::{Ledger, Order, priced_use};
use crate::engine::problem::{CandidateIx, GroupIx, QuotaIx, QuotaLimit, Rule, SelectionProblem};
use crate::engine::run::{Run, Stop};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Attempts at meeting all floors at once, after the first.
const ATTEMPTS: u32 = 24;
/// Attempts among these that leave what is settled as it is.
const AS_SETTLED: u32 = 8;

/// One thing asked for at least.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask {
    /// Least use of a dense row.
    Row(usize, i64),
    /// Least members of a group.
    Group(GroupIx, u32),
    /// Least sum of a quota.
    Quota(QuotaIx, QuotaLimit),
}

#[derive(Debug)]
struct Floor {
    ask: Ask,
    /// Who can add to it, and how much at most.
    members: Vec<(CandidateIx, i128)>,
    /// Attempts that left it unmet.
    missed: u32,
}

/// Everything a problem asks for at least, and how pressing it has proved.
#[derive(Debug)]
pub(super) struct Floors<'a> {
    problem: &'a SelectionProblem,
    asked: Vec<Floor>,
    /// Price of each dense row: what was short in earlier attempts is dear.
    prices: Vec<f64>,
}

impl<'a> Floors<'a> {
    /// Buckets first, then groups, then quotas; `may` says who may be put in to meet them.
    pub(super) fn new(problem: &'a SelectionProblem, may: impl Fn(CandidateIx) -> bool) -> Self {
        let rows = problem.row_floors().iter().enumerate().filter_map(|(row, floor)| Some(Ask::Row(row, (*floor)?)));
        let groups = problem.groups().filter_map(|ix| match problem.group(ix).rule {
            Rule::AtLeast(k) | Rule::Exactly(k) => Some(Ask::Group(ix, k)),
            Rule::AtMost(_) | Rule::AllOrNone => None,
        });
        let quotas = problem.quotas().filter_map(|ix| Some(Ask::Quota(ix, problem.quota(ix).lo?)));
        let asks: Vec<Ask> = rows.chain(groups).chain(quotas).collect();
        let users = if asks.iter().any(|ask| matches!(ask, Ask::Row(..))) { users(problem) } else { BTreeMap::new() };
        let asked = asks
            .into_iter()
            .map(|ask| {
                let mut members: Vec<_> = match ask {
                    Ask::Row(row, _) => users.get(&row).cloned().unwrap_or_default(),
                    Ask::Group(group, _) => problem.group(group).members.iter().map(|&member| (member, 1)).collect(),
                    Ask::Quota(quota, _) => {
                        let most = |member| {
                            let options = problem.options(member).filter_map(|choice| {
                                Some(problem.measure(quota, problem.mode(member, choice)?, choice.start))
                            });
                            options.max().filter(|&most| most > 0).map(|most| (member, most))
                        };
                        problem.quota(quota).members.iter().filter_map(|&member| most(member)).collect()
                    }
                };
                members.retain(|&(member, _)| may(member));
                Floor { ask, members, missed: 0 }
            })
            .collect();
        let prices = problem.row_limits().iter().map(|&limit| 1.0 / limit.max(1) as f64).collect();
        Self { problem, asked, prices }
    }

    /// Puts in everything settled, then members of whatever asks for some at least, by `rank`, the best first. Where that
    /// leaves a floor unmet, again and again: floors that were missed go first, members that add the most for their share
    /// of what was scarce before others; in later attempts the settled ones take the options that need least of it, too.
    /// `false` when no place was found for what is settled; floors may be left unmet.
    pub(super) fn settle_and_serve<K: Ord>(
        &mut self,
        ledger: &mut Ledger<'_>,
        run: &mut Run<'_>,
        mut rank: impl FnMut(&mut Ledger<'_>, CandidateIx, &mut Run<'_>) -> Result<K, Stop>,
    ) -> Result<bool, Stop> {
        if !ledger.settle(run)? {
            return Ok(false);
        }
        let settled = ledger.size();
        if self.serve_by_rank(ledger, run, &mut rank)? {
            return Ok(true);
        }
        for attempt in 0..ATTEMPTS {
            if attempt < AS_SETTLED {
                ledger.undo_to(settled);
                self.serve_by_need(ledger, run)?;
            } else {
                ledger.undo_to(0);
                let own = ledger.rank_options(Order::Thrift(self.prices.clone()));
                let found = ledger.settle(run)?;
                if found {
                    self.serve_by_need(ledger, run)?;
                }
                ledger.rank_options(own);
                if !found {
                    break;
                }
            }
            if self.note(ledger) {
                return Ok(true);
            }
        }
        ledger.undo_to(0);
        ledger.settle(run)
    }

    /// Puts members in by what they add per scarce use, the most missed floor first.
    fn serve_by_need(&mut self, ledger: &mut Ledger<'_>, run: &mut Run<'_>) -> Result<(), Stop> {
        self.asked.sort_by_key(|floor| Reverse(floor.missed));
        let demands = self.demands();
        for position in 0..self.asked.len() {
            let mut ranked = Vec::with_capacity(self.asked[position].members.len());
            for &(member, most) in &self.asked[position].members {
                run.step()?;
                let lacking = ledger.bundle(member).into_iter().filter(|&other| !ledger.is_in(other));
                let demand: f64 = lacking.map(|other| demands[other.index()]).sum();
                ranked.push((most as f64 / demand.max(f64::MIN_POSITIVE), member));
            }
            ranked.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.cmp(other)));
            self.fill(ledger, position, ranked.into_iter().map(|(_, member)| member), run)?;
        }
        Ok(())
    }

    /// Puts members in by rank, floor after floor.
    fn serve_by_rank<K: Ord>(
        &mut self,
        ledger: &mut Ledger<'_>,
        run: &mut Run<'_>,
        rank: &mut impl FnMut(&mut Ledger<'_>, CandidateIx, &mut Run<'_>) -> Result<K, Stop>,
    ) -> Result<bool, Stop> {
        for position in 0..self.asked.len() {
            if ledger.is_met(self.asked[position].ask) {
                continue;
            }
            let mut ranked = Vec::with_capacity(self.asked[position].members.len());
            for &(member, _) in &self.asked[position].members {
                ranked.push((Reverse(rank(ledger, member, run)?), member));
            }
            ranked.sort_unstable();
            self.fill(ledger, position, ranked.into_iter().map(|(_, member)| member), run)?;
        }
        Ok(self.note(ledger))
    }

    /// Puts members in until the floor is met.
    fn fill(
        &self,
        ledger: &mut Ledger<'_>,
        position: usize,
        members: impl Iterator<Item = CandidateIx>,
        run: &mut Run<'_>,
    ) -> Result<(), Stop> {
        for member in members {
            if ledger.is_met(self.asked[position].ask) {
                break;
            }
            if !ledger.is_in(member) {
                ledger.admit(member, run)?;
            }
        }
        Ok(())
    }

    /// Whether all floors are met; what was missed, and what was used, weighs more from now on.
    fn note(&mut self, ledger: &Ledger<'_>) -> bool {
        let mut met = true;
        for floor in &mut self.asked {
            if !ledger.is_met(floor.ask) {
                floor.missed += 1;
                met = false;
            }
        }
        for (row, (price, &limit)) in self.prices.iter_mut().zip(self.problem.row_limits()).enumerate() {
            *price *= 1.0 + (ledger.used(row) as f64 / limit.max(1) as f64).clamp(0.0, 1.0);
        }
        met
    }

    /// The least priced use of each candidate's options.
    fn demands(&self) -> Vec<f64> {
        let of = |candidate| {
            let options = self.problem.options(candidate).filter_map(|choice| {
                let mode = self.problem.mode(candidate, choice)?;
                Some(priced_use(self.problem, &self.prices, mode, choice.start))
            });
            options.fold(f64::INFINITY, f64::min).max(0.0)
        };
        self.problem.candidates().map(of).collect()
    }
}

/// For each row that has a floor: who can use it, and how much at most.
fn users(problem: &SelectionProblem) -> BTreeMap<usize, Vec<(CandidateIx, i128)>> {
    let mut users = BTreeMap::<usize, Vec<(CandidateIx, i128)>>::new();
    for candidate in problem.candidates() {
        let mut most = BTreeMap::<usize, i128>::new();
        for choice in problem.options(candidate) {
            let Some(mode) = problem.mode(candidate, choice) else { continue };
            let mut added = BTreeMap::<usize, i128>::new();
            for taken in problem.uses(mode, choice.start) {
                if problem.row_floors()[taken.row].is_some() {
                    *added.entry(taken.row).or_default() += taken.amount;
                }
            }
            for (row, amount) in added {
                let known = most.entry(row).or_default();
                *known = amount.max(*known);
            }
        }
        for (row, amount) in most.into_iter().filter(|&(_, amount)| amount > 0) {
            users.entry(row).or_default().push((candidate, amount));
        }
    }
    users
}
