//! Pairwise comparison: judgements, priorities, and groups of judges.

use super::error::WeightError;
use super::real::{decimal, exp, ln, real, shares, solve};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::model::PriorityMethod;
use rust_decimal::Decimal;

/// How far the product of two entries that should be reciprocal may lie from 1, so that 0.33 stands for a third: a
/// twentieth. Neighbors on Saaty's scale differ by an eighth at least.
pub const RECIPROCAL_TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// One judgement of a pair, as it was given: the item of the lower number over the other, or its reciprocal.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    times: Decimal,
    inverse: bool,
}

impl Entry {
    fn real(self) -> f64 {
        if self.inverse { 1.0 / real(self.times) } else { real(self.times) }
    }
}

/// Judgements of how much more each item matters than each other (*matrice de comparaison par paires*).
///
/// A pair is judged at most once; its reciprocal follows. Pairs may be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct PairwiseMatrix {
    items: usize,
    /// Row by row above the diagonal.
    entries: Vec<Option<Entry>>,
}

/// Weights of items that were compared, and how far the judgements contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Priorities {
    /// A share for each item: 12 decimals that add up to exactly 1.
    pub weights: Vec<Decimal>,
    /// The greatest eigenvalue of the matrix: as many as there are items where no judgement contradicts another, more
    /// otherwise. Missing judgements count as Harker's method fills them in.
    pub lambda_max: Decimal,
}

impl PairwiseMatrix {
    /// So many items, nothing judged yet.
    pub fn new(items: usize) -> Self {
        Self { items, entries: vec![None; items * items.saturating_sub(1) / 2] }
    }

    /// A matrix by rows, `None` where a pair was not judged; or every fault, each at `/row/column` from 0.
    ///
    /// Rows are as many as columns, entries are above zero, the diagonal is 1, and each entry is the reciprocal of the one
    /// across the diagonal within [`RECIPROCAL_TOLERANCE`]. Of the two the greater counts: 3 and 0.33 are 3 and a third. One
    /// of the two may be left out.
    pub fn from_rows(rows: &[Vec<Option<Decimal>>]) -> Result<Self, Diagnostics> {
        let n = rows.len();
        let mut faults = Diagnostics::new();
        let mut fault = |code, row: usize, column: usize, message: String| {
            faults.push(Diagnostic::new(code, message).at(Location::pointer(format!("/{row}/{column}"))));
        };
        let mut matrix = Self::new(n);
        for (i, row) in rows.iter().enumerate() {
            if row.len() != n {
                fault(
                    Code::ScoringMalformed,
                    i,
                    row.len().min(n),
                    format!("row {} has {} of {n} entries", i + 1, row.len()),
                );
            }
            for (j, entry) in row.iter().enumerate().take(n) {
                let Some(value) = *entry else { continue };
                if value <= Decimal::ZERO {
                    let message =
                        format!("item {} is judged {value} times item {}; a judgement is above 0", i + 1, j + 1);
                    fault(Code::JudgementNotPositive, i, j, message);
                } else if i == j && value != Decimal::ONE {
                    let message = format!("item {} is judged {value} times itself", i + 1);
                    fault(Code::JudgementsNotReciprocal, i, j, message);
                }
            }
        }
        let entry = |i: usize, j: usize| rows[i].get(j).copied().flatten().filter(|value| *value > Decimal::ZERO);
        for i in 0..n {
            for j in i + 1..n {
                let times = match (entry(i, j), entry(j, i)) {
                    (Some(a), Some(b)) => {
                        let fits = a
                            .checked_mul(b)
                            .is_some_and(|product| (product - Decimal::ONE).abs() <= RECIPROCAL_TOLERANCE);
                        if !fits {
                            let message = format!(
                                "item {} is judged {a} times item {}, and {b} the other way round",
                                i + 1,
                                j + 1
                            );
                            fault(Code::JudgementsNotReciprocal, j, i, message);
                            continue;
                        }
                        if a >= b { Entry { times: a, inverse: false } } else { Entry { times: b, inverse: true } }
                    }
                    (Some(a), None) => Entry { times: a, inverse: false },
                    (None, Some(b)) => Entry { times: b, inverse: true },
                    (None, None) => continue,
                };
                let at = matrix.position(i, j);
                matrix.entries[at] = Some(times);
            }
        }
        if faults.is_empty() { Ok(matrix) } else { Err(faults) }
    }

    /// How many items are compared.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Notes that one item matters so many times as much as another, both from 0. A pair that was judged is judged anew.
    pub fn judge(&mut self, item: usize, over: usize, times: Decimal) -> Result<(), WeightError> {
        if item == over || item.max(over) >= self.items {
            return Err(WeightError::NoPair { row: item + 1, column: over + 1, count: self.items });
        }
        if times <= Decimal::ZERO {
            return Err(WeightError::NotPositive { row: item + 1, column: over + 1, value: times });
        }
        let at = self.position(item.min(over), item.max(over));
        self.entries[at] = Some(Entry { times, inverse: item > over });
        Ok(())
    }

    /// How many pairs were not judged.
    pub fn missing(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_none()).count()
    }

    fn position(&self, i: usize, j: usize) -> usize {
        i * (2 * self.items - i - 1) / 2 + j - i - 1
    }

    /// How many times as much item i matters as item j; `None` where the pair was not judged.
    pub(super) fn at(&self, i: usize, j: usize) -> Option<f64> {
        match i.cmp(&j) {
            std::cmp::Ordering::Less => self.entries[self.position(i, j)].map(Entry::real),
            std::cmp::Ordering::Equal => Some(1.0),
            std::cmp::Ordering::Greater => self.entries[self.position(j, i)].map(|entry| 1.0 / entry.real()),
        }
    }

    /// The same matrix as if one pair had not been judged.
    pub(super) fn without(&self, i: usize, j: usize) -> Self {
        let mut matrix = self.clone();
        let at = self.position(i, j);
        matrix.entries[at] = None;
        matrix
    }

    /// Every pair judged, in the order of the rows.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        (0..self.items).flat_map(move |i| (i + 1..self.items).filter_map(move |j| Some((i, j, self.at(i, j)?))))
    }

    /// The first item, from 0, that no chain of judgements ties to the first.
    fn apart(&self) -> Option<usize> {
        let mut seen = vec![false; self.items];
        let mut queue = vec![0];
        seen[0] = true;
        while let Some(i) = queue.pop() {
            for (j, seen) in seen.iter_mut().enumerate() {
                if !*seen && self.at(i, j).is_some() {
                    *seen = true;
                    queue.push(j);
                }
            }
        }
        seen.iter().position(|seen| !seen)
    }

    /// Weights of the items (*priorités*).
    ///
    /// # Solves
    /// Given how many times as much each item matters as each other, the shares that agree best: the principal eigenvector,
    /// or the geometric means of the rows. Where pairs were not judged, Harker's matrix (1 plus the number of missing
    /// judgements on the diagonal, zero for the pair) or logarithmic least squares.
    /// # Guarantee
    /// Judgements that do not contradict each other give back the weights they were made from, by both methods. Shares have
    /// 12 decimals and add up to exactly 1; the last of them may be off by the error of the floats.
    /// # Complexity
    /// O(n³) time for each of about ten steps, O(n²) memory, n items; complete matrices by geometric means O(n²).
    /// # Determinism
    /// Pure; + − × ÷ only, the same bytes on every machine.
    /// # Parameters
    /// `method`: see [`PriorityMethod`].
    /// # Evidence
    /// Published matrices of three to seven items to the digits printed; random consistent matrices, complete and not.
    /// # References
    /// T. L. Saaty, *A scaling method for priorities in hierarchical structures*, Journal of Mathematical Psychology 15,
    /// 1977; P. T. Harker, *Incomplete pairwise comparisons in the analytic hierarchy process*, Mathematical Modelling
    /// 9(11), 1987; G. Crawford and C. Williams, *A note on the analysis of subjective judgment matrices*, Journal of
    /// Mathematical Psychology 29, 1985. The eigenvector is found by T. Noda, *Note on the computation of the maximal
    /// eigenvalue of a non-negative irreducible matrix*, Numerische Mathematik 17, 1971.
    /// # Example
    /// ```
    /// use portefeuille::alignment::PairwiseMatrix;
    /// use portefeuille::model::PriorityMethod;
    ///
    /// let mut matrix = PairwiseMatrix::new(3);
    /// matrix.judge(0, 1, 2.into())?; // the first matters twice as much as the second
    /// matrix.judge(1, 2, 3.into())?; // the third pair is not judged
    /// let priorities = matrix.priorities(PriorityMethod::Eigenvector)?;
    /// assert_eq!(priorities.weights.iter().map(ToString::to_string).collect::<Vec<_>>(), ["0.6", "0.3", "0.1"]);
    /// assert_eq!(priorities.lambda_max, 3.into());
    /// # Ok::<(), portefeuille::alignment::WeightError>(())
    /// ```
    pub fn priorities(&self, method: PriorityMethod) -> Result<Priorities, WeightError> {
        let means = self.geometric_means()?;
        let (vector, lambda) = self.eigenvector(means.clone())?;
        let chosen = match method {
            PriorityMethod::Eigenvector => vector,
            PriorityMethod::GeometricMean => means,
        };
        let weights = shares(&chosen).ok_or(WeightError::OutOfRange)?;
        Ok(Priorities { weights, lambda_max: decimal(lambda).ok_or(WeightError::OutOfRange)? })
    }

    /// Logarithmic least squares; of a complete matrix the geometric means of the rows.
    pub(super) fn geometric_means(&self) -> Result<Vec<f64>, WeightError> {
        let n = self.items;
        if n == 0 {
            return Err(WeightError::Empty);
        }
        if let Some(item) = self.apart() {
            return Err(WeightError::Apart { item: item + 1 });
        }
        let row_sum = |i: usize| (0..n).filter_map(|j| self.at(i, j)).map(ln).sum::<f64>();
        let logs = if self.missing() == 0 {
            (0..n).map(|i| row_sum(i) / n as f64).collect()
        } else {
            // Least squares: (judged pairs of i) yᵢ − Σ yⱼ = Σ ln aᵢⱼ, the first item at 0.
            let mut matrix = vec![vec![0.0; n - 1]; n - 1];
            for (i, j, _) in self.pairs() {
                if i > 0 {
                    matrix[i - 1][i - 1] += 1.0;
                    matrix[i - 1][j - 1] -= 1.0;
                    matrix[j - 1][i - 1] -= 1.0;
                }
                matrix[j - 1][j - 1] += 1.0;
            }
            let mut logs = vec![0.0];
            logs.extend(solve(matrix, (1..n).map(row_sum).collect()).ok_or(WeightError::OutOfRange)?);
            logs
        };
        let greatest = logs.iter().fold(f64::NEG_INFINITY, |max, log| max.max(*log));
        normalized(logs.into_iter().map(|log| exp(log - greatest)).collect())
    }

    /// The principal eigenvector of Harker's matrix and its eigenvalue, from a first guess above zero.
    pub(super) fn eigenvector(&self, mut vector: Vec<f64>) -> Result<(Vec<f64>, f64), WeightError> {
        let n = self.items;
        let matrix: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                let mut row: Vec<f64> = (0..n).map(|j| self.at(i, j).unwrap_or(0.0)).collect();
                row[i] += (0..n).filter(|j| self.at(i, *j).is_none()).count() as f64;
                row
            })
            .collect();
        let image = |vector: &[f64]| -> Vec<f64> {
            matrix.iter().map(|row| row.iter().zip(vector).map(|(a, x)| a * x).sum()).collect()
        };
        // For a vector above zero the eigenvalue lies between the least and the greatest ratio. Noda's iteration brings the
        // greatest down to it, quadratically.
        let mut lambda = 0.0;
        for _ in 0..40 {
            let ratios: Vec<f64> = image(&vector).iter().zip(&vector).map(|(y, x)| y / x).collect();
            let (low, high) = ratios.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), r| (l.min(*r), h.max(*r)));
            if !high.is_finite() {
                return Err(WeightError::OutOfRange);
            }
            lambda = low + (high - low) / 2.0;
            if high - low <= 4.0 * f64::EPSILON * high {
                break;
            }
            let mut shifted: Vec<Vec<f64>> = matrix.iter().map(|row| row.iter().map(|a| -a).collect()).collect();
            for (i, row) in shifted.iter_mut().enumerate() {
                row[i] += high;
            }
            // Next to the eigenvalue the system has no solution above zero any more: the vector is as near as floats get.
            let Some(next) = solve(shifted, vector.clone()) else { break };
            let Ok(next) = normalized(next) else { break };
            vector = next;
        }
        Ok((vector, lambda))
    }
}

/// Numbers above zero divided by their sum.
fn normalized(values: Vec<f64>) -> Result<Vec<f64>, WeightError> {
    let sum: f64 = values.iter().sum();
    let sound = sum.is_finite() && values.iter().all(|value| *value > 0.0);
    if sound { Ok(values.into_iter().map(|value| value / sum).collect()) } else { Err(WeightError::OutOfRange) }
}

fn one_size(mut sizes: impl Iterator<Item = usize>) -> Result<usize, WeightError> {
    let expected = sizes.next().ok_or(WeightError::Empty)?;
    match sizes.find(|found| *found != expected) {
        Some(found) => Err(WeightError::Sizes { expected, found }),
        None => Ok(expected),
    }
}

fn weighted<T>(members: &[(Decimal, T)]) -> Result<(), WeightError> {
    for (k, (weight, _)) in members.iter().enumerate() {
        if weight.is_sign_negative() && !weight.is_zero() {
            return Err(WeightError::Negative { position: k + 1, value: *weight });
        }
    }
    if members.iter().all(|(weight, _)| weight.is_zero()) {
        return Err(WeightError::AllZero { count: members.len() });
    }
    Ok(())
}

/// One matrix of several judges: the weighted geometric mean of their judgements, pair by pair (*agrégation des jugements*).
/// A pair is that of those who judged it; where nobody did it stays missing. Judgements are kept to 12 decimals.
pub fn group_judgements(members: &[(Decimal, &PairwiseMatrix)]) -> Result<PairwiseMatrix, WeightError> {
    let items = one_size(members.iter().map(|(_, matrix)| matrix.items))?;
    weighted(members)?;
    let mut group = PairwiseMatrix::new(items);
    for i in 0..items {
        for j in i + 1..items {
            let (mut logs, mut weights) = (0.0, 0.0);
            for (weight, matrix) in members {
                if let Some(times) = matrix.at(i, j).filter(|_| !weight.is_zero()) {
                    logs += real(*weight) * ln(times);
                    weights += real(*weight);
                }
            }
            if weights > 0.0 {
                // Written from the side that matters more, so that the digits kept are the first ones.
                let mean = logs / weights;
                let times = decimal(exp(mean.abs())).ok_or(WeightError::OutOfRange)?;
                let (item, over) = if mean < 0.0 { (j, i) } else { (i, j) };
                group.judge(item, over, times)?;
            }
        }
    }
    Ok(group)
}

/// The weighted geometric mean of the priorities of several judges, as shares (*agrégation des priorités*).
pub fn group_priorities(members: &[(Decimal, &[Decimal])]) -> Result<Vec<Decimal>, WeightError> {
    let items = one_size(members.iter().map(|(_, priorities)| priorities.len()))?;
    weighted(members)?;
    let total: f64 = members.iter().map(|(weight, _)| real(*weight)).sum();
    let mut means = Vec::with_capacity(items);
    for i in 0..items {
        let mut log = 0.0;
        for (weight, priorities) in members {
            if priorities[i] <= Decimal::ZERO {
                return Err(WeightError::NotPositive { row: i + 1, column: i + 1, value: priorities[i] });
            }
            log += real(*weight) * ln(real(priorities[i]));
        }
        means.push(exp(log / total));
    }
    shares(&means).ok_or(WeightError::OutOfRange)
}
