//! The conditions of changes of state, one function each: what does not hold on a day.

use super::Gate;
use crate::diagnostic::Code;
use crate::model::index::PortfolioIx;
use crate::model::refs::{EnvelopeRef, PersonRef, ProjectRef, RoadmapRef, UnitRef};
use crate::model::{ExpectedImpact, MeasureStatus, Model, Portfolio, Roadmap, Role, Subject, UnitKind};
use crate::time::Date;
use chrono::NaiveDate;
use std::fmt;

impl<'a> RoadmapRef<'a> {
    fn gate(self, code: Code, field: impl fmt::Display, message: String) -> Gate {
        let pointer = format_args!("/roadmaps/{}{field}", self.ix().index());
        Gate::new(code, Subject::Roadmap(self.id().clone()), pointer, message)
    }

    fn envelopes(self) -> impl Iterator<Item = EnvelopeRef<'a>> {
        self.record().envelopes.iter().filter_map(move |id| self.model().envelope(id.as_str()))
    }
}

/// `running-without-manager`: no project manager (*chef de projet*) is in office on a day.
pub fn without_manager(project: ProjectRef<'_>, day: NaiveDate) -> Option<Gate> {
    if project.manager_at(day).is_some() {
        return None;
    }
    let subject = Subject::Project(project.id().clone());
    let assignments = &project.model().records().assignments;
    let last = assignments
        .iter()
        .filter(|a| a.role == Role::ProjectManager && a.subject == subject)
        .filter_map(|a| a.until.filter(|until| until.last_day() < day).map(|until| (until, &a.person)))
        .max();
    let message = match last {
        Some((until, person)) => {
            format!("project `{}` has no manager on {day}: `{person}` left on {until}", project.id())
        }
        None => format!("project `{}` has no manager on {day}", project.id()),
    };
    let pointer = format_args!("/projects/{}", project.ix().index());
    Some(Gate::new(Code::RunningWithoutManager, subject, pointer, message))
}

/// `no-founding-deliberation`: no assembly has founded the roadmap by a day.
pub fn no_founding_deliberation(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    let message = match roadmap.record().deliberation {
        Some(deliberation) if deliberation.first_day() <= day => return None,
        Some(deliberation) => {
            format!("roadmap `{}` is founded by a deliberation of {deliberation}, after {day}", roadmap.id())
        }
        None => format!("roadmap `{}` has no founding deliberation", roadmap.id()),
    };
    Some(roadmap.gate(Code::NoFoundingDeliberation, "/deliberation", message))
}

/// `roadmap-period-over`: the roadmap's period ends by a day.
pub fn roadmap_period_over(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    let last = roadmap.record().period.last_day();
    let message = format!("the period of roadmap `{}` ends on {last}, before {day}", roadmap.id());
    (last < day).then(|| roadmap.gate(Code::RoadmapPeriodOver, "/period", message))
}

/// What of `budget-not-voted`, `budget-not-dedicated` and `budget-held-by-it` keeps each envelope of the roadmap from being
/// its voted and dedicated budget; nothing where one envelope is.
pub fn no_sound_budget(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Vec<Gate> {
    let mut unmet = budget_not_voted(roadmap, day);
    unmet.extend(budget_not_dedicated(roadmap));
    unmet.extend(budget_held_by_it(roadmap, day));
    let is_sound = |envelope: EnvelopeRef<'_>| {
        is_voted(envelope, day) && others(roadmap, envelope).is_empty() && holder_in_it(envelope, day).is_none()
    };
    if roadmap.envelopes().any(is_sound) { Vec::new() } else { unmet }
}

/// `budget-not-voted`: the envelopes of the roadmap that are not voted by a day; the roadmap itself where it has none.
pub fn budget_not_voted(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Vec<Gate> {
    if roadmap.record().envelopes.is_empty() {
        let message = format!("roadmap `{}` has no envelope", roadmap.id());
        let gate = roadmap.gate(Code::BudgetNotVoted, "/envelopes", message);
        return vec![gate.remedied("have an envelope voted for the roadmap, and list it")];
    }
    let unvoted = roadmap.envelopes().filter(|envelope| !is_voted(*envelope, day));
    let gate = |envelope: EnvelopeRef<'_>| {
        let message = match envelope.record().voted_on() {
            Some(voted) => format!(
                "envelope `{}` of roadmap `{}` was first voted on {voted}, after {day}",
                envelope.id(),
                roadmap.id()
            ),
            None => format!("envelope `{}` of roadmap `{}` is not voted", envelope.id(), roadmap.id()),
        };
        let pointer = format_args!("/envelopes/{}/voted", envelope.ix().index());
        Gate::new(Code::BudgetNotVoted, Subject::Roadmap(roadmap.id().clone()), pointer, message)
    };
    unvoted.map(gate).collect()
}

/// Whether an envelope is voted by a day.
pub(crate) fn is_voted(envelope: EnvelopeRef<'_>, day: NaiveDate) -> bool {
    envelope.record().voted_on().is_some_and(|voted| voted.first_day() <= day)
}

/// `budget-not-dedicated`: the envelopes of the roadmap that another roadmap or a portfolio lists, too.
pub fn budget_not_dedicated(roadmap: RoadmapRef<'_>) -> Vec<Gate> {
    let gate = |envelope: EnvelopeRef<'_>| {
        let others = others(roadmap, envelope);
        let message =
            format!("envelope `{}` of roadmap `{}` serves {}, too", envelope.id(), roadmap.id(), list(&others));
        let position = roadmap.record().envelopes.iter().position(|id| id == envelope.id()).unwrap_or_default();
        let field = format_args!("/envelopes/{position}");
        (!others.is_empty()).then(|| roadmap.gate(Code::BudgetNotDedicated, field, message))
    };
    roadmap.envelopes().filter_map(gate).collect()
}

fn list(others: &[Other<'_>]) -> String {
    others.iter().map(Other::to_string).collect::<Vec<_>>().join(", ")
}

/// What else an envelope serves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Other<'a> {
    /// Another roadmap.
    Roadmap(&'a Roadmap),
    /// A portfolio.
    Portfolio(&'a Portfolio),
}

impl<'a> Other<'a> {
    pub(crate) fn name(self) -> &'a str {
        match self {
            Self::Roadmap(roadmap) => &roadmap.name,
            Self::Portfolio(portfolio) => &portfolio.name,
        }
    }
}

impl fmt::Display for Other<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Roadmap(roadmap) => write!(f, "roadmap `{}`", roadmap.id),
            Self::Portfolio(portfolio) => write!(f, "portfolio `{}`", portfolio.id),
        }
    }
}

/// The other roadmaps and the portfolios that list an envelope of the roadmap.
pub(crate) fn others<'a>(roadmap: RoadmapRef<'a>, envelope: EnvelopeRef<'a>) -> Vec<Other<'a>> {
    let records = roadmap.model().records();
    let roadmaps = records.roadmaps.iter().filter(|other| other.id != *roadmap.id());
    let roadmaps = roadmaps.filter(|other| other.envelopes.contains(envelope.id()));
    let portfolios = records.portfolios.iter().filter(|other| other.envelopes.contains(envelope.id()));
    roadmaps.map(Other::Roadmap).chain(portfolios.map(Other::Portfolio)).collect()
}

/// `budget-held-by-it`: the envelopes of the roadmap that the IT unit holds on a day: their unit, or their manager's where
/// no unit is named, is an IT unit or lies below one, or their manager is the CIO.
pub fn budget_held_by_it(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Vec<Gate> {
    let gate = |envelope: EnvelopeRef<'_>| {
        let holder = holder_in_it(envelope, day)?;
        let message = format!("envelope `{}` of roadmap `{}` is held by {holder}", envelope.id(), roadmap.id());
        let pointer = format_args!("/envelopes/{}", envelope.ix().index());
        Some(Gate::new(Code::BudgetHeldByIt, Subject::Roadmap(roadmap.id().clone()), pointer, message))
    };
    roadmap.envelopes().filter_map(gate).collect()
}

/// Who of the IT side holds an envelope.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ItHolder<'a> {
    /// Its manager is the CIO.
    Cio(PersonRef<'a>),
    /// A unit, and the IT unit that it is or belongs to.
    Unit(UnitRef<'a>, UnitRef<'a>),
}

impl fmt::Display for ItHolder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cio(manager) => write!(f, "`{}`, the CIO", manager.id()),
            Self::Unit(unit, above) if unit == above => write!(f, "the IT unit `{}`", unit.id()),
            Self::Unit(unit, above) => write!(f, "`{}`, which belongs to the IT unit `{}`", unit.id(), above.id()),
        }
    }
}

/// Who of the IT side holds an envelope on a day, if anybody does.
pub(crate) fn holder_in_it(envelope: EnvelopeRef<'_>, day: NaiveDate) -> Option<ItHolder<'_>> {
    let record = envelope.record();
    let model = envelope.model();
    let manager = record.manager.as_ref().and_then(|id| model.person(id.as_str()));
    if let Some(manager) = manager.filter(|manager| is_cio(*manager, day)) {
        return Some(ItHolder::Cio(manager));
    }
    let unit = record.unit.as_ref().and_then(|id| model.unit(id.as_str()));
    let unit = unit.or_else(|| manager.filter(|_| record.unit.is_none()).and_then(PersonRef::unit))?;
    Some(ItHolder::Unit(unit, it_above(unit, day)?))
}

/// The unit itself or the first one above it that is an IT unit.
fn it_above(unit: UnitRef<'_>, day: NaiveDate) -> Option<UnitRef<'_>> {
    let mut line = vec![unit];
    let mut k = 0;
    while let Some(unit) = line.get(k).copied() {
        if unit.record().kind == UnitKind::It {
            return Some(unit);
        }
        let current = unit.record().attachments.iter().filter(|attachment| attachment.is_current(day));
        for above in current.filter_map(|attachment| unit.model().unit(attachment.parent.as_str())) {
            if !line.contains(&above) {
                line.push(above);
            }
        }
        k += 1;
    }
    None
}

/// Whether a person is a CIO (*DSI, DSN*) of anything on a day.
pub(crate) fn is_cio(person: PersonRef<'_>, day: NaiveDate) -> bool {
    let assignments = &person.model().records().assignments;
    assignments.iter().any(|a| a.role == Role::Cio && a.person == *person.id() && a.is_current(day))
}

/// `no-political-sponsor`: no elected member (*élu référent*) stands for the roadmap on a day.
pub fn no_political_sponsor(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    nobody(roadmap, Role::PoliticalSponsor, day, Code::NoPoliticalSponsor, "political sponsor")
}

/// `no-managerial-sponsor`: nobody of the general management (*DGS, DGA*) stands for the roadmap on a day.
pub fn no_managerial_sponsor(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    nobody(roadmap, Role::ManagerialSponsor, day, Code::NoManagerialSponsor, "managerial sponsor")
}

/// `no-roadmap-owner`: the roadmap has no owner (*responsable de feuille de route*) on a day.
pub fn no_roadmap_owner(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    nobody(roadmap, Role::RoadmapOwner, day, Code::NoRoadmapOwner, "owner")
}

fn nobody(roadmap: RoadmapRef<'_>, role: Role, day: NaiveDate, code: Code, word: &str) -> Option<Gate> {
    let message = format!("roadmap `{}` has no {word} in office on {day}", roadmap.id());
    roadmap.holders_at(role, day).next().is_none().then(|| roadmap.gate(code, "", message))
}

/// `owner-is-cio`: an owner of the roadmap who is the CIO (*DSI, DSN*) on a day, of whatever unit or organization.
pub fn owner_is_cio(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    let owner = roadmap.holders_at(Role::RoadmapOwner, day).find(|owner| is_cio(*owner, day))?;
    let message = format!("the owner of roadmap `{}`, `{}`, is the CIO on {day}", roadmap.id(), owner.id());
    Some(roadmap.gate(Code::OwnerIsCio, "", message))
}

/// `portfolio-without-pmo`: the portfolios that the roadmap draws on, by its projects or its pools, and that have no PMO
/// (*bureau des projets*) of their own or of their organization on a day.
pub fn portfolio_without_pmo(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Vec<Gate> {
    let gate = |ix: PortfolioIx| {
        let portfolio = &roadmap.model().records().portfolios[ix.index()];
        let is_held = roadmap.model().records().assignments.iter().any(|a| {
            a.role == Role::Pmo
                && a.is_current(day)
                && match &a.subject {
                    Subject::Portfolio(id) => *id == portfolio.id,
                    Subject::Organization(id) => *id == portfolio.organization,
                    _ => false,
                }
        });
        let message = format!(
            "portfolio `{}`, which roadmap `{}` draws on, has no PMO in office on {day}",
            portfolio.id,
            roadmap.id()
        );
        let subject = Subject::Portfolio(portfolio.id.clone());
        let pointer = format_args!("/portfolios/{}", ix.index());
        (!is_held).then(|| Gate::new(Code::PortfolioWithoutPmo, subject, pointer, message))
    };
    drawn_on(roadmap).into_iter().filter_map(gate).collect()
}

/// The portfolios of the roadmap's projects and of its pools, in the order of the document.
fn drawn_on(roadmap: RoadmapRef<'_>) -> Vec<PortfolioIx> {
    let model = roadmap.model();
    let of_projects = roadmap.projects().filter_map(|project| project.record().portfolio.as_ref());
    let of_projects = of_projects.filter_map(|id| model.index().portfolios.position(id.as_str()));
    let of_pools = model.records().portfolios.iter().enumerate().filter_map(|(i, portfolio)| {
        portfolio.pools.iter().any(|pool| roadmap.record().pools.contains(pool)).then_some(i)
    });
    let mut found: Vec<PortfolioIx> = of_projects.chain(of_pools).map(PortfolioIx::new).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// `closing-review-not-booked`: no closing review (*bilan*) is dated.
pub fn closing_review_not_booked(roadmap: RoadmapRef<'_>) -> Option<Gate> {
    let message = format!("roadmap `{}` has no dated closing review", roadmap.id());
    let is_booked = roadmap.record().closing_review.is_some();
    (!is_booked).then(|| roadmap.gate(Code::ClosingReviewNotBooked, "/closing_review", message))
}

/// `closing-review-not-held`: the closing review (*bilan*) is not dated by a day.
pub fn closing_review_not_held(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Option<Gate> {
    let message = match roadmap.record().closing_review {
        Some(review) if review.first_day() <= day => return None,
        Some(review) => format!("the closing review of roadmap `{}` is on {review}, after {day}", roadmap.id()),
        None => format!("roadmap `{}` has had no closing review", roadmap.id()),
    };
    Some(roadmap.gate(Code::ClosingReviewNotHeld, "/closing_review", message))
}

/// `impact-not-frozen`: the expected impacts without baseline or target, of their own or of their indicator; the roadmap
/// itself where it expects nothing.
pub fn impact_not_frozen(roadmap: RoadmapRef<'_>) -> Vec<Gate> {
    let impacts = &roadmap.record().expected_impacts;
    if impacts.is_empty() {
        let message = format!("roadmap `{}` expects no impact", roadmap.id());
        let gate = roadmap.gate(Code::ImpactNotFrozen, "/expected_impacts", message);
        return vec![gate.remedied("write what the roadmap should change: indicator, baseline and target")];
    }
    let gate = |(k, impact): (usize, &ExpectedImpact)| {
        let frozen = frozen(roadmap.model(), impact);
        let lacks = match (frozen.baseline.is_some(), frozen.target.is_some()) {
            (true, true) => return None,
            (false, true) => "no baseline",
            (true, false) => "no target",
            (false, false) => "neither baseline nor target",
        };
        let message =
            format!("the impact on `{}` that roadmap `{}` expects has {lacks}", impact.indicator, roadmap.id());
        Some(roadmap.gate(Code::ImpactNotFrozen, format_args!("/expected_impacts/{k}"), message))
    };
    impacts.iter().enumerate().filter_map(gate).collect()
}

/// An expected impact with its indicator's baseline and target where it has none of its own: what opening writes down, so
/// that a later change of the indicator does not move the goal.
pub(super) fn frozen(model: &Model, impact: &ExpectedImpact) -> ExpectedImpact {
    let mut frozen = impact.clone();
    if let Some(indicator) = model.indicator(impact.indicator.as_str()) {
        frozen.baseline = frozen.baseline.or(indicator.record().baseline);
        frozen.target = frozen.target.or(indicator.record().target);
    }
    frozen
}

/// `impact-not-measured`: the expected impacts whose indicator nobody has observed from the start of the roadmap's period up
/// to a day.
pub fn impact_not_measured(roadmap: RoadmapRef<'_>, day: NaiveDate) -> Vec<Gate> {
    let record = roadmap.record();
    let is_within = |date: Date| record.period.start() <= date.last_day() && date.first_day() <= day;
    let measures = &roadmap.model().records().measures;
    let gate = |(k, impact): (usize, &ExpectedImpact)| {
        let is_measured = measures.iter().any(|measure| {
            measure.indicator == impact.indicator && measure.status == MeasureStatus::Actual && is_within(measure.date)
        });
        let message = format!(
            "the impact on `{}` that roadmap `{}` expects was not measured from {} to {day}",
            impact.indicator,
            roadmap.id(),
            record.period.start()
        );
        let field = format_args!("/expected_impacts/{k}");
        (!is_measured).then(|| roadmap.gate(Code::ImpactNotMeasured, field, message))
    };
    record.expected_impacts.iter().enumerate().filter_map(gate).collect()
}
