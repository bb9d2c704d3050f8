//! Subgradient ascent: multipliers that come near the best ones, at a cost linear in the entries.

use crate::engine::algorithms::program::{Domains, Program};
use crate::engine::run::{Run, Stop};

/// Weight of the last direction in the next one.
const MEMORY: f64 = 0.7;
/// Iterations without improvement before the step is halved.
const PATIENCE: u32 = 8;
/// Relative step length at which nothing more is gained.
const SHORTEST: f64 = 1e-3;

/// Subgradient ascent on the Lagrangian dual, with Polyak's step towards a target and a direction that remembers the last
/// one (Camerini, Fratta, Maffioli 1975).
#[derive(Debug)]
pub(in crate::engine::algorithms) struct Ascent {
    /// Multipliers of rows scaled so that their largest factor is 1.
    multipliers: Vec<f64>,
    best: Vec<f64>,
    /// Lowest bound so far, in ticks of the objective.
    bound: f64,
    row_scale: Vec<f64>,
    direction: Vec<f64>,
    rated: Vec<f64>,
    activity: Vec<f64>,
}

impl Ascent {
    pub(in crate::engine::algorithms) fn new(program: &Program) -> Self {
        let rows = program.row_count();
        let largest = |row| program.row(row).iter().map(|entry| entry.factor.unsigned_abs()).max().unwrap_or(1);
        Self {
            multipliers: vec![0.0; rows],
            best: vec![0.0; rows],
            bound: f64::INFINITY,
            row_scale: (0..rows).map(|row| 1.0 / largest(row) as f64).collect(),
            direction: vec![0.0; rows],
            rated: vec![0.0; program.option_count()],
            activity: vec![0.0; rows],
        }
    }

    /// The best multipliers so far, in ticks of the objective per unit of the row.
    pub(in crate::engine::algorithms) fn duals(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.best.iter().zip(&self.row_scale).map(|(dual, scale)| dual * scale).enumerate()
    }

    /// Climbs for so many iterations at most, each one step. The target is the value of a plan where one is known.
    pub(in crate::engine::algorithms) fn climb(
        &mut self,
        program: &Program,
        domains: &Domains,
        target: Option<f64>,
        iterations: u32,
        run: &mut Run<'_>,
    ) -> Result<(), Stop> {
        let mut length = 1.0;
        let mut waiting = 0;
        for _ in 0..iterations {
            run.step()?;
            let bound = self.evaluate(program, domains);
            if self.bound.is_infinite() || bound < self.bound - 1e-9 * self.bound.abs() {
                self.bound = bound;
                self.best.copy_from_slice(&self.multipliers);
                waiting = 0;
            } else {
                waiting += 1;
                if waiting >= PATIENCE {
                    waiting = 0;
                    length *= 0.5;
                    self.multipliers.copy_from_slice(&self.best);
                    self.direction.fill(0.0);
                    if length < SHORTEST {
                        break;
                    }
                    continue;
                }
            }
            let aim = target.unwrap_or(self.bound - 0.1 * self.bound.abs()).min(bound - 1e-9);
            let mut norm = 0.0;
            for row in 0..self.direction.len() {
                let over = self.activity[row] - program.right(row) as f64 * self.row_scale[row];
                let direction = MEMORY * self.direction[row] + (1.0 - MEMORY) * over;
                self.direction[row] = direction;
                if direction > 0.0 || self.multipliers[row] > 0.0 {
                    norm += direction * direction;
                }
            }
            if norm < 1e-18 {
                break;
            }
            let step = length * (bound - aim) / norm;
            for (multiplier, direction) in self.multipliers.iter_mut().zip(&self.direction) {
                *multiplier = (*multiplier + step * direction).max(0.0);
            }
        }
        Ok(())
    }

    /// The bound of the multipliers; the activities of the options that give it.
    fn evaluate(&mut self, program: &Program, domains: &Domains) -> f64 {
        for (option, rated) in self.rated.iter_mut().enumerate() {
            *rated = program.value(option) as f64;
        }
        let mut bound = 0.0;
        for (row, &multiplier) in self.multipliers.iter().enumerate() {
            if multiplier > 0.0 {
                let price = multiplier * self.row_scale[row];
                bound += price * program.right(row) as f64;
                for entry in program.row(row) {
                    self.rated[entry.option as usize] -= price * entry.factor as f64;
                }
            }
        }
        self.activity.fill(0.0);
        for block in 0..program.block_count() {
            let mut largest = if domains.may_be_out(block) { Some((0.0, None)) } else { None };
            for option in program.options(block).filter(|&option| domains.is_open(option)) {
                if largest.is_none_or(|(most, _)| self.rated[option] > most) {
                    largest = Some((self.rated[option], Some(option)));
                }
            }
            let Some((most, option)) = largest else { continue };
            bound += most;
            for &(row, factor) in option.map_or(&[][..], |option| program.column(option)) {
                self.activity[row as usize] += factor as f64 * self.row_scale[row as usize];
            }
        }
        bound
    }
}
