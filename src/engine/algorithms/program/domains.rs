//! What is still open for each block, and what follows from that.

use super::Program;

/// What leaves the domain of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine::algorithms) enum Removal {
    /// An option.
    Option(u32),
    /// Being out.
    Out(u32),
}

#[derive(Debug, Clone, Copy)]
enum Undo {
    Option(u32),
    Out(u32),
    Least { segment: u32, before: i64 },
    Sum { row: u32, before: i64 },
}

/// The options of each block that are still open, kept consistent with every row: an option leaves when, with the least
/// of all other blocks, it breaks a row. Everything is undone to a mark in the reverse order.
#[derive(Debug, Clone)]
pub(in crate::engine::algorithms) struct Domains {
    open: Vec<bool>,
    out: Vec<bool>,
    counts: Vec<u32>,
    /// Least part of each segment over its block's domain.
    least: Vec<i64>,
    /// Sum of the least parts of each row.
    sums: Vec<i64>,
    /// Most that one block's part can rise in each row.
    ranges: Vec<i64>,
    trail: Vec<Undo>,
    dirty_blocks: Vec<u32>,
    block_is_dirty: Vec<bool>,
    dirty_rows: Vec<u32>,
    row_is_dirty: Vec<bool>,
    failed: bool,
    /// Segments looked at so far.
    work: u64,
}

impl Domains {
    /// Everything open; nothing has followed yet.
    pub(in crate::engine::algorithms) fn new(program: &Program) -> Self {
        let (blocks, rows) = (program.block_count(), program.row_count());
        let segments = program.segments.len();
        let mut domains = Self {
            open: vec![true; program.option_count()],
            out: program.may_stay_out.clone(),
            counts: (0..blocks).map(|block| program.options(block).len() as u32).collect(),
            least: vec![0; segments],
            sums: vec![0; rows],
            ranges: vec![0; rows],
            trail: Vec::new(),
            dirty_blocks: (0..blocks as u32).collect(),
            block_is_dirty: vec![true; blocks],
            dirty_rows: (0..rows as u32).collect(),
            row_is_dirty: vec![true; rows],
            failed: false,
            work: 0,
        };
        for (at, segment) in program.segments.iter().enumerate() {
            let least = domains.least_of(program, at);
            domains.least[at] = least;
            domains.sums[segment.row as usize] += least;
            let range = &mut domains.ranges[segment.row as usize];
            *range = segment.range.max(*range);
        }
        domains
    }

    pub(in crate::engine::algorithms) fn is_open(&self, option: usize) -> bool {
        self.open[option]
    }

    /// Whether the block may still stay out.
    pub(in crate::engine::algorithms) fn may_be_out(&self, block: usize) -> bool {
        self.out[block]
    }

    /// Whether nothing is left to decide about the block.
    pub(in crate::engine::algorithms) fn is_settled(&self, block: usize) -> bool {
        self.counts[block] + u32::from(self.out[block]) <= 1
    }

    /// Segments looked at so far: a measure of the work done.
    pub(in crate::engine::algorithms) fn work(&self) -> u64 {
        self.work
    }

    /// A mark to undo to.
    pub(in crate::engine::algorithms) fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Restores what was open at the mark, and forgets what was to follow.
    pub(in crate::engine::algorithms) fn undo_to(&mut self, program: &Program, mark: usize) {
        for undo in self.trail.drain(mark..).rev() {
            match undo {
                Undo::Option(option) => {
                    self.open[option as usize] = true;
                    self.counts[program.block(option as usize)] += 1;
                }
                Undo::Out(block) => self.out[block as usize] = true,
                Undo::Least { segment, before } => self.least[segment as usize] = before,
                Undo::Sum { row, before } => self.sums[row as usize] = before,
            }
        }
        for block in self.dirty_blocks.drain(..) {
            self.block_is_dirty[block as usize] = false;
        }
        for row in self.dirty_rows.drain(..) {
            self.row_is_dirty[row as usize] = false;
        }
        self.failed = false;
    }

    /// Takes something out; no effect where it is out already.
    pub(in crate::engine::algorithms) fn remove(&mut self, program: &Program, removal: Removal) {
        let block = match removal {
            Removal::Option(option) => {
                if !std::mem::replace(&mut self.open[option as usize], false) {
                    return;
                }
                let block = program.block(option as usize);
                self.counts[block] -= 1;
                self.trail.push(Undo::Option(option));
                block
            }
            Removal::Out(block) => {
                if !std::mem::replace(&mut self.out[block as usize], false) {
                    return;
                }
                self.trail.push(Undo::Out(block));
                block as usize
            }
        };
        if self.counts[block] == 0 && !self.out[block] {
            self.failed = true;
        }
        if !std::mem::replace(&mut self.block_is_dirty[block], true) {
            self.dirty_blocks.push(block as u32);
        }
    }

    /// Leaves a block nothing but one option.
    pub(in crate::engine::algorithms) fn take(&mut self, program: &Program, option: usize) {
        let block = program.block(option);
        self.remove(program, Removal::Out(block as u32));
        for other in program.options(block) {
            if other != option {
                self.remove(program, Removal::Option(other as u32));
            }
        }
    }

    /// Leaves a block nothing but being out.
    pub(in crate::engine::algorithms) fn leave_out(&mut self, program: &Program, block: usize) {
        for option in program.options(block) {
            self.remove(program, Removal::Option(option as u32));
        }
    }

    /// Takes out what breaks a row, until nothing more follows. `false` when nothing is left for some block or a row
    /// cannot hold.
    pub(in crate::engine::algorithms) fn propagate(&mut self, program: &Program) -> bool {
        while !self.failed {
            if let Some(block) = self.dirty_blocks.pop() {
                self.block_is_dirty[block as usize] = false;
                self.count_block(program, block as usize);
            } else if let Some(row) = self.dirty_rows.pop() {
                self.row_is_dirty[row as usize] = false;
                self.prune_row(program, row as usize);
            } else {
                return true;
            }
        }
        false
    }

    fn least_of(&self, program: &Program, at: usize) -> i64 {
        let segment = &program.segments[at];
        let block = segment.block as usize;
        let (mut least, mut listed) = (i64::MAX, 0);
        for entry in program.segment_entries(segment) {
            if self.open[entry.option as usize] {
                listed += 1;
                least = least.min(entry.factor);
            }
        }
        if self.out[block] || listed < self.counts[block] || listed == 0 { least.min(0) } else { least }
    }

    fn count_block(&mut self, program: &Program, block: usize) {
        if self.counts[block] == 0 && !self.out[block] {
            self.failed = true;
            return;
        }
        for &at in program.block_segments(block) {
            self.work += 1;
            let (least, before) = (self.least_of(program, at as usize), self.least[at as usize]);
            if least == before {
                continue;
            }
            let row = program.segments[at as usize].row as usize;
            self.trail.push(Undo::Least { segment: at, before });
            self.trail.push(Undo::Sum { row: row as u32, before: self.sums[row] });
            self.least[at as usize] = least;
            self.sums[row] += least - before;
            if program.right(row) - self.sums[row] < self.ranges[row]
                && !std::mem::replace(&mut self.row_is_dirty[row], true)
            {
                self.dirty_rows.push(row as u32);
            }
        }
    }

    fn prune_row(&mut self, program: &Program, row: usize) {
        let slack = program.right(row) - self.sums[row];
        if slack < 0 {
            self.failed = true;
            return;
        }
        if slack >= self.ranges[row] {
            return;
        }
        for at in program.row_segments(row) {
            let segment = program.segments[at];
            if segment.range <= slack {
                continue;
            }
            self.work += 1;
            let most = slack + self.least[at];
            for entry in program.segment_entries(&segment) {
                if entry.factor > most && self.open[entry.option as usize] {
                    self.remove(program, Removal::Option(entry.option));
                }
            }
            if most < 0 {
                // What has no entry counts 0.
                self.remove(program, Removal::Out(segment.block));
                let mut entries = program.segment_entries(&segment).iter().peekable();
                for option in program.options(segment.block as usize) {
                    if entries.next_if(|entry| entry.option as usize == option).is_none() && self.open[option] {
                        self.remove(program, Removal::Option(option as u32));
                    }
                }
            }
            if self.failed {
                return;
            }
        }
    }
}
