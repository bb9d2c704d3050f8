//! Ready models of prioritization, with their traps closed.
//!
//! | model | formula | what is refused or noted |
//! | --- | --- | --- |
//! | [`wsjf`] | (value + time criticality + risk or opportunity) ÷ job size | job size 0; other lists; a column without a 1, points off the scale |
//! | [`cd3`] | cost of delay a month ÷ months | duration 0; two currencies |
//! | [`rice`] | reach × impact × confidence ÷ effort | effort 0; confidence above 1; reach of another span is brought to one |
//! | [`ice_product`], [`ice_mean`] | impact × confidence × ease; their mean | points outside 1 to 10 |
//! | [`value_per_effort`] | value ÷ effort | effort 0 |
//! | [`waterline`] | Σ weight × 10 × place between least and greatest | a constant column, worth 5 and flagged |
//! | [`demand_score`], [`project_score`] | mean of risk, size and value, turned for demands and not for projects | comparing the two; points outside 1 to 10; missing points are 5 and named |

mod delay;
mod demand;
mod product;
mod waterline;

pub use delay::{Delay, DelayRow, RelativeRow, RelativeScores, ScaleNote, WsjfItem, cd3, cost_of_order, wsjf};
pub use demand::{
    DemandPoints, DemandScore, DemandSize, Impact, ProjectScore, Return, demand_score, demand_value, project_score,
};
pub use product::{Reach, RiceItem, ice_mean, ice_product, percent, rice, value_per_effort};
pub use waterline::waterline;
