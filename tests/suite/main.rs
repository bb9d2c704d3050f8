//! The one integration binary: a file per area.

mod api;
mod architecture;
mod certificates;
mod changes;
mod closure;
mod decision;
mod differences;
mod embedded;
mod golden;
mod hostile;
mod import;
mod knapsack;
mod known_optima;
mod lifecycle;
mod oracles;
mod properties;
mod scopes;
mod search;
mod wire;
mod worked;
