//! Mail that people can do without: the link in it switches it off, and on again, and nothing else does.

use super::out::{Server, asked, bounce_of, follow, sender_by, states};
use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::out::model::OutboxState;
use channels::mail::queries;
use kernel::automation::{Action, Event, Rule};
use kernel::ticket::{Address, Change, Message, PublicText};
use kernel::time::{HOUR, SECOND};
use kernel::{Actor, TicketId};
use std::time::Duration;
use testkit::backends;
use tower::ServiceExt;
use web::axum::Router;
use web::axum::body::{Body, to_bytes};
use web::axum::http::{Method, Request, StatusCode};

/// What mail programs send when somebody presses their button (RFC 8058).
const PRESSED: [(&str, &str); 2] = [
    (
        "application/x-www-form-urlencoded",
        "List-Unsubscribe=One-Click",
    ),
    (
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
    ),
];

/// The desk behind HTTP.
fn site(post: &Post) -> Router {
    let (directory, desk) = (post.directory.clone(), post.t.desk.clone());
    spoc::server::router(&spoc::server::floor(directory, desk, work::Live::new()))
}

/// Asks without cookies, as mail programs do.
async fn ask(
    site: &Router,
    method: Method,
    path: &str,
    sent: (&str, &str),
) -> (StatusCode, String) {
    let (kind, body) = sent;
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header("content-type", kind)
        .body(Body::from(body.to_owned()));
    let answer = site.clone().oneshot(request.expect("a request")).await;
    let answer = answer.expect("an answer");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1_000_000)
        .await
        .expect("a page");
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// Reopens a ticket that is done, and resolves it.
async fn resolve(post: &Post, ticket: TicketId) {
    let anna = &post.t.cast.anna;
    if !post
        .t
        .ticket(anna, ticket)
        .await
        .expect("it is there")
        .is_open()
    {
        let text = String::new();
        let reopened = post
            .t
            .change(anna, ticket, vec![Change::Reopen { text }])
            .await;
        reopened.expect("it is reopened");
    }
    let resolve = Change::Resolve {
        code: "solved".into(),
        text: "The router is new.".into(),
    };
    let resolved = post.t.change(anna, ticket, vec![resolve]).await;
    resolved.expect("it is resolved");
    follow(post).await;
}

#[tokio::test]
async fn who_switches_such_mail_off_gets_no_more_of_it_until_they_want_it_again() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let (site, number) = (site(&post), asked(&post).await);
        resolve(&post, number).await;
        sender.send_due().await.expect("it is sent");
        let told = server.taken()[0].1.text.clone();
        let mut paths = told
            .lines()
            .filter_map(|line| line.strip_prefix("http://desk.test"));
        let link = paths
            .find(|path| path.starts_with("/mail/choices/"))
            .expect("a link");

        // Programs that open every link change nothing.
        let nothing = ("text/plain", "");
        let (status, page) = ask(&site, Method::GET, link, nothing).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Do not send such mail any more"), "{page}");
        let mut sent = 1;
        for pressed in PRESSED {
            resolve(&post, number).await;
            sent += 1;
            assert_eq!(states(&post).await.len(), sent);
            let (status, page) = ask(&site, Method::POST, link, pressed).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert!(page.contains("is not sent to you any more"), "{page}");
            resolve(&post, number).await;
            assert_eq!(states(&post).await.len(), sent);
            let wanted = format!("{link}/wanted");
            let (status, _) = ask(&site, Method::POST, &wanted, nothing).await;
            assert_eq!(status, StatusCode::OK);
        }

        // What is theirs and no notice is sent whatever they chose, and nobody makes a link for somebody else.
        ask(&site, Method::POST, link, PRESSED[0]).await;
        let replied = post
            .t
            .reply(&post.t.cast.anna, number, "One more thing.")
            .await;
        replied.expect("a reply");
        follow(&post).await;
        assert_eq!(states(&post).await.len(), sent + 1);
        let other = link.replace("resolved", "followed");
        for path in [
            other.as_str(),
            "/mail/choices/1-resolved-00",
            "/mail/choices/x",
        ] {
            for method in [Method::GET, Method::POST] {
                assert_eq!(
                    ask(&site, method, path, PRESSED[0]).await.0,
                    StatusCode::NOT_FOUND
                );
            }
        }
    }
}

#[tokio::test]
async fn answers_on_tickets_that_one_only_follows_can_be_done_without_and_ones_own_cannot() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        asked(&post).await;
        let to = "desk@spoc.example, Rob <rob@spoc.example>";
        let both = post
            .take(Letter {
                to,
                ..Letter::default()
            })
            .await;
        let number = both.ticket.expect("a ticket");
        let replied = post
            .t
            .reply(&post.t.cast.anna, number, "Is it better?")
            .await;
        replied.expect("a reply");
        follow(&post).await;
        sender.send_due().await.expect("it is sent");
        let taken = server.taken();
        let said_to = |email: &str| {
            let to = taken
                .iter()
                .find(|(_, message)| message.to[0].email == email);
            to.expect("a message").1.text.contains("/mail/choices/")
        };
        assert_eq!(
            (said_to("rita@spoc.example"), said_to("rob@spoc.example")),
            (false, true)
        );
    }
}

#[tokio::test]
async fn who_wants_no_answers_on_tickets_that_they_follow_gets_the_copies_that_agents_send_them() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let (site, number) = (site(&post), asked(&post).await);
        let cast = &post.t.cast;
        let watch = Change::Watch(cast.rob.person.expect("a person"));
        let watched = post.t.change(&cast.anna, number, vec![watch]).await;
        watched.expect("he follows");
        let sends = async |cc: Vec<Address>| {
            let send = Change::Send {
                message: Message {
                    text: PublicText("Is it better?".into()),
                    attachments: Vec::new(),
                },
                requester_only: false,
                cc,
            };
            let sent = post.t.change(&cast.anna, number, vec![send]).await;
            sent.expect("it is sent");
            post.t.clock.advance(11 * SECOND);
            follow(&post).await;
            sender.send_due().await.expect("it goes out");
        };
        let robs = || {
            let taken = server.taken().into_iter().map(|(_, message)| message);
            let robs = taken.filter(|message| message.to[0].email == "rob@spoc.example");
            robs.map(|message| message.text).collect::<Vec<String>>()
        };
        let rob = || vec![Address::parse("rob@spoc.example").expect("an address")];
        sends(rob()).await;
        assert_eq!(robs().len(), 1, "who gets it anyway gets it once");
        let text = robs().pop().expect("a message");
        let mut paths = text
            .lines()
            .filter_map(|line| line.strip_prefix("http://desk.test"));
        let link = paths.find(|path| path.starts_with("/mail/choices/"));
        let link = link.expect("a link");
        let (status, page) = ask(&site, Method::POST, link, PRESSED[0]).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        sends(Vec::new()).await;
        assert_eq!(robs().len(), 1);
        sends(rob()).await;
        assert_eq!(robs().len(), 2);
    }
}

#[tokio::test]
async fn what_a_rule_answers_says_that_nobody_wrote_it() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let answer = |policy: &mut kernel::Policy| {
            let then = vec![Action::Reply("We are looking at it.".into())];
            policy.rules = vec![Rule {
                then,
                ..Rule::new("answer", [Event::Opened])
            }];
        };
        let decided = post
            .t
            .desk
            .change_policy(&Actor::spoc(), "rules", answer)
            .await;
        decided.expect("the policy is put in force");
        asked(&post).await;
        follow(&post).await;
        post.t.clock.advance(HOUR);
        sender.send_due().await.expect("it is sent");
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        let (from, message) = &server.taken()[0];
        assert_eq!(from.split(' ').next(), Some("<>"));
        assert!(message.automatic.is_some() && message.text.contains("looking at it"));
    }
}

#[tokio::test]
async fn agents_who_follow_a_ticket_are_no_recipients_of_its_replies() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let number = asked(&post).await;
        let cast = &post.t.cast;
        let watch = [&cast.ben, &cast.rob].map(|actor| Change::Watch(actor.person.expect("one")));
        let watched = post.t.change(&cast.anna, number, watch.into()).await;
        watched.expect("they follow");
        let replied = post.t.reply(&cast.anna, number, "Is it better?").await;
        replied.expect("a reply");
        follow(&post).await;
        let listing = |tx: &store::Tx<'_>| queries::outbox::list_outgoing(tx, None, 100);
        let listed = post.t.store.read(listing).await.expect("a list");
        let mut to: Vec<_> = listed.iter().map(|one| one.to.email.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["rita@spoc.example", "rob@spoc.example"]);
    }
}

#[tokio::test]
async fn what_one_wants_no_mail_of_is_chosen_on_the_page_of_ones_account_too() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let (number, cast) = (asked(&post).await, post.t.cast.clone());
        resolve(&post, number).await;
        let before = states(&post).await.len();
        let site = Site::of(post.t);
        let [anna, rita] = [
            site.browser(&cast.anna).await,
            site.browser(&cast.rita).await,
        ];
        assert!(rita.page("/account").await.contains("/account/mail"));
        let of_agents = "tickets that are given to you";
        assert!(anna.page("/account/mail").await.contains(of_agents));
        let page = rita.page("/account/mail").await;
        assert!(!page.contains(of_agents), "{page}");
        assert_eq!(page.matches(" checked").count(), 4, "{page}");
        let kept = rita.post("/account/mail", &[("wanted", "survey")]).await;
        assert_eq!(kept.leads_to(), "/account/mail");
        let page = rita.page("/account/mail").await;
        assert_eq!(page.matches(" checked").count(), 1, "{page}");
        drop((anna, rita));
        let post = Post {
            t: site.desk,
            ..post
        };
        resolve(&post, number).await;
        assert_eq!(states(&post).await.len(), before);
    }
}

#[tokio::test]
async fn mail_goes_again_where_it_came_back_once_its_reader_says_so_or_writes() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&[]).await;
        let (number, cast) = (asked(&post).await, post.t.cast.clone());
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let reply = async |post: &Post| {
            let replied = post.t.reply(&cast.anna, number, "Better now?").await;
            replied.expect("a reply");
            follow(post).await;
            post.t.clock.advance(HOUR);
            sender.send_due().await.expect("it is sent");
            *states(post).await.last().expect("something to send")
        };
        assert_eq!(reply(&post).await, OutboxState::Sent);
        let id = server.taken()[0].1.message_id.clone().expect("an id");
        post.take_raw(bounce_of(&id)).await;
        assert_eq!(reply(&post).await, OutboxState::Suppressed);

        let site = Site::of(post.t);
        let rita = site.browser(&cast.rita).await;
        let page = rita.page("/account/mail").await;
        assert!(
            page.contains("Mail to rita@spoc.example came back"),
            "{page}"
        );
        let again = rita.post("/account/mail/reach", &[]).await;
        assert_eq!(again.leads_to(), "/account/mail");
        assert!(!rita.page("/account/mail").await.contains("came back"));
        drop(rita);
        let post = Post {
            t: site.desk,
            ..post
        };
        assert_eq!(reply(&post).await, OutboxState::Sent);

        post.take_raw(bounce_of(&id)).await;
        assert_eq!(reply(&post).await, OutboxState::Suppressed);
        post.take(Letter::default()).await;
        assert_eq!(reply(&post).await, OutboxState::Sent);
    }
}
