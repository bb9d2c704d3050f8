//! From an outcome back to the words of the domain.

use super::alignment::PlanAlignment;
use super::compile::{Compiled, Means, Standing};
use super::conflict::Constraint;
use super::reason::Reason;
use super::report::{Decision, MeansUse, Placement, Practice, ProjectDecision, Quantity, UseOfPeriod, Verdict};
use super::scale::from_ticks;
use crate::engine::certify::{RowKey, Usage, Violation, check_plan, usage};
use crate::engine::problem::{CandidateIx, CapacityIx, Carry, Choice, Link, Plan, Strictness, Timing};
use crate::engine::run::{Outcome, Status};
use crate::model::ProjectRef;
use crate::quantity::Money;
use crate::time::Period;
use rust_decimal::Decimal;

impl Compiled {
    /// Says an outcome in the words of the domain.
    ///
    /// Among plans of equal worth the earlier is preferred: each project in the order of ids is moved to the earliest
    /// start that leaves everything else as it is. Reasons are the first that hold, in the order of [`Reason`].
    ///
    /// Linear in the plan, but for reasons: each rejected project's options are tried against the whole plan.
    pub fn lift(&self, outcome: &Outcome) -> Decision {
        let plan = outcome.best().map(|plan| self.earlier(plan));
        let worth = |ticks: i128| from_ticks(ticks, self.scale.worth);
        let projects: Vec<ProjectDecision> = (0..self.members.len())
            .map(CandidateIx::new)
            .filter(|candidate| self.scope.contains(self.members[candidate.index()].project))
            .map(|candidate| self.project_decision(candidate, plan.as_ref(), outcome.status()))
            .collect();
        let alignment = match plan {
            Some(_) => PlanAlignment::of(&self.scope, &projects, self.scores.as_ref()),
            None => PlanAlignment::default(),
        };
        Decision {
            scope: self.scope.clone(),
            name: self.scope.name().to_owned(),
            status_date: self.scope.status_date(),
            status: outcome.status(),
            value: outcome.value().and_then(worth),
            bound: outcome.bound().and_then(worth),
            gap: outcome.gap().and_then(|gap| from_ticks(gap.in_millionths().min(1 << 90) as i128, 6)),
            evidence: outcome.evidence(),
            stop: outcome.stop_reason(),
            solver: outcome.solver().to_owned(),
            steps: outcome.stats().steps,
            projects,
            means: self.means_use(plan.as_ref()),
            practice: None,
            conflicts: Vec::new(),
            alignment,
            scores: self.scores.clone(),
            notes: self.notes.clone(),
        }
    }

    /// What a plan of another algorithm, the practice, has beside the decision.
    pub(super) fn practice(&self, decision: &Decision, outcome: &Outcome) -> Option<Practice> {
        let plan = outcome.best()?;
        let mut practice = Practice {
            value: from_ticks(outcome.value()?, self.scale.worth)?,
            new: 0,
            only_practice: vec![],
            only_decision: vec![],
        };
        for project in &decision.projects {
            let position = self
                .members
                .iter()
                .position(|member| ProjectRef::new(self.scope.model(), member.project).id() == &project.id)?;
            let in_practice = plan.choice(CandidateIx::new(position)).is_some();
            practice.new += usize::from(in_practice && !project.state.is_committed());
            match (in_practice, project.verdict == Verdict::Retained) {
                (true, false) => practice.only_practice.push(project.id.clone()),
                (false, true) => practice.only_decision.push(project.id.clone()),
                _ => {}
            }
        }
        Some(practice)
    }

    fn project_decision(&self, candidate: CandidateIx, plan: Option<&Plan>, status: Status) -> ProjectDecision {
        let member = &self.members[candidate.index()];
        let project = self.project(candidate);
        let record = project.record();
        // Work that has begun is kept whether or not there is a plan for the rest.
        let choice = match (plan, member.standing) {
            (None, Standing::Committed) => self.problem.options(candidate).next(),
            _ => plan.and_then(|plan| plan.choice(candidate)),
        };
        let mode = choice.map(|choice| choice.mode as usize);
        let variant = mode.map_or(project.variant(), |mode| &record.variants[member.variants[mode] as usize]);
        let ticks = mode.map_or_else(
            || member.worths.iter().copied().max().unwrap_or(0),
            |mode| member.worths.get(mode).copied().unwrap_or(0),
        );
        let cost = variant
            .costs
            .iter()
            .try_fold(Money::zero(self.scope.model().currency()), |sum, line| sum.checked_add(line.amount).ok());
        let verdict = match member.standing {
            Standing::Closed(_) => Verdict::Aside,
            _ if choice.is_some() => Verdict::Retained,
            _ => Verdict::Rejected,
        };
        ProjectDecision {
            id: record.id.clone(),
            name: record.name.clone(),
            theme: record.theme.clone(),
            state: record.state,
            verdict,
            reason: match (plan, choice) {
                (Some(plan), None) => self.why_not(candidate, plan, status),
                (None, None) if matches!(member.standing, Standing::ForcedIn(_)) => Reason::NoPlan,
                (None, None) => self.settled(candidate).unwrap_or(Reason::NoPlan),
                (_, Some(_)) => self.settled(candidate).unwrap_or(Reason::Chosen),
            },
            placement: choice.and_then(|choice| self.placement(candidate, choice)),
            worth: from_ticks(ticks.into(), self.scale.worth).unwrap_or_default(),
            cost,
        }
    }

    fn placement(&self, candidate: CandidateIx, choice: Choice) -> Option<Placement> {
        let mode = self.problem.mode(candidate, choice)?;
        let grid = self.scope.grid();
        let last = self.problem.finish_of(mode, choice.start) - 1;
        let variant = self.members[candidate.index()].variants[choice.mode as usize] as usize;
        Some(Placement {
            variant: self.project(candidate).record().variants[variant].id.clone(),
            period: Period::new(grid.period(choice.start.into()).start(), grid.period(last).end()).ok()?,
            starts: grid.label(choice.start.into()),
            ends: grid.label(last),
        })
    }

    /// The reason that needs no plan.
    fn settled(&self, candidate: CandidateIx) -> Option<Reason> {
        let member = &self.members[candidate.index()];
        let forced = |k: u32| self.scope.policy().forced[k as usize].reason.clone();
        match member.standing {
            Standing::Committed | Standing::OutsideCommitted => {
                Some(Reason::Committed { state: self.project(candidate).record().state })
            }
            Standing::ForcedIn(k) => Some(Reason::Forced { reason: forced(k) }),
            Standing::ForcedOut(k) => Some(Reason::ForcedOut { reason: forced(k) }),
            Standing::Closed(state) => Some(Reason::Closed { state }),
            Standing::Open | Standing::OutsideUndecided => member.bar.clone(),
        }
    }

    fn why_not(&self, candidate: CandidateIx, plan: &Plan, status: Status) -> Reason {
        if let Some(settled) = self.settled(candidate) {
            return settled;
        }
        if let Some(linked) = self.linked(candidate, plan) {
            return linked;
        }
        if self.members[candidate.index()].worths.iter().all(|worth| *worth <= 0) {
            return Reason::NoWorth;
        }
        let Some((choice, violation)) = self.least_in_the_way(candidate, plan) else {
            return if status == Status::Optimal { Reason::NotInBestSet } else { Reason::NotReached };
        };
        match violation {
            Violation::Row { key: RowKey::Cap { .. }, .. } => {
                // Without any choice: only where no option fits even then is there no room.
                let bare = self.settled_plan(plan);
                let capped = |v: &Violation| matches!(v, Violation::Row { key: RowKey::Cap { .. }, .. });
                let alone = self.least_in_the_way_by(candidate, &bare, capped);
                let (choice, violation, alone) = match alone {
                    Some((choice, violation)) => (choice, violation, true),
                    None => (choice, violation, false),
                };
                self.short_of(candidate, choice, violation, alone)
            }
            Violation::Row { key: RowKey::Quota { quota, .. }, .. } => match self.quotas[quota.index()] {
                Constraint::ThemeCount(k) | Constraint::ThemeCost(k) | Constraint::ThemeShare(k) => {
                    Reason::ThemeLimit { theme: self.scope.policy().theme_quotas[k as usize].theme.clone() }
                }
                _ => Reason::LaunchLimit,
            },
            Violation::Row { key: RowKey::Timing { link, .. }, .. } => {
                let (one, other) = self.problem.link(link).ends();
                let waits = self.project(if one == candidate { other } else { one });
                Reason::WaitsTooLong { id: waits.id().clone(), name: waits.name().to_owned() }
            }
            _ => Reason::NotInBestSet,
        }
    }

    /// The limit that an option exceeds, with what it asks for there and what is left.
    fn short_of(&self, candidate: CandidateIx, choice: Choice, violation: Violation, alone: bool) -> Reason {
        let Violation::Row { key: RowKey::Cap { capacity, from, to }, left: used, right: limit } = violation else {
            return Reason::NotInBestSet;
        };
        let rows = self.problem.row(capacity, from)..=self.problem.row(capacity, to);
        let own = self.problem.mode(candidate, choice).map_or(0, |mode| {
            let here = self.problem.uses(mode, choice.start).filter(|taken| rows.contains(&taken.row));
            here.map(|taken| taken.amount).sum::<i128>()
        });
        let (means, period) = (self.means_name(capacity), self.bucket_label(capacity, to));
        let (needed, left) = (self.quantity(capacity, own), self.quantity(capacity, limit - (used - own)));
        if alone {
            Reason::NoRoom { means, period, needed, left }
        } else {
            Reason::Outvalued { means, period, needed, left }
        }
    }

    /// A prerequisite or partner that is out, or an excluding project that is in.
    fn linked(&self, candidate: CandidateIx, plan: &Plan) -> Option<Reason> {
        let named = |other: CandidateIx| {
            let project = self.project(other);
            (project.id().clone(), project.name().to_owned())
        };
        for link in self.problem.links_of(candidate) {
            let link = self.problem.link(*link);
            if let Some((dependent, prerequisite)) = link.requirement()
                && dependent == candidate
                && plan.choice(prerequisite).is_none()
            {
                let (id, name) = named(prerequisite);
                return Some(Reason::PrerequisiteOut { id, name });
            }
        }
        for link in self.problem.links_of(candidate) {
            if let Link::Excludes { one, other } = self.problem.link(*link) {
                let rival = if one == candidate { other } else { one };
                if plan.choice(rival).is_some() {
                    let (id, name) = named(rival);
                    return Some(Reason::ExcludedBy { id, name });
                }
            }
        }
        for group in self.problem.groups_of(candidate) {
            let members = self.problem.group(*group).members;
            let other = |present: bool| {
                members.iter().copied().find(|c| *c != candidate && plan.choice(*c).is_some() == present)
            };
            match self.problem.group(*group).rule {
                crate::engine::problem::Rule::AtMost(1) => {
                    if let Some(rival) = other(true) {
                        let (id, name) = named(rival);
                        return Some(Reason::ExcludedBy { id, name });
                    }
                }
                crate::engine::problem::Rule::AllOrNone => {
                    if let Some(partner) = other(false) {
                        let (id, name) = named(partner);
                        return Some(Reason::PartnerOut { id, name });
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The option with the fewest violations if it were added to a plan, and the first of them; `None` where one fits.
    fn least_in_the_way(&self, candidate: CandidateIx, plan: &Plan) -> Option<(Choice, Violation)> {
        self.least_in_the_way_by(candidate, plan, |_| true)
    }

    /// The same, of some violations only.
    fn least_in_the_way_by(
        &self,
        candidate: CandidateIx,
        plan: &Plan,
        counts: impl Fn(&Violation) -> bool,
    ) -> Option<(Choice, Violation)> {
        let mut least: Option<(usize, Choice, Violation)> = None;
        let mut trial = plan.clone();
        for choice in self.problem.options(candidate) {
            trial.set(candidate, Some(choice));
            let mut violations = check_plan(&self.problem, &trial).into_violations();
            violations.retain(&counts);
            let first = violations.first()?;
            if least.as_ref().is_none_or(|(count, ..)| violations.len() < *count) {
                least = Some((violations.len(), choice, *first));
            }
        }
        least.map(|(_, choice, violation)| (choice, violation))
    }

    /// A plan reduced to what no choice can change.
    fn settled_plan(&self, plan: &Plan) -> Plan {
        let mut bare = plan.clone();
        for (position, member) in self.members.iter().enumerate() {
            if member.standing == Standing::Open {
                bare.set(CandidateIx::new(position), None);
            }
        }
        bare
    }

    /// Each project, in the order of ids, at the earliest start that leaves everything else as it is.
    fn earlier(&self, plan: &Plan) -> Plan {
        let mut plan = plan.clone();
        let mut used = usage(&self.problem, &plan).rows().to_vec();
        for (position, member) in self.members.iter().enumerate() {
            let candidate = CandidateIx::new(position);
            if !matches!(member.standing, Standing::Open | Standing::ForcedIn(_)) {
                continue;
            }
            let Some(choice) = plan.choice(candidate) else { continue };
            let Some(mode) = self.problem.mode(candidate, choice) else { continue };
            for start in self.problem.starts(mode).take_while(|start| *start < choice.start) {
                let mut moved = used.clone();
                self.problem.uses(mode, choice.start).for_each(|taken| moved[taken.row] -= taken.amount);
                self.problem.uses(mode, start).for_each(|taken| moved[taken.row] += taken.amount);
                let earlier = Choice::new(choice.mode, start);
                if self.rows_allow(&used, &moved)
                    && self.sets_allow(candidate, mode, choice.start, start)
                    && self.links_allow(candidate, earlier, &plan)
                {
                    used = moved;
                    plan.set(candidate, Some(earlier));
                    break;
                }
            }
        }
        plan
    }

    /// Whether new use keeps every limit and floor of the capacities it changes.
    fn rows_allow(&self, before: &[i128], after: &[i128]) -> bool {
        self.problem.capacities().all(|capacity| {
            let rows = self.problem.rows(capacity);
            if before[rows.clone()] == after[rows.clone()] {
                return true;
            }
            let carried = match self.problem.carry(capacity) {
                Carry::None => 0,
                Carry::AtMost(most) => i128::from(most),
                _ => i128::MAX,
            };
            let mut left = 0_i128;
            rows.zip(self.problem.limits(capacity)).zip(self.problem.floors(capacity)).all(|((row, limit), floor)| {
                left = i128::from(*limit) - after[row] + left.min(carried);
                left >= 0 && floor.is_none_or(|floor| after[row] >= i128::from(floor))
            })
        })
    }

    /// Whether a move leaves worth and quotas as they are.
    fn sets_allow(&self, candidate: CandidateIx, mode: crate::engine::problem::ModeIx, from: i32, to: i32) -> bool {
        self.problem.value(mode, to) >= self.problem.value(mode, from)
            && self
                .problem
                .quotas_of(candidate)
                .iter()
                .all(|role| self.problem.measure(role.quota, mode, from) == self.problem.measure(role.quota, mode, to))
    }

    fn links_allow(&self, candidate: CandidateIx, choice: Choice, plan: &Plan) -> bool {
        let choice_of = |c: CandidateIx| if c == candidate { Some(choice) } else { plan.choice(c) };
        self.problem.links_of(candidate).iter().all(|link| {
            let Link::Timing(timing) = self.problem.link(*link) else { return true };
            match (choice_of(timing.successor), choice_of(timing.predecessor)) {
                (Some(after), Some(before)) => self.in_order(timing, after, before),
                (Some(_), None) => timing.strictness == Strictness::IfBoth,
                (None, _) => true,
            }
        })
    }

    fn in_order(&self, timing: Timing, after: Choice, before: Choice) -> bool {
        let date = |candidate: CandidateIx, choice: Choice, finish: bool| {
            let mode = self.problem.mode(candidate, choice);
            mode.map(|mode| if finish { self.problem.finish_of(mode, choice.start) } else { choice.start.into() })
        };
        let successor = date(timing.successor, after, timing.relation.successor_by_finish());
        let predecessor = date(timing.predecessor, before, timing.relation.predecessor_by_finish());
        successor.zip(predecessor).is_some_and(|(a, b)| a >= b + i64::from(timing.lag))
    }

    /// A bucket's ticks as an amount with its unit.
    pub(super) fn quantity(&self, capacity: CapacityIx, ticks: i128) -> Quantity {
        match self.means[capacity.index()] {
            Means::Envelope { .. } => {
                let amount = from_ticks(ticks, self.scale.money).unwrap_or(Decimal::MAX);
                let currency = self.scope.model().currency();
                Quantity::Money(Money::new(amount, currency).unwrap_or_else(|_| Money::zero(currency)))
            }
            Means::Pool { .. } => Quantity::Days(from_ticks(ticks, self.scale.workload).unwrap_or(Decimal::MAX)),
        }
    }

    pub(super) fn means_name(&self, capacity: CapacityIx) -> String {
        let records = self.scope.model().records();
        match self.means[capacity.index()] {
            Means::Envelope { envelope, .. } => records.envelopes[envelope.index()].name.clone(),
            Means::Pool { pool } => records.pools[pool.index()].name.clone(),
        }
    }

    fn means_use(&self, plan: Option<&Plan>) -> Vec<MeansUse> {
        let nobody = Plan::empty(self.members.len());
        let of = |keep: &dyn Fn(&Standing) -> bool, plan: &Plan| -> Usage {
            let mut part = plan.clone();
            for (position, member) in self.members.iter().enumerate() {
                if !keep(&member.standing) {
                    part.set(CandidateIx::new(position), None);
                }
            }
            usage(&self.problem, &part)
        };
        let everybody = self.everybody();
        let begun = |standing: &Standing| matches!(standing, Standing::Committed);
        let committed = of(&begun, &everybody);
        let new = of(&|standing| !begun(standing), plan.unwrap_or(&nobody));
        let asked = of(&|standing| !begun(standing), &everybody);
        let records = self.scope.model().records();
        self.problem
            .capacities()
            .map(|capacity| {
                let (id, section) = match self.means[capacity.index()] {
                    Means::Envelope { envelope, section } => {
                        (records.envelopes[envelope.index()].id.to_string(), Some(section))
                    }
                    Means::Pool { pool } => (records.pools[pool.index()].id.to_string(), None),
                };
                let known = |bucket: &u32| {
                    (0..self.problem.periods()).any(|t| self.problem.bucket(capacity, t) == Some(*bucket))
                };
                let buckets = (0..self.problem.limits(capacity).len() as u32).filter(known);
                let periods = buckets
                    .map(|bucket| UseOfPeriod {
                        label: self.bucket_label(capacity, bucket),
                        available: self.quantity(capacity, self.declared[capacity.index()][bucket as usize].into()),
                        committed: self.quantity(
                            capacity,
                            committed.of(&self.problem, capacity, bucket) + self.outside_in(capacity, bucket),
                        ),
                        new: self.quantity(capacity, new.of(&self.problem, capacity, bucket)),
                        asked: self.quantity(capacity, asked.of(&self.problem, capacity, bucket)),
                    })
                    .collect();
                MeansUse { id, name: self.means_name(capacity), section, periods }
            })
            .collect()
    }

    /// What work of other scopes that has begun takes of a bucket.
    pub(super) fn outside_in(&self, capacity: CapacityIx, bucket: u32) -> i128 {
        self.outside[capacity.index()].get(&bucket).copied().unwrap_or(0)
    }

    /// Every candidate at its first option.
    fn everybody(&self) -> Plan {
        let mut plan = Plan::empty(self.members.len());
        for candidate in self.problem.candidates() {
            plan.set(candidate, self.problem.options(candidate).next());
        }
        plan
    }
}
