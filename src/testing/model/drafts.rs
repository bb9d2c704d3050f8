//! Small whole documents that build.

use super::tape::Tape;
use crate::id::{
    AudienceId, EnvelopeId, IndicatorId, ObjectiveId, PersonId, PolicyAreaId, PoolId, ProjectId, RoadmapId, ThemeId,
    UnitId, VariantId,
};
use crate::model::{
    Aggregation, Alignment, Assignment, Audience, Benefit, CapacitySpan, CarryOver, ChangePolicy, CostLine, Dependency,
    Direction, Envelope, Force, ForcedChoice, Indicator, Lag, Lifecycle, Measure, MeasureStatus, Membership,
    ModelDraft, Objective, Observation, Organization, OrganizationKind, Person, Policy, PolicyArea, PoolKind,
    Portfolio, Project, ProjectKind, Relation, ResourcePool, Roadmap, RoadmapKind, Role, Section, Subject, Theme,
    ThemeQuota, Tiebreak, Unit, UnitKind, Variant, WeightBasis, Winner, WorkloadLine, WorthRule, YearAmount,
};
use crate::quantity::{Currency, Money, Score, Share, Workload};
use crate::time::{Date, FiscalYear, Period, Step};
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
    vec(any::<u32>(), 0..1_500).prop_map(|numbers| Author { tape: Tape::new(numbers) }.write())
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
        let projects: Vec<ProjectId> = keys("p", self.tape.below(13));
        for (k, id) in projects.iter().enumerate() {
            let project = self.project(&draft, id, k);
            draft.projects.push(project);
        }
        let excluded = self.links(&mut draft);
        self.policies(&mut draft, &excluded);
        self.measures(&mut draft);
        draft
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

    fn people(&mut self, draft: &mut ModelDraft) {
        use OrganizationKind::{Department, Intermunicipality, Metropolis, Municipality, Other, Region, State};
        let areas: Vec<PolicyAreaId> = keys("area", self.tape.below(4));
        draft.policy_areas.extend(areas.iter().map(|id| PolicyArea::new(id.clone(), "Solidarités")));
        for k in 0..=self.tape.below(2) {
            let mut organization = Organization::new(format!("org-{k}"), "Département de la Vilaine-Aval");
            organization.kind =
                self.word(&[Other, Department, Municipality, Intermunicipality, Metropolis, Region, State]);
            organization.policy_areas = self.tape.some(&areas, 50);
            organization.fiscal_year_start = self.maybe(20, |d| 1 + d.tape.below(12) as u8);
            draft.organizations.push(organization);
        }
        for k in 0..self.tape.below(4) {
            let organization = self.one(&draft.organizations).map_or_else(|| "org-0".into(), |o| o.id);
            let mut unit = Unit::new(format!("unit-{k}"), "Direction de l'autonomie", organization);
            unit.kind = self.word(&[UnitKind::Business, UnitKind::It, UnitKind::Support]);
            draft.units.push(unit);
        }
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        for k in 0..self.tape.below(5) {
            let name = self.tape.pick(PERSONS).copied().unwrap_or_default();
            let mut person = Person::new(format!("person-{k}"), name);
            person.unit = self.maybe(60, |d| d.one(&units)).flatten();
            draft.persons.push(person);
        }
        for k in 0..self.tape.below(4) {
            let mut audience = Audience::new(format!("public-{k}"), "Usagers du service");
            audience.winner = self.maybe(70, |d| d.one(&[Winner::User, Winner::Staff, Winner::Authority])).flatten();
            draft.audiences.push(audience);
        }
    }

    fn strategy(&mut self, draft: &mut ModelDraft) {
        for k in 0..self.tape.below(4) {
            let mut indicator = Indicator::new(format!("ind-{k}"), "Délai de décision");
            indicator.unit = self.maybe(50, |_| "mois".to_owned());
            indicator.direction = self.word(&[Direction::Higher, Direction::Lower]);
            indicator.aggregation = self.word(&[Aggregation::Sum, Aggregation::WeightedMean, Aggregation::Counts]);
            indicator.weight =
                self.word(&[WeightBasis::Cost, WeightBasis::Workload, WeightBasis::Worth, WeightBasis::Equal]);
            if self.tape.chance(40) {
                indicator.levels = ["vert", "orange", "rouge"].map(str::to_owned).to_vec();
            } else {
                indicator.baseline = self.maybe(50, |d| d.points(100));
                indicator.target = self.maybe(50, |d| d.points(100));
            }
            draft.indicators.push(indicator);
        }
        let indicators: Vec<IndicatorId> = draft.indicators.iter().map(|i| i.id.clone()).collect();
        let areas: Vec<PolicyAreaId> = draft.policy_areas.iter().map(|a| a.id.clone()).collect();
        for k in 0..=self.tape.below(4) {
            let name = self.tape.pick(THEMES).copied().unwrap_or_default();
            let mut theme = Theme::new(format!("theme-{k}"), name);
            theme.description = self.maybe(30, |_| "Ce que chacun y gagne.\nEn une phrase.".to_owned());
            theme.weight = self.maybe(30, Self::share);
            draft.themes.push(theme);
        }
        for k in 0..self.tape.below(6) {
            let theme = self.one(&draft.themes).map_or_else(|| "theme-0".into(), |theme| theme.id);
            let mut objective = Objective::new(format!("obj-{k}"), "Réduire les délais", theme, self.points(10));
            objective.policy_area = self.maybe(40, |d| d.one(&areas)).flatten();
            objective.indicators = self.tape.some(&indicators, 30);
            draft.objectives.push(objective);
        }
    }

    fn means(&mut self, draft: &mut ModelDraft) {
        let persons: Vec<PersonId> = draft.persons.iter().map(|person| person.id.clone()).collect();
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        for k in 0..self.tape.below(4) {
            let mut envelope = Envelope::new(format!("env-{k}"), "AP Feuille de route numérique");
            envelope.manager = self.maybe(40, |d| d.one(&persons)).flatten();
            envelope.unit = self.maybe(40, |d| d.one(&units)).flatten();
            envelope.voted = self.maybe(60, |d| d.date(2025, 2));
            for year in 2026..2029 {
                for section in self.tape.some(&[Section::Investment, Section::Operating], 60) {
                    let year = FiscalYear::new(year).expect("a year of this century");
                    envelope.amounts.push(YearAmount::new(year, section, self.money()));
                }
            }
            envelope.carry_over = match self.tape.below(4) {
                2 => CarryOver::Whole,
                3 => CarryOver::AtMost(self.money()),
                _ => CarryOver::None,
            };
            draft.envelopes.push(envelope);
        }
        for k in 0..self.tape.below(4) {
            let mut pool = ResourcePool::new(format!("pool-{k}"), "Intégration et développement");
            pool.kind = self.word(&[
                PoolKind::People,
                PoolKind::Equipment,
                PoolKind::Software,
                PoolKind::Data,
                PoolKind::Procedure,
            ]);
            pool.unit = self.maybe(40, |d| d.one(&units)).flatten();
            for year in self.tape.some(&[2026, 2027, 2028], 70) {
                let period = of::<Period>(&format!("{year}-01/{}-01", year + 1));
                pool.capacity.push(CapacitySpan::new(period, self.workload(900)));
            }
            pool.reserved = self.share();
            draft.pools.push(pool);
        }
    }

    fn groupings(&mut self, draft: &mut ModelDraft) {
        let themes: Vec<ThemeId> = draft.themes.iter().map(|theme| theme.id.clone()).collect();
        let audiences: Vec<AudienceId> = draft.audiences.iter().map(|audience| audience.id.clone()).collect();
        let envelopes: Vec<EnvelopeId> = draft.envelopes.iter().map(|envelope| envelope.id.clone()).collect();
        let pools: Vec<PoolId> = draft.pools.iter().map(|pool| pool.id.clone()).collect();
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        for k in 0..self.tape.below(3) {
            let organization = self.one(&draft.organizations).map_or_else(|| "org-0".into(), |o| o.id);
            let mut portfolio = Portfolio::new(format!("portfolio-{k}"), "Portefeuille DSI", organization);
            portfolio.unit = self.maybe(50, |d| d.one(&units)).flatten();
            portfolio.pools = self.tape.some(&pools, 60);
            portfolio.envelopes = self.tape.some(&envelopes, 60);
            (portfolio.horizon, portfolio.step) = match self.horizon() {
                (horizon, step) if self.tape.chance(50) => (Some(horizon), step),
                (_, step) => (None, step),
            };
            draft.portfolios.push(portfolio);
        }
        for k in 0..self.tape.below(3) {
            let organization = self.one(&draft.organizations).map_or_else(|| "org-0".into(), |o| o.id);
            let (period, step) = self.horizon();
            let mut roadmap = Roadmap::new(format!("roadmap-{k}"), "Feuille de route numérique", organization, period);
            roadmap.step = step;
            roadmap.kind = self.word(&[RoadmapKind::Digital, RoadmapKind::ItMasterPlan, RoadmapKind::Other]);
            roadmap.purpose = self.maybe(40, |_| "Un service public plus proche".to_owned());
            roadmap.deliberation = self.maybe(60, |d| d.date(2025, 1));
            roadmap.closing_review = self.maybe(60, |d| d.date(2029, 1));
            roadmap.themes = self.tape.some(&themes, 70);
            roadmap.audiences = self.tape.some(&audiences, 60);
            roadmap.envelopes = self.tape.some(&envelopes, 60);
            roadmap.pools = self.tape.some(&pools, 60);
            draft.roadmaps.push(roadmap);
        }
    }

    /// Whole periods of a step.
    fn horizon(&mut self) -> (Period, Step) {
        let (period, step) = match self.tape.below(5) {
            0 => ("2026-01/2029-01", Step::Quarter),
            1 => ("2026-01/2027-07", Step::Month),
            2 => ("2026-09/2029-09", Step::Year),
            3 => ("2025-12-29/2026-12-28", Step::Week),
            _ => ("2026-04/2026-07", Step::Quarter),
        };
        (of(period), step)
    }

    fn project(&mut self, draft: &ModelDraft, id: &ProjectId, k: usize) -> Project {
        let variants: Vec<VariantId> = keys("v", 1 + self.tape.below(3));
        let start = self.maybe(60, |d| d.date(2026, 2));
        let mut project = Project::new(id.clone(), PROJECTS[k % PROJECTS.len()], Variant::new("v-0", 1));
        project.variants = variants.iter().map(|id| self.variant(draft, id, start)).collect();
        project.description = self.maybe(30, |_| "Déposer et suivre un dossier.".to_owned());
        project.kind =
            self.word(&[ProjectKind::Project, ProjectKind::Action, ProjectKind::Study, ProjectKind::Service]);
        project.nature = self.maybe(30, |_| "it".to_owned());
        project.state = self.word(STATES);
        project.theme = self.maybe(80, |d| d.one(&draft.themes)).flatten().map(|theme| theme.id);
        project.unit = self.maybe(50, |d| d.one(&draft.units)).flatten().map(|unit| unit.id);
        project.delivery_unit = self.maybe(50, |d| d.one(&draft.units)).flatten().map(|unit| unit.id);
        project.portfolio = self.maybe(60, |d| d.one(&draft.portfolios)).flatten().map(|portfolio| portfolio.id);
        let roadmaps: Vec<RoadmapId> = draft.roadmaps.iter().map(|roadmap| roadmap.id.clone()).collect();
        for roadmap in self.tape.some(&roadmaps, 70) {
            let mut membership = Membership::new(roadmap);
            membership.share = if self.tape.chance(30) { self.share() } else { Share::ONE };
            project.roadmaps.push(membership);
        }
        project.start = start;
        project.earliest_start = self.maybe(30, |d| d.date(2026, 1));
        project.latest_start = self.maybe(30, |d| d.date(2027, 2));
        project.variant = self.maybe(30, |d| d.one(&variants)).flatten();
        let objectives: Vec<ObjectiveId> = draft.objectives.iter().map(|objective| objective.id.clone()).collect();
        for objective in self.tape.some(&objectives, 50) {
            project.alignment.push(Alignment::new(objective, self.points(5)));
        }
        let audiences: Vec<AudienceId> = draft.audiences.iter().map(|audience| audience.id.clone()).collect();
        for audience in self.tape.some(&audiences, 50) {
            let mut benefit = Benefit::new(audience, "des délais plus courts");
            benefit.yearly = self.maybe(50, Self::money);
            project.benefits.push(benefit);
        }
        project.updated = self.maybe(50, |d| d.date(2026, 1));
        project
    }

    fn variant(&mut self, draft: &ModelDraft, id: &VariantId, start: Option<Date>) -> Variant {
        let months = 1 + self.tape.below(30) as u32;
        let mut variant = Variant::new(id.clone(), months);
        variant.name = self.maybe(30, |_| "Abonnement".to_owned());
        variant.worth_share = self.maybe(30, Self::share);
        let envelopes: Vec<EnvelopeId> = draft.envelopes.iter().map(|envelope| envelope.id.clone()).collect();
        for envelope in self.tape.some(&envelopes, 60) {
            // A budget year of any calendar that holds the start is not before the year of the start.
            let year = self.year(start.map_or(2026, |start| chrono::Datelike::year(&start.first_day())), 3);
            let section = self.one(&[Section::Investment, Section::Operating]).unwrap_or(Section::Investment);
            let mut line = CostLine::new(year, section, envelope.clone(), self.money());
            line.nature = self.maybe(30, |_| "2051".to_owned());
            if self.tape.chance(15) {
                line.or_envelopes = envelopes.iter().filter(|other| **other != envelope).cloned().collect();
            }
            variant.costs.push(line);
        }
        let pools: Vec<PoolId> = draft.pools.iter().map(|pool| pool.id.clone()).collect();
        for pool in self.tape.some(&pools, 60) {
            let mut line = WorkloadLine::new(pool, self.workload(300));
            line.from_month = self.tape.below(months as usize) as u32;
            line.months = self.maybe(50, |d| 1 + d.tape.below((months - line.from_month) as usize) as u32);
            variant.workload.push(line);
        }
        variant
    }

    /// Links that contradict nothing: they lead from later projects to earlier ones, and nothing requires a project of
    /// an exclusion. Gives the projects of exclusions, for the choices to leave alone.
    fn links(&mut self, draft: &mut ModelDraft) -> Vec<ProjectId> {
        let ids: Vec<ProjectId> = draft.projects.iter().map(|project| project.id.clone()).collect();
        let excluded = if self.tape.chance(60) { self.tape.some(&ids, 25) } else { Vec::new() };
        if excluded.len() >= 2 {
            draft.dependencies.push(Dependency::Excludes { projects: excluded.clone() });
        }
        let free: Vec<ProjectId> = ids.iter().filter(|id| !excluded.contains(id)).cloned().collect();
        for _ in 0..self.tape.below(8) {
            let (Some(earlier), Some(later)) = (self.one(&free), self.one(&ids)) else { break };
            let position = |id: &ProjectId| ids.iter().position(|other| other == id);
            if position(&earlier) >= position(&later) {
                continue;
            }
            let link = match self.tape.below(5) {
                0 => Dependency::Requires { dependent: later, prerequisite: earlier },
                // A set that must come together must not be tied by anything that keeps its projects apart.
                1 if free.contains(&later) => Dependency::Together { projects: vec![earlier, later] },
                2 => Dependency::Synergy { projects: vec![earlier, later], worth: self.points(5) },
                _ => Dependency::Timing {
                    predecessor: earlier,
                    successor: later,
                    relation: self.word(&[
                        Relation::FinishToStart,
                        Relation::StartToStart,
                        Relation::FinishToFinish,
                        Relation::StartToFinish,
                    ]),
                    lag: if self.tape.chance(30) {
                        Lag::Days(self.tape.below(60) as i32 - 20)
                    } else {
                        Lag::Months(self.tape.below(7) as i32 - 2)
                    },
                    if_both: self.tape.chance(30),
                },
            };
            draft.dependencies.push(link);
        }
        excluded
    }

    fn policies(&mut self, draft: &mut ModelDraft, excluded: &[ProjectId]) {
        for k in 0..draft.portfolios.len() {
            draft.portfolios[k].policy = self.policy(draft, excluded);
        }
        for k in 0..draft.roadmaps.len() {
            draft.roadmaps[k].policy = self.policy(draft, excluded);
        }
    }

    fn policy(&mut self, draft: &ModelDraft, excluded: &[ProjectId]) -> Policy {
        let numbers: Vec<IndicatorId> =
            draft.indicators.iter().filter(|i| i.levels.is_empty()).map(|i| i.id.clone()).collect();
        let worth = match (self.tape.below(5), self.one(&numbers)) {
            (2, _) => WorthRule::Count,
            (3, _) => WorthRule::Cost,
            (4, Some(indicator)) => WorthRule::Indicator(indicator),
            _ => WorthRule::Alignment,
        };
        let mut policy = Policy { worth, may_outlive: self.tape.chance(20), ..Policy::default() };
        if self.tape.chance(20) {
            policy.candidate_states = self.tape.some(STATES, 50);
        }
        for project in &draft.projects {
            let is_linked = draft.dependencies.iter().any(|link| link.projects().contains(&&project.id));
            let force = match self.tape.below(8) {
                6 if !excluded.contains(&project.id) => Force::In,
                7 if !is_linked => Force::Out,
                _ => continue,
            };
            let mut choice = ForcedChoice::new(project.id.clone(), force, "obligation légale");
            choice.variant = self.maybe(30, |d| d.one(&project.variants)).flatten().map(|variant| variant.id);
            policy.forced.push(choice);
        }
        for theme in self.tape.some(&draft.themes, 20) {
            let mut quota = ThemeQuota::new(theme.id);
            quota.min_projects = self.maybe(40, |d| d.tape.below(3) as u32);
            quota.max_projects = self.maybe(40, |d| 3 + d.tape.below(9) as u32);
            quota.max_cost = self.maybe(40, Self::money);
            quota.min_share = self.maybe(10, Self::share);
            policy.theme_quotas.push(quota);
        }
        policy.change = self.maybe(20, |d| ChangePolicy {
            max_launches: d.maybe(50, |d| d.tape.below(5) as u32),
            max_cost: d.maybe(50, Self::money),
            max_share: d.maybe(20, Self::share),
        });
        if self.tape.chance(10) {
            policy.tiebreaks = self.tape.some(&[Tiebreak::LeastCost, Tiebreak::EarliestStart], 60);
        }
        policy
    }

    fn subject(&mut self, draft: &ModelDraft) -> Option<Subject> {
        match self.tape.below(8) {
            3 => self.one(&draft.themes).map(|theme| Subject::Theme(theme.id)),
            4 => self.one(&draft.objectives).map(|objective| Subject::Objective(objective.id)),
            5 => self.one(&draft.roadmaps).map(|roadmap| Subject::Roadmap(roadmap.id)),
            6 => self.one(&draft.portfolios).map(|portfolio| Subject::Portfolio(portfolio.id)),
            7 => self.one(&draft.organizations).map(|organization| Subject::Organization(organization.id)),
            _ => self.one(&draft.projects).map(|project| Subject::Project(project.id)),
        }
    }

    fn measures(&mut self, draft: &mut ModelDraft) {
        const ROLES: [Role; 9] = [
            Role::ProjectManager,
            Role::PoliticalSponsor,
            Role::ManagerialSponsor,
            Role::RoadmapOwner,
            Role::Cio,
            Role::Pmo,
            Role::BusinessLead,
            Role::Finance,
            Role::Contributor,
        ];
        for _ in 0..self.tape.below(6) {
            let (person, role, subject) = (self.one(&draft.persons), self.one(&ROLES), self.subject(draft));
            let (Some(person), Some(role), Some(subject)) = (person, role, subject) else { continue };
            let mut assignment = Assignment::new(person.id, role, subject);
            assignment.from = self.maybe(50, |d| d.date(2024, 2));
            assignment.until = self.maybe(50, |d| d.date(2026, 3));
            draft.assignments.push(assignment);
        }
        for _ in 0..self.tape.below(7) {
            let (Some(indicator), Some(subject)) = (self.one(&draft.indicators), self.subject(draft)) else { continue };
            let value = match self.one(&indicator.levels) {
                Some(level) => Observation::Level(level),
                None => Observation::Number(self.points(100)),
            };
            let mut measure = Measure::new(indicator.id, subject, self.date(2026, 1), value);
            measure.status = self.word(&[MeasureStatus::Actual, MeasureStatus::Planned, MeasureStatus::Forecast]);
            draft.measures.push(measure);
        }
    }
}

/// A value from a text that is within its bounds by construction.
fn of<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("drawn within the bounds of its type")
}

#[cfg(test)]
mod tests {
    use super::*;
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
    }

    #[test]
    fn the_simplest_draw_is_nearly_empty() {
        let draft = Author { tape: Tape::new(Vec::new()) }.write();
        assert_eq!((draft.projects.len(), draft.organizations.len(), draft.themes.len()), (0, 1, 1));
    }
}
