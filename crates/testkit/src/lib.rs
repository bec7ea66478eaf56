//! What tests are made of: a desk in a temporary folder on either database, people to act in it, and a clock
//! that can be moved; and a browser to look at pages with.
//!
//! A failure here is a failure of the test, so everything panics with a reason instead of returning errors.

pub mod browser;
pub mod clamd;
mod clock;
mod databases;
pub mod dovecot;
pub mod exim;
pub mod faults;
pub mod oauth;
pub mod pages;
mod people;

pub use clock::MovableClock;
pub use databases::{Backend, Database, backends};
pub use people::Cast;

use directory::Directory;
use kernel::ticket::{Change, Channel, Kind, Message, NewTicket, PublicText};
use kernel::{Actor, PersonId, Ticket, TicketId};
use std::sync::Arc;
use store::Store;
use store::log::{Cursor, FOLLOW_MAX, Texts, follow, head};
use work::jobs::{JobKind, Workers};
use work::queries::{self, ListQuery, Listed, Sort};
use work::{Command, Desk, Floor, Follower, Live, Outcome, Reader, Result};

/// A desk to test on.
pub struct TestDesk {
    /// The desk.
    pub desk: Desk,
    /// Its store.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<MovableClock>,
    /// Who is there.
    pub cast: Cast,
    _folder: tempfile::TempDir,
    _database: Database,
}

impl TestDesk {
    /// A new desk with a few people and teams.
    pub async fn new(backend: Backend) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = Database::create(backend);
        let location = store::Location {
            folder: folder.path().into(),
            database: database.url(),
        };
        let store = Store::open(&location).expect("the store opens");
        let clock = Arc::new(MovableClock::new());
        store
            .write(directory::seed)
            .await
            .expect("roles are seeded");
        let modules = vec![
            approvals::module(),
            asset::module(),
            automation::module(),
            incident::module(),
            request::module(),
            service::module(),
            sla::module(),
            channels::module(),
        ];
        let desk = Desk::open(store.clone(), clock.clone(), modules)
            .await
            .expect("the desk opens");
        let cast = Cast::hire(&store, &*clock).await;
        desk.recount_if_privacy_changed()
            .await
            .expect("counters follow the teams");
        Self {
            desk,
            store,
            clock,
            cast,
            _folder: folder,
            _database: database,
        }
    }

    /// Files an incident from a requester; answers its number.
    pub async fn incident(&self, requester: &Actor, subject: &str, text: &str) -> TicketId {
        let mut new = NewTicket::new(Kind::Incident, requester.person.expect("a person"), subject);
        new.description = Message {
            text: PublicText(text.into()),
            attachments: Vec::new(),
        };
        self.open(requester, new)
            .await
            .expect("the ticket is opened")
    }

    /// Files a ticket.
    pub async fn open(&self, actor: &Actor, new: NewTicket) -> Result<TicketId> {
        self.desk
            .execute(actor, Command::open(new, Channel::Web))
            .await?
            .ticket()
    }

    /// Changes a ticket.
    pub async fn change(
        &self,
        actor: &Actor,
        ticket: TicketId,
        changes: Vec<Change>,
    ) -> Result<Outcome> {
        self.desk
            .execute(actor, Command::change(ticket, changes))
            .await
    }

    /// Replies on a ticket.
    pub async fn reply(&self, actor: &Actor, ticket: TicketId, text: &str) -> Result<Outcome> {
        let message = Message {
            text: PublicText(text.into()),
            attachments: Vec::new(),
        };
        self.change(actor, ticket, vec![Change::Reply(message)])
            .await
    }

    /// Those who do the desk's jobs, and jobs of these kinds.
    pub fn workers(&self, kinds: impl IntoIterator<Item = JobKind>) -> Workers {
        let settings = directory::Settings::new("http://desk.test");
        let floor = Floor {
            directory: Directory::new(self.store.clone(), self.clock.clone(), settings),
            desk: self.desk.clone(),
            live: Live::new(),
            modules: [].into(),
        };
        Workers::new(floor, kinds)
    }

    /// Lets a follower tell all that was written.
    pub async fn follow(&self, follower: Follower) {
        self.settled().await;
        while self.desk.let_follow(follower).await.expect("it follows") {}
    }

    /// Waits until followers read all that was written: on PostgreSQL they wait for the other transactions of the server,
    /// those of other tests, too.
    pub async fn settled(&self) {
        let (mut read, mut reached) = (Cursor::default(), 0);
        loop {
            let reading = move |tx: &store::Tx<'_>| {
                let more = follow(tx, read, FOLLOW_MAX, Texts::None)?;
                let cursors: Vec<Cursor> = more.into_iter().map(|(cursor, _)| cursor).collect();
                Ok::<_, store::Error>((cursors, head(tx)?.position))
            };
            let (cursors, last) = self.store.read(reading).await.expect("the log");
            read = cursors.last().copied().unwrap_or(read);
            let positions = cursors.iter().map(|cursor| cursor.position);
            reached = positions.fold(reached, i64::max);
            if reached >= last {
                return;
            }
        }
    }

    /// A reader now.
    pub fn reader(&self, actor: &Actor) -> Reader {
        Reader::new(actor, kernel::Clock::now(&*self.clock))
    }

    /// The ticket as `actor` sees it.
    pub async fn ticket(&self, actor: &Actor, id: TicketId) -> Result<Ticket> {
        let reader = self.reader(actor);
        self.store
            .read(move |tx| queries::ticket(tx, &reader, id))
            .await
    }

    /// The tickets that meet a condition, as `actor` sees them, newest first.
    pub async fn list(&self, actor: &Actor, condition: &str) -> Result<Vec<Listed>> {
        let (reader, desk, condition) =
            (self.reader(actor), self.desk.clone(), condition.to_owned());
        self.store
            .read(move |tx| {
                let rules = desk.rules_in(tx)?;
                let names = work::Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
                let condition = kernel::condition::Condition::read(&condition, &names)?;
                let query = ListQuery {
                    condition,
                    sort: Sort::Newest,
                    after: None,
                    limit: queries::LIST_MAX,
                };
                Ok(queries::list(tx, &reader, &query)?.rows)
            })
            .await
    }

    /// Nobody's person: for ids that do not exist.
    pub fn nobody() -> PersonId {
        PersonId(999_999)
    }
}
