//! Being told by the browser: a push service of the test's own gets what a browser would read.

use super::follow;
use crate::pages::{Answer, Browser, Site};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Actor;
use kernel::ticket::{Change, InternalText, Message};
use kernel::time::{DAY, HOUR, MINUTE};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as VerifyingKey};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use testkit::{MovableClock, backends};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a push service was asked.
#[derive(Clone, Debug)]
struct Asked {
    head: String,
    body: Vec<u8>,
}

/// A push service that answers as it is told, and remembers what it was asked.
struct Service {
    url: String,
    status: Arc<Mutex<u16>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Service {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let status = Arc::new(Mutex::new(201));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (told, heard) = (Arc::clone(&status), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let one = loop {
                    let mut buffer = [0; 4_096];
                    let count = stream.read(&mut buffer).await.expect("a request");
                    bytes.extend_from_slice(&buffer[..count]);
                    if let Some(one) = whole(&bytes) {
                        break one;
                    }
                };
                heard.lock().expect("nobody panicked").push(one);
                let status = *told.lock().expect("nobody panicked");
                let answer = format!("HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.expect("answered");
            }
        });
        Self { url, status, asked }
    }

    fn answers(&self, status: u16) {
        *self.status.lock().expect("nobody panicked") = status;
    }

    /// What came since this was last asked.
    fn heard(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("nobody panicked"))
    }
}

/// The request, once all of it is there.
fn whole(bytes: &[u8]) -> Option<Asked> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let (_, length) = head.split_once("content-length: ")?;
    let length: usize = length.lines().next()?.parse().ok()?;
    let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    // Only names are compared in lower case.
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    Some(Asked { head, body })
}

fn header<'a>(asked: &'a Asked, name: &str) -> &'a str {
    let mut lines = asked.head.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value).unwrap_or_default()
}

/// What a browser keeps to itself of a subscription. It reads one message.
struct Keys {
    private: EphemeralPrivateKey,
    point: Vec<u8>,
    auth: [u8; 16],
}

impl Keys {
    fn new() -> Self {
        let private =
            EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).expect("a key");
        let point = private.compute_public_key().expect("a point");
        Self {
            private,
            point: point.as_ref().to_vec(),
            auth: *b"sixteen letters.",
        }
    }

    /// Reads a message as RFC 8291 says that browsers do.
    fn read(self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        assert_eq!(&rest[..5], [0, 0, 16, 0, 65], "one record, a point follows");
        let (point, record) = rest[5..].split_at(65);
        let sender = UnparsedPublicKey::new(&ECDH_P256, point);
        let record = agree_ephemeral(self.private, &sender, |shared| {
            let of_both = [b"WebPush: info\0".as_slice(), &self.point, point].concat();
            let input = derived(&self.auth, shared, &of_both, 32);
            let key = derived(salt, &input, b"Content-Encoding: aes128gcm\0", 16);
            let nonce = derived(salt, &input, b"Content-Encoding: nonce\0", 12);
            let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("a key"));
            let nonce = Nonce::try_assume_unique_for_key(&nonce).expect("a nonce");
            let mut record = record.to_vec();
            let opened = key.open_in_place(nonce, Aad::empty(), &mut record);
            opened.expect("it is for this browser").to_vec()
        });
        let record = record.expect("the keys fit");
        let (end, message) = record.split_last().expect("an end");
        assert_eq!(*end, 2);
        serde_json::from_slice(message).expect("a message")
    }
}

fn derived(salt: &[u8], input: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    struct Bytes(usize);
    impl KeyType for Bytes {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut bytes = vec![0; length];
    let extracted = Salt::new(HKDF_SHA256, salt).extract(input);
    let info = [info];
    let expanded = extracted.expand(&info, Bytes(length)).expect("a length");
    expanded.fill(&mut bytes).expect("filled");
    bytes
}

/// Administrators trust the service, and somebody's browser asks to be told by it.
async fn switched_on(site: &Site, service: &Service, browser: &Browser<'_>, keys: &Keys) -> Answer {
    let ada = site.browser(&site.desk.cast.ada).await;
    let trusted = [("allowed", "yes"), ("services", service.url.as_str())];
    ada.post("/admin/notifications", &trusted).await.leads_to();
    let endpoint = format!("{}/browser", service.url);
    subscribe(browser, &endpoint, keys).await
}

async fn subscribe(browser: &Browser<'_>, endpoint: &str, keys: &Keys) -> Answer {
    let point = URL_SAFE_NO_PAD.encode(&keys.point);
    let auth = URL_SAFE_NO_PAD.encode(keys.auth);
    let sent = [
        ("endpoint", endpoint),
        ("point", point.as_str()),
        ("auth", auth.as_str()),
    ];
    browser.post("/notifications/browsers", &sent).await
}

/// Writes what people are told, and does the jobs that are due.
async fn goes_on(site: &Site) {
    follow(&site.desk).await;
    let workers = site.workers();
    workers.ensure_chores().await.expect("the database works");
    workers.run_due().await.expect("the database works");
}

async fn answers(site: &Site, actor: &Actor, subject: &str) -> kernel::TicketId {
    let id = site.desk.incident(&site.desk.cast.rita, subject, "").await;
    let replied = site.desk.reply(actor, id, "hello").await;
    replied.expect("replied");
    id
}

#[tokio::test]
async fn a_browser_is_told_what_it_alone_can_read() {
    for backend in backends() {
        let (site, service) = (Site::on(backend).await, Service::new().await);
        let cast = site.desk.cast.clone();
        goes_on(&site).await;
        let rita = site.browser(&cast.rita).await;
        let keys = Keys::new();
        let before = answers(&site, &cast.anna, "before it was switched on").await;
        follow(&site.desk).await;
        switched_on(&site, &service, &rita, &keys).await.leads_to();
        let settings = rita.page("/notifications/settings").await;
        assert!(settings.contains("this browser"), "{settings}");
        let id = answers(&site, &cast.anna, "VPN drops").await;
        goes_on(&site).await;

        let [asked] = <[Asked; 1]>::try_from(service.heard()).expect("one message");
        assert!(
            asked.head.starts_with("POST /browser HTTP/1.1"),
            "{asked:?}"
        );
        assert_eq!(header(&asked, "content-encoding"), "aes128gcm");
        assert_eq!(header(&asked, "ttl"), "86400");
        signed_for(&service.url, header(&asked, "authorization"), &settings);
        let message = keys.read(&asked.body);
        assert_eq!(message["title"], format!("#{id} VPN drops"));
        assert_eq!(message["body"], "Anna answered you");
        assert_eq!(message["url"], format!("/my/tickets/{id}"));
        goes_on(&site).await;
        site.desk.clock.advance(MINUTE);
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0, "nothing is told twice");
        assert!(before < id);
    }
}

/// The header is a signature of this installation for that service, with the key that browsers are given.
fn signed_for(service: &str, authorization: &str, settings: &str) {
    let (token, key) = authorization
        .strip_prefix("vapid t=")
        .and_then(|rest| rest.split_once(", k="))
        .expect("a token and a key");
    assert!(settings.contains(&format!("data-key=\"{key}\"")));
    let (said, signature) = token.rsplit_once('.').expect("a signature");
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64");
    let key = VerifyingKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key));
    let checked = key.verify(said.as_bytes(), &bytes(signature));
    checked.expect("the signature holds");
    let (_, claims) = said.split_once('.').expect("claims");
    let claims: Value = serde_json::from_slice(&bytes(claims)).expect("claims");
    assert_eq!(claims["aud"], service);
    assert_eq!(claims["sub"], "http://desk.test");
}

#[tokio::test]
async fn what_comes_in_quiet_hours_is_told_afterwards_as_one() {
    for backend in backends() {
        let (site, service) = (Site::on(backend).await, Service::new().await);
        let cast = site.desk.cast.clone();
        goes_on(&site).await;
        let (rita, keys) = (site.browser(&cast.rita).await, Keys::new());
        switched_on(&site, &service, &rita, &keys).await.leads_to();
        // Quiet is from now for two hours, in the zone of the desk's people.
        let (from, to) = (time(&site.desk.clock, 0), time(&site.desk.clock, 2 * HOUR));
        let quiet = [
            ("page", "replied"),
            ("push", "replied"),
            ("quiet_from", from.as_str()),
            ("quiet_to", to.as_str()),
        ];
        let wrong = [("quiet_from", from.as_str()), ("quiet_to", "")];
        let refused = rita.post("/notifications/settings", &wrong).await;
        assert_eq!(refused.status, 422);
        rita.post("/notifications/settings", &quiet)
            .await
            .leads_to();
        answers(&site, &cast.anna, "VPN drops").await;
        goes_on(&site).await;
        site.desk.clock.advance(HOUR);
        answers(&site, &cast.anna, "The printer jams").await;
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0, "it is quiet");
        let bell = rita.get("/notifications/bell").await.body;
        assert!(bell.contains(">2<"), "the page tells all the same: {bell}");
        site.desk.clock.advance(HOUR + MINUTE);
        goes_on(&site).await;
        let [asked] = <[Asked; 1]>::try_from(service.heard()).expect("one message for both");
        let message = keys.read(&asked.body);
        assert_eq!(message["title"], "2 new notifications");
        let body = message["body"].as_str().expect("a text");
        assert!(body.contains("VPN drops") && body.contains("The printer jams"));
        assert_eq!(message["url"], "/notifications");
    }
}

/// The time of day some time from now, as forms send it.
fn time(clock: &MovableClock, later: i64) -> String {
    let minutes = kernel::Clock::now(clock).plus(later).0.rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[tokio::test]
async fn a_service_that_is_down_is_asked_again_and_a_browser_that_is_gone_is_forgotten() {
    for backend in backends() {
        let (site, service) = (Site::on(backend).await, Service::new().await);
        let cast = site.desk.cast.clone();
        goes_on(&site).await;
        let (rita, keys) = (site.browser(&cast.rita).await, Keys::new());
        switched_on(&site, &service, &rita, &keys).await.leads_to();
        service.answers(503);
        let id = answers(&site, &cast.anna, "VPN drops").await;
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 1);
        service.answers(201);
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0, "it waits");
        site.desk.clock.advance(MINUTE);
        goes_on(&site).await;
        let [asked] = <[Asked; 1]>::try_from(service.heard()).expect("one more");
        assert_eq!(keys.read(&asked.body)["url"], format!("/my/tickets/{id}"));

        service.answers(410);
        answers(&site, &cast.anna, "Another").await;
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 1);
        service.answers(201);
        answers(&site, &cast.anna, "One more").await;
        site.desk.clock.advance(HOUR);
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0, "it does not want to be told");
        let settings = rita.page("/notifications/settings").await;
        assert!(!settings.contains("/removal"), "{settings}");
    }
}

#[tokio::test]
async fn nobody_is_told_who_signed_out_or_did_not_want_it_and_no_other_host_is_asked() {
    for backend in backends() {
        let (site, service) = (Site::on(backend).await, Service::new().await);
        let cast = site.desk.cast.clone();
        goes_on(&site).await;
        let (rita, keys) = (site.browser(&cast.rita).await, Keys::new());
        for endpoint in [
            service.url.as_str(),
            "https://evil.example/x",
            "http://169.254.169.254/latest",
        ] {
            subscribe(&rita, endpoint, &keys).await.leads_to();
            let settings = rita.page("/notifications/settings").await;
            assert!(!settings.contains("/removal"), "{endpoint}");
        }
        switched_on(&site, &service, &rita, &keys).await.leads_to();
        let confidential = answers(&site, &cast.anna, "My salary").await;
        let hide = vec![Change::Confidential(true)];
        let hidden = site.desk.change(&cast.anna, confidential, hide).await;
        hidden.expect("hidden");
        goes_on(&site).await;
        let [asked] = <[Asked; 1]>::try_from(service.heard()).expect("one message");
        let message = keys.read(&asked.body);
        assert_eq!(
            message["title"],
            format!("#{confidential}"),
            "screens are read by others"
        );

        // Not of what is among agents, and not of what they did not choose.
        rita.post("/notifications/settings", &[("page", "replied")])
            .await
            .leads_to();
        let id = answers(&site, &cast.anna, "Quietly").await;
        let note = Message {
            text: InternalText("among us".into()),
            attachments: Vec::new(),
        };
        let noted = site.desk.change(&cast.anna, id, vec![Change::Note(note)]);
        noted.await.expect("noted");
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0);

        let chosen = [("page", "replied"), ("push", "replied")];
        rita.post("/notifications/settings", &chosen)
            .await
            .leads_to();
        rita.post("/sign-out", &[]).await.leads_to();
        answers(&site, &cast.anna, "After work").await;
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0, "she signed out");
        let rita = site.browser(&cast.rita).await;
        let endpoint = format!("{}/browser", service.url);
        let again = [("endpoint", endpoint.as_str())];
        let rob = site.browser(&cast.rob).await;
        for who in [&rob, &rita] {
            let gone_on = who.post("/notifications/browsers/going-on", &again).await;
            assert_eq!(gone_on.status, 204);
        }
        assert!(
            !rob.page("/notifications/settings")
                .await
                .contains("/removal")
        );
        answers(&site, &cast.anna, "Back again").await;
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 1, "she signed in again");

        let ada = site.browser(&cast.ada).await;
        let refused = rita
            .post("/admin/notifications", &[("allowed", "yes")])
            .await;
        assert_eq!(refused.status, 403);
        ada.post("/admin/notifications", &[]).await.leads_to();
        let settings = rita.page("/notifications/settings").await;
        assert!(!settings.contains("data-key"), "{settings}");
        answers(&site, &cast.anna, "Switched off").await;
        goes_on(&site).await;
        assert_eq!(service.heard().len(), 0, "administrators do not want it");
    }
}
