//! The integration tests, one file per area.

mod api;
mod certificates;
mod oracles;
mod properties;
mod search;
