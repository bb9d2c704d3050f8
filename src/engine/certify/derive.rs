//! Rows that follow from others: what makes a bound better than a linear relaxation's, still checked in one pass.

use super::RowKey;
use super::combine::{Combination, Elements};
use super::price::{add, exact};
use super::proof::ProofFault;
use crate::engine::problem::{CandidateIx, Choice};

/// A set of what one candidate may do; one that a plan does makes the literal true.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Does {
    /// It is out.
    Out,
    /// It is in, by any of its options.
    In,
    /// One of these options, each once.
    OneOf(Vec<Choice>),
}

/// One candidate, and a set of what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Literal {
    /// The candidate.
    pub candidate: CandidateIx,
    /// What makes it true.
    pub does: Does,
}

/// A row that follows from a combination `G(x) ≤ β` of rows of the problem, of the cutoff and of earlier derived rows, with
/// a multiplier of at least 1 each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Derived {
    /// At most so many of the literals are true, because one more would take G above β: covers, cardinality rows, and
    /// options that cannot be.
    AtMost {
        /// The combination, strictly increasing in the row.
        rows: Vec<(RowKey, i64)>,
        /// Literals of distinct candidates.
        literals: Vec<Literal>,
        /// How many are true at most; fewer than there are literals.
        most: u32,
    },
    /// Every part of G, divided and rounded down, adds up to at most β divided and rounded down (Chvátal–Gomory).
    Round {
        /// The combination, strictly increasing in the row.
        rows: Vec<(RowKey, i64)>,
        /// The divisor, at least 1.
        divisor: i64,
    },
}

impl Derived {
    /// The combination it follows from.
    pub fn rows(&self) -> &[(RowKey, i64)] {
        match self {
            Self::AtMost { rows, .. } | Self::Round { rows, .. } => rows,
        }
    }

    /// The row, one integer for each element of each block, where it does follow.
    pub(super) fn follow(
        &self,
        at: usize,
        elements: &Elements<'_>,
        from: Combination,
    ) -> Result<Combination, ProofFault> {
        match self {
            Self::AtMost { literals, most, .. } => at_most(at, elements, &from, literals, *most),
            Self::Round { divisor, .. } => {
                if *divisor < 1 {
                    return Err(ProofFault::Divisor { at, divisor: *divisor });
                }
                let divisor = i128::from(*divisor);
                let Combination { right, mut parts } = from;
                for part in &mut parts {
                    *part = part.div_euclid(divisor);
                }
                Ok(Combination { right: right.div_euclid(divisor), parts })
            }
        }
    }
}

/// With `δ` of a literal the least that its truth adds to G: where the sum of the `most + 1` least of them takes the least G
/// above β, no plan makes so many true.
fn at_most(
    at: usize,
    elements: &Elements<'_>,
    from: &Combination,
    literals: &[Literal],
    most: u32,
) -> Result<Combination, ProofFault> {
    if most as usize >= literals.len() {
        return Err(ProofFault::Most { at, most, literals: literals.len() });
    }
    let mut row = Combination { right: i128::from(most), parts: vec![0; elements.len()] };
    let mut rises = Vec::with_capacity(literals.len());
    let mut seen: Vec<CandidateIx> = literals.iter().map(|literal| literal.candidate).collect();
    seen.sort_unstable();
    if let Some(pair) = seen.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(ProofFault::Literal { at, candidate: pair[0] });
    }
    for literal in literals {
        let fault = || ProofFault::Literal { at, candidate: literal.candidate };
        let meant = elements.meant(literal).ok_or_else(fault)?;
        let block = elements.of_candidate(literal.candidate).ok_or_else(fault)?;
        let least = |list: &mut dyn Iterator<Item = usize>| list.map(|element| from.parts[element]).min();
        let (own, all) = (least(&mut meant.iter().copied()), least(&mut block.clone()));
        let (Some(own), Some(all)) = (own, all) else { return Err(fault()) };
        rises.push(exact(own.checked_sub(all))?);
        for element in meant {
            row.parts[element] = 1;
        }
    }
    rises.sort_unstable();
    let mut least = from.least(elements)?;
    for rise in rises.iter().take(most as usize + 1) {
        add(&mut least, *rise)?;
    }
    if least <= from.right { Err(ProofFault::DoesNotFollow { at, least, right: from.right }) } else { Ok(row) }
}
