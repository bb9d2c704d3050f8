//! The one integration binary: a file per area.

mod worked;
