//! Mandates, assignments, memberships and attachments: in order, without overlap, leading nowhere back.

use super::Faults;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::index::{Index, Resolved};
use crate::model::{Assignment, ModelDraft, Role, Subject};
use crate::time::Date;
use chrono::NaiveDate;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use std::collections::BTreeMap;
use std::fmt::Display;

/// Days and attachments looked at in the search for units below themselves; what is left shows when these are mended.
const MAX_STEPS: usize = 2_000_000;

/// Judges everything that holds from a day to a day.
pub(super) fn check(draft: &ModelDraft, index: &Index, resolved: &Resolved, faults: &mut Faults) {
    mandates(draft, faults);
    for (i, pool) in draft.pools.iter().enumerate() {
        for (k, member) in pool.members.iter().enumerate() {
            let what = format_args!("`{}` in pool `{}`", member.person, pool.id);
            span(member.from, member.until, what, format_args!("/pools/{i}/members/{k}/until"), faults);
        }
    }
    for (i, unit) in draft.units.iter().enumerate() {
        for (k, attachment) in unit.attachments.iter().enumerate() {
            let what = format_args!("the attachment of `{}` to `{}`", unit.id, attachment.parent);
            span(attachment.from, attachment.until, what, format_args!("/units/{i}/attachments/{k}/until"), faults);
            if attachment.parent == unit.id {
                let message = format!("unit `{}` is attached to itself", unit.id);
                faults.add(Code::SelfReference, format_args!("/units/{i}/attachments/{k}/parent"), message);
            }
        }
    }
    attachments(draft, index, faults);
    assignments(draft, resolved, faults);
    let roadmaps = || draft.roadmaps.iter().map(|roadmap| roadmap.predecessor.as_ref());
    let next: Vec<_> = roadmaps().map(|id| index.roadmaps.position(id?.as_str())).collect();
    chains(&next, |i| draft.roadmaps[i].id.as_str(), "roadmap", |i| format!("/roadmaps/{i}/predecessor"), faults);
    let demands = || draft.demands.iter().map(|demand| demand.qualification.into.as_ref());
    let next: Vec<_> = demands().map(|id| index.demands.position(id?.as_str())).collect();
    chains(&next, |i| draft.demands[i].id.as_str(), "demand", |i| format!("/demands/{i}/qualification/into"), faults);
}

/// A last day before the first.
fn span(from: Option<Date>, until: Option<Date>, what: impl Display, pointer: impl Display, faults: &mut Faults) {
    if let (Some(from), Some(until)) = (from, until)
        && until.last_day() < from.first_day()
    {
        let fault = Diagnostic::new(Code::EmptyPeriod, format!("{what} ends on {until}, before it begins on {from}"))
            .help("put the last day on or after the first; both are counted");
        faults.push(fault, pointer);
    }
}

fn mandates(draft: &ModelDraft, faults: &mut Faults) {
    let mut assemblies: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (i, mandate) in draft.mandates.iter().enumerate() {
        let what = format_args!("mandate `{}`", mandate.id);
        span(Some(mandate.start), Some(mandate.end), what, format_args!("/mandates/{i}/end"), faults);
        assemblies.entry((mandate.organization.as_str(), mandate.assembly.as_str())).or_default().push(i);
    }
    for terms in assemblies.values_mut() {
        terms.sort_by_key(|i| (draft.mandates[*i].start, *i));
        for pair in terms.windows(2) {
            let (before, after) = (&draft.mandates[pair[0]], &draft.mandates[pair[1]]);
            // A month in which one ends and the next begins is no overlap.
            if after.start.last_day() <= before.end.first_day() {
                let message = format!(
                    "mandate `{}` begins on {}; mandate `{}` of the same assembly ends on {}",
                    after.id, after.start, before.id, before.end
                );
                faults.add(Code::MandatesOverlap, format_args!("/mandates/{}/start", pair[1]), message);
            }
        }
    }
}

/// Whether a role is for one person at a time.
fn is_for_one(role: Role) -> bool {
    matches!(role, Role::RoadmapOwner | Role::ProjectManager | Role::Cio)
}

fn assignments(draft: &ModelDraft, resolved: &Resolved, faults: &mut Faults) {
    for list in resolved.project_assignments.iter().filter(|list| list.len() > 1) {
        offices(draft, list.iter().map(|i| *i as usize), faults);
    }
    let others = |assignment: &Assignment| !matches!(assignment.subject, Subject::Project(_));
    let others = draft.assignments.iter().enumerate().filter(|(_, assignment)| others(assignment)).map(|(i, _)| i);
    offices(draft, others, faults);
}

/// Judges assignments to one project, or to all that are no projects.
fn offices(draft: &ModelDraft, positions: impl Iterator<Item = usize>, faults: &mut Faults) {
    let mut offices: BTreeMap<(&Subject, Role), Vec<usize>> = BTreeMap::new();
    for i in positions {
        let assignment = &draft.assignments[i];
        offices.entry((&assignment.subject, assignment.role)).or_default().push(i);
    }
    for ((_, role), mut holders) in offices {
        if holders.len() < 2 {
            continue;
        }
        let first = |i: usize| draft.assignments[i].from.map_or(NaiveDate::MIN, Date::first_day);
        let last = |i: usize| draft.assignments[i].until.map_or(NaiveDate::MAX, Date::last_day);
        holders.sort_by_key(|i| (first(*i), *i));
        if is_for_one(role) {
            one_at_a_time(draft, &holders, first, last, faults);
        } else {
            holders.sort_by_key(|i| (&draft.assignments[*i].person, first(*i), *i));
            for pair in holders.windows(2) {
                let (before, after) = (pair[0], pair[1]);
                if draft.assignments[before].person == draft.assignments[after].person && first(after) <= last(before) {
                    overlap(draft, before, after, faults);
                }
            }
        }
    }
}

fn one_at_a_time(
    draft: &ModelDraft,
    holders: &[usize],
    first: impl Fn(usize) -> NaiveDate,
    last: impl Fn(usize) -> NaiveDate,
    faults: &mut Faults,
) {
    let Some(&earliest) = holders.first() else { return };
    // The one in office longest so far.
    let mut holder = earliest;
    for &next in &holders[1..] {
        // A month in which one leaves and another comes is no overlap.
        let leaves = draft.assignments[holder].until.map_or(NaiveDate::MAX, Date::first_day);
        let comes = draft.assignments[next].from.map_or(NaiveDate::MIN, Date::last_day);
        if comes <= leaves {
            overlap(draft, holder, next, faults);
        } else if last(holder).succ_opt().is_some_and(|vacant| vacant < first(next)) {
            let (before, after) = (&draft.assignments[holder], &draft.assignments[next]);
            let message = format!(
                "nobody holds the role between `{}`, until {}, and `{}`, from {}",
                before.person,
                last(holder),
                after.person,
                first(next)
            );
            faults.add(Code::AssignmentGap, format_args!("/assignments/{next}/from"), message);
        }
        if last(next) > last(holder) {
            holder = next;
        }
    }
}

fn overlap(draft: &ModelDraft, before: usize, after: usize, faults: &mut Faults) {
    let (one, other) = (&draft.assignments[before], &draft.assignments[after]);
    let since = other.from.map_or_else(|| "always".to_owned(), |from| from.to_string());
    let message = format!(
        "`{}` holds the role since {since}, while `{}` holds it (/assignments/{before})",
        other.person, one.person
    );
    faults.add(Code::AssignmentsOverlap, format_args!("/assignments/{after}"), message);
}

/// One attachment of a unit to another, by position.
#[derive(Clone, Copy)]
struct Tie {
    unit: usize,
    parent: usize,
    attachment: usize,
    first: NaiveDate,
    last: NaiveDate,
}

/// Names one cycle of units in each knot of attachments, on the first day on which there is one.
fn attachments(draft: &ModelDraft, index: &Index, faults: &mut Faults) {
    let mut ties = Vec::new();
    for (unit, record) in draft.units.iter().enumerate() {
        for (attachment, tie) in record.attachments.iter().enumerate() {
            let Some(parent) = index.units.position(tie.parent.as_str()).filter(|parent| *parent != unit) else {
                continue;
            };
            let first = tie.from.map_or(NaiveDate::MIN, Date::first_day);
            let last = tie.until.map_or(NaiveDate::MAX, Date::last_day);
            ties.push(Tie { unit, parent, attachment, first, last });
        }
    }
    if ties.is_empty() {
        return;
    }
    let mut steps = 0;
    for knot in knots(&ties, draft.units.len()) {
        // A cycle that is there on some day is there on the first day of one of its attachments.
        let mut days: Vec<NaiveDate> = knot.iter().map(|tie| tie.first).collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            steps += knot.len();
            if steps > MAX_STEPS {
                return;
            }
            let current: Vec<Tie> = knot.iter().copied().filter(|t| t.first <= day && day <= t.last).collect();
            if let Some(cycle) = cycle(&current) {
                report(draft, &cycle, day, faults);
                break;
            }
        }
    }
}

/// The ties that lie on cycles, whatever their days, by strongly connected component.
fn knots(ties: &[Tie], units: usize) -> Vec<Vec<Tie>> {
    let mut graph = DiGraph::<(), ()>::with_capacity(units, ties.len());
    let nodes: Vec<_> = (0..units).map(|_| graph.add_node(())).collect();
    for tie in ties {
        graph.add_edge(nodes[tie.unit], nodes[tie.parent], ());
    }
    let mut knot_of = vec![usize::MAX; units];
    let mut count = 0;
    for component in kosaraju_scc(&graph).into_iter().filter(|component| component.len() > 1) {
        for member in component {
            knot_of[member.index()] = count;
        }
        count += 1;
    }
    let mut knots = vec![Vec::new(); count];
    for tie in ties.iter().filter(|tie| knot_of[tie.unit] == knot_of[tie.parent]) {
        if let Some(knot) = knots.get_mut(knot_of[tie.unit]) {
            knot.push(*tie);
        }
    }
    knots
}

/// A cycle of ties that all hold on one day. Ties from which no cycle is reached are taken away until none is left, or
/// every unit that is left has a way on: following it leads round.
fn cycle(ties: &[Tie]) -> Option<Vec<Tie>> {
    let mut above: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (t, tie) in ties.iter().enumerate() {
        above.entry(tie.unit).or_default().push(t);
        below.entry(tie.parent).or_default().push(t);
    }
    let mut ways: BTreeMap<usize, usize> = above.iter().map(|(unit, ties)| (*unit, ties.len())).collect();
    let mut ends: Vec<usize> = below.keys().copied().filter(|unit| !above.contains_key(unit)).collect();
    let mut is_gone = vec![false; ties.len()];
    while let Some(unit) = ends.pop() {
        for &t in below.get(&unit).into_iter().flatten() {
            is_gone[t] = true;
            if let Some(left) = ways.get_mut(&ties[t].unit) {
                *left -= 1;
                if *left == 0 {
                    ends.push(ties[t].unit);
                }
            }
        }
    }
    let mut unit = *ways.iter().find(|(_, left)| **left > 0)?.0;
    let mut way = Vec::new();
    let mut met: BTreeMap<usize, usize> = BTreeMap::new();
    loop {
        if let Some(begin) = met.insert(unit, way.len()) {
            return Some(way.split_off(begin));
        }
        let next = above.get(&unit)?.iter().find(|t| !is_gone[**t])?;
        way.push(ties[*next]);
        unit = ties[*next].parent;
    }
}

fn report(draft: &ModelDraft, cycle: &[Tie], day: NaiveDate, faults: &mut Faults) {
    let Some(first) = cycle.first() else { return };
    let names: Vec<String> = cycle.iter().map(|tie| format!("`{}`", draft.units[tie.unit].id)).collect();
    let when = if day == NaiveDate::MIN { String::new() } else { format!(" on {day}") };
    let message = format!("{} → {} are attached in a circle{when}", names.join(" → "), names[0]);
    let pointer = format_args!("/units/{}/attachments/{}/parent", first.unit, first.attachment);
    faults.add(Code::CircularReference, pointer, message);
}

/// Names every circle among records of which each points at one other at most.
fn chains<'a>(
    next: &[Option<usize>],
    id: impl Fn(usize) -> &'a str,
    kind: &str,
    pointer: impl Fn(usize) -> String,
    faults: &mut Faults,
) {
    let mut walk_of = vec![usize::MAX; next.len()];
    for begin in 0..next.len() {
        let mut at = begin;
        while walk_of[at] == usize::MAX {
            walk_of[at] = begin;
            let Some(on) = next[at] else { break };
            at = on;
        }
        // The walk has met itself, if it did not end or meet an earlier one.
        let Some(mut on) = next[at].filter(|_| walk_of[at] == begin) else { continue };
        if on == at {
            faults.add(Code::SelfReference, pointer(at), format!("{kind} `{}` points at itself", id(at)));
            continue;
        }
        let mut names = vec![format!("`{}`", id(at))];
        let mut steps = 0;
        while on != at && steps < next.len() {
            names.push(format!("`{}`", id(on)));
            let Some(further) = next[on] else { break };
            on = further;
            steps += 1;
        }
        if on == at {
            let message = format!("{kind}s {} → {} point at each other in a circle", names.join(" → "), names[0]);
            faults.add(Code::CircularReference, pointer(at), message);
        }
    }
}
