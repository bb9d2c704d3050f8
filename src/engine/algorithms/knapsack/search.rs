//! The core: parts are decided one by one, those first whose place is least certain.

use super::Watch;
use super::order::Order;
use super::states::{Gauge, Price, State, States, Turn};

/// States at the first look for a better choice by pairing; the next one comes when there are twice as many.
const FIRST_PAIRING: usize = 32;
/// States that make one step.
pub(super) const STATES_PER_STEP: usize = 256;

/// The best choice known.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub(super) profit: i64,
    /// By item: whether its part is taken.
    pub(super) taken: Vec<bool>,
}

impl Best {
    /// Nothing taken of so many items.
    pub(super) fn new(items: usize) -> Self {
        Self { profit: 0, taken: vec![false; items] }
    }

    /// Replaces the choice by the break solution with these parts turned round.
    pub(super) fn replace(&mut self, order: &Order, profit: i64, turned: &[u32]) {
        self.profit = profit;
        for (position, part) in order.parts.iter().enumerate() {
            self.taken[part.item as usize] = position < order.split;
        }
        for &position in turned {
            let taken = &mut self.taken[order.parts[position as usize].item as usize];
            *taken = !*taken;
        }
    }
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Nothing better is left.
    Complete,
    /// More states than asked for. No choice brings more than this.
    Full(i64),
    /// The watch asked to stop. No choice brings more than this.
    Stopped(i64),
}

/// The parts still to be decided on one side of the break, next one last.
struct Side {
    waiting: Vec<u32>,
    decided: usize,
}

impl Side {
    /// The next part whose turning may still pay.
    fn next(&mut self, losses: &[i128], slack: i128) -> Option<(u32, i128)> {
        while let Some(&position) = self.waiting.last() {
            let loss = losses[position as usize];
            if loss <= slack {
                return Some((position, loss));
            }
            self.waiting.pop();
        }
        None
    }

    /// Profit and surrogate weight of the next part; at this price the parts after it gain nothing.
    fn price(&self, order: &Order) -> Option<Price> {
        self.waiting.last().map(|&position| {
            let position = position as usize;
            Price { profit: order.parts[position].profit, load: order.load(position), rest: 0 }
        })
    }
}

/// Searches for a choice of more profit than the best known, among those that keep the parts not `open` as the break
/// solution has them.
pub(super) fn search(order: &Order, open: &[bool], limit: usize, best: &mut Best, watch: &mut dyn Watch) -> End {
    let losses: Vec<i128> = (0..order.parts.len()).map(|position| order.loss(position)).collect();
    let is_open = |position: &u32| open[*position as usize];
    let (split, end) = (order.split as u32, order.parts.len() as u32);
    let mut adds = Side { waiting: (split..end).rev().filter(is_open).collect(), decided: 0 };
    let mut removes = Side { waiting: (0..split).filter(is_open).collect(), decided: 0 };
    let mut states = States::new(order.profit, order.weight, order.split as i32);
    if order.weight <= order.capacity && order.profit > best.profit {
        best.replace(order, order.profit, &[]);
    }
    let mut pairing = FIRST_PAIRING;
    loop {
        let slack = order.slack(best.profit);
        let (add, remove) = (adds.next(&losses, slack), removes.next(&losses, slack));
        let side = match (add, remove) {
            (None, None) => return End::Complete,
            // Of two that lose the same, the side that had fewer.
            (Some((_, loss)), Some((_, other))) if (other, removes.decided) < (loss, adds.decided) => &mut removes,
            (Some(_), _) => &mut adds,
            (None, Some(_)) => &mut removes,
        };
        let Some(position) = side.waiting.pop() else { return End::Complete };
        side.decided += 1;
        // What comes next after this one is what the states are measured by.
        adds.next(&losses, slack);
        removes.next(&losses, slack);
        let gauge = gauge(order, &adds, &removes);
        let turn = turn(order, position);
        let before = states.list().len();
        let mut profit = best.profit;
        if let Some(state) = states.decide(position, turn, &gauge, &mut profit) {
            best.replace(order, profit, &states.turned(&state));
            watch.found(&best.taken);
        }
        let count = states.list().len();
        if count == 0 {
            return End::Complete;
        }
        if count >= pairing {
            pairing = 2 * count;
            if pair(order, &states, &adds, &removes, best) {
                watch.found(&best.taken);
            }
            states.prune(&gauge, best.profit);
        }
        let bound = || {
            let bounds = states.list().iter().filter_map(|state| gauge.bound(state));
            bounds.fold(best.profit, i64::max)
        };
        if states.size() > limit {
            return End::Full(bound());
        }
        if watch.advance((1 + before / STATES_PER_STEP) as u64).is_break() {
            return End::Stopped(bound());
        }
    }
}

fn gauge(order: &Order, adds: &Side, removes: &Side) -> Gauge {
    Gauge {
        capacity: order.capacity,
        room: order.room,
        multiplier: order.cardinality.multiplier,
        add: vec![adds.price(order).unwrap_or(Price::NOTHING_TO_ADD)],
        // Removing what has no surrogate weight makes no room.
        remove: vec![removes.price(order).filter(|price| price.load > 0).unwrap_or(Price::NOTHING_TO_REMOVE)],
    }
}

/// Turning a part round against the break solution.
pub(super) fn turn(order: &Order, position: u32) -> Turn {
    let part = order.parts[position as usize];
    if (position as usize) < order.split {
        Turn { profit: -part.profit, weight: -part.weight, count: -1 }
    } else {
        Turn { profit: part.profit, weight: part.weight, count: 1 }
    }
}

/// Looks for a better choice one undecided part away from a state: for each of the parts next in turn, the best state
/// that fits with it. Says whether it found one.
fn pair(order: &Order, states: &States, adds: &Side, removes: &Side, best: &mut Best) -> bool {
    let list = states.list();
    let mut found: Option<(State, u32)> = None;
    let mut profit = best.profit;
    for side in [adds, removes] {
        for &position in side.waiting.iter().rev().take(2 * list.len()) {
            let turn = turn(order, position);
            let fits = list.partition_point(|state| state.weight + turn.weight <= order.capacity);
            if let Some(state) = list[..fits].last()
                && state.profit + turn.profit > profit
            {
                profit = state.profit + turn.profit;
                found = Some((*state, position));
            }
        }
    }
    let Some((state, position)) = found else { return false };
    let mut turned = states.turned(&state);
    turned.push(position);
    best.replace(order, profit, &turned);
    true
}
