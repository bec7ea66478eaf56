//! Folders of a mailbox: called as people call them, and without what was taken out of them.

use super::Post;
use super::imap::{account, eventually, letter};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::Account;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::{Backend, backends};

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_called_as_people_call_it() {
    for backend in backends() {
        let mut server = Dovecot::start();
        server.has_folder("St&APY-rungen");
        server.has_folder("R&-D");
        let post = Post::new(backend).await;
        let named = Account {
            folder: "Störungen".into(),
            move_to: "R&D".into(),
            ..account(&server)
        };
        server.delivers_to("St&APY-rungen", &letter(1), None);
        post.fetched_from(named.clone(), PASSWORD)
            .await
            .expect("an account");
        {
            let _fetching = post.fetches_with(Patience::default());
            post.has_taken(1).await;
            eventually(async || {
                let (left, moved) = (server.lying_in("St&APY-rungen"), server.lying_in("R&-D"));
                (left.is_empty() && moved.len() == 1).then_some(())
            })
            .await;
        }
        // Whoever has entered it as servers write it meant the same.
        server.delivers_to("St&APY-rungen", &letter(2), None);
        let written = Account {
            folder: "St&APY-rungen".into(),
            ..named
        };
        post.fetched_from(written, PASSWORD)
            .await
            .expect("an account");
        let _fetching = post.fetches_with(Patience::default());
        post.has_taken(2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folders_that_there_are_are_named_where_one_is_missing() {
    let server = Dovecot::start();
    server.has_folder("St&APY-rungen");
    let post = Post::new(Backend::Sqlite).await;
    let missing = Account {
        folder: "Wünsche".into(),
        ..account(&server)
    };
    post.fetched_from(missing, PASSWORD)
        .await
        .expect("an account");
    let _fetching = post.fetches_with(Patience::default());
    assert_eq!(post.fails().await, "imap_folder");
    let failing = post.progress().await.progress.failing;
    let (_, reason) = failing.expect("it fails");
    assert!(reason.of.starts_with("Wünsche ("), "{}", reason.of);
    assert!(reason.of.contains("Störungen"), "{}", reason.of);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_copied_away_is_taken_out_of_its_folder_and_nothing_else() {
    let mut server = Dovecot::start_without_moving();
    server.has_folder("Taken");
    let post = Post::new(Backend::Sqlite).await;
    // Somebody else has marked this one to be taken out, and has not done so.
    server.delivers(&letter(1));
    let lying = server.lying_in("INBOX").remove(0);
    server.marks(&lying, "T");
    let moving = Account {
        move_to: "Taken".into(),
        takes_old: false,
        ..account(&server)
    };
    post.fetched_from(moving, PASSWORD)
        .await
        .expect("an account");
    let _fetching = post.fetches_with(Patience::default());
    eventually(async || post.progress().await.progress.succeeded_at).await;
    server.delivers(&letter(2));
    post.has_taken(1).await;
    eventually(async || {
        let (left, taken) = (server.lying_in("INBOX"), server.lying_in("Taken"));
        (left.len() == 1 && taken.len() == 1 && left[0].starts_with("1.test")).then_some(())
    })
    .await;
}
