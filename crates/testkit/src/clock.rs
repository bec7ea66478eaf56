//! A clock that stands until it is moved.

use kernel::time::SECOND;
use kernel::{Clock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock for tests. Each look at it lets a microsecond pass, so that no two things happen at once.
pub struct MovableClock(AtomicI64);

impl MovableClock {
    /// Stands at 2026-03-02 09:00 UTC, a Monday.
    #[expect(
        clippy::new_without_default,
        reason = "a clock that starts nowhere in particular would mislead"
    )]
    pub fn new() -> Self {
        Self(AtomicI64::new(1_772_442_000 * SECOND))
    }

    /// Moves it on.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.fetch_add(1, Ordering::SeqCst))
    }
}
