//! From a scope to an integer problem.

use super::conflict::Constraint;
use super::reason::Bar;
use super::scale::{Scale, from_ticks, to_six_places, to_ticks};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::engine::problem::Relation as EngineRelation;
use crate::engine::problem::{
    CandidateIx, CapacityIx, CapacitySpec, Carry, Choice, Commitment, Measure, ModeSpec, ProblemDraft, Rule,
    SelectionProblem, Strictness, Timing,
};
use crate::indicator::last_measures;
use crate::model::{
    CarryOver, Dependency, EnvelopeIx, Force, Lag, Lifecycle, MeasureStatus, Model, Observation, PoolIx, ProjectIx,
    ProjectRef, Relation, Scope, Section, Variant, WorthRule,
};
use crate::quantity::Share;
use crate::time::{FiscalYear, Period, Step, TimeGrid, spread};
use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a capacity of a compiled problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Means {
    /// One section of an envelope; its buckets are budget years.
    Envelope {
        /// The envelope.
        envelope: EnvelopeIx,
        /// The section.
        section: Section,
    },
    /// A pool; its buckets are periods of the grid.
    Pool {
        /// The pool.
        pool: PoolIx,
    },
}

/// What is settled about a project before any choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// Open to choice.
    Open,
    /// Must be retained: the position in the policy's list of forced choices.
    ForcedIn(u32),
    /// Must not be retained: the position in the policy's list of forced choices.
    ForcedOut(u32),
    /// Has begun; kept as it is.
    Committed,
    /// Its state is closed to choice.
    Closed(Lifecycle),
    /// Outside the scope, has begun; other projects wait for it.
    OutsideCommitted,
    /// Outside the scope, not decided; other projects cannot count on it.
    OutsideUndecided,
}

/// One candidate of a compiled problem.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) project: ProjectIx,
    pub(super) standing: Standing,
    /// The variant of each mode, by its position in the project.
    pub(super) variants: Vec<u32>,
    /// Ticks of worth of each mode.
    pub(super) worths: Vec<i64>,
    /// Why it has no option although it is open.
    pub(super) bar: Option<Bar>,
}

/// A scope as an integer problem, and what its numbers mean.
#[derive(Debug, Clone)]
pub struct Compiled {
    pub(super) scope: Scope,
    pub(super) problem: SelectionProblem,
    pub(super) members: Vec<Member>,
    pub(super) means: Vec<Means>,
    /// Per capacity: the budget year of bucket 0, for envelopes.
    pub(super) first_years: Vec<Option<FiscalYear>>,
    /// Per capacity and bucket: the limit as declared, before any raise for what is over.
    pub(super) declared: Vec<Vec<i64>>,
    pub(super) scale: Scale,
    /// Per quota of the problem: where it comes from.
    pub(super) quotas: Vec<Constraint>,
    /// Every constraint that can be left out to see whether it matters.
    pub(super) constraints: Vec<Constraint>,
    pub(super) notes: Diagnostics,
}

impl Compiled {
    /// The integer problem. Candidates are the projects in the order of their ids.
    pub fn problem(&self) -> &SelectionProblem {
        &self.problem
    }

    /// What one tick of each kind of amount stands for.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The project of a candidate.
    pub fn project(&self, candidate: CandidateIx) -> ProjectRef<'_> {
        ProjectRef::new(self.scope.model(), self.members[candidate.index()].project)
    }

    /// What is settled about a candidate.
    pub fn standing(&self, candidate: CandidateIx) -> Standing {
        self.members[candidate.index()].standing
    }

    /// What a capacity is.
    pub fn means(&self, capacity: CapacityIx) -> Means {
        self.means[capacity.index()]
    }

    /// What was noticed on the way, and did not stand in it.
    pub fn notes(&self) -> &Diagnostics {
        &self.notes
    }

    /// What people call a bucket: the budget year, or the period.
    pub(super) fn bucket_label(&self, capacity: CapacityIx, bucket: u32) -> String {
        bucket_label(self.first_years[capacity.index()], self.scope.grid(), bucket)
    }
}

fn bucket_label(first_year: Option<FiscalYear>, grid: TimeGrid, bucket: u32) -> String {
    match first_year {
        Some(first) => (first.year() + bucket as i32).to_string(),
        None => grid.label(bucket.into()),
    }
}

impl Scope {
    /// Compiles the scope into an integer problem: exactly, or with every fault that stands in the way.
    ///
    /// Linear in the size of the scope's projects, variants and lines, times the periods that a line spans.
    pub fn compile(&self) -> Result<Compiled, Diagnostics> {
        compile_without(self, &BTreeSet::new())
    }
}

/// Compiles a scope and leaves some constraints out.
pub(super) fn compile_without(scope: &Scope, skipped: &BTreeSet<Constraint>) -> Result<Compiled, Diagnostics> {
    let mut compiler = Compiler::new(scope, skipped);
    compiler.refuse_unsupported();
    compiler.choose_scale();
    compiler.list_members();
    compiler.list_means();
    compiler.draft_candidates();
    compiler.draft_capacities();
    compiler.draft_links();
    compiler.draft_policy();
    compiler.finish()
}

/// The capacity of each envelope section and pool, by index.
#[derive(Default)]
struct MeansIndex {
    envelopes: Vec<[Option<usize>; 2]>,
    pools: Vec<Option<usize>>,
}

impl MeansIndex {
    fn new(model: &Model) -> Self {
        Self {
            envelopes: vec![[None; 2]; model.records().envelopes.len()],
            pools: vec![None; model.records().pools.len()],
        }
    }

    fn at(&mut self, means: Means) -> &mut Option<usize> {
        match means {
            Means::Envelope { envelope, section } => &mut self.envelopes[envelope.index()][section as usize],
            Means::Pool { pool } => &mut self.pools[pool.index()],
        }
    }

    /// Numbers what was seen, in the order of [`Means`], and lists it.
    fn number(&mut self) -> Vec<Means> {
        let sections = [Section::Investment, Section::Operating];
        let envelopes = (0..self.envelopes.len()).map(EnvelopeIx::new);
        let envelopes = envelopes.flat_map(|envelope| sections.map(|section| Means::Envelope { envelope, section }));
        let pools = (0..self.pools.len()).map(|pool| Means::Pool { pool: PoolIx::new(pool) });
        let mut list = Vec::new();
        for means in envelopes.chain(pools).collect::<Vec<_>>() {
            if let Some(capacity) = self.at(means) {
                *capacity = list.len();
                list.push(means);
            }
        }
        list
    }
}

/// Amounts of one mode on one capacity, from an offset.
type Profile = (usize, u32, Vec<i64>);

struct Compiler<'a> {
    scope: &'a Scope,
    skipped: &'a BTreeSet<Constraint>,
    grid: TimeGrid,
    /// Periods of the roadmap itself, which its grid may outrun.
    own_periods: i64,
    first_open: i64,
    scale: Scale,
    faults: Diagnostics,
    notes: Diagnostics,
    draft: ProblemDraft,
    members: Vec<Member>,
    candidate_of: BTreeMap<ProjectIx, CandidateIx>,
    means: Vec<Means>,
    capacity_of: MeansIndex,
    /// Spans laid over the grid so far.
    weights: HashMap<Period, (i64, Vec<u64>)>,
    /// Per capacity and bucket: what committed work takes.
    committed: Vec<BTreeMap<u32, i128>>,
    first_years: Vec<Option<FiscalYear>>,
    declared: Vec<Vec<i64>>,
    buckets: Vec<Vec<Option<u32>>>,
    quotas: Vec<Constraint>,
    constraints: Vec<Constraint>,
}

impl<'a> Compiler<'a> {
    fn new(scope: &'a Scope, skipped: &'a BTreeSet<Constraint>) -> Self {
        let grid = scope.grid();
        let own_periods = grid.index_of(scope.period().last_day()) + 1;
        let whole = grid.index_from(scope.status_date()).max(0);
        // The last period stays open while it runs: a list of one year can be decided within that year.
        let running = grid.index_of(scope.status_date());
        let first_open = if whole >= own_periods && running < own_periods { running } else { whole };
        Self {
            scope,
            skipped,
            grid,
            own_periods,
            first_open,
            scale: Scale { money: 2, workload: 2, worth: 0 },
            faults: Diagnostics::new(),
            notes: Diagnostics::new(),
            draft: ProblemDraft::new(grid.len() as u32),
            members: Vec::new(),
            candidate_of: BTreeMap::new(),
            means: Vec::new(),
            capacity_of: MeansIndex::default(),
            weights: HashMap::new(),
            committed: Vec::new(),
            first_years: Vec::new(),
            declared: Vec::new(),
            buckets: Vec::new(),
            quotas: Vec::new(),
            constraints: Vec::new(),
        }
    }

    fn fault(&mut self, code: Code, pointer: String, message: impl Into<String>) {
        self.faults.push(Diagnostic::new(code, message).at(Location::pointer(pointer)));
    }

    /// Where the scope's own record stands.
    fn path(&self) -> String {
        match self.scope.grouping() {
            crate::model::Grouping::Roadmap(ix) => format!("/roadmaps/{}", ix.index()),
            crate::model::Grouping::Portfolio(ix) => format!("/portfolios/{}", ix.index()),
        }
    }

    fn keeps(&mut self, constraint: Constraint) -> bool {
        self.constraints.push(constraint);
        !self.skipped.contains(&constraint)
    }

    /// Rules that this version cannot select under are named, never passed over.
    fn refuse_unsupported(&mut self) {
        let policy = self.scope.policy();
        let path = self.path();
        if !policy.tiebreaks.is_empty() {
            let message = "further aims among plans of equal worth are not selected under yet";
            self.fault(Code::NotSupportedYet, format!("{path}/policy/tiebreaks"), message);
        }
        for (k, quota) in policy.theme_quotas.iter().enumerate() {
            for (field, share) in [("min_share", quota.min_share), ("max_share", quota.max_share)] {
                if share.is_some() {
                    let message = format!("shares of all money are not selected under yet: theme `{}`", quota.theme);
                    self.fault(Code::NotSupportedYet, format!("{path}/policy/theme_quotas/{k}/{field}"), message);
                }
            }
        }
        if policy.change.as_ref().is_some_and(|change| change.max_share.is_some()) {
            let message = "a change policy by share of all money is not selected under yet";
            self.fault(Code::NotSupportedYet, format!("{path}/policy/change/max_share"), message);
        }
        let model = self.scope.model();
        for (i, dependency) in model.records().dependencies.iter().enumerate() {
            if let Dependency::Synergy { projects, .. } = dependency {
                let within = |id: &crate::id::ProjectId| {
                    model.project(id.as_str()).is_some_and(|project| self.scope.contains(project.ix()))
                };
                if projects.iter().any(within) {
                    let message = "synergies are not selected under yet";
                    self.fault(Code::NotSupportedYet, format!("/dependencies/{i}/synergy"), message);
                }
            }
        }
    }

    /// As many decimals as every amount has that takes part.
    fn choose_scale(&mut self) {
        let model = self.scope.model();
        let (mut money, mut workload) = (2, 2);
        for project in self.scope.projects() {
            for variant in &project.record().variants {
                money = variant.costs.iter().map(|line| line.amount.amount().scale()).fold(money, u32::max);
                workload = variant.workload.iter().map(|line| line.workload.value().scale()).fold(workload, u32::max);
            }
        }
        for envelope in &model.records().envelopes {
            money = envelope.amounts.iter().map(|line| line.amount.amount().scale()).fold(money, u32::max);
        }
        let policy = self.scope.policy();
        let limits = policy.theme_quotas.iter().flat_map(|quota| [quota.min_cost, quota.max_cost]);
        let limits = limits.chain(policy.change.iter().map(|change| change.max_cost));
        money = limits.flatten().map(|limit| limit.amount().scale()).fold(money, u32::max);
        self.scale = Scale { money, workload, worth: 0 };
    }

    /// The scope's projects and those outside that its links name, in the order of ids.
    fn list_members(&mut self) {
        let model = self.scope.model();
        let policy = self.scope.policy();
        let mut forced: BTreeMap<ProjectIx, u32> = BTreeMap::new();
        for (k, choice) in policy.forced.iter().enumerate() {
            if let Some(project) = model.project(choice.project.as_str()) {
                forced.insert(project.ix(), k as u32);
            }
        }
        let mut standings: BTreeMap<ProjectIx, Standing> = BTreeMap::new();
        for project in self.scope.projects() {
            let state = project.record().state;
            let standing = match forced.get(&project.ix()) {
                Some(&k) if policy.forced[k as usize].force == Force::In && !state.is_committed() => {
                    if self.keeps(Constraint::Forced(k)) { Standing::ForcedIn(k) } else { Standing::Open }
                }
                Some(&k) if policy.forced[k as usize].force == Force::Out => {
                    if state.is_committed() {
                        let message =
                            format!("stopping `{}`, which has begun, is not selected under yet", project.id());
                        let pointer = format!("{}/policy/forced/{k}", self.path());
                        self.fault(Code::NotSupportedYet, pointer, message);
                    }
                    if self.keeps(Constraint::Forced(k)) { Standing::ForcedOut(k) } else { Standing::Open }
                }
                _ if state.is_committed() => Standing::Committed,
                _ if policy.is_open(state) => Standing::Open,
                _ => Standing::Closed(state),
            };
            standings.insert(project.ix(), standing);
        }
        for dependency in &model.records().dependencies {
            let ends: Vec<ProjectRef<'_>> =
                dependency.projects().into_iter().filter_map(|id| model.project(id.as_str())).collect();
            if !ends.iter().any(|project| self.scope.contains(project.ix())) {
                continue;
            }
            for project in ends {
                let begun = project.record().state.is_committed();
                let standing = if begun { Standing::OutsideCommitted } else { Standing::OutsideUndecided };
                standings.entry(project.ix()).or_insert(standing);
            }
        }
        let mut order: Vec<(ProjectIx, Standing)> = standings.into_iter().collect();
        order.sort_by(|(a, _), (b, _)| {
            let id = |ix: &ProjectIx| &model.records().projects[ix.index()].id;
            id(a).cmp(id(b))
        });
        for (position, (project, standing)) in order.into_iter().enumerate() {
            self.candidate_of.insert(project, CandidateIx::new(position));
            self.members.push(Member { project, standing, variants: Vec::new(), worths: Vec::new(), bar: None });
        }
    }

    /// Every envelope section and pool that the scope lists or its projects use, in a fixed order.
    fn list_means(&mut self) {
        let model = self.scope.model();
        let mut seen = MeansIndex::new(model);
        for envelope in self.scope.envelopes() {
            for line in &envelope.record().amounts {
                *seen.at(Means::Envelope { envelope: envelope.ix(), section: line.section }) = Some(0);
            }
        }
        for pool in self.scope.pools() {
            *seen.at(Means::Pool { pool: pool.ix() }) = Some(0);
        }
        for variant in self.scope.projects().flat_map(|project| &project.record().variants) {
            for line in &variant.costs {
                if let Some(envelope) = model.envelope(line.envelope.as_str()) {
                    *seen.at(Means::Envelope { envelope: envelope.ix(), section: line.section }) = Some(0);
                }
            }
            for line in &variant.workload {
                if let Some(pool) = model.pool(line.pool.as_str()) {
                    *seen.at(Means::Pool { pool: pool.ix() }) = Some(0);
                }
            }
        }
        self.means = seen.number();
        self.capacity_of = seen;
        self.committed = vec![BTreeMap::new(); self.means.len()];
        let calendar = self.scope.fiscal_calendar();
        let first_year = calendar.year_of(self.grid.period(0).start());
        for means in &self.means {
            let (first, buckets) = match means {
                Means::Envelope { envelope, .. } if model.records().envelopes[envelope.index()].amounts.is_empty() => {
                    (Some(first_year), vec![None; self.grid.len()])
                }
                Means::Envelope { .. } => {
                    let year = |t: usize| calendar.year_of(self.grid.period(t as i64).start()).year();
                    (
                        Some(first_year),
                        (0..self.grid.len()).map(|t| Some((year(t) - first_year.year()) as u32)).collect(),
                    )
                }
                Means::Pool { pool } => {
                    let spans = &model.records().pools[pool.index()].capacity;
                    let known = |t: usize| {
                        spans.iter().any(|span| span.period.intersection(self.grid.period(t as i64)).is_some())
                    };
                    (None, (0..self.grid.len()).map(|t| known(t).then_some(t as u32)).collect())
                }
            };
            self.first_years.push(first);
            self.buckets.push(buckets);
        }
    }

    fn draft_candidates(&mut self) {
        let worths = self.worths();
        let decimals = worths.iter().flatten().map(Decimal::scale).max().unwrap_or(0);
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
        let start = project.record().start.map_or(self.grid.period(0).start(), crate::time::Date::first_day);
        let start = self.month_start(start);
        let first = self.grid.index_of(start);
        let candidate = self.draft.candidate(Commitment::Committed(Choice::new(0, first as i32)));
        let worth = self.worth_ticks(worths[position][v], project);
        let duration = self.grid.periods_of_months(variant.months);
        let mode = self.draft.mode(candidate, ModeSpec::new(duration, first as i32..=first as i32, worth));
        if self.members[position].standing == Standing::Committed {
            for (capacity, offset, amounts) in self.profile(project, v, start) {
                self.draft.amounts(mode, CapacityIx::new(capacity), offset, &amounts);
                for (q, amount) in amounts.iter().enumerate() {
                    let period = first + i64::from(offset) + q as i64;
                    let bucket = usize::try_from(period).ok().and_then(|t| *self.buckets[capacity].get(t)?);
                    if let Some(bucket) = bucket {
                        *self.committed[capacity].entry(bucket).or_default() += i128::from(*amount);
                    }
                }
            }
        }
        self.members[position].variants.push(v as u32);
        self.members[position].worths.push(worth);
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
        let planned = record.start.or(record.earliest_start).map(crate::time::Date::first_day);
        let reference = planned.unwrap_or_else(|| self.first_cost_day(&record.variants));
        let reference = self.grid.period(self.grid.index_of(reference)).start();
        let earliest = record.earliest_start.or(record.start).map_or(self.first_open, |date| {
            self.grid.index_from(self.month_start(date.first_day())).max(self.first_open)
        });
        let latest = match (record.latest_start, record.earliest_start.is_some(), record.start) {
            (Some(date), _, _) => self.grid.index_of(date.last_day()),
            (None, false, Some(_)) => earliest,
            (None, _, _) => self.grid.len() as i64 - 1,
        };
        let mut passed = true;
        for (v, variant) in record.variants.iter().enumerate() {
            if only.is_some_and(|only| only != v) {
                continue;
            }
            let duration = self.grid.periods_of_months(variant.months);
            let latest = if self.scope.policy().may_outlive {
                latest.min(self.own_periods - 1)
            } else {
                latest.min(self.own_periods - i64::from(duration))
            };
            passed &= latest < self.first_open;
            if latest < earliest {
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
            let bar = if passed { Bar::WindowPassed } else { Bar::DoesNotFinish };
            self.members[position].bar = Some(bar);
        }
    }

    /// The first day of the first budget year that a cost falls in; of the horizon where nothing costs.
    fn first_cost_day(&self, variants: &[Variant]) -> NaiveDate {
        let calendar = self.scope.fiscal_calendar();
        let first = variants.iter().flat_map(|variant| variant.costs.iter().map(|line| line.year)).min();
        first.map_or(self.grid.period(0).start(), |year| calendar.days_of(year).start())
    }

    /// Months are what people plan in: on a grid of months or more, a start counts from the first of its month.
    fn month_start(&self, day: NaiveDate) -> NaiveDate {
        if self.grid.step() == Step::Week { day } else { day.with_day(1).unwrap_or(day) }
    }

    /// What a variant takes, relative to the period of its start.
    fn profile(&mut self, project: ProjectRef<'_>, v: usize, start: NaiveDate) -> Vec<Profile> {
        let variant = &project.record().variants[v];
        let first = self.grid.index_of(start);
        let months_on = |months: u32| start.checked_add_months(Months::new(months.min(2_400))).unwrap_or(start);
        let share = self.scope.charge_share(project);
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
            profiles.push(self.spread_over(means, share.of(ticks), span, first));
        }
        for (k, line) in variant.workload.iter().enumerate() {
            let Some(ticks) = to_ticks(line.workload.value(), self.scale.workload) else {
                let message = format!("{} days of project `{}` leave the integer scale", line.workload, project.id());
                self.fault(Code::ScaleOverflow, path("workload", k) + "/workload", message);
                continue;
            };
            let end = line.months.map_or(variant.months, |months| line.from_month.saturating_add(months));
            let Ok(span) = Period::new(months_on(line.from_month), months_on(end)) else { continue };
            let Some(pool) = model.pool(line.pool.as_str()) else { continue };
            profiles.push(self.spread_over(Means::Pool { pool: pool.ix() }, share.of(ticks), span, first));
        }
        profiles
    }

    fn spread_over(&mut self, means: Means, ticks: i64, span: Period, first: i64) -> Profile {
        // Lines share few spans, and laying one over the grid walks the calendar.
        let (begin, weights) = self.weights.entry(span).or_insert_with(|| self.grid.weights(span));
        let begin = *begin;
        let mut amounts = spread(ticks, weights);
        // What a year before the start would take is taken at the start.
        let early = usize::try_from(first - begin).unwrap_or(0).min(amounts.len());
        let before: i64 = amounts.drain(..early).sum();
        let offset = (begin - first).max(0) as u32;
        match amounts.first_mut() {
            Some(amount) => *amount += before,
            None => amounts.push(before),
        }
        (self.capacity_of.at(means).unwrap_or(0), offset, amounts)
    }

    fn draft_capacities(&mut self) {
        for position in 0..self.means.len() {
            let means = self.means[position];
            let count = self.buckets[position].iter().flatten().max().map_or(0, |last| *last as usize + 1);
            let declared = match means {
                Means::Envelope { envelope, section } => self.year_limits(position, envelope, section, count),
                Means::Pool { pool } => self.pool_limits(pool, count),
            };
            let mut limits = declared.clone();
            for (bucket, limit) in (0_u32..).zip(&mut limits) {
                let used = self.committed[position].get(&bucket).copied().unwrap_or(0);
                if used > i128::from(*limit) {
                    self.note_excess(position, bucket, used, *limit);
                    *limit = i64::try_from(used).unwrap_or(i64::MAX / 4);
                }
                if !self.keeps(Constraint::Means { capacity: position as u32, bucket }) {
                    *limit = i64::MAX / 4;
                }
            }
            let mut spec = CapacitySpec::new(self.buckets[position].clone(), limits);
            if let Means::Envelope { envelope, .. } = means {
                match &self.scope.model().records().envelopes[envelope.index()].carry_over {
                    CarryOver::None => {}
                    CarryOver::Whole => spec = spec.carry(Carry::Whole),
                    CarryOver::AtMost(most) => {
                        let message = format!("carrying over at most {most} is not selected under yet");
                        let pointer = format!("/envelopes/{}/carry_over", envelope.index());
                        self.fault(Code::NotSupportedYet, pointer, message);
                    }
                }
            }
            self.draft.capacity(spec);
            self.declared.push(declared);
        }
    }

    /// Work that has begun takes more than there is: no choice can mend it, and new work gets nothing there.
    fn note_excess(&mut self, position: usize, bucket: u32, used: i128, limit: i64) {
        let records = self.scope.model().records();
        let (name, pointer, decimals) = match self.means[position] {
            Means::Envelope { envelope, .. } => (
                &records.envelopes[envelope.index()].name,
                format!("/envelopes/{}", envelope.index()),
                self.scale.money,
            ),
            Means::Pool { pool } => {
                (&records.pools[pool.index()].name, format!("/pools/{}", pool.index()), self.scale.workload)
            }
        };
        let label = bucket_label(self.first_years[position], self.grid, bucket);
        let amount = |ticks: i128| from_ticks(ticks, decimals).unwrap_or(Decimal::MAX);
        let (used, limit) = (amount(used), amount(limit.into()));
        let message = format!("committed work takes {used} of {name} in {label}, where there is {limit}");
        self.notes.push(Diagnostic::new(Code::CommittedExceedsMeans, message).at(Location::pointer(pointer)));
    }

    fn year_limits(&mut self, position: usize, envelope: EnvelopeIx, section: Section, count: usize) -> Vec<i64> {
        let first = self.first_years[position].map_or(0, FiscalYear::year);
        let record = &self.scope.model().records().envelopes[envelope.index()];
        let mut limits = vec![0; count];
        for (k, line) in record.amounts.iter().enumerate() {
            let Ok(bucket) = usize::try_from(line.year.year() - first) else { continue };
            if line.section != section || bucket >= count {
                continue;
            }
            if let Some(ticks) = to_ticks(line.amount.amount(), self.scale.money) {
                limits[bucket] = ticks;
            } else {
                let message = format!("{} of envelope `{}` leaves the integer scale", line.amount, record.id);
                let pointer = format!("/envelopes/{}/amounts/{k}/amount", envelope.index());
                self.fault(Code::ScaleOverflow, pointer, message);
            }
        }
        limits
    }

    /// What a pool has left by period, cut to whole ticks.
    fn pool_limits(&mut self, pool: PoolIx, count: usize) -> Vec<i64> {
        let record = &self.scope.model().records().pools[pool.index()];
        let kept = Decimal::ONE - record.reserved.value();
        let mut limits = vec![0_i64; count];
        for (k, span) in record.capacity.iter().enumerate() {
            let left = span.workload.value().checked_mul(kept);
            let left = left.map(|left| left.trunc_with_scale(self.scale.workload));
            let Some(ticks) = left.and_then(|left| to_ticks(left, self.scale.workload)) else {
                let message = format!("{} days of pool `{}` leave the integer scale", span.workload, record.id);
                self.fault(Code::ScaleOverflow, format!("/pools/{}/capacity/{k}/workload", pool.index()), message);
                continue;
            };
            let (begin, weights) = self.grid.weights(span.period);
            for (q, part) in spread(ticks, &weights).into_iter().enumerate() {
                if let Some(limit) = usize::try_from(begin + q as i64).ok().and_then(|t| limits.get_mut(t)) {
                    *limit = limit.saturating_add(part);
                }
            }
        }
        limits
    }

    fn draft_links(&mut self) {
        let model = self.scope.model();
        for (i, dependency) in model.records().dependencies.iter().enumerate() {
            let ends: Vec<ProjectIx> = dependency
                .projects()
                .into_iter()
                .filter_map(|id| model.project(id.as_str()))
                .map(ProjectRef::ix)
                .collect();
            if !ends.iter().any(|project| self.scope.contains(*project)) {
                continue;
            }
            let ends: Vec<CandidateIx> =
                ends.iter().filter_map(|project| self.candidate_of.get(project).copied()).collect();
            let constraint = Constraint::Dependency(i as u32);
            if !self.keeps(constraint) {
                continue;
            }
            match (dependency, ends.as_slice()) {
                (Dependency::Requires { .. }, &[dependent, prerequisite]) => {
                    self.draft.requires(dependent, prerequisite);
                }
                (Dependency::Timing { relation, lag, if_both, .. }, &[predecessor, successor]) => {
                    self.draft.timing(Timing {
                        predecessor,
                        successor,
                        relation: engine_relation(*relation),
                        lag: self.lag_periods(*lag),
                        strictness: if *if_both { Strictness::IfBoth } else { Strictness::Strict },
                    });
                }
                (Dependency::Excludes { .. }, &[one, other]) => {
                    self.draft.excludes(one, other);
                }
                (Dependency::Excludes { .. }, several) => {
                    self.draft.group(several, Rule::AtMost(1));
                }
                (Dependency::Together { .. }, several) => {
                    self.draft.group(several, Rule::AllOrNone);
                }
                _ => {}
            }
        }
    }

    /// Whole periods, rounded up; below zero, towards zero.
    fn lag_periods(&self, lag: Lag) -> i32 {
        let (units, per_period) = match (lag, self.grid.step()) {
            (Lag::Days(days), Step::Week) => (i64::from(days), 7),
            // A month is 365.25 / 12 days, in hundredths 36525 / 12.
            (Lag::Months(months), Step::Week) => (i64::from(months) * 36525, 12 * 700),
            (Lag::Days(days), step) => (i64::from(days) * 1200, 36525 * step_months(step)),
            (Lag::Months(months), step) => (i64::from(months), step_months(step)),
        };
        let whole = units.div_euclid(per_period) + i64::from(units.rem_euclid(per_period) > 0);
        whole.clamp(i32::MIN.into(), i32::MAX.into()) as i32
    }

    fn draft_policy(&mut self) {
        let scope = self.scope;
        let policy = scope.policy();
        let path = self.path() + "/policy";
        let money_rows: Vec<(CapacityIx, u32)> = (0..self.means.len())
            .filter(|position| matches!(self.means[*position], Means::Envelope { .. }))
            .flat_map(|position| {
                let count = self.declared[position].len() as u32;
                (0..count).map(move |bucket| (CapacityIx::new(position), bucket))
            })
            .collect();
        for (k, quota) in policy.theme_quotas.iter().enumerate() {
            let members: Vec<CandidateIx> = (0..self.members.len())
                .filter(|position| {
                    let project = ProjectRef::new(scope.model(), self.members[*position].project);
                    scope.contains(project.ix()) && project.record().theme.as_ref() == Some(&quota.theme)
                })
                .map(CandidateIx::new)
                .collect();
            let position = k as u32;
            let (lo, hi) = (quota.min_projects.map(i64::from), quota.max_projects.map(i64::from));
            self.quota(&members, Measure::Count, lo, hi, Constraint::ThemeCount(position));
            let lo = self.limit_ticks(quota.min_cost, || format!("{path}/theme_quotas/{k}/min_cost"));
            let hi = self.limit_ticks(quota.max_cost, || format!("{path}/theme_quotas/{k}/max_cost"));
            let measure = Measure::Amounts(money_rows.clone());
            if !money_rows.is_empty() {
                self.quota(&members, measure, lo, hi, Constraint::ThemeCost(position));
            }
        }
        let Some(change) = &policy.change else { return };
        let launches: Vec<CandidateIx> = (0..self.members.len())
            .filter(|position| matches!(self.members[*position].standing, Standing::Open | Standing::ForcedIn(_)))
            .map(CandidateIx::new)
            .collect();
        let hi = change.max_launches.map(i64::from);
        self.quota(&launches, Measure::Count, None, hi, Constraint::Launches);
        let hi = self.limit_ticks(change.max_cost, || format!("{path}/change/max_cost"));
        if !money_rows.is_empty() {
            self.quota(&launches, Measure::Amounts(money_rows), None, hi, Constraint::LaunchCost);
        }
    }

    fn limit_ticks(&mut self, limit: Option<crate::Money>, pointer: impl Fn() -> String) -> Option<i64> {
        let ticks = to_ticks(limit?.amount(), self.scale.money);
        if ticks.is_none() {
            self.fault(Code::ScaleOverflow, pointer(), "the limit leaves the integer scale");
        }
        ticks
    }

    fn quota(
        &mut self,
        members: &[CandidateIx],
        measure: Measure,
        lo: Option<i64>,
        hi: Option<i64>,
        constraint: Constraint,
    ) {
        if lo.is_none() && hi.is_none() {
            return;
        }
        if members.is_empty() {
            // Nobody counts: a ceiling is kept by itself, and a floor can never be reached.
            if lo.is_some_and(|lo| lo > 0) {
                let pointer = self.path() + "/policy/theme_quotas";
                self.fault(
                    Code::Contradiction,
                    pointer,
                    "a theme quota asks for more than none of a theme without projects",
                );
            }
            return;
        }
        if self.keeps(constraint) {
            self.draft.quota(members, measure, lo, hi);
            self.quotas.push(constraint);
        }
    }

    fn finish(mut self) -> Result<Compiled, Diagnostics> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let problem = self.draft.build().map_err(|errors| {
            errors.as_slice().iter().map(|e| Diagnostic::new(e.code(), e.to_string())).collect::<Diagnostics>()
        })?;
        if !self.members.iter().any(|member| member.standing == Standing::Open && !member.variants.is_empty()) {
            self.notes.push(Diagnostic::new(
                Code::NothingToSelect,
                format!("no project of {} is open to choice", self.scope.name()),
            ));
        }
        Ok(Compiled {
            scope: self.scope.clone(),
            problem,
            members: self.members,
            means: self.means,
            first_years: self.first_years,
            declared: self.declared,
            scale: self.scale,
            quotas: self.quotas,
            constraints: self.constraints,
            notes: self.notes,
        })
    }
}

fn step_months(step: Step) -> i64 {
    match step {
        Step::Quarter => 3,
        Step::Year => 12,
        _ => 1,
    }
}

fn engine_relation(relation: Relation) -> EngineRelation {
    match relation {
        Relation::FinishToStart => EngineRelation::FinishToStart,
        Relation::StartToStart => EngineRelation::StartToStart,
        Relation::FinishToFinish => EngineRelation::FinishToFinish,
        Relation::StartToFinish => EngineRelation::StartToFinish,
    }
}
