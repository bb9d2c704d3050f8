//! Whole documents that build, and mutations that make most of them fail.
//!
//! ```
//! use portefeuille::testing::model::{drafts, mutations};
//! use portefeuille::Model;
//! use proptest::prelude::*;
//!
//! proptest!(ProptestConfig::with_cases(8), |(draft in drafts(), mutation in mutations())| {
//!     let text = draft.to_json();
//!     prop_assert!(Model::from_json(&text).is_ok());
//!     if let Err(faults) = Model::from_json(&mutation.apply(&text)) {
//!         prop_assert!(faults.has_errors());
//!     }
//! });
//! ```

mod drafts;
#[cfg(feature = "json")]
mod mutation;
mod tape;

pub use drafts::drafts;
#[cfg(feature = "json")]
pub use mutation::{Mutation, MutationKind, mutations};
