//! Lists of states, and how each came about.

use super::order::product;

/// Decisions whose bits a state holds itself.
const CHUNK: usize = 64;
const NONE: u32 = u32::MAX;

/// A choice among the parts decided so far, for what it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    pub(super) profit: i64,
    pub(super) weight: i64,
    /// Of the latest decisions, which turned a part round.
    bits: u64,
    /// The decisions before those.
    trail: u32,
    /// Number of parts taken.
    pub(super) count: i32,
}

/// A price of room: so much profit for so much surrogate weight. A load of 0 makes room priceless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Price {
    pub(super) profit: i64,
    pub(super) load: i64,
    /// What everything undecided may gain at this price, times `load`.
    pub(super) rest: i128,
}

impl Price {
    /// Where nothing is left to add, room is worth nothing.
    pub(super) const NOTHING_TO_ADD: Self = Self { profit: 0, load: 1, rest: 0 };
    /// Where nothing is left to remove, lacking room cannot be had.
    pub(super) const NOTHING_TO_REMOVE: Self = Self { profit: 1, load: 0, rest: 0 };
}

/// What a state may still come to, by prices of room: no more than its profit, its spare room at any one of them and
/// what everything undecided may gain at that price.
#[derive(Debug, Clone)]
pub(super) struct Gauge {
    pub(super) capacity: i64,
    pub(super) room: i64,
    pub(super) multiplier: i64,
    /// For states with room to spare.
    pub(super) add: Vec<Price>,
    /// For states that lack room.
    pub(super) remove: Vec<Price>,
}

impl Gauge {
    fn prices(&self, state: &State) -> (i64, &[Price]) {
        let spare = self.room - state.weight - self.multiplier * i64::from(state.count);
        (spare, if spare >= 0 { &self.add } else { &self.remove })
    }

    /// Whether the state may come to more than `profit`.
    fn exceeds(&self, state: &State, profit: i64) -> bool {
        let (spare, prices) = self.prices(state);
        let more = profit + 1 - state.profit;
        prices.iter().all(|price| product(spare, price.profit) + price.rest >= product(more, price.load))
    }

    /// What the state comes to at most; `None` where it leads nowhere.
    pub(super) fn bound(&self, state: &State) -> Option<i64> {
        let (spare, prices) = self.prices(state);
        let mut bound = i64::MAX;
        for price in prices {
            let gain = product(spare, price.profit) + price.rest;
            if price.load > 0 {
                let gain = gain.div_euclid(i128::from(price.load));
                bound = bound.min(state.profit.saturating_add(i64::try_from(gain).unwrap_or(i64::MAX)));
            } else if gain < 0 {
                return None;
            }
        }
        Some(bound)
    }
}

/// A part turned round, as it changes a state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    pub(super) profit: i64,
    pub(super) weight: i64,
    pub(super) count: i32,
}

/// The states that may still lead to something better, by increasing weight and profit, and the way to each.
///
/// The last 64 decisions of a state are bits in it; the ones before are nodes shared by the states that took the same
/// way. Nodes that no state leads to are dropped from time to time.
#[derive(Debug)]
pub(super) struct States {
    list: Vec<State>,
    spare: Vec<State>,
    /// The parts decided, in order.
    decided: Vec<u32>,
    /// Bits of 64 decisions, and the node before.
    nodes: Vec<(u64, u32)>,
    /// Nodes after the last clearing.
    kept: usize,
}

impl States {
    /// One state, of nothing decided.
    pub(super) fn new(profit: i64, weight: i64, count: i32) -> Self {
        let first = State { profit, weight, bits: 0, trail: NONE, count };
        Self { list: vec![first], spare: Vec::new(), decided: Vec::new(), nodes: Vec::new(), kept: 0 }
    }

    pub(super) fn list(&self) -> &[State] {
        &self.list
    }

    /// States and nodes held.
    pub(super) fn size(&self) -> usize {
        self.list.len() + self.nodes.len() / 2
    }

    /// Decides one part: each state stays, and comes again with the part turned round. States that another one of no
    /// more weight and no less profit stands for are dropped, and those the gauge leads no higher than the best profit
    /// known. Gives the best feasible state above that, which becomes the best profit known.
    pub(super) fn decide(&mut self, part: u32, turn: Turn, gauge: &Gauge, best: &mut i64) -> Option<State> {
        if self.decided.len().is_multiple_of(CHUNK) && !self.decided.is_empty() {
            self.store();
        }
        let bit = 1_u64 << (self.decided.len() % CHUNK);
        self.decided.push(part);
        let old = self.list.as_slice();
        let new = &mut self.spare;
        new.clear();
        new.reserve(old.len());
        let (mut stay, mut go) = (old.iter(), old.iter());
        let turned = |state: &State| State {
            profit: state.profit + turn.profit,
            weight: state.weight + turn.weight,
            bits: state.bits | bit,
            trail: state.trail,
            count: state.count + turn.count,
        };
        let (mut one, mut other) = (stay.next().copied(), go.next().map(turned));
        let mut top = i64::MIN;
        let mut found = None;
        loop {
            let state = match (one, other) {
                (Some(a), Some(b)) if (b.weight, -b.profit) < (a.weight, -a.profit) => {
                    other = go.next().map(turned);
                    b
                }
                (Some(a), _) => {
                    one = stay.next().copied();
                    a
                }
                (None, Some(b)) => {
                    other = go.next().map(turned);
                    b
                }
                (None, None) => break,
            };
            if state.profit <= top {
                continue;
            }
            top = state.profit;
            if state.profit > *best && state.weight <= gauge.capacity {
                *best = state.profit;
                found = Some(state);
            }
            if gauge.exceeds(&state, *best) {
                new.push(state);
            }
        }
        std::mem::swap(&mut self.list, &mut self.spare);
        found
    }

    /// Drops the states that lead no higher than the best profit known.
    pub(super) fn prune(&mut self, gauge: &Gauge, best: i64) {
        self.list.retain(|state| gauge.exceeds(state, best));
    }

    /// The parts a state has turned round.
    pub(super) fn turned(&self, state: &State) -> Vec<u32> {
        let mut parts = Vec::new();
        let (mut bits, mut trail) = (state.bits, state.trail);
        for chunk in self.decided.chunks(CHUNK).rev() {
            parts.extend(chunk.iter().enumerate().filter(|&(k, _)| bits >> k & 1 == 1).map(|(_, &part)| part));
            match self.nodes.get(trail as usize) {
                Some(&node) => (bits, trail) = node,
                None => bits = 0,
            }
        }
        parts
    }

    /// Moves the bits of each state into a node.
    fn store(&mut self) {
        if self.nodes.len() > 2 * self.kept.max(1 << 16) {
            self.clear();
        }
        for state in &mut self.list {
            let node = self.nodes.len() as u32;
            self.nodes.push((state.bits, state.trail));
            (state.bits, state.trail) = (0, node);
        }
    }

    /// Drops the nodes that no state leads to. A node lies after the one before it, so one sweep each way does.
    fn clear(&mut self) {
        let mut place = vec![NONE; self.nodes.len()];
        for state in self.list.iter().filter(|state| state.trail != NONE) {
            place[state.trail as usize] = 0;
        }
        for node in (0..self.nodes.len()).rev() {
            let before = self.nodes[node].1;
            if place[node] == 0 && before != NONE {
                place[before as usize] = 0;
            }
        }
        let mut kept = 0;
        for node in 0..place.len() {
            if place[node] == 0 {
                let (bits, before) = self.nodes[node];
                let before = if before == NONE { NONE } else { place[before as usize] };
                self.nodes[kept] = (bits, before);
                place[node] = kept as u32;
                kept += 1;
            }
        }
        self.nodes.truncate(kept);
        self.kept = kept;
        for state in self.list.iter_mut().filter(|state| state.trail != NONE) {
            state.trail = place[state.trail as usize];
        }
    }
}
