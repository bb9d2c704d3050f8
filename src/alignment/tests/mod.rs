//! Tests of the room: golden vectors, laws, and what is refused.

mod pairwise;
mod ready;
mod scoring;
mod table;

use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn numbers(values: &[i64]) -> Vec<Decimal> {
    values.iter().map(|value| Decimal::from(*value)).collect()
}

fn texts(values: &[Decimal], digits: u32) -> Vec<String> {
    values.iter().map(|value| value.round_dp(digits).normalize().to_string()).collect()
}
