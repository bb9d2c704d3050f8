//! The exact knapsack against trying every plan, against published optima, and against itself.
//!
//! Collections that come packed are read through `tar`, in tests that have to be asked for:
//!
//! ```text
//! cargo test --release --test suite -- --ignored --nocapture knapsack
//! ```

use crate::known_optima::folder;
use portefeuille::engine::algorithms::{Auto, Knapsack};
use portefeuille::engine::certify::{brute_force, check_certificate, check_plan};
use portefeuille::engine::problem::{CapacitySpec, Choice, Commitment, ModeSpec, ProblemDraft, SelectionProblem};
use portefeuille::engine::run::{Evidence, Failure, Feature, Limits, SolveError, Solver, Status, StopReason, solve};
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// One budget in one period.
fn problem(items: &[(i64, i64)], capacity: i64) -> SelectionProblem {
    let mut draft = ProblemDraft::new(1);
    let budget = draft.capacity(CapacitySpec::whole(1, capacity));
    for &(profit, weight) in items {
        let candidate = draft.candidate(Commitment::Free);
        let mode = draft.mode(candidate, ModeSpec::fixed(profit));
        draft.amount(mode, budget, 0, weight);
    }
    draft.build().expect("a sound problem")
}

/// Candidates of one option each, some settled or without any, on two buckets of which one holds everything.
fn settled() -> impl Strategy<Value = SelectionProblem> {
    let item = (-9..=30_i64, -8..=20_i64, -4..=4_i64, 0..10_u8);
    (vec(item, 1..=9), -10..=60_i64).prop_map(|(items, limit)| {
        let mut draft = ProblemDraft::new(3);
        let binding = draft.capacity(CapacitySpec::new(vec![Some(0), Some(0), None], vec![limit]));
        let loose = draft.capacity(CapacitySpec::per_period(vec![40, 40, 40]));
        for (profit, weight, other, kind) in items {
            let candidate = draft.candidate(match kind {
                0 => Commitment::Mandatory,
                1 => Commitment::Forbidden,
                2 => Commitment::Committed(Choice::new(0, -1)),
                _ => Commitment::Free,
            });
            if kind == 3 && profit < 0 {
                continue;
            }
            let start = i32::from(kind % 2);
            let mode = draft.mode(candidate, ModeSpec::new(1, start..=start, profit));
            draft.amounts(mode, binding, 0, &[weight, weight / 2]);
            draft.amount(mode, loose, 1, other);
        }
        draft.build().expect("a sound problem")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_best_plan_is_found_and_bounded(problem in settled(), steps in 0..6_u64) {
        let all = brute_force(&problem, 1 << 10).expect("a small problem");
        let best = all.optimum.as_ref().map(|&(_, value)| value);
        let solvers: [&dyn Solver; 3] = [&Knapsack::new(), &Knapsack::new().states(3), &Auto::new()];
        for (solver, complete) in solvers.into_iter().zip([true, false, true]) {
            let outcome = solve(&problem, solver, &Limits::default()).expect("an outcome");
            if complete {
                prop_assert_eq!(outcome.value(), best);
                let expected = if best.is_some() { Status::Optimal } else { Status::Infeasible };
                prop_assert_eq!(outcome.status(), expected);
            }
            prop_assert_eq!(outcome.stats().rejected, 0);
            let certificate = outcome.certificate().expect("the linear bound, or the proof that there is no plan");
            prop_assert_eq!(check_certificate(&problem, certificate), Ok(certificate.claim()));
            let bounds = [outcome.bound(), outcome.search_bound(), certificate.claim().bound()];
            for bound in bounds.into_iter().flatten() {
                prop_assert!(best <= Some(bound) && outcome.value() <= best);
            }
            let brief = solve(&problem, solver, &Limits::default().steps(steps)).expect("an outcome");
            prop_assert!(brief.value() <= best);
            for bound in [brief.bound(), brief.search_bound()].into_iter().flatten() {
                prop_assert!(best <= Some(bound));
            }
        }
    }
}

#[test]
fn a_linear_bound_that_is_met_is_a_certificate() {
    // Subset sum: the whole capacity is used.
    let items: Vec<_> = (0..60).map(|k| (17 + 5 * k % 41, 17 + 5 * k % 41)).collect();
    let problem = problem(&items, 500);
    let outcome = solve(&problem, &Knapsack::new(), &Limits::default()).expect("an outcome");
    assert_eq!((outcome.status(), outcome.value()), (Status::Optimal, Some(500)));
    assert_eq!((outcome.evidence(), outcome.stop_reason()), (Some(Evidence::Certificate), StopReason::Proven));
    // 7 and 7 leave 1 of 15, and the linear bound does not see it.
    let problem = self::problem(&[(7, 7), (7, 7), (6, 6)], 15);
    let outcome = solve(&problem, &Knapsack::new(), &Limits::default()).expect("an outcome");
    assert_eq!((outcome.value(), outcome.evidence()), (Some(14), Some(Evidence::Search)));
}

#[test]
fn limits_are_kept() {
    let mut seed = 5_u64;
    let mut draw = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as i64 % 1_000_000 + 1
    };
    // Hard: weights in five sizes that do not fill the capacity, each with a little more.
    let items: Vec<_> = (0..300)
        .map(|k| {
            let size = 100_000_000 / (1 << (k % 5)) + 700_000;
            (size + draw() % 300, size + draw() % 300)
        })
        .collect();
    let problem = problem(&items, 100_000_000);
    let limits = Limits::default().steps(40);
    let run = |limits: &Limits| solve(&problem, &Knapsack::new(), limits).expect("an outcome");
    let (one, other) = (run(&limits), run(&limits));
    assert_eq!((one.stop_reason(), one.stats().steps), (StopReason::StepLimit, 40));
    assert_eq!((one.best(), one.trace()), (other.best(), other.trace()));
    assert_eq!((one.bound(), one.search_bound()), (other.bound(), other.search_bound()));
    let whole = run(&Limits::default());
    assert_eq!(whole.status(), Status::Optimal);
    assert!(one.value() <= whole.value() && whole.value() <= one.search_bound());
    let enough = one.value().expect("a plan") + 1;
    let target = run(&Limits::default().target(enough));
    assert!(target.value() >= Some(enough) && target.stats().steps <= whole.stats().steps);
    let few = solve(&problem, &Knapsack::new().states(1_000), &Limits::default()).expect("an outcome");
    assert_eq!((few.status(), few.stop_reason()), (Status::Feasible, StopReason::Finished));
    assert!(whole.value() <= few.search_bound());
}

#[test]
fn what_it_does_not_take_it_says() {
    let mut draft = ProblemDraft::new(1);
    let [one, other] = [1, 2].map(|limit| draft.capacity(CapacitySpec::whole(1, limit)));
    for _ in 0..3 {
        let candidate = draft.candidate(Commitment::Free);
        let mode = draft.mode(candidate, ModeSpec::fixed(1));
        draft.amount(mode, one, 0, 1);
        draft.amount(mode, other, 0, 1);
    }
    let two_rows = draft.build().expect("a sound problem");
    let refused = |problem: &SelectionProblem| solve(problem, &Knapsack::new(), &Limits::default()).expect_err("no");
    assert!(matches!(refused(&two_rows), SolveError::Unsupported { feature: Feature::Rows, .. }));
    let large = problem(&[(i64::MAX / 2, 1), (i64::MAX / 2, 1)], 1);
    assert!(matches!(refused(&large), SolveError::Failed { failure: Failure::Overflow, .. }));
    // The general method takes both.
    for problem in [two_rows, large] {
        assert_eq!(solve(&problem, &Auto::new(), &Limits::default()).expect("an outcome").status(), Status::Optimal);
    }
}

/// Items and capacity of a file of one of the four collections.
fn read(collection: &str, text: &str) -> (Vec<(i64, i64)>, i64) {
    let number = |word: &str| word.parse::<i64>().expect("a number");
    if collection == "pisinger" {
        let field = |line: &str, at: usize| number(line.split([',', ' ']).nth(at).expect("a field"));
        let lines: Vec<_> = text.lines().take_while(|line| !line.starts_with('-')).collect();
        let items = lines[5..].iter().filter(|line| !line.is_empty());
        return (items.map(|line| (field(line, 1), field(line, 2))).collect(), field(lines[2], 1));
    }
    let numbers: Vec<i64> = text.split_whitespace().map(number).collect();
    let count = numbers[0] as usize;
    if collection == "jooken" {
        let items = numbers[1..].chunks_exact(3).take(count).map(|row| (row[1], row[2])).collect();
        return (items, numbers[1 + 3 * count]);
    }
    (numbers[2..].chunks_exact(2).take(count).map(|row| (row[0], row[1])).collect(), numbers[1])
}

/// Name, collection, file and best known profit of each instance.
fn table(folder: &Path) -> Vec<(String, String, String, Option<i128>)> {
    let table = std::fs::read_to_string(folder.join("best_known.csv")).expect("a table of known values");
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let row = |fields: Vec<&str>| {
        let collection = fields[2].split(['/', '.']).next().expect("a collection");
        (fields[1].to_owned(), collection.to_owned(), fields[2].to_owned(), fields[4].parse().ok())
    };
    rows.filter(|fields| fields[3] == "max_profit").map(row).collect()
}

#[test]
fn published_optima_are_proved() {
    let Some(folder) = folder("kp01") else { return };
    let mut proved = 0;
    for (name, collection, file, known) in table(&folder).into_iter().filter(|(_, _, file, _)| !file.contains(':')) {
        let text = std::fs::read_to_string(folder.join(file)).expect("an instance of the table");
        let (items, capacity) = read(&collection, &text);
        let problem = problem(&items, capacity);
        let outcome = solve(&problem, &Auto::new(), &Limits::default().steps(20_000)).expect("an outcome");
        assert_eq!((outcome.status(), outcome.value()), (Status::Optimal, known), "{name}");
        let report = check_plan(&problem, outcome.best().expect("a plan"));
        assert_eq!((report.is_feasible(), Some(report.value())), (true, known), "{name}");
        proved += 1;
    }
    assert!(proved > 100, "{proved} instances");
}

/// Solves each instance of a packed collection within a minute, prints a line for each, and gives the number proved and
/// the times.
fn packed(collection: &str) -> Option<(usize, Vec<Duration>)> {
    let folder = folder("kp01")?;
    let (mut proved, mut times) = (0, Vec::new());
    for (name, _, file, known) in table(&folder).into_iter().filter(|row| row.1 == collection) {
        let (archive, member) = file.split_once(':').expect("an archive and a member");
        let unpacked = Command::new("tar").arg("-xzOf").arg(folder.join(archive)).arg(member).output();
        let unpacked = unpacked.expect("`tar` on the path");
        let (items, capacity) = read(collection, &String::from_utf8(unpacked.stdout).expect("text"));
        let problem = problem(&items, capacity);
        let limits = Limits::default().steps(None).time(Duration::from_secs(60));
        let start = Instant::now();
        let outcome = solve(&problem, &Knapsack::new(), &limits).expect("an outcome");
        let time = start.elapsed();
        if outcome.status() == Status::Optimal {
            assert!(known.is_none_or(|known| Some(known) == outcome.value()), "{name}");
            proved += 1;
        }
        assert!(known.is_none_or(|known| outcome.value() <= Some(known) && Some(known) <= outcome.bound()), "{name}");
        let (value, bound) = (outcome.value().expect("a plan"), outcome.search_bound().or(outcome.bound()));
        let bound = bound.expect("a bound");
        writeln!(std::io::stderr(), "{name} {value} {bound} {:.3} s", time.as_secs_f64())
            .expect("standard error is open");
        times.push(time);
    }
    times.sort_unstable();
    Some((proved, times))
}

#[test]
#[ignore = "reads an archive through `tar`"]
fn the_classes_of_the_book_are_proved() {
    let Some((proved, times)) = packed("kplib") else { return };
    assert_eq!((proved, times.len()), (31, 31));
}

#[test]
#[ignore = "takes some minutes in a release build"]
fn nine_of_ten_hard_instances_are_proved_in_a_minute_each() {
    let Some((proved, times)) = packed("jooken") else { return };
    assert!(10 * proved >= 9 * times.len(), "{proved} of {}", times.len());
    assert!(times[times.len() / 2] < Duration::from_secs(1), "median {:?}", times[times.len() / 2]);
}
