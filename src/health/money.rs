//! Exact sums of amounts times shares, whatever their order.

use super::finding::Fact;
use super::ground::Ground;
use crate::model::CarryOver;
use crate::quantity::{Money, Share};
use rust_decimal::Decimal;

/// Amounts have at most 8 decimals.
const DECIMALS: u32 = 8;

/// A sum in units of 10⁻⁸ of the currency. An amount is below 10²³ of them, so that millions of amounts fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Sum(i128);

/// Amounts are kept without trailing zeros, and shares too.
fn units(amount: Decimal) -> i128 {
    amount.mantissa() * 10_i128.pow(DECIMALS.saturating_sub(amount.scale()))
}

/// A share of an amount, half to even.
pub(super) fn charged(amount: Money, share: Share) -> Sum {
    let whole = units(amount.amount());
    if share == Share::ONE {
        return Sum(whole);
    }
    // Below 10²³ units times at most 10¹².
    let share = share.value();
    let unit = 10_i128.pow(share.scale());
    let product = whole * share.mantissa();
    let (floor, rest) = (product.div_euclid(unit), product.rem_euclid(unit));
    Sum(floor + i128::from(rest * 2 > unit || (rest * 2 == unit && floor % 2 != 0)))
}

impl Sum {
    pub(super) fn add(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// What of a rest the year after has.
    pub(super) fn carried(self, rule: &CarryOver) -> Self {
        match rule {
            CarryOver::None => Self(0),
            CarryOver::Whole => Self(self.0.max(0)),
            CarryOver::AtMost(most) => Self(self.0.clamp(0, units(most.amount()).max(0))),
        }
    }

    /// Its share of a total above zero, to 6 decimals, half to even.
    pub(super) fn share_of(self, total: Self) -> Option<Decimal> {
        let (part, total) = (self.decimal(), total.decimal());
        (total > Decimal::ZERO).then(|| part.checked_div(total)).flatten().map(|share| share.round_dp(6).normalize())
    }

    /// The number, to the cent.
    pub(super) fn decimal(self) -> Decimal {
        let cents = self.0 / 1_000_000 + i128::from((self.0 % 1_000_000).abs() * 2 > 1_000_000) * self.0.signum();
        Decimal::try_from_i128_with_scale(cents, 2).unwrap_or(Decimal::MAX).normalize()
    }

    /// As an amount of the document's currency; a number where it is too large for one.
    pub(super) fn fact(self, ground: &Ground<'_>) -> Fact {
        let number = self.decimal();
        Money::new(number, ground.model.currency()).map_or(Fact::Number(number), Fact::Money)
    }
}
