//! Money and its currency.

use super::decimal::{Bounds, QuantityError, wire_text};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// A currency by its three letters (ISO 4217), such as `EUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// The three letters.
    pub fn as_str(&self) -> &str {
        // Only ASCII letters get in, so this is always text.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl FromStr for Currency {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        match *text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(QuantityError::MalformedCurrency { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

wire_text!(Currency, "a currency code of three capital letters");

const MONEY: Bounds =
    Bounds { quantity: "amount", low: -1_000_000_000_000_000, high: 1_000_000_000_000_000, decimals: 8 };

/// An amount of money in one currency (*montant*): at most 10¹⁵ either way, at most 8 decimals.
///
/// | operation | result | fails when |
/// | --- | --- | --- |
/// | [`checked_add`](Self::checked_add), [`checked_sub`](Self::checked_sub) | exact [`Money`] | the currencies differ, or the result leaves the range |
/// | comparison | by amount; amounts of two currencies do not compare | |
///
/// ```
/// use portefeuille::Money;
///
/// let bid: Money = "1250.50 EUR".parse()?;
/// let total = bid.checked_add(Money::euros(100))?;
/// assert_eq!(total.to_string(), "1350.5 EUR");
/// assert!(bid.checked_add("1 CAD".parse()?).is_err());
/// # Ok::<(), portefeuille::quantity::QuantityError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// An amount within the bounds.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, QuantityError> {
        Ok(Self { amount: MONEY.check(amount)?, currency })
    }

    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// Whole euros.
    pub fn euros(euros: i32) -> Self {
        Self { amount: Decimal::from(euros), currency: Currency::EUR }
    }

    /// The number without its currency.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The exact sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, QuantityError> {
        self.same_currency(other)?;
        // Two bounded amounts need 25 digits at most: the decimal sum is exact, and only its size is left to judge.
        Self::new(self.amount + other.amount, self.currency)
    }

    /// The exact difference of two amounts of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, QuantityError> {
        self.same_currency(other)?;
        Self::new(self.amount - other.amount, self.currency)
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    fn same_currency(self, other: Self) -> Result<(), QuantityError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(QuantityError::MixedCurrencies { left: self.currency, right: other.currency })
        }
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (self.currency == other.currency).then(|| self.amount.cmp(&other.amount))
    }
}

impl FromStr for Money {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (amount, currency) =
            text.rsplit_once(' ').ok_or_else(|| QuantityError::MalformedMoney { text: text.to_owned() })?;
        Ok(Self { amount: MONEY.parse(amount)?, currency: currency.parse()? })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

wire_text!(Money, "an amount with its currency, such as \"1250.50 EUR\"");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_or_refused() {
        let near = Money::new(Decimal::from(999_999_999_999_999_i64), Currency::EUR).expect("within bounds");
        let crumb: Money = "0.00000001 EUR".parse().expect("within bounds");
        let sum = near.checked_add(crumb).expect("exact");
        assert_eq!(sum.to_string(), "999999999999999.00000001 EUR");
        assert_eq!(sum.checked_sub(near).expect("exact"), crumb);
        assert!(matches!(near.checked_add(near), Err(QuantityError::OutOfRange { .. })));
    }

    #[test]
    fn malformed_money_is_refused() {
        for text in ["", "12", "12EUR", "12 eur", "1e3 EUR", "1 250 EUR", "12,5 EUR", ".5 EUR", "5. EUR", "- EUR"] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
        assert!("0.000000001 EUR".parse::<Money>().is_err());
        assert!("79228162514264337593543950335.4 EUR".parse::<Money>().is_err());
    }

    #[test]
    fn equal_amounts_are_written_alike() {
        let a: Money = "-0.00 EUR".parse().expect("zero");
        assert_eq!(a.to_string(), "0 EUR");
        let b: Money = "1500.00 EUR".parse().expect("amount");
        assert_eq!(b.to_string(), "1500 EUR");
        assert_eq!("1500 EUR".parse::<Money>(), Ok(b));
    }
}
