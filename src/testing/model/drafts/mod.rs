//! Small whole documents that build.

mod governance;
mod means;
mod people;
mod projects;
mod scoring;

use super::tape::Tape;
use crate::id::{OrganizationId, ProjectId};
use crate::model::{Lifecycle, ModelDraft};
use crate::quantity::{Currency, Money, Score, Share, Workload};
use crate::time::{Date, FiscalYear};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use rust_decimal::Decimal;
use std::fmt::Debug;
use std::str::FromStr;

/// Whole documents that build: every kind of record, up to a dozen projects, French names. Some of them have warnings,
/// none has an error; a shorter draw gives a smaller document.
///
/// ```
/// use portefeuille::testing::model::drafts;
/// use proptest::prelude::*;
///
/// proptest!(ProptestConfig::with_cases(8), |(draft in drafts())| {
///     prop_assert!(draft.build().is_ok());
/// });
/// ```
pub fn drafts() -> impl Strategy<Value = ModelDraft> {
    vec(any::<u32>(), 0..4_500).prop_map(|numbers| Author { tape: Tape::new(numbers) }.write())
}

const THEMES: &[&str] =
    &["Démarches en ligne", "Travail collaboratif", "Mobilité des agents", "Cybersécurité", "Données", "SIG"];
const PROJECTS: &[&str] = &[
    "Portail usager",
    "Téléservice MDPH",
    "Parapheur électronique",
    "Archivage à valeur probante",
    "Tablettes des travailleurs sociaux",
    "Réseau des collèges",
    "Sauvegarde hors site",
    "Entrepôt de données",
    "Plateforme SIG",
    "Jumeau numérique des routes",
    "Œuvre d'art « 1 % »",
    "Médiation numérique \"aller vers\"",
];
const PERSONS: &[&str] = &["Léa Morvan", "Hervé Le Goff", "Zoé N'Diaye", "Ælis d'Arcy"];
const STATES: &[Lifecycle] = &[
    Lifecycle::Candidate,
    Lifecycle::Approved,
    Lifecycle::Running,
    Lifecycle::Idea,
    Lifecycle::Deferred,
    Lifecycle::Scoping,
    Lifecycle::OnHold,
    Lifecycle::Delivered,
    Lifecycle::InService,
    Lifecycle::Closed,
    Lifecycle::Rejected,
    Lifecycle::Cancelled,
];

struct Author {
    tape: Tape,
}

/// Keys `stem-0`, `stem-1`…
fn keys<Id: From<String>>(stem: &str, count: usize) -> Vec<Id> {
    (0..count).map(|k| format!("{stem}-{k}").into()).collect()
}

impl Author {
    fn write(mut self) -> ModelDraft {
        let status = self.month(2026, 2);
        let mut draft = ModelDraft::new(status, Currency::EUR);
        self.people(&mut draft);
        self.strategy(&mut draft);
        self.means(&mut draft);
        self.groupings(&mut draft);
        self.services(&mut draft);
        let projects: Vec<ProjectId> = keys("p", self.tape.below(13));
        for (k, id) in projects.iter().enumerate() {
            let project = self.project(&draft, id, k);
            draft.projects.push(project);
        }
        let excluded = self.links(&mut draft);
        self.policies(&mut draft, &excluded);
        self.measures(&mut draft);
        self.facts(&mut draft);
        self.scenarios(&mut draft);
        self.governance(&mut draft);
        draft
    }

    fn organization(&mut self, draft: &ModelDraft) -> OrganizationId {
        self.one(&draft.organizations).map_or_else(|| "org-0".into(), |organization| organization.id)
    }

    fn day(&mut self, first_year: i32, years: usize) -> Date {
        let year = first_year + self.tape.below(years) as i32;
        of(&format!("{year}-{:02}-{:02}", 1 + self.tape.below(12), 1 + self.tape.below(28)))
    }

    fn month(&mut self, first_year: i32, years: usize) -> Date {
        let year = first_year + self.tape.below(years) as i32;
        of(&format!("{year}-{:02}", 1 + self.tape.below(12)))
    }

    fn date(&mut self, first_year: i32, years: usize) -> Date {
        if self.tape.chance(50) { self.month(first_year, years) } else { self.day(first_year, years) }
    }

    fn maybe<T>(&mut self, percent: usize, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.tape.chance(percent).then(|| draw(self))
    }

    fn one<T: Clone>(&mut self, things: &[T]) -> Option<T> {
        self.tape.pick(things).cloned()
    }

    fn word<T: Copy + Default>(&mut self, words: &[T]) -> T {
        self.tape.pick(words).copied().unwrap_or_default()
    }

    fn money(&mut self) -> Money {
        let cents = self.tape.below(200_000_000) as i64;
        of(&format!("{} EUR", Decimal::new(if self.tape.chance(50) { cents } else { cents - cents % 100 }, 2)))
    }

    fn points(&mut self, most: usize) -> Score {
        of(&Decimal::new(self.tape.below(most * 100 + 1) as i64, 2).to_string())
    }

    fn share(&mut self) -> Share {
        of(&Decimal::new(self.tape.below(101) as i64, 2).to_string())
    }

    fn workload(&mut self, most: usize) -> Workload {
        of(&Decimal::new(self.tape.below(most * 10 + 1) as i64, 1).to_string())
    }

    fn year(&mut self, first: i32, years: usize) -> FiscalYear {
        FiscalYear::new(first + self.tape.below(years) as i32).expect("a year of this century")
    }
}

/// A value from a text that is within its bounds by construction.
fn of<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("drawn within the bounds of its type")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Dependency, Force, Policy, WorthRule};
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use std::collections::BTreeSet;

    #[test]
    fn draws_are_spread() {
        let mut runner = TestRunner::deterministic();
        let draws: Vec<ModelDraft> =
            (0..300).map(|_| drafts().new_tree(&mut runner).expect("no filter").current()).collect();
        let sizes: BTreeSet<usize> = draws.iter().map(|draft| draft.projects.len()).collect();
        assert!(sizes.len() >= 12, "{sizes:?}");
        let holding = |held: fn(&ModelDraft) -> bool| draws.iter().filter(|draft| held(draft)).count();
        for (list, count) in [
            ("units", holding(|d| !d.units.is_empty())),
            ("policy areas", holding(|d| !d.policy_areas.is_empty())),
            ("persons", holding(|d| !d.persons.is_empty())),
            ("assignments", holding(|d| !d.assignments.is_empty())),
            ("audiences", holding(|d| !d.audiences.is_empty())),
            ("objectives", holding(|d| !d.objectives.is_empty())),
            ("envelopes", holding(|d| !d.envelopes.is_empty())),
            ("pools", holding(|d| !d.pools.is_empty())),
            ("portfolios", holding(|d| !d.portfolios.is_empty())),
            ("roadmaps", holding(|d| !d.roadmaps.is_empty())),
            ("indicators", holding(|d| !d.indicators.is_empty())),
            ("measures", holding(|d| !d.measures.is_empty())),
            ("mandates", holding(|d| !d.mandates.is_empty())),
            ("calendars", holding(|d| !d.calendars.is_empty())),
            ("school holidays", holding(|d| !d.school_holidays.is_empty())),
            ("programs", holding(|d| !d.programs.is_empty())),
            ("services", holding(|d| !d.services.is_empty())),
            ("demands", holding(|d| !d.demands.is_empty())),
            ("bodies", holding(|d| !d.bodies.is_empty())),
            ("meetings", holding(|d| !d.meetings.is_empty())),
            ("decisions", holding(|d| !d.decisions.is_empty())),
            ("communications", holding(|d| !d.communications.is_empty())),
            ("ledger", holding(|d| !d.ledger.is_empty())),
            ("worked days", holding(|d| !d.worked_days.is_empty())),
            ("scenarios", holding(|d| !d.scenarios.is_empty())),
        ] {
            assert!((100..300).contains(&count), "{list}: {count} of 300");
        }
        let states: BTreeSet<Lifecycle> = draws.iter().flat_map(|d| &d.projects).map(|p| p.state).collect();
        assert_eq!(states.len(), STATES.len());
        let links = |is: fn(&Dependency) -> bool| draws.iter().flat_map(|d| &d.dependencies).filter(|l| is(l)).count();
        for (kind, count) in [
            ("requires", links(|l| matches!(l, Dependency::Requires { .. }))),
            ("excludes", links(|l| matches!(l, Dependency::Excludes { .. }))),
            ("together", links(|l| matches!(l, Dependency::Together { .. }))),
            ("timing", links(|l| matches!(l, Dependency::Timing { if_both: false, .. }))),
            ("timing if both", links(|l| matches!(l, Dependency::Timing { if_both: true, .. }))),
            ("synergy", links(|l| matches!(l, Dependency::Synergy { .. }))),
        ] {
            assert!(count >= 30, "{kind}: {count}");
        }
        let forced = |force| {
            let chosen = |policy: &Policy| policy.forced.iter().any(|choice| choice.force == force);
            draws.iter().filter(|d| d.roadmaps.iter().any(|r| chosen(&r.policy))).count()
        };
        assert!(forced(Force::In) >= 30 && forced(Force::Out) >= 30);
        let policies = || draws.iter().flat_map(|d| &d.roadmaps).map(|r| &r.policy);
        let scored = policies().filter_map(|policy| policy.scoring.as_ref());
        let methods: BTreeSet<String> = scored.map(|scoring| format!("{:?}", scoring.method)).collect();
        assert!(methods.len() >= 5, "{methods:?}");
        assert!(policies().filter(|policy| policy.worth == WorthRule::Score).count() >= 10);
    }

    #[test]
    fn the_simplest_draw_is_nearly_empty() {
        let draft = Author { tape: Tape::new(Vec::new()) }.write();
        assert_eq!((draft.projects.len(), draft.organizations.len(), draft.themes.len()), (0, 1, 1));
    }
}
