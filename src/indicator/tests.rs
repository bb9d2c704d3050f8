//! Exactness of the formulas, and who counts in a roll-up.

use super::*;
use crate::diagnostic::Code;
use crate::model::{
    Aggregation, CostLine, Direction, Indicator, Lifecycle, Measure, MeasureStatus, Membership, ModelDraft,
    Observation, Organization, Project, Roadmap, Scope, Section, Subject, Theme, Variant, WeightBasis,
};
use crate::model::{Envelope, WorthRule};
use crate::quantity::{Currency, Money, Score, Share};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn dec(text: &str) -> Decimal {
    text.parse().expect("a number")
}

/// Twelve decimals as a whole number.
fn ticks(value: Decimal) -> i128 {
    let value = value.normalize();
    value.mantissa() * 10_i128.pow(DIGITS - value.scale())
}

#[test]
fn halves_go_to_the_even_digit() {
    let tick = Decimal::new(1, DIGITS);
    assert_eq!(mean(&[tick, Decimal::ZERO]), Ok(Decimal::ZERO));
    assert_eq!(mean(&[tick * dec("3"), Decimal::ZERO]), Ok(tick * dec("2")));
    assert_eq!(mean(&[-tick, Decimal::ZERO]), Ok(Decimal::ZERO));
    assert_eq!(ratio(dec("2"), dec("-3")), Ok(dec("-0.666666666667")));
    assert_eq!(sum(&[Decimal::new(15, 13), Decimal::new(1, 1)]), Ok(dec("0.100000000002")));
}

#[test]
fn what_does_not_exist_says_why() {
    assert_eq!(mean(&[]), Err(Undefined::NoValue));
    assert_eq!(geometric_mean(&[]), Err(Undefined::NoValue));
    assert_eq!(weighted_mean(&[(Decimal::ZERO, Decimal::ONE)]), Err(Undefined::NoWeight));
    assert_eq!(weighted_mean(&[(-Decimal::ONE, Decimal::ONE)]), Err(Undefined::NegativeWeight));
    assert_eq!(geometric_mean(&[-Decimal::ONE]), Err(Undefined::NegativeValue));
    assert_eq!(sum(&[Decimal::MAX, Decimal::MAX]), Err(Undefined::OutOfRange));
    assert_eq!(geometric_mean(&[Decimal::ZERO, Decimal::MAX]), Ok(Decimal::ZERO));
    assert_eq!(ratio(Decimal::MAX, Decimal::new(1, 28)), Err(Undefined::OutOfRange));
    assert!(geometric_mean(&[Decimal::MAX]).is_ok() && geometric_mean(&[Decimal::new(1, 28)]) == Ok(Decimal::ZERO));
}

proptest! {
    #[test]
    fn a_weighted_mean_is_the_exact_one_rounded_once(
        pairs in prop::collection::vec((0..100_000_i64, 0..3_u32, -1_000_000..1_000_000_i64, 0..6_u32), 1..12),
    ) {
        let decimals: Vec<(Decimal, Decimal)> =
            pairs.iter().map(|(w, ws, v, vs)| (Decimal::new(*w, *ws), Decimal::new(*v, *vs))).collect();
        // Weights in thousandths, values in millionths.
        let upper: i128 = decimals.iter().map(|(w, v)| ticks(*w) / 1_000_000_000 * (ticks(*v) / 1_000_000)).sum();
        let lower: i128 = decimals.iter().map(|(w, _)| ticks(*w) / 1_000_000_000).sum();
        match weighted_mean(&decimals) {
            Ok(value) => {
                let off = (ticks(value) * lower - upper * 1_000_000).abs() * 2;
                prop_assert!(off < lower || off == lower && ticks(value) % 2 == 0);
                let values = || decimals.iter().filter(|(w, _)| !w.is_zero()).map(|(_, v)| *v);
                prop_assert!(values().min() <= Some(value) && Some(value) <= values().max());
                let mut turned = decimals.clone();
                turned.reverse();
                prop_assert_eq!(weighted_mean(&turned), Ok(value));
            }
            Err(reason) => prop_assert!(reason == Undefined::NoWeight && lower == 0),
        }
        let plain: Vec<Decimal> = decimals.iter().map(|(_, v)| *v).collect();
        let equal: Vec<(Decimal, Decimal)> = plain.iter().map(|v| (dec("7.5"), *v)).collect();
        prop_assert_eq!(weighted_mean(&equal), mean(&plain));
        prop_assert_eq!(sum(&plain), Ok(plain.iter().sum::<Decimal>().normalize()));
    }

    #[test]
    fn a_geometric_mean_to_the_nth_is_the_product(values in prop::collection::vec(1..10_000_i64, 1..5), scale in 0..5_u32) {
        let decimals: Vec<Decimal> = values.iter().map(|v| Decimal::new(*v, scale)).collect();
        let root = geometric_mean(&decimals).expect("a value");
        prop_assert!(root <= mean(&decimals).expect("a value"));
        // Floats judge no more than nine digits.
        let power = |x: Decimal| -> f64 {
            let x: f64 = x.to_string().parse().expect("a number");
            x.powi(values.len() as i32)
        };
        let product: f64 = decimals.iter().map(|v| v.to_string().parse::<f64>().expect("a number")).product();
        prop_assert!((power(root) / product - 1.0).abs() < 1e-9, "{} for {:?}", root, decimals);
        let same = vec![decimals[0]; values.len()];
        prop_assert_eq!(geometric_mean(&same), Ok(decimals[0].normalize()));
    }
}

/// A roadmap `num` with themes `demat` and `data` and one indicator.
fn draft(aggregation: Aggregation, weight: WeightBasis) -> ModelDraft {
    let mut draft = ModelDraft::new("2026-11-24".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.envelopes.push(Envelope::new("env", "Enveloppe"));
    let mut roadmap = Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period"));
    roadmap.policy.worth = WorthRule::Count;
    for theme in ["demat", "data"] {
        draft.themes.push(Theme::new(theme, theme));
        roadmap.themes.push(theme.into());
    }
    draft.roadmaps.push(roadmap);
    let mut indicator = Indicator::new("i", "Indicateur");
    (indicator.aggregation, indicator.weight) = (aggregation, weight);
    if aggregation == Aggregation::Counts {
        indicator.levels = ["vert", "ambre", "rouge"].map(str::to_owned).to_vec();
    }
    draft.indicators.push(indicator);
    draft
}

fn add(draft: &mut ModelDraft, id: &str, theme: Option<&str>, cost: i32) {
    let mut variant = Variant::new("base", 9);
    let year = crate::time::FiscalYear::new(2027).expect("a year");
    variant.costs.push(CostLine::new(year, Section::Investment, "env", Money::euros(cost)));
    let mut project = Project::new(id, id, variant);
    project.theme = theme.map(Into::into);
    project.roadmaps.push(Membership::new("num"));
    draft.projects.push(project);
}

fn measure(draft: &mut ModelDraft, project: &str, date: &str, value: Observation) {
    let subject = Subject::Project(project.into());
    draft.measures.push(Measure::new("i", subject, date.parse().expect("a date"), value));
}

fn seen(text: &str) -> Observation {
    Observation::Number(text.parse::<Score>().expect("a score"))
}

fn at(level: &str) -> Observation {
    Observation::Level(level.to_owned())
}

fn scope(draft: ModelDraft) -> Scope {
    draft.build().expect("a model").roadmap("num").expect("a scope")
}

fn names(aggregate: &Aggregate) -> Vec<&str> {
    aggregate.contributors.iter().map(|c| c.project.as_str()).collect()
}

#[test]
fn the_last_fact_up_to_the_day_is_carried_forward() {
    let mut draft = draft(Aggregation::WeightedMean, WeightBasis::Equal);
    add(&mut draft, "a", None, 0);
    measure(&mut draft, "a", "2026-03", seen("10"));
    measure(&mut draft, "a", "2026-11", seen("30"));
    measure(&mut draft, "a", "2026-09-30", seen("20"));
    measure(&mut draft, "a", "2026-09-30", seen("21"));
    measure(&mut draft, "a", "2027-01", seen("90"));
    measure(&mut draft, "a", "2026-10", seen("50"));
    draft.measures[5].status = MeasureStatus::Forecast;
    let scope = scope(draft);
    let value = |roll_up: RollUp| roll_up.over(&scope).expect("a roll-up").whole.value;
    let number = |roll_up| value(roll_up).number().expect("a number");
    assert_eq!(number(RollUp::new("i")), dec("30"));
    assert_eq!(number(RollUp::new("i").as_of("2026-10-31".parse().expect("a day"))), dec("21"));
    assert_eq!(number(RollUp::new("i").as_of("2026-09-29".parse().expect("a day"))), dec("10"));
    assert_eq!(number(RollUp::new("i").status(MeasureStatus::Forecast)), dec("50"));
    let before = value(RollUp::new("i").as_of("2026-02-28".parse().expect("a day")));
    assert_eq!(before, Value::Undefined(Undefined::NoValue));
}

#[test]
fn means_are_weighted_by_cost_and_tell_who_pulls() {
    let mut draft = draft(Aggregation::WeightedMean, WeightBasis::Cost);
    for (id, theme, cost, percent) in
        [("a", Some("demat"), 2000, "40"), ("b", Some("demat"), 3000, "20"), ("c", Some("other"), 5000, "90")]
    {
        add(&mut draft, id, theme, cost);
        measure(&mut draft, id, "2026-06", seen(percent));
    }
    draft.themes.push(Theme::new("other", "Autre"));
    add(&mut draft, "d", None, 10_000);
    add(&mut draft, "gone", None, 10_000);
    draft.projects[4].state = Lifecycle::Cancelled;
    let roll_up = RollUp::new("i").over(&scope(draft.clone())).expect("a roll-up");

    // (2 × 40 + 3 × 20) ÷ 5 = 28 ; with c: (140 + 450) ÷ 10 = 59, which is not the mean of 28 and 90.
    let labels: Vec<_> = roll_up.themes.iter().map(|t| t.theme.as_ref().map(crate::id::ThemeId::as_str)).collect();
    assert_eq!(labels, [Some("demat"), Some("data"), Some("other"), None]);
    assert_eq!(roll_up.themes[0].aggregate.value.number(), Some(dec("28")));
    assert_eq!(roll_up.themes[1].aggregate.value.undefined(), Some(Undefined::NoValue));
    assert_eq!(roll_up.themes[3].aggregate.missing[0].reason, MissingReason::NotMeasured);
    let whole = &roll_up.whole;
    assert_eq!((whole.value.number(), whole.plain.number()), (Some(dec("59")), Some(dec("50"))));
    assert_eq!((whole.coverage.measured, whole.coverage.expected), (3, 4));
    assert_eq!(whole.coverage.by_weight, Some(dec("0.5")));
    // Without b the mean is (80 + 450) ÷ 7, without a (60 + 450) ÷ 8, without c 28.
    assert_eq!(names(whole), ["b", "a", "c"]);
    let influences: Vec<_> = whole.contributors.iter().map(|c| c.influence.expect("something is left")).collect();
    assert_eq!(influences, [dec("-16.714285714286"), dec("-4.75"), dec("31")]);

    draft.indicators[0].direction = Direction::Lower;
    draft.projects[2].variants[0].costs[0].amount = Money::euros(-1);
    let lower = RollUp::new("i").over(&scope(draft)).expect("a roll-up");
    assert_eq!(names(&lower.themes[0].aggregate), ["a", "b"]);
    assert_eq!(lower.whole.value.undefined(), Some(Undefined::NegativeWeight));
    assert_eq!(lower.whole.plain.number(), Some(dec("50")));
}

#[test]
fn sums_apply_charge_shares() {
    let mut draft = draft(Aggregation::Sum, WeightBasis::Cost);
    draft.roadmaps.push(Roadmap::new("autre", "Autre", "dep", "2026-01/2029-01".parse().expect("a period")));
    add(&mut draft, "a", None, 1);
    add(&mut draft, "b", None, 1);
    let mut rest = Membership::new("autre");
    (draft.projects[0].roadmaps[0].share, rest.share) =
        ("0.3".parse().expect("a share"), "0.7".parse().expect("a share"));
    draft.projects[0].roadmaps.push(rest);
    measure(&mut draft, "a", "2026-06", seen("1000"));
    measure(&mut draft, "b", "2026-06", seen("50.5"));
    let model = draft.build().expect("a model");
    let whole = |id: &str| RollUp::new("i").over(&model.roadmap(id).expect("a scope")).expect("a roll-up").whole;
    assert_eq!((whole("num").value.number(), whole("num").plain.number()), (Some(dec("350.5")), Some(dec("1050.5"))));
    assert_eq!(whole("autre").value.number(), Some(dec("700")));
    assert_eq!(names(&whole("num")), ["b", "a"]);
    assert_eq!(whole("num").contributors[1].influence, Some(dec("300")));
    assert_eq!(whole("num").contributors[1].share, "0.3".parse::<Share>().expect("a share"));
}

#[test]
fn measures_of_the_theme_or_the_roadmap_stand_apart() {
    let mut draft = draft(Aggregation::Sum, WeightBasis::Equal);
    add(&mut draft, "a", Some("data"), 0);
    measure(&mut draft, "a", "2026-06", seen("1"));
    for (subject, date, value) in [
        (Subject::Roadmap("num".into()), "2026-09", "70"),
        (Subject::Roadmap("num".into()), "2026-03", "60"),
        (Subject::Theme("data".into()), "2026-03", "5"),
        (Subject::Theme("data".into()), "2027-03", "6"),
    ] {
        draft.measures.push(Measure::new("i", subject, date.parse().expect("a date"), seen(value)));
    }
    let rolled = RollUp::new("i").over(&scope(draft)).expect("a roll-up");
    let own = |aggregate: &Aggregate| aggregate.own.as_ref().map(|own| own.observation.clone());
    assert_eq!((rolled.whole.value.number(), own(&rolled.whole)), (Some(dec("1")), Some(seen("70"))));
    assert_eq!(rolled.themes.iter().map(|t| own(&t.aggregate)).collect::<Vec<_>>(), [None, Some(seen("5"))]);
}

#[test]
fn levels_are_counted_and_weighed() {
    let mut draft = draft(Aggregation::Counts, WeightBasis::Cost);
    for (id, cost, level) in [("a", 1, "vert"), ("b", 2, "rouge"), ("c", 3, "vert"), ("d", 4, "rouge")] {
        add(&mut draft, id, Some("data"), cost);
        measure(&mut draft, id, "2026-06", at(level));
    }
    let whole = RollUp::new("i").over(&scope(draft)).expect("a roll-up").whole;
    let Value::Levels(levels) = &whole.value else { panic!("counts") };
    let told: Vec<_> = levels.iter().map(|l| (l.level.as_str(), l.projects, l.weight)).collect();
    assert_eq!(told, [("vert", 2, dec("4")), ("ambre", 0, dec("0")), ("rouge", 2, dec("6"))]);
    assert_eq!(whole.value.level("rouge").and_then(|l| l.weight_share), Some(dec("0.6")));
    assert_eq!(whole.plain.level("rouge").and_then(|l| l.weight_share), Some(dec("0.5")));
    assert_eq!(names(&whole), ["d", "b", "c", "a"]);
}

#[test]
fn what_cannot_count_is_listed_with_its_reason() {
    let mut numbers = draft(Aggregation::WeightedMean, WeightBasis::Worth);
    for id in ["a", "b"] {
        add(&mut numbers, id, None, 1);
        measure(&mut numbers, id, "2026-06", seen("4"));
    }
    let scope = scope(numbers);
    let code = |roll_up: RollUp| roll_up.over(&scope).expect_err("refused").code();
    assert_eq!(code(RollUp::new("unknown")), Code::UnknownReference);
    assert_eq!(code(RollUp::new("i")), Code::MissingField);
    let worths = RollUp::new("i").weights([("b".into(), dec("3"))]).over(&scope).expect("a roll-up").whole;
    assert_eq!(worths.value.number(), Some(dec("4")));
    assert_eq!(worths.contributors[0].influence, None, "nothing is left without it");
    assert_eq!((worths.missing.len(), &worths.missing[0].reason), (1, &MissingReason::NoWeight));
    let none = RollUp::new("i").weights([("b".into(), dec("0"))]).over(&scope).expect("a roll-up").whole;
    assert_eq!((none.value.undefined(), none.plain.number()), (Some(Undefined::NoWeight), Some(dec("4"))));
    let closed = RollUp::new("i").states([Lifecycle::Closed]).weights([]).over(&scope).expect("a roll-up").whole;
    assert_eq!(closed.coverage.expected, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_whole_is_made_from_projects_and_influences_are_true(
        projects in prop::collection::vec((0..50_i32, prop::option::of(-100..100_i64), 0..3_usize), 1..9),
    ) {
        let mut draft = draft(Aggregation::WeightedMean, WeightBasis::Cost);
        for (i, (cost, value, theme)) in projects.iter().enumerate() {
            add(&mut draft, &i.to_string(), [Some("demat"), Some("data"), None][*theme], *cost);
            if let Some(value) = value {
                measure(&mut draft, &i.to_string(), "2026-06", Observation::Number(Score::points(*value as i16)));
            }
        }
        let rolled = RollUp::new("i").over(&scope(draft)).expect("a roll-up");
        let pairs: Vec<(usize, Decimal, Decimal)> = projects.iter().enumerate()
            .filter_map(|(i, (cost, value, _))| value.map(|value| (i, Decimal::from(*cost), Decimal::from(value))))
            .collect();
        let mean_of = |keep: &dyn Fn(usize) -> bool| {
            let kept: Vec<_> = pairs.iter().filter(|(i, ..)| keep(*i)).map(|(_, w, v)| (*w, *v)).collect();
            weighted_mean(&kept)
        };
        let all = mean_of(&|_| true);
        prop_assert_eq!(&rolled.whole.value, &Value::from(all));
        prop_assert_eq!(rolled.whole.contributors.len() + rolled.whole.missing.len(), projects.len());
        prop_assert_eq!(rolled.whole.coverage.measured, pairs.len());
        for theme in &rolled.themes {
            let place = match theme.theme.as_ref().map(crate::id::ThemeId::as_str) {
                Some("demat") => 0,
                Some(_) => 1,
                None => 2,
            };
            prop_assert_eq!(&theme.aggregate.value, &Value::from(mean_of(&|i| projects[i].2 == place)));
        }
        let mut last = None;
        for contributor in &rolled.whole.contributors {
            let i: usize = contributor.project.as_str().parse().expect("a position");
            let without = mean_of(&|j| j != i);
            prop_assert_eq!(contributor.influence, all.ok().zip(without.ok()).map(|(all, without)| (all - without).normalize()));
            if let (Some(before), Some(influence)) = (last, contributor.influence) {
                prop_assert!(before <= influence);
            }
            last = contributor.influence.or(last);
        }
    }
}
