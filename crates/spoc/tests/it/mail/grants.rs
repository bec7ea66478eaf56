//! A mailbox whose provider lets the desk in (OAuth 2.0): fetched from Dovecot and sent by Exim, which both ask the
//! provider what a token allows.

use super::imap::{account, eventually, letter};
use super::out::{Server, asked, follow, sender_by, states};
use super::{Letter, Post};
use crate::pages::{Browser, Site, value_of};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::{Account, Alarm, Security, SignIn};
use channels::mail::grants::connecting::{self, Answer};
use channels::mail::grants::{Sending, Terms, tokens};
use channels::mail::out::Sender;
use channels::mail::out::model::OutboxState;
use channels::mail::{grants, queries};
use directory::model::NewPerson;
use directory::queries as people;
use directory::{Directory, Settings};
use kernel::time::{HOUR, MINUTE};
use kernel::{Actor, Clock};
use std::time::Duration;
use testkit::dovecot::{Dovecot, USER};
use testkit::exim::Exim;
use testkit::oauth::{CLIENT, Provider, SECRET};
use testkit::{Backend, backends};
use tokio::net::TcpListener;
use web::axum::http::StatusCode;

const BASE: &str = "http://desk.test";

fn terms(provider: &Provider) -> Terms {
    Terms {
        client_id: CLIENT.into(),
        authorisation_url: provider.url("/authorize"),
        token_url: provider.url("/token"),
        scope: "mail offline_access".into(),
        inside: true,
        sending: None,
    }
}

/// What somebody who was sent back brings along.
fn brought(location: &str) -> Answer {
    let (_, query) = location.split_once('?').expect("something");
    let of = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(key, _)| *key == name);
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    Answer {
        state: of("state"),
        code: of("code"),
        error: of("error"),
    }
}

impl Post {
    /// An administrator has the provider let the desk in.
    async fn connected(&self, provider: &Provider, terms: &Terms) {
        let (seal, now) = (self.t.store.seal().clone(), self.t.clock.now());
        let (actor, mailbox, wanted) = (self.t.cast.ada.clone(), self.mailbox, terms.clone());
        let saving = move |tx: &store::Tx<'_>| {
            grants::save(tx, &seal, &actor, now, mailbox, (&wanted, SECRET))
        };
        let saved = self.t.store.write(saving).await;
        saved.expect("the database works").expect("terms");
        let (desk, ada) = (&self.t.desk, &self.t.cast.ada);
        let begun = connecting::begin(desk, BASE, ada, mailbox).await;
        let location = provider.allows(&begun.expect("an address"));
        let taken = connecting::take(desk, BASE, ada, brought(&location)).await;
        assert_eq!(taken.expect("the database works"), (Some(mailbox), None));
    }

    async fn token(&self) -> String {
        let clock = self.t.clock.as_ref();
        let found = tokens::access(&self.t.store, clock, self.mailbox).await;
        found.expect("the database works").expect("a token")
    }
}

fn hasty() -> Patience {
    Patience {
        pause: Duration::from_millis(50),
        pause_max: Duration::from_millis(100),
        ..Patience::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_fetched_with_tokens_that_are_fetched_anew_until_the_provider_refuses() {
    for backend in backends() {
        let provider = Provider::start(USER);
        let mut server = Dovecot::start_for_tokens(&provider.url("/introspect?token="));
        let post = Post::new(backend).await;
        post.connected(&provider, &terms(&provider)).await;
        let by_grant = Account {
            sign_in: SignIn::Grant,
            ..account(&server)
        };
        server.delivers(&letter(1));
        post.fetched_from(by_grant, "").await.expect("an account");
        let fetching = post.fetches_with(hasty());
        post.has_taken(1).await;
        assert_eq!(provider.refreshed(), 0);
        drop(fetching);

        // It ends when the provider said, and the desk has asked for another one before.
        post.t.clock.advance(HOUR);
        provider.ends_access();
        server.delivers(&letter(2));
        let fetching = post.fetches_with(hasty());
        post.has_taken(2).await;
        assert_eq!(provider.refreshed(), 1);
        drop(fetching);

        // It is taken back before it ends.
        provider.ends_access();
        server.delivers(&letter(3));
        let fetching = post.fetches_with(hasty());
        post.has_taken(3).await;
        assert_eq!(provider.refreshed(), 2);
        eventually(async || {
            let failing = post.progress().await.progress.failing;
            failing.is_none().then_some(())
        })
        .await;
        drop(fetching);

        provider.refuses();
        post.t.clock.advance(HOUR);
        let _fetching = post.fetches_with(hasty());
        assert_eq!(post.fails().await, "oauth_refused");
        let later = post.t.clock.now().plus(11 * MINUTE);
        let reading = move |tx: &store::Tx<'_>| queries::accounts::alarms(tx, later);
        let alarms = post
            .t
            .store
            .read(reading)
            .await
            .expect("the database works");
        let [(_, Alarm::Failing { reason, .. })] = alarms.as_slice() else {
            panic!("{alarms:?}");
        };
        assert!(reason.of.contains("invalid_grant"), "{reason:?}");

        // Nothing of it stands in the database as it is.
        let dumping = |tx: &store::Tx<'_>| {
            let mut all = String::new();
            store::archive::dump(tx, |_, lines| {
                all.push_str(lines);
                Ok::<_, store::Error>(())
            })?;
            Ok::<_, store::Error>(all)
        };
        let all = post
            .t
            .store
            .read(dumping)
            .await
            .expect("the database works");
        assert!(all.contains(CLIENT));
        let secrets = provider.secrets();
        assert!(secrets.len() >= 5 && !secrets.iter().any(|secret| all.contains(secret)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_tokens_by_the_standard_alone_is_shown_them_so() {
    let provider = Provider::start(USER);
    let introspection = provider.url("/introspect?token=");
    let mut server = Dovecot::start_for_standard_tokens(&introspection);
    let post = Post::new(Backend::Sqlite).await;
    post.connected(&provider, &terms(&provider)).await;
    let by_grant = Account {
        sign_in: SignIn::Grant,
        ..account(&server)
    };
    server.delivers(&letter(1));
    post.fetched_from(by_grant, "").await.expect("an account");
    let fetching = post.fetches_with(hasty());
    post.has_taken(1).await;
    drop(fetching);
    // One that it does not take any more is said to be none, and another one is fetched.
    provider.ends_access();
    server.delivers(&letter(2));
    let _fetching = post.fetches_with(hasty());
    post.has_taken(2).await;
    assert_eq!(provider.refreshed(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_need_a_new_token_one_asks_for_it() {
    for backend in backends() {
        let provider = Provider::start(USER);
        let post = Post::new(backend).await;
        post.connected(&provider, &terms(&provider)).await;
        let before = post.token().await;
        post.t.clock.advance(HOUR);
        let all = tokio::join!(post.token(), post.token(), post.token(), post.token());
        assert_eq!(provider.refreshed(), 1);
        assert_ne!(all.0, before);
        assert!([&all.1, &all.2, &all.3].iter().all(|one| **one == all.0));
        // Whoever showed the refresh token before would have ended all of them.
        post.t.clock.advance(HOUR);
        post.token().await;
        assert_eq!(provider.refreshed(), 2);
    }
}

#[tokio::test]
async fn what_a_provider_gave_is_kept_though_whoever_asked_for_it_went_away() {
    for backend in backends() {
        let provider = Provider::start(USER);
        let post = Post::new(backend).await;
        post.connected(&provider, &terms(&provider)).await;
        post.t.clock.advance(HOUR);
        let given = async {
            while provider.refreshed() == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = post.token() => {}
            () = given => {}
        }
        // The refresh token of before is taken no more.
        post.token().await;
        post.t.clock.advance(HOUR);
        post.token().await;
        assert_eq!(provider.refreshed(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_sends_by_its_own_server_with_its_token() {
    for backend in backends() {
        let provider = Provider::start(USER);
        let server = Exim::start_for_tokens(provider.port());
        let post = Post::new(backend).await;
        let sending = Sending {
            host: "127.0.0.1".into(),
            port: server.port(),
            security: Security::Plain,
            user: USER.into(),
        };
        let own = Terms {
            sending: Some(sending),
            ..terms(&provider)
        };
        let number = asked(&post).await;
        let directory = Directory::new(
            post.t.store.clone(),
            post.t.clock.clone(),
            Settings::new(BASE),
        );
        let sender = Sender::without_server(post.t.desk.clone(), directory);
        let anna = &post.t.cast.anna;
        let replies = async |text: &str| {
            post.t.reply(anna, number, text).await.expect("a reply");
            follow(&post).await;
            post.t.clock.advance(HOUR / 4);
            sender.send_due().await.expect("the database works");
        };
        replies("The first.").await;
        assert_eq!(states(&post).await, [OutboxState::Waiting]);
        post.connected(&provider, &own).await;
        post.t.clock.advance(HOUR / 4);
        sender.send_due().await.expect("the database works");
        assert_eq!(states(&post).await, [OutboxState::Sent]);

        // The server refuses a token that was taken back; the next attempt has another one.
        provider.ends_access();
        replies("The second.").await;
        assert_eq!(
            states(&post).await,
            [OutboxState::Sent, OutboxState::Waiting]
        );
        post.t.clock.advance(HOUR / 4);
        sender.send_due().await.expect("the database works");
        assert_eq!(states(&post).await, [OutboxState::Sent; 2]);
        assert_eq!((server.delivered().len(), provider.refreshed()), (2, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_whose_own_server_hangs_holds_up_no_other() {
    for backend in backends() {
        let provider = Provider::start(USER);
        // It lets whoever connects wait.
        let hanging = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let mut post = Post::new(backend).await;
        let sending = Sending {
            host: "127.0.0.1".into(),
            port: hanging.local_addr().expect("an address").port(),
            security: Security::Plain,
            user: USER.into(),
        };
        let own = Terms {
            sending: Some(sending),
            ..terms(&provider)
        };
        let first = asked(&post).await;
        post.connected(&provider, &own).await;
        let adding =
            |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Post", "post@spoc.example", None);
        post.mailbox = post.t.store.write(adding).await.expect("a mailbox");
        let letter = Letter {
            from: "Rob <rob@spoc.example>",
            to: "post@spoc.example",
            subject: "Printer",
            text: "It is out of paper.",
            ..Letter::default()
        };
        let second = post.take(letter).await.ticket.expect("a ticket");
        for (number, text) in [(first, "Is it new?"), (second, "Paper comes.")] {
            let replied = post.t.reply(&post.t.cast.anna, number, text).await;
            replied.expect("a reply");
        }
        follow(&post).await;
        let server = Server::start(&[]).await;
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        sender.begin().await.expect("it begins");
        eventually(async || {
            let sent = [OutboxState::Waiting, OutboxState::Sent];
            (states(&post).await == sent).then_some(())
        })
        .await;
        let taken = server.taken();
        let (from, message) = &taken[0];
        assert!(from.contains("post@spoc.example"), "{from}");
        assert!(message.text.contains("Paper comes."), "{}", message.text);
    }
}

/// A site with a mailbox, and the page where its provider lets the desk in.
async fn site() -> (Site, String) {
    let site = Site::new().await;
    let adding =
        |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None);
    let mailbox = site.desk.store.write(adding).await.expect("a mailbox");
    let page = format!("/admin/mail/mailboxes/{}/grant", mailbox.0);
    (site, page)
}

/// Sends the form; answers the address at the provider that the page leads on to.
async fn leads_on(ada: &Browser<'_>, page: &str, provider: &Provider) -> String {
    let (authorisation, token) = (provider.url("/authorize"), provider.url("/token"));
    let sent = [
        ("client_id", CLIENT),
        ("secret", SECRET),
        ("authorisation_url", authorisation.as_str()),
        ("token_url", token.as_str()),
        ("scope", "mail"),
        ("inside", "yes"),
        ("connect", "yes"),
    ];
    let answer = ada.post(page, &sent).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(!answer.body.contains(SECRET));
    let (_, rest) = answer
        .body
        .split_once("class=\"btn primary\" href=\"")
        .expect("a link");
    let link = rest.split('"').next().expect("an address");
    link.replace("&#38;", "&")
}

/// Comes back with what the provider gave; answers what is said.
async fn comes_back(browser: &Browser<'_>, location: &str) -> (String, String) {
    let path = location.strip_prefix(BASE).expect("an address of the desk");
    let answer = browser.get(path).await;
    (answer.leads_to().to_owned(), answer.said().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_connects_a_mailbox_and_what_they_come_back_with_is_taken_once() {
    let provider = Provider::start(USER);
    let server = Dovecot::start_for_tokens(&provider.url("/introspect?token="));
    let (site, page) = site().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let account = page.replace("/grant", "/account");
    let proposed = ada.page(&format!("{page}?with=google")).await;
    assert!(value_of(&proposed, "token_url").contains("oauth2.googleapis.com"));
    assert!(proposed.contains("http://desk.test/admin/mail/connected"));

    // A provider within our own network is called only where that is said.
    let outside = [
        ("client_id", CLIENT),
        ("authorisation_url", "http://127.0.0.1:1/authorize"),
        ("token_url", "http://127.0.0.1:1/token"),
        ("scope", "mail"),
        ("connect", "yes"),
    ];
    let answer = ada.post(&page, &outside).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("begins with https://"));

    let (_, said) = comes_back(&ada, "http://desk.test/admin/mail/connected?state=x&code=y").await;
    assert!(
        said.contains("not%20asked") || said.contains("not+asked"),
        "{said}"
    );

    // Too late.
    let late = provider.allows(&leads_on(&ada, &page, &provider).await);
    site.desk.clock.advance(16 * MINUTE);
    let (_, said) = comes_back(&ada, &late).await;
    assert!(!said.contains("Connected"), "{said}");

    // Whoever is no administrator comes back with nothing.
    let stolen = provider.allows(&leads_on(&ada, &page, &provider).await);
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = stolen.strip_prefix(BASE).expect("an address of the desk");
    assert_eq!(anna.get(path).await.status, StatusCode::FORBIDDEN);

    let location = provider.allows(&leads_on(&ada, &page, &provider).await);
    let (to, said) = comes_back(&ada, &location).await;
    assert_eq!(to, page);
    assert!(said.contains("Connected"), "{said}");
    let (_, said) = comes_back(&ada, &location).await;
    assert!(!said.contains("Connected"), "{said}");

    // The mailbox is fetched by it.
    assert!(ada.page(&account).await.contains("OAuth 2.0 is connected"));
    let port = server.port().to_string();
    let fetched = [
        ("host", "127.0.0.1"),
        ("security", "plain"),
        ("port", port.as_str()),
        ("user", USER),
        ("sign_in", "grant"),
        ("folder", "INBOX"),
    ];
    assert_eq!(ada.post(&account, &fetched).await.leads_to(), account);
    let secrets = provider.secrets();
    for address in [&page, &account, &"/admin/mail".to_owned()] {
        let shown = ada.page(address).await;
        assert!(!secrets.iter().any(|secret| shown.contains(secret)));
    }

    // Under another name it has to be allowed anew; once it is ended, the account says so.
    assert_eq!(
        ada.post(&format!("{page}/end"), &[]).await.leads_to(),
        account
    );
    let answer = ada.post(&account, &fetched).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer
            .body
            .contains("Connect the mailbox with OAuth 2.0 first")
    );
}

/// Another administrator than Ada.
async fn another(site: &Site) -> Actor {
    let now = site.desk.clock.now();
    let hiring = move |tx: &store::Tx<'_>| {
        let role = people::find_role_by_key(tx, "administrator")?.expect("a seeded role");
        let new = NewPerson::named("Alba", Some("alba@spoc.example"), role.id);
        let alba = people::insert_person(tx, &new, now)?;
        people::actor(tx, alba)
    };
    let hired = site.desk.store.write(hiring).await;
    hired
        .expect("the database works")
        .expect("an active person")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_administrator_began_with_a_provider_no_other_one_finishes() {
    let provider = Provider::start(USER);
    let (site, page) = site().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let alba = site.browser(&another(&site).await).await;
    let adas = provider.allows(&leads_on(&ada, &page, &provider).await);
    let (to, said) = comes_back(&alba, &adas).await;
    assert_eq!(to, "/admin/mail");
    assert!(!said.contains("Connected"), "{said}");
    let granted = async || {
        let reading = |tx: &store::Tx<'_>| {
            let mailbox = queries::mailboxes(tx)?[0].id;
            queries::grants::find(tx, mailbox)
        };
        let grant = site.desk.store.read(reading).await;
        grant
            .expect("the database works")
            .expect("terms")
            .granted_at
    };
    assert_eq!(granted().await, None);

    // It is of no use to Ada either then, and what Alba begins herself she finishes.
    let (_, said) = comes_back(&ada, &adas).await;
    assert!(!said.contains("Connected"), "{said}");
    let albas = provider.allows(&leads_on(&alba, &page, &provider).await);
    let (_, said) = comes_back(&alba, &albas).await;
    assert!(said.contains("Connected"), "{said}");
    assert!(granted().await.is_some());
}

#[tokio::test]
async fn a_secret_stays_with_the_address_that_it_was_entered_for() {
    let provider = Provider::start(USER);
    let post = Post::new(Backend::Sqlite).await;
    post.connected(&provider, &terms(&provider)).await;
    let elsewhere = Terms {
        token_url: "https://elsewhere.example/token".into(),
        ..terms(&provider)
    };
    let (seal, now) = (post.t.store.seal().clone(), post.t.clock.now());
    let (actor, mailbox) = (post.t.cast.ada.clone(), post.mailbox);
    let saving = move |tx: &store::Tx<'_>| {
        let saved = grants::save(tx, &seal, &actor, now, mailbox, (&elsewhere, ""))?;
        Ok::<_, work::Error>((saved, queries::grants::find(tx, mailbox)?))
    };
    let (saved, grant) = post
        .t
        .store
        .write(saving)
        .await
        .expect("the database works");
    assert_eq!(saved, Ok(()));
    assert_eq!(grant.expect("a grant").granted_at, None);
    let clock = post.t.clock.as_ref();
    let found = tokens::access(&post.t.store, clock, post.mailbox).await;
    let why = found.expect("the database works").expect_err("no token");
    assert_eq!(why.why, "oauth_none");
}
