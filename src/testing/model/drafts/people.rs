//! Organizations, people, strategy, and what is measured.

use super::{Author, PERSONS, THEMES, of};
use crate::id::{IndicatorId, PolicyAreaId, UnitId};
use crate::model::{
    Aggregation, Assignment, Attachment, Audience, Calendar, Direction, Indicator, Mandate, Measure, MeasureStatus,
    ModelDraft, Objective, Observation, Organization, OrganizationKind, Person, PolicyArea, Role, Subject, Theme, Unit,
    UnitKind, WeightBasis, Winner,
};
use crate::time::{CalendarException, HolidaySet, Opening, SchoolHolidays, SchoolZone, Week, WorkCalendar};

impl Author {
    pub(super) fn people(&mut self, draft: &mut ModelDraft) {
        use OrganizationKind::{Department, Intermunicipality, Metropolis, Municipality, Other, Region, State};
        let areas: Vec<PolicyAreaId> = super::keys("area", self.tape.below(4));
        draft.policy_areas.extend(areas.iter().map(|id| PolicyArea::new(id.clone(), "Solidarités")));
        for k in 0..=self.tape.below(2) {
            let mut organization = Organization::new(format!("org-{k}"), "Département de la Vilaine-Aval");
            organization.kind =
                self.word(&[Other, Department, Municipality, Intermunicipality, Metropolis, Region, State]);
            organization.policy_areas = self.tape.some(&areas, 50);
            organization.fiscal_year_start = self.maybe(20, |d| 1 + d.tape.below(12) as u8);
            draft.organizations.push(organization);
        }
        for k in 0..self.tape.below(4) {
            let organization = self.organization(draft);
            let mut unit = Unit::new(format!("unit-{k}"), "Direction de l'autonomie", organization);
            unit.kind = self.word(&[UnitKind::Business, UnitKind::It, UnitKind::Support]);
            // Attached to units before it only, so that none lies below itself.
            for parent in self.tape.some(&draft.units, 30) {
                let mut attachment = Attachment::new(parent.id);
                attachment.from = self.maybe(50, |d| d.date(2020, 4));
                attachment.until = self.maybe(50, |d| d.date(2026, 3));
                unit.attachments.push(attachment);
            }
            draft.units.push(unit);
        }
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        for k in 0..self.tape.below(5) {
            let name = self.tape.pick(PERSONS).copied().unwrap_or_default();
            let mut person = Person::new(format!("person-{k}"), name);
            person.unit = self.maybe(60, |d| d.one(&units)).flatten();
            draft.persons.push(person);
        }
        for k in 0..self.tape.below(4) {
            let mut audience = Audience::new(format!("public-{k}"), "Usagers du service");
            audience.winner = self.maybe(70, |d| d.one(&[Winner::User, Winner::Staff, Winner::Authority])).flatten();
            draft.audiences.push(audience);
        }
        for k in 0..self.tape.below(3) {
            let organization = self.organization(draft);
            let (start, end) = (self.date(2021, 2), self.date(2027, 2));
            let mut mandate = Mandate::new(format!("mandat-{k}"), organization, "Conseil départemental", start, end);
            mandate.elections = (0..self.tape.below(3)).map(|_| self.day(2027, 2)).collect();
            draft.mandates.push(mandate);
        }
        self.calendars(draft);
    }

    fn calendars(&mut self, draft: &mut ModelDraft) {
        for k in 0..self.tape.below(3) {
            let mut calendar = WorkCalendar::new();
            if self.tape.chance(40) {
                calendar.week = Week { wednesday: self.share(), saturday: self.share(), ..Week::FIVE_DAYS };
            }
            calendar.holidays = self.tape.some(&[HolidaySet::Metropolitan, HolidaySet::AlsaceMoselle], 50);
            for month in self.tape.some(&[3, 8, 12], 30) {
                let opening = match self.tape.below(3) {
                    1 => Opening::Open,
                    2 => Opening::Part(self.share()),
                    _ => Opening::Closed,
                };
                let days = of(&format!("2026-{month:02}-10/2026-{month:02}-15"));
                calendar.exceptions.push(CalendarException::new(days, opening, "Fermeture"));
            }
            draft.calendars.push(Calendar::new(format!("cal-{k}"), "Jours ouvrés de la direction", calendar));
        }
        for month in self.tape.some(&[2, 4, 10], 30) {
            let zone = self.one(&[SchoolZone::B, SchoolZone::A, SchoolZone::Reunion]).unwrap_or(SchoolZone::B);
            let days = of(&format!("2027-{month:02}-06/2027-{month:02}-22"));
            draft.school_holidays.push(SchoolHolidays::new(zone, "Vacances", days));
        }
    }

    pub(super) fn strategy(&mut self, draft: &mut ModelDraft) {
        for k in 0..self.tape.below(4) {
            let mut indicator = Indicator::new(format!("ind-{k}"), "Délai de décision");
            indicator.unit = self.maybe(50, |_| "mois".to_owned());
            indicator.direction = self.word(&[Direction::Higher, Direction::Lower]);
            indicator.aggregation = self.word(&[Aggregation::Sum, Aggregation::WeightedMean, Aggregation::Counts]);
            indicator.weight =
                self.word(&[WeightBasis::Cost, WeightBasis::Workload, WeightBasis::Worth, WeightBasis::Equal]);
            if self.tape.chance(40) {
                indicator.levels = ["vert", "orange", "rouge"].map(str::to_owned).to_vec();
            } else {
                indicator.baseline = self.maybe(50, |d| d.points(100));
                indicator.target = self.maybe(50, |d| d.points(100));
            }
            draft.indicators.push(indicator);
        }
        let indicators: Vec<IndicatorId> = draft.indicators.iter().map(|i| i.id.clone()).collect();
        let units: Vec<UnitId> = draft.units.iter().map(|unit| unit.id.clone()).collect();
        let areas: Vec<PolicyAreaId> = draft.policy_areas.iter().map(|a| a.id.clone()).collect();
        for k in 0..=self.tape.below(4) {
            let name = self.tape.pick(THEMES).copied().unwrap_or_default();
            let mut theme = Theme::new(format!("theme-{k}"), name);
            theme.description = self.maybe(30, |_| "Ce que chacun y gagne.\nEn une phrase.".to_owned());
            theme.weight = self.maybe(30, Self::share);
            draft.themes.push(theme);
        }
        for k in 0..self.tape.below(6) {
            let theme = self.one(&draft.themes).map_or_else(|| "theme-0".into(), |theme| theme.id);
            let mut objective = Objective::new(format!("obj-{k}"), "Réduire les délais", theme, self.points(10));
            objective.policy_area = self.maybe(40, |d| d.one(&areas)).flatten();
            objective.indicators = self.tape.some(&indicators, 30);
            objective.shared_with = self.tape.some(&units, 30);
            draft.objectives.push(objective);
        }
    }

    pub(super) fn subject(&mut self, draft: &ModelDraft) -> Option<Subject> {
        match self.tape.below(8) {
            3 => self.one(&draft.themes).map(|theme| Subject::Theme(theme.id)),
            4 => self.one(&draft.objectives).map(|objective| Subject::Objective(objective.id)),
            5 => self.one(&draft.roadmaps).map(|roadmap| Subject::Roadmap(roadmap.id)),
            6 => self.one(&draft.portfolios).map(|portfolio| Subject::Portfolio(portfolio.id)),
            7 => self.one(&draft.organizations).map(|organization| Subject::Organization(organization.id)),
            _ => self.one(&draft.projects).map(|project| Subject::Project(project.id)),
        }
    }

    pub(super) fn measures(&mut self, draft: &mut ModelDraft) {
        const ROLES: [Role; 9] = [
            Role::ProjectManager,
            Role::PoliticalSponsor,
            Role::ManagerialSponsor,
            Role::RoadmapOwner,
            Role::Cio,
            Role::Pmo,
            Role::BusinessLead,
            Role::Finance,
            Role::Contributor,
        ];
        for _ in 0..self.tape.below(6) {
            let (person, role, subject) = (self.one(&draft.persons), self.one(&ROLES), self.subject(draft));
            let (Some(person), Some(role), Some(subject)) = (person, role, subject) else { continue };
            let mut assignment = Assignment::new(person.id, role, subject);
            assignment.from = self.maybe(50, |d| d.date(2024, 2));
            assignment.until = self.maybe(50, |d| d.date(2026, 3));
            draft.assignments.push(assignment);
        }
        for _ in 0..self.tape.below(7) {
            let (Some(indicator), Some(subject)) = (self.one(&draft.indicators), self.subject(draft)) else { continue };
            let value = match self.one(&indicator.levels) {
                Some(level) => Observation::Level(level),
                None => Observation::Number(self.points(100)),
            };
            let mut measure = Measure::new(indicator.id, subject, self.date(2026, 1), value);
            measure.status = self.word(&[MeasureStatus::Actual, MeasureStatus::Planned, MeasureStatus::Forecast]);
            measure.source = self.maybe(20, |_| "enquête annuelle".to_owned());
            draft.measures.push(measure);
        }
    }
}
