//! The engine: integers only.

pub mod problem;
pub mod random;
