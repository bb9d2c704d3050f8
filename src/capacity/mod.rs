//! Load against availability (*plan de charge*), per pool and period.
//!
//! [`Load::of`] takes a scope as planned; [`Load::with`] takes a list of placements, such as a decision or a what-if.
//! All numbers are exact hundredths of a person-day ([`PersonDays`]).
//!
//! | column | what it counts |
//! | --- | --- |
//! | capacity | what the pool can give on the days its spans cover |
//! | reserved | capacity × the pool's reserved share, to the hundredth, half to even |
//! | available | capacity − reserved |
//! | outside | projects that have begun and belong to other scopes, and what shared projects charge to other roadmaps |
//! | committed | projects of the scope that have begun, times their charge share |
//! | candidate | the placements that have not begun, times their charge share |
//!
//! A workload is rounded to the hundredth, half to even, and then [`spread`](crate::time::spread) over the periods that
//! its months touch, so that it adds up exactly. Work counts from the first of the month it starts in, on a grid of
//! months or more; the charge share is taken of each period's part. Selection counts load the same way, so that a
//! decision within its limits shows no overload here: 10 days over 3 months from 1 February 2027, on a grid of quarters, are
//! 6.67 in the first quarter (February and March) and 3.33 in the second.
//!
//! ```
//! use portefeuille::capacity::Load;
//! use portefeuille::model::{CapacitySpan, Membership, ModelDraft, Organization, Project, ResourcePool, Roadmap, Variant};
//! use portefeuille::model::WorkloadLine;
//! use portefeuille::{Currency, Workload};
//!
//! let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
//! draft.organizations.push(Organization::new("dep", "Département"));
//! let mut pool = ResourcePool::new("devs", "Développement");
//! pool.capacity.push(CapacitySpan::new("2027-01/2027-07".parse()?, Workload::days(12)));
//! pool.reserved = "0.5".parse()?;
//! draft.pools.push(pool);
//! let mut roadmap = Roadmap::new("num", "Numérique", "dep", "2027-01/2028-01".parse()?);
//! roadmap.pools.push("devs".into());
//! draft.roadmaps.push(roadmap);
//! let mut variant = Variant::new("base", 3);
//! variant.workload.push(WorkloadLine::new("devs", Workload::days(10)));
//! let mut project = Project::new("sig", "SIG", variant);
//! project.start = Some("2027-02".parse()?);
//! project.roadmaps.push(Membership::new("num"));
//! draft.projects.push(project);
//!
//! let load = Load::of(&draft.build()?.roadmap("num")?)?;
//! let devs = load.pool("devs").expect("a pool");
//! assert_eq!(devs.cells[0].available.to_string(), "3");
//! assert_eq!(devs.cells[0].candidate.to_string(), "6.67");
//! let over: Vec<String> = load.over().map(|o| o.to_string()).collect();
//! assert_eq!(over, ["workload 6.67 exceeds capacity 3 of `devs` in 2027-Q1",
//!                   "workload 3.33 exceeds capacity 3 of `devs` in 2027-Q2"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod days;
mod draws;
mod load;
mod summary;
#[cfg(test)]
mod tests;

pub use days::PersonDays;
pub use draws::{Draw, Draws};
pub use load::{Cell, Load, LoadError, Overload, Placement, PoolLoad};
pub(crate) use load::{availability, span_of};
pub use summary::{Peak, PoolSummary, summary};
