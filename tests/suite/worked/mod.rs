//! Every case of a folder of worked examples, dispatched on its `method`.
//!
//! `PORTEFEUILLE_WORKED` names the folder; `../shared/data/worked` by default. A method neither built nor in the list of
//! methods not built fails, and so does a case that cannot be read. To build a method, write its function in the file of its
//! family and move its line from [`NOT_BUILT`] to [`BUILT`].

mod alignment;
mod earned_value;
mod indicators;
mod input;
mod network;
mod selection;

use input::{Input, number};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What a method makes of an input; an error says what could not be read.
type Method = fn(&Input<'_>) -> Result<Value, String>;

const BUILT: &[(&str, Method)] = &[
    ("ahp.hierarchy", alignment::ahp_hierarchy),
    ("ahp.priorities", alignment::ahp_priorities),
    ("ahp.random_index", alignment::ahp_random_index),
    ("cpm", network::cpm),
    ("evm", earned_value::evm),
    ("finance.share_of_file", indicators::share_of_file),
    ("indicators.file_counts", indicators::file_counts),
    ("indicators.file_totals", indicators::file_totals),
    ("indicators.means", indicators::means),
    ("indicators.weighted_mean", indicators::weighted_mean),
    ("mcda.promethee2", alignment::promethee2),
    ("mcda.topsis", alignment::topsis),
    ("mcda.wpm", alignment::wpm),
    ("mcda.wsm", alignment::wsm),
    ("selection.optimum", selection::optimum),
    ("selection.pabulib", selection::pabulib),
    ("selection.ranked", selection::ranked),
    ("wsjf", alignment::wsjf),
];

const NOT_BUILT: &[(&str, &str)] = &[
    ("finance.ap_cp", "the finance room is not there yet"),
    ("finance.execution_rate", "the finance room is not there yet"),
    ("finance.operations_file", "the finance room is not there yet"),
    (
        "mcda.copras",
        "another way to add up cost criteria; the weighted sum with reciprocal sums says as much, with parts",
    ),
    ("mcda.electre1", "outranking leaves a kernel and no number to add up; PROMETHEE II outranks with flows"),
    ("mcda.electre2", "ranks by four thresholds and gives no number; PROMETHEE II outranks with flows"),
    (
        "mcda.spotis",
        "distance to bounds given beforehand: the weighted sum of linear value functions is the same ranking",
    ),
    ("mcda.vikor", "a compromise by a parameter between sum and worst; TOPSIS covers distance to an ideal without one"),
    ("pert.crash", "the network room has no probabilities and no crashing yet"),
    ("pert.probability", "the network room has no probabilities and no crashing yet"),
    ("resources", "the capacity room does not level yet"),
];

/// Where two values differ; numbers within the tolerance are equal.
fn differences(path: &str, expected: &Value, got: &Value, tolerance: Decimal, found: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                let path = format!("{path}/{key}");
                match got.get(key) {
                    Some(got) => differences(&path, value, got, tolerance, found),
                    None => found.push(format!("{path}: expected {value}, nothing computed")),
                }
            }
            for key in got.keys().filter(|key| !expected.contains_key(*key)) {
                found.push(format!("{path}/{key}: computed, not expected"));
            }
        }
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
            for (i, (expected, got)) in expected.iter().zip(got).enumerate() {
                differences(&format!("{path}/{i}"), expected, got, tolerance, found);
            }
        }
        (Value::Number(_), Value::Number(_) | Value::String(_)) => match (number(expected), number(got)) {
            (Ok(a), Ok(b)) if (a - b).abs() <= tolerance => {}
            _ => found.push(format!("{path}: expected {expected}, computed {got}, tolerance {tolerance}")),
        },
        (expected, got) if expected == got => {}
        (expected, got) => found.push(format!("{path}: expected {expected}, computed {got}")),
    }
}

/// A list as a set.
fn sorted(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Array(list) = &mut value {
        list.sort_by_key(Value::to_string);
    }
    value
}

/// Runs one case: what is wrong with it.
fn check(case: &Value, method: Method, folder: &Path) -> Result<Vec<String>, String> {
    let fields = case["input"].as_object().ok_or("no input")?;
    let expected = case["expected"].as_object().ok_or("no expected")?;
    let tolerance = &case["tolerance"];
    let all = number(tolerance.get("abs").ok_or("no tolerance")?)?;
    let unordered: Vec<&str> = case["unordered"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let got = method(&Input { fields, folder })?;
    let mut found = Vec::new();
    for (key, value) in expected {
        let within = tolerance.get("by").and_then(|by| by.get(key)).map_or(Ok(all), number)?;
        let Some(got) = got.get(key) else {
            found.push(format!("/{key}: nothing computed"));
            continue;
        };
        if unordered.contains(&key.as_str()) {
            differences(&format!("/{key}"), &sorted(value), &sorted(got), within, &mut found);
        } else {
            differences(&format!("/{key}"), value, got, within, &mut found);
        }
    }
    Ok(found)
}

/// The nearest folder above that holds `data/`.
fn data_folder(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().skip(1).find(|above| above.join("data").is_dir()).map(Path::to_owned)
}

fn cases(path: &Path) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let mut topic: Value = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    match topic["cases"].take() {
        Value::Array(cases) => Ok(cases),
        _ => Err("no list of cases".to_owned()),
    }
}

#[test]
fn every_worked_case_is_reproduced() {
    let named = std::env::var_os("PORTEFEUILLE_WORKED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/worked"));
    let Ok(entries) = std::fs::read_dir(&folder) else {
        let _ = writeln!(std::io::stderr(), "worked: {} is not there; skipped", folder.display());
        return;
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let root = data_folder(&folder).unwrap_or_else(|| folder.clone());
    let (mut run, mut left, mut wrong) = (0, 0, Vec::new());
    for path in files {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let cases = match cases(&path) {
            Ok(cases) => cases,
            Err(reason) => {
                wrong.push(format!("{file}: {reason}"));
                continue;
            }
        };
        for case in &cases {
            let id = case["id"].as_str().unwrap_or("without id");
            let method = case["method"].as_str().unwrap_or_default();
            if let Some((_, function)) = BUILT.iter().find(|(name, _)| *name == method) {
                run += 1;
                match check(case, *function, &root) {
                    Ok(found) => wrong.extend(found.into_iter().map(|what| format!("{file} {id} {what}"))),
                    Err(reason) => wrong.push(format!("{file} {id}: {reason}")),
                }
            } else if NOT_BUILT.iter().any(|(name, _)| *name == method) {
                left += 1;
            } else {
                wrong.push(format!("{file} {id}: method `{method}` is neither built nor listed as not built"));
            }
        }
    }
    let _ = writeln!(std::io::stderr(), "worked: {run} cases run, {left} of methods not built");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert!(run + left > 0, "{} holds no case", folder.display());
}

#[test]
fn a_method_is_built_or_not_and_gives_its_reason() {
    let mut names: Vec<&str> =
        BUILT.iter().map(|(name, _)| *name).chain(NOT_BUILT.iter().map(|(name, _)| *name)).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a method stands in both lists, or twice in one");
    assert!(NOT_BUILT.iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn the_comparison_sees_what_differs() {
    let compare = |expected: Value, got: Value| {
        let mut found = Vec::new();
        differences("", &expected, &got, Decimal::new(1, 2), &mut found);
        found.len()
    };
    assert_eq!(compare(json!({"a": 1.0, "b": ["x"]}), json!({"a": "1.009", "b": ["x"]})), 0);
    assert_eq!(compare(json!({"a": 1.0}), json!({"a": "1.02"})), 1);
    assert_eq!(compare(json!({"a": 1.0}), json!({"b": "1.0"})), 2);
    assert_eq!(compare(json!(["x", "y"]), json!(["y", "x"])), 2);
    assert_eq!(compare(json!(["x"]), json!(["x", "x"])), 1);
    assert_eq!(compare(json!("1"), json!("1.001")), 1);
    assert_eq!(compare(sorted(&json!(["x", "y"])), sorted(&json!(["y", "x"]))), 0);
}
