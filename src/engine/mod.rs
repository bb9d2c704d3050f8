//! The engine: integers only.
