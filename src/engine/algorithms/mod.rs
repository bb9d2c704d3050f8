//! Algorithms, each under the name the literature gives it.
//!
//! [`RankedCut`] and [`GreedySkip`] are what portfolio offices do by hand: the baseline that shows what an optimum is
//! worth. [`ExactSearch`] tries everything that is not excluded, and proves its answer.

mod branch_and_bound;
mod dual;
mod exact_search;
mod greedy_skip;
mod ledger;
mod program;
mod ranked_cut;

pub use branch_and_bound::BranchAndBound;
pub use exact_search::ExactSearch;
pub use greedy_skip::GreedySkip;
pub use ranked_cut::RankedCut;
