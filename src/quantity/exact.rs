//! Exact sums and quotients: numbers as whole ticks of one power of ten, one declared rounding at the end.

use rust_decimal::Decimal;

/// Numbers as whole ticks of one power of ten.
#[derive(Debug, Clone)]
pub(crate) struct Ticks {
    pub(crate) list: Vec<i128>,
    pub(crate) scale: u32,
}

impl Ticks {
    /// `None` where the ticks leave 127 bits.
    pub(crate) fn of(numbers: impl Iterator<Item = Decimal>) -> Option<Self> {
        let numbers: Vec<Decimal> = numbers.map(|number| number.normalize()).collect();
        let scale = numbers.iter().map(Decimal::scale).max().unwrap_or(0);
        let tick = |n: &Decimal| n.mantissa().checked_mul(10_i128.checked_pow(scale - n.scale())?);
        let list = numbers.iter().map(tick).collect::<Option<_>>()?;
        Some(Self { list, scale })
    }

    pub(crate) fn sum(&self) -> Option<i128> {
        self.list.iter().try_fold(0_i128, |sum, tick| sum.checked_add(*tick))
    }

    /// Term by term, in ticks of both scales.
    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        let list = self.list.iter().zip(&other.list).map(|(a, b)| a.checked_mul(*b)).collect::<Option<_>>()?;
        Some(Self { list, scale: self.scale + other.scale })
    }
}

/// The whole ticks of 10^-digits that numerator ÷ 10^scale ÷ denominator reaches, rounded down, and the rest in parts of a
/// whole that all quotients of one denominator share. The denominator is above zero.
fn floor(numerator: i128, scale: u32, denominator: i128, digits: u32) -> Option<(i128, i128, i128)> {
    let whole =
        if scale > digits { denominator.checked_mul(10_i128.checked_pow(scale - digits)?)? } else { denominator };
    let (mut ticks, mut rest) = (numerator.div_euclid(whole), numerator.rem_euclid(whole));
    for _ in scale..digits {
        rest = rest.checked_mul(10)?;
        ticks = ticks.checked_mul(10)?.checked_add(rest / whole)?;
        rest %= whole;
    }
    Some((ticks, rest, whole))
}

fn half_even(ticks: i128, rest: i128, whole: i128) -> i128 {
    let up = match rest.cmp(&(whole - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => ticks % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    ticks + i128::from(up)
}

fn decimal(ticks: i128, digits: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(ticks, digits).ok().map(|value| value.normalize())
}

/// (numerator ÷ 10^scale) ÷ denominator, rounded to so many decimals, half to even; `None` where the denominator is zero
/// or the digits do not fit.
pub(crate) fn quotient(numerator: i128, scale: u32, denominator: i128, digits: u32) -> Option<Decimal> {
    let (numerator, denominator) = match denominator.signum() {
        0 => return None,
        1 => (numerator, denominator),
        _ => (numerator.checked_neg()?, denominator.checked_neg()?),
    };
    let (ticks, rest, whole) = floor(numerator, scale, denominator, digits)?;
    decimal(half_even(ticks, rest, whole), digits)
}

/// Numerator ÷ denominator of two decimals, rounded to so many decimals, half to even.
pub(crate) fn ratio(numerator: Decimal, denominator: Decimal, digits: u32) -> Option<Decimal> {
    let both = Ticks::of([numerator, denominator].into_iter())?;
    quotient(both.list[0], 0, both.list[1], digits)
}

/// The exact sum; `None` where its digits do not fit. (`Decimal`'s own checked sum rounds what does not fit in silence.)
pub(crate) fn sum(numbers: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let ticks = Ticks::of(numbers)?;
    decimal(ticks.sum()?, ticks.scale)
}

/// The product of some decimals ÷ the product of others, rounded to so many decimals, half to even.
pub(crate) fn fraction(above: &[Decimal], below: &[Decimal], digits: u32) -> Option<Decimal> {
    let product = |numbers: &[Decimal]| -> Option<(i128, u32)> {
        numbers.iter().map(Decimal::normalize).try_fold((1_i128, 0), |(product, scale), number| {
            Some((product.checked_mul(number.mantissa())?, scale + number.scale()))
        })
    };
    let ((mut numerator, up), (mut denominator, down)) = (product(above)?, product(below)?);
    if down > up {
        numerator = numerator.checked_mul(10_i128.checked_pow(down - up)?)?;
    } else {
        denominator = denominator.checked_mul(10_i128.checked_pow(up - down)?)?;
    }
    quotient(numerator, 0, denominator, digits)
}

/// (Σ part ÷ 10^scale) ÷ denominator rounded as [`quotient`] does, and each part so rounded, down or up by the largest
/// remainder, that they add up to it. The denominator is above zero.
pub(crate) fn apportion(parts: &[i128], scale: u32, denominator: i128, digits: u32) -> Option<(Decimal, Vec<Decimal>)> {
    if denominator <= 0 {
        return None;
    }
    let sum = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part))?;
    let (ticks, rest, whole) = floor(sum, scale, denominator, digits)?;
    let total = half_even(ticks, rest, whole);
    let mut floors = parts.iter().map(|part| floor(*part, scale, denominator, digits)).collect::<Option<Vec<_>>>()?;
    let reached = floors.iter().try_fold(0_i128, |sum, (ticks, _, _)| sum.checked_add(*ticks))?;
    let mut order: Vec<usize> = (0..floors.len()).collect();
    order.sort_by_key(|k| (std::cmp::Reverse(floors[*k].1), *k));
    let left = usize::try_from(total - reached).ok()?;
    for k in order.into_iter().take(left) {
        floors[k].0 += 1;
    }
    let shares = floors.into_iter().map(|(ticks, _, _)| decimal(ticks, digits)).collect::<Option<_>>()?;
    Some((decimal(total, digits)?, shares))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn halves_go_to_the_even_digit_on_both_sides_of_zero() {
        for (n, d, digits, expected) in [
            (1, 2, 0, "0"),
            (3, 2, 0, "2"),
            (-1, 2, 0, "0"),
            (-3, 2, 0, "-2"),
            (3, -2, 0, "-2"),
            (2, 3, 6, "0.666667"),
            (-2, 3, 6, "-0.666667"),
        ] {
            assert_eq!(quotient(n, 0, d, digits), Some(number(expected)), "{n} / {d}");
        }
        let (above, below) = ([number("1.5"), number("-4")], [number("0.25"), number("3")]);
        assert_eq!(fraction(&above, &below, 6), Some(number("-8")));
        assert_eq!(fraction(&[], &[number("0.00")], 6), None);
        assert_eq!(sum([number("0.10"), number("-3")].into_iter()), Some(number("-2.9")));
        assert_eq!(sum([Decimal::MAX, Decimal::new(1, 1)].into_iter()), None, "it would have to be rounded");
        assert_eq!(quotient(12_345, 4, 1, 2), Some(number("1.23")));
        assert_eq!(quotient(1, 0, 0, 2), None);
        assert_eq!(quotient(i128::MAX, 0, 1, 2), None);
    }

    #[test]
    fn thirds_add_up() {
        let (total, parts) = apportion(&[1, 1, 1], 0, 3, 12).expect("fits");
        assert_eq!(total, Decimal::ONE);
        assert_eq!(parts.iter().sum::<Decimal>(), Decimal::ONE);
        assert_eq!(parts[0], number("0.333333333334"));
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_rounded_whole(
            parts in prop::collection::vec(-1_000_000_i128..1_000_000, 1..8),
            denominator in 1_i128..100_000,
        ) {
            let (total, shares) = apportion(&parts, 3, denominator, 6).expect("fits");
            prop_assert_eq!(shares.iter().sum::<Decimal>(), total);
            prop_assert_eq!(Some(total), quotient(parts.iter().sum(), 3, denominator, 6));
            for (part, share) in parts.iter().zip(shares) {
                let exact = quotient(*part, 3, denominator, 6).expect("fits");
                prop_assert!((exact - share).abs() <= Decimal::new(1, 6));
            }
        }
    }
}
