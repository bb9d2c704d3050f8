//! From bytes to rows, each with the physical line it begins on.

use super::profile::TableFormat;
use super::text::trim;
use crate::diagnostic::{Code, Diagnostic, Location};
use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::Encoding;

/// So many quotes left open are stepped over; what follows one more is a single row, so that no file takes long.
const OPEN_QUOTES: u32 = 20;

/// A header and the rows below it.
pub(super) struct Table {
    /// Names of the columns as written, trimmed.
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// What a finding calls a column: its header, or its number where the header has no text.
    pub(super) fn label(&self, column: usize) -> String {
        let header = self.headers.get(column).filter(|header| !header.is_empty());
        let Some(header) = header else { return format!("column {}", column + 1) };
        match self.headers[..column].iter().filter(|other| *other == header).count() {
            0 => header.clone(),
            before => format!("{header} ({})", before + 1),
        }
    }
}

/// One record below the header.
pub(super) struct Row {
    /// Line it begins on, from 1.
    pub(super) line: u64,
    pub(super) cells: StringRecord,
    /// Why it cannot become a project, if it cannot.
    pub(super) fault: Option<String>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", trim)
    }
}

/// How the quotes of a record stand.
#[derive(PartialEq, Eq)]
enum Quotes {
    Closed,
    /// Text right behind the quote that closes a cell: a quote inside was not doubled.
    Stray,
    /// The record's last cell has no closing quote.
    Open,
}

/// Reads the whole table; a fault where there is none.
pub(super) fn read(bytes: &[u8], format: &TableFormat) -> Result<Table, Diagnostic> {
    let fault = |message: &str| Diagnostic::new(Code::MalformedCsv, message).at(Location::Whole);
    let encoding = Encoding::for_label_no_replacement(format.encoding.as_bytes())
        .ok_or_else(|| fault(&format!("`{}` is no encoding", format.encoding)))?;
    // A byte order mark goes before the profile's word, and is taken off.
    let (mut text, _, _) = encoding.decode(bytes);
    if !text.contains('\n') {
        text = text.replace('\r', "\n").into();
    }
    let start: usize = text.split_inclusive('\n').take(format.skip_lines as usize).map(str::len).sum();
    let mut records = Records::new(&text, start, format.separator.byte());
    let header = records.next().filter(|header| header.fault.is_none());
    let header = header.ok_or_else(|| fault("the table has no header that can be read"))?;
    let headers: Vec<String> = header.cells.iter().map(|name| trim(name).to_owned()).collect();
    let rows = records.map(|row| judge(row, headers.len())).collect();
    Ok(Table { headers, rows })
}

/// Notes why a record can be no project, whatever its columns mean.
fn judge(mut row: Row, columns: usize) -> Row {
    let cells = row.cells.len();
    if row.fault.is_some() {
        return row;
    }
    if row.cells.iter().any(|cell| cell.contains('\0')) {
        row.fault = Some("it holds a NUL character".to_owned());
    } else if row.cells.iter().all(|cell| trim(cell).is_empty()) {
        row.fault = Some("no cell has a text".to_owned());
    } else if cells < columns || row.cells.iter().skip(columns).any(|cell| !trim(cell).is_empty()) {
        row.fault = Some(format!("it has {cells} cells, the header {columns}"));
    }
    row
}

/// The records of a text, with a fresh reader behind each quote left open.
struct Records<'a> {
    text: &'a str,
    separator: u8,
    reader: Reader<&'a [u8]>,
    /// Where the reader began.
    base: usize,
    /// Line of the byte up to which lines are counted.
    line: u64,
    counted: usize,
    open_quotes: u32,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, start: usize, separator: u8) -> Self {
        let reader = reader(&text[start..], separator);
        Self { text, separator, reader, base: start, line: 1, counted: 0, open_quotes: 0 }
    }

    fn offset(&self) -> usize {
        (self.base + self.reader.position().byte() as usize).min(self.text.len())
    }

    fn line_of(&mut self, at: usize) -> u64 {
        self.line += self.text[self.counted..at].bytes().filter(|b| *b == b'\n').count() as u64;
        self.counted = at;
        self.line
    }
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

impl Iterator for Records<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let before = self.offset();
        let mut cells = StringRecord::new();
        let mut fault = match self.reader.read_record(&mut cells) {
            Ok(false) => return None,
            Ok(true) => None,
            Err(error) => Some(error.to_string()),
        };
        // The reader passes over blank lines, and leaves half of a line end behind.
        let text = &self.text[before..self.offset()];
        let record = text.trim_matches(['\r', '\n']);
        let start = before + text.len() - text.trim_start_matches(['\r', '\n']).len();
        let line = self.line_of(start);
        match quotes(record, self.separator) {
            Quotes::Closed => {}
            Quotes::Stray => fault = Some("a quote inside a quoted cell is not doubled".to_owned()),
            Quotes::Open => {
                let last = line + record.bytes().filter(|b| *b == b'\n').count() as u64;
                fault = Some(format!("a quote opened on this line is never closed, down to line {last}"));
                cells.clear();
                self.open_quotes += 1;
                if let Some(end) = record.find('\n').filter(|_| self.open_quotes <= OPEN_QUOTES) {
                    self.base = start + end;
                    self.reader = reader(&self.text[self.base..], self.separator);
                }
            }
        }
        Some(Row { line, cells, fault })
    }
}

/// How the quotes of one record stand.
fn quotes(record: &str, separator: u8) -> Quotes {
    // A quote opens a cell where the cell begins, and again where it has just closed one (it was doubled).
    let (mut quoted, mut opens, mut closed, mut stray) = (false, true, false, false);
    for byte in record.bytes() {
        if quoted {
            (quoted, closed) = (byte != b'"', byte == b'"');
        } else if byte == b'"' && (opens || closed) {
            (quoted, closed) = (true, false);
        } else {
            stray |= closed && byte != separator;
            (opens, closed) = (byte == separator, false);
            continue;
        }
        opens = false;
    }
    match (quoted, stray) {
        (true, _) => Quotes::Open,
        (false, true) => Quotes::Stray,
        (false, false) => Quotes::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &[u8]) -> Table {
        read(text, &TableFormat::default()).expect("a table")
    }

    fn lines(table: &Table) -> Vec<(u64, bool)> {
        table.rows.iter().map(|row| (row.line, row.fault.is_none())).collect()
    }

    #[test]
    fn rows_know_their_physical_line() {
        let text = "a,b\r\n1,2\r\n\r\n\"x\r\ny\",3\r\n4,5";
        assert_eq!(lines(&table(text.as_bytes())), [(2, true), (4, true), (6, true)]);
        assert_eq!(lines(&table(text.replace("\r\n", "\n").as_bytes())), [(2, true), (4, true), (6, true)]);
        assert_eq!(lines(&table(text.replace("\r\n", "\r").as_bytes())), [(2, true), (4, true), (6, true)]);
        let format = TableFormat { skip_lines: 2, ..TableFormat::default() };
        let table = read(b"A list\n\na,b\n1,2\n", &format).expect("a table");
        assert_eq!((table.headers.join("|"), lines(&table)), ("a|b".to_owned(), vec![(4, true)]));
    }

    #[test]
    fn rows_that_cannot_be_read_are_told() {
        let text = b"a,b\n1\n1,2,3\n1,2,\n,\n1,\0\n\"1\"x,2\n\"a \"b\" c\",2\n1\"5,2\n\"a\"\"b\",2\n";
        let good = [false, false, true, false, false, false, false, true, true];
        assert_eq!(lines(&table(text)), (2..).zip(good).collect::<Vec<_>>());
    }

    #[test]
    fn a_quote_left_open_costs_its_own_line_only() {
        let table = table(b"a,b\n1,2\n\"3,4\n5,6\n7,\"8\n9,10\n");
        assert_eq!(lines(&table), [(2, true), (3, false), (6, true)]);
        let table = self::table(b"a,b\n1,2\n\"3,4\n5,6\n9,10\n");
        assert_eq!(lines(&table), [(2, true), (3, false), (4, true), (5, true)]);
        let hostile = format!("a,b,c\n{}", "a\",b,\"\n".repeat(100_000));
        assert_eq!(self::table(hostile.as_bytes()).rows.len(), 21);
    }

    #[test]
    fn encodings_and_byte_order_marks_are_understood() {
        let format = |encoding: &str| TableFormat { encoding: encoding.to_owned(), ..TableFormat::default() };
        let header = |bytes: &[u8], encoding: &str| read(bytes, &format(encoding)).map(|t| t.headers.join("|"));
        assert_eq!(header(b"\xef\xbb\xbfco\xc3\xbbt,b\n", "utf-8").ok().as_deref(), Some("coût|b"));
        assert_eq!(header(b"\xef\xbb\xbfco\xc3\xbbt,b\n", "windows-1252").ok().as_deref(), Some("coût|b"));
        assert_eq!(header(b"\xa3,co\xfbt\n", "windows-1252").ok().as_deref(), Some("£|coût"));
        assert_eq!(header(b"\xff\xfea\0,\0b\0", "utf-8").ok().as_deref(), Some("a|b"));
        for (bytes, encoding) in [(&b""[..], "utf-8"), (b"\n\n", "utf-8"), (b"\"a,b\n1,2", "utf-8"), (b"a", "klingon")]
        {
            assert!(header(bytes, encoding).is_err(), "{bytes:?} {encoding}");
        }
    }
}
