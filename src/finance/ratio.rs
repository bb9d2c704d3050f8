//! Ratios that name what they divide, and exact parts of an amount.

use crate::quantity::{Money, QuantityError, Share};
use rust_decimal::Decimal;
use std::fmt;

/// Decimals that a ratio keeps, rounded half to even.
pub const RATIO_DIGITS: u32 = 6;

/// Decimals that money keeps, as a power of ten: every amount is a whole number of these ticks.
const TICK_DIGITS: u32 = 8;
/// Ticks in a cent.
const CENT: i128 = 1_000_000;

/// Why a ratio has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Undefined {
    /// The denominator is nothing.
    #[error("the denominator is 0")]
    ZeroDenominator,
    /// The denominator is below zero: more was taken back than was opened.
    #[error("the denominator is below 0")]
    NegativeDenominator,
    /// The quotient has more digits than a decimal number holds.
    #[error("the quotient has too many digits")]
    OutOfRange,
}

/// Which two amounts a ratio divides (*taux*): the name says the numerator and the denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RatioKind {
    /// *Taux d'exécution*: ordered ÷ credits opened.
    OrderedOverOpened,
    /// *Taux d'exécution avec restes à réaliser*: (ordered + left to realize) ÷ credits opened.
    OrderedAndToRealizeOverOpened,
    /// *Taux d'engagement des crédits*: committed ÷ credits opened.
    CommittedOverOpened,
    /// *Taux d'engagement de l'autorisation*: committed ÷ authority of the AP or AE.
    CommittedOverAuthority,
    /// *Taux de couverture*: payment credits ordered, all years ÷ authority of the AP or AE.
    OrderedOverAuthority,
    /// *Écart au plan*: (what happened − what was planned so far) ÷ what is planned for the whole year.
    GapOverPlan,
}

impl fmt::Display for RatioKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OrderedOverOpened => "ordered ÷ opened",
            Self::OrderedAndToRealizeOverOpened => "(ordered + left to realize) ÷ opened",
            Self::CommittedOverOpened => "committed ÷ opened",
            Self::CommittedOverAuthority => "committed ÷ authority",
            Self::OrderedOverAuthority => "ordered ÷ authority",
            Self::GapOverPlan => "gap ÷ plan",
        })
    }
}

/// A quotient of two amounts, with both of them.
///
/// ```
/// use portefeuille::Money;
/// use portefeuille::finance::{Ratio, RatioKind, Undefined};
///
/// let rate = Ratio::new(RatioKind::OrderedOverOpened, Money::euros(450), Money::euros(1000));
/// assert_eq!(rate.value.map(|v| v.to_string()).as_deref(), Ok("0.45"));
/// assert_eq!(rate.to_string(), "450 EUR of 1000 EUR: 45 %");
/// let none = Ratio::new(RatioKind::OrderedOverOpened, Money::euros(450), Money::euros(0));
/// assert_eq!(none.value, Err(Undefined::ZeroDenominator));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ratio {
    /// What is divided by what.
    pub kind: RatioKind,
    /// Above the line.
    pub numerator: Money,
    /// Below the line.
    pub denominator: Money,
    /// The quotient to [`RATIO_DIGITS`] decimals, half to even; 0.45 is 45 %.
    pub value: Result<Decimal, Undefined>,
}

impl Ratio {
    /// The ratio of two amounts of one currency.
    pub fn new(kind: RatioKind, numerator: Money, denominator: Money) -> Self {
        Self { kind, numerator, denominator, value: divide(numerator, denominator) }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}: ", self.numerator, self.denominator)?;
        match self.value {
            Ok(value) => write!(f, "{} %", (value * Decimal::ONE_HUNDRED).normalize()),
            Err(reason) => write!(f, "no ratio, {reason}"),
        }
    }
}

fn divide(numerator: Money, denominator: Money) -> Result<Decimal, Undefined> {
    if denominator.is_zero() {
        return Err(Undefined::ZeroDenominator);
    }
    if denominator.is_negative() {
        return Err(Undefined::NegativeDenominator);
    }
    // At most 10^23 ticks times 10^6.
    let quotient = rounded(ticks(numerator) * 10_i128.pow(RATIO_DIGITS), ticks(denominator));
    Decimal::try_from_i128_with_scale(quotient, RATIO_DIGITS).map(|d| d.normalize()).map_err(|_| Undefined::OutOfRange)
}

/// An amount in ticks of 10⁻⁸: at most 10²³ of them.
pub(super) fn ticks(money: Money) -> i128 {
    // Money keeps at most eight decimals.
    money.amount().mantissa() * 10_i128.pow(TICK_DIGITS.saturating_sub(money.amount().scale()))
}

/// Numerator ÷ denominator, above zero, to a whole number, half to even.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    let (whole, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    let up = match rest.cmp(&(denominator - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => whole % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    whole + i128::from(up)
}

/// So many parts of an amount, of as many as make the whole, to the cent, half to even. The whole is not nothing.
pub(super) fn part(money: Money, parts: u32, whole: u32) -> Result<Money, QuantityError> {
    let cents = rounded(ticks(money) * i128::from(parts), i128::from(whole.max(1)) * CENT);
    of_cents(cents, money)
}

/// A share of an amount, to the cent, half to even; all of it to the last decimal.
pub(super) fn portion(money: Money, share: Share) -> Result<Money, QuantityError> {
    if share == Share::ONE {
        return Ok(money);
    }
    // At most 10^23 ticks times 10^12.
    let share = share.value();
    let cents = rounded(ticks(money) * share.mantissa(), 10_i128.pow(share.scale()) * CENT);
    of_cents(cents, money)
}

fn of_cents(cents: i128, like: Money) -> Result<Money, QuantityError> {
    // More cents than a decimal holds are more than money can be, too.
    let amount = Decimal::try_from_i128_with_scale(cents, 2).unwrap_or(Decimal::MAX);
    Money::new(amount, like.currency())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(text: &str) -> Money {
        format!("{text} EUR").parse().expect("an amount")
    }

    #[test]
    fn halves_go_to_the_even_digit() {
        let value = |n: &str, d: &str| {
            Ratio::new(RatioKind::OrderedOverOpened, eur(n), eur(d)).value.map(|v| v.to_string()).expect("a ratio")
        };
        assert_eq!(value("1", "3"), "0.333333");
        assert_eq!(value("2", "3"), "0.666667");
        assert_eq!(value("-2", "3"), "-0.666667");
        assert_eq!(value("0.5", "1000000"), "0");
        assert_eq!(value("1.5", "1000000"), "0.000002");
        assert_eq!(value("1000000000000000", "1000000000000000"), "1");
        let tiny = Ratio::new(RatioKind::OrderedOverOpened, eur("1000000000000000"), eur("0.00000001"));
        assert_eq!(tiny.value, Err(Undefined::OutOfRange));
        let back = Ratio::new(RatioKind::OrderedOverOpened, eur("1"), eur("-1"));
        assert_eq!(back.to_string(), "1 EUR of -1 EUR: no ratio, the denominator is below 0");
    }

    #[test]
    fn parts_are_cents() {
        assert_eq!(part(eur("12000"), 2, 12), Ok(eur("2000")));
        assert_eq!(part(eur("100"), 1, 3), Ok(eur("33.33")));
        assert_eq!(part(eur("0.01"), 1, 2), Ok(eur("0")));
        assert_eq!(part(eur("0.03"), 1, 2), Ok(eur("0.02")));
        assert_eq!(part(eur("-100"), 2, 3), Ok(eur("-66.67")));
        let third = "0.333333333333".parse().expect("a share");
        assert_eq!(portion(eur("1000000000000000"), third), Ok(eur("333333333333000")));
        assert_eq!(portion(eur("0.00000001"), Share::ONE), Ok(eur("0.00000001")));
    }

    proptest! {
        #[test]
        fn a_ratio_is_within_half_a_digit(n in -1_000_000_000_i64..1_000_000_000, d in 1..1_000_000_000_i64) {
            let money = |cents: i64| Money::new(Decimal::new(cents, 2), crate::Currency::EUR).expect("an amount");
            let value = Ratio::new(RatioKind::GapOverPlan, money(n), money(d)).value.expect("a ratio");
            let off = value * Decimal::from(d) - Decimal::from(n);
            prop_assert!(off.abs() * Decimal::from(2_000_000) <= Decimal::from(d));
        }
    }
}
