//! How a language writes numbers, amounts and dates.

use crate::quantity::Money;
use crate::time::{Date, Precision};
use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Locale {
    /// French of France.
    #[default]
    Fr,
    /// English, with dates in the British order.
    En,
}

/// Thousands in French: a narrow no-break space.
const NARROW: char = '\u{202f}';
/// Before a unit in French: a no-break space.
const NO_BREAK: char = '\u{a0}';

const EN_SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Locale {
    /// One of two texts.
    pub(crate) fn pick<'a>(self, fr: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// A number with so many decimals, rounded half to even for display: `1 250,5` or `1,250.5`.
    pub fn number(self, value: Decimal, decimals: u32) -> String {
        let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointNearestEven);
        let text = format!("{:.*}", decimals as usize, rounded.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let (group, point) = match self {
            Self::Fr => (NARROW, ','),
            Self::En => (',', '.'),
        };
        let mut out = String::new();
        if rounded.is_sign_negative() && !rounded.is_zero() {
            out.push('-');
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if !part.is_empty() {
            out.push(point);
            out.push_str(part);
        }
        out
    }

    /// A number with the decimals it has, at most so many.
    pub fn short_number(self, value: Decimal, most: u32) -> String {
        let rounded = value.round_dp_with_strategy(most, RoundingStrategy::MidpointNearestEven).normalize();
        self.number(rounded, rounded.scale())
    }

    /// An amount in whole units of its currency: `1 250 000 €` or `€1,250,000`.
    pub fn money(self, money: Money) -> String {
        let number = self.number(money.amount(), 0);
        let currency = money.currency();
        let symbol = match currency.as_str() {
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            other => other,
        };
        match self {
            Self::Fr => format!("{number}{NO_BREAK}{symbol}"),
            Self::En if symbol.len() == 3 && symbol.is_ascii() => format!("{number} {symbol}"),
            Self::En => match number.strip_prefix('-') {
                Some(positive) => format!("-{symbol}{positive}"),
                None => format!("{symbol}{number}"),
            },
        }
    }

    /// A share in percent with so many decimals: `12,5 %` or `12.5%`.
    pub fn percent(self, share: Decimal, decimals: u32) -> String {
        let number = self.number(share.saturating_mul(Decimal::ONE_HUNDRED), decimals);
        match self {
            Self::Fr => format!("{number}{NO_BREAK}%"),
            Self::En => format!("{number}%"),
        }
    }

    /// A day in words: `24 novembre 2026` or `24 November 2026`.
    pub fn date(self, day: NaiveDate) -> String {
        const FR: [&str; 12] = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = match self {
            Self::Fr => FR,
            Self::En => EN,
        }[day.month0() as usize];
        let number = day.day();
        match (self, number) {
            (Self::Fr, 1) => format!("1er {month} {}", day.year()),
            _ => format!("{number} {month} {}", day.year()),
        }
    }

    /// A day in figures, for tables: `24/11/2026` or `24 Nov 2026`.
    pub fn short_date(self, day: NaiveDate) -> String {
        let (number, month, year) = (day.day(), day.month(), day.year());
        match self {
            Self::Fr => format!("{number:02}/{month:02}/{year}"),
            Self::En => format!("{number} {} {year}", EN_SHORT[day.month0() as usize]),
        }
    }

    /// A date in figures, as exactly as it is known: `24/11/2026` or `11/2026`.
    pub fn known_date(self, date: Date) -> String {
        let day = date.first_day();
        match (date.precision(), self) {
            (Precision::Day, _) => self.short_date(day),
            (Precision::Month, Self::Fr) => format!("{:02}/{}", day.month(), day.year()),
            (Precision::Month, Self::En) => format!("{} {}", EN_SHORT[day.month0() as usize], day.year()),
        }
    }

    /// A period of a grid as the language calls it: `2027-Q2` is `T2 2027` in French.
    pub fn period(self, label: &str) -> String {
        match (self, label.split_once("-Q")) {
            (Self::Fr, Some((year, quarter))) => format!("T{quarter} {year}"),
            (Self::En, Some((year, quarter))) => format!("Q{quarter} {year}"),
            _ => label.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_the_language_writes_them() {
        let money: Money = "1250000.49 EUR".parse().expect("money");
        assert_eq!(Locale::Fr.money(money), "1\u{202f}250\u{202f}000\u{a0}€");
        assert_eq!(Locale::En.money(money), "€1,250,000");
        let loss: Money = "-999.5 CAD".parse().expect("money");
        assert_eq!(Locale::Fr.money(loss), "-1\u{202f}000\u{a0}CAD");
        assert_eq!(Locale::En.money(loss), "-1,000 CAD");
        let share = Decimal::from_str_exact("0.1255").expect("a decimal");
        assert_eq!(Locale::Fr.percent(share, 1), "12,6\u{a0}%");
        assert_eq!(Locale::Fr.short_number(Decimal::from_str_exact("14.50").expect("a decimal"), 2), "14,5");
    }

    #[test]
    fn dates_are_words() {
        let day = NaiveDate::from_ymd_opt(2026, 8, 1).expect("a day");
        assert_eq!(Locale::Fr.date(day), "1er août 2026");
        assert_eq!(Locale::En.date(day), "1 August 2026");
        assert_eq!(Locale::Fr.period("2027-Q2"), "T2 2027");
        assert_eq!(
            (Locale::Fr.short_date(day), Locale::En.short_date(day)),
            ("01/08/2026".into(), "1 Aug 2026".into())
        );
        let month: Date = "2026-11".parse().expect("a month");
        assert_eq!((Locale::Fr.known_date(month), Locale::En.known_date(month)), ("11/2026".into(), "Nov 2026".into()));
    }
}
