//! Text for people: reports for a terminal and in Markdown, in French and English.
//!
//! Every function takes plain results of the lower rooms and a [`Locale`]; none computes anything but totals. It makes a
//! [`Report`], the sections of which are written as terminal text or as Markdown. Amounts are written as the language writes
//! them, dates in words, and tables are aligned by characters.
//!
//! | a director asks | the answer |
//! | --- | --- |
//! | what is to be mended? | [`health_report`] |
//! | what has changed since we met? | [`changes_report`] |
//! | when do we meet, and what for? | [`agenda_report`] |
//! | what do we vote on? | [`decision_report`], [`arbitration_report`] |
//! | is the money used? | [`execution_report`] |
//! | do we have the people? | [`load_report`] |
//! | when can it start and end? | [`schedule_report`] |
//! | are we getting there? | [`indicator_report`], [`objective_report`] |
//! | what about that project? | [`project_report`] |

mod agenda;
mod capacity;
mod changes;
mod decision;
mod execution;
mod health;
mod indicator;
mod locale;
mod network;
mod project;
mod report;
mod table;
mod terms;
mod text;
mod words;

pub use agenda::agenda_report;
pub use capacity::load_report;
pub use changes::{changes_report, roadmap_state, verdict};
pub use decision::{arbitration_report, decision_notes, decision_report, decision_summary, proposal};
pub use execution::execution_report;
pub use health::{fact_text, finding_text, health_report, remedy_text};
pub use indicator::{indicator_report, objective_report};
pub use locale::Locale;
pub use network::{network_error_report, schedule_report};
pub use project::project_report;
pub use report::Report;
pub use table::{Align, Table};
pub use terms::{
    co_financing_state, commitment_kind, compliance_state, contribution_kind, governance_level, measure_status,
    project_kind, purchase_route, risk_severity, role, service_change,
};
pub use words::{diagnostic_text, fault_report, lifecycle, lifecycle_count, note_text, reason_text, section};
