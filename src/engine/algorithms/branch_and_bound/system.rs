//! A problem as separable rows over blocks of alternatives, and what rows exclude.

use crate::engine::certify::{GroupRow, RowKey, Side};
use crate::engine::problem::{
    CandidateIx, Carry, Choice, Link, LinkIx, ModeIx, Plan, Rule, SelectionProblem, Strictness, Timing,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// One way to settle a candidate: a choice, or out.
#[derive(Debug, Clone)]
pub(super) struct Alternative {
    pub(super) choice: Option<Choice>,
    pub(super) value: i64,
    /// What it adds to the left side of each row, by row.
    pub(super) column: Vec<(usize, i128)>,
}

/// What the alternatives of one candidate add to one row; those not listed add 0.
#[derive(Debug, Clone)]
struct Cell {
    block: usize,
    entries: Vec<(usize, i128)>,
}

/// A row, F(x) ≤ right.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) key: RowKey,
    pub(super) right: i128,
    cells: Vec<Cell>,
}

/// Every row of a problem, and one block of alternatives per candidate.
#[derive(Debug)]
pub(super) struct System {
    pub(super) rows: Vec<Row>,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) blocks: Vec<Range<usize>>,
    block_of: Vec<usize>,
    block_rows: Vec<Vec<usize>>,
    /// Number of entries of all columns.
    pub(super) entries: usize,
}

/// Gathers rows while alternatives are known but columns are not.
struct Builder<'a> {
    problem: &'a SelectionProblem,
    system: System,
}

impl System {
    pub(super) fn new(problem: &SelectionProblem) -> Self {
        let mut system = Self {
            rows: Vec::new(),
            alternatives: Vec::new(),
            blocks: Vec::new(),
            block_of: Vec::new(),
            block_rows: Vec::new(),
            entries: 0,
        };
        for candidate in problem.candidates() {
            let begin = system.alternatives.len();
            if problem.may_stay_out(candidate) {
                system.alternatives.push(Alternative { choice: None, value: 0, column: Vec::new() });
            }
            for choice in problem.options(candidate) {
                let Some(mode) = problem.mode(candidate, choice) else { continue };
                let value = problem.value(mode, choice.start);
                system.alternatives.push(Alternative { choice: Some(choice), value, column: Vec::new() });
            }
            system.block_of.resize(system.alternatives.len(), candidate.index());
            system.blocks.push(begin..system.alternatives.len());
        }
        let mut builder = Builder { problem, system };
        builder.capacities();
        builder.links();
        builder.groups();
        builder.quotas();
        builder.finish()
    }

    /// The plan of one alternative per block.
    pub(super) fn plan(&self, chosen: impl Iterator<Item = usize>) -> Plan {
        Plan::new(chosen.map(|alternative| self.alternatives[alternative].choice).collect())
    }
}

impl Builder<'_> {
    fn row(&mut self, key: RowKey, right: i128) -> usize {
        self.system.rows.push(Row { key, right, cells: Vec::new() });
        self.system.rows.len() - 1
    }

    /// Adds to a row for the options of a candidate that are counted.
    fn count(
        &mut self,
        row: usize,
        candidate: CandidateIx,
        amount: i128,
        counts: impl Fn(&SelectionProblem, ModeIx, i32) -> bool,
    ) {
        for alternative in &mut self.system.alternatives[self.system.blocks[candidate.index()].clone()] {
            if let Some(choice) = alternative.choice
                && let Some(mode) = self.problem.mode(candidate, choice)
                && counts(self.problem, mode, choice.start)
            {
                alternative.column.push((row, amount));
            }
        }
    }

    fn capacities(&mut self) {
        let problem = self.problem;
        let first = self.system.rows.len();
        for capacity in problem.capacities() {
            let carries = problem.carry(capacity) == Carry::Whole;
            let mut sum = 0;
            for (bucket, &limit) in (0..).zip(problem.limits(capacity)) {
                sum += i128::from(limit);
                let (from, right) = if carries { (0, sum) } else { (bucket, i128::from(limit)) };
                self.row(RowKey::Cap { capacity, from, to: bucket }, right);
            }
        }
        let mut floors = vec![None; problem.row_count()];
        for (bucket_row, floor) in problem.row_floors().iter().enumerate() {
            if let Some(floor) = floor {
                let (capacity, bucket) = problem.bucket_of_row(bucket_row);
                floors[bucket_row] = Some(self.row(RowKey::Floor { capacity, bucket }, -i128::from(*floor)));
            }
        }
        for candidate in problem.candidates() {
            for alternative in &mut self.system.alternatives[self.system.blocks[candidate.index()].clone()] {
                let Some(choice) = alternative.choice else { continue };
                let Some(mode) = problem.mode(candidate, choice) else { continue };
                let mut added = BTreeMap::<usize, i128>::new();
                for taken in problem.uses(mode, choice.start) {
                    let (capacity, _) = problem.bucket_of_row(taken.row);
                    let end = match problem.carry(capacity) {
                        Carry::Whole => problem.rows(capacity).end,
                        Carry::None => taken.row + 1,
                    };
                    for row in taken.row..end {
                        *added.entry(first + row).or_default() += taken.amount;
                    }
                    if let Some(floor) = floors[taken.row] {
                        *added.entry(floor).or_default() -= taken.amount;
                    }
                }
                alternative.column.extend(added.into_iter().filter(|&(_, amount)| amount != 0));
            }
        }
    }

    fn links(&mut self) {
        let problem = self.problem;
        for (position, &link) in problem.links().iter().enumerate() {
            let ix = LinkIx::new(position);
            if let Some((dependent, prerequisite)) = link.requirement() {
                let row = self.row(RowKey::Requires { link: ix }, 0);
                self.count(row, dependent, 1, |_, _, _| true);
                self.count(row, prerequisite, -1, |_, _, _| true);
            }
            match link {
                Link::Excludes { one, other } => {
                    let row = self.row(RowKey::Excludes { link: ix }, 1);
                    self.count(row, one, 1, |_, _, _| true);
                    self.count(row, other, 1, |_, _, _| true);
                }
                Link::Timing(timing) => self.timing(ix, timing),
                _ => {}
            }
        }
    }

    /// One row per date of the predecessor: the rows of other dates follow from these.
    fn timing(&mut self, link: LinkIx, timing: Timing) {
        let problem = self.problem;
        let before = timing.relation.predecessor_by_finish();
        let after = timing.relation.successor_by_finish();
        let options = problem.options(timing.predecessor);
        let mut dates: Vec<_> = options
            .filter_map(|choice| Some(date(problem, problem.mode(timing.predecessor, choice)?, choice.start, before)))
            .collect();
        dates.sort_unstable();
        dates.dedup();
        for theta in dates {
            let early = |p: &SelectionProblem, mode, start| date(p, mode, start, after) < theta + i64::from(timing.lag);
            let key = RowKey::Timing { link, theta };
            let strict = timing.strictness == Strictness::Strict;
            let row = self.row(key, i128::from(!strict));
            self.count(row, timing.successor, 1, early);
            if strict {
                self.count(row, timing.predecessor, -1, |p, mode, start| date(p, mode, start, before) < theta);
            } else {
                self.count(row, timing.predecessor, 1, |p, mode, start| date(p, mode, start, before) >= theta);
            }
        }
    }

    fn groups(&mut self) {
        let problem = self.problem;
        for ix in problem.groups() {
            let group = problem.group(ix);
            let most = match group.rule {
                Rule::AtMost(k) | Rule::Exactly(k) => Some(k),
                Rule::AtLeast(_) | Rule::AllOrNone => None,
            };
            let least = match group.rule {
                Rule::AtLeast(k) | Rule::Exactly(k) => Some(k),
                Rule::AtMost(_) | Rule::AllOrNone => None,
            };
            let sides = [(GroupRow::Hi, most, 1_i128), (GroupRow::Lo, least, -1)];
            for (row, bound, sign) in sides {
                let Some(bound) = bound else { continue };
                let row = self.row(RowKey::Group { group: ix, row }, sign * i128::from(bound));
                for &member in group.members {
                    self.count(row, member, sign, |_, _, _| true);
                }
            }
            if group.rule == Rule::AllOrNone && group.members.len() > 1 {
                for (t, (&one, &next)) in (0..).zip(group.members.iter().zip(group.members.iter().cycle().skip(1))) {
                    let row = self.row(RowKey::Group { group: ix, row: GroupRow::Cyclic(t) }, 0);
                    self.count(row, one, 1, |_, _, _| true);
                    self.count(row, next, -1, |_, _, _| true);
                }
            }
        }
    }

    fn quotas(&mut self) {
        let problem = self.problem;
        for ix in problem.quotas() {
            let quota = problem.quota(ix);
            for (side, bound, sign) in [(Side::Hi, quota.hi, 1_i128), (Side::Lo, quota.lo, -1)] {
                let Some(bound) = bound else { continue };
                let row = self.row(RowKey::Quota { quota: ix, side }, sign * i128::from(bound));
                for &member in quota.members {
                    let block = self.system.blocks[member.index()].clone();
                    for alternative in &mut self.system.alternatives[block] {
                        let Some(choice) = alternative.choice else { continue };
                        let Some(mode) = problem.mode(member, choice) else { continue };
                        let measure = problem.measure(ix, mode, choice.start);
                        if measure != 0 {
                            alternative.column.push((row, sign * measure));
                        }
                    }
                }
            }
        }
    }

    fn finish(mut self) -> System {
        let system = &mut self.system;
        for (block, range) in system.blocks.iter().enumerate() {
            let mut cells = BTreeMap::<usize, Vec<(usize, i128)>>::new();
            for alternative in range.clone() {
                for &(row, amount) in &system.alternatives[alternative].column {
                    cells.entry(row).or_default().push((alternative, amount));
                    system.entries += 1;
                }
            }
            system.block_rows.push(cells.keys().copied().collect());
            for (row, entries) in cells {
                system.rows[row].cells.push(Cell { block, entries });
            }
        }
        self.system
    }
}

fn date(problem: &SelectionProblem, mode: ModeIx, start: i32, by_finish: bool) -> i64 {
    if by_finish { problem.finish_of(mode, start) } else { i64::from(start) }
}

/// Why nothing is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dead {
    /// No choice left can keep this row.
    Row(usize),
    /// A candidate has no alternative left.
    Block,
}

/// Which alternatives are left, with a trail to go back.
#[derive(Debug)]
pub(super) struct Domains<'a> {
    system: &'a System,
    alive: Vec<bool>,
    counts: Vec<usize>,
    trail: Vec<usize>,
    queue: Vec<usize>,
    queued: Vec<bool>,
}

impl<'a> Domains<'a> {
    /// Everything open, every row still to be looked at.
    pub(super) fn new(system: &'a System) -> Self {
        Self {
            system,
            alive: vec![true; system.alternatives.len()],
            counts: system.blocks.iter().map(ExactSizeIterator::len).collect(),
            trail: Vec::new(),
            queue: (0..system.rows.len()).rev().collect(),
            queued: vec![true; system.rows.len()],
        }
    }

    /// How many alternatives a block has left.
    pub(super) fn left(&self, block: usize) -> usize {
        self.counts[block]
    }

    /// The alternatives a block has left.
    pub(super) fn of(&self, block: usize) -> impl Iterator<Item = usize> + '_ {
        self.system.blocks[block].clone().filter(|&alternative| self.alive[alternative])
    }

    pub(super) fn mark(&self) -> usize {
        self.trail.len()
    }

    pub(super) fn undo_to(&mut self, mark: usize) {
        for row in self.queue.drain(..) {
            self.queued[row] = false;
        }
        for alternative in self.trail.drain(mark..) {
            self.alive[alternative] = true;
            self.counts[self.system.block_of[alternative]] += 1;
        }
    }

    /// Strikes an alternative out; what follows waits for [`propagate`](Self::propagate).
    pub(super) fn strike(&mut self, alternative: usize) -> Result<(), Dead> {
        if !std::mem::replace(&mut self.alive[alternative], false) {
            return Ok(());
        }
        let block = self.system.block_of[alternative];
        self.counts[block] -= 1;
        self.trail.push(alternative);
        for &row in &self.system.block_rows[block] {
            if !std::mem::replace(&mut self.queued[row], true) {
                self.queue.push(row);
            }
        }
        if self.counts[block] == 0 { Err(Dead::Block) } else { Ok(()) }
    }

    /// Strikes out whatever else of the block is left.
    pub(super) fn fix(&mut self, alternative: usize) -> Result<(), Dead> {
        let block = self.system.blocks[self.system.block_of[alternative]].clone();
        block.filter(|&other| other != alternative).try_for_each(|other| self.strike(other))
    }

    /// Strikes out every alternative that some row excludes, given the least the other candidates add to it.
    pub(super) fn propagate(&mut self) -> Result<(), Dead> {
        let system = self.system;
        while let Some(ix) = self.queue.pop() {
            self.queued[ix] = false;
            let row = &system.rows[ix];
            let least: Vec<_> = row.cells.iter().map(|cell| self.least(cell)).collect();
            let slack = row.right - least.iter().sum::<i128>();
            if slack < 0 {
                return Err(Dead::Row(ix));
            }
            for (cell, least) in row.cells.iter().zip(least) {
                for &(alternative, amount) in &cell.entries {
                    if amount - least > slack {
                        self.strike(alternative)?;
                    }
                }
                if -least > slack {
                    let mut listed = cell.entries.iter().map(|&(alternative, _)| alternative).peekable();
                    for alternative in system.blocks[cell.block].clone() {
                        if listed.next_if_eq(&alternative).is_none() {
                            self.strike(alternative)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn least(&self, cell: &Cell) -> i128 {
        let alive = cell.entries.iter().filter(|&&(alternative, _)| self.alive[alternative]);
        let least = alive.clone().map(|&(_, amount)| amount).min();
        if alive.count() < self.counts[cell.block] { least.unwrap_or(0).min(0) } else { least.unwrap_or(0) }
    }
}
