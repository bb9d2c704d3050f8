//! Why there is no plan: constraints that cannot hold together.

use super::compile::{Compiled, compile_without};
use crate::engine::problem::CapacityIx;
use crate::engine::run::{Limits, Solver, Status, solve};
use crate::id::ProjectId;
use serde::Serialize;
use std::collections::BTreeSet;

/// A constraint by where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Constraint {
    /// A forced choice, by its position in the policy.
    Forced(u32),
    /// A dependency, by its position in the document.
    Dependency(u32),
    /// The number of projects of a theme, by the position of the quota in the policy.
    ThemeCount(u32),
    /// The money of a theme, by the position of the quota in the policy.
    ThemeCost(u32),
    /// The share of a theme in all money, by the position of the quota in the policy.
    ThemeShare(u32),
    /// The number of new projects.
    Launches,
    /// The money of new projects.
    LaunchCost,
    /// The share of new projects, in number, money or person-days.
    LaunchShare,
    /// What there is of a capacity in one bucket.
    Means {
        /// Position of the capacity.
        capacity: u32,
        /// Its bucket.
        bucket: u32,
    },
}

/// One member of a set of constraints that no plan satisfies together.
///
/// Work that has begun, and the windows of candidates, are taken as given and are not listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "constraint")]
#[non_exhaustive]
pub enum Conflict {
    /// A choice made beforehand.
    Forced {
        /// The project.
        id: ProjectId,
        /// Its name.
        name: String,
        /// The reason given with it.
        reason: String,
    },
    /// A link.
    Dependency {
        /// The projects it links.
        projects: Vec<ProjectId>,
        /// JSON pointer of the link.
        pointer: String,
    },
    /// What a theme must or may get.
    Theme {
        /// Name of the theme.
        name: String,
    },
    /// How marginal new launches must stay.
    Launches,
    /// What there is of an envelope section or pool.
    Means {
        /// Name of the envelope or pool.
        name: String,
        /// Budget year or period.
        period: String,
        /// What there is.
        available: super::Quantity,
        /// What work that has begun takes there, other scopes' too.
        committed: super::Quantity,
    },
}

/// Steps given to each question "is it still infeasible without this one?".
const STEPS: u64 = 20_000;

impl Compiled {
    /// A set of constraints that cannot hold together, for a problem known to be infeasible: each constraint in turn is
    /// left out for good if the rest is still proven infeasible (a deletion filter; Chinneck and Dravnieks 1991).
    ///
    /// Every member that remains was needed in the last proof, or its question ran out of steps. One solve of at most
    /// 20 000 steps per constraint.
    pub fn conflict(&self, solver: &dyn Solver) -> Vec<Conflict> {
        let limits = Limits::default().steps(STEPS);
        let mut skipped = BTreeSet::new();
        let infeasible = |skipped: &BTreeSet<Constraint>| {
            compile_without(&self.scope, skipped)
                .ok()
                .and_then(|compiled| solve(compiled.problem(), solver, &limits).ok())
                .is_some_and(|outcome| outcome.status() == Status::Infeasible)
        };
        // Halves first: most constraints have nothing to do with it.
        let mut blocks = vec![self.constraints.clone()];
        while let Some(block) = blocks.pop() {
            let mut trial = skipped.clone();
            trial.extend(block.iter().copied());
            if infeasible(&trial) {
                skipped = trial;
            } else if block.len() > 1 {
                let (left, right) = block.split_at(block.len() / 2);
                blocks.push(right.to_vec());
                blocks.push(left.to_vec());
            }
        }
        self.constraints.iter().filter(|c| !skipped.contains(c)).map(|c| self.name_constraint(*c)).collect()
    }

    fn name_constraint(&self, constraint: Constraint) -> Conflict {
        let model = self.scope.model();
        let policy = self.scope.policy();
        match constraint {
            Constraint::Forced(k) => {
                let forced = &policy.forced[k as usize];
                let name = model.project(forced.project.as_str()).map_or_else(String::new, |p| p.name().to_owned());
                Conflict::Forced { id: forced.project.clone(), name, reason: forced.reason.clone() }
            }
            Constraint::Dependency(i) => Conflict::Dependency {
                projects: model.records().dependencies[i as usize].projects().into_iter().cloned().collect(),
                pointer: format!("/dependencies/{i}"),
            },
            Constraint::ThemeCount(k) | Constraint::ThemeCost(k) | Constraint::ThemeShare(k) => {
                let theme = &policy.theme_quotas[k as usize].theme;
                let name = model.theme(theme.as_str()).map_or_else(|| theme.to_string(), |t| t.name().to_owned());
                Conflict::Theme { name }
            }
            Constraint::Launches | Constraint::LaunchCost | Constraint::LaunchShare => Conflict::Launches,
            Constraint::Means { capacity, bucket } => {
                let capacity = CapacityIx::new(capacity as usize);
                let declared = self.declared[capacity.index()][bucket as usize];
                Conflict::Means {
                    name: self.means_name(capacity),
                    period: self.bucket_label(capacity, bucket),
                    available: self.quantity(capacity, declared.into()),
                    committed: self
                        .quantity(capacity, self.committed_in(capacity, bucket) + self.outside_in(capacity, bucket)),
                }
            }
        }
    }

    /// What the scope's own work that has begun takes of a bucket.
    fn committed_in(&self, capacity: CapacityIx, bucket: u32) -> i128 {
        let row = self.problem.row(capacity, bucket);
        self.problem
            .candidates()
            .filter(|candidate| self.standing(*candidate) == super::Standing::Committed)
            .filter_map(|candidate| {
                let choice = self.problem.options(candidate).next()?;
                Some((self.problem.mode(candidate, choice)?, choice.start))
            })
            .flat_map(|(mode, start)| self.problem.uses(mode, start))
            .filter(|taken| taken.row == row)
            .map(|taken| taken.amount)
            .sum()
    }
}
