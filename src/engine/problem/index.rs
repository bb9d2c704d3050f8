//! Dense indices of one problem.

use std::fmt;

macro_rules! index {
    ($($name:ident, $word:literal, $what:literal;)*) => {$(
        #[doc = concat!("Index of ", $what, ". It means something in one problem only.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The index at this position. A position past `u32::MAX` becomes `u32::MAX`, which no problem holds.
            pub fn new(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            /// The position, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, " {}"), self.0)
            }
        }
    )*};
}

index! {
    CandidateIx, "candidate", "a candidate";
    ModeIx, "mode", "a mode, counted over all candidates in the order they were drafted";
    CapacityIx, "capacity", "a capacity";
    LinkIx, "link", "a link";
    GroupIx, "group", "a group";
    QuotaIx, "quota", "a quota";
    SynergyIx, "synergy", "a synergy";
}
