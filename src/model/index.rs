//! Dense indices of a checked model, and the references resolved to them.

use crate::id::{
    AudienceId, BodyId, CalendarId, CommunicationId, DecisionId, DemandId, EnvelopeId, IndicatorId, MandateId,
    ObjectiveId, OrganizationId, PersonId, PolicyAreaId, PoolId, PortfolioId, ProgramId, ProjectId, RoadmapId,
    ScenarioId, ServiceId, ThemeId, UnitId,
};
use std::collections::HashMap;
use std::hash::Hash;

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Valid in the model it came from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(crate) fn new(position: usize) -> Self {
                Self(position as u32)
            }

            /// The position in the document's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

indices! {
    /// Position of a unit.
    UnitIx;
    /// Position of a person.
    PersonIx;
    /// Position of a theme.
    ThemeIx;
    /// Position of an objective.
    ObjectiveIx;
    /// Position of an envelope.
    EnvelopeIx;
    /// Position of a resource pool.
    PoolIx;
    /// Position of a portfolio.
    PortfolioIx;
    /// Position of a roadmap.
    RoadmapIx;
    /// Position of a project.
    ProjectIx;
    /// Position of an indicator.
    IndicatorIx;
}

/// Where each key stands in its list. Looked up, never walked, so that no order of hashes reaches an output; the hash is
/// seeded anew in each map, so that nobody can prepare keys that collide.
#[derive(Debug)]
pub(crate) struct Keys<Id> {
    positions: HashMap<Id, u32, foldhash::fast::RandomState>,
}

impl<Id: Hash + Eq + Clone + std::borrow::Borrow<str>> Keys<Id> {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { positions: HashMap::with_capacity_and_hasher(capacity, foldhash::fast::RandomState::default()) }
    }

    /// Notes a key; `Some` with the first position if it was there already.
    pub(super) fn insert(&mut self, id: &Id, position: usize) -> Option<usize> {
        match self.positions.entry(id.clone()) {
            std::collections::hash_map::Entry::Occupied(first) => Some(*first.get() as usize),
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(position as u32);
                None
            }
        }
    }

    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).map(|p| *p as usize)
    }
}

/// Every kind's keys.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) organizations: Keys<OrganizationId>,
    pub(crate) units: Keys<UnitId>,
    pub(crate) policy_areas: Keys<PolicyAreaId>,
    pub(crate) persons: Keys<PersonId>,
    pub(crate) audiences: Keys<AudienceId>,
    pub(crate) themes: Keys<ThemeId>,
    pub(crate) objectives: Keys<ObjectiveId>,
    pub(crate) envelopes: Keys<EnvelopeId>,
    pub(crate) pools: Keys<PoolId>,
    pub(crate) portfolios: Keys<PortfolioId>,
    pub(crate) roadmaps: Keys<RoadmapId>,
    pub(crate) projects: Keys<ProjectId>,
    pub(crate) indicators: Keys<IndicatorId>,
    pub(crate) calendars: Keys<CalendarId>,
    pub(crate) mandates: Keys<MandateId>,
    pub(crate) programs: Keys<ProgramId>,
    pub(crate) services: Keys<ServiceId>,
    pub(crate) demands: Keys<DemandId>,
    pub(crate) bodies: Keys<BodyId>,
    pub(crate) decisions: Keys<DecisionId>,
    pub(crate) communications: Keys<CommunicationId>,
    pub(crate) scenarios: Keys<ScenarioId>,
}

/// References from the many records to the few, looked up once.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// Per project.
    pub(crate) project_theme: Vec<Option<ThemeIx>>,
    /// Per project: position in its list of the variant that committed work follows.
    pub(crate) project_variant: Vec<u32>,
    /// Per roadmap: its projects, in the order of the document.
    pub(crate) roadmap_projects: Vec<Vec<ProjectIx>>,
    /// Per portfolio: its projects, in the order of the document.
    pub(crate) portfolio_projects: Vec<Vec<ProjectIx>>,
    /// Per project: positions of the assignments to it.
    pub(crate) project_assignments: Vec<Vec<u32>>,
    /// Per project: positions of the dependencies that name it.
    pub(crate) project_dependencies: Vec<Vec<u32>>,
}
