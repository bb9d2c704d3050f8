//! Every plan, one after the other.

use super::check_plan;
use crate::engine::problem::{Choice, Plan, SelectionProblem};

/// What trying every plan found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exhaustion {
    /// The best plan and its value, where there is a plan; of several, the first one tried.
    pub optimum: Option<(Plan, i128)>,
    /// Plans tried.
    pub plans: u64,
    /// Plans found feasible.
    pub feasible: u64,
}

/// Tries every plan of a problem, or `None` when there are more than `limit` of them. The yardstick for everything
/// else: it shares nothing with a search, and takes the product of the numbers of options.
///
/// ```
/// use portefeuille::engine::certify::brute_force;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for (value, cost) in [(6, 6), (5, 5), (4, 5)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
/// }
/// let problem = draft.build()?;
/// let all = brute_force(&problem, 1_000).expect("there are 8 plans");
/// assert_eq!(all.optimum.map(|(_, value)| value), Some(9));
/// assert_eq!(brute_force(&problem, 7), None);
/// # Ok::<(), portefeuille::engine::problem::ProblemErrors>(())
/// ```
pub fn brute_force(problem: &SelectionProblem, limit: u64) -> Option<Exhaustion> {
    let mut sizes = problem
        .candidates()
        .map(|candidate| problem.option_count(candidate) + u64::from(problem.may_stay_out(candidate)));
    let plans = sizes.try_fold(1_u64, u64::checked_mul).filter(|&plans| plans <= limit)?;
    let blocks: Vec<Vec<Option<Choice>>> = problem
        .candidates()
        .map(|candidate| {
            let out = problem.may_stay_out(candidate).then_some(None);
            out.into_iter().chain(problem.options(candidate).map(Some)).collect()
        })
        .collect();
    let mut found = Exhaustion { optimum: None, plans, feasible: 0 };
    for number in 0..plans {
        let mut rest = number;
        let mut choices = vec![None; blocks.len()];
        for (choice, block) in choices.iter_mut().zip(&blocks).rev() {
            *choice = block[(rest % block.len() as u64) as usize];
            rest /= block.len() as u64;
        }
        let plan = Plan::new(choices);
        let report = check_plan(problem, &plan);
        if !report.is_feasible() {
            continue;
        }
        found.feasible += 1;
        if found.optimum.as_ref().is_none_or(|&(_, best)| best < report.value()) {
            found.optimum = Some((plan, report.value()));
        }
    }
    Some(found)
}
