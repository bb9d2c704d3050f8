//! References of organizations, people, strategy and means.

use super::Resolver;
use crate::model::{CommitmentEvent, ModelDraft};

impl Resolver<'_> {
    pub(super) fn people(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, organization) in draft.organizations.iter().enumerate() {
            let path = || format!("/organizations/{i}/policy_areas");
            self.find_all(&index.policy_areas, &organization.policy_areas, "policy area", path);
        }
        for (i, unit) in draft.units.iter().enumerate() {
            let at = || format!("/units/{i}/organization");
            self.find(&index.organizations, &unit.organization, "organization", at);
            for (k, attachment) in unit.attachments.iter().enumerate() {
                self.find(&index.units, &attachment.parent, "unit", || format!("/units/{i}/attachments/{k}/parent"));
            }
        }
        for (i, mandate) in draft.mandates.iter().enumerate() {
            let at = || format!("/mandates/{i}/organization");
            self.find(&index.organizations, &mandate.organization, "organization", at);
        }
        for (i, person) in draft.persons.iter().enumerate() {
            self.find_if(&index.units, person.unit.as_ref(), "unit", || format!("/persons/{i}/unit"));
        }
        for (i, objective) in draft.objectives.iter().enumerate() {
            self.find(&index.themes, &objective.theme, "theme", || format!("/objectives/{i}/theme"));
            self.find_if(&index.policy_areas, objective.policy_area.as_ref(), "policy area", || {
                format!("/objectives/{i}/policy_area")
            });
            let path = || format!("/objectives/{i}/indicators");
            self.find_all(&index.indicators, &objective.indicators, "indicator", path);
            let path = || format!("/objectives/{i}/shared_with");
            self.find_all(&index.units, &objective.shared_with, "unit", path);
        }
    }

    pub(super) fn means(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, envelope) in draft.envelopes.iter().enumerate() {
            self.find_if(&index.persons, envelope.manager.as_ref(), "person", || format!("/envelopes/{i}/manager"));
            self.find_if(&index.units, envelope.unit.as_ref(), "unit", || format!("/envelopes/{i}/unit"));
            for (k, event) in envelope.program.iter().flat_map(|program| program.events.iter().enumerate()) {
                if let CommitmentEvent::Allocation { project, .. } = event {
                    let at = || format!("/envelopes/{i}/program/events/{k}/allocation/project");
                    self.find_if(&index.projects, project.as_ref(), "project", at);
                }
            }
        }
        for (i, pool) in draft.pools.iter().enumerate() {
            self.find_if(&index.units, pool.unit.as_ref(), "unit", || format!("/pools/{i}/unit"));
            let at = || format!("/pools/{i}/exclusive_to");
            self.find_if(&index.roadmaps, pool.exclusive_to.as_ref(), "roadmap", at);
            let at = || format!("/pools/{i}/calendar");
            self.find_if(&index.calendars, pool.calendar.as_ref(), "calendar", at);
            for (k, member) in pool.members.iter().enumerate() {
                self.find(&index.persons, &member.person, "person", || format!("/pools/{i}/members/{k}/person"));
            }
        }
    }
}
