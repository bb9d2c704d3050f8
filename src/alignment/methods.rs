//! Weighted sum, weighted product, quotient and TOPSIS.

use super::error::ScoreError;
use super::real::{DIGITS, decimal, exp, ln, real};
use super::table::{Ranking, Table};
use crate::model::Normalization;
use crate::quantity::exact::{Ticks, apportion};
use rust_decimal::Decimal;

impl Table {
    /// Weighted sum (*somme pondérée*): Σ weight × value ÷ Σ weight, of values on a common scale.
    ///
    /// # Solves
    /// One score for each alternative where a point of one criterion may make up for points of another at fixed rates.
    /// # Guarantee
    /// Exact before one rounding to 12 decimals, half to even: alternatives that tie in the numbers tie in the score.
    /// Contributions add up to the score exactly. Weights times a constant change nothing.
    /// # Complexity
    /// O(n m) time and memory, n alternatives, m criteria.
    /// # Determinism
    /// Pure; the same bytes on every machine.
    /// # Parameters
    /// `normalization`: see [`Normalization`]; without one, values of lower is better are taken off.
    /// # Evidence
    /// A published example with an exact tie; contributions and scaling by property tests.
    /// # References
    /// P. C. Fishburn, *Additive utilities with incomplete product sets*, Operations Research 15(3), 1967.
    /// # Example
    /// ```
    /// use portefeuille::alignment::{Column, Table};
    /// use portefeuille::model::{Direction, Normalization};
    ///
    /// let columns = vec![Column::new(3.into(), Direction::Higher), Column::new(1.into(), Direction::Lower)];
    /// let table = Table::new(columns, vec![vec![10.into(), 40.into()], vec![8.into(), 20.into()]])?;
    /// let ranking = table.weighted_sum(Normalization::MinMax)?;
    /// assert_eq!(ranking.rows[0].score.to_string(), "0.75");
    /// assert_eq!(ranking.order(), [0, 1]);
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn weighted_sum(&self, normalization: Normalization) -> Result<Ranking, ScoreError> {
        let rows = self.oriented(normalization)?;
        let weights = Ticks::of(self.columns.iter().map(|column| column.weight)).ok_or(ScoreError::OutOfRange)?;
        let (mut scores, mut contributions) = (Vec::new(), Vec::new());
        for row in &rows {
            let (score, parts) = weighted_mean(row, &weights).ok_or(ScoreError::OutOfRange)?;
            scores.push(score);
            contributions.push(parts.into_iter().map(Some).collect());
        }
        Ok(self.ranking(&scores, contributions))
    }

    /// Weighted product (*produit pondéré*): Π value^weight, weights divided by their sum, value^−weight where lower is
    /// better. Values are above zero, on any ratio scale: units drop out of every comparison.
    ///
    /// # Solves
    /// One score where what is nearly zero somewhere must not be made up for elsewhere.
    /// # Guarantee
    /// 12 decimals, or 15 significant digits of numbers of a thousand and more. A factor common to a column changes no rank.
    /// # Complexity
    /// O(n m) time and memory, n alternatives, m criteria.
    /// # Determinism
    /// Pure; logarithms and powers by + − × ÷ only, the same bytes on every machine.
    /// # Parameters
    /// None: no normalization is needed, and none changes a rank.
    /// # Evidence
    /// Ratios of a published example; scaling of columns by property tests.
    /// # References
    /// P. W. Bridgman, *Dimensional Analysis*, Yale University Press, 1922; E. Triantaphyllou, *Multi-Criteria Decision
    /// Making Methods: A Comparative Study*, Kluwer, 2000.
    /// # Example
    /// ```
    /// use portefeuille::alignment::{Column, Table};
    /// use portefeuille::model::Direction;
    ///
    /// let columns = vec![Column::new(1.into(), Direction::Higher), Column::new(1.into(), Direction::Lower)];
    /// let table = Table::new(columns, vec![vec![8.into(), 2.into()], vec![9.into(), 9.into()]])?;
    /// let scores: Vec<_> = table.weighted_product()?.rows.iter().map(|row| row.score.to_string()).collect();
    /// assert_eq!(scores, ["2", "1"]); // √(8 ÷ 2), √(9 ÷ 9)
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn weighted_product(&self) -> Result<Ranking, ScoreError> {
        let shares = self.shares();
        let (mut scores, mut contributions) = (Vec::new(), Vec::new());
        for (i, row) in self.rows.iter().enumerate() {
            let (mut sum, mut parts) = (0.0, Vec::new());
            for (j, (value, share)) in row.iter().zip(&shares).enumerate() {
                if *value <= Decimal::ZERO {
                    let method = "a weighted product";
                    return Err(ScoreError::NotPositive { row: i + 1, column: j + 1, value: *value, method });
                }
                let log = ln(real(*value)) * if self.columns[j].lower() { -share } else { *share };
                sum += log;
                parts.push(Some(decimal(exp(log)).ok_or(ScoreError::OutOfRange)?));
            }
            scores.push(decimal(exp(sum)).ok_or(ScoreError::OutOfRange)?);
            contributions.push(parts);
        }
        Ok(self.ranking(&scores, contributions))
    }

    /// Quotient (*rapport*): Σ weight × value of what is better higher ÷ Σ weight × value of what is better lower.
    ///
    /// Value ÷ effort, cost of delay ÷ job size, benefit ÷ cost: weights are not divided by their sum, so that with weights
    /// of 1 the quotient is the one people compute by hand. Exact before one rounding to 12 decimals, half to even; what
    /// is divided has contributions that add up to the score, what divides has none. A divisor of zero or less is an error
    /// that names the row. O(n m) time.
    ///
    /// ```
    /// use portefeuille::alignment::{Column, Table};
    /// use portefeuille::model::Direction;
    ///
    /// let columns = [Direction::Higher, Direction::Higher, Direction::Lower].map(|d| Column::new(1.into(), d)).to_vec();
    /// let table = Table::new(columns, vec![vec![8.into(), 5.into(), 2.into()]])?;
    /// assert_eq!(table.quotient()?.rows[0].score.to_string(), "6.5");
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn quotient(&self) -> Result<Ranking, ScoreError> {
        if self.columns.iter().all(|column| column.lower()) {
            return Err(ScoreError::ZeroDivisor { row: 0, what: "no criterion is better higher" });
        }
        if self.columns.iter().all(|column| !column.lower()) {
            return Err(ScoreError::ZeroDivisor { row: 0, what: "no criterion is better lower" });
        }
        let weights = Ticks::of(self.columns.iter().map(|column| column.weight)).ok_or(ScoreError::OutOfRange)?;
        let (mut scores, mut contributions) = (Vec::new(), Vec::new());
        for (i, row) in self.rows.iter().enumerate() {
            let parts = Ticks::of(row.iter().copied()).and_then(|values| weights.times(&values));
            let parts = parts.ok_or(ScoreError::OutOfRange)?;
            let (mut above, mut below) = (Vec::new(), 0_i128);
            for (part, column) in parts.list.iter().zip(&self.columns) {
                if column.lower() {
                    below = below.checked_add(*part).ok_or(ScoreError::OutOfRange)?;
                } else {
                    above.push(*part);
                }
            }
            if below <= 0 {
                return Err(ScoreError::ZeroDivisor { row: i + 1, what: "what is better lower adds up to 0 or less" });
            }
            let (score, shares) = apportion(&above, 0, below, DIGITS).ok_or(ScoreError::OutOfRange)?;
            let mut shares = shares.into_iter();
            scores.push(score);
            contributions.push(self.columns.iter().map(|c| if c.lower() { None } else { shares.next() }).collect());
        }
        Ok(self.ranking(&scores, contributions))
    }

    /// TOPSIS: closeness to the ideal, 0 to 1.
    ///
    /// # Solves
    /// The alternative nearest to the best value of every criterion and farthest from the worst, by Euclidean distance of
    /// weighted values on a common scale: d⁻ ÷ (d⁺ + d⁻).
    /// # Guarantee
    /// 12 decimals; 1 for an alternative that is best everywhere, 0 for one that is worst everywhere, ½ for all where they
    /// are all alike. A contribution is the closeness times the criterion's part of d⁻²; contributions add up to the score
    /// exactly. Adding or dropping an alternative may change the order of the others.
    /// # Complexity
    /// O(n m) time and memory, n alternatives, m criteria.
    /// # Determinism
    /// Pure; + − × ÷ √ only, the same bytes on every machine.
    /// # Parameters
    /// `normalization`: see [`Normalization`]; vector in the original. It changes winners.
    /// # Evidence
    /// A published example whose first and third alternative tie under min–max only.
    /// # References
    /// C. L. Hwang and K. Yoon, *Multiple Attribute Decision Making*, Springer, 1981; S. Opricovic and G.-H. Tzeng,
    /// *Compromise solution by MCDM methods*, European Journal of Operational Research 156(2), 2004.
    /// # Example
    /// ```
    /// use portefeuille::alignment::{Column, Table};
    /// use portefeuille::model::{Direction, Normalization};
    ///
    /// let columns = vec![Column::new(1.into(), Direction::Lower), Column::new(1.into(), Direction::Higher)];
    /// let rows = [[1, 3000], [2, 3750], [5, 4500]].map(|row| row.map(Into::into).to_vec()).to_vec();
    /// let table = Table::new(columns, rows)?;
    /// let by_range = table.topsis(Normalization::MinMax)?;
    /// assert_eq!(by_range.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [2, 1, 2]);
    /// let by_length = table.topsis(Normalization::Vector)?;
    /// assert_eq!(by_length.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 2, 3]);
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn topsis(&self, normalization: Normalization) -> Result<Ranking, ScoreError> {
        let n = self.rows.len();
        let (mut to_ideal, mut to_worst) = (vec![0.0; n], vec![Vec::new(); n]);
        for (j, share) in self.shares().into_iter().enumerate() {
            let values: Vec<f64> =
                self.scaled(j, normalization, false)?.into_iter().map(|value| value * share).collect();
            let (low, high) =
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
            let (ideal, worst) = if self.columns[j].lower() { (low, high) } else { (high, low) };
            for (i, value) in values.iter().enumerate() {
                to_ideal[i] += (value - ideal) * (value - ideal);
                to_worst[i].push((value - worst) * (value - worst));
            }
        }
        let (mut scores, mut contributions) = (Vec::new(), Vec::new());
        for (ideal, worst) in to_ideal.into_iter().zip(to_worst) {
            let square: f64 = worst.iter().sum();
            let (near, far) = (ideal.sqrt(), square.sqrt());
            let closeness = if near + far > 0.0 { far / (near + far) } else { 0.5 };
            // All alike: each criterion brings as much as it weighs.
            let parts = if square > 0.0 { worst } else { self.shares() };
            let total: f64 = parts.iter().sum();
            let score = decimal(closeness).ok_or(ScoreError::OutOfRange)?;
            contributions
                .push(rounded_to(score, &parts.iter().map(|part| closeness * part / total).collect::<Vec<_>>())?);
            scores.push(score);
        }
        Ok(self.ranking(&scores, contributions))
    }
}

/// Σ weight × value ÷ Σ weight, and the parts that add up to it.
pub(super) fn weighted_mean(values: &[Decimal], weights: &Ticks) -> Option<(Decimal, Vec<Decimal>)> {
    let values = Ticks::of(values.iter().copied())?;
    let products = weights.times(&values)?;
    apportion(&products.list, values.scale, weights.sum()?, DIGITS)
}

/// Parts to 12 decimals, the greatest of them such that they add up to a score exactly.
pub(super) fn rounded_to(score: Decimal, parts: &[f64]) -> Result<Vec<Option<Decimal>>, ScoreError> {
    let pieces = parts.iter().map(|part| decimal(*part)).collect::<Option<Vec<_>>>();
    let mut pieces = pieces.ok_or(ScoreError::OutOfRange)?;
    let rest = score - pieces.iter().sum::<Decimal>();
    let greatest = (0..pieces.len()).max_by(|a, b| pieces[*a].abs().cmp(&pieces[*b].abs()).then(b.cmp(a)));
    if let Some(k) = greatest {
        pieces[k] = (pieces[k] + rest).normalize();
    }
    Ok(pieces.into_iter().map(Some).collect())
}
