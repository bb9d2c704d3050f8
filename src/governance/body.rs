//! Bodies side by side: those that are nearly the same, and the levels they work at.

use super::meeting::{by_body, calendar_of, next};
use super::reach::{concerns, is_scope};
use crate::id::{AudienceId, BodyId, PersonId, PortfolioId};
use crate::model::{GovernanceBody, GovernanceLevel, HealthPolicy, Lifecycle, Model, Scope, Subject};
use crate::quantity::Share;
use crate::time::{Cadence, Period};
use chrono::{Months, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeSet;

/// Two bodies of one level with nearly the same members that meet close to each other (*instances redondantes*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyOverlap {
    /// The one whose key comes first.
    pub first: BodyId,
    /// The other.
    pub second: BodyId,
    /// At which level both work.
    pub level: GovernanceLevel,
    /// Members of both.
    pub common: usize,
    /// Members of either.
    pub either: usize,
    /// Common ÷ either (Jaccard's index), to 6 decimals, half to even.
    pub likeness: Decimal,
    /// Each meeting of the first with the nearest of the second, where they are close.
    pub meetings: Vec<(NaiveDate, NaiveDate)>,
}

/// The pairs of bodies of one level whose members in common, over those of either, reach a share, and that meet within so
/// many working days of each other in a period. Working days are those of the first body's calendar; two meetings on one
/// day are zero apart. Bodies without members are like no other. Pairs come by key, whatever the order of the document.
///
/// Members {a, b, c, d} and {b, c, d} have 3 in common of 4: 0.75.
///
/// Takes O(b² m) time for b bodies of one level with m members and meetings each.
pub fn overlaps(model: &Model, period: Period, members: Share, working_days: u32) -> Vec<BodyOverlap> {
    let mut bodies: Vec<&GovernanceBody> =
        model.records().bodies.iter().filter(|body| !body.members.is_empty()).collect();
    bodies.sort_by_key(|body| &body.id);
    let people: Vec<BTreeSet<&PersonId>> = bodies.iter().map(|body| body.members.iter().collect()).collect();
    let mut meetings = None;
    let mut found = Vec::new();
    for (i, first) in bodies.iter().enumerate() {
        for (j, second) in bodies.iter().enumerate().skip(i + 1).filter(|(_, second)| second.level == first.level) {
            let common = people[i].intersection(&people[j]).count();
            let either = people[i].len() + people[j].len() - common;
            let (part, whole) = (Decimal::from(common as u64), Decimal::from(either as u64));
            // Shares have twelve decimals at most: the product is exact.
            if common == 0 || part < members.value() * whole {
                continue;
            }
            let meetings = meetings.get_or_insert_with(|| by_body(model, &bodies, period));
            let calendar = calendar_of(model, first);
            let distance = |a: NaiveDate, b: NaiveDate| calendar.working_days_between(a, b).unsigned_abs();
            let nearest = |day: NaiveDate| {
                let days = meetings[j].iter().map(|meeting| meeting.day);
                days.min_by_key(|other| ((*other - day).num_days().abs(), *other)).map(|other| (day, other))
            };
            let close: Vec<(NaiveDate, NaiveDate)> = meetings[i]
                .iter()
                .filter_map(|meeting| nearest(meeting.day))
                .filter(|(day, other)| distance(*day, *other) <= working_days)
                .collect();
            if !close.is_empty() {
                found.push(BodyOverlap {
                    first: first.id.clone(),
                    second: second.id.clone(),
                    level: first.level,
                    common,
                    either,
                    likeness: (part / whole)
                        .round_dp_with_strategy(6, RoundingStrategy::MidpointNearestEven)
                        .normalize(),
                    meetings: close,
                });
            }
        }
    }
    found
}

/// How often one body meets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BodyRhythm {
    /// Which body.
    pub body: BodyId,
    /// Meetings that its rhythm promises in every year; none where it has no rhythm or meets on request.
    pub promised: Option<u32>,
    /// Meetings dated in the twelve months up to the day or in those after it, whichever are more.
    pub dated: u32,
}

impl BodyRhythm {
    /// Meetings a year: what is promised, or dated where that is more.
    pub fn times(&self) -> u32 {
        self.promised.unwrap_or(0).max(self.dated)
    }
}

/// A level of governance of a roadmap or portfolio (*niveau d'instance*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LevelRhythm {
    /// Which level.
    pub level: GovernanceLevel,
    /// Months between two meetings at most.
    pub months: u32,
    /// Meetings a year that this takes: 12 ÷ months, cut, at least 1.
    pub times: u32,
    /// The bodies of the level that review the grouping by name, in the order of the document.
    pub bodies: Vec<BodyRhythm>,
}

impl LevelRhythm {
    /// Whether one of its bodies meets often enough.
    pub fn is_met(&self) -> bool {
        self.bodies.iter().any(|body| body.times() >= self.times)
    }
}

/// The three levels that a roadmap or portfolio should be steered at, and how often the bodies of each meet: operational,
/// tactical, strategic, with the months of the policy.
///
/// Only bodies that review the grouping itself count, not those that review a part of it. A rhythm every three months
/// promises four meetings a year, which is what three months between two meetings take.
pub fn levels(scope: &Scope, policy: &HealthPolicy, day: NaiveDate) -> Vec<LevelRhythm> {
    let records = scope.model().records();
    let year = Months::new(12);
    let (before, after) = (day.checked_sub_months(year), day.checked_add_months(year));
    let rhythm = |body: &GovernanceBody| {
        let days = || records.meetings.iter().filter(|m| m.body == body.id).map(|m| m.date.first_day());
        let past = days().filter(|d| *d <= day && before.is_none_or(|before| *d > before)).count();
        let coming = days().filter(|d| *d > day && after.is_none_or(|after| *d <= after)).count();
        let promised = body.cadence.as_ref().and_then(Cadence::times_per_year).map(|times| *times.start());
        BodyRhythm { body: body.id.clone(), promised, dated: past.max(coming) as u32 }
    };
    let level = |(level, months): (GovernanceLevel, u32)| LevelRhythm {
        level,
        months,
        times: (12 / months.max(1)).max(1),
        bodies: records
            .bodies
            .iter()
            .filter(|body| body.level == level && body.reviews.iter().any(|subject| is_scope(scope, subject)))
            .map(rhythm)
            .collect(),
    };
    [
        (GovernanceLevel::Operational, policy.operational_months),
        (GovernanceLevel::Tactical, policy.tactical_months),
        (GovernanceLevel::Strategic, policy.strategic_months),
    ]
    .map(level)
    .into()
}

/// The bodies of a roadmap or portfolio of which no meeting is known from a day on, neither dated nor meant by a rhythm, in
/// the order of the document. Those that meet on request are not among them, nor those that only review projects which do
/// not go on, or the organization as a whole.
pub fn undated_bodies(scope: &Scope, day: NaiveDate) -> Vec<BodyId> {
    let model = scope.model();
    let goes_on = |subject: &Subject| match subject {
        Subject::Organization(_) => false,
        Subject::Project(id) => model
            .project(id.as_str())
            .is_some_and(|project| matches!(project.record().state, Lifecycle::Running | Lifecycle::OnHold)),
        _ => true,
    };
    let is_expected = |body: &&GovernanceBody| {
        let on_request = body.cadence.as_ref().is_some_and(Cadence::is_on_request);
        !on_request && body.reviews.iter().any(|subject| goes_on(subject) && concerns(scope, subject))
    };
    let bodies = model.records().bodies.iter().filter(is_expected);
    bodies.filter(|body| next(model, &[body], day, 1).is_empty()).map(|body| body.id.clone()).collect()
}

/// The audiences of a roadmap's bodies against those of a portfolio's, at one level.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AudienceWidth {
    /// At which level.
    pub level: GovernanceLevel,
    /// The portfolio that projects of the roadmap belong to.
    pub portfolio: PortfolioId,
    /// The bodies that review the roadmap.
    pub roadmap_bodies: Vec<BodyId>,
    /// The bodies that review the portfolio.
    pub portfolio_bodies: Vec<BodyId>,
    /// Audiences of the former, by id.
    pub roadmap_audiences: Vec<AudienceId>,
    /// Audiences of the latter, by id.
    pub portfolio_audiences: Vec<AudienceId>,
}

impl AudienceWidth {
    /// Whether the roadmap is heard by more audiences than the portfolio (*public plus large*).
    pub fn is_wider(&self) -> bool {
        self.roadmap_audiences.len() > self.portfolio_audiences.len()
    }
}

/// For each portfolio that projects of a roadmap belong to, and each level at which both have bodies: whom these bring
/// together. Nothing for a portfolio. In the order of the document's portfolios, then from the decision level down.
pub fn audience_widths(scope: &Scope) -> Vec<AudienceWidth> {
    let Some(roadmap) = scope.as_roadmap() else { return Vec::new() };
    let records = scope.model().records();
    let reviewers = |subject: &Subject, level: GovernanceLevel| -> Vec<&GovernanceBody> {
        records.bodies.iter().filter(|body| body.level == level && body.reviews.contains(subject)).collect()
    };
    let audiences = |bodies: &[&GovernanceBody]| -> Vec<AudienceId> {
        let all: BTreeSet<&AudienceId> = bodies.iter().flat_map(|body| &body.audiences).collect();
        all.into_iter().cloned().collect()
    };
    let ids = |bodies: &[&GovernanceBody]| bodies.iter().map(|body| body.id.clone()).collect();
    let used: BTreeSet<&PortfolioId> = scope.projects().filter_map(|p| p.record().portfolio.as_ref()).collect();
    let mut widths = Vec::new();
    for portfolio in records.portfolios.iter().filter(|portfolio| used.contains(&portfolio.id)) {
        for level in LEVELS {
            let own = reviewers(&Subject::Roadmap(roadmap.id.clone()), level);
            let other = reviewers(&Subject::Portfolio(portfolio.id.clone()), level);
            if !own.is_empty() && !other.is_empty() {
                widths.push(AudienceWidth {
                    level,
                    portfolio: portfolio.id.clone(),
                    roadmap_bodies: ids(&own),
                    portfolio_bodies: ids(&other),
                    roadmap_audiences: audiences(&own),
                    portfolio_audiences: audiences(&other),
                });
            }
        }
    }
    widths
}

const LEVELS: [GovernanceLevel; 6] = [
    GovernanceLevel::Decision,
    GovernanceLevel::Strategic,
    GovernanceLevel::Tactical,
    GovernanceLevel::Operational,
    GovernanceLevel::Project,
    GovernanceLevel::Advisory,
];
