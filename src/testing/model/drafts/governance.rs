//! Services, demands, governance, facts, histories and scenarios.

use super::{Author, STATES, of};
use crate::id::{AudienceId, PersonId};
use crate::model::{
    Action, CommunicationAction, CommunicationAim, DecisionRecord, Demand, DigitalService, Force, GovernanceBody,
    GovernanceLevel, Hosting, Integration, LedgerEntry, LedgerFlag, LedgerStage, Meeting, ModelDraft, Qualification,
    QualificationState, RoadmapState, RoadmapTransition, Scenario, ScenarioChange, ScopeKey, Section, ServiceStatus,
    Transition, Verdict, WorkedDays,
};
use crate::time::{Anchor, Cadence, Period, Weekday};

impl Author {
    pub(super) fn services(&mut self, draft: &mut ModelDraft) {
        let audiences: Vec<AudienceId> = draft.audiences.iter().map(|audience| audience.id.clone()).collect();
        for k in 0..self.tape.below(4) {
            let mut service = DigitalService::new(format!("service-{k}"), "Demande d'aide en ligne");
            service.integration = self.word(&[Integration::None, Integration::Integrated, Integration::Interfaced]);
            service.platform = self.maybe(30, |_| "FranceConnect".to_owned());
            let hostings = [Hosting::OnPremises, Hosting::Shared, Hosting::Cloud, Hosting::Saas];
            service.hosting = self.maybe(60, |d| d.one(&hostings)).flatten();
            service.unit = self.maybe(60, |d| d.one(&draft.units)).flatten().map(|unit| unit.id);
            service.owner = self.maybe(40, |d| d.one(&draft.persons)).flatten().map(|person| person.id);
            service.audiences = self.tape.some(&audiences, 40);
            service.status = self.word(&[ServiceStatus::Managed, ServiceStatus::Known, ServiceStatus::Shadow]);
            draft.services.push(service);
        }
    }

    pub(super) fn governance(&mut self, draft: &mut ModelDraft) {
        let persons: Vec<PersonId> = draft.persons.iter().map(|person| person.id.clone()).collect();
        let audiences: Vec<AudienceId> = draft.audiences.iter().map(|audience| audience.id.clone()).collect();
        for k in 0..self.tape.below(4) {
            const LEVELS: [GovernanceLevel; 6] = [
                GovernanceLevel::Tactical,
                GovernanceLevel::Decision,
                GovernanceLevel::Strategic,
                GovernanceLevel::Operational,
                GovernanceLevel::Project,
                GovernanceLevel::Advisory,
            ];
            let organization = self.organization(draft);
            let level = self.one(&LEVELS).unwrap_or(GovernanceLevel::Tactical);
            let mut body = GovernanceBody::new(format!("body-{k}"), "Comité de pilotage", organization, level);
            body.cadence = self.maybe(60, Self::cadence);
            body.members = self.tape.some(&persons, 60);
            body.audiences = self.tape.some(&audiences, 30);
            for _ in 0..self.tape.below(3) {
                let subject = self.subject(draft);
                body.reviews.extend(subject.filter(|subject| !body.reviews.contains(subject)));
            }
            body.calendar = self.maybe(40, |d| d.one(&draft.calendars)).flatten().map(|calendar| calendar.id);
            draft.bodies.push(body);
        }
        for _ in 0..self.tape.below(5) {
            let Some(body) = self.one(&draft.bodies) else { break };
            let mut meeting = Meeting::new(body.id, self.date(2026, 2));
            meeting.topics = self.tape.some(&["Arbitrages".to_owned(), "Météo des projets".to_owned()], 50);
            draft.meetings.push(meeting);
        }
        for k in 0..self.tape.below(5) {
            const VERDICTS: [Verdict; 9] = [
                Verdict::Retained,
                Verdict::Deferred,
                Verdict::Rejected,
                Verdict::Suspended,
                Verdict::Resumed,
                Verdict::Stopped,
                Verdict::Revised,
                Verdict::Accepted,
                Verdict::Noted,
            ];
            let (Some(body), Some(subject)) = (self.one(&draft.bodies), self.subject(draft)) else { continue };
            let verdict = self.one(&VERDICTS).unwrap_or(Verdict::Noted);
            let mut decision =
                DecisionRecord::new(format!("CP-2026-{k}"), body.id, self.date(2025, 2), subject, verdict);
            decision.motive = self.maybe(50, |_| "moyens insuffisants".to_owned());
            decision.conditions = self.tape.some(&["après l'audit".to_owned()], 30);
            for _ in 0..self.tape.below(3) {
                let mut action = Action::new("chiffrer la variante hébergée");
                action.owner = self.maybe(60, |d| d.one(&persons)).flatten();
                action.due = self.maybe(60, |d| d.date(2026, 2));
                action.done = self.maybe(30, |d| d.date(2026, 2));
                decision.actions.push(action);
            }
            draft.decisions.push(decision);
        }
        for k in 0..self.tape.below(4) {
            let (Some(audience), Some(subject)) = (self.one(&audiences), self.subject(draft)) else { continue };
            let aims = [CommunicationAim::MakeKnown, CommunicationAim::WinOver, CommunicationAim::GetUsed];
            let aim = self.one(&aims).unwrap_or(CommunicationAim::MakeKnown);
            let mut action = CommunicationAction::new(format!("com-{k}"), subject, aim, audience, self.date(2026, 3));
            action.description = self.maybe(40, |_| "lettre aux agents".to_owned());
            action.promotes = self.tape.chance(30);
            draft.communications.push(action);
        }
        self.demands(draft);
        self.histories(draft);
    }

    fn cadence(&mut self) -> Cadence {
        match self.tape.below(6) {
            0 => Cadence::monthly(Anchor::nth(2, Weekday::Tuesday)),
            1 => Cadence::weekly(Weekday::Monday),
            2 => Cadence::every_months(3, 3, Anchor::day(31)),
            3 => Cadence::in_months([6, 12], Anchor::nth(-1, Weekday::Friday)),
            4 => Cadence::undated(6),
            _ => Cadence::on_request(),
        }
    }

    fn demands(&mut self, draft: &mut ModelDraft) {
        for k in 0..self.tape.below(4) {
            let mut demand = Demand::new(format!("demande-{k}"), "Prise de rendez-vous", self.date(2025, 2));
            demand.description = self.maybe(40, |_| "Pour les maisons des solidarités.".to_owned());
            demand.source = self.maybe(50, |_| "enquête auprès des agents".to_owned());
            demand.unit = self.maybe(50, |d| d.one(&draft.units)).flatten().map(|unit| unit.id);
            demand.audience = self.maybe(50, |d| d.one(&draft.audiences)).flatten().map(|audience| audience.id);
            let states = [
                QualificationState::Received,
                QualificationState::UnderReview,
                QualificationState::Qualified,
                QualificationState::Declined,
                QualificationState::Merged,
            ];
            demand.qualification = Qualification::new(self.word(&states));
            demand.qualification.date = self.maybe(40, |d| d.date(2026, 1));
            demand.qualification.reason = self.maybe(40, |_| "déjà couvert".to_owned());
            demand.qualification.decision =
                self.maybe(30, |d| d.one(&draft.decisions)).flatten().map(|decision| decision.id);
            // A demand before it only, so that none is taken up by itself.
            demand.qualification.into = self.maybe(20, |d| d.one(&draft.demands)).flatten().map(|demand| demand.id);
            demand.project = self.maybe(40, |d| d.one(&draft.projects)).flatten().map(|project| project.id);
            draft.demands.push(demand);
        }
    }

    /// How projects and roadmaps came to be where they stand.
    fn histories(&mut self, draft: &mut ModelDraft) {
        for k in 0..draft.projects.len() {
            let last = draft.projects[k].state;
            let mut states = self.tape.some(STATES, 10);
            if self.tape.chance(30) || !states.is_empty() {
                states.push(last);
            }
            for (n, to) in states.into_iter().enumerate() {
                let mut transition = Transition::new(to, of(&format!("2026-{:02}", 1 + n.min(11))));
                transition.decision = self.maybe(30, |d| d.one(&draft.decisions)).flatten().map(|decision| decision.id);
                transition.note = self.maybe(20, |_| "après arbitrage".to_owned());
                draft.projects[k].history.push(transition);
            }
        }
        for k in 0..draft.roadmaps.len() {
            if draft.roadmaps[k].state != RoadmapState::Draft && self.tape.chance(50) {
                let mut transition = RoadmapTransition::new(draft.roadmaps[k].state, self.date(2026, 1));
                transition.decision = self.maybe(50, |d| d.one(&draft.decisions)).flatten().map(|decision| decision.id);
                transition.note = self.maybe(30, |_| "séance de janvier".to_owned());
                draft.roadmaps[k].history.push(transition);
            }
        }
    }

    /// What the finance system and the people on the projects have written down.
    pub(super) fn facts(&mut self, draft: &mut ModelDraft) {
        const STAGES: [LedgerStage; 7] = [
            LedgerStage::Committed,
            LedgerStage::Validated,
            LedgerStage::Ordered,
            LedgerStage::Paid,
            LedgerStage::Notified,
            LedgerStage::Billed,
            LedgerStage::Cashed,
        ];
        for _ in 0..self.tape.below(6) {
            let Some(envelope) = self.one(&draft.envelopes) else { break };
            let section = self.one(&[Section::Investment, Section::Operating]).unwrap_or(Section::Investment);
            let stage = self.one(&STAGES).unwrap_or(LedgerStage::Committed);
            let (date, year, amount) = (self.day(2026, 1), self.year(2026, 1), self.money());
            let mut entry = LedgerEntry::new(date, envelope.id, year, section, stage, amount);
            entry.project = self.maybe(70, |d| d.one(&draft.projects)).flatten().map(|project| project.id);
            entry.nature = self.maybe(40, |_| "2051".to_owned());
            entry.reference = self.maybe(60, |d| format!("BC-{}", d.tape.below(900)));
            let flags = [LedgerFlag::WithoutCommitment, LedgerFlag::PaidBeforeOrder, LedgerFlag::Advance];
            entry.flags = self.tape.some(&flags, 10);
            draft.ledger.push(entry);
        }
        for _ in 0..self.tape.below(6) {
            let (Some(project), Some(pool)) = (self.one(&draft.projects), self.one(&draft.pools)) else { break };
            let month = 1 + self.tape.below(11);
            let period = of::<Period>(&format!("2026-{month:02}/2026-{:02}", month + 1));
            let mut worked = WorkedDays::new(project.id, pool.id, period, self.workload(20));
            worked.person = self.maybe(40, |d| d.one(&draft.persons)).flatten().map(|person| person.id);
            draft.worked_days.push(worked);
        }
    }

    pub(super) fn scenarios(&mut self, draft: &mut ModelDraft) {
        for k in 0..self.tape.below(3) {
            let roadmap = self.one(&draft.roadmaps).map(|roadmap| ScopeKey::Roadmap(roadmap.id));
            let portfolio = self.one(&draft.portfolios).map(|portfolio| ScopeKey::Portfolio(portfolio.id));
            let Some(scope) = roadmap.filter(|_| portfolio.is_none() || k == 0).or(portfolio) else { break };
            let mut scenario = Scenario::new(format!("scenario-{k}"), "Budget réduit de 10 %", scope);
            scenario.description = self.maybe(40, |_| "Si la dotation baisse.".to_owned());
            for _ in 0..self.tape.below(4) {
                let change = match self.tape.below(4) {
                    0 => self.one(&draft.envelopes).map(|envelope| ScenarioChange::Budget {
                        envelope: envelope.id,
                        year: self.year(2026, 3),
                        section: Section::Investment,
                        amount: self.money(),
                    }),
                    1 => self.one(&draft.pools).map(|pool| ScenarioChange::Capacity {
                        pool: pool.id,
                        period: of("2026-04/2026-07"),
                        workload: self.workload(200),
                    }),
                    2 => self.one(&draft.projects).map(|project| ScenarioChange::Force {
                        force: if self.tape.chance(50) { Force::In } else { Force::Out },
                        reason: "souhait de l'exécutif".to_owned(),
                        variant: self.maybe(30, |d| d.one(&project.variants)).flatten().map(|variant| variant.id),
                        project: project.id,
                    }),
                    _ => self.one(&draft.projects).map(|project| ScenarioChange::Dates {
                        project: project.id,
                        start: self.maybe(40, |d| d.date(2026, 1)),
                        earliest_start: None,
                        latest_start: self.maybe(40, |d| d.date(2028, 1)),
                    }),
                };
                scenario.changes.extend(change);
            }
            draft.scenarios.push(scenario);
        }
    }
}
