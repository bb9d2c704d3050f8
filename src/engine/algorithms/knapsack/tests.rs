use super::cardinality::halves;
use super::kernel::Kernel;
use super::meet::meet;
use super::order::{Cardinality, Order};
use super::search::{Best, End, search};
use super::*;
use crate::engine::random::Random;
use proptest::collection::vec;
use proptest::prelude::*;

/// Stops after so many steps, and keeps the best of what it is told.
struct Patience(u64);

impl Watch for Patience {
    fn advance(&mut self, steps: u64) -> ControlFlow<()> {
        match self.0.checked_sub(steps) {
            Some(left) => {
                self.0 = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }

    fn found(&mut self, _: &[bool]) {}
}

fn sums(items: &[Item], taken: impl Fn(usize) -> bool) -> (i64, i64) {
    let inside = items.iter().enumerate().filter(|&(item, _)| taken(item));
    inside.fold((0, 0), |(profit, weight), (_, item)| (profit + item.profit, weight + item.weight))
}

/// The best of every choice.
fn brute_force(items: &[Item], capacity: i64) -> Option<i64> {
    let choices = (0..1_u32 << items.len()).map(|set| sums(items, |item| set >> item & 1 == 1));
    choices.filter(|&(_, weight)| weight <= capacity).map(|(profit, _)| profit).max()
}

/// The best by a table over capacities, for weights above 0.
fn table(items: &[Item], capacity: i64) -> i64 {
    let mut best = vec![0_i64; capacity as usize + 1];
    for item in items.iter().filter(|item| item.weight <= capacity) {
        for room in (item.weight as usize..best.len()).rev() {
            best[room] = best[room].max(best[room - item.weight as usize] + item.profit);
        }
    }
    best[capacity as usize]
}

/// Items of a class of Pisinger's, weights up to `range`.
fn class(class: u8, count: usize, range: i64, random: &mut Random) -> Vec<Item> {
    let bases: Vec<_> = (0..2).map(|_| random.range(1, range / 5 + 1)).collect();
    (0..count)
        .map(|_| {
            let weight = random.range(1, range);
            let (profit, weight) = match class {
                0 => (random.range(1, range), weight),
                1 => ((weight + random.range(-range / 10, range / 10)).max(1), weight),
                2 => (weight + range / 10, weight),
                3 => (weight, weight + range / 10),
                4 => ((weight + range / 10 + random.range(-range / 50, range / 50)).max(1), weight),
                5 => (weight, weight),
                6 => {
                    let (base, times) = (bases[random.below(2) as usize], random.range(1, 10));
                    ((base + range / 50 + 1) * times, base * times)
                }
                7 => (random.range(1, range), range + weight / 10),
                // Powers of two with a little more: few fit together.
                _ => {
                    let base = range >> random.range(0, 5);
                    (base + random.range(1, 9), base + random.range(1, 9))
                }
            };
            Item { profit, weight }
        })
        .collect()
}

fn check(items: &[Item], capacity: i64, packing: &Packing) -> Result<(), TestCaseError> {
    let (profit, weight) = sums(items, |item| packing.taken[item]);
    prop_assert!(weight <= capacity);
    prop_assert_eq!(profit, packing.profit);
    prop_assert!(profit <= packing.bound);
    prop_assert_eq!(packing.proof == Proof::Stopped, profit < packing.bound);
    Ok(())
}

fn items(profits: std::ops::RangeInclusive<i64>, weights: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Vec<Item>> {
    let item = (profits, weights).prop_map(|(profit, weight)| Item { profit, weight });
    vec(item, 0..=12).boxed()
}

fn any_items() -> impl Strategy<Value = Vec<Item>> {
    let class = (0..9_u8, 1..=12_usize, 0..u64::MAX);
    prop_oneof![
        items(-20..=40, -10..=30),
        items(1..=6, 1..=6),
        items(-1_000_000_000_000..=1_000_000_000_000, 1..=1_000_000_000_000),
        class.prop_map(|(kind, count, seed)| super::tests::class(kind, count, 60, &mut Random::new(seed))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_best_of_every_choice_is_found(items in any_items(), share in -2..=13_i64) {
        let capacity = items.iter().map(|item| item.weight.abs()).sum::<i64>() * share / 12;
        let packing = pack(&items, capacity).expect("within range");
        prop_assert_eq!(packing.as_ref().map(|packing| packing.profit), brute_force(&items, capacity));
        if let Some(packing) = packing {
            check(&items, capacity, &packing)?;
            prop_assert!(packing.proof != Proof::Stopped);
        }
    }

    #[test]
    fn stopped_early_it_never_understates(items in any_items(), share in 0..=12_i64, states in 1..20_usize, steps in 0..12_u64) {
        let capacity = items.iter().map(|item| item.weight.abs()).sum::<i64>() * share / 12;
        let packing = pack_watched(&items, capacity, states, &mut Patience(steps)).expect("within range");
        let best = brute_force(&items, capacity);
        prop_assert_eq!(packing.is_some(), best.is_some());
        if let Some(packing) = packing {
            check(&items, capacity, &packing)?;
            prop_assert!(best <= Some(packing.bound));
        }
    }

    #[test]
    fn each_stage_is_exact_by_itself(items in any_items(), share in 1..=11_i64, known in 0..3_i64) {
        let capacity = items.iter().map(|item| item.weight.abs()).sum::<i64>() * share / 12;
        let Some(optimum) = brute_force(&items, capacity) else { return Ok(()) };
        let kernel = Kernel::new(&items, capacity).expect("within range");
        let plain = Order::new(kernel.parts.clone(), kernel.capacity, Cardinality::default());
        prop_assert!(optimum <= kernel.profit(plain.bound()));
        // From nothing, and from just below the best.
        let start = |best: &mut Best| {
            if known > 0 {
                let parts = (0..20_000).take_while(|&parts| kernel.profit(parts) < optimum).last().unwrap_or(0);
                best.profit = (parts - known + 1).max(0);
            }
        };
        let few = optimum.abs() < 10_000;
        for stage in 0..4 {
            let mut best = Best::new(items.len());
            if few {
                start(&mut best);
            }
            let watch = &mut Patience(u64::MAX);
            let all = vec![true; kernel.parts.len()];
            let open = |order: &Order, best: &Best| dominance::open(order, best.profit);
            match stage {
                0 => { search(&plain, &all, usize::MAX, &mut best, watch); }
                1 => { meet(&plain, &all, usize::MAX, &mut best, watch); }
                2 => { meet(&plain, &open(&plain, &best), usize::MAX, &mut best, watch); }
                _ => for half in halves(&plain, best.profit) {
                    search(&half, &open(&half, &best), usize::MAX, &mut best, watch);
                }
            }
            prop_assert_eq!(kernel.profit(best.profit), optimum, "stage {}", stage);
        }
    }

    #[test]
    fn a_table_over_capacities_agrees(kind in 0..9_u8, count in 10..=70_usize, seed in 0..u64::MAX, share in 1..=9_i64) {
        let items = class(kind, count, 200, &mut Random::new(seed));
        let capacity = items.iter().map(|item| item.weight).sum::<i64>() * share / 10;
        let packing = pack(&items, capacity).expect("within range").expect("nothing fits");
        check(&items, capacity, &packing)?;
        let optimum = table(&items, capacity);
        prop_assert_eq!((packing.profit, packing.bound), (optimum, optimum));
        // Two lists, whose way back leads over several chunks of decisions.
        let kernel = Kernel::new(&items, capacity).expect("within range");
        let order = Order::new(kernel.parts.clone(), kernel.capacity, Cardinality::default());
        let mut best = Best::new(items.len());
        let open = dominance::open(&order, 0);
        prop_assert_eq!(meet(&order, &open, usize::MAX, &mut best, &mut Patience(u64::MAX)), End::Complete);
        prop_assert_eq!(kernel.profit(best.profit), optimum);
        let (profit, weight) = sums(&items, |item| kernel.unturned(&best.taken)[item]);
        prop_assert!(profit == optimum && weight <= capacity);
    }
}

#[test]
fn large_classes_are_proved() {
    for kind in 0..7 {
        let items = class(kind, 3_000, 100_000, &mut Random::new(u64::from(kind) + 1));
        let capacity = items.iter().map(|item| item.weight).sum::<i64>() / 2;
        let packing = pack_watched(&items, capacity, STATES, &mut Patience(60_000));
        let packing = packing.expect("within range").expect("nothing fits");
        assert_eq!(packing.profit, packing.bound, "class {kind}");
        let (profit, weight) = sums(&items, |item| packing.taken[item]);
        assert!(profit == packing.profit && weight <= capacity, "class {kind}");
    }
}

#[test]
fn sums_out_of_range_are_refused() {
    let heavy = Item { profit: 1, weight: i64::MAX };
    assert_eq!(pack(&[heavy], 5), Err(Overflow));
    assert_eq!(pack(&[Item { profit: i64::MIN, weight: 1 }], 5), Err(Overflow));
    assert_eq!(pack(&[Item { profit: 1, weight: 1 }], i64::MIN), Err(Overflow));
    let large = Item { profit: 1 << 58, weight: 1 << 58 };
    let packing = pack(&[large; 3], 1 << 59).expect("just within range").expect("nothing fits");
    assert_eq!((packing.profit, packing.bound), (1 << 59, 1 << 59));
}
