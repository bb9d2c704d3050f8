//! The means: which envelope sections and pools limit a scope, and to how much.

use super::{Compiler, Means, Taken, bucket_label};
use crate::capacity::availability;
use crate::decision::conflict::Constraint;
use crate::decision::scale::{from_ticks, to_ticks};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::problem::{CapacitySpec, Carry};
use crate::model::{CarryOver, EnvelopeIx, Model, PoolIx, Section};
use crate::time::FiscalYear;
use rust_decimal::Decimal;

/// The capacity of each envelope section and pool, by index.
#[derive(Default)]
pub(super) struct MeansIndex {
    envelopes: Vec<[Option<usize>; 2]>,
    pools: Vec<Option<usize>>,
}

impl MeansIndex {
    fn new(model: &Model) -> Self {
        Self {
            envelopes: vec![[None; 2]; model.records().envelopes.len()],
            pools: vec![None; model.records().pools.len()],
        }
    }

    pub(super) fn at(&mut self, means: Means) -> &mut Option<usize> {
        match means {
            Means::Envelope { envelope, section } => &mut self.envelopes[envelope.index()][section as usize],
            Means::Pool { pool } => &mut self.pools[pool.index()],
        }
    }

    /// Numbers what was seen, in the order of [`Means`], and lists it.
    fn number(&mut self) -> Vec<Means> {
        let sections = [Section::Investment, Section::Operating];
        let envelopes = (0..self.envelopes.len()).map(EnvelopeIx::new);
        let envelopes = envelopes.flat_map(|envelope| sections.map(|section| Means::Envelope { envelope, section }));
        let pools = (0..self.pools.len()).map(|pool| Means::Pool { pool: PoolIx::new(pool) });
        let mut list = Vec::new();
        for means in envelopes.chain(pools).collect::<Vec<_>>() {
            if let Some(capacity) = self.at(means) {
                *capacity = list.len();
                list.push(means);
            }
        }
        list
    }
}

impl Compiler<'_> {
    /// Every envelope section and pool that the scope lists or its projects use, in a fixed order.
    pub(super) fn list_means(&mut self) {
        let model = self.scope.model();
        let mut seen = MeansIndex::new(model);
        for envelope in self.scope.envelopes() {
            for line in &envelope.record().amounts {
                *seen.at(Means::Envelope { envelope: envelope.ix(), section: line.section }) = Some(0);
            }
        }
        for pool in self.scope.pools() {
            *seen.at(Means::Pool { pool: pool.ix() }) = Some(0);
        }
        for variant in self.scope.projects().flat_map(|project| &project.record().variants) {
            for line in &variant.costs {
                if let Some(envelope) = model.envelope(line.envelope.as_str()) {
                    *seen.at(Means::Envelope { envelope: envelope.ix(), section: line.section }) = Some(0);
                }
            }
            for line in &variant.run_costs {
                if let Some(envelope) = line.envelope.as_ref().and_then(|id| model.envelope(id.as_str())) {
                    *seen.at(Means::Envelope { envelope: envelope.ix(), section: line.section }) = Some(0);
                }
            }
            for line in &variant.workload {
                if let Some(pool) = model.pool(line.pool.as_str()) {
                    *seen.at(Means::Pool { pool: pool.ix() }) = Some(0);
                }
            }
        }
        self.means = seen.number();
        self.capacity_of = seen;
        self.committed = vec![Taken::new(); self.means.len()];
        self.outside = self.committed.clone();
        let calendar = self.scope.fiscal_calendar();
        let first_year = calendar.year_of(self.grid.period(0).start());
        for means in &self.means {
            let (first, buckets) = match means {
                Means::Envelope { envelope, .. } if model.records().envelopes[envelope.index()].amounts.is_empty() => {
                    (Some(first_year), vec![None; self.grid.len()])
                }
                Means::Envelope { .. } => {
                    let year = |t: usize| calendar.year_of(self.grid.period(t as i64).start()).year();
                    (
                        Some(first_year),
                        (0..self.grid.len()).map(|t| Some((year(t) - first_year.year()) as u32)).collect(),
                    )
                }
                Means::Pool { pool } => {
                    let spans = &model.records().pools[pool.index()].capacity;
                    let known = |t: usize| {
                        spans.iter().any(|span| span.period.intersection(self.grid.period(t as i64)).is_some())
                    };
                    (None, (0..self.grid.len()).map(|t| known(t).then_some(t as u32)).collect())
                }
            };
            self.first_years.push(first);
            self.buckets.push(buckets);
        }
    }

    pub(super) fn draft_capacities(&mut self) {
        for position in 0..self.means.len() {
            let means = self.means[position];
            let count = self.buckets[position].iter().flatten().max().map_or(0, |last| *last as usize + 1);
            let declared = match means {
                Means::Envelope { envelope, section } => self.year_limits(position, envelope, section, count),
                Means::Pool { pool } => self.pool_limits(pool, count),
            };
            let mut limits = declared.clone();
            for (bucket, limit) in (0_u32..).zip(&mut limits) {
                let taken = |list: &[Taken]| list[position].get(&bucket).copied().unwrap_or(0);
                let (committed, outside) = (taken(&self.committed), taken(&self.outside));
                let left = i128::from(*limit) - outside;
                if committed > left && committed + outside > 0 {
                    self.note_excess(position, bucket, committed + outside, *limit);
                }
                *limit = i64::try_from(left.max(committed)).unwrap_or(i64::MAX / 4);
                if !self.keeps(Constraint::Means { capacity: position as u32, bucket }) {
                    *limit = i64::MAX / 4;
                }
            }
            let mut spec = CapacitySpec::new(self.buckets[position].clone(), limits);
            if let Means::Envelope { envelope, .. } = means {
                match &self.scope.model().records().envelopes[envelope.index()].carry_over {
                    CarryOver::None => {}
                    CarryOver::Whole => spec = spec.carry(Carry::Whole),
                    CarryOver::AtMost(most) => {
                        if let Some(ticks) = to_ticks(most.amount(), self.scale.money) {
                            spec = spec.carry(Carry::AtMost(ticks));
                        } else {
                            let message = format!("carrying over at most {most} leaves the integer scale");
                            let pointer = format!("/envelopes/{}/carry_over", envelope.index());
                            self.fault(Code::ScaleOverflow, pointer, message);
                        }
                    }
                }
            }
            self.draft.capacity(spec);
            self.declared.push(declared);
        }
    }

    /// Work that has begun takes more than there is: no choice can mend it, and new work gets nothing there.
    fn note_excess(&mut self, position: usize, bucket: u32, used: i128, limit: i64) {
        let records = self.scope.model().records();
        let (name, pointer, decimals) = match self.means[position] {
            Means::Envelope { envelope, .. } => (
                &records.envelopes[envelope.index()].name,
                format!("/envelopes/{}", envelope.index()),
                self.scale.money,
            ),
            Means::Pool { pool } => {
                (&records.pools[pool.index()].name, format!("/pools/{}", pool.index()), self.scale.workload)
            }
        };
        let label = bucket_label(self.first_years[position], self.grid, bucket);
        let amount = |ticks: i128| from_ticks(ticks, decimals).unwrap_or(Decimal::MAX);
        let (used, limit) = (amount(used), amount(limit.into()));
        let message = format!("committed work takes {used} of {name} in {label}, where there is {limit}");
        self.notes.push(Diagnostic::new(Code::CommittedExceedsMeans, message).at(Location::pointer(pointer)));
    }

    fn year_limits(&mut self, position: usize, envelope: EnvelopeIx, section: Section, count: usize) -> Vec<i64> {
        let first = self.first_years[position].map_or(0, FiscalYear::year);
        let record = &self.scope.model().records().envelopes[envelope.index()];
        let mut limits = vec![0; count];
        for (k, line) in record.amounts.iter().enumerate() {
            let Ok(bucket) = usize::try_from(line.year.year() - first) else { continue };
            if line.section != section || bucket >= count {
                continue;
            }
            if let Some(ticks) = to_ticks(line.amount.amount(), self.scale.money) {
                limits[bucket] = ticks;
            } else {
                let message = format!("{} of envelope `{}` leaves the integer scale", line.amount, record.id);
                let pointer = format!("/envelopes/{}/amounts/{k}/amount", envelope.index());
                self.fault(Code::ScaleOverflow, pointer, message);
            }
        }
        limits
    }

    /// What a pool has available by period, in hundredths of a day.
    fn pool_limits(&self, pool: PoolIx, count: usize) -> Vec<i64> {
        let cells = availability(&self.scope.model().records().pools[pool.index()], self.grid);
        cells.iter().take(count).map(|cell| cell.available.hundredths()).collect()
    }
}
