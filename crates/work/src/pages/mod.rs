//! The pages of tickets: what the desk knows, put into the words of whoever reads, and forms made commands.

mod address;
mod choices;
mod list;
mod sidebar;
mod ticket;
mod words;

use crate::desk::{Desk, Rules};
use crate::live::Live;
use crate::queries::Reader;
use directory::SignedIn;
use std::sync::Arc;
use web::Texts;
use web::axum::Router;
use web::axum::routing::get;
use words::{Words, WordsInUse};

/// What every page of tickets needs.
#[derive(Clone)]
pub(crate) struct Pages {
    desk: Desk,
    live: Live,
    words: Arc<WordsInUse>,
}

impl Pages {
    /// Somebody who reads now, with days in their zone.
    fn reader(&self, signed: &SignedIn) -> Reader {
        let mut reader = Reader::new(&signed.actor, self.desk.clock().now());
        if let Ok(zone) = jiff::tz::TimeZone::get(&signed.person.time_zone) {
            reader.zone = zone;
        }
        reader
    }

    /// What things are called under these rules.
    fn words(&self, rules: &Rules, texts: Texts) -> Arc<Words> {
        self.words.under(rules, texts)
    }
}

/// The routes of the pages. `live` is what [`Live::follow`] keeps telling.
pub fn routes(desk: Desk, live: Live) -> Router {
    let pages = Pages {
        desk,
        live,
        words: Arc::default(),
    };
    Router::new()
        .route("/tickets", get(list::page))
        .route("/tickets/{number}", get(ticket::page))
        .with_state(pages)
}
