//! Domain model of project portfolio management and the algorithms on it.
//!
//! A tool reads or builds a document of roadmaps, projects, budgets and people; the crate checks all of it at once,
//! chooses and places the projects within the means, and says why each is in or out.
//!
//! ```
//! use portefeuille::{Limits, Model};
//!
//! # fn main() -> Result<(), portefeuille::Error> {
//! # #[cfg(feature = "json")] {
//! let model = Model::from_json(include_str!("../examples/data/departement.json"))?; // or every fault at once
//! let roadmap = model.roadmap("numerique-2026")?;
//! let decision = roadmap.select(&Limits::default())?; // who is in, when, and why
//! println!("{decision}");
//! for project in decision.rejected() {
//!     println!("{}: {}", project.name(), project.reason());
//! }
//! assert!(decision.retained().count() > 20);
//! # }
//! # Ok(()) }
//! ```
//!
//! # The pipeline: one type per stage
//!
//! ```text
//! ModelDraft ──build──▶ Model ──roadmap──▶ Scope ──compile──▶ SelectionProblem ──solve──▶ Outcome ──lift──▶ Decision
//!  written              checked            looked at          integers                   plan, bound       in words
//! ```
//!
//! | room | what it holds |
//! | --- | --- |
//! | [`model`] | the vocabulary: records, [`ModelDraft`], [`Model`], [`Scope`] |
//! | [`quantity`], [`time`], [`id`] | leaf values that are always valid |
//! | [`diagnostic`] | faults, warnings and findings, and the one table of codes |
//! | [`decision`] | compile a scope, lift an outcome: [`Decision`] |
//! | [`health`] | the health check: what good practice would mend, one by one |
//! | [`engine`] | integers only: problem, checker, certificates, algorithms, published instances |
//! | `wire` | JSON documents (feature `json`) |
//! | [`interchange`] | project lists in CSV (feature `csv`) |
//! | [`alignment`] | weights of objectives, scores of projects |
//! | [`network`], [`capacity`], [`indicator`] | dates along the links, load against availability, roll-ups and earned value |
//! | [`finance`], [`governance`] | how budgets are carried out; who meets when, and whom the project speaks to |
//! | [`changes`] | what changed since the last committee |
//! | [`render`] | reports for people, in French and English |
//! | `testing` | strategies for property tests (feature `proptest`) |
//! | [`guide`] | chapters: the pipeline step by step, the vocabulary, the document format |
//!
//! # How to
//!
//! **Write a document in Rust**: push records into a [`ModelDraft`] and [`build`](ModelDraft::build) it; see [`model`].
//!
//! **Read any project list**: describe its columns in a profile, see [`interchange`].
//!
//! **Search with limits, watch and cancel**: [`Limits`] and [`Scope::select_with`].
//!
//! **Add an algorithm**: implement [`Solver`](engine::run::Solver); the run judges what it offers.
//!
//! **Weigh objectives and score projects**: [`alignment`], and a scoring model in the [`Policy`](model::Policy).
//!
//! **Ask what is missing**: [`Scope::health`] and [`Model::health`]; see [`health`] and its [`codes`](health::codes).
//!
//! **Read a decision aloud**: [`render::decision_report`] in French or English; each [`render::Report`] is written for a
//! terminal or in Markdown.
//!
//! # Features
//!
//! | feature | gives | default |
//! | --- | --- | --- |
//! | `json` | documents and JSON instance formats (`serde_json`) | yes |
//! | `csv` | project lists (`csv`, `encoding_rs`) | no |
//! | `proptest` | strategies that draw whole documents and problems | no |
//! | `full` | all of them | no |
//!
//! Features add; none changes a type, a result or a byte.
//!
//! # Stability
//!
//! Version 0: names may still change in minor versions; the changelog says how. The document format has a version of its
//! own. Public dependencies: serde, chrono (`NaiveDate`), `rust_decimal` (`Decimal`), proptest (feature). The minimum
//! supported Rust version is 1.89 and is never younger than a year.

pub mod alignment;
pub mod capacity;
pub mod changes;
pub mod decision;
pub mod diagnostic;
pub mod engine;
pub mod error;
pub mod finance;
pub mod governance;
pub mod guide;
pub mod health;
pub mod id;
pub mod indicator;
pub mod interchange;
pub mod model;
pub mod network;
pub mod quantity;
pub mod render;
#[cfg(feature = "proptest")]
pub mod testing;
pub mod time;
#[cfg(feature = "json")]
pub mod wire;

pub use decision::Decision;
pub use engine::run::Limits;
pub use error::Error;
pub use model::{Model, ModelDraft, Scope};
pub use quantity::{Currency, Money, Score, Share, Workload};
pub use time::{Date, Period};

/// The program of the README, compiled and run.
#[cfg(all(doctest, feature = "json"))]
#[doc = include_str!("../README.md")]
struct Readme;
