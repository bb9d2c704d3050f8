//! What changed of one project.

use super::{Comparison, Levels, MilestoneChange, Presence, ProjectChange, RatingChange, Shift, Trend, slip::delivery};
use crate::id::RoadmapId;
use crate::model::{DecisionRecord, Indicator, IndicatorRef, Milestone, ProjectRef, Subject, Transition};
use crate::time::Date;

impl Comparison<'_> {
    /// What changed of a project that is in one of the two states at least.
    pub(super) fn project(
        &self,
        before: Option<ProjectRef<'_>>,
        after: Option<ProjectRef<'_>>,
        decisions: &[&DecisionRecord],
        (then, now): (&Levels<'_>, &Levels<'_>),
    ) -> Option<ProjectChange> {
        let named = after.or(before)?;
        let subject = Subject::Project(named.id().clone());
        let presence = match (before, after) {
            (Some(_), Some(_)) => Presence::Kept,
            (None, _) => Presence::New,
            (Some(_), None) => Presence::Gone,
        };
        Some(ProjectChange {
            project: named.id().clone(),
            name: named.name().to_owned(),
            presence,
            state: Shift::between(before.map(|p| p.record().state), after.map(|p| p.record().state)),
            transitions: transitions(before, after),
            decisions: decisions.iter().filter(|d| d.subject == subject).copied().cloned().collect(),
            joined: beyond(after, before),
            left: beyond(before, after),
            start: Shift::between(before.and_then(|p| p.record().start), after.and_then(|p| p.record().start)),
            delivery: Shift::between(before.and_then(delivery), after.and_then(delivery)),
            milestones: milestones(before, after),
            cost: Shift::between(before.and_then(|p| p.cost().ok()), after.and_then(|p| p.cost().ok())),
            landing: Shift::between(before.and_then(|p| p.record().landing), after.and_then(|p| p.record().landing)),
            ratings: self.ratings(before, after, then, now),
        })
    }

    fn ratings(
        &self,
        before: Option<ProjectRef<'_>>,
        after: Option<ProjectRef<'_>>,
        then: &Levels<'_>,
        now: &Levels<'_>,
    ) -> Vec<RatingChange> {
        let mut changes = Vec::new();
        let level = |levels: &Levels<'_>, indicator: &Indicator, project: Option<ProjectRef<'_>>| {
            let level = levels.get(&indicator.id)?.get(&project?.ix())?;
            Some((*level).to_owned())
        };
        for indicator in self.later.indicators().map(IndicatorRef::record) {
            let levels = Shift::between(level(then, indicator, before), level(now, indicator, after));
            let Some(level) = levels else { continue };
            let place =
                |level: &Option<String>| indicator.levels.iter().position(|known| Some(known) == level.as_ref());
            let trend = match (place(&level.before), place(&level.after)) {
                (Some(before), Some(after)) if after < before => Trend::Better,
                (Some(before), Some(after)) if after > before => Trend::Worse,
                _ => Trend::Unknown,
            };
            changes.push(RatingChange { indicator: indicator.id.clone(), name: indicator.name.clone(), level, trend });
        }
        changes
    }
}

/// The changes of state that the earlier history does not have; each of its own takes one away.
fn transitions(before: Option<ProjectRef<'_>>, after: Option<ProjectRef<'_>>) -> Vec<Transition> {
    let mut known: Vec<&Transition> = before.iter().flat_map(|project| &project.record().history).collect();
    let Some(after) = after else { return Vec::new() };
    let mut new = Vec::new();
    for transition in &after.record().history {
        match known.iter().position(|known| *known == transition) {
            Some(at) => {
                known.remove(at);
            }
            None => new.push(transition.clone()),
        }
    }
    new
}

/// The roadmaps of one state that the other does not have.
fn beyond(one: Option<ProjectRef<'_>>, other: Option<ProjectRef<'_>>) -> Vec<RoadmapId> {
    let of = |project: Option<ProjectRef<'_>>| -> Vec<RoadmapId> {
        project.iter().flat_map(|p| p.record().roadmaps.iter().map(|m| m.roadmap.clone())).collect()
    };
    let others = of(other);
    of(one).into_iter().filter(|roadmap| !others.contains(roadmap)).collect()
}

/// Milestones whose date is another or that have been reached since: those of the later state in its order, then those
/// that are gone.
fn milestones(before: Option<ProjectRef<'_>>, after: Option<ProjectRef<'_>>) -> Vec<MilestoneChange> {
    fn of(project: Option<ProjectRef<'_>>) -> &[Milestone] {
        project.map_or(&[], |project| &project.record().milestones)
    }
    let (old, new) = (of(before), of(after));
    let kept = new.iter().filter_map(|after| {
        let before = old.iter().find(|before| before.id == after.id);
        let date = Shift { before: before.map(date), after: Some(date(after)) };
        let is_reached = after.reached.is_some() && before.is_none_or(|before| before.reached.is_none());
        (is_reached || date.before != date.after).then(|| MilestoneChange {
            milestone: after.id.clone(),
            name: after.name.clone(),
            date,
            is_reached,
        })
    });
    let gone = old.iter().filter(|before| new.iter().all(|after| after.id != before.id));
    let gone = gone.map(|before| MilestoneChange {
        milestone: before.id.clone(),
        name: before.name.clone(),
        date: Shift { before: Some(date(before)), after: None },
        is_reached: false,
    });
    kept.chain(gone).collect()
}

/// The day it was reached, or is due while it is not.
fn date(milestone: &Milestone) -> Date {
    milestone.reached.unwrap_or(milestone.due)
}
