//! A health check as people read it.

use super::text::{capital, colon, date_text, others, typeset};
use super::{Locale, Report};
use crate::diagnostic::Severity;
use crate::health::{Fact, Finding, Health};

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
        Fact::Date(date) => date_text(*date, locale),
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
        Locale::Fr => typeset(finding.code().help_fr()),
        Locale::En => finding.remedy().to_owned(),
    }
}

/// What a code means, in the language.
fn title(finding: &Finding, locale: Locale) -> String {
    match locale {
        Locale::Fr => typeset(finding.code().title_fr()),
        Locale::En => finding.code().title().to_owned(),
    }
}

/// The health check (*contrôle de santé*): how many findings of each severity; then, gravest first, each code with its
/// findings and their remedy, and what could not be checked.
///
/// Of more than so many findings, the first of each code is told and the others are counted, for at most so many codes of a
/// severity.
pub fn health_report(health: &Health, most: usize, locale: Locale) -> Report {
    let mut report = Report::new();
    report.section(locale.pick("Contrôle de santé", "Health check"));
    if health.is_clean() {
        report.paragraph(locale.pick("Rien à signaler.", "Nothing to mend."));
        return report;
    }
    let all = health.findings().len();
    let severities = [
        (Severity::Error, ("Erreurs", "Errors"), ("erreur", "error"), ("erreurs", "errors")),
        (Severity::Warning, ("À corriger", "To mend"), ("à corriger", "to mend"), ("à corriger", "to mend")),
        (
            Severity::Information,
            ("Pour information", "For information"),
            ("pour information", "for information"),
            ("pour information", "for information"),
        ),
    ];
    let of = |severity| health.iter().filter(move |finding| finding.severity() == severity).collect::<Vec<&Finding>>();
    let mut counts = Vec::new();
    for (severity, _, one, many) in severities {
        let count = of(severity).len();
        if count > 0 {
            let (fr, en) = if count == 1 { one } else { many };
            counts.push(format!("{count} {}", locale.pick(fr, en)));
        }
    }
    if all > 0 {
        let noun = match (locale, all) {
            (Locale::Fr, 1) => "constat",
            (Locale::Fr, _) => "constats",
            (Locale::En, 1) => "finding",
            (Locale::En, _) => "findings",
        };
        report.paragraph(format!("{all} {noun}{} {}.", colon(locale), counts.join(", ")));
    }
    for (severity, (fr, en), ..) in severities {
        let findings = of(severity);
        if findings.is_empty() {
            continue;
        }
        report.subsection(format!("{} ({})", locale.pick(fr, en), findings.len()));
        let groups: Vec<&[&Finding]> = findings.chunk_by(|a, b| a.code() == b.code()).collect();
        let is_short = all > most;
        let shown = if is_short { most } else { groups.len() };
        for group in groups.iter().take(shown) {
            code_items(&mut report, group, if is_short { 1 } else { group.len() }, locale);
        }
        let rest = groups.get(shown..).unwrap_or(&[]);
        if !rest.is_empty() {
            let codes: Vec<String> = rest
                .iter()
                .filter_map(|group| Some(format!("{} ({})", title(group.first()?, locale), group.len())))
                .collect();
            report.note(format!("… {}{} {}.", locale.pick("et aussi", "and also"), colon(locale), codes.join(", ")));
        }
    }
    if !health.unchecked().is_empty() {
        report.subsection(locale.pick("Non vérifié", "Not checked"));
        for diagnostic in health.unchecked() {
            report.item(super::diagnostic_text(diagnostic, locale));
        }
    }
    if health.iter().any(|finding| finding.threshold().is_some() && !finding.policy_set()) {
        let fr = "Seuils par défaut là où aucun seuil n’est fixé par le document.";
        let en = "Thresholds are the defaults where the document sets none.";
        report.note(locale.pick(fr, en));
    }
    report
}

/// The findings of one code, at most so many, and what to do about them.
fn code_items(report: &mut Report, group: &[&Finding], most: usize, locale: Locale) {
    let Some(first) = group.first() else { return };
    let (title, code) = (title(first, locale), first.code());
    report.item(format!("{}{} {} [{code}]", capital(&title), colon(locale), remedy_text(first, locale)));
    for finding in group.iter().take(most) {
        report.subitem(finding_text(finding, locale));
    }
    let more = group.len().saturating_sub(most);
    if more > 0 {
        report.subitem(others(more, ("constat", "finding"), ("constats", "findings"), locale));
    }
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
        let report = health_report(&health, usize::MAX, Locale::Fr).to_markdown().replace('\\', "");
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
        assert!(health_report(&health, 12, Locale::Fr).to_text().ends_with("═\nRien à signaler.\n"));
        assert!(health_report(&health, 12, Locale::En).to_text().ends_with("═\nNothing to mend.\n"));
    }
}
