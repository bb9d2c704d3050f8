//! Project lists in CSV, mapped to the model by a JSON profile.
//!
//! A [`Profile`] says which column of a list holds what and how it is written; [`Profile::import`] makes a
//! [`ModelDraft`] of the list. Every row becomes a project or is reported with its line, and whatever a cell holds that
//! its field does not understand is a finding with line and column: nothing is dropped in silence.
//!
//! | what the row holds | what becomes of it |
//! | --- | --- |
//! | an empty cell, or a text of the profile's `blanks` | missing; counted in [`Import::fields`] |
//! | a text where a number or a date is expected | missing, with a finding |
//! | a text that a map does not know | missing or the default, with a finding |
//! | a key that is taken already | a key with a number behind it, with a finding |
//! | bytes that are no text in the encoding | read as far as possible, with a finding |
//! | other than as many cells as the header, a broken quote, a NUL, nothing at all, neither name nor key | no project: the row is reported |
//!
//! A list can be selected from only under [`Assumptions`]; [`Import::selectable`] says so. `examples/profiles` holds
//! profiles of seven public lists.
//!
//! ```
//! use portefeuille::interchange::csv::Profile;
//!
//! let profile = Profile::from_json(r#"{
//!     "currency": "EUR",
//!     "status_date": { "from": { "constant": "2026-11-24" } },
//!     "organization": { "name": "Ville" },
//!     "grouping": { "kind": "roadmap", "id": "liste", "name": "Liste" },
//!     "numbers": { "decimal": ",", "grouping": " " },
//!     "project": { "name": "Projet", "costs": [{ "from": "Montant" }] }
//! }"#)?;
//! let import = profile.import("Projet,Montant\nSIG,\"1 250,50 €\"\nPortail,à venir\n,\n".as_bytes())?;
//!
//! assert_eq!(import.to_string(), "rows read 3 = projects 2 + reported 1");
//! assert_eq!(import.findings.len(), 2);
//! let model = import.draft.build()?;
//! assert_eq!(model.project("sig").map(|project| project.cost()), Some("1250.5 EUR".parse()));
//! # Ok::<(), portefeuille::diagnostic::Diagnostics>(())
//! ```

mod date;
mod fields;
mod number;
mod profile;
mod question;
mod rows;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use date::DatePattern;
pub use number::{DecimalMark, Grouping, NumberFormat};
pub use profile::{
    Assumptions, Budget, CategoryField, CostField, DateField, DurationField, DurationUnit, GroupingFields,
    GroupingKind, IndicatorField, Observed, OrganizationFields, Profile, ProjectFields, Separator, StateField,
    TableFormat,
};
pub use question::{NotSelectable, Selectable};
pub use source::{Part, Source};
pub use text::TextMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::model::{Model, ModelDraft, Scope, ScopeError};
use std::fmt;

/// What an import made of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Import {
    /// The document: one organization, one roadmap or portfolio, and the projects in the order of the rows.
    pub draft: ModelDraft,
    /// What a person should look at, in the order of the rows, each with its line and column.
    pub findings: Diagnostics,
    /// Rows below the header; blank lines are none. Always `projects + reported`.
    pub rows_read: u64,
    /// Rows that became a project.
    pub projects: u64,
    /// Rows that did not, each with a finding of code `row-reported`.
    pub reported: u64,
    /// What the projects' rows held in each field of the profile, in the order of the profile.
    pub fields: Vec<FieldTally>,
    /// Whether the draft can be selected from, or why not.
    pub selectable: Selectable,
    kind: GroupingKind,
    scope: String,
}

impl Import {
    /// The roadmap or portfolio of the list, in the model that the draft was built into.
    pub fn scope(&self, model: &Model) -> Result<Scope, ScopeError> {
        match self.kind {
            GroupingKind::Roadmap => model.roadmap(&self.scope),
            GroupingKind::Portfolio => model.portfolio(&self.scope),
        }
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rows read {} = projects {} + reported {}", self.rows_read, self.projects, self.reported)
    }
}

/// What the projects' rows held in one field: `read + blank + unreadable` is the number of projects.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldTally {
    /// JSON pointer of the field in the profile, such as `/project/costs/0`.
    pub field: String,
    /// Rows with a value.
    pub read: u64,
    /// Rows without a text, or with one that stands for none.
    pub blank: u64,
    /// Rows with a text that could not be read; each has a finding.
    pub unreadable: u64,
}

impl Profile {
    /// Makes a document of a list.
    ///
    /// Fails only where nothing can be read: the profile makes no sense, the bytes are no table, the table lacks a
    /// column of the profile, or no row gives the status date. Takes time and memory linear in the list, but for quotes
    /// left open, of which the first twenty cost one more reading each.
    pub fn import(&self, bytes: &[u8]) -> Result<Import, Diagnostics> {
        self.check()?;
        let table = table::read(bytes, &self.table)?;
        let mut import = rows::Importer::new(self, &table)?;
        for row in &table.rows {
            if let Err(fault) = import.row(row) {
                let finding = Diagnostic::new(Code::RowReported, fault).at(Location::cell(row.line, None));
                import.notes.findings.push(finding);
            }
        }
        let rows::Importer { mut draft, notes, .. } = import;
        let selectable = question::arrange(self, &mut draft);
        let (rows_read, projects) = (table.rows.len() as u64, draft.projects.len() as u64);
        Ok(Import {
            findings: notes.findings,
            rows_read,
            projects,
            reported: rows_read - projects,
            fields: notes.tallies,
            selectable,
            kind: self.grouping.kind,
            scope: self.grouping.id.clone(),
            draft,
        })
    }
}
