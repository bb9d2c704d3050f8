//! Applying what a diff says to the older document gives the newer, whatever the two are.

use portefeuille::model::{Lifecycle, Milestone, ModelDraft, Phase, Project, Transition, Variant};
use portefeuille::testing::model::{drafts, mutations};
use portefeuille::{Date, Model};
use proptest::collection::vec;
use proptest::prelude::*;

fn turn<T>(records: &mut [T], by: u32) {
    if !records.is_empty() {
        records.rotate_left(by as usize % records.len());
    }
}

/// One of the things that happen to a document between two committees.
fn happen(draft: &mut ModelDraft, what: u32, where_: u32) {
    let at = |len: usize| where_ as usize % len.max(1);
    let on = Date::month(2026 + (where_ % 3) as i32, 1 + where_ % 12).expect("a month");
    match what % 18 {
        0 => turn(&mut draft.projects, where_),
        1 => draft.measures.reverse(),
        2 => draft.dependencies.reverse(),
        3 => turn(&mut draft.assignments, where_),
        4 if !draft.measures.is_empty() => {
            draft.measures.remove(at(draft.measures.len()));
        }
        5 if !draft.dependencies.is_empty() => {
            draft.dependencies.swap_remove(at(draft.dependencies.len()));
        }
        6 => {
            let again = draft.measures.get(at(draft.measures.len())).cloned();
            draft.measures.extend(again);
        }
        7 => draft.status_date = on,
        8 => draft.projects.insert(0, Project::new(format!("new-{where_}"), "Nouveau", Variant::new("v", 3))),
        9 if !draft.ledger.is_empty() => {
            draft.ledger.remove(at(draft.ledger.len()));
        }
        10 => draft.meetings.reverse(),
        _ => {
            let k = at(draft.projects.len());
            let Some(project) = draft.projects.get_mut(k) else { return };
            match what % 18 {
                11 => project.name = format!("Nom {where_}"),
                12 => project.milestones.push(Milestone::new(format!("m-{where_}"), "Jalon", on)),
                13 => project.milestones.clear(),
                14 => project.phases.insert(0, Phase::new(format!("phase-{where_}"), "Phase")),
                15 => {
                    project.state = Lifecycle::ALL[where_ as usize % Lifecycle::ALL.len()];
                    project.history.push(Transition::new(project.state, on));
                }
                16 => project.variants.reverse(),
                _ => {
                    project.roadmaps.clear();
                    project.risks.reverse();
                }
            }
        }
    }
}

fn there_and_back(earlier: &Model, later: &Model) -> Result<(), TestCaseError> {
    for (from, to) in [(earlier, later), (later, earlier)] {
        let diff = to.diff(from);
        prop_assert_eq!(diff.is_empty(), from == to);
        let applied = diff.apply(from);
        prop_assert!(applied.is_ok(), "{:?}\n{}", applied, diff);
        prop_assert_eq!(&applied.expect("applied").to_json(), &to.to_json());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_diff_with_itself_is_empty(draft in drafts()) {
        let model = draft.clone().build().expect("drawn to build");
        prop_assert!(model.diff(&draft.build().expect("drawn to build")).is_empty());
        prop_assert!(model.changes_since(&model).is_empty());
    }

    #[test]
    fn any_document_comes_from_any_other(earlier in drafts(), later in drafts()) {
        let (earlier, later) = (earlier.build().expect("drawn to build"), later.build().expect("drawn to build"));
        there_and_back(&earlier, &later)?;
    }

    #[test]
    fn a_document_comes_from_what_it_was(draft in drafts(), events in vec((any::<u32>(), any::<u32>()), 1..8)) {
        let earlier = draft.clone().build().expect("drawn to build");
        let mut draft = draft;
        for (what, place) in events {
            happen(&mut draft, what, place);
        }
        let later = draft.build();
        prop_assume!(later.is_ok());
        let later = later.expect("it builds");
        there_and_back(&earlier, &later)?;
        // What the committee reads is in the diff: of the project, or of what is measured and decided of it.
        let diff = later.diff(&earlier);
        let has = |list: &str| diff.changes().any(|change| change.list() == list);
        for change in &later.changes_since(&earlier).projects {
            let is_known = diff.of("projects", change.project.as_str()).next().is_some();
            let by_facts = has("decisions") || has("measures") || has("") || has("indicators");
            prop_assert!(is_known || by_facts, "{:?}", change);
        }
    }

    #[test]
    fn a_document_comes_from_what_a_slip_of_the_pen_made_of_it(draft in drafts(), mutation in mutations()) {
        let text = draft.to_json();
        let earlier = Model::from_json(&text).expect("drawn to build");
        if let Ok(later) = Model::from_json(&mutation.apply(&text)) {
            there_and_back(&earlier, &later)?;
        }
    }
}
