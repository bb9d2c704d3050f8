//! Domain model of project portfolio management and the algorithms on it.

pub mod diagnostic;
pub mod engine;
pub mod id;
pub mod quantity;
#[cfg(feature = "proptest")]
pub mod testing;
pub mod time;
