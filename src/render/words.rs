//! The words of the domain in French and English.

use super::Locale;
use crate::decision::{Quantity, Reason};
use crate::diagnostic::Diagnostic;
use crate::model::{Lifecycle, Section};
use std::fmt;

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
                    "moyens insuffisants : {means} {period}, il faut {needed}, l’engagé et l’imposé laissent {left}"
                )
            } else {
                format!("no room: {means} {period} needs {needed}, {left} left by committed and required work")
            }
        }
        Reason::Outvalued { means, period, needed, left } => {
            let (period, needed, left) = (locale.period(period), quantity(*needed, locale), quantity(*left, locale));
            if fr {
                format!("moins utile que les retenus : {means} {period}, il faut {needed}, il reste {left}")
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

/// A finding for people: what its code means in their language, then the case.
pub fn diagnostic_text(diagnostic: &Diagnostic, locale: Locale) -> String {
    let title = match locale {
        Locale::Fr => diagnostic.code().title_fr(),
        Locale::En => diagnostic.code().title(),
    };
    let colon = locale.pick("\u{a0}:", ":");
    format!("[{}] {title}{colon} {} ({})", diagnostic.code(), diagnostic.message(), diagnostic.location())
}
