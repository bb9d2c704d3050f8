//! Workload, shares and scores: bounded decimals without a currency.

use super::decimal::{Bounds, QuantityError, wire_text};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $bounds:ident, $expecting:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Decimal);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(Decimal::ZERO);
            /// One.
            pub const ONE: Self = Self(Decimal::ONE);

            /// A number within the bounds of the type.
            pub fn new(value: Decimal) -> Result<Self, QuantityError> {
                $bounds.check(value).map(Self)
            }

            /// The number.
            pub fn value(self) -> Decimal {
                self.0
            }

            /// The exact sum, where it stays within the bounds.
            pub fn checked_add(self, other: Self) -> Result<Self, QuantityError> {
                Self::new(self.0 + other.0)
            }

            /// Whether it is nothing.
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            fn from_str(text: &str) -> Result<Self, QuantityError> {
                $bounds.parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        wire_text!($name, $expecting);
    };
}

const WORKLOAD: Bounds = Bounds { quantity: "workload", low: 0, high: 1_000_000_000, decimals: 6 };
const SHARE: Bounds = Bounds { quantity: "share", low: 0, high: 1, decimals: 12 };
const SCORE: Bounds = Bounds { quantity: "score", low: -1_000_000_000, high: 1_000_000_000, decimals: 6 };

quantity! {
    /// Person-days (*jours-homme, charge*): zero or more, at most 10⁹, at most 6 decimals.
    ///
    /// ```
    /// use portefeuille::Workload;
    ///
    /// let half: Workload = "0.5".parse()?;
    /// assert_eq!(half.checked_add(Workload::days(14))?.to_string(), "14.5");
    /// assert!("-3".parse::<Workload>().is_err());
    /// # Ok::<(), portefeuille::quantity::QuantityError>(())
    /// ```
    Workload, WORKLOAD, "person-days, such as \"14.5\""
}

quantity! {
    /// A share of a whole (*part*): 0 to 1, at most 12 decimals.
    Share, SHARE, "a share between 0 and 1, such as \"0.25\""
}

quantity! {
    /// Points (*note*): a weight, an alignment, a worth. At most 10⁹ either way, at most 6 decimals.
    Score, SCORE, "points, such as \"3.5\""
}

impl Workload {
    /// Whole person-days.
    pub fn days(days: u16) -> Self {
        Self(Decimal::from(days))
    }
}

impl Share {
    /// This share of a number of ticks, rounded half to even.
    ///
    /// ```
    /// use portefeuille::Share;
    ///
    /// let half: Share = "0.5".parse()?;
    /// assert_eq!([1, 3, 4, -3].map(|ticks| half.of(ticks)), [0, 2, 2, -2]);
    /// # Ok::<(), portefeuille::quantity::QuantityError>(())
    /// ```
    pub fn of(self, ticks: i64) -> i64 {
        // A share is kept without trailing zeros: at most 2^63 × 10^12, which an i128 holds.
        let product = i128::from(ticks) * self.0.mantissa();
        let unit = 10_i128.pow(self.0.scale());
        let (whole, rest) = (product.div_euclid(unit), product.rem_euclid(unit));
        let up = rest * 2 > unit || (rest * 2 == unit && whole % 2 != 0);
        // A share is at most 1, so the result fits where the ticks did.
        (whole + i128::from(up)) as i64
    }
}

impl Score {
    /// Whole points.
    pub fn points(points: i16) -> Self {
        Self(Decimal::from(points))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_tick() {
        let half: Share = "0.5".parse().expect("a share");
        assert_eq!([1, 3, 5, -1, -3].map(|ticks| half.of(ticks)), [0, 2, 2, 0, -2]);
        assert_eq!((Share::ONE.of(i64::MIN), Share::ZERO.of(i64::MAX)), (i64::MIN, 0));
        let tiny: Share = "0.000000000001".parse().expect("a share");
        assert_eq!(tiny.of(i64::MAX), 9_223_372);
    }

    #[test]
    fn bounds_are_inclusive() {
        assert_eq!("1".parse::<Share>(), Ok(Share::ONE));
        assert!(matches!("1.01".parse::<Share>(), Err(QuantityError::OutOfRange { .. })));
        assert!(matches!("-0.1".parse::<Share>(), Err(QuantityError::Negative { .. })));
        assert!(matches!("0.1234567".parse::<Workload>(), Err(QuantityError::TooManyDecimals { .. })));
        assert_eq!("0.1234560".parse::<Workload>().map(|w| w.to_string()), Ok("0.123456".to_owned()));
    }
}
