//! Parts that better ones settle.

use super::order::Order;

/// Sums over prefixes of positions.
struct Sums {
    tree: Vec<(i128, i64)>,
}

impl Sums {
    fn new(len: usize) -> Self {
        Self { tree: vec![(0, 0); len + 1] }
    }

    fn add(&mut self, position: usize, loss: i128, weight: i64) {
        let mut node = position + 1;
        while let Some(sum) = self.tree.get_mut(node) {
            sum.0 += loss;
            sum.1 += weight;
            node += node & node.wrapping_neg();
        }
    }

    /// The sum up to and with this position.
    fn up_to(&self, position: usize) -> (i128, i64) {
        let (mut loss, mut weight) = (0, 0);
        let mut node = position + 1;
        while node > 0 {
            loss += self.tree[node].0;
            weight += self.tree[node].1;
            node -= node & node.wrapping_neg();
        }
        (loss, weight)
    }
}

/// Which parts may still be turned round against the break solution by a choice of more than `profit`.
///
/// A part *dominates* another that weighs no less and brings no more (of equals, the one that comes first). Some best choice
/// takes a part only with all that dominate it. So a part stays out if these do not fit with it, or if turning them all
/// round costs more than a better choice may lose; and a part stays in if turning it round with all that it dominates does.
pub(super) fn open(order: &Order, profit: i64) -> Vec<bool> {
    let slack = order.slack(profit);
    let count = order.parts.len();
    // Lighter first, of equal weight the more profitable, of equals by position: what dominates a part comes before it.
    let keys = order.parts.iter().zip(0_u32..).map(|(part, position)| (part.weight, -part.profit, position));
    let mut by_weight: Vec<_> = keys.collect();
    by_weight.sort_unstable();
    // Places by decreasing profit; of equal profit in the order before.
    let mut by_profit: Vec<_> = by_weight.iter().zip(0_u32..).map(|(key, rank)| (key.1, rank, key.2)).collect();
    by_profit.sort_unstable();
    let mut place = vec![0; count];
    for (rank, &(_, _, position)) in by_profit.iter().enumerate() {
        place[position as usize] = rank;
    }
    let loss_if = |position: usize, outside: bool| {
        if (position >= order.split) == outside { order.loss(position) } else { 0 }
    };
    let mut open = vec![true; count];
    let mut sums = Sums::new(count);
    for &(_, _, position) in &by_weight {
        let position = position as usize;
        sums.add(place[position], loss_if(position, true), order.parts[position].weight);
        if position >= order.split {
            let (loss, weight) = sums.up_to(place[position]);
            open[position] = loss <= slack && weight <= order.capacity;
        }
    }
    let mut sums = Sums::new(count);
    for &(_, _, position) in by_weight.iter().rev() {
        let position = position as usize;
        let mirrored = count - 1 - place[position];
        sums.add(mirrored, loss_if(position, false), 0);
        if position < order.split {
            open[position] = sums.up_to(mirrored).0 <= slack;
        }
    }
    open
}
