//! Numbers as people write them.

use super::text::trim;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The mark between the whole part and the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum DecimalMark {
    /// `.`, as in `1250.50`.
    #[default]
    #[serde(rename = ".")]
    Point,
    /// `,`, as in `1250,50`.
    #[serde(rename = ",")]
    Comma,
}

/// The mark between groups of three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Grouping {
    /// `""`: digits are not grouped.
    #[default]
    #[serde(rename = "")]
    None,
    /// `","`, as in `12,131.50`.
    #[serde(rename = ",")]
    Comma,
    /// `"."`, as in `12.131,50`.
    #[serde(rename = ".")]
    Point,
    /// `" "`: a space of any kind (no-break, narrow no-break, thin), as in `12 131,50`.
    #[serde(rename = " ")]
    Space,
    /// `"'"`: straight or curved, as in `12'131.50`.
    #[serde(rename = "'")]
    Apostrophe,
}

impl Grouping {
    fn separates(self, c: char) -> bool {
        match self {
            Self::None => false,
            Self::Comma => c == ',',
            Self::Point => c == '.',
            Self::Space => c.is_whitespace(),
            Self::Apostrophe => matches!(c, '\'' | '’'),
        }
    }
}

/// How the numbers of a column are written.
///
/// Signs of currency (`$ £ € ¥`) before or behind the number are passed over; a minus, or parentheses around the whole
/// (`(4,800)`), make it negative. Grouped digits must be in threes: `1,5` is never read as 15.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct NumberFormat {
    /// Mark before the decimals: `"."` or `","`; a point where absent.
    pub decimal: DecimalMark,
    /// Mark between groups of three digits: `","`, `"."`, `" "`, `"'"` or `""`; none where absent.
    pub grouping: Grouping,
    /// Texts to pass over before or behind the number, such as `"M€"`, `"%"` or `"CAD"`.
    pub strip: Vec<String>,
}

impl NumberFormat {
    /// Whether one mark is meant to do two things.
    pub(super) fn is_ambiguous(&self) -> bool {
        matches!(
            (self.decimal, self.grouping),
            (DecimalMark::Point, Grouping::Point) | (DecimalMark::Comma, Grouping::Comma)
        )
    }

    /// The number a cell holds, exactly; `None` where it holds none.
    pub fn read(&self, cell: &str) -> Option<Decimal> {
        let mut text = trim(cell);
        let mut negative = None;
        loop {
            let length = text.len();
            if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                text = signed(&mut negative, true, inner)?;
            } else if let Some(rest) = text.strip_prefix(['-', '−']) {
                text = signed(&mut negative, true, rest)?;
            } else if let Some(rest) = text.strip_prefix('+') {
                text = signed(&mut negative, false, rest)?;
            }
            for sign in self.strip.iter().map(|sign| trim(sign)).chain(["$", "£", "€", "¥"]) {
                text = trim(text.strip_prefix(sign).unwrap_or(text));
                text = trim(text.strip_suffix(sign).unwrap_or(text));
            }
            if text.len() == length {
                break;
            }
        }
        let number = self.digits(text)?;
        Some(if negative == Some(true) { -number } else { number })
    }

    /// Digits with the marks of this format, without a sign.
    fn digits(&self, text: &str) -> Option<Decimal> {
        let mark = if self.decimal == DecimalMark::Comma { ',' } else { '.' };
        let (whole, decimals) = match text.split_once(mark) {
            Some((whole, decimals)) if !decimals.is_empty() => (whole, decimals),
            Some(_) => return None,
            None => (text, ""),
        };
        let groups: Vec<&str> = whole.split(|c| self.grouping.separates(c)).collect();
        let in_threes =
            groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
        let only_digits = groups.iter().chain([&decimals]).all(|part| part.bytes().all(|b| b.is_ascii_digit()));
        if !in_threes || !only_digits || whole.is_empty() && decimals.is_empty() {
            return None;
        }
        Decimal::from_str_exact(&format!("0{}.{decimals}0", groups.concat())).ok()
    }
}

/// Notes a sign; a second one makes the text no number.
fn signed<'a>(negative: &mut Option<bool>, sign: bool, rest: &'a str) -> Option<&'a str> {
    negative.replace(sign).is_none().then(|| trim(rest))
}

/// The exact product, or `None` where it has more digits than a decimal holds.
pub(super) fn exact_product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let mantissa = a.mantissa().checked_mul(b.mantissa())?;
    Decimal::try_from_i128_with_scale(mantissa, a.scale() + b.scale()).ok().map(|product| product.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(decimal: DecimalMark, grouping: Grouping, strip: &[&str]) -> NumberFormat {
        NumberFormat { decimal, grouping, strip: strip.iter().map(|s| (*s).to_owned()).collect() }
    }

    fn read(format: &NumberFormat, cell: &str) -> Option<String> {
        format.read(cell).map(|number| number.normalize().to_string())
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        let english = format(DecimalMark::Point, Grouping::Comma, &["CAD", "M£"]);
        for (cell, number) in [
            ("$4,800,000", "4800000"),
            ("£12,131.50", "12131.5"),
            ("\u{a0}£9999.99", "9999.99"),
            ("(1,234.50)", "-1234.5"),
            ("($4,800)", "-4800"),
            ("$(4,800)", "-4800"),
            ("-£5", "-5"),
            ("£−5", "-5"),
            ("+5 CAD", "5"),
            ("M£ .5", "0.5"),
            ("0", "0"),
        ] {
            assert_eq!(read(&english, cell).as_deref(), Some(number), "{cell}");
        }
        let french = format(DecimalMark::Comma, Grouping::Space, &["M€", "%"]);
        for (cell, number) in [
            ("1 250,50 €", "1250.5"),
            ("1\u{202f}250\u{a0}000", "1250000"),
            ("24,58 M€", "24.58"),
            ("- 12,5\u{a0}%", "-12.5"),
        ] {
            assert_eq!(read(&french, cell).as_deref(), Some(number), "{cell}");
        }
        let german = format(DecimalMark::Comma, Grouping::Point, &[]);
        assert_eq!(read(&german, "12.131,50").as_deref(), Some("12131.5"));
        let swiss = format(DecimalMark::Point, Grouping::Apostrophe, &[]);
        assert_eq!(read(&swiss, "12’131.50").as_deref(), Some("12131.5"));
        assert_eq!(read(&NumberFormat::default(), "5.08333333333333").as_deref(), Some("5.08333333333333"));
    }

    #[test]
    fn nothing_is_misread_as_another_number() {
        let english = format(DecimalMark::Point, Grouping::Comma, &[]);
        for cell in [
            "", "1,5", "1234,567", "12,34", ",123", "1,,234", "1.2.3", "5.", ".", "--5", "-(5)", "(5", "1e6", "TBD",
            "£", "١٢", "2023-24",
        ] {
            assert_eq!(read(&english, cell), None, "{cell}");
        }
        let plain = NumberFormat::default();
        for cell in ["1,250", "1 250", "12,5", &"9".repeat(40)] {
            assert_eq!(read(&plain, cell), None, "{cell}");
        }
    }

    #[test]
    fn products_are_exact_or_refused() {
        let decimal = |text: &str| Decimal::from_str_exact(text).expect("a decimal");
        assert_eq!(exact_product(decimal("18.07"), decimal("1000000")), Some(decimal("18070000")));
        assert_eq!(exact_product(decimal("0.00000000000000000001"), decimal("0.000000001")), None);
        assert_eq!(exact_product(Decimal::MAX, decimal("10")), None);
        assert_eq!(exact_product(decimal("-0.5"), decimal("0.01")), Some(decimal("-0.005")));
    }
}
