//! A scoring model at work: weights, values, scores.

use super::consistency::{ConsistencyIndex, ConsistencyRatio, Inconsistency};
use super::error::{ScoreError, WeightError};
use super::pairwise::{PairwiseMatrix, group_judgements, group_priorities};
use super::table::{Column, RankedRow, Ranking, Table, ranks};
use super::value::{Points, points, raw};
use super::weights::{weights_from_points, weights_from_ranks};
use crate::id::CriterionId;
use crate::model::{
    Answer, Direction, GroupRule, Judge, MissingScore, Normalization, Observation, PairwiseWeighting, ScoringMethod,
    ScoringModel, Weighting,
};
use crate::quantity::Score;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// How far one judge, or the group as one, contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coherence {
    /// The judge; `None` for the group's common matrix.
    pub judge: Option<String>,
    /// Lower is better; `None` where no random index is known for that many criteria.
    pub ratio: Option<ConsistencyRatio>,
    /// Higher is better; `None` where no three criteria were all compared.
    pub index: Option<ConsistencyIndex>,
    /// The judgements that the others contradict, worst first; items are positions in the list of criteria. Empty where
    /// there is no ratio.
    pub inconsistencies: Vec<Inconsistency>,
}

/// Weights of the criteria of a scoring model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CriteriaWeights {
    /// A share for each criterion, 12 decimals that add up to exactly 1.
    pub shares: Vec<Decimal>,
    /// One for each judge, and one for the group where several act as one; empty without pairwise comparison.
    pub coherence: Vec<Coherence>,
}

/// What is known of one project against the criteria of a scoring model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Its key.
    pub id: String,
    /// One value for each criterion, in their order; `None` where there is none.
    pub values: Vec<Option<RawValue>>,
}

/// What is known against one criterion, before its value function.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RawValue {
    /// A number, in the criterion's unit.
    Number(Decimal),
    /// A level; the criterion says which number it stands for.
    Level(String),
}

impl From<&Observation> for RawValue {
    fn from(observation: &Observation) -> Self {
        match observation {
            Observation::Number(number) => Self::Number(number.value()),
            Observation::Level(level) => Self::Level(level.clone()),
        }
    }
}

/// What one criterion says of one alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Part {
    /// The points of its value function, 12 decimals; `None` where it has no value.
    #[serde(serialize_with = "option_as_text")]
    pub value: Option<Decimal>,
    /// What it brings to the score; `None` where it divides, or where there is no score.
    #[serde(serialize_with = "option_as_text")]
    pub contribution: Option<Decimal>,
}

/// The score of one alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Scored {
    /// Its key.
    pub id: String,
    /// Higher is better; `None` where values are missing that the model does not do without.
    #[serde(serialize_with = "option_as_text")]
    pub score: Option<Decimal>,
    /// From 1 among those with a score; equal scores share the better rank.
    pub rank: Option<usize>,
    /// One for each criterion. Contributions add up to the score; of a weighted product they multiply to it.
    pub parts: Vec<Part>,
    /// The criteria it has no value against.
    pub missing: Vec<CriterionId>,
}

/// Scores under one version of one scoring model. They compare with no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Scoreboard {
    /// Name of the model.
    pub model: String,
    /// Its version.
    pub version: String,
    /// The criteria.
    pub criteria: Vec<CriterionId>,
    /// What each criterion weighs, shares that add up to 1.
    #[serde(serialize_with = "all_as_text")]
    pub weights: Vec<Decimal>,
    /// The alternatives, in the order given.
    pub rows: Vec<Scored>,
    /// Criteria under which all scored alternatives have one value, so that they decide nothing.
    pub constant: Vec<CriterionId>,
}

#[allow(clippy::ref_option, reason = "serde hands a reference to the field")]
fn option_as_text<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

fn all_as_text<S: Serializer>(values: &[Decimal], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(ToString::to_string))
}

impl Scoreboard {
    /// The row of a project.
    pub fn row(&self, id: &str) -> Option<&Scored> {
        self.rows.iter().find(|row| row.id == id)
    }
}

impl ScoringModel {
    /// Weights of the criteria, and how far those who judged contradict themselves.
    pub fn weights(&self) -> Result<CriteriaWeights, WeightError> {
        let shares = match &self.weighting {
            Weighting::Direct | Weighting::Swing => weights_from_points(&self.points())?,
            Weighting::Ranks(rule) => {
                let ranks: Vec<u32> = self.criteria.iter().map(|criterion| criterion.rank.unwrap_or(0)).collect();
                weights_from_ranks(&ranks, *rule)?
            }
            Weighting::Pairwise(pairwise) => return self.compared(pairwise),
        };
        Ok(CriteriaWeights { shares, coherence: Vec::new() })
    }

    fn points(&self) -> Vec<Decimal> {
        self.criteria.iter().map(|criterion| criterion.weight.map_or(Decimal::ZERO, Score::value)).collect()
    }

    fn compared(&self, pairwise: &PairwiseWeighting) -> Result<CriteriaWeights, WeightError> {
        let matrices: Vec<(Decimal, PairwiseMatrix)> = pairwise
            .judges
            .iter()
            .map(|judge| Ok((judge.weight.map_or(Decimal::ONE, Score::value), self.matrix(pairwise, judge)?)))
            .collect::<Result<_, WeightError>>()?;
        let mut coherence = Vec::new();
        for (judge, (_, matrix)) in pairwise.judges.iter().zip(&matrices) {
            coherence.push(coherence_of(Some(judge.name.clone()), matrix, pairwise)?);
        }
        let members: Vec<(Decimal, &PairwiseMatrix)> =
            matrices.iter().map(|(weight, matrix)| (*weight, matrix)).collect();
        let shares = match pairwise.group {
            GroupRule::Judgements => {
                let group = group_judgements(&members)?;
                if members.len() > 1 {
                    coherence.push(coherence_of(None, &group, pairwise)?);
                }
                group.priorities(pairwise.method)?.weights
            }
            GroupRule::Priorities => {
                let each = members
                    .iter()
                    .map(|(weight, matrix)| Ok((*weight, matrix.priorities(pairwise.method)?.weights)))
                    .collect::<Result<Vec<_>, WeightError>>()?;
                group_priorities(&each.iter().map(|(weight, list)| (*weight, list.as_slice())).collect::<Vec<_>>())?
            }
        };
        Ok(CriteriaWeights { shares, coherence })
    }

    /// The judgements of one judge; those that name a criterion which is not there are errors.
    pub fn matrix(&self, pairwise: &PairwiseWeighting, judge: &Judge) -> Result<PairwiseMatrix, WeightError> {
        let count = self.criteria.len();
        let position =
            |id: &CriterionId| self.criteria.iter().position(|criterion| criterion.id == *id).unwrap_or(count);
        let mut matrix = PairwiseMatrix::new(count);
        for judgement in &judge.judgements {
            let (mut item, mut over) = (position(&judgement.criterion), position(&judgement.over));
            let times = match judgement.answer {
                Answer::Times(times) => times,
                Answer::Step(step) => {
                    let (times, inverse) = pairwise.scale.times(step);
                    if inverse {
                        (item, over) = (over, item);
                    }
                    times
                }
            };
            matrix.judge(item, over, times.value())?;
        }
        Ok(matrix)
    }

    /// Scores alternatives against each other, each with what every criterion brings.
    ///
    /// Value functions with open ends, normalizations, TOPSIS and PROMETHEE look at all alternatives together: the scores of
    /// two lists do not compare.
    ///
    /// ```
    /// use portefeuille::alignment::{Alternative, RawValue};
    /// use portefeuille::model::{Criterion, CriterionSource, Direction, ScoringModel};
    /// use portefeuille::Score;
    ///
    /// let mut usage = Criterion::new("usage", CriterionSource::Indicator("usage".into()), Direction::Higher);
    /// usage.weight = Some(Score::points(3));
    /// let mut effort = Criterion::new("effort", CriterionSource::Workload, Direction::Lower);
    /// effort.weight = Some(Score::points(1));
    /// let model = ScoringModel::new("priorités", "2026-1", vec![usage, effort]);
    ///
    /// let of = |id: &str, values: [Option<i64>; 2]| Alternative {
    ///     id: id.to_owned(),
    ///     values: values.map(|value| value.map(|value| RawValue::Number(value.into()))).to_vec(),
    /// };
    /// let board = model.score(&[of("sig", [Some(8), Some(4)]), of("ged", [None, Some(2)])])?;
    /// assert_eq!(board.rows[0].score.map(|score| score.to_string()).as_deref(), Some("5")); // (3 × 8 − 4) ÷ 4
    /// assert_eq!((board.rows[1].score, board.rows[1].missing[0].as_str()), (None, "usage")); // not zero: missing
    /// # Ok::<(), portefeuille::alignment::ScoreError>(())
    /// ```
    pub fn score(&self, alternatives: &[Alternative]) -> Result<Scoreboard, ScoreError> {
        let count = self.criteria.len();
        for (k, alternative) in alternatives.iter().enumerate() {
            if alternative.values.len() != count {
                return Err(ScoreError::Shape { row: k + 1, found: alternative.values.len(), expected: count });
            }
        }
        let spreads = self.missing == MissingScore::Spread;
        let may_spread = matches!(self.method, ScoringMethod::WeightedSum { .. } | ScoringMethod::WeightedProduct);
        if spreads && !may_spread {
            return Err(ScoreError::CannotSpread);
        }
        let shares = self.weights()?.shares;
        // Points count as they are, so that what ties in the numbers ties in the score.
        let weights = match self.weighting {
            Weighting::Direct | Weighting::Swing => self.points(),
            _ => shares.clone(),
        };
        let active: Vec<usize> = (0..count).filter(|j| !weights[*j].is_zero()).collect();
        let mut all = Vec::with_capacity(count);
        for (j, criterion) in self.criteria.iter().enumerate() {
            let observed = |alternative: &Alternative| -> Result<Option<Decimal>, ScoreError> {
                let observed = alternative.values[j].as_ref().map(|value| raw(criterion, value)).transpose()?;
                Ok(match self.missing {
                    MissingScore::Value(value) => observed.or(Some(value.value())),
                    _ => observed,
                })
            };
            let raw = alternatives.iter().map(observed).collect::<Result<Vec<_>, _>>()?;
            let mut points = points(criterion, raw)?;
            if self.missing == MissingScore::Worst {
                let known = points.values.iter().flatten().copied();
                let worst = if points.direction == Direction::Lower { known.max() } else { known.min() };
                points.values.iter_mut().for_each(|value| *value = value.or(worst));
            }
            all.push(points);
        }
        let has = |i: usize, j: usize| all[j].values[i].is_some();
        let complete: Vec<usize> = (0..alternatives.len())
            .filter(|i| if spreads { active.iter().any(|j| has(*i, *j)) } else { active.iter().all(|j| has(*i, *j)) })
            .collect();
        let columns: Vec<Column> = active.iter().map(|j| Column::new(weights[*j], all[*j].direction)).collect();
        let ranking = if spreads {
            self.spread(&all, &active, &columns, &complete)?
        } else {
            let rows = complete.iter().map(|i| active.iter().filter_map(|j| all[*j].values[*i]).collect()).collect();
            self.ranking(&Table::new(columns, rows)?, &active)?
        };
        Ok(self.board(alternatives, shares, &all, &active, &complete, &ranking))
    }

    fn ranking(&self, table: &Table, active: &[usize]) -> Result<Ranking, ScoreError> {
        match self.method {
            ScoringMethod::WeightedSum { normalization } => table.weighted_sum(normalization),
            ScoringMethod::WeightedProduct => table.weighted_product(),
            ScoringMethod::Topsis { normalization } => table.topsis(normalization),
            ScoringMethod::Promethee2 => {
                let preferences: Vec<_> = active.iter().map(|j| self.criteria[*j].preference).collect();
                Ok(table.promethee2(&preferences)?.ranking)
            }
            ScoringMethod::Quotient => table.quotient(),
        }
    }

    /// Each row over the criteria it has values for. Normalization looks at all the values there are.
    fn spread(
        &self,
        all: &[Points],
        active: &[usize],
        columns: &[Column],
        complete: &[usize],
    ) -> Result<Ranking, ScoreError> {
        let mut oriented = Vec::with_capacity(active.len());
        for (j, column) in active.iter().zip(columns) {
            let values = &all[*j].values;
            let known: Vec<Vec<Decimal>> =
                complete.iter().filter_map(|i| values[*i]).map(|value| vec![value]).collect();
            let scaled = match self.method {
                ScoringMethod::WeightedSum { normalization } => {
                    Table::new(vec![*column], known)?.oriented(normalization)?
                }
                _ => known,
            };
            let mut scaled = scaled.into_iter().flatten();
            let row = |i: &usize| values[*i].and_then(|_| scaled.next());
            oriented.push(complete.iter().map(row).collect::<Vec<Option<Decimal>>>());
        }
        let product = self.method == ScoringMethod::WeightedProduct;
        let value = |c: usize, k: usize| oriented[c].get(k).copied().flatten();
        let mut rows = Vec::with_capacity(complete.len());
        for k in 0..complete.len() {
            let here: Vec<usize> = (0..active.len()).filter(|c| value(*c, k).is_some()).collect();
            let direction = |c: usize| if product { columns[c].direction } else { Direction::Higher };
            let own = here.iter().map(|c| Column::new(columns[*c].weight, direction(*c))).collect();
            let table = Table::new(own, vec![here.iter().filter_map(|c| value(*c, k)).collect()])?;
            let one = if product { table.weighted_product()? } else { table.weighted_sum(Normalization::None)? };
            let mut contributions = vec![None; active.len()];
            let Some(row) = one.rows.into_iter().next() else { continue };
            for (c, contribution) in here.iter().zip(row.contributions) {
                contributions[*c] = contribution;
            }
            rows.push(RankedRow { contributions, ..row });
        }
        let scores: Vec<Decimal> = rows.iter().map(|row| row.score).collect();
        for (row, rank) in rows.iter_mut().zip(ranks(&scores)) {
            row.rank = rank;
        }
        let alike = |c: &usize| {
            let mut known = oriented[*c].iter().flatten();
            known.next().is_none_or(|first| known.all(|other| other == first))
        };
        Ok(Ranking { rows, constant: (0..active.len()).filter(alike).collect() })
    }

    fn board(
        &self,
        alternatives: &[Alternative],
        weights: Vec<Decimal>,
        all: &[Points],
        active: &[usize],
        complete: &[usize],
        ranking: &Ranking,
    ) -> Scoreboard {
        let id = |j: usize| self.criteria[j].id.clone();
        let rows = alternatives.iter().enumerate().map(|(i, alternative)| {
            let row = complete.binary_search(&i).ok().and_then(|k| ranking.rows.get(k));
            let part = |(j, points): (usize, &Points)| {
                let contribution = match active.binary_search(&j) {
                    Ok(c) => row.and_then(|row| row.contributions[c]),
                    Err(_) => row.map(|_| self.idle()),
                };
                Part { value: points.values[i], contribution }
            };
            Scored {
                id: alternative.id.clone(),
                score: row.map(|row| row.score),
                rank: row.map(|row| row.rank),
                parts: all.iter().enumerate().map(part).collect(),
                missing: (0..self.criteria.len()).filter(|j| alternative.values[*j].is_none()).map(id).collect(),
            }
        });
        let constant = (0..self.criteria.len())
            .filter(|j| all[*j].collapsed || active.binary_search(j).is_ok_and(|c| ranking.constant.contains(&c)));
        Scoreboard {
            model: self.name.clone(),
            version: self.version.clone(),
            criteria: (0..self.criteria.len()).map(id).collect(),
            weights,
            rows: rows.collect(),
            constant: constant.map(id).collect(),
        }
    }

    /// What a criterion without weight brings.
    fn idle(&self) -> Decimal {
        if self.method == ScoringMethod::WeightedProduct { Decimal::ONE } else { Decimal::ZERO }
    }
}

fn coherence_of(
    judge: Option<String>,
    matrix: &PairwiseMatrix,
    pairwise: &PairwiseWeighting,
) -> Result<Coherence, WeightError> {
    let index = matrix.consistency_index();
    match matrix.consistency_ratio(pairwise.random_index) {
        Ok(ratio) => {
            let inconsistencies = matrix.inconsistencies(pairwise.random_index)?;
            Ok(Coherence { judge, ratio: Some(ratio), index, inconsistencies })
        }
        // The group as a whole may tie together what one judge leaves apart, and the tables of random indices end.
        Err(WeightError::NoRandomIndex { .. } | WeightError::Apart { .. }) => {
            Ok(Coherence { judge, ratio: None, index, inconsistencies: Vec::new() })
        }
        Err(error) => Err(error),
    }
}
