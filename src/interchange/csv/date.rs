//! Dates as people write them.

use super::text::fold;
use crate::time::Date;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};
use std::iter::Peekable;
use std::str::{Chars, FromStr};

/// How dates are written: a text such as `DD.MM.YY`, `MM/DD/YYYY`, `Month D, YYYY` or `Month YY`.
///
/// | part | stands for |
/// | --- | --- |
/// | `YYYY` | four digits of the year |
/// | `YY` | the last two: 1970 to 2069 |
/// | `MM`, `DD` | two digits of the month, of the day |
/// | `M`, `D` | one or two digits; a day may be written `1er`, `2nd` |
/// | `Month` | a month's name in French or English, or its first letters (`avr.`, `sept`), whatever the case and accents |
/// | `*` at the end | anything, such as the time of day |
///
/// Everything else but a letter stands for itself, and a space for any white space. A date without a day is known to
/// the month; without a month it is the January of its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePattern {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Year,
    ShortYear,
    Month { digits: usize },
    MonthName,
    Day { digits: usize },
    Literal(char),
    Rest,
}

/// Longest first, so that `MM` is not read as two `M`.
const PARTS: [(&str, Token); 8] = [
    ("YYYY", Token::Year),
    ("YY", Token::ShortYear),
    ("Month", Token::MonthName),
    ("MM", Token::Month { digits: 2 }),
    ("M", Token::Month { digits: 1 }),
    ("DD", Token::Day { digits: 2 }),
    ("D", Token::Day { digits: 1 }),
    ("*", Token::Rest),
];

const MONTHS: [[&str; 2]; 12] = [
    ["janvier", "january"],
    ["fevrier", "february"],
    ["mars", "march"],
    ["avril", "april"],
    ["mai", "may"],
    ["juin", "june"],
    ["juillet", "july"],
    ["aout", "august"],
    ["septembre", "september"],
    ["octobre", "october"],
    ["novembre", "november"],
    ["decembre", "december"],
];

impl FromStr for DatePattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some((part, token)) = PARTS.iter().find(|(part, _)| rest.starts_with(part)) {
                tokens.push(*token);
                rest = &rest[part.len()..];
            } else if c.is_alphanumeric() {
                return Err(format!("`{c}` in `{text}` is no part of a date; see the table of parts"));
            } else {
                tokens.extend(fold(&format!("-{c}-")).chars().nth(1).map(Token::Literal));
                rest = &rest[c.len_utf8()..];
            }
        }
        let count = |wanted: fn(&Token) -> bool| tokens.iter().filter(|token| wanted(token)).count();
        let years = count(|t| matches!(t, Token::Year | Token::ShortYear));
        let months = count(|t| matches!(t, Token::Month { .. } | Token::MonthName));
        let days = count(|t| matches!(t, Token::Day { .. }));
        let rest_is_last = tokens.iter().position(|t| *t == Token::Rest).is_none_or(|p| p + 1 == tokens.len());
        if years == 1 && months <= 1 && days <= months && rest_is_last {
            Ok(Self { tokens })
        } else {
            Err(format!(
                "`{text}` must have one year, at most one month, a day only with a month, and `*` only at the end"
            ))
        }
    }
}

impl<'de> Deserialize<'de> for DatePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl DatePattern {
    /// The date a cell holds, if it is one of the calendar written this way.
    pub fn read(&self, cell: &str) -> Option<Date> {
        let folded = fold(cell);
        let mut text = folded.chars().peekable();
        let (mut year, mut month, mut day) = (0, None, None);
        for token in &self.tokens {
            match *token {
                Token::Year => year = digits(&mut text, 4, 4)?,
                Token::ShortYear => {
                    let short = digits(&mut text, 2, 2)?;
                    year = if short < 70 { 2000 + short } else { 1900 + short };
                }
                Token::Month { digits: least } => month = Some(digits(&mut text, least, 2)?),
                Token::MonthName => month = Some(month_name(&mut text)?),
                Token::Day { digits: least } => {
                    day = Some(digits(&mut text, least, 2)?);
                    while text.next_if(|c| "erstndh".contains(*c)).is_some() {}
                }
                Token::Literal(literal) => {
                    text.next_if_eq(&literal)?;
                }
                Token::Rest => while text.next().is_some() {},
            }
        }
        if text.next().is_some() {
            return None;
        }
        match day {
            Some(day) => Date::day(NaiveDate::from_ymd_opt(year as i32, month?, day)?).ok(),
            None => Date::month(year as i32, month.unwrap_or(1)).ok(),
        }
    }
}

fn digits(text: &mut Peekable<Chars<'_>>, least: usize, most: usize) -> Option<u32> {
    let mut number = String::new();
    while number.len() < most
        && let Some(digit) = text.next_if(char::is_ascii_digit)
    {
        number.push(digit);
    }
    if number.len() < least { None } else { number.parse().ok() }
}

/// A month's whole name, or at least three of its first letters where they mean one month only; with or without a point.
fn month_name(text: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut name = String::new();
    while let Some(letter) = text.next_if(|c| c.is_alphabetic()) {
        name.push(letter);
    }
    text.next_if_eq(&'.');
    let mut months = (1..).zip(MONTHS).filter(|(_, names)| names.iter().any(|full| full.starts_with(&name)));
    let (month, _) = months.next()?;
    (name.len() >= 3 && months.next().is_none()).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, cell: &str) -> Option<String> {
        pattern.parse::<DatePattern>().expect("a pattern").read(cell).map(|date| date.to_string())
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (pattern, cell, date) in [
            ("YYYY-MM-DD", "2017-06-30", "2017-06-30"),
            ("YYYY-MM-DD*", "2017-06-30 12:00:00", "2017-06-30"),
            ("YYYY-MM", " 2015-03\u{a0}", "2015-03"),
            ("YYYY", "2024", "2024-01"),
            ("Month YY", "avril 15", "2015-04"),
            ("Month YYYY", "Janvier\u{a0}2019", "2019-01"),
            ("Month YYYY", "févr. 2019", "2019-02"),
            ("Month YY", "DÉCEMBRE 16", "2016-12"),
            ("Month YY", "aout 16", "2016-08"),
            ("D Month YYYY", "1er juillet 2020", "2020-07-01"),
            ("Month D, YYYY", "June 30, 2020", "2020-06-30"),
            ("Month D, YYYY", "Sept. 2nd, 2020", "2020-09-02"),
            ("DD.MM.YY", "31.12.40", "2040-12-31"),
            ("DD.MM.YY", "30.06.98", "1998-06-30"),
            ("MM/DD/YYYY", "09/01/2019", "2019-09-01"),
            ("D/MM/YYYY", "7/08/2019", "2019-08-07"),
            ("D/MM/YYYY*", "17/08/2019 12:00:00 AM", "2019-08-17"),
        ] {
            assert_eq!(read(pattern, cell).as_deref(), Some(date), "{pattern} {cell}");
        }
    }

    #[test]
    fn only_dates_of_the_calendar_in_the_pattern_are_read() {
        for (pattern, cell) in [
            ("YYYY-MM-DD", "2017-02-30"),
            ("YYYY-MM-DD", "2017-6-30"),
            ("YYYY-MM-DD", "2017-06-30 12:00"),
            ("YYYY-MM", "NON LANCÉE"),
            ("Month YY", "jui 15"),
            ("Month YY", "ju 15"),
            ("Month YY", "avril 2015"),
            ("Month YY", ""),
            ("DD.MM.YY", "TBD"),
            ("MM/DD/YYYY", "13/01/2019"),
            ("YYYY", "1066"),
            ("YYYY", "٢٠٢٤"),
        ] {
            assert_eq!(read(pattern, cell), None, "{pattern} {cell}");
        }
    }

    #[test]
    fn patterns_that_say_no_date_are_refused() {
        for pattern in
            ["", "MM", "yyyy-mm-dd", "YYYY YYYY", "DD YYYY", "YYYY*MM", "YYYY-MM-MM", "YYYYMMDDD", "MMM YYYY"]
        {
            assert!(pattern.parse::<DatePattern>().is_err(), "{pattern}");
        }
    }
}
