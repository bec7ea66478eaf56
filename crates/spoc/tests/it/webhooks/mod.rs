//! Webhooks: what rules tell other programs, over HTTP to a program of the test's own.

mod calls;
mod pages;

use crate::pages::{Browser, Site, seen};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::TicketId;
use ring::hmac;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode, Uri, header};
use web::axum::response::{IntoResponse, Response};
use webhook::{FOLLOWER, Sender};

/// Longer than any answer of a test takes.
const LONG: Duration = Duration::from_secs(30);

/// How a program answers.
#[derive(Clone, Copy)]
enum Says {
    Status(u16),
    /// That the call is to go to another address of the same program.
    Elsewhere,
    /// Nothing before it is let.
    Waits,
}

/// What a program heard.
#[derive(Clone, Debug)]
struct Heard {
    path: String,
    headers: HeaderMap,
    body: String,
}

impl Heard {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Whether it is signed with this secret, as Standard Webhooks says.
    fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(key).expect("base64"));
        let (id, at) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        let signature = self.header("webhook-signature").strip_prefix("v1,");
        let signature = STANDARD.decode(signature.expect("a signature"));
        let said = format!("{id}.{at}.{}", self.body);
        hmac::verify(&key, said.as_bytes(), &signature.expect("base64")).is_ok()
    }
}

/// A program that is called: it answers as it is told, in the end well, and remembers what it heard.
#[derive(Clone)]
struct Program {
    url: String,
    says: Arc<Mutex<VecDeque<Says>>>,
    heard: Arc<Mutex<Vec<Heard>>>,
    called: Arc<Notify>,
    let_go: Arc<Notify>,
}

impl Program {
    async fn start(says: &[Says]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let program = Self {
            url: format!("http://{address}/in?of=desk"),
            says: Arc::new(Mutex::new(says.iter().copied().collect())),
            heard: Arc::default(),
            called: Arc::default(),
            let_go: Arc::default(),
        };
        let app = Router::new().fallback(hear).with_state(program.clone());
        tokio::spawn(async move { web::axum::serve(listener, app).await });
        program
    }

    /// What it heard since this was last asked.
    fn heard(&self) -> Vec<Heard> {
        std::mem::take(&mut *self.heard.lock().expect("nobody panicked"))
    }
}

async fn hear(
    State(program): State<Program>,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let heard = Heard {
        path: uri.to_string(),
        headers,
        body,
    };
    program.heard.lock().expect("nobody panicked").push(heard);
    program.called.notify_one();
    let says = program.says.lock().expect("nobody panicked").pop_front();
    match says.unwrap_or(Says::Status(204)) {
        Says::Status(status) => StatusCode::from_u16(status)
            .expect("a status")
            .into_response(),
        Says::Elsewhere => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        Says::Waits => {
            program.let_go.notified().await;
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

/// A desk whose administrator decides about webhooks, and whoever calls them.
struct Desk {
    site: Site,
    sender: Sender,
}

impl Desk {
    async fn on(backend: testkit::Backend) -> Self {
        Self::patient(backend, LONG).await
    }

    async fn patient(backend: testkit::Backend, patience: Duration) -> Self {
        let site = Site::on(backend).await;
        let sender = Sender::with_patience(site.desk.desk.clone(), patience);
        let desk = Self { site, sender };
        desk.follow().await;
        desk
    }

    async fn ada(&self) -> Browser<'_> {
        self.site.browser(&self.site.desk.cast.ada).await
    }

    /// Writes what webhooks are told.
    async fn follow(&self) {
        self.site.desk.follow(FOLLOWER).await;
    }

    /// Tells what is due, and waits until it is told.
    async fn tells(&self) {
        self.follow().await;
        self.sender.send_due().await.expect("the database works");
        self.sender.rest().await;
    }

    async fn opened(&self, subject: &str) -> TicketId {
        let desk = &self.site.desk;
        desk.incident(&desk.cast.rita, subject, "Since noon.").await
    }

    fn advance(&self, micros: i64) {
        self.site.desk.clock.advance(micros);
    }
}

/// Adds a webhook, with a secret, and a rule that calls it for every ticket that is opened; answers the secret.
async fn added(ada: &Browser<'_>, label: &str, url: &str, inside: bool) -> String {
    let key = label.to_lowercase();
    let page = ada.page("/admin/webhooks/new").await;
    let version = seen(&page);
    let mut fields = vec![
        ("seen", version.as_str()),
        ("label", label),
        ("url", url),
        ("active", "true"),
    ];
    if inside {
        fields.push(("inside", "true"));
    }
    let saved = ada.post("/admin/webhooks/new", &fields).await;
    assert_eq!(saved.leads_to(), format!("/admin/webhooks/{key}"));
    let secret = made_secret(ada, &key).await;
    let version = seen(&ada.page("/admin/automation/new").await);
    let rule = [
        ("seen", version.as_str()),
        ("label", &format!("Tell {label}")),
        ("active", "true"),
        ("on", "opened"),
        ("then-0-does", "note"),
        ("then-0-it", "among us"),
        ("then-1-does", "webhook"),
        ("then-1-it", key.as_str()),
    ];
    ada.post("/admin/automation/new", &rule).await.leads_to();
    secret
}

async fn made_secret(ada: &Browser<'_>, key: &str) -> String {
    let made = ada
        .post(&format!("/admin/webhooks/{key}/secret"), &[])
        .await;
    assert_eq!(
        (made.status, made.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    let (_, rest) = made.body.split_once("class=\"secret\">").expect("a secret");
    rest.split('<').next().expect("a secret").to_owned()
}
