//! The guide: long chapters, for people who want to know what the crate means before they call it.
//!
//! | chapter | what it says |
//! | --- | --- |
//! | `pipeline` | from a draft to a decision: one program, told step by step |
//! | [`vocabulary`] | each term of the domain, in English and French, the type and field that carries it, and the test that exercises it |
//! | `format` | the document format, version 1: every list, record, field and word |
//!
//! The chapters are tested: their programs are compiled and run, their examples are read, and their tables are held against
//! what the crate does. The codes of the health check have a page of their own, [`health::codes`](crate::health::codes).

#[cfg(feature = "json")]
pub mod pipeline {
    #![doc = include_str!("pipeline.md")]
}

pub mod vocabulary {
    #![doc = include_str!("vocabulary.md")]

    #[cfg(doc)]
    use crate::model::*;
}

#[cfg(feature = "json")]
pub mod format {
    #![doc = include_str!("format.md")]
}
