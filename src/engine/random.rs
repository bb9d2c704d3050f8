//! A small seeded generator, so that a seed means the same draws on every machine and in every version of a dependency.

/// Pseudo-random draws: the generator xoshiro256\*\*, its state filled from the seed by `SplitMix64`.
///
/// Not for secrets. Draws depend on the seed and the calls made, on nothing else.
///
/// References: D. Blackman, S. Vigna, *Scrambled linear pseudorandom number generators*, ACM TOMS 47(4), 2021;
/// G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014; D. Lemire, *Fast random
/// integer generation in an interval*, ACM TOMACS 29(1), 2019.
///
/// ```
/// use portefeuille::engine::random::Random;
///
/// let mut one = Random::new(7);
/// let mut other = Random::new(7);
/// assert_eq!(one.below(1000), other.below(1000));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// A generator of this seed; every seed is fine, 0 too.
    pub fn new(seed: u64) -> Self {
        let mut x = seed;
        let mut next = || {
            x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = x;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        Self { state: [next(), next(), next(), next()] }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= t;
        *d = d.rotate_left(45);
        result
    }

    /// A number in `0..bound`, each equally likely; 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let reject_under = bound.wrapping_neg() % bound;
        loop {
            let wide = u128::from(self.bits()) * u128::from(bound);
            if wide as u64 >= reject_under {
                return (wide >> 64) as u64;
            }
        }
    }

    /// A number in `low..=high`, each equally likely; `low` when the range is empty.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        let span = high.wrapping_sub(low) as u64;
        let drawn = if span == u64::MAX { self.bits() } else { self.below(span + 1) };
        low.wrapping_add(drawn as i64)
    }

    /// Puts a slice into a random order, each order equally likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_is_filled_by_splitmix() {
        // First outputs of SplitMix64 from the seed 1234567, as its authors publish them.
        let random = Random::new(1_234_567);
        assert_eq!(random.state[0], 6_457_827_717_110_365_317);
        assert_eq!(random.state[1], 3_203_168_211_198_807_973);
    }

    #[test]
    fn scrambler_follows_the_paper() {
        // From the state (1, 2, 3, 4): first outputs of xoshiro256**.
        let mut random = Random { state: [1, 2, 3, 4] };
        let drawn: Vec<_> = (0..4).map(|_| random.bits()).collect();
        assert_eq!(drawn, [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
    }

    #[test]
    fn draws_stay_in_range_and_reach_its_ends() {
        let mut random = Random::new(3);
        let mut seen = [0_u32; 7];
        for _ in 0..7_000 {
            seen[random.below(7) as usize] += 1;
        }
        assert!(seen.iter().all(|&count| (800..1_200).contains(&count)), "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.range(5, 4), 5);
        let ends: Vec<_> = (0..200).map(|_| random.range(-1, 1)).collect();
        assert!(ends.contains(&-1) && ends.contains(&1) && ends.iter().all(|n| (-1..=1).contains(n)));
        let whole: Vec<_> = (0..64).map(|_| random.range(i64::MIN, i64::MAX)).collect();
        assert!(whole.iter().any(|n| *n < 0) && whole.iter().any(|n| *n > 0));
    }

    #[test]
    fn shuffle_keeps_the_items() {
        let mut items: Vec<_> = (0..50).collect();
        Random::new(11).shuffle(&mut items);
        assert!(items.windows(2).any(|w| w[0] > w[1]));
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
    }
}
