//! Timing links on a cycle of positive total length: no dates satisfy them, so none of the projects could be done.
//!
//! Every project is two points in time, its start and its finish. A finish lies at least the months of the shortest
//! variant after its start, and a start at most the months of the longest variant before its finish; a link keeps its
//! lag between two of the points. Around a cycle the distances add up: a sum above zero asks a point to lie after
//! itself, whatever the variants.

use super::Faults;
use super::links::{Links, Timing};
use crate::diagnostic::Code;
use crate::model::{Lag, ModelDraft, Relation};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use std::collections::VecDeque;
use std::fmt::Write as _;

/// Cycles named in one knot of links; the next ones show when these are mended.
const MAX_ROUNDS: usize = 16;

/// One point lies at least some distance after another.
#[derive(Clone, Copy)]
struct Distance {
    from: u32,
    to: u32,
    months: i64,
    days: i64,
    /// Position in `Links::timing`; none for the length of a project.
    link: Option<u32>,
}

/// Names every knot of timing links that no dates satisfy.
pub(super) fn check(draft: &ModelDraft, links: &Links, faults: &mut Faults) {
    let mut distances = distances(draft, links);
    for _ in 0..MAX_ROUNDS {
        let mut rest = Vec::new();
        for knot in knots(&distances, draft.projects.len() * 2) {
            let Some(cycle) = positive_cycle(&knot) else { continue };
            report(draft, links, &cycle, faults);
            let mut named: Vec<u32> = cycle.iter().filter_map(|d| d.link).collect();
            named.sort_unstable();
            rest.extend(knot.into_iter().filter(|d| d.link.is_none_or(|link| named.binary_search(&link).is_err())));
        }
        if rest.is_empty() {
            break;
        }
        distances = rest;
    }
}

const fn start(project: u32) -> u32 {
    2 * project
}

const fn finish(project: u32) -> u32 {
    2 * project + 1
}

fn distances(draft: &ModelDraft, links: &Links) -> Vec<Distance> {
    let mut list: Vec<Distance> = Vec::with_capacity(2 * links.timing.len());
    // Which ends of a project are tied: entered at the start, entered at the finish, left at the start, at the finish.
    let mut ends = vec![[false; 4]; draft.projects.len()];
    for (k, timing) in links.timing.iter().enumerate() {
        let Timing { predecessor: p, successor: s, relation, lag, .. } = *timing;
        let (from, to) = match relation {
            Relation::FinishToStart => (finish(p), start(s)),
            Relation::StartToStart => (start(p), start(s)),
            Relation::FinishToFinish => (finish(p), finish(s)),
            Relation::StartToFinish => (start(p), finish(s)),
        };
        let (months, days) = match lag {
            Lag::Months(months) => (months.into(), 0),
            Lag::Days(days) => (0, days.into()),
        };
        list.push(Distance { from, to, months, days, link: Some(k as u32) });
        ends[s as usize][(to % 2) as usize] = true;
        ends[p as usize][2 + (from % 2) as usize] = true;
    }
    for (p, tied) in ends.iter().enumerate() {
        let months = || draft.projects[p].variants.iter().map(|variant| i64::from(variant.months));
        let p = p as u32;
        if tied[0] && tied[3] {
            let months = months().min().unwrap_or(0);
            list.push(Distance { from: start(p), to: finish(p), months, days: 0, link: None });
        }
        if tied[1] && tied[2] {
            let months = -months().max().unwrap_or(0);
            list.push(Distance { from: finish(p), to: start(p), months, days: 0, link: None });
        }
    }
    list
}

/// The distances that lie on cycles, by strongly connected component, in a fixed order; points are renumbered from 0.
fn knots(distances: &[Distance], points: usize) -> Vec<Vec<Distance>> {
    let mut graph = DiGraph::<(), ()>::with_capacity(points.min(2 * distances.len()), distances.len());
    let mut number = vec![u32::MAX; points];
    let mut nodes = Vec::new();
    for point in distances.iter().flat_map(|d| [d.from, d.to]) {
        if number[point as usize] == u32::MAX {
            number[point as usize] = nodes.len() as u32;
            nodes.push(graph.add_node(()));
        }
    }
    let node = |point: u32| number[point as usize] as usize;
    for d in distances {
        graph.add_edge(nodes[node(d.from)], nodes[node(d.to)], ());
    }
    let mut knot_of = vec![u32::MAX; nodes.len()];
    let mut count = 0;
    for component in kosaraju_scc(&graph) {
        if component.len() > 1 {
            for member in component {
                knot_of[member.index()] = count;
            }
            count += 1;
        }
    }
    let mut knots = vec![Vec::new(); count as usize];
    for d in distances {
        let (from, to) = (knot_of[node(d.from)], knot_of[node(d.to)]);
        if from == to && from != u32::MAX {
            knots[from as usize].push(*d);
        }
    }
    knots
}

/// A lower bound of every distance in one unit: months where all are in months, else days, each month counted as short
/// as it can be (and as long, going back), so that a cycle is named only where no calendar satisfies it.
fn lengths(knot: &[Distance]) -> Vec<i64> {
    if knot.iter().all(|d| d.days == 0) {
        return knot.iter().map(|d| d.months).collect();
    }
    // 400 years hold 4 800 months and 146 097 days; no run of months is 5 days off that mean.
    let shortest = |months: i64| (28 * months).max(months * 146_097 / 4_800 - 5);
    let longest = |months: i64| (31 * months).min(months * 146_097 / 4_800 + 6);
    let days = |months: i64| if months >= 0 { shortest(months) } else { -longest(-months) };
    knot.iter().map(|d| days(d.months) + d.days).collect()
}

/// A cycle whose distances add up to more than zero, if the knot has one.
///
/// Longest walks from all points at once (Bellman and Ford's relaxations in a queue, as Moore arranged them); the arcs
/// by which points were last reached form a cycle exactly when its sum is positive, which is looked for once in as many
/// relaxations as there are points. Knots whose distances all have one sign need no walk.
fn positive_cycle(knot: &[Distance]) -> Option<Vec<Distance>> {
    let lengths = lengths(knot);
    let first = lengths.iter().position(|length| *length > 0)?;
    let mut points: Vec<u32> = knot.iter().flat_map(|d| [d.from, d.to]).collect();
    points.sort_unstable();
    points.dedup();
    let local = |point: u32| points.binary_search(&point).unwrap_or_default();
    let arcs: Vec<(usize, usize)> = knot.iter().map(|d| (local(d.from), local(d.to))).collect();
    let mut leaving: Vec<Vec<u32>> = vec![Vec::new(); points.len()];
    for (arc, (from, _)) in arcs.iter().enumerate() {
        leaving[*from].push(arc as u32);
    }
    if lengths.iter().all(|length| *length >= 0) {
        // In a knot every arc lies on a cycle, and nothing on this one can take its length back.
        return Some(close(first, &arcs, &leaving).into_iter().map(|arc| knot[arc]).collect());
    }
    let mut reached = vec![0_i64; points.len()];
    let mut by: Vec<Option<u32>> = vec![None; points.len()];
    let mut queued = vec![true; points.len()];
    let mut queue: VecDeque<usize> = (0..points.len()).collect();
    let mut relaxed = 0;
    while let Some(point) = queue.pop_front() {
        queued[point] = false;
        for &arc in &leaving[point] {
            let to = arcs[arc as usize].1;
            let length = reached[point] + lengths[arc as usize];
            if length <= reached[to] {
                continue;
            }
            (reached[to], by[to]) = (length, Some(arc));
            if !queued[to] {
                queued[to] = true;
                queue.push_back(to);
            }
            relaxed += 1;
            if relaxed % points.len() == 0
                && let Some(cycle) = cycle_of(&by, &arcs)
            {
                return Some(cycle.into_iter().map(|arc| knot[arc]).collect());
            }
        }
    }
    None
}

/// The shortest way, by number of arcs, from the end of an arc back to its beginning, with the arc itself first.
fn close(arc: usize, arcs: &[(usize, usize)], leaving: &[Vec<u32>]) -> Vec<usize> {
    let (goal, begin) = arcs[arc];
    let mut by: Vec<Option<u32>> = vec![None; leaving.len()];
    let mut queue = VecDeque::from([begin]);
    while let Some(point) = queue.pop_front() {
        if point == goal {
            break;
        }
        for &next in &leaving[point] {
            let to = arcs[next as usize].1;
            if to != begin && by[to].is_none() {
                by[to] = Some(next);
                queue.push_back(to);
            }
        }
    }
    let mut cycle = Vec::new();
    let mut point = goal;
    while let Some(back) = by[point] {
        cycle.push(back as usize);
        point = arcs[back as usize].0;
    }
    cycle.push(arc);
    cycle.reverse();
    cycle
}

/// A cycle among the arcs by which points were last reached.
fn cycle_of(by: &[Option<u32>], arcs: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut walk_of = vec![usize::MAX; by.len()];
    for begin in 0..by.len() {
        let mut point = begin;
        while walk_of[point] == usize::MAX {
            walk_of[point] = begin;
            let Some(arc) = by[point] else { break };
            point = arcs[arc as usize].0;
        }
        if walk_of[point] != begin || by[point].is_none() {
            continue;
        }
        // The walk has met itself: go round once more and note the arcs.
        let mut cycle = Vec::new();
        let meeting = point;
        while let Some(arc) = by[point] {
            cycle.push(arc as usize);
            point = arcs[arc as usize].0;
            if point == meeting {
                cycle.reverse();
                return Some(cycle);
            }
        }
    }
    None
}

fn report(draft: &ModelDraft, links: &Links, cycle: &[Distance], faults: &mut Faults) {
    let mut on: Vec<&Timing> = cycle.iter().filter_map(|d| d.link).map(|k| &links.timing[k as usize]).collect();
    let Some(first) = (0..on.len()).min_by_key(|k| on[*k].dependency) else { return };
    on.rotate_left(first);
    let name = |project: u32| &draft.projects[project as usize].id;
    let mut message = String::from("the timing links ");
    // Writing to a text cannot fail.
    for timing in &on {
        let _ = write!(message, "`{}` → ", name(timing.predecessor));
    }
    let _ = write!(message, "`{}` (", name(on[0].predecessor));
    for (k, timing) in on.iter().enumerate() {
        let _ = write!(message, "{}/dependencies/{}", if k > 0 { ", " } else { "" }, timing.dependency);
    }
    let (months, days) = cycle.iter().fold((0, 0), |(m, d), distance| (m + distance.months, d + distance.days));
    let length = match (months, days) {
        (months, 0) => format!("{months} months"),
        (0, days) => format!("{days} days"),
        (months, days) => format!("{months} months and {days} days"),
    };
    let _ = write!(message, ") ask each project to come {length} after itself, where at most 0 can be kept");
    faults.add(Code::PositiveCycle, format_args!("/dependencies/{}/timing", on[0].dependency), message);
}
