//! Scores for a ranked list with a waterline.

use crate::alignment::error::ScoreError;
use crate::alignment::real::DIGITS;
use crate::alignment::table::{Ranking, Table};
use crate::model::Normalization;
use crate::quantity::exact::{fraction, sum};
use rust_decimal::Decimal;

/// Waterline scoring: Σ weight × 10 × the place of the value between the least and the greatest of the list; weights as they
/// are, not divided by their sum. O(n m).
///
/// A column of equal values is worth 5 for everybody and stands in [`Ranking::constant`]. Those that tie share a rank;
/// [`Ranking::order`] keeps them in the order of the table, so that sorting the table by a second key first breaks ties. The
/// list is then cut by [`RankedCut`](crate::engine::algorithms::RankedCut), the longest prefix within the means, which is
/// neither what fits when the too costly are skipped ([`GreedySkip`](crate::engine::algorithms::GreedySkip)) nor the best
/// set.
///
/// ```
/// use portefeuille::alignment::{Column, Table};
/// use portefeuille::alignment::ready::waterline;
/// use portefeuille::model::Direction;
///
/// let columns = vec![Column::new(2.into(), Direction::Higher), Column::new(1.into(), Direction::Lower)];
/// let rows = [[100, 7], [50, 3], [0, 5]].map(|row| row.map(Into::into).to_vec()).to_vec();
/// let ranking = waterline(&Table::new(columns, rows)?)?;
/// let scores: Vec<_> = ranking.rows.iter().map(|row| row.score.to_string()).collect();
/// assert_eq!(scores, ["20", "20", "5"]); // 2 × 10 + 0, 2 × 5 + 10, 0 + 5
/// assert_eq!(ranking.order(), [0, 1, 2]);
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn waterline(table: &Table) -> Result<Ranking, ScoreError> {
    let rows = table.oriented(Normalization::MinMax)?;
    let (mut scores, mut contributions) = (Vec::new(), Vec::new());
    for row in rows {
        let parts = row
            .iter()
            .zip(&table.columns)
            .map(|(value, column)| fraction(&[*value, column.weight, Decimal::TEN], &[Decimal::ONE], DIGITS));
        let parts = parts.collect::<Option<Vec<_>>>().ok_or(ScoreError::OutOfRange)?;
        scores.push(sum(parts.iter().copied()).ok_or(ScoreError::OutOfRange)?);
        contributions.push(parts.into_iter().map(Some).collect());
    }
    Ok(table.ranking(&scores, contributions))
}
