//! How often somebody who is not signed in did something from a place.

use kernel::Timestamp;
use kernel::time::HOUR;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Places that are remembered at most.
const PLACES_MAX: usize = 10_000;

/// How often something was done from a place in the present hour.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, (Timestamp, u32)>>);

impl Throttle {
    /// Counts one more; answers whether that is more than `most`.
    pub fn is_too_many(&self, place: &str, now: Timestamp, most: u32) -> bool {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= PLACES_MAX {
            places.retain(|_, (since, _)| since.plus(HOUR) > now);
            if places.len() >= PLACES_MAX {
                return true;
            }
        }
        let (since, count) = places.entry(place.to_owned()).or_insert((now, 0));
        if since.plus(HOUR) <= now {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count > most
    }
}
