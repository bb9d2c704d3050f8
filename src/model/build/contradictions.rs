//! Links and forced choices, or recorded states, that exclude each other.
//!
//! What must be done spreads along the links: a project that is in brings in what it requires. The checks walk from
//! what is known to be in, and name the chain to what is known to be out, or to two members of one exclusion.
//! Between links and forced choices a contradiction is an error; where a recorded state is needed for it (work that has
//! begun is in, what was rejected or cancelled is out) it is a warning, because facts are not for a rule to refuse.

use super::Faults;
use super::links::Links;
use crate::diagnostic::Code;
use crate::model::index::Index;
use crate::model::{Dependency, Force, Lifecycle, ModelDraft, Policy};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt::Write as _;

/// Steps after which the search for projects that require what excludes itself gives up.
const MAX_STEPS: usize = 10_000_000;

/// Names every contradiction.
pub(super) fn check(draft: &ModelDraft, index: &Index, links: &Links, faults: &mut Faults) {
    let count = draft.projects.len();
    let memberships = links
        .exclusions
        .iter()
        .enumerate()
        .flat_map(|(e, exclusion)| exclusion.projects.iter().map(move |p| (*p, e as u32, exclusion.dependency)));
    let mut judge = Judge {
        draft,
        links,
        requires: Adjacency::new(count, links.implications.iter().map(|i| (i.dependent, i.prerequisite, i.dependency))),
        member_of: Adjacency::new(count, memberships),
        impossible: HashSet::new(),
        faults,
    };
    judge.structure();
    let facts = judge.spread((0..count as u32).filter(|p| draft.projects[*p as usize].state.is_committed()));
    judge.facts(&facts);
    for (i, portfolio) in draft.portfolios.iter().enumerate() {
        judge.policy(&portfolio.policy, index, &facts, &format!("/portfolios/{i}/policy/forced"));
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        judge.policy(&roadmap.policy, index, &facts, &format!("/roadmaps/{i}/policy/forced"));
    }
}

/// For each project, what it is tied to: the position at the other end, and of the record that ties them.
struct Adjacency {
    begin: Vec<u32>,
    ends: Vec<(u32, u32)>,
}

impl Adjacency {
    /// From triples of project, other end and record.
    fn new(projects: usize, ties: impl Iterator<Item = (u32, u32, u32)> + Clone) -> Self {
        let mut begin = vec![0_u32; projects + 1];
        for (from, _, _) in ties.clone() {
            begin[from as usize + 1] += 1;
        }
        for p in 0..projects {
            begin[p + 1] += begin[p];
        }
        let mut next = begin.clone();
        let mut ends = vec![(0, 0); begin[projects] as usize];
        for (from, to, record) in ties {
            let slot = &mut next[from as usize];
            ends[*slot as usize] = (to, record);
            *slot += 1;
        }
        Self { begin, ends }
    }

    fn of(&self, project: u32) -> &[(u32, u32)] {
        let p = project as usize;
        &self.ends[self.begin[p] as usize..self.begin[p + 1] as usize]
    }
}

/// Everything that is in because something else is: each project with the one that brought it in and by which link.
#[derive(Default)]
struct Spread {
    order: Vec<u32>,
    by: HashMap<u32, Option<(u32, u32)>>,
}

impl Spread {
    fn reaches(&self, project: u32) -> bool {
        self.by.contains_key(&project)
    }

    /// From the source to a project: the links on the way, each with the project it leads to.
    fn way(&self, project: u32) -> (u32, Vec<(u32, u32)>) {
        let mut way = Vec::new();
        let mut at = project;
        while let Some(Some((from, link))) = self.by.get(&at) {
            way.push((*link, at));
            at = *from;
        }
        way.reverse();
        (at, way)
    }
}

struct Judge<'a> {
    draft: &'a ModelDraft,
    links: &'a Links,
    requires: Adjacency,
    /// The exclusions that a project is a member of.
    member_of: Adjacency,
    /// Exclusions of which a single project requires two members.
    impossible: HashSet<usize>,
    faults: &'a mut Faults,
}

impl Judge<'_> {
    fn spread(&self, sources: impl Iterator<Item = u32>) -> Spread {
        let mut spread = Spread::default();
        let mut queue = VecDeque::new();
        for source in sources {
            if spread.by.insert(source, None).is_none() {
                queue.push_back(source);
            }
        }
        while let Some(project) = queue.pop_front() {
            spread.order.push(project);
            for &(to, link) in self.requires.of(project) {
                if let Entry::Vacant(slot) = spread.by.entry(to) {
                    slot.insert(Some((project, link)));
                    queue.push_back(to);
                }
            }
        }
        spread
    }

    /// Projects that can never be done: they require two members of one exclusion.
    fn structure(&mut self) {
        let back = self.links.implications.iter().map(|i| (i.prerequisite, i.dependent, i.dependency));
        let required_by = Adjacency::new(self.draft.projects.len(), back);
        let mut steps = 0;
        for (e, exclusion) in self.links.exclusions.iter().enumerate() {
            if steps > MAX_STEPS {
                break;
            }
            // Walk back from all members at once; each project remembers the member it leads to.
            let mut toward: HashMap<u32, (u32, Option<(u32, u32)>)> = HashMap::new();
            let mut queue = VecDeque::new();
            for &member in &exclusion.projects {
                toward.insert(member, (member, None));
                queue.push_back(member);
            }
            let found = 'walk: {
                while let Some(project) = queue.pop_front() {
                    let goal = toward[&project].0;
                    for &(dependent, link) in required_by.of(project) {
                        steps += 1;
                        match toward.get(&dependent) {
                            None => {
                                toward.insert(dependent, (goal, Some((project, link))));
                                queue.push_back(dependent);
                            }
                            Some((other, _)) if *other != goal => break 'walk Some((dependent, project, link)),
                            Some(_) => {}
                        }
                    }
                }
                None
            };
            let Some((project, next, link)) = found else { continue };
            let forward = |mut at: u32| {
                let mut way = Vec::new();
                while let Some((_, Some((next, link)))) = toward.get(&at) {
                    way.push((*link, *next));
                    at = *next;
                }
                way
            };
            let mut other_way = vec![(link, next)];
            other_way.extend(forward(next));
            let way = forward(project);
            let end = |way: &[(u32, u32)]| way.last().map_or(project, |(_, end)| *end);
            let ways = [&way, &other_way].into_iter().filter(|way| !way.is_empty());
            let chains: Vec<String> = ways.map(|way| self.chain(project, "", way)).collect();
            let message = format!(
                "{}, and /dependencies/{} excludes `{}` and `{}` from each other: `{}` can never be done",
                chains.join(", and "),
                exclusion.dependency,
                self.name(end(&way)),
                self.name(end(&other_way)),
                self.name(project)
            );
            self.impossible.insert(e);
            self.faults.add(
                Code::Contradiction,
                format_args!("/dependencies/{}/excludes", exclusion.dependency),
                message,
            );
        }
    }

    /// Recorded states that contradict the links.
    fn facts(&mut self, facts: &Spread) {
        for &project in &facts.order {
            if !self.is_refused(project) {
                continue;
            }
            let (source, chain) = self.begun(facts, project);
            let message = format!("{chain}, but `{}` is {}", self.name(project), self.state(project));
            self.faults.add(Code::ContradictionOfFacts, format_args!("/projects/{source}/state"), message);
        }
        for (e, x, y) in self.clashes(facts, facts) {
            let ((one, chain), (other, other_chain)) = (self.begun(facts, x), self.begun(facts, y));
            if one == other && self.impossible.contains(&e) {
                continue;
            }
            let message = self.clash(&chain, &other_chain, e, x, y);
            self.faults.add(Code::ContradictionOfFacts, format_args!("/projects/{}/state", one.max(other)), message);
        }
    }

    /// Forced choices of one policy that contradict the links, or recorded states through them.
    fn policy(&mut self, policy: &Policy, index: &Index, facts: &Spread, path: &str) {
        if policy.forced.is_empty() {
            return;
        }
        // The first choice counts where a project is forced twice, which is a fault of its own.
        let mut choices: HashMap<u32, (Force, usize)> = HashMap::new();
        let mut order = Vec::new();
        for (k, choice) in policy.forced.iter().enumerate() {
            if let Some(p) = index.projects.position(choice.project.as_str())
                && let Entry::Vacant(slot) = choices.entry(p as u32)
            {
                slot.insert((choice.force, k));
                order.push(p as u32);
            }
        }
        let is_out = |project: u32| choices.get(&project).is_some_and(|(force, _)| *force == Force::Out);
        let place = |project: u32| choices.get(&project).map_or(0, |(_, k)| *k);
        let forced = self.spread(order.iter().copied().filter(|p| !is_out(*p)));
        for &project in &forced.order {
            let (code, end) = match (is_out(project), self.is_refused(project)) {
                (true, _) => (Code::Contradiction, "forced out"),
                (false, true) => (Code::ContradictionOfFacts, self.state(project)),
                (false, false) => continue,
            };
            let (source, chain) = self.forced(&forced, project);
            let message = format!("{chain}, but `{}` is {end}", self.name(project));
            self.faults.add(code, format_args!("{path}/{}", place(source)), message);
        }
        for &project in order.iter().filter(|p| is_out(**p) && facts.reaches(**p)) {
            let (_, chain) = self.begun(facts, project);
            let message = format!("{chain}, but `{}` is forced out", self.name(project));
            self.faults.add(Code::ContradictionOfFacts, format_args!("{path}/{}", place(project)), message);
        }
        let mut named = HashSet::new();
        for (e, x, y) in self.clashes(&forced, &forced) {
            named.insert(e);
            let ((one, chain), (other, other_chain)) = (self.forced(&forced, x), self.forced(&forced, y));
            if one == other && self.impossible.contains(&e) {
                continue;
            }
            let message = self.clash(&chain, &other_chain, e, x, y);
            let later = place(one).max(place(other));
            self.faults.add(Code::Contradiction, format_args!("{path}/{later}"), message);
        }
        for (e, x, y) in self.clashes(&forced, facts) {
            if named.contains(&e) {
                continue;
            }
            let ((one, chain), (_, fact_chain)) = (self.forced(&forced, x), self.begun(facts, y));
            let message = self.clash(&chain, &fact_chain, e, x, y);
            self.faults.add(Code::ContradictionOfFacts, format_args!("{path}/{}", place(one)), message);
        }
    }

    /// Exclusions with a member that one spread reaches and another member that the other does, one pair for each. A
    /// member that both reach is no clash by itself.
    fn clashes(&self, one: &Spread, other: &Spread) -> Vec<(usize, u32, u32)> {
        let same = std::ptr::eq(one, other);
        let mut touched: Vec<u32> =
            one.order.iter().flat_map(|p| self.member_of.of(*p)).map(|(exclusion, _)| *exclusion).collect();
        touched.sort_unstable();
        touched.dedup();
        let mut found = Vec::new();
        for e in touched {
            let members = &self.links.exclusions[e as usize].projects;
            let first = members.iter().copied().find(|p| one.reaches(*p) && (same || !other.reaches(*p)));
            let second = members.iter().copied().find(|p| Some(*p) != first && other.reaches(*p));
            if let (Some(first), Some(second)) = (first, second) {
                found.push((e as usize, first, second));
            }
        }
        found
    }

    fn is_refused(&self, project: u32) -> bool {
        matches!(self.draft.projects[project as usize].state, Lifecycle::Rejected | Lifecycle::Cancelled)
    }

    fn name(&self, project: u32) -> &str {
        self.draft.projects[project as usize].id.as_str()
    }

    fn state(&self, project: u32) -> &'static str {
        match self.draft.projects[project as usize].state {
            Lifecycle::Rejected => "rejected",
            Lifecycle::Cancelled => "cancelled",
            Lifecycle::Running => "running",
            Lifecycle::OnHold => "on hold",
            Lifecycle::Delivered => "delivered",
            Lifecycle::InService => "in service",
            Lifecycle::Closed => "closed",
            Lifecycle::Idea | Lifecycle::Candidate | Lifecycle::Deferred | Lifecycle::Approved | Lifecycle::Scoping => {
                "open"
            }
        }
    }

    /// "`a` (forced in) requires `b` (/dependencies/3), which goes together with `c` (/dependencies/7)".
    fn chain(&self, source: u32, standing: &str, way: &[(u32, u32)]) -> String {
        let mut text = format!("`{}`", self.name(source));
        if way.is_empty() && !standing.is_empty() {
            // Writing to a text cannot fail.
            let _ = write!(text, " is {standing}");
        } else if !standing.is_empty() {
            let _ = write!(text, " ({standing})");
        }
        for (k, (link, project)) in way.iter().enumerate() {
            let verb = match &self.draft.dependencies[*link as usize] {
                Dependency::Together { .. } => "goes together with",
                Dependency::Timing { .. } => "comes after",
                Dependency::Requires { .. } | Dependency::Excludes { .. } | Dependency::Synergy { .. } => "requires",
            };
            let which = if k == 0 { "" } else { ", which" };
            let _ = write!(text, "{which} {verb} `{}` (/dependencies/{link})", self.name(*project));
        }
        text
    }

    /// The chain from a choice that forces a project in to what it brings in.
    fn forced(&self, spread: &Spread, project: u32) -> (u32, String) {
        let (source, way) = spread.way(project);
        (source, self.chain(source, "forced in", &way))
    }

    /// The chain from work that has begun to what it brings in.
    fn begun(&self, facts: &Spread, project: u32) -> (u32, String) {
        let (source, way) = facts.way(project);
        (source, self.chain(source, self.state(source), &way))
    }

    /// "…, and …, but /dependencies/4 excludes `x` and `y` from each other".
    fn clash(&self, one: &str, other: &str, e: usize, x: u32, y: u32) -> String {
        let link = self.links.exclusions[e].dependency;
        format!(
            "{one}, and {other}, but /dependencies/{link} excludes `{}` and `{}` from each other",
            self.name(x),
            self.name(y)
        )
    }
}
