//! Tables of alternatives by criteria, and their values on a common scale.

use super::error::{ScoreError, WeightError};
use super::real::{decimal, real};
use crate::model::{Direction, Normalization};
use rust_decimal::Decimal;

/// One criterion of a table: its weight, on any scale, and which way its values are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Not negative; weights are divided by their sum.
    pub weight: Decimal,
    /// Which way is better.
    pub direction: Direction,
}

impl Column {
    /// A criterion.
    pub fn new(weight: Decimal, direction: Direction) -> Self {
        Self { weight, direction }
    }

    pub(super) fn lower(self) -> bool {
        self.direction == Direction::Lower
    }
}

/// Values of alternatives (rows) against criteria (columns) (*tableau de performances*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub(super) rows: Vec<Vec<Decimal>>,
    pub(super) columns: Vec<Column>,
}

/// The score of one alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RankedRow {
    /// Higher is better, 12 decimals.
    pub score: Decimal,
    /// From 1; equal scores share the better rank, and the next one is skipped.
    pub rank: usize,
    /// What each criterion brings, 12 decimals; `None` where the criterion divides. They add up to the score exactly; of a
    /// weighted product they multiply to it within the rounding.
    pub contributions: Vec<Option<Decimal>>,
}

/// Scores of all alternatives, in the order of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ranking {
    /// One for each alternative.
    pub rows: Vec<RankedRow>,
    /// Criteria, from 0, under which all alternatives have one value, so that it decides nothing.
    pub constant: Vec<usize>,
}

impl Ranking {
    /// The alternatives, from 0, best first; those that tie in the order of the table.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by_key(|k| (self.rows[*k].rank, *k));
        order
    }
}

/// Ranks from 1 by decreasing score; equal scores share the better one.
pub(super) fn ranks(scores: &[Decimal]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].cmp(&scores[*a]));
    let mut ranks = vec![0; scores.len()];
    let mut first = 1;
    for tied in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
        for k in tied {
            ranks[*k] = first;
        }
        first += tied.len();
    }
    ranks
}

impl Table {
    /// A table with a row for each alternative and a value in each for every criterion. Weights are not negative and not
    /// all zero.
    pub fn new(columns: Vec<Column>, rows: Vec<Vec<Decimal>>) -> Result<Self, ScoreError> {
        if columns.is_empty() {
            return Err(ScoreError::Shape { row: 0, found: 0, expected: 0 });
        }
        for (k, row) in rows.iter().enumerate() {
            if row.len() != columns.len() {
                return Err(ScoreError::Shape { row: k + 1, found: row.len(), expected: columns.len() });
            }
        }
        for (k, column) in columns.iter().enumerate() {
            if column.weight.is_sign_negative() && !column.weight.is_zero() {
                return Err(WeightError::Negative { position: k + 1, value: column.weight }.into());
            }
        }
        if columns.iter().all(|column| column.weight.is_zero()) {
            return Err(WeightError::AllZero { count: columns.len() }.into());
        }
        Ok(Self { rows, columns })
    }

    pub(super) fn column(&self, j: usize) -> impl Iterator<Item = Decimal> {
        self.rows.iter().map(move |row| row[j])
    }

    /// Criteria under which all alternatives have one value.
    pub(super) fn constant(&self) -> Vec<usize> {
        let alike = |j: &usize| self.rows.iter().all(|row| row[*j] == self.rows[0][*j]);
        (0..self.columns.len()).filter(alike).collect()
    }

    /// Shares of the weights, as floats.
    pub(super) fn shares(&self) -> Vec<f64> {
        let weights: Vec<f64> = self.columns.iter().map(|column| real(column.weight)).collect();
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / total).collect()
    }

    pub(super) fn ranking(&self, scores: &[Decimal], contributions: Vec<Vec<Option<Decimal>>>) -> Ranking {
        let rows = ranks(scores).into_iter().zip(scores).zip(contributions);
        Ranking {
            rows: rows.map(|((rank, score), contributions)| RankedRow { score: *score, rank, contributions }).collect(),
            constant: self.constant(),
        }
    }

    /// The values of a criterion on a common scale, in its own direction where `oriented` is not set.
    pub(super) fn scaled(&self, j: usize, rule: Normalization, oriented: bool) -> Result<Vec<f64>, ScoreError> {
        let lower = oriented && self.columns[j].lower();
        let values: Vec<Decimal> = self.column(j).collect();
        let n = values.len() as f64;
        let check = |method, strict: bool| match values
            .iter()
            .position(|v| v.is_sign_negative() || (strict && v.is_zero()))
        {
            Some(i) if strict => Err(ScoreError::NotPositive { row: i + 1, column: j + 1, value: values[i], method }),
            Some(i) if !values[i].is_zero() => {
                Err(ScoreError::Negative { row: i + 1, column: j + 1, value: values[i], method })
            }
            _ => Ok(()),
        };
        let x: Vec<f64> = values.iter().map(|value| real(*value)).collect();
        let turned = |parts: Vec<f64>| if lower { parts.into_iter().map(|part| 1.0 - part).collect() } else { parts };
        Ok(match rule {
            Normalization::None => x.into_iter().map(|x| if lower { -x } else { x }).collect(),
            Normalization::MinMax => {
                let (low, high) = x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
                if low < high {
                    x.iter().map(|x| if lower { (high - x) / (high - low) } else { (x - low) / (high - low) }).collect()
                } else {
                    vec![0.5; x.len()]
                }
            }
            Normalization::Max => {
                check("normalization by the maximum", false)?;
                let high = x.iter().fold(0.0_f64, |h, x| h.max(*x));
                turned(if high > 0.0 { x.iter().map(|x| x / high).collect() } else { vec![1.0; x.len()] })
            }
            Normalization::Sum if lower => {
                check("normalization by the sum, where lower is better,", true)?;
                let sum: f64 = x.iter().map(|x| 1.0 / x).sum();
                x.iter().map(|x| 1.0 / x / sum).collect()
            }
            Normalization::Sum => {
                check("normalization by the sum", false)?;
                let sum: f64 = x.iter().sum();
                if sum > 0.0 { x.iter().map(|x| x / sum).collect() } else { vec![1.0 / n; x.len()] }
            }
            Normalization::Vector => {
                let length = x.iter().map(|x| x * x).sum::<f64>().sqrt();
                turned(if length > 0.0 {
                    x.iter().map(|x| x / length).collect()
                } else {
                    vec![1.0 / n.sqrt(); x.len()]
                })
            }
        })
    }

    /// The values of every criterion, oriented so that higher is better: as they are without a normalization, to 12
    /// decimals with one.
    pub(super) fn oriented(&self, rule: Normalization) -> Result<Vec<Vec<Decimal>>, ScoreError> {
        let mut rows = vec![Vec::with_capacity(self.columns.len()); self.rows.len()];
        for (j, column) in self.columns.iter().enumerate() {
            let values: Vec<Decimal> = if rule == Normalization::None {
                self.column(j).map(|value| if column.lower() { -value } else { value }).collect()
            } else {
                let scaled = self.scaled(j, rule, true)?;
                scaled
                    .into_iter()
                    .map(|value| decimal(value).ok_or(ScoreError::OutOfRange))
                    .collect::<Result<_, _>>()?
            };
            for (row, value) in rows.iter_mut().zip(values) {
                row.push(value);
            }
        }
        Ok(rows)
    }
}
