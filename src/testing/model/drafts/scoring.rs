//! Scoring models: criteria, weights, methods.

use super::{Author, of};
use crate::model::{
    Answer, ComparisonStep, Criterion, CriterionSource, Direction, GroupRule, Judge, Judgement, LevelValue,
    MissingScore, ModelDraft, Normalization, PairwiseWeighting, PreferenceFunction, PriorityMethod, RandomIndex,
    RankRule, ScoringMethod, ScoringModel, ValueFunction, ValuePoint, Weighting,
};
use crate::quantity::Score;

impl Author {
    pub(super) fn scoring(&mut self, draft: &ModelDraft) -> ScoringModel {
        // Effort, worse when higher, comes first, so that every method has something to divide by.
        let mut criteria = vec![Criterion::new("effort", CriterionSource::Workload, Direction::Lower)];
        for k in 0..=self.tape.below(3) {
            let criterion = self.criterion(draft, k);
            criteria.push(criterion);
        }
        for (k, criterion) in (1..).zip(&mut criteria) {
            criterion.weight = Some(if k == 1 { Score::ONE } else { self.points(5) });
            criterion.rank = Some(k);
        }
        let mut model = ScoringModel::new("Grille de priorité", "2026", criteria);
        model.weighting = self.weighting(&model);
        let normalization = self.word(&[Normalization::MinMax, Normalization::None, Normalization::Vector]);
        model.method = self.word(&[
            ScoringMethod::WeightedSum { normalization },
            ScoringMethod::Topsis { normalization },
            ScoringMethod::Promethee2,
            ScoringMethod::WeightedProduct,
            ScoringMethod::Quotient,
        ]);
        let sums = matches!(model.method, ScoringMethod::WeightedSum { .. } | ScoringMethod::WeightedProduct);
        model.missing = match self.tape.below(4) {
            1 => MissingScore::Worst,
            2 => MissingScore::Value(self.points(10)),
            3 if sums => MissingScore::Spread,
            _ => MissingScore::Unscored,
        };
        model
    }

    fn criterion(&mut self, draft: &ModelDraft, k: usize) -> Criterion {
        let (mut levels, mut source) = (Vec::new(), CriterionSource::YearlyBenefit);
        match self.tape.below(5) {
            1 => source = CriterionSource::Weight,
            2 => source = CriterionSource::Cost,
            3 => {
                if let Some(indicator) = self.one(&draft.indicators) {
                    levels = indicator.levels;
                    source = CriterionSource::Indicator(indicator.id);
                }
            }
            4 => {
                if let Some(objective) = self.one(&draft.objectives) {
                    source = CriterionSource::Objective(objective.id);
                }
            }
            _ => {}
        }
        let mut criterion = Criterion::new(format!("critere-{k}"), source, Direction::Higher);
        criterion.name = self.maybe(30, |_| "Intérêt pour l'usager".to_owned());
        criterion.levels = levels.into_iter().map(|level| LevelValue::new(level, self.points(9))).collect();
        criterion.value = match self.tape.below(5) {
            1 => ValueFunction::Linear { low: None, high: self.maybe(50, |d| d.points(100)) },
            2 => ValueFunction::Target { target: self.points(10), reach: of("5") },
            3 => ValueFunction::Piecewise {
                points: (0..3).map(|corner| ValuePoint::new(Score::points(corner), self.points(10))).collect(),
            },
            _ => ValueFunction::AsIs,
        };
        criterion.preference = self.word(&[
            PreferenceFunction::Usual,
            PreferenceFunction::VShape { preference: Score::points(4) },
            PreferenceFunction::Linear { indifference: Score::ONE, preference: Score::points(3) },
            PreferenceFunction::Gaussian { deviation: Score::points(2) },
        ]);
        criterion
    }

    fn weighting(&mut self, model: &ScoringModel) -> Weighting {
        match self.tape.below(4) {
            1 => Weighting::Swing,
            2 => Weighting::Ranks(self.word(&[RankRule::Centroid, RankRule::Sum])),
            3 => {
                let steps = [ComparisonStep::Equal, ComparisonStep::More, ComparisonStep::MuchLess];
                // A chain of answers ties all criteria together.
                let chain = model.criteria.windows(2).map(|pair| {
                    let answer = self.one(&steps).map_or(Answer::Times(Score::ONE), Answer::Step);
                    Judgement::new(pair[0].id.clone(), pair[1].id.clone(), answer)
                });
                let judge = Judge::new("Comité", chain.collect());
                Weighting::Pairwise(PairwiseWeighting {
                    judges: vec![judge; 1 + self.tape.below(2)],
                    method: self.word(&[PriorityMethod::Eigenvector, PriorityMethod::GeometricMean]),
                    group: self.word(&[GroupRule::Judgements, GroupRule::Priorities]),
                    random_index: self.word(&[RandomIndex::SaatyLater, RandomIndex::DoneganDodd]),
                    ..PairwiseWeighting::default()
                })
            }
            _ => Weighting::Direct,
        }
    }
}
