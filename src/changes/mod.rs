//! What changed between two states of a model, as a committee reads it (*ce qui a changé depuis le dernier comité*).
//!
//! [`Scope::changes_since`] compares the projects of a roadmap or portfolio with an earlier state of the document: dates,
//! cost, colors, states and verdicts, scope; and the plan as it stands with the plan that was approved, in days.
//! `Model::diff` (feature `json`) gives every change of every field.
//!
//! ```
//! use portefeuille::model::{Baseline, ModelDraft, Organization, Membership, Project, Roadmap, Variant};
//! use portefeuille::Currency;
//!
//! # fn main() -> Result<(), portefeuille::Error> {
//! let mut draft = ModelDraft::new("2026-09-30".parse()?, Currency::EUR);
//! draft.organizations.push(Organization::new("dep", "Département"));
//! draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
//! let mut sig = Project::new("sig", "Plateforme SIG", Variant::new("base", 9));
//! sig.roadmaps.push(Membership::new("num"));
//! sig.start = Some("2027-01-04".parse()?);
//! let mut baseline = Baseline::new("2026-06-15".parse()?);
//! baseline.start = sig.start;
//! sig.baseline = Some(baseline);
//! draft.projects.push(sig);
//! let earlier = draft.clone().build()?;
//!
//! draft.status_date = "2026-11-24".parse()?;
//! draft.projects[0].start = Some("2027-02-01".parse()?);
//! let changes = draft.build()?.roadmap("num")?.changes_since(&earlier);
//! let start = changes.projects[0].start.expect("it moved");
//! assert_eq!((start.before, start.after), (Some("2027-01-04".parse()?), Some("2027-02-01".parse()?)));
//! assert_eq!((changes.slips[0].days, changes.slips[0].earlier_days), (28, Some(0)));
//! # Ok(()) }
//! ```

mod project;
mod slip;

pub use slip::{Overrun, Slip, SlipOf, days_between, delivery};

use crate::id::{DecisionId, IndicatorId, MilestoneId, ProjectId, RoadmapId};
use crate::indicator::last_measures;
use crate::model::{
    DecisionRecord, Grouping, Lifecycle, MeasureStatus, Model, Observation, ProjectIx, ProjectRef, Roadmap,
    RoadmapState, Scope, Subject, Transition,
};
use crate::quantity::Money;
use crate::time::Date;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What something was and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift<T> {
    /// In the earlier state.
    pub before: T,
    /// Now.
    pub after: T,
}

impl<T: PartialEq> Shift<T> {
    /// What changed, if it did.
    fn between(before: T, after: T) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

/// Whether a project is in both states of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// It is in both.
    Kept,
    /// It is new.
    New,
    /// It is gone.
    Gone,
}

/// Which way a color went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// To a better level.
    Better,
    /// To a worse level.
    Worse,
    /// It was observed for the first time, or is no more, or the levels have changed.
    Unknown,
}

/// A color (*météo*) or another level of a project that changed: of the last facts up to each status date.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RatingChange {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// Its name.
    pub name: String,
    /// The level that was observed and the level that is.
    pub level: Shift<Option<String>>,
    /// Which way it went.
    pub trend: Trend,
}

/// A milestone (*jalon*) whose date changed: the day it was reached, or is due while it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MilestoneChange {
    /// Which milestone of the project.
    pub milestone: MilestoneId,
    /// Its name.
    pub name: String,
    /// Its date; none where it was not there, or is no more.
    pub date: Shift<Option<Date>>,
    /// Whether it has been reached since.
    pub is_reached: bool,
}

/// What changed of one project.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProjectChange {
    /// Which project.
    pub project: ProjectId,
    /// Its name, as it is now.
    pub name: String,
    /// Whether it is new or gone.
    pub presence: Presence,
    /// Its state (*état*).
    pub state: Option<Shift<Option<Lifecycle>>>,
    /// The changes of state recorded since.
    pub transitions: Vec<Transition>,
    /// What was decided of it since (*verdicts*).
    pub decisions: Vec<DecisionRecord>,
    /// The roadmaps it has joined.
    pub joined: Vec<RoadmapId>,
    /// The roadmaps it has left.
    pub left: Vec<RoadmapId>,
    /// Its start, planned or true.
    pub start: Option<Shift<Option<Date>>>,
    /// Its delivery: the true one, or the start and the months of its variant.
    pub delivery: Option<Shift<Option<Date>>>,
    /// Its milestones.
    pub milestones: Vec<MilestoneChange>,
    /// The whole cost of its variant.
    pub cost: Option<Shift<Option<Money>>>,
    /// What it will have cost in all (*atterrissage*).
    pub landing: Option<Shift<Option<Money>>>,
    /// Its colors (*météo*).
    pub ratings: Vec<RatingChange>,
}

impl ProjectChange {
    fn is_empty(&self) -> bool {
        self.presence == Presence::Kept
            && self.state.is_none()
            && self.transitions.is_empty()
            && self.decisions.is_empty()
            && self.joined.is_empty()
            && self.left.is_empty()
            && self.start.is_none()
            && self.delivery.is_none()
            && self.milestones.is_empty()
            && self.cost.is_none()
            && self.landing.is_none()
            && self.ratings.is_empty()
    }
}

/// A roadmap that was launched or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoadmapChange {
    /// Which roadmap.
    pub roadmap: RoadmapId,
    /// Its name.
    pub name: String,
    /// Its state; none before where it is new.
    pub state: Shift<Option<RoadmapState>>,
    /// When its history says that it came to this state.
    pub since: Option<Date>,
}

/// What changed between two states of a document (*ce qui a changé depuis le dernier comité*).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Changes {
    /// The roadmap or portfolio looked at; none for the whole document.
    pub scope: Option<String>,
    /// The status date of the earlier state.
    pub since: NaiveDate,
    /// The status date now.
    pub until: NaiveDate,
    /// Projects of which something changed: in the order of the document, those that are gone last.
    pub projects: Vec<ProjectChange>,
    /// Roadmaps that were launched or closed, and new ones.
    pub roadmaps: Vec<RoadmapChange>,
    /// What was decided of other things than projects.
    pub decisions: Vec<DecisionRecord>,
    /// Dates that are off the baseline: of projects under way or ahead, and all that moved.
    pub slips: Vec<Slip>,
    /// Costs that are off the baseline, of the same projects.
    pub overruns: Vec<Overrun>,
    /// The names of the roadmaps joined and left and of what was decided of.
    pub names: BTreeMap<Subject, String>,
}

impl Changes {
    /// Whether nothing changed; slips that were there already are no change.
    pub fn is_empty(&self) -> bool {
        self.projects.is_empty() && self.roadmaps.is_empty() && self.decisions.is_empty()
    }

    /// The name of a roadmap joined or left, or of something decided of; its id where neither state has it.
    pub fn name<'a>(&'a self, subject: &'a Subject) -> &'a str {
        self.names.get(subject).map_or_else(|| id_of(subject), String::as_str)
    }

    /// What changed of one project.
    pub fn project(&self, id: &str) -> Option<&ProjectChange> {
        self.projects.iter().find(|change| change.project.as_str() == id)
    }
}

impl Model {
    /// What changed in the whole document since an earlier state of it.
    pub fn changes_since(&self, earlier: &Self) -> Changes {
        Comparison { earlier, later: self, members: None, subject: None, name: None }.run()
    }
}

impl Scope {
    /// What changed since an earlier state of the document: of the projects that belong to the roadmap or portfolio, or did
    /// then, and of itself.
    ///
    /// Linear in both documents, but for sorting.
    pub fn changes_since(&self, earlier: &Model) -> Changes {
        let (subject, scope) = match self.grouping() {
            Grouping::Roadmap(ix) => {
                let id = &self.model().records().roadmaps[ix.index()].id;
                (Subject::Roadmap(id.clone()), earlier.roadmap(id.as_str()))
            }
            Grouping::Portfolio(ix) => {
                let id = &self.model().records().portfolios[ix.index()].id;
                (Subject::Portfolio(id.clone()), earlier.portfolio(id.as_str()))
            }
        };
        let mut members: BTreeSet<&ProjectId> = self.projects().map(ProjectRef::id).collect();
        if let Ok(scope) = &scope {
            members.extend(scope.projects().map(ProjectRef::id));
        }
        let name = Some(self.name());
        Comparison { earlier, later: self.model(), members: Some(members), subject: Some(&subject), name }.run()
    }
}

struct Comparison<'a> {
    earlier: &'a Model,
    later: &'a Model,
    /// The projects looked at; all where absent.
    members: Option<BTreeSet<&'a ProjectId>>,
    /// The roadmap or portfolio looked at.
    subject: Option<&'a Subject>,
    name: Option<&'a str>,
}

/// The last fact of each project, by indicator of levels.
type Levels<'a> = BTreeMap<&'a IndicatorId, BTreeMap<ProjectIx, &'a str>>;

impl<'a> Comparison<'a> {
    fn run(&self) -> Changes {
        let (then, now) = (levels(self.earlier), levels(self.later));
        let decisions = self.decisions();
        let mut projects = Vec::new();
        let (mut slips, mut overruns) = (Vec::new(), Vec::new());
        for after in self.later.projects().filter(|project| self.is_looked_at(project.id())) {
            let before = self.earlier.project(after.id().as_str());
            slips.extend(slip::slips(before, after));
            overruns.extend(slip::overrun(before, after));
            projects.push(self.project(before, Some(after), &decisions, (&then, &now)));
        }
        let gone = self.earlier.projects().filter(|project| self.later.project(project.id().as_str()).is_none());
        for before in gone.filter(|project| self.is_looked_at(project.id())) {
            projects.push(self.project(Some(before), None, &decisions, (&then, &now)));
        }
        let mut projects: Vec<ProjectChange> = projects.into_iter().flatten().collect();
        projects.retain(|change| !change.is_empty());
        let others = |decision: &&&DecisionRecord| match (&decision.subject, self.subject) {
            (Subject::Project(_), _) => false,
            (_, None) => true,
            (subject, Some(own)) => subject == own,
        };
        let decisions: Vec<DecisionRecord> = decisions.iter().filter(others).copied().cloned().collect();
        let roadmaps = projects.iter().flat_map(|change| change.joined.iter().chain(&change.left));
        let subjects = decisions.iter().map(|decision| decision.subject.clone());
        let subjects = subjects.chain(roadmaps.cloned().map(Subject::Roadmap));
        let names = subjects.filter_map(|subject| Some((subject.clone(), self.name_of(&subject)?))).collect();
        Changes {
            scope: self.name.map(str::to_owned),
            since: self.earlier.status_date(),
            until: self.later.status_date(),
            projects,
            roadmaps: self.roadmaps(),
            decisions,
            slips,
            overruns,
            names,
        }
    }

    fn is_looked_at(&self, project: &ProjectId) -> bool {
        self.members.as_ref().is_none_or(|members| members.contains(project))
    }

    /// The name of something, as it is now or was.
    fn name_of(&self, subject: &Subject) -> Option<String> {
        [self.later, self.earlier].into_iter().find_map(|model| {
            let records = model.records();
            match subject {
                Subject::Project(id) => model.project(id.as_str()).map(|project| project.name().to_owned()),
                Subject::Theme(id) => model.theme(id.as_str()).map(|theme| theme.name().to_owned()),
                Subject::Objective(id) => model.objective(id.as_str()).map(|objective| objective.name().to_owned()),
                Subject::Roadmap(id) => {
                    records.roadmaps.iter().find(|roadmap| roadmap.id == *id).map(|roadmap| roadmap.name.clone())
                }
                Subject::Portfolio(id) => {
                    records.portfolios.iter().find(|portfolio| portfolio.id == *id).map(|its| its.name.clone())
                }
                Subject::Organization(id) => model.organization(id.as_str()).map(|its| its.name.clone()),
            }
        })
    }

    /// The decisions that were not there, in the order of the document.
    fn decisions(&self) -> Vec<&'a DecisionRecord> {
        let known: BTreeSet<&DecisionId> = self.earlier.records().decisions.iter().map(|known| &known.id).collect();
        self.later.records().decisions.iter().filter(|decision| !known.contains(&decision.id)).collect()
    }

    fn roadmaps(&self) -> Vec<RoadmapChange> {
        let before: BTreeMap<&RoadmapId, RoadmapState> =
            self.earlier.records().roadmaps.iter().map(|roadmap| (&roadmap.id, roadmap.state)).collect();
        let change = |roadmap: &Roadmap| {
            let state = Shift::between(before.get(&roadmap.id).copied(), Some(roadmap.state))?;
            let reached = roadmap.history.iter().rev().find(|transition| transition.to == roadmap.state);
            let since = reached.map(|transition| transition.date);
            Some(RoadmapChange { roadmap: roadmap.id.clone(), name: roadmap.name.clone(), state, since })
        };
        let is_looked_at = |roadmap: &&Roadmap| {
            self.subject.is_none_or(|subject| matches!(subject, Subject::Roadmap(id) if *id == roadmap.id))
        };
        self.later.records().roadmaps.iter().filter(is_looked_at).filter_map(change).collect()
    }
}

fn id_of(subject: &Subject) -> &str {
    match subject {
        Subject::Project(id) => id.as_str(),
        Subject::Theme(id) => id.as_str(),
        Subject::Objective(id) => id.as_str(),
        Subject::Roadmap(id) => id.as_str(),
        Subject::Portfolio(id) => id.as_str(),
        Subject::Organization(id) => id.as_str(),
    }
}

/// The last fact up to the status date of each project, of each indicator whose values are levels.
fn levels(model: &Model) -> Levels<'_> {
    let mut levels = Levels::new();
    for indicator in model.records().indicators.iter().filter(|indicator| !indicator.levels.is_empty()) {
        let mut of_projects = BTreeMap::new();
        for (project, measure) in last_measures(model, &indicator.id, model.status_date(), MeasureStatus::Actual) {
            if let Observation::Level(level) = &measure.value {
                of_projects.insert(project, level.as_str());
            }
        }
        levels.insert(&indicator.id, of_projects);
    }
    levels
}
