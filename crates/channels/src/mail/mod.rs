//! Mail: the door that must never lose, loop or leak.
//!
//! A message is kept before anything else is done with it ([`Intake`]); what becomes of it is decided and done in one
//! unit of work, and says why. What a message is ([`parsing`]), what of it somebody wrote ([`reply`]) and where it
//! belongs ([`threading`]) are pure.

pub mod actions;
mod alarms;
mod alike;
mod asides;
mod bounced;
mod breaker;
pub mod choices;
mod clues;
mod deciding;
pub mod fetching;
pub mod grants;
mod gratitude;
mod intake;
pub(crate) mod jobs;
mod leaving;
pub mod lmtp;
mod markdown;
pub mod model;
pub mod out;
pub(crate) mod pages;
pub mod parsing;
mod passing_on;
pub mod pictures;
mod preparing;
pub mod queries;
mod receiving;
pub mod reply;
pub mod scanning;
pub mod screens;
pub mod signing;
pub mod threading;
pub mod token;
mod words;
pub mod written;

pub use intake::Intake;

use work::{Error, Result};

/// What goes on beside the requests: mail is sent, and taken from mail servers.
pub(crate) async fn keep_going(floor: work::Floor) {
    let coming_in = async {
        Intake::new(floor.desk.clone(), floor.directory.clone())
            .take_up_at_start()
            .await;
        tokio::join!(
            lmtp::keep_listening(floor.clone()),
            fetching::keep_fetching(floor.clone(), fetching::Patience::default())
        )
    };
    tokio::join!(out::keep_sending(floor.clone()), coming_in);
}

/// What reads files and computes, on a thread that may.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Store(store::Error::Damaged(error.to_string())))
}

#[cfg(test)]
mod real;
