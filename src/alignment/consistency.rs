//! How far judgements contradict each other, and which to look at again.

use super::error::WeightError;
use super::pairwise::PairwiseMatrix;
use super::real::{DIGITS, decimal, ln, real};
use crate::model::RandomIndex;
use crate::quantity::exact::{Ticks, quotient};
use rust_decimal::Decimal;
use std::fmt;

/// Saaty's consistency ratio (*ratio de cohérence*): **lower is better**, 0 where no judgement contradicts another.
///
/// Not to be mixed up with [`ConsistencyIndex`], which runs the other way: the two are types of their own, without a
/// conversion or a comparison between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsistencyRatio(Decimal);

impl ConsistencyRatio {
    /// What Saaty accepts at most: 0.10.
    pub const ACCEPTED: Self = Self(Decimal::from_parts(1, 0, 0, false, 1));

    /// The number, 12 decimals.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is below [`ACCEPTED`](Self::ACCEPTED).
    pub fn is_acceptable(self) -> bool {
        self < Self::ACCEPTED
    }
}

impl fmt::Display for ConsistencyRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Consistency from 0 to 1 (*indice de cohérence*): **higher is better**, 1 where no judgement contradicts another.
///
/// The mean, over all triples of items whose three pairs were judged, of how near the direct judgement and the one by way of
/// the third item are: min(r, 1 ÷ r) for r = aᵢⱼ aⱼₖ ÷ aᵢₖ. A vendor shows a number of this kind and direction and does not
/// publish its formula; this one is ours, and thresholds of 0.75 and 0.80 are those its documentation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConsistencyIndex(Decimal);

impl ConsistencyIndex {
    /// Below this the vendor's programming interface speaks of low consistency: 0.75.
    pub const LOW: Self = Self(Decimal::from_parts(75, 0, 0, false, 2));
    /// From this on the vendor's guide accepts: 0.80.
    pub const ACCEPTED: Self = Self(Decimal::from_parts(8, 0, 0, false, 1));

    /// The number, 0 to 1, 12 decimals.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is at least [`ACCEPTED`](Self::ACCEPTED).
    pub fn is_acceptable(self) -> bool {
        self >= Self::ACCEPTED
    }
}

impl fmt::Display for ConsistencyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A judgement that the others contradict, and the change that would mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inconsistency {
    /// The item judged, from 0.
    pub item: usize,
    /// The item it is compared with, from 0. Items are in the order that makes the judgement as given one or more.
    pub over: usize,
    /// How many times as much it was judged to matter, 12 decimals.
    pub judged: Decimal,
    /// How many times as much the other judgements together make it matter, 12 decimals; below one where they reverse it.
    pub implied: Decimal,
    /// The factor between the two, one or more.
    pub factor: Decimal,
    /// The consistency ratio if the judgement were changed to what is implied.
    pub mended: ConsistencyRatio,
}

impl PairwiseMatrix {
    /// Saaty's consistency ratio: (λ − n) ÷ (n − 1) ÷ random index; 0 for one and two items.
    ///
    /// Where m judgements are missing the random index of n items is multiplied by 1 − 2m ÷ ((n − 1)(n − 2)): less can be
    /// contradicted. Without a spare judgement nothing can, and the ratio is 0. (The line through the simulated values of
    /// K. C. Ágoston and L. Csató, *Inconsistency thresholds for incomplete pairwise comparison matrices*, Omega 108, 2022.)
    ///
    /// ```
    /// use portefeuille::alignment::PairwiseMatrix;
    /// use portefeuille::model::RandomIndex;
    ///
    /// let mut matrix = PairwiseMatrix::new(3);
    /// for (item, over, times) in [(0, 1, 1), (2, 1, 5), (0, 2, 3)] {
    ///     matrix.judge(item, over, times.into())?;
    /// }
    /// let ratio = matrix.consistency_ratio(RandomIndex::SaatyLater)?;
    /// assert_eq!(ratio.value().round_dp(3).to_string(), "0.838"); // A = B and C ≫ B, yet A > C
    /// assert!(!ratio.is_acceptable());
    /// # Ok::<(), portefeuille::alignment::WeightError>(())
    /// ```
    pub fn consistency_ratio(&self, index: RandomIndex) -> Result<ConsistencyRatio, WeightError> {
        let (_, lambda) = self.eigenvector(self.geometric_means()?)?;
        self.ratio_of(lambda, index)
    }

    fn ratio_of(&self, lambda: f64, index: RandomIndex) -> Result<ConsistencyRatio, WeightError> {
        let n = self.items();
        let spare = (n.saturating_sub(1) * n.saturating_sub(2) / 2).saturating_sub(self.missing());
        if spare == 0 {
            return Ok(ConsistencyRatio(Decimal::ZERO));
        }
        let index = index.of(n).filter(|index| *index > Decimal::ZERO);
        let index = index.ok_or(WeightError::NoRandomIndex { items: n })?;
        let part = 2.0 * spare as f64 / ((n - 1) * (n - 2)) as f64;
        let value = (lambda - n as f64).max(0.0) / (n - 1) as f64 / (real(index) * part);
        decimal(value).map(ConsistencyRatio).ok_or(WeightError::OutOfRange)
    }

    /// The consistency index from 0 to 1, higher is better; `None` where no three items were all compared.
    pub fn consistency_index(&self) -> Option<ConsistencyIndex> {
        let (mut sum, mut count) = (0.0, 0_u32);
        for i in 0..self.items() {
            for j in i + 1..self.items() {
                for k in j + 1..self.items() {
                    if let (Some(ij), Some(jk), Some(ik)) = (self.at(i, j), self.at(j, k), self.at(i, k)) {
                        let ratio = ij * jk / ik;
                        sum += ratio.min(1.0 / ratio);
                        count += 1;
                    }
                }
            }
        }
        if count == 0 { None } else { decimal(sum / f64::from(count)).map(ConsistencyIndex) }
    }

    /// The judgements that the others contradict, worst first: what was judged, what the others imply, and what the
    /// consistency ratio would be after the change. What differs by less than a millionth is no contradiction.
    ///
    /// Each judged pair is left out in turn and the priorities of the rest tell what it would have to be (Harker 1987); a
    /// judgement that the rest cannot do without contradicts nothing. Pairs times O(n³) time.
    pub fn inconsistencies(&self, index: RandomIndex) -> Result<Vec<Inconsistency>, WeightError> {
        let mut found = Vec::new();
        for (i, j, judged) in self.pairs() {
            let rest = self.without(i, j);
            let Ok(means) = rest.geometric_means() else { continue };
            let (weights, lambda) = rest.eigenvector(means)?;
            let implied = weights[i] / weights[j];
            if ln(judged / implied).abs() < 1e-6 {
                continue;
            }
            // Changed to what the rest implies, the matrix has the eigenvector and the eigenvalue of Harker's.
            let (item, over, judged, implied) =
                if judged < 1.0 { (j, i, 1.0 / judged, 1.0 / implied) } else { (i, j, judged, implied) };
            let factor = if judged > implied { judged / implied } else { implied / judged };
            let number = |value: f64| decimal(value).ok_or(WeightError::OutOfRange);
            found.push(Inconsistency {
                item,
                over,
                judged: number(judged)?,
                implied: number(implied)?,
                factor: number(factor)?,
                mended: self.ratio_of(lambda, index)?,
            });
        }
        found.sort_by(|a, b| b.factor.cmp(&a.factor).then((a.item, a.over).cmp(&(b.item, b.over))));
        Ok(found)
    }
}

/// Weighted priorities down a hierarchy: Σ over criteria of the criterion's weight × the alternative's priority under it,
/// 12 decimals. One list of priorities for each criterion, all of one length.
pub fn hierarchy(criteria: &[Decimal], priorities: &[Vec<Decimal>]) -> Result<Vec<Decimal>, WeightError> {
    let Some(first) = priorities.first() else { return Err(WeightError::Empty) };
    if criteria.len() != priorities.len() {
        return Err(WeightError::Sizes { expected: criteria.len(), found: priorities.len() });
    }
    if let Some(other) = priorities.iter().find(|list| list.len() != first.len()) {
        return Err(WeightError::Sizes { expected: first.len(), found: other.len() });
    }
    let weights = Ticks::of(criteria.iter().copied()).ok_or(WeightError::OutOfRange)?;
    let global = |k: usize| -> Option<Decimal> {
        let under = Ticks::of(priorities.iter().map(|list| list[k]))?;
        quotient(weights.times(&under)?.sum()?, under.scale, weights.sum()?, DIGITS)
    };
    (0..first.len()).map(|k| global(k).ok_or(WeightError::OutOfRange)).collect()
}
