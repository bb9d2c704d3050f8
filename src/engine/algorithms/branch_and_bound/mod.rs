//! Branch and bound on a Lagrangian relaxation.

mod bound;
mod system;

use self::bound::{Lagrangian, Multipliers};
use self::system::{Dead, Domains, System};
use crate::engine::certify::Certificate;
use crate::engine::problem::SelectionProblem;
use crate::engine::run::{Failure, Run, Solver, Stop, Verdict};

/// Subgradient steps at the root.
const ROOT_ITERATIONS: usize = 2000;
/// Subgradient steps at any other node.
const NODE_ITERATIONS: usize = 20;
/// Nodes from one dive to the next.
const DIVE: u64 = 16;

/// Depth-first branch and bound on the relaxation that prices every row, for problems of some dozens to a few hundred
/// candidates.
///
/// All rows are priced, so each candidate takes its best alternative by itself. Prices come from a subgradient method
/// with Polyak's step, in floating point; they are rounded to integers over a power of two, and only what these integers
/// prove counts. At each node rows strike out alternatives that no longer fit and prices strike out those that can no
/// longer beat the best plan; the candidate the relaxation is most torn about is then split: out or in, early or late, one
/// alternative or the rest. Dives that fix the clearest candidates first give plans.
///
/// # Solves
///
/// Any problem.
///
/// # Guarantee
///
/// Completed, the best plan is optimal, or there is no plan. Interrupted, the best plan so far and the root's bound.
///
/// # Complexity
///
/// Time O(b·(k·e + e·n)) for b nodes, k subgradient steps per node and e entries, that is, pairs of an option and a row
/// it touches, with n candidates; b is exponential at worst. Memory O(e + d·r), with depth d and r rows. One step per
/// 1024 entries priced, node, and decision of a dive.
///
/// # Determinism
///
/// Draws nothing and runs on one thread. Floating point guides, in a fixed order; it decides no comparison of plans or
/// bounds. Ties go to the lower index, the earlier mode, the earlier start.
///
/// # Parameters
///
/// None.
///
/// # Evidence
///
/// [`Certificate`](crate::engine::run::Evidence::Certificate) for the bound at the root, and for the optimum where that
/// bound meets it; [`Search`](crate::engine::run::Evidence::Search) when completed; when interrupted, the best bound of
/// what was left, as a figure told apart.
///
/// # References
///
/// A. Geoffrion, *Lagrangean relaxation for integer programming*, Mathematical Programming Study 2, 1974; M. Held, P.
/// Wolfe, H. Crowder, *Validation of subgradient optimization*, Mathematical Programming 6, 1974; P. Camerini, L. Fratta,
/// F. Maffioli, *On improving relaxation methods by modified gradient techniques*, Mathematical Programming Study 3, 1975;
/// M. Fisher, *The Lagrangian relaxation method for solving integer programming problems*, Management Science 27(1), 1981.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::BranchAndBound;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for (value, cost) in [(9, 6), (8, 5), (7, 4), (3, 1)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// let outcome = solve(&draft.build()?, &BranchAndBound::new(), &Limits::default())?;
/// assert_eq!((outcome.value(), outcome.status()), (Some(18), Status::Optimal));
/// assert!(outcome.certificate().is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BranchAndBound;

impl BranchAndBound {
    /// The search.
    pub fn new() -> Self {
        Self
    }
}

impl Solver for BranchAndBound {
    fn name(&self) -> &'static str {
        "branch-and-bound"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let system = System::new(problem);
        let mut tree = Tree {
            system: &system,
            lagrangian: Lagrangian::new(&system),
            domains: Domains::new(&system),
            nodes: Vec::new(),
            pending: i128::MAX,
            count: 0,
        };
        let result = tree.search(problem, run);
        if result.is_ok() {
            run.exhausted();
        } else if let Some(hope) = tree.open_bound() {
            run.search_bound(run.value().map_or(hope, |value| hope.max(value)));
        }
        result
    }
}

/// A node being branched on.
struct Node {
    mark: usize,
    /// What each child strikes out.
    children: Vec<Vec<usize>>,
    next: usize,
    /// No plan of this node is worth more.
    bound: i128,
    multipliers: Multipliers,
}

struct Tree<'a> {
    system: &'a System,
    lagrangian: Lagrangian<'a>,
    domains: Domains<'a>,
    nodes: Vec<Node>,
    /// Bound of the node being opened.
    pending: i128,
    count: u64,
}

impl Tree<'_> {
    fn search(&mut self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let empty = (0..self.system.blocks.len()).any(|block| self.domains.left(block) == 0);
        if empty {
            // The claim becomes that a candidate has no option.
            if let Ok(certificate) = Certificate::seal(problem, 1, []) {
                let _ = run.certify(certificate);
            }
            return Ok(());
        }
        let start = self.lagrangian.start();
        let (root, ended) = self.lagrangian.descend(run, &self.domains, &start, ROOT_ITERATIONS, 1.0);
        let (scale, multipliers) = self.lagrangian.integers(&root);
        if let Ok(certificate) = Certificate::seal(problem, scale, multipliers)
            && let Ok(claim) = run.certify(certificate)
            && let Some(bound) = claim.bound()
        {
            self.pending = bound;
        }
        ended?;
        if let Err(dead) = self.domains.propagate() {
            if let Dead::Row(row) = dead
                && let Ok(certificate) = Certificate::seal_no_plan(problem, [(self.system.rows[row].key, 1)])
            {
                let _ = run.certify(certificate);
            }
            return Ok(());
        }
        self.open(run, &root, ROOT_ITERATIONS / 4)?;
        self.pending = i128::MIN;
        while let Some(node) = self.nodes.last_mut() {
            self.domains.undo_to(node.mark);
            let bound = node.bound;
            if node.next == node.children.len() || run.value().is_some_and(|value| bound <= value) {
                self.nodes.pop();
                continue;
            }
            run.step()?;
            let struck = std::mem::take(&mut node.children[node.next]);
            let multipliers = node.multipliers.clone();
            node.next += 1;
            self.pending = bound;
            let struck = struck.into_iter().try_for_each(|alternative| self.domains.strike(alternative));
            if struck.and_then(|()| self.domains.propagate()).is_ok() {
                self.open(run, &multipliers, NODE_ITERATIONS)?;
            }
            self.pending = i128::MIN;
        }
        Ok(())
    }

    /// Bounds what is left, which rows have been propagated on, and splits it unless that is settled.
    fn open(&mut self, run: &mut Run<'_>, from: &Multipliers, iterations: usize) -> Result<(), Stop> {
        if self.settled(run)? {
            return Ok(());
        }
        let (multipliers, ended) = self.lagrangian.descend(run, &self.domains, from, iterations, 0.5);
        ended?;
        if self.count.is_multiple_of(DIVE) || run.value().is_none() {
            self.dive(run)?;
        }
        self.count += 1;
        let mut bound = self.pending;
        if let Some(exact) = self.lagrangian.exact(&self.domains, &multipliers) {
            bound = bound.min(exact.bound);
            if let Some(value) = run.value() {
                if bound <= value {
                    return Ok(());
                }
                let mut struck = Vec::new();
                for block in 0..self.system.blocks.len() {
                    let beaten = |&alternative: &usize| {
                        self.lagrangian.bound_with(&exact, block, alternative).is_some_and(|bound| bound <= value)
                    };
                    struck.extend(self.domains.of(block).filter(beaten));
                }
                let struck = struck.into_iter().try_for_each(|alternative| self.domains.strike(alternative));
                if struck.and_then(|()| self.domains.propagate()).is_err() {
                    return Ok(());
                }
            }
        }
        if !self.settled(run)? {
            let children = self.split();
            self.nodes.push(Node { mark: self.domains.mark(), children, next: 0, bound, multipliers });
        }
        Ok(())
    }

    /// Whether every candidate has one alternative left, which is then offered.
    fn settled(&self, run: &mut Run<'_>) -> Result<bool, Stop> {
        let blocks = 0..self.system.blocks.len();
        let settled = blocks.clone().all(|block| self.domains.left(block) == 1);
        if settled {
            let chosen = blocks.flat_map(|block| self.domains.of(block));
            if let Verdict::Infeasible(_) = run.offer(&self.system.plan(chosen)) {
                // The rows are all there is to keep, and they are kept.
                return Err(Stop::Failed(Failure::Inconsistent));
            }
        }
        Ok(settled)
    }

    /// Largest bound of what nobody has looked at; `None` where none is known.
    fn open_bound(&self) -> Option<i128> {
        let open = self.nodes.iter().filter(|node| node.next < node.children.len()).map(|node| node.bound);
        open.chain([self.pending]).max().filter(|&bound| bound < i128::MAX)
    }

    /// Fixes candidates, the clearest first, and offers the plan if that succeeds. Leaves what is left as it was.
    fn dive(&mut self, run: &mut Run<'_>) -> Result<(), Stop> {
        let mark = self.domains.mark();
        let mut ended = Ok(());
        while !self.settled(run)? {
            ended = run.step();
            let Some((alternative, mark)) = self.clearest().map(|best| (best, self.domains.mark())) else { break };
            if ended.is_err() {
                break;
            }
            if self.domains.fix(alternative).and_then(|()| self.domains.propagate()).is_err() {
                self.domains.undo_to(mark);
                if self.domains.strike(alternative).and_then(|()| self.domains.propagate()).is_err() {
                    break;
                }
            }
        }
        self.domains.undo_to(mark);
        ended
    }

    /// The best alternative of the candidate that loses most without it.
    fn clearest(&self) -> Option<usize> {
        let mut clearest: Option<(f64, usize)> = None;
        for block in (0..self.system.blocks.len()).filter(|&block| self.domains.left(block) > 1) {
            let (mut best, mut second) = ((f64::NEG_INFINITY, 0), f64::NEG_INFINITY);
            for alternative in self.domains.of(block) {
                let reward = self.lagrangian.rewards[alternative];
                if reward > best.0 {
                    (best, second) = ((reward, alternative), best.0);
                } else {
                    second = second.max(reward);
                }
            }
            let regret = best.0 - second;
            if clearest.is_none_or(|(most, _)| regret > most) {
                clearest = Some((regret, best.1));
            }
        }
        clearest.map(|(_, alternative)| alternative)
    }

    /// Splits the candidate whose best alternatives changed most of late; of children, the likelier first.
    fn split(&self) -> Vec<Vec<usize>> {
        let shares = &self.lagrangian.shares;
        let mut torn: Option<(f64, f64, usize)> = None;
        for block in (0..self.system.blocks.len()).filter(|&block| self.domains.left(block) > 1) {
            let whole: f64 = self.domains.of(block).map(|alternative| shares[alternative]).sum();
            let most = self.domains.of(block).map(|alternative| shares[alternative]).fold(0.0, f64::max);
            let doubt = if whole > 0.0 { 1.0 - most / whole } else { 0.0 };
            let mut rewards: Vec<_> = self.domains.of(block).map(|a| self.lagrangian.rewards[a]).collect();
            rewards.sort_by(|a, b| b.total_cmp(a));
            let regret = rewards[1] - rewards[0];
            if torn.is_none_or(|(d, r, _)| doubt > d || (doubt >= d && regret > r)) {
                torn = Some((doubt, regret, block));
            }
        }
        let Some((_, _, block)) = torn else { return Vec::new() };
        let mut left: Vec<_> = self.domains.of(block).collect();
        let share = |part: &[usize]| part.iter().map(|&alternative| shares[alternative]).sum::<f64>();
        let out = self.system.alternatives[left[0]].choice.is_none();
        let middle = if out {
            1
        } else {
            left.sort_by_key(|&ix| self.system.alternatives[ix].choice.map(|choice| (choice.start, choice.mode)));
            // Where half of the recent choices lie before.
            let half = share(&left) / 2.0;
            let before = (1..left.len()).find(|&middle| share(&left[..middle]) >= half);
            before.unwrap_or(left.len() - 1)
        };
        let (first, rest) = left.split_at(middle);
        if share(first) > share(rest) {
            vec![rest.to_vec(), first.to_vec()]
        } else {
            vec![first.to_vec(), rest.to_vec()]
        }
    }
}

#[cfg(test)]
mod tests;
