//! The candidates: their modes, windows, worths, and what they take.

use super::{Compiler, Means, Profile, Standing, Taken};
use crate::capacity::{PersonDays, span_of};
use crate::decision::reason::Reason;
use crate::decision::scale::{to_six_places, to_ticks};
use crate::decision::scores::{observations, scores_of};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::problem::{CandidateIx, CapacityIx, Choice, Commitment, ModeSpec};
use crate::finance::{delivery, paid_months, run_cost_over};
use crate::id::CriterionId;
use crate::indicator::last_measures;
use crate::model::{
    Dependency, MeasureStatus, Observation, Project, ProjectRef, Purchase, RunCost, Variant, WorthRule,
};
use crate::quantity::Share;
use crate::time::{Date, Period};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};

impl Compiler<'_> {
    pub(super) fn draft_candidates(&mut self) {
        let worths = self.worths();
        let gained = self.scope.model().records().dependencies.iter().filter_map(|dependency| match dependency {
            Dependency::Synergy { worth, .. } => Some(worth.value().normalize().scale()),
            _ => None,
        });
        let decimals = worths.iter().flatten().map(Decimal::scale).chain(gained).max().unwrap_or(0);
        self.scale.worth = decimals;
        for position in 0..self.members.len() {
            let project = ProjectRef::new(self.scope.model(), self.members[position].project);
            let standing = self.members[position].standing;
            match standing {
                Standing::Closed(_) | Standing::ForcedOut(_) | Standing::OutsideUndecided => {
                    self.draft.candidate(Commitment::Forbidden);
                }
                Standing::Committed | Standing::OutsideCommitted => self.draft_committed(position, project, &worths),
                Standing::Open => {
                    let candidate = self.draft.candidate(Commitment::Free);
                    self.draft_open(position, candidate, project, None, &worths);
                }
                Standing::ForcedIn(k) => {
                    let candidate = self.draft.candidate(Commitment::Mandatory);
                    let variant = self.scope.policy().forced[k as usize].variant.as_ref();
                    let only = variant.and_then(|id| project.record().variants.iter().position(|v| v.id == *id));
                    self.draft_open(position, candidate, project, only, &worths);
                }
            }
        }
    }

    /// Scores the projects where worth is the score, and notes who has none and which judgements contradict each other.
    pub(super) fn score(&mut self) {
        let scope = self.scope;
        let (WorthRule::Score, Some(scoring)) = (&scope.policy().worth, &scope.policy().scoring) else { return };
        let path = format!("{}/policy/scoring", self.path());
        match scores_of(scope, scoring) {
            Ok(board) => {
                for row in board.rows.iter().filter(|row| row.score.is_none()) {
                    let Some(project) = scope.model().project(&row.id) else { continue };
                    let member = self.candidate_of.get(&project.ix()).map(|candidate| &self.members[candidate.index()]);
                    if !member.is_some_and(|m| matches!(m.standing, Standing::Open | Standing::ForcedIn(_))) {
                        continue;
                    }
                    let missing: Vec<&str> = row.missing.iter().map(CriterionId::as_str).collect();
                    let message = format!("project `{}` has no score: no value against {}", row.id, missing.join(", "));
                    let pointer = format!("/projects/{}", project.ix().index());
                    self.notes.push(Diagnostic::new(Code::ScoreMissing, message).at(Location::pointer(pointer)));
                }
                self.scores = Some(board);
            }
            Err(error) => self.fault(error.code(), path.clone(), error.to_string()),
        }
        for message in observations(scoring) {
            self.notes.push(Diagnostic::new(Code::JudgementsInconsistent, message).at(Location::pointer(path.clone())));
        }
    }

    /// The worth of each variant of each member; nothing for projects outside the scope.
    fn worths(&mut self) -> Vec<Vec<Decimal>> {
        let model = self.scope.model();
        let rule = &self.scope.policy().worth;
        let latest = match rule {
            WorthRule::Indicator(indicator) => {
                last_measures(model, indicator, self.scope.status_date(), MeasureStatus::Actual)
            }
            _ => BTreeMap::new(),
        };
        let weights: HashMap<&str, Decimal> =
            model.objectives().map(|objective| (objective.id().as_str(), objective.record().weight.value())).collect();
        let board = self.scores.as_ref();
        let scored = board.into_iter().flat_map(|board| &board.rows);
        let scores: BTreeMap<String, Decimal> = scored.filter_map(|row| Some((row.id.clone(), row.score?))).collect();
        let mut all = Vec::with_capacity(self.members.len());
        for position in 0..self.members.len() {
            let member = &self.members[position];
            let project = ProjectRef::new(model, member.project);
            let outside = matches!(member.standing, Standing::OutsideCommitted | Standing::OutsideUndecided);
            let base = match rule {
                _ if outside => Some(Decimal::ZERO),
                WorthRule::Alignment => project.record().alignment.iter().try_fold(Decimal::ZERO, |sum, line| {
                    let weight = weights.get(line.objective.as_str()).copied().unwrap_or_default();
                    sum.checked_add(weight.checked_mul(line.score.value())?)
                }),
                WorthRule::Objective(id) => {
                    let line = project.record().alignment.iter().find(|line| line.objective == *id);
                    Some(line.map_or(Decimal::ZERO, |line| line.score.value()))
                }
                WorthRule::Score => Some(scores.get(project.id().as_str()).copied().unwrap_or_default()),
                WorthRule::Count => Some(Decimal::ONE),
                WorthRule::Cost => None,
                WorthRule::Indicator(_) => Some(match latest.get(&member.project).map(|measure| &measure.value) {
                    Some(Observation::Number(number)) => number.value(),
                    _ => Decimal::ZERO,
                }),
            };
            let mut list = Vec::new();
            for (v, variant) in project.record().variants.iter().enumerate() {
                let whole = if *rule == WorthRule::Cost && !outside {
                    variant.costs.iter().try_fold(Decimal::ZERO, |sum, line| sum.checked_add(line.amount.amount()))
                } else {
                    base
                };
                let share = variant.worth_share.map_or(Decimal::ONE, Share::value);
                let worth = whole.map(to_six_places).and_then(|whole| whole.checked_mul(share)).map(to_six_places);
                list.push(worth.unwrap_or_else(|| {
                    let pointer = format!("/projects/{}/variants/{v}", project.ix().index());
                    let message = format!("the worth of project `{}` is beyond the exact range", project.id());
                    self.fault(Code::ScaleOverflow, pointer, message);
                    Decimal::ZERO
                }));
            }
            all.push(list);
        }
        all
    }

    fn worth_ticks(&mut self, worth: Decimal, project: ProjectRef<'_>) -> i64 {
        to_ticks(worth, self.scale.worth).unwrap_or_else(|| {
            let message = format!("worth {worth} of project `{}` leaves the integer scale", project.id());
            self.fault(Code::ScaleOverflow, format!("/projects/{}", project.ix().index()), message);
            0
        })
    }

    /// Work that has begun: one choice, at its true start.
    fn draft_committed(&mut self, position: usize, project: ProjectRef<'_>, worths: &[Vec<Decimal>]) {
        let v = project.variant_position();
        let variant = &project.record().variants[v];
        let start = self.begun(project);
        let first = self.grid.index_of(start);
        let candidate = self.draft.candidate(Commitment::Committed(Choice::new(0, first as i32)));
        let worth = self.worth_ticks(worths[position][v], project);
        let duration = self.grid.periods_of_months(variant.months);
        let mode = self.draft.mode(candidate, ModeSpec::new(duration, first as i32..=first as i32, worth));
        if self.members[position].standing == Standing::Committed {
            for (capacity, offset, amounts) in self.profile(project, v, start) {
                self.draft.amounts(mode, CapacityIx::new(capacity), offset, &amounts);
                tally(&mut self.committed[capacity], &self.buckets[capacity], first + i64::from(offset), &amounts);
            }
        }
        self.members[position].variants.push(v as u32);
        self.members[position].worths.push(worth);
    }

    /// Work of other scopes that has begun takes its part of every envelope and pool that this scope shares with them.
    pub(super) fn count_outside(&mut self) {
        let scope = self.scope;
        for project in scope.model().projects() {
            if scope.contains(project.ix()) || !project.record().state.is_committed() {
                continue;
            }
            let start = self.begun(project);
            for (capacity, offset, amounts) in self.profile(project, project.variant_position(), start) {
                let first = self.grid.index_of(start) + i64::from(offset);
                tally(&mut self.outside[capacity], &self.buckets[capacity], first, &amounts);
            }
        }
    }

    /// When work began: its start on record, or else the first day of the horizon.
    fn begun(&self, project: ProjectRef<'_>) -> NaiveDate {
        let start = project.record().start.map_or(self.grid.period(0).start(), Date::first_day);
        self.grid.planning_day(start)
    }

    /// Work that may begin: a mode for each variant, over its window.
    fn draft_open(
        &mut self,
        position: usize,
        candidate: CandidateIx,
        project: ProjectRef<'_>,
        only: Option<usize>,
        worths: &[Vec<Decimal>],
    ) {
        let record = project.record();
        let planned = record.start.or(record.earliest_start).map(Date::first_day);
        let reference = planned.unwrap_or_else(|| self.first_cost_day(&record.variants));
        let reference = self.grid.period(self.grid.index_of(reference)).start();
        let earliest = record.earliest_start.or(record.start).map_or(self.first_open, |date| {
            self.grid.index_from(self.grid.planning_day(date.first_day())).max(self.first_open)
        });
        let latest = match (record.latest_start, record.earliest_start.is_some(), record.start) {
            (Some(date), _, _) => self.grid.index_of(date.last_day()),
            (None, false, Some(_)) => earliest,
            (None, _, _) => self.grid.len() as i64 - 1,
        };
        // Nothing that is bought starts before its contract can be awarded.
        let award = record.purchase.as_ref().and_then(|purchase| self.award(purchase));
        let unbought = earliest;
        let earliest = award
            .map_or(earliest, |award| self.grid.index_from(self.grid.planning_day(award.first_day())).max(earliest));
        let mut bar = None;
        for (v, variant) in record.variants.iter().enumerate() {
            if only.is_some_and(|only| only != v) {
                continue;
            }
            if let Some(means) = self.not_allocated(record, variant) {
                bar = Some(Reason::NotAllocated { means, nature: record.nature.clone().unwrap_or_default() });
                continue;
            }
            let duration = self.grid.periods_of_months(variant.months);
            let latest = if self.scope.policy().may_outlive {
                latest.min(self.own_periods - 1)
            } else {
                latest.min(self.own_periods - i64::from(duration))
            };
            if latest < earliest {
                bar = Some(match award {
                    _ if latest < self.first_open => Reason::WindowPassed,
                    Some(award) if latest >= unbought => Reason::PurchaseTooLate { award },
                    _ => Reason::DoesNotFinish,
                });
                continue;
            }
            let worth = self.worth_ticks(worths[position][v], project);
            let mode = self.draft.mode(candidate, ModeSpec::new(duration, earliest as i32..=latest as i32, worth));
            for (capacity, offset, amounts) in self.profile(project, v, reference) {
                self.draft.amounts(mode, CapacityIx::new(capacity), offset, &amounts);
            }
            self.members[position].variants.push(v as u32);
            self.members[position].worths.push(worth);
        }
        if self.members[position].variants.is_empty() {
            self.members[position].bar = bar;
        }
    }

    /// When a contract is awarded (*notification du marché*): the day on record, or else the lead time from today.
    fn award(&self, purchase: &Purchase) -> Option<Date> {
        let lead = Months::new(purchase.lead_months);
        purchase.awarded.or_else(|| Date::day(self.scope.status_date().checked_add_months(lead)?).ok())
    }

    /// The first means that a variant draws on although the roadmap gives projects of its nature others.
    fn not_allocated(&self, project: &Project, variant: &Variant) -> Option<String> {
        let nature = project.nature.as_ref()?;
        let allocation = self.scope.as_roadmap()?.allocations.iter().find(|allocation| allocation.nature == *nature)?;
        let model = self.scope.model();
        let envelope = variant.costs.iter().map(|line| &line.envelope).find(|id| !allocation.envelopes.contains(id));
        let pool = variant.workload.iter().map(|line| &line.pool).find(|id| !allocation.pools.contains(id));
        let envelope = envelope.and_then(|id| model.envelope(id.as_str())).map(|envelope| envelope.name().to_owned());
        envelope.or_else(|| pool.and_then(|id| model.pool(id.as_str())).map(|pool| pool.name().to_owned()))
    }

    /// The first day of the first budget year that a cost falls in; of the horizon where nothing costs.
    fn first_cost_day(&self, variants: &[Variant]) -> NaiveDate {
        let calendar = self.scope.fiscal_calendar();
        let first = variants.iter().flat_map(|variant| variant.costs.iter().map(|line| line.year)).min();
        first.map_or(self.grid.period(0).start(), |year| calendar.days_of(year).start())
    }

    /// What a variant takes, relative to the period of its start.
    fn profile(&mut self, project: ProjectRef<'_>, v: usize, start: NaiveDate) -> Vec<Profile> {
        let variant = &project.record().variants[v];
        let first = self.grid.index_of(start);
        let months_on = |months: u32| start.checked_add_months(Months::new(months.min(2_400))).unwrap_or(start);
        let calendar = self.scope.fiscal_calendar();
        let model = self.scope.model();
        let path = |list: &str, k: usize| format!("/projects/{}/variants/{v}/{list}/{k}", project.ix().index());
        let mut profiles = Vec::with_capacity(variant.costs.len() + variant.workload.len());
        let run = Period::new(start, months_on(variant.months)).ok();
        for (k, line) in variant.costs.iter().enumerate() {
            if !line.or_envelopes.is_empty() {
                let message = format!("alternative envelopes are not selected under yet: project `{}`", project.id());
                self.fault(Code::NotSupportedYet, path("costs", k) + "/or_envelopes", message);
            }
            let Some(ticks) = to_ticks(line.amount.amount(), self.scale.money) else {
                let message = format!("{} of project `{}` leaves the integer scale", line.amount, project.id());
                self.fault(Code::ScaleOverflow, path("costs", k) + "/amount", message);
                continue;
            };
            let year = calendar.days_of(line.year);
            let span = run.and_then(|run| run.intersection(year)).unwrap_or(year);
            let Some(envelope) = model.envelope(line.envelope.as_str()) else { continue };
            let means = Means::Envelope { envelope: envelope.ix(), section: line.section };
            profiles.extend(self.spread_over(means, ticks, span, first));
        }
        let recorded = if project.record().state.is_committed() { delivery(project) } else { None };
        let delivery = recorded.unwrap_or_else(|| months_on(variant.months));
        for (k, line) in variant.run_costs.iter().enumerate() {
            let Some(envelope) = line.envelope.as_ref().and_then(|id| model.envelope(id.as_str())) else { continue };
            let means = Means::Envelope { envelope: envelope.ix(), section: line.section };
            let Some(amounts) = self.run_cost_amounts(line, delivery) else {
                let message = format!("{} a year of project `{}` leave the integer scale", line.yearly, project.id());
                self.fault(Code::ScaleOverflow, path("run_costs", k) + "/yearly", message);
                continue;
            };
            profiles.extend(self.place(means, amounts, first));
        }
        for (k, line) in variant.workload.iter().enumerate() {
            let ticks = PersonDays::rounded(line.workload).hundredths();
            let Some(pool) = model.pool(line.pool.as_str()) else { continue };
            let Some(span) = span_of(line, variant, start) else {
                let message =
                    format!("the work of project `{}` from {start} leaves the years of the calendar", project.id());
                self.fault(Code::DateOutOfRange, path("workload", k), message);
                continue;
            };
            profiles.extend(self.spread_over(Means::Pool { pool: pool.ix() }, ticks, span, first));
        }
        profiles
    }

    /// What a run cost takes in each period of the horizon from the first that pays on; none where it leaves the scale.
    ///
    /// Rounding is that of the sum so far, so that twelve months in a row come to the yearly amount.
    fn run_cost_amounts(&self, cost: &RunCost, delivery: NaiveDate) -> Option<(i64, Vec<i64>)> {
        let end = self.grid.horizon().end();
        let mut periods = paid_months(cost, delivery).take_while(|day| *day < end).map(|day| self.grid.index_of(day));
        let Some(first) = periods.next() else { return Some((0, Vec::new())) };
        let mut amounts = Vec::new();
        let mut before = 0;
        for (months, period) in (1..).zip(std::iter::once(first).chain(periods)) {
            let so_far = to_ticks(run_cost_over(cost, months).ok()?.amount(), self.scale.money)?;
            amounts.resize((period - first) as usize + 1, 0);
            *amounts.last_mut()? += so_far - before;
            before = so_far;
        }
        Some((first, amounts))
    }

    /// Nothing where the means are none of the scope's.
    fn spread_over(&mut self, means: Means, ticks: i64, span: Period, first: i64) -> Option<Profile> {
        let amounts = self.spreader.spread(ticks, span);
        self.place(means, amounts, first)
    }

    /// Amounts from a period on, relative to the period of the start; nothing where the means are none of the scope's.
    fn place(&mut self, means: Means, (begin, mut amounts): (i64, Vec<i64>), first: i64) -> Option<Profile> {
        let capacity = (*self.capacity_of.at(means))?;
        // What a year before the start would take is taken at the start.
        let early = usize::try_from(first - begin).unwrap_or(0).min(amounts.len());
        let before: i64 = amounts.drain(..early).sum();
        let offset = (begin - first).max(0) as u32;
        match amounts.first_mut() {
            Some(amount) => *amount += before,
            None => amounts.push(before),
        }
        Some((capacity, offset, amounts))
    }
}

/// Adds amounts by period, from the period `first` on, to the buckets they fall in.
fn tally(taken: &mut Taken, buckets: &[Option<u32>], first: i64, amounts: &[i64]) {
    for (q, amount) in amounts.iter().enumerate() {
        let bucket = usize::try_from(first + q as i64).ok().and_then(|t| *buckets.get(t)?);
        if let Some(bucket) = bucket {
            *taken.entry(bucket).or_default() += i128::from(*amount);
        }
    }
}
