//! What pages outside of this crate are built with: the desk, a reader, words, and the reason of a refusal.

use super::sent::Arrived;
use super::{Pages, refusals};
use crate::api::once::forms::opened_once;
use crate::desk::{Command, Desk};
use crate::error::{Error, Result};
use crate::module::Floor;
use kernel::ticket::{Channel, NewTicket};
use kernel::{Actor, TicketId};
use std::sync::Arc;
use web::Texts;

impl Pages {
    /// Pages over what a practice stands on.
    pub fn new(floor: &Floor) -> Self {
        Self {
            desk: floor.desk.clone(),
            live: floor.live.clone(),
            words: Arc::default(),
            shown: Arc::default(),
            presence: Default::default(),
        }
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Files a ticket, once however often the form with this key is sent, and stores the files that come with it.
    ///
    /// # Errors
    /// When the rules forbid it or the database fails.
    pub async fn open_once(
        &self,
        actor: &Actor,
        new: NewTicket,
        channel: Channel,
        key: &str,
        files: Arrived,
    ) -> Result<TicketId> {
        let (person, key) = (actor.person.ok_or(Error::NotFound)?, key.to_owned());
        let open = Command::open(new, channel);
        self.desk
            .execute_with(actor, open, channel, move |tx, now, execute| {
                let ticket = opened_once(tx, person, now, &key, execute)?;
                // The last that can fail: whatever is refused has stored none.
                files.keep()?;
                Ok(ticket)
            })
            .await
    }

    /// Why something was refused, with the name of whoever else changed it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn why(&self, texts: Texts, error: &Error) -> web::Result<String> {
        let by = refusals::by(error);
        let desk = self.desk.clone();
        let (rules, name) = self
            .desk
            .store()
            .read(move |tx| {
                let name = match by {
                    Some(by) => directory::queries::person_names(tx, &[by].into())?.remove(&by),
                    None => None,
                };
                Ok::<_, Error>((desk.rules_in(tx)?, name))
            })
            .await?;
        let words = self.words(&rules, texts);
        let name = name.map(|person| person.name);
        Ok(refusals::said(&words, error, name.as_deref()))
    }
}
