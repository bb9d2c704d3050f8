//! Multipliers of rows: found in floating point, made integers, evaluated exactly.
//!
//! [`Simplex`] solves the Lagrangian dual, which is the linear relaxation's; [`Ascent`] comes near it where the problem is
//! large. Both may be as wrong as floating point lets them: what they find is only ever used through [`Bounder`], which
//! rounds it to integers and computes the bound exactly.

mod ascent;
mod bounder;
mod simplex;

pub(super) use ascent::Ascent;
pub(super) use bounder::{Bounder, Multipliers};
pub(super) use simplex::{Basis, Relaxed, Simplex};

#[cfg(test)]
mod tests;
