//! The one integration binary: a file per area.

mod api;
mod architecture;
mod certificates;
mod changes;
mod closure;
mod decision;
mod differences;
mod director;
mod embedded;
mod golden;
mod guide;
mod hostile;
mod import;
mod knapsack;
mod known_optima;
mod lifecycle;
mod oracles;
mod proofs;
mod properties;
mod scopes;
mod search;
mod vectors;
mod vocabulary;
mod wire;
mod worked;
