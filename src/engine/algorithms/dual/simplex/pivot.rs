//! One step of the dual simplex method: what enters, and the exchange.

use super::{FEASIBLE, Leaving, NONE, PIVOT, Relaxed, Simplex, add_scaled, dot};
use crate::engine::algorithms::program::Program;

impl Simplex {
    /// One dual step. Gives the end of the solve where there is no step.
    pub(super) fn pivot(&mut self, program: &Program, leaving: Leaving) -> Option<Relaxed> {
        let count = self.basis.rows.len();
        // How what is broken falls as slacks of tight rows and options outside the basis rise.
        let mut slacks = vec![0.0; count];
        match leaving {
            Leaving::Row(row, _) => self.slacks_of(program, row, &mut slacks),
            Leaving::Option { place, above, .. } => {
                let sign = if above { 1.0 } else { -1.0 };
                add_scaled(&mut slacks, &self.basis.inverse[place], sign);
            }
        }
        self.collect_line(program, leaving, &slacks);
        let mut over = match leaving {
            Leaving::Row(_, over) | Leaving::Option { over, .. } => over,
        };
        self.candidates.clear();
        for &option in &self.touched {
            let at = option as usize;
            let slope = self.line[at];
            if self.option_place[at] != NONE || self.upper[at] - self.lower[at] < 0.5 || slope.abs() < PIVOT {
                continue;
            }
            let reduced = self.basis.reduced[at];
            let helps = if reduced > 0.0 { slope < 0.0 } else { slope > 0.0 };
            if helps {
                self.candidates.push((reduced.abs() / slope.abs(), slope.abs(), option));
            }
        }
        for (place, &slope) in slacks.iter().enumerate() {
            if slope > PIVOT {
                let slack = self.line.len() as u32 + place as u32;
                self.candidates.push((self.basis.duals[place].max(0.0) / slope, slope, slack));
            }
        }
        self.candidates.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let mut entering = None;
        for &(ratio, slope, which) in &self.candidates {
            entering = Some((ratio, which));
            if which as usize >= self.line.len() {
                break;
            }
            // The option goes to its other bound, which takes so much of what is broken.
            over -= slope * (self.upper[which as usize] - self.lower[which as usize]);
            if over <= FEASIBLE {
                break;
            }
            entering = None;
        }
        let Some((step, which)) = entering else {
            return Some(Relaxed::Void(self.ray(leaving, &slacks)));
        };
        self.update_duals(leaving, &slacks, step);
        self.exchange(program, leaving, &slacks, which, step)
    }

    /// The line of the tableau over options outside the basis, into `line` and `touched`.
    fn collect_line(&mut self, program: &Program, leaving: Leaving, slacks: &[f64]) {
        for &option in &self.touched {
            self.line[option as usize] = 0.0;
            self.is_touched[option as usize] = false;
        }
        self.touched.clear();
        let mut line = std::mem::take(&mut self.line);
        let mut touched = std::mem::take(&mut self.touched);
        let mut is_touched = std::mem::take(&mut self.is_touched);
        let mut visit = |option: usize, amount: f64| {
            if !std::mem::replace(&mut is_touched[option], true) {
                touched.push(option as u32);
            }
            line[option] += amount;
        };
        for (&row, &slope) in self.basis.rows.iter().zip(slacks) {
            if slope.abs() > 1e-12 {
                self.for_row(program, row as usize, |option, factor| visit(option, slope * factor));
            }
        }
        if let Leaving::Row(row, _) = leaving {
            self.for_row(program, row, |option, factor| visit(option, -factor));
        }
        (self.line, self.touched, self.is_touched) = (line, touched, is_touched);
    }

    fn update_duals(&mut self, leaving: Leaving, slacks: &[f64], step: f64) {
        for (dual, slope) in self.basis.duals.iter_mut().zip(slacks) {
            *dual -= step * slope;
        }
        for &option in &self.touched {
            let at = option as usize;
            if self.option_place[at] == NONE {
                self.basis.reduced[at] += step * self.line[at];
            }
        }
        if let Leaving::Option { place, above, .. } = leaving {
            let rest = step.max(1e-12);
            self.basis.reduced[self.basis.options[place] as usize] = if above { rest } else { -rest };
        }
    }

    /// The rows whose combination no solution satisfies.
    fn ray(&self, leaving: Leaving, slacks: &[f64]) -> Vec<(usize, f64)> {
        let own = match leaving {
            Leaving::Row(row, _) => Some((row, 1.0)),
            Leaving::Option { .. } => None,
        };
        let tight = self.basis.rows.iter().zip(slacks).map(|(&row, &slope)| (row as usize, -slope));
        tight
            .chain(own)
            .filter(|&(row, multiplier)| row < self.rights.len() && multiplier > 1e-12)
            .map(|(row, multiplier)| (row, multiplier * self.row_scale[row]))
            .collect()
    }

    /// Changes the basis. Gives the end of the solve where the pivot is too small to trust.
    fn exchange(
        &mut self,
        program: &Program,
        leaving: Leaving,
        slacks: &[f64],
        which: u32,
        step: f64,
    ) -> Option<Relaxed> {
        self.since_renewal += 1;
        let options = self.line.len();
        let mut column = std::mem::take(&mut self.column);
        if (which as usize) < options {
            self.column_of(program, which as usize, &mut column);
        }
        let moved: Vec<f64> = if (which as usize) < options {
            self.basis.inverse.iter().map(|line| dot(line, &column)).collect()
        } else {
            Vec::new()
        };
        self.column = column;
        match (leaving, (which as usize).checked_sub(options)) {
            (Leaving::Row(row, _), None) => {
                let entering = which as usize;
                let pivot = -self.line[entering];
                for (line, &through) in self.basis.inverse.iter_mut().zip(&moved) {
                    if through != 0.0 {
                        add_scaled(line, slacks, through / pivot);
                    }
                    line.push(-through / pivot);
                }
                let mut last: Vec<f64> = slacks.iter().map(|slope| -slope / pivot).collect();
                last.push(1.0 / pivot);
                self.basis.inverse.push(last);
                self.row_place[row] = self.basis.rows.len() as u32;
                self.basis.rows.push(row as u32);
                self.basis.duals.push(step);
                self.enter(self.basis.options.len(), entering);
            }
            (Leaving::Row(row, _), Some(place)) => {
                let pivot = slacks[place];
                for line in &mut self.basis.inverse {
                    let kept = line[place] / pivot;
                    if kept != 0.0 {
                        add_scaled(line, slacks, -kept);
                    }
                    line[place] = kept;
                }
                self.row_place[self.basis.rows[place] as usize] = NONE;
                self.row_place[row] = place as u32;
                self.basis.rows[place] = row as u32;
                self.basis.duals[place] = step;
            }
            (Leaving::Option { place, .. }, None) => {
                let pivot = moved[place];
                if pivot.abs() < PIVOT {
                    self.reset();
                    return None;
                }
                let mut own = std::mem::take(&mut self.basis.inverse[place]);
                for entry in &mut own {
                    *entry /= pivot;
                }
                for (line, &through) in self.basis.inverse.iter_mut().zip(&moved) {
                    if through != 0.0 && !line.is_empty() {
                        add_scaled(line, &own, -through);
                    }
                }
                self.basis.inverse[place] = own;
                self.option_place[self.basis.options[place] as usize] = NONE;
                self.enter(place, which as usize);
            }
            (Leaving::Option { place, .. }, Some(row_place)) => {
                let own = self.basis.inverse.swap_remove(place);
                let pivot = own[row_place];
                for line in &mut self.basis.inverse {
                    let through = line[row_place] / pivot;
                    if through != 0.0 {
                        add_scaled(line, &own, -through);
                    }
                    line.swap_remove(row_place);
                }
                let option = self.basis.options.swap_remove(place);
                self.option_place[option as usize] = NONE;
                if let Some(&moved) = self.basis.options.get(place) {
                    self.option_place[moved as usize] = place as u32;
                }
                let row = self.basis.rows.swap_remove(row_place);
                self.basis.duals.swap_remove(row_place);
                self.row_place[row as usize] = NONE;
                if let Some(&moved) = self.basis.rows.get(row_place) {
                    self.row_place[moved as usize] = row_place as u32;
                }
            }
        }
        None
    }

    fn enter(&mut self, place: usize, option: usize) {
        self.option_place[option] = place as u32;
        self.basis.reduced[option] = 0.0;
        if place < self.basis.options.len() {
            self.basis.options[place] = option as u32;
        } else {
            self.basis.options.push(option as u32);
        }
    }

    /// Computes inverse, duals and reduced costs anew. `false` when the basis is singular.
    pub(super) fn renew(&mut self, program: &Program) -> bool {
        self.since_renewal = 0;
        let count = self.basis.rows.len();
        // Lines are tight rows, columns basic options, and the unit matrix beside them.
        let mut matrix = vec![vec![0.0; 2 * count]; count];
        let mut column = Vec::new();
        for place in 0..count {
            self.column_of(program, self.basis.options[place] as usize, &mut column);
            for (line, &factor) in matrix.iter_mut().zip(&column) {
                line[place] = factor;
            }
            matrix[place][count + place] = 1.0;
        }
        for pivot in 0..count {
            let best = (pivot..count)
                .max_by(|&a, &b| matrix[a][pivot].abs().total_cmp(&matrix[b][pivot].abs()))
                .unwrap_or(pivot);
            if matrix[best][pivot].abs() < 1e-9 {
                return false;
            }
            matrix.swap(pivot, best);
            let mut own = std::mem::take(&mut matrix[pivot]);
            let factor = 1.0 / own[pivot];
            for entry in &mut own[pivot..] {
                *entry *= factor;
            }
            for line in matrix.iter_mut().filter(|line| !line.is_empty() && line[pivot] != 0.0) {
                let factor = -line[pivot];
                add_scaled(&mut line[pivot..], &own[pivot..], factor);
            }
            matrix[pivot] = own;
        }
        self.basis.inverse = matrix.into_iter().map(|line| line[count..].to_vec()).collect();
        let mut duals = vec![0.0; count];
        for (line, &option) in self.basis.inverse.iter().zip(&self.basis.options) {
            add_scaled(&mut duals, line, self.costs[option as usize]);
        }
        if duals.iter().any(|&dual| dual < -1e-6) {
            return false;
        }
        for dual in &mut duals {
            *dual = dual.max(0.0);
        }
        let mut reduced = self.costs.clone();
        for (&row, &dual) in self.basis.rows.iter().zip(&duals) {
            if dual != 0.0 {
                self.for_row(program, row as usize, |option, factor| reduced[option] -= dual * factor);
            }
        }
        for &option in &self.basis.options {
            reduced[option as usize] = 0.0;
        }
        (self.basis.duals, self.basis.reduced) = (duals, reduced);
        true
    }
}
