//! Service levels: what is promised, and the clocks that say how it stands.
//!
//! A clock is a pure function of a ticket's log and the policy: elapsed time is the measure of the time in which it
//! counted *and* which is working time, its deadline is the inverse of that measure. Nothing is added up anywhere,
//! so nothing can drift; whatever changes in calendar or definition, asking again gives the right answer for all of
//! the past. Each clock tells the stretches that it consists of, each with its cause and its rule.

mod clock;
mod levels;
mod model;
mod promised;
mod round;
mod thresholds;

#[cfg(test)]
mod tests;

pub use clock::{Clock, Reached, Standing};
pub(crate) use levels::Runs;
pub use levels::{Levels, Zones};
pub use model::{
    AgreementKind, Metric, OnPriorityChange, Pauses, ServiceLevel, Since, TARGET_MAX_MINUTES,
    THRESHOLDS_MAX, Whose,
};
pub use promised::Promised;
pub use round::{Rule, Stretch, TargetStep};
pub use thresholds::Told;
