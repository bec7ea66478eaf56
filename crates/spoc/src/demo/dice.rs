//! Seeded choice. Whole numbers only: floating-point functions differ between platforms in the last digit,
//! and the demo has to be the same everywhere.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How far a typical delay is stretched or shrunk, in percent: many short ones, a long tail.
const SKEW: [i64; 16] = [
    15, 25, 35, 45, 55, 65, 80, 90, 100, 115, 135, 160, 200, 280, 420, 700,
];

/// A source of choices that depends on nothing but its seed.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice for one stream of one seed, so that a change to one ticket does not change all later ones.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number from `low` up to and without `high`.
    pub(crate) fn range(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..high)
    }

    /// An index below `len`, which must not be 0.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.0.random_range(0..len as u64) as usize
    }

    /// True in `percent` of 100 cases.
    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.range(0, 100) < percent
    }

    /// One of the items, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// The index of one of the weights, each as likely as it is heavy.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let total: i64 = weights.clone().map(i64::from).sum();
        let mut rest = self.range(0, total.max(1));
        for (ix, weight) in weights.enumerate() {
            rest -= i64::from(weight);
            if rest < 0 {
                return ix;
            }
        }
        0
    }

    /// A duration around `typical`, seldom much longer.
    pub(crate) fn around(&mut self, typical: i64) -> i64 {
        let percent = *self.pick(&SKEW) + self.range(-7, 8);
        (typical * percent / 100).max(1)
    }
}
