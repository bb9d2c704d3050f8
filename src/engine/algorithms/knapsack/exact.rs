//! The pure function: items and a capacity in, a choice and a bound out.

use super::cardinality::halves;
use super::kernel::{Kernel, gcd};
use super::meet::meet;
use super::order::{Cardinality, Order};
use super::search::{Best, End, search};
use super::{Item, STATES, Watch, dominance};
use std::ops::ControlFlow;

/// States of the first attempt, which does without anything that takes time.
const FEW: usize = 1 << 14;
/// States of one list, past which two lists take over.
const MANY: usize = 1 << 18;

/// What stands behind a bound on a knapsack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Proof {
    /// The linear relaxation, its bound rounded down.
    Linear,
    /// The linear relaxation with one row on the number of items, which is at most, or at least, so many; where both
    /// are possible, the higher bound of the two.
    Cardinality,
    /// A completed search.
    Search,
    /// A search that was stopped: no choice brings more if the search is right. The other three mean that the choice is
    /// the best.
    Stopped,
}

/// A choice of items, and what no choice exceeds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Packing {
    /// By item: whether it is in.
    pub taken: Vec<bool>,
    /// What the choice brings.
    pub profit: i64,
    /// What no choice exceeds.
    pub bound: i64,
    /// What stands behind the bound.
    pub proof: Proof,
    /// The price of the capacity at which the linear bound is reached: so much profit for so much weight, as the break
    /// item has them, in lowest terms. Of profit 0 where everything worth it fits.
    pub price: Item,
}

/// The sum of all profits, or of all weights and the capacity, is 2⁶¹ or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the profits, or the weights and the capacity, add up to 2^61 or more")]
pub struct Overflow;

/// Watches nothing.
struct Unwatched;

impl Watch for Unwatched {
    fn advance(&mut self, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn found(&mut self, _: &[bool]) {}
}

/// Packs items of the most profit within a capacity; `None` where even the lightest choice is too heavy, which takes
/// negative weights or a negative capacity. See [`Knapsack`](super::Knapsack) for the method.
///
/// ```
/// use portefeuille::engine::algorithms::knapsack::{Item, Proof, pack};
///
/// let items = [(9, 8), (8, 7), (6, 5), (5, 4)].map(|(profit, weight)| Item { profit, weight });
/// let packing = pack(&items, 15)?.expect("nothing at all would fit");
/// assert_eq!((packing.profit, packing.bound), (17, 17));
/// assert_ne!(packing.proof, Proof::Stopped);
/// # Ok::<(), portefeuille::engine::algorithms::knapsack::Overflow>(())
/// ```
pub fn pack(items: &[Item], capacity: i64) -> Result<Option<Packing>, Overflow> {
    pack_watched(items, capacity, STATES, &mut Unwatched)
}

/// As [`pack`], with at most so many states held at once, and a watch that may stop it: then the choice is the best found.
pub fn pack_watched(
    items: &[Item],
    capacity: i64,
    states: usize,
    watch: &mut dyn Watch,
) -> Result<Option<Packing>, Overflow> {
    let kernel = Kernel::new(items, capacity).ok_or(Overflow)?;
    if kernel.capacity < 0 {
        return Ok(None);
    }
    let plain = Order::new(kernel.parts.clone(), kernel.capacity, Cardinality::default());
    let price = plain.parts.get(plain.split).map_or(Item { profit: 0, weight: 1 }, |part| {
        let Item { profit, weight } = items[part.item as usize];
        let common = gcd(profit, weight).abs().max(1);
        Item { profit: profit.abs() / common, weight: weight.abs() / common }
    });
    let mut best = Best::new(items.len());
    let (bound, proof) = close(plain, states.max(1), &mut best, &mut Turned { kernel: &kernel, watch });
    Ok(Some(Packing {
        taken: kernel.unturned(&best.taken),
        profit: kernel.profit(best.profit),
        bound: kernel.profit(bound),
        proof,
        price,
    }))
}

/// Tells a watch of items what is found of parts.
struct Turned<'a> {
    kernel: &'a Kernel,
    watch: &'a mut dyn Watch,
}

impl Watch for Turned<'_> {
    fn advance(&mut self, steps: u64) -> ControlFlow<()> {
        self.watch.advance(steps)
    }

    fn found(&mut self, taken: &[bool]) {
        self.watch.found(&self.kernel.unturned(taken));
    }
}

/// Searches in stages, each dearer than the one before, until the bound meets the best or the search is stopped.
fn close(plain: Order, states: usize, best: &mut Best, watch: &mut dyn Watch) -> (i64, Proof) {
    let mut root = (plain.bound(), Proof::Linear);
    let all = vec![true; plain.parts.len()];
    let mut left = match search(&plain, &all, FEW.min(states), best, &mut Quiet(watch)) {
        End::Complete => best.profit,
        End::Stopped(bound) => bound,
        End::Full(bound) => {
            watch.found(&best.taken);
            let mut halves = halves(&plain, best.profit);
            let halved = halves.iter().map(Order::bound).max().unwrap_or(best.profit);
            // A short search of each half is worth it for the choices it finds alone.
            halves.retain(|half| search(half, &all, (FEW / 4).min(states), best, &mut Quiet(watch)) != End::Complete);
            halves.retain(|half| half.bound() > best.profit);
            let gap = plain.bound() - best.profit;
            let narrowed = halves.iter().map(|half| half.bound() - best.profit).max().unwrap_or(0);
            watch.found(&best.taken);
            // One half is less work than the whole; two are worth it where they narrow the gap.
            let orders = if halves.len() < 2 || 4 * i128::from(narrowed) <= 3 * i128::from(gap) {
                root = root.min((halved.max(best.profit), Proof::Cardinality));
                halves
            } else {
                vec![plain]
            };
            let ends: Vec<_> = orders.iter().map(|order| thorough(order, states, best, watch)).collect();
            let open = |end: &End| match end {
                End::Complete => None,
                End::Full(bound) | End::Stopped(bound) => Some(*bound),
            };
            ends.iter().filter_map(open).max().map_or(best.profit, |open| open.min(bound))
        }
    };
    left = left.max(best.profit);
    if root.0 <= best.profit {
        (best.profit, root.1)
    } else if left <= best.profit {
        (best.profit, Proof::Search)
    } else {
        (left.min(root.0), Proof::Stopped)
    }
}

/// Searches with everything there is.
fn thorough(order: &Order, states: usize, best: &mut Best, watch: &mut dyn Watch) -> End {
    if order.bound() <= best.profit {
        return End::Complete;
    }
    let open = dominance::open(order, best.profit);
    match search(order, &open, MANY.min(states), best, watch) {
        End::Full(_) => {
            let open = dominance::open(order, best.profit);
            meet(order, &open, states, best, watch)
        }
        end => end,
    }
}

/// Passes steps on, and keeps what is found to itself.
struct Quiet<'a>(&'a mut dyn Watch);

impl Watch for Quiet<'_> {
    fn advance(&mut self, steps: u64) -> ControlFlow<()> {
        self.0.advance(steps)
    }

    fn found(&mut self, _: &[bool]) {}
}
