//! Changes of state, and the gates they pass (*conditions de lancement*): a document may be incomplete, a transition may
//! not.
//!
//! [`ProjectRef::launch`](super::ProjectRef::launch), [`Scope::open`](super::Scope::open) and the like give the model
//! with the change done, or every gate that stands in the way, each with its remedy:
//!
//! ```
//! use portefeuille::model::{Assignment, ModelDraft, Person, Project, Role, Subject, Variant};
//! use portefeuille::{Currency, diagnostic::Code};
//!
//! # fn main() -> Result<(), portefeuille::Error> {
//! let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
//! draft.persons.push(Person::new("lea", "Léa Morvan"));
//! draft.projects.push(Project::new("sig", "Plateforme SIG", Variant::new("base", 9)));
//! let model = draft.build()?;
//!
//! let approved = model.project("sig").expect("it is there").approve("2026-12-15".parse()?)?;
//! let blocked = approved.project("sig").expect("it is there").launch("2027-01-04".parse()?).unwrap_err();
//! assert_eq!(blocked.code(), Code::RunningWithoutManager);
//!
//! let mut draft = approved.edit();
//! draft.assignments.push(Assignment::new("lea", Role::ProjectManager, Subject::Project("sig".into())));
//! let model = draft.build()?;
//! let running = model.project("sig").expect("it is there").launch("2027-01-04".parse()?)?;
//! assert_eq!(running.project("sig").expect("it is there").record().history.len(), 2);
//! # Ok(()) }
//! ```
//!
//! # Which changes there are
//!
//! | from | to |
//! | --- | --- |
//! | idea | candidate, rejected |
//! | candidate | deferred, approved, rejected |
//! | deferred | candidate, approved, rejected |
//! | approved | scoping, running (small work that is not scoped), deferred, cancelled |
//! | scoping | running, deferred, cancelled |
//! | running | on hold, delivered, cancelled |
//! | on hold | running, cancelled |
//! | delivered | in service (*VSR* passed), closed (a study, of which nothing goes into service) |
//! | in service | closed |
//! | rejected | candidate |
//! | closed, cancelled | – |
//!
//! What nobody has approved is rejected; what was approved is cancelled. A roadmap goes from draft to open to closed.
//! States of a document are never refused: a project may stand anywhere, with any history or none.
//!
//! # Which gates there are
//!
//! | change | needs | code |
//! | --- | --- | --- |
//! | any | a change of the table | `transition-not-allowed` |
//! | any | a date on or after the last change | `transition-out-of-order` |
//! | project to scoping or running | a manager in office | `running-without-manager` |
//! | roadmap opens | a deliberation by then | `no-founding-deliberation` |
//! | | a period that is not over | `roadmap-period-over` |
//! | | an envelope that is voted by then, its own, and not held by the IT unit | `budget-not-voted`, `budget-not-dedicated`, `budget-held-by-it` |
//! | | sponsors in office | `no-political-sponsor`, `no-managerial-sponsor` |
//! | | an owner in office who is not the CIO | `no-roadmap-owner`, `owner-is-cio` |
//! | | a PMO in office for each portfolio it draws on | `portfolio-without-pmo` |
//! | | a closing review that is dated | `closing-review-not-booked` |
//! | | expected impacts with baseline and target | `impact-not-frozen` |
//! | roadmap closes | its closing review held by then | `closing-review-not-held` |
//! | | its expected impacts measured | `impact-not-measured` |
//!
//! A roadmap is bounded by its type: [`Roadmap::period`](super::Roadmap::period) has an end. A change that would leave a
//! document at fault is refused with the faults as gates.
//!
//! A [`GateWaiver`](super::GateWaiver) in the [`Policy`](super::Policy) of the roadmap, or of a roadmap or portfolio the
//! project belongs to, turns a gate into a finding: the change is done, and [`Model::warnings`](super::Model::warnings)
//! has the finding with the reason. The first two rows are no conditions but what a history is; nothing waives them.
//!
//! Where only the month of a change is known, offices and dates are judged on its last day.
//!
//! Each condition is a function of its own here, for whoever checks states that were imported.

use crate::diagnostic::Code;

mod blocked;
mod conditions;
mod project;
mod roadmap;
mod table;
#[cfg(test)]
mod tests;

pub use blocked::{Blocked, Gate};
pub(crate) use conditions::{ItHolder, Other, holder_in_it, is_cio, is_voted, others};
pub use conditions::{
    budget_held_by_it, budget_not_dedicated, budget_not_voted, closing_review_not_booked, closing_review_not_held,
    impact_not_frozen, impact_not_measured, no_founding_deliberation, no_managerial_sponsor, no_political_sponsor,
    no_roadmap_owner, no_sound_budget, owner_is_cio, portfolio_without_pmo, roadmap_period_over, without_manager,
};

/// The gates that a [`GateWaiver`](super::GateWaiver) can turn into findings, by their codes.
pub const WAIVABLE: &[Code] = &[
    Code::RunningWithoutManager,
    Code::NoFoundingDeliberation,
    Code::RoadmapPeriodOver,
    Code::BudgetNotVoted,
    Code::BudgetNotDedicated,
    Code::BudgetHeldByIt,
    Code::NoPoliticalSponsor,
    Code::NoManagerialSponsor,
    Code::NoRoadmapOwner,
    Code::OwnerIsCio,
    Code::PortfolioWithoutPmo,
    Code::ClosingReviewNotBooked,
    Code::ImpactNotFrozen,
    Code::ClosingReviewNotHeld,
    Code::ImpactNotMeasured,
];
