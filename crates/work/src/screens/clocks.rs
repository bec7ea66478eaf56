//! The clocks of a ticket.

use web::When;

/// How one promise stands.
pub struct ClockChip {
    /// What was promised: "Resolution".
    pub label: String,
    /// What it looks like: `met missed wait run soon late dropped`.
    pub tone: &'static str,
    /// How it stands: "due", "met", "waits, 2 h left".
    pub told: String,
    /// By when it has to be done, where that is known.
    pub due: Option<When>,
    /// How much of the target has gone by: "3 h of 8 h".
    pub measure: String,
    /// What it consists of, the oldest first.
    pub stretches: Vec<ClockStretch>,
}

/// A stretch of time in the life of a clock.
pub struct ClockStretch {
    /// When it began.
    pub from: When,
    /// Why it counts or does not.
    pub why: String,
    /// How much of it counted; empty where nothing did.
    pub counted: String,
}
