//! A client of the API: what it sends and what it is answered.

use directory::{Directory, Settings, TokenRequest};
use kernel::Actor;
use serde_json::Value;
use testkit::TestDesk;
use tower::ServiceExt;
use web::axum::body::{Body, to_bytes};
use web::axum::http::{HeaderMap, Request, StatusCode};
use web::axum::{Extension, Router};

/// Where the API is.
const BASE: &str = "/api/spoc/v1";

/// The whole application of a test desk, as far as the API needs it.
pub(crate) struct App {
    router: Router,
    pub(crate) directory: Directory,
}

impl App {
    pub(crate) fn new(t: &TestDesk) -> Self {
        let settings = Settings::new("http://desk.test");
        let directory = Directory::new(t.store.clone(), t.clock.clone(), settings);
        let router = web::layers::wrap(work::api::routes(t.desk.clone()))
            .layer(Extension(directory.clone()));
        Self { router, directory }
    }

    /// The whole application of a test desk.
    pub(crate) fn whole(t: &TestDesk) -> Self {
        let mut app = Self::new(t);
        let routes = work::api::routes(t.desk.clone()).merge(directory::routes(&app.directory));
        app.router = web::layers::wrap(routes).layer(Extension(app.directory.clone()));
        app
    }

    /// The application with all of its pages.
    pub(crate) fn with_everything(t: &TestDesk) -> Self {
        let settings = Settings::new("http://desk.test").with_site(spoc::site());
        let directory = Directory::new(t.store.clone(), t.clock.clone(), settings);
        let floor = spoc::server::floor(directory.clone(), t.desk.clone(), work::Live::new());
        Self {
            router: spoc::server::router(&floor),
            directory,
        }
    }

    /// A client with a token of this person.
    pub(crate) async fn client(&self, actor: &Actor) -> Client {
        self.client_for(actor, &[]).await
    }

    /// A client with a token that allows only this.
    pub(crate) async fn client_for(&self, actor: &Actor, scopes: &[&str]) -> Client {
        let request = TokenRequest {
            name: "test".into(),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            expires_at: None,
        };
        let person = actor.person.unwrap();
        let made = self
            .directory
            .create_token(&Actor::spoc(), person, request)
            .await;
        Client {
            router: self.router.clone(),
            token: made.unwrap().1,
        }
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    pub(crate) token: String,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: Value,
}

impl Reply {
    /// The document, if the status is this one.
    #[track_caller]
    pub(crate) fn ok(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// The problem of this status and type.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["type"], format!("urn:spoc:problem:{kind}"));
        assert_eq!(self.body["status"], status);
        for member in ["title", "detail", "instance"] {
            let text = self.body[member].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{member} in {}", self.body);
        }
        self.body
    }

    /// The text that says what is wrong with a field.
    #[track_caller]
    pub(crate) fn field(self, field: &str) -> String {
        let problem = self.problem(422, "invalid");
        let errors = problem["errors"].as_array().unwrap();
        let found = errors.iter().find(|error| error["field"] == field);
        let found = found.unwrap_or_else(|| panic!("{field} in {problem}"));
        found["detail"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

impl Client {
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap().to_vec();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            bytes,
        }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> web::axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("{BASE}{path}"))
            .header("authorization", format!("Bearer {}", self.token))
    }

    /// What a page says, and with which status.
    pub(crate) async fn page(&self, path: &str) -> String {
        let reply = self.ask_page(path).await;
        let text = String::from_utf8_lossy(&reply.bytes);
        format!("{} {text}", reply.status)
    }

    /// The bytes of a file that has a page's address.
    pub(crate) async fn file(&self, path: &str) -> Vec<u8> {
        self.ask_page(path).await.bytes
    }

    async fn ask_page(&self, path: &str) -> Reply {
        let asked = Request::builder().uri(path);
        let asked = asked.header("authorization", format!("Bearer {}", self.token));
        self.send(asked.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        let request = self.request("GET", path).body(Body::empty());
        self.send(request.unwrap()).await
    }

    pub(crate) async fn with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Reply {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Value::Null => Body::empty(),
            body => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
        };
        self.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.with("POST", path, &[], &body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.with("PUT", path, &[], &body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.with("PATCH", path, &[], &body).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.with("DELETE", path, &[], &Value::Null).await
    }

    /// Files an incident; answers its number.
    pub(crate) async fn incident(&self, subject: &str) -> i64 {
        let new = serde_json::json!({ "kind": "incident", "subject": subject });
        self.post("/tickets", new).await.ok(201)["number"]
            .as_i64()
            .unwrap()
    }
}

/// A text as a value in a query string.
pub(crate) fn encoded(text: &str) -> String {
    let safe = |byte: &u8| byte.is_ascii_alphanumeric();
    text.bytes()
        .map(|byte| match safe(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}
