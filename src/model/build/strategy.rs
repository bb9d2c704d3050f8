//! Indicators and what is observed of them; quotas of themes.

use super::{Faults, repeats, scoring};
use crate::diagnostic::Code;
use crate::model::index::Index;
use crate::model::{ModelDraft, Observation, Policy, ThemeQuota, WorthRule};
use std::collections::HashSet;
use std::fmt::Display;

/// Judges levels, observations, and the quotas and worth rules of policies.
pub(super) fn check(draft: &ModelDraft, index: &Index, faults: &mut Faults) {
    for (i, indicator) in draft.indicators.iter().enumerate() {
        for k in repeats(indicator.levels.iter()) {
            let message = format!("indicator `{}` has level `{}` twice", indicator.id, indicator.levels[k]);
            faults.add(Code::DuplicateReference, format_args!("/indicators/{i}/levels/{k}"), message);
        }
    }
    // Long lists of levels are looked up by hash, so that many measures do not cost measures times levels.
    let sets: Vec<Option<HashSet<&str>>> = draft
        .indicators
        .iter()
        .map(|i| (i.levels.len() > 16).then(|| i.levels.iter().map(String::as_str).collect()))
        .collect();
    for (i, measure) in draft.measures.iter().enumerate() {
        let Some(position) = index.indicators.position(measure.indicator.as_str()) else { continue };
        let levels = &draft.indicators[position].levels;
        let known = |level: &String| {
            sets[position].as_ref().map_or_else(|| levels.contains(level), |s| s.contains(level.as_str()))
        };
        match &measure.value {
            Observation::Number(number) if !levels.is_empty() => {
                let message = format!("{number} is observed of indicator `{}`, which has levels", measure.indicator);
                faults.add(Code::ObservationKind, format_args!("/measures/{i}/value/number"), message);
            }
            Observation::Level(level) if levels.is_empty() => {
                let message = format!("`{level}` is observed of indicator `{}`, which has numbers", measure.indicator);
                faults.add(Code::ObservationKind, format_args!("/measures/{i}/value/level"), message);
            }
            Observation::Level(level) if !known(level) => {
                let message =
                    format!("indicator `{}` has no level `{level}`; it has {}", measure.indicator, list(levels));
                faults.add(Code::UnknownLevel, format_args!("/measures/{i}/value/level"), message);
            }
            Observation::Number(_) | Observation::Level(_) => {}
        }
    }
    for (i, portfolio) in draft.portfolios.iter().enumerate() {
        policy(draft, index, &portfolio.policy, format_args!("/portfolios/{i}/policy"), faults);
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        policy(draft, index, &roadmap.policy, format_args!("/roadmaps/{i}/policy"), faults);
    }
}

/// The first levels of a list, as a person reads them.
fn list(levels: &[String]) -> String {
    let shown: Vec<String> = levels.iter().take(8).map(|level| format!("`{level}`")).collect();
    let more = if levels.len() > shown.len() { "…" } else { "" };
    shown.join(", ") + more
}

fn policy(draft: &ModelDraft, index: &Index, policy: &Policy, path: impl Display, faults: &mut Faults) {
    if let WorthRule::Indicator(id) = &policy.worth
        && let Some(position) = index.indicators.position(id.as_str())
        && !draft.indicators[position].levels.is_empty()
    {
        let message = format!("worth is read from indicator `{id}`, which has levels instead of numbers");
        faults.add(Code::ObservationKind, format_args!("{path}/worth/indicator"), message);
    }
    match &policy.scoring {
        Some(scoring) => scoring::check(draft, index, scoring, &policy.worth, &format!("{path}/scoring"), faults),
        None if policy.worth == WorthRule::Score => {
            let message = "worth is the score of projects, and there is no scoring model";
            faults.add(Code::ScoringMalformed, format_args!("{path}/worth"), message);
        }
        None => {}
    }
    for (k, quota) in policy.theme_quotas.iter().enumerate() {
        if let Some((unit, min, max)) = reversed(quota) {
            let message = format!("theme `{}` gets at least {min}{unit} and at most {max}{unit}", quota.theme);
            faults.add(Code::QuotaReversed, format_args!("{path}/theme_quotas/{k}"), message);
        }
    }
}

/// The first pair of limits whose minimum exceeds its maximum.
fn reversed(quota: &ThemeQuota) -> Option<(&'static str, String, String)> {
    fn pair<T: PartialOrd + Display>(min: Option<T>, max: Option<T>) -> Option<(String, String)> {
        min.zip(max).filter(|(min, max)| min > max).map(|(min, max)| (min.to_string(), max.to_string()))
    }
    pair(quota.min_projects, quota.max_projects)
        .map(|(min, max)| (" projects", min, max))
        .or_else(|| pair(quota.min_cost, quota.max_cost).map(|(min, max)| ("", min, max)))
        .or_else(|| pair(quota.min_share, quota.max_share).map(|(min, max)| (" of the money", min, max)))
}
