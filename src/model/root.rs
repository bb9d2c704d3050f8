//! The checked model.

use super::index::{
    EnvelopeIx, Index, IndicatorIx, ObjectiveIx, PersonIx, PoolIx, PortfolioIx, ProjectIx, Resolved, RoadmapIx,
    ThemeIx, UnitIx,
};
use super::refs::{
    EnvelopeRef, IndicatorRef, ObjectiveRef, PersonRef, PoolRef, ProjectRef, RoadmapRef, ThemeRef, UnitRef,
};
use super::scope::{Grouping, Scope, ScopeError};
use super::{
    Audience, Calendar, CommunicationAction, DecisionRecord, Demand, DigitalService, GovernanceBody, Mandate,
    ModelDraft, Organization, PolicyArea, Program, Scenario,
};
use crate::diagnostic::Diagnostics;
use crate::quantity::Currency;
use chrono::NaiveDate;
use std::fmt;
use std::sync::Arc;

/// A checked document (*référentiel*): every rule of the domain holds and every reference resolves.
///
/// Immutable, `Send + Sync`, cheap to clone. [`edit`](Self::edit) gives a draft to change and build again.
#[derive(Clone)]
pub struct Model {
    inner: Arc<Inner>,
}

struct Inner {
    draft: ModelDraft,
    index: Index,
    resolved: Resolved,
    warnings: Diagnostics,
}

macro_rules! lookups {
    ($($one:ident, $all:ident, $keys:ident, $view:ident, $ix:ident, $noun:literal;)*) => {$(
        #[doc = concat!("The ", $noun, " of that id, if there is one.")]
        pub fn $one(&self, id: &str) -> Option<$view<'_>> {
            self.inner.index.$keys.position(id).map(|p| $view::new(self, $ix::new(p)))
        }

        #[doc = concat!("Every ", $noun, ", in the order of the document.")]
        pub fn $all(&self) -> impl ExactSizeIterator<Item = $view<'_>> + DoubleEndedIterator {
            (0..self.inner.draft.$keys.len()).map(|p| $view::new(self, $ix::new(p)))
        }
    )*};
}

macro_rules! records {
    ($($one:ident, $keys:ident, $record:ident, $noun:literal;)*) => {$(
        #[doc = concat!("The ", $noun, " of that id, if there is one.")]
        pub fn $one(&self, id: &str) -> Option<&$record> {
            self.inner.index.$keys.position(id).map(|p| &self.inner.draft.$keys[p])
        }
    )*};
}

impl Model {
    pub(super) fn new(draft: ModelDraft, index: Index, resolved: Resolved, warnings: Diagnostics) -> Self {
        Self { inner: Arc::new(Inner { draft, index, resolved, warnings }) }
    }

    /// The records, as the author wrote them.
    pub fn records(&self) -> &ModelDraft {
        &self.inner.draft
    }

    /// A draft to change; this model stays as it is.
    pub fn edit(&self) -> ModelDraft {
        self.inner.draft.clone()
    }

    /// What a person should look at although the model was built.
    pub fn warnings(&self) -> &Diagnostics {
        &self.inner.warnings
    }

    /// The day the document speaks of; the last day where only the month is known.
    pub fn status_date(&self) -> NaiveDate {
        self.inner.draft.status_date.last_day()
    }

    /// The one currency of its amounts.
    pub fn currency(&self) -> Currency {
        self.inner.draft.currency
    }

    lookups! {
        project, projects, projects, ProjectRef, ProjectIx, "project";
        theme, themes, themes, ThemeRef, ThemeIx, "theme";
        objective, objectives, objectives, ObjectiveRef, ObjectiveIx, "objective";
        envelope, envelopes, envelopes, EnvelopeRef, EnvelopeIx, "envelope";
        pool, pools, pools, PoolRef, PoolIx, "resource pool";
        person, persons, persons, PersonRef, PersonIx, "person";
        unit, units, units, UnitRef, UnitIx, "unit";
        indicator, indicators, indicators, IndicatorRef, IndicatorIx, "indicator";
    }

    records! {
        organization, organizations, Organization, "organization";
        policy_area, policy_areas, PolicyArea, "policy area";
        audience, audiences, Audience, "audience";
        mandate, mandates, Mandate, "mandate";
        calendar, calendars, Calendar, "calendar";
        program, programs, Program, "program";
        service, services, DigitalService, "digital service";
        demand, demands, Demand, "demand";
        body, bodies, GovernanceBody, "governance body";
        decision, decisions, DecisionRecord, "decision";
        communication, communications, CommunicationAction, "communication action";
        scenario, scenarios, Scenario, "scenario";
    }

    /// Every roadmap as a record, in the order of the document; [`roadmap`](Self::roadmap) gives one with its projects
    /// and its grid.
    pub fn roadmaps(&self) -> impl ExactSizeIterator<Item = RoadmapRef<'_>> + DoubleEndedIterator {
        (0..self.inner.draft.roadmaps.len()).map(|p| RoadmapRef::new(self, RoadmapIx::new(p)))
    }

    /// One roadmap, with its projects and its grid.
    pub fn roadmap(&self, id: &str) -> Result<Scope, ScopeError> {
        let position = self.inner.index.roadmaps.position(id).ok_or_else(|| ScopeError::UnknownRoadmap {
            id: id.to_owned(),
            known: self.inner.draft.roadmaps.iter().map(|r| r.id.clone()).collect(),
        })?;
        Scope::new(self.clone(), Grouping::Roadmap(RoadmapIx::new(position)))
    }

    /// One portfolio, with its projects and its grid.
    pub fn portfolio(&self, id: &str) -> Result<Scope, ScopeError> {
        let position = self.inner.index.portfolios.position(id).ok_or_else(|| ScopeError::UnknownPortfolio {
            id: id.to_owned(),
            known: self.inner.draft.portfolios.iter().map(|p| p.id.clone()).collect(),
        })?;
        Scope::new(self.clone(), Grouping::Portfolio(PortfolioIx::new(position)))
    }

    pub(crate) fn index(&self) -> &Index {
        &self.inner.index
    }

    pub(crate) fn resolved(&self) -> &Resolved {
        &self.inner.resolved
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let draft = &self.inner.draft;
        write!(
            f,
            "Model({} projects, {} roadmaps, {} portfolios, on {})",
            draft.projects.len(),
            draft.roadmaps.len(),
            draft.portfolios.len(),
            draft.status_date
        )
    }
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) || self.inner.draft == other.inner.draft
    }
}
