//! A mailbox whose messages get other numbers, or that lies elsewhere: what came since is taken, and nothing that was there
//! before.

use super::imap::{self, eventually, letter};
use super::{Post, whys};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::Account;
use channels::mail::model::{Mail, Outcome};
use kernel::Clock;
use kernel::time::{DAY, HOUR, MINUTE};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::faults::{Fault, Faulty};
use testkit::{Backend, backends};

fn nameless(number: u32) -> String {
    letter(number).replace("Message-ID:", "X-Was:")
}

/// Where new mail alone is wanted.
fn new_mail(server: &Dovecot) -> Account {
    Account {
        takes_old: false,
        ..imap::account(server)
    }
}

fn created(all: &[Mail]) -> Vec<&str> {
    let created = all.iter().filter(|it| it.outcome == Outcome::Created);
    created.map(|it| it.subject.as_str()).collect()
}

impl Post {
    /// An instant by the desk's clock, so many microseconds from now.
    fn instant(&self, later: i64) -> Option<SystemTime> {
        let micros = self.t.clock.now().plus(later).0;
        let since = u64::try_from(micros).expect("after 1970");
        Some(UNIX_EPOCH + Duration::from_micros(since))
    }

    async fn visits(&self) {
        eventually(async || self.progress().await.progress.succeeded_at).await;
    }

    /// What was there before, and what is taken at first.
    async fn has_begun(&self, server: &mut Dovecot, account: Account) {
        server.delivers_to("INBOX", &letter(1), self.instant(-300 * DAY));
        server.delivers_to("INBOX", &letter(2), self.instant(-MINUTE));
        let kept = self.fetched_from(account, PASSWORD).await;
        kept.expect("an account");
        let _fetching = self.fetches_with(Patience::default());
        self.visits().await;
        server.delivers_to("INBOX", &letter(3), self.instant(MINUTE));
        server.delivers_to("INBOX", &nameless(4), self.instant(MINUTE));
        let all = self.has_taken(2).await;
        assert_eq!(created(&all), ["VPN 3", "VPN 4"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_since_is_taken_once_where_numbers_are_new_and_nothing_of_before() {
    for backend in backends() {
        let mut server = Dovecot::start();
        let post = Post::new(backend).await;
        let account = new_mail(&server);
        post.has_begun(&mut server, account).await;
        let before = post.progress().await.progress.uid_validity;
        server.renumbers();
        server.delivers_to("INBOX", &letter(5), post.instant(2 * MINUTE));
        let _fetching = post.fetches_with(Patience::default());
        let all = post.has_taken(5).await;
        assert_eq!(created(&all), ["VPN 3", "VPN 4", "VPN 5"]);
        let mut again: Vec<_> = all[2..].iter().flat_map(whys).collect();
        again.sort_unstable();
        assert_eq!(again, ["duplicate", "new", "same_content"]);
        eventually(async || {
            let now = post.progress().await.progress.uid_validity;
            (now != before).then_some(())
        })
        .await;
        // From here on it goes by numbers again.
        server.delivers_to("INBOX", &letter(6), post.instant(-300 * DAY));
        let all = post.has_taken(6).await;
        assert_eq!(created(&all).last(), Some(&"VPN 6"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_before_is_taken_where_looking_through_new_numbers_breaks_off() {
    let mut server = Dovecot::start();
    let way = Faulty::way_to(server.port()).await;
    let post = Post::new(Backend::Sqlite).await;
    let by_way = Account {
        port: way.port(),
        ..new_mail(&server)
    };
    post.has_begun(&mut server, by_way).await;
    // This one was there before, and gets a number behind the others.
    server.delivers_to("INBOX", &letter(9), post.instant(-300 * DAY));
    server.renumbers();
    way.goes_wrong((1..8).map(|times| Fault::AnswerCut(300 + 100 * times)));
    let impatient = Patience {
        pause: Duration::from_millis(20),
        pause_max: Duration::from_millis(50),
        ..Patience::default()
    };
    let _fetching = post.fetches_with(impatient);
    eventually(async || (way.left() == 0).then_some(())).await;
    server.delivers_to("INBOX", &letter(5), post.instant(2 * MINUTE));
    let all = post.has_taken(5).await;
    assert_eq!(created(&all), ["VPN 3", "VPN 4", "VPN 5"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_the_server_was_away_is_taken_from_where_it_is_now() {
    for backend in backends() {
        for moved in [
            (|it: &mut Account| it.host = "localhost".into()) as fn(&mut Account),
            |it: &mut Account| it.user = "other".into(),
        ] {
            let mut server = Dovecot::start();
            let post = Post::new(backend).await;
            let account = new_mail(&server);
            post.has_begun(&mut server, account).await;
            // For two days nobody could reach it.
            server.delivers_to("INBOX", &letter(5), post.instant(DAY));
            post.t.clock.advance(2 * DAY);
            let mut elsewhere = new_mail(&server);
            moved(&mut elsewhere);
            let kept = post.fetched_from(elsewhere, PASSWORD).await;
            kept.expect("an account");
            let _fetching = post.fetches_with(Patience::default());
            // What has the number that it had is the same message.
            let all = post.has_taken(3).await;
            assert_eq!(created(&all), ["VPN 3", "VPN 4", "VPN 5"]);
            server.delivers_to("INBOX", &letter(6), post.instant(HOUR));
            let all = post.has_taken(4).await;
            assert_eq!(created(&all).last(), Some(&"VPN 6"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_folder_is_a_new_one() {
    let mut server = Dovecot::start();
    server.has_folder("Desk");
    let post = Post::new(Backend::Sqlite).await;
    let account = new_mail(&server);
    post.has_begun(&mut server, account).await;
    server.delivers_to("Desk", &letter(5), post.instant(2 * MINUTE));
    let desk = Account {
        folder: "Desk".into(),
        ..new_mail(&server)
    };
    let kept = post.fetched_from(desk, PASSWORD).await;
    kept.expect("an account");
    let _fetching = post.fetches_with(Patience::default());
    post.visits().await;
    server.delivers_to("Desk", &letter(6), post.instant(3 * MINUTE));
    let all = post.has_taken(3).await;
    assert_eq!(created(&all), ["VPN 3", "VPN 4", "VPN 6"]);
}

#[tokio::test]
async fn a_number_that_comes_again_with_another_content_is_another_message() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let taken = async |number| {
            let raw = letter(number).into_bytes();
            let taken = post.intake.take(post.mailbox, "imap:1:7", raw).await;
            post.mail(taken.expect("it is taken")).await
        };
        let (first, second) = (taken(1).await, taken(2).await);
        assert_eq!(first.id, taken(1).await.id);
        assert_eq!(second.outcome, Outcome::Created);
        assert_ne!(first.ticket, second.ticket);
        assert_eq!(second.id, taken(2).await.id);
    }
}
