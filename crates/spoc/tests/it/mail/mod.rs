//! Mail, by the front door: messages in, tickets out.

mod alarms;
mod asides;
mod asked;
mod astray;
mod checks;
mod choices;
mod faults;
mod folders;
mod grants;
mod imap;
mod imap_page;
mod invitations;
mod late;
mod listed;
mod lists;
mod lmtp;
mod looking;
mod loops;
mod many;
mod out;
mod passing_on;
mod real;
mod renumbered;
mod reports;
mod scanning;
mod sent;
mod servers;
mod services;
mod side_by_side;
mod signing;
mod smtp;
mod surveys;
mod threads;
mod told;
mod twice;
mod unhanded;
mod unreachable;
mod withheld;
mod written;

use channels::mail::model::{Mail, MailId, MailboxId, Outcome};
use channels::mail::{Intake, queries};
use directory::{Directory, Settings};
use testkit::{Backend, TestDesk};

/// A desk that takes mail in.
struct Post {
    t: TestDesk,
    intake: Intake,
    directory: Directory,
    mailbox: MailboxId,
    next: std::cell::Cell<u64>,
}

/// A message as it is written in tests.
struct Letter<'a> {
    from: &'a str,
    to: &'a str,
    subject: &'a str,
    id: &'a str,
    more: &'a str,
    text: &'a str,
}

impl Default for Letter<'_> {
    fn default() -> Self {
        Self {
            from: "Rita <rita@spoc.example>",
            to: "desk@spoc.example",
            subject: "VPN",
            id: "",
            more: "",
            text: "It drops every ten minutes.",
        }
    }
}

impl Post {
    async fn new(backend: Backend) -> Self {
        Self::at("desk@spoc.example", backend).await
    }

    /// A desk that has this address.
    async fn at(address: &'static str, backend: Backend) -> Self {
        let t = TestDesk::new(backend).await;
        let directory = Directory::new(
            t.store.clone(),
            t.clock.clone(),
            Settings::new("http://desk.test"),
        );
        let adding = |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", address, None);
        let mailbox = t.store.write(adding).await.expect("a mailbox");
        Self {
            intake: Intake::new(t.desk.clone(), directory.clone()),
            directory,
            t,
            mailbox,
            next: std::cell::Cell::new(1),
        }
    }

    /// Takes a message in; answers what became of it.
    async fn take(&self, letter: Letter<'_>) -> Mail {
        let Letter {
            from,
            to,
            subject,
            id,
            more,
            text,
        } = letter;
        let number = self.next.get();
        let id = if id.is_empty() {
            format!("m{number}@example.com")
        } else {
            id.to_owned()
        };
        let raw = format!(
            "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n{more}\
             Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        );
        self.take_raw(raw.into_bytes()).await
    }

    /// Takes in the message that others go on with.
    async fn first(&self) -> Mail {
        self.take(Letter {
            id: "first@example.com",
            ..Letter::default()
        })
        .await
    }

    async fn take_raw(&self, raw: Vec<u8>) -> Mail {
        let source = format!("1:{}", self.next.get());
        self.next.set(self.next.get() + 1);
        let id = self
            .intake
            .take(self.mailbox, &source, raw)
            .await
            .expect("the message is taken");
        self.mail(id).await
    }

    async fn mail(&self, id: MailId) -> Mail {
        let found = self
            .t
            .store
            .read(move |tx| queries::find_mail(tx, id))
            .await;
        found
            .expect("the database answers")
            .expect("the message is kept")
    }
}

fn whys(mail: &Mail) -> Vec<&str> {
    mail.reasons
        .iter()
        .map(|reason| reason.why.as_str())
        .collect()
}

/// How many messages have which outcome.
async fn outcomes(post: &Post) -> Vec<(Outcome, usize)> {
    let mut counted = Vec::new();
    for outcome in Outcome::ALL {
        let listing = |tx: &store::Tx<'_>| queries::list_mail(tx, Some(*outcome), None, 10_000);
        let listed = post
            .t
            .store
            .read(listing)
            .await
            .expect("the database answers");
        counted.push((*outcome, listed.len()));
    }
    counted
}
