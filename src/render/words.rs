//! The words of the domain in French and English.

use super::Locale;
use super::text::typeset;
use crate::decision::{Quantity, Reason};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::model::{Lifecycle, Model, Section};
use std::fmt::{self, Write as _};

/// A state of the lifecycle.
pub fn lifecycle(state: Lifecycle, locale: Locale) -> &'static str {
    let (fr, en) = match state {
        Lifecycle::Idea => ("idée", "idea"),
        Lifecycle::Candidate => ("candidat", "candidate"),
        Lifecycle::Deferred => ("ajourné", "deferred"),
        Lifecycle::Approved => ("approuvé", "approved"),
        Lifecycle::Scoping => ("en cadrage", "scoping"),
        Lifecycle::Running => ("en cours", "running"),
        Lifecycle::OnHold => ("suspendu", "on hold"),
        Lifecycle::Delivered => ("livré", "delivered"),
        Lifecycle::InService => ("en service", "in service"),
        Lifecycle::Closed => ("clos", "closed"),
        Lifecycle::Rejected => ("rejeté", "rejected"),
        Lifecycle::Cancelled => ("abandonné", "cancelled"),
    };
    locale.pick(fr, en)
}

/// So many projects in a state: `2 ajournés`, `2 deferred`.
pub fn lifecycle_count(state: Lifecycle, count: usize, locale: Locale) -> String {
    let word = lifecycle(state, locale);
    let plural = match (locale, state) {
        (Locale::Fr, Lifecycle::Scoping | Lifecycle::Running | Lifecycle::InService | Lifecycle::Closed) => "",
        (Locale::Fr, _) | (Locale::En, Lifecycle::Idea | Lifecycle::Candidate) => "s",
        (Locale::En, _) => "",
    };
    if count > 1 { format!("{count} {word}{plural}") } else { format!("{count} {word}") }
}

/// A section of a budget.
pub fn section(section: Section, locale: Locale) -> &'static str {
    match section {
        Section::Investment => locale.pick("investissement", "investment"),
        Section::Operating => locale.pick("fonctionnement", "operating"),
    }
}

/// An amount with its unit.
pub(super) fn quantity(quantity: Quantity, locale: Locale) -> String {
    match quantity {
        Quantity::Money(money) => locale.money(money),
        Quantity::Days(days) => {
            format!("{}{}", locale.short_number(days, 1), locale.pick("\u{a0}j.h", " person-days"))
        }
    }
}

/// Why a project is in or out, as one clause.
pub fn reason_text(reason: &Reason, locale: Locale) -> String {
    let fr = locale == Locale::Fr;
    match reason {
        Reason::Committed { state } => {
            let state = lifecycle(*state, locale);
            if fr { format!("engagé ({state})") } else { format!("committed ({state})") }
        }
        Reason::Forced { reason } => {
            if fr {
                format!("imposé : {reason}")
            } else {
                format!("required: {reason}")
            }
        }
        Reason::Chosen => locale.pick("dans le meilleur ensemble", "in the best set").to_owned(),
        Reason::ForcedOut { reason } => {
            if fr {
                format!("écarté : {reason}")
            } else {
                format!("ruled out: {reason}")
            }
        }
        Reason::Closed { state } => {
            let state = lifecycle(*state, locale);
            if fr { format!("hors arbitrage ({state})") } else { format!("not open to choice ({state})") }
        }
        Reason::WindowPassed => locale.pick("fenêtre de départ dépassée", "its latest start has passed").to_owned(),
        Reason::DoesNotFinish => {
            locale.pick("ne peut finir avant l’échéance", "cannot finish before the end of the roadmap").to_owned()
        }
        Reason::PurchaseTooLate { award } => {
            let award = locale.known_date(*award);
            if fr {
                format!("marché attribué au plus tôt le {award}, après son départ au plus tard")
            } else {
                format!("its contract is awarded on {award} at the earliest, after its latest start")
            }
        }
        Reason::NotAllocated { means, nature } => {
            if fr {
                format!("{means} ne sert pas les projets de nature « {nature} »")
            } else {
                format!("{means} does not serve projects of nature “{nature}”")
            }
        }
        Reason::PrerequisiteOut { name, .. } => {
            if fr {
                format!("dépend de « {name} », non retenu")
            } else {
                format!("needs “{name}”, which is out")
            }
        }
        Reason::ExcludedBy { name, .. } => {
            if fr {
                format!("exclu par « {name} », retenu")
            } else {
                format!("excluded by “{name}”, which is in")
            }
        }
        Reason::PartnerOut { name, .. } => {
            if fr {
                format!("va avec « {name} », non retenu")
            } else {
                format!("goes with “{name}”, which is out")
            }
        }
        Reason::NoWorth => locale.pick("valeur nulle selon les règles", "worth nothing under the policy").to_owned(),
        Reason::WaitsTooLong { name, .. } => {
            if fr {
                format!("attend « {name} » trop longtemps")
            } else {
                format!("waits too long for “{name}”")
            }
        }
        Reason::NoRoom { means, period, needed, left } => {
            let (period, needed, left) = (locale.period(period), quantity(*needed, locale), quantity(*left, locale));
            if fr {
                format!(
                    "moyens insuffisants : {means} en {period}, il faut {needed}, l’engagé et l’imposé laissent {left}"
                )
            } else {
                format!("no room: {means} {period} needs {needed}, {left} left by committed and required work")
            }
        }
        Reason::Outvalued { means, period, needed, left } => {
            let (period, needed, left) = (locale.period(period), quantity(*needed, locale), quantity(*left, locale));
            if fr {
                format!("moins utile que les retenus : {means} en {period}, il faut {needed}, il reste {left}")
            } else {
                format!("outvalued: {means} {period} needs {needed}, {left} left by the projects retained")
            }
        }
        Reason::LaunchLimit => locale.pick("lancements à la marge épuisés", "new launches stay marginal").to_owned(),
        Reason::ThemeLimit { theme } => {
            if fr {
                format!("plafond de la thématique {theme}")
            } else {
                format!("theme {theme} has all it may get")
            }
        }
        Reason::NotInBestSet => locale.pick("hors du meilleur ensemble", "not in the best set").to_owned(),
        Reason::NotReached => {
            locale.pick("recherche arrêtée avant de l’examiner", "the search stopped before it got in").to_owned()
        }
        Reason::NoPlan => locale.pick("aucun plan possible", "there is no plan").to_owned(),
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&reason_text(self, Locale::En))
    }
}

/// A finding without its document, for people: in English its message; in French what its code means, where it points, and
/// the message, which is in English.
pub fn diagnostic_text(diagnostic: &Diagnostic, locale: Locale) -> String {
    let (code, message, location) = (diagnostic.code(), diagnostic.message(), diagnostic.location());
    match locale {
        Locale::Fr => {
            format!("[{code}] {}\u{a0}: {message} ({})", typeset(code.title_fr()), place(location, locale))
        }
        Locale::En => format!("[{code}] {}: {message} ({location})", code.title()),
    }
}

/// A finding about a model, for people: in English what its code means and its message; in French what its code means and
/// the record it points at, by name.
pub fn note_text(diagnostic: &Diagnostic, model: &Model, locale: Locale) -> String {
    if locale == Locale::En {
        return diagnostic_text(diagnostic, locale);
    }
    let (code, title) = (diagnostic.code(), typeset(diagnostic.code().title_fr()));
    let Location::Pointer(pointer) = diagnostic.location() else {
        return format!("[{code}] {title}\u{a0}: {}", place(diagnostic.location(), locale));
    };
    match record_named(model, pointer) {
        Some(record) => format!("[{code}] {title}\u{a0}: {record} ({pointer})"),
        None => format!("[{code}] {title}\u{a0}: {pointer}"),
    }
}

/// Faults for people, each with code, what it means, place, case and remedy. In English as [`Diagnostics`] print; in French
/// all but the case, which is the diagnostic's own message, in English; where the diagnostic has a remedy of its own, which
/// may name what there is, it follows the one of the code.
pub fn fault_report(faults: &Diagnostics, locale: Locale) -> String {
    if locale == Locale::En {
        return format!("{faults}\n");
    }
    let mut out = String::new();
    for fault in faults {
        let weight = match fault.severity() {
            Severity::Error => "erreur",
            Severity::Warning => "alerte",
            Severity::Information => "information",
        };
        let (code, title) = (fault.code(), typeset(fault.code().title_fr()));
        let _ = writeln!(out, "{weight}[{code}]\u{a0}: {title}\n  lieu\u{a0}: {}", place(fault.location(), locale));
        let own = if fault.remedy() == code.help() { String::new() } else { format!(" ({})", fault.remedy()) };
        let _ = writeln!(out, "  détail\u{a0}: {}\n  remède\u{a0}: {}{own}", fault.message(), typeset(code.help_fr()));
    }
    out
}

/// A location in the language.
fn place(location: &Location, locale: Locale) -> String {
    match location {
        _ if locale == Locale::En => location.to_string(),
        Location::Whole => "l’ensemble".to_owned(),
        Location::Pointer(pointer) if pointer.is_empty() => "tout le document".to_owned(),
        Location::Cell { line, column: Some(column) } => format!("ligne {line}, colonne « {column} »"),
        Location::Cell { line, column: None } => format!("ligne {line}"),
        Location::Text { line, column } => format!("ligne {line}, colonne {column}"),
        other => other.to_string(),
    }
}

/// The record that a pointer leads into, in French: `projet « Portail »`.
fn record_named(model: &Model, pointer: &str) -> Option<String> {
    let mut steps = pointer.split('/').skip(1);
    let (list, position) = (steps.next()?, steps.next()?.parse::<usize>().ok()?);
    let records = model.records();
    let (kind, name) = match list {
        "organizations" => ("collectivité", &records.organizations.get(position)?.name),
        "units" => ("unité", &records.units.get(position)?.name),
        "persons" => ("acteur", &records.persons.get(position)?.name),
        "audiences" => ("public", &records.audiences.get(position)?.name),
        "themes" => ("thématique", &records.themes.get(position)?.name),
        "objectives" => ("objectif", &records.objectives.get(position)?.name),
        "envelopes" => ("enveloppe", &records.envelopes.get(position)?.name),
        "pools" => ("pool", &records.pools.get(position)?.name),
        "portfolios" => ("portefeuille", &records.portfolios.get(position)?.name),
        "roadmaps" => ("feuille de route", &records.roadmaps.get(position)?.name),
        "projects" => ("projet", &records.projects.get(position)?.name),
        "indicators" => ("indicateur", &records.indicators.get(position)?.name),
        "dependencies" => return Some(format!("lien n° {}", position + 1)),
        "measures" => return Some(format!("mesure n° {}", position + 1)),
        _ => return None,
    };
    Some(format!("{kind} « {name} »"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::model::{ModelDraft, Project, Variant};
    use crate::quantity::Currency;

    #[test]
    fn findings_are_told_in_the_language() {
        let mut draft = ModelDraft::new("2026-11".parse().expect("a date"), Currency::EUR);
        draft.projects.push(Project::new("sig", "SIG partagé", Variant::new("base", 3)));
        let model = draft.build().expect("a model");
        let at = |location| Diagnostic::new(Code::AlignmentMissing, "project `sig` is not scored").at(location);
        for (location, text) in [
            (Location::pointer("/projects/0/alignment"), "projet « SIG partagé » (/projects/0/alignment)"),
            (Location::pointer("/dependencies/4"), "lien n° 5 (/dependencies/4)"),
            (Location::pointer("/projects/7"), "/projects/7"),
            (Location::cell(7, Some("titre")), "ligne 7, colonne « titre »"),
        ] {
            let found = note_text(&at(location), &model, Locale::Fr);
            assert_eq!(found, format!("[alignment-missing] candidat sans note d’alignement\u{a0}: {text}"));
        }
        let english = note_text(&at(Location::pointer("/projects/0")), &model, Locale::En);
        assert!(english.contains("project `sig` is not scored (/projects/0)"), "{english}");
    }

    #[test]
    fn faults_are_told_in_the_language() {
        let unknown = Diagnostic::new(Code::UnknownReference, "there is no theme `sig`");
        let faults: Diagnostics = [
            unknown.clone().at(Location::pointer("/projects/0/theme")),
            Diagnostic::new(Code::UnknownWord, "`done` is no state").help("write one of `idea`, `candidate`"),
        ]
        .into_iter()
        .collect();
        let french = "erreur[unknown-reference]\u{a0}: référence inconnue\n  lieu\u{a0}: /projects/0/theme\n  détail\u{a0}: \
                      there is no theme `sig`\n  remède\u{a0}: écrire l’élément désigné, ou corriger son \
                      identifiant\nerreur[unknown-word]\u{a0}: mot inconnu du format\n  lieu\u{a0}: l’ensemble\n  \
                      détail\u{a0}: `done` is no state\n  remède\u{a0}: employer un des mots admis (write one of `idea`, \
                      `candidate`)\n";
        assert_eq!(fault_report(&faults, Locale::Fr), french);
        assert_eq!(fault_report(&unknown.into(), Locale::En).lines().count(), 3);
    }

    #[test]
    fn states_are_counted() {
        assert_eq!(lifecycle_count(Lifecycle::Candidate, 27, Locale::Fr), "27 candidats");
        assert_eq!(lifecycle_count(Lifecycle::Running, 14, Locale::Fr), "14 en cours");
        assert_eq!(lifecycle_count(Lifecycle::Cancelled, 1, Locale::Fr), "1 abandonné");
        assert_eq!(lifecycle_count(Lifecycle::Candidate, 2, Locale::En), "2 candidates");
    }
}
