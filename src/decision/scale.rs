//! Decimal amounts as whole ticks, and back.

use crate::quantity::Share;
use rust_decimal::{Decimal, RoundingStrategy};

/// How many decimals one tick stands for, per kind of amount. Recorded in a compiled problem, so that the amount that
/// went in comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scale {
    /// Decimals of money: 2 (cents), or more where an amount has more.
    pub money: u32,
    /// Decimals of workload: 2 (hundredths of a day), or more where an amount has more.
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

/// A share of ticks, rounded half to even.
pub(super) fn share_of(ticks: i64, share: Share) -> i64 {
    let share = share.value().normalize();
    if share == Decimal::ONE {
        return ticks;
    }
    // At most 2^63 × 10^12, which an i128 holds.
    let product = i128::from(ticks) * share.mantissa();
    let unit = 10_i128.pow(share.scale());
    let (whole, rest) = (product.div_euclid(unit), product.rem_euclid(unit));
    let up = rest * 2 > unit || (rest * 2 == unit && whole % 2 != 0);
    // A share is at most 1, so the result fits where the ticks did.
    (whole + i128::from(up)) as i64
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

    #[test]
    fn halves_go_to_the_even_tick() {
        let half: Share = "0.5".parse().expect("a share");
        assert_eq!([1, 3, 5, -1, -3].map(|ticks| share_of(ticks, half)), [0, 2, 2, 0, -2]);
        assert_eq!(share_of(i64::MIN, Share::ONE), i64::MIN);
    }
}
