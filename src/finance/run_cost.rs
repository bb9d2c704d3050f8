//! What services cost every year once projects are delivered, against the credits of those years.

use super::error::FinanceError;
use super::plan::planned_use;
use super::ratio::part;
use super::years;
use crate::id::{EnvelopeId, ProjectId};
use crate::model::{EnvelopeIx, EnvelopeRef, Lifecycle, Model, ProjectIx, ProjectRef, RunCost, Section};
use crate::quantity::{Money, QuantityError};
use crate::time::{FiscalCalendar, FiscalYear};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;

/// Run cost of one project in one year, under one envelope or none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunCostLine {
    /// Which project.
    pub project: ProjectId,
    /// The envelope that pays; nobody has said where absent.
    pub envelope: Option<EnvelopeId>,
    /// Budget year.
    pub year: FiscalYear,
    /// Section; nearly always operating.
    pub section: Section,
    /// Amount; below zero for a saving.
    pub amount: Money,
}

/// Run costs of one envelope, or of none, in one year against its credits.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunCostYear {
    /// Which envelope; none where nobody has said who pays.
    pub envelope: Option<EnvelopeId>,
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// Run costs of all projects that are decided.
    pub run_cost: Money,
    /// What begun work should use of the same credits; nothing where there is no envelope.
    pub planned: Money,
    /// Credits that the document lists for the year, votes to come included; nothing where it lists none.
    pub credits: Money,
    /// Run cost + planned − credits: what is missing (*non financé*), zero or below where nothing is.
    pub missing: Money,
    /// Run cost by project, in the order of the document.
    pub projects: Vec<(ProjectId, Money)>,
}

impl RunCostYear {
    /// Whether credits are missing and run costs ask for some.
    pub fn is_unfunded(&self) -> bool {
        let is_above_zero = |amount: Money| !amount.is_negative() && !amount.is_zero();
        is_above_zero(self.missing) && is_above_zero(self.run_cost)
    }
}

/// Run costs after delivery (*coûts récurrents de fonctionnement*), year by year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunCosts {
    /// By project in the order of the document, then by year, then by envelope.
    pub lines: Vec<RunCostLine>,
    /// By envelope in the order of the document, those without one first; then by year, then by section.
    pub years: Vec<RunCostYear>,
    /// Projects with run costs and without a date of delivery.
    pub undated: Vec<ProjectId>,
}

/// Whether the services of a project will be run: it is decided or has begun.
fn is_decided(state: Lifecycle) -> bool {
    state.is_committed() || matches!(state, Lifecycle::Approved | Lifecycle::Scoping)
}

impl RunCosts {
    /// The run costs of every project that is approved, being scoped or begun, up to a budget year.
    ///
    /// A run cost begins on the first day of a month: of the delivery if that is one, of the month after it otherwise, and
    /// its own months later. Delivery is the recorded one, or else the months of the variant from the first of the
    /// month of the start. A year counts
    /// for yearly × months ÷ 12, to the cent, half to even: 12 000 EUR a year from a delivery on 15 October 2026 are
    /// 2 000 EUR in 2026 and 12 000 EUR in each year after it. Budget years are those of the envelope's organization, or of
    /// the project's where no envelope is named.
    ///
    /// Fails where amounts of two currencies meet or a sum exceeds 10¹⁵.
    pub fn of(model: &Model, through: FiscalYear) -> Result<Self, FinanceError> {
        let zero = Money::zero(model.currency());
        let mut sums: BTreeMap<(ProjectIx, FiscalYear, Option<EnvelopeIx>, Section), Money> = BTreeMap::new();
        let mut undated = Vec::new();
        let calendars: Vec<_> =
            model.envelopes().map(|envelope| years::of_envelope(model, envelope.record())).collect();
        for project in model.projects().filter(|project| is_decided(project.record().state)) {
            let costs = &project.variant().run_costs;
            if costs.is_empty() {
                continue;
            }
            let Some(delivery) = delivery(project) else {
                undated.push(project.id().clone());
                continue;
            };
            for cost in costs {
                let envelope = cost.envelope.as_ref().and_then(|id| model.envelope(id.as_str()));
                let calendar = match envelope {
                    Some(envelope) => calendars[envelope.ix().index()],
                    None => years::of_project(model, project.record()),
                };
                let envelope = envelope.map(EnvelopeRef::ix);
                for (year, months) in months_by_year(cost, delivery, calendar, through) {
                    let mut add = || {
                        let amount = run_cost_over(cost, months)?;
                        let sum = sums.entry((project.ix(), year, envelope, cost.section)).or_insert(zero);
                        *sum = sum.checked_add(amount)?;
                        Ok::<(), QuantityError>(())
                    };
                    add().map_err(FinanceError::project(project.id()))?;
                }
            }
        }
        let records = model.records();
        let envelope_id = |ix: EnvelopeIx| records.envelopes[ix.index()].id.clone();
        let line = |((project, year, envelope, section), amount): (&(ProjectIx, _, Option<EnvelopeIx>, _), &Money)| {
            let project = records.projects[project.index()].id.clone();
            let envelope = envelope.map(envelope_id);
            RunCostLine { project, envelope, year: *year, section: *section, amount: *amount }
        };
        let lines: Vec<RunCostLine> = sums.iter().map(line).collect();
        let mut years: BTreeMap<(Option<EnvelopeIx>, FiscalYear, Section), RunCostYear> = BTreeMap::new();
        for ((project, year, envelope, section), amount) in &sums {
            let empty = || RunCostYear {
                envelope: envelope.map(envelope_id),
                year: *year,
                section: *section,
                run_cost: zero,
                planned: zero,
                credits: zero,
                missing: zero,
                projects: Vec::new(),
            };
            let row = years.entry((*envelope, *year, *section)).or_insert_with(empty);
            let project = &records.projects[project.index()].id;
            row.run_cost = row.run_cost.checked_add(*amount).map_err(FinanceError::project(project))?;
            row.projects.push((project.clone(), *amount));
        }
        for planned in planned_use(model)? {
            let Some(envelope) = model.envelope(planned.envelope.as_str()) else { continue };
            if let Some(row) = years.get_mut(&(Some(envelope.ix()), planned.year, planned.section)) {
                row.planned = planned.amount;
            }
        }
        for row in years.values_mut() {
            let listed = row.envelope.as_ref().and_then(|id| model.envelope(id.as_str()));
            let listed = listed.into_iter().flat_map(|envelope| &envelope.record().amounts);
            let conclude = || {
                for line in listed.filter(|line| (line.year, line.section) == (row.year, row.section)) {
                    row.credits = row.credits.checked_add(line.amount)?;
                }
                row.missing = row.run_cost.checked_add(row.planned)?.checked_sub(row.credits)?;
                Ok::<(), QuantityError>(())
            };
            conclude().map_err(FinanceError::total)?;
        }
        Ok(Self { lines, years: years.into_values().collect(), undated })
    }

    /// Up to which budget year credits can be expected on record: the last one that an envelope lists, or the one after
    /// the last roadmap, whichever is later; the year of the document where there is neither.
    pub fn horizon(model: &Model) -> FiscalYear {
        let records = model.records();
        let listed = records.envelopes.iter().flat_map(|envelope| &envelope.amounts).map(|line| line.year);
        let calendar_years = FiscalCalendar::CALENDAR_YEARS;
        let ends = records.roadmaps.iter().map(|roadmap| calendar_years.year_of(roadmap.period.end()));
        listed.chain(ends).max().unwrap_or_else(|| calendar_years.year_of(model.status_date()))
    }

    /// Years from one on in which run costs meet too few credits.
    pub fn unfunded(&self, from: FiscalYear) -> impl Iterator<Item = &RunCostYear> {
        self.years.iter().filter(move |row| row.year >= from && row.is_unfunded())
    }
}

/// When a project is delivered: the day on record, or else its start and the months of its variant; a start counts from
/// the first of its month, as months are what people plan in.
pub(crate) fn delivery(project: ProjectRef<'_>) -> Option<NaiveDate> {
    let record = project.record();
    match (record.finish, record.start) {
        (Some(finish), _) => Some(finish.last_day()),
        (None, Some(start)) => start.first_day().with_day(1)?.checked_add_months(Months::new(project.variant().months)),
        (None, None) => None,
    }
}

/// The months a run cost is paid for after a delivery, each by its first day; endless where the cost has no end.
///
/// The first is the month of the delivery if that is the first of a month, or else the month after it; then come the
/// months that the cost waits.
pub(crate) fn paid_months(cost: &RunCost, delivery: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let wait = cost.from_month.checked_add(u32::from(delivery.day() > 1));
    let nth = move |month: u32| delivery.with_day(1)?.checked_add_months(Months::new(wait?.checked_add(month)?));
    (0..cost.months.unwrap_or(u32::MAX)).map_while(nth)
}

/// What a run cost comes to over a number of months, to the cent, half to even.
pub(crate) fn run_cost_over(cost: &RunCost, months: u32) -> Result<Money, QuantityError> {
    part(cost.yearly, months, 12)
}

/// How many months of a run cost lie in each budget year up to the last.
fn months_by_year(
    cost: &RunCost,
    delivery: NaiveDate,
    calendar: FiscalCalendar,
    through: FiscalYear,
) -> BTreeMap<FiscalYear, u32> {
    let mut months = BTreeMap::new();
    let end = calendar.days_of(through).end();
    for day in paid_months(cost, delivery).take_while(|day| *day < end) {
        *months.entry(calendar.year_of(day)).or_insert(0) += 1;
    }
    months
}
