use super::{number, texts};
use crate::alignment::{Alternative, ConsistencyRatio, RawValue, ScoreError, Scoreboard, WeightError};
use crate::model::{
    Answer, ComparisonStep, Criterion, CriterionSource, Direction, GroupRule, Judge, Judgement, LevelValue,
    MissingScore, Normalization, PairwiseWeighting, PreferenceFunction, RankRule, ScoringMethod, ScoringModel,
    ValueFunction, ValuePoint, Weighting,
};
use crate::quantity::Score;
use rust_decimal::Decimal;

fn points(text: &str) -> Score {
    text.parse().expect("points")
}

fn criterion(id: &str, weight: i16, direction: Direction) -> Criterion {
    let mut criterion = Criterion::new(id, CriterionSource::Weight, direction);
    criterion.weight = Some(Score::points(weight));
    criterion
}

/// Usage, weight 3, higher is better; effort, weight 1, lower is better.
fn model() -> ScoringModel {
    let criteria = vec![criterion("usage", 3, Direction::Higher), criterion("effort", 1, Direction::Lower)];
    ScoringModel::new("priorités", "2026-1", criteria)
}

fn of(id: &str, values: &[Option<&str>]) -> Alternative {
    let observed = |text: &&str| match text.parse() {
        Ok(number) => RawValue::Number(number),
        Err(_) => RawValue::Level((*text).to_owned()),
    };
    Alternative { id: id.to_owned(), values: values.iter().map(|value| value.as_ref().map(observed)).collect() }
}

fn scores(board: &Scoreboard) -> Vec<String> {
    let text = |score: Option<Decimal>| score.map_or_else(|| "-".to_owned(), |score| score.round_dp(6).to_string());
    board.rows.iter().map(|row| text(row.score)).collect()
}

const THREE: [[Option<&str>; 2]; 3] = [[Some("8"), Some("4")], [Some("2"), Some("2")], [None, Some("6")]];

fn three() -> Vec<Alternative> {
    ["a", "b", "c"].into_iter().zip(THREE).map(|(id, values)| of(id, &values)).collect()
}

#[test]
fn what_is_missing_is_what_the_model_says() {
    let by = |missing| {
        let mut model = model();
        model.missing = missing;
        scores(&model.score(&three()).expect("scores"))
    };
    assert_eq!(by(MissingScore::Unscored), ["5", "1", "-"]);
    assert_eq!(by(MissingScore::Spread), ["5", "1", "-6"]);
    assert_eq!(by(MissingScore::Worst), ["5", "1", "0"]); // (3 × 2 − 6) ÷ 4
    assert_eq!(by(MissingScore::Value(points("10"))), ["5", "1", "6"]);
    let board = model().score(&three()).expect("scores");
    assert_eq!((board.rows[2].rank, board.rows[2].missing.len(), board.rows[2].parts[1].contribution), (None, 1, None));
    assert_eq!((board.model.as_str(), board.version.as_str()), ("priorités", "2026-1"));
    assert_eq!(texts(&board.weights, 3), ["0.75", "0.25"]);
    // Nothing at all is no score under any rule that spreads.
    let mut spread = model();
    spread.missing = MissingScore::Spread;
    assert_eq!(scores(&spread.score(&[of("a", &[None, None])]).expect("scores")), ["-"]);
    spread.method = ScoringMethod::Topsis { normalization: Normalization::Vector };
    assert_eq!(spread.score(&three()), Err(ScoreError::CannotSpread));
}

#[test]
fn a_spread_sum_is_normalized_over_what_is_there() {
    let mut model = model();
    model.missing = MissingScore::Spread;
    model.method = ScoringMethod::WeightedSum { normalization: Normalization::MinMax };
    let board = model.score(&three()).expect("scores");
    assert_eq!(scores(&board), ["0.875", "0.25", "0"]); // 3 × 1 + ½, 0 + 1, 0 over the effort alone
    assert_eq!(board.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    model.method = ScoringMethod::WeightedProduct;
    let board = model.score(&[of("a", &[Some("16"), Some("0.0625")]), of("b", &[None, Some("0.5")])]).expect("scores");
    assert_eq!(scores(&board), ["16", "2"]);
}

#[test]
fn a_criterion_without_weight_asks_for_nothing() {
    let mut model = model();
    model.criteria[0].weight = None;
    let board = model.score(&three()).expect("scores");
    assert_eq!(scores(&board), ["-4", "-2", "-6"]);
    assert_eq!(board.rows[2].parts[0].contribution, Some(Decimal::ZERO));
    assert_eq!(board.rows[2].missing[0].as_str(), "usage");
}

#[test]
fn value_functions_by_hand() {
    let worth = |function: ValueFunction, direction: Direction, values: &[&str]| {
        let mut only = criterion("c", 1, direction);
        only.value = function;
        let rows: Vec<Alternative> = values.iter().map(|value| of("a", &[Some(value)])).collect();
        let board = ScoringModel::new("m", "1", vec![only]).score(&rows).expect("scores");
        scores(&board)
    };
    let linear =
        |low: Option<&str>, high: Option<&str>| ValueFunction::Linear { low: low.map(points), high: high.map(points) };
    let (up, down) = (Direction::Higher, Direction::Lower);
    assert_eq!(worth(linear(Some("10"), Some("20")), up, &["5", "12.5", "25"]), ["0", "0.25", "1"]);
    assert_eq!(worth(linear(Some("10"), Some("20")), down, &["5", "12.5", "25"]), ["1", "0.75", "0"]);
    assert_eq!(worth(linear(None, None), up, &["10", "14", "20"]), ["0", "0.4", "1"]);
    assert_eq!(worth(linear(None, None), up, &["7", "7"]), ["0.5", "0.5"]);
    let corners = vec![
        ValuePoint::new(points("0"), points("0")),
        ValuePoint::new(points("10"), points("80")),
        ValuePoint::new(points("40"), points("100")),
    ];
    let piecewise = ValueFunction::Piecewise { points: corners.clone() };
    assert_eq!(worth(piecewise, up, &["-1", "5", "10", "25", "99"]), ["0", "40", "80", "90", "100"]);
    let target = ValueFunction::Target { target: points("50"), reach: points("20") };
    assert_eq!(worth(target, up, &["50", "45", "60", "71"]), ["1", "0.75", "0.5", "0"]);

    let refused = |function: ValueFunction| {
        let mut only = criterion("c", 1, up);
        only.value = function;
        ScoringModel::new("m", "1", vec![only]).score(&[of("a", &[Some("1")])]).expect_err("refused")
    };
    let error = ScoreError::ValueFunction { criterion: "c".to_owned() };
    assert_eq!(refused(linear(Some("2"), Some("1"))), error);
    assert_eq!(refused(ValueFunction::Piecewise { points: corners[..1].to_vec() }), error);
    assert_eq!(refused(ValueFunction::Target { target: points("1"), reach: points("0") }), error);
}

#[test]
fn levels_have_the_numbers_they_are_given() {
    let mut model = model();
    model.criteria[1].levels = vec![LevelValue::new("faible", points("1")), LevelValue::new("élevé", points("9"))];
    let board = model.score(&[of("a", &[Some("3"), Some("élevé")]), of("b", &[Some("3"), Some("faible")])]);
    assert_eq!(scores(&board.expect("scores")), ["0", "2"]);
    let unknown = model.score(&[of("a", &[Some("3"), Some("moyen")])]).expect_err("unknown");
    assert_eq!(unknown.to_string(), "`moyen` has no number under criterion `effort`");
}

#[test]
fn every_method_scores_and_names_what_is_constant() {
    let rows = [of("a", &[Some("8"), Some("2")]), of("b", &[Some("4"), Some("2")])];
    let by = |method| {
        let mut model = model();
        model.method = method;
        let board = model.score(&rows).expect("scores");
        assert_eq!(board.constant, ["effort".into()], "{method:?}");
        scores(&board)
    };
    assert_eq!(by(ScoringMethod::WeightedSum { normalization: Normalization::MinMax }), ["0.875", "0.125"]);
    assert_eq!(by(ScoringMethod::WeightedProduct), ["4", "2.378414"]); // 8^¾ ÷ 2^¼, 4^¾ ÷ 2^¼
    assert_eq!(by(ScoringMethod::Topsis { normalization: Normalization::Vector }), ["1", "0"]);
    assert_eq!(by(ScoringMethod::Promethee2), ["0.75", "-0.75"]);
    assert_eq!(by(ScoringMethod::Quotient), ["12", "6"]); // 3 × 8 ÷ 2, 3 × 4 ÷ 2
    let mut gentle = model();
    gentle.method = ScoringMethod::Promethee2;
    gentle.criteria[0].preference = PreferenceFunction::VShape { preference: points("8") };
    assert_eq!(scores(&gentle.score(&rows).expect("scores")), ["0.375", "-0.375"]);
}

#[test]
fn weights_come_from_where_the_model_says() {
    let mut model = model();
    model.weighting = Weighting::Ranks(RankRule::Sum);
    assert_eq!(model.weights(), Err(WeightError::ZeroRank { position: 1 }));
    (model.criteria[0].rank, model.criteria[1].rank) = (Some(2), Some(1));
    assert_eq!(texts(&model.weights().expect("weights").shares, 6), ["0.333333", "0.666667"]);
    model.weighting = Weighting::Swing;
    assert_eq!(texts(&model.weights().expect("weights").shares, 6), ["0.75", "0.25"]);

    model.criteria.push(criterion("risque", 0, Direction::Lower));
    let step = |one: &str, other: &str, step| Judgement::new(one, other, Answer::Step(step));
    let lea = Judge::new(
        "Léa",
        vec![
            step("usage", "effort", ComparisonStep::More),
            step("risque", "effort", ComparisonStep::Equal),
            step("risque", "usage", ComparisonStep::MuchLess),
        ],
    );
    let mut pairwise = PairwiseWeighting { judges: vec![lea.clone()], ..PairwiseWeighting::default() };
    model.weighting = Weighting::Pairwise(pairwise.clone());
    let weights = model.weights().expect("weights");
    assert_eq!(weights.shares.iter().sum::<Decimal>(), Decimal::ONE);
    assert!(weights.shares[0] > number("0.6") && weights.shares[1] > weights.shares[2]);
    assert_eq!((weights.coherence.len(), weights.coherence[0].judge.as_deref()), (1, Some("Léa")));
    assert!(weights.coherence[0].ratio.is_some_and(ConsistencyRatio::is_acceptable));

    // A second judge who saw one pair only ties nothing together alone; the group does.
    let mut karim = Judge::new("Karim", vec![Judgement::new("usage", "effort", Answer::Times(points("0.333333")))]);
    karim.weight = Some(Score::points(1));
    pairwise.judges.push(karim);
    model.weighting = Weighting::Pairwise(pairwise.clone());
    let group = model.weights().expect("weights");
    assert_eq!(
        group.coherence.iter().map(|c| c.judge.as_deref()).collect::<Vec<_>>(),
        [Some("Léa"), Some("Karim"), None]
    );
    assert_eq!(group.coherence[1].ratio, None);
    assert!(group.shares[0] < weights.shares[0]);
    pairwise.group = GroupRule::Priorities;
    model.weighting = Weighting::Pairwise(pairwise.clone());
    assert_eq!(model.weights(), Err(WeightError::Apart { item: 3 }));
    pairwise.judges.pop();
    model.weighting = Weighting::Pairwise(pairwise);
    assert_eq!(model.weights().expect("weights").shares, weights.shares);
    assert!(model.score(&[of("a", &[Some("1"), Some("1")])]).is_err(), "a value for each criterion");
}
