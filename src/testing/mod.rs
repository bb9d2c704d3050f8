//! Strategies for property tests (feature `proptest`): whole selection problems, drawn to cover every kind of constraint.

pub mod engine;
