//! Decimal amounts as whole ticks, and back.

use rust_decimal::{Decimal, RoundingStrategy};

/// How many decimals one tick stands for, per kind of amount. Recorded in a compiled problem, so that the amount that
/// went in comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scale {
    /// Decimals of money: 2 (cents), or more where an amount has more.
    pub money: u32,
    /// Decimals of workload: 2, hundredths of a day; a workload with more is rounded, half to even.
    pub workload: u32,
    /// Decimals of worth: as few as hold every worth.
    pub worth: u32,
}

/// A decimal as ticks of so many decimals; `None` where it has more decimals, or does not fit.
pub(super) fn to_ticks(value: Decimal, decimals: u32) -> Option<i64> {
    let value = value.normalize();
    let missing = decimals.checked_sub(value.scale())?;
    let ticks = value.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(ticks).ok()
}

/// Ticks as a decimal; `None` beyond 28 digits.
pub(super) fn from_ticks(ticks: i128, decimals: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(ticks, decimals).ok().map(|value| value.normalize())
}

/// A product kept to 6 decimals, half to even: how worths are made.
pub(super) fn to_six_places(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(6, RoundingStrategy::MidpointNearestEven).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a decimal")
    }

    #[test]
    fn what_goes_in_comes_out() {
        for text in ["0", "1250.5", "-0.01", "999999999999999.99"] {
            let ticks = to_ticks(decimal(text), 2).expect("fits");
            assert_eq!(from_ticks(ticks.into(), 2), Some(decimal(text)));
        }
        assert_eq!(to_ticks(decimal("0.001"), 2), None);
        assert_eq!(to_ticks(decimal("1000000000000000"), 8), None);
    }
}
