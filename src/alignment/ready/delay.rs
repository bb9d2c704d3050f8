//! Weighted shortest job first, relative and in money.

use crate::alignment::error::ScoreError;
use crate::alignment::real::DIGITS;
use crate::alignment::table::ranks;
use crate::quantity::Money;
use crate::quantity::exact::{ratio, sum};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// One job of a list, in points relative to the other jobs of the same list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WsjfItem {
    /// Its key.
    pub id: String,
    /// User and business value.
    pub value: Decimal,
    /// How much is lost by waiting.
    pub time_criticality: Decimal,
    /// Risk reduced or opportunity opened.
    pub risk_opportunity: Decimal,
    /// Its size; above zero.
    pub job_size: Decimal,
}

/// The score of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelativeRow {
    /// Its key.
    pub id: String,
    /// Value + time criticality + risk or opportunity.
    pub cost_of_delay: Decimal,
    /// Cost of delay ÷ job size, 12 decimals.
    pub score: Decimal,
    /// From 1; equal scores share the better rank.
    pub rank: usize,
}

/// Something about the points of a list that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ScaleNote {
    /// A column without a 1 has no job that the others are measured by.
    NoReference {
        /// The column, as the field of [`WsjfItem`] is called.
        column: &'static str,
    },
    /// Points that are none of 1, 2, 3, 5, 8, 13 and 20.
    OffScale {
        /// The job.
        id: String,
        /// The column, as the field of [`WsjfItem`] is called.
        column: &'static str,
        /// What was given.
        value: Decimal,
    },
}

/// Scores of one list, in its order. Points are relative to the list, so that scores of two lists do not compare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelativeScores {
    /// The list they belong to.
    pub list: String,
    /// One for each job.
    pub rows: Vec<RelativeRow>,
    /// What a person should look at.
    pub notes: Vec<ScaleNote>,
}

impl RelativeScores {
    /// Jobs by decreasing score; those that tie in the order of the list.
    pub fn order(&self) -> Vec<&str> {
        let mut order: Vec<&RelativeRow> = self.rows.iter().collect();
        order.sort_by_key(|row| row.rank);
        order.into_iter().map(|row| row.id.as_str()).collect()
    }

    /// How a job of this list stands to a job of another one: an error unless both lists are one.
    pub fn compare(&self, id: &str, other: &Self, other_id: &str) -> Result<Ordering, ScoreError> {
        if self.list != other.list {
            return Err(ScoreError::ListsDoNotCompare { left: self.list.clone(), right: other.list.clone() });
        }
        Ok(self.score(id)?.cmp(&other.score(other_id)?))
    }

    fn score(&self, id: &str) -> Result<Decimal, ScoreError> {
        let row = self.rows.iter().find(|row| row.id == id);
        row.map(|row| row.score).ok_or_else(|| ScoreError::NotInList { id: id.to_owned(), list: self.list.clone() })
    }
}

/// Weighted shortest job first, relative (SAFe): cost of delay ÷ job size in points of one list. O(n log n).
///
/// Exact before one rounding to 12 decimals. Points off the scale 1, 2, 3, 5, 8, 13, 20 and columns without a 1 are noted,
/// not refused; negative points and a job size of zero are errors.
///
/// ```
/// use portefeuille::alignment::ready::{WsjfItem, wsjf};
///
/// let job = |id: &str, [value, time, risk, size]: [i64; 4]| WsjfItem {
///     id: id.to_owned(),
///     value: value.into(),
///     time_criticality: time.into(),
///     risk_opportunity: risk.into(),
///     job_size: size.into(),
/// };
/// let scores = wsjf("backlog", &[job("a", [8, 5, 1, 13]), job("b", [1, 1, 3, 1])])?;
/// assert_eq!(scores.order(), ["b", "a"]);
/// assert!(scores.notes.is_empty());
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn wsjf(list: &str, items: &[WsjfItem]) -> Result<RelativeScores, ScoreError> {
    type Field = fn(&WsjfItem) -> Decimal;
    let columns: [(&str, Field); 4] = [
        ("value", |item| item.value),
        ("time_criticality", |item| item.time_criticality),
        ("risk_opportunity", |item| item.risk_opportunity),
        ("job_size", |item| item.job_size),
    ];
    let scale = [1, 2, 3, 5, 8, 13, 20].map(Decimal::from);
    let mut notes = Vec::new();
    for (j, (column, field)) in columns.iter().enumerate() {
        for (i, item) in items.iter().enumerate() {
            let value = field(item);
            if value.is_sign_negative() && !value.is_zero() {
                return Err(ScoreError::Negative { row: i + 1, column: j + 1, value, method: "WSJF" });
            }
            if !scale.contains(&value) {
                notes.push(ScaleNote::OffScale { id: item.id.clone(), column, value });
            }
        }
        if !items.is_empty() && !items.iter().any(|item| field(item) == Decimal::ONE) {
            notes.push(ScaleNote::NoReference { column });
        }
    }
    let mut rows = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        if item.job_size.is_zero() {
            return Err(ScoreError::ZeroDivisor { row: i + 1, what: "job size" });
        }
        let parts = [item.value, item.time_criticality, item.risk_opportunity];
        let cost_of_delay = sum(parts.into_iter()).ok_or(ScoreError::OutOfRange)?;
        let score = ratio(cost_of_delay, item.job_size, DIGITS).ok_or(ScoreError::OutOfRange)?;
        rows.push(RelativeRow { id: item.id.clone(), cost_of_delay, score, rank: 0 });
    }
    let scores: Vec<Decimal> = rows.iter().map(|row| row.score).collect();
    for (row, rank) in rows.iter_mut().zip(ranks(&scores)) {
        row.rank = rank;
    }
    Ok(RelativeScores { list: list.to_owned(), rows, notes })
}

/// One job with what its delay costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Delay {
    /// Its key.
    pub id: String,
    /// What a month of delay costs (*coût du retard*).
    pub per_month: Money,
    /// How many months it takes; above zero.
    pub months: Decimal,
}

/// The score of one job by what its delay costs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DelayRow {
    /// Its key.
    pub id: String,
    /// Cost of delay a month ÷ months, 12 decimals.
    pub score: Decimal,
    /// From 1: the place in which it is done; equal scores share the better rank.
    pub rank: usize,
}

/// Cost of delay divided by duration (CD3), for jobs done one after the other by the same people.
///
/// # Solves
/// The order of jobs on one team whose total cost of delay is least.
/// # Guarantee
/// Optimal where jobs are done one at a time, each costs the same every month until it is done, and none waits for another
/// (Smith's rule). Money is on a common scale, so that scores of two lists compare.
/// # Complexity
/// O(n log n) time, O(n) memory, n jobs.
/// # Determinism
/// Pure; jobs that tie share a rank.
/// # Parameters
/// `items`: costs in one currency, durations above zero.
/// # Evidence
/// Every order of up to six random jobs costs as much or more.
/// # References
/// W. E. Smith, *Various optimizers for single-stage production*, Naval Research Logistics Quarterly 3, 1956; D. G.
/// Reinertsen, *The Principles of Product Development Flow*, Celeritas, 2009.
/// # Example
/// ```
/// use portefeuille::alignment::ready::{Delay, cd3, cost_of_order};
/// use portefeuille::Money;
///
/// let job = |id: &str, euros: i32, months: i64| Delay {
///     id: id.to_owned(),
///     per_month: Money::euros(euros),
///     months: months.into(),
/// };
/// let jobs = [job("long", 9000, 9), job("short", 4000, 2)];
/// assert_eq!(cd3(&jobs)?.iter().map(|row| row.rank).collect::<Vec<_>>(), [2, 1]);
/// assert_eq!(cost_of_order(&jobs, &[1, 0])?, Some(Money::euros(107_000))); // 4000 × 2 + 9000 × 11
/// assert_eq!(cost_of_order(&jobs, &[0, 1])?, Some(Money::euros(125_000))); // 9000 × 9 + 4000 × 11
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn cd3(items: &[Delay]) -> Result<Vec<DelayRow>, ScoreError> {
    let mut rows = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        // Amounts of two currencies are never compared.
        items[0].per_month.checked_add(item.per_month)?;
        if item.months <= Decimal::ZERO {
            return Err(ScoreError::ZeroDivisor { row: i + 1, what: "months" });
        }
        let score = ratio(item.per_month.amount(), item.months, DIGITS).ok_or(ScoreError::OutOfRange)?;
        rows.push(DelayRow { id: item.id.clone(), score, rank: 0 });
    }
    let scores: Vec<Decimal> = rows.iter().map(|row| row.score).collect();
    for (row, rank) in rows.iter_mut().zip(ranks(&scores)) {
        row.rank = rank;
    }
    Ok(rows)
}

/// What the delays cost in all where jobs are done in an order, by their positions from 0; `None` where the order names a job
/// that is not there, or there is none.
pub fn cost_of_order(items: &[Delay], order: &[usize]) -> Result<Option<Money>, ScoreError> {
    let (mut time, mut total) = (Decimal::ZERO, None::<Money>);
    for k in order {
        let Some(item) = items.get(*k) else { return Ok(None) };
        time = time.checked_add(item.months).ok_or(ScoreError::OutOfRange)?;
        let cost = item.per_month.amount().checked_mul(time).ok_or(ScoreError::OutOfRange)?;
        let cost = Money::new(cost, item.per_month.currency())?;
        total = Some(total.map_or(Ok(cost), |total| total.checked_add(cost))?);
    }
    Ok(total)
}
