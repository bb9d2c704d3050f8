//! Whether themes, objectives and projects answer to each other, and whom they serve.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, is_pending};
use super::money::{Sum, charged};
use super::words;
use crate::diagnostic::Code;
use crate::model::{ObjectiveRef, ProjectRef, RoadmapKind, ThemeRef, UnitKind, Winner, WorthRule};
use crate::quantity::{Money, Share};
use std::collections::BTreeSet;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::ObjectiveNotMeasured,
        "objective `{name}` has {value} indicators, none of them with baseline and target",
        "objectif « {name} » : {value} indicateur(s), aucun avec valeur initiale et cible",
        objective_not_measured,
    ),
    Check::new(
        Code::ObjectiveNotShared,
        "objective `{name}` is shared by {value} groups; at least {threshold} are expected",
        "objectif « {name} » : partagé par {value} direction(s), pour {threshold} au moins",
        objective_not_shared,
    ),
    Check::new(
        Code::ThemeWithoutObjective,
        "theme `{name}` of roadmap `{value}` has no objective",
        "thématique « {name} » de la feuille de route « {value} » : aucun objectif",
        theme_without_objective,
    ),
    Check::new(
        Code::ThemeWithoutProject,
        "theme `{name}` of roadmap `{value}` has no project",
        "thématique « {name} » de la feuille de route « {value} » : aucun projet",
        theme_without_project,
    ),
    Check::new(
        Code::ThemeWithoutPublic,
        "theme `{name}` of roadmap `{value}` has no sentence that citizens and staff would understand",
        "thématique « {name} » de la feuille de route « {value} » : aucune phrase parlante pour les usagers et les agents",
        theme_without_public,
    ),
    Check::new(
        Code::PolicyAreaUncovered,
        "policy area `{name}` is served by no objective of roadmap `{value}`",
        "compétence « {name} » : aucun objectif de la feuille de route « {value} » ne la sert",
        policy_area_uncovered,
    ),
    Check::new(
        Code::AllIt,
        "all {value} projects of digital roadmap `{name}` are IT projects",
        "feuille de route numérique « {name} » : ses {value} projets sont tous informatiques",
        all_it,
    ),
    Check::new(
        Code::ProjectUnaligned,
        "project `{name}` is scored zero against {value} objectives and above zero against none",
        "projet « {name} » : noté zéro sur {value} objectif(s), et sur aucun au-dessus",
        project_unaligned,
    ),
    Check::new(
        Code::AlignmentMissing,
        "project `{name}` ({value}) is open to choice and nobody has scored it",
        "projet « {name} » ({value}) : ouvert au choix, sans note d'alignement",
        alignment_missing,
    ),
    Check::new(
        Code::ObjectiveUnserved,
        "objective `{name}` is served by no project of roadmap `{value}`",
        "objectif « {name} » : aucun projet de la feuille de route « {value} » ne le sert",
        objective_unserved,
    ),
    Check::new(
        Code::BenefitMissing,
        "project `{name}` names no benefit for {value}",
        "projet « {name} » : aucun bénéfice attendu pour ce gagnant ({value})",
        benefit_missing,
    ),
    Check::new(
        Code::BenefitNetNegative,
        "the yearly benefits of project `{name}` for {0} come to {value}; at least {threshold} is expected",
        "projet « {name} » : bénéfices annuels de {value} pour ce gagnant ({0}), pour {threshold} au moins",
        benefit_net_negative,
    ),
];

/// The roadmap's name, for findings about things that several roadmaps may share.
fn of_roadmap(ground: &Ground<'_>, kind: EntityKind, position: usize, field: &str) -> super::finding::Found {
    let (id, name) = ground.roadmap().map(|r| (r.id.as_str(), r.name.clone())).unwrap_or_default();
    ground.at(kind, position, field).part(id).value(Fact::Text(name))
}

/// Whether an indicator of the objective has baseline and target, its own or those that the roadmap has frozen.
fn is_measured(ground: &Ground<'_>, objective: ObjectiveRef<'_>) -> bool {
    let frozen = ground.roadmap().map_or(&[][..], |roadmap| roadmap.expected_impacts.as_slice());
    objective.record().indicators.iter().any(|id| {
        let own = ground.model.indicator(id.as_str()).map(|i| (i.record().baseline, i.record().target));
        let frozen = frozen.iter().filter(|impact| impact.indicator == *id).map(|i| (i.baseline, i.target));
        own.into_iter().chain(frozen).any(|(baseline, target)| baseline.is_some() && target.is_some())
    })
}

fn objective_not_measured(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for objective in ground.roadmap_objectives() {
        if !is_measured(ground, objective) {
            let found = ground.at(EntityKind::Objective, objective.ix().index(), "/indicators");
            sink.push(found.value(Fact::Count(objective.record().indicators.len())));
        }
    }
}

fn objective_not_shared(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let limit = ground.limits.objective_groups as usize;
    for objective in ground.roadmap_objectives() {
        let groups = objective.record().shared_with.iter().collect::<BTreeSet<_>>().len();
        if groups < limit {
            let found = ground.at(EntityKind::Objective, objective.ix().index(), "/shared_with");
            sink.push(found.value(Fact::Count(groups)).threshold(Fact::Count(limit)));
        }
    }
}

fn theme_without_objective(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let served: BTreeSet<_> = ground.roadmap_objectives().into_iter().map(|o| &o.record().theme).collect();
    for theme in ground.roadmap_themes() {
        if !served.contains(theme.id()) {
            sink.push(of_roadmap(ground, EntityKind::Theme, theme.ix().index(), ""));
        }
    }
}

fn theme_without_project(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let served: BTreeSet<_> = ground.live.iter().filter_map(|project| project.theme()).map(ThemeRef::ix).collect();
    for theme in ground.roadmap_themes() {
        if !served.contains(&theme.ix()) {
            sink.push(of_roadmap(ground, EntityKind::Theme, theme.ix().index(), ""));
        }
    }
}

fn theme_without_public(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for theme in ground.roadmap_themes() {
        if theme.record().description.as_ref().is_none_or(|text| text.trim().is_empty()) {
            sink.push(of_roadmap(ground, EntityKind::Theme, theme.ix().index(), "/description"));
        }
    }
}

fn policy_area_uncovered(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(organization) = ground.roadmap().and_then(|r| ground.model.organization(r.organization.as_str())) else {
        return;
    };
    let objectives = ground.roadmap_objectives();
    let served: BTreeSet<_> = objectives.iter().filter_map(|o| o.record().policy_area.as_ref()).collect();
    for area in organization.policy_areas.iter().filter(|area| !served.contains(area)) {
        if let Some(position) = ground.model.index().policy_areas.position(area.as_str()) {
            sink.push(of_roadmap(ground, EntityKind::PolicyArea, position, ""));
        }
    }
}

/// By its nature; where none is written, by the unit in charge.
fn is_it(project: ProjectRef<'_>) -> bool {
    match &project.record().nature {
        Some(nature) => ["it", "informatique"].iter().any(|it| nature.trim().eq_ignore_ascii_case(it)),
        None => project.unit().is_some_and(|unit| unit.record().kind == UnitKind::It),
    }
}

fn all_it(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let is_digital = ground.roadmap().is_some_and(|roadmap| roadmap.kind == RoadmapKind::Digital);
    if is_digital && !ground.live.is_empty() && ground.live.iter().all(|project| is_it(*project)) {
        sink.push(ground.here("").value(Fact::Count(ground.live.len())));
    }
}

fn project_unaligned(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(is_pending) {
        let scores = &project.record().alignment;
        if !scores.is_empty() && scores.iter().all(|alignment| alignment.score.is_zero()) {
            sink.push(ground.project(project, "/alignment").value(Fact::Count(scores.len())));
        }
    }
}

/// Where the policy chooses by alignment, of the states it opens to choice.
fn alignment_missing(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let policy = ground.scope.policy();
    if !matches!(policy.worth, WorthRule::Alignment | WorthRule::Objective(_)) {
        return;
    }
    for project in ground.live_in(|state| policy.is_open(state)) {
        if project.record().alignment.is_empty() {
            let state = Fact::Term(words::lifecycle(project.record().state));
            sink.push(ground.project(project, "/alignment").value(state));
        }
    }
}

fn objective_unserved(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let alignments = ground.live.iter().flat_map(|project| &project.record().alignment);
    let served: BTreeSet<_> = alignments.filter(|a| !a.score.is_zero()).map(|a| a.objective.as_str()).collect();
    for objective in ground.roadmap_objectives() {
        if !served.contains(objective.id().as_str()) {
            sink.push(of_roadmap(ground, EntityKind::Objective, objective.ix().index(), ""));
        }
    }
}

const WINNERS: [Winner; 3] = [Winner::User, Winner::Staff, Winner::Authority];

/// For each of the three: whether a benefit is named, and what those with a figure come to.
fn benefits(ground: &Ground<'_>, project: ProjectRef<'_>) -> [(Winner, bool, Sum); 3] {
    let mut winners = WINNERS.map(|winner| (winner, false, Sum::default()));
    for benefit in &project.record().benefits {
        let winner = ground.model.audience(benefit.audience.as_str()).and_then(|audience| audience.winner);
        for (_, is_named, sum) in winners.iter_mut().filter(|(one, ..)| winner == Some(*one)) {
            *is_named = true;
            if let Some(yearly) = benefit.yearly {
                sum.add(charged(yearly, Share::ONE));
            }
        }
    }
    winners
}

fn benefit_missing(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(is_pending) {
        for (winner, ..) in benefits(ground, project).into_iter().filter(|(_, is_named, _)| !is_named) {
            let term = words::winner(winner);
            sink.push(ground.project(project, "/benefits").part(term.en).value(Fact::Term(term)));
        }
    }
}

fn benefit_net_negative(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let has_loss = |project: &ProjectRef<'_>| {
        project.record().benefits.iter().any(|benefit| benefit.yearly.is_some_and(Money::is_negative))
    };
    for project in ground.live_in(is_pending).filter(has_loss) {
        for (winner, _, sum) in benefits(ground, project).into_iter().filter(|(.., sum)| *sum < Sum::default()) {
            let term = words::winner(winner);
            let found = ground.project(project, "/benefits").part(term.en).value(sum.fact(ground));
            sink.push(found.threshold(Sum::default().fact(ground)).detail(Fact::Term(term)));
        }
    }
}
