//! What projects leave behind.

use super::check::{Check, Sink};
use super::finding::EntityKind;
use super::ground::Ground;
use crate::diagnostic::Code;
use crate::model::{DigitalService, Integration, ServiceChange, ServiceStatus};
use std::collections::BTreeSet;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::ServiceWithoutOwner,
        "service `{name}` has neither a unit nor a person that owns it",
        "service « {name} » : ni direction ni personne propriétaire",
        "nommer la direction ou la personne qui en répond",
        |ground, sink| judge(ground, sink, "/unit", |service| !service.is_owned()),
    ),
    Check::new(
        Code::ServiceNotInterfaced,
        "service `{name}` is neither part of the information system nor interfaced with it",
        "service « {name} » : ni intégré au système d'information, ni interfacé avec lui",
        "l'intégrer, ou interfacer sa plateforme",
        |ground, sink| judge(ground, sink, "/integration", |service| service.integration == Integration::None),
    ),
    Check::new(
        Code::ServiceShadow,
        "service `{name}` is used outside every rule of the information system",
        "service « {name} » : utilisé hors de toute règle du système d'information",
        "le ramener sous les règles du système d'information, ou le retirer",
        |ground, sink| judge(ground, sink, "/status", |service| service.status == ServiceStatus::Shadow),
    ),
];

/// The services that the scope's projects touch and, in a roadmap, those that no project touches; but for those that a
/// finished project has retired.
fn judge(ground: &Ground<'_>, sink: &mut Sink<'_>, field: &str, is_wrong: impl Fn(&DigitalService) -> bool) {
    let wrong: Vec<usize> =
        (0..ground.records.services.len()).filter(|position| is_wrong(&ground.records.services[*position])).collect();
    if wrong.is_empty() {
        return;
    }
    let effects = |projects: &mut dyn Iterator<Item = crate::model::ProjectRef<'_>>| {
        let mut touched = BTreeSet::new();
        for project in projects {
            touched.extend(project.record().services.iter().map(|effect| effect.service.clone()));
        }
        touched
    };
    let here = effects(&mut ground.live.iter().copied());
    let anywhere = effects(&mut ground.model.projects());
    let mut retired = BTreeSet::new();
    for project in ground.model.projects().filter(|project| project.record().state.is_finished()) {
        let gone = project.record().services.iter().filter(|effect| effect.effect == ServiceChange::Retire);
        retired.extend(gone.map(|effect| &effect.service));
    }
    for position in wrong {
        let service = &ground.records.services[position];
        let is_ours = here.contains(&service.id) || (ground.roadmap().is_some() && !anywhere.contains(&service.id));
        if is_ours && !retired.contains(&service.id) {
            sink.push(ground.at(EntityKind::Service, position, field));
        }
    }
}
