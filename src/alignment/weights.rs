//! Weights from points and from ranks.

use super::error::WeightError;
use super::real::{DIGITS, shares};
use crate::model::RankRule;
use crate::quantity::exact::{Ticks, apportion};
use rust_decimal::Decimal;

/// Points divided by their sum: shares of 12 decimals that add up to exactly 1, by largest remainder.
///
/// For direct points and for swing alike. With swing the points are for the whole step from the worst to the best value of
/// a criterion, the greatest step 100; that the question was so asked is for the caller to know.
///
/// ```
/// use portefeuille::alignment::weights_from_points;
///
/// let shares = weights_from_points(&[100.into(), 60.into(), 40.into()])?;
/// assert_eq!(shares.iter().map(ToString::to_string).collect::<Vec<_>>(), ["0.5", "0.3", "0.2"]);
/// # Ok::<(), portefeuille::alignment::WeightError>(())
/// ```
pub fn weights_from_points(points: &[Decimal]) -> Result<Vec<Decimal>, WeightError> {
    if points.is_empty() {
        return Err(WeightError::Empty);
    }
    for (k, value) in points.iter().enumerate() {
        if value.is_sign_negative() && !value.is_zero() {
            return Err(WeightError::Negative { position: k + 1, value: *value });
        }
    }
    let ticks = Ticks::of(points.iter().copied()).ok_or(WeightError::OutOfRange)?;
    match ticks.sum().ok_or(WeightError::OutOfRange)? {
        0 => Err(WeightError::AllZero { count: points.len() }),
        sum => apportion(&ticks.list, 0, sum, DIGITS).map(|(_, shares)| shares).ok_or(WeightError::OutOfRange),
    }
}

/// Weights from an order of importance, for those who can rank and not measure.
///
/// `ranks` holds the place of each item; only their order counts, so that 1, 2, 4 is the same as 1, 2, 3. Items of one place
/// share the mean of the weights of the places they take.
///
/// # Solves
/// Weights that stand for all those which agree with the order: the centroid is the mean of them.
/// # Guarantee
/// Shares of 12 decimals that add up to exactly 1; a better place never weighs less.
/// # Complexity
/// O(n log n) time and O(n) memory for n items.
/// # Determinism
/// Pure; the same bytes on every machine.
/// # Parameters
/// `rule`: rank-order centroid or rank sum, see [`RankRule`].
/// # Evidence
/// Closed formulas; tested against the published weights of three and four items.
/// # References
/// F. H. Barron and B. E. Barrett, *Decision quality using ranked attribute weights*, Management Science 42(11), 1996;
/// W. G. Stillwell, D. A. Seaver and W. Edwards, *A comparison of weight approximation techniques in multiattribute utility
/// decision making*, Organizational Behavior and Human Performance 28(1), 1981.
/// # Example
/// ```
/// use portefeuille::alignment::weights_from_ranks;
/// use portefeuille::model::RankRule;
///
/// let centroid = weights_from_ranks(&[2, 1, 3], RankRule::Centroid)?;
/// assert_eq!(centroid[1].round_dp(4).to_string(), "0.6111"); // (1 + 1/2 + 1/3) ÷ 3
/// let sum = weights_from_ranks(&[2, 1, 3], RankRule::Sum)?;
/// assert_eq!(sum[1].to_string(), "0.5"); // 3 ÷ 6
/// # Ok::<(), portefeuille::alignment::WeightError>(())
/// ```
pub fn weights_from_ranks(ranks: &[u32], rule: RankRule) -> Result<Vec<Decimal>, WeightError> {
    if ranks.is_empty() {
        return Err(WeightError::Empty);
    }
    if let Some(k) = ranks.iter().position(|rank| *rank == 0) {
        return Err(WeightError::ZeroRank { position: k + 1 });
    }
    let n = ranks.len();
    let mut places = vec![0.0; n];
    let mut tail = 0.0;
    for place in (1..=n).rev() {
        tail += 1.0 / place as f64;
        places[place - 1] = match rule {
            RankRule::Centroid => tail,
            RankRule::Sum => (n + 1 - place) as f64,
        };
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|k| (ranks[*k], *k));
    let mut weights = vec![0.0; n];
    let mut first = 0;
    for tied in order.chunk_by(|a, b| ranks[*a] == ranks[*b]) {
        let mean = places[first..first + tied.len()].iter().sum::<f64>() / tied.len() as f64;
        for k in tied {
            weights[*k] = mean;
        }
        first += tied.len();
    }
    shares(&weights).ok_or(WeightError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(weights: &[Decimal], digits: u32) -> Vec<String> {
        weights.iter().map(|weight| weight.round_dp(digits).to_string()).collect()
    }

    #[test]
    fn published_rank_weights() {
        let of = |ranks: &[u32], rule| weights_from_ranks(ranks, rule).expect("weights");
        assert_eq!(texts(&of(&[1, 2, 3, 4], RankRule::Centroid), 4), ["0.5208", "0.2708", "0.1458", "0.0625"]);
        assert_eq!(texts(&of(&[1, 2, 3, 4], RankRule::Sum), 4), ["0.4", "0.3", "0.2", "0.1"]);
        // Two that tie for the first place share the weights of the first two.
        assert_eq!(texts(&of(&[1, 3, 1], RankRule::Sum), 4), ["0.4167", "0.1667", "0.4167"]);
        assert_eq!(of(&[1, 2, 4], RankRule::Centroid), of(&[1, 2, 3], RankRule::Centroid));
        assert_eq!(texts(&of(&[7], RankRule::Centroid), 4), ["1"]);
    }

    #[test]
    fn weights_that_do_not_exist() {
        assert_eq!(weights_from_points(&[]), Err(WeightError::Empty));
        assert_eq!(weights_from_points(&[0.into(), 0.into()]), Err(WeightError::AllZero { count: 2 }));
        let negative = weights_from_points(&[1.into(), Decimal::from(-2)]).expect_err("negative");
        assert_eq!(negative.to_string(), "weight number 2 is -2, below 0");
        assert_eq!(weights_from_ranks(&[], RankRule::Sum), Err(WeightError::Empty));
        assert_eq!(weights_from_ranks(&[1, 0], RankRule::Sum), Err(WeightError::ZeroRank { position: 2 }));
    }

    proptest! {
        #[test]
        fn a_constant_changes_nothing(points in prop::collection::vec(0_u32..1000, 1..10), factor in 1_u32..1000) {
            prop_assume!(points.iter().any(|p| *p > 0));
            let plain: Vec<Decimal> = points.iter().map(|p| Decimal::from(*p)).collect();
            let scaled: Vec<Decimal> = plain.iter().map(|p| p * Decimal::from(factor)).collect();
            let weights = weights_from_points(&plain).expect("weights");
            prop_assert_eq!(&weights, &weights_from_points(&scaled).expect("weights"));
            prop_assert_eq!(weights.iter().sum::<Decimal>(), Decimal::ONE);
        }

        #[test]
        fn a_better_place_never_weighs_less(ranks in prop::collection::vec(1_u32..6, 1..10)) {
            for rule in [RankRule::Centroid, RankRule::Sum] {
                let weights = weights_from_ranks(&ranks, rule).expect("weights");
                prop_assert_eq!(weights.iter().sum::<Decimal>(), Decimal::ONE);
                for a in 0..ranks.len() {
                    for b in 0..ranks.len() {
                        let slack = Decimal::new(1, 12);
                        prop_assert!(ranks[a] > ranks[b] || weights[a] + slack >= weights[b]);
                    }
                }
            }
        }
    }
}
