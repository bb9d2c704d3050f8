//! Public money (*finances*): what is opened, committed, validated, ordered and paid, as of a day.
//!
//! | question | answer |
//! | --- | --- |
//! | how is the budget carried out? | [`Execution`]: by envelope, year and section; rates as [`Ratio`] |
//! | what has a project really cost? | [`RealCosts`], at a stage that the caller names |
//! | how far are the AP and AE? | [`programs`]: authority, payment credits, what is to be spread anew |
//! | does spending keep to the plan? | [`planned_use`], [`deviations`] |
//! | who pays once projects are delivered? | [`RunCosts`] against later years' credits |
//! | what do others bring, and how sure is it? | [`co_financing`], [`unsecured_grants`] |
//! | where will costs land? | [`landings`] |
//! | is the ledger in order? | [`order_breaches`] |
//!
//! All amounts are exact; a movement below zero is a cancellation and is taken off. What is found is data; an error
//! ([`FinanceError`]) says that amounts of two currencies met or that a sum exceeds 10¹⁵. A vote or movement of which only
//! the month is known counts from its first day.
//!
//! # The formulas
//!
//! | figure | formula | French |
//! | --- | --- | --- |
//! | available | opened − committed − ordered without prior commitment | *disponible* |
//! | left to order | committed + ordered without prior commitment − ordered | *restes à mandater* |
//! | left to realize, investment | left to order, outside AP | *restes à réaliser* (RAR) |
//! | left to realize, operating | committed − validated, outside AE | *restes à réaliser* |
//! | left to attach | validated − ordered | *rattachement* |
//! | left to pay | ordered − paid | *restes à payer* |
//! | execution rate | ordered ÷ opened | *taux d'exécution* |
//! | execution rate with RAR | (ordered + left to realize) ÷ opened | *taux avec restes à réaliser* |
//! | commitment rate | committed ÷ opened, or ÷ authority | *taux d'engagement* |
//! | coverage rate | ordered, all years ÷ authority | *taux de couverture* |
//!
//! Committed less what is not ordered yet is what is ordered, so that opened − committed is opened − (committed and not
//! ordered + ordered), the rule of the *comptabilité d'engagement*; an order that needs no commitment takes credits too.
//!
//! 1 000 EUR are opened, 600 are committed and 450 of them ordered: 400 are available, 150 are left to order and to
//! realize, 45 % are carried out, 60 % with what is left to realize.
//!
//! ```
//! use portefeuille::model::{Envelope, LedgerEntry, LedgerStage, ModelDraft, Section, YearAmount};
//! use portefeuille::time::FiscalYear;
//! use portefeuille::{Currency, Money};
//!
//! let year = FiscalYear::new(2026)?;
//! let mut draft = ModelDraft::new("2026-12-31".parse()?, Currency::EUR);
//! let mut envelope = Envelope::new("num", "Numérique");
//! envelope.voted = Some("2026-03-27".parse()?);
//! envelope.amounts.push(YearAmount::new(year, Section::Investment, Money::euros(1000)));
//! draft.envelopes.push(envelope);
//! for (day, stage, euros) in [
//!     ("2026-04-02", LedgerStage::Committed, 700),
//!     ("2026-05-04", LedgerStage::Committed, -100), // a part is cancelled
//!     ("2026-09-01", LedgerStage::Ordered, 450),
//! ] {
//!     let amount = Money::euros(euros);
//!     draft.ledger.push(LedgerEntry::new(day.parse()?, "num", year, Section::Investment, stage, amount));
//! }
//!
//! let model = draft.build()?;
//! let execution = model.execution(model.status_date())?;
//! let figures = execution.line("num", year, Section::Investment).expect("a line").figures;
//! assert_eq!(figures.available, Money::euros(400));
//! assert_eq!((figures.left_to_order, figures.left_to_realize), (Money::euros(150), Money::euros(150)));
//! assert_eq!(figures.execution_rate().to_string(), "450 EUR of 1000 EUR: 45 %");
//! assert_eq!(figures.execution_rate_with_rar()?.to_string(), "600 EUR of 1000 EUR: 60 %");
//! assert_eq!(figures.cancelled.committed(), Money::euros(100));
//!
//! // In February nothing was voted yet, and no rate exists.
//! let february = model.execution("2026-02-01".parse()?)?;
//! let figures = february.line("num", year, Section::Investment).expect("a line").figures;
//! assert!(figures.opened.is_zero() && figures.execution_rate().value.is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cost;
mod error;
mod execution;
mod order;
mod plan;
mod program;
mod ratio;
mod revenue;
mod run_cost;
mod stages;
#[cfg(test)]
mod tests;
mod years;

pub use cost::{CostCell, ProjectCost, RealCosts};
pub use error::FinanceError;
pub use execution::{Execution, ExecutionLine, Figures, RarRule};
pub use order::{Disorder, OrderBreach, order_breaches};
pub use plan::{Deviation, PlannedLine, deviations, planned_use};
pub use program::{ProgramExecution, ProgramYear, programs};
pub use ratio::{RATIO_DIGITS, Ratio, RatioKind, Undefined};
pub use revenue::{ApprovedBasis, CoFinancingYear, Landing, UnsecuredGrant, co_financing, landings, unsecured_grants};
pub use run_cost::{RunCostLine, RunCostYear, RunCosts};
pub(crate) use run_cost::{delivery, paid_months, run_cost_over};
pub use stages::Stages;
