//! Typed keys.
