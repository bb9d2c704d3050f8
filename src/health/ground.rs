//! What every check looks at: one scope on one day, with what several checks need worked out once.

use super::budget::Uses;
use super::finding::{Entity, EntityKind, Found};
use crate::capacity::{Load, LoadError, Placement};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::finance::{Deviation, FinanceError, ProgramExecution, deviations, programs};
use crate::id::PersonId;
use crate::model::{
    Assignment, Grouping, HealthPolicy, LedgerStage, Lifecycle, Model, ModelDraft, ObjectiveRef, ProjectRef, Roadmap,
    RoadmapRef, RoadmapState, Role, Scope, Subject, ThemeRef,
};
use crate::network::{Network, NetworkError, Schedule};
use crate::time::Date;
use chrono::{Months, NaiveDate};
use std::cell::{OnceCell, RefCell};

/// One scope on the day the document speaks of.
pub(super) struct Ground<'a> {
    pub(super) scope: &'a Scope,
    pub(super) model: &'a Model,
    pub(super) records: &'a ModelDraft,
    pub(super) today: NaiveDate,
    /// The thresholds that count.
    pub(super) limits: HealthPolicy,
    /// Its projects that are neither rejected nor cancelled.
    pub(super) live: Vec<ProjectRef<'a>>,
    /// Assignments to roadmaps and portfolios, in office today.
    offices: Vec<&'a Assignment>,
    decided_load: OnceCell<Result<Load, LoadError>>,
    demand_load: OnceCell<Result<Load, LoadError>>,
    schedule: OnceCell<Result<Schedule, NetworkError>>,
    deviations: OnceCell<Vec<Deviation>>,
    programs: OnceCell<Vec<ProgramExecution>>,
    noted: RefCell<Vec<FinanceError>>,
    uses: OnceCell<Uses>,
}

/// Work that was given up.
pub(super) fn is_out(state: Lifecycle) -> bool {
    matches!(state, Lifecycle::Rejected | Lifecycle::Cancelled)
}

/// Work that is decided or has begun, finished or not.
pub(super) fn is_decided(state: Lifecycle) -> bool {
    state.is_committed() || matches!(state, Lifecycle::Approved | Lifecycle::Scoping)
}

/// Work that goes on: running or on hold.
pub(super) fn is_under_way(state: Lifecycle) -> bool {
    matches!(state, Lifecycle::Running | Lifecycle::OnHold)
}

/// Work that is decided and has not begun.
pub(super) fn is_ahead(state: Lifecycle) -> bool {
    matches!(state, Lifecycle::Approved | Lifecycle::Scoping)
}

/// Work that still asks for attention: a candidate or further, and not finished.
pub(super) fn is_pending(state: Lifecycle) -> bool {
    state.is_open_to_choice() || is_under_way(state)
}

/// When a project last came into a state, as its history has it.
pub(super) fn since(project: ProjectRef<'_>, state: Lifecycle) -> Option<Date> {
    project.record().history.iter().filter(|t| t.to == state).map(|t| t.date).max()
}

/// The last day of the work as planned: its start and the months of its variant.
pub(super) fn planned_end(project: ProjectRef<'_>) -> Option<NaiveDate> {
    let start = project.record().start?.first_day();
    start.checked_add_months(Months::new(project.variant().months))?.pred_opt()
}

/// Days from one day to another, below zero backwards.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// A day as a fact; none outside the years documents may speak of.
pub(super) fn day(day: NaiveDate) -> super::finding::Fact {
    match Date::day(day) {
        Ok(date) => super::finding::Fact::Date(date),
        Err(_) => super::finding::Fact::Text(day.to_string()),
    }
}

impl<'a> Ground<'a> {
    pub(super) fn new(scope: &'a Scope) -> Self {
        let (model, today) = (scope.model(), scope.status_date());
        let offices = model.records().assignments.iter();
        Self {
            scope,
            model,
            records: model.records(),
            today,
            limits: scope.policy().health.clone().unwrap_or_default(),
            live: scope.projects().filter(|project| !is_out(project.record().state)).collect(),
            offices: offices
                .filter(|a| matches!(a.subject, Subject::Roadmap(_) | Subject::Portfolio(_)) && a.is_current(today))
                .collect(),
            decided_load: OnceCell::new(),
            demand_load: OnceCell::new(),
            schedule: OnceCell::new(),
            deviations: OnceCell::new(),
            programs: OnceCell::new(),
            noted: RefCell::new(Vec::new()),
            uses: OnceCell::new(),
        }
    }

    /// Its live projects in some states.
    pub(super) fn live_in(&self, states: impl Fn(Lifecycle) -> bool) -> impl Iterator<Item = ProjectRef<'a>> {
        self.live.iter().copied().filter(move |project| states(project.record().state))
    }

    /// The roadmap, if it is one that is not closed: what has been reviewed is not mended any more.
    pub(super) fn roadmap(&self) -> Option<&'a Roadmap> {
        self.scope.as_roadmap().filter(|roadmap| roadmap.state != RoadmapState::Closed)
    }

    /// The same as a view, for the conditions of changes of state.
    pub(super) fn roadmap_ref(&self) -> Option<RoadmapRef<'a>> {
        self.scope.roadmap().filter(|roadmap| roadmap.record().state != RoadmapState::Closed)
    }

    /// Something about the roadmap or portfolio itself.
    pub(super) fn here(&self, field: &str) -> Found {
        match self.scope.grouping() {
            Grouping::Roadmap(ix) => self.at(EntityKind::Roadmap, ix.index(), field),
            Grouping::Portfolio(ix) => self.at(EntityKind::Portfolio, ix.index(), field),
        }
    }

    /// Something about a project.
    pub(super) fn project(&self, project: ProjectRef<'_>, field: impl AsRef<str>) -> Found {
        self.at(EntityKind::Project, project.ix().index(), field)
    }

    /// Something about the record at a position, at a field given as the rest of a JSON pointer, such as `/start`.
    pub(super) fn at(&self, kind: EntityKind, position: usize, field: impl AsRef<str>) -> Found {
        let pointer = format!("/{}/{position}{}", kind.list(), field.as_ref());
        Found::new(Entity::at(self.records, kind, position), pointer)
    }

    /// Who holds a role on the roadmap or portfolio itself today, by key.
    pub(super) fn holders(&self, role: Role) -> Vec<&'a PersonId> {
        let here = |subject: &Subject| match subject {
            Subject::Roadmap(id) => self.scope.as_roadmap().is_some_and(|roadmap| roadmap.id == *id),
            Subject::Portfolio(id) => self.scope.as_portfolio().is_some_and(|portfolio| portfolio.id == *id),
            _ => false,
        };
        let mut holders: Vec<_> =
            self.offices.iter().filter(|a| a.role == role && here(&a.subject)).map(|a| &a.person).collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// The names of people, by key, as text.
    pub(super) fn names<'p>(&self, persons: impl IntoIterator<Item = &'p PersonId>) -> Vec<String> {
        let name = |id: &PersonId| self.model.person(id.as_str()).map_or(id.as_str(), |p| p.name()).to_owned();
        persons.into_iter().map(name).collect()
    }

    /// The themes that a roadmap lists.
    pub(super) fn roadmap_themes(&self) -> Vec<ThemeRef<'a>> {
        self.roadmap().map_or_else(Vec::new, |roadmap| {
            roadmap.themes.iter().filter_map(|id| self.model.theme(id.as_str())).collect()
        })
    }

    /// The objectives of the themes that a roadmap lists, in the order of the document.
    pub(super) fn roadmap_objectives(&self) -> Vec<ObjectiveRef<'a>> {
        let Some(roadmap) = self.roadmap() else { return Vec::new() };
        self.model.objectives().filter(|objective| roadmap.themes.contains(&objective.record().theme)).collect()
    }

    /// The load of decided work: what has begun, here and elsewhere, and what is approved here and has a start.
    pub(super) fn decided_load(&self) -> Option<&Load> {
        let placements = || {
            let placed = |project: ProjectRef<'_>| {
                let start = project.record().start?.first_day();
                Some(Placement::new(project.id().clone(), project.variant().id.clone(), start))
            };
            self.live_in(is_ahead).filter_map(placed).collect::<Vec<_>>()
        };
        self.decided_load.get_or_init(|| Load::with(self.scope, &placements())).as_ref().ok()
    }

    /// The load of everything asked for.
    pub(super) fn demand_load(&self) -> Option<&Load> {
        self.demand_load.get_or_init(|| Load::of(self.scope)).as_ref().ok()
    }

    /// The dates along the links.
    pub(super) fn schedule(&self) -> Option<&Schedule> {
        self.schedule.get_or_init(|| Network::of(self.scope)?.schedule()).as_ref().ok()
    }

    /// How far commitments and orders are from the plan.
    pub(super) fn deviations(&self) -> &[Deviation] {
        let stages = [LedgerStage::Committed, LedgerStage::Ordered];
        self.deviations.get_or_init(|| self.told(deviations(self.model, &stages, self.today)))
    }

    /// The AP and AE.
    pub(super) fn programs(&self) -> &[ProgramExecution] {
        self.programs.get_or_init(|| self.told(programs(self.model, self.today)))
    }

    /// Figures of money, or a note that they cannot be told.
    pub(super) fn told<T: Default>(&self, figures: Result<T, FinanceError>) -> T {
        figures.unwrap_or_else(|error| {
            let mut noted = self.noted.borrow_mut();
            if !noted.contains(&error) {
                noted.push(error);
            }
            T::default()
        })
    }

    /// What is taken of the envelopes.
    pub(super) fn uses(&self) -> &Uses {
        self.uses.get_or_init(|| super::budget::uses(self))
    }

    /// Why some checks could not be made.
    pub(super) fn unchecked(self) -> Diagnostics {
        let load = |cell: OnceCell<Result<Load, LoadError>>| cell.into_inner().and_then(Result::err);
        let whole = |code: Code, message: String| Diagnostic::new(code, message).at(Location::Whole);
        let mut loads: Vec<LoadError> =
            [load(self.decided_load), load(self.demand_load)].into_iter().flatten().collect();
        loads.dedup();
        let loads = loads.into_iter().map(|error| whole(error.code(), error.to_string()));
        let schedule = self.schedule.into_inner().and_then(Result::err);
        let sums = self.noted.into_inner().into_iter().map(|error| whole(error.code(), error.to_string()));
        loads.chain(schedule.map(|error| whole(error.code(), error.to_string()))).chain(sums).collect()
    }
}
