//! Proofs that split cases and derive rows: certificates with a tree and with steps of their own.

use super::RowKey;
use super::certificate::{CertificateFault, Claim, SCALE, check_multipliers, check_scale};
use super::combine::{Combination, Elements};
use super::derive::{Derived, Does, Literal};
use super::price::{add, exact, times};
use crate::diagnostic::Code;
use crate::engine::problem::{CandidateIx, SelectionProblem};

/// Why a proof proves nothing. Positions count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofFault {
    /// Multipliers, a row or a scale that no certificate has, or sums beyond exact arithmetic.
    #[error(transparent)]
    Certificate(#[from] CertificateFault),
    /// A divisor below 1.
    #[error("derived row {at} divides by {divisor}; at least 1 is expected")]
    Divisor {
        /// The derived row.
        at: usize,
        /// The divisor.
        divisor: i64,
    },
    /// As many literals true at most as there are: that says nothing.
    #[error("derived row {at} lets {most} of {literals} literals be true")]
    Most {
        /// The derived row.
        at: usize,
        /// True at most.
        most: u32,
        /// Literals.
        literals: usize,
    },
    /// A literal of no candidate, of one that has another, or of something it cannot do.
    #[error("derived row {at} has no such literal of {candidate}, or two of them")]
    Literal {
        /// The derived row.
        at: usize,
        /// The candidate.
        candidate: CandidateIx,
    },
    /// Literals of which one more may be true.
    #[error("derived row {at} does not follow: with one more literal true the left side is {least}, within {right}")]
    DoesNotFollow {
        /// The derived row.
        at: usize,
        /// Least left side.
        least: i128,
        /// Right side.
        right: i128,
    },
    /// A leaf that names multipliers the proof does not have.
    #[error("leaf {node} names multipliers {named}, and there are {known}")]
    NoMultipliers {
        /// Position of the node.
        node: usize,
        /// Position named.
        named: u32,
        /// Lists of multipliers.
        known: usize,
    },
    /// Parts of a split that are not exactly what the candidate can still do, each once.
    #[error("the parts of split {node} are not what {candidate} can do there, each once")]
    Parts {
        /// Position of the node.
        node: usize,
        /// The candidate.
        candidate: CandidateIx,
    },
    /// A tree that ends before its last part, or goes on after it.
    #[error("the tree has {nodes} nodes, its splits ask for another number")]
    Shape {
        /// Nodes.
        nodes: usize,
    },
    /// A total that is not what the multipliers give.
    #[error("leaf {node} states the total {stated}, the multipliers give {computed}")]
    Total {
        /// Position of the node.
        node: usize,
        /// Total stated.
        stated: i128,
        /// Total computed.
        computed: i128,
    },
    /// A leaf that excludes every plan, and whose total is not negative.
    #[error("the total {total} of leaf {node} is not below 0, so it excludes no plan")]
    NotVoid {
        /// Position of the node.
        node: usize,
        /// The total.
        total: i128,
    },
    /// A claim that the leaves do not make.
    #[error("the proof claims {stated:?}, its leaves give {computed:?}")]
    Claim {
        /// What it claims.
        stated: Claim,
        /// What its leaves give.
        computed: Claim,
    },
}

impl ProofFault {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        Code::CertificateRejected
    }
}

/// A node of the tree of a proof. Nodes stand in the order of a walk: a split before its first part, which stands before
/// its second.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TreeNode {
    /// Multipliers bound the value of every plan that does what the splits above say, or exclude them all.
    Leaf {
        /// Position of the list of multipliers.
        multipliers: u32,
        /// What they add up to; with the objective struck out where the leaf excludes.
        total: i128,
        /// Whether the leaf excludes every plan, by a negative total.
        excludes: bool,
    },
    /// A case for each part of what a candidate can still do.
    Split {
        /// The candidate.
        candidate: CandidateIx,
        /// The parts, each with a subtree.
        parts: Vec<Does>,
    },
}

/// Integers that prove a [`Claim`] about a problem by cases, with rows of their own.
///
/// A [`Certificate`](super::Certificate) is one leaf of the rows of the problem. A proof first derives rows, each from rows
/// before it; it may bound only the plans that are better than a *cutoff*, as a plan of that value leaves only those in
/// question; and it splits what candidates do into parts. What the leaves bound, no plan exceeds.
///
/// References: W. Cook, *Chvátal closures for mixed integer programming problems*, Mathematical Programming 47, 1990; K.
/// Cheung, A. Gleixner, D. Steffy, *Verifying integer programming results*, IPCO 2017.
///
/// ```
/// use portefeuille::engine::certify::{Claim, Derived, Does, Literal, Proof, RowKey, TreeNode, check_proof};
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
///
/// // Three projects of cost 6 and value 7 in a budget of 11: one of them fits, though their price says 12.
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 11));
/// let projects: Vec<_> = (0..3)
///     .map(|_| {
///         let project = draft.candidate(Commitment::Free);
///         let mode = draft.mode(project, ModeSpec::fixed(7));
///         draft.amount(mode, budget, 0, 6);
///         project
///     })
///     .collect();
/// let problem = draft.build()?;
/// let limit = RowKey::Cap { capacity: budget, from: 0, to: 0 };
/// let literals = projects.iter().map(|&candidate| Literal { candidate, does: Does::In }).collect();
/// let one = Derived::AtMost { rows: vec![(limit, 1)], literals, most: 1 };
/// let proof = Proof::draft(1).derive(one).leaf(vec![(RowKey::Derived { at: 0 }, 7)]).seal(&problem)?;
/// assert_eq!(check_proof(&problem, &proof)?, Claim::Bound(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Proof {
    /// What it proves.
    pub claim: Claim,
    /// Only plans of a higher value are bounded, where given.
    pub cutoff: Option<i128>,
    /// The integer the objective is multiplied by.
    pub scale: i64,
    /// Derived rows, each from rows before it.
    pub derived: Vec<Derived>,
    /// Lists of multipliers, strictly increasing in the row, each at least 1.
    pub multipliers: Vec<Vec<(RowKey, i64)>>,
    /// The tree, in the order of a walk.
    pub tree: Vec<TreeNode>,
}

impl Proof {
    /// A proof being written, with this scale of the objective; [`seal`](ProofDraft::seal) computes what it proves.
    pub fn draft(scale: i64) -> ProofDraft {
        let proof = Self {
            claim: Claim::NoPlan,
            cutoff: None,
            scale,
            derived: Vec::new(),
            multipliers: Vec::new(),
            tree: Vec::new(),
        };
        ProofDraft { proof }
    }
}

/// A proof without totals and claim.
#[derive(Debug, Clone)]
pub struct ProofDraft {
    proof: Proof,
}

impl ProofDraft {
    /// Bounds only plans better than this value.
    #[must_use]
    pub fn cutoff(mut self, value: i128) -> Self {
        self.proof.cutoff = Some(value);
        self
    }

    /// Adds a derived row.
    #[must_use]
    pub fn derive(mut self, row: Derived) -> Self {
        self.proof.derived.push(row);
        self
    }

    /// Adds a split; its parts' subtrees come next.
    #[must_use]
    pub fn split(mut self, candidate: CandidateIx, parts: Vec<Does>) -> Self {
        self.proof.tree.push(TreeNode::Split { candidate, parts });
        self
    }

    /// Adds a leaf that bounds, with multipliers of its own or those of an earlier leaf.
    #[must_use]
    pub fn leaf(self, multipliers: Vec<(RowKey, i64)>) -> Self {
        self.end(multipliers, false)
    }

    /// Adds a leaf that excludes every plan.
    #[must_use]
    pub fn void(self, multipliers: Vec<(RowKey, i64)>) -> Self {
        self.end(multipliers, true)
    }

    fn end(mut self, mut multipliers: Vec<(RowKey, i64)>, excludes: bool) -> Self {
        multipliers.sort_unstable();
        let lists = &mut self.proof.multipliers;
        let at = lists.iter().rposition(|known| *known == multipliers).unwrap_or_else(|| {
            lists.push(multipliers);
            lists.len() - 1
        });
        self.proof.tree.push(TreeNode::Leaf { multipliers: at as u32, total: 0, excludes });
        self
    }

    /// Computes the totals of the leaves and what they prove.
    pub fn seal(self, problem: &SelectionProblem) -> Result<Proof, ProofFault> {
        let mut proof = self.proof;
        let mut totals = Vec::new();
        proof.claim = Judge::new(problem, &proof)?.walk(&mut |node, computed| {
            totals.push((node, computed));
            Ok(())
        })?;
        for (node, computed) in totals {
            if let TreeNode::Leaf { total, .. } = &mut proof.tree[node] {
                *total = computed;
            }
        }
        Ok(proof)
    }
}

/// Re-checks a proof against a problem in exact integers, and returns what it proves.
///
/// Every derived row, total and part is recomputed. Time: the options of the problem for each derived row and each list of
/// multipliers, plus for each leaf the options of the candidates split above it; memory: the same rows and lists.
pub fn check_proof(problem: &SelectionProblem, proof: &Proof) -> Result<Claim, ProofFault> {
    let computed = Judge::new(problem, proof)?.walk(&mut |node, computed| match proof.tree[node] {
        TreeNode::Leaf { total: stated, .. } if stated != computed => Err(ProofFault::Total { node, stated, computed }),
        _ => Ok(()),
    })?;
    let stated = proof.claim;
    if stated == computed { Ok(stated) } else { Err(ProofFault::Claim { stated, computed }) }
}

/// The walk over the tree of a proof.
struct Judge<'a> {
    proof: &'a Proof,
    elements: Elements<'a>,
    lists: Vec<Combination>,
    /// Totals of each list over all elements: with the objective, and with it struck out.
    totals: Vec<(i128, i128)>,
    /// Whether each element is still open on the way to the node.
    open: Vec<bool>,
    /// Candidates split on the way to the node, with their elements that each split closed.
    path: Vec<(CandidateIx, Vec<usize>)>,
}

/// The parts of a split that are still to be walked, last first.
type Parts = Vec<Vec<usize>>;

impl<'a> Judge<'a> {
    fn new(problem: &'a SelectionProblem, proof: &'a Proof) -> Result<Self, ProofFault> {
        check_scale(proof.scale, SCALE)?;
        let elements = Elements::of(problem);
        let mut derived = Vec::with_capacity(proof.derived.len());
        for (at, row) in proof.derived.iter().enumerate() {
            check_multipliers(row.rows())?;
            let from = Combination::of(&elements, row.rows(), proof.cutoff, &derived)?;
            derived.push(row.follow(at, &elements, from)?);
        }
        let mut lists = Vec::with_capacity(proof.multipliers.len());
        let mut totals = Vec::with_capacity(proof.multipliers.len());
        for list in &proof.multipliers {
            check_multipliers(list)?;
            let list = Combination::of(&elements, list, proof.cutoff, &derived)?;
            totals.push((total(&elements, &list, proof.scale.into())?, total(&elements, &list, 0)?));
            lists.push(list);
        }
        let open = vec![true; elements.len()];
        Ok(Self { proof, elements, lists, totals, open, path: Vec::new() })
    }

    /// Walks the tree, tells each leaf's total, and gives what the leaves prove together.
    fn walk(mut self, tell: &mut dyn FnMut(usize, i128) -> Result<(), ProofFault>) -> Result<Claim, ProofFault> {
        let nodes = self.proof.tree.len();
        let shape = ProofFault::Shape { nodes };
        // A candidate without an option that must be in leaves no plan to bound.
        if let Some(block) = (0..self.elements.problem.candidate_count()).find(|&b| self.elements.block(b).is_empty()) {
            return if nodes == 0 { Ok(Claim::NoOption(CandidateIx::new(block))) } else { Err(shape) };
        }
        let lattice = self.elements.lattice();
        let mut best = self.proof.cutoff;
        let mut waiting: Vec<Parts> = Vec::new();
        for node in 0..nodes {
            match &self.proof.tree[node] {
                TreeNode::Split { candidate, parts } => waiting.push(self.split(node, *candidate, parts)?),
                TreeNode::Leaf { multipliers, excludes, .. } => {
                    let total = self.leaf(node, *multipliers, *excludes)?;
                    tell(node, total)?;
                    if !*excludes {
                        best = best.max(Some(rounded(total, self.proof.scale, lattice)?));
                    } else if total >= 0 {
                        return Err(ProofFault::NotVoid { node, total });
                    }
                    // On to the next part of the last split that has one.
                    while waiting.last().is_some_and(Vec::is_empty) {
                        waiting.pop();
                        self.leave();
                    }
                }
            }
            match waiting.last_mut().map(Vec::pop) {
                Some(Some(part)) => self.enter(&part),
                None if node + 1 == nodes => return Ok(best.map_or(Claim::NoPlan, Claim::Bound)),
                _ => return Err(shape),
            }
        }
        Err(shape)
    }

    /// Checks that the parts are what the candidate can still do, each once; gives them last first.
    fn split(&mut self, node: usize, candidate: CandidateIx, parts: &[Does]) -> Result<Parts, ProofFault> {
        let fault = ProofFault::Parts { node, candidate };
        let block = self.elements.of_candidate(candidate).ok_or(fault)?;
        let meant = |does: &Does| self.elements.meant(&Literal { candidate, does: does.clone() });
        let mut all: Parts = parts.iter().map(meant).collect::<Option<_>>().ok_or(fault)?;
        let mut covered: Vec<usize> = all.iter().flatten().copied().collect();
        covered.sort_unstable();
        if !covered.iter().copied().eq(block.filter(|&element| self.open[element])) {
            return Err(fault);
        }
        all.reverse();
        self.path.push((candidate, Vec::new()));
        Ok(all)
    }

    /// Closes what the part leaves out, in place of what the part before it left out.
    fn enter(&mut self, part: &[usize]) {
        if let Some((candidate, closed)) = self.path.last_mut() {
            for element in closed.drain(..) {
                self.open[element] = true;
            }
            let block = self.elements.block(candidate.index());
            closed.extend(block.filter(|element| self.open[*element] && part.binary_search(element).is_err()));
            for &element in closed.iter() {
                self.open[element] = false;
            }
        }
    }

    fn leave(&mut self) {
        if let Some((_, closed)) = self.path.pop() {
            for element in closed {
                self.open[element] = true;
            }
        }
    }

    /// The total of a list over the elements still open.
    fn leaf(&self, node: usize, named: u32, excludes: bool) -> Result<i128, ProofFault> {
        let known = self.lists.len();
        let list = self.lists.get(named as usize).ok_or(ProofFault::NoMultipliers { node, named, known })?;
        let (with, without) = self.totals[named as usize];
        let (mut total, scale) = if excludes { (without, 0) } else { (with, i128::from(self.proof.scale)) };
        let mut split: Vec<CandidateIx> = self.path.iter().map(|(candidate, _)| *candidate).collect();
        split.sort_unstable();
        split.dedup();
        for candidate in split {
            let block = self.elements.block(candidate.index());
            let part = |element: usize| part(&self.elements, list, scale, element);
            let largest = |open: &dyn Fn(&usize) -> bool| -> Result<Option<i128>, CertificateFault> {
                block.clone().filter(open).map(part).try_fold(None, |most, part| Ok(most.max(Some(part?))))
            };
            let (all, left) = (largest(&|_| true)?, largest(&|element| self.open[*element])?);
            if let (Some(all), Some(left)) = (all, left) {
                add(&mut total, exact(left.checked_sub(all))?)?;
            }
        }
        Ok(total)
    }
}

/// Scale × value less the combination, for one element.
fn part(elements: &Elements<'_>, list: &Combination, scale: i128, element: usize) -> Result<i128, CertificateFault> {
    exact(times(scale, i128::from(elements.values[element]))?.checked_sub(list.parts[element]))
}

/// The right side, plus the largest part of each block that has any.
fn total(elements: &Elements<'_>, list: &Combination, scale: i128) -> Result<i128, CertificateFault> {
    let mut total = list.right;
    for block in elements.blocks() {
        let mut parts = block.map(|element| part(elements, list, scale, element));
        let largest = parts.try_fold(None, |most: Option<i128>, part| part.map(|part| most.max(Some(part))))?;
        add(&mut total, largest.unwrap_or(0))?;
    }
    Ok(total)
}

/// A total divided by the scale, down to what values can add up to.
fn rounded(total: i128, scale: i64, (base, step): (i128, u64)) -> Result<i128, CertificateFault> {
    if step == 0 {
        return Ok(base);
    }
    let step = i128::from(step);
    let over = exact(total.div_euclid(scale.into()).checked_sub(base))?;
    exact(base.checked_add(over.div_euclid(step) * step))
}
