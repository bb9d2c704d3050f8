//! Algorithms, each under the name the literature gives it.
//!
//! [`RankedCut`] and [`GreedySkip`] are what portfolio offices do by hand: the baseline that shows what an optimum is
//! worth. [`GreedyDensity`] prices what is scarce. [`ExactSearch`] tries everything that is not excluded, and proves its
//! answer; [`BranchAndBound`] does so for problems of some hundred candidates, and leaves a certified bound where it is
//! stopped. [`Knapsack`] and [`MaximumClosure`] are for problems of one budget and problems of links, at sizes far beyond
//! that. [`Auto`] combines them, and is what most users call.

mod auto;
mod branch_and_bound;
pub mod closure;
mod dual;
mod exact_search;
mod floors;
mod greedy_density;
mod greedy_skip;
pub mod knapsack;
mod ledger;
mod program;
mod ranked_cut;
mod single;

pub use auto::Auto;
pub use branch_and_bound::BranchAndBound;
pub use closure::MaximumClosure;
pub use exact_search::ExactSearch;
pub use greedy_density::GreedyDensity;
pub use greedy_skip::GreedySkip;
pub use knapsack::Knapsack;
pub use ranked_cut::RankedCut;
