//! PROMETHEE II.

use super::error::ScoreError;
use super::methods::rounded_to;
use super::real::{decimal, exp, real};
use super::table::{Ranking, Table};
use crate::model::PreferenceFunction;
use rust_decimal::Decimal;

/// Net flows, and what they are the difference of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flows {
    /// Net flows as scores, −1 to 1: positive less negative flow. Contributions are the net flows of the criteria.
    pub ranking: Ranking,
    /// How much each alternative is preferred to the others, 0 to 1.
    pub positive: Vec<Decimal>,
    /// How much the others are preferred to it, 0 to 1.
    pub negative: Vec<Decimal>,
}

impl Table {
    /// PROMETHEE II: ranking by net outranking flow.
    ///
    /// # Solves
    /// Alternatives compared two by two under each criterion; by how much one is better becomes a preference from 0 to 1
    /// through a function of six shapes, so that units need no common scale. φ⁺ is the mean weighted preference over the
    /// others, φ⁻ that of the others over it, φ = φ⁺ − φ⁻.
    /// # Guarantee
    /// 12 decimals; thresholds are compared exactly; net flows add up to 0 within the rounding; contributions add up to the
    /// score exactly. A single alternative has flow 0. Adding or dropping an alternative may change the order of the others.
    /// # Complexity
    /// O(n² m) time, O(n m) memory, n alternatives, m criteria.
    /// # Determinism
    /// Pure; the same bytes on every machine.
    /// # Parameters
    /// `preferences`: one [`PreferenceFunction`] for each criterion, thresholds in the unit of its values.
    /// # Evidence
    /// A published example; each shape by hand; the sum of flows by property tests.
    /// # References
    /// J. P. Brans and P. Vincke, *A preference ranking organisation method*, Management Science 31(6), 1985; J. P. Brans, P.
    /// Vincke and B. Mareschal, *How to select and how to rank projects: the PROMETHEE method*, European Journal of
    /// Operational Research 24(2), 1986.
    /// # Example
    /// ```
    /// use portefeuille::alignment::{Column, Table};
    /// use portefeuille::model::{Direction, PreferenceFunction};
    ///
    /// let columns = vec![Column::new(1.into(), Direction::Higher)];
    /// let table = Table::new(columns, vec![vec![10.into()], vec![8.into()], vec![2.into()]])?;
    /// let shape = PreferenceFunction::UShape { indifference: "3".parse().expect("points") };
    /// let flows = table.promethee2(&[shape])?;
    /// // Ten and eight are as good as each other; both outrank two.
    /// assert_eq!(flows.ranking.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 1, 3]);
    /// assert_eq!(flows.positive[0].to_string(), "0.5");
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn promethee2(&self, preferences: &[PreferenceFunction]) -> Result<Flows, ScoreError> {
        if preferences.len() != self.columns.len() {
            return Err(ScoreError::Shape { row: 0, found: preferences.len(), expected: self.columns.len() });
        }
        if let Some(j) = preferences.iter().position(|function| !in_order(*function)) {
            return Err(ScoreError::Thresholds { column: j + 1 });
        }
        let n = self.rows.len();
        let others = n.saturating_sub(1).max(1) as f64;
        let (mut positive, mut negative) = (vec![0.0; n], vec![0.0; n]);
        let mut net = vec![Vec::with_capacity(self.columns.len()); n];
        for (j, share) in self.shares().into_iter().enumerate() {
            let (mut plus, mut minus) = (vec![0.0; n], vec![0.0; n]);
            let pairs = (0..n).flat_map(|a| (0..n).map(move |b| (a, b)));
            for (a, b) in pairs {
                let (one, other) = (self.rows[a][j], self.rows[b][j]);
                let better = if self.columns[j].lower() { one < other } else { one > other };
                if better {
                    let gap = one.checked_sub(other).ok_or(ScoreError::OutOfRange)?.abs();
                    let preference = preference(preferences[j], gap);
                    plus[a] += preference;
                    minus[b] += preference;
                }
            }
            for i in 0..n {
                positive[i] += share * plus[i] / others;
                negative[i] += share * minus[i] / others;
                net[i].push(share * (plus[i] - minus[i]) / others);
            }
        }
        let rounded = |flows: &[f64]| -> Result<Vec<Decimal>, ScoreError> {
            flows.iter().map(|flow| decimal(*flow).ok_or(ScoreError::OutOfRange)).collect()
        };
        let (mut scores, mut contributions) = (Vec::new(), Vec::new());
        for flows in &net {
            let score = decimal(flows.iter().sum()).ok_or(ScoreError::OutOfRange)?;
            contributions.push(rounded_to(score, flows)?);
            scores.push(score);
        }
        let ranking = self.ranking(&scores, contributions);
        Ok(Flows { ranking, positive: rounded(&positive)?, negative: rounded(&negative)? })
    }
}

/// Whether the thresholds of a shape are in order.
pub(super) fn in_order(function: PreferenceFunction) -> bool {
    let zero = crate::quantity::Score::ZERO;
    match function {
        PreferenceFunction::Usual => true,
        PreferenceFunction::UShape { indifference } => indifference >= zero,
        PreferenceFunction::VShape { preference } => preference > zero,
        PreferenceFunction::Level { indifference, preference }
        | PreferenceFunction::Linear { indifference, preference } => indifference >= zero && preference > indifference,
        PreferenceFunction::Gaussian { deviation } => deviation > zero,
    }
}

/// The preference for what is better by a gap above zero.
fn preference(function: PreferenceFunction, gap: Decimal) -> f64 {
    let step = |full: bool| if full { 1.0 } else { 0.0 };
    match function {
        PreferenceFunction::Usual => 1.0,
        PreferenceFunction::UShape { indifference } => step(gap > indifference.value()),
        PreferenceFunction::VShape { preference } => {
            if gap >= preference.value() {
                1.0
            } else {
                real(gap) / real(preference.value())
            }
        }
        PreferenceFunction::Level { indifference, preference } => {
            f64::midpoint(step(gap > indifference.value()), step(gap > preference.value()))
        }
        PreferenceFunction::Linear { indifference, preference } => {
            let (low, high) = (indifference.value(), preference.value());
            if gap <= low {
                0.0
            } else if gap >= high {
                1.0
            } else {
                real(gap - low) / real(high - low)
            }
        }
        PreferenceFunction::Gaussian { deviation } => {
            let ratio = real(gap) / real(deviation.value());
            1.0 - exp(-ratio * ratio / 2.0)
        }
    }
}
