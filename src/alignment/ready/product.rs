//! RICE, ICE and value by effort.

use crate::alignment::error::ScoreError;
use crate::alignment::real::DIGITS;
use crate::alignment::table::ranks;
use crate::quantity::Share;
use crate::quantity::exact::{Ticks, fraction, quotient, ratio};
use rust_decimal::Decimal;

/// How many people something reaches, and over how long: a number without a span says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// People; not negative.
    pub people: Decimal,
    /// Over so many months; above zero.
    pub months: u32,
}

/// One idea to be scored by RICE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiceItem {
    /// Its key.
    pub id: String,
    /// How many people it reaches, over how long.
    pub reach: Reach,
    /// How much it does for each of them, such as ¼, ½, 1, 2 or 3.
    pub impact: Decimal,
    /// How sure that is: a share, so that 80 cannot be taken for 0.8; see [`percent`].
    pub confidence: Share,
    /// Person-months; above zero.
    pub effort: Decimal,
}

/// A whole percentage as a share: 80 is 0.8. More than 100 is an error.
pub fn percent(percent: u8) -> Result<Share, ScoreError> {
    Ok(Share::new(Decimal::new(percent.into(), 2))?)
}

/// RICE: reach × impact × confidence ÷ effort, 12 decimals, with the rank of each from 1; reach is brought to one span of
/// `months` for all. O(n log n).
///
/// ```
/// use portefeuille::alignment::ready::{Reach, RiceItem, percent, rice};
///
/// let idea = |id: &str, people: i64, months: u32| {
///     let reach = Reach { people: people.into(), months };
///     Ok::<_, portefeuille::alignment::ScoreError>(RiceItem {
///         id: id.to_owned(),
///         reach,
///         impact: 2.into(),
///         confidence: percent(80)?,
///         effort: 4.into(),
///     })
/// };
/// // 500 a quarter are as many as 2000 a year.
/// let scores = rice(&[idea("a", 500, 3)?, idea("b", 2000, 12)?], 3)?;
/// assert_eq!(scores.iter().map(|(score, rank)| (score.to_string(), *rank)).collect::<Vec<_>>(),
///     [("200".to_owned(), 1), ("200".to_owned(), 1)]);
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn rice(items: &[RiceItem], months: u32) -> Result<Vec<(Decimal, usize)>, ScoreError> {
    let mut scores = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let not_negative = |value: Decimal, what| {
            let bounds = (Decimal::ZERO, Decimal::MAX);
            within(&item.id, what, value, bounds)
        };
        not_negative(item.reach.people, "reach")?;
        not_negative(item.impact, "impact")?;
        if item.effort <= Decimal::ZERO {
            return Err(ScoreError::ZeroDivisor { row: i + 1, what: "effort" });
        }
        if item.reach.months == 0 {
            return Err(ScoreError::ZeroDivisor { row: i + 1, what: "months of the reach" });
        }
        let above = [item.reach.people, months.into(), item.impact, item.confidence.value()];
        let score = fraction(&above, &[item.reach.months.into(), item.effort], DIGITS);
        scores.push(score.ok_or(ScoreError::OutOfRange)?);
    }
    let ranks = ranks(&scores);
    Ok(scores.into_iter().zip(ranks).collect())
}

fn within(id: &str, what: &'static str, value: Decimal, (low, high): (Decimal, Decimal)) -> Result<(), ScoreError> {
    if value < low || value > high {
        return Err(ScoreError::OutOfBounds { id: id.to_owned(), what, value, low, high });
    }
    Ok(())
}

/// From 1 to 10, each of the three.
fn ice_points(id: &str, points: [Decimal; 3]) -> Result<(), ScoreError> {
    for (what, value) in ["impact", "confidence", "ease"].into_iter().zip(points) {
        within(id, what, value, (Decimal::ONE, Decimal::TEN))?;
    }
    Ok(())
}

/// ICE as a product: impact × confidence × ease, each from 1 to 10; exact.
///
/// ```
/// use portefeuille::alignment::ready::{ice_mean, ice_product};
///
/// let points = [8.into(), 5.into(), 2.into()];
/// assert_eq!((ice_product("sig", points)?.to_string(), ice_mean("sig", points)?.to_string()), ("80".into(), "5".into()));
/// assert!(ice_mean("ged", [8.into(), 50.into(), 2.into()]).is_err()); // a percentage by mistake
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn ice_product(id: &str, points: [Decimal; 3]) -> Result<Decimal, ScoreError> {
    ice_points(id, points)?;
    fraction(&points, &[Decimal::ONE], DIGITS).ok_or(ScoreError::OutOfRange)
}

/// ICE as a mean: (impact + confidence + ease) ÷ 3, each from 1 to 10; 12 decimals. Product and mean rank differently, so one
/// list takes one of them.
pub fn ice_mean(id: &str, points: [Decimal; 3]) -> Result<Decimal, ScoreError> {
    ice_points(id, points)?;
    let ticks = Ticks::of(points.into_iter()).ok_or(ScoreError::OutOfRange)?;
    let sum = ticks.sum().ok_or(ScoreError::OutOfRange)?;
    quotient(sum, ticks.scale, 3, DIGITS).ok_or(ScoreError::OutOfRange)
}

/// Value ÷ effort, 12 decimals; an effort of zero or less is an error.
///
/// ```
/// use portefeuille::alignment::ready::value_per_effort;
///
/// assert_eq!(value_per_effort(21.into(), 6.into())?.to_string(), "3.5");
/// assert!(value_per_effort(21.into(), 0.into()).is_err());
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn value_per_effort(value: Decimal, effort: Decimal) -> Result<Decimal, ScoreError> {
    if effort <= Decimal::ZERO {
        return Err(ScoreError::ZeroDivisor { row: 1, what: "effort" });
    }
    ratio(value, effort, DIGITS).ok_or(ScoreError::OutOfRange)
}
