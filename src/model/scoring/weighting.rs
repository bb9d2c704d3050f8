//! Where the weights of criteria come from.

use crate::id::CriterionId;
use crate::quantity::Score;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Where the weights of criteria come from (*pondération*).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Weighting {
    /// Points of each criterion, on any scale.
    #[default]
    Direct,
    /// Swing: points of each criterion for the whole step from its worst to its best value, the greatest step 100. The
    /// arithmetic is that of direct points; the question is not.
    Swing,
    /// From the order of importance alone.
    Ranks(RankRule),
    /// From pairwise comparison.
    Pairwise(PairwiseWeighting),
}

/// How an order of importance becomes weights; n criteria, k the place from 1. Criteria that share a place share the mean
/// of the weights of the places they take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RankRule {
    /// Rank-order centroid (ROC): (1 ÷ n) Σ 1 ÷ i for i from k to n.
    #[default]
    Centroid,
    /// Rank sum: 2 (n + 1 − k) ÷ (n (n + 1)).
    Sum,
}

/// Weights from comparing criteria two by two (*comparaison par paires*), by one judge or several.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PairwiseWeighting {
    /// Who compared what; at least one.
    pub judges: Vec<Judge>,
    /// How judgements become weights.
    #[serde(default)]
    pub method: PriorityMethod,
    /// How several judges become one.
    #[serde(default)]
    pub group: GroupRule,
    /// What the worded answers stand for.
    #[serde(default)]
    pub scale: StepScale,
    /// What the inconsistency of judgements is measured against.
    #[serde(default)]
    pub random_index: RandomIndex,
}

/// One judge and what was answered (*décideur*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Judge {
    /// Who: a person, a group, a session.
    pub name: String,
    /// What this judge weighs among the others; 1 where absent, not negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Score>,
    /// The answers, each pair once. Pairs may be missing as long as the rest ties all criteria together.
    pub judgements: Vec<Judgement>,
}

impl Judge {
    /// A judge who weighs 1.
    pub fn new(name: impl Into<String>, judgements: Vec<Judgement>) -> Self {
        Self { name: name.into(), weight: None, judgements }
    }
}

/// One answer: how much more a criterion matters than another (*jugement*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Judgement {
    /// The criterion asked about.
    pub criterion: CriterionId,
    /// The one it is compared with.
    pub over: CriterionId,
    /// How much more it matters.
    pub answer: Answer,
}

impl Judgement {
    /// An answer about two criteria.
    pub fn new(criterion: impl Into<CriterionId>, over: impl Into<CriterionId>, answer: Answer) -> Self {
        Self { criterion: criterion.into(), over: over.into(), answer }
    }
}

/// How much more one criterion matters than another: written `{"times": "3"}` or `{"step": "much-more"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Answer {
    /// So many times as much; above zero, below one for less.
    Times(Score),
    /// In words.
    Step(ComparisonStep),
}

/// The seven worded answers of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComparisonStep {
    /// *Extrêmement plus important*.
    ExtremelyMore,
    /// *Beaucoup plus important*.
    MuchMore,
    /// *Plus important*.
    More,
    /// *Aussi important*.
    Equal,
    /// *Moins important*.
    Less,
    /// *Beaucoup moins important*.
    MuchLess,
    /// *Extrêmement moins important*.
    ExtremelyLess,
}

/// The numbers of the worded answers; the lesser ones are their reciprocals.
///
/// The default, 3, 5 and 9, is this crate's own choice within Saaty's 1 to 9: the vendors that ask in seven words have not
/// published theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StepScale {
    /// *More*; above zero.
    pub more: Score,
    /// *Much more*; above zero.
    pub much_more: Score,
    /// *Extremely more*; above zero.
    pub extremely_more: Score,
}

impl StepScale {
    /// A scale of one's own.
    pub fn new(more: Score, much_more: Score, extremely_more: Score) -> Self {
        Self { more, much_more, extremely_more }
    }

    /// How many times as much a step of the upper half stands for, and whether it is meant the other way round.
    pub fn times(self, step: ComparisonStep) -> (Score, bool) {
        match step {
            ComparisonStep::Equal => (Score::ONE, false),
            ComparisonStep::More => (self.more, false),
            ComparisonStep::MuchMore => (self.much_more, false),
            ComparisonStep::ExtremelyMore => (self.extremely_more, false),
            ComparisonStep::Less => (self.more, true),
            ComparisonStep::MuchLess => (self.much_more, true),
            ComparisonStep::ExtremelyLess => (self.extremely_more, true),
        }
    }
}

impl Default for StepScale {
    fn default() -> Self {
        Self { more: Score::points(3), much_more: Score::points(5), extremely_more: Score::points(9) }
    }
}

/// How a matrix of judgements becomes weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PriorityMethod {
    /// The principal eigenvector (Saaty 1977).
    #[default]
    Eigenvector,
    /// Geometric means of the rows, or logarithmic least squares where judgements are missing (Crawford and Williams 1985).
    GeometricMean,
}

/// How several judges become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GroupRule {
    /// The weighted geometric mean of their judgements, pair by pair: they act as one.
    #[default]
    Judgements,
    /// The weighted geometric mean of their priorities: each keeps a voice of their own.
    Priorities,
}

/// Mean inconsistency of random matrices, the measure of a consistency ratio; published tables differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RandomIndex {
    /// Saaty 1980: 0.58 for three items.
    Saaty1980,
    /// Saaty's later table: 0.52 for three items.
    #[default]
    SaatyLater,
    /// Donegan and Dodd 1991: 0.4914 for three items.
    DoneganDodd,
    /// One's own value for the number of items compared; above zero.
    Value(Score),
}

impl RandomIndex {
    /// The index of so many items: 0 for one and two, which cannot contradict each other; `None` beyond the ten that the
    /// tables are held for here.
    ///
    /// ```
    /// use portefeuille::model::RandomIndex;
    ///
    /// assert_eq!(RandomIndex::Saaty1980.of(3).map(|index| index.to_string()).as_deref(), Some("0.58"));
    /// assert_eq!(RandomIndex::DoneganDodd.of(10).map(|index| index.to_string()).as_deref(), Some("1.4055"));
    /// assert_eq!(RandomIndex::SaatyLater.of(11), None);
    /// ```
    pub fn of(self, items: usize) -> Option<Decimal> {
        const SAATY_1980: [i64; 10] = [0, 0, 5800, 9000, 11200, 12400, 13200, 14100, 14500, 14900];
        const SAATY_LATER: [i64; 10] = [0, 0, 5200, 8900, 11100, 12500, 13500, 14000, 14500, 14900];
        const DONEGAN_DODD: [i64; 10] = [0, 0, 4914, 8286, 10591, 11797, 12519, 13171, 13733, 14055];
        let table = match self {
            Self::Saaty1980 => SAATY_1980,
            Self::SaatyLater => SAATY_LATER,
            Self::DoneganDodd => DONEGAN_DODD,
            Self::Value(_) if items < 3 => return Some(Decimal::ZERO),
            Self::Value(value) => return Some(value.value()),
        };
        let at = items.checked_sub(1)?;
        table.get(at).map(|ticks| Decimal::new(*ticks, 4).normalize())
    }
}
