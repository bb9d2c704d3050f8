//! One roadmap or portfolio of a model.

use super::index::{PortfolioIx, ProjectIx, RoadmapIx, ThemeIx};
use super::refs::{EnvelopeRef, PoolRef, ProjectRef, RoadmapRef, ThemeRef};
use super::{Model, Policy, Portfolio, Roadmap};
use crate::diagnostic::Code;
use crate::id::{EnvelopeId, OrganizationId, PoolId, PortfolioId, RoadmapId};
use crate::quantity::Share;
use crate::time::{FiscalCalendar, Period, Step, TimeError, TimeGrid};
use chrono::NaiveDate;
use std::fmt;
use std::sync::Arc;

/// Why there is no such scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScopeError {
    /// No roadmap has that id.
    #[error("no roadmap `{id}`; there are: {}", names(.known))]
    UnknownRoadmap {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<RoadmapId>,
    },
    /// No portfolio has that id.
    #[error("no portfolio `{id}`; there are: {}", names(.known))]
    UnknownPortfolio {
        /// What was asked for.
        id: String,
        /// What there is.
        known: Vec<PortfolioId>,
    },
    /// The horizon does not hold whole periods of the step.
    #[error(transparent)]
    Horizon(#[from] TimeError),
}

impl ScopeError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::UnknownRoadmap { .. } | Self::UnknownPortfolio { .. } => Code::UnknownScope,
            Self::Horizon(error) => error.code(),
        }
    }
}

fn names<Id: fmt::Display>(ids: &[Id]) -> String {
    if ids.is_empty() {
        return "none".to_owned();
    }
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// Which grouping a scope looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grouping {
    /// A roadmap: shared purpose, bounded time.
    Roadmap(RoadmapIx),
    /// A portfolio: shared means.
    Portfolio(PortfolioIx),
}

/// One roadmap or portfolio with its projects, its means and its grid: what selection, network, load and roll-up take.
///
/// Owned, `Send + Sync`, cheap to clone.
#[derive(Clone)]
pub struct Scope {
    model: Model,
    grouping: Grouping,
    grid: TimeGrid,
    calendar: FiscalCalendar,
    projects: Arc<[ProjectIx]>,
}

impl Scope {
    pub(super) fn new(model: Model, grouping: Grouping) -> Result<Self, ScopeError> {
        let (members, organization) = match grouping {
            Grouping::Roadmap(ix) => {
                (&model.resolved().roadmap_projects[ix.index()], &model.records().roadmaps[ix.index()].organization)
            }
            Grouping::Portfolio(ix) => {
                (&model.resolved().portfolio_projects[ix.index()], &model.records().portfolios[ix.index()].organization)
            }
        };
        let projects = members.as_slice().into();
        let calendar = fiscal_calendar(&model, organization);
        let grid = match grouping {
            Grouping::Roadmap(ix) => roadmap_grid(&model, &model.records().roadmaps[ix.index()], calendar)?,
            Grouping::Portfolio(ix) => portfolio_grid(&model, &model.records().portfolios[ix.index()], calendar)?,
        };
        Ok(Self { model, grouping, grid, calendar, projects })
    }

    /// The model it looks at.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Which grouping it is.
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// The roadmap, if it is one.
    pub fn as_roadmap(&self) -> Option<&Roadmap> {
        match self.grouping {
            Grouping::Roadmap(ix) => Some(&self.model.records().roadmaps[ix.index()]),
            Grouping::Portfolio(_) => None,
        }
    }

    /// The portfolio, if it is one.
    pub fn as_portfolio(&self) -> Option<&Portfolio> {
        match self.grouping {
            Grouping::Portfolio(ix) => Some(&self.model.records().portfolios[ix.index()]),
            Grouping::Roadmap(_) => None,
        }
    }

    /// The roadmap as a view on its record, if it is one.
    pub fn roadmap(&self) -> Option<RoadmapRef<'_>> {
        match self.grouping {
            Grouping::Roadmap(ix) => Some(RoadmapRef::new(&self.model, ix)),
            Grouping::Portfolio(_) => None,
        }
    }

    /// The name people use.
    pub fn name(&self) -> &str {
        match self.grouping {
            Grouping::Roadmap(ix) => &self.model.records().roadmaps[ix.index()].name,
            Grouping::Portfolio(ix) => &self.model.records().portfolios[ix.index()].name,
        }
    }

    /// Its rules of arbitration.
    pub fn policy(&self) -> &Policy {
        match self.grouping {
            Grouping::Roadmap(ix) => &self.model.records().roadmaps[ix.index()].policy,
            Grouping::Portfolio(ix) => &self.model.records().portfolios[ix.index()].policy,
        }
    }

    /// The periods of decision. A roadmap's grid goes on to the end of the last budget year its envelopes open, so that
    /// payments after its end still meet a limit.
    pub fn grid(&self) -> TimeGrid {
        self.grid
    }

    /// When the work may run: the roadmap's own period, or the portfolio's horizon.
    pub fn period(&self) -> Period {
        self.as_roadmap().map_or_else(|| self.grid.horizon(), |roadmap| roadmap.period)
    }

    /// The budget years of its organization.
    pub fn fiscal_calendar(&self) -> FiscalCalendar {
        self.calendar
    }

    /// The day the document speaks of.
    pub fn status_date(&self) -> NaiveDate {
        self.model.status_date()
    }

    /// Its projects, in the order of the document.
    pub fn projects(&self) -> impl ExactSizeIterator<Item = ProjectRef<'_>> {
        self.projects.iter().map(|ix| ProjectRef::new(&self.model, *ix))
    }

    /// Whether a project belongs to it.
    pub fn contains(&self, project: ProjectIx) -> bool {
        self.projects.binary_search(&project).is_ok()
    }

    /// What of a project's cost and workload it carries: the charge share in a roadmap, all of it in a portfolio (*part de
    /// charge*).
    pub fn charge_share(&self, project: ProjectRef<'_>) -> Share {
        let membership = self
            .as_roadmap()
            .and_then(|roadmap| project.record().roadmaps.iter().find(|membership| membership.roadmap == roadmap.id));
        membership.map_or(Share::ONE, |membership| membership.share)
    }

    /// Its envelopes, in the order it lists them.
    pub fn envelopes(&self) -> impl Iterator<Item = EnvelopeRef<'_>> {
        self.envelope_ids().iter().filter_map(|id| self.model.envelope(id.as_str()))
    }

    /// Its pools, in the order it lists them.
    pub fn pools(&self) -> impl Iterator<Item = PoolRef<'_>> {
        self.pool_ids().iter().filter_map(|id| self.model.pool(id.as_str()))
    }

    /// Its themes: the roadmap's own list, or those of the portfolio's projects, in the order of the document.
    pub fn themes(&self) -> Vec<ThemeRef<'_>> {
        if let Some(roadmap) = self.as_roadmap() {
            return roadmap.themes.iter().filter_map(|id| self.model.theme(id.as_str())).collect();
        }
        let mut themes: Vec<ThemeIx> = self.projects().filter_map(ProjectRef::theme).map(ThemeRef::ix).collect();
        themes.sort_unstable();
        themes.dedup();
        themes.into_iter().map(|ix| ThemeRef::new(&self.model, ix)).collect()
    }

    fn envelope_ids(&self) -> &[EnvelopeId] {
        match self.grouping {
            Grouping::Roadmap(ix) => &self.model.records().roadmaps[ix.index()].envelopes,
            Grouping::Portfolio(ix) => &self.model.records().portfolios[ix.index()].envelopes,
        }
    }

    fn pool_ids(&self) -> &[PoolId] {
        match self.grouping {
            Grouping::Roadmap(ix) => &self.model.records().roadmaps[ix.index()].pools,
            Grouping::Portfolio(ix) => &self.model.records().portfolios[ix.index()].pools,
        }
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scope({}, {} projects, {:?})", self.name(), self.projects.len(), self.grid.horizon())
    }
}

/// The budget years of an organization.
pub(super) fn fiscal_calendar(model: &Model, organization: &OrganizationId) -> FiscalCalendar {
    model
        .index()
        .organizations
        .position(organization.as_str())
        .and_then(|p| model.records().organizations[p].fiscal_year_start)
        .and_then(|month| FiscalCalendar::starting_in(month).ok())
        .unwrap_or(FiscalCalendar::CALENDAR_YEARS)
}

/// The days from the first to the last budget year that envelopes open.
fn budget_years(model: &Model, envelopes: &[EnvelopeId], calendar: FiscalCalendar) -> Option<(NaiveDate, NaiveDate)> {
    let years = || {
        envelopes
            .iter()
            .filter_map(|id| model.envelope(id.as_str()))
            .flat_map(|envelope| envelope.record().amounts.iter().map(|amount| amount.year))
    };
    Some((calendar.days_of(years().min()?).start(), calendar.days_of(years().max()?).end()))
}

fn roadmap_grid(model: &Model, roadmap: &Roadmap, calendar: FiscalCalendar) -> Result<TimeGrid, TimeError> {
    let own = TimeGrid::new(roadmap.period, roadmap.step)?;
    let Some((_, last)) = budget_years(model, &roadmap.envelopes, calendar) else { return Ok(own) };
    let end = own.period(own.index_from(last)).start();
    if end <= roadmap.period.end() {
        return Ok(own);
    }
    TimeGrid::new(Period::new(roadmap.period.start(), end)?, roadmap.step)
}

fn portfolio_grid(model: &Model, portfolio: &Portfolio, calendar: FiscalCalendar) -> Result<TimeGrid, TimeError> {
    if let Some(horizon) = portfolio.horizon {
        return TimeGrid::new(horizon, portfolio.step);
    }
    let this_year = calendar.days_of(calendar.year_of(model.status_date()));
    let (start, end) =
        budget_years(model, &portfolio.envelopes, calendar).unwrap_or((this_year.start(), this_year.end()));
    if portfolio.step == Step::Week {
        // Budget years are no whole number of weeks: from the Monday on or before, to the Monday on or after.
        let monday = |day: NaiveDate, up: bool| {
            let back = day.week(chrono::Weekday::Mon).first_day();
            if up && back < day { back + chrono::Days::new(7) } else { back }
        };
        return TimeGrid::new(Period::new(monday(start, false), monday(end, true))?, Step::Week);
    }
    TimeGrid::new(Period::new(start, end)?, portfolio.step)
}
