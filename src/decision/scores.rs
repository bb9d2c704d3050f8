//! What a scoring model reads of the projects of a scope.

use crate::alignment::{Alternative, RawValue, ScoreError, Scoreboard};
use crate::indicator::last_measures;
use crate::model::{CriterionSource, Measure, MeasureStatus, ProjectIx, ProjectRef, Scope, ScoringModel};
use crate::quantity::exact::sum;
use crate::quantity::{Money, Score};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

impl Scope {
    /// The scores of its projects under the scoring model of its policy, with what each criterion brings (*notation*);
    /// `None` where the policy has none.
    ///
    /// Scored are the projects that have begun and those open to choice, in the order of the document. Of projects with
    /// several variants the one is read that committed work follows, or else the first.
    pub fn scores(&self) -> Result<Option<Scoreboard>, ScoreError> {
        self.policy().scoring.as_ref().map(|scoring| scores_of(self, scoring)).transpose()
    }
}

pub(super) fn scores_of(scope: &Scope, scoring: &ScoringModel) -> Result<Scoreboard, ScoreError> {
    let measured: Vec<BTreeMap<ProjectIx, &Measure>> = scoring
        .criteria
        .iter()
        .map(|criterion| match &criterion.source {
            CriterionSource::Indicator(id) => {
                last_measures(scope.model(), id, scope.status_date(), MeasureStatus::Actual)
            }
            _ => BTreeMap::new(),
        })
        .collect();
    let mut alternatives = Vec::new();
    for project in scope.projects() {
        let state = project.record().state;
        if !state.is_committed() && !scope.policy().is_open(state) {
            continue;
        }
        let mut values = Vec::with_capacity(scoring.criteria.len());
        for (criterion, measured) in scoring.criteria.iter().zip(&measured) {
            values.push(match &criterion.source {
                CriterionSource::Indicator(_) => measured.get(&project.ix()).map(|m| RawValue::from(&m.value)),
                source => number(project, source)?.map(RawValue::Number),
            });
        }
        alternatives.push(Alternative { id: project.id().to_string(), values });
    }
    scoring.score(&alternatives)
}

fn total(numbers: impl Iterator<Item = Decimal>) -> Result<Decimal, ScoreError> {
    sum(numbers).ok_or(ScoreError::OutOfRange)
}

fn number(project: ProjectRef<'_>, source: &CriterionSource) -> Result<Option<Decimal>, ScoreError> {
    let (record, variant) = (project.record(), project.variant());
    Ok(match source {
        CriterionSource::Objective(id) => {
            let line = record.alignment.iter().find(|line| line.objective == *id);
            (!record.alignment.is_empty()).then(|| line.map_or(Decimal::ZERO, |line| line.score.value()))
        }
        CriterionSource::Cost => Some(total(variant.costs.iter().map(|line| line.amount.amount()))?),
        CriterionSource::Workload => Some(total(variant.workload.iter().map(|line| line.workload.value()))?),
        CriterionSource::Duration => Some(variant.months.into()),
        CriterionSource::YearlyBenefit => {
            let mut known = record.benefits.iter().filter_map(|benefit| benefit.yearly).peekable();
            let any = known.peek().is_some();
            let gain = total(known.map(Money::amount))?;
            any.then_some(gain)
        }
        CriterionSource::Weight => record.weight.map(Score::value),
        CriterionSource::Indicator(_) => None,
    })
}

/// A sentence for each judge, and for the group as one, whose judgements contradict each other too much.
pub(super) fn observations(scoring: &ScoringModel) -> Vec<String> {
    let Ok(weights) = scoring.weights() else { return Vec::new() };
    let mut found = Vec::new();
    for coherence in weights.coherence {
        let Some(ratio) = coherence.ratio.filter(|ratio| !ratio.is_acceptable()) else { continue };
        let who = coherence.judge.as_deref().unwrap_or("all judges together");
        let named = |k: usize| scoring.criteria[k].id.as_str();
        let worst = coherence.inconsistencies.first().map_or_else(String::new, |worst| {
            format!(
                "; `{}` over `{}` is judged {}, the other judgements make it {}",
                named(worst.item),
                named(worst.over),
                worst.judged.round_dp(2).normalize(),
                worst.implied.round_dp(2).normalize()
            )
        });
        let ratio = ratio.value().round_dp(3).normalize();
        found.push(format!("the consistency ratio of {who} is {ratio}, not below 0.1{worst}"));
    }
    found
}
