//! How many parts a better choice can have, and the multiplier that makes most of it.

use super::kernel::Part;
use super::order::{Cardinality, Order};

/// Evaluations of one multiplier search.
const TRIES: usize = 60;

/// Adds up amounts in the order given and says how many stay within the limit.
fn count(mut amounts: Vec<i64>, limit: i64, descending: bool) -> i64 {
    amounts.sort_unstable();
    if descending {
        amounts.reverse();
    }
    let mut sum = 0;
    let within = amounts.iter().take_while(|&&amount| {
        sum += amount;
        sum <= limit
    });
    within.count() as i64
}

/// The most parts that fit.
pub(super) fn most(parts: &[Part], capacity: i64) -> i64 {
    count(parts.iter().map(|part| part.weight).collect(), capacity, false)
}

/// The fewest parts that bring more than `profit`.
pub(super) fn fewest(parts: &[Part], profit: i64) -> i64 {
    count(parts.iter().map(|part| part.profit).collect(), profit, true) + 1
}

/// The two halves of the problem: choices of no more parts than the linear choice has whole, and choices of more. Each
/// with the multiplier that lowers its linear bound most; a half that holds nothing better than `profit` is left out.
pub(super) fn halves(plain: &Order, profit: i64) -> Vec<Order> {
    let split = plain.split as i64;
    let (most, fewest) = (most(&plain.parts, plain.capacity), fewest(&plain.parts, profit));
    let mut halves = Vec::new();
    let (at_most, at_least) = (split.min(most), fewest.max(split + 1));
    if fewest <= at_most {
        halves.push(tuned(plain, at_most, 1));
    }
    if at_least <= most {
        halves.push(tuned(plain, at_least, -1));
    }
    halves.retain(|half| half.bound() > profit);
    halves.sort_by_key(|half| -half.bound());
    halves
}

/// Searches the multiplier at which the linear choice has `count` parts. Floats guide it; the order it gives is exact.
fn tuned(plain: &Order, count: i64, side: i64) -> Order {
    let parts = &plain.parts;
    let largest = (1_i64 << 60) / (parts.len() as i64 + 1);
    let mut scratch = Scratch::new(parts);
    let mut surplus = |multiplier: i64| {
        let multiplier = (side * multiplier) as f64;
        let room = plain.capacity as f64 + multiplier * count as f64;
        side as f64 * (scratch.linear(parts, multiplier, room).0 - count as f64)
    };
    let (mut low, mut low_surplus) = (0, surplus(0));
    if low_surplus <= 0.0 {
        return plain.clone();
    }
    let guess = ((trend(parts) * side as f64) as i64).clamp(1, largest);
    let mut high = guess;
    let mut high_surplus = surplus(high);
    while high_surplus > 0.0 && high < largest {
        (low, low_surplus) = (high, high_surplus);
        // First a little beyond the guess, then ever farther.
        let farther = if high > 2 * guess { 2 * high } else { high + high / 16 + 1 };
        high = farther.min(largest);
        high_surplus = surplus(high);
    }
    if high_surplus <= 0.0 && low == 0 {
        let below = high - high / 16 - 1;
        let found = surplus(below);
        if found > 0.0 {
            (low, low_surplus) = (below, found);
        } else {
            (high, high_surplus) = (below, found);
        }
    }
    for round in 0..TRIES {
        if high - low <= 1 {
            break;
        }
        let middle = if round % 3 == 2 {
            low + (high - low) / 2
        } else {
            let share = low_surplus / (low_surplus - high_surplus).max(f64::MIN_POSITIVE);
            low + ((high - low) as f64 * share.clamp(0.0, 1.0)) as i64
        };
        let middle = middle.clamp(low + 1, high - 1);
        let found = surplus(middle);
        if found > 0.0 {
            (low, low_surplus) = (middle, found);
        } else {
            (high, high_surplus) = (middle, found);
        }
    }
    // The bound is convex in the multiplier, so one of the two next to the turn is the best. At the higher one more parts
    // may bring the same for their load, which tells nothing of their places.
    let shift = |multiplier: i64| (side * multiplier) as f64;
    let mut bound = |shift: f64| scratch.linear(parts, shift, plain.capacity as f64 + shift * count as f64).1;
    let multiplier = side * if bound(shift(low)) < bound(shift(high)) + 1.0 { low } else { high };
    Order::new(parts.clone(), plain.capacity, Cardinality { count, multiplier })
}

/// The constant of the line that fits profit over weight best, by the slope: where profit grows with weight, the
/// multiplier at which all parts are worth the same.
fn trend(parts: &[Part]) -> f64 {
    let count = parts.len().max(1) as f64;
    let mean = |amount: fn(&Part) -> i64| parts.iter().map(|part| amount(part) as f64).sum::<f64>() / count;
    let (profit, weight) = (mean(|part| part.profit), mean(|part| part.weight));
    let (mut joint, mut square) = (0.0, 0.0);
    for part in parts {
        let off = part.weight as f64 - weight;
        joint += off * (part.profit as f64 - profit);
        square += off * off;
    }
    if joint > 0.0 { profit * square / joint - weight } else { 0.0 }
}

/// Ratios of the parts, rearranged again and again.
struct Scratch {
    ratios: Vec<(f64, f64)>,
}

impl Scratch {
    fn new(parts: &[Part]) -> Self {
        Self { ratios: Vec::with_capacity(parts.len()) }
    }

    /// Number of parts, the last one in part, and profit of the linear choice with this multiplier.
    fn linear(&mut self, parts: &[Part], multiplier: f64, mut room: f64) -> (f64, f64) {
        let (mut count, mut profit) = (0.0, 0.0);
        self.ratios.clear();
        for part in parts {
            let load = part.weight as f64 + multiplier;
            if load <= 0.0 {
                room -= load;
                count += 1.0;
                profit += part.profit as f64;
            } else {
                self.ratios.push((part.profit as f64 / load, load));
            }
        }
        // The densest that fit, by halving.
        let mut rest = self.ratios.as_mut_slice();
        while rest.len() > 1 {
            let middle = rest.len() / 2;
            rest.select_nth_unstable_by(middle, |one, other| other.0.total_cmp(&one.0));
            let load: f64 = rest[..middle].iter().map(|&(_, load)| load).sum();
            if load <= room {
                room -= load;
                count += middle as f64;
                profit += rest[..middle].iter().map(|&(ratio, load)| ratio * load).sum::<f64>();
                rest = &mut rest[middle..];
            } else {
                rest = &mut rest[..middle];
            }
        }
        if let Some(&(ratio, load)) = rest.first() {
            let share = (room / load).clamp(0.0, 1.0);
            count += share;
            profit += share * ratio * load;
        }
        (count, profit)
    }
}
