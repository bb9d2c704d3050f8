use super::{number, numbers, texts};
use crate::alignment::{ConsistencyRatio, PairwiseMatrix, WeightError, group_judgements, group_priorities, hierarchy};
use crate::diagnostic::{Code, Location};
use crate::model::{PriorityMethod, RandomIndex};
use proptest::prelude::*;
use rust_decimal::Decimal;

const METHODS: [PriorityMethod; 2] = [PriorityMethod::Eigenvector, PriorityMethod::GeometricMean];

/// How many times as much the item of the row matters as that of the column; below zero for one over so many.
fn matrix(items: usize, upper: &[&[i64]]) -> PairwiseMatrix {
    let mut matrix = PairwiseMatrix::new(items);
    for (i, row) in upper.iter().enumerate() {
        for (k, times) in row.iter().enumerate() {
            let j = i + 1 + k;
            let (item, over) = if *times < 0 { (j, i) } else { (i, j) };
            matrix.judge(item, over, Decimal::from(times.abs())).expect("a judgement");
        }
    }
    matrix
}

/// Saaty's drinks: coffee, wine, tea, beer, soda, milk, water.
fn drinks() -> PairwiseMatrix {
    matrix(7, &[&[9, 5, 2, 1, 1, -2], &[-3, -9, -9, -9, -9], &[-3, -4, -3, -9], &[-2, 1, -3], &[2, -2], &[-3]])
}

#[test]
fn g1_saatys_drinks() {
    let priorities = drinks().priorities(PriorityMethod::Eigenvector).expect("priorities");
    assert_eq!(
        texts(&priorities.weights, 6),
        ["0.177457", "0.019149", "0.041831", "0.116417", "0.189572", "0.128781", "0.326793"]
    );
    let ratio = |index| drinks().consistency_ratio(index).expect("a ratio").value().round_dp(6).to_string();
    assert_eq!(
        (ratio(RandomIndex::SaatyLater), ratio(RandomIndex::DoneganDodd)),
        ("0.021806".into(), "0.023515".into())
    );
}

#[test]
fn g2_a_triple_that_contradicts_itself_is_flagged_and_mended() {
    // A = B, C ≫ B, A > C, coded 1, 5 and 3.
    let triple = matrix(3, &[&[1, 3], &[-5]]);
    let priorities = triple.priorities(PriorityMethod::Eigenvector).expect("priorities");
    assert_eq!(texts(&priorities.weights, 6), ["0.448924", "0.18203", "0.369047"]);
    let ratio = triple.consistency_ratio(RandomIndex::SaatyLater).expect("a ratio");
    assert_eq!(ratio.value().round_dp(3).to_string(), "0.838");
    assert_eq!(
        triple.consistency_ratio(RandomIndex::Saaty1980).expect("a ratio").value().round_dp(3).to_string(),
        "0.751"
    );
    assert!(!ratio.is_acceptable());
    // The two measures run opposite ways: the ratio is high and the index low. 1 × (1 ÷ 5) ÷ 3 is a fifteenth.
    let index = triple.consistency_index().expect("one triple");
    assert_eq!(index.value().round_dp(6).to_string(), "0.066667");
    assert!(!index.is_acceptable());
    let found = triple.inconsistencies(RandomIndex::SaatyLater).expect("inconsistencies");
    assert_eq!(found.len(), 3);
    for inconsistency in found {
        assert_eq!(inconsistency.factor.round_dp(6), 15.into());
        assert_eq!(inconsistency.mended.value(), Decimal::ZERO, "two judgements cannot contradict each other");
    }
}

#[test]
fn the_judgement_that_spoils_a_matrix_comes_first() {
    // Weights 8, 4, 2, 1, but the first over the last is judged 2 instead of 8.
    let spoiled = matrix(4, &[&[2, 4, 2], &[2, 4], &[2]]);
    let found = spoiled.inconsistencies(RandomIndex::SaatyLater).expect("inconsistencies");
    assert_eq!((found[0].item, found[0].over), (0, 3));
    assert_eq!(
        (found[0].judged, found[0].implied.round_dp(9), found[0].factor.round_dp(9)),
        (2.into(), 8.into(), 4.into())
    );
    assert_eq!(found[0].mended.value(), Decimal::ZERO);
    assert!(found[1].factor < found[0].factor);
    // Doing what is said mends it.
    let mut mended = spoiled.clone();
    mended.judge(0, 3, found[0].implied.round_dp(9)).expect("a judgement");
    assert_eq!(mended.consistency_ratio(RandomIndex::SaatyLater).expect("a ratio").value(), Decimal::ZERO);
    assert!(mended.inconsistencies(RandomIndex::SaatyLater).expect("none").is_empty());
}

#[test]
fn rows_are_judged_all_at_once() {
    let row = |texts: &[&str]| texts.iter().map(|text| text.parse().ok()).collect::<Vec<Option<Decimal>>>();
    let thirds = [row(&["1", "0.33"]), row(&["3", "1"])];
    let read = PairwiseMatrix::from_rows(&thirds).expect("a matrix");
    assert_eq!(texts(&read.priorities(PriorityMethod::Eigenvector).expect("priorities").weights, 12), ["0.25", "0.75"]);
    let half = PairwiseMatrix::from_rows(&[row(&["1", "?"]), row(&["3", "1"])]).expect("one side is enough");
    assert_eq!(half, read);
    let faults = PairwiseMatrix::from_rows(&[row(&["2", "3", "0"]), row(&["3", "1", "4"]), row(&["-1", "0.25"])])
        .expect_err("faults");
    let found: Vec<_> = faults.iter().map(|fault| (fault.code(), fault.location().clone())).collect();
    let at = |pointer: &str| Location::pointer(pointer);
    assert_eq!(
        found,
        [
            (Code::JudgementsNotReciprocal, at("/0/0")),
            (Code::JudgementNotPositive, at("/0/2")),
            (Code::ScoringMalformed, at("/2/2")),
            (Code::JudgementNotPositive, at("/2/0")),
            (Code::JudgementsNotReciprocal, at("/1/0")),
        ]
    );
}

#[test]
fn judgements_that_do_not_exist() {
    let mut two = PairwiseMatrix::new(2);
    assert_eq!(two.judge(0, 2, 1.into()), Err(WeightError::NoPair { row: 1, column: 3, count: 2 }));
    assert_eq!(two.judge(1, 1, 1.into()), Err(WeightError::NoPair { row: 2, column: 2, count: 2 }));
    let zero = two.judge(0, 1, 0.into());
    assert_eq!(zero, Err(WeightError::NotPositive { row: 1, column: 2, value: 0.into() }));
    assert_eq!(two.priorities(PriorityMethod::Eigenvector), Err(WeightError::Apart { item: 2 }));
    assert_eq!(PairwiseMatrix::new(0).priorities(PriorityMethod::Eigenvector), Err(WeightError::Empty));
    let one = PairwiseMatrix::new(1).priorities(PriorityMethod::GeometricMean).expect("one item");
    assert_eq!((one.weights, one.lambda_max), (vec![Decimal::ONE], Decimal::ONE));
    let eleven = matrix(11, &[&[1; 10], &[1; 9], &[1; 8], &[1; 7], &[1; 6], &[1; 5], &[1; 4], &[1; 3], &[1; 2], &[1]]);
    assert_eq!(eleven.consistency_ratio(RandomIndex::SaatyLater), Err(WeightError::NoRandomIndex { items: 11 }));
    let own = RandomIndex::Value("1.51".parse().expect("points"));
    assert_eq!(eleven.consistency_ratio(own).map(ConsistencyRatio::value), Ok(Decimal::ZERO));
    // Saaty's scale ends at 9; what is far beyond it is still computed.
    let mut far = PairwiseMatrix::new(3);
    for (i, j) in [(0, 1), (1, 2), (2, 0)] {
        far.judge(i, j, number("1000000000")).expect("a judgement");
    }
    assert_eq!(texts(&far.priorities(PriorityMethod::Eigenvector).expect("priorities").weights, 6), ["0.333333"; 3]);
}

#[test]
fn groups_speak_with_one_voice() {
    let (one, other) = (matrix(2, &[&[9]]), matrix(2, &[&[1]]));
    let group = group_judgements(&[(1.into(), &one), (1.into(), &other)]).expect("a group");
    let weights = group.priorities(PriorityMethod::Eigenvector).expect("priorities").weights;
    assert_eq!(texts(&weights, 9), ["0.75", "0.25"]); // √(9 × 1) = 3
    let voices: Vec<Vec<Decimal>> =
        [&one, &other].map(|m| m.priorities(PriorityMethod::Eigenvector).expect("priorities").weights).to_vec();
    let members: Vec<(Decimal, &[Decimal])> = voices.iter().map(|list| (Decimal::ONE, list.as_slice())).collect();
    assert_eq!(texts(&group_priorities(&members).expect("a group"), 9), ["0.75", "0.25"]);
    // A judge who weighs nothing says nothing; a pair is that of those who judged it.
    let silent = group_judgements(&[(1.into(), &one), (0.into(), &other)]).expect("a group");
    assert_eq!(texts(&silent.priorities(PriorityMethod::Eigenvector).expect("priorities").weights, 9), ["0.9", "0.1"]);
    let nobody = group_judgements(&[(1.into(), &PairwiseMatrix::new(2)), (1.into(), &one)]).expect("a group");
    assert_eq!(texts(&nobody.priorities(PriorityMethod::Eigenvector).expect("priorities").weights, 9), ["0.9", "0.1"]);

    let sizes = group_judgements(&[(1.into(), &one), (1.into(), &matrix(3, &[&[1, 1], &[1]]))]);
    assert_eq!(sizes, Err(WeightError::Sizes { expected: 2, found: 3 }));
    assert_eq!(group_judgements(&[(0.into(), &one)]), Err(WeightError::AllZero { count: 1 }));
    assert_eq!(group_priorities(&[]), Err(WeightError::Empty));
}

#[test]
fn a_hierarchy_multiplies_down() {
    let global =
        hierarchy(&numbers(&[3, 1]), &[vec![number("0.5"), number("0.5")], vec![number("0.1"), number("0.9")]]);
    assert_eq!(global, Ok(vec![number("0.4"), number("0.6")]));
    assert_eq!(hierarchy(&[], &[]), Err(WeightError::Empty));
    assert!(hierarchy(&numbers(&[1, 1]), &[vec![Decimal::ONE]]).is_err());
}

/// A matrix without contradictions, of the pairs that are kept; a chain always is.
fn consistent(weights: &[u32], kept: &[bool]) -> PairwiseMatrix {
    let mut matrix = PairwiseMatrix::new(weights.len());
    let mut at = 0;
    for i in 0..weights.len() {
        for j in i + 1..weights.len() {
            let keep = j == i + 1 || kept[at % kept.len()];
            at += 1;
            // Judged from the greater side in quarters and fifths, so that the quotient is exact.
            if keep {
                let (item, over) = if weights[i] < weights[j] { (j, i) } else { (i, j) };
                let times = Decimal::from(weights[item]) / Decimal::from(weights[over]);
                matrix.judge(item, over, times).expect("a judgement");
            }
        }
    }
    matrix
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn consistent_judgements_give_back_their_weights(
        weights in prop::collection::vec(prop::sample::select(vec![1_u32, 2, 4, 5, 8, 10, 16, 20]), 1..9),
        kept in prop::collection::vec(any::<bool>(), 1..20),
    ) {
        let matrix = consistent(&weights, &kept);
        let total = Decimal::from(weights.iter().sum::<u32>());
        for method in METHODS {
            let found = matrix.priorities(method).expect("priorities");
            prop_assert_eq!(found.weights.iter().sum::<Decimal>(), Decimal::ONE);
            for (weight, found) in weights.iter().zip(&found.weights) {
                let off = (Decimal::from(*weight) / total - found).abs();
                prop_assert!(off <= number("0.000000000002"), "{off}");
            }
            prop_assert!((found.lambda_max - Decimal::from(weights.len())).abs() < number("0.00000000001"));
        }
        let ratio = matrix.consistency_ratio(RandomIndex::SaatyLater).expect("a ratio");
        prop_assert!(ratio.value() < number("0.000000001"));
        prop_assert!(matrix.consistency_index().is_none_or(|index| index.value() == Decimal::ONE));
        prop_assert!(matrix.inconsistencies(RandomIndex::SaatyLater).expect("none").is_empty());
    }

    #[test]
    fn any_judgements_have_priorities_by_both_methods(
        times in prop::collection::vec(-9_i64..10, 36),
        items in 2_usize..9,
    ) {
        let mut matrix = PairwiseMatrix::new(items);
        let mut times = times.into_iter().cycle();
        for i in 0..items {
            for j in i + 1..items {
                let value = times.next().unwrap_or(1);
                // Zero stands for a pair that is not judged; the chain always is.
                if value != 0 || j == i + 1 {
                    let (item, over) = if value < 0 { (j, i) } else { (i, j) };
                    matrix.judge(item, over, Decimal::from(value.abs().max(1))).expect("a judgement");
                }
            }
        }
        let found = matrix.priorities(PriorityMethod::Eigenvector).expect("priorities");
        prop_assert!(found.weights.iter().all(Decimal::is_sign_positive));
        // The eigenvalue is never below the number of items, and the vector is one: Harker's matrix times it is λ times it.
        prop_assert!(found.lambda_max >= Decimal::from(items) - number("0.00000001"));
        for i in 0..items {
            let mut image = 0.0;
            for j in 0..items {
                let weight = crate::alignment::real::real(found.weights[j]);
                match matrix.at(i, j) {
                    Some(times) => image += times * weight,
                    None => image += crate::alignment::real::real(found.weights[i]),
                }
            }
            let expected = crate::alignment::real::real(found.lambda_max * found.weights[i]);
            prop_assert!((image - expected).abs() < 1e-8, "{image} {expected}");
        }
        let ratio = matrix.consistency_ratio(RandomIndex::DoneganDodd).expect("a ratio");
        prop_assert!(!ratio.value().is_sign_negative());
        // Each judgement named can be mended: the ratio after the change is the one foretold, to the digits of the change.
        for named in matrix.inconsistencies(RandomIndex::DoneganDodd).expect("inconsistencies").into_iter().take(2) {
            let mut mended = matrix.clone();
            mended.judge(named.item, named.over, named.implied).expect("a judgement");
            let after = mended.consistency_ratio(RandomIndex::DoneganDodd).expect("a ratio").value();
            prop_assert!((after - named.mended.value()).abs() < number("0.0000001"), "{after} {}", named.mended);
        }
    }
}
