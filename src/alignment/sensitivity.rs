//! How little a weight has to change before two ranks swap.

use super::error::ScoreError;
use super::real::DIGITS;
use super::table::Table;
use crate::model::Normalization;
use crate::quantity::exact::{Ticks, quotient};
use rust_decimal::Decimal;

/// The least change of one weight that makes two alternatives draw level; anything beyond it swaps them.
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
    /// For alternatives a ahead of b, the lead is Σ weight × (value of a − value of b) > 0, and one weight reaches a
    /// tie when it falls by the lead ÷ (value of a − value of b) under its criterion. Only
    /// neighbors in the ranking can be the first to swap, each of those that tie with each that tie next.
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
        let (n, m) = (self.rows.len(), self.columns.len());
        let rows = self.oriented(normalization)?;
        let values = Ticks::of(rows.into_iter().flatten()).ok_or(ScoreError::OutOfRange)?;
        let value = |i: usize, j: usize| values.list[i * m + j];
        let weights = Ticks::of(self.columns.iter().map(|column| column.weight)).ok_or(ScoreError::OutOfRange)?;
        let total = weights.sum().ok_or(ScoreError::OutOfRange)?;
        let score = |i: usize| {
            let mut products = (0..m).map(|j| value(i, j).checked_mul(weights.list[j]));
            products.try_fold(0_i128, |sum, product| sum.checked_add(product?)).ok_or(ScoreError::OutOfRange)
        };
        let scores = (0..n).map(score).collect::<Result<Vec<i128>, _>>()?;
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| scores[*b].cmp(&scores[*a]).then(a.cmp(b)));
        let tied: Vec<&[usize]> = order.chunk_by(|a, b| scores[*a] == scores[*b]).collect();
        let mut least: Vec<Option<(Swap, i128, i128)>> = vec![None; m];
        for pair in tied.windows(2) {
            let lead = scores[pair[0][0]].checked_sub(scores[pair[1][0]]).ok_or(ScoreError::OutOfRange)?;
            for (j, least) in least.iter_mut().enumerate() {
                let lowest = |list: &[usize]| list.iter().copied().min_by_key(|i| value(*i, j)).unwrap_or(list[0]);
                let highest = |list: &[usize]| {
                    list.iter().copied().min_by_key(|i| std::cmp::Reverse(value(*i, j))).unwrap_or(list[0])
                };
                // Of those that tie, the two farthest apart under the criterion meet first, one way or the other.
                for (ahead, behind) in [(highest(pair[0]), lowest(pair[1])), (lowest(pair[0]), highest(pair[1]))] {
                    let gap = value(ahead, j).checked_sub(value(behind, j)).ok_or(ScoreError::OutOfRange)?;
                    // The weight, in its own ticks, that makes them tie is w − lead ÷ gap; it may not fall below zero.
                    let within = gap < 0 || weights.list[j].checked_mul(gap).is_some_and(|room| room >= lead);
                    let size = gap.checked_abs().ok_or(ScoreError::OutOfRange)?;
                    if gap == 0 || !within || least.as_ref().is_some_and(|(_, n, d)| !is_less(lead, size, *n, *d)) {
                        continue;
                    }
                    let part = |whole: i128| -> Result<Decimal, ScoreError> {
                        let divisor = size.checked_mul(whole).ok_or(ScoreError::OutOfRange)?;
                        let signed = if gap < 0 { lead } else { -lead };
                        quotient(signed, 0, divisor, DIGITS).ok_or(ScoreError::OutOfRange)
                    };
                    let relative = (weights.list[j] != 0).then(|| part(weights.list[j])).transpose()?;
                    let swap = Swap { criterion: j, ahead, behind, change: part(total)?, relative };
                    *least = Some((swap, lead, size));
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
