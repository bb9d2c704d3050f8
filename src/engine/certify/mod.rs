//! Checking answers, with code that shares nothing with a search.
//!
//! [`check_plan`] evaluates a plan from scratch. [`check_certificate`] re-checks a bound, or a proof that there is no
//! plan. [`brute_force`] tries every plan of a small problem.

mod certificate;
mod combine;
mod derive;
mod key;
mod oracle;
mod plan;
mod price;
mod proof;

pub use certificate::{Certificate, CertificateFault, Claim, check_certificate};
pub use derive::{Derived, Does, Literal};
pub use key::{GroupRow, RowKey, Side, SynergyRow};
pub use oracle::{Exhaustion, brute_force};
pub use plan::{PlanReport, Usage, Violation, check_plan, usage};
pub use proof::{Proof, ProofDraft, ProofFault, TreeNode, check_proof};
