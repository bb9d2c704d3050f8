//! What is wrong with a draft.

use super::{CandidateIx, CapacityIx, GroupIx, LinkIx, ModeIx, QuotaIx, SynergyIx};
use crate::diagnostic::Code;
use std::fmt;

/// The part of a draft that a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part {
    /// A candidate.
    Candidate(CandidateIx),
    /// A mode.
    Mode(ModeIx),
    /// A capacity.
    Capacity(CapacityIx),
    /// A link.
    Link(LinkIx),
    /// A group.
    Group(GroupIx),
    /// A quota.
    Quota(QuotaIx),
    /// A synergy.
    Synergy(SynergyIx),
    /// The objective.
    Objective,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Candidate(ix) => ix.fmt(f),
            Self::Mode(ix) => ix.fmt(f),
            Self::Capacity(ix) => ix.fmt(f),
            Self::Link(ix) => ix.fmt(f),
            Self::Group(ix) => ix.fmt(f),
            Self::Quota(ix) => ix.fmt(f),
            Self::Synergy(ix) => ix.fmt(f),
            Self::Objective => f.write_str("the objective"),
        }
    }
}

/// One fault of a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemError {
    /// More periods than starts can name.
    #[error("{periods} periods exceed the {limit} a start can name")]
    TooManyPeriods {
        /// Periods asked for.
        periods: u32,
        /// Most periods.
        limit: u32,
    },
    /// More parts of one kind than their index can name.
    #[error("{count} {what} exceed the {limit} an index can name")]
    TooMany {
        /// Kind of the part, in the plural.
        what: &'static str,
        /// Parts drafted.
        count: usize,
        /// Most parts.
        limit: u32,
    },
    /// A part names another that was not drafted.
    #[error("{part} names {missing}, which the draft does not have")]
    Unknown {
        /// The part that names.
        part: Part,
        /// The part named.
        missing: Part,
    },
    /// A window that ends before it begins.
    #[error("{mode} has its latest start {latest} before its earliest {earliest}")]
    WindowReversed {
        /// The mode.
        mode: ModeIx,
        /// Earliest start.
        earliest: i32,
        /// Latest start.
        latest: i32,
    },
    /// Values per start that are not one for each start of the window.
    #[error("{mode} has {found} values for the {expected} starts of its window")]
    ValuesLength {
        /// The mode.
        mode: ModeIx,
        /// Starts of the window.
        expected: u64,
        /// Values given.
        found: usize,
    },
    /// A committed choice of a mode that the candidate does not have.
    #[error("{candidate} is committed to its mode {mode} and has {modes} modes")]
    CommittedMode {
        /// The candidate.
        candidate: CandidateIx,
        /// Position committed to.
        mode: u32,
        /// Modes of the candidate.
        modes: usize,
    },
    /// A bucket map that is not one entry per period.
    #[error("{capacity} maps {found} periods to buckets, the problem has {expected}")]
    BucketsLength {
        /// The capacity.
        capacity: CapacityIx,
        /// Periods of the problem.
        expected: u32,
        /// Entries given.
        found: usize,
    },
    /// A bucket beyond the limits given.
    #[error("{part} names bucket {bucket} of {capacity}, which has {buckets} buckets")]
    BucketOutOfRange {
        /// The part that names it: the capacity's own map, a quota or a synergy.
        part: Part,
        /// The capacity.
        capacity: CapacityIx,
        /// Bucket named.
        bucket: u32,
        /// Buckets of the capacity.
        buckets: usize,
    },
    /// Carry-over on a bucket map that goes back in time.
    #[error("{capacity} carries over, and its period {period} falls into bucket {bucket} after bucket {before}")]
    BucketsNotMonotone {
        /// The capacity.
        capacity: CapacityIx,
        /// First period that goes back.
        period: u32,
        /// Its bucket.
        bucket: u32,
        /// Highest bucket before it.
        before: u32,
    },
    /// Floors that are not one per bucket.
    #[error("{capacity} has {found} floors for {expected} buckets")]
    FloorsLength {
        /// The capacity.
        capacity: CapacityIx,
        /// Buckets of the capacity.
        expected: usize,
        /// Floors given.
        found: usize,
    },
    /// Amounts at one place that add up beyond an `i64`.
    #[error("the amounts of {mode} on {capacity} at offset {offset} add up beyond an i64")]
    AmountOverflow {
        /// The mode.
        mode: ModeIx,
        /// The capacity.
        capacity: CapacityIx,
        /// Periods after the start.
        offset: u32,
    },
    /// Amounts of a synergy in one bucket that add up beyond an `i64`.
    #[error("the amounts of {synergy} on {capacity} in bucket {bucket} add up beyond an i64")]
    SynergyOverflow {
        /// The synergy.
        synergy: SynergyIx,
        /// The capacity.
        capacity: CapacityIx,
        /// The bucket.
        bucket: u32,
    },
    /// A carry-over below 0.
    #[error("{capacity} carries over at most {most}; at least 0 is expected")]
    NegativeCarry {
        /// The capacity.
        capacity: CapacityIx,
        /// What was given.
        most: i64,
    },
    /// A share whose denominator is not above 0.
    #[error("{quota} has a share with the denominator {denominator}; at least 1 is expected")]
    Denominator {
        /// The quota.
        quota: QuotaIx,
        /// What was given.
        denominator: i64,
    },
    /// A synergy of fewer than two candidates.
    #[error("{synergy} is of {members} candidate; at least 2 are expected")]
    LoneSynergy {
        /// The synergy.
        synergy: SynergyIx,
        /// Its members.
        members: usize,
    },
    /// A link from a candidate to itself.
    #[error("{link} ties {candidate} to itself")]
    SelfLink {
        /// The link.
        link: LinkIx,
        /// The candidate at both ends.
        candidate: CandidateIx,
    },
    /// A set without a member.
    #[error("{part} has no member")]
    EmptySet {
        /// The group, quota or synergy.
        part: Part,
    },
    /// A candidate twice in one set.
    #[error("{part} names {candidate} twice")]
    DuplicateMember {
        /// The group, quota or synergy.
        part: Part,
        /// The candidate.
        candidate: CandidateIx,
    },
    /// A bucket twice in one measure.
    #[error("{quota} counts bucket {bucket} of {capacity} twice")]
    DuplicateBucket {
        /// The quota.
        quota: QuotaIx,
        /// The capacity.
        capacity: CapacityIx,
        /// The bucket.
        bucket: u32,
    },
    /// Magnitudes that add up beyond what exact sums allow.
    #[error("the amounts of {part} reach {magnitude}, beyond the exact range of 2^80")]
    Overflow {
        /// The objective, capacity or quota.
        part: Part,
        /// Largest magnitude the sum could have.
        magnitude: i128,
    },
}

impl ProblemError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Overflow { .. } | Self::AmountOverflow { .. } | Self::SynergyOverflow { .. } => Code::ProblemOverflow,
            _ => Code::ProblemMalformed,
        }
    }
}

/// Every fault of a draft, in the order the rules are checked; at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemErrors {
    list: Vec<ProblemError>,
}

impl ProblemErrors {
    pub(super) fn new(list: Vec<ProblemError>) -> Self {
        Self { list }
    }

    /// Each fault.
    pub fn as_slice(&self) -> &[ProblemError] {
        &self.list
    }

    /// The code of the first fault.
    pub fn code(&self) -> Code {
        self.list.first().map_or(Code::ProblemMalformed, ProblemError::code)
    }
}

impl fmt::Display for ProblemErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for ProblemErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ProblemErrors {}
