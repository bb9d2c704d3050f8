//! Text for people: terminal tables and Markdown, in French and English.
//!
//! Every function takes plain results of the lower rooms and a [`Locale`]; none computes anything. Amounts are written
//! as the language writes them, dates in words, and tables are aligned by characters.

mod changes;
mod decision;
mod health;
mod locale;
mod table;
mod words;

pub use changes::{changes_report, roadmap_state, verdict};
pub use decision::{decision_report, decision_summary};
pub use health::{fact_text, finding_text, health_report, remedy_text};
pub use locale::Locale;
pub use table::{Align, Table};
pub use words::{diagnostic_text, lifecycle, reason_text, section};
