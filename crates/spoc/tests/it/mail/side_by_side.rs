//! Several mailboxes beside each other: one that is slow or flooded holds up no other.

use super::Post;
use super::imap::{account, eventually, letter};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::Account;
use channels::mail::model::Mail;
use channels::mail::queries;
use std::collections::BTreeSet;
use testkit::backends;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::faults::{Fault, Faulty};
use tokio::task::JoinSet;

/// More than is taken in while somebody waits.
const FLOOD: u32 = 400;
/// The number of the message in the other mailbox.
const OTHER: u32 = 9_999;

impl Post {
    /// One more mailbox, which is fetched too.
    async fn has_another(&mut self, server: &Dovecot) {
        let adding =
            |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Other", "other@spoc.example", None);
        let other = self.t.store.write(adding).await.expect("a mailbox");
        let first = std::mem::replace(&mut self.mailbox, other);
        let kept = self.fetched_from(account(server), PASSWORD).await;
        kept.expect("an account");
        self.mailbox = first;
    }

    /// Waits for the message in the other mailbox; answers all that has come until then.
    async fn has_the_others(&self) -> Vec<Mail> {
        let about = format!("VPN {OTHER}");
        eventually(async || {
            let listing = |tx: &store::Tx<'_>| queries::list_mail(tx, None, None, 10_000);
            let all = self.t.store.read(listing).await;
            let all = all.expect("the database works");
            all.iter().any(|mail| mail.subject == about).then_some(all)
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_does_not_answer_holds_up_no_other() {
    for backend in backends() {
        let (slow, mut well) = (Dovecot::start(), Dovecot::start());
        let way = Faulty::way_to(slow.port()).await;
        way.goes_wrong([Fault::AnswerStalls(0); 100]);
        let mut post = Post::new(backend).await;
        let stalling = Account {
            port: way.port(),
            ..account(&slow)
        };
        let kept = post.fetched_from(stalling, PASSWORD).await;
        kept.expect("an account");
        post.has_another(&well).await;
        let _fetching = post.fetches_with(Patience::default());
        eventually(async || (way.left() < 100).then_some(())).await;
        well.delivers(&letter(OTHER));
        assert_eq!(post.has_the_others().await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flooded_mailbox_holds_up_no_other() {
    for backend in backends() {
        let (mut flooded, mut well) = (Dovecot::start(), Dovecot::start());
        for number in 0..FLOOD {
            flooded.delivers(&letter(number));
        }
        let mut post = Post::new(backend).await;
        let kept = post.fetched_from(account(&flooded), PASSWORD).await;
        kept.expect("an account");
        post.has_another(&well).await;
        well.delivers(&letter(OTHER));
        let _fetching = post.fetches_with(Patience::default());
        let came = post.has_the_others().await.len();
        assert!(
            came < FLOOD as usize / 2,
            "after {came} of the other mailbox"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_who_writes_several_times_at_once_is_one_person() {
    const AT_ONCE: u32 = 3;
    for backend in backends() {
        let post = Post::new(backend).await;
        let mut taking = JoinSet::new();
        for number in 0..AT_ONCE {
            let raw = letter(number).replace("rita@spoc.example", "new@elsewhere.example");
            let (intake, mailbox) = (post.intake.clone(), post.mailbox);
            let source = format!("1:{number}");
            taking.spawn(async move {
                let taken = intake.take(mailbox, &source, raw.into_bytes()).await;
                taken.expect("the message is taken")
            });
        }
        let mut people = BTreeSet::new();
        for id in taking.join_all().await {
            let mail = post.mail(id).await;
            let ticket = mail.ticket.expect("a ticket");
            let ticket = post.t.ticket(&post.t.cast.anna, ticket).await;
            people.insert(ticket.expect("it is there").requester);
        }
        assert_eq!(people.len(), 1);
    }
}
