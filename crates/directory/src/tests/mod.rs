//! The directory by its front doors: the public functions, the pages and the API, on a database in a
//! temporary folder, and on a server's.

mod api;
mod entrance;
mod forms;
mod knowledge;
mod merging;
mod people;
mod sessions;
mod undoing;

use crate::model::NewPerson;
use crate::{Directory, Result, Secrets, Settings, TokenRequest, queries};
use kernel::{Actor, Clock, PersonId, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::{Location, Store};
use testkit::{Backend, Database};
use tower::ServiceExt;
use web::axum::body::{Body, to_bytes};
use web::axum::http::{Request, StatusCode, header};
use web::axum::{Extension, Router, middleware};

/// The password of everybody here.
const PASSWORD: &str = "rain on the roof";

/// A clock that is moved by hand.
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

/// Secrets in a fixed order, each different.
struct Counted(AtomicU64);

impl Secrets for Counted {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = (count * 31 + index as u64 * 7 + count / 8) as u8;
        }
        bytes[..8].copy_from_slice(&count.to_le_bytes());
        Ok(())
    }
}

/// A directory with somebody of every role.
struct House {
    directory: Directory,
    clock: Arc<HandClock>,
    router: Router,
    administrator: PersonId,
    lead: PersonId,
    agent: PersonId,
    requester: PersonId,
    _folder: tempfile::TempDir,
    _database: Database,
}

impl House {
    /// Nobody yet.
    async fn empty(backend: Backend) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::create(backend);
        let location = Location {
            database: database.url(),
            ..Location::folder(folder.path())
        };
        let store = Store::open(&location).unwrap();
        store.write(crate::seed).await.unwrap();
        let start = Timestamp::parse("2026-11-22T12:00:00Z").unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(start.0)));
        let settings = Settings {
            secrets: Arc::new(Counted(AtomicU64::new(1))),
            ..Settings::new("http://desk.test")
        };
        let directory = Directory::new(store, clock.clone(), settings);
        let router = crate::routes(&directory)
            .layer(Extension(directory.clone()))
            .layer(middleware::from_fn(web::flash::carry))
            .layer(middleware::from_fn(web::error::present));
        let nobody = PersonId(0);
        Self {
            directory,
            clock,
            router,
            administrator: nobody,
            lead: nobody,
            agent: nobody,
            requester: nobody,
            _folder: folder,
            _database: database,
        }
    }

    async fn full(backend: Backend) -> Self {
        let mut house = Self::empty(backend).await;
        let hash = house.directory.hash_password(PASSWORD).await.unwrap();
        house.administrator = house.add("Ada Miller", "administrator", &hash).await;
        house.lead = house.add("Lea Brandt", "lead", &hash).await;
        house.agent = house.add("Anton Vogel", "agent", &hash).await;
        house.requester = house.add("Rita Jäger", "requester", &hash).await;
        house
    }

    /// Adds somebody: `Ada Miller` signs in as `ada@desk.test`.
    async fn add(&self, name: &str, role: &str, hash: &str) -> PersonId {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let (name, role, hash) = (name.to_owned(), role.to_owned(), hash.to_owned());
        let now = self.directory.now();
        self.directory
            .write(move |tx| {
                let role = queries::find_role_by_key(tx, &role)?.unwrap();
                let email = format!("{first}@desk.test");
                let new = NewPerson::named(name.as_str(), Some(&email), role.id);
                let id = queries::insert_person(tx, &new, now)?;
                queries::set_password(tx, id, &hash)?;
                Ok(id)
            })
            .await
            .unwrap()
    }

    async fn actor(&self, person: PersonId) -> Actor {
        self.directory.actor(person).await.unwrap().unwrap()
    }

    fn pass(&self, micros: i64) {
        self.clock.0.fetch_add(micros, Ordering::Relaxed);
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The browser of somebody who has just signed in.
    async fn browser(&self, email: &str) -> Browser<'_> {
        let session = self
            .directory
            .sign_in(email, PASSWORD, "10.0.0.1")
            .await
            .unwrap()
            .expect("the right password");
        Browser {
            house: self,
            secret: session.secret,
        }
    }

    /// A token that may do all that the person may, or less.
    async fn token(&self, person: PersonId, scopes: &[&str]) -> String {
        let request = TokenRequest {
            name: "test".to_owned(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            expires_at: None,
        };
        let made = self
            .directory
            .create_token(&Actor::spoc(), person, request)
            .await;
        made.unwrap().1
    }

    async fn api(&self, token: &str, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/spoc/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.send(request).await
    }
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: web::axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The session that a cookie brought.
    fn session(&self) -> Option<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find_map(|cookie| cookie.strip_prefix("spoc_session="))
            .map(|rest| rest.split(';').next().unwrap_or_default().to_owned())
    }
}

/// Somebody's browser.
struct Browser<'a> {
    house: &'a House,
    secret: String,
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        self.house.send(self.request("GET", path, "", &[])).await
    }

    /// Sends a form as our own page does.
    async fn post(&self, path: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", self.csrf().await);
        let said = [("sec-fetch-site", "same-origin")];
        self.house
            .send(self.request("POST", path, &form, &said))
            .await
    }

    /// Sends a form exactly so.
    async fn post_bare(&self, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        self.house
            .send(self.request("POST", path, form, headers))
            .await
    }

    async fn csrf(&self) -> String {
        let page = self.get("/account").await.body;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a form");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        form: &str,
        headers: &[(&str, &str)],
    ) -> Request<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("a=b; spoc_session={}", self.secret))
            .header(header::HOST, "desk.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(form.to_owned())).unwrap()
    }
}

/// A form from a browser that nobody has signed in with.
fn anonymous(path: &str, form: &str) -> Request<Body> {
    Request::builder()
        .method(if form.is_empty() { "GET" } else { "POST" })
        .uri(path)
        .header(header::HOST, "desk.test")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap()
}
