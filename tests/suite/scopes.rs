//! What a scope may count on: work outside it that has begun takes its part once, and load and selection agree.

use portefeuille::capacity::{Load, Placement};
use portefeuille::decision::{Decision, Quantity};
use portefeuille::model::{Lifecycle, Section};
use portefeuille::testing::model::drafts;
use portefeuille::{Limits, ModelDraft, Scope};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

type Bucket = (String, Option<Section>, String);

fn scope(draft: &ModelDraft, roadmap: usize) -> Scope {
    let model = draft.clone().build().expect("a sound draft");
    model.roadmap(draft.roadmaps[roadmap].id.as_str()).expect("a scope")
}

fn decide(scope: &Scope) -> Option<Decision> {
    scope.select(&Limits::default().steps(200)).ok()
}

/// What work that has begun leaves of each bucket.
fn room(decision: &Decision) -> BTreeMap<Bucket, Decimal> {
    let mut room = BTreeMap::new();
    for means in decision.means() {
        for period in &means.periods {
            let left = period.available.value() - period.committed.value();
            room.insert((means.id.clone(), means.section, period.label.clone()), left);
        }
    }
    room
}

/// Projects of a roadmap in the draft that have begun.
fn begun(draft: &ModelDraft, roadmap: usize) -> Vec<usize> {
    let id = &draft.roadmaps[roadmap].id;
    let member = |p: &&usize| draft.projects[**p].roadmaps.iter().any(|m| m.roadmap == *id);
    let all: Vec<usize> = (0..draft.projects.len()).filter(|p| draft.projects[*p].state.is_committed()).collect();
    all.iter().filter(member).copied().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn begun_work_takes_as_much_outside_the_scope_as_inside(draft in drafts(), which in any::<prop::sample::Index>()) {
        prop_assume!(!draft.roadmaps.is_empty());
        let roadmap = which.index(draft.roadmaps.len());
        let inside = scope(&draft, roadmap);
        let Some(before) = decide(&inside) else { return Ok(()) };
        let before = room(&before);
        for project in begun(&draft, roadmap) {
            let mut moved = draft.clone();
            let id = moved.roadmaps[roadmap].id.clone();
            moved.projects[project].roadmaps.retain(|membership| membership.roadmap != id);
            // A forced choice speaks of members only.
            let name = moved.projects[project].id.clone();
            moved.roadmaps[roadmap].policy.forced.retain(|choice| choice.project != name);
            let Ok(model) = moved.build() else { continue };
            let Some(after) = decide(&model.roadmap(id.as_str()).expect("a scope")) else { continue };
            for (bucket, left) in room(&after) {
                prop_assert_eq!(Some(&left), before.get(&bucket), "{:?}", bucket);
            }
        }
    }

    #[test]
    fn load_and_selection_count_the_same_days(draft in drafts(), which in any::<prop::sample::Index>()) {
        prop_assume!(!draft.roadmaps.is_empty());
        let scope = scope(&draft, which.index(draft.roadmaps.len()));
        let Some(decision) = decide(&scope) else { return Ok(()) };
        let new = decision.retained().filter(|project| project.state() != Lifecycle::Running && project.is_new());
        let placements: Vec<Placement> = new
            .filter_map(|project| {
                let placed = project.placement()?;
                Some(Placement::new(project.id().clone(), placed.variant.clone(), placed.period.start()))
            })
            .collect();
        let load = Load::with(&scope, &placements).expect("a load");
        for means in decision.means().iter().filter(|means| means.section.is_none()) {
            let pool = load.pool(&means.id).expect("a pool that both list");
            for period in &means.periods {
                let t = (0..pool.cells.len()).find(|t| scope.grid().label(*t as i64) == period.label).expect("a period");
                let cell = &pool.cells[t];
                prop_assert_eq!(period.available, Quantity::Days(cell.available.days()), "{} {}", means.id, period.label);
                prop_assert_eq!(period.used(), cell.load.days(), "{} {}", means.id, period.label);
            }
        }
    }
}
