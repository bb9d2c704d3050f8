//! Words of the model that findings use, in both languages.

use super::finding::Term;
use crate::model::{CommitmentKind, CommunicationAim, GovernanceLevel, LedgerStage, Lifecycle, Section, Winner};

pub(super) const DELIVERY: Term = Term::new("delivery", "livraison");
pub(super) const START: Term = Term::new("start", "démarrage");
pub(super) const TO_DO: Term = Term::new("nothing is done yet", "à faire");
pub(super) const IN_PROGRESS: Term = Term::new("in progress", "en cours");
pub(super) const NOBODY: Term = Term::new("nobody", "personne");
pub(super) const UNDATED: Term = Term::new("on no recorded day", "date non notée");
pub(super) const ENVELOPE: Term = Term::new("envelope", "enveloppe");
pub(super) const ROADMAP: Term = Term::new("roadmap", "feuille de route");
pub(super) const AT_LEAST: Term = Term::new("at least", "au moins");

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

/// What has been done to amounts at a stage.
pub(super) fn stage(stage: LedgerStage) -> Term {
    match stage {
        LedgerStage::Committed => Term::new("committed", "engagés"),
        LedgerStage::Validated => Term::new("validated", "liquidés"),
        LedgerStage::Ordered => Term::new("ordered", "mandatés"),
        LedgerStage::Paid => Term::new("paid", "payés"),
        LedgerStage::Notified => Term::new("notified", "notifiés"),
        LedgerStage::Billed => Term::new("billed", "titrés"),
        LedgerStage::Cashed => Term::new("cashed", "encaissés"),
    }
}

/// What a multi-year authority is called.
pub(super) fn commitment_kind(kind: CommitmentKind) -> Term {
    match kind {
        CommitmentKind::Ap => Term::new("program authority (AP)", "autorisation de programme"),
        CommitmentKind::Ae => Term::new("commitment authority (AE)", "autorisation d'engagement"),
    }
}

/// What a level of governance is called.
pub(super) fn level(level: GovernanceLevel) -> Term {
    match level {
        GovernanceLevel::Decision => Term::new("decision", "décisionnel"),
        GovernanceLevel::Strategic => Term::new("strategic", "stratégique"),
        GovernanceLevel::Tactical => Term::new("tactical", "tactique"),
        GovernanceLevel::Operational => Term::new("operational", "opérationnel"),
        GovernanceLevel::Project => Term::new("project", "projet"),
        GovernanceLevel::Advisory => Term::new("advisory", "consultatif"),
    }
}

/// What communication with some of the three aims does, in their order.
pub(super) fn aims(aims: &[CommunicationAim]) -> Term {
    use CommunicationAim::{GetUsed, MakeKnown, WinOver};
    match aims {
        [MakeKnown] => Term::new("make it known", "faire connaître"),
        [WinOver] => Term::new("win over", "faire adhérer"),
        [GetUsed] => Term::new("get it used", "faire utiliser"),
        [MakeKnown, WinOver] => Term::new("make it known and win over", "faire connaître et faire adhérer"),
        [MakeKnown, GetUsed] => Term::new("make it known and get it used", "faire connaître et faire utiliser"),
        [WinOver, GetUsed] => Term::new("win over and get it used", "faire adhérer et faire utiliser"),
        _ => Term::new("make it known, win over and get it used", "faire connaître, faire adhérer et faire utiliser"),
    }
}
