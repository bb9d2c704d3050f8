//! One diagnostic for errors, warnings, findings and import notes, and the one table of codes.
//!
//! A [`Diagnostic`] says *what* ([`Code`]), *where* ([`Location`]), *how it is* (the message, with the names and both
//! numbers) and *what to do* (the help). A reader that finds faults collects all of them in [`Diagnostics`], which is
//! the error type of every operation on a whole document.
//!
//! ```
//! use portefeuille::diagnostic::{Code, Diagnostic, Location, Severity};
//!
//! let fault = Diagnostic::new(Code::DuplicateId, "project `sig` is written twice")
//!     .at(Location::pointer("/projects/7/id"));
//! assert_eq!(fault.severity(), Severity::Error);
//! assert!(fault.to_string().starts_with("error[duplicate-id]: project `sig` is written twice"));
//! ```

mod codes;

pub use codes::Code;

use std::fmt;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// For the record; nothing to mend.
    Information,
    /// Usable, but a person should look.
    Warning,
    /// Unusable until mended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Where in the input a diagnostic points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Location {
    /// The input as a whole.
    #[default]
    Whole,
    /// A JSON pointer (RFC 6901) into a document, such as `/projects/3/theme`.
    Pointer(String),
    /// A row of a table, counted in physical lines from 1, and the name of the column where one is at fault.
    Cell {
        /// Line on which the record starts, from 1.
        line: u64,
        /// Header of the column.
        column: Option<String>,
    },
    /// A place in a text file, both counted from 1.
    Text {
        /// Line, from 1.
        line: u64,
        /// Column, in characters from 1.
        column: u64,
    },
}

impl Location {
    /// A JSON pointer, written as it is.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self::Pointer(pointer.into())
    }

    /// A cell, or a whole row where no column is named.
    pub fn cell(line: u64, column: Option<&str>) -> Self {
        Self::Cell { line, column: column.map(str::to_owned) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("(whole input)"),
            Self::Pointer(pointer) if pointer.is_empty() => f.write_str("(whole document)"),
            Self::Pointer(pointer) => f.write_str(pointer),
            Self::Cell { line, column: Some(column) } => write!(f, "line {line}, column `{column}`"),
            Self::Cell { line, column: None } => write!(f, "line {line}"),
            Self::Text { line, column } => write!(f, "line {line}, column {column}"),
        }
    }
}

/// One fault, warning, finding or note.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct Diagnostic {
    code: Code,
    severity: Severity,
    location: Location,
    message: String,
    help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with the severity and the help of its code, about the input as a whole.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), location: Location::Whole, message: message.into(), help: None }
    }

    /// Points it at a place.
    pub fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// Replaces the code's general help by one that knows the case.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives it another weight than its code's.
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// What it is about.
    pub fn code(&self) -> Code {
        self.code
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it points.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// What is so, naming the thing and both numbers.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        self.help.as_deref().unwrap_or_else(|| self.code.help())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}\n  at {}\n  help: {}",
            self.severity,
            self.code,
            self.message,
            self.location,
            self.remedy()
        )
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// All diagnostics of one operation, in the order of the input. As an error it prints every one of them.
#[derive(Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Each of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// All as a slice.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.list
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { list: vec![diagnostic] }
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        self.list.extend(iter);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            fmt::Display::fmt(diagnostic, f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_complete() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        texts.sort_unstable();
        let count = texts.len();
        texts.dedup();
        assert_eq!(texts.len(), count, "two codes share a text");
        for code in Code::ALL {
            assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
            let words = [code.title(), code.title_fr(), code.help(), code.help_fr()];
            assert!(words.iter().all(|words| !words.is_empty()), "{code}");
            assert!(words[0] != words[1] && words[2] != words[3], "{code} says the same in both languages");
        }
    }

    #[test]
    fn all_diagnostics_are_printed() {
        let list: Diagnostics = [
            Diagnostic::new(Code::DuplicateId, "a").at(Location::pointer("/projects/1/id")),
            Diagnostic::new(Code::UnknownReference, "b").help("write it"),
        ]
        .into_iter()
        .collect();
        let text = format!("{list:?}");
        assert!(text.contains("/projects/1/id") && text.contains("help: write it"), "{text}");
        assert!(list.has_errors());
    }
}
