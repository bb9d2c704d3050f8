//! The Lagrangian bound: multipliers in floating point, what they prove in integers.

use super::system::{Domains, System};
use crate::engine::certify::RowKey;
use crate::engine::run::{Run, Stop};

/// Multipliers stay below this.
const MULTIPLIER: i64 = 1 << 61;
/// Entries of columns that count as one step.
const ENTRIES: usize = 1024;

/// Prices of rows, each row divided by its largest entry, and what they led to last.
#[derive(Debug, Clone)]
pub(super) struct Multipliers {
    prices: Vec<f64>,
}

/// What integer multipliers prove about what is left.
pub(super) struct Exact {
    /// No plan that is left is worth more.
    pub(super) bound: i128,
    total: i128,
    parts: Vec<i128>,
    largest: Vec<i128>,
}

/// The relaxation with every row priced.
pub(super) struct Lagrangian<'a> {
    system: &'a System,
    /// Columns divided by the scale of their rows.
    columns: Vec<Vec<(usize, f64)>>,
    rights: Vec<f64>,
    scales: Vec<f64>,
    /// Multipliers are integers over this.
    scale: i64,
    /// All values of plans are congruent to `base` modulo `lattice`; 0 when they are all equal.
    base: i128,
    lattice: u64,
    /// How often each alternative was the best of late.
    pub(super) shares: Vec<f64>,
    /// Value less prices of each alternative at the last multipliers looked at.
    pub(super) rewards: Vec<f64>,
}

impl<'a> Lagrangian<'a> {
    pub(super) fn new(system: &'a System) -> Self {
        let mut scales = vec![1_i128; system.rows.len()];
        let mut widths: Vec<_> = system.rows.iter().map(|row| row.right.unsigned_abs()).collect();
        for alternative in &system.alternatives {
            for &(row, amount) in &alternative.column {
                scales[row] = scales[row].max(amount.abs());
            }
        }
        let (mut base, mut lattice) = (0, 0);
        for range in &system.blocks {
            let alternatives = &system.alternatives[range.clone()];
            let Some(first) = alternatives.first() else { continue };
            base += i128::from(first.value);
            for alternative in alternatives {
                lattice = gcd(lattice, alternative.value.abs_diff(first.value));
            }
        }
        for (width, scale) in widths.iter_mut().zip(&scales) {
            *width = width.saturating_add(scale.unsigned_abs());
        }
        // Rounding a multiplier moves the bound by at most its row's width over twice the scale.
        let widest = widths.iter().fold(1_u128, |sum, &width| sum.saturating_add(width));
        let bits = (128 - widest.leading_zeros() + 4).clamp(16, 58);
        let scales: Vec<_> = scales.into_iter().map(|scale| scale as f64).collect();
        let columns = system.alternatives.iter().map(|alternative| {
            alternative.column.iter().map(|&(row, amount)| (row, amount as f64 / scales[row])).collect()
        });
        Self {
            system,
            columns: columns.collect(),
            rights: system.rows.iter().zip(&scales).map(|(row, scale)| row.right as f64 / scale).collect(),
            scales,
            scale: 1 << bits,
            base,
            lattice,
            shares: vec![0.0; system.alternatives.len()],
            rewards: vec![0.0; system.alternatives.len()],
        }
    }

    /// All prices 0.
    pub(super) fn start(&self) -> Multipliers {
        Multipliers { prices: vec![0.0; self.rights.len()] }
    }

    /// Steps one evaluation counts for.
    fn effort(&self) -> u64 {
        (1 + self.system.entries / ENTRIES) as u64
    }

    /// The bound at some prices, and into `slack` what the best alternatives leave of each row.
    fn evaluate(&mut self, domains: &Domains<'_>, prices: &[f64], slack: &mut [f64], weight: f64) -> f64 {
        let mut bound: f64 = prices.iter().zip(&self.rights).map(|(price, right)| price * right).sum();
        slack.copy_from_slice(&self.rights);
        for block in 0..self.system.blocks.len() {
            let mut best = (f64::NEG_INFINITY, None);
            for alternative in domains.of(block) {
                let paid: f64 = self.columns[alternative].iter().map(|&(row, amount)| prices[row] * amount).sum();
                let reward = self.system.alternatives[alternative].value as f64 - paid;
                self.rewards[alternative] = reward;
                self.shares[alternative] *= 1.0 - weight;
                if reward > best.0 {
                    best = (reward, Some(alternative));
                }
            }
            let (reward, Some(chosen)) = best else { continue };
            bound += reward;
            self.shares[chosen] += weight;
            for &(row, amount) in &self.columns[chosen] {
                slack[row] -= amount;
            }
        }
        bound
    }

    /// Lowers the bound by subgradient steps of Polyak's length; the best multipliers seen.
    pub(super) fn descend(
        &mut self,
        run: &mut Run<'_>,
        domains: &Domains<'_>,
        from: &Multipliers,
        iterations: usize,
        mut length: f64,
    ) -> (Multipliers, Result<(), Stop>) {
        let rows = self.rights.len();
        let mut prices = from.prices.clone();
        let (mut best, mut lowest) = (prices.clone(), f64::INFINITY);
        let (mut slack, mut direction) = (vec![0.0; rows], vec![0.0; rows]);
        let mut idle = 0;
        for iteration in 0..iterations {
            if let Err(stop) = run.advance(self.effort()) {
                return (Multipliers { prices: best }, Err(stop));
            }
            let weight = if iteration == 0 { 1.0 } else { 0.1 };
            let bound = self.evaluate(domains, &prices, &mut slack, weight);
            if bound < lowest - 1e-9 * lowest.abs().min(1e12) {
                lowest = bound;
                best.copy_from_slice(&prices);
                idle = 0;
            } else {
                idle += 1;
                if idle == 12 {
                    idle = 0;
                    length *= 0.8;
                    prices.copy_from_slice(&best);
                    direction.fill(0.0);
                    continue;
                }
            }
            let target = run.value().map_or(lowest - 0.05 * lowest.abs() - 1.0, |value| value as f64);
            let mut norm = 0.0;
            for row in 0..rows {
                // A row without a price that is kept has nothing to say.
                let push = if prices[row] <= 0.0 && slack[row] > 0.0 { 0.0 } else { slack[row] };
                direction[row] = push + 0.5 * direction[row];
                norm += direction[row] * direction[row];
            }
            if norm <= 1e-12 || length < 1e-4 || bound <= target {
                break;
            }
            let stride = length * (bound - target) / norm;
            for row in 0..rows {
                prices[row] = (prices[row] - stride * direction[row]).max(0.0);
            }
        }
        self.evaluate(domains, &best, &mut slack, 0.1);
        (Multipliers { prices: best }, Ok(()))
    }

    /// The multiplier of a row as an integer over the scale.
    fn round(&self, multipliers: &Multipliers, row: usize) -> i64 {
        let multiplier = multipliers.prices[row] / self.scales[row] * self.scale as f64;
        (multiplier.round() as i64).clamp(0, MULTIPLIER)
    }

    /// Scale and integer multipliers, for a certificate.
    pub(super) fn integers(&self, multipliers: &Multipliers) -> (i64, Vec<(RowKey, i64)>) {
        let rows = self.system.rows.iter().enumerate();
        (self.scale, rows.map(|(ix, row)| (row.key, self.round(multipliers, ix))).collect())
    }

    /// What the multipliers prove about what is left, in integers; `None` beyond exact arithmetic.
    pub(super) fn exact(&self, domains: &Domains<'_>, multipliers: &Multipliers) -> Option<Exact> {
        let scale = i128::from(self.scale);
        let integers: Vec<_> = (0..self.rights.len()).map(|row| i128::from(self.round(multipliers, row))).collect();
        let mut total = 0_i128;
        for (&multiplier, row) in integers.iter().zip(&self.system.rows) {
            total = total.checked_add(multiplier.checked_mul(row.right)?)?;
        }
        let mut parts = vec![0; self.system.alternatives.len()];
        let mut largest = Vec::with_capacity(self.system.blocks.len());
        for block in 0..self.system.blocks.len() {
            let mut best = None;
            for ix in domains.of(block) {
                let alternative = &self.system.alternatives[ix];
                let mut part = scale.checked_mul(i128::from(alternative.value))?;
                for &(row, amount) in &alternative.column {
                    if integers[row] != 0 {
                        part = part.checked_sub(integers[row].checked_mul(amount)?)?;
                    }
                }
                parts[ix] = part;
                best = best.max(Some(part));
            }
            largest.push(best?);
            total = total.checked_add(best?)?;
        }
        Some(Exact { bound: self.on_lattice(total)?, total, parts, largest })
    }

    /// Most a plan is worth whose value times the scale is at most this.
    fn on_lattice(&self, total: i128) -> Option<i128> {
        if self.lattice == 0 {
            return Some(self.base);
        }
        let lattice = i128::from(self.lattice);
        let over = total.div_euclid(i128::from(self.scale)).checked_sub(self.base)?;
        Some(self.base + over.div_euclid(lattice) * lattice)
    }

    /// The bound that remains when a block takes this alternative, which is left.
    pub(super) fn bound_with(&self, exact: &Exact, block: usize, alternative: usize) -> Option<i128> {
        let regret = exact.largest[block].checked_sub(exact.parts[alternative])?;
        self.on_lattice(exact.total.checked_sub(regret)?)
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
