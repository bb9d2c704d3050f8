//! How far dates and costs are from the plan that was approved.

use crate::id::{MilestoneId, ProjectId};
use crate::model::{Lifecycle, ProjectRef};
use crate::quantity::Money;
use crate::time::{Date, Precision};
use chrono::{Datelike, Days, Months};

/// Which date of a project is off its baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SlipOf {
    /// Its start.
    Start,
    /// Its delivery.
    Delivery,
    /// A milestone (*jalon*).
    Milestone {
        /// Which one.
        id: MilestoneId,
        /// Its name.
        name: String,
    },
}

/// A date that is off its baseline (*glissement*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Slip {
    /// Of which project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// Which date.
    pub of: SlipOf,
    /// As it was approved (*référence initiale*).
    pub baseline: Date,
    /// As it was, or as it is expected now.
    pub date: Date,
    /// Calendar days after the baseline; below zero for days before it. See [`days_between`].
    pub days: i64,
    /// The same in the earlier state of the document; none where it had no baseline or date.
    pub earlier_days: Option<i64>,
}

/// A cost that is off its baseline (*écart de coût*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overrun {
    /// Of which project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// As it was approved.
    pub baseline: Money,
    /// What it will have cost in all (*atterrissage*), or the whole cost of its variant where no landing is written.
    pub cost: Money,
    /// Cost over the baseline; below zero where it is under it.
    pub over: Money,
    /// The same in the earlier state of the document; none where it had no baseline.
    pub earlier_over: Option<Money>,
}

/// Calendar days from one date to another. Where a month is known only, its last day counts: what is due in June is late in
/// July. Dates that may be the same day are none apart.
///
/// ```
/// use portefeuille::changes::days_between;
///
/// assert_eq!(days_between("2026-06-15".parse()?, "2026-07-01".parse()?), 16);
/// assert_eq!(days_between("2026-06".parse()?, "2026-08".parse()?), 62);
/// assert_eq!(days_between("2026-06".parse()?, "2026-06-12".parse()?), 0);
/// assert_eq!(days_between("2026-06".parse()?, "2026-05-30".parse()?), -31);
/// # Ok::<(), portefeuille::time::TimeError>(())
/// ```
pub fn days_between(from: Date, to: Date) -> i64 {
    let may_be_same = from.first_day() <= to.last_day() && to.first_day() <= from.last_day();
    if may_be_same { 0 } else { (to.last_day() - from.last_day()).num_days() }
}

/// When a project was delivered (*livraison*), or will be: the last day of its variant's months from its start, or their last
/// month where only the month of the start is known. `None` where no start is known either.
pub fn delivery(project: ProjectRef<'_>) -> Option<Date> {
    let record = project.record();
    if record.finish.is_some() {
        return record.finish;
    }
    let start = record.start?;
    let end = start.first_day().checked_add_months(Months::new(project.variant().months))?;
    let last = end.checked_sub_days(Days::new(1))?;
    match start.precision() {
        Precision::Day => Date::day(last).ok(),
        Precision::Month => Date::month(last.year(), last.month()).ok(),
    }
}

/// What a project's dates are off its baseline, where that matters: while it is not done, or where it has changed.
pub(super) fn slips(before: Option<ProjectRef<'_>>, after: ProjectRef<'_>) -> Vec<Slip> {
    let earlier = before.map(off_baseline).unwrap_or_default();
    let mut slips = Vec::new();
    for (of, baseline, date) in off_baseline(after) {
        let days = days_between(baseline, date);
        let same = earlier.iter().find(|(other, ..)| is_same(other, &of));
        let earlier_days = same.map(|(_, baseline, date)| days_between(*baseline, *date));
        let was = earlier_days.unwrap_or(0);
        let matters = is_open(after.record().state) || days != was;
        if matters && (days != 0 || was != 0) {
            let (project, name) = (after.id().clone(), after.name().to_owned());
            slips.push(Slip { project, name, of, baseline, date, days, earlier_days });
        }
    }
    slips
}

/// A milestone stays the same under another name.
fn is_same(one: &SlipOf, other: &SlipOf) -> bool {
    match (one, other) {
        (SlipOf::Milestone { id: one, .. }, SlipOf::Milestone { id: other, .. }) => one == other,
        _ => one == other,
    }
}

/// Each date of a project that has a baseline, with it.
fn off_baseline(project: ProjectRef<'_>) -> Vec<(SlipOf, Date, Date)> {
    let record = project.record();
    let baseline = record.baseline.as_ref();
    let start = baseline.and_then(|baseline| baseline.start).zip(record.start);
    let finish = baseline.and_then(|baseline| baseline.finish).zip(delivery(project));
    let milestones = record.milestones.iter().filter_map(|milestone| {
        let of = SlipOf::Milestone { id: milestone.id.clone(), name: milestone.name.clone() };
        Some((of, milestone.baseline?, milestone.reached.unwrap_or(milestone.due)))
    });
    let start = start.map(|(baseline, date)| (SlipOf::Start, baseline, date));
    let finish = finish.map(|(baseline, date)| (SlipOf::Delivery, baseline, date));
    start.into_iter().chain(finish).chain(milestones).collect()
}

/// What a project's cost is off its baseline, where that matters.
pub(super) fn overrun(before: Option<ProjectRef<'_>>, after: ProjectRef<'_>) -> Option<Overrun> {
    let (baseline, cost, over) = over_baseline(after)?;
    let earlier_over = before.and_then(over_baseline).map(|(_, _, over)| over);
    let has_changed = earlier_over.map_or(!over.is_zero(), |earlier| earlier != over);
    let is_off = !over.is_zero() || earlier_over.is_some_and(|earlier| !earlier.is_zero());
    let matters = is_off && (is_open(after.record().state) || has_changed);
    let (project, name) = (after.id().clone(), after.name().to_owned());
    matters.then_some(Overrun { project, name, baseline, cost, over, earlier_over })
}

fn over_baseline(project: ProjectRef<'_>) -> Option<(Money, Money, Money)> {
    let baseline = project.record().baseline.as_ref()?.cost?;
    let cost = project.record().landing.or_else(|| project.cost().ok())?;
    Some((baseline, cost, cost.checked_sub(baseline).ok()?))
}

/// Work ahead or under way.
fn is_open(state: Lifecycle) -> bool {
    !state.is_finished() && !matches!(state, Lifecycle::Rejected | Lifecycle::Cancelled)
}
