//! How long something takes, counted in a few steps: cheap enough for every question and every request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the steps, in microseconds; what takes longer is in a last one without an end.
pub const STEPS_MICROS: [u64; 6] = [1_000, 5_000, 20_000, 100_000, 500_000, 2_500_000];

/// How often something took how long.
#[derive(Debug, Default)]
pub struct Durations {
    steps: [AtomicU64; STEPS_MICROS.len() + 1],
    micros: AtomicU64,
}

/// What was counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// How often it took at most as long as each step; all in the last.
    pub up_to: [u64; STEPS_MICROS.len() + 1],
    /// All durations together, in microseconds.
    pub micros: u64,
}

impl Durations {
    /// Counts one.
    pub fn add(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let step = STEPS_MICROS.partition_point(|end| *end < micros);
        self.steps[step].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// What was counted so far.
    pub fn counted(&self) -> Counted {
        let mut all = 0;
        let up_to = self.steps.each_ref().map(|step| {
            all += step.load(Ordering::Relaxed);
            all
        });
        Counted {
            up_to,
            micros: self.micros.load(Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Durations};
    use std::time::Duration;

    #[test]
    fn a_duration_is_counted_in_its_step_and_in_all_longer_ones() {
        let durations = Durations::default();
        for micros in [0, 1_000, 1_001, 30_000, 9_000_000] {
            durations.add(Duration::from_micros(micros));
        }
        let counted = Counted {
            up_to: [2, 3, 3, 4, 4, 4, 5],
            micros: 9_032_001,
        };
        assert_eq!(durations.counted(), counted);
    }
}
