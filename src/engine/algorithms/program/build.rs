//! Listing the options and rows of a problem.

use super::{Entry, LARGEST, Program, Segment};
use crate::engine::certify::{GroupRow, RowKey, Side, SynergyRow};
use crate::engine::problem::{
    CandidateIx, Carry, Choice, Link, LinkIx, ModeIx, Rule, SelectionProblem, Strictness, SynergyIx, Timing,
};
use crate::engine::run::{Failure, Feature, Stop};
use std::ops::Range;
use std::sync::Arc;

/// Most entries of all rows.
const ENTRIES: usize = 120_000_000;

pub(super) fn program(problem: &SelectionProblem) -> Result<Program, Stop> {
    let options: u64 = problem.candidates().map(|candidate| problem.option_count(candidate)).sum();
    if options > ENTRIES as u64 {
        return Err(Stop::Unsupported(Feature::Size));
    }
    let mut builder = Builder::new(problem);
    builder.capacities()?;
    builder.links()?;
    builder.groups()?;
    builder.quotas()?;
    builder.synergies()?;
    builder.program.finish()
}

/// A row over the buckets from one on, so far.
struct Begun {
    from: u32,
    right: i128,
    entries: Vec<(usize, i128)>,
}

struct Builder<'a> {
    problem: &'a SelectionProblem,
    modes: Vec<ModeIx>,
    program: Program,
}

impl Program {
    pub(super) fn empty(candidate_count: usize, synergies: Arc<[Vec<CandidateIx>]>) -> Self {
        Self {
            candidate_count,
            synergies,
            candidates: Vec::new(),
            settled: Vec::new(),
            settled_value: 0,
            block_begins: vec![0],
            may_stay_out: Vec::new(),
            blocks: Vec::new(),
            choices: Vec::new(),
            values: Vec::new(),
            keys: Vec::new(),
            rights: Vec::new(),
            magnitudes: Vec::new(),
            row_begins: vec![0],
            segments: Vec::new(),
            entries: Vec::new(),
            block_segments: Vec::new(),
            block_segment_begins: Vec::new(),
            column_begins: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// Adds a block after its options.
    pub(super) fn push_block(&mut self, candidate: CandidateIx, may_stay_out: bool) {
        self.candidates.push(candidate);
        self.may_stay_out.push(may_stay_out);
        self.block_begins.push(self.values.len() as u32);
    }

    /// Adds an option to the block that comes next.
    pub(super) fn push_option(&mut self, choice: Choice, value: i64) {
        self.blocks.push(self.may_stay_out.len() as u32);
        self.choices.push(choice);
        self.values.push(value);
    }

    /// Adds a row unless no choice of options can break it. Entries come by option, each option once.
    pub(super) fn push_row(&mut self, key: RowKey, right: i128, entries: &[(usize, i128)]) -> Result<(), Stop> {
        let (mut most, mut magnitude) = (0_i128, 0_i128);
        for block in entries.chunk_by(|a, b| self.blocks[a.0] == self.blocks[b.0]) {
            let (least, highest, _) = self.span(block);
            most += highest;
            magnitude += highest.abs().max(least.abs());
        }
        if most <= right {
            return Ok(());
        }
        // Below the least left side, a row cannot hold; how far below does not matter.
        let right = right.clamp(-magnitude - 1, magnitude + 1);
        if magnitude.max(right.abs()) >= LARGEST {
            return Err(Stop::Failed(Failure::Overflow));
        }
        if self.entries.len() + entries.len() > ENTRIES {
            return Err(Stop::Unsupported(Feature::Size));
        }
        let row = self.keys.len() as u32;
        self.keys.push(key);
        self.rights.push(right as i64);
        self.magnitudes.push((magnitude + right.abs()) as i64);
        for part in entries.chunk_by(|a, b| self.blocks[a.0] == self.blocks[b.0]) {
            let (least, highest, block) = self.span(part);
            let begin = self.entries.len() as u32;
            let list = part.iter().map(|&(option, factor)| Entry { option: option as u32, factor: factor as i64 });
            self.entries.extend(list);
            let end = self.entries.len() as u32;
            self.segments.push(Segment { row, block, begin, end, range: (highest - least) as i64 });
        }
        self.row_begins.push(self.segments.len() as u32);
        Ok(())
    }

    /// The least and the highest part a block can have in a row, and the block.
    fn span(&self, entries: &[(usize, i128)]) -> (i128, i128, u32) {
        let block = self.blocks[entries[0].0];
        let factors = entries.iter().map(|&(_, factor)| factor);
        // Being out, and options without an entry, count 0.
        let all = entries.len() == self.options(block as usize).len() && !self.may_stay_out[block as usize];
        let zero = if all { None } else { Some(0) };
        let least = factors.clone().chain(zero).min().unwrap_or(0);
        let highest = factors.chain(zero).max().unwrap_or(0);
        (least, highest, block)
    }

    /// Checks the objective, and turns rows into columns.
    pub(super) fn finish(mut self) -> Result<Self, Stop> {
        let program = &mut self;
        let worth = |block: usize| {
            let values = program.options(block).map(|option| i128::from(program.values[option]).abs());
            values.max().unwrap_or(0)
        };
        let worth: i128 = (0..program.block_count()).map(worth).sum();
        if worth >= LARGEST {
            return Err(Stop::Failed(Failure::Overflow));
        }
        let blocks = program.block_count();
        program.block_segment_begins = vec![0; blocks + 1];
        for segment in &program.segments {
            program.block_segment_begins[segment.block as usize + 1] += 1;
        }
        for block in 0..blocks {
            program.block_segment_begins[block + 1] += program.block_segment_begins[block];
        }
        let mut next = program.block_segment_begins.clone();
        program.block_segments = vec![0; program.segments.len()];
        for (at, segment) in program.segments.iter().enumerate() {
            let place = &mut next[segment.block as usize];
            program.block_segments[*place as usize] = at as u32;
            *place += 1;
        }
        let options = program.option_count();
        program.column_begins = vec![0; options + 1];
        for entry in &program.entries {
            program.column_begins[entry.option as usize + 1] += 1;
        }
        for option in 0..options {
            program.column_begins[option + 1] += program.column_begins[option];
        }
        let mut next = program.column_begins.clone();
        program.columns = vec![(0, 0); program.entries.len()];
        for segment in &program.segments {
            for entry in &program.entries[segment.begin as usize..segment.end as usize] {
                let place = &mut next[entry.option as usize];
                program.columns[*place as usize] = (segment.row, entry.factor);
                *place += 1;
            }
        }
        Ok(self)
    }
}

impl<'a> Builder<'a> {
    fn new(problem: &'a SelectionProblem) -> Self {
        let synergies = problem.synergies().map(|ix| problem.synergy(ix).members.to_vec());
        let mut program = Program::empty(problem.candidate_count(), synergies.collect());
        let mut modes = Vec::new();
        for candidate in problem.candidates() {
            for choice in problem.options(candidate) {
                let Some(mode) = problem.mode(candidate, choice) else { continue };
                program.push_option(choice, problem.value(mode, choice.start));
                modes.push(mode);
            }
            program.push_block(candidate, problem.may_stay_out(candidate));
        }
        for synergy in problem.synergies() {
            program.push_option(Choice::new(0, 0), problem.synergy(synergy).value);
            program.push_block(CandidateIx::new(problem.candidate_count() + synergy.index()), true);
        }
        Self { problem, modes, program }
    }

    fn options(&self, candidate: CandidateIx) -> Range<usize> {
        self.program.options(candidate.index())
    }

    /// Being in, or a part of it.
    fn selected(&self, candidate: CandidateIx, factor: i128) -> impl Iterator<Item = (usize, i128)> + use<> {
        self.options(candidate).map(move |option| (option, factor))
    }

    /// The option of a synergy: it is gained.
    fn gained(&self, synergy: SynergyIx) -> usize {
        self.program.options(self.problem.candidate_count() + synergy.index()).start
    }

    /// Adds a row; factors of one option add up.
    fn row(&mut self, key: RowKey, right: i128, mut entries: Vec<(usize, i128)>) -> Result<(), Stop> {
        entries.sort_unstable_by_key(|&(option, _)| option);
        entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        entries.retain(|&(_, factor)| factor != 0);
        self.program.push_row(key, right, &entries)
    }

    fn capacities(&mut self) -> Result<(), Stop> {
        let problem = self.problem;
        let mut used: Vec<Vec<(usize, i128)>> = vec![Vec::new(); problem.row_count()];
        for (option, &mode) in self.modes.iter().enumerate() {
            for taken in problem.uses(mode, self.program.choices[option].start) {
                used[taken.row].push((option, taken.amount));
            }
        }
        for synergy in problem.synergies() {
            for taken in problem.synergy(synergy).uses {
                used[taken.row].push((self.gained(synergy), taken.amount));
            }
        }
        for capacity in problem.capacities() {
            let mut so_far: Vec<(usize, i128)> = Vec::new();
            let mut right = 0;
            // With a most that carries over, one sum for each bucket it can begin with.
            let mut begun: Vec<Begun> = Vec::new();
            for (to, row) in (0_u32..).zip(problem.rows(capacity)) {
                let list = std::mem::take(&mut used[row]);
                if let Some(floor) = problem.row_floors()[row] {
                    let negated = list.iter().map(|&(option, amount)| (option, -amount)).collect();
                    self.row(RowKey::Floor { capacity, bucket: to }, -i128::from(floor), negated)?;
                }
                let limit = i128::from(problem.row_limits()[row]);
                match problem.carry(capacity) {
                    Carry::Whole => {
                        right += limit;
                        so_far.extend(list);
                        self.row(RowKey::Cap { capacity, from: 0, to }, right, so_far.clone())?;
                    }
                    Carry::AtMost(most) => {
                        let right = if to > 0 { i128::from(most) } else { 0 };
                        begun.push(Begun { from: to, right, entries: Vec::new() });
                        for Begun { from, right, entries } in &mut begun {
                            *right += limit;
                            entries.extend(list.iter().copied());
                            self.row(RowKey::Cap { capacity, from: *from, to }, *right, entries.clone())?;
                        }
                    }
                    Carry::None => self.row(RowKey::Cap { capacity, from: to, to }, limit, list)?,
                }
            }
        }
        Ok(())
    }

    fn links(&mut self) -> Result<(), Stop> {
        for (at, &link) in self.problem.links().iter().enumerate() {
            let ix = LinkIx::new(at);
            let (one, other) = link.ends();
            if link.requirement().is_some() {
                let entries = self.selected(one, 1).chain(self.selected(other, -1)).collect();
                self.row(RowKey::Requires { link: ix }, 0, entries)?;
            }
            match link {
                Link::Excludes { .. } => {
                    let entries = self.selected(one, 1).chain(self.selected(other, 1)).collect();
                    self.row(RowKey::Excludes { link: ix }, 1, entries)?;
                }
                Link::Timing(timing) => self.timing(ix, timing)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The rows of an order in time that say something the others do not: one for each date of the predecessor that
    /// changes what the successor may do.
    fn timing(&mut self, link: LinkIx, timing: Timing) -> Result<(), Stop> {
        let dates = |candidate: CandidateIx, by_finish: bool| -> Vec<(usize, i64)> {
            let date = |option: usize| {
                let start = self.program.choices[option].start;
                let mode = self.modes[option];
                if by_finish { self.problem.finish_of(mode, start) } else { i64::from(start) }
            };
            self.options(candidate).map(|option| (option, date(option))).collect()
        };
        let after = dates(timing.successor, timing.relation.successor_by_finish());
        let before = dates(timing.predecessor, timing.relation.predecessor_by_finish());
        let mut thetas: Vec<_> = before.iter().map(|&(_, date)| date).collect();
        thetas.sort_unstable();
        thetas.dedup();
        let mut last = 0;
        for theta in thetas {
            let early = after.iter().filter(|&&(_, date)| date < theta + i64::from(timing.lag));
            let mut entries: Vec<_> = early.map(|&(option, _)| (option, 1)).collect();
            if entries.len() == last {
                continue;
            }
            last = entries.len();
            match timing.strictness {
                Strictness::Strict => {
                    let done = before.iter().filter(|&&(_, date)| date < theta);
                    entries.extend(done.map(|&(option, _)| (option, -1)));
                    self.row(RowKey::Timing { link, theta }, 0, entries)?;
                }
                Strictness::IfBoth => {
                    let late = before.iter().filter(|&&(_, date)| date >= theta);
                    entries.extend(late.map(|&(option, _)| (option, 1)));
                    self.row(RowKey::Timing { link, theta }, 1, entries)?;
                }
            }
        }
        Ok(())
    }

    fn groups(&mut self) -> Result<(), Stop> {
        let problem = self.problem;
        for ix in problem.groups() {
            let group = problem.group(ix);
            let (most, least) = match group.rule {
                Rule::AtMost(k) => (Some(k), None),
                Rule::AtLeast(k) => (None, Some(k)),
                Rule::Exactly(k) => (Some(k), Some(k)),
                _ => (None, None),
            };
            if let Some(k) = most {
                let entries = group.members.iter().flat_map(|&c| self.selected(c, 1)).collect();
                self.row(RowKey::Group { group: ix, row: GroupRow::Hi }, i128::from(k), entries)?;
            }
            if let Some(k) = least {
                let entries = group.members.iter().flat_map(|&c| self.selected(c, -1)).collect();
                self.row(RowKey::Group { group: ix, row: GroupRow::Lo }, -i128::from(k), entries)?;
            }
            if group.rule == Rule::AllOrNone && group.members.len() > 1 {
                let next = group.members.iter().cycle().skip(1);
                for (t, (&one, &other)) in (0_u32..).zip(group.members.iter().zip(next)) {
                    let entries = self.selected(one, 1).chain(self.selected(other, -1)).collect();
                    self.row(RowKey::Group { group: ix, row: GroupRow::Cyclic(t) }, 0, entries)?;
                }
            }
        }
        Ok(())
    }

    fn quotas(&mut self) -> Result<(), Stop> {
        let problem = self.problem;
        for ix in problem.quotas() {
            let quota = problem.quota(ix);
            for (side, sign, limit) in [(Side::Hi, 1, quota.hi), (Side::Lo, -1, quota.lo)] {
                let Some(limit) = limit else { continue };
                let (member, share, right) = limit.factors();
                let parts = [(quota.members, i128::from(member)), (quota.reference, -i128::from(share))];
                let options = parts.iter().flat_map(|&(counted, factor)| {
                    counted.iter().flat_map(|&c| self.options(c)).map(move |option| (option, sign * factor))
                });
                let measure =
                    |option: usize| problem.measure(ix, self.modes[option], self.program.choices[option].start);
                let entries = options.map(|(option, factor)| (option, factor * measure(option))).collect();
                self.row(RowKey::Quota { quota: ix, side }, sign * i128::from(right), entries)?;
            }
        }
        Ok(())
    }

    fn synergies(&mut self) -> Result<(), Stop> {
        let problem = self.problem;
        for ix in problem.synergies() {
            let members = problem.synergy(ix).members;
            let gained = self.gained(ix);
            for (t, &member) in (0_u32..).zip(members) {
                let entries = self.selected(member, -1).chain([(gained, 1)]).collect();
                self.row(RowKey::Synergy { synergy: ix, row: SynergyRow::Member(t) }, 0, entries)?;
            }
            let all = members.iter().flat_map(|&member| self.selected(member, 1)).chain([(gained, -1)]).collect();
            self.row(RowKey::Synergy { synergy: ix, row: SynergyRow::All }, members.len() as i128 - 1, all)?;
        }
        Ok(())
    }
}
