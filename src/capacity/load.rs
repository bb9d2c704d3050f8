//! Load per pool and period.

use super::days::PersonDays;
use crate::diagnostic::Code;
use crate::id::{PoolId, ProjectId, VariantId};
use crate::model::{ProjectIx, ProjectRef, Scope, Variant, WorkloadLine};
use crate::quantity::Share;
use crate::time::{Date, Period, TimeGrid, spread};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;
use std::fmt;

/// A project in a variant from a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Which project.
    pub project: ProjectId,
    /// Which of its variants.
    pub variant: VariantId,
    /// First day of the work.
    pub start: NaiveDate,
}

impl Placement {
    /// A project in a variant from a start.
    pub fn new(project: impl Into<ProjectId>, variant: impl Into<VariantId>, start: NaiveDate) -> Self {
        Self { project: project.into(), variant: variant.into(), start }
    }
}

/// Why no load can be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A placement of a project that the scope does not have.
    #[error("project `{project}` does not belong to {scope}")]
    UnknownProject {
        /// The project.
        project: ProjectId,
        /// The name of the scope.
        scope: String,
    },
    /// A placement in a variant that the project does not have.
    #[error("project `{project}` has no variant `{variant}`")]
    UnknownVariant {
        /// The project.
        project: ProjectId,
        /// The variant.
        variant: VariantId,
    },
    /// A project placed twice.
    #[error("project `{project}` is placed twice")]
    PlacedTwice {
        /// The project.
        project: ProjectId,
    },
    /// Work that leaves the years documents may speak of.
    #[error("the work of project `{project}` from {start} leaves the years 1900 to 2200")]
    OutOfCalendar {
        /// The project.
        project: ProjectId,
        /// First day of the project.
        start: NaiveDate,
    },
    /// Sums beyond 9.2 × 10¹⁶ days.
    #[error("the load of pool `{pool}` leaves the range of exact sums at project `{project}`")]
    Overflow {
        /// The pool.
        pool: PoolId,
        /// The project that is one too many.
        project: ProjectId,
    },
}

impl LoadError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::UnknownProject { .. } | Self::UnknownVariant { .. } => Code::UnknownReference,
            Self::PlacedTwice { .. } => Code::DuplicateReference,
            Self::OutOfCalendar { .. } => Code::DateOutOfRange,
            Self::Overflow { .. } => Code::ScaleOverflow,
        }
    }
}

/// One pool in one period; the columns are told in [the module](super).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Cell {
    /// Days of the period that the pool's spans cover. Where none is covered, no limit is known.
    pub covered_days: u32,
    /// What the pool can give on the days covered.
    pub capacity: PersonDays,
    /// The part of it used by running work and outside every list.
    pub reserved: PersonDays,
    /// Capacity − reserved.
    pub available: PersonDays,
    /// Load of others' work that has begun.
    pub outside: PersonDays,
    /// Load of the scope's work that has begun.
    pub committed: PersonDays,
    /// Load of the scope's other placements.
    pub candidate: PersonDays,
    /// Outside + committed + candidate.
    pub load: PersonDays,
}

impl Cell {
    /// What is left (*disponible*), below zero where the load exceeds what is available; `None` where no limit is known.
    pub fn left(&self) -> Option<PersonDays> {
        if self.covered_days == 0 { None } else { self.available.checked_sub(self.load) }
    }
}

/// One pool over the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolLoad {
    /// Which pool.
    pub pool: PoolId,
    /// One cell for each period of the grid.
    pub cells: Vec<Cell>,
    /// Load of all three kinds on days before or after the grid.
    pub beyond: PersonDays,
}

/// More load than is available (*surcharge*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overload {
    /// Which pool.
    pub pool: PoolId,
    /// Number of the period.
    pub period: usize,
    /// What people call the period.
    pub label: String,
    /// Load of all kinds.
    pub load: PersonDays,
    /// What is available.
    pub available: PersonDays,
    /// Load − available.
    pub excess: PersonDays,
}

impl fmt::Display for Overload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pool, label, load, available, .. } = self;
        write!(f, "workload {load} exceeds capacity {available} of `{pool}` in {label}")
    }
}

/// Load against availability of a scope's pools, and of others that its projects draw on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    grid: TimeGrid,
    pools: Vec<PoolLoad>,
}

/// Which column a load falls in.
#[derive(Debug, Clone, Copy)]
enum Column {
    Outside,
    Committed,
    Candidate,
}

impl Load {
    /// The scope as planned: every project open to choice in the variant it would follow, from its planned start, or
    /// else its earliest start, or else the first day of the scope.
    pub fn of(scope: &Scope) -> Result<Self, LoadError> {
        let open = scope.projects().filter(|project| scope.policy().is_open(project.record().state));
        let planned = |project: ProjectRef<'_>| {
            let record = project.record();
            let start = record.start.or(record.earliest_start).map_or(scope.period().start(), Date::first_day);
            Placement { project: record.id.clone(), variant: project.variant().id.clone(), start }
        };
        Self::with(scope, &open.map(planned).collect::<Vec<_>>())
    }

    /// The scope with these placements. Work that has begun counts from its start on record, or the first day of the
    /// scope, in the variant it follows, unless a placement says otherwise; other projects count only where placed.
    pub fn with(scope: &Scope, placements: &[Placement]) -> Result<Self, LoadError> {
        let mut placed = BTreeMap::new();
        for placement in placements {
            let project = scope.model().project(placement.project.as_str());
            let Some(project) = project.filter(|project| scope.contains(project.ix())) else {
                let (project, scope) = (placement.project.clone(), scope.name().to_owned());
                return Err(LoadError::UnknownProject { project, scope });
            };
            let Some(variant) = project.record().variants.iter().find(|v| v.id == placement.variant) else {
                let (project, variant) = (placement.project.clone(), placement.variant.clone());
                return Err(LoadError::UnknownVariant { project, variant });
            };
            if placed.insert(project.ix(), (variant, placement.start)).is_some() {
                return Err(LoadError::PlacedTwice { project: placement.project.clone() });
            }
        }
        let mut load = Self::availability(scope);
        let mut position = vec![None; scope.model().records().pools.len()];
        for (i, pool) in load.pools.iter().enumerate() {
            if let Some(pool) = scope.model().pool(pool.pool.as_str()) {
                position[pool.ix().index()] = Some(i);
            }
        }
        let mut weights = BTreeMap::new();
        for project in scope.model().projects() {
            load.add_project(scope, project, &placed, &position, &mut weights)?;
        }
        Ok(load)
    }

    /// The periods of the cells.
    pub fn grid(&self) -> TimeGrid {
        self.grid
    }

    /// The pools that the scope lists, in its order, then others that its projects draw on, in theirs.
    pub fn pools(&self) -> &[PoolLoad] {
        &self.pools
    }

    /// One pool.
    pub fn pool(&self, id: &str) -> Option<&PoolLoad> {
        self.pools.iter().find(|pool| pool.pool.as_str() == id)
    }

    /// Where the load exceeds what is available, by pool and then by period.
    pub fn over(&self) -> impl Iterator<Item = Overload> {
        self.pools.iter().flat_map(move |pool| {
            pool.cells.iter().enumerate().filter_map(move |(period, cell)| {
                let left = cell.left().filter(|left| *left < PersonDays::ZERO)?;
                Some(Overload {
                    pool: pool.pool.clone(),
                    period,
                    label: self.grid.label(period as i64),
                    load: cell.load,
                    available: cell.available,
                    excess: PersonDays::ZERO.checked_sub(left)?,
                })
            })
        })
    }

    /// The pools without load.
    fn availability(scope: &Scope) -> Self {
        let model = scope.model();
        let mut pools: Vec<_> = scope.pools().collect();
        let drawn = scope.projects().flat_map(|project| &project.record().variants).flat_map(|v| &v.workload);
        let mut seen: Vec<bool> = vec![false; model.records().pools.len()];
        for pool in &pools {
            seen[pool.ix().index()] = true;
        }
        for pool in drawn.filter_map(|line| model.pool(line.pool.as_str())) {
            if !std::mem::replace(&mut seen[pool.ix().index()], true) {
                pools.push(pool);
            }
        }
        let grid = scope.grid();
        let pool_load = |pool: crate::model::PoolRef<'_>| {
            let mut cells = vec![Cell::default(); grid.len()];
            for span in &pool.record().capacity {
                let total = PersonDays::rounded(span.workload).hundredths();
                let (first, weights) = grid.weights(span.period);
                for (i, part) in spread(total, &weights).into_iter().enumerate() {
                    if let Some(cell) = cell_at(&mut cells, first + i as i64) {
                        // Spans do not overlap, so a pool's capacity stays far within the range.
                        cell.capacity = PersonDays::from_hundredths(cell.capacity.hundredths().saturating_add(part));
                        let period = grid.period(first + i as i64);
                        cell.covered_days += period.intersection(span.period).map_or(0, Period::days);
                    }
                }
            }
            for cell in &mut cells {
                let capacity = cell.capacity.hundredths();
                let reserved = pool.record().reserved.of(capacity);
                cell.reserved = PersonDays::from_hundredths(reserved);
                cell.available = PersonDays::from_hundredths(capacity - reserved);
            }
            PoolLoad { pool: pool.id().clone(), cells, beyond: PersonDays::ZERO }
        };
        Self { grid, pools: pools.into_iter().map(pool_load).collect() }
    }

    fn add_project(
        &mut self,
        scope: &Scope,
        project: ProjectRef<'_>,
        placed: &BTreeMap<ProjectIx, (&Variant, NaiveDate)>,
        position: &[Option<usize>],
        weights: &mut BTreeMap<Period, (i64, Vec<u64>)>,
    ) -> Result<(), LoadError> {
        let record = project.record();
        let begun = record.state.is_committed();
        let (variant, start) = match placed.get(&project.ix()) {
            Some(placement) => *placement,
            None if begun => (project.variant(), record.start.map_or_else(|| scope.period().start(), Date::first_day)),
            None => return Ok(()),
        };
        let inside = scope.contains(project.ix());
        let own = if inside { scope.charge_share(project) } else { Share::ZERO };
        let column = if begun { Column::Committed } else { Column::Candidate };
        for line in &variant.workload {
            let pool = scope.model().pool(line.pool.as_str()).and_then(|pool| position[pool.ix().index()]);
            let Some(pool) = pool else { continue };
            let pool = &mut self.pools[pool];
            let Some(span) = span_of(line, variant, start) else {
                return Err(LoadError::OutOfCalendar { project: record.id.clone(), start });
            };
            let total = PersonDays::rounded(line.workload).hundredths();
            let here = own.of(total);
            // Lines share few spans, and laying one over the grid walks the calendar.
            let (first, weights) = weights.entry(span).or_insert_with(|| self.grid.weights(span));
            let first = *first;
            for (column, part) in [(column, here), (Column::Outside, total - here)] {
                if part == 0 {
                    continue;
                }
                for (i, part) in spread(part, weights).into_iter().enumerate() {
                    let added = pool.add(first + i as i64, column, PersonDays::from_hundredths(part));
                    added.ok_or_else(|| LoadError::Overflow { pool: line.pool.clone(), project: record.id.clone() })?;
                }
            }
        }
        Ok(())
    }
}

impl PoolLoad {
    fn add(&mut self, period: i64, column: Column, part: PersonDays) -> Option<()> {
        let Some(cell) = cell_at(&mut self.cells, period) else {
            self.beyond = self.beyond.checked_add(part)?;
            return Some(());
        };
        let kind = match column {
            Column::Outside => &mut cell.outside,
            Column::Committed => &mut cell.committed,
            Column::Candidate => &mut cell.candidate,
        };
        *kind = kind.checked_add(part)?;
        cell.load = cell.load.checked_add(part)?;
        Some(())
    }
}

fn cell_at(cells: &mut [Cell], period: i64) -> Option<&mut Cell> {
    usize::try_from(period).ok().and_then(|period| cells.get_mut(period))
}

/// The days of a line of work.
fn span_of(line: &WorkloadLine, variant: &Variant, start: NaiveDate) -> Option<Period> {
    let months = line.months.unwrap_or_else(|| variant.months.saturating_sub(line.from_month)).max(1);
    let first = start.checked_add_months(Months::new(line.from_month))?;
    Period::new(first, first.checked_add_months(Months::new(months))?).ok()
}
