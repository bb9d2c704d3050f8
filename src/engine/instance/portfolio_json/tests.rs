#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::diagnostic::{Code, Location};
use crate::engine::certify::{RowKey, Violation, check_plan};
use crate::engine::problem::{Link, Plan};
use crate::engine::random::Random;
use serde_json::{Value, json};

fn static_file() -> Value {
    json!({"format": "portfolio-bench-1", "class": "A", "n": 4, "m": 2, "tightness": 0.3, "seed": 1,
        "values": [5, 4, 3, 2], "weights": [[3, 2, 0, 1], [0, 1, 1, 1]], "capacities": [5, 2],
        "requires": [[1, 0]], "exclusions": [[2, 3, 2]], "inclusions": [[0, 3]], "mandatory": [1], "forbidden": [2],
        "themes": {"of": [0, 0, 1, 1], "row": 0, "floors": [4, 0], "ceilings": [null, 9]}, "witness_value": 9})
}

fn scheduled_file() -> Value {
    json!({"format": "portfolio-bench-1", "class": "B", "n": 3, "T": 4, "R": 2, "E": 1, "fiscal_year": 3,
        "discount_e4": [10000, 9000, 8000, 7000],
        "projects": [
            {"value": 15, "theme": 0, "earliest": 0, "latest": 9, "modes": [
                {"duration": 2, "demand": [[1, 0], [2, 1]], "cost": [10, 20], "envelope": 0},
                {"duration": 1, "demand": [[3, 0]], "cost": [40], "envelope": 0}]},
            {"value": 7, "theme": 1, "earliest": 1, "latest": 3, "modes": [
                {"duration": 1, "demand": [[1, 1]], "cost": [5], "envelope": 0}]},
            {"value": 9, "theme": 1, "earliest": 7, "latest": 8, "modes": [
                {"duration": 1, "demand": [[1, 1]], "cost": [5], "envelope": 0}]}],
        "capacities": [[3, 3, 3, 3], [1, 1, 1, 1]], "budgets": [[50, 20]],
        "dependencies": [[1, 0, 1]], "exclusions": [[1, 2]], "inclusions": [], "mandatory": [], "forbidden": [],
        "committed": [[0, 0, 0]], "themes": {"count_floors": [0, 1], "cost_ceilings": [null, 4]}, "witness_value": 0})
}

fn load(file: &Value) -> Result<Instance, InstanceError> {
    read("case", &file.to_string())
}

#[test]
fn a_static_file_becomes_its_problem() {
    let instance = load(&static_file()).unwrap();
    let problem = instance.problem();
    assert_eq!((instance.name(), instance.witness(), instance.format().as_str()), ("case", Some(9), "portfolio-json"));
    assert_eq!((problem.periods(), problem.candidate_count(), problem.row_limits()), (1, 4, &[5, 2][..]));
    assert_eq!(problem.commitment(CandidateIx::new(1)), Commitment::Mandatory);
    assert_eq!(problem.commitment(CandidateIx::new(2)), Commitment::Forbidden);
    assert_eq!(problem.links()[0].requirement(), Some((CandidateIx::new(1), CandidateIx::new(0))));
    // The exclusion named a project twice; it counts once.
    assert_eq!(problem.groups().map(|g| problem.group(g).members.len()).collect::<Vec<_>>(), [2, 2]);
    let quotas: Vec<_> = problem.quotas().map(|q| (problem.quota(q).lo, problem.quota(q).hi)).collect();
    assert_eq!(quotas, [(Some(4.into()), None), (None, Some(9.into()))]);
    let takes = |set: [bool; 4]| Plan::new(set.map(|taken| taken.then(|| Choice::new(0, 0))).to_vec());
    let report = check_plan(problem, &takes([true, true, false, true]));
    assert_eq!((report.value(), report.violations().len()), (11, 1));
    assert_eq!(instance.id(CandidateIx::new(3)), "3");
}

#[test]
fn a_scheduled_file_becomes_its_problem() {
    let instance = load(&scheduled_file()).unwrap();
    let problem = instance.problem();
    let modes: Vec<_> = problem.candidates().flat_map(|c| problem.modes(c).to_vec()).collect();
    assert_eq!(modes.iter().map(|&mode| problem.starts(mode)).collect::<Vec<_>>(), [0..3, 0..4, 1..4, 4..4]);
    // 15 × 0.9 = 13.5, down to 13; starts at the horizon's end do not exist.
    assert_eq!([0, 1, 2].map(|start| problem.value(modes[0], start)), [15, 13, 12]);
    assert_eq!(problem.commitment(CandidateIx::new(0)), Commitment::Committed(Choice::new(0, 0)));
    let Link::Timing(timing) = problem.links()[0] else { panic!("a dependency is an order in time") };
    assert_eq!((timing.lag, timing.relation, timing.strictness), (1, Relation::FinishToStart, Strictness::Strict));
    let plan = Plan::new(vec![Some(Choice::new(0, 0)), Some(Choice::new(0, 3)), None]);
    let report = check_plan(problem, &plan);
    // Theme 1 has its one project, and costs 5 where 4 are allowed; years 0 and 1 take 30 and 5.
    assert_eq!(report.value(), 15 + 4);
    let [Violation::Row { key: RowKey::Quota { .. }, left: 5, right: 4 }] = report.violations() else {
        panic!("{:?}", report.violations())
    };
}

#[test]
fn mandatory_and_forbidden_is_infeasible_and_legal() {
    let mut file = static_file();
    file["forbidden"] = json!([1]);
    let instance = load(&file).unwrap();
    let report = check_plan(instance.problem(), &Plan::empty(4));
    assert!(report.violations().iter().any(|v| matches!(v, Violation::Row { key: RowKey::Group { .. }, .. })));
}

/// What is tried, the file, where it is edited and to what, where the fault is, and words of the message.
type Edit = (&'static str, fn() -> Value, &'static str, Value, &'static str, &'static str);

#[test]
fn faults_are_told_with_their_place() {
    let edits: [Edit; 19] = [
        ("n lies", static_file, "/n", json!(5), "/values", "values: 4 found, 5 expected"),
        ("n is huge", static_file, "/n", json!(u64::MAX), "/values", "expected"),
        ("m lies", static_file, "/m", json!(1), "/weights", "rows of weights: 2 found, 1 expected"),
        ("short row", static_file, "/weights/1", json!([1]), "/weights/1", "weights: 1 found, 4 expected"),
        ("no such project", static_file, "/requires/0/1", json!(4), "/requires/0/1", "project 4 does not exist"),
        ("needs itself", static_file, "/requires/0/1", json!(1), "/requires/0", "link from a project to 1"),
        ("no such row", static_file, "/themes/row", json!(2), "/themes/row", "row 2 does not exist, there are 2"),
        ("no such theme", static_file, "/themes/of/3", json!(7), "/themes/of/3", "theme 7 does not exist"),
        ("another format", static_file, "/format", json!("x"), "/format", "format x is not allowed"),
        ("another class", static_file, "/class", json!("C"), "/class", "class C is not allowed"),
        ("mandatory nobody", static_file, "/mandatory", json!([9]), "/mandatory/0", "project 9 does not exist"),
        ("T lies", scheduled_file, "/T", json!(4_000_000_000_u64), "/discount_e4", "expected"),
        ("no year", scheduled_file, "/fiscal_year", json!(0), "/fiscal_year", "fiscal_year 0 is not allowed"),
        (
            "budget years",
            scheduled_file,
            "/fiscal_year",
            json!(4),
            "/budgets/0",
            "years of a budget: 2 found, 1 expected",
        ),
        ("no duration", scheduled_file, "/projects/1/modes/0/duration", json!(0), "/projects/1/modes/0/duration", "0"),
        (
            "demand",
            scheduled_file,
            "/projects/0/modes/0/demand/1",
            json!([1]),
            "/projects/0/modes/0/demand/1",
            "1 found",
        ),
        (
            "window",
            scheduled_file,
            "/projects/1/earliest",
            json!(4),
            "/projects/1/latest",
            "latest start 3 is not allowed",
        ),
        ("committed late", scheduled_file, "/committed/0/2", json!(3), "/committed/0/2", "committed start 3"),
        ("committed mode", scheduled_file, "/committed/0/1", json!(2), "/committed/0/1", "mode 2 does not exist"),
    ];
    for (case, file, at, new, place, said) in edits {
        let mut file = file();
        *file.pointer_mut(at).unwrap() = new;
        let error = load(&file).unwrap_err();
        assert_eq!(error.location(), Location::pointer(place), "{case}: {error}");
        assert!(error.to_string().contains(said), "{case}: {error}");
        assert_eq!(error.code(), Code::MalformedInstance, "{case}");
    }
}

#[test]
fn a_discounted_value_beyond_64_bits_is_refused() {
    let mut file = scheduled_file();
    file["projects"][0]["value"] = json!(i64::MAX);
    file["discount_e4"][1] = json!(20_000);
    let error = load(&file).unwrap_err();
    assert_eq!(error.location(), Location::pointer("/projects/0/value"));
    assert!(error.to_string().contains("discounted, it fits 64 bits"), "{error}");
}

#[test]
fn what_is_no_json_is_told_with_line_and_column() {
    let error = read("case", "{\"format\": \"portfolio-bench-1\",\n \"class\": }").unwrap_err();
    assert_eq!(error.location(), Location::Text { line: 2, column: 11 });
    let mut file = static_file();
    file["values"][2] = json!("three");
    assert!(load(&file).unwrap_err().to_string().starts_with("values[2]: invalid type"));
    assert!(read("case", &(static_file().to_string() + "x")).is_err());
}

#[test]
fn a_short_file_cannot_ask_for_much_memory() {
    let mut file = scheduled_file();
    let envelopes = 9_000;
    let periods = 4_000;
    file["T"] = json!(periods);
    file["fiscal_year"] = json!(periods);
    file["E"] = json!(envelopes);
    file["discount_e4"] = json!(vec![1; periods]);
    file["capacities"] = json!(vec![vec![1; periods]; 2]);
    file["budgets"] = json!(vec![vec![1]; envelopes]);
    let error = load(&file).unwrap_err();
    assert!(error.to_string().contains("they stay below 2^25"), "{error}");
}

#[test]
fn sums_beyond_the_exact_range_are_refused() {
    let mut file = static_file();
    file["n"] = json!(200_000);
    file["values"] = json!(vec![i64::MAX; 200_000]);
    file["weights"] = json!(vec![vec![0; 200_000]; 2]);
    file["themes"]["of"] = json!(vec![0; 200_000]);
    assert_eq!(load(&file).unwrap_err().code(), Code::ProblemOverflow);
}

#[test]
fn mutated_files_never_panic() {
    let mut random = Random::new(5);
    let (mut read_well, mut refused) = (0, 0);
    for file in [static_file(), scheduled_file()] {
        let text = file.to_string();
        for _ in 0..3_000 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=random.below(2) {
                let at = random.below(bytes.len() as u64) as usize;
                match random.below(3) {
                    0 => bytes[at] = b"0123456789-[]{},.e\""[random.below(19) as usize],
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, b"0123456789-[],"[random.below(14) as usize]),
                }
            }
            let Ok(text) = String::from_utf8(bytes) else { continue };
            match read("case", &text) {
                Ok(instance) => {
                    read_well += 1;
                    let _ = check_plan(instance.problem(), &Plan::empty(instance.problem().candidate_count()));
                }
                Err(error) => {
                    refused += 1;
                    assert!(matches!(error.code(), Code::MalformedInstance | Code::ProblemOverflow), "{error}");
                }
            }
        }
    }
    assert!(read_well > 100 && refused > 1_000, "{read_well} read, {refused} refused");
}
