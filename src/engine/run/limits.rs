//! When a run stops.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering as Memory};
use std::time::Duration;

/// Asks a run to stop, from any thread. Clones ask for the same run.
#[derive(Debug, Clone, Default)]
pub struct CancelToken {
    cancelled: Arc<AtomicBool>,
}

impl CancelToken {
    /// A token nobody has used yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks to stop. The run ends at its next look, with the best so far.
    pub fn cancel(&self) {
        self.cancelled.store(true, Memory::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Memory::Relaxed)
    }
}

/// A ratio of two integers ≥ 0, exact.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    numerator: u128,
    denominator: u128,
}

impl Ratio {
    /// The ratio; `None` when the denominator is 0.
    pub fn new(numerator: u128, denominator: u128) -> Option<Self> {
        (denominator > 0).then_some(Self { numerator, denominator })
    }

    /// So many millionths.
    pub fn millionths(count: u32) -> Self {
        Self { numerator: u128::from(count), denominator: 1_000_000 }
    }

    /// The upper number.
    pub fn numerator(self) -> u128 {
        self.numerator
    }

    /// The lower number, at least 1.
    pub fn denominator(self) -> u128 {
        self.denominator
    }

    /// The ratio in millionths, rounded up; `u128::MAX` when there are more.
    pub fn in_millionths(self) -> u128 {
        let (whole, rest) = (self.numerator / self.denominator, self.numerator % self.denominator);
        let part = match rest.checked_mul(1_000_000) {
            Some(scaled) => scaled.div_ceil(self.denominator),
            // The denominator is beyond 2^108: shortened by 2^20, it can only round the ratio up.
            None => ((rest >> 20) + 1).saturating_mul(1_000_000).div_ceil(self.denominator >> 20),
        };
        whole.saturating_mul(1_000_000).saturating_add(part)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        // Whole parts first, then the rests turned upside down: continued fractions never overflow.
        let (mut a, mut b, mut c, mut d) = (self.numerator, self.denominator, other.numerator, other.denominator);
        loop {
            let by_whole = (a / b).cmp(&(c / d));
            if by_whole.is_ne() {
                return by_whole;
            }
            match (a % b, c % d) {
                (0, rest) => return 0.cmp(&rest),
                (_, 0) => return Ordering::Greater,
                (left, right) => (a, b, c, d) = (d, right, b, left),
            }
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// When a run stops, and what it starts from.
///
/// The default has a step limit and no time limit, so that two runs give the same answer on any machine.
///
/// ```
/// use portefeuille::engine::run::Limits;
/// use std::time::Duration;
///
/// let patient = Limits::default().steps(None).time(Duration::from_secs(60)).seed(7);
/// assert_eq!(patient.steps, None);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Most time from start to end, where there is a limit; default none. A run that ends by it is not repeatable.
    pub time: Option<Duration>,
    /// Most steps, where there is a limit; default 2 000 000. What a step is, each algorithm says.
    pub steps: Option<u64>,
    /// A value good enough to stop at.
    pub target: Option<i128>,
    /// A gap small enough to stop at.
    pub gap: Option<Ratio>,
    /// Seed of the draws; default 0.
    pub seed: u64,
    /// Threads an algorithm may use; default 1. More threads never change the answer, only the time.
    pub threads: usize,
    /// Asks the run to stop.
    pub cancel: CancelToken,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: None,
            steps: Some(2_000_000),
            target: None,
            gap: None,
            seed: 0,
            threads: 1,
            cancel: CancelToken::new(),
        }
    }
}

impl Limits {
    /// Sets or lifts the time limit.
    #[must_use]
    pub fn time(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.time = time.into();
        self
    }

    /// Sets or lifts the step limit.
    #[must_use]
    pub fn steps(mut self, steps: impl Into<Option<u64>>) -> Self {
        self.steps = steps.into();
        self
    }

    /// Sets or lifts the target value.
    #[must_use]
    pub fn target(mut self, target: impl Into<Option<i128>>) -> Self {
        self.target = target.into();
        self
    }

    /// Sets or lifts the gap to stop at.
    #[must_use]
    pub fn gap(mut self, gap: impl Into<Option<Ratio>>) -> Self {
        self.gap = gap.into();
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the number of threads.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Sets the token that stops the run.
    #[must_use]
    pub fn cancel(mut self, cancel: CancelToken) -> Self {
        self.cancel = cancel;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: u128, denominator: u128) -> Ratio {
        Ratio::new(numerator, denominator).expect("not over zero")
    }

    #[test]
    fn ratios_compare_exactly() {
        for a in 0..12_u128 {
            for b in 1..12_u128 {
                for c in 0..12_u128 {
                    for d in 1..12_u128 {
                        assert_eq!(ratio(a, b).cmp(&ratio(c, d)), (a * d).cmp(&(c * b)), "{a}/{b} {c}/{d}");
                    }
                }
            }
        }
        let (high, low) = (ratio(u128::MAX, u128::MAX - 1), ratio(u128::MAX - 1, u128::MAX - 2));
        assert_eq!(high.cmp(&low), Ordering::Less);
        assert_eq!(Ratio::new(1, 0), None);
    }

    #[test]
    fn millionths_round_up() {
        assert_eq!(ratio(1, 3).in_millionths(), 333_334);
        assert_eq!(ratio(7, 7).in_millionths(), 1_000_000);
        assert_eq!(ratio(0, 7).in_millionths(), 0);
        assert_eq!(ratio(u128::MAX / 2, u128::MAX).in_millionths(), 500_001);
        assert_eq!(ratio(u128::MAX, 1).in_millionths(), u128::MAX);
    }
}
