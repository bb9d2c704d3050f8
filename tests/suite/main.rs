//! The one integration binary: a file per area.

mod architecture;
mod decision;
mod embedded;
mod golden;
mod hostile;
mod import;
mod wire;
