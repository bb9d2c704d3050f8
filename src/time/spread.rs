//! Amounts cut into whole ticks over parts, and the parts a span fills.

use super::grid::month_number;
use super::{Period, Step, TimeGrid};
use chrono::Datelike;

/// Cuts a total into whole ticks in proportion to weights, by the largest-remainder method (Hamilton's method,
/// *répartition au plus fort reste*).
///
/// Each part gets its exact share `total × weight ÷ Σ weights` cut towards zero; the ticks left over go one each to the
/// parts with the largest cut-off fractions, the earlier part first where two are equal. A negative total is spread as
/// the mirror image of its opposite.
///
/// - The parts add up to the total exactly, for any total and any weights; no part is a whole tick or more away from
///   its exact share.
/// - A part of weight zero gets nothing, unless all weights are zero: then every part weighs the same.
/// - No parts at all give an empty list, whatever the total.
///
/// Takes O(n log n) time for n parts.
///
/// 100 ticks over weights 1, 1, 4: the exact shares are 16.67, 16.67 and 66.67; cut they make 98; the two ticks left go
/// to the first and the second, since all three fractions are equal.
///
/// ```
/// use portefeuille::time::spread;
///
/// assert_eq!(spread(100, &[1, 1, 4]), [17, 17, 66]);
/// assert_eq!(spread(-100, &[1, 1, 4]), [-17, -17, -66]);
/// assert_eq!(spread(5, &[0, 0]), [3, 2]);
/// assert_eq!(spread(5, &[0, 2]), [0, 5]);
/// ```
pub fn spread(total: i64, weights: &[u64]) -> Vec<i64> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return if weights.is_empty() { Vec::new() } else { spread(total, &vec![1; weights.len()]) };
    }
    let size = u128::from(total.unsigned_abs());
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for weight in weights {
        // At most 2^63 × (2^64 - 1), which a u128 holds; nearly always it fits in half of it, where division is quick.
        let exact = size * u128::from(*weight);
        let (part, remainder) = match (u64::try_from(exact), u64::try_from(sum)) {
            (Ok(exact), Ok(sum)) => (u128::from(exact / sum), u128::from(exact % sum)),
            _ => (exact / sum, exact % sum),
        };
        parts.push(part as i128);
        remainders.push(remainder);
    }
    let left = (size as i128 - parts.iter().sum::<i128>()) as usize;
    if left > 0 {
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|a, b| remainders[*b].cmp(&remainders[*a]));
        for part in order.into_iter().take(left) {
            parts[part] += 1;
        }
    }
    let sign = if total < 0 { -1 } else { 1 };
    // No part is larger than the total, so each fits where the total did.
    parts.into_iter().map(|part| (sign * part) as i64).collect()
}

impl TimeGrid {
    /// The periods that a span touches, and how much of it lies in each: the number of the first one (below 0 before the
    /// horizon), and one weight for it and each that follows, to the last one touched.
    ///
    /// The weights count whole months where the step is made of months and the span begins and ends on the first of a
    /// month, and days otherwise. They are what [`spread`] takes.
    ///
    /// ```
    /// use portefeuille::time::{Step, TimeGrid};
    ///
    /// let grid = TimeGrid::new("2026-01/2029-01".parse()?, Step::Quarter)?;
    /// assert_eq!(grid.weights("2026-05/2026-11".parse()?), (1, vec![2, 3, 1]));
    /// assert_eq!(grid.weights("2026-05-16/2026-07-02".parse()?), (1, vec![46, 1]));
    /// # Ok::<(), portefeuille::time::TimeError>(())
    /// ```
    pub fn weights(&self, span: Period) -> (i64, Vec<u64>) {
        let (first, last) = (self.index_of(span.start()), self.index_of(span.last_day()));
        let months = self.step() != Step::Week && span.start().day() == 1 && span.end().day() == 1;
        let weight = |index: i64| match self.period(index).intersection(span) {
            Some(shared) if months => (month_number(shared.end()) - month_number(shared.start())) as u64,
            Some(shared) => shared.days().into(),
            None => 0,
        };
        (first, (first..=last).map(weight).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    #[test]
    fn extremes_are_exact() {
        assert_eq!(spread(i64::MIN, &[1]), [i64::MIN]);
        assert_eq!(spread(i64::MAX, &[u64::MAX, u64::MAX]), [i64::MAX / 2 + 1, i64::MAX / 2]);
        assert_eq!(spread(i64::MAX, &[0, u64::MAX, 0]), [0, i64::MAX, 0]);
        assert_eq!(spread(7, &[]), [0_i64; 0]);
        assert_eq!(spread(0, &[3, 0, 2]), [0, 0, 0]);
    }

    #[test]
    fn the_largest_fraction_gets_the_tick_left_over() {
        // Exact shares 1.5, 2.25, 3.25 of 7: one tick is left, for the first.
        assert_eq!(spread(7, &[6, 9, 13]), [2, 2, 3]);
        // 0.9, 1.2, 0.9 of 3: two ticks are left, for the first and the last.
        assert_eq!(spread(3, &[3, 4, 3]), [1, 1, 1]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_within_a_tick(
            total in any::<i64>(),
            weights in prop::collection::vec(prop_oneof![Just(0), 1..20_u64, any::<u64>()], 1..12),
        ) {
            let parts = spread(total, &weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(total));
            let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                if sum == 0 {
                    let even = i128::from(total) / weights.len() as i128;
                    prop_assert!((i128::from(*part) - even).abs() <= 1);
                    continue;
                }
                // Cut shares and sizes are compared, since part and total have one sign.
                prop_assert!(*part == 0 || (*part < 0) == (total < 0));
                let (exact, size) = (u128::from(total.unsigned_abs()) * u128::from(*weight), part.unsigned_abs().into());
                prop_assert!(exact / sum <= size && size <= exact.div_ceil(sum), "{} for {}/{}", part, exact, sum);
                if *weight == 0 {
                    prop_assert_eq!(*part, 0);
                }
            }
        }

        #[test]
        fn a_heavier_part_never_gets_less(total in 0..10_000_i64, weights in prop::collection::vec(0..50_u64, 2..8)) {
            let parts = spread(total, &weights);
            for i in 0..parts.len() {
                for j in 0..parts.len() {
                    if weights[i] > weights[j] {
                        prop_assert!(parts[i] >= parts[j], "{:?} of {:?}", parts, weights);
                    }
                }
            }
        }

        #[test]
        fn weights_cover_the_span(start in 0..2000_u64, days in 1..900_u64, step in 0..4_usize) {
            let day = |n: u64| NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day") + Days::new(n);
            let span = Period::new(day(start), day(start + days)).expect("a period");
            let (horizon, step) = [
                ("2026-01/2029-01", Step::Month),
                ("2026-01/2029-01", Step::Quarter),
                ("2026-01/2029-01", Step::Year),
                ("2025-12-29/2026-12-28", Step::Week),
            ][step];
            let grid = TimeGrid::new(horizon.parse().expect("a period"), step).expect("on the grid");
            let (first, weights) = grid.weights(span);
            prop_assert_eq!(first, grid.index_of(span.start()));
            prop_assert!(weights.iter().all(|w| *w > 0));
            let months = step != Step::Week && span.start().day() == 1 && span.end().day() == 1;
            let whole = if months {
                (month_number(span.end()) - month_number(span.start())) as u64
            } else {
                days
            };
            prop_assert_eq!(weights.iter().sum::<u64>(), whole);
        }

        #[test]
        fn spans_of_months_count_months(start in 0..60_u32, months in 1..40_u32) {
            let first = |n: u32| NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day") + chrono::Months::new(n);
            let span = Period::new(first(start), first(start + months)).expect("a period");
            let grid = TimeGrid::new("2026-01/2029-01".parse().expect("a period"), Step::Quarter).expect("on the grid");
            let (index, weights) = grid.weights(span);
            prop_assert_eq!(weights.iter().sum::<u64>(), u64::from(months));
            prop_assert!(weights.iter().all(|w| (1..=3).contains(w)));
            prop_assert_eq!(index, i64::from(start).div_euclid(3) - 4);
        }
    }
}
