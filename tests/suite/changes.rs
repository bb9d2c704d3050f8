//! What changed since the last committee: a pair of documents with a change of each kind, and the page of it.

use super::golden::held;
use portefeuille::changes::{Presence, SlipOf, Trend};
use portefeuille::model::{
    Baseline, CostLine, DecisionRecord, Envelope, GovernanceBody, GovernanceLevel, Indicator, Lifecycle, Measure,
    Membership, Milestone, ModelDraft, Observation, Organization, Portfolio, Project, Roadmap, RoadmapState,
    RoadmapTransition, Section, Subject, Transition, Variant, Verdict,
};
use portefeuille::render::{Locale, changes_report};
use portefeuille::time::FiscalYear;
use portefeuille::{Currency, Model, Money};

fn of<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

fn project(id: &str, name: &str, state: Lifecycle) -> Project {
    let mut variant = Variant::new("base", 9);
    let year = FiscalYear::new(2027).expect("a year");
    variant.costs.push(CostLine::new(year, Section::Investment, "ap", Money::euros(100_000)));
    let mut project = Project::new(id, name, variant);
    project.state = state;
    project.roadmaps.push(Membership::new("num"));
    project
}

fn color(draft: &mut ModelDraft, project: &str, date: &str, level: &str) {
    let value = Observation::Level(level.to_owned());
    draft.measures.push(Measure::new("meteo", Subject::Project(project.into()), of(date), value));
}

/// The document as the committee of September saw it.
fn september() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-09-30"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.envelopes.push(Envelope::new("ap", "AP numérique"));
    draft.bodies.push(GovernanceBody::new("copil", "Comité de pilotage", "dep", GovernanceLevel::Tactical));
    draft.portfolios.push(Portfolio::new("dsi", "Portefeuille DSI", "dep"));
    draft.roadmaps.push(Roadmap::new("num", "Feuille de route numérique", "dep", of("2026-01/2029-01")));
    draft.roadmaps.push(Roadmap::new("ecoles", "Plan collèges", "dep", of("2026-01/2029-01")));
    let mut meteo = Indicator::new("meteo", "Météo globale");
    meteo.levels = ["vert", "orange", "rouge"].map(str::to_owned).to_vec();
    draft.indicators.push(meteo);

    let mut sig = project("sig", "Plateforme SIG", Lifecycle::Approved);
    sig.start = Some(of("2027-01-04"));
    let mut baseline = Baseline::new(of("2026-06-15"));
    (baseline.start, baseline.finish) = (Some(of("2027-01-04")), Some(of("2027-09-30")));
    baseline.cost = Some(Money::euros(100_000));
    sig.baseline = Some(baseline);
    let mut acceptance = Milestone::new("recette", "Recette", of("2027-06"));
    acceptance.baseline = Some(of("2027-06"));
    sig.milestones.push(acceptance);
    let mut portal = project("portail", "Portail usager", Lifecycle::Running);
    portal.start = Some(of("2026-02-02"));
    portal.milestones.push(Milestone::new("ouverture", "Ouverture au public", of("2026-11-10")));
    let mfa = project("mfa", "Double authentification", Lifecycle::Candidate);
    let mut archive = project("archives", "Archivage électronique", Lifecycle::Candidate);
    archive.roadmaps.clear();
    let ged = project("ged", "GED du courrier", Lifecycle::Candidate);
    let kiosk = project("borne", "Borne d’accueil", Lifecycle::Idea);
    let mut steady = project("wifi", "Wifi des sites", Lifecycle::Running);
    steady.start = Some(of("2026-05"));
    let mut baseline = Baseline::new(of("2025-12-15"));
    (baseline.start, baseline.cost) = (Some(of("2026-03")), Some(Money::euros(90_000)));
    steady.baseline = Some(baseline);
    let mut closed = steady.clone();
    (closed.id, closed.name, closed.state) = ("vpn".into(), "VPN".to_owned(), Lifecycle::Closed);
    let mut elsewhere = project("ent", "ENT des collèges", Lifecycle::Candidate);
    elsewhere.roadmaps = vec![Membership::new("ecoles")];
    draft.projects.extend([sig, portal, mfa, archive, ged, kiosk, steady, closed, elsewhere]);
    color(&mut draft, "sig", "2026-09", "vert");
    color(&mut draft, "portail", "2026-09", "orange");
    color(&mut draft, "wifi", "2026-09", "vert");
    draft
}

/// The same document in November.
fn november() -> ModelDraft {
    let mut draft = september();
    draft.status_date = of("2026-11-24");
    draft.roadmaps[0].state = RoadmapState::Open;
    draft.roadmaps[0].history.push(RoadmapTransition::new(RoadmapState::Open, of("2026-10-05")));
    let decide = |id: &str, date: &str, subject: Subject, verdict: Verdict| {
        DecisionRecord::new(id, "copil", of(date), subject, verdict)
    };
    let mut approval = decide("d-2", "2026-10-12", Subject::Project("mfa".into()), Verdict::Retained);
    approval.motive = Some("exigence de l’assureur".to_owned());
    draft.decisions.push(decide("d-1", "2026-10-05", Subject::Roadmap("num".into()), Verdict::Noted));
    draft.decisions.push(approval);
    draft.decisions.push(decide("d-3", "2026-10-12", Subject::Roadmap("ecoles".into()), Verdict::Deferred));

    let sig = &mut draft.projects[0];
    sig.start = Some(of("2027-02-01"));
    sig.milestones[0].due = of("2027-08");
    sig.variants[0].costs[0].amount = Money::euros(120_000);
    sig.landing = Some(Money::euros(125_500));
    let portal = &mut draft.projects[1];
    (portal.state, portal.finish) = (Lifecycle::Delivered, Some(of("2026-11-12")));
    portal.milestones[0].reached = Some(of("2026-11-10"));
    let mut delivered = Transition::new(Lifecycle::Delivered, of("2026-11-12"));
    delivered.note = Some("recette prononcée sans réserve".to_owned());
    portal.history.push(delivered);
    let mfa = &mut draft.projects[2];
    mfa.state = Lifecycle::Approved;
    let mut approved = Transition::new(Lifecycle::Approved, of("2026-10-12"));
    approved.decision = Some("d-2".into());
    mfa.history.push(approved);
    draft.projects[3].roadmaps.push(Membership::new("num"));
    draft.projects[4].roadmaps = vec![Membership::new("ecoles")];
    "ENT".clone_into(&mut draft.projects[8].name);
    draft.projects[8].start = Some(of("2027-09"));
    draft.projects.remove(5);
    draft.projects.push(project("capteurs", "Capteurs des routes", Lifecycle::Idea));
    color(&mut draft, "sig", "2026-11", "orange");
    color(&mut draft, "portail", "2026-11", "vert");
    color(&mut draft, "wifi", "2026-11", "vert");
    // A fact of a day to come is none yet.
    color(&mut draft, "wifi", "2026-12", "rouge");
    draft
}

fn pair() -> (Model, Model) {
    let built = |draft: ModelDraft| draft.build().unwrap_or_else(|faults| panic!("{faults}"));
    (built(september()), built(november()))
}

#[test]
fn each_kind_of_change_is_told() {
    let (earlier, later) = pair();
    let changes = later.roadmap("num").expect("a scope").changes_since(&earlier);
    let told: Vec<&str> = changes.projects.iter().map(|change| change.project.as_str()).collect();
    assert_eq!(told, ["sig", "portail", "mfa", "archives", "ged", "capteurs", "borne"]);
    let of_project = |id: &str| changes.project(id).expect("it changed");
    let sig = of_project("sig");
    let delivery = sig.delivery.expect("it moved with the start");
    assert_eq!((delivery.before, delivery.after), (Some(of("2027-10-03")), Some(of("2027-10-31"))));
    assert_eq!(sig.cost.and_then(|cost| cost.after), Some(Money::euros(120_000)));
    assert_eq!(sig.landing.map(|landing| landing.before), Some(None));
    assert_eq!((sig.ratings[0].trend, sig.state), (Trend::Worse, None));
    assert_eq!(sig.milestones[0].date.after, Some(of("2027-08")));
    let portal = of_project("portail");
    assert!(portal.milestones[0].is_reached, "on the day it was due");
    assert_eq!((portal.transitions.len(), portal.ratings[0].trend), (1, Trend::Better));
    assert_eq!(of_project("mfa").decisions.len(), 1);
    assert_eq!(of_project("archives").joined, ["num".into()]);
    assert_eq!(of_project("ged").left, ["num".into()]);
    assert_eq!(of_project("ged").joined, ["ecoles".into()]);
    assert_eq!((of_project("capteurs").presence, of_project("borne").presence), (Presence::New, Presence::Gone));
    assert_eq!(changes.decisions.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["d-1"]);
    assert_eq!(changes.roadmaps.len(), 1);
    let slips: Vec<(&str, &SlipOf, i64, Option<i64>)> =
        changes.slips.iter().map(|slip| (slip.project.as_str(), &slip.of, slip.days, slip.earlier_days)).collect();
    let acceptance = SlipOf::Milestone { id: "recette".into(), name: "Recette".to_owned() };
    assert_eq!(
        slips,
        [
            ("sig", &SlipOf::Start, 28, Some(0)),
            ("sig", &SlipOf::Delivery, 31, Some(3)),
            ("sig", &acceptance, 62, Some(0)),
            ("wifi", &SlipOf::Start, 61, Some(61)),
        ]
    );
    let overruns: Vec<_> = changes.overruns.iter().map(|o| (o.project.as_str(), o.over, o.earlier_over)).collect();
    let (much, little) = (Money::euros(25_500), Money::euros(10_000));
    assert_eq!(overruns, [("sig", much, Some(Money::euros(0))), ("wifi", little, Some(little))]);
}

#[test]
fn a_scope_tells_what_is_its_own() {
    let (earlier, later) = pair();
    let whole = later.changes_since(&earlier);
    assert!(whole.project("ent").is_some() && whole.scope.is_none());
    assert_eq!((whole.decisions.len(), whole.roadmaps.len()), (2, 1));
    let schools = later.roadmap("ecoles").expect("a scope").changes_since(&earlier);
    assert_eq!(schools.projects.iter().map(|p| p.project.as_str()).collect::<Vec<_>>(), ["ged", "ent"]);
    assert!(schools.roadmaps.is_empty());
    assert!(later.portfolio("dsi").expect("a scope").changes_since(&earlier).is_empty());
    let nothing = later.roadmap("num").expect("a scope").changes_since(&later);
    assert!(nothing.is_empty() && nothing.slips.len() == 4, "slips that were there are no change");
    assert!(changes_report(&nothing, 12, Locale::Fr).to_text().contains("Rien n’a changé."));
}

#[test]
fn the_page_of_the_committee() {
    let (earlier, later) = pair();
    let changes = later.roadmap("num").expect("a scope").changes_since(&earlier);
    held("changes.fr.txt", &changes_report(&changes, 12, Locale::Fr).to_text());
    held("changes.en.txt", &changes_report(&changes, 12, Locale::En).to_text());
    let short = changes_report(&changes, 1, Locale::Fr).to_text();
    assert!(short.contains("Plateforme SIG") && short.contains("… 4 autres lignes."), "{short}");
}
