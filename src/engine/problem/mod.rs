//! The selection problem: integers only, opaque, flat.
//!
//! A [`ProblemDraft`] is written part by part and [built](ProblemDraft::build) into a [`SelectionProblem`], or into
//! every fault it has. In the problem's words: a *candidate* takes at most one *choice*, a mode and a start; a choice
//! uses *capacities*, whose periods fall into *buckets* with a limit each; *links* tie two candidates, *groups* count
//! selected members, *quotas* add a measure up over them, a *synergy* is gained when all of a set are in. Modes × starts are never listed: a profile relative to the
//! start, shifted, says what each choice uses.
//!
//! Amounts, values and limits are `i64`; sums are `i128`, and a draft whose magnitudes could add up to 2⁸⁰ or more in
//! one row is refused, so exact arithmetic on a built problem does not overflow.
//!
//! An index means something in the problem that gave it. Given an index of another problem, an accessor may panic, as a
//! slice does.

mod draft;
mod error;
mod index;
mod plan;
mod spec;

pub use draft::ProblemDraft;
pub use error::{Part, ProblemError, ProblemErrors};
pub use index::{CandidateIx, CapacityIx, GroupIx, LinkIx, ModeIx, QuotaIx, SynergyIx};
pub use plan::{Choice, Plan};
pub use spec::{
    CapacitySpec, Carry, Commitment, Finish, Link, Measure, ModeSpec, QuotaLimit, QuotaSpec, Relation, Rule,
    Strictness, Timing, ValueSpec,
};

use std::ops::{Range, RangeInclusive};

const NO_BUCKET: u32 = u32::MAX;

/// Lists of lists, flat.
#[derive(Debug, Clone)]
struct Sparse<T> {
    begins: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Sparse<T> {
    /// One list per key `0..keys`; items of one key keep their order.
    fn of_pairs(keys: usize, pairs: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut begins = vec![0_u32; keys + 1];
        for (key, _) in pairs.clone() {
            begins[key + 1] += 1;
        }
        for key in 0..keys {
            begins[key + 1] += begins[key];
        }
        let Some((_, filler)) = pairs.clone().next() else { return Self { begins, items: Vec::new() } };
        let mut items = vec![filler; begins[keys] as usize];
        let mut next = begins.clone();
        for (key, item) in pairs {
            items[next[key] as usize] = item;
            next[key] += 1;
        }
        Self { begins, items }
    }

    fn of_lists(lists: Vec<Vec<T>>) -> Self {
        let mut begins = vec![0];
        let mut items = Vec::new();
        for list in lists {
            items.extend(list);
            begins.push(items.len() as u32);
        }
        Self { begins, items }
    }

    fn list(&self, key: usize) -> &[T] {
        &self.items[self.begins[key] as usize..self.begins[key + 1] as usize]
    }
}

#[derive(Debug, Clone, Copy)]
struct ModeRow {
    duration: u32,
    earliest: i32,
    latest: i32,
    per_start: bool,
    /// Where its value or values begin.
    table: usize,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    capacity: CapacityIx,
    offset: u32,
    begin: u32,
    len: u32,
}

#[derive(Debug, Clone)]
struct QuotaRow {
    measure: Measure,
    rows: Vec<usize>,
    lo: Option<QuotaLimit>,
    hi: Option<QuotaLimit>,
}

/// What a candidate is to a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct QuotaRole {
    /// The quota.
    pub quota: QuotaIx,
    /// Whether it counts as a member.
    pub member: bool,
    /// Whether it counts in the sum that a share is of.
    pub reference: bool,
}

impl QuotaRole {
    /// The factor of the candidate's measure in the row of a side: D as a member, −N in the reference set.
    pub fn factor(self, limit: QuotaLimit) -> i128 {
        let (member, reference, _) = limit.factors();
        let counted = |counts: bool, factor: i64| if counts { i128::from(factor) } else { 0 };
        counted(self.member, member) - counted(self.reference, reference)
    }
}

/// Successive non-zero amounts of one mode on one capacity, relative to the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileRun<'a> {
    /// The capacity used.
    pub capacity: CapacityIx,
    /// Periods from the start to the first amount.
    pub offset: u32,
    /// The amounts, one per period.
    pub amounts: &'a [i64],
}

/// What a choice takes from one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Use {
    /// Dense row of the bucket, see [`SelectionProblem::row`].
    pub row: usize,
    /// The amount; negative where the choice gives back.
    pub amount: i128,
}

/// A set of candidates and how many of it may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group<'a> {
    /// The set, in the order drafted, without repetition.
    pub members: &'a [CandidateIx],
    /// How many.
    pub rule: Rule,
}

/// A sum over selected members, with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quota<'a> {
    /// The members, in the order drafted, without repetition.
    pub members: &'a [CandidateIx],
    /// What is added up.
    pub measure: &'a Measure,
    /// Least sum, where there is one.
    pub lo: Option<QuotaLimit>,
    /// Most sum, where there is one.
    pub hi: Option<QuotaLimit>,
    /// Whose selected sum a share is of; empty where no side is a share.
    pub reference: &'a [CandidateIx],
}

impl Quota<'_> {
    /// Members, and reference candidates that are no members: everyone whose choice the rows of the quota feel.
    pub fn counted(&self) -> impl Iterator<Item = CandidateIx> + '_ {
        let members: std::collections::BTreeSet<_> = self.members.iter().collect();
        let others = self.reference.iter().filter(move |candidate| !members.contains(candidate));
        self.members.iter().chain(others).copied()
    }
}

/// Something gained or lost exactly when all of a set are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Synergy<'a> {
    /// The set: at least two candidates, in the order drafted, without repetition.
    pub members: &'a [CandidateIx],
    /// What it is worth, in ticks of the objective; negative where they take from each other.
    pub value: i64,
    /// What it takes from buckets, by row, none of it 0; negative where it saves.
    pub uses: &'a [Use],
}

/// A checked problem: which candidates to take, in which mode, from when. See the [module](self).
#[derive(Debug, Clone)]
pub struct SelectionProblem {
    periods: u32,
    finish: Finish,
    commitments: Vec<Commitment>,
    by_candidate: Sparse<ModeIx>,
    mode_candidates: Vec<CandidateIx>,
    modes: Vec<ModeRow>,
    values: Vec<i64>,
    mode_runs: Sparse<Run>,
    amounts: Vec<i64>,
    buckets: Vec<u32>,
    rows: Vec<usize>,
    limits: Vec<i64>,
    floors: Vec<Option<i64>>,
    carries: Vec<Carry>,
    links: Vec<Link>,
    candidate_links: Sparse<LinkIx>,
    group_members: Sparse<CandidateIx>,
    rules: Vec<Rule>,
    candidate_groups: Sparse<GroupIx>,
    quota_members: Sparse<CandidateIx>,
    quotas: Vec<QuotaRow>,
    quota_references: Sparse<CandidateIx>,
    candidate_quotas: Sparse<QuotaRole>,
    synergy_members: Sparse<CandidateIx>,
    synergy_values: Vec<i64>,
    synergy_uses: Sparse<Use>,
    candidate_synergies: Sparse<SynergyIx>,
}

/// The grid.
impl SelectionProblem {
    /// Number of periods; 1 for a static problem.
    pub fn periods(&self) -> u32 {
        self.periods
    }

    /// Whether work must end within the horizon.
    pub fn finish(&self) -> Finish {
        self.finish
    }
}

/// Candidates, modes and choices.
impl SelectionProblem {
    /// Number of candidates.
    pub fn candidate_count(&self) -> usize {
        self.commitments.len()
    }

    /// Each candidate.
    pub fn candidates(&self) -> impl ExactSizeIterator<Item = CandidateIx> + use<> {
        (0..self.commitments.len()).map(CandidateIx::new)
    }

    /// What is settled about a candidate.
    pub fn commitment(&self, candidate: CandidateIx) -> Commitment {
        self.commitments[candidate.index()]
    }

    /// Whether a plan may leave the candidate out.
    pub fn may_stay_out(&self, candidate: CandidateIx) -> bool {
        matches!(self.commitment(candidate), Commitment::Free | Commitment::Forbidden)
    }

    /// Number of modes of all candidates.
    pub fn mode_count(&self) -> usize {
        self.modes.len()
    }

    /// The modes of a candidate, in the order drafted.
    pub fn modes(&self, candidate: CandidateIx) -> &[ModeIx] {
        self.by_candidate.list(candidate.index())
    }

    /// The mode a choice of this candidate means; `None` when the candidate has no such mode.
    pub fn mode(&self, candidate: CandidateIx, choice: Choice) -> Option<ModeIx> {
        self.modes(candidate).get(choice.mode as usize).copied()
    }

    /// The candidate a mode belongs to.
    pub fn candidate_of(&self, mode: ModeIx) -> CandidateIx {
        self.mode_candidates[mode.index()]
    }

    /// Periods from start to finish.
    pub fn duration(&self, mode: ModeIx) -> u32 {
        self.modes[mode.index()].duration
    }

    /// The period after the last one of work that starts then; of zero duration, the start itself.
    pub fn finish_of(&self, mode: ModeIx, start: i32) -> i64 {
        i64::from(start) + i64::from(self.duration(mode))
    }

    /// Earliest and latest start as drafted.
    pub fn window(&self, mode: ModeIx) -> RangeInclusive<i32> {
        let row = &self.modes[mode.index()];
        row.earliest..=row.latest
    }

    /// The starts open to a candidate that is not committed: its window, within the horizon, and early enough to
    /// finish where that is asked. May be empty.
    pub fn starts(&self, mode: ModeIx) -> Range<i32> {
        let row = &self.modes[mode.index()];
        let periods = i64::from(self.periods);
        let end = match self.finish {
            Finish::Free => periods,
            Finish::Within => periods.min(periods - i64::from(row.duration) + 1),
        };
        let end = end.min(i64::from(row.latest) + 1).max(0) as i32;
        let begin = row.earliest.max(0);
        begin..end.max(begin)
    }

    /// What a choice is worth, in ticks of the objective. A start outside the window is worth what the nearest start of
    /// the window is.
    pub fn value(&self, mode: ModeIx, start: i32) -> i64 {
        let row = &self.modes[mode.index()];
        let at = if row.per_start {
            (i64::from(start.clamp(row.earliest, row.latest)) - i64::from(row.earliest)) as usize
        } else {
            0
        };
        self.values[row.table + at]
    }

    /// The values of a mode: one for each start of its window, or a single one for all.
    pub fn values(&self, mode: ModeIx) -> &[i64] {
        let row = &self.modes[mode.index()];
        let count = if row.per_start { (i64::from(row.latest) - i64::from(row.earliest) + 1) as usize } else { 1 };
        &self.values[row.table..row.table + count]
    }

    /// What a mode uses, relative to its start, by capacity and offset.
    pub fn profile(&self, mode: ModeIx) -> impl Iterator<Item = ProfileRun<'_>> + Clone {
        self.mode_runs.list(mode.index()).iter().map(|run| {
            let (begin, end) = (run.begin as usize, run.begin as usize + run.len as usize);
            ProfileRun { capacity: run.capacity, offset: run.offset, amounts: &self.amounts[begin..end] }
        })
    }

    /// What a choice takes from each bucket. Amounts outside the horizon or in periods of no bucket are left out;
    /// neighbouring periods of one bucket come as one use, but a bucket may come more than once.
    pub fn uses(&self, mode: ModeIx, start: i32) -> Uses<'_> {
        Uses {
            problem: self,
            runs: self.mode_runs.list(mode.index()).iter(),
            start: i64::from(start),
            amounts: &[],
            buckets: &[],
            first_row: 0,
        }
    }

    /// Whether the choice is open to the candidate.
    pub fn is_option(&self, candidate: CandidateIx, choice: Choice) -> bool {
        match self.commitment(candidate) {
            Commitment::Forbidden => false,
            Commitment::Committed(only) => choice == only,
            Commitment::Free | Commitment::Mandatory => {
                self.mode(candidate, choice).is_some_and(|mode| self.starts(mode).contains(&choice.start))
            }
        }
    }

    /// The choices open to a candidate, by mode and start. None for a forbidden one, exactly one for a committed one.
    pub fn options(&self, candidate: CandidateIx) -> Options<'_> {
        let (only, modes) = match self.commitment(candidate) {
            Commitment::Forbidden => (None, &[] as &[ModeIx]),
            Commitment::Committed(choice) => (Some(choice), &[] as &[ModeIx]),
            Commitment::Free | Commitment::Mandatory => (None, self.modes(candidate)),
        };
        Options { problem: self, only, modes, position: 0, starts: modes.first().map_or(0..0, |&m| self.starts(m)) }
    }

    /// How many choices are open to a candidate, staying out not counted.
    pub fn option_count(&self, candidate: CandidateIx) -> u64 {
        match self.commitment(candidate) {
            Commitment::Forbidden => 0,
            Commitment::Committed(_) => 1,
            Commitment::Free | Commitment::Mandatory => {
                self.modes(candidate).iter().map(|&mode| self.starts(mode).len() as u64).sum()
            }
        }
    }
}

/// Capacities. Every bucket of every capacity has a dense *row*, so that flat arrays can be kept per bucket.
impl SelectionProblem {
    /// Number of capacities.
    pub fn capacity_count(&self) -> usize {
        self.carries.len()
    }

    /// Each capacity.
    pub fn capacities(&self) -> impl ExactSizeIterator<Item = CapacityIx> + use<> {
        (0..self.carries.len()).map(CapacityIx::new)
    }

    /// Number of buckets of all capacities.
    pub fn row_count(&self) -> usize {
        self.limits.len()
    }

    /// The rows of a capacity's buckets, first bucket first.
    pub fn rows(&self, capacity: CapacityIx) -> Range<usize> {
        self.rows[capacity.index()]..self.rows[capacity.index() + 1]
    }

    /// The row of a bucket.
    pub fn row(&self, capacity: CapacityIx, bucket: u32) -> usize {
        self.rows[capacity.index()] + bucket as usize
    }

    /// The capacity and bucket of a row.
    pub fn bucket_of_row(&self, row: usize) -> (CapacityIx, u32) {
        let capacity = self.rows.partition_point(|&begin| begin <= row) - 1;
        (CapacityIx::new(capacity), (row - self.rows[capacity]) as u32)
    }

    /// The bucket a period falls into; `None` where use counts on nothing.
    pub fn bucket(&self, capacity: CapacityIx, period: u32) -> Option<u32> {
        self.bucket_map(capacity).get(period as usize).copied().filter(|&bucket| bucket != NO_BUCKET)
    }

    /// Most use of each bucket.
    pub fn limits(&self, capacity: CapacityIx) -> &[i64] {
        &self.limits[self.rows(capacity)]
    }

    /// Least use of each bucket, where there is one.
    pub fn floors(&self, capacity: CapacityIx) -> &[Option<i64>] {
        &self.floors[self.rows(capacity)]
    }

    /// What a bucket leaves to the next.
    pub fn carry(&self, capacity: CapacityIx) -> Carry {
        self.carries[capacity.index()]
    }

    /// Most use, by row.
    pub fn row_limits(&self) -> &[i64] {
        &self.limits
    }

    /// Least use where there is one, by row.
    pub fn row_floors(&self) -> &[Option<i64>] {
        &self.floors
    }

    fn bucket_map(&self, capacity: CapacityIx) -> &[u32] {
        let periods = self.periods as usize;
        &self.buckets[capacity.index() * periods..(capacity.index() + 1) * periods]
    }
}

/// Links, groups, quotas and synergies.
impl SelectionProblem {
    /// The links, by index.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// A link.
    pub fn link(&self, link: LinkIx) -> Link {
        self.links[link.index()]
    }

    /// The links at whose ends a candidate stands.
    pub fn links_of(&self, candidate: CandidateIx) -> &[LinkIx] {
        self.candidate_links.list(candidate.index())
    }

    /// Each group.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = GroupIx> + use<> {
        (0..self.rules.len()).map(GroupIx::new)
    }

    /// A group.
    pub fn group(&self, group: GroupIx) -> Group<'_> {
        Group { members: self.group_members.list(group.index()), rule: self.rules[group.index()] }
    }

    /// The groups a candidate is a member of.
    pub fn groups_of(&self, candidate: CandidateIx) -> &[GroupIx] {
        self.candidate_groups.list(candidate.index())
    }

    /// Each quota.
    pub fn quotas(&self) -> impl ExactSizeIterator<Item = QuotaIx> + use<> {
        (0..self.quotas.len()).map(QuotaIx::new)
    }

    /// A quota.
    pub fn quota(&self, quota: QuotaIx) -> Quota<'_> {
        let row = &self.quotas[quota.index()];
        let (members, reference) = (self.quota_members.list(quota.index()), self.quota_references.list(quota.index()));
        Quota { members, measure: &row.measure, lo: row.lo, hi: row.hi, reference }
    }

    /// The quotas that count a candidate, and as what.
    pub fn quotas_of(&self, candidate: CandidateIx) -> &[QuotaRole] {
        self.candidate_quotas.list(candidate.index())
    }

    /// Each synergy.
    pub fn synergies(&self) -> impl ExactSizeIterator<Item = SynergyIx> + use<> {
        (0..self.synergy_values.len()).map(SynergyIx::new)
    }

    /// A synergy.
    pub fn synergy(&self, synergy: SynergyIx) -> Synergy<'_> {
        let at = synergy.index();
        Synergy {
            members: self.synergy_members.list(at),
            value: self.synergy_values[at],
            uses: self.synergy_uses.list(at),
        }
    }

    /// The synergies a candidate takes part in.
    pub fn synergies_of(&self, candidate: CandidateIx) -> &[SynergyIx] {
        self.candidate_synergies.list(candidate.index())
    }

    /// What the measure of a quota is for a choice.
    pub fn measure(&self, quota: QuotaIx, mode: ModeIx, start: i32) -> i128 {
        let row = &self.quotas[quota.index()];
        match row.measure {
            Measure::Count => 1,
            Measure::Value => i128::from(self.value(mode, start)),
            Measure::Amounts(_) => {
                let counted = self.uses(mode, start).filter(|taken| row.rows.binary_search(&taken.row).is_ok());
                counted.map(|taken| taken.amount).sum()
            }
        }
    }
}

/// The choices open to a candidate, see [`SelectionProblem::options`].
#[derive(Debug, Clone)]
pub struct Options<'a> {
    problem: &'a SelectionProblem,
    only: Option<Choice>,
    modes: &'a [ModeIx],
    position: usize,
    starts: Range<i32>,
}

impl Iterator for Options<'_> {
    type Item = Choice;

    fn next(&mut self) -> Option<Choice> {
        if let Some(only) = self.only.take() {
            return Some(only);
        }
        while self.position < self.modes.len() {
            if let Some(start) = self.starts.next() {
                return Some(Choice::new(self.position as u32, start));
            }
            self.position += 1;
            if let Some(&mode) = self.modes.get(self.position) {
                self.starts = self.problem.starts(mode);
            }
        }
        None
    }
}

/// What a choice takes from buckets, see [`SelectionProblem::uses`].
#[derive(Debug, Clone)]
pub struct Uses<'a> {
    problem: &'a SelectionProblem,
    runs: std::slice::Iter<'a, Run>,
    start: i64,
    amounts: &'a [i64],
    buckets: &'a [u32],
    first_row: usize,
}

impl Iterator for Uses<'_> {
    type Item = Use;

    fn next(&mut self) -> Option<Use> {
        loop {
            while let Some((&bucket, rest)) = self.buckets.split_first() {
                let same = 1 + rest.iter().take_while(|&&next| next == bucket).count();
                let (taken, amounts) = self.amounts.split_at(same);
                self.amounts = amounts;
                self.buckets = &self.buckets[same..];
                if bucket != NO_BUCKET {
                    let amount = taken.iter().map(|&amount| i128::from(amount)).sum();
                    return Some(Use { row: self.first_row + bucket as usize, amount });
                }
            }
            let run = self.runs.next()?;
            let periods = i64::from(self.problem.periods);
            let first = self.start + i64::from(run.offset);
            let from = first.clamp(0, periods);
            let to = (first + i64::from(run.len)).clamp(0, periods);
            if from < to {
                let begin = i64::from(run.begin) - first;
                self.amounts = &self.problem.amounts[(begin + from) as usize..(begin + to) as usize];
                self.buckets = &self.problem.bucket_map(run.capacity)[from as usize..to as usize];
                self.first_row = self.problem.rows[run.capacity.index()];
            }
        }
    }
}

#[cfg(test)]
mod tests;
