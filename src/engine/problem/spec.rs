//! The words a draft is written in.

use super::{CandidateIx, CapacityIx, Choice};
use std::ops::RangeInclusive;

/// Whether work that starts must end within the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finish {
    /// A start is allowed only if start + duration ≤ number of periods.
    Within,
    /// Work may run past the last period; what it uses there counts on nothing.
    Free,
}

/// What is settled about a candidate before anything is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Commitment {
    /// In or out, in any mode and at any start allowed.
    Free,
    /// In, in any mode and at any start allowed.
    Mandatory,
    /// Out.
    Forbidden,
    /// In, with exactly this choice, even when its start lies outside the window or before the horizon.
    Committed(Choice),
}

/// What a mode is worth, in ticks of the objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueSpec<'a> {
    /// The same at every start.
    Constant(i64),
    /// One value per start of the window, earliest first. A committed start outside the window is worth what the
    /// nearest start of the window is.
    PerStart(&'a [i64]),
}

impl From<i64> for ValueSpec<'_> {
    fn from(value: i64) -> Self {
        Self::Constant(value)
    }
}

impl<'a> From<&'a [i64]> for ValueSpec<'a> {
    fn from(values: &'a [i64]) -> Self {
        Self::PerStart(values)
    }
}

/// One way of doing a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModeSpec<'a> {
    /// Periods from start to finish; may be 0. It serves links and [`Finish::Within`], not the amounts.
    pub duration: u32,
    /// Earliest and latest start. Starts outside the horizon are left out later.
    pub window: RangeInclusive<i32>,
    /// What it is worth.
    pub value: ValueSpec<'a>,
}

impl<'a> ModeSpec<'a> {
    /// A mode of this duration in periods, window of starts, and value.
    pub fn new(duration: u32, window: RangeInclusive<i32>, value: impl Into<ValueSpec<'a>>) -> Self {
        Self { duration, window, value: value.into() }
    }

    /// The mode of a static problem: it starts in period 0 and lasts one period.
    pub fn fixed(value: i64) -> Self {
        Self::new(1, 0..=0, value)
    }
}

/// What of a bucket's limit is left over when it ends, and goes to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Carry {
    /// Nothing: each bucket stands alone.
    #[default]
    None,
    /// All of it: up to each bucket, use so far stays within the limits so far. Never backward.
    Whole,
    /// What is left, but at most so much from one bucket to the next; not below 0. What a bucket saves beyond it is lost.
    AtMost(i64),
}

/// A resource or an envelope: what there is of it, bucket by bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CapacitySpec {
    /// The bucket of each period, or `None` where use counts on nothing; one entry per period.
    pub buckets: Vec<Option<u32>>,
    /// Most use of each bucket; may be negative.
    pub limits: Vec<i64>,
    /// Least use of each bucket where there is one; empty for none at all.
    pub floors: Vec<Option<i64>>,
    /// What a bucket leaves to the next.
    pub carry: Carry,
}

impl CapacitySpec {
    /// One bucket per period, with these limits.
    pub fn per_period(limits: Vec<i64>) -> Self {
        let buckets = (0..limits.len()).map(|period| u32::try_from(period).ok()).collect();
        Self::new(buckets, limits)
    }

    /// One bucket for all of these many periods.
    pub fn whole(periods: u32, limit: i64) -> Self {
        Self::new(vec![Some(0); periods as usize], vec![limit])
    }

    /// Any map of periods to buckets, with a limit per bucket.
    pub fn new(buckets: Vec<Option<u32>>, limits: Vec<i64>) -> Self {
        Self { buckets, limits, floors: Vec::new(), carry: Carry::None }
    }

    /// Adds floors, one entry per bucket.
    #[must_use]
    pub fn floors(mut self, floors: Vec<Option<i64>>) -> Self {
        self.floors = floors;
        self
    }

    /// Sets what a bucket leaves to the next.
    #[must_use]
    pub fn carry(mut self, carry: Carry) -> Self {
        self.carry = carry;
        self
    }
}

/// Which dates of predecessor and successor a timing link compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The successor starts at or after the predecessor's finish + lag.
    FinishToStart,
    /// The successor starts at or after the predecessor's start + lag.
    StartToStart,
    /// The successor finishes at or after the predecessor's finish + lag.
    FinishToFinish,
    /// The successor finishes at or after the predecessor's start + lag.
    StartToFinish,
}

impl Relation {
    /// Whether the successor's finish is compared, rather than its start.
    pub fn successor_by_finish(self) -> bool {
        matches!(self, Self::FinishToFinish | Self::StartToFinish)
    }

    /// Whether the predecessor's finish is compared, rather than its start.
    pub fn predecessor_by_finish(self) -> bool {
        matches!(self, Self::FinishToStart | Self::FinishToFinish)
    }
}

/// What a timing link says when one of its ends is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strictness {
    /// The successor is in only if the predecessor is.
    Strict,
    /// The link holds when one end is out.
    IfBoth,
}

/// An order in time between two candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timing {
    /// The one that goes first.
    pub predecessor: CandidateIx,
    /// The one that follows.
    pub successor: CandidateIx,
    /// Dates compared.
    pub relation: Relation,
    /// Periods to wait; negative to overlap.
    pub lag: i32,
    /// What holds when one end is out.
    pub strictness: Strictness,
}

/// A tie between two candidates. Cycles of links are legal, and parallel links all hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Link {
    /// The dependent is in only if the prerequisite is.
    Requires {
        /// The one that needs.
        dependent: CandidateIx,
        /// The one needed.
        prerequisite: CandidateIx,
    },
    /// At most one of the two is in.
    Excludes {
        /// One.
        one: CandidateIx,
        /// The other.
        other: CandidateIx,
    },
    /// An order in time.
    Timing(Timing),
}

impl Link {
    /// The candidates tied: dependent and prerequisite, one and other, or successor and predecessor.
    pub fn ends(self) -> (CandidateIx, CandidateIx) {
        match self {
            Self::Requires { dependent, prerequisite } => (dependent, prerequisite),
            Self::Excludes { one, other } => (one, other),
            Self::Timing(timing) => (timing.successor, timing.predecessor),
        }
    }

    /// The dependent and the prerequisite where the one needs the other to be in: a requirement or a strict timing.
    pub fn requirement(self) -> Option<(CandidateIx, CandidateIx)> {
        match self {
            Self::Requires { .. } => Some(self.ends()),
            Self::Timing(timing) if timing.strictness == Strictness::Strict => Some(self.ends()),
            Self::Excludes { .. } | Self::Timing(_) => None,
        }
    }
}

/// How many members of a group are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// At least so many; more than the members is infeasible, not a fault.
    AtLeast(u32),
    /// At most so many.
    AtMost(u32),
    /// Exactly so many.
    Exactly(u32),
    /// All of them, or none.
    AllOrNone,
}

/// A side of a quota: a number, or a share of the same sum over the selected candidates of a reference set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum QuotaLimit {
    /// So much, in ticks of the measure.
    Amount(i64),
    /// numerator ÷ denominator of the sum over the reference set. Multiplied out: with nothing selected it holds.
    Share {
        /// Numerator, of either sign.
        numerator: i64,
        /// Denominator, at least 1.
        denominator: i64,
    },
}

impl QuotaLimit {
    /// D, N and R of the row D·Σ(members) − N·Σ(reference) against R.
    pub fn factors(self) -> (i64, i64, i64) {
        match self {
            Self::Amount(amount) => (1, 0, amount),
            Self::Share { numerator, denominator } => (denominator, numerator, 0),
        }
    }
}

impl From<i64> for QuotaLimit {
    fn from(amount: i64) -> Self {
        Self::Amount(amount)
    }
}

/// A quota: a sum over selected members, and its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaSpec {
    /// Who counts.
    pub members: Vec<CandidateIx>,
    /// What is added up.
    pub measure: Measure,
    /// Least sum, where there is one.
    pub lo: Option<QuotaLimit>,
    /// Most sum, where there is one. Below `lo` is legal, and infeasible where both are amounts.
    pub hi: Option<QuotaLimit>,
    /// Whose selected sum a share is of; every candidate where absent.
    pub reference: Option<Vec<CandidateIx>>,
}

impl QuotaSpec {
    /// A quota over these members without a side yet.
    pub fn new(members: &[CandidateIx], measure: Measure) -> Self {
        Self { members: members.to_vec(), measure, lo: None, hi: None, reference: None }
    }

    /// Sets the least sum.
    #[must_use]
    pub fn lo(mut self, lo: impl Into<QuotaLimit>) -> Self {
        self.lo = Some(lo.into());
        self
    }

    /// Sets the most sum.
    #[must_use]
    pub fn hi(mut self, hi: impl Into<QuotaLimit>) -> Self {
        self.hi = Some(hi.into());
        self
    }

    /// Sets the candidates whose selected sum a share is of.
    #[must_use]
    pub fn reference(mut self, reference: &[CandidateIx]) -> Self {
        self.reference = Some(reference.to_vec());
        self
    }
}

/// What a quota adds up over its selected members.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// 1 for each.
    Count,
    /// The value, in ticks of the objective.
    Value,
    /// The use of these buckets, which share a unit.
    Amounts(Vec<(CapacityIx, u32)>),
}
