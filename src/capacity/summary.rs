//! One line for each pool.

use super::{Cell, Load, PersonDays};
use crate::id::PoolId;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The period in which a pool is loaded most (*pointe de charge*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Peak {
    /// Number of the period.
    pub period: usize,
    /// What people call the period.
    pub label: String,
    /// Load ÷ available (*taux de charge*); `None` where there is load and nothing is available.
    pub ratio: Option<Decimal>,
}

/// A pool over the periods from one on, those of which no limit is known left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolSummary {
    /// Which pool.
    pub pool: PoolId,
    /// Σ of what is available.
    pub available: PersonDays,
    /// Σ load of others' work that has begun.
    pub outside: PersonDays,
    /// Σ load of the scope's work that has begun.
    pub committed: PersonDays,
    /// Σ load of the scope's other placements.
    pub candidate: PersonDays,
    /// Σ load of all three.
    pub load: PersonDays,
    /// The first of the periods with the greatest ratio; `None` where no period has a limit.
    pub peak: Option<Peak>,
    /// How many periods have more load than is available.
    pub over: usize,
}

/// Each pool over the periods from `first` on, in the order of the load. A sum beyond the range of
/// [`PersonDays`] stays at its end.
pub fn summary(load: &Load, first: usize) -> Vec<PoolSummary> {
    let one = |pool: &super::PoolLoad| {
        let mut line = PoolSummary {
            pool: pool.pool.clone(),
            available: PersonDays::ZERO,
            outside: PersonDays::ZERO,
            committed: PersonDays::ZERO,
            candidate: PersonDays::ZERO,
            load: PersonDays::ZERO,
            peak: None,
            over: 0,
        };
        let mut most: Option<(usize, &Cell)> = None;
        for (period, cell) in pool.cells.iter().enumerate().skip(first).filter(|(_, cell)| cell.covered_days > 0) {
            line.available = plus(line.available, cell.available);
            line.outside = plus(line.outside, cell.outside);
            line.committed = plus(line.committed, cell.committed);
            line.candidate = plus(line.candidate, cell.candidate);
            line.load = plus(line.load, cell.load);
            line.over += usize::from(cell.load > cell.available);
            if most.is_none_or(|(_, before)| ratios(cell, before) == Ordering::Greater) {
                most = Some((period, cell));
            }
        }
        line.peak = most.map(|(period, cell)| Peak {
            period,
            label: load.grid().label(period as i64),
            ratio: match cell.load {
                PersonDays::ZERO => Some(Decimal::ZERO),
                used => used.days().checked_div(cell.available.days()),
            },
        });
        line
    };
    load.pools().iter().map(one).collect()
}

fn plus(a: PersonDays, b: PersonDays) -> PersonDays {
    a.checked_add(b).unwrap_or(PersonDays::from_hundredths(i64::MAX))
}

/// Compares load ÷ available; load of a pool with nothing available comes after all others.
fn ratios(a: &Cell, b: &Cell) -> Ordering {
    let parts = |cell: &Cell| (i128::from(cell.load.hundredths()), i128::from(cell.available.hundredths()));
    let ((a_load, a_all), (b_load, b_all)) = (parts(a), parts(b));
    match (a_all == 0 && a_load > 0, b_all == 0 && b_load > 0) {
        (false, false) => (a_load * b_all.max(1)).cmp(&(b_load * a_all.max(1))),
        (a_endless, b_endless) => a_endless.cmp(&b_endless),
    }
}
