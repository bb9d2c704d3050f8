//! Problems whose candidates have one option at most.

use crate::engine::problem::{CandidateIx, Carry, Choice, Commitment, ModeIx, SelectionProblem};
use crate::engine::run::{Feature, Stop};

/// A candidate in or out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Single {
    /// The one way to be in.
    pub(super) option: Option<(Choice, ModeIx)>,
    value: i64,
}

impl Single {
    /// Reads each candidate; says what of the problem is more than that. Links are not looked at.
    pub(super) fn all(problem: &SelectionProblem) -> Result<Vec<Self>, Stop> {
        let feature = if problem.groups().len() > 0 {
            Feature::Groups
        } else if problem.quotas().len() > 0 {
            Feature::Quotas
        } else if problem.synergies().len() > 0 {
            Feature::Synergies
        } else if problem.row_floors().iter().any(Option::is_some) {
            Feature::Floors
        } else if problem.capacities().any(|ix| problem.carry(ix) != Carry::None && problem.rows(ix).len() > 1) {
            Feature::CarryOver
        } else if problem.candidates().any(|candidate| problem.option_count(candidate) > 1) {
            Feature::Modes
        } else {
            return Ok(problem.candidates().map(|candidate| Self::of(problem, candidate)).collect());
        };
        Err(Stop::Unsupported(feature))
    }

    fn of(problem: &SelectionProblem, candidate: CandidateIx) -> Self {
        let choice = problem.options(candidate).next();
        let option = choice.and_then(|choice| Some((choice, problem.mode(candidate, choice)?)));
        Self { option, value: option.map_or(0, |(choice, mode)| problem.value(mode, choice.start)) }
    }

    /// What it is worth to be in; 0 where it cannot.
    pub(super) fn value(&self) -> i64 {
        self.value
    }

    /// What it takes from a row.
    pub(super) fn weight(&self, problem: &SelectionProblem, row: usize) -> i128 {
        let Some((choice, mode)) = self.option else { return 0 };
        problem.uses(mode, choice.start).filter(|taken| taken.row == row).map(|taken| taken.amount).sum()
    }
}

/// The rows that not every set of candidates keeps.
fn binding(problem: &SelectionProblem, single: &[Single]) -> Vec<usize> {
    let mut most = vec![0_i128; problem.row_count()];
    let mut own: Vec<(usize, i128)> = Vec::new();
    for (candidate, single) in problem.candidates().zip(single) {
        let Some((choice, mode)) = single.option else { continue };
        own.clear();
        own.extend(problem.uses(mode, choice.start).map(|taken| (taken.row, taken.amount)));
        own.sort_unstable();
        let free = problem.commitment(candidate) == Commitment::Free;
        for taken in own.chunk_by(|one, other| one.0 == other.0) {
            let amount: i128 = taken.iter().map(|&(_, amount)| amount).sum();
            most[taken[0].0] += if free { amount.max(0) } else { amount };
        }
    }
    let limits = problem.row_limits().iter().map(|&limit| i128::from(limit));
    (0..most.len()).zip(limits).filter(|&(row, limit)| most[row] > limit).map(|(row, _)| row).collect()
}

/// The first row that not every set of candidates keeps.
pub(super) fn first_binding(problem: &SelectionProblem, single: &[Single]) -> Option<usize> {
    binding(problem, single).first().copied()
}

/// The one row that not every set of candidates keeps, if there is any; a stop where there are more.
pub(super) fn only_binding(problem: &SelectionProblem, single: &[Single]) -> Result<Option<usize>, Stop> {
    match binding(problem, single)[..] {
        [] => Ok(None),
        [row] => Ok(Some(row)),
        _ => Err(Stop::Unsupported(Feature::Rows)),
    }
}
