//! The measure of working time between instants, and its inverse.
//!
//! Between two changes of a zone's offset, wall clock and instants differ by a constant; so time is cut there, and
//! each piece is measured on the wall clock. Nothing is looked at minute by minute, and nothing has to know what
//! kind of a change it was.

use super::Pattern;
use crate::Timestamp;
use crate::time::{DAY, SECOND};
use jiff::Timestamp as Instant;
use jiff::tz::TimeZone;

/// How far ahead an instant is looked for: further than any target that makes sense.
const LOOK_AHEAD: i64 = 3_660 * DAY;

/// The hours of a calendar by the wall clock of a zone.
#[derive(Clone, Copy, Debug)]
pub struct WorkingTime<'c> {
    /// The hours.
    pub pattern: &'c Pattern,
    /// The zone.
    pub zone: &'c TimeZone,
}

impl<'c> WorkingTime<'c> {
    /// Microseconds of working time between two instants; 0 if the second is not later.
    pub fn working(&self, from: Timestamp, until: Timestamp) -> i64 {
        self.pieces(from, until)
            .map(|piece| self.pattern.between(piece.from, piece.until))
            .sum()
    }

    /// The first instant by which so much working time has passed since `from`; nothing if that is not within ten
    /// years. `working(from, after(from, micros))` is `micros`.
    pub fn after(&self, from: Timestamp, micros: i64) -> Option<Timestamp> {
        if self.pattern.never_works() && micros > 0 {
            return None;
        }
        self.after_until(from, micros, from.plus(LOOK_AHEAD))
    }

    /// The same, if it is not after `until`.
    pub fn after_until(&self, from: Timestamp, micros: i64, until: Timestamp) -> Option<Timestamp> {
        if micros <= 0 {
            return Some(from);
        }
        let mut missing = micros;
        for piece in self.pieces(from, until) {
            let here = self.pattern.between(piece.from, piece.until);
            if missing <= here {
                let at = self.pattern.after(piece.from, missing, piece.until);
                return Some(Timestamp(at - piece.offset));
            }
            missing -= here;
        }
        None
    }

    fn pieces(&self, from: Timestamp, until: Timestamp) -> Pieces<'c> {
        Pieces {
            zone: self.zone,
            at: within_years(from),
            until: within_years(until),
        }
    }
}

/// A stretch of the wall clock on which the zone's offset does not change.
struct Piece {
    from: i64,
    until: i64,
    /// What the wall clock is ahead of UTC.
    offset: i64,
}

struct Pieces<'c> {
    zone: &'c TimeZone,
    at: Timestamp,
    until: Timestamp,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.at >= self.until {
            return None;
        }
        let instant = Instant::from_microsecond(self.at.0).ok()?;
        let offset = i64::from(self.zone.to_offset(instant).seconds()) * SECOND;
        let change = self.zone.following(instant).next();
        let change = change.map(|change| Timestamp(change.timestamp().as_microsecond()));
        let end = change.map_or(self.until, |change| change.min(self.until));
        let piece = Piece {
            from: self.at.0 + offset,
            until: end.0 + offset,
            offset,
        };
        self.at = end;
        Some(piece)
    }
}

/// The nearest instant that a wall clock can show everywhere.
fn within_years(at: Timestamp) -> Timestamp {
    let (first, last) = (
        Instant::MIN.as_microsecond() + 2 * DAY,
        Instant::MAX.as_microsecond() - 2 * DAY,
    );
    Timestamp(at.0.clamp(first, last))
}
