//! Person-days in exact hundredths.

use crate::quantity::Workload;
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// Person-days (*jours-homme*) in exact hundredths; below zero where a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PersonDays(i64);

impl PersonDays {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many hundredths of a day.
    pub fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// A workload rounded to the hundredth, half to even.
    pub fn rounded(workload: Workload) -> Self {
        let hundredths = workload.value() * Decimal::ONE_HUNDRED;
        // At most 10⁹ days, so 10¹¹ hundredths.
        Self(hundredths.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven).try_into().unwrap_or(i64::MAX))
    }

    /// The number of hundredths.
    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// The number of days.
    pub fn days(self) -> Decimal {
        Decimal::new(self.0, 2).normalize()
    }

    /// The exact sum, where it stays within ±9.2 × 10¹⁶ days.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The exact difference, where it stays within ±9.2 × 10¹⁶ days.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl fmt::Display for PersonDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.days(), f)
    }
}
