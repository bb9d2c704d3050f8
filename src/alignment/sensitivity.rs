//! How little a weight has to change before two ranks swap.

use super::error::ScoreError;
use super::real::DIGITS;
use super::table::Table;
use crate::model::Normalization;
use crate::quantity::exact::{Ticks, quotient};
use rust_decimal::Decimal;

/// The least change of one weight that makes two neighbors in the ranking tie; anything beyond it swaps them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Swap {
    /// The criterion, from 0, whose weight changes; the others stay as they are.
    pub criterion: usize,
    /// The alternative, from 0, that is better now.
    pub ahead: usize,
    /// The one that draws level with it.
    pub behind: usize,
    /// By how much the weight changes, in parts of the sum of all weights as they are, 12 decimals.
    pub change: Decimal,
    /// By how much in parts of the weight itself; `None` where it weighs nothing now. −1 at least: a weight does not fall
    /// below zero.
    pub relative: Option<Decimal>,
}

impl Table {
    /// Under each criterion the least change of its weight alone that swaps two ranks of the weighted sum, smallest change
    /// first (*analyse de sensibilité*). A criterion that can swap nothing is not in the list, and alternatives that tie
    /// already are not either.
    ///
    /// # Solves
    /// For alternatives a ahead of b, D = Σ w (v_a − v_b) > 0; weight k reaches a tie at w_k − D ÷ (v_ak − v_bk). Only
    /// neighbors in the ranking can be the first to swap.
    /// # Guarantee
    /// Exact before one rounding to 12 decimals.
    /// # Complexity
    /// O(n log n + n m) time, n alternatives, m criteria.
    /// # Determinism
    /// Pure; equal changes by criterion, then by rank.
    /// # Parameters
    /// `normalization`: that of the weighted sum asked about.
    /// # Evidence
    /// Property test: a little beyond the change the two swap, a little below they do not.
    /// # References
    /// E. Triantaphyllou and A. Sánchez, *A sensitivity analysis approach for some deterministic multi-criteria
    /// decision-making methods*, Decision Sciences 28(1), 1997.
    /// # Example
    /// ```
    /// use portefeuille::alignment::{Column, Table};
    /// use portefeuille::model::{Direction, Normalization};
    ///
    /// let columns = vec![Column::new(6.into(), Direction::Higher), Column::new(4.into(), Direction::Higher)];
    /// let table = Table::new(columns, vec![vec![1.into(), 0.into()], vec![0.into(), 1.into()]])?;
    /// let swaps = table.sensitivity(Normalization::None)?;
    /// // Six against four: a fifth of all weight less on the first, or more on the second.
    /// assert_eq!((swaps[0].criterion, swaps[0].change.to_string().as_str()), (0, "-0.2"));
    /// assert_eq!((swaps[1].criterion, swaps[1].change.to_string().as_str()), (1, "0.2"));
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn sensitivity(&self, normalization: Normalization) -> Result<Vec<Swap>, ScoreError> {
        let order = self.weighted_sum(normalization)?.order();
        let rows = self.oriented(normalization)?;
        let flat = Ticks::of(rows.iter().flatten().copied()).ok_or(ScoreError::OutOfRange)?;
        let weights = Ticks::of(self.columns.iter().map(|column| column.weight));
        let weights = weights.ok_or(ScoreError::OutOfRange)?;
        let total = weights.sum().ok_or(ScoreError::OutOfRange)?;
        let m = self.columns.len();
        let mut least: Vec<Option<(Swap, i128, i128)>> = vec![None; m];
        for pair in order.windows(2) {
            let (mut ahead, mut behind) = (pair[0], pair[1]);
            let gaps = |a: usize, b: usize| -> Option<(i128, Vec<i128>)> {
                let gaps = (0..m).map(|j| flat.list[a * m + j].checked_sub(flat.list[b * m + j]));
                let gaps = gaps.collect::<Option<Vec<i128>>>()?;
                let mut products = gaps.iter().zip(&weights.list).map(|(gap, weight)| gap.checked_mul(*weight));
                Some((products.try_fold(0_i128, |sum, product| sum.checked_add(product?))?, gaps))
            };
            let (mut lead, mut by) = gaps(ahead, behind).ok_or(ScoreError::OutOfRange)?;
            if lead < 0 {
                // Equal once rounded, and not before.
                (ahead, behind) = (behind, ahead);
                lead = -lead;
                by.iter_mut().for_each(|gap| *gap = -*gap);
            }
            if lead == 0 {
                continue;
            }
            for (j, gap) in by.iter().enumerate() {
                // The weight, in its own ticks, that makes them tie is w − lead ÷ gap; it may not fall below zero.
                let within = *gap < 0 || weights.list[j].checked_mul(*gap).is_some_and(|room| room >= lead);
                if *gap == 0 || !within {
                    continue;
                }
                let (up, size) = (*gap < 0, gap.checked_abs().ok_or(ScoreError::OutOfRange)?);
                // |change| = lead ÷ size; the smaller of two fractions by whole and fractional parts.
                let smaller = least[j].as_ref().is_none_or(|(_, n, d)| is_less(lead, size, *n, *d));
                if smaller {
                    let signed = if up { lead } else { -lead };
                    let divisor = size.checked_mul(total).ok_or(ScoreError::OutOfRange)?;
                    let change = quotient(signed, 0, divisor, DIGITS).ok_or(ScoreError::OutOfRange)?;
                    let relative = match weights.list[j] {
                        0 => None,
                        weight => {
                            let divisor = size.checked_mul(weight).ok_or(ScoreError::OutOfRange)?;
                            Some(quotient(signed, 0, divisor, DIGITS).ok_or(ScoreError::OutOfRange)?)
                        }
                    };
                    least[j] = Some((Swap { criterion: j, ahead, behind, change, relative }, lead, size));
                }
            }
        }
        let mut swaps: Vec<(Swap, i128, i128)> = least.into_iter().flatten().collect();
        swaps.sort_by(|(a, an, ad), (b, bn, bd)| {
            if is_less(*an, *ad, *bn, *bd) {
                std::cmp::Ordering::Less
            } else if is_less(*bn, *bd, *an, *ad) {
                std::cmp::Ordering::Greater
            } else {
                a.criterion.cmp(&b.criterion)
            }
        });
        Ok(swaps.into_iter().map(|(swap, _, _)| swap).collect())
    }
}

/// Whether a ÷ b < c ÷ d, all of them above zero, without a product: whole parts first, then the reciprocals of what is
/// left.
fn is_less(a: i128, b: i128, c: i128, d: i128) -> bool {
    let (mut a, mut b, mut c, mut d) = (a, b, c, d);
    let mut flipped = false;
    loop {
        let (left, right) = (a / b, c / d);
        if left != right {
            return (left < right) != flipped;
        }
        let (rest_left, rest_right) = (a % b, c % d);
        if rest_left == 0 || rest_right == 0 {
            // The one without a rest is the smaller; two without one are equal.
            let less = rest_left == 0 && rest_right != 0;
            let greater = rest_right == 0 && rest_left != 0;
            return if flipped { greater } else { less };
        }
        (a, b, c, d) = (b, rest_left, d, rest_right);
        flipped = !flipped;
    }
}
