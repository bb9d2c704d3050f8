//! Published instances against their known optima and bounds.
//!
//! `PORTEFEUILLE_INSTANCES` names the folder; where it is absent, each test says so and passes.

use portefeuille::engine::algorithms::{Auto, GreedyDensity, GreedySkip, RankedCut};
use portefeuille::engine::certify::{check_certificate, check_plan};
use portefeuille::engine::instance::portfolio_json;
use portefeuille::engine::run::{Limits, Solver, Status, solve};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Steps that a proof of the small instances takes, with room.
const STEPS: u64 = 400_000;
/// Steps on instances nobody has closed.
const FEW: u64 = 15_000;
/// Bytes past which an instance is left to the benchmarks.
const LARGE: usize = 60_000;

/// The folder of a family, or nothing and a line that says so.
pub(crate) fn folder(family: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PORTEFEUILLE_INSTANCES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/instances"), PathBuf::from);
    let folder = root.join(family);
    if folder.is_dir() {
        return Some(folder);
    }
    // Captured output would hide that nothing was tested.
    let told = writeln!(std::io::stderr(), "skipped: no instances in {}", folder.display());
    told.expect("standard error is open");
    None
}

#[test]
fn portfolios_reach_what_is_known() {
    let Some(folder) = folder("portfolio") else { return };
    let table = std::fs::read_to_string(folder.join("best_known.csv")).expect("a table of known values");
    let (mut proven, mut bounded) = (0, 0);
    let mut values = BTreeMap::new();
    for line in table.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let [_, name, metric, known, ..] = fields[..] else { panic!("a short line: {line}") };
        let known: i128 = known.parse().expect("a number");
        let path = folder.join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path).expect("an instance of the table");
        if text.len() > LARGE {
            continue;
        }
        let instance = portfolio_json::read(name, &text).expect("a sound instance");
        let problem = instance.problem();
        if metric == "best_value" {
            values.insert(name, known);
            continue;
        }
        let steps = if metric == "max_value" { STEPS } else { FEW };
        let outcome = solve(problem, &Auto::new(), &Limits::default().steps(steps)).expect("an outcome");
        let value = outcome.value().expect("a plan");
        let report = check_plan(problem, outcome.best().expect("a plan"));
        assert_eq!((report.is_feasible(), report.value()), (true, value), "{name}");
        let certificate = outcome.certificate().expect("a certificate");
        let certified = check_certificate(problem, certificate).expect("a sound one").bound().expect("a bound");
        assert!(value <= certified, "{name}");
        match metric {
            "max_value" => {
                assert_eq!((outcome.status(), value), (Status::Optimal, known), "{name}");
                proven += 1;
            }
            "best_bound" => {
                assert!(value <= known, "{name}: {value} is better than the bound {known}");
                let known = values[name];
                assert!(known <= certified, "{name}: {known} is better than the certified bound {certified}");
                bounded += 1;
            }
            other => panic!("an unknown metric: {other}"),
        }
        if let Some(witness) = instance.witness().filter(|&witness| witness > 0) {
            assert!(i128::from(witness) <= certified, "{name}");
        }
    }
    assert!(proven >= 3 && bounded >= 3, "{proven} proven, {bounded} bounded");
}

/// Their floors ask for so much of a theme, or so many of it, that going down a list does not meet them.
#[test]
fn lists_meet_the_floors_of_portfolios() {
    let Some(folder) = folder("portfolio") else { return };
    for name in ["A_n50_m5_s1", "A_n200_m10_s1", "B_n30_T12_s1", "B_n100_T12_s1"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).expect("an instance of the table");
        let instance = portfolio_json::read(name, &text).expect("a sound instance");
        let problem = instance.problem();
        let [cut, skip, density] = [&RankedCut::new() as &dyn Solver, &GreedySkip::new(), &GreedyDensity::new()]
            .map(|solver| solve(problem, solver, &Limits::default()).expect("an outcome").value());
        assert!(cut.is_some() && cut <= skip && density.is_some(), "{name}: {cut:?} {skip:?} {density:?}");
    }
}
