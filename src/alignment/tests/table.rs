use super::{number, numbers, texts};
use crate::alignment::{Column, Ranking, ScoreError, Table, WeightError};
use crate::model::{Direction, Normalization, PreferenceFunction};
use crate::quantity::Score;
use proptest::prelude::*;
use rust_decimal::Decimal;

const RULES: [Normalization; 5] =
    [Normalization::None, Normalization::MinMax, Normalization::Max, Normalization::Sum, Normalization::Vector];

fn columns(weights: &[i64], lower: &[usize]) -> Vec<Column> {
    let direction = |j| if lower.contains(&j) { Direction::Lower } else { Direction::Higher };
    weights.iter().enumerate().map(|(j, weight)| Column::new(Decimal::from(*weight), direction(j))).collect()
}

fn table(weights: &[i64], lower: &[usize], rows: &[&[i64]]) -> Table {
    Table::new(columns(weights, lower), rows.iter().map(|row| numbers(row)).collect()).expect("a table")
}

fn scores(ranking: &Ranking, digits: u32) -> Vec<String> {
    texts(&ranking.rows.iter().map(|row| row.score).collect::<Vec<_>>(), digits)
}

fn ranks(ranking: &Ranking) -> Vec<usize> {
    ranking.rows.iter().map(|row| row.rank).collect()
}

fn points(text: &str) -> Score {
    text.parse().expect("points")
}

#[test]
fn what_ties_in_the_numbers_ties_in_the_score() {
    let fishburn = table(&[20, 15, 40, 25], &[], &[&[25, 20, 15, 30], &[10, 30, 20, 30], &[30, 10, 30, 10]]);
    let ranking = fishburn.weighted_sum(Normalization::None).expect("scores");
    assert_eq!((scores(&ranking, 12), ranks(&ranking)), (vec!["21.5".into(), "22".into(), "22".into()], vec![3, 1, 1]));
}

#[test]
fn every_normalization_by_hand() {
    let values = table(&[1, 1], &[1], &[&[3, 2], &[4, 4], &[0, 4]]);
    let scaled = |rule| {
        let rows = values.oriented(rule).expect("values");
        rows.iter().map(|row| texts(row, 4).join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(scaled(Normalization::None), ["3 -2", "4 -4", "0 -4"]);
    assert_eq!(scaled(Normalization::MinMax), ["0.75 1", "1 0", "0 0"]);
    assert_eq!(scaled(Normalization::Max), ["0.75 0.5", "1 0", "0 0"]);
    assert_eq!(scaled(Normalization::Sum), ["0.4286 0.5", "0.5714 0.25", "0 0.25"]);
    assert_eq!(scaled(Normalization::Vector), ["0.6 0.6667", "0.8 0.3333", "0 0.3333"]);
}

#[test]
fn a_constant_column_decides_nothing_and_is_flagged() {
    for value in [7, 0] {
        let rows: Vec<Vec<Decimal>> = [[1, value], [2, value]].iter().map(|row| numbers(row)).collect();
        let flat = Table::new(columns(&[1, 1], &[]), rows).expect("a table");
        for rule in RULES {
            let sum = flat.weighted_sum(rule).expect("scores");
            assert_eq!((sum.constant.clone(), ranks(&sum)), (vec![1], vec![2, 1]), "{rule:?}");
            let topsis = flat.topsis(rule).expect("scores");
            assert_eq!((scores(&topsis, 3), topsis.constant), (vec!["0".into(), "1".into()], vec![1]), "{rule:?}");
        }
    }
    let same = table(&[1, 3], &[1], &[&[5, 2], &[5, 2]]);
    let ranking = same.topsis(Normalization::Vector).expect("scores");
    assert_eq!((scores(&ranking, 3), ranks(&ranking)), (vec!["0.5".into(), "0.5".into()], vec![1, 1]));
    assert_eq!(ranking.rows[0].contributions, [Some(number("0.125")), Some(number("0.375"))]);
    assert_eq!(scores(&same.weighted_sum(Normalization::MinMax).expect("scores"), 3), ["0.5", "0.5"]);
}

#[test]
fn what_a_method_cannot_take_is_named() {
    let rows = || vec![numbers(&[1, 2])];
    assert_eq!(Table::new(vec![], vec![]), Err(ScoreError::Shape { row: 0, found: 0, expected: 0 }));
    let short = Table::new(columns(&[1, 1, 1], &[]), rows());
    assert_eq!(short, Err(ScoreError::Shape { row: 1, found: 2, expected: 3 }));
    let zero = Table::new(columns(&[0, 0], &[]), rows());
    assert_eq!(zero, Err(ScoreError::Weights(WeightError::AllZero { count: 2 })));
    assert!(matches!(
        Table::new(columns(&[1, -1], &[]), rows()),
        Err(ScoreError::Weights(WeightError::Negative { .. }))
    ));

    let negative = table(&[1, 1], &[1], &[&[-1, 0], &[2, 2]]);
    let message = |result: Result<Ranking, ScoreError>| result.expect_err("refused").to_string();
    assert_eq!(
        message(negative.weighted_sum(Normalization::Max)),
        "row 1 has -1 in column 1; normalization by the maximum needs values of 0 and more there"
    );
    assert!(message(negative.weighted_product()).starts_with("row 1 has -1 in column 1; a weighted product needs"));
    let zero = table(&[1, 1], &[1], &[&[1, 0], &[2, 2]]);
    assert!(message(zero.weighted_sum(Normalization::Sum)).starts_with("row 1 has 0 in column 2;"));
    assert_eq!(message(zero.quotient()), "row 1 divides by 0: what is better lower adds up to 0 or less");
    assert!(message(table(&[1], &[], &[&[1]]).quotient()).contains("no criterion is better lower"));
    assert!(message(table(&[1], &[0], &[&[1]]).quotient()).contains("no criterion is better higher"));

    let shape = PreferenceFunction::Linear { indifference: points("2"), preference: points("2") };
    let thresholds = table(&[1], &[], &[&[1]]).promethee2(&[shape]);
    assert_eq!(thresholds, Err(ScoreError::Thresholds { column: 1 }));
    assert!(table(&[1], &[], &[&[1]]).promethee2(&[]).is_err());
}

#[test]
fn numbers_too_large_are_an_error_and_not_a_panic() {
    let huge = Decimal::MAX;
    let rows = vec![vec![huge, huge], vec![Decimal::new(1, 28), -huge]];
    let table = Table::new(vec![Column::new(huge, Direction::Higher), Column::new(huge, Direction::Lower)], rows);
    let table = table.expect("a table");
    assert_eq!(table.weighted_sum(Normalization::None), Err(ScoreError::OutOfRange));
    assert_eq!(table.quotient(), Err(ScoreError::OutOfRange));
    assert_eq!(table.sensitivity(Normalization::None), Err(ScoreError::OutOfRange));
    assert!(table.promethee2(&[PreferenceFunction::Usual; 2]).is_err());
    for rule in RULES {
        let _ = table.topsis(rule);
    }
}

#[test]
fn the_six_shapes() {
    // The first is better by 4, the second by 2, the last is the worst.
    let values = table(&[1], &[], &[&[6], &[4], &[2]]);
    let phi_plus = |shape| texts(&values.promethee2(&[shape]).expect("flows").positive, 6);
    let (two, four) = (points("2"), points("4"));
    assert_eq!(phi_plus(PreferenceFunction::Usual), ["1", "0.5", "0"]);
    assert_eq!(phi_plus(PreferenceFunction::UShape { indifference: two }), ["0.5", "0", "0"]);
    assert_eq!(phi_plus(PreferenceFunction::VShape { preference: four }), ["0.75", "0.25", "0"]);
    let level = PreferenceFunction::Level { indifference: Score::ONE, preference: points("3") };
    assert_eq!(phi_plus(level), ["0.75", "0.25", "0"]);
    let linear = PreferenceFunction::Linear { indifference: Score::ONE, preference: points("5") };
    assert_eq!(phi_plus(linear), ["0.5", "0.125", "0"]);
    // 1 − e^−½ = 0.393469…, 1 − e^−2 = 0.864665…
    assert_eq!(phi_plus(PreferenceFunction::Gaussian { deviation: two }), ["0.629067", "0.196735", "0"]);
    let alone = table(&[1], &[], &[&[6]]).promethee2(&[PreferenceFunction::Usual]).expect("flows");
    assert_eq!(alone.ranking.rows[0].score, Decimal::ZERO);
}

fn drawn() -> impl Strategy<Value = Table> {
    (1_usize..5, 1_usize..6).prop_flat_map(|(m, n)| {
        let columns = prop::collection::vec((0_i64..10, any::<bool>()), m).prop_map(|mut list| {
            list[0].0 += 1;
            let direction = |lower: bool| if lower { Direction::Lower } else { Direction::Higher };
            list.into_iter().map(|(weight, lower)| Column::new(weight.into(), direction(lower))).collect::<Vec<_>>()
        });
        let rows = prop::collection::vec(prop::collection::vec(1_i64..20, m), n);
        (columns, rows).prop_map(|(columns, rows)| {
            Table::new(columns, rows.iter().map(|row| numbers(row)).collect()).expect("a table")
        })
    })
}

fn heavier(table: &Table, factor: i64) -> Table {
    let columns = table.columns.iter().map(|c| Column::new(c.weight * Decimal::from(factor), c.direction)).collect();
    Table::new(columns, table.rows.clone()).expect("a table")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn contributions_make_the_score_and_constants_change_nothing(table in drawn(), factor in 2_i64..1000) {
        let shapes = vec![PreferenceFunction::VShape { preference: points("7") }; table.columns.len()];
        let all = |table: &Table| -> Vec<Ranking> {
            let mut all: Vec<Ranking> = RULES.iter().map(|rule| table.weighted_sum(*rule).expect("scores")).collect();
            all.extend(RULES.iter().map(|rule| table.topsis(*rule).expect("scores")));
            all.push(table.promethee2(&shapes).expect("flows").ranking);
            all
        };
        let plain = all(&table);
        for ranking in &plain {
            for row in &ranking.rows {
                prop_assert_eq!(row.contributions.iter().flatten().sum::<Decimal>(), row.score);
            }
        }
        let nearly = |a: &Ranking, b: &Ranking| {
            a.rows.iter().zip(&b.rows).all(|(a, b)| (a.score - b.score).abs() <= number("0.000000000002"))
        };
        for (one, other) in plain.iter().zip(all(&heavier(&table, factor))) {
            prop_assert!(nearly(one, &other));
        }
        prop_assert_eq!(
            table.weighted_sum(Normalization::None), heavier(&table, factor).weighted_sum(Normalization::None)
        );
        let product = table.weighted_product().expect("scores");
        for row in &product.rows {
            let made = row.contributions.iter().flatten().fold(Decimal::ONE, |made, part| made * part);
            prop_assert!((made - row.score).abs() < number("0.0000000001"));
        }
    }

    #[test]
    fn flows_cancel_out_and_closeness_is_a_share(table in drawn()) {
        let usual = vec![PreferenceFunction::Usual; table.columns.len()];
        let flows = table.promethee2(&usual).expect("flows");
        let sum: Decimal = flows.ranking.rows.iter().map(|row| row.score).sum();
        prop_assert!(sum.abs() < number("0.0000000001"));
        for (k, row) in flows.ranking.rows.iter().enumerate() {
            prop_assert!((flows.positive[k] - flows.negative[k] - row.score).abs() <= number("0.000000000002"));
        }
        for row in table.topsis(Normalization::Vector).expect("scores").rows {
            prop_assert!(row.score >= Decimal::ZERO && row.score <= Decimal::ONE);
        }
    }

    #[test]
    fn who_is_better_everywhere_is_ahead(table in drawn(), from in 0_usize..6) {
        // A row that beats another on every criterion is put beside it.
        let from = from % table.rows.len();
        let better: Vec<Decimal> = table.rows[from].iter().zip(&table.columns).map(|(value, column)| {
            if column.direction == Direction::Lower { *value / Decimal::TWO } else { *value + Decimal::ONE }
        }).collect();
        let mut rows = table.rows.clone();
        rows.push(better);
        let wider = Table::new(table.columns.clone(), rows).expect("a table");
        let last = wider.rows.len() - 1;
        let usual = vec![PreferenceFunction::Usual; wider.columns.len()];
        let mut all = vec![wider.weighted_product().expect("scores"), wider.promethee2(&usual).expect("flows").ranking];
        for rule in RULES {
            all.push(wider.weighted_sum(rule).expect("scores"));
            all.push(wider.topsis(rule).expect("scores"));
        }
        for ranking in all {
            prop_assert!(ranking.rows[last].rank < ranking.rows[from].rank);
        }
    }

    #[test]
    fn the_change_of_a_weight_is_the_least_that_swaps(table in drawn()) {
        let total: Decimal = table.columns.iter().map(|column| column.weight).sum();
        for swap in table.sensitivity(Normalization::None).expect("swaps") {
            let with = |part: Decimal| {
                let mut columns = table.columns.clone();
                columns[swap.criterion].weight = (columns[swap.criterion].weight + swap.change * total * part).max(Decimal::ZERO);
                let sum: Decimal = columns.iter().map(|column| column.weight).sum();
                (!sum.is_zero()).then(|| {
                    let columns: Vec<Column> = columns.iter().map(|c| Column::new(c.weight.round_dp(12), c.direction)).collect();
                    Table::new(columns, table.rows.clone()).and_then(|t| t.weighted_sum(Normalization::None)).expect("scores")
                })
            };
            let gap = |ranking: &Ranking| ranking.rows[swap.ahead].score - ranking.rows[swap.behind].score;
            let now = table.weighted_sum(Normalization::None).expect("scores");
            prop_assert!(gap(&now) > Decimal::ZERO);
            // A little before the change the order is as it was; a little beyond it the two have swapped.
            if let Some(before) = with(number("0.999")) {
                prop_assert!(gap(&before) > Decimal::ZERO);
                for a in 0..table.rows.len() {
                    for b in 0..table.rows.len() {
                        let apart = now.rows[a].score > now.rows[b].score;
                        prop_assert!(!apart || before.rows[a].score >= before.rows[b].score);
                    }
                }
            }
            let left = table.columns[swap.criterion].weight + swap.change * total * number("1.001");
            if left > Decimal::ZERO && let Some(beyond) = with(number("1.001")) {
                prop_assert!(gap(&beyond) < Decimal::ZERO);
            }
        }
    }
}
