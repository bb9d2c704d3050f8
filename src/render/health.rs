//! A health check as people read it.

use super::Locale;
use crate::diagnostic::Severity;
use crate::health::{Fact, Finding, Health};
use std::fmt::Write as _;

/// A fact of a finding as the language writes it: `46 jours`, `1 250 €`, `T2 2027`.
pub fn fact_text(fact: &Fact, locale: Locale) -> String {
    let fr = locale == Locale::Fr;
    // French counts in the plural from two on, English from all but one.
    let counted = |n: i64, en: &str, fr_one: &str, fr_many: &str| {
        let number = locale.number(n.into(), 0);
        match (fr, n.unsigned_abs()) {
            (true, 0 | 1) => format!("{number}\u{a0}{fr_one}"),
            (true, _) => format!("{number}\u{a0}{fr_many}"),
            (false, 1) => format!("{number} {en}"),
            (false, _) => format!("{number} {en}s"),
        }
    };
    match fact {
        Fact::Count(n) => locale.number((*n).into(), 0),
        Fact::Days(n) => counted(*n, "day", "jour", "jours"),
        Fact::WorkingDays(n) => counted(*n, "working day", "jour ouvré", "jours ouvrés"),
        Fact::Months(n) => counted(*n, "month", "mois", "mois"),
        Fact::Number(n) => locale.short_number(*n, 6),
        Fact::Share(share) => locale.percent(*share, 1),
        Fact::Money(amount) => locale.money(*amount),
        Fact::PersonDays(days) => {
            format!("{}{}", locale.short_number(days.days(), 1), locale.pick("\u{a0}jours-homme", " person-days"))
        }
        Fact::Date(date) => match date.precision() {
            crate::time::Precision::Day => locale.date(date.first_day()),
            // "1er août 2026" without its day.
            crate::time::Precision::Month => {
                locale.date(date.first_day()).split_once(' ').map(|(_, month)| month.to_owned()).unwrap_or_default()
            }
        },
        Fact::Year(year) => year.to_string(),
        Fact::Period(label) => locale.period(label),
        Fact::Text(text) => text.clone(),
        Fact::Texts(texts) => texts.join(", "),
        Fact::Term(term) => locale.pick(term.fr, term.en).to_owned(),
    }
}

/// A finding as one sentence.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use portefeuille::render::{Locale, finding_text};
///
/// let model = portefeuille::Model::from_json(include_str!("../health/example.json"))?;
/// let mut draft = model.edit();
/// draft.projects[0].updated = Some("2026-10-09".parse()?);
/// let health = draft.build()?.health();
/// assert_eq!(
///     finding_text(&health.findings()[0], Locale::En),
///     "running project `Portail usager` was last brought up to date on 9 October 2026, 46 days ago; at most 45 days \
///      are expected"
/// );
/// assert_eq!(
///     finding_text(&health.findings()[0], Locale::Fr).replace('\u{a0}', " "),
///     "projet « Portail usager » en cours : fiche mise à jour le 9 octobre 2026, il y a 46 jours, pour 45 jours au plus"
/// );
/// # }
/// # Ok::<(), portefeuille::Error>(())
/// ```
pub fn finding_text(finding: &Finding, locale: Locale) -> String {
    let write = |fact: &Fact| fact_text(fact, locale);
    match locale {
        Locale::Fr => finding.sentence(&typeset(finding.words().fr), &write),
        Locale::En => finding.sentence(finding.words().en, &write),
    }
}

/// What to do about it.
pub fn remedy_text(finding: &Finding, locale: Locale) -> String {
    match locale {
        Locale::Fr => typeset(finding.words().remedy_fr),
        Locale::En => finding.remedy().to_owned(),
    }
}

/// French marks with the spaces and apostrophes that printed French has.
fn typeset(text: &str) -> String {
    let spaced = [(" :", "\u{a0}:"), (" ;", "\u{a0};"), ("« ", "«\u{a0}"), (" »", "\u{a0}»"), ("'", "’")];
    spaced.iter().fold(text.to_owned(), |text, (plain, printed)| text.replace(plain, printed))
}

/// The whole check: findings by severity and code, each with its place, then their remedy, and how the thresholds stand.
pub fn health_report(health: &Health, locale: Locale) -> String {
    let mut out = String::new();
    if health.is_clean() {
        let _ = writeln!(out, "{}", locale.pick("Rien à signaler.", "Nothing to mend."));
    }
    let colon = locale.pick("\u{a0}:", ":");
    for (severity, fr, en) in [
        (Severity::Error, "Erreurs", "Errors"),
        (Severity::Warning, "À corriger", "To mend"),
        (Severity::Information, "Pour information", "For information"),
    ] {
        let findings: Vec<&Finding> = health.iter().filter(|finding| finding.severity() == severity).collect();
        if findings.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{} ({})", locale.pick(fr, en), findings.len());
        for group in findings.chunk_by(|a, b| a.code() == b.code()) {
            for finding in group {
                let _ =
                    writeln!(out, "  • {} [{}, {}]", finding_text(finding, locale), finding.code(), finding.pointer());
            }
            if let [first, ..] = group {
                let _ = writeln!(out, "    → {}", remedy_text(first, locale));
            }
        }
    }
    for diagnostic in health.unchecked() {
        let what = locale.pick("Non vérifié", "Not checked");
        let _ = writeln!(out, "{what}{colon} {}", super::diagnostic_text(diagnostic, locale));
    }
    if health.iter().any(|finding| finding.threshold().is_some() && !finding.policy_set()) {
        let fr = "Seuils par défaut là où aucun seuil n’est fixé par le document.";
        let en = "Thresholds are the defaults where the document sets none.";
        let _ = writeln!(out, "{}", locale.pick(fr, en));
    }
    out
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;
    use crate::model::Model;

    fn embedded() -> Health {
        let text = include_str!("../../examples/data/departement.json");
        Model::from_json(text).unwrap_or_else(|faults| panic!("{faults}")).health()
    }

    #[test]
    fn a_french_reader_gets_french() {
        let health = embedded();
        assert!(!health.findings().is_empty());
        let report = health_report(&health, Locale::Fr);
        for finding in &health {
            let text = finding_text(finding, Locale::Fr);
            assert!(report.contains(&text) && report.contains(&remedy_text(finding, Locale::Fr)));
            let marks = ["{", "}", " :", " »", "« ", "'"];
            let own = format!("{}{}", text.replace(&finding.entity().name, ""), remedy_text(finding, Locale::Fr));
            for mark in marks {
                assert!(!own.contains(mark), "{} writes `{mark}`: {text}", finding.code());
            }
            assert_ne!(text, finding_text(finding, Locale::En));
        }
        assert!(report.contains("Seuils par défaut"), "{report}");
    }

    #[test]
    fn facts_are_written_as_the_language_writes_them() {
        for (fact, fr, en) in [
            (Fact::Days(1), "1\u{a0}jour", "1 day"),
            (Fact::Days(46), "46\u{a0}jours", "46 days"),
            (Fact::Days(0), "0\u{a0}jour", "0 days"),
            (Fact::Months(30), "30\u{a0}mois", "30 months"),
            (Fact::WorkingDays(5), "5\u{a0}jours ouvrés", "5 working days"),
            (Fact::Date("2027-08".parse().expect("a date")), "août 2027", "August 2027"),
            (Fact::Date("2027-08-01".parse().expect("a date")), "1er août 2027", "1 August 2027"),
            (Fact::Period("2027-Q2".to_owned()), "T2 2027", "Q2 2027"),
            (Fact::Share(rust_decimal::Decimal::new(-125, 3)), "-12,5\u{a0}%", "-12.5%"),
            (Fact::Texts(vec!["a".to_owned(), "b".to_owned()]), "a, b", "a, b"),
        ] {
            assert_eq!((fact_text(&fact, Locale::Fr).as_str(), fact_text(&fact, Locale::En).as_str()), (fr, en));
        }
    }

    #[test]
    fn a_clean_check_says_so() {
        let health = Model::from_json(include_str!("../health/example.json")).expect("sound").health();
        assert_eq!(health_report(&health, Locale::Fr), "Rien à signaler.\n");
        assert_eq!(health_report(&health, Locale::En), "Nothing to mend.\n");
    }
}
