//! What a roadmap should have had when it opened or closed: states that were imported passed no gate.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, day};
use crate::diagnostic::Code;
use crate::model::gates::{self, Other};
use crate::model::{RoadmapRef, RoadmapState, Subject};

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::NoFoundingDeliberation,
        "open roadmap `{name}` has no founding deliberation by {value}",
        "feuille de route « {name} » lancée : aucune délibération fondatrice au {value}",
        no_founding_deliberation,
    ),
    Check::new(
        Code::RoadmapPeriodOver,
        "roadmap `{name}` is still open and its period ended on {value}",
        "feuille de route « {name} » toujours ouverte, alors que sa période a pris fin le {value}",
        roadmap_period_over,
    ),
    Check::new(
        Code::BudgetNotDedicated,
        "envelope `{name}` of open roadmap `{0}` serves others too: {value}",
        "enveloppe « {name} » de la feuille de route « {0} » : partagée avec {value}",
        budget_not_dedicated,
    ),
    Check::new(
        Code::NoRoadmapOwner,
        "open roadmap `{name}` has no owner in office on {value}",
        "feuille de route « {name} » lancée : aucun responsable en fonction le {value}",
        no_roadmap_owner,
    ),
    Check::new(
        Code::PortfolioWithoutPmo,
        "portfolio `{name}`, which open roadmap `{0}` draws on, has no PMO in office on {value}",
        "portefeuille « {name} », où puise la feuille de route « {0} » : aucun bureau des projets en fonction le {value}",
        portfolio_without_pmo,
    ),
    Check::new(
        Code::ImpactNotFrozen,
        "open roadmap `{name}` has {value} expected impacts without baseline or target, of {threshold} in all",
        "feuille de route « {name} » lancée : {value} impact(s) attendu(s) sans valeur initiale ou sans cible, sur {threshold}",
        impact_not_frozen,
    ),
    Check::new(
        Code::ClosingReviewNotHeld,
        "roadmap `{name}` is closed and its closing review was not held by {value}",
        "feuille de route « {name} » close : bilan non tenu au {value}",
        closing_review_not_held,
    ),
    Check::new(
        Code::ImpactNotMeasured,
        "roadmap `{name}` is closed and {value} of its {threshold} expected impacts were never measured",
        "feuille de route « {name} » close : {value} impact(s) attendu(s) jamais mesuré(s), sur {threshold}",
        impact_not_measured,
    ),
];

/// The roadmap in a state, with its name.
fn roadmap_in<'a>(ground: &Ground<'a>, state: RoadmapState) -> Option<(RoadmapRef<'a>, Fact)> {
    let roadmap = ground.scope.roadmap().filter(|roadmap| roadmap.record().state == state)?;
    Some((roadmap, Fact::Text(roadmap.name().to_owned())))
}

fn no_founding_deliberation(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, _)) = roadmap_in(ground, RoadmapState::Open) else { return };
    if gates::no_founding_deliberation(roadmap, ground.today).is_some() {
        sink.push(ground.here("/deliberation").value(day(ground.today)));
    }
}

fn roadmap_period_over(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, _)) = roadmap_in(ground, RoadmapState::Open) else { return };
    if gates::roadmap_period_over(roadmap, ground.today).is_some() {
        sink.push(ground.here("/period").value(day(roadmap.record().period.last_day())));
    }
}

fn budget_not_dedicated(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, name)) = roadmap_in(ground, RoadmapState::Open) else { return };
    for id in &roadmap.record().envelopes {
        let Some(envelope) = ground.model.envelope(id.as_str()) else { continue };
        let mut others: Vec<String> =
            gates::others(roadmap, envelope).into_iter().map(Other::name).map(str::to_owned).collect();
        if !others.is_empty() {
            others.sort_unstable();
            let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "").part(roadmap.id().as_str());
            sink.push(found.value(Fact::Texts(others)).detail(name.clone()));
        }
    }
}

fn no_roadmap_owner(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, _)) = roadmap_in(ground, RoadmapState::Open) else { return };
    if gates::no_roadmap_owner(roadmap, ground.today).is_some() {
        sink.push(ground.here("").value(day(ground.today)));
    }
}

fn portfolio_without_pmo(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, name)) = roadmap_in(ground, RoadmapState::Open) else { return };
    for gate in gates::portfolio_without_pmo(roadmap, ground.today) {
        let Subject::Portfolio(id) = gate.subject() else { continue };
        if let Some(position) = ground.model.index().portfolios.position(id.as_str()) {
            let found = ground.at(EntityKind::Portfolio, position, "").part(roadmap.id().as_str());
            sink.push(found.value(day(ground.today)).detail(name.clone()));
        }
    }
}

fn impact_not_frozen(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, _)) = roadmap_in(ground, RoadmapState::Open) else { return };
    let impacts = roadmap.record().expected_impacts.len();
    let open = gates::impact_not_frozen(roadmap).len();
    if open > 0 {
        // Where nothing is expected at all, none of none is frozen.
        let found = ground.here("/expected_impacts").value(Fact::Count(open.min(impacts)));
        sink.push(found.threshold(Fact::Count(impacts)));
    }
}

fn closing_review_not_held(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, _)) = roadmap_in(ground, RoadmapState::Closed) else { return };
    if gates::closing_review_not_held(roadmap, ground.today).is_some() {
        sink.push(ground.here("/closing_review").value(day(ground.today)));
    }
}

fn impact_not_measured(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some((roadmap, _)) = roadmap_in(ground, RoadmapState::Closed) else { return };
    let open = gates::impact_not_measured(roadmap, ground.today).len();
    if open > 0 {
        let found = ground.here("/expected_impacts").value(Fact::Count(open));
        sink.push(found.threshold(Fact::Count(roadmap.record().expected_impacts.len())));
    }
}
