//! The two passes and the search for cycles, over any scale of time.

use crate::model::Relation;
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// How spans move instants. `after` never goes back when its instant goes forward; `None` is beyond the scale.
pub(super) trait Timescale {
    type Instant: Copy + Ord;
    type Span: Copy;

    /// The instant a span later.
    fn after(at: Self::Instant, span: Self::Span) -> Option<Self::Instant>;
    /// The earliest instant whose `after` is not before this one.
    fn earliest(at: Self::Instant, span: Self::Span) -> Option<Self::Instant>;
    /// The latest instant whose `after` is not after this one.
    fn latest(at: Self::Instant, span: Self::Span) -> Option<Self::Instant>;
    /// The length of a span, additive.
    fn length(span: Self::Span) -> i128;
}

/// Start and finish.
pub(super) struct Node<S: Timescale> {
    pub(super) duration: S::Span,
    /// It starts here at the earliest.
    pub(super) release: S::Instant,
    /// Start and finish that links do not move.
    pub(super) fixed: Option<(S::Instant, S::Instant)>,
}

/// A relation with its lag.
pub(super) struct Edge<S: Timescale> {
    pub(super) relation: Relation,
    pub(super) lag: S::Span,
}

impl<S: Timescale> Edge<S> {
    fn leaves_finish(&self) -> bool {
        matches!(self.relation, Relation::FinishToStart | Relation::FinishToFinish)
    }

    fn enters_finish(&self) -> bool {
        matches!(self.relation, Relation::FinishToFinish | Relation::StartToFinish)
    }
}

/// What the forward pass says of a node.
#[derive(Clone, Copy)]
pub(super) struct Early<I> {
    pub(super) start: I,
    pub(super) finish: I,
    /// The first link that the start could not be earlier for.
    pub(super) driver: Option<usize>,
}

/// Limits of a node in the backward pass.
#[derive(Clone, Copy)]
pub(super) struct Limit<I> {
    pub(super) start: Option<I>,
    pub(super) finish: Option<I>,
}

/// Why a pass has no end.
#[derive(Debug)]
pub(super) enum Endless {
    /// A node whose instants leave the scale.
    Beyond(usize),
    /// A component that still moves after the rounds allowed.
    Unsettled,
}

/// Nodes and links, numbered in the order they were added.
pub(super) struct Graph<S: Timescale> {
    graph: DiGraph<Node<S>, Edge<S>>,
    /// Strongly connected components, predecessors first, each in the order of the nodes.
    components: Vec<Vec<NodeIndex>>,
}

impl<S: Timescale> Graph<S> {
    pub(super) fn new(nodes: Vec<Node<S>>, edges: Vec<(usize, usize, Edge<S>)>) -> Self {
        let mut graph = DiGraph::with_capacity(nodes.len(), edges.len());
        for node in nodes {
            graph.add_node(node);
        }
        for (from, to, edge) in edges {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), edge);
        }
        // Without recursion, so that a long chain does not exhaust the stack.
        let mut components = kosaraju_scc(&graph);
        components.reverse();
        for component in &mut components {
            component.sort_unstable();
        }
        Self { graph, components }
    }

    /// What a link asks of the end of the successor that it ties.
    pub(super) fn demand(&self, link: usize, early: &[Early<S::Instant>]) -> Option<S::Instant> {
        let edge = EdgeIndex::new(link);
        let (from, _) = self.graph.edge_endpoints(edge)?;
        let Early { start, finish, .. } = early[from.index()];
        S::after(if self.graph[edge].leaves_finish() { finish } else { start }, self.graph[edge].lag)
    }

    /// The earliest instant at which a link lets the successor start.
    fn bound(&self, edge: EdgeIndex, early: &[Early<S::Instant>]) -> Option<S::Instant> {
        let (_, to) = self.graph.edge_endpoints(edge)?;
        let bound = self.demand(edge.index(), early)?;
        if self.graph[edge].enters_finish() { S::earliest(bound, self.graph[to].duration) } else { Some(bound) }
    }

    /// The least starts that respect releases and links. Where there is a positive cycle, give the rounds allowed: on a
    /// calendar the links may settle all the same.
    pub(super) fn forward(&self, rounds: Option<usize>) -> Result<Vec<Early<S::Instant>>, Endless> {
        let mut early = Vec::with_capacity(self.graph.node_count());
        for node in self.graph.node_indices() {
            let Node { duration, release, fixed } = self.graph[node];
            let (start, finish) = match fixed {
                Some(fixed) => fixed,
                None => (release, S::after(release, duration).ok_or(Endless::Beyond(node.index()))?),
            };
            early.push(Early { start, finish, driver: None });
        }
        for component in &self.components {
            let (mut moved, mut round) = (true, 0);
            while moved {
                moved = false;
                round += 1;
                if rounds.is_some_and(|rounds| round > rounds + component.len()) {
                    return Err(Endless::Unsettled);
                }
                for node in component.iter().filter(|node| self.graph[**node].fixed.is_none()) {
                    let beyond = || Endless::Beyond(node.index());
                    for edge in self.graph.edges_directed(*node, Incoming) {
                        let bound = self.bound(edge.id(), &early).ok_or_else(beyond)?;
                        if bound > early[node.index()].start {
                            let finish = S::after(bound, self.graph[*node].duration).ok_or_else(beyond)?;
                            early[node.index()] = Early { start: bound, finish, driver: None };
                            moved = true;
                        }
                    }
                }
            }
            for node in component.iter().filter(|node| self.graph[**node].fixed.is_none()) {
                let driving = |edge: &EdgeIndex| self.bound(*edge, &early) == Some(early[node.index()].start);
                let driver = self.graph.edges_directed(*node, Incoming).map(|e| e.id()).filter(driving).min();
                early[node.index()].driver = driver.map(EdgeIndex::index);
            }
        }
        Ok(early)
    }

    /// The greatest starts and finishes that respect limits and links; `None` where nothing limits. Fixed nodes keep
    /// their start, and only their finish is told. Rounds are as in the forward pass.
    pub(super) fn backward(
        &self,
        limits: &[Limit<S::Instant>],
        rounds: Option<usize>,
    ) -> Result<Vec<Limit<S::Instant>>, Endless> {
        let mut late: Vec<Limit<S::Instant>> = vec![Limit { start: None, finish: None }; limits.len()];
        for component in self.components.iter().rev() {
            let (mut moved, mut round) = (true, 0);
            while moved {
                moved = false;
                round += 1;
                if rounds.is_some_and(|rounds| round > rounds + component.len()) {
                    return Err(Endless::Unsettled);
                }
                for node in component.iter().rev() {
                    let new = self.latest_of(*node, limits[node.index()], &late)?;
                    let old = &mut late[node.index()];
                    if new.start != old.start || new.finish != old.finish {
                        *old = new;
                        moved = true;
                    }
                }
            }
        }
        Ok(late)
    }

    fn latest_of(
        &self,
        node: NodeIndex,
        limit: Limit<S::Instant>,
        late: &[Limit<S::Instant>],
    ) -> Result<Limit<S::Instant>, Endless> {
        let beyond = || Endless::Beyond(node.index());
        let least = |a: Option<S::Instant>, b: S::Instant| Some(a.map_or(b, |a| a.min(b)));
        let (mut start, mut finish) = (limit.start, limit.finish);
        for edge in self.graph.edges_directed(node, Outgoing) {
            let (link, to) = (edge.weight(), edge.target());
            let ends = late[to.index()];
            if self.graph[to].fixed.is_some() {
                continue;
            }
            let Some(end) = (if link.enters_finish() { ends.finish } else { ends.start }) else { continue };
            let bound = S::latest(end, link.lag).ok_or_else(beyond)?;
            if link.leaves_finish() {
                finish = least(finish, bound);
            } else {
                start = least(start, bound);
            }
        }
        let Node { duration, fixed, .. } = &self.graph[node];
        if let Some((fixed, _)) = fixed {
            return Ok(Limit { start: Some(*fixed), finish });
        }
        if let Some(finish) = finish {
            start = least(start, S::latest(finish, *duration).ok_or_else(beyond)?);
        }
        let finish = match start {
            Some(start) => Some(S::after(start, *duration).ok_or_else(beyond)?),
            None => None,
        };
        Ok(Limit { start, finish })
    }

    /// From the start of the predecessor to the start of the successor.
    fn distance(&self, edge: EdgeIndex) -> i128 {
        let Some((from, to)) = self.graph.edge_endpoints(edge) else { return 0 };
        let link = &self.graph[edge];
        let end = |node: NodeIndex, finish: bool| if finish { S::length(self.graph[node].duration) } else { 0 };
        end(from, link.leaves_finish()) + S::length(link.lag) - end(to, link.enters_finish())
    }

    /// One cycle of positive length, as its nodes in order and its length, for each component that holds one. Links
    /// into fixed nodes move nothing and are no part of a cycle.
    pub(super) fn positive_cycles(&self) -> Vec<(Vec<usize>, i128)> {
        let mut cycles: Vec<_> = self.components.iter().filter_map(|c| self.positive_cycle(c)).collect();
        cycles.sort_unstable();
        cycles
    }

    fn positive_cycle(&self, component: &[NodeIndex]) -> Option<(Vec<usize>, i128)> {
        let place = |node: NodeIndex| component.binary_search(&node).ok();
        let mut arcs = Vec::new();
        for (to, node) in component.iter().enumerate() {
            if self.graph[*node].fixed.is_none() {
                for edge in self.graph.edges_directed(*node, Incoming) {
                    if let Some(from) = place(edge.source()) {
                        arcs.push((from, to, self.distance(edge.id())));
                    }
                }
            }
        }
        if arcs.is_empty() {
            return None;
        }
        let mut far = vec![0_i128; component.len()];
        let mut parent: Vec<Option<(usize, i128)>> = vec![None; component.len()];
        let mut still_moving = None;
        for _ in 0..=component.len() {
            still_moving = None;
            for (from, to, distance) in &arcs {
                if far[*from] + distance > far[*to] {
                    far[*to] = far[*from] + distance;
                    parent[*to] = Some((*from, *distance));
                    still_moving = Some(*to);
                }
            }
            still_moving?;
        }
        // What still moves after as many rounds as there are nodes hangs from a cycle of parents.
        let mut node = still_moving?;
        for _ in 0..component.len() {
            node = parent[node]?.0;
        }
        let (first, mut length, mut members) = (node, 0, vec![]);
        loop {
            members.push(component[node].index());
            let (before, distance) = parent[node]?;
            length += distance;
            node = before;
            if node == first {
                break;
            }
        }
        members.reverse();
        let least = members.iter().enumerate().min_by_key(|(_, member)| **member).map_or(0, |(i, _)| i);
        members.rotate_left(least);
        Some((members, length))
    }
}
