//! The dual simplex method on the linear relaxation, with every row implicit.
//!
//! The state is a set of tight rows, as many basic options, and the inverse of the square they cut out of the rows. A row
//! that is not tight costs nothing but a look at whether it is broken; so the inverse is as small as the number of
//! fractional decisions, whatever the number of rows. Options are boxed, so any basis is dual feasible once each option
//! outside it stands at the bound that the sign of its reduced cost asks for: after a change of domains, forward or
//! backward, the next solve starts from where the last one ended.

mod pivot;

use crate::engine::algorithms::program::{Domains, Program};
use crate::engine::random::Random;
use crate::engine::run::{Run, Stop};

const NONE: u32 = u32::MAX;
/// How far a row may be broken, relative to its largest factor.
const FEASIBLE: f64 = 1e-7;
/// Broken rows whose steepness is measured.
const SHORTLIST: usize = 8;
/// Least pivot.
const PIVOT: f64 = 1e-8;
/// Largest drift of tight rows before the inverse is computed anew.
const DRIFT: f64 = 1e-6;
/// Entries of the inverse, or options, that count as one more step of a pivot.
const PIVOT_WORK: u64 = 1 << 16;
/// Pivots before the inverse is computed anew.
const RENEW: u32 = 300;

/// How a solve ended.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::engine::algorithms) enum Relaxed {
    /// The relaxation is solved.
    Optimal,
    /// Its value is no better than what is asked for.
    Cut,
    /// It has no solution; a combination of rows that shows it.
    Void(Vec<(usize, f64)>),
    /// The pivots allowed were used up, or floating point gave in.
    Open,
}

/// Basis and duals; cheap to copy for a trial.
#[derive(Debug, Clone, Default)]
pub(in crate::engine::algorithms) struct Basis {
    /// Tight rows.
    rows: Vec<u32>,
    /// Basic options, as many.
    options: Vec<u32>,
    /// By basic option: its line of the inverse, over tight rows.
    inverse: Vec<Vec<f64>>,
    /// Duals of tight rows.
    duals: Vec<f64>,
    /// Reduced costs of all options; 0 for basic ones.
    reduced: Vec<f64>,
}

/// The relaxation of one program. See the [module](self).
#[derive(Debug)]
pub(in crate::engine::algorithms) struct Simplex {
    factors: Vec<f64>,
    column_factors: Vec<f64>,
    column_begins: Vec<usize>,
    rights: Vec<f64>,
    row_scale: Vec<f64>,
    weights: Vec<f64>,
    cost_scale: f64,
    costs: Vec<f64>,
    basis: Basis,
    row_place: Vec<u32>,
    option_place: Vec<u32>,
    solution: Vec<f64>,
    activity: Vec<f64>,
    sums: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    line: Vec<f64>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    since_renewal: u32,
    candidates: Vec<(f64, f64, u32)>,
    column: Vec<f64>,
    shortlist: Vec<(f64, usize, f64)>,
    slacks: Vec<f64>,
}

impl Simplex {
    pub(in crate::engine::algorithms) fn new(program: &Program) -> Self {
        let (rows, blocks, options) = (program.row_count(), program.block_count(), program.option_count());
        let all = rows + 2 * blocks;
        let mut row_scale = vec![1.0; rows];
        let mut weights = vec![1.0; all];
        let mut factors = Vec::new();
        for row in 0..rows {
            let largest = program.row(row).iter().map(|entry| entry.factor.unsigned_abs()).max().unwrap_or(1);
            row_scale[row] = 1.0 / largest as f64;
            let scaled = program.row(row).iter().map(|entry| entry.factor as f64 * row_scale[row]);
            weights[row] = 1.0 / scaled.clone().map(|factor| factor * factor).sum::<f64>().max(1e-9);
            factors.extend(scaled);
        }
        for block in 0..blocks {
            let weight = 1.0 / (program.options(block).len().max(1) as f64);
            weights[rows + block] = weight;
            weights[rows + blocks + block] = weight;
        }
        let mut column_begins = vec![0];
        let mut column_factors = Vec::new();
        for option in 0..options {
            let list = program.column(option).iter();
            column_factors.extend(list.map(|&(row, factor)| factor as f64 * row_scale[row as usize]));
            column_begins.push(column_factors.len());
        }
        let largest = (0..options).map(|option| program.value(option).unsigned_abs()).max().unwrap_or(1).max(1);
        let cost_scale = 1.0 / largest as f64;
        // Slightly different costs keep dual steps from being 0; bounds are evaluated with the true ones.
        let mut random = Random::new(1);
        let mut nudge = || (1.0 + (random.below(1 << 20) as f64) / f64::from(1 << 20)) * 1e-7;
        let costs: Vec<f64> = (0..options).map(|option| program.value(option) as f64 * cost_scale + nudge()).collect();
        Self {
            factors,
            column_factors,
            column_begins,
            rights: (0..rows).map(|row| program.right(row) as f64 * row_scale[row]).collect(),
            row_scale,
            weights,
            cost_scale,
            basis: Basis { reduced: costs.clone(), ..Basis::default() },
            costs,
            row_place: vec![NONE; all],
            option_place: vec![NONE; options],
            solution: vec![0.0; options],
            activity: vec![0.0; rows],
            sums: vec![0.0; blocks],
            lower: vec![0.0; options],
            upper: vec![1.0; options],
            line: vec![0.0; options],
            touched: Vec::new(),
            is_touched: vec![false; options],
            since_renewal: 0,
            candidates: Vec::new(),
            column: Vec::new(),
            shortlist: Vec::new(),
            slacks: Vec::new(),
        }
    }

    /// Value of each option in the last solution, between 0 and 1.
    pub(in crate::engine::algorithms) fn solution(&self) -> &[f64] {
        &self.solution
    }

    /// Value of the last solution, in ticks of the objective.
    pub(in crate::engine::algorithms) fn value(&self) -> f64 {
        let parts = self.solution.iter().zip(&self.costs).map(|(x, cost)| x * cost);
        parts.sum::<f64>() / self.cost_scale
    }

    /// Duals of the rows of the program, in ticks of the objective per unit of the row.
    pub(in crate::engine::algorithms) fn duals(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let list = self.basis.rows.iter().zip(&self.basis.duals);
        list.filter(|&(&row, _)| (row as usize) < self.rights.len()).map(|(&row, &dual)| {
            let row = row as usize;
            (row, dual * self.row_scale[row] / self.cost_scale)
        })
    }

    pub(in crate::engine::algorithms) fn save(&self, into: &mut Basis) {
        into.clone_from(&self.basis);
    }

    pub(in crate::engine::algorithms) fn restore(&mut self, from: &Basis) {
        self.forget_places();
        self.basis.clone_from(from);
        for (place, &row) in (0_u32..).zip(&self.basis.rows) {
            self.row_place[row as usize] = place;
        }
        for (place, &option) in (0_u32..).zip(&self.basis.options) {
            self.option_place[option as usize] = place;
        }
    }

    fn forget_places(&mut self) {
        for &row in &self.basis.rows {
            self.row_place[row as usize] = NONE;
        }
        for &option in &self.basis.options {
            self.option_place[option as usize] = NONE;
        }
    }

    /// Starts again from nothing.
    fn reset(&mut self) {
        self.forget_places();
        self.basis = Basis { reduced: self.costs.clone(), ..Basis::default() };
        self.since_renewal = 0;
    }

    /// Solves the relaxation within the domains, from the last basis; stops early once its value is at most `cutoff`, in
    /// ticks of the objective. A pivot is a step, or some where much is tight.
    pub(in crate::engine::algorithms) fn solve(
        &mut self,
        program: &Program,
        domains: &Domains,
        cutoff: Option<f64>,
        pivots: u32,
        run: &mut Run<'_>,
    ) -> Result<Relaxed, Stop> {
        for block in 0..program.block_count() {
            let settled = domains.is_settled(block);
            for option in program.options(block) {
                let open = domains.is_open(option);
                self.upper[option] = if open { 1.0 } else { 0.0 };
                self.lower[option] = if open && settled { 1.0 } else { 0.0 };
            }
        }
        let mut left = pivots;
        let mut resets = 0;
        loop {
            self.compute(program, domains);
            let drift = self.drift(domains);
            if drift > DRIFT || self.since_renewal > RENEW {
                if !self.renew(program) {
                    resets += 1;
                    if resets > 3 {
                        return Ok(Relaxed::Open);
                    }
                    self.reset();
                }
                self.compute(program, domains);
            }
            if cutoff.is_some_and(|cutoff| self.value() <= cutoff) {
                return Ok(Relaxed::Cut);
            }
            let Some(leaving) = self.broken(program, domains) else { return Ok(Relaxed::Optimal) };
            if left == 0 {
                return Ok(Relaxed::Open);
            }
            left -= 1;
            let size = self.basis.rows.len();
            run.advance(1 + (size * size) as u64 / PIVOT_WORK + self.line.len() as u64 / PIVOT_WORK)?;
            if let Some(ray) = self.pivot(program, leaving) {
                return Ok(ray);
            }
        }
    }

    /// The entries of a row, of a block's sum, or of its negated sum.
    fn for_row(&self, program: &Program, row: usize, mut visit: impl FnMut(usize, f64)) {
        let (rows, blocks) = (self.rights.len(), self.sums.len());
        if row < rows {
            let span = program.row_span(row);
            for (entry, &factor) in program.row(row).iter().zip(&self.factors[span]) {
                visit(entry.option as usize, factor);
            }
        } else {
            let (block, factor) = if row < rows + blocks { (row - rows, 1.0) } else { (row - rows - blocks, -1.0) };
            for option in program.options(block) {
                visit(option, factor);
            }
        }
    }

    /// The factors of an option in the tight rows.
    fn column_of(&self, program: &Program, option: usize, column: &mut Vec<f64>) {
        column.clear();
        column.resize(self.basis.rows.len(), 0.0);
        let begin = self.column_begins[option];
        for (at, &(row, _)) in program.column(option).iter().enumerate() {
            let place = self.row_place[row as usize];
            if place != NONE {
                column[place as usize] = self.column_factors[begin + at];
            }
        }
        let (rows, blocks, block) = (self.rights.len(), self.sums.len(), program.block(option));
        for (row, factor) in [(rows + block, 1.0), (rows + blocks + block, -1.0)] {
            let place = self.row_place[row];
            if place != NONE {
                column[place as usize] = factor;
            }
        }
    }

    fn right(&self, domains: &Domains, row: usize) -> f64 {
        let (rows, blocks) = (self.rights.len(), self.sums.len());
        if row < rows {
            self.rights[row]
        } else if row < rows + blocks {
            1.0
        } else if domains.may_be_out(row - rows - blocks) {
            0.0
        } else {
            -1.0
        }
    }

    /// Solution and activities from the basis.
    fn compute(&mut self, program: &Program, domains: &Domains) {
        let count = self.basis.rows.len();
        self.activity.fill(0.0);
        self.sums.fill(0.0);
        for option in 0..self.solution.len() {
            if self.option_place[option] == NONE {
                let at = if self.basis.reduced[option] > 0.0 { self.upper[option] } else { self.lower[option] };
                self.solution[option] = at;
                if at != 0.0 {
                    self.add(program, option, at);
                }
            }
        }
        let rest: Vec<f64> = (0..count)
            .map(|place| {
                let row = self.basis.rows[place] as usize;
                self.right(domains, row) - self.left(row)
            })
            .collect();
        for place in 0..count {
            let value = dot(&self.basis.inverse[place], &rest);
            let option = self.basis.options[place] as usize;
            self.solution[option] = value;
            self.add(program, option, value);
        }
    }

    fn add(&mut self, program: &Program, option: usize, value: f64) {
        let begin = self.column_begins[option];
        for (at, &(row, _)) in program.column(option).iter().enumerate() {
            self.activity[row as usize] += self.column_factors[begin + at] * value;
        }
        self.sums[program.block(option)] += value;
    }

    fn left(&self, row: usize) -> f64 {
        let (rows, blocks) = (self.rights.len(), self.sums.len());
        if row < rows {
            self.activity[row]
        } else if row < rows + blocks {
            self.sums[row - rows]
        } else {
            -self.sums[row - rows - blocks]
        }
    }

    /// How far tight rows are from being tight.
    fn drift(&self, domains: &Domains) -> f64 {
        let rows = self.basis.rows.iter().map(|&row| row as usize);
        rows.map(|row| (self.left(row) - self.right(domains, row)).abs()).fold(0.0, f64::max)
    }

    /// What is broken most, by steepest edge: a row, or a basic option outside its bounds. Of rows, only those that look
    /// worst by a fixed weight are measured.
    fn broken(&mut self, program: &Program, domains: &Domains) -> Option<Leaving> {
        let (rows, blocks) = (self.rights.len(), self.sums.len());
        let mut shortlist = std::mem::take(&mut self.shortlist);
        shortlist.clear();
        let mut look = |row: usize, over: f64| {
            if over > FEASIBLE && self.row_place[row] == NONE {
                let weight = over * over * self.weights[row];
                if shortlist.len() < SHORTLIST || shortlist.last().is_some_and(|&(least, ..)| weight > least) {
                    let at = shortlist.partition_point(|&(other, ..)| other >= weight);
                    shortlist.insert(at, (weight, row, over));
                    shortlist.truncate(SHORTLIST);
                }
            }
        };
        for row in 0..rows {
            look(row, self.activity[row] - self.rights[row]);
        }
        for block in (0..blocks).filter(|&block| program.options(block).len() > 1) {
            let floor = if domains.may_be_out(block) { 0.0 } else { 1.0 };
            look(rows + block, self.sums[block] - 1.0);
            look(rows + blocks + block, floor - self.sums[block]);
        }
        let mut worst = None;
        let mut most = 0.0;
        let mut slacks = std::mem::take(&mut self.slacks);
        for &(_, row, over) in &shortlist {
            self.slacks_of(program, row, &mut slacks);
            let weight = over * over / (1.0 + dot(&slacks, &slacks));
            if weight > most {
                most = weight;
                worst = Some(Leaving::Row(row, over));
            }
        }
        self.shortlist = shortlist;
        self.slacks = slacks;
        for (place, &option) in self.basis.options.iter().enumerate() {
            let option = option as usize;
            let value = self.solution[option];
            let (over, above) = if value > self.upper[option] {
                (value - self.upper[option], true)
            } else {
                (self.lower[option] - value, false)
            };
            if over > FEASIBLE {
                let line = &self.basis.inverse[place];
                let weight = over * over / dot(line, line).max(1e-12);
                if weight > most {
                    most = weight;
                    worst = Some(Leaving::Option { place, above, over });
                }
            }
        }
        worst
    }

    /// How a row falls as the slacks of tight rows rise.
    fn slacks_of(&self, program: &Program, row: usize, slacks: &mut Vec<f64>) {
        slacks.clear();
        slacks.resize(self.basis.rows.len(), 0.0);
        self.for_row(program, row, |option, factor| {
            let place = self.option_place[option];
            if place != NONE {
                add_scaled(slacks, &self.basis.inverse[place as usize], factor);
            }
        });
    }
}

/// What leaves the basis, and by how much it is broken.
#[derive(Debug, Clone, Copy)]
enum Leaving {
    /// The slack of a row.
    Row(usize, f64),
    /// A basic option, by place, above its upper bound or below its lower one.
    Option { place: usize, above: bool, over: f64 },
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_scaled(to: &mut [f64], from: &[f64], factor: f64) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}
