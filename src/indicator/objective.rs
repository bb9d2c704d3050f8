//! How far the objectives of a scope have come.

use super::aggregate::{Undefined, ratio};
use super::rollup::{OwnMeasure, last_measure};
use crate::id::{IndicatorId, ObjectiveId};
use crate::model::{IndicatorRef, MeasureStatus, Observation, Scope, Subject};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// An indicator of an objective (*mesure d'un objectif*): where it stands between baseline and target.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectiveMeasure {
    /// The objective.
    pub objective: ObjectiveId,
    /// One of its indicators.
    pub indicator: IndicatorId,
    /// The last fact observed of the objective; `None` where nothing was.
    pub last: Option<OwnMeasure>,
    /// [`progress`] from the indicator's baseline to its target; [`Undefined::NoValue`] where one of the three numbers is
    /// not there.
    pub progress: Result<Decimal, Undefined>,
}

/// (now − baseline) ÷ (target − baseline), rounded to [`DIGITS`](super::DIGITS) decimals, half to even (*taux d'atteinte*).
///
/// It holds for targets below the baseline too: a delay that went from 4.8 to 4.3 months on its way to 3.5 has come
/// (4.3 − 4.8) ÷ (3.5 − 4.8) = 0.5 ÷ 1.3 = 38 %. Below zero it has gone the wrong way, above one past the target.
///
/// ```
/// use portefeuille::indicator::{Undefined, progress};
///
/// let of = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
/// assert_eq!(progress(of("4.8"), of("4.3"), of("3.5")).map(|p| p.to_string()).as_deref(), Ok("0.384615384615"));
/// assert_eq!(progress(32.into(), 25.into(), 60.into()), Ok(of("-0.25")));
/// assert_eq!(progress(5.into(), 6.into(), 5.into()), Err(Undefined::NoWeight));
/// ```
pub fn progress(baseline: Decimal, now: Decimal, target: Decimal) -> Result<Decimal, Undefined> {
    let come = now.checked_sub(baseline).ok_or(Undefined::OutOfRange)?;
    let way = target.checked_sub(baseline).ok_or(Undefined::OutOfRange)?;
    ratio(come, way)
}

/// The indicators of the objectives of a scope's themes, in the order of the document, with their last facts on a day.
///
/// Linear in indicators × measures.
pub fn objective_measures(scope: &Scope, as_of: NaiveDate) -> Vec<ObjectiveMeasure> {
    let model = scope.model();
    let themes = scope.themes();
    let own = |theme: &str| themes.iter().any(|own| own.id().as_str() == theme);
    let mut list = Vec::new();
    for objective in model.records().objectives.iter().filter(|objective| own(objective.theme.as_str())) {
        for id in &objective.indicators {
            let subject = Subject::Objective(objective.id.clone());
            let last = last_measure(model, id, &subject, as_of, MeasureStatus::Actual);
            let defined = model.indicator(id.as_str()).map(IndicatorRef::record);
            let ends = defined.and_then(|indicator| Some((indicator.baseline?.value(), indicator.target?.value())));
            let progress = match (ends, last.map(|measure| &measure.value)) {
                (Some((baseline, target)), Some(Observation::Number(now))) => progress(baseline, now.value(), target),
                _ => Err(Undefined::NoValue),
            };
            let last = last.map(|measure| OwnMeasure { observation: measure.value.clone(), date: measure.date });
            list.push(ObjectiveMeasure { objective: objective.id.clone(), indicator: id.clone(), last, progress });
        }
    }
    list
}
