//! What is wrong with an instance file.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::problem::ProblemErrors;

/// Why a file is not an instance of its format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstanceError {
    /// The text is not of the format's syntax.
    #[error("{message}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// Line, from 1.
        line: u64,
        /// Column, from 1.
        column: u64,
    },
    /// A count in the file and the length of what it counts differ.
    #[error("{what}: {found} found, {expected} expected")]
    Length {
        /// What was counted.
        what: &'static str,
        /// How many the file promises.
        expected: u64,
        /// How many there are.
        found: u64,
        /// JSON pointer of the list.
        pointer: String,
    },
    /// An index that names nothing.
    #[error("{what} {index} does not exist, there are {count}")]
    Index {
        /// Kind of the thing named.
        what: &'static str,
        /// The index, from 0.
        index: u64,
        /// How many there are.
        count: u64,
        /// JSON pointer of the index.
        pointer: String,
    },
    /// A value that the format does not allow there.
    #[error("{what} {found} is not allowed: {rule}")]
    Value {
        /// What it is.
        what: &'static str,
        /// What the file says.
        found: String,
        /// What the format asks.
        rule: &'static str,
        /// JSON pointer of the value.
        pointer: String,
    },
    /// The parts do not make a selection problem.
    #[error("{0}")]
    Problem(ProblemErrors),
}

impl InstanceError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Problem(errors) if errors.code() == Code::ProblemOverflow => Code::ProblemOverflow,
            _ => Code::MalformedInstance,
        }
    }

    /// Where it is.
    pub fn location(&self) -> Location {
        match self {
            Self::Syntax { line, column, .. } => Location::Text { line: *line, column: *column },
            Self::Length { pointer, .. } | Self::Index { pointer, .. } | Self::Value { pointer, .. } => {
                Location::pointer(pointer.as_str())
            }
            Self::Problem(_) => Location::Whole,
        }
    }

    /// The fault as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::new(self.code(), self.to_string()).at(self.location())
    }
}
