//! Whether pools can give the days asked of them.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::Ground;
use crate::capacity::{Cell, Load, PersonDays, PoolLoad};
use crate::diagnostic::Code;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::PoolOverCapacity,
        "decided work asks for {value} of pool `{name}` in {0}, where there are {threshold}; periods over: {1}",
        "pool « {name} » : {value} pris par les projets décidés en {0}, pour {threshold} disponibles ; périodes en dépassement : {1}",
        pool_over_capacity,
    ),
    Check::new(
        Code::PoolExclusive,
        "pool `{name}` is kept for roadmap `{value}` alone",
        "pool « {name} » : réservé à la seule feuille de route « {value} »",
        pool_exclusive,
    ),
];

/// How far a cell is over, where a limit is known.
fn excess(cell: &Cell) -> Option<PersonDays> {
    let excess = PersonDays::ZERO.checked_sub(cell.left()?)?;
    (excess > PersonDays::ZERO).then_some(excess)
}

/// The periods of a pool that are not over by today and are over by some measure: the worst of them, and how many.
fn worst(
    load: &Load,
    pool: &PoolLoad,
    today: chrono::NaiveDate,
    counts: impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let first = usize::try_from(load.grid().index_of(today)).unwrap_or(0);
    let over: Vec<(usize, PersonDays)> = pool
        .cells
        .iter()
        .enumerate()
        .skip(first)
        .filter(|(period, _)| counts(*period))
        .filter_map(|(period, cell)| Some((period, excess(cell)?)))
        .collect();
    // The first of equally bad periods.
    let (period, _) = over.iter().max_by_key(|(period, excess)| (*excess, std::cmp::Reverse(*period)))?;
    Some((*period, over.len()))
}

fn pool_over_capacity(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(load) = ground.decided_load() else { return };
    for pool in load.pools() {
        let Some(ix) = ground.model.pool(pool.pool.as_str()).map(|p| p.ix().index()) else { continue };
        if let Some((period, over)) = worst(load, pool, ground.today, |_| true) {
            let cell = pool.cells[period];
            let found = ground.at(EntityKind::Pool, ix, "/capacity").value(Fact::PersonDays(cell.load));
            let found = found.threshold(Fact::PersonDays(cell.available));
            let found = found.detail(Fact::Period(load.grid().label(period as i64)));
            sink.push(found.detail(Fact::Count(over)));
        }
    }
}

/// `oversubscription` of pools, in periods that decided work leaves room in.
pub(super) fn oversubscribed(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let (Some(demand), Some(decided)) = (ground.demand_load(), ground.decided_load()) else { return };
    for (pool, decided) in demand.pools().iter().zip(decided.pools()) {
        let Some(ix) = ground.model.pool(pool.pool.as_str()).map(|p| p.ix().index()) else { continue };
        let has_room = |period: usize| decided.cells.get(period).is_some_and(|cell| excess(cell).is_none());
        if let Some((period, over)) = worst(demand, pool, ground.today, has_room) {
            let cell = pool.cells[period];
            let found = ground.at(EntityKind::Pool, ix, "/capacity").value(Fact::PersonDays(cell.load));
            let found = found.threshold(Fact::PersonDays(cell.available));
            let found = found.detail(Fact::Period(demand.grid().label(period as i64)));
            let found = found.detail(Fact::PersonDays(excess(&cell).unwrap_or_default()));
            sink.push(found.detail(Fact::Count(over)));
        }
    }
}

fn pool_exclusive(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let Some(roadmap) = ground.roadmap() else { return };
    for pool in ground.model.pools().filter(|pool| pool.record().exclusive_to.as_ref() == Some(&roadmap.id)) {
        let found = ground.at(EntityKind::Pool, pool.ix().index(), "/exclusive_to");
        sink.push(found.value(Fact::Text(roadmap.name.clone())));
    }
}
