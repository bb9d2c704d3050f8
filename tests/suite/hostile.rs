//! Malformed and mutated documents: never a panic, always a code, a place and a remedy.

use portefeuille::diagnostic::{Code, Diagnostics, Location, Severity};
use portefeuille::testing::model::{MutationKind, drafts, mutations};
use portefeuille::{Model, ModelDraft};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use std::collections::BTreeSet;

/// What every refusal has to say.
fn speaks(faults: &Diagnostics) -> Result<(), TestCaseError> {
    prop_assert!(faults.has_errors());
    for fault in faults {
        prop_assert!(!fault.message().is_empty() && !fault.remedy().is_empty(), "{fault}");
        prop_assert!(fault.location() != &Location::Whole, "{fault}");
        if let Location::Pointer(pointer) = fault.location() {
            prop_assert!(pointer.is_empty() || pointer.starts_with('/'), "{fault}");
        }
    }
    Ok(())
}

/// Places of texts and numbers inside the records of the document, each with the pointer of its record.
fn leaves(document: &Value) -> Vec<(String, String)> {
    fn walk(value: &Value, pointer: &str, record: &str, found: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => {
                for (key, child) in fields {
                    walk(child, &format!("{pointer}/{key}"), record, found);
                }
            }
            Value::Array(items) => {
                for (item, child) in items.iter().enumerate() {
                    walk(child, &format!("{pointer}/{item}"), record, found);
                }
            }
            _ => found.push((record.to_owned(), pointer.to_owned())),
        }
    }
    let mut found = Vec::new();
    for (list, records) in document.as_object().into_iter().flatten() {
        for (item, record) in records.as_array().into_iter().flatten().enumerate() {
            let pointer = format!("/{list}/{item}");
            walk(record, &pointer, &pointer, &mut found);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sound_documents_build_and_come_back_the_same(draft in drafts()) {
        let text = draft.to_json();
        let read = ModelDraft::from_json(&text);
        prop_assert_eq!(read.as_ref(), Ok(&draft));
        prop_assert_eq!(read.map(|draft| draft.to_json()), Ok(text));
        let model = draft.clone().build();
        prop_assert!(model.is_ok(), "{:?}", model.err());
        let model = model.expect("it is");
        // What was built is what was written, and building it again says the same.
        prop_assert_eq!(model.records(), &draft);
        prop_assert_eq!(model.edit(), draft);
        let again = model.edit().build().expect("it was built");
        prop_assert_eq!(again.warnings(), model.warnings());
        prop_assert_eq!(again, model);
    }

    #[test]
    fn scenarios_vary_the_model_or_are_refused_in_words(draft in drafts()) {
        let model = draft.clone().build().expect("sound");
        for scenario in &draft.scenarios {
            match model.with_scenario(scenario.id.as_str()) {
                Ok(varied) => prop_assert_eq!(varied.projects().len(), model.projects().len()),
                Err(faults) => speaks(&faults)?,
            }
        }
        prop_assert_eq!(model.records(), &draft);
    }

    #[test]
    fn layout_does_not_matter(draft in drafts()) {
        let tree: Value = serde_json::from_str(&draft.to_json()).expect("JSON");
        prop_assert_eq!(ModelDraft::from_json(&tree.to_string()), Ok(draft));
    }

    #[test]
    fn mutated_documents_are_built_or_refused_in_words(draft in drafts(), changes in vec(mutations(), 1..5)) {
        let mut text = draft.to_json();
        for change in &changes {
            text = change.apply(&text);
        }
        match Model::from_json(&text) {
            Ok(model) => prop_assert_eq!(Model::from_json(&model.to_json()).map(|m| m.to_json()), Ok(model.to_json())),
            Err(faults) => speaks(&faults)?,
        }
    }

    #[test]
    fn any_text_is_refused_in_words(text in "(\\PC|\n){0,200}") {
        speaks(&Model::from_json(&text).expect_err("no document"))?;
    }

    #[test]
    fn two_faults_in_two_records_are_both_reported(
        draft in drafts(),
        first in any::<prop::sample::Index>(),
        second in any::<prop::sample::Index>(),
    ) {
        let mut tree: Value = serde_json::from_str(&draft.to_json()).expect("JSON");
        let places = leaves(&tree);
        let (record, place) = first.get(&places);
        let others: Vec<_> = places.iter().filter(|(other, _)| other != record).collect();
        prop_assume!(!others.is_empty());
        let (other_record, other_place) = second.get(&others);
        for place in [place, other_place] {
            *tree.pointer_mut(place).expect("a leaf") = serde_json::json!({"?": 1, "!": 2});
        }
        let faults = Model::from_json(&tree.to_string()).expect_err("two faults");
        for record in [record, other_record] {
            let prefix = format!("{record}/");
            let found = faults.iter().any(|fault| fault.location().to_string().starts_with(&prefix));
            prop_assert!(found, "nothing at {record}: {faults}");
        }
        // No other error is reported, wherever the two are: none that they have caused.
        for fault in faults.iter().filter(|fault| fault.severity() == Severity::Error) {
            let at = fault.location().to_string();
            prop_assert!([place, other_place].iter().any(|place| at.starts_with(place.as_str())), "{fault}");
        }
    }

    #[test]
    fn a_second_fault_hides_no_first(
        draft in drafts(),
        change in mutations().prop_filter("the text stays JSON", |change| {
            !matches!(change.kind(), MutationKind::Truncated | MutationKind::RandomBytes)
        }),
    ) {
        // A date that cannot be, in the head, beside any other change.
        let mut tree: Value = serde_json::from_str(&draft.to_json()).expect("JSON");
        tree["status_date"] = "2026-02-30".into();
        let text = change.apply(&serde_json::to_string_pretty(&tree).expect("JSON"));
        let still = serde_json::from_str::<Value>(&text).expect("JSON");
        prop_assume!(still["status_date"] == "2026-02-30" && still["portefeuille"] == "1.1");
        prop_assume!(!text.contains("\"portefeuille\": null"));
        let faults = ModelDraft::from_json(&text).expect_err("a fault at least");
        prop_assert!(faults.iter().any(|fault| fault.code() == Code::MalformedDate), "{faults}");
    }
}

/// Builds mutated documents: a seed gives the same ones on every machine. Gives the lists that faults point into.
fn mutated(seed: u64, documents: usize, each: usize) -> BTreeSet<String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), random);
    let mut lists = BTreeSet::new();
    for _ in 0..documents {
        let sound = drafts().new_tree(&mut runner).expect("no filter").current().to_json();
        for _ in 0..each {
            let changes = vec(mutations(), 1..4).new_tree(&mut runner).expect("no filter").current();
            let text = changes.iter().fold(sound.clone(), |text, change| change.apply(&text));
            let Err(faults) = Model::from_json(&text) else { continue };
            speaks(&faults).unwrap_or_else(|error| panic!("{error}: {changes:?} of {sound}"));
            lists.extend(
                faults.iter().filter_map(|fault| fault.location().to_string().split('/').nth(1).map(str::to_owned)),
            );
        }
    }
    lists
}

#[test]
fn ten_thousand_mutated_documents_are_built_or_refused_in_words() {
    let lists = mutated(0x0070_6f72_7465_6665, 500, 20);
    // Every list of the format has been at fault.
    for list in [
        "organizations",
        "units",
        "policy_areas",
        "persons",
        "mandates",
        "assignments",
        "audiences",
        "calendars",
        "school_holidays",
        "themes",
        "objectives",
        "envelopes",
        "pools",
        "portfolios",
        "roadmaps",
        "programs",
        "services",
        "demands",
        "projects",
        "dependencies",
        "indicators",
        "measures",
        "bodies",
        "meetings",
        "decisions",
        "communications",
        "ledger",
        "worked_days",
        "scenarios",
    ] {
        assert!(lists.contains(list), "nothing was at fault in {list}");
    }
}

#[test]
#[ignore = "half an hour: for the heavy tier"]
fn a_million_mutated_documents_are_built_or_refused_in_words() {
    for seed in 0..100 {
        mutated(seed, 500, 20);
    }
}

/// Shapes that once made readers of other formats run out of stack or of time.
#[test]
fn long_and_deep_documents_end() {
    let head = "{\"portefeuille\": \"1.1\", \"status_date\": \"2026-11\", \"currency\": \"EUR\"";
    let deep = format!("{head}, \"projects\": {}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    assert_eq!(Model::from_json(&deep).expect_err("deep").as_slice()[0].code(), Code::MalformedJson);
    let wide = format!("{head}, \"projets\": [{}]}}", vec!["{}"; 100_000].join(","));
    assert_eq!(Model::from_json(&wide).expect_err("unknown").as_slice()[0].code(), Code::UnknownField);
    let ids = (0..30_000).map(|k| format!("\"p{}\"", k % 15_000)).collect::<Vec<_>>().join(",");
    let repeated = format!("{head}, \"dependencies\": [{{\"excludes\": {{\"projects\": [{ids}]}}}}]}}");
    let faults = Model::from_json(&repeated).expect_err("unknown and repeated");
    let repeats = faults.iter().filter(|fault| fault.code() == Code::DuplicateReference).count();
    assert_eq!((repeats, faults.len()), (15_000, 45_000));
    let keys = vec!["\"x\": 1"; 50_000].join(",");
    let faults = Model::from_json(&format!("{head}, {keys}}}")).expect_err("doubled");
    assert_eq!(faults.iter().filter(|fault| fault.code() == Code::DuplicateField).count(), 49_999);
}
