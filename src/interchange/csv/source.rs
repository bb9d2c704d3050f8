//! Which cells of a row a value comes from.

use super::table::{Row, Table};
use super::text::{TextMap, trim};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess};
use std::borrow::Cow;
use std::fmt;

/// Where a value comes from: one [`Part`], or a list of them of which the first that is not blank counts.
///
/// | written | means |
/// | --- | --- |
/// | `"cost"` | the column of that name |
/// | `{"column": "rating", "occurrence": 2}` | the second column of that name |
/// | `{"constant": "2024"}` | the same text in every row |
/// | `{"join": ["department", "code"], "with": "-"}` | the texts joined; blank where one of them is |
/// | `["rating", {"column": "rating", "occurrence": 2}]` | the first of them that is not blank |
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Tried in this order.
    pub parts: Vec<Part>,
}

/// One place a value may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A column by its header.
    Column {
        /// Header, without the white space around it.
        name: String,
        /// Which of the columns of that name, from 1.
        occurrence: u32,
    },
    /// The same text in every row.
    Constant(String),
    /// Several texts in one.
    Join {
        /// The texts.
        parts: Vec<Part>,
        /// What stands between them.
        with: String,
    },
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFields {
    column: Option<String>,
    occurrence: Option<u32>,
    constant: Option<String>,
    join: Option<Vec<Part>>,
    with: Option<String>,
}

struct PartVisitor;

impl<'de> de::Visitor<'de> for PartVisitor {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column, or an object with one of column, constant and join")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Part, E> {
        Ok(Part::Column { name: trim(name).to_owned(), occurrence: 1 })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Part, A::Error> {
        match PartFields::deserialize(MapAccessDeserializer::new(map))? {
            PartFields { column: Some(name), occurrence, constant: None, join: None, with: None } => {
                let occurrence = occurrence.unwrap_or(1);
                if occurrence == 0 {
                    return Err(de::Error::custom("columns of one name are counted from 1"));
                }
                Ok(Part::Column { name: trim(&name).to_owned(), occurrence })
            }
            PartFields { column: None, occurrence: None, constant: Some(text), join: None, with: None } => {
                Ok(Part::Constant(text))
            }
            PartFields { column: None, occurrence: None, constant: None, join: Some(parts), with } => {
                Ok(Part::Join { parts, with: with.unwrap_or_else(|| " ".to_owned()) })
            }
            _ => Err(de::Error::custom("a part is one of column (with occurrence), constant and join (with `with`)")),
        }
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Source;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a column, an object that says where the value comes from, or a list of them")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Source, E> {
                Part::deserialize(StrDeserializer::new(name)).map(|part| Source { parts: vec![part] })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
                PartVisitor.visit_map(map).map(|part| Source { parts: vec![part] })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Source, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = list.next_element()? {
                    parts.push(part);
                }
                Ok(Source { parts })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A source found in a table.
pub(super) struct Cells {
    parts: Vec<Cell>,
}

enum Cell {
    Column(usize),
    Constant(String),
    Join(Vec<Cell>, String),
}

impl Cells {
    /// Finds the columns; notes each that is not there with the pointer of its field.
    pub(super) fn find(source: &Source, table: &Table, pointer: &str, faults: &mut Diagnostics) -> Self {
        Self { parts: find(&source.parts, table, pointer, faults) }
    }

    /// The first constant, whatever the rows hold.
    pub(super) fn constant(&self) -> Option<Cow<'_, str>> {
        self.parts.iter().find_map(|part| match part {
            Cell::Constant(text) => Some(Cow::Borrowed(text.as_str())),
            Cell::Column(_) | Cell::Join(..) => None,
        })
    }

    /// The first text that is not blank, and the column it comes from; the first column where all are blank.
    pub(super) fn pick<'a>(&'a self, row: &'a Row, blanks: &TextMap<()>) -> (Option<Cow<'a, str>>, Option<usize>) {
        for part in &self.parts {
            if let Some(text) = part.text(row, blanks) {
                return (Some(text), part.column());
            }
        }
        (None, self.parts.iter().find_map(Cell::column))
    }
}

impl Cell {
    fn text<'a>(&'a self, row: &'a Row, blanks: &TextMap<()>) -> Option<Cow<'a, str>> {
        let text = match self {
            Self::Column(column) => Cow::Borrowed(row.cell(*column)),
            Self::Constant(text) => Cow::Borrowed(trim(text)),
            Self::Join(parts, with) => {
                let texts = parts.iter().map(|part| part.text(row, blanks)).collect::<Option<Vec<_>>>()?;
                Cow::Owned(texts.join(with))
            }
        };
        (!text.is_empty() && blanks.get(&text).is_none()).then_some(text)
    }

    fn column(&self) -> Option<usize> {
        match self {
            Self::Column(column) => Some(*column),
            Self::Constant(_) => None,
            Self::Join(parts, _) => parts.iter().find_map(Self::column),
        }
    }
}

fn find(parts: &[Part], table: &Table, pointer: &str, faults: &mut Diagnostics) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Constant(text) => cells.push(Cell::Constant(text.clone())),
            Part::Join { parts, with } => cells.push(Cell::Join(find(parts, table, pointer, faults), with.clone())),
            Part::Column { name, occurrence } => {
                let mut columns = (0..table.headers.len()).filter(|column| table.headers[*column] == *name);
                if let Some(column) = occurrence.checked_sub(1).and_then(|before| columns.nth(before as usize)) {
                    cells.push(Cell::Column(column));
                } else {
                    let which = if *occurrence > 1 { format!(" of occurrence {occurrence}") } else { String::new() };
                    let message = format!("the table has no column `{name}`{which}");
                    let known: Vec<_> = table.headers.iter().map(|header| format!("`{header}`")).collect();
                    let fault = Diagnostic::new(Code::UnknownColumn, message).at(Location::pointer(pointer));
                    faults.push(fault.help(format!("its columns are {}", known.join(", "))));
                }
            }
        }
    }
    cells
}
