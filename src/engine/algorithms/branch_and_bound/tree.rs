//! A depth-first tree over domains, bounded by the relaxation and pruned in exact integers.

use super::Best;
use super::neighborhood::Neighborhoods;
use crate::engine::algorithms::dual::{Basis, Bounder, Multipliers, Relaxed, Simplex};
use crate::engine::algorithms::program::{Domains, Program, Removal};
use crate::engine::run::{Run, Stop};
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// How far from 0 and 1 a fraction is.
const FRACTION: f64 = 1e-6;
/// Candidates tried out before a branching, at most, where the whole is searched.
pub(super) const TRIALS: u32 = 8;
/// Pivots of one trial.
const TRIAL_PIVOTS: u32 = 40;
/// Observations after which a block's past gains are trusted.
const RELIABLE: u32 = 4;
/// Rounds of relaxation and fixing at one node.
const ROUNDS: u32 = 6;
/// The nearest open node is next unless its gap is less than this part of the largest one.
const NEAR: i128 = 8;
/// Nodes between two roundings.
const ROUNDING: u64 = 32;

/// One branching: what it removed, after what its parents removed.
#[derive(Debug)]
struct Branch {
    parent: Option<Rc<Branch>>,
    removals: Vec<Removal>,
}

/// A node still to be explored.
#[derive(Debug)]
struct Open {
    /// Total of the parent, which bounds the node too.
    total: i128,
    /// Nodes made before it.
    number: u64,
    branch: Rc<Branch>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    /// Better bounds above, of equal ones the later node.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.total, self.number).cmp(&(other.total, other.number))
    }
}

/// A node beside the path to the current one, reached by undoing to the mark.
#[derive(Debug)]
struct Frame {
    mark: usize,
    open: Open,
}

/// Gains of the bound seen when a block was decided, per unit of fraction removed.
#[derive(Debug, Clone, Copy, Default)]
struct Past {
    sum: f64,
    count: u32,
}

impl Past {
    fn mean(self, otherwise: f64) -> f64 {
        if self.count == 0 { otherwise } else { self.sum / f64::from(self.count) }
    }

    fn note(&mut self, gain: f64, fraction: f64) {
        self.sum += gain.max(0.0) / fraction.max(FRACTION);
        self.count += 1;
    }
}

/// Two halves of a domain, and how much of the relaxation's block each cuts off.
#[derive(Debug)]
struct Split {
    block: usize,
    /// Whether the halves are being in and being out.
    membership: bool,
    /// What is removed in the first half, and in the second.
    removals: [Vec<Removal>; 2],
    fractions: [f64; 2],
}

enum Node {
    Closed,
    Split { first: Vec<Removal>, other: Vec<Removal>, total: i128 },
}

/// A depth-first search, which can be stopped and resumed.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) domains: Domains,
    pub(super) simplex: Simplex,
    pub(super) bounder: Bounder,
    /// Where the domains hold what follows without any branching.
    root_mark: usize,
    /// The branchings to the node at hand.
    path: Option<Rc<Branch>>,
    /// Open nodes beside the path.
    frames: Vec<Frame>,
    /// Open nodes elsewhere.
    heap: BinaryHeap<Open>,
    past: [Vec<Past>; 2],
    /// Total of the node at hand, as far as it is known.
    current: i128,
    nodes: u64,
    trials: u32,
    saved: Basis,
    /// The root's multipliers, with their total.
    root: Option<(i128, Multipliers)>,
    /// Total of the multipliers that neighborhoods know.
    taught: Option<i128>,
}

impl Tree {
    /// A tree that tries out so many candidates before a branching.
    pub(super) fn new(program: &Program, domains: Domains, trials: u32) -> Self {
        let past = vec![Past::default(); program.block_count()];
        Self {
            domains,
            simplex: Simplex::new(program),
            bounder: Bounder::new(program),
            root_mark: 0,
            path: None,
            frames: Vec::new(),
            heap: BinaryHeap::new(),
            past: [past.clone(), past],
            current: i128::MAX,
            nodes: 0,
            trials,
            saved: Basis::default(),
            root: None,
            taught: None,
        }
    }

    /// The total that a plan better than the best has.
    fn needed(&self, best: &Best) -> i128 {
        best.value().map_or(i128::MIN, |value| self.bounder.needed_to_beat(value))
    }

    /// A value of the relaxation, in ticks, at which nothing better than the best plan is left.
    fn cutoff(&self, best: &Best) -> Option<f64> {
        best.value().map(|value| (self.bounder.needed_to_beat(value) / i128::from(self.bounder.scale())) as f64 - 0.01)
    }

    /// What no plan still to be explored is worth more than; `None` while nothing is known.
    pub(super) fn open_bound(&self) -> Option<i128> {
        let total = self.open_total();
        (total != i128::MAX && total != i128::MIN).then(|| self.bounder.value_of(total))
    }

    /// The largest total of all that is still to be explored.
    fn open_total(&self) -> i128 {
        let beside = self.frames.iter().map(|frame| frame.open.total);
        beside.chain(self.heap.peek().map(|open| open.total)).fold(self.current, i128::max)
    }

    /// Explores until the tree is done (`true`), or so many nodes have been looked at or the run has come to that step
    /// (`false`; to be resumed by the same call).
    pub(super) fn explore(
        &mut self,
        program: &Program,
        best: &mut Best,
        nodes: u64,
        end: u64,
        run: &mut Run<'_>,
    ) -> Result<bool, Stop> {
        for _ in 0..nodes {
            if run.steps() >= end {
                break;
            }
            self.nodes += 1;
            match self.node(program, best, run)? {
                Node::Split { first, other, total } => {
                    if self.path.is_none() {
                        self.root_mark = self.domains.mark();
                    }
                    let [first, other] =
                        [first, other].map(|removals| Rc::new(Branch { parent: self.path.clone(), removals }));
                    let open = Open { total, number: self.nodes, branch: other };
                    self.frames.push(Frame { mark: self.domains.mark(), open });
                    self.remove(program, &first.removals);
                    self.path = Some(first);
                }
                Node::Closed => {
                    if !self.go_on(program, best) {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    /// Goes to the next node worth a look; `false` when there is none. The last one beside the path, as long as its bound
    /// is not much below the best one open; else that one.
    fn go_on(&mut self, program: &Program, best: &Best) -> bool {
        let needed = self.needed(best);
        while self.frames.last().is_some_and(|frame| frame.open.total < needed) {
            self.frames.pop();
        }
        self.current = i128::MIN;
        let most = self.open_total();
        if most < needed {
            return false;
        }
        let near = self.frames.last().is_some_and(|frame| {
            // Without a plan, needed is far below everything.
            let (own, all) = (frame.open.total.saturating_sub(needed), most.saturating_sub(needed));
            own >= all / NEAR
        });
        if near && let Some(frame) = self.frames.pop() {
            self.domains.undo_to(program, frame.mark);
            self.remove(program, &frame.open.branch.removals);
            self.arrive(frame.open);
            return true;
        }
        self.domains.undo_to(program, self.root_mark);
        self.heap.extend(self.frames.drain(..).map(|frame| frame.open));
        let Some(open) = self.heap.pop() else { return false };
        let mut branch = Some(&open.branch);
        while let Some(Branch { parent, removals }) = branch.map(Rc::as_ref) {
            for &removal in removals {
                self.domains.remove(program, removal);
            }
            branch = parent.as_ref();
        }
        self.arrive(open);
        true
    }

    fn arrive(&mut self, open: Open) {
        self.current = open.total;
        self.path = Some(open.branch);
    }

    /// Solves the root's relaxation, as far as these pivots go; to be resumed by the same call.
    pub(super) fn relax(
        &mut self,
        program: &Program,
        best: &Best,
        pivots: u32,
        run: &mut Run<'_>,
    ) -> Result<Relaxed, Stop> {
        let cutoff = self.cutoff(best);
        let relaxed = self.simplex.solve(program, &self.domains, cutoff, pivots, run)?;
        if let Some(multipliers) = self.bounder.round(program, self.simplex.duals()) {
            self.start_from(program, multipliers);
        }
        Ok(relaxed)
    }

    /// Bounds the root by these multipliers where they are better than those it has.
    pub(super) fn start_from(&mut self, program: &Program, multipliers: Multipliers) {
        if let Some(total) = self.bounder.evaluate(program, &self.domains, &multipliers)
            && self.root.as_ref().is_none_or(|&(least, _)| total < least)
        {
            self.current = self.current.min(total);
            self.root = Some((total, multipliers));
        }
    }

    /// Lets neighborhoods know the root's multipliers, unless they do.
    pub(super) fn teach(&mut self, program: &Program, near: &mut Neighborhoods, best: &Best) {
        let Some((total, multipliers)) = &self.root else { return };
        if best.plan().is_some() && self.taught.is_none_or(|taught| *total < taught) {
            self.taught = Some(*total);
            // Over all that is open at the node at hand: near enough to rank blocks.
            self.bounder.evaluate(program, &self.domains, multipliers);
            near.learn(program, &self.bounder, best, multipliers);
        }
    }

    fn remove(&mut self, program: &Program, removals: &[Removal]) {
        for &removal in removals {
            self.domains.remove(program, removal);
        }
    }

    fn propagate(&mut self, program: &Program, run: &mut Run<'_>) -> Result<bool, Stop> {
        let before = self.domains.work();
        let consistent = self.domains.propagate(program);
        run.advance((self.domains.work() - before) / 1024)?;
        Ok(consistent)
    }

    /// Solves the relaxation and evaluates its multipliers exactly, fixing what they exclude. `None` when nothing better
    /// than the best plan is left; else the total.
    fn bound(&mut self, program: &Program, best: &Best, run: &mut Run<'_>) -> Result<Option<i128>, Stop> {
        let mut cutoff = self.cutoff(best);
        let mut rounds = 0;
        loop {
            rounds += 1;
            let relaxed = self.simplex.solve(program, &self.domains, cutoff, u32::MAX, run)?;
            if let Relaxed::Void(ray) = &relaxed
                && let Some(multipliers) = Bounder::round_ray(program, ray)
                && self.bounder.is_void(program, &self.domains, &multipliers)
            {
                return Ok(None);
            }
            let Some(multipliers) = self.bounder.round(program, self.simplex.duals()) else {
                return Ok(Some(self.current));
            };
            let Some(total) = self.bounder.evaluate(program, &self.domains, &multipliers) else { return Ok(None) };
            if total < self.needed(best) {
                return Ok(None);
            }
            self.current = self.current.min(total);
            let needed = self.needed(best);
            let fixed = self.bounder.fix(program, &mut self.domains, needed);
            if fixed > 0 && !self.propagate(program, run)? {
                return Ok(None);
            }
            if relaxed == Relaxed::Cut {
                cutoff = None;
            } else if rounds >= ROUNDS || !self.is_outdated(program) {
                return Ok(Some(total));
            }
        }
    }

    /// Whether the relaxation's solution uses what has left the domains.
    fn is_outdated(&self, program: &Program) -> bool {
        let solution = self.simplex.solution();
        (0..program.block_count()).any(|block| {
            let options = program.options(block);
            let sum: f64 = options.clone().map(|option| solution[option]).sum();
            options.into_iter().any(|option| solution[option] > FRACTION && !self.domains.is_open(option))
                || (!self.domains.may_be_out(block) && sum < 1.0 - FRACTION)
        })
    }

    fn node(&mut self, program: &Program, best: &mut Best, run: &mut Run<'_>) -> Result<Node, Stop> {
        run.step()?;
        if !self.propagate(program, run)? {
            return Ok(Node::Closed);
        }
        loop {
            let Some(total) = self.bound(program, best, run)? else { return Ok(Node::Closed) };
            if (0..program.block_count()).all(|block| self.domains.is_settled(block)) {
                let taken: Vec<_> =
                    (0..program.option_count()).filter(|&option| self.domains.is_open(option)).collect();
                best.offer(program, &taken, run);
                return Ok(Node::Closed);
            }
            let mut splits = self.splits(program);
            if splits.is_empty() {
                let taken: Vec<_> = (0..program.option_count())
                    .filter(|&option| self.domains.is_open(option) && self.simplex.solution()[option] > 0.5)
                    .collect();
                best.offer(program, &taken, run);
                if total < self.needed(best) {
                    return Ok(Node::Closed);
                }
                splits.extend(self.any_split(program));
            } else if self.nodes.is_multiple_of(ROUNDING) {
                self.round(program, best, run)?;
                if total < self.needed(best) {
                    return Ok(Node::Closed);
                }
            }
            match self.choose(program, best, splits, run)? {
                Chosen::Split(first, other) => return Ok(Node::Split { first, other, total }),
                Chosen::Half(removals) => {
                    self.remove(program, &removals);
                    if !self.propagate(program, run)? {
                        return Ok(Node::Closed);
                    }
                }
                Chosen::Nothing => return Ok(Node::Closed),
            }
        }
    }

    /// The ways to cut the relaxation's solution off: being in or out where that is fractional; else, where the choice of
    /// a block is fractional, its early and its late starts, or its first and its last modes.
    fn splits(&self, program: &Program) -> Vec<Split> {
        let solution = self.simplex.solution();
        let mut membership = Vec::new();
        let mut choice = Vec::new();
        for block in (0..program.block_count()).filter(|&block| !self.domains.is_settled(block)) {
            let used: Vec<_> = program
                .options(block)
                .filter(|&option| self.domains.is_open(option) && solution[option] > FRACTION)
                .collect();
            let sum: f64 = used.iter().map(|&option| solution[option]).sum();
            if sum > FRACTION && sum < 1.0 - FRACTION && self.domains.may_be_out(block) {
                let open = program.options(block).filter(|&option| self.domains.is_open(option));
                membership.push(Split {
                    block,
                    membership: true,
                    removals: [
                        vec![Removal::Out(block as u32)],
                        open.map(|option| Removal::Option(option as u32)).collect(),
                    ],
                    fractions: [1.0 - sum, sum],
                });
            } else if used.len() > 1 {
                choice.extend(self.halves(program, block, &used, sum));
            }
        }
        if membership.is_empty() { choice } else { membership }
    }

    fn halves(&self, program: &Program, block: usize, used: &[usize], sum: f64) -> Option<Split> {
        let solution = self.simplex.solution();
        let by_start = |option: usize| i64::from(program.choice(option).start);
        let by_mode = |option: usize| i64::from(program.choice(option).mode);
        let first = by_start(used[0]);
        let place: &dyn Fn(usize) -> i64 =
            if used.iter().all(|&option| by_start(option) == first) { &by_mode } else { &by_start };
        let last = used.iter().map(|&option| place(option)).max()?;
        let mut places: Vec<_> = used.iter().map(|&option| (place(option), solution[option])).collect();
        places.sort_unstable_by_key(|&(place, _)| place);
        let mut early = 0.0;
        let mut border = places[0].0;
        for &(place, amount) in &places {
            if place == last || (early > 0.5 * sum && place > border) {
                break;
            }
            border = place;
            early += amount;
        }
        let open = program.options(block).filter(|&option| self.domains.is_open(option));
        let (before, after): (Vec<_>, Vec<_>) = open.partition(|&option| place(option) <= border);
        let removals = |list: Vec<usize>| list.into_iter().map(|option| Removal::Option(option as u32)).collect();
        let mut late = vec![Removal::Out(block as u32)];
        late.extend(before.iter().map(|&option| Removal::Option(option as u32)));
        late.retain(|removal| matches!(removal, Removal::Option(_)));
        Some(Split { block, membership: false, removals: [removals(after), late], fractions: [sum - early, early] })
    }

    /// Halves of some domain, where the relaxation's solution is whole and still not the end.
    fn any_split(&self, program: &Program) -> Option<Split> {
        let block = (0..program.block_count()).find(|&block| !self.domains.is_settled(block))?;
        let solution = self.simplex.solution();
        let open: Vec<_> = program.options(block).filter(|&option| self.domains.is_open(option)).collect();
        let most = open.iter().copied().max_by(|&a, &b| solution[a].total_cmp(&solution[b]).then(b.cmp(&a)))?;
        let mut others: Vec<_> =
            open.iter().filter(|&&option| option != most).map(|&option| Removal::Option(option as u32)).collect();
        if self.domains.may_be_out(block) {
            others.push(Removal::Out(block as u32));
        }
        let removals = [others, vec![Removal::Option(most as u32)]];
        Some(Split { block, membership: false, removals, fractions: [0.5, 0.5] })
    }

    /// Chooses where to branch by what the bound gained in the past, tried out where the past says little.
    fn choose(
        &mut self,
        program: &Program,
        best: &Best,
        mut splits: Vec<Split>,
        run: &mut Run<'_>,
    ) -> Result<Chosen, Stop> {
        let value = self.simplex.value();
        let means = [0, 1].map(|half: usize| {
            let seen = self.past[half].iter().filter(|past| past.count > 0);
            let (sum, count) = seen.fold((0.0, 0_u32), |(sum, count), past| (sum + past.mean(0.0), count + 1));
            if count == 0 { 1.0 } else { sum / f64::from(count) }
        });
        let expected = |past: &[Vec<Past>; 2], split: &Split| {
            [0, 1].map(|half: usize| past[half][split.block].mean(means[half]) * split.fractions[half])
        };
        splits.sort_by(|a, b| {
            let score = |split| product(expected(&self.past, split));
            score(b).total_cmp(&score(a)).then(a.block.cmp(&b.block))
        });
        let mut chosen: Option<(f64, usize, [f64; 2])> = None;
        let mut trials = 0;
        let mut since_better = 0;
        for (at, split) in splits.iter().enumerate() {
            let reliable = split.membership && self.past.iter().all(|past| past[split.block].count >= RELIABLE);
            let gains = if reliable || trials >= self.trials || since_better >= 4 {
                expected(&self.past, split)
            } else {
                trials += 1;
                let mut gains = [0.0; 2];
                let mut closed = [false; 2];
                self.simplex.save(&mut self.saved);
                for half in 0..2 {
                    let mark = self.domains.mark();
                    self.remove(program, &split.removals[half]);
                    if self.propagate(program, run)? {
                        let cutoff = self.cutoff(best);
                        let relaxed = self.simplex.solve(program, &self.domains, cutoff, TRIAL_PIVOTS, run)?;
                        gains[half] = (value - self.simplex.value()).max(0.0);
                        closed[half] = self.is_closed(program, best, &relaxed);
                        if closed[half] {
                            gains[half] = gains[half].max(1.0) * 4.0;
                        } else if split.membership {
                            self.past[half][split.block].note(gains[half], split.fractions[half]);
                        }
                    } else {
                        closed[half] = true;
                    }
                    self.domains.undo_to(program, mark);
                    self.simplex.restore(&self.saved);
                }
                match closed {
                    [true, true] => return Ok(Chosen::Nothing),
                    [true, false] => return Ok(Chosen::Half(split.removals[1].clone())),
                    [false, true] => return Ok(Chosen::Half(split.removals[0].clone())),
                    [false, false] => gains,
                }
            };
            let score = product(gains);
            if chosen.is_none_or(|(most, ..)| score > most) {
                chosen = Some((score, at, gains));
                since_better = 0;
            } else {
                since_better += 1;
            }
        }
        let Some((_, at, gains)) = chosen else { return Ok(Chosen::Nothing) };
        let [first, other] = splits.swap_remove(at).removals;
        Ok(if gains[0] <= gains[1] { Chosen::Split(first, other) } else { Chosen::Split(other, first) })
    }

    /// Whether a trial proved, exactly, that its half holds nothing better.
    fn is_closed(&mut self, program: &Program, best: &Best, relaxed: &Relaxed) -> bool {
        if let Relaxed::Void(ray) = relaxed {
            return Bounder::round_ray(program, ray)
                .is_some_and(|multipliers| self.bounder.is_void(program, &self.domains, &multipliers));
        }
        if *relaxed != Relaxed::Cut {
            return false;
        }
        let Some(multipliers) = self.bounder.round(program, self.simplex.duals()) else { return false };
        let needed = self.needed(best);
        self.bounder.evaluate(program, &self.domains, &multipliers).is_none_or(|total| total < needed)
    }

    /// Takes options in the order of the relaxation's solution, then of what they cost by its multipliers, each with what
    /// follows, and offers the plan where it ends in one.
    pub(super) fn round(&mut self, program: &Program, best: &mut Best, run: &mut Run<'_>) -> Result<(), Stop> {
        let start = self.domains.mark();
        let solution = self.simplex.solution();
        let mut order: Vec<_> = (0..program.option_count())
            .filter(|&option| self.domains.is_open(option))
            .map(|option| ((solution[option] * 1000.0).round() as i64, self.bounder.regret(program, option), option))
            .collect();
        order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        let mut consistent = true;
        for (_, _, option) in order {
            if !consistent {
                break;
            }
            let block = program.block(option);
            if !self.domains.is_open(option) || self.domains.is_settled(block) {
                continue;
            }
            let mark = self.domains.mark();
            self.domains.take(program, option);
            if !self.propagate(program, run)? {
                self.domains.undo_to(program, mark);
                self.domains.remove(program, Removal::Option(option as u32));
                consistent = self.propagate(program, run)?;
            }
        }
        if consistent {
            let taken: Vec<_> = (0..program.option_count()).filter(|&option| self.domains.is_open(option)).collect();
            best.offer(program, &taken, run);
        }
        self.domains.undo_to(program, start);
        Ok(())
    }
}

enum Chosen {
    Split(Vec<Removal>, Vec<Removal>),
    /// One half is closed: what is removed in the other.
    Half(Vec<Removal>),
    /// Both are.
    Nothing,
}

fn product(gains: [f64; 2]) -> f64 {
    gains[0].max(1e-6) * gains[1].max(1e-6)
}
