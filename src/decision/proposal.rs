//! What a committee is asked to vote on: retained, deferred, rejected.

use super::reason::Reason;
use super::report::{Decision, ProjectDecision, Verdict};
use crate::model::Lifecycle;
use serde::Serialize;

/// What is proposed of a project that is open to choice (*liste d'arbitrage*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Proposal {
    /// *Retenu*: it begins.
    Retained,
    /// *Ajourné*: means or time are short, and another year or another budget may have room for it.
    Deferred,
    /// *Rejeté*: it is ruled out, worth nothing, or another project stands in its place.
    Rejected,
}

impl Decision {
    /// What is proposed of a project of this decision; `None` for work that has begun, for states closed to choice, and
    /// where there is no plan.
    ///
    /// A project that is out for want of money, people or time is deferred; one that is forced out, worth nothing, or
    /// excluded by a project that is in is rejected. One that waits for a project that is out shares its fate: rejected
    /// where that is rejected, or was before; deferred otherwise.
    pub fn proposal(&self, project: &ProjectDecision) -> Option<Proposal> {
        if project.is_new() {
            return Some(Proposal::Retained);
        }
        if project.verdict != Verdict::Rejected || self.value.is_none() {
            return None;
        }
        let mut here = project;
        // A chain is no longer than there are projects; a ring of them is deferred.
        for _ in 0..self.projects.len() {
            let next = match &here.reason {
                Reason::ForcedOut { .. }
                | Reason::ExcludedBy { .. }
                | Reason::NoWorth
                | Reason::Closed { state: Lifecycle::Rejected | Lifecycle::Cancelled } => {
                    return Some(Proposal::Rejected);
                }
                Reason::PrerequisiteOut { id, .. } | Reason::PartnerOut { id, .. } => self.project(id.as_str()),
                _ => None,
            };
            let Some(next) = next else { break };
            here = next;
        }
        Some(Proposal::Deferred)
    }

    /// The projects to vote on, with what is proposed: retained, deferred, rejected; the retained by start, the others by
    /// worth, greatest first; ids decide between equals.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use portefeuille::decision::Proposal;
    /// use portefeuille::{Limits, Model};
    ///
    /// let model = Model::from_json(include_str!("../../examples/data/departement.json"))?;
    /// let decision = model.roadmap("numerique-2026")?.select(&Limits::default().steps(20_000))?;
    /// let list = decision.arbitration();
    /// assert_eq!(list.len(), 41); // all that is open to choice
    /// assert_eq!(list[0].0, Proposal::Retained);
    /// assert!(list.iter().any(|(proposal, project)| {
    ///     *proposal == Proposal::Rejected && project.name() == "Système d’information des ressources humaines"
    /// }));
    /// # }
    /// # Ok::<(), portefeuille::Error>(())
    /// ```
    pub fn arbitration(&self) -> Vec<(Proposal, &ProjectDecision)> {
        let proposed = |project| self.proposal(project).map(|proposal| (proposal, project));
        let mut list: Vec<(Proposal, &ProjectDecision)> = self.projects.iter().filter_map(proposed).collect();
        // Projects come in the order of ids, and the sort keeps it.
        list.sort_by(|(one, a), (other, b)| {
            let start =
                |project: &ProjectDecision| project.placement.as_ref().map(|placement| placement.period.start());
            let retained = *one == Proposal::Retained && one == other;
            one.cmp(other).then_with(|| if retained { start(a).cmp(&start(b)) } else { b.worth.cmp(&a.worth) })
        });
        list
    }
}
