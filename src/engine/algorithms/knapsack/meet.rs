//! Two lists that meet: the heavy parts are decided in one, the light ones in the other.

use super::Watch;
use super::order::{Order, product};
use super::search::{Best, End, STATES_PER_STEP, turn};
use super::states::{Gauge, Price, State, States, Turn};
use std::collections::VecDeque;

/// States at the first meeting; the next one comes when there are twice as many.
const FIRST_MEETING: usize = 1 << 12;

/// A price of room that holds for the whole search, with what the undecided parts gain at it.
struct Fixed {
    profit: i64,
    load: i64,
    undecided: i128,
}

impl Fixed {
    fn gain(&self, order: &Order, change: (i64, i64, i32)) -> i128 {
        let (profit, weight, count) = change;
        let load = weight + order.cardinality.multiplier * i64::from(count);
        product(profit, self.load) - product(self.profit, load)
    }

    /// The most that a list gains at this price.
    fn most(&self, order: &Order, list: &[State]) -> i128 {
        let gains = list.iter().map(|state| self.gain(order, (state.profit, state.weight, state.count)));
        gains.max().unwrap_or(0)
    }
}

/// The prices used: of the break part, of parts some way down or up the order, and the two ends, that is nothing and
/// beyond all price.
fn prices(order: &Order, open: &[u32]) -> (Vec<Fixed>, Vec<Fixed>) {
    let of = |position: u32| {
        let position = position as usize;
        Some((order.parts[position].profit, order.load(position))).filter(|&(_, load)| load > 0)
    };
    let middle = open.partition_point(|&position| (position as usize) < order.split);
    let (removes, adds) = open.split_at(middle);
    let at = |list: &[u32], eighths: usize| list.get(list.len() * eighths / 8).copied().and_then(of);
    let fixed = |price: Option<(i64, i64)>| price.map(|(profit, load)| Fixed { profit, load, undecided: 0 });
    let split = order.parts.get(order.split).map(|_| order.split as u32).and_then(of);
    let add = [split, at(adds, 1), at(adds, 4), Some((0, 1))].into_iter().filter_map(fixed).collect();
    let remove = [split, at(removes, 7), at(removes, 4), Some((1, 0))].into_iter().filter_map(fixed).collect();
    (add, remove)
}

fn change(turn: Turn) -> (i64, i64, i32) {
    (turn.profit, turn.weight, turn.count)
}

/// As [`search`](super::search::search), with two lists of states instead of one: their sizes add up where the sizes of
/// parts of one list would multiply.
pub(super) fn meet(order: &Order, open: &[bool], limit: usize, best: &mut Best, watch: &mut dyn Watch) -> End {
    let slack = order.slack(best.profit);
    let is_open = |position: &u32| open[*position as usize] && order.loss(*position as usize) <= slack;
    let mut waiting: Vec<u32> = (0..order.parts.len() as u32).filter(is_open).collect();
    let (mut add, mut remove) = prices(order, &waiting);
    for price in add.iter_mut().chain(&mut remove) {
        let gains = waiting.iter().map(|&position| price.gain(order, change(turn(order, position))).max(0));
        price.undecided = gains.sum();
    }
    waiting.sort_by_key(|&position| order.parts[position as usize].weight);
    let mut waiting = VecDeque::from(waiting);
    let (spare, spare_load) = (order.capacity - order.weight, order.spare());
    let mut lists = [States::new(0, 0, 0), States::new(0, 0, 0)];
    let mut meeting = FIRST_MEETING;
    loop {
        // The heavy parts in the first list, the light ones in the second; the shorter list goes on.
        let (this, next) = if lists[0].list().len() <= lists[1].list().len() {
            (0, waiting.pop_back())
        } else {
            (1, waiting.pop_front())
        };
        let other = 1 - this;
        let Some(position) = next else { break };
        let turned = turn(order, position);
        let gauged = |fixed: &mut Vec<Fixed>| -> Vec<Price> {
            fixed
                .iter_mut()
                .map(|price| {
                    price.undecided -= price.gain(order, change(turned)).max(0);
                    let rest = price.undecided + price.most(order, lists[other].list());
                    Price { profit: price.profit, load: price.load, rest }
                })
                .collect()
        };
        let gauge = Gauge {
            capacity: spare,
            room: spare_load,
            multiplier: order.cardinality.multiplier,
            add: gauged(&mut add),
            remove: gauged(&mut remove),
        };
        let before = lists[this].list().len();
        let mut profit = best.profit - order.profit;
        if let Some(state) = lists[this].decide(position, turned, &gauge, &mut profit) {
            best.replace(order, order.profit + profit, &lists[this].turned(&state));
            watch.found(&best.taken);
        }
        if lists[this].list().is_empty() {
            return End::Complete;
        }
        let count = lists[0].list().len() + lists[1].list().len();
        if count >= meeting {
            meeting = 2 * count;
            if pair(order, &lists, best) {
                watch.found(&best.taken);
            }
        }
        let bound = || {
            let bounds = lists[this].list().iter().filter_map(|state| gauge.bound(state));
            bounds.fold(best.profit - order.profit, i64::max).saturating_add(order.profit)
        };
        if lists[0].size() + lists[1].size() > limit {
            return End::Full(bound());
        }
        if watch.advance((1 + (before + lists[other].list().len()) / STATES_PER_STEP) as u64).is_break() {
            return End::Stopped(bound());
        }
    }
    if pair(order, &lists, best) {
        watch.found(&best.taken);
    }
    End::Complete
}

/// Finds the best pair of states that fit together. Says whether it beats the best known.
fn pair(order: &Order, lists: &[States; 2], best: &mut Best) -> bool {
    let (one, other) = (lists[0].list(), lists[1].list());
    let spare = order.capacity - order.weight;
    let mut profit = best.profit - order.profit;
    let mut found = None;
    // Both by increasing weight and profit: as the one grows heavier, the heaviest that fits with it grows lighter.
    let mut fits = other.len();
    for state in one {
        while fits > 0 && state.weight + other[fits - 1].weight > spare {
            fits -= 1;
        }
        let Some(with) = other[..fits].last() else { break };
        if state.profit + with.profit > profit {
            profit = state.profit + with.profit;
            found = Some((state, with));
        }
    }
    let Some((state, with)) = found else { return false };
    let mut turned = lists[0].turned(state);
    turned.extend(lists[1].turned(with));
    best.replace(order, order.profit + profit, &turned);
    true
}
