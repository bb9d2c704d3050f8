#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::*;
use crate::diagnostic::Code;
use crate::model::{Dependency, Measure, Milestone, ModelDraft, Observation, Project, Subject, Variant};
use crate::quantity::{Currency, Score};
use std::fmt::Debug;
use std::str::FromStr;

fn of<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn measure(project: &str, date: &str, points: i16) -> Measure {
    Measure::new("gain", Subject::Project(project.into()), of(date), Observation::Number(Score::points(points)))
}

fn draft() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    for id in ["a", "b", "c"] {
        draft.projects.push(Project::new(id, format!("Projet {id}"), Variant::new("base", 9)));
    }
    draft.indicators.push(crate::model::Indicator::new("gain", "Gain"));
    draft.measures.extend([measure("a", "2026-09", 1), measure("a", "2026-10", 2), measure("b", "2026-10", 2)]);
    draft
}

/// What is printed of the changes, after the later model has been had from the earlier one.
fn lines(change: fn(&mut ModelDraft)) -> Vec<String> {
    let earlier = draft().build().unwrap();
    let mut draft = earlier.edit();
    change(&mut draft);
    let later = draft.build().unwrap();
    let diff = later.diff(&earlier);
    assert_eq!(diff.apply(&earlier).unwrap(), later);
    assert_eq!(earlier.diff(&later).apply(&later).unwrap(), earlier, "and back");
    diff.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn a_document_does_not_differ_from_itself() {
    let model = draft().build().unwrap();
    let diff = model.diff(&draft().build().unwrap());
    assert!(diff.is_empty() && diff.to_string().is_empty());
    assert_eq!(diff.apply(&model).unwrap(), model);
}

#[test]
fn records_are_matched_by_id_wherever_they_stand() {
    let found = lines(|draft| {
        draft.projects.swap_remove(0);
        draft.projects[0].name = "Plateforme".to_owned();
        draft.projects.insert(1, Project::new("d", "Projet d", Variant::new("base", 3)));
        draft.measures.retain(|measure| measure.subject != Subject::Project("a".into()));
    });
    let expected = [
        "- projects `a`",
        "~ projects `c` name: Projet c → Plateforme",
        "+ projects `d`",
        "~ projects: another order",
        "- measures `gain, project a, 2026-09, actual`",
        "- measures `gain, project a, 2026-10, actual`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_has_no_id_is_matched_by_what_it_says() {
    assert_eq!(
        lines(|draft| {
            draft.measures[1].value = Observation::Number(Score::points(7));
            draft.measures[1].source = Some("enquête".to_owned());
            draft.measures.insert(0, measure("c", "2026-10", 2));
        }),
        [
            "~ measures `gain, project a, 2026-10, actual` value/number: 2 → 7",
            "~ measures `gain, project a, 2026-10, actual` source: – → enquête",
            "+ measures `gain, project c, 2026-10, actual`",
        ]
    );
    assert_eq!(lines(|draft| draft.measures.reverse()), ["~ measures: another order"]);
    let requires = |one: &str, other: &str| Dependency::Requires { dependent: one.into(), prerequisite: other.into() };
    let earlier = {
        let mut draft = draft();
        draft.dependencies = vec![requires("a", "b"), requires("b", "c"), requires("a", "b")];
        draft.build().unwrap()
    };
    let mut draft = earlier.edit();
    draft.dependencies.remove(0);
    draft.dependencies.push(Dependency::Excludes { projects: vec!["a".into(), "c".into()] });
    draft.dependencies.pop();
    let later = draft.build().unwrap();
    assert_eq!(later.diff(&earlier).to_string(), "- dependencies `a, b`\n~ dependencies: another order");
    assert_eq!(later.diff(&earlier).apply(&earlier).unwrap(), later);
}

#[test]
fn fields_are_told_as_deep_as_ids_go() {
    let found = lines(|draft| {
        let project = &mut draft.projects[1];
        project.milestones.push(Milestone::new("recette", "Recette", of("2027-06")));
        project.milestones.push(Milestone::new("vsr", "VSR", of("2027-09")));
        project.variants[0].months = 12;
        project.variants.push(Variant::new("saas", 6));
        draft.status_date = of("2026-12");
    });
    let expected = [
        "~ document status_date: 2026-11-24 → 2026-12",
        "~ projects `b` milestones/recette: – → {\"id\": \"recette\", \"name\": \"Recette\", \"due\": \"2027-06\"}",
        "~ projects `b` milestones/vsr: – → {\"id\": \"vsr\", \"name\": \"VSR\", \"due\": \"2027-09\"}",
        "~ projects `b` variants/base/months: 9 → 12",
        "~ projects `b` variants/saas: – → {\"id\": \"saas\", \"months\": 6}",
    ];
    assert_eq!(found, expected);
    // A new record before one that stays: the list is told as a whole, so that its order is not lost.
    let found = lines(|draft| draft.projects[0].variants.insert(0, Variant::new("saas", 6)));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("~ projects `a` variants: [{\"id\": \"base\""), "{found:?}");
}

#[test]
fn a_change_says_what_where_and_how() {
    let earlier = draft().build().unwrap();
    let mut draft = earlier.edit();
    draft.projects[1].name = "Autre".to_owned();
    draft.projects.pop();
    let diff = draft.build().unwrap().diff(&earlier);
    let change = diff.of("projects", "b").next().unwrap();
    assert_eq!((change.kind(), change.list(), change.key()), (ChangeKind::Changed, "projects", "b"));
    assert_eq!(
        (change.field(), change.before(), change.after()),
        ("name".into(), Some("Projet b".into()), Some("Autre".into()))
    );
    let gone = diff.of("projects", "c").next().unwrap();
    assert_eq!((gone.kind(), gone.field(), gone.after()), (ChangeKind::Removed, String::new(), None));
    assert!(gone.before().unwrap().starts_with("{\"id\": \"c\""));
    assert_eq!((diff.changes().len(), diff.len()), (2, 2));
}

#[test]
fn changes_of_another_document_are_refused() {
    let earlier = draft().build().unwrap();
    let later = |change: fn(&mut ModelDraft)| {
        let mut draft = earlier.edit();
        change(&mut draft);
        draft.build().unwrap()
    };
    let renamed = later(|draft| draft.projects[1].name = "Autre".to_owned());
    let removed = later(|draft| {
        draft.projects.pop();
    });
    let turned = later(|draft| draft.projects.reverse());
    let dated = later(|draft| draft.status_date = of("2026-12"));
    let nested = later(|draft| draft.projects[1].variants[0].months = 3);
    for (diff, other, place) in [
        (renamed.diff(&earlier), &renamed, "projects `b` name"),
        (renamed.diff(&earlier), &turned, "projects `b`"),
        (renamed.diff(&earlier), &later(|draft| draft.projects.rotate_left(1)), "number 2 of projects"),
        (removed.diff(&earlier), &removed, "projects `c`"),
        (turned.diff(&earlier), &removed, "the list projects"),
        (dated.diff(&earlier), &dated, " `` status_date"),
        (nested.diff(&earlier), &nested, "projects `b` variants/base/months"),
    ] {
        match diff.apply(other) {
            // Reversed, the second project is the same one.
            Ok(model) => assert_eq!(model.project("b").unwrap().name(), "Autre"),
            Err(error) => {
                assert_eq!(error.code(), Code::DiffMismatch);
                assert!(error.to_string().contains(place), "{error}");
            }
        }
    }
    let ruined = earlier.diff(&removed).apply(&earlier).unwrap_err();
    assert_eq!(ruined.code(), Code::DuplicateId, "{ruined}");
}
