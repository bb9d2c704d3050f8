//! Words of the model that findings use, in both languages.

use super::finding::Term;
use crate::model::{Lifecycle, Section, Winner};

pub(super) const DELIVERY: Term = Term::new("delivery", "livraison");
pub(super) const START: Term = Term::new("start", "démarrage");
pub(super) const TO_DO: Term = Term::new("nothing is done yet", "à faire");
pub(super) const IN_PROGRESS: Term = Term::new("in progress", "en cours");
pub(super) const NOBODY: Term = Term::new("nobody", "personne");
pub(super) const UNDATED: Term = Term::new("on no recorded day", "date non notée");
pub(super) const ENVELOPE: Term = Term::new("envelope", "enveloppe");
pub(super) const ROADMAP: Term = Term::new("roadmap", "feuille de route");

/// What a state is called.
pub(super) fn lifecycle(state: Lifecycle) -> Term {
    match state {
        Lifecycle::Idea => Term::new("idea", "idée"),
        Lifecycle::Candidate => Term::new("candidate", "candidat"),
        Lifecycle::Deferred => Term::new("deferred", "ajourné"),
        Lifecycle::Approved => Term::new("approved", "approuvé"),
        Lifecycle::Scoping => Term::new("scoping", "en cadrage"),
        Lifecycle::Running => Term::new("running", "en cours"),
        Lifecycle::OnHold => Term::new("on hold", "suspendu"),
        Lifecycle::Delivered => Term::new("delivered", "livré"),
        Lifecycle::InService => Term::new("in service", "en service"),
        Lifecycle::Closed => Term::new("closed", "clos"),
        Lifecycle::Rejected => Term::new("rejected", "rejeté"),
        Lifecycle::Cancelled => Term::new("cancelled", "abandonné"),
    }
}

/// What a section of the budget is called.
pub(super) fn section(section: Section) -> Term {
    match section {
        Section::Investment => Term::new("investment", "investissement"),
        Section::Operating => Term::new("operating", "fonctionnement"),
    }
}

/// What one of the three winners is called.
pub(super) fn winner(winner: Winner) -> Term {
    match winner {
        Winner::User => Term::new("users", "usagers"),
        Winner::Staff => Term::new("staff", "agents"),
        Winner::Authority => Term::new("the authority", "collectivité"),
    }
}
