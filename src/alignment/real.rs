//! Logarithms, powers and roots in f64 with + − × ÷ √ alone, so that every machine gives the same bits, and the way to and
//! from decimals.

use rust_decimal::Decimal;

/// Decimals that an irrational result keeps. Of numbers of a thousand and more 15 significant digits are kept.
pub(super) const DIGITS: u32 = 12;

const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The nearest real number, or next to it.
pub(super) fn real(value: Decimal) -> f64 {
    let mut power = 1.0;
    for _ in 0..value.scale() {
        power *= 10.0;
    }
    value.mantissa() as f64 / power
}

/// A real number to [`DIGITS`] decimals, half to even; `None` where it is none or has more than 28 digits.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    let (mut digits, mut limit) = (DIGITS, 1e3);
    while value.abs() >= limit && digits > 0 {
        digits -= 1;
        limit *= 10.0;
    }
    let mut ticks = value;
    for _ in 0..digits {
        ticks *= 10.0;
    }
    let ticks = ticks.round_ties_even();
    if ticks.abs() >= 1e28 {
        return None;
    }
    Decimal::try_from_i128_with_scale(ticks as i128, digits).ok().map(|value| value.normalize())
}

/// Natural logarithm of a number above zero, within a few units of the last place.
pub(super) fn ln(value: f64) -> f64 {
    let bits = value.to_bits();
    // The mantissa from 1 up to 2; decimals never come near the subnormal numbers.
    let mut mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    let mut exponent = f64::from((bits >> 52 & 0x7ff) as i32 - 1023);
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1.0;
    }
    // ln m = 2 artanh((m − 1) ÷ (m + 1)); the square of the argument is below 0.0295.
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let square = ratio * ratio;
    let mut series = 0.0;
    for k in (0..13).rev() {
        series = series * square + 1.0 / f64::from(2 * k + 1);
    }
    exponent * LN_2_HIGH + (2.0 * ratio * series + exponent * LN_2_LOW)
}

/// e to a power, within a few units of the last place; nothing below −700, more than any decimal above 700.
pub(super) fn exp(power: f64) -> f64 {
    if power < -700.0 {
        return 0.0;
    }
    if power > 700.0 {
        return f64::INFINITY;
    }
    let whole = (power / std::f64::consts::LN_2).round_ties_even();
    let rest = (power - whole * LN_2_HIGH) - whole * LN_2_LOW;
    let mut series = 1.0;
    for k in (1..=18).rev() {
        series = 1.0 + series * rest / f64::from(k);
    }
    series * f64::from_bits(((whole as i64 + 1023) as u64) << 52)
}

/// A square system of linear equations, by elimination with the largest pivot; `None` where it has no one solution.
pub(super) fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n)
            .fold(column, |best, row| if matrix[row][column].abs() > matrix[best][column].abs() { row } else { best });
        if matrix[pivot][column] == 0.0 {
            return None;
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = matrix.split_at_mut(column + 1);
        let source = &above[column];
        for (k, row) in below.iter_mut().enumerate() {
            let factor = row[column] / source[column];
            if factor != 0.0 {
                for (cell, other) in row.iter_mut().zip(source).skip(column) {
                    *cell -= factor * other;
                }
                right[column + 1 + k] -= factor * right[column];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| matrix[row][k] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right.iter().all(|value| value.is_finite()).then_some(right)
}

/// Numbers above zero, or zero, as shares of their sum: [`DIGITS`] decimals that add up to exactly 1, by largest remainder.
/// `None` where they add up to nothing.
pub(super) fn shares(values: &[f64]) -> Option<Vec<Decimal>> {
    let sum: f64 = values.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return None;
    }
    // In ticks of 10^-15 the shares are whole numbers, and dividing by their sum is exact.
    let ticks: Vec<i128> = values.iter().map(|value| (value / sum * 1e15).round_ties_even() as i128).collect();
    let total = ticks.iter().sum();
    crate::quantity::exact::apportion(&ticks, 0, total, DIGITS).map(|(_, shares)| shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 8.0 * f64::EPSILON * b.abs().max(1.0)
    }

    #[test]
    fn known_values() {
        assert!(ln(1.0).abs() <= 0.0 && (exp(0.0) - 1.0).abs() <= 0.0);
        assert!(close(ln(2.0), std::f64::consts::LN_2) && close(ln(10.0), std::f64::consts::LN_10));
        assert!(close(exp(1.0), std::f64::consts::E));
        assert!(exp(-800.0) <= 0.0 && exp(800.0).is_infinite());
    }

    #[test]
    fn decimals_come_back() {
        for text in ["0", "0.125", "-3.5", "123456789.25", "0.000000000001", "0.333333333333"] {
            let value: Decimal = text.parse().expect("a number");
            assert_eq!(decimal(real(value)), Some(value));
        }
        assert_eq!((decimal(f64::NAN), decimal(f64::INFINITY), decimal(1e30)), (None, None, None));
        assert_eq!(shares(&[0.0, 0.0]), None);
    }

    #[test]
    fn equations_have_one_solution_or_none() {
        let found = solve(vec![vec![0.0, 2.0], vec![1.0, 1.0]], vec![2.0, 3.0]).expect("one solution");
        assert!(close(found[0], 2.0) && close(found[1], 1.0));
        assert_eq!(solve(vec![vec![1.0, 1.0], vec![2.0, 2.0]], vec![1.0, 1.0]), None);
    }

    proptest! {
        #[test]
        fn the_functions_agree_with_the_library(x in 1e-9_f64..1e9, y in -600.0_f64..600.0) {
            prop_assert!(close(ln(x), x.ln()), "{} {}", ln(x), x.ln());
            prop_assert!((exp(y) / y.exp() - 1.0).abs() < 1e-13, "{} {}", exp(y), y.exp());
        }

        #[test]
        fn shares_add_up_to_one(values in prop::collection::vec(0.0_f64..1e6, 1..20)) {
            prop_assume!(values.iter().sum::<f64>() > 0.0);
            let shares = shares(&values).expect("a sum");
            prop_assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE);
        }
    }
}
