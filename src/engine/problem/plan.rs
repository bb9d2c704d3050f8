//! Choices, and plans made of them.

use super::CandidateIx;
use std::fmt;

/// What a selected candidate does: in which of its own modes, starting in which period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Choice {
    /// Position among the candidate's own modes, from 0.
    pub mode: u32,
    /// Period of the start; below 0 only for running work, which is committed.
    pub start: i32,
}

impl Choice {
    /// The choice of a mode, by its position among the candidate's own, and of a start.
    pub fn new(mode: u32, start: i32) -> Self {
        Self { mode, start }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mode {} from period {}", self.mode, self.start)
    }
}

/// One choice or none for each candidate of a problem.
///
/// A plan is a claim about nothing: [`check_plan`](crate::engine::certify::check_plan) says whether it is feasible and
/// what it is worth. Plans are ordered by their choices, candidate by candidate, none before any.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plan {
    choices: Vec<Option<Choice>>,
}

impl Plan {
    /// The plan for this many candidates that selects none of them.
    pub fn empty(candidates: usize) -> Self {
        Self { choices: vec![None; candidates] }
    }

    /// The plan with these choices, one per candidate in the problem's order.
    pub fn new(choices: Vec<Option<Choice>>) -> Self {
        Self { choices }
    }

    /// How many candidates it speaks of, selected or not.
    pub fn len(&self) -> usize {
        self.choices.len()
    }

    /// Whether it speaks of no candidate at all.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The choice of a candidate; `None` when it is out, or when the plan does not speak of it.
    pub fn choice(&self, candidate: CandidateIx) -> Option<Choice> {
        self.choices.get(candidate.index()).copied().flatten()
    }

    /// Replaces the choice of a candidate.
    ///
    /// # Panics
    ///
    /// As a slice does, when the plan has no such candidate.
    pub fn set(&mut self, candidate: CandidateIx, choice: Option<Choice>) {
        self.choices[candidate.index()] = choice;
    }

    /// The choices, one per candidate.
    pub fn choices(&self) -> &[Option<Choice>] {
        &self.choices
    }

    /// The selected candidates with their choices, in the problem's order.
    pub fn selected(&self) -> impl Iterator<Item = (CandidateIx, Choice)> + '_ {
        self.choices.iter().enumerate().filter_map(|(i, choice)| choice.map(|choice| (CandidateIx::new(i), choice)))
    }
}
