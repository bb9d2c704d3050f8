//! Names of rows.

use crate::engine::problem::{CapacityIx, GroupIx, LinkIx, QuotaIx, SynergyIx};
use std::fmt;

/// A side of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The sum is at most `hi`.
    Hi,
    /// The sum is at least `lo`.
    Lo,
}

/// A row of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GroupRow {
    /// At most so many are in.
    Hi,
    /// At least so many are in.
    Lo,
    /// Of an all-or-none group: the member at this position is in only if the next one is, the first after the last.
    Cyclic(u32),
}

/// A row of a synergy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SynergyRow {
    /// It is gained only if the member at this position is in.
    Member(u32),
    /// It is gained if all members are in.
    All,
}

/// The name of one row, that is of one linear inequality every feasible plan satisfies.
///
/// Each constraint of a problem is a family of such rows; nobody lists them all. They are separable: the left side is a
/// sum of one integer per candidate, 0 for one that is out. Keys are ordered as written here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RowKey {
    /// Use of the buckets `from..=to` ≤ their limits. Without carry-over `from = to`; with all of it, `from = 0`; with at
    /// most so much, any `from`, and what is carried into it is added to the limits.
    Cap {
        /// The capacity.
        capacity: CapacityIx,
        /// First bucket added up.
        from: u32,
        /// Last bucket added up.
        to: u32,
    },
    /// Use of one bucket ≥ its floor.
    Floor {
        /// The capacity.
        capacity: CapacityIx,
        /// The bucket.
        bucket: u32,
    },
    /// The dependent is in only if the prerequisite is; of a requirement or a strict timing.
    Requires {
        /// The link.
        link: LinkIx,
    },
    /// At most one end is in.
    Excludes {
        /// The link.
        link: LinkIx,
    },
    /// The successor's date is before `theta` + lag only if the predecessor's is before `theta`. Strict: an
    /// implication; if both: the successor is not before `theta` + lag while the predecessor is at or after `theta`.
    Timing {
        /// The link.
        link: LinkIx,
        /// The date the predecessor is compared to, in periods.
        theta: i64,
    },
    /// A row of a group.
    Group {
        /// The group.
        group: GroupIx,
        /// Which row.
        row: GroupRow,
    },
    /// A side of a quota.
    Quota {
        /// The quota.
        quota: QuotaIx,
        /// Which side.
        side: Side,
    },
    /// A row of a synergy.
    Synergy {
        /// The synergy.
        synergy: SynergyIx,
        /// Which row.
        row: SynergyRow,
    },
    /// The value is above the cutoff of the certificate: of plans that are better than it, the only ones a bound is needed
    /// for.
    Cutoff,
    /// A row that the certificate derives, by its position there.
    Derived {
        /// Position among the derived rows.
        at: u32,
    },
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cap { capacity, from, to } if from == to => write!(f, "limit of {capacity} in bucket {to}"),
            Self::Cap { capacity, from, to } => write!(f, "limit of {capacity} in buckets {from} to {to}"),
            Self::Floor { capacity, bucket } => write!(f, "floor of {capacity} in bucket {bucket}"),
            Self::Requires { link } => write!(f, "requirement of {link}"),
            Self::Excludes { link } => write!(f, "exclusion of {link}"),
            Self::Timing { link, theta } => write!(f, "order of {link} at period {theta}"),
            Self::Group { group, row: GroupRow::Hi } => write!(f, "most of {group}"),
            Self::Group { group, row: GroupRow::Lo } => write!(f, "least of {group}"),
            Self::Group { group, row: GroupRow::Cyclic(t) } => write!(f, "all or none of {group} after its member {t}"),
            Self::Quota { quota, side: Side::Hi } => write!(f, "most of {quota}"),
            Self::Quota { quota, side: Side::Lo } => write!(f, "least of {quota}"),
            Self::Synergy { synergy, row: SynergyRow::Member(t) } => write!(f, "{synergy} without its member {t}"),
            Self::Synergy { synergy, row: SynergyRow::All } => write!(f, "{synergy} with all members"),
            Self::Cutoff => f.write_str("a value above the cutoff"),
            Self::Derived { at } => write!(f, "derived row {at}"),
        }
    }
}
