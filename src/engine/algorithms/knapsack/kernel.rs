//! What is left of a knapsack when the obvious is settled.

use super::Item;

/// Sums of magnitudes stay below this, so that products of two of them fit an `i128`.
const EXACT: i64 = 1 << 61;

/// An item whose profit and weight are positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) profit: i64,
    pub(super) weight: i64,
    /// Position in the list given.
    pub(super) item: u32,
}

/// A knapsack of positive profits and weights, each weight within the capacity, divided by what all have in common.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    pub(super) parts: Vec<Part>,
    pub(super) capacity: i64,
    /// Whether each item is in where the kernel leaves its part out. A part that is taken turns it round.
    taken: Vec<bool>,
    /// Profit of `taken`.
    base: i64,
    /// What all profits of parts are multiples of.
    unit: i64,
}

impl Kernel {
    /// Settles what can be told from signs and sizes; `None` where the sums are beyond the exact range.
    ///
    /// An item of negative weight goes in, and taking its part takes it out again. The capacity is negative where
    /// nothing fits.
    pub(super) fn new(items: &[Item], capacity: i64) -> Option<Self> {
        u32::try_from(items.len()).ok()?;
        let mut sums = [0_i64, capacity.checked_abs()?];
        for item in items {
            for (sum, amount) in sums.iter_mut().zip([item.profit, item.weight]) {
                *sum = sum.checked_add(amount.checked_abs()?).filter(|&sum| sum < EXACT)?;
            }
        }
        let mut kernel = Self { parts: Vec::new(), capacity, taken: vec![false; items.len()], base: 0, unit: 1 };
        for (position, &Item { profit, weight }) in items.iter().enumerate() {
            let item = position as u32;
            if weight < 0 || (weight == 0 && profit > 0) {
                kernel.taken[position] = true;
                kernel.capacity -= weight;
                kernel.base += profit;
                if profit < 0 {
                    kernel.parts.push(Part { profit: -profit, weight: -weight, item });
                }
            } else if profit > 0 {
                kernel.parts.push(Part { profit, weight, item });
            }
        }
        let capacity = kernel.capacity;
        kernel.parts.retain(|part| part.weight <= capacity);
        let common = |amount: fn(&Part) -> i64| kernel.parts.iter().map(amount).fold(0, gcd).max(1);
        let (profit, weight) = (common(|part| part.profit), common(|part| part.weight));
        for part in &mut kernel.parts {
            part.profit /= profit;
            part.weight /= weight;
        }
        kernel.unit = profit;
        kernel.capacity = capacity.div_euclid(weight);
        Some(kernel)
    }

    /// Whether each item is in, given whether each part is taken.
    pub(super) fn unturned(&self, parts: &[bool]) -> Vec<bool> {
        self.taken.iter().zip(parts).map(|(taken, turned)| taken ^ turned).collect()
    }

    /// A profit of parts, or a bound on it, in the profits given.
    pub(super) fn profit(&self, parts: i64) -> i64 {
        self.base + self.unit * parts
    }
}

pub(super) fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
