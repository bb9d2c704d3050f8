//! Bytes that must not change unless somebody means them to.
//!
//! With `PORTEFEUILLE_BLESS=1` the files are written anew; the difference is then for a person to judge.

use portefeuille::model::{
    Aggregation, Alignment, Assignment, Audience, Benefit, CapacitySpan, CarryOver, ChangePolicy, CostLine, Dependency,
    Direction, Envelope, Force, ForcedChoice, Indicator, Lag, Lifecycle, Measure, MeasureStatus, Membership,
    ModelDraft, Objective, Observation, Organization, OrganizationKind, Person, PolicyArea, PoolKind, Portfolio,
    Project, ProjectKind, Relation, ResourcePool, Roadmap, RoadmapKind, Role, Section, Subject, Theme, ThemeQuota,
    Tiebreak, Unit, UnitKind, Variant, WeightBasis, Winner, WorkloadLine, WorthRule, YearAmount,
};
use portefeuille::quantity::{Money, Score, Workload};
use portefeuille::time::{FiscalYear, Step};
use portefeuille::{Currency, Model};
use std::path::Path;

fn held(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("PORTEFEUILLE_BLESS").is_some() {
        std::fs::write(&path, found).expect("the folder of golden files is writable");
    }
    let expected = std::fs::read_to_string(&path).expect("the golden file is there");
    let line = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    assert!(expected == found, "{name} differs, first in line {:?}", line.map(|line| line + 1));
}

fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

fn of<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

/// A document in which every field of every record is written, and every word of the links.
fn full() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    let mut organization = Organization::new("dep", "Département de la Vilaine-Aval");
    organization.kind = OrganizationKind::Department;
    organization.policy_areas = vec!["solidarites".into()];
    organization.fiscal_year_start = Some(1);
    draft.organizations.push(organization);
    let mut dsn = Unit::new("dsn", "Direction des services numériques", "dep");
    dsn.kind = UnitKind::It;
    draft.units.extend([dsn, Unit::new("mdph", "Maison de l'autonomie", "dep")]);
    draft.policy_areas.push(PolicyArea::new("solidarites", "Solidarités"));
    let mut person = Person::new("lea", "Léa Morvan");
    person.unit = Some("mdph".into());
    draft.persons.push(person);
    let mut assignment = Assignment::new("lea", Role::ProjectManager, Subject::Project("mdph-ligne".into()));
    (assignment.from, assignment.until) = (Some(of("2026-01-05")), Some(of("2028-12")));
    draft.assignments.push(assignment);
    let mut audience = Audience::new("usagers", "Usagers");
    audience.winner = Some(Winner::User);
    draft.audiences.push(audience);
    let mut theme = Theme::new("demat", "Démarches en ligne");
    theme.description = Some("Faire ses démarches sans se déplacer.".to_owned());
    theme.weight = Some(of("0.4"));
    draft.themes.push(theme);
    let mut objective = Objective::new("delais", "Réduire les délais", "demat", of("2.5"));
    objective.policy_area = Some("solidarites".into());
    objective.indicators = vec!["delai".into()];
    draft.objectives.push(objective);
    let mut envelope = Envelope::new("ap", "AP Feuille de route numérique");
    envelope.manager = Some("lea".into());
    envelope.unit = Some("mdph".into());
    envelope.voted = Some(of("2025-12-15"));
    envelope.amounts.push(YearAmount::new(year(2027), Section::Investment, of("1250000.50 EUR")));
    envelope.amounts.push(YearAmount::new(year(2027), Section::Operating, Money::euros(90_000)));
    envelope.carry_over = CarryOver::AtMost(Money::euros(50_000));
    let mut other = Envelope::new("ae", "AE");
    other.carry_over = CarryOver::Whole;
    draft.envelopes.extend([envelope, other]);
    let mut pool = ResourcePool::new("dev", "Développement");
    pool.kind = PoolKind::Software;
    pool.unit = Some("dsn".into());
    pool.capacity.push(CapacitySpan::new(of("2027-01/2028-01"), of("574.5")));
    pool.reserved = of("0.45");
    draft.pools.push(pool);
    let mut portfolio = Portfolio::new("dsi", "Portefeuille DSI", "dep");
    portfolio.unit = Some("dsn".into());
    portfolio.pools = vec!["dev".into()];
    portfolio.envelopes = vec!["ae".into()];
    portfolio.horizon = Some(of("2026-01/2029-01"));
    portfolio.step = Step::Month;
    portfolio.policy.worth = WorthRule::Indicator("delai".into());
    draft.portfolios.push(portfolio);
    let mut roadmap = Roadmap::new("num", "Feuille de route numérique", "dep", of("2026-01/2029-01"));
    roadmap.kind = RoadmapKind::ItMasterPlan;
    roadmap.purpose = Some("Un service public plus proche.".to_owned());
    roadmap.deliberation = Some(of("2025-12-15"));
    roadmap.closing_review = Some(of("2029-03"));
    roadmap.themes = vec!["demat".into()];
    roadmap.audiences = vec!["usagers".into()];
    roadmap.envelopes = vec!["ap".into()];
    roadmap.pools = vec!["dev".into()];
    roadmap.policy.candidate_states = vec![Lifecycle::Candidate, Lifecycle::Approved];
    let mut forced = ForcedChoice::new("mdph-ligne", Force::In, "obligation légale");
    forced.variant = Some("saas".into());
    roadmap.policy.forced = vec![forced, ForcedChoice::new("borne", Force::Out, "abandon voté")];
    let mut quota = ThemeQuota::new("demat");
    (quota.min_projects, quota.max_projects) = (Some(1), Some(9));
    (quota.min_cost, quota.max_cost) = (Some(Money::euros(1)), Some(Money::euros(900_000)));
    (quota.min_share, quota.max_share) = (Some(of("0.1")), Some(of("0.9")));
    roadmap.policy.theme_quotas.push(quota);
    let mut change = ChangePolicy::default();
    (change.max_launches, change.max_cost, change.max_share) = (Some(3), Some(Money::euros(200_000)), Some(of("0.1")));
    roadmap.policy.change = Some(change);
    roadmap.policy.tiebreaks = vec![Tiebreak::LeastCost, Tiebreak::EarliestStart];
    roadmap.policy.may_outlive = true;
    draft.roadmaps.push(roadmap);
    let mut saas = Variant::new("saas", 9);
    saas.name = Some("Abonnement".to_owned());
    saas.worth_share = Some(of("0.8"));
    let mut cost = CostLine::new(year(2027), Section::Operating, "ap", of("84000 EUR"));
    cost.nature = Some("65811".to_owned());
    cost.or_envelopes = vec!["ae".into()];
    saas.costs.push(cost);
    let mut work = WorkloadLine::new("dev", of("60.5"));
    (work.from_month, work.months) = (3, Some(6));
    saas.workload.push(work);
    saas.workload.push(WorkloadLine::new("dev", Workload::days(12)));
    let mut project = Project::new("mdph-ligne", "Téléservice MDPH", saas);
    project.description = Some("Déposer et suivre un dossier.".to_owned());
    project.kind = ProjectKind::Service;
    project.nature = Some("it".to_owned());
    project.state = Lifecycle::Approved;
    project.theme = Some("demat".into());
    project.unit = Some("mdph".into());
    project.delivery_unit = Some("dsn".into());
    project.portfolio = Some("dsi".into());
    let mut membership = Membership::new("num");
    membership.share = of("1");
    project.roadmaps.push(membership);
    project.start = Some(of("2027-01"));
    (project.earliest_start, project.latest_start) = (Some(of("2027-01-01")), Some(of("2027-12-31")));
    project.variant = Some("saas".into());
    project.alignment.push(Alignment::new("delais", Score::points(4)));
    let mut benefit = Benefit::new("usagers", "trois semaines d'attente en moins");
    benefit.yearly = Some(of("-12000.25 EUR"));
    project.benefits.push(benefit);
    project.updated = Some(of("2026-11-02"));
    draft.projects.push(project);
    draft.projects.push(Project::new("borne", "Borne d'accueil", Variant::new("base", 4)));
    draft.projects.push(Project::new("kiosque", "Kiosque", Variant::new("base", 4)));
    draft.dependencies = vec![
        Dependency::Requires { dependent: "kiosque".into(), prerequisite: "mdph-ligne".into() },
        Dependency::Excludes { projects: vec!["kiosque".into(), "borne".into()] },
        Dependency::Together { projects: vec!["kiosque".into(), "mdph-ligne".into()] },
        Dependency::Timing {
            predecessor: "mdph-ligne".into(),
            successor: "kiosque".into(),
            relation: Relation::StartToStart,
            lag: Lag::Days(-10),
            if_both: true,
        },
        Dependency::Timing {
            predecessor: "mdph-ligne".into(),
            successor: "kiosque".into(),
            relation: Relation::FinishToStart,
            lag: Lag::Months(2),
            if_both: false,
        },
        Dependency::Synergy { projects: vec!["kiosque".into(), "mdph-ligne".into()], worth: of("1.5") },
    ];
    let mut delay = Indicator::new("delai", "Délai de décision");
    delay.unit = Some("mois".to_owned());
    delay.direction = Direction::Lower;
    delay.aggregation = Aggregation::WeightedMean;
    delay.weight = WeightBasis::Equal;
    (delay.baseline, delay.target) = (Some(of("4.8")), Some(of("3.5")));
    let mut colour = Indicator::new("meteo", "Météo");
    colour.aggregation = Aggregation::Counts;
    colour.levels = ["vert", "orange", "rouge"].map(str::to_owned).to_vec();
    draft.indicators.extend([delay, colour]);
    let mut forecast =
        Measure::new("delai", Subject::Objective("delais".into()), of("2026-10-31"), Observation::Number(of("4.6")));
    forecast.status = MeasureStatus::Forecast;
    let level = Observation::Level("orange".to_owned());
    draft.measures.extend([
        forecast,
        Measure::new("meteo", Subject::Project("mdph-ligne".into()), of("2026-10"), level),
        Measure::new("delai", Subject::Theme("demat".into()), of("2026-10"), Observation::Number(of("4.7"))),
        Measure::new("delai", Subject::Roadmap("num".into()), of("2026-10"), Observation::Number(of("4.7"))),
        Measure::new("delai", Subject::Portfolio("dsi".into()), of("2026-10"), Observation::Number(of("4.7"))),
        Measure::new("delai", Subject::Organization("dep".into()), of("2026-10"), Observation::Number(of("4.7"))),
    ]);
    draft
}

#[test]
fn a_document_with_every_field() {
    let draft = full();
    let text = draft.to_json();
    held("document.json", &text);
    assert_eq!(ModelDraft::from_json(&text).as_ref(), Ok(&draft));
    let model = draft.build().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(model.to_json(), text);
    assert!(model.warnings().is_empty(), "{}", model.warnings());
    assert_eq!(Model::from_json(&text).as_ref(), Ok(&model));
}

#[test]
fn the_smallest_document() {
    held("empty.json", &ModelDraft::new(of("2026-11"), Currency::EUR).to_json());
}
