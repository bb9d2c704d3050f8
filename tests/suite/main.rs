//! The integration tests, one file per area.

mod api;
mod certificates;
mod known_optima;
mod oracles;
mod properties;
mod search;
