//! What is left of a program once some of it is settled.

use super::{Domains, Program};
use crate::engine::run::Stop;
use std::sync::Arc;

impl Program {
    /// The program of the blocks that are not settled, with their open options; what is settled is taken off the rows.
    pub(in crate::engine::algorithms) fn restrict(&self, domains: &Domains) -> Result<Self, Stop> {
        const GONE: u32 = u32::MAX;
        let mut rest = Self::empty(self.candidate_count, Arc::clone(&self.synergies));
        rest.settled.clone_from(&self.settled);
        rest.settled_value = self.settled_value;
        let mut places = vec![GONE; self.option_count()];
        let mut rights: Vec<i128> = self.rights.iter().map(|&right| i128::from(right)).collect();
        for block in 0..self.block_count() {
            let open = self.options(block).filter(|&option| domains.is_open(option));
            if domains.is_settled(block) {
                for option in open {
                    rest.settled.push((self.candidates[block], self.choices[option]));
                    rest.settled_value += i128::from(self.values[option]);
                    for &(row, factor) in self.column(option) {
                        rights[row as usize] -= i128::from(factor);
                    }
                }
            } else {
                for option in open {
                    places[option] = rest.option_count() as u32;
                    rest.push_option(self.choices[option], self.values[option]);
                }
                rest.push_block(self.candidates[block], domains.may_be_out(block));
            }
        }
        let mut entries = Vec::new();
        for (row, &right) in rights.iter().enumerate() {
            entries.clear();
            for segment in self.row_segments(row).map(|at| &self.segments[at]) {
                if domains.is_settled(segment.block as usize) {
                    continue;
                }
                let list = self.segment_entries(segment).iter();
                let kept = list.map(|entry| (places[entry.option as usize], entry.factor));
                entries.extend(
                    kept.filter(|&(place, _)| place != GONE)
                        .map(|(place, factor)| (place as usize, i128::from(factor))),
                );
            }
            rest.push_row(self.keys[row], right, &entries)?;
        }
        rest.finish()
    }
}
