//! What projects leave behind.

use super::check::{Check, Sink};
use super::finding::EntityKind;
use super::ground::{Ground, is_out};
use crate::diagnostic::Code;
use crate::model::{DigitalService, Integration, ServiceChange, ServiceStatus};
use std::collections::BTreeMap;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::ServiceWithoutOwner,
        "service `{name}` has neither a unit nor a person that owns it",
        "service « {name} » : ni direction ni personne propriétaire",
        |ground, sink| judge(ground, sink, "/unit", |service| !service.is_owned()),
    ),
    Check::new(
        Code::ServiceNotInterfaced,
        "service `{name}` is neither part of the information system nor interfaced with it",
        "service « {name} » : ni intégré au système d'information, ni interfacé avec lui",
        |ground, sink| judge(ground, sink, "/integration", |service| service.integration == Integration::None),
    ),
    Check::new(
        Code::ServiceShadow,
        "service `{name}` is used outside every rule of the information system",
        "service « {name} » : utilisé hors de toute règle du système d'information",
        |ground, sink| judge(ground, sink, "/status", |service| service.status == ServiceStatus::Shadow),
    ),
];

/// What the projects do to the services.
#[derive(Default)]
struct Touch {
    /// Whether a live project of the scope touches it.
    here: bool,
    /// Whether any project does.
    anywhere: bool,
    /// Whether a finished project has retired it.
    retired: bool,
}

/// The services that the scope's projects touch and, in a roadmap, those that no project touches; but for those that a
/// finished project has retired.
fn judge(ground: &Ground<'_>, sink: &mut Sink<'_>, field: &str, is_wrong: impl Fn(&DigitalService) -> bool) {
    let wrong = ground.records.services.iter().filter(|service| is_wrong(service));
    let mut touches: BTreeMap<&str, Touch> = wrong.map(|service| (service.id.as_str(), Touch::default())).collect();
    if touches.is_empty() {
        return;
    }
    for project in ground.model.projects().filter(|project| !project.record().services.is_empty()) {
        let state = project.record().state;
        let is_here = !is_out(state) && ground.scope.contains(project.ix());
        for effect in &project.record().services {
            if let Some(touch) = touches.get_mut(effect.service.as_str()) {
                touch.anywhere = true;
                touch.here |= is_here;
                touch.retired |= state.is_finished() && effect.effect == ServiceChange::Retire;
            }
        }
    }
    for (position, service) in ground.records.services.iter().enumerate() {
        let Some(touch) = touches.get(service.id.as_str()).filter(|touch| !touch.retired) else { continue };
        if touch.here || (ground.roadmap().is_some() && !touch.anywhere) {
            sink.push(ground.at(EntityKind::Service, position, field));
        }
    }
}
