//! Sums, means and ratios: exact, with one declared rounding, and a reason where there is no value.

use rust_decimal::Decimal;

/// Decimals that a division keeps, rounded half to even.
pub const DIGITS: u32 = 12;

/// Why a value does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Undefined {
    /// Nothing was measured.
    #[error("nothing is measured")]
    NoValue,
    /// The weights, or the denominator, are zero.
    #[error("the weights add up to nothing")]
    NoWeight,
    /// A weight is below zero.
    #[error("a weight is below zero")]
    NegativeWeight,
    /// A value is below zero where that means nothing.
    #[error("a value is below zero")]
    NegativeValue,
    /// The exact result has too many digits.
    #[error("the exact result has too many digits")]
    OutOfRange,
}

/// Numbers as whole ticks of one power of ten.
#[derive(Debug, Clone)]
pub(super) struct Ticks {
    pub(super) list: Vec<i128>,
    pub(super) scale: u32,
}

impl Ticks {
    pub(super) fn of(numbers: impl Iterator<Item = Decimal>) -> Result<Self, Undefined> {
        let numbers: Vec<Decimal> = numbers.map(|n| n.normalize()).collect();
        let scale = numbers.iter().map(Decimal::scale).max().unwrap_or(0);
        let tick = |n: &Decimal| n.mantissa().checked_mul(10_i128.checked_pow(scale - n.scale())?);
        let list = numbers.iter().map(tick).collect::<Option<_>>().ok_or(Undefined::OutOfRange)?;
        Ok(Self { list, scale })
    }

    pub(super) fn sum(&self) -> Result<i128, Undefined> {
        self.list.iter().try_fold(0_i128, |sum, tick| sum.checked_add(*tick)).ok_or(Undefined::OutOfRange)
    }
}

/// Σ of a × b, in ticks of both scales.
pub(super) fn products(a: &Ticks, b: &Ticks) -> Result<Ticks, Undefined> {
    let product = |(a, b): (&i128, &i128)| a.checked_mul(*b);
    let list = a.list.iter().zip(&b.list).map(product).collect::<Option<_>>().ok_or(Undefined::OutOfRange)?;
    Ok(Ticks { list, scale: a.scale + b.scale })
}

/// (numerator ÷ 10^scale) ÷ denominator, rounded to [`DIGITS`] decimals, half to even. The denominator is not zero.
pub(super) fn divide(numerator: i128, scale: u32, denominator: i128) -> Result<Decimal, Undefined> {
    let quotient = || -> Option<i128> {
        let mut denominator = denominator.checked_abs()?;
        if scale > DIGITS {
            denominator = denominator.checked_mul(10_i128.checked_pow(scale - DIGITS)?)?;
        }
        let size = numerator.checked_abs()?;
        let (mut whole, mut rest) = (size / denominator, size % denominator);
        for _ in scale..DIGITS {
            rest = rest.checked_mul(10)?;
            whole = whole.checked_mul(10)?.checked_add(rest / denominator)?;
            rest %= denominator;
        }
        let up = match rest.cmp(&(denominator - rest)) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => whole % 2,
            std::cmp::Ordering::Greater => 1,
        };
        whole.checked_add(up)
    };
    let size = quotient().ok_or(Undefined::OutOfRange)?;
    let signed = if (numerator < 0) == (denominator < 0) { size } else { -size };
    Decimal::try_from_i128_with_scale(signed, DIGITS).map(|d| d.normalize()).map_err(|_| Undefined::OutOfRange)
}

/// Ticks as a number, rounded to [`DIGITS`] decimals, half to even.
pub(super) fn number(ticks: i128, scale: u32) -> Result<Decimal, Undefined> {
    divide(ticks, scale, 1)
}

/// Numerator ÷ denominator, rounded to [`DIGITS`] decimals, half to even.
pub fn ratio(numerator: Decimal, denominator: Decimal) -> Result<Decimal, Undefined> {
    let both = Ticks::of([numerator, denominator].into_iter())?;
    if both.list[1] == 0 { Err(Undefined::NoWeight) } else { divide(both.list[0], 0, both.list[1]) }
}

/// Σ value; exact up to [`DIGITS`] decimals. Nothing adds up to zero.
pub fn sum(values: &[Decimal]) -> Result<Decimal, Undefined> {
    let ticks = Ticks::of(values.iter().copied())?;
    number(ticks.sum()?, ticks.scale)
}

/// Σ value ÷ n, rounded to [`DIGITS`] decimals, half to even.
pub fn mean(values: &[Decimal]) -> Result<Decimal, Undefined> {
    if values.is_empty() {
        return Err(Undefined::NoValue);
    }
    let ticks = Ticks::of(values.iter().copied())?;
    divide(ticks.sum()?, ticks.scale, values.len() as i128)
}

/// Σ weight × value ÷ Σ weight over pairs of weight and value, rounded to [`DIGITS`] decimals, half to even. Weights are
/// not negative and not all zero.
pub fn weighted_mean(pairs: &[(Decimal, Decimal)]) -> Result<Decimal, Undefined> {
    if pairs.is_empty() {
        return Err(Undefined::NoValue);
    }
    let weights = Ticks::of(pairs.iter().map(|(weight, _)| *weight))?;
    let values = Ticks::of(pairs.iter().map(|(_, value)| *value))?;
    if weights.list.iter().any(|weight| *weight < 0) {
        return Err(Undefined::NegativeWeight);
    }
    match weights.sum()? {
        0 => Err(Undefined::NoWeight),
        total => divide(products(&weights, &values)?.sum()?, values.scale, total),
    }
}

/// The n-th root of the product of n values, zero or more (*moyenne géométrique*): to 12 significant digits, or
/// [`DIGITS`] decimals where those are fewer, cut off.
///
/// Less forgiving than the mean: what is nearly zero somewhere is not made up for elsewhere. The mean of 21, 1, 1 and 1
/// is 6; their geometric mean is the fourth root of 21.
///
/// ```
/// use portefeuille::indicator::{geometric_mean, mean};
/// use rust_decimal::Decimal;
///
/// let values = [21, 1, 1, 1].map(Decimal::from);
/// assert_eq!(mean(&values), Ok(6.into()));
/// assert_eq!(geometric_mean(&values).map(|v| v.to_string()).as_deref(), Ok("2.14069514292"));
/// ```
pub fn geometric_mean(values: &[Decimal]) -> Result<Decimal, Undefined> {
    if values.is_empty() {
        return Err(Undefined::NoValue);
    }
    if values.iter().any(|value| value.is_sign_negative() && !value.is_zero()) {
        return Err(Undefined::NegativeValue);
    }
    if values.iter().any(Decimal::is_zero) {
        return Ok(Decimal::ZERO);
    }
    let count = values.len() as i64;
    let product = values.iter().fold(Scientific::ONE, |product, value| product.times(Scientific::of(*value)));
    // product = mantissa × 10^(whole × count + rest), and the root of mantissa × 10^rest is from 1 up to, not including, 10.
    let (whole, rest) = (product.exponent.div_euclid(count), product.exponent.rem_euclid(count));
    let aim = Scientific { mantissa: product.mantissa, exponent: rest };
    let mut root = Decimal::ONE;
    let mut step = Decimal::ONE;
    for _ in 0..DIGITS {
        for _ in 0..9 {
            let next = Scientific { mantissa: root + step, exponent: 0 };
            if next.mantissa >= Decimal::TEN || next.power(count as u64) > aim {
                break;
            }
            root += step;
        }
        step *= Decimal::new(1, 1);
    }
    let (digits, scale) = (root.mantissa(), i64::from(root.scale()) - whole);
    match u32::try_from(scale) {
        Ok(scale) if scale > DIGITS => {
            let cut = 10_i128.checked_pow(scale - DIGITS).map_or(0, |power| digits / power);
            Ok(Decimal::from_i128_with_scale(cut, DIGITS).normalize())
        }
        Ok(scale) => Ok(Decimal::from_i128_with_scale(digits, scale).normalize()),
        Err(_) => {
            let power = u32::try_from(-scale).ok().and_then(|n| 10_i128.checked_pow(n));
            let whole = power.and_then(|power| digits.checked_mul(power)).ok_or(Undefined::OutOfRange)?;
            Decimal::try_from_i128_with_scale(whole, 0).map_err(|_| Undefined::OutOfRange)
        }
    }
}

/// Mantissa × 10^exponent, the mantissa from 1 up to, not including, 10, to 28 digits.
#[derive(Clone, Copy, PartialEq)]
struct Scientific {
    mantissa: Decimal,
    exponent: i64,
}

impl Scientific {
    const ONE: Self = Self { mantissa: Decimal::ONE, exponent: 0 };

    /// A number above zero.
    fn of(value: Decimal) -> Self {
        let digits = value.normalize().mantissa();
        let places = digits.checked_ilog10().unwrap_or(0);
        // The same digits with the point after the first: a decimal holds 29 of them.
        let mantissa = Decimal::from_i128_with_scale(digits, places);
        Self { mantissa, exponent: i64::from(places) - i64::from(value.normalize().scale()) }
    }

    fn times(self, other: Self) -> Self {
        let (product, exponent) = (self.mantissa * other.mantissa, self.exponent + other.exponent);
        if product >= Decimal::TEN {
            Self { mantissa: product * Decimal::new(1, 1), exponent: exponent + 1 }
        } else {
            Self { mantissa: product, exponent }
        }
    }

    fn power(self, mut n: u64) -> Self {
        let (mut base, mut power) = (self, Self::ONE);
        while n > 0 {
            if n % 2 == 1 {
                power = power.times(base);
            }
            base = base.times(base);
            n /= 2;
        }
        power
    }
}

impl PartialOrd for Scientific {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.exponent.cmp(&other.exponent).then(self.mantissa.cmp(&other.mantissa)))
    }
}
