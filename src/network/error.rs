//! Why a network has no dates.

use crate::diagnostic::Code;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::fmt;

/// A cycle of timing links that no dates satisfy (*cycle de dépendances*), whole and in order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cycle {
    /// The keys of its activities or projects, each linked to the next and the last to the first.
    pub members: Vec<String>,
    /// How far one turn pushes each of them back, above zero: in the unit of the network, or in days, rounded to two
    /// decimals, a month counting 146097/4800 days.
    pub length: Decimal,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for member in &self.members {
            write!(f, "`{member}` → ")?;
        }
        if let Some(first) = self.members.first() {
            write!(f, "`{first}`")?;
        }
        write!(f, " (+{})", self.length)
    }
}

/// Why a network cannot be made or has no dates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// Two activities share a key.
    #[error("activity `{id}` is written twice")]
    DuplicateActivity {
        /// The key.
        id: String,
    },
    /// A link names an activity that is not there.
    #[error("link {link} names activity `{id}`, which is not there")]
    UnknownActivity {
        /// Position of the link, from 0.
        link: usize,
        /// The key.
        id: String,
    },
    /// A duration below zero.
    #[error("activity `{id}` lasts {duration}; a duration is zero or more")]
    NegativeDuration {
        /// The key.
        id: String,
        /// What was given.
        duration: Decimal,
    },
    /// A duration or a lag too large, or with more than 6 decimals.
    #[error("{value} at `{id}` is outside what a network holds, ±{limit} with 6 decimals")]
    OutOfRange {
        /// The activity, or the successor of the link.
        id: String,
        /// What was given.
        value: Decimal,
        /// The bound, inclusive.
        limit: Decimal,
    },
    /// No dates satisfy the links: one cycle for each knot of the graph that holds one.
    #[error("{} that no dates satisfy: {}", count(cycles), list(cycles))]
    PositiveCycles {
        /// The cycles, by the activity written first.
        cycles: Vec<Cycle>,
    },
    /// Dates that leave the years documents may speak of.
    #[error("the dates of project `{id}`, from {from} on, leave the years 1900 to 2200")]
    OutOfCalendar {
        /// The project.
        id: String,
        /// The date that its own is counted from.
        from: NaiveDate,
    },
}

impl NetworkError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::DuplicateActivity { .. } => Code::DuplicateId,
            Self::UnknownActivity { .. } => Code::UnknownReference,
            Self::NegativeDuration { .. } => Code::NegativeNumber,
            Self::OutOfRange { .. } => Code::NumberOutOfRange,
            Self::PositiveCycles { .. } => Code::PositiveCycle,
            Self::OutOfCalendar { .. } => Code::DateOutOfRange,
        }
    }
}

fn count(cycles: &[Cycle]) -> String {
    if cycles.len() == 1 { "a cycle of links".to_owned() } else { format!("{} cycles of links", cycles.len()) }
}

fn list(cycles: &[Cycle]) -> String {
    cycles.iter().map(Cycle::to_string).collect::<Vec<_>>().join("; ")
}
