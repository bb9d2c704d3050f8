//! The network of a scope's projects, on the calendar.

use super::error::{Cycle, NetworkError};
use super::graph::{Early, Edge, Endless, Graph, Limit, Node, Timescale};
use crate::id::ProjectId;
use crate::model::{Dependency, Lag, Lifecycle, ProjectIx, ProjectRef, Relation, Scope};
use crate::time::Date;
use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What the earliest start of a project is due to (*ce qui retient le démarrage*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Driver {
    /// It has begun; its start is a fact.
    Begun,
    /// The earliest start of its own window.
    Window,
    /// Its planned start.
    Planned,
    /// The first day of the scope.
    ScopeStart,
    /// The day the document speaks of: work that has not begun does not begin in the past.
    StatusDate,
    /// A link; the predecessor drives it.
    Link(TimingLink),
}

/// A timing link between two projects, as the document has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimingLink {
    /// The project that comes first.
    pub predecessor: ProjectId,
    /// The project that comes after.
    pub successor: ProjectId,
    /// Which ends are tied.
    pub relation: Relation,
    /// At least this long between the two ends.
    pub lag: Lag,
}

/// A link that the dates on record already break.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokenLink {
    /// The link.
    pub link: TimingLink,
    /// The successor starts, or finishes, this many days too early.
    pub days: i64,
}

/// When a project may run. Finishes are the first day after the work, as the ends of periods are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProjectDates {
    /// Which project.
    pub project: ProjectId,
    /// Whether it belongs to the scope; others are there because the scope's projects wait for them.
    pub in_scope: bool,
    /// Earliest start (*début au plus tôt*); the start on record of work that has begun.
    pub earliest_start: NaiveDate,
    /// First day after the work at the earliest (*fin au plus tôt*).
    pub earliest_finish: NaiveDate,
    /// Latest start (*début au plus tard*) that keeps the scope's end and every window; `None` for work that is
    /// finished, and for other scopes' projects that nothing here limits.
    pub latest_start: Option<NaiveDate>,
    /// First day after the work at the latest (*fin au plus tard*); `None` as for the start.
    pub latest_finish: Option<NaiveDate>,
    /// Total float (*marge totale*): days it may slip before the scope's end, or a window, is missed; below zero it is
    /// missed already.
    pub float_days: Option<i64>,
    /// Whether any slip moves the last finish of the scope (*chemin critique*).
    pub critical: bool,
    /// What its earliest start is due to.
    pub driver: Driver,
}

/// The dates of a scope's projects (*calendrier au plus tôt et au plus tard*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Schedule {
    /// The scope's projects in the order of the document, then those of others as they are reached through links.
    pub rows: Vec<ProjectDates>,
    /// First day after the scope's last work, at the earliest; `None` for a scope without projects.
    pub end: Option<NaiveDate>,
    /// The end that latest dates keep: the scope's own, or that of the last work where the policy lets it outlive.
    pub deadline: NaiveDate,
    /// Projects of the scope without dates: rejected or cancelled.
    pub left_out: Vec<ProjectId>,
    /// Links into unfinished work on record that its dates break. They move nothing.
    pub broken: Vec<BrokenLink>,
    /// Links from rejected or cancelled projects. They move nothing.
    pub void: Vec<TimingLink>,
}

impl Schedule {
    /// The row of a project.
    pub fn row(&self, project: &str) -> Option<&ProjectDates> {
        self.rows.iter().find(|row| row.project.as_str() == project)
    }

    /// The rows that any slip would move the end of.
    pub fn critical(&self) -> impl Iterator<Item = &ProjectDates> {
        self.rows.iter().filter(|row| row.critical)
    }
}

/// A span on the calendar.
#[derive(Debug, Clone, Copy)]
enum Span {
    Months(i64),
    Days(i64),
}

struct Calendar;

impl Calendar {
    /// The instant on the right side of a condition that holds up to some day and for none after it.
    fn last_holding(mut day: NaiveDate, holds: impl Fn(NaiveDate) -> Option<bool>) -> Option<NaiveDate> {
        while !holds(day)? {
            day = day.pred_opt()?;
        }
        loop {
            let next = day.succ_opt()?;
            if !holds(next)? {
                return Some(day);
            }
            day = next;
        }
    }
}

impl Timescale for Calendar {
    type Instant = NaiveDate;
    type Span = Span;

    fn after(at: NaiveDate, span: Span) -> Option<NaiveDate> {
        let moved = match span {
            Span::Days(n) if n < 0 => at.checked_sub_days(Days::new(n.unsigned_abs())),
            Span::Days(n) => at.checked_add_days(Days::new(n.unsigned_abs())),
            Span::Months(n) => {
                let months = Months::new(u32::try_from(n.unsigned_abs()).ok()?);
                if n < 0 { at.checked_sub_months(months) } else { at.checked_add_months(months) }
            }
        }?;
        Date::day(moved).is_ok().then_some(moved)
    }

    fn earliest(at: NaiveDate, span: Span) -> Option<NaiveDate> {
        Self::last_holding(opposite(at, span)?, |day| Some(Self::after(day, span)? < at))?.succ_opt()
    }

    fn latest(at: NaiveDate, span: Span) -> Option<NaiveDate> {
        Self::last_holding(opposite(at, span)?, |day| Some(Self::after(day, span)? <= at))
    }

    /// In 1/4800 of a day: 4800 months, 400 years, are 146097 days.
    fn length(span: Span) -> i128 {
        match span {
            Span::Months(n) => i128::from(n) * 146_097,
            Span::Days(n) => i128::from(n) * 4800,
        }
    }
}

/// About where a span would have to begin to end on a day.
fn opposite(at: NaiveDate, span: Span) -> Option<NaiveDate> {
    Calendar::after(
        at,
        match span {
            Span::Months(n) => Span::Months(-n),
            Span::Days(n) => Span::Days(-n),
        },
    )
}

fn span_of(lag: Lag) -> Span {
    match lag {
        Lag::Months(n) => Span::Months(n.into()),
        Lag::Days(n) => Span::Days(n.into()),
    }
}

/// How often the links of a cycle that pushes on the average are followed before it is named: a push of a day each time
/// gets past a whole year.
const ROUNDS: usize = 400;

/// One project in the network.
#[derive(Debug, Clone)]
struct Place {
    project: ProjectIx,
    id: ProjectId,
    in_scope: bool,
    finished: bool,
    months: u32,
    release: NaiveDate,
    fixed: Option<(NaiveDate, NaiveDate)>,
    driver: Driver,
    latest_start: Option<NaiveDate>,
}

/// The projects of a scope and those of others that they wait for, with the timing links between them.
///
/// Which date bounds a project from below:
///
/// | project | earliest dates |
/// | --- | --- |
/// | begun (running, on hold, delivered, in service, closed) | its start on record, or the first day of the scope; links do not move it. Running work goes on at least to the status date, finished work at most to it |
/// | not begun | its window's earliest start, or else its planned start; not before the scope nor before the status date; and what the links ask |
/// | rejected, cancelled | left out; the links from it are void |
///
/// A project lasts the months of the variant it follows; of a date known to the month the first day counts, and the last
/// for latest starts.
///
/// ```
/// use portefeuille::Currency;
/// use portefeuille::model::{Dependency, Lag, Membership, ModelDraft, Organization, Project, Relation, Roadmap, Variant};
/// use portefeuille::network::Network;
///
/// let mut draft = ModelDraft::new("2026-01-01".parse()?, Currency::EUR);
/// draft.organizations.push(Organization::new("dep", "Département"));
/// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
/// for (id, months) in [("iam", 9), ("portail", 12)] {
///     let mut project = Project::new(id, id, Variant::new("base", months));
///     project.roadmaps.push(Membership::new("num"));
///     draft.projects.push(project);
/// }
/// draft.dependencies.push(Dependency::Timing {
///     predecessor: "iam".into(),
///     successor: "portail".into(),
///     relation: Relation::FinishToStart,
///     lag: Lag::Months(1),
///     if_both: false,
/// });
/// let schedule = Network::of(&draft.build()?.roadmap("num")?)?.schedule()?;
/// let portail = schedule.row("portail").expect("a project");
/// assert_eq!(portail.earliest_start.to_string(), "2026-11-01");
/// assert_eq!(portail.latest_start.map(|day| day.to_string()).as_deref(), Some("2028-01-01"));
/// assert_eq!(portail.float_days, Some(426));
/// assert_eq!(schedule.critical().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    places: Vec<Place>,
    /// Predecessor, successor, and the link between them.
    links: Vec<(usize, usize, TimingLink)>,
    left_out: Vec<ProjectId>,
    void: Vec<TimingLink>,
    scope_end: NaiveDate,
    may_outlive: bool,
}

fn is_out(project: ProjectRef<'_>) -> bool {
    matches!(project.record().state, Lifecycle::Rejected | Lifecycle::Cancelled)
}

/// The timing links into a project.
fn links_into(project: ProjectRef<'_>) -> impl Iterator<Item = TimingLink> {
    project.dependencies().filter_map(move |dependency| match dependency {
        Dependency::Timing { predecessor, successor, relation, lag, .. } if successor == project.id() => {
            let (predecessor, successor) = (predecessor.clone(), successor.clone());
            Some(TimingLink { predecessor, successor, relation: *relation, lag: *lag })
        }
        _ => None,
    })
}

impl Network {
    /// The network of a scope; it fails where the dates of work that has begun leave the calendar.
    pub fn of(scope: &Scope) -> Result<Self, NetworkError> {
        let model = scope.model();
        let mut network = Self {
            places: Vec::new(),
            links: Vec::new(),
            left_out: Vec::new(),
            void: Vec::new(),
            scope_end: scope.period().end(),
            may_outlive: scope.policy().may_outlive,
        };
        for project in scope.projects() {
            if is_out(project) {
                network.left_out.push(project.id().clone());
            } else {
                network.places.push(place(project, scope, true)?);
            }
        }
        // Those of others, as far back as dates are not facts.
        let own = network.places.len();
        let mut position: BTreeMap<ProjectIx, usize> = (0..own).map(|i| (network.places[i].project, i)).collect();
        let mut next = 0;
        while let Some(here) = network.places.get(next) {
            let follow = here.in_scope || here.fixed.is_none();
            if let Some(project) = model.project(here.id.as_str()).filter(|_| follow) {
                for link in links_into(project) {
                    let Some(before) = model.project(link.predecessor.as_str()) else { continue };
                    if is_out(before) {
                        network.void.push(link);
                        continue;
                    }
                    let from = if let Some(from) = position.get(&before.ix()) {
                        *from
                    } else {
                        network.places.push(place(before, scope, false)?);
                        position.insert(before.ix(), network.places.len() - 1);
                        network.places.len() - 1
                    };
                    network.links.push((from, next, link));
                }
            }
            next += 1;
        }
        Ok(network)
    }

    fn graph(&self) -> Graph<Calendar> {
        let node = |place: &Place| Node {
            duration: Span::Months(place.months.into()),
            release: place.release,
            fixed: place.fixed,
        };
        let edge = |(from, to, link): &(usize, usize, TimingLink)| {
            (*from, *to, Edge { relation: link.relation, lag: span_of(link.lag) })
        };
        Graph::new(self.places.iter().map(node).collect(), self.links.iter().map(edge).collect())
    }

    /// One whole cycle of links that push each other on for each knot of the network that holds one; empty where
    /// [`schedule`](Self::schedule) finds dates.
    pub fn cycles(&self) -> Vec<Cycle> {
        match self.schedule() {
            Err(NetworkError::PositiveCycles { cycles }) => cycles,
            _ => Vec::new(),
        }
    }

    fn cycles_of(&self, graph: &Graph<Calendar>) -> Vec<Cycle> {
        let days = |length: i128| {
            // Hundredths of a day, up, so that a length above zero stays above zero.
            let hundredths = (length * 100).div_euclid(4800) + i128::from((length * 100) % 4800 != 0);
            Decimal::try_from_i128_with_scale(hundredths, 2).unwrap_or(Decimal::MAX).normalize()
        };
        let cycle = |(members, length): (Vec<usize>, i128)| Cycle {
            members: members.into_iter().map(|i| self.places[i].id.to_string()).collect(),
            length: days(length),
        };
        graph.positive_cycles().into_iter().map(cycle).collect()
    }

    /// Earliest and latest dates of every project, or the cycles that forbid them.
    ///
    /// A cycle forbids them when one turn is longer than nothing, a month counting 146097/4800 days, unless the months
    /// that it happens to meet stop it: 1 month forth and 30 days back push until February. Such a cycle is followed for
    /// 400 rounds, then it is named.
    pub fn schedule(&self) -> Result<Schedule, NetworkError> {
        let graph = self.graph();
        let cycles = self.cycles_of(&graph);
        let rounds = (!cycles.is_empty()).then_some(ROUNDS);
        let endless = |endless| match endless {
            Endless::Beyond(i) if cycles.is_empty() => {
                NetworkError::OutOfCalendar { id: self.places[i].id.to_string(), from: self.places[i].release }
            }
            _ => NetworkError::PositiveCycles { cycles: cycles.clone() },
        };
        let early = graph.forward(rounds).map_err(endless)?;
        let own = || self.places.iter().zip(&early).filter(|(place, _)| place.in_scope);
        let end = own().map(|(_, early)| early.finish).max();
        let open_end = own().filter(|(place, _)| !place.finished).map(|(_, early)| early.finish).max();
        let outlived = end.filter(|end| self.may_outlive && *end > self.scope_end);
        let deadline = outlived.unwrap_or(self.scope_end);
        let limits = |finish: Option<NaiveDate>, windows: bool| -> Vec<Limit<NaiveDate>> {
            let limit = |place: &Place| Limit {
                start: place.latest_start.filter(|_| windows),
                finish: finish.filter(|_| place.in_scope),
            };
            self.places.iter().map(limit).collect()
        };
        let late = graph.backward(&limits(Some(deadline), true), rounds).map_err(endless)?;
        let tight = graph.backward(&limits(open_end, false), rounds).map_err(endless)?;
        let rows = (0..self.places.len()).map(|i| self.row(i, early[i], late[i], tight[i])).collect();
        Ok(Schedule {
            rows,
            end,
            deadline,
            left_out: self.left_out.clone(),
            broken: self.broken(&graph, &early),
            void: self.void.clone(),
        })
    }

    fn row(&self, i: usize, early: Early<NaiveDate>, late: Limit<NaiveDate>, tight: Limit<NaiveDate>) -> ProjectDates {
        let place = &self.places[i];
        let late = if place.finished { Limit { start: None, finish: None } } else { late };
        // Work that has begun can only slip at its finish.
        let slip = |limit: Limit<NaiveDate>| match place.fixed {
            Some(_) => limit.finish.map(|finish| (finish - early.finish).num_days()),
            None => limit.start.map(|start| (start - early.start).num_days()),
        };
        let driver = early.driver.map_or_else(|| place.driver.clone(), |link| Driver::Link(self.links[link].2.clone()));
        ProjectDates {
            project: place.id.clone(),
            in_scope: place.in_scope,
            earliest_start: early.start,
            earliest_finish: early.finish,
            latest_start: late.start,
            latest_finish: late.finish,
            float_days: slip(late),
            critical: !place.finished && slip(tight) == Some(0),
            driver,
        }
    }

    /// Links into unfinished work on record; a finish on record is not known exactly, so that only links from the start
    /// of finished work count.
    fn broken(&self, graph: &Graph<Calendar>, early: &[Early<NaiveDate>]) -> Vec<BrokenLink> {
        let mut broken = Vec::new();
        for (i, (from, to, link)) in self.links.iter().enumerate() {
            let (before, after) = (&self.places[*from], &self.places[*to]);
            let from_finish = matches!(link.relation, Relation::FinishToStart | Relation::FinishToFinish);
            if after.fixed.is_none() || after.finished || (before.finished && from_finish) {
                continue;
            }
            if let Some(end) = graph.demand(i, early) {
                let to_finish = matches!(link.relation, Relation::FinishToFinish | Relation::StartToFinish);
                let now = if to_finish { early[*to].finish } else { early[*to].start };
                if now < end {
                    broken.push(BrokenLink { link: link.clone(), days: (end - now).num_days() });
                }
            }
        }
        broken
    }
}

fn place(project: ProjectRef<'_>, scope: &Scope, in_scope: bool) -> Result<Place, NetworkError> {
    let record = project.record();
    let months = project.variant().months;
    let (scope_start, status) = (scope.period().start(), scope.status_date());
    let mut place = Place {
        project: project.ix(),
        id: record.id.clone(),
        in_scope,
        finished: record.state.is_finished(),
        months,
        release: scope_start,
        fixed: None,
        driver: Driver::ScopeStart,
        latest_start: None,
    };
    if record.state.is_committed() {
        let start = record.start.map_or(scope_start, Date::first_day);
        let beyond = || NetworkError::OutOfCalendar { id: record.id.to_string(), from: start };
        let planned = Calendar::after(start, Span::Months(months.into())).ok_or_else(beyond)?;
        let finish = if place.finished { planned.min(status).max(start) } else { planned.max(status) };
        return Ok(Place { release: start, fixed: Some((start, finish)), driver: Driver::Begun, ..place });
    }
    // The latest bound holds; of equal ones the last listed here.
    let mut bounds = vec![(status, Driver::StatusDate)];
    if in_scope {
        bounds.push((scope_start, Driver::ScopeStart));
    }
    if let Some(day) = record.earliest_start {
        bounds.push((day.first_day(), Driver::Window));
    } else if let Some(day) = record.start {
        bounds.push((day.first_day(), Driver::Planned));
    }
    if let Some((day, driver)) = bounds.into_iter().max_by_key(|(day, _)| *day) {
        (place.release, place.driver) = (day, driver);
    }
    place.latest_start = record.latest_start.map(Date::last_day);
    Ok(place)
}
