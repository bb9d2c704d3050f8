//! A problem laid out for search: blocks of options, and every row with its entries.
//!
//! Each candidate is a *block*: its options, and being out where that is open. Each constraint is a list of *rows* `Σ f ≤ b`
//! with one integer per option and 0 for being out, named by the keys of [`certify`](crate::engine::certify), so that what
//! a search learns about rows can be certified. Rows that no choice of options can break are left out.
//!
//! A synergy is a block too, of one option: it is gained. It stands after the candidates, under the index that a further
//! candidate would have, and its rows tie it to its members.

mod build;
mod domains;
mod restrict;

pub(super) use domains::{Domains, Removal};

use crate::engine::certify::RowKey;
use crate::engine::problem::{CandidateIx, Choice, Plan, SelectionProblem};
use crate::engine::run::Stop;
use std::ops::Range;
use std::sync::Arc;

/// Magnitudes of rows and of the objective stay below this, so that sums of two fit an `i64`.
const LARGEST: i128 = 1 << 61;

/// The entries of one row that belong to one block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub(super) row: u32,
    pub(super) block: u32,
    begin: u32,
    end: u32,
    /// Most that the block's part of the row can rise above its least.
    pub(super) range: i64,
}

/// The entry of one option in one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) option: u32,
    pub(super) factor: i64,
}

/// The rows and options of one problem, or of what is left of it. See the [module](self).
#[derive(Debug)]
pub(super) struct Program {
    /// Candidates of the problem.
    candidate_count: usize,
    /// The members of each synergy.
    synergies: Arc<[Vec<CandidateIx>]>,
    /// The candidate of each block, or the one a synergy stands for.
    candidates: Vec<CandidateIx>,
    /// What is settled besides the blocks, and its value.
    settled: Vec<(CandidateIx, Choice)>,
    settled_value: i128,
    block_begins: Vec<u32>,
    may_stay_out: Vec<bool>,
    blocks: Vec<u32>,
    choices: Vec<Choice>,
    values: Vec<i64>,
    keys: Vec<RowKey>,
    rights: Vec<i64>,
    magnitudes: Vec<i64>,
    row_begins: Vec<u32>,
    segments: Vec<Segment>,
    entries: Vec<Entry>,
    block_segments: Vec<u32>,
    block_segment_begins: Vec<u32>,
    column_begins: Vec<u32>,
    columns: Vec<(u32, i64)>,
}

impl Program {
    /// Lays a problem out. Fails where numbers are beyond 2⁶¹ or the entries beyond what memory holds.
    pub(super) fn new(problem: &SelectionProblem) -> Result<Self, Stop> {
        build::program(problem)
    }

    pub(super) fn block_count(&self) -> usize {
        self.may_stay_out.len()
    }

    pub(super) fn option_count(&self) -> usize {
        self.values.len()
    }

    pub(super) fn row_count(&self) -> usize {
        self.keys.len()
    }

    /// The options of a block, by mode and start.
    pub(super) fn options(&self, block: usize) -> Range<usize> {
        self.block_begins[block] as usize..self.block_begins[block + 1] as usize
    }

    pub(super) fn may_stay_out(&self, block: usize) -> bool {
        self.may_stay_out[block]
    }

    pub(super) fn block(&self, option: usize) -> usize {
        self.blocks[option] as usize
    }

    pub(super) fn choice(&self, option: usize) -> Choice {
        self.choices[option]
    }

    pub(super) fn value(&self, option: usize) -> i64 {
        self.values[option]
    }

    pub(super) fn key(&self, row: usize) -> RowKey {
        self.keys[row]
    }

    /// The right side of a row.
    pub(super) fn right(&self, row: usize) -> i64 {
        self.rights[row]
    }

    /// Most that the left side and the right side of a row can differ from 0, together.
    pub(super) fn magnitude(&self, row: usize) -> i64 {
        self.magnitudes[row]
    }

    /// Positions of the segments of a row.
    pub(super) fn row_segments(&self, row: usize) -> Range<usize> {
        self.row_begins[row] as usize..self.row_begins[row + 1] as usize
    }

    pub(super) fn segment(&self, at: usize) -> &Segment {
        &self.segments[at]
    }

    /// The entries of a segment, by option; never empty, none of them 0.
    pub(super) fn segment_entries(&self, segment: &Segment) -> &[Entry] {
        &self.entries[segment.begin as usize..segment.end as usize]
    }

    /// The entries of a row, by option.
    pub(super) fn row(&self, row: usize) -> &[Entry] {
        &self.entries[self.row_span(row)]
    }

    /// Where the entries of a row stand among all entries.
    pub(super) fn row_span(&self, row: usize) -> Range<usize> {
        let segments = &self.segments[self.row_segments(row)];
        match segments {
            [first, .., last] => first.begin as usize..last.end as usize,
            [only] => only.begin as usize..only.end as usize,
            [] => 0..0,
        }
    }

    /// Positions of the segments of a block.
    pub(super) fn block_segments(&self, block: usize) -> &[u32] {
        let span = self.block_segment_begins[block] as usize..self.block_segment_begins[block + 1] as usize;
        &self.block_segments[span]
    }

    /// The rows an option stands in, with its factor there, by row.
    pub(super) fn column(&self, option: usize) -> &[(u32, i64)] {
        &self.columns[self.column_begins[option] as usize..self.column_begins[option + 1] as usize]
    }

    /// Value of what is settled besides the blocks.
    pub(super) fn settled_value(&self) -> i128 {
        self.settled_value
    }

    /// The plan that takes these options, and what is settled.
    pub(super) fn plan(&self, options: impl IntoIterator<Item = usize>) -> Plan {
        let mut plan = Plan::empty(self.candidate_count);
        let taken = options.into_iter().map(|option| (self.candidates[self.block(option)], self.choice(option)));
        let settled = self.settled.iter().copied();
        for (candidate, choice) in settled.chain(taken).filter(|(candidate, _)| self.is_candidate(*candidate)) {
            plan.set(candidate, Some(choice));
        }
        plan
    }

    /// Whether an index names a candidate of the problem, and not a synergy.
    fn is_candidate(&self, candidate: CandidateIx) -> bool {
        candidate.index() < self.candidate_count
    }

    /// The option a plan takes for a block; `None` where the plan leaves it out or takes what is no option.
    pub(super) fn option_of(&self, plan: &Plan, block: usize) -> Option<usize> {
        let candidate = self.candidates[block];
        if !self.is_candidate(candidate) {
            let members = &self.synergies[candidate.index() - self.candidate_count];
            let is_gained = members.iter().all(|&member| plan.choice(member).is_some());
            return if is_gained { self.options(block).next() } else { None };
        }
        let choice = plan.choice(candidate)?;
        self.options(block).find(|&option| self.choices[option] == choice)
    }
}

#[cfg(test)]
pub(super) mod tests;
