//! Readers and writers of published instance formats.
//!
//! A reader takes text and gives an [`Instance`]: the problem, its name, the names of its candidates. A file that is not
//! of its format is refused with an [`InstanceError`] that says where, whatever it holds: counts that lie, sizes and sums
//! beyond what the engine takes, indices that name nothing. Memory is bounded by the length of the text.
//!
//! [`write_mps`] goes the other way, to any solver of mixed-integer programs.

mod error;
mod mps;
#[cfg(feature = "json")]
pub mod portfolio_json;

pub use error::InstanceError;
pub use mps::write_mps;

use super::problem::{CandidateIx, SelectionProblem};
use std::fmt;
use std::str::FromStr;

/// A published format, by the name the examples take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `portfolio-json`: static (class A) and scheduled (class B) portfolio selection, see `portfolio_json`.
    PortfolioJson,
}

impl Format {
    /// Every format this version knows.
    pub const ALL: &'static [Self] = &[Self::PortfolioJson];

    /// The name of the format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PortfolioJson => "portfolio-json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A format this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no format this version reads; it reads {}", names())]
#[non_exhaustive]
pub struct UnknownFormat {
    /// The name asked for.
    pub name: String,
}

fn names() -> String {
    let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
    names.join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.iter().find(|format| format.as_str() == name);
        found.copied().ok_or_else(|| UnknownFormat { name: name.to_owned() })
    }
}

/// A problem that came from a file, with the names the file has for things.
#[derive(Debug, Clone)]
pub struct Instance {
    name: String,
    format: Format,
    problem: SelectionProblem,
    witness: Option<i64>,
}

impl Instance {
    /// The name its reader was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The format it came in.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The problem.
    pub fn problem(&self) -> &SelectionProblem {
        &self.problem
    }

    /// Gives the problem away.
    pub fn into_problem(self) -> SelectionProblem {
        self.problem
    }

    /// The file's name for a candidate; where files carry none, its position from 0.
    pub fn id(&self, candidate: CandidateIx) -> String {
        candidate.index().to_string()
    }

    /// Value of a feasible plan that the file claims to know, in the instance's own unit.
    pub fn witness(&self) -> Option<i64> {
        self.witness
    }
}
