//! Mail that is signed: what arrives at a server of Debian's, somebody else verifies.

use super::Post;
use super::out::{asked, follow, sender_by, states};
use crate::pages::Site;
use channels::mail::out::model::OutboxState;
use channels::mail::queries;
use channels::mail::signing::{FreshKey, SigningKey, keep_key, set_active};
use kernel::Clock;
use kernel::time::HOUR;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;
use testkit::exim::Exim;
use testkit::{Backend, backends};

/// Verifies a message with dkimpy; the only record in its DNS has this name and says this.
const VERIFY: &str = "import sys, dkim\n\
    def dns(asked, timeout=5):\n    asked = asked if isinstance(asked, str) else asked.decode()\n    \
    return sys.argv[2].encode() if asked.rstrip('.') == sys.argv[1] else None\n\
    print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=dns))";

fn verifies(key: &SigningKey, message: &[u8]) -> bool {
    let mut verifier = Command::new("/usr/bin/python3");
    verifier.args(["-c", VERIFY, &key.record_name(), &key.record()]);
    let verifier = verifier.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = verifier.spawn().expect("python3 runs");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(message).expect("it is read");
    drop(input);
    let said = child.wait_with_output().expect("it ends");
    match String::from_utf8_lossy(&said.stdout).trim() {
        "True" => true,
        "False" => false,
        other => panic!("{other}; install the package python3-dkim"),
    }
}

impl Post {
    /// A new key of the desk's domain, in use.
    async fn signs(&self) -> SigningKey {
        let fresh = FreshKey::make().expect("a key");
        let (seal, ada) = (self.t.store.seal().clone(), self.t.cast.ada.clone());
        let now = self.t.clock.now();
        let keeping = move |tx: &store::Tx<'_>| {
            let id = keep_key(tx, &seal, &ada, now, "spoc.example", &fresh)?;
            set_active(tx, &ada, now, id, true)
        };
        self.t.store.write(keeping).await.expect("it is kept");
        let keys = self.t.store.read(queries::signing::keys).await;
        let mut keys = keys.expect("the database works").into_iter();
        keys.find(|key| key.active).expect("one in use")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_is_signed_and_somebody_else_verifies_it_as_it_arrives() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Exim::start());
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let number = asked(&post).await;
        let mut keys = Vec::new();
        // The second key takes the place of the first.
        for text in [
            "Grüße  aus \n\n\ndem Netz \n.\n\n",
            "One more.",
            "And a third.",
        ] {
            let replied = post.t.reply(&post.t.cast.anna, number, text).await;
            replied.expect("a reply");
            follow(&post).await;
            post.t.clock.advance(HOUR);
            sender.send_due().await.expect("it is sent");
            keys.push(post.signs().await);
        }
        let delivered = server.delivered();
        let with = |text: &str| {
            let mut all = delivered.iter();
            let found = all.find(|raw| String::from_utf8_lossy(raw).contains(text));
            found.expect("it arrived").clone()
        };
        let unsigned = with("Netz");
        assert!(!String::from_utf8_lossy(&unsigned).contains("DKIM-Signature"));
        let (second, third) = (with("One more."), with("And a third."));
        assert!(verifies(&keys[0], &second) && verifies(&keys[1], &third));
        assert!(!verifies(&keys[0], &third) && !verifies(&keys[1], &second));
        let text = String::from_utf8(second).expect("a text");
        for (from, to) in [
            ("One more.", "One less."),
            ("Subject: ", "Subject: Re "),
            ("From: ", "From: x@y.example\nFrom: "),
        ] {
            assert!(
                !verifies(&keys[0], text.replacen(from, to, 1).as_bytes()),
                "{to}"
            );
        }
    }
}

#[tokio::test]
async fn what_cannot_be_signed_waits_until_there_is_another_key() {
    let (post, server) = (Post::new(Backend::Sqlite).await, Exim::start());
    let address = format!("smtp://127.0.0.1:{}", server.port());
    let sender = sender_by(&post, &address, Duration::from_secs(60));
    let number = asked(&post).await;
    post.signs().await;
    let damaging = |tx: &store::Tx<'_>| {
        tx.execute("UPDATE dkim_keys SET private_key = 'ab'", &[])?;
        Ok::<_, store::Error>(())
    };
    post.t
        .store
        .write(damaging)
        .await
        .expect("the database works");
    let replied = post.t.reply(&post.t.cast.anna, number, "Try again.").await;
    replied.expect("a reply");
    follow(&post).await;
    sender.send_due().await.expect("it is tried");
    assert_eq!(states(&post).await, [OutboxState::Waiting]);
    post.t.clock.advance(HOUR);
    let key = post.signs().await;
    sender.send_due().await.expect("it is sent");
    assert_eq!(states(&post).await, [OutboxState::Sent]);
    assert!(verifies(&key, &server.delivered()[0]));
}

#[tokio::test]
async fn the_page_makes_a_key_and_shows_its_record() {
    let site = Site::new().await;
    let adding =
        |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None);
    site.desk.store.write(adding).await.expect("a mailbox");
    let ada = site.browser(&site.desk.cast.ada).await;
    let page = "/admin/mail/signing";
    let made = ada.post(page, &[("domain", "spoc.example")]).await;
    assert_eq!(made.leads_to(), page);
    let keys = || site.desk.store.read(queries::signing::keys);
    let key = keys().await.expect("the database works").remove(0);
    let shown = ada.page(page).await;
    assert!(
        shown.contains(&key.record_name()) && shown.contains("Not in use"),
        "{shown}"
    );
    assert!(
        shown.contains(&key.public_key.replace('+', "&#43;")) || shown.contains(&key.public_key)
    );
    let in_use = format!("{page}/{}/use", key.id.0);
    assert_eq!(ada.post(&in_use, &[]).await.leads_to(), page);
    assert!(keys().await.expect("the database works")[0].active);
    ada.post(&format!("{in_use}/end"), &[]).await;
    assert!(!keys().await.expect("the database works")[0].active);

    // Nobody signs for a domain that is not the desk's, and agents decide nothing of it.
    let other = ada.post(page, &[("domain", "other.example")]).await;
    assert_eq!(other.status, web::axum::http::StatusCode::NOT_FOUND);
    let anna = site.browser(&site.desk.cast.anna).await;
    for path in [page, in_use.as_str()] {
        let refused = anna.post(path, &[("domain", "spoc.example")]).await;
        assert_eq!(
            refused.status,
            web::axum::http::StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}
