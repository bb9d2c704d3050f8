//! The fields of a profile, found in a table and read from its rows.

use super::FieldTally;
use super::profile::Profile;
use super::source::{Cells, Source};
use super::table::{Row, Table};
use super::text::{TextMap, quote, squeeze};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity};

/// A field of the profile found in the table.
pub(super) struct Field {
    pub(super) cells: Cells,
    tally: usize,
}

/// Every field of a profile.
pub(super) struct Fields {
    pub(super) status_date: Field,
    pub(super) id: Option<Field>,
    pub(super) name: Field,
    pub(super) description: Option<Field>,
    pub(super) theme: Option<Field>,
    pub(super) unit: Option<Field>,
    pub(super) state: Option<Field>,
    pub(super) start: Option<Field>,
    pub(super) end: Option<Field>,
    pub(super) duration: Option<Field>,
    pub(super) costs: Vec<CostCells>,
    pub(super) indicators: Vec<Field>,
}

/// The columns of a cost.
pub(super) struct CostCells {
    pub(super) amount: Field,
    pub(super) year: Option<Field>,
    pub(super) currency: Option<Field>,
}

/// What keeps a text from being a value.
pub(super) enum Misread {
    /// It is not what the field expects; the text says what that is.
    No(&'static str),
    /// It is, and cannot be kept.
    Refused(Code, String),
}

/// What a text is read as; `None` where it stands for nothing.
pub(super) type Reading<T> = Result<Option<T>, Misread>;

/// What is noted while rows are read.
pub(super) struct Notes<'a> {
    table: &'a Table,
    pub(super) findings: Diagnostics,
    pub(super) tallies: Vec<FieldTally>,
    /// Texts that count as an empty cell.
    pub(super) blanks: TextMap<()>,
    none: TextMap<()>,
}

impl Fields {
    /// Finds every column of a profile, or says which the table does not have.
    pub(super) fn find<'a>(profile: &Profile, table: &'a Table) -> Result<(Self, Notes<'a>), Diagnostics> {
        let (mut faults, mut tallies) = (Diagnostics::new(), Vec::new());
        let mut field = |source: &Source, pointer: &str| {
            let cells = Cells::find(source, table, pointer, &mut faults);
            tallies.push(FieldTally { field: pointer.to_owned(), read: 0, blank: 0, unreadable: 0 });
            Field { cells, tally: tallies.len() - 1 }
        };
        let project = &profile.project;
        let fields = Self {
            status_date: field(&profile.status_date.from, "/status_date"),
            id: project.id.as_ref().map(|from| field(from, "/project/id")),
            name: field(&project.name, "/project/name"),
            description: project.description.as_ref().map(|from| field(from, "/project/description")),
            theme: project.theme.as_ref().map(|theme| field(&theme.from, "/project/theme")),
            unit: project.unit.as_ref().map(|unit| field(&unit.from, "/project/unit")),
            state: project.state.as_ref().map(|state| field(&state.from, "/project/state")),
            start: project.start.as_ref().map(|start| field(&start.from, "/project/start")),
            end: project.end.as_ref().map(|end| field(&end.from, "/project/end")),
            duration: project.duration.as_ref().map(|duration| field(&duration.from, "/project/duration")),
            costs: (project.costs.iter().enumerate())
                .map(|(i, cost)| CostCells {
                    amount: field(&cost.from, &format!("/project/costs/{i}")),
                    year: cost.year.as_ref().map(|from| field(from, &format!("/project/costs/{i}/year"))),
                    currency: cost.currency.as_ref().map(|from| field(from, &format!("/project/costs/{i}/currency"))),
                })
                .collect(),
            indicators: (profile.indicators.iter().enumerate())
                .map(|(i, indicator)| field(&indicator.from, &format!("/indicators/{i}")))
                .collect(),
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let blanks = TextMap::of_list(&profile.blanks);
        Ok((fields, Notes { table, findings: Diagnostics::new(), tallies, blanks, none: TextMap::default() }))
    }
}

impl Notes<'_> {
    /// Reads a field whose texts may be among the blanks.
    pub(super) fn read<T>(&mut self, field: &Field, row: &Row, read: impl FnOnce(&str) -> Reading<T>) -> Option<T> {
        let (text, column) = field.cells.pick(row, &self.blanks);
        let reading = text.as_deref().map_or(Ok(None), read);
        let text = text.as_deref().map(quote).unwrap_or_default();
        self.count(field, row, &text, column, reading)
    }

    /// Reads a field of texts, each on one line.
    pub(super) fn text(&mut self, field: &Field, row: &Row) -> Option<String> {
        self.read(field, row, |text| Ok(Some(squeeze(text))))
    }

    /// Reads a field whose map knows all texts, blanks included.
    pub(super) fn read_mapped<T>(
        &mut self,
        field: &Field,
        row: &Row,
        read: impl FnOnce(&str) -> Reading<T>,
    ) -> Option<T> {
        let (text, column) = field.cells.pick(row, &self.none);
        let reading = text.as_deref().map_or(Ok(None), read);
        let text = text.as_deref().map(quote).unwrap_or_default();
        self.count(field, row, &text, column, reading)
    }

    fn count<T>(
        &mut self,
        field: &Field,
        row: &Row,
        text: &str,
        column: Option<usize>,
        reading: Reading<T>,
    ) -> Option<T> {
        let tally = &mut self.tallies[field.tally];
        let (code, message) = match reading {
            Ok(value) => {
                *(if value.is_some() { &mut tally.read } else { &mut tally.blank }) += 1;
                return value;
            }
            Err(Misread::No(what)) => (Code::MissingValue, format!("{text} is not {what}; it counts as missing")),
            Err(Misread::Refused(code, message)) => (code, message),
        };
        tally.unreadable += 1;
        self.find(Diagnostic::new(code, message), row, column);
        None
    }

    /// Adds a finding about a cell; an import goes on, so none is an error.
    pub(super) fn find(&mut self, finding: Diagnostic, row: &Row, column: Option<usize>) {
        let column = column.map(|column| self.table.label(column));
        self.findings.push(finding.weighing(Severity::Warning).at(Location::cell(row.line, column.as_deref())));
    }
}
