//! Any selection problem as a mixed-integer program in free MPS.

use crate::engine::problem::{
    CandidateIx, Carry, Choice, Link, LinkIx, ModeIx, Rule, SelectionProblem, Strictness, Timing,
};
use std::io::{self, Write};

/// Writes a problem as a mixed-integer program in free MPS, for any solver that reads it. What the program minimises is
/// the **negated** value, which every reader understands without a section for the sense.
///
/// A binary `x{candidate}_{mode}_{start}` is 1 where that choice is taken (candidates by position, modes by position of
/// the candidate, a start below 0 written with `m`, as in `x3_0_m2`); it carries value, capacities, groups and quotas. A
/// continuous `y{candidate}_{mode}_{start}` is 1 where that mode starts no later; it carries the orders in time, whose rows
/// then have a few entries each; `s{synergy}` is 1 where it is gained, and `left{capacity}_{bucket}` what a bucket hands on.
/// Rows are named after what they say: `one` (a choice at most), `cap`, `flo`, `req`, `exc`,
/// `tim`, `hi`, `lo`, `all` (groups), `qhi`, `qlo` (quotas), `syn` (synergies), each followed by the index of its part.
///
/// The same problem gives the same bytes. Memory and time are linear in options × entries.
///
/// ```
/// use portefeuille::engine::instance::write_mps;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// let project = draft.candidate(Commitment::Free);
/// let mode = draft.mode(project, ModeSpec::fixed(7));
/// draft.amount(mode, budget, 0, 12);
/// let mut text = Vec::new();
/// write_mps(&draft.build()?, "tiny", &mut text)?;
/// assert!(String::from_utf8(text)?.contains(" x0_0_0 cap0_0 12\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_mps(problem: &SelectionProblem, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut program = Program::new(problem);
    program.choices();
    program.capacities();
    program.links();
    program.sets();
    program.write(name, out)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    AtMost,
    AtLeast,
    Equal,
}

struct Row {
    name: String,
    sense: Sense,
    right: i128,
}

/// What a column may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 0 or 1, whole.
    Binary,
    /// From 0 to 1, which the rows make whole.
    Step,
    /// From 0 up to what may be carried over, where that has a limit.
    Carried(Option<i128>),
}

struct Column {
    name: String,
    kind: Kind,
    cost: i128,
    entries: Vec<(usize, i128)>,
}

/// The choices of one mode: its first start, and for each start its column and the column of "started by then".
struct Pulses {
    mode: ModeIx,
    first: i32,
    columns: Vec<usize>,
    steps: Vec<usize>,
}

struct Program<'a> {
    problem: &'a SelectionProblem,
    rows: Vec<Row>,
    columns: Vec<Column>,
    pulses: Vec<Vec<Pulses>>,
    /// The column of the first synergy; the others follow.
    gained: usize,
}

fn signed(number: impl Into<i64>) -> String {
    let number = number.into();
    if number < 0 { format!("m{}", number.unsigned_abs()) } else { number.to_string() }
}

impl<'a> Program<'a> {
    fn new(problem: &'a SelectionProblem) -> Self {
        Self { problem, rows: Vec::new(), columns: Vec::new(), pulses: Vec::new(), gained: 0 }
    }

    fn row(&mut self, name: String, sense: Sense, right: i128, entries: impl IntoIterator<Item = (usize, i128)>) {
        let row = self.rows.len();
        self.rows.push(Row { name, sense, right });
        for (column, factor) in entries {
            let list = &mut self.columns[column].entries;
            match list.last_mut() {
                Some((last, sum)) if *last == row => *sum += factor,
                _ => list.push((row, factor)),
            }
        }
    }

    fn column(&mut self, name: String, kind: Kind, cost: i128) -> usize {
        self.columns.push(Column { name, kind, cost, entries: Vec::new() });
        self.columns.len() - 1
    }

    fn choices(&mut self) {
        let problem = self.problem;
        for candidate in problem.candidates() {
            let i = candidate.index();
            let timed = problem.links_of(candidate).iter().any(|&l| matches!(problem.link(l), Link::Timing(_)));
            let mut pulses: Vec<Pulses> = Vec::new();
            for Choice { mode: m, start } in problem.options(candidate) {
                let Some(mode) = problem.mode(candidate, Choice::new(m, start)) else { continue };
                let cost = -i128::from(problem.value(mode, start));
                let column = self.column(format!("x{i}_{m}_{}", signed(start)), Kind::Binary, cost);
                match pulses.last_mut() {
                    Some(last) if last.mode == mode => last.columns.push(column),
                    _ => pulses.push(Pulses { mode, first: start, columns: vec![column], steps: Vec::new() }),
                }
            }
            let all: Vec<_> = pulses.iter().flat_map(|p| &p.columns).map(|&column| (column, 1)).collect();
            if !problem.may_stay_out(candidate) {
                self.row(format!("one{i}"), Sense::Equal, 1, all);
            } else if all.len() > 1 {
                self.row(format!("one{i}"), Sense::AtMost, 1, all);
            }
            for pulse in &mut pulses {
                pulse.steps = pulse.columns[..1].to_vec();
                for at in 1..if timed { pulse.columns.len() } else { 0 } {
                    let name = self.columns[pulse.columns[at]].name.replacen('x', "y", 1);
                    let step = self.column(name.clone(), Kind::Step, 0);
                    let before = pulse.steps[at - 1];
                    self.row(name, Sense::Equal, 0, [(step, 1), (before, -1), (pulse.columns[at], -1)]);
                    pulse.steps.push(step);
                }
            }
            self.pulses.push(pulses);
        }
        self.gained = self.columns.len();
        for synergy in problem.synergies() {
            let cost = -i128::from(problem.synergy(synergy).value);
            self.column(format!("s{}", synergy.index()), Kind::Binary, cost);
        }
    }

    /// Each choice of a candidate, with its column, mode and start.
    fn options(&self, candidate: CandidateIx) -> impl Iterator<Item = (usize, ModeIx, i32)> + '_ {
        self.pulses[candidate.index()]
            .iter()
            .flat_map(|p| p.columns.iter().zip(p.first..).map(|(&column, start)| (column, p.mode, start)))
    }

    /// Being in.
    fn selected(&self, candidate: CandidateIx, factor: i128) -> impl Iterator<Item = (usize, i128)> + '_ {
        self.options(candidate).map(move |(column, _, _)| (column, factor))
    }

    fn capacities(&mut self) {
        let problem = self.problem;
        let mut used = vec![Vec::new(); problem.row_count()];
        for candidate in problem.candidates() {
            for (column, mode, start) in self.options(candidate) {
                for taken in problem.uses(mode, start) {
                    let list: &mut Vec<(usize, i128)> = &mut used[taken.row];
                    match list.last_mut() {
                        Some((last, sum)) if *last == column => *sum += taken.amount,
                        _ => list.push((column, taken.amount)),
                    }
                }
            }
        }
        for synergy in problem.synergies() {
            for taken in problem.synergy(synergy).uses {
                used[taken.row].push((self.gained + synergy.index(), taken.amount));
            }
        }
        for capacity in problem.capacities() {
            let r = capacity.index();
            let carry = problem.carry(capacity);
            // What is left is a column: what a bucket is given less what it takes is what the next is given.
            let mut given: Option<usize> = None;
            let last = problem.rows(capacity).len().saturating_sub(1);
            for (b, (row, &limit)) in problem.rows(capacity).zip(problem.limits(capacity)).enumerate() {
                let mut entries = used[row].clone();
                entries.extend(given.map(|column| (column, -1)));
                let most = match carry {
                    Carry::Whole => Some(None),
                    Carry::AtMost(most) => Some(Some(i128::from(most))),
                    Carry::None => None,
                };
                if let Some(most) = most.filter(|_| b < last) {
                    let left = self.column(format!("left{r}_{b}"), Kind::Carried(most), 0);
                    entries.push((left, 1));
                    given = Some(left);
                }
                self.row(format!("cap{r}_{b}"), Sense::AtMost, i128::from(limit), entries);
                if let Some(floor) = problem.row_floors()[row] {
                    self.row(format!("flo{r}_{b}"), Sense::AtLeast, i128::from(floor), used[row].clone());
                }
            }
        }
    }

    fn links(&mut self) {
        for (at, &link) in self.problem.links().iter().enumerate() {
            let ix = LinkIx::new(at);
            let (one, other) = link.ends();
            if link.requirement().is_some() {
                let entries: Vec<_> = self.selected(one, 1).chain(self.selected(other, -1)).collect();
                self.row(format!("req{at}"), Sense::AtMost, 0, entries);
            }
            match link {
                Link::Excludes { .. } => {
                    let entries: Vec<_> = self.selected(one, 1).chain(self.selected(other, 1)).collect();
                    self.row(format!("exc{at}"), Sense::AtMost, 1, entries);
                }
                Link::Timing(timing) => self.timing(ix, timing),
                _ => {}
            }
        }
    }

    /// The columns that add up to 1 where a candidate's date is before this one.
    fn before(&self, candidate: CandidateIx, by_finish: bool, date: i64) -> Vec<usize> {
        let started = |p: &Pulses| {
            let length = if by_finish { i64::from(self.problem.duration(p.mode)) } else { 0 };
            let count = (date - length - i64::from(p.first)).min(p.steps.len() as i64);
            usize::try_from(count).ok().and_then(|count| count.checked_sub(1)).map(|last| p.steps[last])
        };
        self.pulses[candidate.index()].iter().filter_map(started).collect()
    }

    fn timing(&mut self, link: LinkIx, timing: Timing) {
        let (ends, starts) = (timing.relation.predecessor_by_finish(), timing.relation.successor_by_finish());
        let strict = timing.strictness == Strictness::Strict;
        let date = |mode, start: i32| if ends { self.problem.finish_of(mode, start) } else { i64::from(start) };
        let mut dates: Vec<_> = self.options(timing.predecessor).map(|(_, mode, start)| date(mode, start)).collect();
        dates.sort_unstable();
        dates.dedup();
        let mut rows = Vec::new();
        for theta in dates {
            let early = self.before(timing.successor, starts, theta + i64::from(timing.lag));
            let done = self.before(timing.predecessor, ends, theta);
            let mut entries: Vec<_> = early.iter().map(|&column| (column, 1)).collect();
            // Of rows with the same left part the first says most.
            if early.is_empty() || rows.last().is_some_and(|(_, last, _)| *last == early) {
                continue;
            }
            if !strict {
                entries.extend(self.selected(timing.predecessor, 1));
            }
            entries.extend(done.iter().map(|&column| (column, -1)));
            rows.push((theta, early, entries));
        }
        for (theta, _, entries) in rows {
            let name = format!("tim{}_{}", link.index(), signed(theta));
            self.row(name, Sense::AtMost, i128::from(!strict), merged(entries));
        }
    }

    fn sets(&mut self) {
        let problem = self.problem;
        for ix in problem.groups() {
            let (g, group) = (ix.index(), problem.group(ix));
            let mut count = |name: &str, sense, k: u32| {
                let entries: Vec<_> = group.members.iter().flat_map(|&c| self.selected(c, 1)).collect();
                self.row(format!("{name}{g}"), sense, i128::from(k), entries);
            };
            match group.rule {
                Rule::AtMost(k) => count("hi", Sense::AtMost, k),
                Rule::AtLeast(k) => count("lo", Sense::AtLeast, k),
                Rule::Exactly(k) => {
                    count("hi", Sense::AtMost, k);
                    count("lo", Sense::AtLeast, k);
                }
                Rule::AllOrNone => {
                    for (t, pair) in group.members.windows(2).enumerate() {
                        let entries: Vec<_> = self.selected(pair[0], 1).chain(self.selected(pair[1], -1)).collect();
                        self.row(format!("all{g}_{t}"), Sense::Equal, 0, entries);
                    }
                }
            }
        }
        for ix in problem.quotas() {
            let (q, quota) = (ix.index(), problem.quota(ix));
            for (name, sense, limit) in [("qhi", Sense::AtMost, quota.hi), ("qlo", Sense::AtLeast, quota.lo)] {
                let Some(limit) = limit else { continue };
                let (member, share, right) = limit.factors();
                let parts = [(quota.members, i128::from(member)), (quota.reference, -i128::from(share))];
                let counted = parts.iter().flat_map(|&(set, factor)| set.iter().map(move |&c| (c, factor)));
                let entries = counted
                    .flat_map(|(candidate, factor)| {
                        self.options(candidate)
                            .map(move |(column, mode, start)| (column, factor * problem.measure(ix, mode, start)))
                    })
                    .collect();
                self.row(format!("{name}{q}"), sense, i128::from(right), merged(entries));
            }
        }
        for ix in problem.synergies() {
            let (p, members) = (ix.index(), problem.synergy(ix).members);
            let gained = self.gained + p;
            for (t, &member) in members.iter().enumerate() {
                let entries: Vec<_> = self.selected(member, -1).chain([(gained, 1)]).collect();
                self.row(format!("syn{p}_{t}"), Sense::AtMost, 0, entries);
            }
            let all: Vec<_> = members.iter().flat_map(|&c| self.selected(c, 1)).chain([(gained, -1)]).collect();
            self.row(format!("syn{p}"), Sense::AtMost, members.len() as i128 - 1, all);
        }
    }

    fn write(&self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "* The objective is the negated value: minimise it.")?;
        let name: String = name.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
        writeln!(out, "NAME {name}\nROWS\n N value")?;
        for row in &self.rows {
            let sense = match row.sense {
                Sense::AtMost => "L",
                Sense::AtLeast => "G",
                Sense::Equal => "E",
            };
            writeln!(out, " {sense} {}", row.name)?;
        }
        writeln!(out, "COLUMNS")?;
        for (whole, marker) in [(true, "INTORG"), (false, "INTEND")] {
            writeln!(out, " {marker} 'MARKER' '{marker}'")?;
            for column in self.columns.iter().filter(|column| (column.kind == Kind::Binary) == whole) {
                if column.cost != 0 || column.entries.is_empty() {
                    writeln!(out, " {} value {}", column.name, column.cost)?;
                }
                for &(row, factor) in column.entries.iter().filter(|&&(_, factor)| factor != 0) {
                    writeln!(out, " {} {} {factor}", column.name, self.rows[row].name)?;
                }
            }
        }
        writeln!(out, "RHS")?;
        for row in self.rows.iter().filter(|row| row.right != 0) {
            writeln!(out, " right {} {}", row.name, row.right)?;
        }
        writeln!(out, "BOUNDS")?;
        for column in &self.columns {
            match column.kind {
                Kind::Binary | Kind::Step => writeln!(out, " UP bound {} 1", column.name)?,
                Kind::Carried(Some(most)) => writeln!(out, " UP bound {} {most}", column.name)?,
                Kind::Carried(None) => writeln!(out, " PL bound {}", column.name)?,
            }
        }
        writeln!(out, "ENDATA")
    }
}

/// Adds factors of one column up.
fn merged(mut entries: Vec<(usize, i128)>) -> Vec<(usize, i128)> {
    entries.sort_unstable_by_key(|&(column, _)| column);
    entries.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|entry| entry.1).sum())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::engine::problem::{
        CapacitySpec, Commitment, Finish, Measure, ModeSpec, ProblemDraft, QuotaSpec, Relation,
    };
    use std::collections::BTreeSet;

    fn text(problem: &SelectionProblem) -> String {
        let mut bytes = Vec::new();
        write_mps(problem, "a case", &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// A bit of everything, small.
    fn problem(strictness: Strictness) -> SelectionProblem {
        let mut draft = ProblemDraft::new(3).finish(Finish::Within);
        let team = draft.capacity(CapacitySpec::per_period(vec![4, 4, 5]));
        let spec = CapacitySpec::new(vec![Some(0), Some(0), Some(1)], vec![6, 3]).carry(Carry::Whole);
        let cash = draft.capacity(spec.floors(vec![Some(1), None]));
        let a = draft.candidate(Commitment::Free);
        let first = draft.mode(a, ModeSpec::new(2, 0..=2, &[9, 8, 0][..]));
        draft.amounts(first, team, 0, &[3, 2]);
        draft.amounts(first, cash, 0, &[2, 1]);
        let b = draft.candidate(Commitment::Mandatory);
        let second = draft.mode(b, ModeSpec::new(1, 0..=2, 5));
        draft.amount(second, team, 0, 2);
        let c = draft.candidate(Commitment::Committed(Choice::new(0, -1)));
        draft.mode(c, ModeSpec::new(2, 0..=0, 1));
        let relation = Relation::FinishToStart;
        draft.timing(Timing { predecessor: a, successor: b, relation, lag: 0, strictness });
        draft.excludes(a, c);
        draft.group(&[a, b, c], Rule::Exactly(2));
        draft.group(&[a, b], Rule::AllOrNone);
        draft.quota(QuotaSpec::new(&[a, b], Measure::Amounts(vec![(team, 0), (team, 1)])).lo(1).hi(7));
        draft.build().unwrap()
    }

    #[test]
    fn a_small_problem_is_written_as_agreed() {
        let expected = "\
* The objective is the negated value: minimise it.
NAME a_case
ROWS
 N value
 L one0
 E y0_0_1
 E one1
 E y1_0_1
 E y1_0_2
 E one2
 L cap0_0
 L cap0_1
 L cap0_2
 L cap1_0
 G flo1_0
 L cap1_1
 L req0
 L tim0_2
 L tim0_3
 L exc1
 L hi0
 G lo0
 E all1_0
 L qhi0
 G qlo0
COLUMNS
 INTORG 'MARKER' 'INTORG'
 x0_0_0 value -9
 x0_0_0 one0 1
 x0_0_0 y0_0_1 -1
 x0_0_0 cap0_0 3
 x0_0_0 cap0_1 2
 x0_0_0 cap1_0 3
 x0_0_0 flo1_0 3
 x0_0_0 req0 -1
 x0_0_0 tim0_3 -1
 x0_0_0 exc1 1
 x0_0_0 hi0 1
 x0_0_0 lo0 1
 x0_0_0 all1_0 1
 x0_0_0 qhi0 5
 x0_0_0 qlo0 5
 x0_0_1 value -8
";
        let written = text(&problem(Strictness::Strict));
        assert!(written.starts_with(expected), "{written}");
        // The successor starts before period 2 only if the predecessor is done before then, which it never is.
        assert!(written.contains(" y1_0_1 tim0_2 1\n") && !written.contains("tim0_2 -1"), "{written}");
        assert!(written.contains(" x0_0_1 cap1_0 2\n") && written.contains(" x0_0_1 cap1_1 1\n"), "{written}");
        // What bucket 0 of the cash leaves is given to bucket 1.
        assert!(written.contains(" left1_0 cap1_0 1\n left1_0 cap1_1 -1\n"), "{written}");
        assert!(!written.contains("left0"), "{written}");
        assert!(written.contains(" x2_0_m1 value -1\n"), "{written}");
        assert!(written.ends_with(" UP bound x2_0_m1 1\n PL bound left1_0\nENDATA\n"), "{written}");
    }

    #[test]
    fn every_name_is_declared_once_and_every_entry_names_a_row() {
        for strictness in [Strictness::Strict, Strictness::IfBoth] {
            let written = text(&problem(strictness));
            let part = |from: &str, to: &str| -> Vec<Vec<String>> {
                let lines = written.lines().skip_while(|line| *line != from).skip(1).take_while(|line| *line != to);
                lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
            };
            let rows: Vec<_> = part("ROWS", "COLUMNS").into_iter().map(|words| words[1].clone()).collect();
            let distinct: BTreeSet<_> = rows.iter().cloned().collect();
            assert_eq!(distinct.len(), rows.len(), "{rows:?}");
            let entries: Vec<_> = part("COLUMNS", "RHS").into_iter().filter(|words| words[1] != "'MARKER'").collect();
            assert!(entries.iter().all(|words| distinct.contains(&words[1]) && words[2] != "0"), "{entries:?}");
            let pairs: BTreeSet<_> = entries.iter().map(|words| (&words[0], &words[1])).collect();
            assert_eq!(pairs.len(), entries.len(), "an entry is written twice");
            let columns: BTreeSet<_> = entries.iter().map(|words| words[0].clone()).collect();
            let bounds: BTreeSet<_> = part("BOUNDS", "ENDATA").into_iter().map(|words| words[2].clone()).collect();
            assert_eq!(columns, bounds);
            assert_eq!(written.contains(" req0"), strictness == Strictness::Strict);
        }
    }

    #[test]
    fn an_option_nobody_needs_is_still_a_column() {
        let mut draft = ProblemDraft::new(1);
        let c = draft.candidate(Commitment::Free);
        draft.mode(c, ModeSpec::fixed(0));
        assert!(text(&draft.build().unwrap()).contains(" x0_0_0 value 0\n"));
    }
}
