//! How what is sent gets there: encrypted or not at all where that is asked for, and in its reader's language; and where
//! it stands.

use super::out::{Server, asked, follow, sender_by, states};
use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::out::FOLLOWER;
use channels::mail::out::model::OutboxState;
use channels::mail::parsing::{self, Incoming};
use channels::mail::queries;
use directory::model::Preferences;
use kernel::ticket::{Address, Attachment, Change, Message, PublicText};
use kernel::time::{HOUR, SECOND};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use testkit::backends;
use testkit::dovecot::Dovecot;
use testkit::faults::{Fault, Faulty};

const REPLIES: usize = 3;
const PATIENCE: Duration = Duration::from_millis(500);

#[tokio::test(flavor = "multi_thread")]
async fn where_the_way_cannot_be_encrypted_nothing_is_sent_and_all_once_it_can_be() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let way = Faulty::way_to(server.port()).await;
        let certificate = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tls");
        let stranger = Dovecot::start_encrypted(&certificate);
        let number = asked(&post).await;
        for reply in 0..REPLIES {
            let text = format!("Reply {reply}.");
            let replied = post.t.reply(&post.t.cast.anna, number, &text);
            replied.await.expect("a reply");
        }
        follow(&post).await;
        let encrypted = format!("smtps://127.0.0.1:{}", way.port());
        for (url, fault) in [
            (encrypted.clone(), Some(Fault::Nonsense)),
            (encrypted.clone(), Some(Fault::Refused)),
            (encrypted.clone(), Some(Fault::AskedCut(40))),
            (encrypted.clone(), Some(Fault::AnswerStalls(0))),
            // It speaks no TLS at all, or does not offer it.
            (encrypted, None),
            (
                format!("smtp://127.0.0.1:{}?tls=required", way.port()),
                None,
            ),
            // Somebody else's certificate.
            (
                format!("smtps://127.0.0.1:{}", stranger.encrypted_port()),
                None,
            ),
        ] {
            way.goes_wrong(fault.into_iter().flat_map(|fault| [fault; REPLIES]));
            let sender = sender_by(&post, &url, PATIENCE);
            assert_eq!(sender.send_due().await.expect("it is tried"), REPLIES);
            assert_eq!(way.left(), 0, "{url} {fault:?}");
            assert_eq!(
                states(&post).await,
                [OutboxState::Waiting; REPLIES],
                "{url} {fault:?}"
            );
            post.t.clock.advance(7 * HOUR);
        }
        assert!(server.taken().is_empty());
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sent = sender_by(&post, &address, PATIENCE).send_due().await;
        assert_eq!(sent.expect("it is sent"), REPLIES);
        assert_eq!(states(&post).await, [OutboxState::Sent; REPLIES]);
        let taken = server.taken();
        let ids: BTreeSet<_> = taken
            .iter()
            .map(|(_, message)| &message.message_id)
            .collect();
        assert_eq!((taken.len(), ids.len()), (REPLIES, REPLIES));
    }
}

#[tokio::test]
async fn each_reads_what_comes_by_mail_in_their_own_language() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, PATIENCE);
        let in_english = asked(&post).await;
        let by_another = Letter {
            from: "Rob <rob@elsewhere.example>",
            ..Letter::default()
        };
        let taken = post.take(by_another).await;
        let in_german = taken.ticket.expect("a ticket");
        let ticket = post.t.ticket(&post.t.cast.anna, in_german).await;
        let rob = ticket.expect("the ticket").requester;
        let german = Preferences {
            locale: "de".into(),
            theme: "system".into(),
            time_zone: "Europe/Berlin".into(),
        };
        let keeping =
            move |tx: &store::Tx<'_>| directory::queries::update_preferences(tx, rob, &german);
        post.t.store.write(keeping).await.expect("it is kept");
        for number in [in_english, in_german] {
            let resolve = Change::Resolve {
                code: "solved".into(),
                text: "The router is new.".into(),
            };
            let resolved = post.t.change(&post.t.cast.anna, number, vec![resolve]);
            resolved.await.expect("it is resolved");
        }
        follow(&post).await;
        assert_eq!(sender.send_due().await.expect("it is sent"), 2);
        for (to, number, says) in [
            (
                "rita@spoc.example",
                in_english,
                format!("Ticket {in_english} is resolved."),
            ),
            (
                "rob@elsewhere.example",
                in_german,
                format!("Ticket {in_german} ist gelöst."),
            ),
        ] {
            let taken = server.taken();
            let one = taken.iter().find(|(_, message)| message.to[0].email == to);
            let (_, message) = one.unwrap_or_else(|| panic!("nothing of {number} to {to}"));
            assert!(message.text.contains(&says), "{}", message.text);
        }
    }
}

/// A file of a reply.
async fn file(post: &Post, name: &str, content: &'static [u8]) -> Attachment {
    let files = post.t.store.files().clone();
    let (hash, size_bytes) = files.put(content).expect("it is kept");
    Attachment {
        hash,
        name: name.into(),
        media_type: "text/plain".into(),
        size_bytes,
    }
}

#[tokio::test]
async fn what_is_kept_of_what_was_sent_acts_for_nobody_and_has_the_names_of_its_files_alone() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let number = asked(&post).await;
        let reply = Change::Reply(Message {
            text: PublicText("As it stands there.".into()),
            attachments: vec![file(&post, "router.txt", b"Hold the button for a minute.").await],
        });
        let resolve = Change::Resolve {
            code: "solved".into(),
            text: "The router is new.".into(),
        };
        for change in [reply, resolve] {
            let changed = post.t.change(&post.t.cast.anna, number, vec![change]).await;
            changed.expect("it is changed");
        }
        follow(&post).await;
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        assert_eq!(sender.send_due().await.expect("it is sent"), 2);
        let listing = |tx: &store::Tx<'_>| queries::outbox::list_outgoing(tx, None, 10);
        let listed = post.t.store.read(listing).await.expect("an answer");
        let sent: Vec<_> = server.taken().into_iter().map(|(_, it)| it).collect();
        let sent_file = |one: &Incoming| one.files.iter().any(|it| it.content.starts_with(b"Hold"));
        assert!(sent.iter().any(sent_file));
        assert!(sent.iter().any(|one| one.text.contains("/mail/choices/")));
        let site = Site::of(post.t);
        let anna = site.browser(&site.desk.cast.anna).await;
        let mut names = Vec::new();
        for one in &listed {
            let kept = anna.get(&format!("/mail/sent/{}/raw", one.id.0)).await;
            assert!(!kept.body.contains("List-Unsubscribe"), "{}", kept.body);
            let kept = parsing::parse(kept.body.as_bytes()).expect("a message");
            let like = sent.iter().find(|it| it.message_id == kept.message_id);
            let like = like.expect("it was sent");
            assert_eq!(kept.subject, like.subject);
            assert!(!kept.text.contains("/mail/choices/"), "{}", kept.text);
            for file in kept.files {
                assert!(file.content.is_empty(), "{}", file.name);
                names.push(file.name);
            }
        }
        assert_eq!(names, ["router.txt"]);
    }
}

#[tokio::test]
async fn what_is_too_large_to_be_enclosed_is_named_and_only_who_can_open_the_page_is_led_there() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let number = asked(&post).await;
        let large: &'static [u8] = vec![b'x'; 11 * 1024 * 1024].leak();
        let send = Change::Send {
            message: Message {
                text: PublicText("It is drawn there.".into()),
                attachments: vec![file(&post, "plan.txt", large).await],
            },
            requester_only: false,
            cc: vec![Address::parse("kim@carrier.example").expect("an address")],
        };
        let sent = post.t.change(&post.t.cast.anna, number, vec![send]).await;
        sent.expect("it is sent");
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        assert_eq!(sender.send_due().await.expect("it is sent"), 2);
        let page = format!("http://desk.test/my/tickets/{number}");
        for (_, message) in server.taken() {
            let (to, text) = (&message.to[0].email, &message.text);
            assert!(message.files.is_empty(), "{to}");
            assert!(text.contains("Too large to be enclosed"), "{to}: {text}");
            assert!(text.contains("plan.txt"), "{to}: {text}");
            let can_open = to == "rita@spoc.example";
            assert_eq!(text.contains(&page), can_open, "{to}: {text}");
            assert_eq!(text.contains("behind the link"), can_open, "{to}: {text}");
            assert_eq!(
                text.contains("whole conversation"),
                can_open,
                "{to}: {text}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_sent_and_cannot_be_kept_was_sent_all_the_same() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it new?");
        replied.await.expect("a reply");
        follow(&post).await;
        // What is new is written into a folder that is none any more.
        let some = file(&post, "some.txt", b"Some.").await;
        let path = post.t.store.files().path(&some.hash).expect("a path");
        let folder = path.ancestors().nth(2).expect("the folder of all");
        let incoming = folder.join("incoming");
        std::fs::remove_dir_all(&incoming).expect("it is gone");
        std::fs::write(&incoming, "").expect("a file");
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        assert_eq!(sender.send_due().await.expect("it is sent"), 1);
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        post.t.clock.advance(7 * HOUR);
        assert_eq!(sender.send_due().await.expect("nothing waits"), 0);
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test]
async fn the_page_of_what_goes_out_leads_to_what_is_older() {
    const ON_A_PAGE: usize = 100;
    let site = Site::new().await;
    let t = &site.desk;
    let adding =
        |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None);
    t.store.write(adding).await.expect("a mailbox");
    let begun = t.desk.let_follow(FOLLOWER).await;
    begun.expect("the follower begins");
    let number = t.incident(&t.cast.rita, "VPN", "It drops.").await;
    for reply in 0..=ON_A_PAGE {
        let text = format!("Reply {reply}.");
        let replied = t.reply(&t.cast.anna, number, &text).await;
        replied.expect("a reply");
    }
    t.follow(FOLLOWER).await;
    let ada = site.browser(&t.cast.ada).await;
    let rows = |page: &str| page.matches("/retry\"").count();
    let older = |page: &str| {
        let (_, behind) = page.split_once("\"/admin/mail/queue?before=")?;
        let (id, _) = behind.split_once('"')?;
        Some(format!("/admin/mail/queue?before={id}"))
    };
    let latest = ada.page("/admin/mail/queue").await;
    assert_eq!(rows(&latest), ON_A_PAGE);
    let first = ada
        .page(&older(&latest).expect("a way to the older ones"))
        .await;
    assert_eq!((rows(&first), older(&first)), (1, None));
}
