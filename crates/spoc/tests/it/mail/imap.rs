//! Mailboxes are fetched by IMAP, from a real server.

use super::Post;
use channels::mail::actions::{WrongAccount, delete_account, save_account};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::{Account, Alarm, Security, SignIn};
use channels::mail::model::{Mail, Outcome};
use channels::mail::queries::{self, accounts};
use kernel::Clock;
use kernel::time::MINUTE;
use std::time::Duration;
use testkit::dovecot::{Dovecot, PASSWORD, USER};
use testkit::{Backend, backends};
use tokio::task::JoinHandle;

/// How long something may take to happen.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) fn account(server: &Dovecot) -> Account {
    Account {
        host: "127.0.0.1".into(),
        port: server.port(),
        security: Security::Plain,
        user: USER.into(),
        sign_in: SignIn::Password,
        folder: "INBOX".into(),
        move_to: String::new(),
        takes_old: true,
        silence_hours: None,
    }
}

/// Each says something else: with another number alone it would say the same.
pub(super) fn letter(number: u32) -> String {
    let digits = number.to_string();
    let word: String = digits.bytes().map(|digit| char::from(digit + 49)).collect();
    format!(
        "From: Rita <rita@spoc.example>\r\nTo: desk@spoc.example\r\nSubject: VPN {number}\r\n\
         Message-ID: <imap-{number}@example.com>\r\nDate: Thu, 26 Nov 2026 10:00:00 +0000\r\n\r\nIt drops {word} and {word}, time {number}.\r\n"
    )
}

impl Post {
    pub(super) async fn fetched_from(
        &self,
        account: Account,
        password: &str,
    ) -> Result<(), WrongAccount> {
        let (seal, now) = (self.t.store.seal().clone(), self.t.clock.now());
        let (actor, mailbox) = (self.t.cast.ada.clone(), self.mailbox);
        let password = password.to_owned();
        let saving = move |tx: &store::Tx<'_>| {
            save_account(tx, &seal, &actor, now, mailbox, (&account, &password))
        };
        self.t
            .store
            .write(saving)
            .await
            .expect("the database works")
    }

    /// Fetches, until the answer is dropped.
    fn fetches(&self) -> Fetching {
        self.fetches_with(Patience::default())
    }

    /// The same, with another patience.
    pub(super) fn fetches_with(&self, patience: Patience) -> Fetching {
        let modules = vec![channels::module()];
        let floor = work::Floor {
            directory: self.directory.clone(),
            desk: self.t.desk.clone(),
            live: work::Live::new(),
            modules: modules.into(),
        };
        Fetching(tokio::spawn(channels::mail::fetching::keep_fetching(
            floor, patience,
        )))
    }

    pub(super) async fn progress(&self) -> channels::mail::fetching::account::Kept {
        let mailbox = self.mailbox;
        let reading = move |tx: &store::Tx<'_>| accounts::find(tx, mailbox);
        let kept = self
            .t
            .store
            .read(reading)
            .await
            .expect("the database works");
        kept.expect("it is fetched")
    }

    pub(super) async fn all_mail(&self) -> Vec<Mail> {
        let reading = |tx: &store::Tx<'_>| queries::list_mail(tx, None, None, 100);
        let mut all = self
            .t
            .store
            .read(reading)
            .await
            .expect("the database works");
        all.reverse();
        all
    }

    /// Waits until so many messages are more than received.
    pub(super) async fn has_taken(&self, count: usize) -> Vec<Mail> {
        eventually(async || {
            let all = self.all_mail().await;
            let done = all.iter().all(|mail| mail.outcome != Outcome::Received);
            (done && all.len() == count).then_some(all)
        })
        .await
    }

    /// Waits until the mailbox cannot be fetched, and says why.
    pub(super) async fn fails(&self) -> String {
        eventually(async || {
            self.progress()
                .await
                .progress
                .failing
                .map(|(_, reason)| reason.why)
        })
        .await
    }
}

pub(super) struct Fetching(JoinHandle<()>);

impl Drop for Fetching {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) async fn eventually<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let found = tokio::time::timeout(PATIENCE, looking).await;
    found.expect("it happens in time")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_into_a_mailbox_becomes_tickets_and_is_marked_as_read() {
    for backend in backends() {
        let mut server = Dovecot::start();
        let post = Post::new(backend).await;
        server.delivers(&letter(1));
        post.fetched_from(account(&server), PASSWORD)
            .await
            .expect("an account");
        let _fetching = post.fetches();
        post.has_taken(1).await;
        // This one is told of by the server.
        server.delivers(&letter(2));
        let all = post.has_taken(2).await;
        assert!(
            all.iter().all(|mail| mail.outcome == Outcome::Created),
            "{all:?}"
        );
        eventually(async || {
            let names = server.lying_in("INBOX");
            let read = names.iter().filter(|name| name.ends_with('S')).count();
            (names.len() == 2 && read == 2).then_some(())
        })
        .await;
        eventually(async || post.progress().await.progress.succeeded_at).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_while_others_are_taken_is_taken_at_once() {
    for backend in backends() {
        let mut server = Dovecot::start();
        let post = Post::new(backend).await;
        post.fetched_from(account(&server), PASSWORD)
            .await
            .expect("an account");
        let _fetching = post.fetches();
        eventually(async || post.progress().await.progress.succeeded_at).await;
        for number in 0..60 {
            server.delivers(&letter(number));
            // Somewhere within the taking of those before.
            post.all_mail().await;
        }
        let all = post.has_taken(60).await;
        assert_eq!(all.len(), 60);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_goes_on_where_it_was_when_its_server_is_back() {
    let mut server = Dovecot::start();
    let post = Post::new(Backend::Sqlite).await;
    server.delivers(&letter(1));
    post.fetched_from(account(&server), PASSWORD)
        .await
        .expect("an account");
    let fetching = post.fetches();
    post.has_taken(1).await;
    server.stop();
    post.fails().await;
    server.delivers(&letter(2));
    server.go_on();
    post.has_taken(2).await;
    drop(fetching);
    // Who begins anew takes nothing twice.
    server.delivers(&letter(3));
    let _again = post.fetches();
    let all = post.has_taken(3).await;
    assert!(
        all.iter().all(|mail| mail.outcome == Outcome::Created),
        "{all:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_the_right_one_mends_it() {
    let server = Dovecot::start();
    let post = Post::new(Backend::Sqlite).await;
    post.fetched_from(account(&server), "wrong")
        .await
        .expect("an account");
    let _fetching = post.fetches();
    assert_eq!(post.fails().await, "imap_login");
    post.fetched_from(account(&server), PASSWORD)
        .await
        .expect("an account");
    eventually(async || post.progress().await.progress.succeeded_at).await;
    assert_eq!(post.progress().await.progress.failing, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_moved_and_old_ones_are_left_where_that_is_wanted() {
    let mut server = Dovecot::start();
    server.has_folder("Taken");
    let post = Post::new(Backend::Sqlite).await;
    server.delivers(&letter(1));
    let moving = Account {
        move_to: "Taken".into(),
        takes_old: false,
        ..account(&server)
    };
    post.fetched_from(moving, PASSWORD)
        .await
        .expect("an account");
    let _fetching = post.fetches();
    eventually(async || post.progress().await.progress.succeeded_at).await;
    server.delivers(&letter(2));
    let all = post.has_taken(1).await;
    assert_eq!(all[0].subject, "VPN 2");
    eventually(async || (server.lying_in("Taken").len() == 1).then_some(())).await;
    assert_eq!(server.lying_in("INBOX").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_cannot_be_fetched_holds_up_no_other_and_raises_an_alarm() {
    let mut server = Dovecot::start();
    let post = Post::new(Backend::Sqlite).await;
    let gone = Account {
        port: 1,
        ..account(&server)
    };
    post.fetched_from(gone, PASSWORD).await.expect("an account");
    let adding =
        |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Other", "other@spoc.example", None);
    let other = post.t.store.write(adding).await.expect("a mailbox");
    let well = Post {
        mailbox: other,
        ..post
    };
    well.fetched_from(account(&server), PASSWORD)
        .await
        .expect("an account");
    let _fetching = well.fetches();
    server.delivers(&letter(1));
    assert_eq!(well.has_taken(1).await[0].mailbox, other);
    let alarms = async |later: i64| {
        let now = well.t.clock.now().plus(later);
        let reading = move |tx: &store::Tx<'_>| accounts::alarms(tx, now);
        well.t
            .store
            .read(reading)
            .await
            .expect("the database works")
    };
    let failing = eventually(async || {
        let all = alarms(11 * MINUTE).await;
        (!all.is_empty()).then_some(all)
    })
    .await;
    assert_eq!(failing[0].0.address, "desk@spoc.example");
    assert!(
        matches!(&failing[0].1, Alarm::Failing { reason, .. } if reason.why == "imap_unreachable")
    );
    assert!(alarms(0).await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_fetched_from_is_refused_and_passwords_stay_with_their_server() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let right = Account {
            host: "imap.example.com".into(),
            port: 993,
            security: Security::Tls,
            user: USER.into(),
            sign_in: SignIn::Password,
            folder: "INBOX".into(),
            move_to: String::new(),
            takes_old: false,
            silence_hours: Some(24),
        };
        let with = |change: &dyn Fn(&mut Account)| {
            let mut account = right.clone();
            change(&mut account);
            account
        };
        for (wrong, account) in [
            (WrongAccount::Host, with(&|it| it.host.clear())),
            (
                WrongAccount::Plain,
                with(&|it| it.security = Security::Plain),
            ),
            (WrongAccount::Port, with(&|it| it.port = 0)),
            (WrongAccount::User, with(&|it| it.user = "a\r\nb".into())),
            (WrongAccount::Folder, with(&|it| it.folder.clear())),
            (
                WrongAccount::MoveTo,
                with(&|it| it.move_to = "INBOX".into()),
            ),
            (
                WrongAccount::Silence,
                with(&|it| it.silence_hours = Some(0)),
            ),
        ] {
            assert_eq!(post.fetched_from(account, PASSWORD).await, Err(wrong));
        }
        assert_eq!(
            post.fetched_from(right.clone(), "").await,
            Err(WrongAccount::Password)
        );
        assert_eq!(post.fetched_from(right.clone(), PASSWORD).await, Ok(()));
        let moved = with(&|it| it.folder = "Desk".into());
        assert_eq!(post.fetched_from(moved, "").await, Ok(()));
        let elsewhere = with(&|it| it.host = "imap.elsewhere.example".into());
        assert_eq!(
            post.fetched_from(elsewhere, "").await,
            Err(WrongAccount::Password)
        );
        let (actor, now, mailbox) = (post.t.cast.ada.clone(), post.t.clock.now(), post.mailbox);
        let ending = move |tx: &store::Tx<'_>| delete_account(tx, &actor, now, mailbox);
        post.t.store.write(ending).await.expect("it ends");
    }
}
