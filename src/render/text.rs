//! Pieces that the sections share.

use super::{Align, Locale, Report, Table};
use crate::model::{Model, Scope};
use crate::quantity::Money;
use crate::time::{Date, Precision};
use rust_decimal::Decimal;

/// The name of a project; its key where the model does not have it.
pub(super) fn project_name(scope: &Scope, id: &str) -> String {
    scope.model().project(id).map_or_else(|| id.to_owned(), |project| project.name().to_owned())
}

/// The name of a person; their key where the model does not have them.
pub(super) fn person_name(model: &Model, id: &str) -> String {
    model.person(id).map_or_else(|| id.to_owned(), |person| person.name().to_owned())
}

/// The name of a body; its key where the model does not have it.
pub(super) fn body_name(model: &Model, id: &str) -> String {
    model.body(id).map_or_else(|| id.to_owned(), |body| body.name.clone())
}

/// The name of an envelope; its key where the model does not have it.
pub(super) fn envelope_name(model: &Model, id: &str) -> String {
    model.envelope(id).map_or_else(|| id.to_owned(), |envelope| envelope.name().to_owned())
}

/// A dash for nothing.
pub(super) fn or_dash<T>(value: Option<T>, text: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), text)
}

/// `+28 j`, or `0`.
pub(super) fn days_off(days: i64, locale: Locale) -> String {
    if days == 0 { "0".to_owned() } else { format!("{days:+}{}", locale.pick("\u{a0}j", " d")) }
}

/// An amount with its sign.
pub(super) fn difference(money: Money, locale: Locale) -> String {
    let text = locale.money(money);
    if money.is_zero() || money.is_negative() { text } else { format!("+{text}") }
}

/// `24 novembre 2026`, or `novembre 2026` where only the month is known.
pub(super) fn date_text(date: Date, locale: Locale) -> String {
    let text = locale.date(date.first_day());
    match date.precision() {
        Precision::Day => text,
        // "1er août 2026" without its day.
        Precision::Month => text.split_once(' ').map_or_else(String::new, |(_, month)| month.to_owned()),
    }
}

/// `le 24 novembre 2026` or `novembre 2026`, after a preposition: `depuis le …`, `pour …`; without the article in English.
pub(super) fn the_date(date: Date, locale: Locale) -> String {
    let text = date_text(date, locale);
    match (locale, date.precision()) {
        (Locale::Fr, Precision::Day) => format!("le {text}"),
        _ => text,
    }
}

/// `le 24 novembre 2026` or `en novembre 2026`; `on 24 November 2026` or `in November 2026`.
pub(super) fn on_date(date: Date, locale: Locale) -> String {
    let text = date_text(date, locale);
    match (locale, date.precision()) {
        (Locale::Fr, Precision::Day) => format!("le {text}"),
        (Locale::Fr, Precision::Month) => format!("en {text}"),
        (Locale::En, Precision::Day) => format!("on {text}"),
        (Locale::En, Precision::Month) => format!("in {text}"),
    }
}

/// Part ÷ whole in whole percent; a dash where there is no whole.
pub(super) fn share_text(part: Decimal, whole: Decimal, locale: Locale) -> String {
    let share = if whole.is_zero() { None } else { part.checked_div(whole) };
    or_dash(share, |share| locale.percent(share, 0))
}

/// A table with French and English headers.
pub(super) fn columns<const N: usize>(locale: Locale, columns: [(&str, &str, Align); N]) -> Table {
    Table::new(columns.map(|(fr, en, align)| (locale.pick(fr, en), align)))
}

/// How many others there are: `… 1 autre jalon`, `… 3 autres jalons`.
pub(super) fn others(count: usize, one: (&str, &str), many: (&str, &str), locale: Locale) -> String {
    match locale {
        Locale::Fr if count == 1 => format!("… 1 autre {}", one.0),
        Locale::Fr => format!("… {count} autres {}", many.0),
        Locale::En if count == 1 => format!("… 1 more {}", one.1),
        Locale::En => format!("… {count} more {}", many.1),
    }
}

/// Adds a table of at most so many rows, and how many others there are.
pub(super) fn cut(
    report: &mut Report,
    mut table: Table,
    most: usize,
    one: (&str, &str),
    many: (&str, &str),
    locale: Locale,
) {
    let more = table.truncate(most);
    report.table(table);
    if more > 0 {
        report.note(others(more, one, many, locale) + ".");
    }
}

/// French marks with the spaces and apostrophes that printed French has.
pub(super) fn typeset(text: &str) -> String {
    let spaced = [(" :", "\u{a0}:"), (" ;", "\u{a0};"), ("« ", "«\u{a0}"), (" »", "\u{a0}»"), ("'", "’")];
    spaced.iter().fold(text.to_owned(), |text, (plain, printed)| text.replace(plain, printed))
}

/// A colon as the language sets it.
pub(super) fn colon(locale: Locale) -> &'static str {
    locale.pick("\u{a0}:", ":")
}

/// A name in the quotation marks of the language.
pub(super) fn quoted(name: &str, locale: Locale) -> String {
    match locale {
        Locale::Fr => format!("« {name} »"),
        Locale::En => format!("“{name}”"),
    }
}

/// A text that begins with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// One line without control characters.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The words of a text, French marks with the word that they belong to: `« a`, `b » :`.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let opened = words.last().is_some_and(|last| last.ends_with('«'));
        match words.last_mut() {
            Some(last) if opened || word.starts_with(['»', ':', ';', '!', '?']) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// A text in lines of at most so many characters, broken between words, and in words where one is longer.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if text.chars().count() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut room = width;
    for word in words(text) {
        let length = word.chars().count();
        let is_first = room == width;
        if !is_first && length < room {
            push(&mut lines, " ");
            push(&mut lines, &word);
            room -= length + 1;
            continue;
        }
        if !is_first {
            lines.push(String::new());
            room = width;
        }
        for (i, c) in word.chars().enumerate() {
            if i > 0 && i % width == 0 {
                lines.push(String::new());
                room = width;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            room -= 1;
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// A text on one line of Markdown, its marks harmless.
pub(super) fn markdown(text: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            // `&amp;` would be read as a character.
            '&' => rest.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(c);
    }
    out.trim_matches(' ').to_owned()
}

/// The same at the start of a block, where a text could begin a heading, a list or a rule.
pub(super) fn markdown_block(text: &str) -> String {
    let text = markdown(text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let is_numbered = (1..10).contains(&digits) && text[digits..].starts_with(['.', ')']);
    if is_numbered {
        let (number, rest) = text.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['#', '-', '+', '=']) { format!("\\{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_of_markdown_are_harmless() {
        for (text, expected) in [
            ("a_b *c*", "a\\_b \\*c\\*"),
            ("x | y", "x \\| y"),
            ("<b>&amp; R&D & co", "\\<b\\>\\&amp; R\\&D & co"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(markdown(text), expected);
        }
        for (text, expected) in [
            ("# title", "\\# title"),
            ("- item", "\\- item"),
            ("1. first", "1\\. first"),
            ("2026", "2026"),
            ("--- ", "\\---"),
        ] {
            assert_eq!(markdown_block(text), expected);
        }
    }

    #[test]
    fn french_marks_stay_with_their_word() {
        let text = "dépend de « Wifi des sites », non retenu : il faut attendre";
        assert_eq!(wrapped(text, 24), ["dépend de « Wifi des", "sites », non retenu : il", "faut attendre"]);
        assert_eq!(
            wrapped(text, 11),
            ["dépend de", "« Wifi des", "sites »,", "non", "retenu : il", "faut", "attendre"]
        );
    }

    #[test]
    fn others_are_counted_in_the_language() {
        let (one, many) = (("jalon", "milestone"), ("jalons", "milestones"));
        assert_eq!(others(1, one, many, Locale::Fr), "… 1 autre jalon");
        assert_eq!(others(3, one, many, Locale::Fr), "… 3 autres jalons");
        assert_eq!(others(3, one, many, Locale::En), "… 3 more milestones");
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_word(text in "[a-zé\u{a0}]{1,12}( [a-zé]{1,30}){0,12}", width in 1usize..40) {
            let lines = wrapped(&text, width);
            prop_assert!(lines.iter().all(|line| line.chars().count() <= width));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
