//! From the measures of projects to values of themes and of the whole.

use super::aggregate::{Ticks, Undefined, divide, number, products, sum};
use crate::diagnostic::Code;
use crate::id::{IndicatorId, ProjectId, ThemeId};
use crate::model::{
    Aggregation, Direction, Indicator, Lifecycle, Measure, MeasureStatus, Model, Observation, ProjectIx, ProjectRef,
    Scope, Subject, WeightBasis,
};
use crate::quantity::{QuantityError, Share};
use crate::time::Date;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Why an indicator cannot be rolled up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RollUpError {
    /// No indicator has that id.
    #[error("there is no indicator `{id}`")]
    UnknownIndicator {
        /// What was asked for.
        id: IndicatorId,
    },
    /// An indicator weighted by worth, without the worths.
    #[error("indicator `{id}` is weighted by worth; give the worths of the projects")]
    WorthNotGiven {
        /// The indicator.
        id: IndicatorId,
    },
    /// A cost or a workload beyond the range of its type.
    #[error("the weight of project `{project}`: {source}")]
    Weight {
        /// The project.
        project: ProjectId,
        /// Why.
        source: QuantityError,
    },
}

impl RollUpError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::UnknownIndicator { .. } => Code::UnknownReference,
            Self::WorthNotGiven { .. } => Code::MissingField,
            Self::Weight { source, .. } => source.code(),
        }
    }
}

/// How many projects are at a level, and how much they weigh.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LevelCount {
    /// The level.
    pub level: String,
    /// Projects at it.
    pub projects: usize,
    /// Σ weight of them.
    pub weight: Decimal,
    /// Their part of all weight measured, rounded to 12 decimals; `None` where all weights are zero.
    pub weight_share: Option<Decimal>,
}

/// A value of a theme or of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// A sum or a mean, in the unit of the indicator.
    Number(Decimal),
    /// Counts by level, best first, every level of the indicator listed.
    Levels(Vec<LevelCount>),
    /// There is none, and why.
    Undefined(Undefined),
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The counts of a level, if these are counts.
    pub fn level(&self, level: &str) -> Option<&LevelCount> {
        match self {
            Self::Levels(levels) => levels.iter().find(|count| count.level == level),
            _ => None,
        }
    }

    /// Why there is no value, if there is none.
    pub fn undefined(&self) -> Option<Undefined> {
        match self {
            Self::Undefined(reason) => Some(*reason),
            _ => None,
        }
    }
}

impl From<Result<Decimal, Undefined>> for Value {
    fn from(result: Result<Decimal, Undefined>) -> Self {
        result.map_or_else(Self::Undefined, Self::Number)
    }
}

/// How much of what should be measured is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// Projects whose measure counts.
    pub measured: usize,
    /// Projects that should have one.
    pub expected: usize,
    /// Part of the weight of all that is measured, rounded to 12 decimals; `None` where no weight is known or a weight
    /// is below zero.
    pub by_weight: Option<Decimal>,
}

/// Why a project is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MissingReason {
    /// No measure up to the day.
    NotMeasured,
    /// A number where levels are counted, a level where numbers are added up, or a text that is none of the levels.
    Unusable(Observation),
    /// No weight was given for it.
    NoWeight,
}

/// A project that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// Which project.
    pub project: ProjectId,
    /// Why.
    pub reason: MissingReason,
}

/// What a project brings to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contributor {
    /// Which project.
    pub project: ProjectId,
    /// What was observed.
    pub observation: Observation,
    /// When; how old the observation is.
    pub date: Date,
    /// Its weight.
    pub weight: Decimal,
    /// The share of it that the scope carries; it applies to sums.
    pub share: Share,
    /// The value less what it would be without this project (*influence*): how far it pulls it up, or down where below
    /// zero. `None` for counts, and where nothing is left without it.
    pub influence: Option<Decimal>,
}

/// A measure of a theme, a roadmap or a portfolio itself, which comes from no project.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OwnMeasure {
    /// What was observed.
    pub observation: Observation,
    /// When.
    pub date: Date,
}

/// An indicator of a theme or of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Aggregate {
    /// By the indicator's rule.
    pub value: Value,
    /// The same without weights and charge shares.
    pub plain: Value,
    /// How much of it is measured.
    pub coverage: Coverage,
    /// Who makes it, worst first by the indicator's direction: the one that pulls a number the wrong way most, or the
    /// heaviest at the worst level.
    pub contributors: Vec<Contributor>,
    /// Who is left out, in the order of the document.
    pub missing: Vec<Missing>,
    /// The last measure of the theme, or of the roadmap or portfolio, itself; no part of the value.
    pub own: Option<OwnMeasure>,
}

/// An indicator of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThemeAggregate {
    /// The theme; `None` for projects without one.
    pub theme: Option<ThemeId>,
    /// Its value.
    pub aggregate: Aggregate,
}

/// An indicator rolled up over a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RolledUp {
    /// Which indicator.
    pub indicator: IndicatorId,
    /// The day it speaks of.
    pub as_of: NaiveDate,
    /// Over all projects of the scope.
    pub whole: Aggregate,
    /// By theme: those of the scope in its order, then others that its projects name, then projects without a theme.
    pub themes: Vec<ThemeAggregate>,
}

/// The measures of an indicator up to a day, in the order of the document.
fn measures<'a>(
    model: &'a Model,
    indicator: &IndicatorId,
    as_of: NaiveDate,
    status: MeasureStatus,
) -> impl Iterator<Item = &'a Measure> {
    model.records().measures.iter().filter(move |measure| {
        measure.indicator == *indicator && measure.status == status && measure.date.first_day() <= as_of
    })
}

/// The last measure of an indicator of one subject, such as an objective, whose first day is not after a day; of
/// measures of one date the last in the document.
pub fn last_measure<'a>(
    model: &'a Model,
    indicator: &IndicatorId,
    subject: &Subject,
    as_of: NaiveDate,
    status: MeasureStatus,
) -> Option<&'a Measure> {
    measures(model, indicator, as_of, status).filter(|measure| measure.subject == *subject).max_by_key(|m| m.date)
}

/// The last measure of an indicator of each project that has one, by the same rule as [`last_measure`]; one pass over the
/// measures.
pub fn last_measures<'a>(
    model: &'a Model,
    indicator: &IndicatorId,
    as_of: NaiveDate,
    status: MeasureStatus,
) -> BTreeMap<ProjectIx, &'a Measure> {
    let mut last: BTreeMap<ProjectIx, &Measure> = BTreeMap::new();
    for measure in measures(model, indicator, as_of, status) {
        let Subject::Project(id) = &measure.subject else { continue };
        let Some(project) = model.project(id.as_str()) else { continue };
        let kept = last.entry(project.ix()).or_insert(measure);
        if measure.date >= kept.date {
            *kept = measure;
        }
    }
    last
}

/// An indicator to be rolled up over a scope (*consolidation*); see [the module](super) for the formulas.
///
/// Of each project the last measure of the chosen status counts whose first day is not after the day asked for; of
/// measures of one date the last in the document. Ideas, rejected and cancelled projects are left out unless
/// [`states`](Self::states) says otherwise.
///
/// ```
/// use portefeuille::indicator::RollUp;
/// use portefeuille::model::{Aggregation, Indicator, Measure, Membership, ModelDraft, Observation, Organization, Project};
/// use portefeuille::model::{Roadmap, Subject, Variant, WeightBasis};
/// use portefeuille::{Currency, Score};
///
/// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
/// draft.organizations.push(Organization::new("dep", "Département"));
/// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
/// let mut progress = Indicator::new("progress", "Avancement");
/// progress.unit = Some("%".into());
/// (progress.aggregation, progress.weight) = (Aggregation::WeightedMean, WeightBasis::Equal);
/// draft.indicators.push(progress);
/// for (id, percent) in [("a", Some(40)), ("b", Some(10)), ("c", None)] {
///     let mut project = Project::new(id, id, Variant::new("base", 9));
///     project.roadmaps.push(Membership::new("num"));
///     draft.projects.push(project);
///     if let Some(percent) = percent {
///         let subject = Subject::Project(id.into());
///         let seen = Observation::Number(Score::points(percent));
///         draft.measures.push(Measure::new("progress", subject, "2026-10".parse()?, seen));
///     }
/// }
/// let progress = RollUp::new("progress").over(&draft.build()?.roadmap("num")?)?;
/// assert_eq!(progress.whole.value.number(), Some(25.into()));
/// assert_eq!((progress.whole.coverage.measured, progress.whole.coverage.expected), (2, 3));
/// assert_eq!(progress.whole.missing[0].project.as_str(), "c");
/// let worst = &progress.whole.contributors[0];
/// assert_eq!((worst.project.as_str(), worst.influence), ("b", Some((-15).into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUp {
    indicator: IndicatorId,
    as_of: Option<NaiveDate>,
    status: MeasureStatus,
    states: Option<Vec<Lifecycle>>,
    weights: Option<BTreeMap<ProjectId, Decimal>>,
}

/// A project with what is known of it.
struct Entry<'a> {
    project: ProjectRef<'a>,
    measure: Option<&'a Measure>,
    weight: Option<Decimal>,
    share: Share,
}

impl RollUp {
    /// An indicator, from facts, on the day the document speaks of.
    pub fn new(indicator: impl Into<IndicatorId>) -> Self {
        Self { indicator: indicator.into(), as_of: None, status: MeasureStatus::Actual, states: None, weights: None }
    }

    /// On another day.
    #[must_use]
    pub fn as_of(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    /// From plans or forecasts.
    #[must_use]
    pub fn status(mut self, status: MeasureStatus) -> Self {
        self.status = status;
        self
    }

    /// Over projects of these states only.
    #[must_use]
    pub fn states(mut self, states: impl IntoIterator<Item = Lifecycle>) -> Self {
        self.states = Some(states.into_iter().collect());
        self
    }

    /// With these weights in place of the indicator's own: zero or more, in any unit. An indicator weighted by worth
    /// needs them. A project without one is left out and listed.
    #[must_use]
    pub fn weights(mut self, weights: impl IntoIterator<Item = (ProjectId, Decimal)>) -> Self {
        self.weights = Some(weights.into_iter().collect());
        self
    }

    /// The values of the whole and of each theme, in time linear in the projects, and in the measures for each theme, but
    /// for sorting.
    pub fn over(&self, scope: &Scope) -> Result<RolledUp, RollUpError> {
        let unknown = || RollUpError::UnknownIndicator { id: self.indicator.clone() };
        let indicator = scope.model().indicator(self.indicator.as_str()).ok_or_else(unknown)?.record();
        if indicator.weight == WeightBasis::Worth && self.weights.is_none() {
            return Err(RollUpError::WorthNotGiven { id: self.indicator.clone() });
        }
        let as_of = self.as_of.unwrap_or_else(|| scope.status_date());
        let entries = self.entries(scope, indicator, as_of)?;
        let own = |subject: &Subject| {
            let last = last_measure(scope.model(), &self.indicator, subject, as_of, self.status)?;
            Some(OwnMeasure { observation: last.value.clone(), date: last.date })
        };
        let all: Vec<&Entry<'_>> = entries.iter().collect();
        let theme_of = |entry: &Entry<'_>| entry.project.theme().map(|theme| theme.id().clone());
        let mut themes: Vec<Option<ThemeId>> = scope.themes().into_iter().map(|t| Some(t.id().clone())).collect();
        let mut others: Vec<Option<ThemeId>> = Vec::new();
        let mut members: BTreeMap<Option<ThemeId>, Vec<&Entry<'_>>> = BTreeMap::new();
        for entry in &entries {
            let theme = theme_of(entry);
            if !members.contains_key(&theme) && theme.is_some() && !themes.contains(&theme) {
                others.push(theme.clone());
            }
            members.entry(theme).or_default().push(entry);
        }
        themes.append(&mut others);
        if members.contains_key(&None) {
            themes.push(None);
        }
        let by_theme = |theme: Option<ThemeId>| {
            let members = members.remove(&theme).unwrap_or_default();
            let mut aggregate = aggregate(indicator, &members);
            aggregate.own = theme.as_ref().and_then(|id| own(&Subject::Theme(id.clone())));
            ThemeAggregate { theme, aggregate }
        };
        let mut whole = aggregate(indicator, &all);
        whole.own = match (scope.as_roadmap(), scope.as_portfolio()) {
            (Some(roadmap), _) => own(&Subject::Roadmap(roadmap.id.clone())),
            (None, Some(portfolio)) => own(&Subject::Portfolio(portfolio.id.clone())),
            (None, None) => None,
        };
        Ok(RolledUp {
            indicator: self.indicator.clone(),
            as_of,
            whole,
            themes: themes.into_iter().map(by_theme).collect(),
        })
    }

    fn entries<'a>(
        &self,
        scope: &'a Scope,
        indicator: &Indicator,
        as_of: NaiveDate,
    ) -> Result<Vec<Entry<'a>>, RollUpError> {
        let model = scope.model();
        let last = last_measures(model, &self.indicator, as_of, self.status);
        let wanted = |project: &ProjectRef<'_>| {
            let state = project.record().state;
            self.states
                .as_ref()
                .map_or(!matches!(state, Lifecycle::Idea | Lifecycle::Rejected | Lifecycle::Cancelled), |states| {
                    states.contains(&state)
                })
        };
        let entry = |project: ProjectRef<'a>| {
            let beyond = |source| RollUpError::Weight { project: project.id().clone(), source };
            let weight = match (&self.weights, indicator.weight) {
                (Some(weights), _) => weights.get(project.id()).copied(),
                (None, WeightBasis::Cost) => Some(project.cost().map_err(beyond)?.amount()),
                (None, WeightBasis::Workload) => Some(project.workload().map_err(beyond)?.value()),
                (None, WeightBasis::Worth | WeightBasis::Equal) => Some(Decimal::ONE),
            };
            let measure = last.get(&project.ix()).copied();
            Ok(Entry { project, measure, weight, share: scope.charge_share(project) })
        };
        scope.projects().filter(wanted).map(entry).collect()
    }
}

/// A project that counts: its entry, its measure, its weight, and its number or the position of its level.
struct Counted<'a> {
    entry: &'a Entry<'a>,
    measure: &'a Measure,
    weight: Decimal,
    number: Decimal,
    level: usize,
}

fn aggregate(indicator: &Indicator, entries: &[&Entry<'_>]) -> Aggregate {
    let (mut counted, mut missing) = (Vec::new(), Vec::new());
    for entry in entries {
        match usable(indicator, entry) {
            Ok(one) => counted.push(one),
            Err(reason) => missing.push(Missing { project: entry.project.id().clone(), reason }),
        }
    }
    let coverage =
        Coverage { measured: counted.len(), expected: entries.len(), by_weight: weight_covered(&counted, entries) };
    let (value, plain, influences) = match indicator.aggregation {
        Aggregation::Sum => sums(&counted),
        Aggregation::WeightedMean => means(&counted),
        Aggregation::Counts => (levels(indicator, &counted, true), levels(indicator, &counted, false), Vec::new()),
    };
    let mut order: Vec<usize> = (0..counted.len()).collect();
    let influence = |i: usize| influences.get(i).copied().flatten();
    order.sort_by(|a, b| {
        if indicator.aggregation == Aggregation::Counts {
            let (a, b) = (&counted[*a], &counted[*b]);
            return b.level.cmp(&a.level).then(b.weight.cmp(&a.weight));
        }
        match (influence(*a), influence(*b)) {
            (Some(a), Some(b)) if indicator.direction == Direction::Higher => a.cmp(&b),
            (Some(a), Some(b)) => b.cmp(&a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    });
    let contributor = |i: usize| Contributor {
        project: counted[i].entry.project.id().clone(),
        observation: counted[i].measure.value.clone(),
        date: counted[i].measure.date,
        weight: counted[i].weight,
        share: counted[i].entry.share,
        influence: influence(i),
    };
    Aggregate { value, plain, coverage, contributors: order.into_iter().map(contributor).collect(), missing, own: None }
}

fn usable<'a>(indicator: &Indicator, entry: &'a Entry<'a>) -> Result<Counted<'a>, MissingReason> {
    let measure = entry.measure.ok_or(MissingReason::NotMeasured)?;
    let unusable = || MissingReason::Unusable(measure.value.clone());
    let (number, level) = match (&measure.value, indicator.aggregation) {
        (Observation::Number(number), Aggregation::Sum | Aggregation::WeightedMean) => (number.value(), 0),
        (Observation::Level(text), Aggregation::Counts) => {
            (Decimal::ZERO, indicator.levels.iter().position(|level| level == text).ok_or_else(unusable)?)
        }
        _ => return Err(unusable()),
    };
    // A sum needs no weight.
    let weight = match indicator.aggregation {
        Aggregation::Sum => entry.weight.unwrap_or(Decimal::ONE),
        Aggregation::WeightedMean | Aggregation::Counts => entry.weight.ok_or(MissingReason::NoWeight)?,
    };
    Ok(Counted { entry, measure, weight, number, level })
}

fn weight_covered(counted: &[Counted<'_>], entries: &[&Entry<'_>]) -> Option<Decimal> {
    let all = Ticks::of(entries.iter().filter_map(|entry| entry.weight)).ok()?;
    if all.list.iter().any(|weight| *weight < 0) {
        return None;
    }
    let part = sum(&counted.iter().filter_map(|one| one.entry.weight).collect::<Vec<_>>()).ok()?;
    super::ratio(part, number(all.sum().ok()?, all.scale).ok()?).ok()
}

type Numbers = (Value, Value, Vec<Option<Decimal>>);

fn undefined(reason: Undefined) -> Numbers {
    (Value::Undefined(reason), Value::Undefined(reason), Vec::new())
}

fn sums(counted: &[Counted<'_>]) -> Numbers {
    let parts = || -> Result<Numbers, Undefined> {
        if counted.is_empty() {
            return Err(Undefined::NoValue);
        }
        let values = Ticks::of(counted.iter().map(|one| one.number))?;
        let shares = Ticks::of(counted.iter().map(|one| one.entry.share.value()))?;
        let charged = products(&shares, &values)?;
        let influences = charged.list.iter().map(|part| number(*part, charged.scale).ok()).collect();
        Ok((number(charged.sum()?, charged.scale).into(), number(values.sum()?, values.scale).into(), influences))
    };
    parts().unwrap_or_else(undefined)
}

fn means(counted: &[Counted<'_>]) -> Numbers {
    let parts = || -> Result<Numbers, Undefined> {
        if counted.is_empty() {
            return Err(Undefined::NoValue);
        }
        let values = Ticks::of(counted.iter().map(|one| one.number))?;
        let plain = divide(values.sum()?, values.scale, counted.len() as i128);
        let weighted = || -> Result<(Decimal, Vec<Option<Decimal>>), Undefined> {
            let weights = Ticks::of(counted.iter().map(|one| one.weight))?;
            if weights.list.iter().any(|weight| *weight < 0) {
                return Err(Undefined::NegativeWeight);
            }
            let products = products(&weights, &values)?;
            let (upper, lower) = (products.sum()?, weights.sum()?);
            if lower == 0 {
                return Err(Undefined::NoWeight);
            }
            let value = divide(upper, values.scale, lower)?;
            let influence = |(product, weight): (&i128, &i128)| {
                let left = lower - weight;
                if left == 0 {
                    return None;
                }
                divide(upper.checked_sub(*product)?, values.scale, left)
                    .ok()
                    .map(|without| (value - without).normalize())
            };
            Ok((value, products.list.iter().zip(&weights.list).map(influence).collect()))
        };
        Ok(match weighted() {
            Ok((value, influences)) => (Value::Number(value), plain.into(), influences),
            Err(reason) => (Value::Undefined(reason), plain.into(), Vec::new()),
        })
    };
    parts().unwrap_or_else(undefined)
}

fn levels(indicator: &Indicator, counted: &[Counted<'_>], weighted: bool) -> Value {
    let weight = |one: &Counted<'_>| if weighted { one.weight } else { Decimal::ONE };
    let counts = || -> Result<Vec<LevelCount>, Undefined> {
        if counted.is_empty() {
            return Err(Undefined::NoValue);
        }
        if counted.iter().any(|one| weight(one).is_sign_negative() && !weight(one).is_zero()) {
            return Err(Undefined::NegativeWeight);
        }
        let all = sum(&counted.iter().map(weight).collect::<Vec<_>>())?;
        let count = |(i, level): (usize, &String)| {
            let at: Vec<Decimal> = counted.iter().filter(|one| one.level == i).map(weight).collect();
            let weight = sum(&at)?;
            let weight_share = super::ratio(weight, all).ok();
            Ok(LevelCount { level: level.clone(), projects: at.len(), weight, weight_share })
        };
        indicator.levels.iter().enumerate().map(count).collect()
    };
    counts().map_or_else(Value::Undefined, Value::Levels)
}
