//! How far a plan serves objectives, themes and policy areas.

use super::report::{ProjectDecision, Verdict, as_text, option_as_text};
use super::scale::to_six_places;
use crate::alignment::Scoreboard;
use crate::model::{CriterionSource, ObjectiveRef, Scope};
use crate::quantity::Share;
use crate::quantity::exact::ratio;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Decimals of shares.
const DIGITS: u32 = 6;

/// How far a plan serves one objective, theme or policy area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AlignmentLine {
    /// Key of the objective, theme or policy area.
    pub id: String,
    /// Name people use.
    pub name: String,
    /// What its objectives weigh.
    #[serde(serialize_with = "as_text")]
    pub weight: Decimal,
    /// Its part of all weight, 6 decimals; `None` where nothing weighs anything.
    #[serde(serialize_with = "option_as_text")]
    pub weight_share: Option<Decimal>,
    /// Σ weight × alignment of the retained projects in their variants, to 6 decimals each.
    #[serde(serialize_with = "as_text")]
    pub retained: Decimal,
    /// The same of all projects that the decision was about, retained or not, in the variants shown.
    #[serde(serialize_with = "as_text")]
    pub asked: Decimal,
    /// Its part of all that is retained, 6 decimals; `None` where nothing is. Far from its part of the weight, the plan
    /// follows another strategy than the one written down.
    #[serde(serialize_with = "option_as_text")]
    pub retained_share: Option<Decimal>,
    /// How many retained projects serve it.
    pub projects: usize,
}

/// How far a plan serves the strategy (*alignement du plan*), three ways: the same sums by objective, by theme and by policy
/// area.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct PlanAlignment {
    /// By objective, in the order of the document.
    pub objectives: Vec<AlignmentLine>,
    /// By theme, in the order of the document.
    pub themes: Vec<AlignmentLine>,
    /// By policy area, in the order of the document; objectives that serve none are in no line.
    pub policy_areas: Vec<AlignmentLine>,
}

/// What one line adds up to.
#[derive(Default)]
struct Sum<'a> {
    weight: Decimal,
    retained: Decimal,
    asked: Decimal,
    projects: BTreeSet<&'a str>,
}

impl PlanAlignment {
    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.objectives.is_empty()
    }

    /// Objectives of the scope's themes, and those that its projects are aligned to. Where worth is a score by criteria that
    /// read objectives, those objectives weigh what the criteria do; otherwise their own weight.
    pub(super) fn of(scope: &Scope, projects: &[ProjectDecision], scores: Option<&Scoreboard>) -> Self {
        let model = scope.model();
        let themes: BTreeSet<_> = scope.themes().into_iter().map(|theme| theme.id().as_str().to_owned()).collect();
        let aligned: BTreeSet<&str> =
            scope.projects().flat_map(|p| &p.record().alignment).map(|line| line.objective.as_str()).collect();
        let criteria = scores.zip(scope.policy().scoring.as_ref()).map(|(board, scoring)| {
            let weighed = scoring.criteria.iter().zip(&board.weights);
            let read = weighed.filter_map(|(criterion, weight)| match &criterion.source {
                CriterionSource::Objective(id) => Some((id.as_str(), *weight)),
                _ => None,
            });
            read.fold(BTreeMap::<&str, Decimal>::new(), |mut map, (id, weight)| {
                *map.entry(id).or_default() += weight;
                map
            })
        });
        let criteria = criteria.filter(|map| !map.is_empty());
        let weight_of = |objective: ObjectiveRef<'_>| match &criteria {
            Some(map) => map.get(objective.id().as_str()).copied(),
            None => Some(objective.record().weight.value()),
        };
        let listed: Vec<(ObjectiveRef<'_>, Decimal)> = model
            .objectives()
            .filter(|o| aligned.contains(o.id().as_str()) || themes.contains(o.record().theme.as_str()))
            .filter_map(|objective| Some((objective, weight_of(objective)?)))
            .collect();
        let mut sums: Vec<Sum<'_>> =
            listed.iter().map(|(_, weight)| Sum { weight: *weight, ..Sum::default() }).collect();
        let position: BTreeMap<&str, usize> =
            listed.iter().enumerate().map(|(k, (objective, _))| (objective.id().as_str(), k)).collect();
        for decided in projects.iter().filter(|project| project.verdict != Verdict::Aside) {
            let Some(project) = model.project(decided.id.as_str()) else { continue };
            let record = project.record();
            let variant = decided.placement.as_ref().and_then(|p| record.variants.iter().find(|v| v.id == p.variant));
            let share = variant.unwrap_or(project.variant()).worth_share.map_or(Decimal::ONE, Share::value);
            for line in record.alignment.iter().filter(|line| !line.score.is_zero()) {
                let Some(&k) = position.get(line.objective.as_str()) else { continue };
                // A weight and a score of 10⁹ at most: the product is within the range of decimals.
                let points = to_six_places(to_six_places(sums[k].weight * line.score.value()) * share);
                let sum = &mut sums[k];
                sum.asked += points;
                if decided.verdict == Verdict::Retained {
                    sum.retained += points;
                    sum.projects.insert(decided.id.as_str());
                }
            }
        }
        let total: (Decimal, Decimal) = (sums.iter().map(|s| s.weight).sum(), sums.iter().map(|s| s.retained).sum());
        let by = |key: &dyn Fn(ObjectiveRef<'_>) -> Option<String>| {
            let mut groups: BTreeMap<String, Sum<'_>> = BTreeMap::new();
            for ((objective, _), sum) in listed.iter().zip(&sums) {
                let Some(id) = key(*objective) else { continue };
                let group = groups.entry(id).or_default();
                group.weight += sum.weight;
                group.retained += sum.retained;
                group.asked += sum.asked;
                group.projects.extend(&sum.projects);
            }
            groups
        };
        let by_theme = by(&|objective| Some(objective.record().theme.to_string()));
        let by_area = by(&|objective| objective.record().policy_area.as_ref().map(ToString::to_string));
        let objectives = listed
            .iter()
            .zip(&sums)
            .map(|((objective, _), sum)| line(objective.id().as_str(), &objective.record().name, sum, total));
        let areas = &model.records().policy_areas;
        Self {
            objectives: objectives.collect(),
            themes: model
                .themes()
                .filter_map(|theme| {
                    Some(line(theme.id().as_str(), theme.name(), by_theme.get(theme.id().as_str())?, total))
                })
                .collect(),
            policy_areas: areas
                .iter()
                .filter_map(|area| Some(line(area.id.as_str(), &area.name, by_area.get(area.id.as_str())?, total)))
                .collect(),
        }
    }
}

fn line(id: &str, name: &str, sum: &Sum<'_>, (weight, retained): (Decimal, Decimal)) -> AlignmentLine {
    AlignmentLine {
        id: id.to_owned(),
        name: name.to_owned(),
        weight: sum.weight,
        weight_share: ratio(sum.weight, weight, DIGITS),
        retained: sum.retained,
        asked: sum.asked,
        retained_share: ratio(sum.retained, retained, DIGITS),
        projects: sum.projects.len(),
    }
}
