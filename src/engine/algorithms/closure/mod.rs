//! Closures of most weight: [`MaximumClosure`] on selection problems, [`ClosureNetwork`] on bare graphs.

mod network;

pub use network::{ClosureError, ClosureNetwork};

use super::single::{Single, first_binding};
use crate::engine::certify::{Certificate, RowKey};
use crate::engine::problem::{CandidateIx, Link, LinkIx, Plan, SelectionProblem, Strictness};
use crate::engine::run::{Failure, Feature, Run, Solver, Stop};
use std::ops::ControlFlow;

const NOBODY: u32 = u32::MAX;

/// Maximum-weight closure: which candidates to take when all that binds is what requires what. A minimum cut, found by
/// pushing excess along the links.
///
/// A candidate's excess is its value, and what its dependents push to it, less what it pushes to its prerequisites. Nodes
/// with excess push it towards the nearest deficit; the node nearest to one goes first; distances are made exact from
/// time to time; nodes from which none is reached drop out. What flows on a link in the end is the multiplier of its row,
/// and proves the optimum.
///
/// # Solves
///
/// Problems of links only: each candidate has at most one option, each link is a requirement, or a timing that the options
/// keep, and every bucket holds everything. Values of either sign, any commitment, cycles. No groups, quotas or floors.
///
/// # Guarantee
///
/// Exact: left to its end, it finds an optimum, of several the one with the fewest candidates, or proves that there is no
/// plan. Stopped, it leaves a plan and a certified bound.
///
/// # Complexity
///
/// Time O(n²·√m) with n candidates and m links, in practice close to linear; memory O(n + m). One step per 256 ends of links
/// looked at.
///
/// # Determinism
///
/// Draws nothing. The plan does not depend on the order of candidates and links.
///
/// # Parameters
///
/// None.
///
/// # Evidence
///
/// A certificate, whose multipliers on links are the flow; also for an interrupted search, and where there is no plan.
///
/// # References
///
/// J.-C. Picard, *Maximal closure of a graph and applications to combinatorial problems*, Management Science 22(11), 1976;
/// A. Goldberg, R. Tarjan, *A new approach to the maximum-flow problem*, Journal of the ACM 35(4), 1988; B. Cherkassky,
/// A. Goldberg, *On implementing the push-relabel method for the maximum flow problem*, Algorithmica 19, 1997;
/// D. Hochbaum, *The pseudoflow algorithm: a new algorithm for the maximum-flow problem*, Operations Research 56(4), 2008.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::MaximumClosure;
/// use portefeuille::engine::problem::{Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Evidence, Limits, solve};
///
/// // A platform that costs 7 carries two services worth 5 and 4.
/// let mut draft = ProblemDraft::new(1);
/// let [platform, one, other] = [-7, 5, 4].map(|value| {
///     let candidate = draft.candidate(Commitment::Free);
///     draft.mode(candidate, ModeSpec::fixed(value));
///     candidate
/// });
/// draft.requires(one, platform);
/// draft.requires(other, platform);
/// let outcome = solve(&draft.build()?, &MaximumClosure::new(), &Limits::default())?;
/// assert_eq!((outcome.value(), outcome.evidence()), (Some(2), Some(Evidence::Certificate)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MaximumClosure;

impl MaximumClosure {
    /// The method.
    pub fn new() -> Self {
        Self
    }
}

impl Solver for MaximumClosure {
    fn name(&self) -> &'static str {
        "maximum-closure"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let graph = Graph::new(problem)?;
        if let Some(certificate) = graph.no_plan() {
            let _ = run.certify(certificate);
            return Ok(());
        }
        let (free, mut multipliers) = graph.settle();
        let place: Vec<Option<u32>> = places(&free);
        let between = |link: &Requirement| {
            let ends = [link.dependent, link.prerequisite].map(|node| place[node as usize]);
            ends[0].zip(ends[1]).map(|ends| (link.link, ends))
        };
        let (links, ends): (Vec<_>, Vec<_>) = graph.links.iter().filter_map(between).unzip();
        let weights = free.iter().zip(&graph.single).filter(|&(&free, _)| free);
        let weights: Vec<_> = weights.map(|(_, single)| single.value()).collect();
        let failed = |_: ClosureError| Stop::Failed(Failure::Overflow);
        let mut network = ClosureNetwork::new(weights.len(), &ends).map_err(failed)?;
        let mut stop = None;
        let mut pace = |steps| match run.advance(steps) {
            Ok(()) => ControlFlow::Continue(()),
            Err(interrupted) => {
                stop = Some(interrupted);
                ControlFlow::Break(())
            }
        };
        // Whether it came to its end, the flow it leaves says.
        let _ = network.solve(&weights, &mut pace).map_err(failed)?;
        let inside = network.closure();
        let mut plan = Plan::empty(problem.candidate_count());
        for (candidate, single) in problem.candidates().zip(&graph.single) {
            let taken = match place[candidate.index()] {
                Some(place) => inside[place as usize],
                None => graph.pulled[candidate.index()] != NOBODY,
            };
            plan.set(candidate, single.option.filter(|_| taken).map(|(choice, _)| choice));
        }
        let _ = run.offer(&plan);
        multipliers.extend(links.iter().zip(network.flow()).map(|(&link, &flow)| (link, flow)));
        let keyed = multipliers.into_iter().map(|(link, flow)| (RowKey::Requires { link }, flow));
        if let Ok(certificate) = Certificate::seal(problem, 1, keyed) {
            // The run keeps what it proves; a certificate it rejects changes nothing.
            let _ = run.certify(certificate);
        }
        if stop.is_none() {
            run.exhausted();
        }
        stop.map_or(Ok(()), Err)
    }
}

/// The place of each free node among the free ones.
fn places(free: &[bool]) -> Vec<Option<u32>> {
    let mut next = 0;
    let mut place = |&free: &bool| {
        let place = next;
        next += u32::from(free);
        free.then_some(place)
    };
    free.iter().map(&mut place).collect()
}

#[derive(Debug, Clone, Copy)]
struct Requirement {
    link: LinkIx,
    dependent: u32,
    prerequisite: u32,
}

/// A problem read as a graph of requirements.
struct Graph<'a> {
    problem: &'a SelectionProblem,
    single: Vec<Single>,
    links: Vec<Requirement>,
    /// By candidate, the requirement through which one that must be in pulls it in, by position; itself past all of them
    /// where it must be in; nobody where it is not pulled.
    pulled: Vec<u32>,
    /// The same of candidates kept out by one that has no option.
    kept_out: Vec<u32>,
    /// Both in the order they were reached.
    reached: [Vec<u32>; 2],
}

impl<'a> Graph<'a> {
    fn new(problem: &'a SelectionProblem) -> Result<Self, Stop> {
        let single = Single::all(problem)?;
        if first_binding(problem, &single).is_some() {
            return Err(Stop::Unsupported(Feature::Rows));
        }
        let mut links = Vec::with_capacity(problem.links().len());
        for (position, &link) in problem.links().iter().enumerate() {
            let (dependent, prerequisite) = link.ends();
            let pair = single[dependent.index()].option.zip(single[prerequisite.index()].option);
            if let (Link::Timing(timing), Some(((one, mode), (other, before)))) = (link, pair) {
                let date = |by_finish, mode, start: i32| {
                    if by_finish { problem.finish_of(mode, start) } else { i64::from(start) }
                };
                let follows = date(timing.relation.successor_by_finish(), mode, one.start);
                let leads = date(timing.relation.predecessor_by_finish(), before, other.start);
                if follows < leads + i64::from(timing.lag) {
                    return Err(Stop::Unsupported(Feature::Links));
                }
            }
            match link {
                Link::Timing(timing) if timing.strictness == Strictness::IfBoth => continue,
                Link::Requires { .. } | Link::Timing(_) => {}
                _ => return Err(Stop::Unsupported(Feature::Links)),
            }
            links.push(Requirement {
                link: LinkIx::new(position),
                dependent: dependent.index() as u32,
                prerequisite: prerequisite.index() as u32,
            });
        }
        let nobody = vec![NOBODY; single.len()];
        let mut graph = Self {
            problem,
            single,
            links,
            pulled: nobody.clone(),
            kept_out: nobody,
            reached: [Vec::new(), Vec::new()],
        };
        let must = |candidate: &CandidateIx| !problem.may_stay_out(*candidate);
        let cannot = |candidate: &CandidateIx| graph.single[candidate.index()].option.is_none();
        let (musts, cannots): (Vec<_>, Vec<_>) =
            (problem.candidates().filter(must).collect(), problem.candidates().filter(cannot).collect());
        (graph.pulled, graph.reached[0]) = graph.spread(&musts, |link| (link.dependent, link.prerequisite));
        (graph.kept_out, graph.reached[1]) = graph.spread(&cannots, |link| (link.prerequisite, link.dependent));
        Ok(graph)
    }

    /// Reaches all that hangs on these candidates, each through one requirement.
    fn spread(&self, from: &[CandidateIx], ends: impl Fn(&Requirement) -> (u32, u32)) -> (Vec<u32>, Vec<u32>) {
        let mut next: Vec<Vec<u32>> = vec![Vec::new(); self.single.len()];
        for (link, position) in self.links.iter().zip(0..) {
            next[ends(link).0 as usize].push(position);
        }
        let mut through = vec![NOBODY; self.single.len()];
        let mut reached: Vec<u32> = from.iter().map(|candidate| candidate.index() as u32).collect();
        for &node in &reached {
            through[node as usize] = self.links.len() as u32;
        }
        let mut head = 0;
        while let Some(&node) = reached.get(head) {
            head += 1;
            for &link in &next[node as usize] {
                let (_, to) = ends(&self.links[link as usize]);
                if through[to as usize] == NOBODY {
                    through[to as usize] = link;
                    reached.push(to);
                }
            }
        }
        (through, reached)
    }

    /// The proof that there is no plan, where something that must be in requires what cannot be: the requirements on the
    /// way add up to a contradiction.
    fn no_plan(&self) -> Option<Certificate> {
        let clash = self.reached[0].iter().find(|&&node| self.single[node as usize].option.is_none());
        let mut node = *clash?;
        let mut way = Vec::new();
        while let Some(link) = self.links.get(self.pulled[node as usize] as usize) {
            way.push((RowKey::Requires { link: link.link }, 1));
            node = link.dependent;
        }
        // Without any requirement on the way, the candidate itself must be in and has no option.
        Certificate::seal_no_plan(self.problem, way).ok()
    }

    /// Which candidates are free, and the multipliers that hold the others where they are: what is pulled in takes what it
    /// lacks from those that pull it, what is kept out gives what it has to those that keep it.
    fn settle(&self) -> (Vec<bool>, Vec<(LinkIx, i64)>) {
        let mut excess: Vec<i64> = self.single.iter().map(Single::value).collect();
        let mut flow = vec![0_i64; self.links.len()];
        for &node in self.reached[0].iter().rev() {
            if let Some(link) = self.links.get(self.pulled[node as usize] as usize) {
                let lack = excess[node as usize].min(0);
                flow[self.pulled[node as usize] as usize] -= lack;
                excess[link.dependent as usize] = excess[link.dependent as usize].saturating_add(lack);
            }
        }
        for &node in self.reached[1].iter().rev() {
            if let Some(link) = self.links.get(self.kept_out[node as usize] as usize) {
                let more = excess[node as usize].max(0);
                flow[self.kept_out[node as usize] as usize] += more;
                excess[link.prerequisite as usize] = excess[link.prerequisite as usize].saturating_add(more);
            }
        }
        let settled = |node: usize| self.pulled[node] != NOBODY || self.kept_out[node] != NOBODY;
        let free = (0..self.single.len()).map(|node| !settled(node)).collect();
        let held = self.links.iter().zip(flow).filter(|&(_, flow)| flow > 0).map(|(link, flow)| (link.link, flow));
        (free, held.collect())
    }
}

#[cfg(test)]
mod tests;
