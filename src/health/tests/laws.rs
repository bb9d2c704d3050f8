//! Laws on whole drawn documents.

use super::{changed, example, health, sections};
use crate::health::{Finding, Health};
use crate::model::ModelDraft;
use crate::testing::model::drafts;
use proptest::prelude::*;
use proptest::test_runner::TestRng;
use std::collections::BTreeSet;

/// Lists that refer to each other by key, in another order. Dependencies keep theirs out of pointers only.
fn shuffled(mut draft: ModelDraft, rng: &mut TestRng) -> ModelDraft {
    fn shuffle<T>(list: &mut [T], rng: &mut TestRng) {
        for i in (1..list.len()).rev() {
            list.swap(i, (rng.next_u32() as usize) % (i + 1));
        }
    }
    macro_rules! all {
        ($($list:ident),*) => {$(shuffle(&mut draft.$list, rng);)*};
    }
    all!(
        organizations,
        units,
        policy_areas,
        persons,
        mandates,
        assignments,
        audiences,
        themes,
        objectives,
        envelopes,
        pools,
        portfolios,
        roadmaps,
        programs,
        services,
        demands,
        projects,
        dependencies,
        indicators,
        measures,
        bodies,
        meetings,
        decisions,
        communications,
        ledger,
        worked_days
    );
    for project in &mut draft.projects {
        shuffle(&mut project.benefits, rng);
        shuffle(&mut project.milestones, rng);
        shuffle(&mut project.compliance, rng);
        shuffle(&mut project.roadmaps, rng);
    }
    draft
}

/// All of a finding but where it stands in the document.
fn said(health: &Health) -> Vec<String> {
    let say = |f: &Finding| {
        format!(
            "{} {} {:?} {:?} {} {:?} {:?}",
            f.severity(),
            f.code(),
            f.entity(),
            f.part(),
            f.message(),
            f.value(),
            f.threshold()
        )
    };
    health.findings().iter().map(say).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn the_order_of_records_changes_nothing(draft in drafts(), seed in any::<[u8; 32]>()) {
        let mut rng = TestRng::from_seed(prop::test_runner::RngAlgorithm::ChaCha, &seed);
        let one = draft.clone().build().expect("a sound draft").health();
        let other = shuffled(draft, &mut rng).build().expect("a sound draft").health();
        prop_assert_eq!(said(&one), said(&other));
    }

    #[test]
    fn a_scope_finds_each_thing_once(draft in drafts()) {
        let model = draft.build().expect("a sound draft");
        for roadmap in &model.records().roadmaps {
            let health = model.roadmap(roadmap.id.as_str()).expect("a roadmap").health();
            let mut seen = BTreeSet::new();
            for f in &health {
                let key = (f.code(), f.entity().clone(), f.part().map(str::to_owned));
                prop_assert!(seen.insert(key), "{} twice", f);
            }
        }
    }
}

#[test]
fn what_is_found_in_the_page_does_not_depend_on_the_order_either() {
    let mut rng = TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha);
    for (code, section) in sections() {
        let text = changed(&section.finds.unwrap_or_default());
        let draft = ModelDraft::from_json(&text).expect("read");
        let other = shuffled(draft, &mut rng).build().expect("sound").health();
        assert_eq!(said(&health(&text)), said(&other), "{code}");
    }
}

#[test]
fn a_document_of_nothing_is_healthy() {
    let mut draft = example();
    draft.roadmaps.clear();
    draft.portfolios.clear();
    for project in &mut draft.projects {
        project.roadmaps.clear();
        project.portfolio = None;
    }
    draft.assignments.clear();
    draft.bodies.clear();
    draft.decisions.clear();
    draft.communications.clear();
    assert!(draft.build().expect("sound").health().is_clean());
}
