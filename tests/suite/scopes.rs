//! What a scope may count on: work outside it that has begun takes its part once, and load and selection agree.

use chrono::{Days, NaiveDate};
use portefeuille::capacity::{Load, Placement};
use portefeuille::decision::{Decision, Quantity};
use portefeuille::finance::{RunCostYear, RunCosts};
use portefeuille::model::{
    Alignment, Assignment, Envelope, Filter, Lifecycle, Membership, Objective, Organization, Person, PolicyArea,
    Project, Roadmap, Role, RunCost, Section, Subject, Theme, Unit, Variant, YearAmount,
};
use portefeuille::testing::model::drafts;
use portefeuille::time::FiscalYear;
use portefeuille::{Currency, Date, Limits, ModelDraft, Money, Scope, Score};
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

/// Four projects of one roadmap, each with something of its own.
fn four() -> Scope {
    let mut draft = ModelDraft::new("2026-11-24".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.units.extend(["dsn", "mdph"].map(|id| Unit::new(id, id, "dep")));
    draft.policy_areas.push(PolicyArea::new("aid", "Autonomie"));
    draft.persons.extend(["vp", "lea", "gone"].map(|id| Person::new(id, id)));
    draft.themes.extend(["t", "u"].map(|id| Theme::new(id, id)));
    let mut objective = Objective::new("o", "Simplifier", "t", Score::points(1));
    objective.policy_area = Some("aid".into());
    draft.objectives.push(objective);
    draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period")));
    for id in ["a", "b", "c", "d"] {
        let mut project = Project::new(id, id, Variant::new("base", 6));
        project.roadmaps.push(Membership::new("num"));
        draft.projects.push(project);
    }
    draft.projects[0].theme = Some("t".into());
    draft.projects[0].unit = Some("mdph".into());
    draft.projects[1].delivery_unit = Some("mdph".into());
    draft.projects[1].state = Lifecycle::Running;
    draft.projects[1].start = Some("2026-02".parse().expect("a date"));
    draft.projects[2].alignment.push(Alignment::new("o", Score::points(2)));
    draft.projects[3].alignment.push(Alignment::new("o", Score::points(0)));
    let mut sponsor = |person: &str, role, subject, until: Option<&str>| {
        let mut assignment = Assignment::new(person, role, subject);
        assignment.until = until.map(|day| day.parse().expect("a date"));
        draft.assignments.push(assignment);
    };
    sponsor("vp", Role::PoliticalSponsor, Subject::Theme("t".into()), None);
    sponsor("vp", Role::PoliticalSponsor, Subject::Project("d".into()), None);
    sponsor("lea", Role::ProjectManager, Subject::Project("b".into()), None);
    sponsor("gone", Role::ProjectManager, Subject::Project("c".into()), Some("2026-06-30"));
    scope(&draft, 0)
}

#[test]
fn filters_keep_what_passes_every_list() {
    let scope = four();
    let ids = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        scope.filtered(&filter).projects().map(|project| project.id().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&|_| {}), ["a", "b", "c", "d"]);
    assert_eq!(ids(&|f| f.units.push("mdph".into())), ["a", "b"]);
    assert_eq!(ids(&|f| f.policy_areas.push("aid".into())), ["c"]);
    assert_eq!(ids(&|f| f.themes.extend(["t".into(), "u".into()])), ["a"]);
    assert_eq!(ids(&|f| f.elected.push("vp".into())), ["a", "d"]);
    assert_eq!(ids(&|f| f.managers.extend(["lea".into(), "gone".into()])), ["b"]);
    assert_eq!(ids(&|f| f.states.push(Lifecycle::Running)), ["b"]);
    let both = |f: &mut Filter| {
        f.units.push("mdph".into());
        f.states.push(Lifecycle::Candidate);
    };
    assert_eq!(ids(&both), ["a"]);
    let none = |f: &mut Filter| f.themes.push("unheard-of".into());
    assert!(ids(&none).is_empty());
    assert_eq!(scope.filtered(&Filter::default()).grid(), scope.grid());
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
    fn run_costs_of_begun_work_are_those_of_the_budget(
        yearly in 1..10_000_000_i64, start in 0..500_i64, months in 1..30_u32, from in 0..14_u32, paid in prop::option::of(1..40_u32)
    ) {
        let mut draft = ModelDraft::new("2026-11-24".parse().expect("a date"), Currency::EUR);
        draft.organizations.push(Organization::new("dep", "Département"));
        let mut budget = Envelope::new("fonc", "Fonctionnement");
        let credits = (2025..=2030).map(|year| YearAmount::new(FiscalYear::new(year).expect("a year"), Section::Operating, Money::euros(9)));
        budget.amounts = credits.collect();
        draft.envelopes.push(budget);
        let mut roadmap = Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period"));
        roadmap.envelopes.push("fonc".into());
        draft.roadmaps.push(roadmap);
        let mut project = Project::new("p", "P", Variant::new("base", months));
        project.state = Lifecycle::Running;
        let begun: NaiveDate = "2025-06-01".parse().expect("a day");
        project.start = Date::day(begun + Days::new(start as u64)).ok();
        project.roadmaps.push(Membership::new("num"));
        let mut cost = RunCost::new(Section::Operating, Money::new(Decimal::new(yearly, 2), Currency::EUR).expect("an amount"));
        (cost.envelope, cost.from_month, cost.months) = (Some("fonc".into()), from, paid);
        project.variants[0].run_costs.push(cost);
        draft.projects.push(project);
        let scope = scope(&draft, 0);
        let costs = RunCosts::of(scope.model(), FiscalYear::new(2030).expect("a year")).expect("run costs");
        let decision = decide(&scope).expect("a decision");
        let means = decision.means().iter().find(|means| means.id == "fonc").expect("the envelope");
        // The years of the roadmap; those after it hold what no limit is set on.
        for period in &means.periods {
            let in_year = |row: &&RunCostYear| row.year.to_string() == period.label;
            let due = costs.years.iter().find(in_year).map_or(Decimal::ZERO, |row| row.run_cost.amount());
            let gap = (period.committed.value() - due).abs();
            prop_assert!(gap <= Decimal::new(1, 2), "{}: {} in the decision, {} in the budget", period.label, period.committed.value(), due);
        }
        prop_assert!(!means.periods.is_empty());
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
