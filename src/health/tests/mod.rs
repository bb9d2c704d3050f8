//! The page of codes is the table of cases: each change in it is made to the example, and exactly its code appears.

#![cfg(feature = "json")]

mod laws;

use super::{Finding, GROUPS, Health};
use crate::model::{Model, ModelDraft};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const EXAMPLE: &str = include_str!("../example.json");
const PAGE: &str = include_str!("../codes.md");

/// The codes of the domain's table of findings.
const TABLE: &[&str] = &[
    "owner-is-cio",
    "no-political-sponsor",
    "no-managerial-sponsor",
    "running-without-manager",
    "approved-without-manager",
    "budget-not-voted",
    "budget-held-by-it",
    "budget-manager-not-owner",
    "roadmap-duration",
    "roadmap-outlives-mandate",
    "roadmaps-overlap",
    "project-outlives-roadmap",
    "closing-review-not-booked",
    "objective-not-measured",
    "objective-not-shared",
    "theme-without-objective",
    "theme-without-project",
    "theme-without-public",
    "policy-area-uncovered",
    "all-it",
    "project-unaligned",
    "alignment-missing",
    "objective-unserved",
    "benefit-missing",
    "benefit-net-negative",
    "governance-level-missing",
    "no-meeting-dated",
    "bodies-overlap",
    "audience-not-wider",
    "decision-overdue",
    "communication-aim-missing",
    "communication-missing",
    "promotion-before-election",
    "scope-drift",
    "pool-over-capacity",
    "pool-exclusive",
    "single-person-skill",
    "manager-overloaded",
    "commitment-off-plan",
    "payment-off-plan",
    "landing-over-approved",
    "run-cost-unfunded",
    "subsidy-unsecured",
    "ap-cp-respread-due",
    "charge-share-not-one",
    "ledger-order",
    "over-authorized",
    "over-credits",
    "service-without-owner",
    "service-not-interfaced",
    "service-shadow",
    "depends-on-uncommitted",
    "successor-starts-too-early",
    "milestone-overdue",
    "slip-from-baseline",
    "purchase-lead-too-short",
    "status-stale",
    "approved-not-started",
    "on-hold-too-long",
    "delivered-without-review",
    "compliance-missing",
    "committed-exceeds-means",
    "oversubscription",
    "theme-means-gap",
];

/// The gates of a roadmap that have no row in that table: states that were imported get them as findings.
const GATES: &[&str] = &[
    "no-founding-deliberation",
    "roadmap-period-over",
    "budget-not-dedicated",
    "no-roadmap-owner",
    "portfolio-without-pmo",
    "impact-not-frozen",
    "closing-review-not-held",
    "impact-not-measured",
];

/// Codes of the table that no check looks for yet, each with its reason.
const NOT_BUILT: &[(&str, &str)] = &[];

/// The two changes of a section.
#[derive(Debug, Default)]
struct Section<'a> {
    finds: Option<Vec<&'a str>>,
    passes: Option<Vec<&'a str>>,
}

/// The sections of the page, by code.
fn sections() -> BTreeMap<&'static str, Section<'static>> {
    let mut sections = BTreeMap::new();
    for text in PAGE.split("\n### `").skip(1) {
        let (code, text) = text.split_once('`').expect("a code in a heading");
        let block = |word: &str| {
            let (_, after) = text.split_once(&format!("\n{word}:"))?;
            let (_, block) = after.split_once("```text\n")?;
            Some(block.split_once("```")?.0.lines().collect())
        };
        let section = Section { finds: block("Finds"), passes: block("Passes") };
        assert!(sections.insert(code, section).is_none(), "two sections for `{code}`");
    }
    sections
}

/// The example with some changes.
fn changed(lines: &[&str]) -> String {
    let mut document: Value = serde_json::from_str(EXAMPLE).expect("JSON");
    for line in lines {
        if let Some(pointer) = line.strip_prefix("remove ") {
            let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
            match document.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at `{parent}`")) {
                Value::Object(fields) => assert!(fields.remove(field).is_some(), "nothing at `{pointer}`"),
                Value::Array(items) => drop(items.remove(field.parse().expect("a position"))),
                other => panic!("`{parent}` is {other}"),
            }
            continue;
        }
        let (pointer, value) = line.split_once(" = ").unwrap_or_else(|| panic!("`{line}` sets nothing"));
        let value: Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("`{line}`: {error}"));
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        if document.pointer(parent).is_none() {
            // A list or an object that the example leaves out.
            let (above, name) = parent.rsplit_once('/').expect("a pointer");
            let new = if field == "-" { Value::Array(Vec::new()) } else { Value::Object(serde_json::Map::new()) };
            let above = document.pointer_mut(above).and_then(Value::as_object_mut).expect("an object");
            above.insert(name.to_owned(), new);
        }
        let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at `{parent}`"));
        match parent {
            Value::Object(fields) => drop(fields.insert(field.to_owned(), value)),
            Value::Array(items) if field == "-" => items.push(value),
            Value::Array(items) => items[field.parse::<usize>().expect("a position")] = value,
            other => panic!("`{pointer}` is in {other}"),
        }
    }
    document.to_string()
}

fn health(text: &str) -> Health {
    Model::from_json(text).unwrap_or_else(|faults| panic!("{faults}\nin {text}")).health()
}

fn codes(health: &Health) -> BTreeSet<&'static str> {
    assert!(health.unchecked().is_empty(), "{}", health.unchecked());
    health.findings().iter().map(|finding| finding.code().as_str()).collect()
}

#[test]
fn nothing_is_to_be_mended_in_the_example() {
    let health = health(EXAMPLE);
    assert!(health.is_clean(), "{:#?}", health.findings());
}

#[test]
fn every_section_finds_its_code_and_passes_its_near_miss() {
    let mut wrong = Vec::new();
    for (code, section) in sections() {
        let found = codes(&health(&changed(&section.finds.unwrap_or_default())));
        if found != BTreeSet::from([code]) {
            wrong.push(format!("`{code}` finds {found:?}"));
        }
        let passed = codes(&health(&changed(&section.passes.unwrap_or_default())));
        if !passed.is_empty() {
            wrong.push(format!("the near miss of `{code}` finds {passed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_of_the_table_has_a_check_a_section_and_two_examples() {
    let built: Vec<&str> = GROUPS.iter().flat_map(|g| g.iter()).map(|check| check.words.code.as_str()).collect();
    let sections = sections();
    let mut wrong = Vec::new();
    for code in TABLE.iter().chain(GATES) {
        let checks = built.iter().filter(|built| *built == code).count();
        let is_listed = NOT_BUILT.iter().any(|(not_built, reason)| not_built == code && !reason.is_empty());
        if checks != usize::from(!is_listed) {
            wrong.push(format!(
                "`{code}` has {checks} checks, and {} listed as not built",
                if is_listed { "is" } else { "is not" }
            ));
        }
        match sections.get(code) {
            Some(Section { finds: Some(_), passes: Some(_) }) => {}
            None if is_listed => {}
            _ => wrong.push(format!("`{code}` lacks a section with two examples")),
        }
    }
    for code in built.iter().chain(sections.keys()).filter(|code| !TABLE.contains(code) && !GATES.contains(code)) {
        wrong.push(format!("`{code}` is not in the table"));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The slots of a sentence, sorted.
fn slots(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).map(|rest| rest.split_once('}').expect("a slot that ends").0).collect()
}

#[test]
fn both_sentences_say_the_same_and_leave_no_slot_open() {
    for (code, section) in sections() {
        let health = health(&changed(&section.finds.unwrap_or_default()));
        for finding in &health {
            let words = finding.words();
            assert_eq!(slots(words.en), slots(words.fr), "`{code}` says different things in the two languages");
            assert!(slots(words.en).contains("name"), "`{code}` does not name its record");
            for slot in slots(words.en) {
                assert!(fills(finding, slot), "`{code}` leaves `{slot}` open");
            }
        }
    }
}

fn fills(finding: &Finding, slot: &str) -> bool {
    match slot {
        "name" => !finding.entity().name.is_empty() && !finding.entity().id.is_empty(),
        "value" => finding.value().is_some(),
        "threshold" => finding.threshold().is_some(),
        number => number.parse().is_ok_and(|k: usize| k < finding.details().len()),
    }
}

#[test]
fn pointers_lead_to_the_record() {
    for (code, section) in sections() {
        let text = changed(&section.finds.unwrap_or_default());
        let document: Value = serde_json::from_str(&text).expect("JSON");
        for finding in &health(&text) {
            let depth = finding.pointer().match_indices('/').nth(2).map_or(finding.pointer().len(), |(at, _)| at);
            let record =
                document.pointer(&finding.pointer()[..depth]).unwrap_or_else(|| panic!("`{code}` points nowhere"));
            assert_eq!(record["id"], finding.entity().id.as_str(), "`{code}`");
        }
    }
}

#[test]
fn a_policy_of_the_grouping_is_told_from_the_defaults() {
    let with = |days: &str| {
        let policy = format!("/roadmaps/0/policy/health = {{\"stale_days\": {days}}}");
        let text = changed(&["/projects/0/updated = \"2026-10-09\"", &policy, "remove /projects/0/portfolio"]);
        let findings = health(&text).findings().to_vec();
        findings.iter().map(|f| (f.policy_set(), f.threshold().map(ToString::to_string))).collect::<Vec<_>>()
    };
    assert_eq!(with("30"), [(true, Some("30 days".to_owned()))]);
    assert_eq!(with("46"), []);
}

#[test]
fn what_cannot_be_checked_is_said() {
    let health = health(&changed(&["/projects/1/start = \"2200-06\"", "/projects/1/variants/0/costs = []"]));
    let codes: Vec<&str> = health.unchecked().iter().map(|diagnostic| diagnostic.code().as_str()).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| *code == "date-out-of-range"), "{codes:?}");
    assert!(!health.is_clean());
    assert_eq!(health.diagnostics().len(), health.findings().len() + codes.len());
}

#[test]
fn what_two_scopes_find_alike_is_there_once() {
    // The project belongs to the roadmap and to the portfolio.
    let found = health(&changed(&["/projects/0/updated = \"2026-10-09\""]));
    assert_eq!(found.findings().len(), 1);
    let text = changed(&["/projects/0/updated = \"2026-09-01\"", "/portfolios/0/policy/health = {\"stale_days\": 60}"]);
    let stale: Vec<_> = health(&text).iter().map(|finding| (finding.policy_set(), finding.message())).collect();
    assert_eq!(stale.len(), 2, "{stale:?}");
    assert!(!stale[0].0 && stale[0].1.ends_with("at most 45 days are expected"));
    assert!(stale[1].0 && stale[1].1.ends_with("at most 60 days are expected"));
}

/// A draft of the example, for tests that change it in Rust.
fn example() -> ModelDraft {
    ModelDraft::from_json(EXAMPLE).unwrap_or_else(|faults| panic!("{faults}"))
}
