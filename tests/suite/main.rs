//! The one integration binary: a file per area.
fn main() {}
