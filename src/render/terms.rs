//! What the choices of records are called, in French and English.

use super::Locale;
use crate::model::{
    CoFinancingState, CommitmentKind, ComplianceState, ContributionKind, GovernanceLevel, MeasureStatus, ProjectKind,
    PurchaseRoute, RiskSeverity, Role, ServiceChange,
};
use chrono::{Datelike, NaiveDate, Weekday};

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident($of:ident) { $($choice:ident = $fr:literal, $en:literal;)* })*) => {$(
        $(#[$doc])*
        pub fn $name(of: $of, locale: Locale) -> &'static str {
            match of {
                $($of::$choice => locale.pick($fr, $en),)*
            }
        }
    )*};
}

terms! {
    /// A role.
    role(Role) {
        PoliticalSponsor = "élu référent", "political sponsor";
        ManagerialSponsor = "référent à la direction générale", "managerial sponsor";
        RoadmapOwner = "responsable de feuille de route", "roadmap owner";
        Cio = "DSI", "CIO";
        Pmo = "bureau des projets", "PMO";
        ProjectManager = "chef de projet", "project manager";
        BusinessLead = "référent métier", "business lead";
        Finance = "référent finances", "finance lead";
        Contributor = "contributeur", "contributor";
    }
    /// A level of governance.
    governance_level(GovernanceLevel) {
        Decision = "décisionnel", "decision";
        Strategic = "stratégique", "strategic";
        Tactical = "tactique", "tactical";
        Operational = "opérationnel", "operational";
        Project = "projet", "project";
        Advisory = "consultatif", "advisory";
    }
    /// A kind of work.
    project_kind(ProjectKind) {
        Project = "projet", "project";
        Action = "action", "action";
        Study = "étude", "study";
        Service = "service", "service";
    }
    /// How sure a grant is.
    co_financing_state(CoFinancingState) {
        Requested = "demandé", "requested";
        Notified = "notifié", "notified";
        Cashed = "encaissé", "cashed";
    }
    /// A way of buying.
    purchase_route(PurchaseRoute) {
        Quotes = "devis", "quotes";
        Framework = "accord-cadre ou marché en cours", "framework contract";
        CentralPurchasing = "centrale d’achat", "central purchasing body";
        Adapted = "procédure adaptée (MAPA)", "adapted procedure";
        FormalTender = "appel d’offres", "formal tender";
        Negotiated = "procédure avec négociation", "negotiated procedure";
        InHouse = "en régie, sans achat", "in house, nothing bought";
    }
    /// How much harm a risk does.
    risk_severity(RiskSeverity) {
        Minor = "mineure", "minor";
        Moderate = "modérée", "moderate";
        Major = "majeure", "major";
        Critical = "critique", "critical";
    }
    /// How far compliance has come.
    compliance_state(ComplianceState) {
        Required = "à faire", "to do";
        InProgress = "en cours", "in progress";
        Met = "conforme", "met";
        NotApplicable = "sans objet", "not applicable";
    }
    /// From which side something is brought in.
    contribution_kind(ContributionKind) {
        It = "informatique", "IT";
        Organizational = "organisationnelle", "organizational";
        Financial = "financière", "financial";
    }
    /// What a project does to a service.
    service_change(ServiceChange) {
        Create = "crée", "creates";
        Harmonize = "harmonise", "harmonizes";
        Enrich = "enrichit", "enriches";
        Retire = "retire", "retires";
    }
    /// Whether a measure is a plan, a forecast or a fact.
    measure_status(MeasureStatus) {
        Planned = "prévu au plan", "planned";
        Forecast = "prévision", "forecast";
        Actual = "constaté", "observed";
    }
    /// A multi-year authority.
    commitment_kind(CommitmentKind) {
        Ap = "AP", "AP";
        Ae = "AE", "AE";
    }
}

/// A day of the week with its date: `mardi 8 décembre 2026`.
pub(super) fn weekday_date(day: NaiveDate, locale: Locale) -> String {
    let name = match day.weekday() {
        Weekday::Mon => locale.pick("lundi", "Monday"),
        Weekday::Tue => locale.pick("mardi", "Tuesday"),
        Weekday::Wed => locale.pick("mercredi", "Wednesday"),
        Weekday::Thu => locale.pick("jeudi", "Thursday"),
        Weekday::Fri => locale.pick("vendredi", "Friday"),
        Weekday::Sat => locale.pick("samedi", "Saturday"),
        Weekday::Sun => locale.pick("dimanche", "Sunday"),
    };
    format!("{name} {}", locale.date(day))
}
