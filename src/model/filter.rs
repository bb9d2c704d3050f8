//! A part of a scope: by direction, policy area, theme, elected member, manager, state.

use super::{Lifecycle, ProjectRef, Role, Scope, Subject};
use crate::id::{PersonId, PolicyAreaId, ThemeId, UnitId};

/// Which projects of a scope to look at (*filtre*). A list left empty asks nothing; a project passes when it passes every
/// list that is not, and it passes a list when one of its items fits.
///
/// ```
/// use portefeuille::model::{Filter, Lifecycle};
///
/// let mut filter = Filter::default();
/// filter.themes.push("cybersecurity".into());
/// filter.states.extend([Lifecycle::Running, Lifecycle::OnHold]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Directions (*maîtrise d'ouvrage* or *maîtrise d'œuvre*): the unit in charge or the unit that delivers is
    /// one of them, or attached to one on the status date.
    pub units: Vec<UnitId>,
    /// Policy areas (*compétences*) of the objectives that the project has a score above zero against.
    pub policy_areas: Vec<PolicyAreaId>,
    /// Primary themes.
    pub themes: Vec<ThemeId>,
    /// Elected members (*élus référents*): political sponsors, on the status date, of the project or of its theme.
    pub elected: Vec<PersonId>,
    /// Project managers (*chefs de projet*) on the status date.
    pub managers: Vec<PersonId>,
    /// States.
    pub states: Vec<Lifecycle>,
}

impl Filter {
    fn passes(&self, project: ProjectRef<'_>) -> bool {
        fn asks<T>(list: &[T], fits: impl Fn(&T) -> bool) -> bool {
            list.is_empty() || list.iter().any(fits)
        }
        let record = project.record();
        let model = project.model();
        let day = model.status_date();
        let holds = |person: &PersonId, role, subject: &Subject| {
            let current = |a: &super::Assignment| a.role == role && a.person == *person && a.is_current(day);
            model.records().assignments.iter().any(|a| a.subject == *subject && current(a))
        };
        let own = Subject::Project(record.id.clone());
        let theme = record.theme.clone().map(Subject::Theme);
        let serves = |area: &PolicyAreaId| {
            record.alignment.iter().filter(|line| !line.score.value().is_zero()).any(|line| {
                let objective = model.objective(line.objective.as_str());
                objective.is_some_and(|objective| objective.record().policy_area.as_ref() == Some(area))
            })
        };
        asks(&self.states, |state| *state == record.state)
            && asks(&self.themes, |theme| record.theme.as_ref() == Some(theme))
            && asks(&self.units, |unit| {
                let own = [&record.unit, &record.delivery_unit].into_iter().flatten();
                own.filter_map(|id| model.unit(id.as_str())).any(|own| own.is_within(unit, day))
            })
            && asks(&self.policy_areas, serves)
            && asks(&self.managers, |person| holds(person, Role::ProjectManager, &own))
            && asks(&self.elected, |person| {
                let sponsors = |subject: &Subject| holds(person, Role::PoliticalSponsor, subject);
                sponsors(&own) || theme.as_ref().is_some_and(sponsors)
            })
    }
}

impl Scope {
    /// The same grouping, means and grid with only the projects that pass a filter. Work left out that has begun still
    /// takes its part of the means, as work outside.
    #[must_use]
    pub fn filtered(&self, filter: &Filter) -> Self {
        self.with_projects(self.projects().filter(|project| filter.passes(*project)).map(ProjectRef::ix))
    }
}
