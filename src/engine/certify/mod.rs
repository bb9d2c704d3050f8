//! Checking answers, with code that shares nothing with the search: plans here, bounds by certificates.

mod key;
mod plan;

pub use key::{GroupRow, RowKey, Side};
pub use plan::{PlanReport, Usage, Violation, check_plan, usage};
