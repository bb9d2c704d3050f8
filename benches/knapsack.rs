//! The exact knapsack on generated classes, and closures of the shape of a pit. Protocol: one thread, no limit, the same
//! seeds in every run; each sample ends with a proof.
//!
//! ```text
//! cargo bench --bench knapsack
//! ```
//!
//! Classes are those of Pisinger (2005), profits and weights up to 10⁶, half of the weight as capacity. `pack` counts sorting
//! and the proof, `solve` the plan's check and the certificate too. The closures have 100 000 nodes and 990 000 links;
//! `again` changes a tenth of the weights and starts from the flow that is there.
//!
//! Milliseconds on one core of a shared AMD EPYC, November 2026:
//!
//! | class | n = 10 000 | n = 100 000 |
//! | --- | --: | --: |
//! | uncorrelated | 1.3 | 13 |
//! | weak | 2.2 | 18 |
//! | strong | 2.9 | 48 |
//! | inverse | 3.7 | 38 |
//! | almost-strong | 5.5 | 94 |
//! | subset-sum | 1.1 | 55 |
//! | spanner | 172 | |
//! | `solve`, weak | | 31 |
//! | closure, first and again | | 163, 190 |
//!
//! Spanner at 100 000 is left out: it is not proved within its states. Published instances made to be hard are a test, as
//! they come in an archive (see `tests/suite/knapsack.rs`): of 80 by Jooken, Leyman and De Causmaecker, 75 are proved within
//! a minute each, half of them within 0.13 s, and five run out of states.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use portefeuille::engine::algorithms::Knapsack;
use portefeuille::engine::algorithms::closure::ClosureNetwork;
use portefeuille::engine::algorithms::knapsack::{Item, pack};
use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
use portefeuille::engine::random::Random;
use portefeuille::engine::run::{Limits, Status, solve};
use std::hint::black_box;
use std::ops::ControlFlow;

const RANGE: i64 = 1_000_000;
const CLASSES: [&str; 7] = ["uncorrelated", "weak", "strong", "inverse", "almost-strong", "subset-sum", "spanner"];

fn items(class: &str, count: usize) -> Vec<Item> {
    let mut random = Random::new(1);
    let mut draw = |low, high| random.range(low, high);
    // Of a spanner, two items of which all are multiples.
    let bases = [(); 2].map(|()| {
        let weight = draw(1, RANGE);
        ((weight + RANGE / 10) / 5 + 1, weight / 5 + 1)
    });
    let item = |_| {
        let weight = draw(1, RANGE);
        let (profit, weight) = match class {
            "uncorrelated" => (draw(1, RANGE), weight),
            "weak" => ((weight + draw(-RANGE / 10, RANGE / 10)).max(1), weight),
            "strong" => (weight + RANGE / 10, weight),
            "inverse" => (weight, weight + RANGE / 10),
            "almost-strong" => (weight + RANGE / 10 + draw(-RANGE / 500, RANGE / 500), weight),
            "subset-sum" => (weight, weight),
            _ => {
                let (profit, weight) = bases[draw(0, 1) as usize];
                let times = draw(1, 10);
                (times * profit, times * weight)
            }
        };
        Item { profit, weight }
    };
    (0..count).map(item).collect()
}

fn knapsacks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pack");
    group.sample_size(10);
    for class in CLASSES {
        for count in [10_000, 100_000] {
            if class == "spanner" && count > 10_000 {
                continue;
            }
            let items = items(class, count);
            let capacity = items.iter().map(|item| item.weight).sum::<i64>() / 2;
            group.bench_function(BenchmarkId::new(class, count), |bencher| {
                bencher.iter(|| {
                    let packing = pack(black_box(&items), capacity).expect("within range").expect("nothing fits");
                    assert_eq!(packing.profit, packing.bound);
                });
            });
        }
    }
    group.finish();
    let items = items("weak", 100_000);
    let mut draft = ProblemDraft::new(1);
    let budget = draft.capacity(CapacitySpec::whole(1, items.iter().map(|item| item.weight).sum::<i64>() / 2));
    for item in &items {
        let candidate = draft.candidate(Commitment::Free);
        let mode = draft.mode(candidate, ModeSpec::fixed(item.profit));
        draft.amount(mode, budget, 0, item.weight);
    }
    let problem = draft.build().expect("a sound problem");
    criterion.bench_function("solve/weak/100000", |bencher| {
        bencher.iter(|| {
            let outcome = solve(&problem, &Knapsack::new(), &Limits::default()).expect("an outcome");
            assert_eq!(outcome.status(), Status::Optimal);
        });
    });
}

/// Fifty levels of 2 000 blocks, each under ten or eleven of the level above, deeper ones richer and dearer to move.
fn pit() -> (Vec<i64>, Vec<(u32, u32)>) {
    const WIDTH: u32 = 2_000;
    const LEVELS: u32 = 50;
    let mut random = Random::new(7);
    let mut links = Vec::new();
    for level in 1..LEVELS {
        for place in 0..WIDTH {
            for off in 0..10 + place % 2 {
                links.push((level * WIDTH + place, (level - 1) * WIDTH + (place + off) % WIDTH));
            }
        }
    }
    let weight = |node: u32| {
        let level = i64::from(node / WIDTH);
        if random.below(4) == 0 { random.range(0, 40 * (level + 10)) } else { -random.range(20, 5 * level + 120) }
    };
    ((0..WIDTH * LEVELS).map(weight).collect(), links)
}

fn closures(criterion: &mut Criterion) {
    let (weights, links) = pit();
    let mut changed = weights.clone();
    for weight in changed.iter_mut().step_by(10) {
        *weight -= 15;
    }
    let empty = ClosureNetwork::new(weights.len(), &links).expect("within range");
    let solved = |mut network: ClosureNetwork, weights: &[i64]| {
        let end = network.solve(weights, &mut |_| ControlFlow::Continue(())).expect("within range");
        assert!(end.is_continue());
        network
    };
    let first = solved(empty.clone(), &weights);
    let taken = first.closure().iter().filter(|inside| **inside).count();
    assert!(taken > weights.len() / 20 && taken < weights.len(), "{taken} blocks");
    assert_eq!(first.value(), first.bound());
    let mut group = criterion.benchmark_group("closure");
    group.sample_size(10);
    group.bench_function("first", |bencher| bencher.iter(|| solved(empty.clone(), &weights)));
    group.bench_function("again", |bencher| bencher.iter(|| solved(first.clone(), &changed)));
    group.finish();
}

criterion_group!(benches, knapsacks, closures);
criterion_main!(benches);
