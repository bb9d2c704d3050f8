//! Walks along the lifecycle: what happened is never lost, and the wire carries all of it.

use portefeuille::Model;
use portefeuille::diagnostic::Code;
use portefeuille::model::{Assignment, Lifecycle, Person, Role, Subject, Transition};
use portefeuille::testing::model::drafts;
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn walks_along_the_table_lose_nothing(
        draft in drafts(),
        site in any::<prop::sample::Index>(),
        steps in vec((any::<prop::sample::Index>(), 0_u64..400), 1..12),
    ) {
        prop_assume!(!draft.projects.is_empty());
        let mut draft = draft;
        let i = site.index(draft.projects.len());
        let id = draft.projects[i].id.clone();
        draft.persons.push(Person::new("the-manager", "Chef de projet"));
        draft.assignments.push(Assignment::new("the-manager", Role::ProjectManager, Subject::Project(id.clone())));
        let mut model = draft.build().expect("drawn to build");
        // No draw knows of anything that happens after this day.
        let mut day = chrono::NaiveDate::from_ymd_opt(2040, 1, 1).expect("a day");
        for (choice, days) in steps {
            let project = model.project(id.as_str()).expect("it stays");
            let before = project.record().clone();
            let Some(to) = before.state.followers().get(choice.index(before.state.followers().len().max(1))) else { break };
            day = day + chrono::Days::new(days);
            let transition = Transition::new(*to, portefeuille::Date::day(day).expect("a day of this century"));
            let after = project.advance(transition.clone());
            prop_assert!(after.is_ok(), "{:?}", after);
            let after = after.expect("allowed");
            let record = after.project(id.as_str()).expect("it stays").record();
            prop_assert_eq!(record.state, *to);
            let (last, earlier) = record.history.split_last().expect("one change at least");
            prop_assert_eq!(last, &transition);
            prop_assert_eq!(earlier, before.history.as_slice());
            let has_begun = *to == Lifecycle::Running && !before.state.is_committed();
            prop_assert_eq!(record.start, if has_begun { Some(transition.date) } else { before.start });
            let has_finished = *to == Lifecycle::Delivered;
            let kept = if has_begun { None } else { before.finish };
            prop_assert_eq!(record.finish, if has_finished { Some(transition.date) } else { kept });
            let read = Model::from_json(&after.to_json());
            prop_assert_eq!(read.as_ref(), Ok(&after));
            model = after;
        }
    }

    #[test]
    fn any_change_at_all_gives_a_model_or_its_gates(draft in drafts(), step in any::<u32>(), year in 1900..2200) {
        let model = draft.build().expect("drawn to build");
        let to = Lifecycle::ALL[step as usize % Lifecycle::ALL.len()];
        let on = portefeuille::Date::month(year, 1 + step % 12).expect("a month");
        for project in model.projects() {
            match project.advance(Transition::new(to, on)) {
                Ok(after) => {
                    prop_assert!(project.record().state.may_become(to));
                    prop_assert_eq!(after.records().projects[project.ix().index()].state, to);
                }
                Err(blocked) => {
                    prop_assert!(!blocked.gates().is_empty());
                    let is_barred = blocked.gates().iter().any(|gate| gate.code() == Code::TransitionNotAllowed);
                    prop_assert_eq!(is_barred, !project.record().state.may_become(to));
                    prop_assert!(blocked.gates().iter().all(|gate| !gate.remedy().is_empty()));
                }
            }
        }
        for roadmap in model.roadmaps() {
            if let Err(blocked) = roadmap.open(on) {
                prop_assert!(!blocked.gates().is_empty());
            }
        }
    }
}
