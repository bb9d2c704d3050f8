//! Small views that walk from one record to another.

use super::index::{EnvelopeIx, IndicatorIx, ObjectiveIx, PersonIx, PoolIx, ProjectIx, RoadmapIx, ThemeIx, UnitIx};
use super::{
    Assignment, Dependency, Envelope, Indicator, Model, Objective, Person, Project, ResourcePool, Roadmap, Role,
    Subject, Theme, Unit, Variant,
};
use crate::id::{EnvelopeId, IndicatorId, ObjectiveId, PersonId, PoolId, ProjectId, RoadmapId, ThemeId, UnitId};
use crate::quantity::{Money, QuantityError, Workload};
use chrono::NaiveDate;
use std::fmt;

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident, $ix:ident, $id:ident, $record:ident, $list:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<'a> {
            model: &'a Model,
            ix: $ix,
        }

        impl<'a> $name<'a> {
            pub(crate) fn new(model: &'a Model, ix: $ix) -> Self {
                Self { model, ix }
            }

            /// The model it looks into.
            pub fn model(self) -> &'a Model {
                self.model
            }

            /// Its index in this model.
            pub fn ix(self) -> $ix {
                self.ix
            }

            /// The record itself.
            pub fn record(self) -> &'a $record {
                &self.model.records().$list[self.ix.index()]
            }

            /// Its key.
            pub fn id(self) -> &'a $id {
                &self.record().id
            }

            /// The name people use.
            pub fn name(self) -> &'a str {
                &self.record().name
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($record), self.id())
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.ix == other.ix && std::ptr::eq(self.model, other.model)
            }
        }
    )*};
}

views! {
    /// A project and what it points at.
    ProjectRef, ProjectIx, ProjectId, Project, projects;
    /// A roadmap as a record; [`Scope`](super::Scope) is the roadmap with its projects and its grid.
    RoadmapRef, RoadmapIx, RoadmapId, Roadmap, roadmaps;
    /// A theme.
    ThemeRef, ThemeIx, ThemeId, Theme, themes;
    /// An objective and what it points at.
    ObjectiveRef, ObjectiveIx, ObjectiveId, Objective, objectives;
    /// An envelope.
    EnvelopeRef, EnvelopeIx, EnvelopeId, Envelope, envelopes;
    /// A resource pool.
    PoolRef, PoolIx, PoolId, ResourcePool, pools;
    /// A person.
    PersonRef, PersonIx, PersonId, Person, persons;
    /// A unit.
    UnitRef, UnitIx, UnitId, Unit, units;
    /// An indicator.
    IndicatorRef, IndicatorIx, IndicatorId, Indicator, indicators;
}

impl<'a> ProjectRef<'a> {
    /// Its primary theme, if it has one.
    pub fn theme(self) -> Option<ThemeRef<'a>> {
        self.model.resolved().project_theme[self.ix.index()].map(|ix| ThemeRef::new(self.model, ix))
    }

    /// The unit in charge, if one is named.
    pub fn unit(self) -> Option<UnitRef<'a>> {
        self.record().unit.as_ref().and_then(|id| self.model.unit(id.as_str()))
    }

    /// Who holds a role on it on a day; the first in the document where several do.
    pub fn holder_at(self, role: Role, day: NaiveDate) -> Option<PersonRef<'a>> {
        let assignments = &self.model.records().assignments;
        self.model.resolved().project_assignments[self.ix.index()]
            .iter()
            .map(|position| &assignments[*position as usize])
            .find(|a| a.role == role && a.is_current(day))
            .and_then(|a| self.model.person(a.person.as_str()))
    }

    /// Its manager (*chef de projet*) on a day.
    pub fn manager_at(self, day: NaiveDate) -> Option<PersonRef<'a>> {
        self.holder_at(Role::ProjectManager, day)
    }

    /// The links that name it, in the order of the document.
    pub fn dependencies(self) -> impl Iterator<Item = &'a Dependency> {
        let dependencies = &self.model.records().dependencies;
        self.model.resolved().project_dependencies[self.ix.index()].iter().map(|p| &dependencies[*p as usize])
    }

    /// The variant that it follows or would follow unless a selection says otherwise.
    pub fn variant(self) -> &'a Variant {
        &self.record().variants[self.variant_position()]
    }

    pub(crate) fn variant_position(self) -> usize {
        self.model.resolved().project_variant[self.ix.index()] as usize
    }

    /// The whole cost of its variant, over all years, envelopes and sections.
    pub fn cost(self) -> Result<Money, QuantityError> {
        cost(self.variant(), self.model)
    }

    /// The whole workload of its variant, over all pools.
    pub fn workload(self) -> Result<Workload, QuantityError> {
        self.variant().workload.iter().try_fold(Workload::ZERO, |sum, line| sum.checked_add(line.workload))
    }
}

fn cost(variant: &Variant, model: &Model) -> Result<Money, QuantityError> {
    variant.costs.iter().try_fold(Money::zero(model.currency()), |sum, line| sum.checked_add(line.amount))
}

impl<'a> RoadmapRef<'a> {
    /// Its projects, in the order of the document.
    pub fn projects(self) -> impl ExactSizeIterator<Item = ProjectRef<'a>> {
        let model = self.model;
        model.resolved().roadmap_projects[self.ix.index()].iter().map(move |ix| ProjectRef::new(model, *ix))
    }

    /// Who holds a role on it on a day, in the order of the document.
    pub fn holders_at(self, role: Role, day: NaiveDate) -> impl Iterator<Item = PersonRef<'a>> {
        let is_held = move |a: &&'a Assignment| {
            a.role == role && matches!(&a.subject, Subject::Roadmap(id) if id == self.id()) && a.is_current(day)
        };
        let model = self.model;
        model.records().assignments.iter().filter(is_held).filter_map(|a| model.person(a.person.as_str()))
    }
}

impl<'a> ObjectiveRef<'a> {
    /// Its theme.
    pub fn theme(self) -> Option<ThemeRef<'a>> {
        self.model.theme(self.record().theme.as_str())
    }
}

impl<'a> PersonRef<'a> {
    /// The unit they work in, if any.
    pub fn unit(self) -> Option<UnitRef<'a>> {
        self.record().unit.as_ref().and_then(|id| self.model.unit(id.as_str()))
    }
}
