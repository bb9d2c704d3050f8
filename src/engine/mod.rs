//! The engine: one problem in integers, many algorithms, answers that can be checked.
//!
//! A [`ProblemDraft`](problem::ProblemDraft) is built into a [`SelectionProblem`](problem::SelectionProblem); a
//! [`Solver`](run::Solver) searches it under [`Limits`](run::Limits); the [run] evaluates what is offered; the
//! [`Outcome`](run::Outcome) says what is best, what no plan exceeds, and what stands behind that.
//!
//! The engine knows nothing of projects, money or people: it could be a crate of its own.

pub mod algorithms;
pub mod certify;
pub mod instance;
pub mod problem;
pub mod random;
pub mod run;
