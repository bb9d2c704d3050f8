//! Terms of the vocabulary that no other test exercises: each is written, read back, and seen to have its effect.

use portefeuille::decision::Decision;
use portefeuille::diagnostic::{Code, Severity};
use portefeuille::finance::RealCosts;
use portefeuille::health::Fact;
use portefeuille::indicator::RollUp;
use portefeuille::model::{
    Aggregation, Alignment, CapacitySpan, ChangePolicy, CostLine, Demand, Dependency, Envelope, Indicator, LedgerEntry,
    LedgerStage, Lifecycle, Measure, Membership, Objective, Observation, Organization, PoolKind, Portfolio, Project,
    QualificationState, ResourcePool, Roadmap, Scenario, ScenarioChange, ScopeKey, Section, Subject, Theme, Transition,
    Unit, Variant, WorkloadLine, YearAmount,
};
use portefeuille::time::FiscalYear;
use portefeuille::{Currency, Limits, Model, ModelDraft, Money, Score, Workload};
use serde_json::Value;
use std::str::FromStr;

const FULL: &str = include_str!("../golden/document.json");

fn of<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

fn built(draft: &ModelDraft) -> Model {
    draft.clone().build().unwrap_or_else(|faults| panic!("{faults}"))
}

fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

/// A roadmap with an envelope of 100 000 EUR and 100 person-days, and three projects that want more.
fn small() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.themes.push(Theme::new("demat", "Démarches en ligne"));
    draft.objectives.push(Objective::new("delais", "Réduire les délais", "demat", Score::points(10)));
    let mut envelope = Envelope::new("ap", "AP numérique");
    envelope.amounts.push(YearAmount::new(year(2027), Section::Investment, Money::euros(100_000)));
    draft.envelopes.push(envelope);
    let mut pool = ResourcePool::new("dev", "Développement");
    pool.capacity.push(CapacitySpan::new(of("2027-01/2028-01"), of("100")));
    draft.pools.push(pool);
    let mut roadmap = Roadmap::new("num", "Numérique", "dep", of("2027-01/2028-01"));
    roadmap.themes = vec!["demat".into()];
    (roadmap.envelopes, roadmap.pools) = (vec!["ap".into()], vec!["dev".into()]);
    draft.roadmaps.push(roadmap);
    for (id, euros, days, points) in [("a", 60_000, 30, 5), ("b", 50_000, 30, 4), ("c", 40_000, 20, 3)] {
        draft.projects.push(project(id, euros, days, points));
    }
    draft
}

fn project(id: &str, euros: i32, days: u16, points: i16) -> Project {
    let mut variant = Variant::new("base", 6);
    variant.costs.push(CostLine::new(year(2027), Section::Investment, "ap", Money::euros(euros)));
    variant.workload.push(WorkloadLine::new("dev", Workload::days(days)));
    let mut project = Project::new(id, id, variant);
    project.theme = Some("demat".into());
    project.roadmaps.push(Membership::new("num"));
    project.alignment.push(Alignment::new("delais", Score::points(points)));
    project
}

fn decide(model: &Model) -> Decision {
    model.roadmap("num").expect("a scope").select(&Limits::default().steps(10_000)).expect("a decision")
}

fn retained(decision: &Decision) -> Vec<&str> {
    decision.retained().map(|project| project.id().as_str()).collect()
}

/// Every field and item of a tree that may be taken out, as a pointer.
fn places(tree: &Value, at: &str, out: &mut Vec<String>) {
    match tree {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = format!("{at}/{name}");
                places(value, &place, out);
                out.push(place);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                let place = format!("{at}/{i}");
                places(value, &place, out);
            }
        }
        _ => {}
    }
}

#[test]
fn what_a_record_says_is_carried_and_its_change_is_told() {
    let whole = Model::from_json(FULL).expect("a sound document");
    let tree: Value = serde_json::from_str(FULL).expect("JSON");
    let mut all = Vec::new();
    places(&tree, "", &mut all);
    let (mut told, mut refused) = (0, 0);
    for place in all.iter().filter(|place| place.matches('/').count() > 1) {
        let mut less = tree.clone();
        let (parent, field) = place.rsplit_once('/').expect("a pointer");
        less.pointer_mut(parent).and_then(Value::as_object_mut).expect("a record").remove(field);
        // What the form asks for is another matter: the guide's tables are held against it.
        let Ok(draft) = serde_json::from_value::<ModelDraft>(less) else { continue };
        match draft.build() {
            Ok(later) => {
                let list = place.split('/').nth(1).unwrap_or_default();
                let diff = later.diff(&whole);
                // What is written as it is by default is the same document without it.
                if !diff.is_empty() {
                    assert!(diff.changes().all(|change| change.list() == list), "{place}: {diff}");
                    assert_eq!(diff.apply(&whole).as_ref(), Ok(&later), "{place}");
                    told += 1;
                }
            }
            Err(faults) => {
                assert!(faults.iter().any(|fault| fault.severity() == Severity::Error), "{place}: {faults}");
                refused += 1;
            }
        }
    }
    assert!(told > 200 && refused > 0, "{told} told, {refused} refused, of {}", all.len());
}

#[test]
fn launches_stay_marginal_by_count_money_and_days() {
    type Set = fn(&mut ChangePolicy, &str);
    let mut draft = small();
    for (i, approved) in ["2026-10-01", "2026-10-01", "2027-02-01"].into_iter().enumerate() {
        draft.projects[i].state = Lifecycle::Approved;
        draft.projects[i].history.push(Transition::new(Lifecycle::Approved, of(approved)));
    }
    // One of three projects, 40 % of the money, 20 % of the days were launched after the start.
    let found = |change: ChangePolicy| {
        let mut draft = draft.clone();
        draft.roadmaps[0].policy.change = Some(change);
        let text = draft.to_json();
        let model = Model::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(model.to_json(), text);
        let health = model.roadmap("num").expect("a scope").health();
        let drifts = health.of(Code::ScopeDrift).map(|f| (f.part().map(str::to_owned), f.value().cloned()));
        drifts.collect::<Vec<_>>()
    };
    let share = |text: &str| Some(Fact::Share(of(text)));
    let cases: [(&str, Set, &str, &str, &str); 3] = [
        ("launch-share", |c, s| c.max_launch_share = Some(of(s)), "0.3", "0.333333", "0.34"),
        ("share", |c, s| c.max_share = Some(of(s)), "0.39", "0.4", "0.4"),
        ("workload-share", |c, s| c.max_workload_share = Some(of(s)), "0.19", "0.2", "0.2"),
    ];
    for (part, set, below, value, at) in cases {
        let mut change = ChangePolicy::default();
        set(&mut change, below);
        assert_eq!(found(change.clone()), [(Some(part.to_owned()), share(value))]);
        set(&mut change, at);
        assert_eq!(found(change), []);
    }
    let mut limited = ChangePolicy::default();
    limited.max_launches = Some(0);
    assert_eq!(found(limited), [(Some("launches".to_owned()), Some(Fact::Count(1)))]);
}

#[test]
fn shares_of_launches_bind_the_selection() {
    let launched = |set: &dyn Fn(&mut ChangePolicy)| {
        let mut draft = small();
        let mut change = ChangePolicy::default();
        set(&mut change);
        draft.roadmaps[0].policy.change = Some(change);
        let decision = built(&draft).roadmap("num").expect("a scope").select(&Limits::default()).expect("a decision");
        decision.retained().count()
    };
    let free = launched(&|_| {});
    assert!(free > 0);
    // Nothing runs, so that any launch is all of what is decided.
    assert_eq!(launched(&|change| change.max_launch_share = Some(of("0.5"))), 0);
    assert_eq!(launched(&|change| change.max_launch_share = Some(of("1"))), free);
}

#[test]
fn a_synergy_brings_worth_or_saves_money_of_the_document() {
    let mut draft = small();
    let synergy = |saving: &str| Dependency::Synergy {
        projects: vec!["a".into(), "b".into()],
        worth: of("-1.5"),
        saving: Some(of(saving)),
    };
    draft.dependencies.push(synergy("8000.50 EUR"));
    let text = built(&draft).to_json();
    assert!(text.contains(r#""saving": "8000.5 EUR""#), "{text}");
    assert_eq!(ModelDraft::from_json(&text).as_ref(), Ok(&draft));
    draft.dependencies[0] = synergy("1 CAD");
    let faults = draft.build().expect_err("another currency");
    let found: Vec<_> = faults.iter().map(|fault| (fault.code(), fault.location().to_string())).collect();
    assert_eq!(found, [(Code::MixedCurrencies, "/dependencies/0/synergy/saving".to_owned())]);
}

#[test]
fn an_authority_keeps_several_portfolios_and_none_is_about_it() {
    let mut draft = small();
    draft.units.push(Unit::new("imprimerie", "Imprimerie", "dep"));
    for (id, unit) in [("presses", Some("imprimerie")), ("batiments", None)] {
        let mut portfolio = Portfolio::new(id, id, "dep");
        portfolio.unit = unit.map(Into::into);
        (portfolio.pools, portfolio.envelopes) = (vec!["dev".into()], vec!["ap".into()]);
        draft.portfolios.push(portfolio);
    }
    draft.pools[0].kind = PoolKind::Equipment;
    for (i, portfolio) in [(0, "presses"), (1, "batiments"), (2, "presses")] {
        draft.projects[i].portfolio = Some(portfolio.into());
    }
    let model = built(&draft);
    let members = |id: &str| -> Vec<String> {
        model.portfolio(id).expect("a portfolio").projects().map(|project| project.id().to_string()).collect()
    };
    assert_eq!(
        (members("presses"), members("batiments")),
        (vec!["a".to_owned(), "c".to_owned()], vec!["b".to_owned()])
    );
    let decision = model.portfolio("presses").expect("a portfolio").select(&Limits::default()).expect("a decision");
    assert_eq!(retained(&decision), ["a", "c"]);
}

#[test]
fn a_portfolio_goes_on_and_a_roadmap_ends() {
    let mut draft = small();
    let mut portfolio = Portfolio::new("si", "Système d'information", "dep");
    portfolio.envelopes = vec!["ap".into()];
    draft.portfolios.push(portfolio);
    // Without an end of its own a portfolio is looked at over the years that its envelopes know.
    let horizon = |draft: &ModelDraft| built(draft).portfolio("si").expect("a portfolio").period();
    assert_eq!(horizon(&draft), of("2027-01/2028-01"));
    draft.envelopes[0].amounts.push(YearAmount::new(year(2030), Section::Investment, Money::euros(1)));
    assert_eq!(horizon(&draft), of("2027-01/2031-01"));
    let text = draft.to_json().replace("2027-01-01/2028-01-01", "2028-01-01/2027-01-01");
    let faults = Model::from_json(&text).expect_err("it ends before it begins");
    assert!(faults.iter().any(|fault| fault.code() == Code::EmptyPeriod), "{faults}");
}

#[test]
fn a_shared_project_is_charged_once() {
    let mut draft = small();
    let mut other = draft.roadmaps[0].clone();
    (other.id, other.name) = ("eau".into(), "Eau".to_owned());
    draft.roadmaps.push(other);
    let mut second = Membership::new("eau");
    second.share = of("0.4");
    draft.projects[0].roadmaps[0].share = of("0.6");
    draft.projects[0].roadmaps.push(second);
    let model = built(&draft);
    let charged = ["num", "eau"].map(|id| {
        let scope = model.roadmap(id).expect("a scope");
        let project = scope.projects().find(|project| project.id().as_str() == "a").expect("it belongs to both");
        scope.charge_share(project)
    });
    assert_eq!(charged[0].checked_add(charged[1]).expect("a share"), of("1"));
    assert!(model.warnings().iter().all(|warning| warning.code() != Code::ChargeShareNotOne));
}

#[test]
fn ideas_wait_in_the_flow_until_they_are_qualified() {
    let mut draft = small();
    draft.projects[0].state = Lifecycle::Idea;
    let mut demand = Demand::new("d1", "Déposer en ligne", of("2026-02-03"));
    demand.source = Some("conseil des usagers".to_owned());
    demand.qualification.state = QualificationState::UnderReview;
    demand.project = Some("a".into());
    draft.demands.push(demand);
    let model = built(&draft);
    assert_eq!(retained(&decide(&model)), ["b", "c"]);
    let qualified = model.project("a").expect("an idea").qualify(of("2026-12-01")).expect("nothing stands in the way");
    assert_eq!(retained(&decide(&qualified)), ["a", "c"]);
    let mut draft = qualified.edit();
    draft.demands[0].qualification.state = QualificationState::Qualified;
    assert_eq!(
        built(&draft).diff(&qualified).to_string(),
        "~ demands `d1` qualification/state: under-review → qualified"
    );
}

#[test]
fn scenarios_tell_what_more_would_bring_and_which_choices_are_robust() {
    let mut draft = small();
    for (id, euros) in [("dm", 110_000), ("baisse", 60_000)] {
        let mut scenario = Scenario::new(id, id, ScopeKey::Roadmap("num".into()));
        scenario.changes.push(ScenarioChange::Budget {
            envelope: "ap".into(),
            year: year(2027),
            section: Section::Investment,
            amount: Money::euros(euros),
        });
        draft.scenarios.push(scenario);
    }
    let mut busy = Scenario::new("dev-absent", "dev-absent", ScopeKey::Roadmap("num".into()));
    let (pool, period) = ("dev".into(), of("2027-01/2028-01"));
    busy.changes.push(ScenarioChange::Capacity { pool, period, workload: Workload::days(60) });
    draft.scenarios.push(busy);
    let model = built(&draft);
    let now = decide(&model);
    let decided = |id: &str| decide(&model.with_scenario(id).unwrap_or_else(|faults| panic!("{faults}")));
    let (more, less, busy) = (decided("dm"), decided("baisse"), decided("dev-absent"));
    assert_eq!((retained(&now), retained(&more)), (vec!["a", "c"], vec!["a", "b"]));
    assert_eq!(more.value().zip(now.value()).map(|(more, now)| more - now), Some(10.into()));
    assert_eq!((retained(&less), retained(&busy)), (vec!["a"], vec!["a", "c"]));
    let all = [&now, &more, &less, &busy];
    let robust = retained(&now).into_iter().filter(|id| all.iter().all(|decision| retained(decision).contains(id)));
    assert_eq!(robust.collect::<Vec<_>>(), ["a"]);
    assert_eq!(decide(&model).to_string(), now.to_string(), "the model itself is as it was");
}

#[test]
fn a_project_weighs_its_own_weight_where_the_caller_says_so() {
    let mut draft = small();
    let mut progress = Indicator::new("avancement", "Avancement");
    progress.aggregation = Aggregation::WeightedMean;
    draft.indicators.push(progress);
    for (i, (weight, percent)) in [("3", "100"), ("1", "20")].into_iter().enumerate() {
        draft.projects[i].weight = Some(of(weight));
        let subject = Subject::Project(draft.projects[i].id.clone());
        let seen = Observation::Number(of(percent));
        draft.measures.push(Measure::new("avancement", subject, of("2026-10-31"), seen));
    }
    let scope = built(&draft).roadmap("num").expect("a scope");
    let own = scope.projects().filter_map(|project| Some((project.id().clone(), project.record().weight?.value())));
    let weighed = RollUp::new("avancement").weights(own.collect::<Vec<_>>()).over(&scope).expect("a roll-up");
    // (3 × 100 + 1 × 20) ÷ 4, where costs of 60 and 50 thousand would have said 63.6.
    assert_eq!(weighed.whole.value.number(), Some(80.into()));
    draft.projects[0].weight = Some(of("-1"));
    let faults = draft.build().expect_err("no project weighs less than nothing");
    assert_eq!(
        faults.iter().map(portefeuille::diagnostic::Diagnostic::code).collect::<Vec<_>>(),
        [Code::NegativeNumber]
    );
}

#[test]
fn what_is_left_to_spend_is_the_landing_less_the_real_cost() {
    let mut draft = small();
    draft.projects[0].landing = Some(Money::euros(66_000));
    for (stage, euros) in
        [(LedgerStage::Committed, 50_000), (LedgerStage::Validated, 21_000), (LedgerStage::Ordered, 9_000)]
    {
        let (day, year, section) = (of("2026-11-02"), year(2026), Section::Investment);
        let mut entry = LedgerEntry::new(day, "ap", year, section, stage, Money::euros(euros));
        entry.project = Some("a".into());
        draft.ledger.push(entry);
    }
    let model = built(&draft);
    let landing = model.project("a").expect("it is there").record().landing.expect("a landing");
    for (stage, left) in [(LedgerStage::Validated, 45_000), (LedgerStage::Ordered, 57_000)] {
        let costs = RealCosts::of(&model, stage, model.status_date()).expect("real costs");
        let real = costs.project(&"a".into()).expect("one project").total;
        assert_eq!(landing.checked_sub(real), Ok(Money::euros(left)));
    }
}
