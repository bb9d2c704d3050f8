//! From raw values to points.

use super::error::ScoreError;
use super::real::DIGITS;
use super::scoring::RawValue;
use crate::model::{Criterion, Direction, ValueFunction};
use crate::quantity::Score;
use crate::quantity::exact::{Ticks, quotient, ratio};
use rust_decimal::Decimal;

/// The points of one criterion, and which way they are better.
pub(super) struct Points {
    pub(super) values: Vec<Option<Decimal>>,
    pub(super) direction: Direction,
    /// Both ends of a linear function met, so that every value is worth ½.
    pub(super) collapsed: bool,
}

/// The raw number of a value: itself, or that of its level.
pub(super) fn raw(criterion: &Criterion, value: &RawValue) -> Result<Decimal, ScoreError> {
    match value {
        RawValue::Number(number) => Ok(*number),
        RawValue::Level(level) => {
            let known = criterion.levels.iter().find(|known| known.level == *level);
            known
                .map(|known| known.value.value())
                .ok_or_else(|| ScoreError::UnknownLevel { criterion: criterion.id.to_string(), level: level.clone() })
        }
    }
}

/// What raw values are worth.
pub(super) fn points(criterion: &Criterion, raw: Vec<Option<Decimal>>) -> Result<Points, ScoreError> {
    let lower = criterion.direction == Direction::Lower;
    let out_of_order = || ScoreError::ValueFunction { criterion: criterion.id.to_string() };
    let mut collapsed = false;
    let each = |value: &dyn Fn(Decimal) -> Option<Decimal>| -> Result<Vec<Option<Decimal>>, ScoreError> {
        raw.iter().map(|raw| raw.map(|raw| value(raw).ok_or(ScoreError::OutOfRange)).transpose()).collect()
    };
    let values = match &criterion.value {
        ValueFunction::AsIs => return Ok(Points { values: raw, direction: criterion.direction, collapsed }),
        ValueFunction::Linear { low, high } => {
            let known = || raw.iter().flatten().copied();
            let low = low.map(Score::value).or_else(|| known().min()).unwrap_or_default();
            let high = high.map(Score::value).or_else(|| known().max()).unwrap_or_default();
            if low > high {
                return Err(out_of_order());
            }
            collapsed = low == high;
            each(&|x| {
                if low == high {
                    return Some(Decimal::new(5, 1));
                }
                let up = ratio(x.clamp(low, high) - low, high - low, DIGITS)?;
                Some(if lower { Decimal::ONE - up } else { up })
            })?
        }
        ValueFunction::Piecewise { points } => {
            if points.len() < 2 || points.windows(2).any(|pair| pair[0].at >= pair[1].at) {
                return Err(out_of_order());
            }
            each(&|x| {
                let (first, last) = (points[0], points[points.len() - 1]);
                if x <= first.at.value() {
                    return Some(first.points.value());
                }
                let Some(pair) = points.windows(2).find(|pair| x <= pair[1].at.value()) else {
                    return Some(last.points.value());
                };
                let (x0, x1, y0, y1) = (pair[0].at, pair[1].at, pair[0].points, pair[1].points);
                // y0 + (x − x0)(y1 − y0) ÷ (x1 − x0) as one quotient.
                let run = Ticks::of([x - x0.value(), x1.value() - x0.value()].into_iter())?;
                let rise = Ticks::of([y0.value(), y1.value() - y0.value()].into_iter())?;
                let above =
                    rise.list[0].checked_mul(run.list[1])?.checked_add(rise.list[1].checked_mul(run.list[0])?)?;
                quotient(above, rise.scale, run.list[1], DIGITS)
            })?
        }
        ValueFunction::Target { target, reach } => {
            if reach.value() <= Decimal::ZERO {
                return Err(out_of_order());
            }
            each(&|x| {
                let off = (x - target.value()).abs().min(reach.value());
                Some(Decimal::ONE - ratio(off, reach.value(), DIGITS)?)
            })?
        }
    };
    Ok(Points { values, direction: Direction::Higher, collapsed })
}
