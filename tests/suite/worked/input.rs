//! What the methods read: fields of a case, and the tables that it names.

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::path::Path;
use std::str::FromStr;

/// The input of a case, and the folder its files are relative to.
pub(super) struct Input<'a> {
    pub(super) fields: &'a Map<String, Value>,
    pub(super) folder: &'a Path,
}

impl Input<'_> {
    pub(super) fn field(&self, name: &str) -> Result<&Value, String> {
        self.fields.get(name).ok_or_else(|| format!("the input has no `{name}`"))
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, String> {
        self.field(name)?.as_str().ok_or_else(|| format!("`{name}` is no text"))
    }

    pub(super) fn list(&self, name: &str) -> Result<&Vec<Value>, String> {
        self.field(name)?.as_array().ok_or_else(|| format!("`{name}` is no list"))
    }

    pub(super) fn numbers(&self, name: &str) -> Result<Vec<Decimal>, String> {
        self.list(name)?.iter().map(number).collect()
    }
}

/// A JSON number or a text, as the decimal it is written as.
pub(super) fn number(value: &Value) -> Result<Decimal, String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).map_err(|e| format!("{value}: {e}"))
}

/// A decimal as a JSON text, which [`number`] reads again.
pub(super) fn told(value: Decimal) -> Value {
    Value::String(value.to_string())
}

/// Header and rows of the table that a case names.
pub(super) fn table(input: &Input<'_>) -> Result<(Vec<String>, Vec<csv::StringRecord>), String> {
    let path = input.folder.join(input.text("file")?);
    let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let encoding = encoding_rs::Encoding::for_label(input.text("encoding")?.as_bytes()).ok_or("an unknown encoding")?;
    let (text, _, damaged) = encoding.decode(&bytes);
    if damaged {
        return Err(format!("{} is not in {}", path.display(), encoding.name()));
    }
    let separator = *input.text("separator")?.as_bytes().first().ok_or("an empty separator")?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.iter().map(str::to_owned).collect();
    Ok((header, reader.records().collect::<Result<_, _>>().map_err(|e| e.to_string())?))
}

/// The columns of a name.
pub(super) fn columns(header: &[String], name: &str) -> Result<Vec<usize>, String> {
    let found: Vec<usize> = (0..header.len()).filter(|i| header[*i] == name).collect();
    if found.is_empty() { Err(format!("no column `{name}`")) } else { Ok(found) }
}

/// The numbers of a column; what is none is left out.
pub(super) fn column(
    header: &[String],
    rows: &[csv::StringRecord],
    name: &str,
) -> Result<Vec<Option<Decimal>>, String> {
    let at = columns(header, name)?[0];
    let cell = |row: &csv::StringRecord| row.get(at).and_then(|text| Decimal::from_str(text.trim()).ok());
    Ok(rows.iter().map(cell).collect())
}
