//! Text for people: terminal tables and Markdown, in French and English.
//!
//! Every function takes plain results of the lower rooms and a [`Locale`]; none computes anything. Amounts are written
//! as the language writes them, dates in words, and tables are aligned by characters.

mod capacity;
mod changes;
mod decision;
mod health;
mod indicator;
mod locale;
mod network;
mod table;
mod text;
mod words;

pub use capacity::load_report;
pub use changes::{changes_report, roadmap_state, verdict};
pub use decision::{decision_notes, decision_report, decision_summary};
pub use health::{fact_text, finding_text, health_report, remedy_text};
pub use indicator::{indicator_report, objective_report};
pub use locale::Locale;
pub use network::{network_error_report, schedule_report};
pub use table::{Align, Table};
pub use words::{diagnostic_text, fault_report, lifecycle, lifecycle_count, note_text, reason_text, section};
