//! The dependency graph (*graphe des dépendances*): earliest and latest dates, float, the critical path, and the cycles
//! that no dates satisfy.
//!
//! Two networks share one pair of passes:
//!
//! | network | made from | time |
//! | --- | --- | --- |
//! | [`Network`] | a [`Scope`](crate::model::Scope) | calendar dates; durations in months, lags in months or days |
//! | [`ActivityNetwork`] | plain activities and links, never checked before | numbers in any unit |
//!
//! # Solves
//! The longest-path problem of the critical path method (*méthode du chemin critique*, PERT temps): activities of fixed
//! duration, minimal time lags of the four relations finish-to-start, start-to-start, finish-to-finish and
//! start-to-finish, signed. Activities are not stretched.
//!
//! # Guarantee
//! Exact: the earliest dates are the least dates that respect every link and every bound, the latest dates the greatest
//! that keep the end. Months are calendar months (31 January + 1 month = 28 or 29 February), in both passes. When no
//! dates exist, one whole cycle of links is named for each knot of the graph that holds one; see
//! [`Network::schedule`] for cycles that mix months and days.
//!
//! # Complexity
//! O(n + m) time and memory for n activities and m links without a cycle; a knot of k activities and l links adds O(k l).
//!
//! # Determinism
//! No randomness. Among several links that drive an activity the first written is named; a cycle is told from its
//! activity written first.
//!
//! # Parameters
//! None.
//!
//! # Evidence
//! Property tests hold both passes against exhaustive relaxation, and cycles against exhaustive enumeration, on random
//! small networks; the worked cases of the method `cpm` are reproduced.
//!
//! # References
//! J. E. Kelley, M. R. Walker, *Critical-path planning and scheduling*, Proceedings of the Eastern Joint Computer
//! Conference, 1959, 160–173. S. E. Elmaghraby, J. Kamburowski, *The analysis of activity networks under generalized
//! precedence relations (GPRs)*, Management Science 38(9), 1992, 1245–1263.
//!
//! # Example
//! ```
//! use portefeuille::model::Relation;
//! use portefeuille::network::{Activity, ActivityNetwork, Link};
//!
//! let network = ActivityNetwork::new(
//!     [Activity::new("study", 4), Activity::new("purchase", 6), Activity::new("training", 3)],
//!     [
//!         Link::new("study", "purchase"),
//!         Link { relation: Relation::StartToStart, lag: 2.into(), ..Link::new("study", "training") },
//!     ],
//! )?;
//! let schedule = network.schedule()?;
//! assert_eq!(schedule.duration, 10.into());
//! let training = schedule.row("training").expect("an activity");
//! assert_eq!((training.earliest_start, training.latest_start, training.slack), (2.into(), 7.into(), 5.into()));
//! assert!(!training.critical);
//! # Ok::<(), portefeuille::network::NetworkError>(())
//! ```

mod activity;
mod dates;
mod error;
mod graph;
#[cfg(test)]
mod tests;

pub use activity::{Activity, ActivityNetwork, ActivitySchedule, ActivityTimes, Link};
pub use dates::{BrokenLink, Driver, Network, ProjectDates, Schedule, TimingLink};
pub use error::{Cycle, NetworkError};
