//! The rules: links between projects, and the policy's quotas.

use super::{Compiler, Means, Standing};
use crate::decision::conflict::Constraint;
use crate::decision::scale::to_ticks;
use crate::diagnostic::Code;
use crate::engine::problem::{
    CandidateIx, CapacityIx, Measure, QuotaLimit, QuotaSpec, Relation as EngineRelation, Rule, Strictness, Timing,
};
use crate::model::{Dependency, EnvelopeIx, EnvelopeRef, Lag, PoolIx, PoolRef, ProjectIx, ProjectRef, Relation};
use crate::quantity::Share;
use crate::time::Step;

impl Compiler<'_> {
    pub(super) fn draft_links(&mut self) {
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
            if let Dependency::Synergy { worth, .. } = dependency {
                if let Some(ticks) = to_ticks(worth.value(), self.scale.worth) {
                    self.draft.synergy(&ends, ticks);
                } else {
                    let pointer = format!("/dependencies/{i}/synergy/worth");
                    self.fault(Code::ScaleOverflow, pointer, "the worth of a synergy leaves the integer scale");
                }
                continue;
            }
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

    pub(super) fn draft_policy(&mut self) {
        let scope = self.scope;
        let policy = scope.policy();
        let path = self.path() + "/policy";
        // The money that a policy speaks of is that of the scope's own envelopes.
        let own: Vec<EnvelopeIx> = scope.envelopes().map(EnvelopeRef::ix).collect();
        let speaks_of = |means: Means| matches!(means, Means::Envelope { envelope, .. } if own.contains(&envelope));
        let money_rows = self.rows_of(speaks_of);
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
            // Of the money of everything selected, what has begun included.
            let mut shares = QuotaSpec::new(&members, Measure::Amounts(money_rows.clone()));
            (shares.lo, shares.hi) = (quota.min_share.map(limit_of), quota.max_share.map(limit_of));
            if (shares.lo.is_some() || shares.hi.is_some()) && !money_rows.is_empty() && !members.is_empty() {
                self.keep_quota(shares, Constraint::ThemeShare(position));
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
            self.quota(&launches, Measure::Amounts(money_rows.clone()), None, hi, Constraint::LaunchCost);
        }
        let pools: Vec<PoolIx> = scope.pools().map(PoolRef::ix).collect();
        let is_own_pool = |means: Means| matches!(means, Means::Pool { pool } if pools.contains(&pool));
        let pool_rows = self.rows_of(is_own_pool);
        for (share, rows) in [(change.max_share, money_rows), (change.max_workload_share, pool_rows)] {
            // A share of what the scope's own means give over the horizon.
            let given = rows.iter().map(|&(capacity, bucket)| self.declared[capacity.index()][bucket as usize]);
            let given: i128 = given.map(i128::from).sum();
            let hi = share.and_then(|share| part_of(given, share));
            if !rows.is_empty() {
                self.quota(&launches, Measure::Amounts(rows), None, hi, Constraint::LaunchShare);
            }
        }
        if let Some(share) = change.max_launch_share
            && !launches.is_empty()
        {
            let own = (0..self.members.len())
                .filter(|position| scope.contains(self.members[*position].project))
                .map(CandidateIx::new);
            let spec = QuotaSpec::new(&launches, Measure::Count).hi(limit_of(share));
            self.keep_quota(spec.reference(&own.collect::<Vec<_>>()), Constraint::LaunchShare);
        }
    }

    /// The buckets of the means that are asked for.
    fn rows_of(&self, is_asked: impl Fn(Means) -> bool) -> Vec<(CapacityIx, u32)> {
        let asked = (0..self.means.len()).filter(|position| is_asked(self.means[*position]));
        asked
            .flat_map(|position| {
                let count = self.declared[position].len() as u32;
                (0..count).map(move |bucket| (CapacityIx::new(position), bucket))
            })
            .collect()
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
        let mut spec = QuotaSpec::new(members, measure);
        (spec.lo, spec.hi) = (lo.map(QuotaLimit::Amount), hi.map(QuotaLimit::Amount));
        self.keep_quota(spec, constraint);
    }

    fn keep_quota(&mut self, spec: QuotaSpec, constraint: Constraint) {
        if self.keeps(constraint) {
            self.draft.quota(spec);
            self.quotas.push(constraint);
        }
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

/// A share as a quota's side: in lowest terms.
fn limit_of(share: Share) -> QuotaLimit {
    let value = share.value().normalize();
    let (mut a, mut b) = (value.mantissa().abs(), 10_i128.pow(value.scale()));
    let (numerator, denominator) = (value.mantissa(), b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    // A share has at most 12 decimals.
    QuotaLimit::Share { numerator: (numerator / a) as i64, denominator: (denominator / a) as i64 }
}

/// A share of a sum of ticks, down to a whole one; `None` where it is no limit that a number can name.
fn part_of(given: i128, share: Share) -> Option<i64> {
    let value = share.value().normalize();
    let part = given.checked_mul(value.mantissa())?.div_euclid(10_i128.pow(value.scale()));
    i64::try_from(part).ok()
}
