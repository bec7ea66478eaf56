//! However many mailboxes there are, all of them are visited and shown.

use super::Post;
use super::imap::{account, eventually, letter};
use crate::pages::Site;
use channels::mail::fetching::Patience;
use channels::mail::queries;
use std::collections::BTreeSet;
use std::time::Duration;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::{Backend, backends};

#[tokio::test(flavor = "multi_thread")]
async fn mailboxes_for_which_there_is_no_line_take_turns() {
    for backend in backends() {
        let mut server = Dovecot::start();
        let mut post = Post::new(backend).await;
        let mut all = BTreeSet::new();
        for name in ["one", "two", "three"] {
            let address = format!("{name}@spoc.example");
            let adding =
                move |tx: &store::Tx<'_>| queries::insert_mailbox(tx, name, &address, None);
            post.mailbox = post.t.store.write(adding).await.expect("a mailbox");
            all.insert(post.mailbox.0);
            let kept = post.fetched_from(account(&server), PASSWORD).await;
            kept.expect("an account");
        }
        let one_line = Patience {
            lines: 1,
            poll: Duration::from_millis(50),
            ..Patience::default()
        };
        let _fetching = post.fetches_with(one_line);
        for number in 1..=3 {
            server.delivers(&letter(number));
            eventually(async || {
                let mail = post.all_mail().await;
                let visited: BTreeSet<i64> = mail.iter().map(|mail| mail.mailbox.0).collect();
                let is_all = visited == all && mail.len() == number as usize * all.len();
                is_all.then_some(())
            })
            .await;
        }
    }
}

#[tokio::test]
async fn the_page_shows_some_mailboxes_at_a_time_and_the_last_of_many_works() {
    let post = Post::new(Backend::Sqlite).await;
    let adding = |tx: &store::Tx<'_>| {
        for number in 1..=300 {
            let name = format!("M{number:03}");
            queries::insert_mailbox(tx, &name, &format!("{name}@spoc.example"), None)?;
        }
        queries::mailboxes(tx)
    };
    let all = post.t.store.write(adding).await.expect("mailboxes");
    assert_eq!(all.len(), 301);
    let site = Site::of(post.t);
    let ada = site.browser(&site.desk.cast.ada).await;
    let first = ada.page("/admin/mail").await;
    assert!(first.contains("M001@") && !first.contains("M100@"));
    let last = ada.page("/admin/mail?mailboxes=300").await;
    assert!(last.contains("M300@") && !last.contains("M001@"));
    let beyond = format!("/admin/mail?mailboxes={}", usize::MAX);
    assert!(!ada.page(&beyond).await.contains("M300@"));
    let wrong = [("name", "Last"), ("address", "desk@spoc.example")];
    let id = all.last().expect("one").id.0;
    let refused = ada
        .post(&format!("/admin/mail/mailboxes/{id}"), &wrong)
        .await;
    let said = "Another mailbox has this address";
    assert!(refused.body.contains(said), "{}", refused.body);
}
