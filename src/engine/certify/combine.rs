//! Combinations of rows, one integer for each thing a candidate may do.

use super::RowKey;
use super::certificate::CertificateFault;
use super::derive::{Does, Literal};
use super::price::{Prices, add, exact, gcd, times};
use crate::engine::problem::{CandidateIx, Choice, SelectionProblem};
use std::ops::Range;

/// Everything that can be chosen, block by block: a candidate's being out where it may be, then its options; after the
/// candidates, for each synergy that it is not gained and that it is.
#[derive(Debug)]
pub(super) struct Elements<'a> {
    pub(super) problem: &'a SelectionProblem,
    begins: Vec<usize>,
    choices: Vec<Option<Choice>>,
    pub(super) values: Vec<i64>,
}

impl<'a> Elements<'a> {
    pub(super) fn of(problem: &'a SelectionProblem) -> Self {
        let mut elements = Self { problem, begins: vec![0], choices: Vec::new(), values: Vec::new() };
        for candidate in problem.candidates() {
            if problem.may_stay_out(candidate) {
                elements.choices.push(None);
                elements.values.push(0);
            }
            for choice in problem.options(candidate) {
                if let Some(mode) = problem.mode(candidate, choice) {
                    elements.choices.push(Some(choice));
                    elements.values.push(problem.value(mode, choice.start));
                }
            }
            elements.begins.push(elements.values.len());
        }
        for synergy in problem.synergies() {
            elements.choices.extend([None, Some(Choice::new(0, 0))]);
            elements.values.extend([0, problem.synergy(synergy).value]);
            elements.begins.push(elements.values.len());
        }
        elements
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn blocks(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.begins.windows(2).map(|pair| pair[0]..pair[1])
    }

    pub(super) fn block(&self, block: usize) -> Range<usize> {
        self.begins[block]..self.begins[block + 1]
    }

    /// The block of a candidate the problem has.
    pub(super) fn of_candidate(&self, candidate: CandidateIx) -> Option<Range<usize>> {
        (candidate.index() < self.problem.candidate_count()).then(|| self.block(candidate.index()))
    }

    /// The elements that make a literal true; `None` where it names nobody, or something the candidate cannot do, or
    /// something twice, or nothing.
    pub(super) fn meant(&self, literal: &Literal) -> Option<Vec<usize>> {
        let block = self.of_candidate(literal.candidate)?;
        let mut meant: Vec<usize> = match &literal.does {
            Does::Out => block.filter(|&element| self.choices[element].is_none()).collect(),
            Does::In => block.filter(|&element| self.choices[element].is_some()).collect(),
            Does::OneOf(choices) => {
                let find = |choice: &Choice| block.clone().find(|&element| self.choices[element] == Some(*choice));
                choices.iter().map(find).collect::<Option<_>>()?
            }
        };
        meant.sort_unstable();
        let is_set = !meant.is_empty() && meant.windows(2).all(|pair| pair[0] < pair[1]);
        is_set.then_some(meant)
    }

    /// What the values of all plans are congruent to, and modulo what: the first element of each block, and the greatest
    /// common divisor of the differences within blocks. Blocks without an element count nothing.
    pub(super) fn lattice(&self) -> (i128, u64) {
        let (mut base, mut step) = (0, 0);
        for block in self.blocks().filter(|block| !block.is_empty()) {
            let first = self.values[block.start];
            base += i128::from(first);
            for element in block {
                step = gcd(step, self.values[element].abs_diff(first));
            }
        }
        (base, step)
    }
}

/// A combination `G(x) ≤ β` of rows: one integer for each element, and the right side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Combination {
    pub(super) right: i128,
    pub(super) parts: Vec<i128>,
}

impl Combination {
    /// Combines rows, whose multipliers are positive and in strict order of the keys, with the derived rows there are so
    /// far.
    pub(super) fn of(
        elements: &Elements<'_>,
        multipliers: &[(RowKey, i64)],
        cutoff: Option<i128>,
        derived: &[Self],
    ) -> Result<Self, CertificateFault> {
        let of_problem = |key: &RowKey| !matches!(key, RowKey::Cutoff | RowKey::Derived { .. });
        let split = multipliers.partition_point(|(key, _)| of_problem(key));
        let (own, further) = multipliers.split_at(split);
        let problem = elements.problem;
        let prices = Prices::new(problem, 0, own)?;
        let mut sum = Self { right: prices.right_side(), parts: Vec::with_capacity(elements.len()) };
        for candidate in problem.candidates() {
            if problem.may_stay_out(candidate) {
                sum.parts.push(0);
            }
            prices.costs(candidate, &mut sum.parts)?;
        }
        for synergy in problem.synergies() {
            sum.parts.push(0);
            sum.parts.push(prices.synergy_cost(synergy)?);
        }
        for &(key, multiplier) in further {
            let n = i128::from(multiplier);
            match key {
                RowKey::Cutoff => {
                    let cutoff = cutoff.ok_or(CertificateFault::UnknownRow { key })?;
                    add(&mut sum.right, times(-n, exact(cutoff.checked_add(1))?)?)?;
                    for (part, &value) in sum.parts.iter_mut().zip(&elements.values) {
                        add(part, times(-n, i128::from(value))?)?;
                    }
                }
                RowKey::Derived { at } => {
                    let row = derived.get(at as usize).ok_or(CertificateFault::UnknownRow { key })?;
                    add(&mut sum.right, times(n, row.right)?)?;
                    for (part, &own) in sum.parts.iter_mut().zip(&row.parts) {
                        add(part, times(n, own)?)?;
                    }
                }
                _ => return Err(CertificateFault::UnknownRow { key }),
            }
        }
        Ok(sum)
    }

    /// The least that G can be, each block by itself. Blocks without an element count nothing.
    pub(super) fn least(&self, elements: &Elements<'_>) -> Result<i128, CertificateFault> {
        let mut least = 0;
        for block in elements.blocks() {
            add(&mut least, self.parts[block].iter().copied().min().unwrap_or(0))?;
        }
        Ok(least)
    }
}
