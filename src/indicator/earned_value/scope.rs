//! Earned value of the projects of a scope, from baselines, milestones, worked days and the ledger.

use super::credit::{Credit, earned};
use super::figures::{AMOUNT_DIGITS, EarnedValue, NoFigure};
use super::schedule::EarnedSchedule;
use crate::diagnostic::Code;
use crate::id::{IndicatorId, ProjectId};
use crate::indicator::last_measures;
use crate::model::{
    Flow, LedgerStage, Measure, MeasureStatus, Milestone, Observation, Project, ProjectIx, ProjectRef, Scope,
};
use crate::quantity::exact::{fraction, ratio, sum};
use crate::quantity::{Money, Share, Workload};
use crate::time::Date;
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// By which rule the projects of a scope earn their budgets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CreditRule {
    /// All of it on the day of delivery.
    ZeroHundred,
    /// Half with the start, half with delivery.
    FiftyFifty,
    /// By milestones of equal weight. The plan follows their approved dates, or else those planned now.
    Milestones,
    /// Days worked ÷ workload planned, at most 1. Effort is not progress: it says what is done only where the workload was
    /// estimated well and is kept up to date.
    Workload,
    /// The last measure of an indicator of numbers: a percentage where its unit is `%`, or else a share from 0 to 1.
    Indicator(IndicatorId),
}

/// How earned value is read from a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EarnedValueRule {
    /// When work counts as done.
    pub credit: CreditRule,
    /// The stage of the ledger that is the actual cost; never the commitment by accident, so it is always named.
    pub actual: LedgerStage,
    /// The last day that counts.
    pub as_of: NaiveDate,
}

impl EarnedValueRule {
    /// A rule, a stage and a day.
    pub fn new(credit: CreditRule, actual: LedgerStage, as_of: NaiveDate) -> Self {
        Self { credit, actual, as_of }
    }
}

/// Why a project has no earned value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Unmeasured {
    /// Neither an approved cost nor cost lines above zero.
    #[error("it has no budget")]
    NoBudget,
    /// No start is known, approved or planned.
    #[error("it has no start")]
    NoStart,
    /// The approved delivery lies before the start.
    #[error("it finishes before it starts")]
    Reversed,
    /// No milestone.
    #[error("it has no milestone")]
    NoMilestone,
    /// No workload is planned.
    #[error("it has no planned workload")]
    NoWorkload,
    /// Nothing was measured.
    #[error("its progress was not measured")]
    NotMeasured,
    /// A measure that is no share, or no number.
    #[error("its measure of progress is no share between 0 and 1")]
    NoShare,
}

/// Earned value of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProjectEarnedValue {
    /// Its key.
    pub project: ProjectId,
    /// The part of it that the scope carries (*part de charge*); the figures are those of the whole project.
    pub share: Share,
    /// Money in the document's currency, or why there is none.
    pub figures: Result<EarnedValue, Unmeasured>,
    /// How far it has come in time, in months of its plan; `None` without figures.
    pub schedule: Option<EarnedSchedule>,
    /// AT: months gone since its planned start, 12 decimals; zero before it.
    pub gone: Decimal,
}

/// Earned value of a scope (*valeur acquise du périmètre*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EarnedValueReport {
    /// How it was read.
    pub rule: EarnedValueRule,
    /// The projects that have begun, in the order of the document.
    pub projects: Vec<ProjectEarnedValue>,
    /// The figures of those that have some, added up by their charge shares: 6 decimals where a share is no whole.
    pub total: EarnedValue,
}

impl EarnedValueReport {
    /// The projects without figures, and why.
    pub fn unmeasured(&self) -> impl Iterator<Item = (&ProjectId, Unmeasured)> {
        self.projects.iter().filter_map(|row| Some((&row.project, row.figures.err()?)))
    }
}

/// Why there is no earned value of a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EarnedValueError {
    /// A stage of revenue is no cost.
    #[error("{stage:?} is a stage of revenue; actual cost is read at a stage of expense")]
    NotAnExpense {
        /// The stage asked for.
        stage: LedgerStage,
    },
    /// There is no such indicator.
    #[error("there is no indicator `{id}`")]
    UnknownIndicator {
        /// What was asked for.
        id: IndicatorId,
    },
    /// A figure of a project leaves the exact range.
    #[error("project `{project}`: {reason}")]
    Figure {
        /// Whose.
        project: ProjectId,
        /// Why.
        reason: NoFigure,
    },
}

impl EarnedValueError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::NotAnExpense { .. } => Code::MalformedField,
            Self::UnknownIndicator { .. } => Code::UnknownReference,
            Self::Figure { .. } => Code::NumberOutOfRange,
        }
    }
}

impl Scope {
    /// Earned value of the projects that have begun, and of all of them together.
    ///
    /// The budget is the approved cost, or else the cost lines of the variant followed. It is planned evenly over the days from
    /// the approved start to the approved delivery, or else from the planned start over the months of the variant; by
    /// milestones with [`CreditRule::Milestones`]. The actual cost is what the ledger has for the project at the stage named,
    /// up to the day; cancellations are taken off. A date of which only the month is known counts from its first day.
    ///
    /// Projects times their months and milestones, plus one pass over ledger, worked days and measures.
    ///
    /// ```
    /// use portefeuille::indicator::earned_value::{CreditRule, EarnedValueRule, Forecast};
    /// use portefeuille::model::{Baseline, LedgerEntry, LedgerStage, Lifecycle, Membership, Milestone, ModelDraft};
    /// use portefeuille::model::{Envelope, Organization, Project, Roadmap, Section, Variant};
    /// use portefeuille::{Currency, Money};
    ///
    /// let mut draft = ModelDraft::new("2027-03-31".parse()?, Currency::EUR);
    /// draft.organizations.push(Organization::new("dep", "Département"));
    /// draft.envelopes.push(Envelope::new("num", "Numérique"));
    /// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2027-01/2030-01".parse()?));
    /// let mut project = Project::new("sig", "Plateforme SIG", Variant::new("base", 4));
    /// project.roadmaps.push(Membership::new("num"));
    /// (project.state, project.start) = (Lifecycle::Running, Some("2027-01-01".parse()?));
    /// let mut baseline = Baseline::new("2026-12-01".parse()?);
    /// baseline.cost = Some(Money::euros(4000));
    /// project.baseline = Some(baseline);
    /// for (id, due, reached) in [("un", "2027-01-31", true), ("deux", "2027-02-28", true), ("trois", "2027-03-31", false),
    ///     ("quatre", "2027-04-30", false)] {
    ///     let mut milestone = Milestone::new(id, "Livraison", due.parse()?);
    ///     milestone.reached = reached.then(|| due.parse()).transpose()?;
    ///     project.milestones.push(milestone);
    /// }
    /// draft.projects.push(project);
    /// let (day, year) = ("2027-03-15".parse()?, portefeuille::time::FiscalYear::new(2027)?);
    /// let mut entry =
    ///     LedgerEntry::new(day, "num", year, Section::Investment, LedgerStage::Ordered, Money::euros(2500));
    /// entry.project = Some("sig".into());
    /// draft.ledger.push(entry);
    ///
    /// let model = draft.build()?;
    /// let rule = EarnedValueRule::new(CreditRule::Milestones, LedgerStage::Ordered, model.status_date());
    /// let total = model.roadmap("num")?.earned_value(&rule)?.total;
    /// assert_eq!((total.bac, total.pv, total.ev, total.ac), (4000.into(), 3000.into(), 2000.into(), 2500.into()));
    /// assert_eq!(total.eac(Forecast::AtCostIndex)?, 5000.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn earned_value(&self, rule: &EarnedValueRule) -> Result<EarnedValueReport, EarnedValueError> {
        if rule.actual.flow() != Flow::Expense {
            return Err(EarnedValueError::NotAnExpense { stage: rule.actual });
        }
        let reader = Reader::new(self, rule)?;
        let (mut projects, mut parts) = (Vec::new(), Vec::new());
        for project in self.projects().filter(|project| project.record().state.is_committed()) {
            let share = self.charge_share(project);
            let fault = |reason| EarnedValueError::Figure { project: project.id().clone(), reason };
            let row = reader.project(project, share).map_err(fault)?;
            if let Ok(figures) = &row.figures {
                parts.push(portion(*figures, share).map_err(fault)?);
            }
            projects.push(row);
        }
        let total = EarnedValue::total(parts)
            .map_err(|reason| EarnedValueError::Figure { project: self.name().into(), reason })?;
        Ok(EarnedValueReport { rule: rule.clone(), projects, total })
    }
}

/// A share of every figure.
fn portion(figures: EarnedValue, share: Share) -> Result<EarnedValue, NoFigure> {
    if share == Share::ONE {
        return Ok(figures);
    }
    let part = |amount| fraction(&[amount, share.value()], &[Decimal::ONE], AMOUNT_DIGITS).ok_or(NoFigure::OutOfRange);
    Ok(EarnedValue { bac: part(figures.bac)?, pv: part(figures.pv)?, ev: part(figures.ev)?, ac: part(figures.ac)? })
}

/// What one pass over the lists of the document has found.
struct Reader<'a> {
    rule: &'a EarnedValueRule,
    costs: BTreeMap<ProjectIx, Vec<Decimal>>,
    worked: BTreeMap<ProjectIx, Vec<Decimal>>,
    measures: BTreeMap<ProjectIx, &'a Measure>,
    /// Whether the indicator of progress counts in percent.
    percent: bool,
}

impl<'a> Reader<'a> {
    fn new(scope: &'a Scope, rule: &'a EarnedValueRule) -> Result<Self, EarnedValueError> {
        let model = scope.model();
        let position = |id: &ProjectId| model.project(id.as_str()).map(ProjectRef::ix);
        let mut costs: BTreeMap<ProjectIx, Vec<Decimal>> = BTreeMap::new();
        for entry in &model.records().ledger {
            if entry.stage == rule.actual
                && entry.date.first_day() <= rule.as_of
                && let Some(ix) = entry.project.as_ref().and_then(position)
            {
                costs.entry(ix).or_default().push(entry.amount.amount());
            }
        }
        let mut worked: BTreeMap<ProjectIx, Vec<Decimal>> = BTreeMap::new();
        for line in &model.records().worked_days {
            if line.period.last_day() <= rule.as_of
                && let Some(ix) = position(&line.project)
            {
                worked.entry(ix).or_default().push(line.workload.value());
            }
        }
        let (mut measures, mut percent) = (BTreeMap::new(), false);
        if let CreditRule::Indicator(id) = &rule.credit {
            let indicator = model.indicator(id.as_str());
            let indicator = indicator.ok_or_else(|| EarnedValueError::UnknownIndicator { id: id.clone() })?;
            percent = indicator.record().unit.as_deref() == Some("%");
            measures = last_measures(model, id, rule.as_of, MeasureStatus::Actual);
        }
        Ok(Self { rule, costs, worked, measures, percent })
    }

    fn is_past(&self, date: Date) -> bool {
        date.first_day() <= self.rule.as_of
    }

    fn project(&self, project: ProjectRef<'_>, share: Share) -> Result<ProjectEarnedValue, NoFigure> {
        let row = |figures, schedule, gone| ProjectEarnedValue {
            project: project.id().clone(),
            share,
            figures,
            schedule,
            gone,
        };
        let (plan, credit) = match self.basis(project) {
            Ok(basis) => basis,
            Err(reason) => return Ok(row(Err(reason), None, Decimal::ZERO)),
        };
        let pv = plan.value_on(self.rule.as_of).ok_or(NoFigure::OutOfRange)?;
        let ev = earned(plan.budget, &credit)?;
        let ac = total(self.costs.get(&project.ix()))?;
        let (months, gone) = plan.months(self.rule.as_of).ok_or(NoFigure::OutOfRange)?;
        let schedule = EarnedSchedule::new(&months, ev)?;
        Ok(row(Ok(EarnedValue::new(plan.budget, pv, ev, ac)), Some(schedule), gone))
    }

    fn basis<'p>(&self, project: ProjectRef<'p>) -> Result<(Plan<'p>, Credit), Unmeasured> {
        let record = project.record();
        let baseline = record.baseline.as_ref();
        let approved = baseline.and_then(|baseline| baseline.cost);
        let budget = approved.or_else(|| project.cost().ok()).map(Money::amount).unwrap_or_default();
        if budget <= Decimal::ZERO {
            return Err(Unmeasured::NoBudget);
        }
        let start =
            baseline.and_then(|baseline| baseline.start).or(record.start).ok_or(Unmeasured::NoStart)?.first_day();
        let after = match baseline.and_then(|baseline| baseline.finish) {
            Some(finish) => finish.last_day().succ_opt(),
            None => start.checked_add_months(Months::new(project.variant().months)),
        };
        let end = after.filter(|end| *end > start).ok_or(Unmeasured::Reversed)?;
        let credit = self.credit(project)?;
        let milestones = if self.rule.credit == CreditRule::Milestones { &record.milestones[..] } else { &[] };
        Ok((Plan { budget, start, end, milestones }, credit))
    }

    fn credit(&self, project: ProjectRef<'_>) -> Result<Credit, Unmeasured> {
        let record: &Project = project.record();
        let started = record.start.is_none_or(|start| self.is_past(start));
        let finished = record.finish.is_some_and(|finish| self.is_past(finish));
        Ok(match &self.rule.credit {
            CreditRule::ZeroHundred => Credit::ZeroHundred { finished },
            CreditRule::FiftyFifty => Credit::FiftyFifty { started, finished },
            CreditRule::Milestones if record.milestones.is_empty() => return Err(Unmeasured::NoMilestone),
            CreditRule::Milestones => {
                let reached = |milestone: &Milestone| milestone.reached.is_some_and(|date| self.is_past(date));
                Credit::Milestones(record.milestones.iter().map(|m| (Decimal::ONE, reached(m))).collect())
            }
            CreditRule::Workload => {
                let planned = project.workload().map(Workload::value).unwrap_or_default();
                if planned.is_zero() {
                    return Err(Unmeasured::NoWorkload);
                }
                let done = total(self.worked.get(&project.ix())).unwrap_or(planned).min(planned);
                Credit::Workload { done, left: planned - done }
            }
            CreditRule::Indicator(_) => {
                let measure = self.measures.get(&project.ix()).ok_or(Unmeasured::NotMeasured)?;
                let Observation::Number(number) = &measure.value else { return Err(Unmeasured::NoShare) };
                let whole = if self.percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
                let share = ratio(number.value(), whole, 8).and_then(|share| Share::new(share).ok());
                Credit::Percent(share.ok_or(Unmeasured::NoShare)?)
            }
        })
    }
}

fn total(amounts: Option<&Vec<Decimal>>) -> Result<Decimal, NoFigure> {
    amounts.map_or(Ok(Decimal::ZERO), |amounts| sum(amounts.iter().copied()).ok_or(NoFigure::OutOfRange))
}

/// A budget over time.
struct Plan<'p> {
    budget: Decimal,
    start: NaiveDate,
    /// The first day after it.
    end: NaiveDate,
    /// Where value is planned by milestones; even over the days where there are none.
    milestones: &'p [Milestone],
}

impl Plan<'_> {
    /// Planned value at the end of a day, 6 decimals.
    fn value_on(&self, day: NaiveDate) -> Option<Decimal> {
        let (part, whole) = if self.milestones.is_empty() {
            let whole = (self.end - self.start).num_days();
            ((day - self.start).num_days().saturating_add(1).clamp(0, whole), whole)
        } else {
            let due = |m: &&Milestone| m.baseline.unwrap_or(m.due).first_day() <= day;
            (self.milestones.iter().filter(due).count() as i64, self.milestones.len() as i64)
        };
        fraction(&[self.budget, part.into()], &[whole.into()], AMOUNT_DIGITS)
    }

    /// Cumulative planned value at the end of each month from the start to the last planned day, and the months gone at the
    /// end of a day.
    fn months(&self, day: NaiveDate) -> Option<(Vec<Decimal>, Decimal)> {
        let last = self.milestones.iter().map(|m| m.baseline.unwrap_or(m.due).first_day()).max();
        let last = last.and_then(|last| last.succ_opt()).map_or(self.end, |last| last.max(self.end));
        let edge = |month: u32| self.start.checked_add_months(Months::new(month));
        let mut plan = Vec::new();
        while edge(plan.len() as u32)? < last {
            let end = edge(plan.len() as u32 + 1)?;
            plan.push(self.value_on(end.pred_opt()?)?);
        }
        let after = day.succ_opt()?;
        if after <= self.start {
            return Some((plan, Decimal::ZERO));
        }
        let days = |from: NaiveDate, to: NaiveDate| Decimal::from((to - from).num_days());
        let mut whole = 0;
        while edge(whole + 1)? <= after {
            whole += 1;
        }
        let (from, to) = (edge(whole)?, edge(whole + 1)?);
        let part = ratio(days(from, after), days(from, to), 12)?;
        Some((plan, Decimal::from(whole) + part))
    }
}
