//! Administrators are mailed when something about mail begins to fail: once, until it was well in between.

use super::asked::Desk;
use super::imap::letter;
use super::out::sender_by;
use super::{Post, imap};
use channels::mail::Intake;
use channels::mail::actions::save_account;
use channels::mail::fetching::account::{Account, Security, SignIn};
use channels::mail::model::MailboxId;
use channels::mail::queries;
use directory::model::NewPerson;
use directory::queries as people;
use directory::{Directory, Settings};
use kernel::Clock;
use kernel::time::{HOUR, MINUTE};
use std::time::Duration;
use testkit::{Backend, backends};

/// Nothing came for so long.
const SILENCE: i64 = 2 * HOUR;

impl Desk {
    /// Its mailbox, which may be silent for an hour.
    async fn has_a_mailbox_that_should_get_mail(&self) -> MailboxId {
        let t = &self.site.desk;
        let all = t.store.read(queries::mailboxes).await;
        let mailbox = all.expect("the database works")[0].id;
        let account = Account {
            host: "imap.example.com".into(),
            port: 993,
            security: Security::Tls,
            user: "desk".into(),
            sign_in: SignIn::Password,
            folder: "INBOX".into(),
            move_to: String::new(),
            takes_old: false,
            silence_hours: Some(1),
        };
        let (seal, ada, now) = (t.store.seal().clone(), t.cast.ada.clone(), t.clock.now());
        let saving = move |tx: &store::Tx<'_>| {
            save_account(tx, &seal, &ada, now, mailbox, (&account, "a password"))
        };
        let saved = t.store.write(saving).await.expect("the database works");
        saved.expect("an account");
        mailbox
    }

    async fn tells_alarms(&self) -> usize {
        let told = self.sender.tell_alarms().await;
        told.expect("the database works").people
    }
}

#[tokio::test]
async fn administrators_are_mailed_once_what_begins_to_fail_and_again_after_it_was_well() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let t = &desk.site.desk;
        let mailbox = desk.has_a_mailbox_that_should_get_mail().await;
        assert_eq!(desk.tells_alarms().await, 0, "it is well");
        t.clock.advance(SILENCE);
        assert_eq!(desk.tells_alarms().await, 1);
        let (from, told) = desk.server.taken().pop().expect("a message");
        assert!(from.starts_with("<>"), "no machine answers it: {from}");
        assert_eq!(told.to[0].email, "ada@spoc.example");
        assert_eq!(told.subject, "Mail needs a look: desk@spoc.example");
        let link = format!(
            "http://desk.test/admin/mail/mailboxes/{}/account",
            mailbox.0
        );
        assert!(told.text.contains(&link), "{}", told.text);
        assert_eq!(desk.tells_alarms().await, 0, "told once");
        // Whoever starts again knows it.
        let settings = Settings::new("http://desk.test");
        let directory = Directory::new(t.store.clone(), t.clock.clone(), settings);
        let intake = Intake::new(t.desk.clone(), directory);
        let taken = intake.take(mailbox, "1", letter(1).into_bytes()).await;
        taken.expect("it is taken");
        assert_eq!(desk.tells_alarms().await, 0, "it is well again");
        t.clock.advance(SILENCE);
        assert_eq!(desk.tells_alarms().await, 1);
        // Who wants no such mail gets none.
        let ada = desk.site.browser(&t.cast.ada).await;
        let page = ada.get("/account/mail").await.body;
        assert!(page.contains("value=\"alarm\""), "{page}");
        ada.post("/account/mail", &[("wanted", "told")]).await;
        let taken = intake.take(mailbox, "2", letter(2).into_bytes()).await;
        taken.expect("it is taken");
        desk.tells_alarms().await;
        t.clock.advance(SILENCE);
        assert_eq!(desk.tells_alarms().await, 0);
        assert_eq!(desk.server.taken().len(), 2);
    }
}

#[tokio::test]
async fn who_cannot_be_told_just_now_is_told_later_and_keeps_it_from_nobody_else() {
    for backend in backends() {
        let desk = Desk::with(backend, &["451 try again later"]).await;
        let t = &desk.site.desk;
        let now = t.clock.now();
        let hiring = move |tx: &store::Tx<'_>| {
            let role = people::find_role_by_key(tx, "administrator")?.expect("a seeded role");
            let new = NewPerson::named("Alba", Some("alba@spoc.example"), role.id);
            people::insert_person(tx, &new, now)
        };
        t.store.write(hiring).await.expect("she is hired");
        desk.has_a_mailbox_that_should_get_mail().await;
        t.clock.advance(SILENCE);
        let told_to = || {
            let taken = desk.server.taken().into_iter();
            taken
                .map(|(_, message)| message.to[0].email.clone())
                .collect::<Vec<String>>()
        };
        assert_eq!(desk.tells_alarms().await, 1, "the other one is told");
        let first = told_to();
        assert_eq!(first.len(), 2, "{first:?}");
        assert_ne!(first[0], first[1]);
        // Whoever was not told is told at the next look, and nobody twice.
        assert_eq!(desk.tells_alarms().await, 1);
        assert_eq!(told_to()[2..], first[..1]);
        assert_eq!(desk.tells_alarms().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_be_told_is_told_when_mail_goes_out_again() {
    let post = Post::new(Backend::Sqlite).await;
    let failing = Account {
        host: "127.0.0.1".into(),
        port: 1,
        security: Security::Plain,
        user: "desk".into(),
        sign_in: SignIn::Password,
        folder: "INBOX".into(),
        move_to: String::new(),
        takes_old: false,
        silence_hours: None,
    };
    let kept = post.fetched_from(failing, "a password").await;
    kept.expect("an account");
    {
        let _fetching = post.fetches_with(channels::mail::fetching::Patience::default());
        post.fails().await;
    }
    let nowhere = sender_by(&post, "smtp://127.0.0.1:1", Duration::from_secs(5));
    assert_eq!(
        nowhere
            .tell_alarms()
            .await
            .expect("the database works")
            .people,
        0
    );
    post.t.clock.advance(11 * MINUTE);
    assert_eq!(
        nowhere
            .tell_alarms()
            .await
            .expect("the database works")
            .people,
        0
    );
    let server = super::out::Server::start(&[]).await;
    let address = format!("smtp://127.0.0.1:{}", server.port());
    for told in [1, 0] {
        let sender = sender_by(&post, &address, Duration::from_secs(5));
        assert_eq!(
            sender
                .tell_alarms()
                .await
                .expect("the database works")
                .people,
            told
        );
    }
    imap::eventually(async || (server.taken().len() == 1).then_some(())).await;
}
