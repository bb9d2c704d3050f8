//! Parts by what they bring for what they weigh, and the bounds that follow.

use super::kernel::Part;
use std::cmp::Ordering;

/// A row that every better choice satisfies beside the capacity: the number of parts is at most, or at least, so many.
/// It is added to the capacity row with a multiplier; a negative one stands for *at least*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cardinality {
    pub(super) count: i64,
    pub(super) multiplier: i64,
}

/// Parts in decreasing order of profit per weight, where the weight is the surrogate one: weight + multiplier of the
/// cardinality row. The first `split` are the *break solution*: all that fit, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) parts: Vec<Part>,
    pub(super) cardinality: Cardinality,
    pub(super) capacity: i64,
    /// Capacity of the surrogate row.
    pub(super) room: i64,
    pub(super) split: usize,
    /// Profit, weight and surrogate weight of the break solution.
    pub(super) profit: i64,
    pub(super) weight: i64,
    load: i64,
    /// Profit and surrogate weight of the break part: the price of room.
    price: (i64, i64),
}

pub(super) fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

impl Order {
    pub(super) fn new(mut parts: Vec<Part>, capacity: i64, cardinality: Cardinality) -> Self {
        let shift = cardinality.multiplier;
        let key = |part: &Part| (part.profit, part.weight + shift);
        parts.sort_unstable_by(|one, other| {
            let ((p, v), (q, u)) = (key(one), key(other));
            // What has no surrogate weight left comes first.
            let by_ratio = match (v > 0, u > 0) {
                (true, true) => product(q, v).cmp(&product(p, u)),
                (false, true) => Ordering::Less,
                (true, false) => Ordering::Greater,
                (false, false) => v.cmp(&u),
            };
            // Of equals, those first that the cardinality row asks for: many light ones, or few heavy ones.
            let by_load = if shift > 0 { v.cmp(&u) } else { u.cmp(&v) };
            by_ratio.then(by_load).then(one.item.cmp(&other.item))
        });
        let room = capacity + shift * cardinality.count;
        let (mut profit, mut weight, mut load, mut split) = (0, 0, 0, 0);
        for part in &parts {
            if part.weight + shift > 0 && load + part.weight + shift > room {
                break;
            }
            profit += part.profit;
            weight += part.weight;
            load += part.weight + shift;
            split += 1;
        }
        let price = parts.get(split).map_or((0, 1), key);
        Self { parts, cardinality, capacity, room, split, profit, weight, load, price }
    }

    /// Surrogate weight of a part.
    pub(super) fn load(&self, position: usize) -> i64 {
        self.parts[position].weight + self.cardinality.multiplier
    }

    /// Room that the break solution leaves.
    pub(super) fn spare(&self) -> i64 {
        self.room - self.load
    }

    /// The linear bound, times the scale of losses.
    pub(super) fn scaled_bound(&self) -> i128 {
        product(self.profit, self.price.1) + product(self.price.0, self.spare())
    }

    /// What the loss of a part, and the linear bound, are multiplied by.
    pub(super) fn scale(&self) -> i64 {
        self.price.1
    }

    /// No choice brings more than this, if the cardinality row holds for it.
    pub(super) fn bound(&self) -> i64 {
        self.scaled_bound().div_euclid(i128::from(self.scale())) as i64
    }

    /// How much the linear bound falls when a part is turned round against the break solution, times the scale; ≥ 0.
    pub(super) fn loss(&self, position: usize) -> i128 {
        let gain = product(self.parts[position].profit, self.price.1) - product(self.price.0, self.load(position));
        if position < self.split { gain } else { -gain }
    }

    /// The loss that a choice may have and still bring more than `profit`; negative where none may.
    pub(super) fn slack(&self, profit: i64) -> i128 {
        self.scaled_bound() - product(profit + 1, self.price.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(list: &[(i64, i64)]) -> Vec<Part> {
        list.iter().zip(0..).map(|(&(profit, weight), item)| Part { profit, weight, item }).collect()
    }

    #[test]
    fn the_break_solution_and_its_bound_are_dantzigs() {
        let order = Order::new(parts(&[(10, 5), (6, 6), (9, 3), (4, 4)]), 10, Cardinality::default());
        let items: Vec<_> = order.parts.iter().map(|part| part.item).collect();
        assert_eq!(items, [2, 0, 1, 3]);
        // Two fit and leave 2 of 10; the next brings 6 for 6.
        assert_eq!((order.split, order.profit, order.weight), (2, 19, 8));
        assert_eq!(order.bound(), 21);
        // At 6 for 6 the room is worth 10, and the parts bring 6, 5 and 0 more: 21. Without the first it is 15.
        assert_eq!(order.loss(0), 6 * i128::from(order.scale()));
        assert_eq!((order.slack(20), order.slack(21)), (0, -i128::from(order.scale())));
    }

    #[test]
    fn a_cardinality_row_with_its_best_multiplier_is_a_stronger_bound() {
        // Strongly correlated, five over their weight: any two fit, no three do.
        let list = parts(&[(9, 4), (10, 5), (11, 6), (12, 7)]);
        let plain = Order::new(list.clone(), 13, Cardinality::default());
        let row = Order::new(list, 13, Cardinality { count: 2, multiplier: 5 });
        assert!(plain.bound() > row.bound());
        assert_eq!(row.bound(), 23);
    }
}
