//! Writing a problem down, and checking what was written.

use super::{
    CandidateIx, CapacityIx, CapacitySpec, Carry, Commitment, Finish, GroupIx, Link, LinkIx, Measure, ModeIx, ModeRow,
    ModeSpec, NO_BUCKET, Part, ProblemError, ProblemErrors, QuotaIx, QuotaLimit, QuotaRole, QuotaRow, QuotaSpec, Rule,
    Run, SelectionProblem, Sparse, SynergyIx, Timing, Use, ValueSpec,
};

/// Sums of magnitudes stay below this, so that sums of products fit an `i128`.
const EXACT: i128 = 1 << 80;

/// Amounts of one mode on one capacity, as they were pushed.
#[derive(Debug, Clone, Copy)]
struct Pushed {
    mode: ModeIx,
    capacity: CapacityIx,
    offset: u32,
    begin: usize,
    len: usize,
}

#[derive(Debug, Clone)]
struct SynergyDraft {
    members: Vec<CandidateIx>,
    value: i64,
    amounts: Vec<(CapacityIx, u32, i64)>,
}

/// A selection problem being written.
///
/// Push methods never fail: they number what they are given, and [`build`](Self::build) reports every fault at once.
/// Ties anywhere in the engine are broken by the order of pushing.
///
/// ```
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, Finish, ModeSpec, ProblemDraft};
///
/// let mut draft = ProblemDraft::new(4).finish(Finish::Within);
/// let team = draft.capacity(CapacitySpec::per_period(vec![10; 4]));
/// let portal = draft.candidate(Commitment::Free);
/// let built = draft.mode(portal, ModeSpec::new(2, 0..=3, 500));
/// draft.amounts(built, team, 0, &[8, 6]);
/// let problem = draft.build()?;
/// // Two periods of work within four: it may start in period 0, 1 or 2.
/// assert_eq!(problem.starts(built), 0..3);
/// # Ok::<(), portefeuille::engine::problem::ProblemErrors>(())
/// ```
#[derive(Debug, Clone)]
pub struct ProblemDraft {
    periods: u32,
    finish: Finish,
    commitments: Vec<Commitment>,
    mode_candidates: Vec<CandidateIx>,
    modes: Vec<ModeRow>,
    values: Vec<i64>,
    pushed: Vec<Pushed>,
    amounts: Vec<i64>,
    capacities: Vec<CapacitySpec>,
    links: Vec<Link>,
    groups: Vec<(Vec<CandidateIx>, Rule)>,
    quotas: Vec<QuotaSpec>,
    synergies: Vec<SynergyDraft>,
    errors: Vec<ProblemError>,
}

impl ProblemDraft {
    /// An empty problem over this many periods of equal kind. One period makes it static.
    /// Work may run past the last period until [`finish`](Self::finish) says otherwise.
    pub fn new(periods: u32) -> Self {
        Self {
            periods,
            finish: Finish::Free,
            commitments: Vec::new(),
            mode_candidates: Vec::new(),
            modes: Vec::new(),
            values: Vec::new(),
            pushed: Vec::new(),
            amounts: Vec::new(),
            capacities: Vec::new(),
            links: Vec::new(),
            groups: Vec::new(),
            quotas: Vec::new(),
            synergies: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Says whether work must end within the horizon.
    #[must_use]
    pub fn finish(mut self, finish: Finish) -> Self {
        self.finish = finish;
        self
    }

    /// Adds a candidate. Without a mode it can never be in.
    pub fn candidate(&mut self, commitment: Commitment) -> CandidateIx {
        self.commitments.push(commitment);
        CandidateIx::new(self.commitments.len() - 1)
    }

    /// Adds a mode to a candidate, after those it has.
    pub fn mode(&mut self, candidate: CandidateIx, spec: ModeSpec<'_>) -> ModeIx {
        let mode = ModeIx::new(self.modes.len());
        let ModeSpec { duration, window, value } = spec;
        let (earliest, latest) = window.into_inner();
        if latest < earliest {
            self.errors.push(ProblemError::WindowReversed { mode, earliest, latest });
        }
        let table = self.values.len();
        let mut per_start = false;
        match value {
            ValueSpec::Constant(value) => self.values.push(value),
            ValueSpec::PerStart(values) => {
                let expected = u64::try_from(i64::from(latest) - i64::from(earliest) + 1).unwrap_or(0);
                if expected != values.len() as u64 {
                    self.errors.push(ProblemError::ValuesLength { mode, expected, found: values.len() });
                }
                match values {
                    [first, rest @ ..] if rest.iter().all(|value| value == first) => self.values.push(*first),
                    _ => {
                        self.values.extend_from_slice(values);
                        per_start = true;
                    }
                }
            }
        }
        self.mode_candidates.push(candidate);
        self.modes.push(ModeRow { duration, earliest, latest, per_start, table });
        mode
    }

    /// Adds use of a capacity by a mode, this many periods after its start. Amounts at the same place add up; a
    /// negative one gives back.
    pub fn amount(&mut self, mode: ModeIx, capacity: CapacityIx, offset: u32, amount: i64) {
        self.amounts(mode, capacity, offset, &[amount]);
    }

    /// Adds use of a capacity by a mode in successive periods, the first this many periods after its start.
    pub fn amounts(&mut self, mode: ModeIx, capacity: CapacityIx, offset: u32, amounts: &[i64]) {
        let begin = self.amounts.len();
        self.amounts.extend_from_slice(amounts);
        if let Some(last) = self.pushed.last_mut()
            && (last.mode, last.capacity) == (mode, capacity)
            && last.offset as usize + last.len == offset as usize
        {
            last.len += amounts.len();
            return;
        }
        self.pushed.push(Pushed { mode, capacity, offset, begin, len: amounts.len() });
    }

    /// Adds a capacity.
    pub fn capacity(&mut self, spec: CapacitySpec) -> CapacityIx {
        self.capacities.push(spec);
        CapacityIx::new(self.capacities.len() - 1)
    }

    /// Lets the dependent in only if the prerequisite is.
    pub fn requires(&mut self, dependent: CandidateIx, prerequisite: CandidateIx) -> LinkIx {
        self.link(Link::Requires { dependent, prerequisite })
    }

    /// Lets at most one of the two in.
    pub fn excludes(&mut self, one: CandidateIx, other: CandidateIx) -> LinkIx {
        self.link(Link::Excludes { one, other })
    }

    /// Orders two candidates in time.
    pub fn timing(&mut self, timing: Timing) -> LinkIx {
        self.link(Link::Timing(timing))
    }

    /// Adds a link of any kind.
    pub fn link(&mut self, link: Link) -> LinkIx {
        self.links.push(link);
        LinkIx::new(self.links.len() - 1)
    }

    /// Says how many of a set may be in.
    pub fn group(&mut self, members: &[CandidateIx], rule: Rule) -> GroupIx {
        self.groups.push((members.to_vec(), rule));
        GroupIx::new(self.groups.len() - 1)
    }

    /// Keeps a sum over the selected members within the sides of the quota.
    pub fn quota(&mut self, spec: QuotaSpec) -> QuotaIx {
        self.quotas.push(spec);
        QuotaIx::new(self.quotas.len() - 1)
    }

    /// Gains this value, in ticks of the objective, exactly when all of at least two candidates are in.
    pub fn synergy(&mut self, members: &[CandidateIx], value: i64) -> SynergyIx {
        self.synergies.push(SynergyDraft { members: members.to_vec(), value, amounts: Vec::new() });
        SynergyIx::new(self.synergies.len() - 1)
    }

    /// Takes so much from a bucket exactly when all members of a synergy are in. Amounts at the same place add up; a
    /// negative one is a saving. An index that [`synergy`](Self::synergy) did not give is a fault.
    pub fn synergy_amount(&mut self, synergy: SynergyIx, capacity: CapacityIx, bucket: u32, amount: i64) {
        match self.synergies.get_mut(synergy.index()) {
            Some(drafted) => drafted.amounts.push((capacity, bucket, amount)),
            None => self
                .errors
                .push(ProblemError::Unknown { part: Part::Capacity(capacity), missing: Part::Synergy(synergy) }),
        }
    }

    /// Checks all rules and lays the problem out, or reports every fault.
    pub fn build(mut self) -> Result<SelectionProblem, ProblemErrors> {
        self.check_sizes();
        self.check_candidates();
        self.check_capacities();
        self.check_links();
        self.check_sets();
        if !self.errors.is_empty() {
            return Err(ProblemErrors::new(self.errors));
        }
        let problem = self.lay_out()?;
        let errors = overflows(&problem);
        if errors.is_empty() { Ok(problem) } else { Err(ProblemErrors::new(errors)) }
    }

    fn check_sizes(&mut self) {
        let limit = i32::MAX as u32;
        if self.periods > limit {
            self.errors.push(ProblemError::TooManyPeriods { periods: self.periods, limit });
        }
        let members = |sets: &mut dyn Iterator<Item = usize>| sets.sum();
        for (what, count) in [
            ("candidates", self.commitments.len()),
            ("modes", self.modes.len()),
            ("amounts", self.amounts.len()),
            ("capacities", self.capacities.len()),
            ("buckets", members(&mut self.capacities.iter().map(|spec| spec.limits.len()))),
            ("links", self.links.len()),
            ("group members", members(&mut self.groups.iter().map(|(set, _)| set.len()))),
            ("quota members", members(&mut self.quotas.iter().map(|quota| quota.members.len()))),
            ("synergy members", members(&mut self.synergies.iter().map(|synergy| synergy.members.len()))),
        ] {
            if count >= limit as usize {
                self.errors.push(ProblemError::TooMany { what, count, limit });
            }
        }
    }

    fn known(&mut self, part: Part, candidate: CandidateIx) -> bool {
        let known = candidate.index() < self.commitments.len();
        if !known {
            self.errors.push(ProblemError::Unknown { part, missing: Part::Candidate(candidate) });
        }
        known
    }

    fn check_candidates(&mut self) {
        let mut counts = vec![0_usize; self.commitments.len()];
        for position in 0..self.modes.len() {
            let candidate = self.mode_candidates[position];
            if self.known(Part::Mode(ModeIx::new(position)), candidate) {
                counts[candidate.index()] += 1;
            }
        }
        for (position, (commitment, &modes)) in self.commitments.iter().zip(&counts).enumerate() {
            if let Commitment::Committed(choice) = commitment
                && choice.mode as usize >= modes
            {
                let candidate = CandidateIx::new(position);
                self.errors.push(ProblemError::CommittedMode { candidate, mode: choice.mode, modes });
            }
        }
        for pushed in &self.pushed {
            let part = Part::Capacity(pushed.capacity);
            if pushed.mode.index() >= self.modes.len() {
                self.errors.push(ProblemError::Unknown { part, missing: Part::Mode(pushed.mode) });
            }
            if pushed.capacity.index() >= self.capacities.len() {
                self.errors.push(ProblemError::Unknown { part: Part::Mode(pushed.mode), missing: part });
            }
        }
    }

    fn check_capacities(&mut self) {
        for (position, spec) in self.capacities.iter().enumerate() {
            let capacity = CapacityIx::new(position);
            let buckets = spec.limits.len();
            if spec.buckets.len() != self.periods as usize {
                let found = spec.buckets.len();
                self.errors.push(ProblemError::BucketsLength { capacity, expected: self.periods, found });
            }
            if !spec.floors.is_empty() && spec.floors.len() != buckets {
                let found = spec.floors.len();
                self.errors.push(ProblemError::FloorsLength { capacity, expected: buckets, found });
            }
            if let Carry::AtMost(most) = spec.carry
                && most < 0
            {
                self.errors.push(ProblemError::NegativeCarry { capacity, most });
            }
            let mut before = 0;
            for (period, bucket) in spec.buckets.iter().enumerate() {
                let Some(bucket) = *bucket else { continue };
                if bucket as usize >= buckets {
                    let part = Part::Capacity(capacity);
                    self.errors.push(ProblemError::BucketOutOfRange { part, capacity, bucket, buckets });
                }
                if spec.carry != Carry::None && bucket < before {
                    let period = period as u32;
                    self.errors.push(ProblemError::BucketsNotMonotone { capacity, period, bucket, before });
                    break;
                }
                before = bucket;
            }
        }
    }

    fn check_links(&mut self) {
        for position in 0..self.links.len() {
            let link = LinkIx::new(position);
            let (one, other) = self.links[position].ends();
            let part = Part::Link(link);
            if self.known(part, one) & self.known(part, other) && one == other {
                self.errors.push(ProblemError::SelfLink { link, candidate: one });
            }
        }
    }

    fn check_sets(&mut self) {
        let mut seen = vec![0_usize; self.commitments.len()];
        let mut mark = 0;
        let mut check = |errors: &mut Vec<ProblemError>, part: Part, members: &[CandidateIx]| {
            mark += 1;
            if members.is_empty() {
                errors.push(ProblemError::EmptySet { part });
            }
            for &candidate in members {
                match seen.get_mut(candidate.index()) {
                    None => errors.push(ProblemError::Unknown { part, missing: Part::Candidate(candidate) }),
                    Some(last) if *last == mark => errors.push(ProblemError::DuplicateMember { part, candidate }),
                    Some(last) => *last = mark,
                }
            }
        };
        for (position, (members, _)) in self.groups.iter().enumerate() {
            check(&mut self.errors, Part::Group(GroupIx::new(position)), members);
        }
        for (position, quota) in self.quotas.iter().enumerate() {
            let ix = QuotaIx::new(position);
            let part = Part::Quota(ix);
            check(&mut self.errors, part, &quota.members);
            if let Some(reference) = &quota.reference {
                check(&mut self.errors, part, reference);
            }
            for limit in [quota.lo, quota.hi].into_iter().flatten() {
                let (denominator, ..) = limit.factors();
                if denominator < 1 {
                    self.errors.push(ProblemError::Denominator { quota: ix, denominator });
                }
            }
            let Measure::Amounts(buckets) = &quota.measure else { continue };
            if buckets.is_empty() {
                self.errors.push(ProblemError::EmptySet { part });
            }
            let mut sorted = buckets.clone();
            sorted.sort_unstable();
            for (at, &(capacity, bucket)) in sorted.iter().enumerate() {
                match self.capacities.get(capacity.index()) {
                    None => {
                        self.errors.push(ProblemError::Unknown { part, missing: Part::Capacity(capacity) });
                    }
                    Some(spec) if bucket as usize >= spec.limits.len() => {
                        let buckets = spec.limits.len();
                        self.errors.push(ProblemError::BucketOutOfRange { part, capacity, bucket, buckets });
                    }
                    Some(_) if at > 0 && sorted[at - 1] == (capacity, bucket) => {
                        self.errors.push(ProblemError::DuplicateBucket { quota: ix, capacity, bucket });
                    }
                    Some(_) => {}
                }
            }
        }
        for (position, synergy) in self.synergies.iter().enumerate() {
            let ix = SynergyIx::new(position);
            let part = Part::Synergy(ix);
            check(&mut self.errors, part, &synergy.members);
            if synergy.members.len() == 1 {
                self.errors.push(ProblemError::LoneSynergy { synergy: ix, members: 1 });
            }
            for &(capacity, bucket, _) in &synergy.amounts {
                match self.capacities.get(capacity.index()) {
                    None => self.errors.push(ProblemError::Unknown { part, missing: Part::Capacity(capacity) }),
                    Some(spec) if bucket as usize >= spec.limits.len() => {
                        let buckets = spec.limits.len();
                        self.errors.push(ProblemError::BucketOutOfRange { part, capacity, bucket, buckets });
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn lay_out(self) -> Result<SelectionProblem, ProblemErrors> {
        let candidates = self.commitments.len();
        let by_candidate = Sparse::of_pairs(
            candidates,
            self.mode_candidates.iter().enumerate().map(|(mode, c)| (c.index(), ModeIx::new(mode))),
        );
        let (mode_runs, amounts) =
            profiles(self.modes.len(), self.pushed, &self.amounts).map_err(ProblemErrors::new)?;
        let mut buckets = Vec::new();
        let mut limits = Vec::new();
        let mut floors = Vec::new();
        let mut rows = vec![0];
        let mut carries = Vec::new();
        for spec in self.capacities {
            buckets.extend(spec.buckets.iter().map(|bucket| bucket.unwrap_or(NO_BUCKET)));
            if spec.floors.is_empty() {
                floors.resize(floors.len() + spec.limits.len(), None);
            } else {
                floors.extend(spec.floors);
            }
            limits.extend(spec.limits);
            rows.push(limits.len());
            carries.push(spec.carry);
        }
        let candidate_links = Sparse::of_pairs(
            candidates,
            self.links.iter().enumerate().flat_map(|(at, link)| {
                let (one, other) = link.ends();
                [(one.index(), LinkIx::new(at)), (other.index(), LinkIx::new(at))]
            }),
        );
        let candidate_groups = Sparse::of_pairs(
            candidates,
            self.groups
                .iter()
                .enumerate()
                .flat_map(|(at, (set, _))| set.iter().map(move |c| (c.index(), GroupIx::new(at)))),
        );
        let candidate_synergies = Sparse::of_pairs(
            candidates,
            self.synergies
                .iter()
                .enumerate()
                .flat_map(|(at, synergy)| synergy.members.iter().map(move |c| (c.index(), SynergyIx::new(at)))),
        );
        let (synergy_members, synergy_values, synergy_uses) =
            synergies(self.synergies, &rows).map_err(ProblemErrors::new)?;
        let (group_members, rules): (Vec<_>, Vec<_>) = self.groups.into_iter().unzip();
        let mut quota_members = Vec::new();
        let mut quota_references = Vec::new();
        let mut roles: Vec<(usize, QuotaRole)> = Vec::new();
        let mut quotas = Vec::new();
        for (at, quota) in self.quotas.into_iter().enumerate() {
            let is_share = |limit: Option<QuotaLimit>| matches!(limit, Some(QuotaLimit::Share { .. }));
            let reference = match quota.reference {
                _ if !is_share(quota.lo) && !is_share(quota.hi) => Vec::new(),
                Some(reference) => reference,
                None => (0..candidates).map(CandidateIx::new).collect(),
            };
            let mut counted: Vec<(CandidateIx, bool)> = quota.members.iter().map(|&member| (member, true)).collect();
            counted.extend(reference.iter().map(|&candidate| (candidate, false)));
            counted.sort_unstable();
            for same in counted.chunk_by(|a, b| a.0 == b.0) {
                let (member, reference) = (same.iter().any(|entry| entry.1), same.iter().any(|entry| !entry.1));
                roles.push((same[0].0.index(), QuotaRole { quota: QuotaIx::new(at), member, reference }));
            }
            quota_references.push(reference);
            let mut counted = Vec::new();
            if let Measure::Amounts(list) = &quota.measure {
                counted.extend(list.iter().map(|&(capacity, bucket)| rows[capacity.index()] + bucket as usize));
                counted.sort_unstable();
            }
            quota_members.push(quota.members);
            quotas.push(QuotaRow { measure: quota.measure, rows: counted, lo: quota.lo, hi: quota.hi });
        }
        Ok(SelectionProblem {
            periods: self.periods,
            finish: self.finish,
            commitments: self.commitments,
            by_candidate,
            mode_candidates: self.mode_candidates,
            modes: self.modes,
            values: self.values,
            mode_runs,
            amounts,
            buckets,
            rows,
            limits,
            floors,
            carries,
            links: self.links,
            candidate_links,
            group_members: Sparse::of_lists(group_members),
            rules,
            candidate_groups,
            quota_members: Sparse::of_lists(quota_members),
            quotas,
            quota_references: Sparse::of_lists(quota_references),
            candidate_quotas: Sparse::of_pairs(candidates, roles.into_iter()),
            synergy_members,
            synergy_values,
            synergy_uses,
            candidate_synergies,
        })
    }
}

/// Members, values and uses of synergies; uses by row, merged, without zeros.
#[allow(clippy::type_complexity, reason = "three columns of one table")]
fn synergies(
    drafted: Vec<SynergyDraft>,
    rows: &[usize],
) -> Result<(Sparse<CandidateIx>, Vec<i64>, Sparse<Use>), Vec<ProblemError>> {
    let (mut members, mut values, mut uses) = (Vec::new(), Vec::new(), Vec::new());
    let mut errors = Vec::new();
    for (position, mut synergy) in drafted.into_iter().enumerate() {
        synergy.amounts.sort_unstable_by_key(|&(capacity, bucket, _)| (capacity, bucket));
        let mut taken = Vec::new();
        for same in synergy.amounts.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (capacity, bucket, _) = same[0];
            let amount: i128 = same.iter().map(|&(.., amount)| i128::from(amount)).sum();
            if i64::try_from(amount).is_err() {
                errors.push(ProblemError::SynergyOverflow { synergy: SynergyIx::new(position), capacity, bucket });
            }
            if amount != 0 {
                taken.push(Use { row: rows[capacity.index()] + bucket as usize, amount });
            }
        }
        members.push(synergy.members);
        values.push(synergy.value);
        uses.push(taken);
    }
    if errors.is_empty() { Ok((Sparse::of_lists(members), values, Sparse::of_lists(uses))) } else { Err(errors) }
}

/// Merges what was pushed into runs of non-zero amounts, by mode, capacity and offset.
fn profiles(
    modes: usize,
    mut pushed: Vec<Pushed>,
    given: &[i64],
) -> Result<(Sparse<Run>, Vec<i64>), Vec<ProblemError>> {
    pushed.sort_by_key(|p| (p.mode, p.capacity, p.offset));
    let mut errors = Vec::new();
    let mut runs: Vec<(usize, Run)> = Vec::with_capacity(pushed.len());
    let mut amounts: Vec<i64> = Vec::with_capacity(given.len());
    let mut keep = |mode: ModeIx, capacity: CapacityIx, offset: u32, amount: i64| {
        if amount == 0 {
            return;
        }
        match runs.last_mut() {
            Some((m, run))
                if (*m, run.capacity) == (mode.index(), capacity)
                    && u64::from(run.offset) + u64::from(run.len) == u64::from(offset) =>
            {
                run.len += 1;
            }
            _ => runs.push((mode.index(), Run { capacity, offset, begin: amounts.len() as u32, len: 1 })),
        }
        amounts.push(amount);
    };
    let mut sums: Vec<(u64, i128)> = Vec::new();
    for same in pushed.chunk_by(|a, b| (a.mode, a.capacity) == (b.mode, b.capacity)) {
        let (mode, capacity) = (same[0].mode, same[0].capacity);
        sums.clear();
        for p in same {
            let places = given[p.begin..p.begin + p.len].iter().enumerate();
            sums.extend(places.map(|(at, &amount)| (u64::from(p.offset) + at as u64, i128::from(amount))));
        }
        if !sums.is_sorted_by_key(|&(offset, _)| offset) {
            sums.sort_by_key(|&(offset, _)| offset);
        }
        for place in sums.chunk_by(|a, b| a.0 == b.0) {
            let sum: i128 = place.iter().map(|&(_, amount)| amount).sum();
            // An offset no period can be at counts on nothing.
            let Ok(offset) = u32::try_from(place[0].0) else { continue };
            match i64::try_from(sum) {
                Ok(amount) => keep(mode, capacity, offset, amount),
                Err(_) => errors.push(ProblemError::AmountOverflow { mode, capacity, offset }),
            }
        }
    }
    if errors.is_empty() { Ok((Sparse::of_pairs(modes, runs.into_iter()), amounts)) } else { Err(errors) }
}

/// The objective, capacities and quotas whose magnitudes could add up to 2^80 or more: each candidate's largest option
/// bounded by the sum of its magnitudes, plus the limits.
fn overflows(problem: &SelectionProblem) -> Vec<ProblemError> {
    let mut errors = Vec::new();
    let mut report = |part: Part, magnitude: i128| {
        if magnitude >= EXACT {
            errors.push(ProblemError::Overflow { part, magnitude });
        }
    };
    let magnitude = |limit: Option<i64>| limit.map_or(0, |limit| i128::from(limit).abs());
    let worth = |candidate: CandidateIx| {
        let modes = problem.modes(candidate).iter();
        modes.flat_map(|&mode| problem.values(mode)).map(|&value| i128::from(value).abs()).max().unwrap_or(0)
    };
    let synergies: Vec<_> = problem.synergies().map(|ix| problem.synergy(ix)).collect();
    let gained: i128 = synergies.iter().map(|synergy| i128::from(synergy.value).abs()).sum();
    report(Part::Objective, problem.candidates().map(worth).sum::<i128>() + gained);
    let mut totals = vec![0_i128; problem.capacity_count()];
    let mut largest = vec![0_i128; problem.capacity_count()];
    for candidate in problem.candidates() {
        let modes = problem.modes(candidate);
        for &mode in modes {
            for (capacity, sum) in magnitudes(problem, mode) {
                let most = &mut largest[capacity.index()];
                totals[capacity.index()] += (sum - *most).max(0);
                *most = sum.max(*most);
            }
        }
        for run in modes.iter().flat_map(|&mode| problem.profile(mode)) {
            largest[run.capacity.index()] = 0;
        }
    }
    for taken in synergies.iter().flat_map(|synergy| synergy.uses) {
        totals[problem.bucket_of_row(taken.row).0.index()] += taken.amount.abs();
    }
    for capacity in problem.capacities() {
        let carried = match problem.carry(capacity) {
            Carry::AtMost(most) => i128::from(most),
            _ => 0,
        };
        let limits: i128 = problem.limits(capacity).iter().map(|&limit| magnitude(Some(limit))).sum();
        let floors: i128 = problem.floors(capacity).iter().map(|&floor| magnitude(floor)).sum();
        report(Part::Capacity(capacity), totals[capacity.index()] + limits + floors + carried);
    }
    for ix in problem.quotas() {
        let quota = problem.quota(ix);
        let sum = |counted: &[CandidateIx]| -> i128 {
            match quota.measure {
                Measure::Count => counted.len() as i128,
                Measure::Value => counted.iter().map(|&candidate| worth(candidate)).sum(),
                Measure::Amounts(list) => {
                    let is_listed = |capacity: CapacityIx| list.iter().any(|&(c, _)| c == capacity);
                    let uses = |mode: &ModeIx| -> i128 {
                        magnitudes(problem, *mode)
                            .filter(|&(capacity, _)| is_listed(capacity))
                            .map(|(_, sum)| sum)
                            .sum()
                    };
                    let most = |candidate: &CandidateIx| problem.modes(*candidate).iter().map(uses).max().unwrap_or(0);
                    counted.iter().map(most).sum()
                }
            }
        };
        let (members, reference) = (sum(quota.members), sum(quota.reference));
        let side = |limit: QuotaLimit| {
            let (denominator, numerator, right) = limit.factors();
            let part = |factor: i64, sum: i128| i128::from(factor).abs().saturating_mul(sum);
            let parts = part(denominator, members).saturating_add(part(numerator, reference));
            parts.saturating_add(i128::from(right).abs())
        };
        report(Part::Quota(ix), [quota.lo, quota.hi].into_iter().flatten().map(side).max().unwrap_or(0));
    }
    errors
}

/// Sum of magnitudes of a mode's amounts, per capacity it uses.
fn magnitudes(problem: &SelectionProblem, mode: ModeIx) -> impl Iterator<Item = (CapacityIx, i128)> + '_ {
    let mut runs = problem.profile(mode).peekable();
    std::iter::from_fn(move || {
        let sum = |amounts: &[i64]| amounts.iter().map(|&a| i128::from(a).abs()).sum::<i128>();
        let first = runs.next()?;
        let mut total = sum(first.amounts);
        while let Some(next) = runs.next_if(|next| next.capacity == first.capacity) {
            total += sum(next.amounts);
        }
        Some((first.capacity, total))
    })
}
