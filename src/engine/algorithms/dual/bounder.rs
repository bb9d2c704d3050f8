//! Exact bounds from integer multipliers.

use crate::engine::algorithms::program::{Domains, Program, Removal};
use crate::engine::certify::RowKey;

/// Multipliers of rows, with the scale Q of the objective they belong to; none of them 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::engine::algorithms) struct Multipliers {
    pub(in crate::engine::algorithms) list: Vec<(u32, i64)>,
}

impl Multipliers {
    /// By key, as a certificate takes them.
    pub(in crate::engine::algorithms) fn keyed<'a>(
        &'a self,
        program: &'a Program,
    ) -> impl Iterator<Item = (RowKey, i64)> + 'a {
        self.list.iter().map(|&(row, multiplier)| (program.key(row as usize), multiplier))
    }
}

/// Computes, for multipliers n and scale Q, U = Σ n·b + Σ over blocks of the largest Q·value − Σ n·f in its domain: no
/// plan within the domains is worth more than ⌊U/Q⌋. All in integers.
#[derive(Debug)]
pub(in crate::engine::algorithms) struct Bounder {
    scale: i64,
    /// Base and step of the values plans can have.
    base: i128,
    step: i128,
    /// Value of what is settled besides.
    settled: i128,
    rated: Vec<i128>,
    largest: Vec<i128>,
    total: i128,
}

impl Bounder {
    /// Chooses a scale that makes rounding of multipliers lose little.
    pub(in crate::engine::algorithms) fn new(program: &Program) -> Self {
        let magnitude = (0..program.row_count()).map(|row| program.magnitude(row)).max().unwrap_or(0).max(1);
        let worth: i128 = (0..program.block_count())
            .filter_map(|block| program.options(block).map(|option| i128::from(program.value(option)).abs()).max())
            .sum();
        // Q·Σ|value| stays below 2^120, and Q at most 2^60.
        let room = 120 - (128 - worth.leading_zeros() as i32);
        let wanted = 24 + (64 - magnitude.leading_zeros() as i32);
        let (mut base, mut step) = (0_i128, 0_i128);
        for block in 0..program.block_count() {
            let out = program.may_stay_out(block).then_some(0);
            let values = program.options(block).map(|option| i128::from(program.value(option)));
            let mut values = out.into_iter().chain(values);
            let Some(first) = values.next() else { continue };
            base += first;
            for value in values {
                step = gcd(step, (value - first).abs());
            }
        }
        Self {
            scale: 1 << wanted.clamp(30, 60).min(room),
            base,
            step,
            settled: program.settled_value(),
            rated: vec![0; program.option_count()],
            largest: vec![0; program.block_count()],
            total: 0,
        }
    }

    pub(in crate::engine::algorithms) fn scale(&self) -> i64 {
        self.scale
    }

    /// The largest value ⌊U/Q⌋ allows that plans can have.
    pub(in crate::engine::algorithms) fn value_of(&self, total: i128) -> i128 {
        self.rounded(total.div_euclid(i128::from(self.scale))) + self.settled
    }

    fn rounded(&self, bound: i128) -> i128 {
        if self.step == 0 { self.base } else { bound - (bound - self.base).rem_euclid(self.step) }
    }

    /// The total below which a plan cannot be better than this value: that of the least value above it that plans can have.
    pub(in crate::engine::algorithms) fn needed_to_beat(&self, value: i128) -> i128 {
        let value = value - self.settled;
        let next = if self.step == 0 { self.base.max(value + 1) } else { self.rounded(value) + self.step };
        next * i128::from(self.scale)
    }

    /// Rounds multipliers of the objective itself (scale 1) to this scale. `None` when exact sums could overflow.
    pub(in crate::engine::algorithms) fn round(
        &self,
        program: &Program,
        multipliers: impl Iterator<Item = (usize, f64)>,
    ) -> Option<Multipliers> {
        round(program, multipliers, self.scale as f64)
    }

    /// Rounds a direction, whatever its length. `None` when exact sums could overflow.
    pub(in crate::engine::algorithms) fn round_ray(
        program: &Program,
        multipliers: &[(usize, f64)],
    ) -> Option<Multipliers> {
        let largest = multipliers.iter().map(|&(_, multiplier)| multiplier).fold(0.0, f64::max);
        if largest > 0.0 { round(program, multipliers.iter().copied(), f64::from(1 << 30) / largest) } else { None }
    }

    /// Computes the total of multipliers over the domains. `None` when a block has nothing left.
    pub(in crate::engine::algorithms) fn evaluate(
        &mut self,
        program: &Program,
        domains: &Domains,
        multipliers: &Multipliers,
    ) -> Option<i128> {
        self.total = self.price(program, domains, multipliers, self.scale)?;
        Some(self.total)
    }

    /// Whether these multipliers prove that the domains hold no plan at all.
    pub(in crate::engine::algorithms) fn is_void(
        &mut self,
        program: &Program,
        domains: &Domains,
        multipliers: &Multipliers,
    ) -> bool {
        self.price(program, domains, multipliers, 0).is_none_or(|total| total < 0)
    }

    fn price(&mut self, program: &Program, domains: &Domains, multipliers: &Multipliers, scale: i64) -> Option<i128> {
        for (option, rated) in self.rated.iter_mut().enumerate() {
            *rated = i128::from(scale) * i128::from(program.value(option));
        }
        let mut total = 0;
        for &(row, multiplier) in &multipliers.list {
            total += i128::from(multiplier) * i128::from(program.right(row as usize));
            for entry in program.row(row as usize) {
                self.rated[entry.option as usize] -= i128::from(multiplier) * i128::from(entry.factor);
            }
        }
        for block in 0..program.block_count() {
            let open = program.options(block).filter(|&option| domains.is_open(option));
            let out = domains.may_be_out(block).then_some(0);
            let largest = open.map(|option| self.rated[option]).chain(out).max()?;
            self.largest[block] = largest;
            total += largest;
        }
        Some(total)
    }

    /// Takes out every option with which, by the last evaluation, no total reaches what is needed. Returns how many.
    pub(in crate::engine::algorithms) fn fix(&self, program: &Program, domains: &mut Domains, needed: i128) -> usize {
        let mut removed = 0;
        for block in 0..program.block_count() {
            if domains.is_settled(block) {
                continue;
            }
            let rest = self.total - self.largest[block];
            for option in program.options(block) {
                if domains.is_open(option) && rest + self.rated[option] < needed {
                    domains.remove(program, Removal::Option(option as u32));
                    removed += 1;
                }
            }
            if domains.may_be_out(block) && rest < needed {
                domains.remove(program, Removal::Out(block as u32));
                removed += 1;
            }
        }
        removed
    }

    /// What an option adds by the last evaluation, against what its block adds at best: 0 for the best, negative for others.
    pub(in crate::engine::algorithms) fn regret(&self, program: &Program, option: usize) -> i128 {
        self.rated[option] - self.largest[program.block(option)]
    }

    /// What being out adds by the last evaluation, against what the block adds at best.
    pub(in crate::engine::algorithms) fn out_regret(&self, block: usize) -> i128 {
        -self.largest[block]
    }
}

fn round(program: &Program, multipliers: impl Iterator<Item = (usize, f64)>, scale: f64) -> Option<Multipliers> {
    let mut list = Vec::new();
    let mut sum = 0_i128;
    for (row, multiplier) in multipliers {
        let scaled = (multiplier * scale).round();
        if scaled >= 1.0 {
            // A multiplier beyond 2^61 is cut; that can only weaken the bound.
            let whole = scaled.min(2_f64.powi(61)) as i64;
            sum += i128::from(whole) * i128::from(program.magnitude(row));
            if sum >= 1 << 124 {
                return None;
            }
            list.push((row as u32, whole));
        }
    }
    Some(Multipliers { list })
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
