//! Maximum-weight closures: published ultimate pits, proved by their flow.

use crate::known_optima::folder;
use portefeuille::engine::algorithms::{Auto, MaximumClosure};
use portefeuille::engine::certify::{Certificate, Claim, check_certificate, check_plan};
use portefeuille::engine::problem::{
    CapacitySpec, Commitment, ModeSpec, ProblemDraft, Relation, SelectionProblem, Strictness, Timing,
};
use portefeuille::engine::run::{Evidence, Feature, Limits, SolveError, Status, StopReason, solve};
use std::path::Path;
use std::process::Command;

/// Places kept of the values, which have up to twelve.
const PLACES: usize = 6;

/// Ticks of a decimal, rounded half away from 0.
fn ticks(text: &str) -> i64 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let kept = format!("{whole}{:0<PLACES$}", &part[..part.len().min(PLACES)]);
    let up = i64::from(part.as_bytes().get(PLACES).is_some_and(|&digit| digit >= b'5'));
    sign * (kept.parse::<i64>().expect("a decimal") + up)
}

fn read(path: &Path) -> String {
    let packed = path.with_extension("prec.gz");
    if path.is_file() {
        return std::fs::read_to_string(path).expect("a file of the collection");
    }
    let unpacked = Command::new("gzip").arg("-dc").arg(packed).output().expect("`gzip` on the path");
    String::from_utf8(unpacked.stdout).expect("text")
}

/// The ultimate pit of a mine: take blocks, each with those above it.
fn pit(folder: &Path, mine: &str) -> SelectionProblem {
    let mut draft = ProblemDraft::new(1);
    let values = read(&folder.join(format!("{mine}.upit")));
    let values = values.lines().skip_while(|line| !line.starts_with("OBJECTIVE_FUNCTION")).skip(1);
    let mut blocks = Vec::new();
    for line in values {
        let Some((_, value)) = line.trim().split_once([' ', '\t']) else { continue };
        let block = draft.candidate(Commitment::Free);
        draft.mode(block, ModeSpec::fixed(ticks(value.trim())));
        blocks.push(block);
    }
    for line in read(&folder.join(format!("{mine}.prec"))).lines() {
        let numbers: Vec<usize> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        for &above in numbers.iter().skip(2) {
            draft.requires(blocks[numbers[0]], blocks[above]);
        }
    }
    draft.build().expect("a sound problem")
}

fn proves(mine: &str, links: usize, published: i128) {
    let Some(folder) = folder("minelib") else { return };
    let problem = pit(&folder, mine);
    assert_eq!(problem.links().len(), links);
    let outcome = solve(&problem, &Auto::new(), &Limits::default()).expect("an outcome");
    assert_eq!((outcome.status(), outcome.evidence()), (Status::Optimal, Some(Evidence::Certificate)));
    let value = outcome.value().expect("a plan");
    assert!((value - 1_000_000 * published).abs() <= 510_000, "{value} ticks against {published}");
    assert!(check_plan(&problem, outcome.best().expect("a plan")).is_feasible());
    let certificate = outcome.certificate().expect("the flow");
    assert_eq!(check_certificate(&problem, certificate), Ok(Claim::Bound(value)));
    // One unit more on a link, and it proves less, or the same another way.
    let mut multipliers = certificate.multipliers().to_vec();
    multipliers[0].1 += 1;
    let weaker = Certificate::seal(&problem, 1, multipliers).expect("any multipliers prove something");
    assert!(weaker.claim().bound() >= Some(value));
}

#[test]
fn the_pit_of_newman1_is_proved_by_its_flow() {
    proves("newman1", 3_922, 26_086_899);
}

#[test]
fn the_pit_of_zuck_small_is_proved_by_its_flow() {
    proves("zuck_small", 145_640, 1_422_726_898);
}

#[test]
fn stopped_early_it_has_a_plan_and_a_certified_bound() {
    let Some(folder) = folder("minelib") else { return };
    let problem = pit(&folder, "newman1");
    let whole = solve(&problem, &MaximumClosure::new(), &Limits::default()).expect("an outcome");
    for steps in 0..whole.stats().steps.min(20) {
        let outcome = solve(&problem, &MaximumClosure::new(), &Limits::default().steps(steps)).expect("an outcome");
        assert_eq!(outcome.stop_reason(), StopReason::StepLimit);
        assert!(outcome.value() >= Some(0) && outcome.value() <= whole.value());
        assert!(outcome.bound() >= whole.value());
        assert_eq!(outcome.evidence(), Some(Evidence::Certificate));
    }
}

#[test]
fn timings_that_hold_are_requirements_and_others_are_refused() {
    let pair = |lag, strictness, limit| {
        let mut draft = ProblemDraft::new(4);
        let cash = draft.capacity(CapacitySpec::whole(4, limit));
        let [predecessor, successor] = [(0, -3), (2, 5)].map(|(start, value)| {
            let candidate = draft.candidate(Commitment::Free);
            let mode = draft.mode(candidate, ModeSpec::new(1, start..=start, value));
            draft.amount(mode, cash, 0, 1);
            candidate
        });
        draft.timing(Timing { predecessor, successor, relation: Relation::FinishToStart, lag, strictness });
        draft.build().expect("a sound problem")
    };
    let solved = |problem| solve(&problem, &MaximumClosure::new(), &Limits::default());
    let value = |problem| solved(problem).map(|outcome| outcome.value().expect("a plan"));
    assert_eq!(value(pair(1, Strictness::Strict, 2)), Ok(2));
    assert_eq!(value(pair(1, Strictness::IfBoth, 2)), Ok(5));
    let refused = solved(pair(2, Strictness::Strict, 2)).expect_err("the dates do not hold");
    assert!(matches!(refused, SolveError::Unsupported { feature: Feature::Links, .. }));
    let refused = solved(pair(1, Strictness::Strict, 1)).expect_err("the row binds");
    assert!(matches!(refused, SolveError::Unsupported { feature: Feature::Rows, .. }));
}
