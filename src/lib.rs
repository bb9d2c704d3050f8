//! Domain model of project portfolio management and the algorithms on it.

pub mod diagnostic;
pub mod engine;
pub mod id;
pub mod model;
pub mod quantity;
#[cfg(feature = "proptest")]
pub mod testing;
pub mod time;

pub use model::{Model, ModelDraft, Scope};
pub use quantity::{Currency, Money, Score, Share, Workload};
pub use time::{Date, Period};
