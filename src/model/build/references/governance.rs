//! References of demands, services, governance, facts and scenarios.

use super::Resolver;
use crate::diagnostic::Code;
use crate::model::{ModelDraft, ScenarioChange, ScopeKey};

impl Resolver<'_> {
    pub(super) fn governance(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, service) in draft.services.iter().enumerate() {
            let at = |field: &str| format!("/services/{i}/{field}");
            self.find_if(&index.units, service.unit.as_ref(), "unit", || at("unit"));
            self.find_if(&index.persons, service.owner.as_ref(), "person", || at("owner"));
            self.find_all(&index.audiences, &service.audiences, "audience", || at("audiences"));
        }
        for (i, demand) in draft.demands.iter().enumerate() {
            let at = |field: &str| format!("/demands/{i}/{field}");
            self.find_if(&index.units, demand.unit.as_ref(), "unit", || at("unit"));
            self.find_if(&index.audiences, demand.audience.as_ref(), "audience", || at("audience"));
            self.find_if(&index.projects, demand.project.as_ref(), "project", || at("project"));
            let qualification = &demand.qualification;
            let decision = || at("qualification/decision");
            self.find_if(&index.decisions, qualification.decision.as_ref(), "decision", decision);
            self.find_if(&index.demands, qualification.into.as_ref(), "demand", || at("qualification/into"));
        }
        for (i, body) in draft.bodies.iter().enumerate() {
            let at = |field: &str| format!("/bodies/{i}/{field}");
            self.find(&index.organizations, &body.organization, "organization", || at("organization"));
            self.find_if(&index.calendars, body.calendar.as_ref(), "calendar", || at("calendar"));
            self.find_all(&index.persons, &body.members, "person", || at("members"));
            self.find_all(&index.audiences, &body.audiences, "audience", || at("audiences"));
            for (k, subject) in body.reviews.iter().enumerate() {
                self.subject(subject, || format!("/bodies/{i}/reviews/{k}"));
            }
            self.once(
                body.reviews.iter(),
                |_| format!("body `{}` reviews the same thing twice", body.id),
                |k| format!("/bodies/{i}/reviews/{k}"),
            );
        }
        for (i, meeting) in draft.meetings.iter().enumerate() {
            self.find(&index.bodies, &meeting.body, "body", || format!("/meetings/{i}/body"));
        }
        for (i, decision) in draft.decisions.iter().enumerate() {
            self.find(&index.bodies, &decision.body, "body", || format!("/decisions/{i}/body"));
            self.subject(&decision.subject, || format!("/decisions/{i}/subject"));
            for (k, action) in decision.actions.iter().enumerate() {
                let at = || format!("/decisions/{i}/actions/{k}/owner");
                self.find_if(&index.persons, action.owner.as_ref(), "person", at);
            }
        }
        for (i, communication) in draft.communications.iter().enumerate() {
            self.subject(&communication.subject, || format!("/communications/{i}/subject"));
            let at = || format!("/communications/{i}/audience");
            self.find(&index.audiences, &communication.audience, "audience", at);
        }
    }

    /// Movements of the finance system and days worked.
    pub(super) fn facts(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, entry) in draft.ledger.iter().enumerate() {
            self.find(&index.envelopes, &entry.envelope, "envelope", || format!("/ledger/{i}/envelope"));
            self.find_if(&index.projects, entry.project.as_ref(), "project", || format!("/ledger/{i}/project"));
        }
        for (i, worked) in draft.worked_days.iter().enumerate() {
            self.find(&index.projects, &worked.project, "project", || format!("/worked_days/{i}/project"));
            self.find(&index.pools, &worked.pool, "pool", || format!("/worked_days/{i}/pool"));
            self.find_if(&index.persons, worked.person.as_ref(), "person", || format!("/worked_days/{i}/person"));
        }
    }

    pub(super) fn scenarios(&mut self, draft: &ModelDraft) {
        let index = self.index;
        for (i, scenario) in draft.scenarios.iter().enumerate() {
            match &scenario.scope {
                ScopeKey::Roadmap(id) => {
                    self.find(&index.roadmaps, id, "roadmap", || format!("/scenarios/{i}/scope/roadmap"))
                }
                ScopeKey::Portfolio(id) => {
                    self.find(&index.portfolios, id, "portfolio", || format!("/scenarios/{i}/scope/portfolio"))
                }
            };
            for (k, change) in scenario.changes.iter().enumerate() {
                let at = |field: &str| format!("/scenarios/{i}/changes/{k}/{field}");
                match change {
                    ScenarioChange::Budget { envelope, .. } => {
                        self.find(&index.envelopes, envelope, "envelope", || at("budget/envelope"));
                    }
                    ScenarioChange::Capacity { pool, .. } => {
                        self.find(&index.pools, pool, "pool", || at("capacity/pool"));
                    }
                    ScenarioChange::Force { project, variant, .. } => {
                        let position = self.find(&index.projects, project, "project", || at("force/project"));
                        if let (Some(position), Some(variant)) = (position, variant)
                            && !draft.projects[position].variants.iter().any(|v| v.id == *variant)
                        {
                            let message = format!("project `{project}` has no variant `{variant}`");
                            self.faults.add(Code::UnknownReference, at("force/variant"), message);
                        }
                    }
                    ScenarioChange::Dates { project, .. } => {
                        self.find(&index.projects, project, "project", || at("dates/project"));
                    }
                }
            }
        }
    }
}
