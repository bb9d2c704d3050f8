//! Strategies of proptest (feature `proptest`): whole selection problems, whole documents, and what breaks them.
//!
//! For tests of this crate and of programs that stand on it.

pub mod engine;
pub mod model;
