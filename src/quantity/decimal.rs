//! What the quantities share: parsing, bounds, and their form on the wire.

use crate::diagnostic::Code;
use rust_decimal::Decimal;
use serde::de;
use std::fmt;
use std::str::FromStr;

/// Why a text or a number is no quantity, or a sum leaves the range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// Not a decimal number.
    #[error("`{text}` is not a decimal number")]
    Malformed {
        /// What was written.
        text: String,
    },
    /// Not an amount followed by a currency.
    #[error("`{text}` is not an amount with its currency, such as `1250.50 EUR`")]
    MalformedMoney {
        /// What was written.
        text: String,
    },
    /// Not three capital letters.
    #[error("`{text}` is not a currency code of three capital letters")]
    MalformedCurrency {
        /// What was written.
        text: String,
    },
    /// Below zero where that means nothing.
    #[error("{value} is negative; a {quantity} is zero or more")]
    Negative {
        /// The kind of quantity.
        quantity: &'static str,
        /// What was given.
        value: Decimal,
    },
    /// Outside the bounds of the type.
    #[error("{value} is outside the range of a {quantity}, {low} to {high}")]
    OutOfRange {
        /// The kind of quantity.
        quantity: &'static str,
        /// What was given.
        value: Decimal,
        /// Lower bound, inclusive.
        low: Decimal,
        /// Upper bound, inclusive.
        high: Decimal,
    },
    /// More decimals than the type keeps.
    #[error("{value} has {decimals} decimals; a {quantity} keeps {limit}")]
    TooManyDecimals {
        /// The kind of quantity.
        quantity: &'static str,
        /// What was given.
        value: Decimal,
        /// How many decimals it has.
        decimals: u32,
        /// How many are kept.
        limit: u32,
    },
    /// Two currencies in one sum.
    #[error("{left} and {right} are two currencies and are not added")]
    MixedCurrencies {
        /// Currency of the left operand.
        left: super::Currency,
        /// Currency of the right operand.
        right: super::Currency,
    },
}

impl QuantityError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Malformed { .. } => Code::MalformedNumber,
            Self::MalformedMoney { .. } => Code::MalformedMoney,
            Self::MalformedCurrency { .. } => Code::MalformedCurrency,
            Self::Negative { .. } => Code::NegativeNumber,
            Self::OutOfRange { .. } => Code::NumberOutOfRange,
            Self::TooManyDecimals { .. } => Code::TooManyDecimals,
            Self::MixedCurrencies { .. } => Code::MixedCurrencies,
        }
    }
}

/// Bounds of one kind of quantity.
pub(super) struct Bounds {
    pub(super) quantity: &'static str,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) decimals: u32,
}

impl Bounds {
    /// The value without trailing zeros, if it is within the bounds.
    pub(super) fn check(&self, value: Decimal) -> Result<Decimal, QuantityError> {
        if value.is_sign_negative() && !value.is_zero() && self.low == 0 {
            return Err(QuantityError::Negative { quantity: self.quantity, value });
        }
        let (low, high) = (Decimal::from(self.low), Decimal::from(self.high));
        if value < low || value > high {
            return Err(QuantityError::OutOfRange { quantity: self.quantity, value, low, high });
        }
        // `normalize` drops trailing zeros and the sign of zero, so equal values are written the same way.
        let value = if value.scale() == 0 && !value.is_zero() { value } else { value.normalize() };
        if value.scale() > self.decimals {
            let decimals = value.scale();
            return Err(QuantityError::TooManyDecimals {
                quantity: self.quantity,
                value,
                decimals,
                limit: self.decimals,
            });
        }
        Ok(value)
    }

    pub(super) fn parse(&self, text: &str) -> Result<Decimal, QuantityError> {
        match short_decimal(text) {
            Some((digits, scale)) if self.holds(digits, scale) => Ok(Decimal::new(digits, scale)),
            // Long numbers, and the words for what is wrong with the others.
            _ => self.check(parse_decimal(text)?),
        }
    }

    fn holds(&self, digits: i64, scale: u32) -> bool {
        // A scale of at most 18 and bounds of at most 63 bits stay within 128.
        let unit = 10_i128.pow(scale);
        let digits = i128::from(digits);
        scale <= self.decimals && i128::from(self.low) * unit <= digits && digits <= i128::from(self.high) * unit
    }
}

/// A number of at most 18 digits as digits and scale, without trailing zeros after the point; `None` for all else. Most
/// numbers of a document are such, and this is several times as fast as the general way.
fn short_decimal(text: &str) -> Option<(i64, u32)> {
    let (negative, unsigned) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    if unsigned.len() > 19 || !unsigned.first()?.is_ascii_digit() || !unsigned.last()?.is_ascii_digit() {
        return None;
    }
    let (mut digits, mut point) = (0_i64, None);
    for (place, byte) in unsigned.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?,
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let mut scale = point.map_or(0, |point| unsigned.len() - 1 - point) as u32;
    while scale > 0 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    Some((if negative { -digits } else { digits }, scale))
}

/// Plain digits with an optional sign and point; no exponent, no separators, and no rounding of what is too long.
pub(super) fn parse_decimal(text: &str) -> Result<Decimal, QuantityError> {
    let malformed = || QuantityError::Malformed { text: text.to_owned() };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let well_formed = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && digits.bytes().last().is_some_and(|b| b.is_ascii_digit())
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    if !well_formed {
        return Err(malformed());
    }
    Decimal::from_str_exact(text).map_err(|_| malformed())
}

/// Reads a quantity from a text or a whole number, through the type's own `FromStr`.
pub(super) struct QuantityVisitor<T>(&'static str, std::marker::PhantomData<T>);

impl<T> QuantityVisitor<T> {
    pub(super) fn new(expecting: &'static str) -> Self {
        Self(expecting, std::marker::PhantomData)
    }
}

impl<T: FromStr<Err = QuantityError>> de::Visitor<'_> for QuantityVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }
}

/// Serde through `Display` and `FromStr`.
macro_rules! wire_text {
    ($type:ty, $expecting:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::quantity::decimal::QuantityVisitor::<$type>::new($expecting))
            }
        }
    };
}

pub(super) use wire_text;

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { quantity: "amount", low: -1_000, high: 1_000_000_000_000_000, decimals: 8 };

    #[test]
    fn short_numbers_are_read_as_the_general_way_reads_them() {
        let parts =
            ["", "-", "+", "0", "1", "00", "10", "9", "999999999", "1000000000000000", ".", "5", "-1", " ", "e"];
        for a in parts {
            for b in parts {
                for c in parts {
                    for d in parts {
                        let text = format!("{a}{b}{c}{d}");
                        let general = parse_decimal(&text).and_then(|value| BOUNDS.check(value));
                        let fast = BOUNDS.parse(&text);
                        assert_eq!(fast, general, "{text}");
                        // Equal values of one form: the same digits are written.
                        assert_eq!(fast.map(|v| v.to_string()), general.map(|v| v.to_string()), "{text}");
                    }
                }
            }
        }
    }
}
