//! A small generator of pseudo-random numbers (SplitMix64): the same on every machine and in every
//! version of every library, which is why it is not a dependency.

/// A stream of numbers decided by its seed alone.
pub(super) struct Random(u64);

impl Random {
    /// The stream of `seed`.
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to `bound - 1`; 0 where `bound` is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        let upper_half = self.next() >> 32;
        // The product's upper half is smaller than `bound`, so it fits.
        u32::try_from((upper_half * u64::from(bound)) >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// A number below `bound`, small ones far more often: a few customers place most orders.
    pub(super) fn mostly_low(&mut self, bound: u32) -> u32 {
        let ceiling = self.below(bound) + 1;
        self.below(ceiling)
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of a list, which must not be empty.
    #[expect(
        clippy::indexing_slicing,
        reason = "the index is below the length; every list here is a constant"
    )]
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(u32::try_from(list.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// `pattern` with a digit for each `#`.
    pub(super) fn digits(&mut self, pattern: &str) -> String {
        pattern.chars().map(|c| if c == '#' { char::from(b'0' + self.digit()) } else { c }).collect()
    }

    fn digit(&mut self) -> u8 {
        u8::try_from(self.below(10)).unwrap_or(0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_splitmix64() {
        // The first outputs for seed 1234567, from the algorithm's reference program.
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_stay_in_their_range_and_reach_its_ends() {
        let mut random = Random::new(7);
        let drawn: Vec<u32> = (0..2_000).map(|_| random.between(3, 9)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&3), Some(&9)));
        assert_eq!(random.below(0), 0);
        assert_eq!(random.between(5, 5), 5);
    }

    #[test]
    fn low_numbers_are_drawn_more_often() {
        let mut random = Random::new(7);
        let low = (0..1_000).filter(|_| random.mostly_low(100) < 25).count();
        assert!((500..700).contains(&low), "{low} of 1,000 in the lowest quarter");
    }

    #[test]
    fn a_pattern_keeps_everything_but_its_blanks() {
        let number = Random::new(7).digits("+49 ## ###-0");
        assert!(number.starts_with("+49 ") && number.ends_with("-0") && !number.contains('#'), "{number}");
    }
}
