//! What a run came to.

use super::Ratio;
use crate::engine::certify::Certificate;
use crate::engine::problem::Plan;
use std::time::Duration;

/// What stands behind a bound, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A certificate, which anyone can re-check without trust in the search.
    Certificate,
    /// An exact search of this crate, completed. To check it is to run it again.
    Search,
    /// Somebody's word.
    Asserted,
}

/// What is known of the problem when a run ends; it follows from the best plan and the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The best plan is worth as much as the bound.
    Optimal,
    /// There is a plan, and there may be a better one.
    Feasible,
    /// There is no plan.
    Infeasible,
    /// No plan was found, and none is excluded.
    Unknown,
}

/// Why a run ended; apart from what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// Nothing was left to prove.
    Proven,
    /// The algorithm came to its own end.
    Finished,
    /// The algorithm stopped itself before its end.
    Abandoned,
    /// The steps were used up.
    StepLimit,
    /// The time was used up.
    TimeLimit,
    /// The target value was reached.
    Target,
    /// The gap was small enough.
    Gap,
    /// Somebody cancelled.
    Cancelled,
    /// The observer asked to stop.
    Observer,
}

/// The stable text of a value, which the examples and decision documents print.
macro_rules! texts {
    ($type:ident { $($pattern:pat => $text:literal,)* }) => {
        impl $type {
            /// The stable text, in English.
            pub fn as_str(self) -> &'static str {
                match self { $($pattern => $text,)* }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

texts! { Evidence {
    Self::Certificate => "certificate",
    Self::Search => "search",
    Self::Asserted => "asserted",
} }

texts! { Status {
    Self::Optimal => "optimal",
    Self::Feasible => "feasible",
    Self::Infeasible => "infeasible",
    Self::Unknown => "unknown",
} }

texts! { StopReason {
    Self::Proven | Self::Finished | Self::Abandoned => "completed",
    Self::StepLimit => "steps",
    Self::TimeLimit => "time",
    Self::Target => "target",
    Self::Gap => "gap",
    Self::Cancelled | Self::Observer => "cancelled",
} }

/// What changed in one line of the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Progress {
    /// A better plan of this value.
    Incumbent(i128),
    /// A tighter bound, which no plan exceeds, and what stands behind it.
    Bound(i128, Evidence),
    /// A proof that there is no plan.
    NoPlan(Evidence),
}

/// One line of the trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TraceEntry {
    /// Steps taken when it happened.
    pub steps: u64,
    /// What happened.
    pub progress: Progress,
}

/// Counts of a run. The same problem, algorithm, seed and step limit give the same counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Steps taken.
    pub steps: u64,
    /// Plans offered.
    pub offers: u64,
    /// Plans offered that were not feasible.
    pub rejected: u64,
    /// Steps at the first plan, where there is one.
    pub first: Option<u64>,
    /// Steps at the best plan, where there is one.
    pub best: Option<u64>,
}

/// Times of a run, by the clock; the only part of an outcome that is not repeatable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Times {
    /// From start to end.
    pub total: Duration,
    /// From start to the first plan.
    pub first: Option<Duration>,
    /// From start to the best plan.
    pub best: Option<Duration>,
    /// From start to each line of the trace.
    pub trace: Vec<Duration>,
}

/// What a run found, what it proved, and how it went.
#[derive(Debug, Clone)]
#[must_use]
pub struct Outcome {
    pub(super) solver: String,
    pub(super) best: Option<(i128, Plan)>,
    pub(super) bound: Option<(i128, Evidence)>,
    pub(super) no_plan: Option<Evidence>,
    pub(super) certificate: Option<Certificate>,
    pub(super) search_bound: Option<i128>,
    pub(super) stop_reason: StopReason,
    pub(super) trace: Vec<TraceEntry>,
    pub(super) stats: Stats,
    pub(super) times: Times,
}

impl Outcome {
    /// Name of the algorithm that ran.
    pub fn solver(&self) -> &str {
        &self.solver
    }

    /// What is known of the problem.
    pub fn status(&self) -> Status {
        match (&self.best, self.bound) {
            (Some((value, _)), Some((bound, _))) if *value == bound => Status::Optimal,
            (Some(_), _) => Status::Feasible,
            (None, _) if self.no_plan.is_some() => Status::Infeasible,
            (None, _) => Status::Unknown,
        }
    }

    /// Why the run ended.
    pub fn stop_reason(&self) -> StopReason {
        self.stop_reason
    }

    /// The best plan.
    pub fn best(&self) -> Option<&Plan> {
        self.best.as_ref().map(|(_, plan)| plan)
    }

    /// Value of the best plan, in ticks of the objective.
    pub fn value(&self) -> Option<i128> {
        self.best.as_ref().map(|&(value, _)| value)
    }

    /// What no plan is worth more than, in ticks of the objective.
    pub fn bound(&self) -> Option<i128> {
        self.bound.map(|(bound, _)| bound)
    }

    /// What stands behind [`bound`](Self::bound), or behind [`Status::Infeasible`].
    pub fn evidence(&self) -> Option<Evidence> {
        self.no_plan.or(self.bound.map(|(_, evidence)| evidence))
    }

    /// The best certificate. Where [`evidence`](Self::evidence) is another, the certified bound lies above
    /// [`bound`](Self::bound).
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// The figure of a search that was interrupted, told apart because nothing stands behind it yet: no plan is worth
    /// more than this if the search is right. Never above [`bound`](Self::bound) where both are known.
    pub fn search_bound(&self) -> Option<i128> {
        match (self.search_bound, self.bound) {
            (Some(search), Some((bound, _))) => Some(search.min(bound)),
            (search, _) => search,
        }
    }

    /// How far the best plan may be from the optimum: (bound − value) / |value|. `None` without a plan or a bound, and
    /// where the value is 0 below its bound.
    pub fn gap(&self) -> Option<Ratio> {
        gap(self.value()?, self.bound()?)
    }

    /// Each improvement of plan and bound, in order.
    pub fn trace(&self) -> &[TraceEntry] {
        &self.trace
    }

    /// Counts of the run.
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Times of the run.
    pub fn times(&self) -> &Times {
        &self.times
    }
}

pub(super) fn gap(value: i128, bound: i128) -> Option<Ratio> {
    if bound <= value {
        return Ratio::new(0, 1);
    }
    Ratio::new(bound.abs_diff(value), value.unsigned_abs())
}
