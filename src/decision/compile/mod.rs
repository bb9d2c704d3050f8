//! From a scope to an integer problem.

mod candidates;
mod means;
mod rules;

use self::means::MeansIndex;
use super::conflict::Constraint;
use super::reason::Reason;
use super::scale::Scale;
use crate::alignment::Scoreboard;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::engine::problem::{CandidateIx, CapacityIx, ProblemDraft, SelectionProblem};
use crate::model::{
    CarryOver, Dependency, EnvelopeIx, Force, Lifecycle, PoolIx, ProjectIx, ProjectRef, Scope, Section,
};
use crate::time::{FiscalYear, Spreader, TimeGrid};
use std::collections::{BTreeMap, BTreeSet};

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
    pub(super) bar: Option<Reason>,
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
    /// Per capacity and bucket: what work of other scopes takes that has begun.
    pub(super) outside: Vec<Taken>,
    pub(super) scale: Scale,
    /// Per quota of the problem: where it comes from.
    pub(super) quotas: Vec<Constraint>,
    /// Every constraint that can be left out to see whether it matters.
    pub(super) constraints: Vec<Constraint>,
    pub(super) notes: Diagnostics,
    /// Scores of the projects, where worth is the score.
    pub(super) scores: Option<Scoreboard>,
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
    compiler.score();
    compiler.draft_candidates();
    compiler.count_outside();
    compiler.draft_capacities();
    compiler.draft_links();
    compiler.draft_policy();
    compiler.finish()
}

/// Amounts of one mode on one capacity, from an offset.
type Profile = (usize, u32, Vec<i64>);

/// What a bucket has to give away before any choice.
type Taken = BTreeMap<u32, i128>;

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
    spreader: Spreader,
    /// Per capacity and bucket: what the scope's committed work takes.
    committed: Vec<Taken>,
    /// Per capacity and bucket: what work of other scopes takes that has begun.
    outside: Vec<Taken>,
    first_years: Vec<Option<FiscalYear>>,
    declared: Vec<Vec<i64>>,
    buckets: Vec<Vec<Option<u32>>>,
    quotas: Vec<Constraint>,
    constraints: Vec<Constraint>,
    scores: Option<Scoreboard>,
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
            spreader: Spreader::new(grid),
            committed: Vec::new(),
            outside: Vec::new(),
            first_years: Vec::new(),
            declared: Vec::new(),
            buckets: Vec::new(),
            quotas: Vec::new(),
            constraints: Vec::new(),
            scores: None,
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
        let model = self.scope.model();
        for (i, dependency) in model.records().dependencies.iter().enumerate() {
            if let Dependency::Synergy { projects, saving: Some(_), .. } = dependency {
                let within = |id: &crate::id::ProjectId| {
                    model.project(id.as_str()).is_some_and(|project| self.scope.contains(project.ix()))
                };
                if projects.iter().any(within) {
                    let message = "a saving of projects together names no envelope and is not selected under yet";
                    self.fault(Code::NotSupportedYet, format!("/dependencies/{i}/synergy/saving"), message);
                }
            }
        }
    }

    /// As many decimals as every amount of money has that takes part; workloads count in hundredths of a day.
    fn choose_scale(&mut self) {
        let model = self.scope.model();
        let mut money = 2;
        for project in self.scope.projects() {
            for variant in &project.record().variants {
                let amounts = variant.costs.iter().map(|line| line.amount);
                let amounts = amounts.chain(variant.run_costs.iter().map(|line| line.yearly));
                money = amounts.map(|amount| amount.amount().scale()).fold(money, u32::max);
            }
        }
        for envelope in &model.records().envelopes {
            money = envelope.amounts.iter().map(|line| line.amount.amount().scale()).fold(money, u32::max);
            if let CarryOver::AtMost(most) = envelope.carry_over {
                money = money.max(most.amount().scale());
            }
        }
        let policy = self.scope.policy();
        let limits = policy.theme_quotas.iter().flat_map(|quota| [quota.min_cost, quota.max_cost]);
        let limits = limits.chain(policy.change.iter().map(|change| change.max_cost));
        money = limits.flatten().map(|limit| limit.amount().scale()).fold(money, u32::max);
        self.scale = Scale { money, workload: 2, worth: 0 };
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
            outside: self.outside,
            scale: self.scale,
            quotas: self.quotas,
            constraints: self.constraints,
            notes: self.notes,
            scores: self.scores,
        })
    }
}
