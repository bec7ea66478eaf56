//! The page where a mailbox is set up to be fetched: what is entered is tried first, and what is wrong is said.

use crate::pages::{Browser, Site, value_of};
use channels::mail::fetching::account::Kept;
use channels::mail::queries;
use std::path::Path;
use testkit::dovecot::{Dovecot, PASSWORD, USER};
use web::axum::http::StatusCode;

/// A certificate that nobody trusts, for 127.0.0.1.
fn certificate() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/tls"))
}

/// A site with a mailbox, and the page where it is set up.
async fn site() -> (Site, String) {
    let site = Site::new().await;
    let adding =
        |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None);
    let mailbox = site.desk.store.write(adding).await.expect("a mailbox");
    let page = format!("/admin/mail/mailboxes/{}/account", mailbox.0);
    (site, page)
}

async fn kept(site: &Site) -> Option<Kept> {
    let reading = |tx: &store::Tx<'_>| {
        let mailbox = queries::mailboxes(tx)?[0].id;
        queries::accounts::find(tx, mailbox)
    };
    let store = &site.desk.store;
    store.read(reading).await.expect("the database works")
}

/// Sends the form with some of its fields otherwise; answers the page that says what is wrong.
async fn refused(ada: &Browser<'_>, page: &str, otherwise: &[(&str, &str)]) -> String {
    let answer = ada.post(page, otherwise).await;
    let said = &answer.body;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
    assert!(said.contains("nothing is saved"), "{said}");
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_entered_is_tried_before_it_is_kept_and_the_password_need_not_be_entered_again() {
    let server = Dovecot::start();
    let port = server.port().to_string();
    let (site, page) = site().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let proposed = ada.page(&page).await;
    assert_eq!(value_of(&proposed, "user"), "desk@spoc.example");
    let form = |password, folder, entered| {
        [
            ("host", "127.0.0.1"),
            ("security", "plain"),
            ("port", port.as_str()),
            ("user", USER),
            ("password", password),
            ("folder", folder),
            ("entered", entered),
        ]
    };
    let said = refused(&ada, &page, &form("wrong", "INBOX", "")).await;
    assert!(said.contains("refused user or password"), "{said}");
    let said = refused(&ada, &page, &form(PASSWORD, "Inbux", "")).await;
    assert!(
        said.contains("There is no folder Inbux (INBOX)") && !said.contains(PASSWORD),
        "{said}"
    );
    assert!(kept(&site).await.is_none());
    let entered = value_of(&said, "entered");
    let saved = ada.post(&page, &form("", "INBOX", &entered)).await;
    assert_eq!(saved.leads_to(), page);
    let account = kept(&site).await.expect("an account").account;
    assert_eq!(
        (account.folder.as_str(), account.user.as_str()),
        ("INBOX", USER)
    );
    // What was entered is of use in this session alone, and nobody else comes here at all.
    let adas = site.browser(&site.desk.cast.ada).await;
    let elsewhere = adas.post(&page, &form("", "INBOX", &entered)).await;
    assert_eq!(elsewhere.leads_to(), page, "the one that is kept is taken");
    let moved = [
        ("host", "localhost"),
        ("security", "plain"),
        ("user", USER),
        ("folder", "INBOX"),
        ("entered", entered.as_str()),
    ];
    let foreign = adas.post(&page, &moved).await;
    assert!(
        foreign.body.contains("Enter the password"),
        "{}",
        foreign.body
    );
    let anna = site.browser(&site.desk.cast.anna).await;
    let answer = anna.post(&page, &form(PASSWORD, "INBOX", "")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_does_not_work_it_is_said_what_would_and_it_is_kept_where_that_is_wanted() {
    let server = Dovecot::start_encrypted(certificate());
    let (plain, encrypted) = (
        server.port().to_string(),
        server.encrypted_port().to_string(),
    );
    let (site, page) = site().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let form = |host, security, port, folder, move_to| {
        [
            ("host", host),
            ("security", security),
            ("port", port),
            ("user", USER),
            ("password", PASSWORD),
            ("folder", folder),
            ("move_to", move_to),
        ]
    };
    for (host, security, port, move_to, expected) in [
        (
            "nobody.invalid",
            "tls",
            "",
            "",
            "no server of this name (nobody.invalid)",
        ),
        ("127.0.0.1", "tls", "1", "", "cannot be reached"),
        (
            "127.0.0.1",
            "tls",
            &encrypted,
            "",
            "has signed the certificate of 127.0.0.1",
        ),
        (
            "127.0.0.1",
            "starttls",
            &plain,
            "",
            "has signed the certificate of 127.0.0.1",
        ),
        ("127.0.0.1", "tls", &plain, "", "choose STARTTLS"),
        (
            "127.0.0.1",
            "plain",
            &plain,
            "Taken",
            "no folder Taken (INBOX)",
        ),
    ] {
        let sent = form(host, security, port, "INBOX", move_to);
        let said = refused(&ada, &page, &sent).await;
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(kept(&site).await.is_none());
    let sent = form("127.0.0.1", "tls", "1", "INBOX", "");
    let anyway = [&sent[..], &[("anyway", "yes")]].concat();
    assert_eq!(ada.post(&page, &anyway).await.leads_to(), page);
    let account = kept(&site).await.expect("an account").account;
    assert_eq!(account.port, 1);
}
