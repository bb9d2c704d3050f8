//! The shape of links between projects, and the links by position for the checks that walk them.

use super::{Faults, MAX_MONTHS, repeats};
use crate::diagnostic::Code;
use crate::id::ProjectId;
use crate::model::index::Index;
use crate::model::{Dependency, Lag, ModelDraft, Relation};

/// Links whose projects are known, by position. A link at fault is left out: it must not cause a second fault.
#[derive(Default)]
pub(super) struct Links {
    /// Timing links that hold whenever the successor is done.
    pub(super) timing: Vec<Timing>,
    /// What must be done with what: from `requires`, from `together` (a ring), and from strict timing links.
    pub(super) implications: Vec<Implication>,
    /// Sets of which at most one is done.
    pub(super) exclusions: Vec<Exclusion>,
}

pub(super) struct Timing {
    pub(super) predecessor: u32,
    pub(super) successor: u32,
    pub(super) relation: Relation,
    pub(super) lag: Lag,
    pub(super) dependency: u32,
}

#[derive(Clone, Copy)]
pub(super) struct Implication {
    pub(super) dependent: u32,
    pub(super) prerequisite: u32,
    pub(super) dependency: u32,
}

pub(super) struct Exclusion {
    pub(super) projects: Vec<u32>,
    pub(super) dependency: u32,
}

/// Judges the shape of every link.
pub(super) fn check(draft: &ModelDraft, index: &Index, faults: &mut Faults) -> Links {
    let mut links = Links::default();
    let position = |id: &ProjectId| index.projects.position(id.as_str()).map(|p| p as u32);
    for (i, link) in draft.dependencies.iter().enumerate() {
        let dependency = i as u32;
        match link {
            Dependency::Requires { dependent, prerequisite } => {
                if is_own(i, link, dependent, prerequisite, faults) {
                    continue;
                }
                if let (Some(dependent), Some(prerequisite)) = (position(dependent), position(prerequisite)) {
                    links.implications.push(Implication { dependent, prerequisite, dependency });
                }
            }
            Dependency::Timing { predecessor, successor, relation, lag, if_both } => {
                let sound = is_lag_sound(i, *lag, faults);
                if is_own(i, link, predecessor, successor, faults) || !sound || *if_both {
                    continue;
                }
                if let (Some(predecessor), Some(successor)) = (position(predecessor), position(successor)) {
                    let (relation, lag) = (*relation, *lag);
                    links.timing.push(Timing { predecessor, successor, relation, lag, dependency });
                    let (dependent, prerequisite) = (successor, predecessor);
                    links.implications.push(Implication { dependent, prerequisite, dependency });
                }
            }
            Dependency::Together { projects } => {
                if let Some(projects) = members(i, link, projects, position, faults) {
                    let next = projects.iter().cycle().skip(1);
                    links.implications.extend(projects.iter().zip(next).map(|(dependent, prerequisite)| Implication {
                        dependent: *dependent,
                        prerequisite: *prerequisite,
                        dependency,
                    }));
                }
            }
            Dependency::Excludes { projects } => {
                if let Some(projects) = members(i, link, projects, position, faults) {
                    links.exclusions.push(Exclusion { projects, dependency });
                }
            }
            Dependency::Synergy { projects, .. } => {
                members(i, link, projects, position, faults);
            }
        }
    }
    links
}

/// The pointer of the k-th project that a dependency names, below the dependency itself.
pub(super) fn field(dependency: &Dependency, k: usize) -> String {
    match dependency {
        Dependency::Requires { .. } => format!("/requires/{}", ["dependent", "prerequisite"][k.min(1)]),
        Dependency::Timing { .. } => format!("/timing/{}", ["predecessor", "successor"][k.min(1)]),
        Dependency::Excludes { .. } => format!("/excludes/projects/{k}"),
        Dependency::Together { .. } => format!("/together/projects/{k}"),
        Dependency::Synergy { .. } => format!("/synergy/projects/{k}"),
    }
}

fn is_own(i: usize, link: &Dependency, one: &ProjectId, other: &ProjectId, faults: &mut Faults) -> bool {
    let own = one == other;
    if own {
        let message = format!("project `{one}` is linked with itself");
        faults.add(Code::SelfReference, format_args!("/dependencies/{i}{}", field(link, 1)), message);
    }
    own
}

fn is_lag_sound(i: usize, lag: Lag, faults: &mut Faults) -> bool {
    let (amount, limit, unit) = match lag {
        Lag::Months(months) => (months, MAX_MONTHS, "months"),
        Lag::Days(days) => (days, MAX_MONTHS * 31, "days"),
    };
    let sound = amount.unsigned_abs() <= limit;
    if !sound {
        let message = format!("a lag of {amount} {unit} is beyond {limit} {unit} either way");
        faults.add(Code::NumberOutOfRange, format_args!("/dependencies/{i}/timing/lag/{unit}"), message);
    }
    sound
}

/// The members of a set, if there are two or more of them, each named once and known.
fn members(
    i: usize,
    link: &Dependency,
    projects: &[ProjectId],
    position: impl Fn(&ProjectId) -> Option<u32>,
    faults: &mut Faults,
) -> Option<Vec<u32>> {
    let repeated = repeats(projects.iter());
    for k in &repeated {
        let message = format!("project `{}` is named twice in one link", projects[*k]);
        faults.add(Code::DuplicateReference, format_args!("/dependencies/{i}{}", field(link, *k)), message);
    }
    let distinct = projects.len() - repeated.len();
    if distinct < 2 {
        let pointer = field(link, 0);
        let list = pointer.trim_end_matches("/0");
        let message = format!("a link among {distinct} projects; it takes 2 or more");
        faults.add(Code::TooFewProjects, format_args!("/dependencies/{i}{list}"), message);
        return None;
    }
    let known: Option<Vec<u32>> = projects.iter().map(position).collect();
    known.filter(|_| repeated.is_empty())
}
