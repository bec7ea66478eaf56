//! The mailbox of a service: what comes in by it is about that, and what is about that is answered from it.

use super::out::{Server, follow, sender_by};
use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::actions::{MailboxEdit, save_mailbox};
use channels::mail::model::MailboxId;
use channels::mail::out::FOLLOWER;
use directory::actions::{ServiceEdit, create_service, edit_service};
use kernel::ticket::{Kind, NewTicket};
use kernel::{Clock, ServiceId, TeamId};
use std::time::Duration;
use testkit::{TestDesk, backends};
use web::axum::http::StatusCode;

async fn payroll(t: &TestDesk) -> ServiceId {
    let (ada, now) = (t.cast.ada.clone(), t.clock.now());
    let edit = ServiceEdit {
        name: Some("Payroll".into()),
        ..ServiceEdit::default()
    };
    let create = move |tx: &store::Tx<'_>| create_service(tx, &ada, now, &edit);
    t.store.write(create).await.expect("a service").id
}

async fn mailbox(
    post: &Post,
    name: &str,
    service: Option<ServiceId>,
    team: Option<TeamId>,
) -> MailboxId {
    let edit = MailboxEdit {
        name: name.into(),
        address: format!("{}@spoc.example", name.to_lowercase()),
        team,
        service,
        active: true,
        trusted_servers: Vec::new(),
        plus_addresses: true,
    };
    let (ada, now) = (post.t.cast.ada.clone(), post.t.clock.now());
    let saving = move |tx: &store::Tx<'_>| save_mailbox(tx, &ada, now, None, &edit);
    let saved = post.t.store.write(saving).await.expect("it can be saved");
    saved.expect("a mailbox")
}

#[tokio::test]
async fn a_ticket_of_a_service_is_answered_from_its_address_and_one_without_from_its_teams() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let by = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &by, Duration::from_secs(60));
        let (cast, service) = (&post.t.cast, payroll(&post.t).await);
        // The service's stands first among them, and is of the same team as another one.
        mailbox(&post, "Accounts", Some(service), Some(cast.network)).await;
        mailbox(&post, "Network", None, Some(cast.network)).await;
        post.t.desk.let_follow(FOLLOWER).await.expect("it follows");
        let rita = cast.rita.person.expect("a person");
        for (service, team, from) in [
            (Some(service), Some(cast.workplace), "accounts@spoc.example"),
            (Some(service), Some(cast.network), "accounts@spoc.example"),
            (None, Some(cast.network), "network@spoc.example"),
            (None, Some(cast.workplace), "desk@spoc.example"),
            (None, None, "desk@spoc.example"),
        ] {
            let mut new = NewTicket::new(Kind::Incident, rita, "Too little");
            (new.service, new.team) = (service, team);
            let number = post.t.open(&cast.ada, new).await.expect("a ticket");
            let replied = post.t.reply(&cast.ada, number, "We look at it.").await;
            replied.expect("a reply");
            follow(&post).await;
            sender.send_due().await.expect("it is sent");
            let taken = server.taken();
            let (envelope, message) = taken.last().expect("a message");
            let said = message.from.as_ref().expect("a sender");
            assert_eq!(said.email, from, "{service:?} {team:?}");
            assert!(envelope.contains(from), "{envelope}");
            let back = message.reply_to.as_ref().expect("a token");
            let plain = channels::mail::token::plain(&back.email);
            assert_eq!(plain, from, "{service:?} {team:?}");
        }
    }
}

#[tokio::test]
async fn what_comes_in_by_the_mailbox_of_a_service_is_about_it_while_there_is_one() {
    for backend in backends() {
        let mut post = Post::new(backend).await;
        let service = payroll(&post.t).await;
        let elsewhere = post.take(Letter::default()).await.ticket.expect("a ticket");
        post.mailbox = mailbox(&post, "Payroll", Some(service), None).await;
        let about = post.take(Letter::default()).await.ticket.expect("a ticket");
        let (ada, now) = (post.t.cast.ada.clone(), post.t.clock.now());
        let retired = ServiceEdit {
            active: Some(false),
            ..ServiceEdit::default()
        };
        let retire = move |tx: &store::Tx<'_>| edit_service(tx, &ada, now, service, &retired);
        post.t.store.write(retire).await.expect("it is retired");
        let later = post.take(Letter::default()).await.ticket.expect("a ticket");
        for (number, expected) in [(elsewhere, None), (about, Some(service)), (later, None)] {
            let ticket = post.t.ticket(&post.t.cast.anna, number).await;
            assert_eq!(ticket.expect("it is there").service, expected);
        }
    }
}

#[tokio::test]
async fn administrators_choose_the_service_of_a_mailbox_where_there_are_services() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    assert!(!ada.page("/admin/mail").await.contains("name=\"service\""));
    let service = payroll(&site.desk).await.to_string();
    let mailbox = |service| {
        [
            ("name", "Payroll"),
            ("address", "payroll@spoc.example"),
            ("active", "yes"),
            ("service", service),
        ]
    };
    let unknown = ada.post("/admin/mail/mailboxes", &mailbox("9999")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let chosen = format!("<option value=\"{service}\" selected>Payroll</option>");
    assert!(!ada.page("/admin/mail").await.contains(&chosen));
    ada.post("/admin/mail/mailboxes", &mailbox(&service))
        .await
        .leads_to();
    assert!(ada.page("/admin/mail").await.contains(&chosen));
    ada.post("/admin/mail/mailboxes/1", &mailbox(""))
        .await
        .leads_to();
    assert!(!ada.page("/admin/mail").await.contains(&chosen));
}
