//! Readers and writers of other tools' formats, one feature each.

#[cfg(feature = "csv")]
pub mod csv;
