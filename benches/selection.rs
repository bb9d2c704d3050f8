//! Speed of proof and of first plans. Protocol: one thread, fixed step limits, so that each sample does the same work.
//!
//! Beside `HiGHS`, on the programs this crate writes (`pip install highspy`; each figure is the solver's own run, in one
//! thread, without reading, the median of three):
//!
//! ```sh
//! cargo run --release --example solve -- --format portfolio-json --mps-dir target/mps FILE...
//! cargo run --release --example roadmap -- --json --mps target/mps/roadmap.mps
//! python3 benches/peers/highs_mps.py target/mps/*.mps
//! cargo bench --bench selection -- prove
//! ```

use criterion::{Criterion, criterion_group, criterion_main};
use portefeuille::Model;
use portefeuille::engine::algorithms::{Auto, GreedyDensity};
use portefeuille::engine::instance::portfolio_json;
use portefeuille::engine::problem::{
    CapacitySpec, Commitment, Finish, ModeSpec, ProblemDraft, Relation, Rule, SelectionProblem, Strictness, Timing,
};
use portefeuille::engine::random::Random;
use portefeuille::engine::run::{Limits, Outcome, Solver, Status, solve};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

const STEPS: u64 = 400_000;

fn run(problem: &SelectionProblem, solver: &dyn Solver) -> Outcome {
    solve(problem, solver, &Limits::default().steps(STEPS)).expect("an outcome")
}

/// Scheduled candidates on periods and years, with links, modes and an exclusion here and there.
fn generated(candidates: usize, seed: u64) -> SelectionProblem {
    const PERIODS: u32 = 12;
    let mut random = Random::new(seed);
    let mut draft = ProblemDraft::new(PERIODS).finish(Finish::Within);
    let each = 11 * candidates as i64 / 4;
    let pools: Vec<_> = (0..6).map(|_| draft.capacity(CapacitySpec::per_period(vec![each; 12]))).collect();
    let years = (0..PERIODS).map(|period| Some(period / 4)).collect();
    let money = draft.capacity(CapacitySpec::new(years, vec![60 * candidates as i64; 3]));
    let mut all = Vec::new();
    for i in 0..candidates {
        let candidate = draft.candidate(if i == 3 { Commitment::Mandatory } else { Commitment::Free });
        let worth = random.range(50, 500);
        let first = random.range(0, 4) as i32;
        for variant in 0..=random.range(0, 2) {
            let duration = random.range(1, 5) as u32;
            let values: Vec<_> = (0..4).map(|late| worth - 3 * late - 10 * variant).collect();
            let mode = draft.mode(candidate, ModeSpec::new(duration, first..=first + 3, values.as_slice()));
            for _ in 0..2 {
                let pool = pools[random.below(6) as usize];
                let load: Vec<_> = (0..duration).map(|_| random.range(5, 40)).collect();
                draft.amounts(mode, pool, 0, &load);
            }
            draft.amounts(mode, money, 0, &vec![worth / i64::from(duration); duration as usize]);
        }
        if i > 0 && random.below(2) == 0 {
            draft.timing(Timing {
                predecessor: all[random.below(i as u64) as usize],
                successor: candidate,
                relation: Relation::FinishToStart,
                lag: 0,
                strictness: Strictness::Strict,
            });
        }
        all.push(candidate);
    }
    for pair in all.chunks(9) {
        draft.group(&pair[..pair.len().min(2)], Rule::AtMost(1));
    }
    draft.build().expect("a sound draft")
}

fn published(name: &str) -> Option<SelectionProblem> {
    let root = std::env::var_os("PORTEFEUILLE_INSTANCES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/instances"), PathBuf::from);
    let text = std::fs::read_to_string(root.join("portfolio").join(format!("{name}.json"))).ok()?;
    Some(portfolio_json::read(name, &text).expect("a sound instance").into_problem())
}

fn selection(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("selection");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for name in ["A_n50_m5_s1", "B_n30_T12_s1", "A_n200_m10_s1"] {
        // Where the files are absent, there is nothing to measure.
        let Some(problem) = published(name) else { continue };
        group.bench_function(format!("prove {name}"), |bencher| {
            bencher.iter(|| assert_eq!(run(black_box(&problem), &Auto::new()).status(), Status::Optimal));
        });
    }
    let model = Model::from_json(include_str!("../examples/data/departement.json")).expect("a sound document");
    let compiled = model.roadmap("numerique-2026").expect("the roadmap").compile().expect("a sound scope");
    group.bench_function("prove embedded roadmap", |bencher| {
        let problem = compiled.problem();
        bencher.iter(|| assert_eq!(run(black_box(problem), &Auto::new()).status(), Status::Optimal));
    });
    let problem = generated(45, 1);
    group.bench_function("prove generated 45", |bencher| {
        bencher.iter(|| assert_eq!(run(black_box(&problem), &Auto::new()).status(), Status::Optimal));
    });
    let problem = generated(3_000, 1);
    group.bench_function("greedy generated 3000", |bencher| {
        bencher.iter(|| run(black_box(&problem), &GreedyDensity::new()).value());
    });
    group.finish();
}

criterion_group!(benches, selection);
criterion_main!(benches);
