//! Closures of most weight in a graph of requirements, by a preflow.

use std::ops::ControlFlow;

/// Arcs looked at that make one step.
const ARCS_PER_STEP: u64 = 256;
/// The sum of magnitudes of the weights stays below this.
const EXACT: i64 = 1 << 61;
/// Distance of a node from which no deficit is reached.
const FAR: u32 = u32::MAX;

/// What a network refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ClosureError {
    /// A link that names a node the network does not have.
    #[error("link {link} names node {node}, and there are {nodes}")]
    UnknownNode {
        /// Position of the link.
        link: usize,
        /// The node.
        node: u32,
        /// Nodes of the network.
        nodes: usize,
    },
    /// More nodes or links than an index holds.
    #[error("{count} nodes or links are more than {limit}", limit = u32::MAX / 2)]
    TooMany {
        /// How many.
        count: usize,
    },
    /// Another number of weights than of nodes.
    #[error("{found} weights for {expected} nodes")]
    Weights {
        /// Nodes of the network.
        expected: usize,
        /// Weights given.
        found: usize,
    },
    /// Weights whose magnitudes add up to 2⁶¹ or more, or a flow beyond the range of an `i64`.
    #[error("the weights add up to 2^61 or more, or their flow does")]
    Overflow,
}

/// One end of a link, seen from the other.
#[derive(Debug, Clone, Copy)]
struct Arc {
    node: u32,
    /// Twice the link, plus 1 where the node is the dependent.
    link: u32,
}

impl Arc {
    fn position(self) -> usize {
        (self.link >> 1) as usize
    }

    /// Whether the arc goes the way of the link, from dependent to prerequisite.
    fn forward(self) -> bool {
        self.link & 1 == 0
    }
}

/// A graph of requirements, and a flow on it that is kept from one set of weights to the next.
///
/// A set of nodes is *closed* if it holds, with a node, all that the node requires. A flow of integers ≥ 0 runs on links
/// from dependent to prerequisite; the *excess* of a node is its weight plus what flows in less what flows out. Whatever the
/// flow, no closed set weighs more than Σ max(0, excess). [`solve`](Self::solve) pushes excess to where there is a
/// deficit until none can be pushed any more; then the nodes reached from an excess are a closed set that weighs
/// exactly that much.
///
/// ```
/// use portefeuille::engine::algorithms::closure::ClosureNetwork;
/// use std::ops::ControlFlow;
///
/// // 0 and 1 both require 2; 3 requires 1.
/// let mut network = ClosureNetwork::new(4, &[(0, 2), (1, 2), (3, 1)])?;
/// let finished = network.solve(&[5, 4, -7, -6], &mut |_| ControlFlow::Continue(()))?;
/// assert!(finished.is_continue());
/// assert_eq!((network.value(), network.closure()), (2, vec![true, true, true, false]));
/// // The flow proves it: of an excess of 9 it brings at least the 7 that node 2 lacks.
/// assert!(network.flow().iter().sum::<i64>() >= 7);
/// # Ok::<(), portefeuille::engine::algorithms::closure::ClosureError>(())
/// ```
#[derive(Debug, Clone)]
pub struct ClosureNetwork {
    begins: Vec<u32>,
    arcs: Vec<Arc>,
    weights: Vec<i64>,
    excess: Vec<i64>,
    flow: Vec<i64>,
    distance: Vec<u32>,
    /// Next arc of each node to look at.
    current: Vec<u32>,
    /// Nodes of each distance.
    population: Vec<u32>,
    /// Nodes with excess, by distance.
    active: Vec<Vec<u32>>,
    /// No node with excess is nearer a deficit.
    lowest: usize,
    work: u64,
}

impl ClosureNetwork {
    /// The network of so many nodes and these links, each *dependent, prerequisite*; no weights, no flow. Parallel links,
    /// cycles and loops are legal.
    pub fn new(nodes: usize, links: &[(u32, u32)]) -> Result<Self, ClosureError> {
        for count in [nodes, links.len()] {
            if count > (u32::MAX / 2) as usize - 1 {
                return Err(ClosureError::TooMany { count });
            }
        }
        let mut begins = vec![0_u32; nodes + 1];
        for (link, &(dependent, prerequisite)) in links.iter().enumerate() {
            for node in [dependent, prerequisite] {
                let count = begins.get_mut(node as usize + 1).filter(|_| (node as usize) < nodes);
                *count.ok_or(ClosureError::UnknownNode { link, node, nodes })? += 1;
            }
        }
        for node in 0..nodes {
            begins[node + 1] += begins[node];
        }
        let mut next = begins.clone();
        let mut arcs = vec![Arc { node: 0, link: 0 }; 2 * links.len()];
        let mut put = |at: u32, arc: Arc| {
            arcs[next[at as usize] as usize] = arc;
            next[at as usize] += 1;
        };
        for (link, &(dependent, prerequisite)) in links.iter().enumerate() {
            put(dependent, Arc { node: prerequisite, link: 2 * link as u32 });
            put(prerequisite, Arc { node: dependent, link: 2 * link as u32 + 1 });
        }
        Ok(Self {
            begins,
            arcs,
            weights: vec![0; nodes],
            excess: vec![0; nodes],
            flow: vec![0; links.len()],
            distance: vec![FAR; nodes],
            current: vec![0; nodes],
            population: vec![0; nodes + 1],
            active: vec![Vec::new(); nodes + 1],
            lowest: 0,
            work: 0,
        })
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Finds a closed set of most weight, from the flow that is there. `pace` is called as work is done, with one step per
    /// 256 arcs looked at, and may break off; what [`closure`](Self::closure) and [`bound`](Self::bound) then say still
    /// holds.
    pub fn solve(
        &mut self,
        weights: &[i64],
        pace: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, ClosureError> {
        if weights.len() != self.len() {
            return Err(ClosureError::Weights { expected: self.len(), found: weights.len() });
        }
        let sum = weights.iter().try_fold(0_i64, |sum, weight| sum.checked_add(weight.checked_abs()?));
        if sum.is_none_or(|sum| sum >= EXACT) {
            return Err(ClosureError::Overflow);
        }
        for ((excess, old), &new) in self.excess.iter_mut().zip(&mut self.weights).zip(weights) {
            // Excess and deficit stay within the sums of the weights before and after, so nothing overflows.
            *excess += new - *old;
            *old = new;
        }
        self.relabel_all();
        let every = (self.arcs.len() + self.len()) as u64 / 2;
        let (mut paced, mut relabeled) = (self.work, self.work);
        while let Some(node) = self.next_active() {
            self.discharge(node)?;
            if self.work - paced >= ARCS_PER_STEP {
                let steps = (self.work - paced) / ARCS_PER_STEP;
                paced += steps * ARCS_PER_STEP;
                if pace(steps).is_break() {
                    self.relabel_all();
                    return Ok(ControlFlow::Break(()));
                }
            }
            if self.work - relabeled >= every {
                self.relabel_all();
                relabeled = self.work;
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// No closed set weighs more.
    pub fn bound(&self) -> i128 {
        self.excess.iter().map(|&excess| i128::from(excess.max(0))).sum()
    }

    /// Weight of [`closure`](Self::closure); once solved, the same as [`bound`](Self::bound).
    pub fn value(&self) -> i128 {
        let inside = self.closure();
        let weights = self.weights.iter().zip(&inside).filter(|&(_, &inside)| inside);
        weights.map(|(&weight, _)| i128::from(weight)).sum()
    }

    /// What flows on each link.
    pub fn flow(&self) -> &[i64] {
        &self.flow
    }

    /// By node: whether it is in the closed set of most weight, of several the smallest. Where solving broke off, in the
    /// closed set found so far.
    pub fn closure(&self) -> Vec<bool> {
        let mut inside = vec![false; self.len()];
        let settled = |&node: &u32| self.excess[node as usize] > 0 && self.distance[node as usize] == FAR;
        let mut stack: Vec<u32> = (0..self.len() as u32).filter(settled).collect();
        for &node in &stack {
            inside[node as usize] = true;
        }
        while let Some(node) = stack.pop() {
            for arc in self.arcs_of(node) {
                if (arc.forward() || self.flow[arc.position()] > 0) && !inside[arc.node as usize] {
                    inside[arc.node as usize] = true;
                    stack.push(arc.node);
                }
            }
        }
        inside
    }

    fn arcs_of(&self, node: u32) -> &[Arc] {
        &self.arcs[self.begins[node as usize] as usize..self.begins[node as usize + 1] as usize]
    }

    /// Exact distances to the nearest deficit, breadth first, against the arcs that can still take flow.
    fn relabel_all(&mut self) {
        self.distance.fill(FAR);
        self.population.fill(0);
        self.active.iter_mut().for_each(Vec::clear);
        self.current.copy_from_slice(&self.begins[..self.begins.len() - 1]);
        self.lowest = self.len();
        let mut queue: Vec<u32> = (0..self.len() as u32).filter(|&node| self.excess[node as usize] < 0).collect();
        for &node in &queue {
            self.distance[node as usize] = 0;
        }
        let mut head = 0;
        while let Some(&node) = queue.get(head) {
            head += 1;
            let farther = self.distance[node as usize] + 1;
            self.population[farther as usize - 1] += 1;
            if self.excess[node as usize] > 0 {
                self.activate(node);
            }
            for at in self.begins[node as usize]..self.begins[node as usize + 1] {
                let arc = self.arcs[at as usize];
                let takes_flow = !arc.forward() || self.flow[arc.position()] > 0;
                if takes_flow && self.distance[arc.node as usize] == FAR {
                    self.distance[arc.node as usize] = farther;
                    queue.push(arc.node);
                }
            }
        }
        self.work += (self.arcs.len() + self.len()) as u64 / 4;
    }

    fn activate(&mut self, node: u32) {
        let distance = self.distance[node as usize] as usize;
        self.active[distance].push(node);
        self.lowest = self.lowest.min(distance);
    }

    /// A node with excess as near a deficit as any.
    fn next_active(&mut self) -> Option<u32> {
        loop {
            while let Some(node) = self.active[self.lowest].pop() {
                // Nodes beyond a gap stay in the lists.
                if self.distance[node as usize] as usize == self.lowest && self.excess[node as usize] > 0 {
                    return Some(node);
                }
            }
            if self.lowest >= self.len() {
                return None;
            }
            self.lowest += 1;
        }
    }

    /// Pushes the excess of a node on, raising the node as need be, until none is left or no deficit can be reached.
    fn discharge(&mut self, node: u32) -> Result<(), ClosureError> {
        let at = node as usize;
        while self.excess[at] > 0 {
            if self.current[at] == self.begins[at + 1] {
                if !self.raise(node) {
                    return Ok(());
                }
                continue;
            }
            let arc = self.arcs[self.current[at] as usize];
            self.work += 1;
            let to = arc.node as usize;
            if self.distance[to] != FAR && self.distance[at] == self.distance[to] + 1 {
                let flow = &mut self.flow[arc.position()];
                let pushed = if arc.forward() {
                    // Excess that goes round a cycle again and again adds up.
                    *flow = flow.checked_add(self.excess[at]).ok_or(ClosureError::Overflow)?;
                    self.excess[at]
                } else {
                    let back = self.excess[at].min(*flow);
                    *flow -= back;
                    back
                };
                if pushed > 0 {
                    self.excess[at] -= pushed;
                    let before = self.excess[to];
                    self.excess[to] += pushed;
                    if before <= 0 && self.excess[to] > 0 {
                        self.activate(arc.node);
                    }
                    if self.excess[at] == 0 {
                        return Ok(());
                    }
                }
            }
            self.current[at] += 1;
        }
        Ok(())
    }

    /// Puts a node one above the lowest it can push to. Says whether that is within reach of a deficit.
    fn raise(&mut self, node: u32) -> bool {
        let at = node as usize;
        let old = self.distance[at];
        let mut lowest = FAR;
        for arc in self.arcs_of(node) {
            if arc.forward() || self.flow[arc.position()] > 0 {
                lowest = lowest.min(self.distance[arc.node as usize]);
            }
        }
        self.work += self.arcs_of(node).len() as u64;
        self.population[old as usize] -= 1;
        if self.population[old as usize] == 0 {
            self.cut_off(old);
            lowest = FAR;
        }
        if lowest as usize >= self.len() {
            self.distance[at] = FAR;
            return false;
        }
        self.distance[at] = lowest + 1;
        self.population[lowest as usize + 1] += 1;
        self.current[at] = self.begins[at];
        true
    }

    /// Where no node has some distance, those farther away reach no deficit.
    fn cut_off(&mut self, gap: u32) {
        // Distances have no other gap, so where the next one is empty, all beyond are.
        if self.population.get(gap as usize + 1).is_none_or(|&count| count == 0) {
            return;
        }
        self.work += self.len() as u64 / 4;
        for distance in &mut self.distance {
            if *distance > gap && *distance != FAR {
                self.population[*distance as usize] -= 1;
                *distance = FAR;
            }
        }
    }
}
