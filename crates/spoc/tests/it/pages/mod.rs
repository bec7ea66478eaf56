//! The pages of tickets over HTTP, each asked by people of different roles.

mod approvals;
mod arranging;
mod assets;
mod composer;
mod doors;
mod drafts;
mod ended;
mod fields;
mod followed;
mod grounds;
mod groups;
mod health;
mod jobs;
mod lists;
mod moving;
mod person;
mod portal;
mod rules;
mod similar;
mod sorted;
mod taken_back;
mod tasks;
mod ticket;
mod undoing;
mod visitor;
mod visitor_questions;
mod wide;
mod work;

use directory::{Directory, Settings, SystemSecrets};
use kernel::ticket::{Change, InternalText, Message};
use kernel::{Actor, TicketId};
use testkit::{Backend, TestDesk};
use tower::ServiceExt;
use web::axum::Router;
use web::axum::body::{Body, to_bytes};
use web::axum::http::{HeaderMap, Request, StatusCode, header};

const PASSWORD: &str = "a few quiet words";
const HOST: &str = "http://desk.test";
/// Most bytes of a page.
const PAGE_BYTES: usize = 100_000;

/// A desk behind HTTP.
pub(crate) struct Site {
    pub(crate) desk: TestDesk,
    pub(crate) live: ::work::Live,
    directory: Directory,
    floor: ::work::Floor,
    app: Router,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    pub(crate) fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header(header::LOCATION)
    }

    /// The message after an action, as it is sent along.
    pub(crate) fn said(&self) -> &str {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        let said = cookies
            .filter_map(|cookie| cookie.to_str().ok())
            .find_map(|cookie| cookie.strip_prefix("spoc_said="))
            .expect("something is said");
        said.split(';').next().expect("a value")
    }

    /// The command that the message after an action offers to undo.
    pub(crate) fn undo(&self) -> String {
        let mut pairs = self.said().split('!');
        let command = pairs.find_map(|pair| pair.strip_prefix("u:"));
        command.expect("it can be undone").to_owned()
    }

    /// Whether the message after an action offers to undo it.
    pub(crate) fn can_be_undone(&self) -> bool {
        self.said().split('!').any(|pair| pair.starts_with("u:"))
    }

    /// The address by which the message after an action lets it be undone, where that is no command.
    pub(crate) fn undo_address(&self) -> String {
        let mut address = self.undo();
        for (sign, written) in [("/", "%2F"), ("?", "%3F"), ("&", "%26"), ("=", "%3D")] {
            address = address.replace(written, sign);
        }
        address.replace("%25", "%")
    }
}

/// Somebody signed in.
pub(crate) struct Browser<'a> {
    site: &'a Site,
    cookie: String,
    pub(crate) csrf: String,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::on(Backend::Sqlite).await
    }

    /// A site on one of the databases.
    pub(crate) async fn on(backend: Backend) -> Self {
        Self::of(TestDesk::new(backend).await)
    }

    /// The site of a desk that is there.
    pub(crate) fn of(desk: TestDesk) -> Self {
        let settings = Settings::new(HOST)
            .with_site(spoc::site())
            .with_practices(std::sync::Arc::new(desk.desk.clone()));
        let directory = Directory::new(desk.store.clone(), desk.clock.clone(), settings);
        let live = ::work::Live::new();
        let floor = spoc::server::floor(directory.clone(), desk.desk.clone(), live.clone());
        Self {
            app: spoc::server::router(&floor),
            floor,
            desk,
            live,
            directory,
        }
    }

    /// Those who do its jobs.
    pub(crate) fn workers(&self) -> ::work::jobs::Workers {
        spoc::server::workers(&self.floor)
    }

    pub(crate) async fn browser(&self, actor: &Actor) -> Browser<'_> {
        let id = actor.person.expect("a person");
        let hash = directory::hash_password(PASSWORD, &SystemSecrets).expect("a hash");
        let person = self
            .desk
            .store
            .write(move |tx| {
                directory::queries::set_password(tx, id, &hash)?;
                directory::queries::find_person(tx, id)
            })
            .await
            .expect("the database works")
            .expect("a person");
        let email = person.email.expect("an address");
        let session = self.directory.sign_in(&email, PASSWORD, "test").await;
        let session = session.expect("no failure").expect("the right password");
        let mut browser = Browser {
            site: self,
            cookie: format!("{}={}", directory::SESSION_COOKIE, session.secret),
            csrf: String::new(),
        };
        let account = browser.get("/account").await.body;
        let (_, rest) = account
            .split_once("name=\"csrf\" value=\"")
            .expect("a form");
        browser.csrf = rest.split('"').next().expect("a value").to_owned();
        browser
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 100 << 20).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl Browser<'_> {
    /// The same browser with one more cookie.
    pub(crate) fn remembering(&self, cookie: &str) -> Self {
        Self {
            site: self.site,
            cookie: format!("{}; {cookie}", self.cookie),
            csrf: self.csrf.clone(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, None).await
    }

    /// Asks with a header more.
    pub(crate) async fn get_with(&self, path: &str, more: Option<(&str, &str)>) -> Answer {
        let mut request = Request::get(path).header(header::COOKIE, &self.cookie);
        if let Some((name, value)) = more {
            request = request.header(name, value);
        }
        let request = request.body(Body::empty());
        self.site.send(request.expect("a request")).await
    }

    /// A page that must be there, with what every page must have.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(
            answer.body.len() <= PAGE_BYTES,
            "{path}: {}",
            answer.body.len()
        );
        assert!(!answer.body.contains(" style="), "{path}");
        answer.body
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_form(None, path, fields).await
    }

    /// Sends a form that stands on this page.
    pub(crate) async fn post_from(
        &self,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        self.send_form(Some(page), path, fields).await
    }

    async fn send_form(&self, page: Option<&str>, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("csrf={}", self.csrf);
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encoded(value)));
        }
        let mut request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, HOST)
            .header(header::HOST, "desk.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(page) = page {
            request = request.header(header::REFERER, format!("{HOST}{page}"));
        }
        let request = request.body(Body::from(body));
        self.site.send(request.expect("a request")).await
    }

    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(format!("--x\r\n{head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        let text = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
        part(text("csrf"), self.csrf.as_bytes());
        for (name, value) in fields {
            part(text(name), value.as_bytes());
        }
        let (name, kind, content) = file;
        let head = format!(
            "Content-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: {kind}"
        );
        part(head, content);
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, HOST)
            .header(header::HOST, "desk.test")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body));
        self.site.send(request.expect("a request")).await
    }
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The ticket's version as its page has it, for the next form.
pub(crate) fn seen(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"seen\" value=\"").expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

pub(crate) async fn note(site: &Site, ticket: TicketId, text: &str) {
    let note = Message {
        text: InternalText(text.into()),
        attachments: Vec::new(),
    };
    let anna = &site.desk.cast.anna;
    site.desk
        .change(anna, ticket, vec![Change::Note(note)])
        .await
        .expect("a note");
}

pub(crate) fn value_of(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).expect("the field");
    rest.split('"').next().expect("a value").to_owned()
}

/// What the form of a page sends as it stands: what is filled in, ticked and chosen.
pub(crate) fn form_of(page: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        let text = text.replace("&#34;", "\"").replace("&#39;", "'");
        let text = text.replace("&#60;", "<").replace("&#62;", ">");
        text.replace("&#38;", "&")
    };
    let of = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split('"').next()?))
    };
    let is_chosen = |tag: &str| tag.contains("checkbox") || tag.contains("radio");
    let (_, form) = page
        .split_once("<form method=\"post\" action=\"/admin")
        .expect("a form");
    let (form, _) = form.split_once("</form>").expect("a form");
    let mut sent = Vec::new();
    for part in form.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let value = || of(tag, "value").unwrap_or_default();
        match (tag.split(' ').next().unwrap_or_default(), of(tag, "name")) {
            ("input", Some(name)) if !is_chosen(tag) || tag.ends_with("checked") => {
                sent.push((name, value()));
            }
            ("textarea", Some(name)) => sent.push((name, plain(text))),
            ("select", Some(name)) => sent.push((name, String::new())),
            ("option", _) if tag.ends_with("selected") => {
                if let Some((_, chosen)) = sent.last_mut() {
                    *chosen = value();
                }
            }
            _ => {}
        }
    }
    sent
}
