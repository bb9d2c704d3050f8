//! The one integration binary: a file per area.

mod golden;
mod hostile;
mod import;
mod wire;
