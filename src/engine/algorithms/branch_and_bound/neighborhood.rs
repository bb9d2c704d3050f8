//! Improving a plan by exact search in its neighborhood.

use super::Best;
use super::tree::Tree;
use crate::engine::algorithms::dual::{Bounder, Multipliers};
use crate::engine::algorithms::program::{Domains, Program};
use crate::engine::random::Random;
use crate::engine::run::{Run, Stop};

/// Fewest blocks set free.
const SMALLEST: f64 = 6.0;
/// Nodes spent on one neighborhood.
const NODES: u64 = 40;
/// How the number of free blocks changes after a search that was completed, and after one that was not.
const GROW: f64 = 1.06;
const SHRINK: f64 = 0.94;
/// Rows with more blocks than this tie nobody in particular.
const SHORT: usize = 6;

/// Sets some blocks free, keeps the others as the best plan has them, and searches what is left exactly, as long as its
/// nodes last (large-neighborhood search, Shaw 1998). The number set free adapts: larger while searches complete, smaller
/// while they do not.
#[derive(Debug)]
pub(super) struct Neighborhoods {
    domains: Domains,
    size: f64,
    round: u64,
    /// Blocks, those the multipliers hold least to the plan first.
    order: Vec<u32>,
    /// Rows with a multiplier and many blocks.
    scarce: Vec<u32>,
}

impl Neighborhoods {
    /// Around plans within these domains, which are consistent.
    pub(super) fn new(program: &Program, domains: Domains) -> Self {
        let blocks = program.block_count();
        Self {
            domains,
            size: (blocks as f64 * 0.3).clamp(SMALLEST, 24.0),
            round: 0,
            order: (0..blocks as u32).collect(),
            scarce: Vec::new(),
        }
    }

    /// Orders blocks and rows by multipliers that were just evaluated.
    pub(super) fn learn(&mut self, program: &Program, bounder: &Bounder, best: &Best, multipliers: &Multipliers) {
        let Some(plan) = best.plan() else { return };
        let regret = |block: usize, option: Option<usize>| {
            option.map_or_else(|| bounder.out_regret(block), |option| bounder.regret(program, option))
        };
        let held = |block: usize| {
            let own = program.option_of(plan, block);
            let all = program.options(block).map(Some).chain(program.may_stay_out(block).then_some(None));
            let other = all.filter(|&option| option != own).map(|option| regret(block, option)).max();
            other.map_or(i128::MAX, |other| regret(block, own) - other)
        };
        let mut order: Vec<_> = (0..program.block_count()).map(|block| (held(block), block as u32)).collect();
        order.sort_unstable();
        self.order = order.into_iter().map(|(_, block)| block).collect();
        let rows = multipliers.list.iter().map(|&(row, _)| row);
        self.scarce = rows.filter(|&row| program.row_segments(row as usize).len() > SHORT).collect();
    }

    /// Searches one neighborhood of the best plan. `true` when it was the whole program, and is done.
    pub(super) fn search(&mut self, program: &Program, best: &mut Best, run: &mut Run<'_>) -> Result<bool, Stop> {
        let blocks = program.block_count();
        let Some(plan) = best.plan() else { return Ok(false) };
        // Setting blocks costs about their segments, a step stands for thousands of them.
        run.advance(1 + blocks as u64 / 256)?;
        let size = (self.size as usize).min(blocks);
        let free = self.choose(program, size, run.random());
        self.round += 1;
        let start = self.domains.mark();
        for block in (0..blocks).filter(|&block| !free[block]) {
            match program.option_of(plan, block) {
                Some(option) => self.domains.take(program, option),
                None => self.domains.leave_out(program, block),
            }
        }
        let before = best.value();
        let mut done = true;
        if self.domains.propagate(program) {
            let rest = program.restrict(&self.domains)?;
            let mut tree = Tree::new(&rest, Domains::new(&rest), 1);
            done = tree.explore(&rest, best, NODES, u64::MAX, run)?;
        }
        self.domains.undo_to(program, start);
        if best.value() == before {
            let factor = if done { GROW } else { SHRINK };
            self.size = (self.size * factor).clamp(SMALLEST, blocks.max(SMALLEST as usize) as f64);
        }
        Ok(done && size == blocks)
    }

    /// Which blocks are free: some that are tied together, or use one scarce row, or nothing in particular, and the rest
    /// from those that are least held, with a tail.
    fn choose(&self, program: &Program, size: usize, random: &mut Random) -> Vec<bool> {
        let blocks = program.block_count();
        let mut free = vec![size >= blocks; blocks];
        let mut count = if size >= blocks { blocks } else { 0 };
        match self.round % 3 {
            1 => self.tied(program, size, random, &mut free, &mut count),
            2 if !self.scarce.is_empty() => {
                let row = self.scarce[random.below(self.scarce.len() as u64) as usize] as usize;
                let mut users: Vec<_> =
                    program.row_segments(row).map(|at| program.segment(at).block as usize).collect();
                random.shuffle(&mut users);
                for block in users.into_iter().take(size / 2) {
                    release(block, &mut free, &mut count);
                }
            }
            _ => {}
        }
        while count < size {
            let reach = if random.below(4) == 0 { blocks } else { (3 * size).min(blocks) };
            let block = self.order[random.below(reach as u64) as usize] as usize;
            release(block, &mut free, &mut count);
        }
        free
    }

    /// Follows short rows from random blocks.
    fn tied(&self, program: &Program, size: usize, random: &mut Random, free: &mut [bool], count: &mut usize) {
        while *count < size {
            let mut reached = vec![self.order[random.below(self.order.len() as u64) as usize] as usize];
            while *count < size && !reached.is_empty() {
                let block = reached.swap_remove(random.below(reached.len() as u64) as usize);
                if free[block] {
                    continue;
                }
                release(block, free, count);
                for &segment in program.block_segments(block) {
                    let ends = program.row_segments(program.segment(segment as usize).row as usize);
                    if ends.len() <= SHORT {
                        let ends = ends.map(|at| program.segment(at).block as usize);
                        reached.extend(ends.filter(|&other| !free[other]));
                    }
                }
            }
        }
    }
}

fn release(block: usize, free: &mut [bool], count: &mut usize) {
    if !std::mem::replace(&mut free[block], true) {
        *count += 1;
    }
}
