//! Networks of plain activities, in any unit of time.

use super::error::{Cycle, NetworkError};
use super::graph::{Edge, Endless, Graph, Limit, Node, Timescale};
use crate::model::Relation;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A piece of work with a key and a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Key, unique in its network.
    pub id: String,
    /// How long it lasts, zero or more, in the unit of the network: at most 10⁹ with 6 decimals.
    pub duration: Decimal,
}

impl Activity {
    /// An activity that lasts so many units.
    pub fn new(id: impl Into<String>, duration: impl Into<Decimal>) -> Self {
        Self { id: id.into(), duration: duration.into() }
    }
}

/// A timing link between two activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Key of the activity that comes first.
    pub predecessor: String,
    /// Key of the activity that comes after.
    pub successor: String,
    /// Which ends are tied.
    pub relation: Relation,
    /// At least this long between the two ends; below zero lets them overlap. At most 10⁹ either way with 6 decimals.
    pub lag: Decimal,
}

impl Link {
    /// A finish-to-start link without a lag.
    pub fn new(predecessor: impl Into<String>, successor: impl Into<String>) -> Self {
        Self {
            predecessor: predecessor.into(),
            successor: successor.into(),
            relation: Relation::FinishToStart,
            lag: Decimal::ZERO,
        }
    }
}

/// A network of plain activities; see [the module](super) for what it solves and an example.
#[derive(Debug, Clone)]
pub struct ActivityNetwork {
    activities: Vec<Activity>,
    links: Vec<Link>,
    /// Positions of predecessor and successor.
    ends: Vec<(usize, usize)>,
}

/// When an activity may run, in the unit of the network, counted from the start of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActivityTimes {
    /// Key of the activity.
    pub id: String,
    /// Earliest start (ES): zero, or what the links ask.
    pub earliest_start: Decimal,
    /// Earliest finish (EF).
    pub earliest_finish: Decimal,
    /// Latest start (LS) that does not move the end of the whole.
    pub latest_start: Decimal,
    /// Latest finish (LF).
    pub latest_finish: Decimal,
    /// Total float (*marge totale*): LS − ES.
    pub slack: Decimal,
    /// Whether any slip moves the end: a total float of zero.
    pub critical: bool,
    /// Position of the first link that the earliest start is due to, if one is.
    pub driver: Option<usize>,
}

/// The times of every activity.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActivitySchedule {
    /// The latest of the earliest finishes; zero for an empty network.
    pub duration: Decimal,
    /// One row for each activity, in their order.
    pub rows: Vec<ActivityTimes>,
}

impl ActivitySchedule {
    /// The row of an activity.
    pub fn row(&self, id: &str) -> Option<&ActivityTimes> {
        self.rows.iter().find(|row| row.id == id)
    }
}

/// Time in millionths of a unit.
struct Ticks;

impl Timescale for Ticks {
    type Instant = i128;
    type Span = i128;

    fn after(at: i128, span: i128) -> Option<i128> {
        at.checked_add(span)
    }

    fn earliest(at: i128, span: i128) -> Option<i128> {
        at.checked_sub(span)
    }

    fn latest(at: i128, span: i128) -> Option<i128> {
        at.checked_sub(span)
    }

    fn length(span: i128) -> i128 {
        span
    }
}

const DECIMALS: u32 = 6;
const LIMIT: i64 = 1_000_000_000;

fn ticks(id: &str, value: Decimal) -> Result<i128, NetworkError> {
    let limit = Decimal::from(LIMIT);
    let normal = value.normalize();
    if normal.abs() > limit || normal.scale() > DECIMALS {
        return Err(NetworkError::OutOfRange { id: id.to_owned(), value, limit });
    }
    Ok(normal.mantissa() * 10_i128.pow(DECIMALS - normal.scale()))
}

/// A number of ticks in units; with 32-bit positions and bounded terms it stays far within a decimal.
fn units(ticks: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(ticks, DECIMALS).unwrap_or(Decimal::MAX).normalize()
}

impl ActivityNetwork {
    /// Activities and the links between them, in any order.
    pub fn new(
        activities: impl IntoIterator<Item = Activity>,
        links: impl IntoIterator<Item = Link>,
    ) -> Result<Self, NetworkError> {
        let activities: Vec<Activity> = activities.into_iter().collect();
        let links: Vec<Link> = links.into_iter().collect();
        let mut positions = BTreeMap::new();
        for (i, activity) in activities.iter().enumerate() {
            if activity.duration.is_sign_negative() && !activity.duration.is_zero() {
                let (id, duration) = (activity.id.clone(), activity.duration);
                return Err(NetworkError::NegativeDuration { id, duration });
            }
            ticks(&activity.id, activity.duration)?;
            if positions.insert(activity.id.as_str(), i).is_some() {
                return Err(NetworkError::DuplicateActivity { id: activity.id.clone() });
            }
        }
        let mut ends = Vec::with_capacity(links.len());
        for (i, link) in links.iter().enumerate() {
            let position = |id: &str| {
                let unknown = || NetworkError::UnknownActivity { link: i, id: id.to_owned() };
                positions.get(id).copied().ok_or_else(unknown)
            };
            ticks(&link.successor, link.lag)?;
            ends.push((position(&link.predecessor)?, position(&link.successor)?));
        }
        Ok(Self { activities, links, ends })
    }

    /// Its activities, in the order given.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// Its links, in the order given.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    fn graph(&self) -> Result<Graph<Ticks>, NetworkError> {
        let node = |a: &Activity| Ok(Node { duration: ticks(&a.id, a.duration)?, release: 0, fixed: None });
        let edge = |(link, (from, to)): (&Link, &(usize, usize))| {
            Ok((*from, *to, Edge { relation: link.relation, lag: ticks(&link.successor, link.lag)? }))
        };
        Ok(Graph::new(
            self.activities.iter().map(node).collect::<Result<_, NetworkError>>()?,
            self.links.iter().zip(&self.ends).map(edge).collect::<Result<_, NetworkError>>()?,
        ))
    }

    /// One whole cycle that no times satisfy for each knot of the network that holds one; empty where times exist.
    pub fn cycles(&self) -> Result<Vec<Cycle>, NetworkError> {
        Ok(self.cycles_of(&self.graph()?))
    }

    fn cycles_of(&self, graph: &Graph<Ticks>) -> Vec<Cycle> {
        let name = |i: usize| self.activities[i].id.clone();
        let cycle = |(members, length): (Vec<usize>, i128)| Cycle {
            members: members.into_iter().map(name).collect(),
            length: units(length),
        };
        graph.positive_cycles().into_iter().map(cycle).collect()
    }

    /// Earliest and latest times of every activity. Cycles are allowed as long as they push nothing.
    pub fn schedule(&self) -> Result<ActivitySchedule, NetworkError> {
        let graph = self.graph()?;
        let cycles = self.cycles_of(&graph);
        if !cycles.is_empty() {
            return Err(NetworkError::PositiveCycles { cycles });
        }
        let endless = |endless| match endless {
            Endless::Beyond(i) => {
                let Activity { id, duration } = self.activities[i].clone();
                NetworkError::OutOfRange { id, value: duration, limit: LIMIT.into() }
            }
            Endless::Unsettled => NetworkError::PositiveCycles { cycles: self.cycles_of(&graph) },
        };
        let early = graph.forward(None).map_err(endless)?;
        let end = early.iter().map(|e| e.finish).max().unwrap_or(0);
        let limits = vec![Limit { start: None, finish: Some(end) }; early.len()];
        let late = graph.backward(&limits, None).map_err(endless)?;
        let row = |((activity, early), late): ((&Activity, _), &Limit<i128>)| {
            let super::graph::Early { start, finish, driver } = early;
            let (latest_start, latest_finish) = (late.start.unwrap_or(start), late.finish.unwrap_or(finish));
            ActivityTimes {
                id: activity.id.clone(),
                earliest_start: units(start),
                earliest_finish: units(finish),
                latest_start: units(latest_start),
                latest_finish: units(latest_finish),
                slack: units(latest_start - start),
                critical: latest_start == start,
                driver,
            }
        };
        let rows = self.activities.iter().zip(early).zip(&late).map(row).collect();
        Ok(ActivitySchedule { duration: units(end), rows })
    }
}
