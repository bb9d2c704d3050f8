//! Domain model of project portfolio management and the algorithms on it.

pub mod decision;
pub mod diagnostic;
pub mod engine;
pub mod error;
pub mod id;
pub mod interchange;
pub mod model;
pub mod quantity;
pub mod render;
#[cfg(feature = "proptest")]
pub mod testing;
pub mod time;
#[cfg(feature = "json")]
pub mod wire;

pub use decision::Decision;
pub use engine::run::Limits;
pub use error::Error;
pub use model::{Model, ModelDraft, Scope};
pub use quantity::{Currency, Money, Score, Share, Workload};
pub use time::{Date, Period};
