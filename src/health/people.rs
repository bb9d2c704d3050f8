//! Who carries, owns and manages.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, day, days, is_ahead};
use crate::diagnostic::Code;
use crate::id::PersonId;
use crate::model::gates::{self, Gate};
use crate::model::{Lifecycle, PoolKind, ProjectRef, RoadmapRef, Role};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::OwnerIsCio,
        "the owner of roadmap `{name}`, {value}, is the head of IT",
        "feuille de route « {name} » : le responsable, {value}, est aussi le directeur des systèmes d'information",
        owner_is_cio,
    ),
    Check::new(
        Code::NoPoliticalSponsor,
        "roadmap `{name}` has no political sponsor in office on {value}",
        "feuille de route « {name} » : aucun élu référent en fonction le {value}",
        |ground, sink| unsponsored(ground, sink, gates::no_political_sponsor),
    ),
    Check::new(
        Code::NoManagerialSponsor,
        "roadmap `{name}` has no managerial sponsor in office on {value}",
        "feuille de route « {name} » : aucun référent à la direction générale en fonction le {value}",
        |ground, sink| unsponsored(ground, sink, gates::no_managerial_sponsor),
    ),
    Check::new(
        Code::RunningWithoutManager,
        "running project `{name}` has no manager on {value}",
        "projet « {name} » en cours : aucun chef de projet en fonction le {value}",
        running_without_manager,
    ),
    Check::new(
        Code::ApprovedWithoutManager,
        "approved project `{name}` starts in {value} and has no manager; one is expected {threshold} before",
        "projet « {name} » approuvé : démarrage dans {value}, sans chef de projet, attendu {threshold} avant",
        approved_without_manager,
    ),
    Check::new(
        Code::ManagerOverloaded,
        "`{name}` manages {value} running projects; at most {threshold} are expected",
        "{name} conduit {value} projets en cours, pour {threshold} au plus",
        manager_overloaded,
    ),
    Check::new(
        Code::SinglePersonSkill,
        "pool `{name}` has {value} member today ({0}); at least {threshold} are expected",
        "pool « {name} » : {value} membre à ce jour ({0}), pour {threshold} au moins",
        single_person_skill,
    ),
];

fn owner_is_cio(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if ground.roadmap().is_none() {
        return;
    }
    let owners = ground.holders(Role::RoadmapOwner);
    for owner in owners.into_iter().filter_map(|id| ground.model.person(id.as_str())) {
        if gates::is_cio(owner, ground.today) {
            sink.push(ground.here("").part(owner.id().as_str()).value(Fact::Text(owner.name().to_owned())));
        }
    }
}

/// A gate that does not hold for the roadmap today.
fn unsponsored(ground: &Ground<'_>, sink: &mut Sink<'_>, gate: fn(RoadmapRef<'_>, NaiveDate) -> Option<Gate>) {
    if ground.roadmap_ref().and_then(|roadmap| gate(roadmap, ground.today)).is_some() {
        sink.push(ground.here("").value(day(ground.today)));
    }
}

fn running_without_manager(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.live_in(|state| state == Lifecycle::Running) {
        if project.manager_at(ground.today).is_none() {
            sink.push(ground.project(project, "").value(day(ground.today)));
        }
    }
}

fn approved_without_manager(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let limit = i64::from(ground.limits.manager_needed_days);
    for project in ground.live_in(is_ahead) {
        let Some(start) = project.record().start else { continue };
        let left = days(ground.today, start.first_day());
        if left <= limit && project.manager_at(ground.today).is_none() {
            let found = ground.project(project, "").value(Fact::Days(left.max(0)));
            sink.push(found.threshold(Fact::Days(limit)));
        }
    }
}

/// Managers in office today.
fn managers<'a>(ground: &Ground<'a>, project: ProjectRef<'a>) -> impl Iterator<Item = &'a PersonId> {
    let assignments = &ground.records.assignments;
    let today = ground.today;
    ground.model.resolved().project_assignments[project.ix().index()]
        .iter()
        .map(|position| &assignments[*position as usize])
        .filter(move |a| a.role == Role::ProjectManager && a.is_current(today))
        .map(|a| &a.person)
}

/// Every running project of the document counts, for those who manage one here.
fn manager_overloaded(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let mut counts: BTreeMap<&PersonId, (usize, bool)> = BTreeMap::new();
    for project in ground.model.projects().filter(|p| p.record().state == Lifecycle::Running) {
        let here = ground.scope.contains(project.ix());
        for person in managers(ground, project) {
            let (count, inside) = counts.entry(person).or_default();
            *count += 1;
            *inside |= here;
        }
    }
    let limit = ground.limits.manager_projects as usize;
    for (person, (count, inside)) in counts {
        let Some(person) = ground.model.person(person.as_str()).filter(|_| inside && count > limit) else { continue };
        let found = ground.at(EntityKind::Person, person.ix().index(), "").value(Fact::Count(count));
        sink.push(found.threshold(Fact::Count(limit)));
    }
}

fn single_person_skill(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for pool in ground.scope.pools().filter(|pool| pool.record().kind == PoolKind::People) {
        let mut members: Vec<&PersonId> =
            pool.record().members.iter().filter(|m| m.is_current(ground.today)).map(|m| &m.person).collect();
        members.sort_unstable();
        members.dedup();
        if let [only] = members.as_slice() {
            let found = ground.at(EntityKind::Pool, pool.ix().index(), "/members").value(Fact::Count(1));
            let name = ground.names([*only]).concat();
            sink.push(found.threshold(Fact::Count(2)).detail(Fact::Text(name)));
        }
    }
}
