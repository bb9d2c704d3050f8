//! Links drawn among five projects of one or two variants, held against exhaustive methods.

use super::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const IDS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn pair() -> impl Strategy<Value = (usize, usize)> {
    (0..5_usize, 1..5_usize).prop_map(|(one, step)| (one, (one + step) % 5))
}

fn months(draft: &ModelDraft, project: usize) -> (i64, i64) {
    let months = || draft.projects[project].variants.iter().map(|v| i64::from(v.months));
    (months().min().unwrap_or(0), months().max().unwrap_or(0))
}

/// Floyd and Warshall's longest distances between the starts (even) and finishes (odd) of the projects.
#[allow(clippy::needless_range_loop, reason = "the algorithm reads and writes the same table")]
fn has_positive_cycle(draft: &ModelDraft) -> bool {
    let mut longest = [[i64::MIN / 4; 10]; 10];
    let mut at_least = |from: usize, to: usize, months: i64| {
        longest[from][to] = longest[from][to].max(months);
    };
    for p in 0..5 {
        let (shortest, longest) = months(draft, p);
        at_least(2 * p, 2 * p + 1, shortest);
        at_least(2 * p + 1, 2 * p, -longest);
    }
    for link in &draft.dependencies {
        let Dependency::Timing { predecessor, successor, relation, lag: Lag::Months(lag), .. } = link else {
            continue;
        };
        let position = |id: &crate::id::ProjectId| IDS.iter().position(|known| *known == id.as_str()).unwrap_or(0);
        let (p, s) = (2 * position(predecessor), 2 * position(successor));
        let (from, to) = match relation {
            Relation::FinishToStart => (p + 1, s),
            Relation::StartToStart => (p, s),
            Relation::FinishToFinish => (p + 1, s + 1),
            Relation::StartToFinish => (p, s + 1),
        };
        at_least(from, to, i64::from(*lag));
    }
    for via in 0..10 {
        for from in 0..10 {
            for to in 0..10 {
                let detour = longest[from][via] + longest[via][to];
                longest[from][to] = longest[from][to].max(detour).max(i64::MIN / 4);
            }
        }
    }
    (0..10).any(|point| longest[point][point] > 0)
}

fn timing_links() -> impl Strategy<Value = Vec<Dependency>> {
    let relations =
        [Relation::FinishToStart, Relation::StartToStart, Relation::FinishToFinish, Relation::StartToFinish];
    let link = (pair(), select(relations.to_vec()), -9..6_i32);
    let link = link.prop_map(|((p, s), relation, lag)| timing(IDS[p], IDS[s], relation, Lag::Months(lag)));
    prop::collection::vec(link, 0..9)
}

fn logical_links() -> impl Strategy<Value = Vec<Dependency>> {
    let set = || subsequence(IDS.to_vec(), 2..4);
    let link = prop_oneof![
        4 => pair().prop_map(|(one, other)| requires(IDS[one], IDS[other])),
        1 => set().prop_map(|ids| together(&ids)),
        2 => set().prop_map(|ids| excludes(&ids)),
    ];
    prop::collection::vec(link, 0..6)
}

/// Whether a set of projects, as bits, keeps every link.
fn keeps(set: u32, links: &[Dependency]) -> bool {
    let holds = |id: &crate::id::ProjectId| {
        IDS.iter().position(|known| *known == id.as_str()).is_some_and(|p| set & (1 << p) != 0)
    };
    links.iter().all(|link| match link {
        Dependency::Requires { dependent, prerequisite } => !holds(dependent) || holds(prerequisite),
        Dependency::Together { projects } => projects.iter().all(holds) || !projects.iter().any(holds),
        Dependency::Excludes { projects } => projects.iter().filter(|id| holds(id)).count() <= 1,
        Dependency::Timing { .. } | Dependency::Synergy { .. } => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cycles_are_those_of_the_longest_distances(
        links in timing_links(),
        durations in prop::collection::vec((1..8_u32, prop::option::of(1..8_u32)), 5),
    ) {
        let mut draft = sound();
        draft.dependencies = links;
        for (project, (months, other)) in draft.projects.iter_mut().zip(durations) {
            project.variants = vec![Variant::new("base", months)];
            project.variants.extend(other.map(|months| Variant::new("other", months)));
        }
        let expected = has_positive_cycle(&draft);
        let found = draft.build().err().is_some_and(|faults| faults.iter().any(|f| f.code() == Code::PositiveCycle));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn contradictions_are_those_of_all_sets(
        links in logical_links(),
        choices in prop::collection::vec(prop::option::weighted(0.4, any::<bool>()), 5),
    ) {
        let sets: Vec<u32> = (0..32).filter(|set| keeps(*set, &links)).collect();
        let is_chosen = |set: u32| {
            choices.iter().enumerate().all(|(p, choice)| choice.is_none_or(|within| within == (set & (1 << p) != 0)))
        };
        let impossible = (0..5).any(|p| sets.iter().all(|set| set & (1 << p) == 0));
        let expected = impossible || !sets.iter().any(|set| is_chosen(*set));
        let mut draft = sound();
        draft.dependencies = links;
        for (p, choice) in choices.iter().enumerate() {
            if let Some(within) = choice {
                forces(&mut draft, &[(IDS[p], if *within { Force::In } else { Force::Out })]);
            }
        }
        let found = draft.build().err().is_some_and(|faults| faults.iter().any(|f| f.code() == Code::Contradiction));
        prop_assert_eq!(found, expected);
    }
}
