//! Telling open pages what changed: follows the log and broadcasts the tickets that were touched.

use crate::desk::Desk;
use crate::error::Result;
use kernel::ticket::Activity;
use kernel::{Actor, Permission, PersonId, Recorded, Ticket, TicketId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::log::{Cursor, Texts, follow, head};
use tokio::sync::broadcast;

/// How often the log is looked at when this process wrote nothing: others may have.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Most activities that are looked at at once.
const BATCH: i64 = 500;
/// How long after the end of holding a message people outside are told: never before.
const HELD_MARGIN: Duration = Duration::from_millis(200);
/// How many touched tickets a slow reader may be behind before being told to reload.
const BEHIND_MAX: usize = 1_024;

/// A ticket to which something happened.
#[derive(Clone, Debug)]
pub struct Touched {
    /// As it is now.
    pub ticket: Arc<Ticket>,
    /// As far as it decides who sees it: as it was before, where that changed.
    before: Option<Arc<Ticket>>,
}

impl Touched {
    /// Whether the actor sees the ticket, or saw it until now.
    pub fn concerns(&self, actor: &Actor) -> bool {
        let saw = |ticket: &Arc<Ticket>| actor.may_see(ticket);
        saw(&self.ticket) || self.before.as_ref().is_some_and(saw)
    }
}

/// What open pages are told.
#[derive(Clone, Debug)]
pub enum News {
    /// Something happened to a ticket.
    Ticket(Touched),
    /// Something is there for one person alone: the name by which their pages know it.
    Person(PersonId, &'static str),
    /// Somebody came to a ticket, left it or began to write on it.
    Presence(Arc<Ticket>),
}

impl News {
    /// The names by which the pages of this actor are told; none if it does not concern them.
    pub fn names(&self, actor: &Actor) -> Vec<String> {
        match self {
            News::Ticket(touched) if touched.concerns(actor) => {
                vec![format!("ticket-{}", touched.ticket.id), "lists".to_owned()]
            }
            News::Person(person, name) if actor.person == Some(*person) => {
                vec![(*name).to_owned()]
            }
            News::Presence(ticket)
                if actor.can(Permission::TicketRead) && actor.may_see(ticket) =>
            {
                vec![format!("presence-{}", ticket.id)]
            }
            _ => Vec::new(),
        }
    }
}

/// Who is told of what happens. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    news: broadcast::Sender<News>,
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

impl Live {
    /// Nobody listens yet.
    pub fn new() -> Self {
        Self {
            news: broadcast::Sender::new(BEHIND_MAX),
        }
    }

    /// Hears of everything from now on.
    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// Tells the open pages of one person by a name that they know.
    pub fn tell(&self, person: PersonId, name: &'static str) {
        // Nobody listens: then nobody is to be told.
        let _ = self.news.send(News::Person(person, name));
    }

    /// Tells those who look at a ticket that somebody came to it, left it or began to write.
    pub(crate) fn tell_presence(&self, ticket: Ticket) {
        // Nobody listens: then nobody is to be told.
        let _ = self.news.send(News::Presence(Arc::new(ticket)));
    }

    /// Tells once more when what was held is held no longer: then people outside see it, too.
    fn tell_later(&self, touched: Touched, micros: i64) {
        let (live, micros) = (self.clone(), u64::try_from(micros).unwrap_or_default());
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_micros(micros) + HELD_MARGIN).await;
            // Nobody listens any more: then nobody is to be told.
            let _ = live.news.send(News::Ticket(touched));
        });
    }

    /// How many listen now.
    pub fn listening_count(&self) -> usize {
        self.news.receiver_count()
    }

    /// Follows the log from its end and tells what happens, as long as it is let. A failed look at the log is
    /// logged and tried again.
    pub async fn follow(self, desk: Desk) {
        let mut cursor = None;
        loop {
            let from = cursor;
            // Made before the look: what is written during it is not missed.
            let written = desk.written();
            let mut written = std::pin::pin!(written);
            let looked = self.look(&desk, from).await;
            match looked {
                Ok((end, more)) => {
                    cursor = Some(end);
                    if more {
                        continue;
                    }
                }
                Err(error) => tracing::error!(%error, "the log could not be followed"),
            }
            let _ = tokio::time::timeout(LOOK_EVERY, &mut written).await;
        }
    }

    /// Tells what follows on the cursor; answers where to go on, and whether at once.
    async fn look(&self, desk: &Desk, cursor: Option<Cursor>) -> Result<(Cursor, bool)> {
        let listened_to = self.news.receiver_count() > 0;
        let (end, more, touched) = desk
            .store()
            .read(move |tx| {
                let Some(cursor) = cursor.filter(|_| listened_to) else {
                    return Ok((head(tx)?, false, Vec::new()));
                };
                let entries = follow(tx, cursor, BATCH, Texts::None)?;
                let end = entries.last().map_or(cursor, |(cursor, _)| *cursor);
                let more = entries.len() as i64 == BATCH;
                let mut tickets: BTreeMap<TicketId, Vec<Recorded>> = BTreeMap::new();
                for (_, recorded) in entries {
                    tickets.entry(recorded.ticket).or_default().push(recorded);
                }
                let mut touched = Vec::with_capacity(tickets.len());
                let ids: Vec<TicketId> = tickets.keys().copied().collect();
                let mut states = store::load_each(tx, &ids)?;
                for (id, happened) in tickets {
                    if let Some(ticket) = states.remove(&id) {
                        let held = happened.iter().filter_map(|one| one.activity.held_until());
                        let held_until = held.max();
                        let before = before(&ticket, &happened).map(Arc::new);
                        let ticket = Arc::new(ticket);
                        touched.push((Touched { ticket, before }, held_until));
                    }
                }
                Ok::<_, crate::Error>((end, more, touched))
            })
            .await?;
        let now = desk.clock().now();
        for (one, held_until) in touched {
            if let Some(until) = held_until.filter(|until| *until > now) {
                self.tell_later(one.clone(), until.0 - now.0);
            }
            // Nobody listens any more: then nobody is to be told.
            let _ = self.news.send(News::Ticket(one));
        }
        Ok((end, more))
    }
}

/// The ticket as it was, as far as that decides who sees it; nothing where that did not change.
fn before(ticket: &Ticket, happened: &[Recorded]) -> Option<Ticket> {
    let mut before = ticket.clone();
    for recorded in happened.iter().rev() {
        match &recorded.activity {
            Activity::TeamChanged { from, .. } => before.team = *from,
            Activity::AssigneeChanged { from, .. } => before.assignee = *from,
            Activity::RequesterChanged { from, .. } => before.requester = *from,
            Activity::OnBehalfOfChanged { from, .. } => before.on_behalf_of = *from,
            Activity::ConfidentialChanged { to } => before.confidential = !to,
            Activity::SharedWithChanged { from, .. } => before.shared_with = *from,
            Activity::WatcherRemoved { person } => {
                before.watchers.insert(*person);
            }
            Activity::Undone { patch, .. } => {
                let was = |key: &str| patch.0.get(key).map(|(from, _)| from.clone());
                if let Some(team) = was("team") {
                    before.team = serde_json::from_value(team).unwrap_or_default();
                }
                if let Some(assignee) = was("assignee") {
                    before.assignee = serde_json::from_value(assignee).unwrap_or_default();
                }
                if let Some(confidential) = was("confidential") {
                    before.confidential = confidential.as_bool().unwrap_or_default();
                }
                if let Some(shared_with) = was("shared_with") {
                    before.shared_with = serde_json::from_value(shared_with).unwrap_or_default();
                }
                if let Some(watchers) = was("watchers") {
                    before.watchers = serde_json::from_value(watchers).unwrap_or_default();
                }
                if let Some(requester) = was("requester").and_then(|v| v.as_i64()) {
                    before.requester = kernel::PersonId(requester);
                }
                if let Some(person) = was("on_behalf_of") {
                    before.on_behalf_of = serde_json::from_value(person).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    (before != *ticket).then_some(before)
}
