//! A decision in the words of the domain.

use super::{Conflict, PlanAlignment, Reason};
use crate::alignment::Scoreboard;
use crate::diagnostic::Diagnostics;
use crate::engine::run::{Evidence, Status, StopReason};
use crate::id::{ProjectId, ThemeId, VariantId};
use crate::model::{Lifecycle, Scope, Section};
use crate::quantity::Money;
use crate::time::Period;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// An amount with its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Quantity {
    /// Money.
    Money(Money),
    /// Person-days; below zero where more is used than there is.
    Days(Decimal),
}

impl Quantity {
    /// The number without its unit.
    pub fn value(self) -> Decimal {
        match self {
            Self::Money(money) => money.amount(),
            Self::Days(days) => days,
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Money(money) => serializer.collect_str(money),
            Self::Days(days) => serializer.collect_str(&format_args!("{days} d")),
        }
    }
}

/// What was decided about a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// *Retenu*: it has begun, or it begins.
    Retained,
    /// *Non retenu*: it could have been chosen, and was not.
    Rejected,
    /// *Hors arbitrage*: its state is closed to choice.
    Aside,
}

/// How and when a retained project runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Placement {
    /// In which variant.
    pub variant: VariantId,
    /// From the first day of its first period up to the end of its last one.
    pub period: Period,
    /// What people call its first period.
    pub starts: String,
    /// What people call its last period.
    pub ends: String,
}

/// One project of a decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProjectDecision {
    pub(super) id: ProjectId,
    pub(super) name: String,
    pub(super) theme: Option<ThemeId>,
    pub(super) state: Lifecycle,
    pub(super) verdict: Verdict,
    pub(super) reason: Reason,
    pub(super) placement: Option<Placement>,
    #[serde(serialize_with = "as_text")]
    pub(super) worth: Decimal,
    pub(super) cost: Option<Money>,
}

impl ProjectDecision {
    /// Its key.
    pub fn id(&self) -> &ProjectId {
        &self.id
    }

    /// The name people use.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its primary theme.
    pub fn theme(&self) -> Option<&ThemeId> {
        self.theme.as_ref()
    }

    /// Where it stood when the decision was prepared.
    pub fn state(&self) -> Lifecycle {
        self.state
    }

    /// What was decided.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// How and when it runs, if it is retained.
    pub fn placement(&self) -> Option<&Placement> {
        self.placement.as_ref()
    }

    /// What it is worth under the policy: in the variant retained, or in its best one.
    pub fn worth(&self) -> Decimal {
        self.worth
    }

    /// The whole cost of the variant retained, or of the one it would follow; `None` beyond the range of money.
    pub fn cost(&self) -> Option<Money> {
        self.cost
    }

    /// Whether the decision makes it begin.
    pub fn is_new(&self) -> bool {
        self.verdict == Verdict::Retained && !self.state.is_committed()
    }
}

/// How much of one envelope section or pool is used in one budget year or period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UseOfPeriod {
    /// What people call it: a budget year or a period of the grid.
    pub label: String,
    /// What there is.
    pub available: Quantity,
    /// What work that has begun takes, that of other scopes too.
    pub committed: Quantity,
    /// What the projects that the decision makes begin take.
    pub new: Quantity,
    /// What every open candidate together would take, each in its planned variant at its earliest start.
    pub asked: Quantity,
}

impl UseOfPeriod {
    /// What is used in all.
    pub fn used(&self) -> Decimal {
        self.committed.value() + self.new.value()
    }
}

/// How one envelope section or pool is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MeansUse {
    /// Key of the envelope or pool.
    pub id: String,
    /// Name people use.
    pub name: String,
    /// The section, for envelopes.
    pub section: Option<Section>,
    /// By budget year or period; none where no limit is known.
    pub periods: Vec<UseOfPeriod>,
}

/// What the usual practice, a ranked list with a cut line, would have come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Practice {
    /// Total worth.
    #[serde(serialize_with = "as_text")]
    pub value: Decimal,
    /// How many projects it would make begin.
    pub new: usize,
    /// The projects it retains and the decision does not.
    pub only_practice: Vec<ProjectId>,
    /// The projects the decision retains and it does not.
    pub only_decision: Vec<ProjectId>,
}

/// Who is in, when, and why; who is out, and why not (*proposition d'arbitrage*).
///
/// Printed, it is a summary in English; [`render`](crate::render) makes the tables that a director reads.
#[derive(Debug, Clone, Serialize)]
#[must_use]
pub struct Decision {
    #[serde(skip)]
    pub(super) scope: Scope,
    pub(super) name: String,
    #[serde(serialize_with = "date_text")]
    pub(super) status_date: NaiveDate,
    pub(super) status: Status,
    #[serde(serialize_with = "option_as_text")]
    pub(super) value: Option<Decimal>,
    #[serde(serialize_with = "option_as_text")]
    pub(super) bound: Option<Decimal>,
    #[serde(serialize_with = "option_as_text")]
    pub(super) gap: Option<Decimal>,
    pub(super) evidence: Option<Evidence>,
    pub(super) stop: StopReason,
    pub(super) solver: String,
    pub(super) steps: u64,
    pub(super) projects: Vec<ProjectDecision>,
    pub(super) means: Vec<MeansUse>,
    pub(super) practice: Option<Practice>,
    pub(super) conflicts: Vec<Conflict>,
    #[serde(skip_serializing_if = "PlanAlignment::is_empty")]
    pub(super) alignment: PlanAlignment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scores: Option<Scoreboard>,
    #[serde(skip)]
    pub(super) notes: Diagnostics,
}

impl Decision {
    /// The scope it decides.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How good it is: derived from value and bound.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Total worth of the projects retained; `None` without a plan.
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// What no plan can exceed, where something is known.
    pub fn bound(&self) -> Option<Decimal> {
        self.bound
    }

    /// (bound − value) ÷ |value|, rounded up to 6 places.
    pub fn gap(&self) -> Option<Decimal> {
        self.gap
    }

    /// What stands behind the bound, or behind the word that there is no plan.
    pub fn evidence(&self) -> Option<Evidence> {
        self.evidence
    }

    /// Why the search ended.
    pub fn stop_reason(&self) -> StopReason {
        self.stop
    }

    /// The algorithm.
    pub fn solver(&self) -> &str {
        &self.solver
    }

    /// How many steps it took.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Every project of the scope, in the order of ids.
    pub fn projects(&self) -> &[ProjectDecision] {
        &self.projects
    }

    /// One project.
    pub fn project(&self, id: &str) -> Option<&ProjectDecision> {
        self.projects.iter().find(|project| project.id.as_str() == id)
    }

    /// The projects that are in, in the order of ids.
    pub fn retained(&self) -> impl Iterator<Item = &ProjectDecision> {
        self.projects.iter().filter(|project| project.verdict == Verdict::Retained)
    }

    /// The projects that could have been chosen and were not, in the order of ids.
    pub fn rejected(&self) -> impl Iterator<Item = &ProjectDecision> {
        self.projects.iter().filter(|project| project.verdict == Verdict::Rejected)
    }

    /// How each envelope section and pool is used.
    pub fn means(&self) -> &[MeansUse] {
        &self.means
    }

    /// What the usual practice would have come to, where it finds a plan.
    pub fn practice(&self) -> Option<&Practice> {
        self.practice.as_ref()
    }

    /// Where there is no plan: constraints that cannot hold together.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// How far the plan serves each objective, theme and policy area; empty without a plan or without objectives.
    pub fn alignment(&self) -> &PlanAlignment {
        &self.alignment
    }

    /// The scores that worth comes from, with what each criterion brings; `None` where worth is no score.
    pub fn scores(&self) -> Option<&Scoreboard> {
        self.scores.as_ref()
    }

    /// What was noticed on the way.
    pub fn notes(&self) -> &Diagnostics {
        &self.notes
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference to the field")]
fn date_text<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference to the field")]
pub(super) fn as_text<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[allow(clippy::ref_option, reason = "serde hands a reference to the field")]
pub(super) fn option_as_text<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}
