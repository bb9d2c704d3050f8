use super::{number, numbers};
use crate::Money;
use crate::alignment::ready::{
    Delay, DemandPoints, DemandSize, Impact, Reach, Return, RiceItem, ScaleNote, WsjfItem, cd3, cost_of_order,
    demand_score, demand_value, ice_mean, ice_product, percent, project_score, rice, value_per_effort, waterline, wsjf,
};
use crate::alignment::{Column, ScoreError, Table};
use crate::diagnostic::Code;
use crate::model::Direction;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn job(id: &str, points: [i64; 4]) -> WsjfItem {
    let [value, time_criticality, risk_opportunity, job_size] = points.map(Decimal::from);
    WsjfItem { id: id.to_owned(), value, time_criticality, risk_opportunity, job_size }
}

#[test]
fn wsjf_closes_its_traps() {
    let scores = wsjf("one", &[job("a", [8, 3, 1, 5]), job("b", [1, 1, 1, 4])]).expect("scores");
    assert_eq!(scores.rows.iter().map(|row| row.score.to_string()).collect::<Vec<_>>(), ["2.4", "0.75"]);
    assert_eq!(
        scores.notes,
        [
            ScaleNote::OffScale { id: "b".to_owned(), column: "job_size", value: 4.into() },
            ScaleNote::NoReference { column: "job_size" },
        ]
    );
    let other = wsjf("other", &[job("a", [8, 3, 1, 1])]).expect("scores");
    assert_eq!(
        scores.compare("a", &other, "a"),
        Err(ScoreError::ListsDoNotCompare { left: "one".to_owned(), right: "other".to_owned() })
    );
    assert_eq!(scores.compare("a", &scores, "b"), Ok(std::cmp::Ordering::Greater));
    let unknown = scores.compare("c", &scores, "b").expect_err("unknown");
    assert_eq!((unknown.code(), unknown.to_string()), (Code::UnknownReference, "`c` is not in list `one`".to_owned()));
    assert_eq!(wsjf("one", &[job("a", [8, 3, 1, 0])]), Err(ScoreError::ZeroDivisor { row: 1, what: "job size" }));
    assert!(matches!(wsjf("one", &[job("a", [8, -3, 1, 1])]), Err(ScoreError::Negative { row: 1, column: 2, .. })));
    assert!(wsjf("none", &[]).expect("scores").notes.is_empty());
}

#[test]
fn money_and_time_are_checked() {
    let delay = |per_month: &str, months: i64| Delay {
        id: "a".to_owned(),
        per_month: per_month.parse().expect("an amount"),
        months: months.into(),
    };
    assert_eq!(cd3(&[delay("10 EUR", 0)]), Err(ScoreError::ZeroDivisor { row: 1, what: "months" }));
    let mixed = cd3(&[delay("10 EUR", 1), delay("10 USD", 1)]).expect_err("two currencies");
    assert_eq!(mixed.code(), Code::MixedCurrencies);
    assert_eq!(cost_of_order(&[delay("10 EUR", 1)], &[1]), Ok(None));
    assert_eq!(cost_of_order(&[], &[]), Ok(None));
}

#[test]
fn rice_and_its_kin_close_their_traps() {
    let idea = |effort: i64, months: u32| RiceItem {
        id: "a".to_owned(),
        reach: Reach { people: 900.into(), months },
        impact: number("0.5"),
        confidence: percent(80).expect("a share"),
        effort: effort.into(),
    };
    assert_eq!(rice(&[idea(2, 3)], 3).expect("scores"), [(180.into(), 1)]);
    assert_eq!(rice(&[idea(2, 3)], 12).expect("scores"), [(720.into(), 1)]);
    assert_eq!(rice(&[idea(0, 3)], 3), Err(ScoreError::ZeroDivisor { row: 1, what: "effort" }));
    assert!(matches!(rice(&[idea(2, 0)], 3), Err(ScoreError::ZeroDivisor { .. })));
    let lost = RiceItem { impact: Decimal::from(-1), ..idea(2, 3) };
    assert_eq!(rice(&[lost], 3).expect_err("negative").code(), Code::NumberOutOfRange);
    assert_eq!(percent(101).expect_err("too sure").code(), Code::NumberOutOfRange);

    assert_eq!(ice_product("a", [number("9"), number("4"), number("7.5")]), Ok(number("270")));
    assert_eq!(ice_mean("a", [number("9"), number("4"), number("7")]), Ok(number("6.666666666667")));
    // Product and mean rank differently: 10, 1, 10 against 6, 6, 6.
    let (uneven, even) = ([10.into(), 1.into(), 10.into()], [6.into(); 3]);
    let by = |rule: fn(&str, [Decimal; 3]) -> Result<Decimal, ScoreError>, points| rule("a", points).expect("a score");
    assert!(by(ice_product, uneven) < by(ice_product, even) && by(ice_mean, uneven) > by(ice_mean, even));
    assert!(ice_product("a", [0.into(), 5.into(), 5.into()]).is_err());
    assert!(value_per_effort(1.into(), Decimal::from(-1)).is_err());
}

#[test]
fn g8_demands_and_projects_turn_risk_and_size_in_opposite_ways() {
    let points = |risk: i64, size: i64, value: i64| DemandPoints {
        risk: Some(risk.into()),
        size: Some(size.into()),
        value: Some(value.into()),
    };
    // With risk 4 and size 6 the two coincide; with 2 and 2 they do not.
    assert_eq!(demand_score("a", points(4, 6, 8)).expect("a score").points, 6.into());
    assert_eq!(project_score("a", points(4, 6, 8)).expect("a score").points, 6.into());
    assert_eq!(demand_score("a", points(2, 2, 8)).expect("a score").points, 8.into());
    assert_eq!(project_score("a", points(2, 2, 8)).expect("a score").points, 4.into());
    let half = DemandPoints { risk: None, ..points(1, 3, 8) };
    let score = demand_score("a", half).expect("a score");
    assert_eq!((score.points.to_string().as_str(), score.missing.as_slice()), ("6.666666666667", &["risk"][..]));
    assert_eq!(project_score("a", points(11, 2, 8)).expect_err("beyond 10").code(), Code::NumberOutOfRange);
    let sizes = [DemandSize::S, DemandSize::M, DemandSize::L, DemandSize::Xl, DemandSize::Xxl];
    assert_eq!(sizes.map(DemandSize::points).to_vec(), numbers(&[2, 4, 6, 8, 10]));
    let best = Return::band(7).map(|gain| demand_value(Impact::High, gain));
    assert_eq!((best, Return::band(0), Return::band(8)), (Some(10.into()), None, None));
}

#[test]
fn a_waterline_scores_a_constant_column_in_the_middle() {
    let columns = vec![Column::new(3.into(), Direction::Higher), Column::new(2.into(), Direction::Lower)];
    let table = Table::new(columns, vec![numbers(&[4, 9]), numbers(&[4, 1])]).expect("a table");
    let ranking = waterline(&table).expect("scores");
    assert_eq!(ranking.rows.iter().map(|row| row.score).collect::<Vec<_>>(), numbers(&[15, 35]));
    assert_eq!(
        (ranking.constant, ranking.rows[0].contributions.clone()),
        (vec![0], vec![Some(15.into()), Some(0.into())])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_order_costs_less_than_that_of_cd3(jobs in prop::collection::vec((0_i32..100, 1_i64..20), 1..6)) {
        let jobs: Vec<Delay> = jobs.iter().map(|(euros, months)| Delay {
            id: String::new(), per_month: Money::euros(*euros), months: (*months).into(),
        }).collect();
        let rows = cd3(&jobs).expect("scores");
        let mut order: Vec<usize> = (0..jobs.len()).collect();
        order.sort_by_key(|k| rows[*k].rank);
        let cost = |order: &[usize]| cost_of_order(&jobs, order).expect("a cost").map(Money::amount);
        let best = cost(&order);
        // Every order, by Heap's algorithm.
        let mut other: Vec<usize> = (0..jobs.len()).collect();
        let mut counters = vec![0; jobs.len()];
        let mut i = 0;
        while i < jobs.len() {
            if counters[i] < i {
                other.swap(if i % 2 == 0 { 0 } else { counters[i] }, i);
                prop_assert!(cost(&other) >= best);
                counters[i] += 1;
                i = 0;
            } else {
                counters[i] = 0;
                i += 1;
            }
        }
    }
}
