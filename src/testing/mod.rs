//! Strategies of proptest that draw whole documents, and what breaks them (feature `proptest`).
//!
//! For tests of this crate and of programs that stand on it.

pub mod model;
