//! What pages outside of this crate are built with: the desk, a reader, words, and the reason of a refusal.

use super::sent::Arrived;
use super::{Pages, refusals};
use crate::api::once::forms::opened_once;
use crate::desk::{Command, Desk, Execute};
use crate::error::{Error, Result};
use crate::module::Floor;
use kernel::ticket::{Change, Channel, Link, LinkKind, NewTicket};
use kernel::{Actor, TicketId, Timestamp};
use std::sync::Arc;
use store::Tx;
use web::Texts;

/// What files a ticket for somebody within a unit of work; one that goes on with another one is linked to it.
pub type Open<'a> = dyn Fn(&Actor, NewTicket, Option<TicketId>) -> Result<TicketId> + 'a;

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
        let new = (new, None);
        self.open_after(actor, new, channel, key, files).await
    }

    /// The same for a ticket that goes on with another one, to which it is linked then: both or neither.
    pub(super) async fn open_after(
        &self,
        actor: &Actor,
        (new, follows): (NewTicket, Option<TicketId>),
        channel: Channel,
        key: &str,
        files: Arrived,
    ) -> Result<TicketId> {
        let actor = actor.clone();
        let opened = self.open_once_within((channel, key), files, move |_, _, open| {
            open(&actor, new.clone(), follows).map(Some)
        });
        opened.await?.ok_or(Error::NotFound)
    }

    /// The same in one unit of work with what is found out and kept beside it, such as who asks: `work` is given the
    /// present instant and what files the ticket, and all that it does stands or falls with that. With nothing as its
    /// answer nothing is filed.
    ///
    /// # Errors
    /// When the rules forbid it, the database fails or `work` does.
    pub async fn open_once_within<T: Send + 'static>(
        &self,
        (channel, key): (Channel, &str),
        files: Arrived,
        work: impl Fn(&Tx<'_>, Timestamp, &Open<'_>) -> Result<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        let key = key.to_owned();
        let whole = move |tx: &Tx<'_>, now: Timestamp, execute: &Execute<'_>| {
            let open = |actor: &Actor, new: NewTicket, follows: Option<TicketId>| {
                let person = actor.person.ok_or(Error::NotFound)?;
                let open = Command::open(new, channel);
                let opening = || {
                    let opened = execute(actor, &open)?;
                    if let Some(to) = follows {
                        let kind = LinkKind::Relates;
                        let link = Change::Link(Link { kind, to });
                        execute(actor, &Command::change(opened.ticket()?, vec![link]))?;
                    }
                    Ok::<_, Error>(opened)
                };
                opened_once(tx, person, now, &key, &opening)
            };
            let done = work(tx, now, &open)?;
            if done.is_some() {
                // The last that can fail: whatever is refused has stored none.
                files.keep()?;
            }
            Ok(done)
        };
        self.desk.execute_within(channel, whole).await
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
