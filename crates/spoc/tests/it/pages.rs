//! The pages of tickets over HTTP, each asked by people of different roles.

use directory::{Directory, Settings, SystemSecrets};
use kernel::ticket::{Change, InternalText, Message};
use kernel::{Actor, TicketId};
use testkit::{Backend, TestDesk};
use tower::ServiceExt;
use web::axum::body::{Body, to_bytes};
use web::axum::http::{HeaderMap, Request, StatusCode, header};
use web::axum::{Extension, Router};

const PASSWORD: &str = "a few quiet words";
const HOST: &str = "http://desk.test";
/// Most bytes of a page.
const PAGE_BYTES: usize = 100_000;

/// A desk behind HTTP.
pub(crate) struct Site {
    pub(crate) desk: TestDesk,
    directory: Directory,
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
    fn header(&self, name: impl header::AsHeaderName) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header(header::LOCATION)
    }

    /// The command that the message after an action offers to undo.
    fn undo(&self) -> String {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        let said = cookies
            .filter_map(|cookie| cookie.to_str().ok())
            .find(|cookie| cookie.starts_with("spoc_said="))
            .expect("something is said");
        let value = said.split(';').next().expect("a value");
        let command = value.split('!').find_map(|pair| pair.strip_prefix("u:"));
        command.expect("it can be undone").to_owned()
    }
}

/// Somebody signed in.
pub(crate) struct Browser<'a> {
    site: &'a Site,
    cookie: String,
    csrf: String,
}

impl Site {
    pub(crate) async fn new() -> Self {
        let desk = TestDesk::new(Backend::Sqlite).await;
        let settings = Settings::new(HOST);
        let directory = Directory::new(desk.store.clone(), desk.clock.clone(), settings);
        let live = work::Live::new();
        let routes = work::pages::routes(desk.desk.clone(), live)
            .merge(directory::routes(&directory))
            .layer(Extension(directory.clone()));
        Self {
            app: web::layers::wrap(routes),
            desk,
            directory,
        }
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

    async fn send(&self, request: Request<Body>) -> Answer {
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
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, &self.cookie)
            .body(Body::empty());
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
        let mut body = format!("csrf={}", self.csrf);
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encoded(value)));
        }
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ORIGIN, HOST)
            .header(header::HOST, "desk.test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.site.send(request.expect("a request")).await
    }

    async fn upload(
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

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The ticket's version as its page has it, for the next form.
fn seen(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"seen\" value=\"").expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

async fn note(site: &Site, ticket: TicketId, text: &str) {
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

#[tokio::test]
async fn agents_see_lists_and_tickets_and_requesters_are_sent_to_theirs() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "VPN drops", "every **ten** minutes")
        .await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let list = anna.page("/tickets").await;
    assert!(
        list.contains("VPN drops") && list.contains("Unassigned"),
        "{list}"
    );
    let page = anna.page(&format!("/tickets/{id}")).await;
    assert!(
        page.contains("<strong>ten</strong>") && page.contains("Rita"),
        "{page}"
    );
    assert_eq!(anna.get("/tickets/999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        anna.get("/tickets?view=999").await.status,
        StatusCode::NOT_FOUND
    );
    let rita = site.browser(&site.desk.cast.rita).await;
    assert_eq!(rita.get("/tickets").await.leads_to(), "/my");
    let mine = format!("/my/tickets/{id}");
    assert_eq!(rita.get(&format!("/tickets/{id}")).await.leads_to(), mine);
    let nobody = Request::get("/tickets").body(Body::empty());
    let asked = site.send(nobody.expect("a request")).await;
    assert!(asked.leads_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_reply_appears_for_both_and_a_note_for_agents_alone() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "VPN drops", "often")
        .await;
    let (anna, rita) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.rita).await,
    );
    let (work, mine) = (format!("/tickets/{id}"), format!("/my/tickets/{id}"));
    let sent = [("body", "Which client?"), ("then", "hold.requester")];
    let done = anna.post(&format!("{work}/replies"), &sent).await;
    assert_eq!(done.leads_to(), work);
    done.undo();
    note(&site, id, "suspect the cockatoo").await;
    let page = anna.page(&work).await;
    assert!(
        page.contains("Which client?") && page.contains("cockatoo"),
        "{page}"
    );
    let page = rita.page(&mine).await;
    assert!(
        page.contains("Which client?") && page.contains("We need your answer"),
        "{page}"
    );
    let done = rita
        .post(&format!("{mine}/replies"), &[("body", "The old one")])
        .await;
    assert_eq!(done.leads_to(), mine);
    for path in ["/my", &mine, "/my?q=cockatoo", "/suggest?q=cockatoo"] {
        let body = rita.get(path).await.body;
        assert!(!body.contains("suspect"), "{path}: {body}");
    }
    assert!(rita.page(&mine).await.contains("Being worked on"));
    let refused = rita
        .post(&format!("{work}/notes"), &[("body", "me, too")])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let rob = site.browser(&site.desk.cast.rob).await;
    for path in [&work, &mine] {
        let seen = rob.get(path).await;
        assert!(!seen.body.contains("VPN"), "{path}");
    }
    assert_eq!(rob.get(&mine).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_second_of_two_tabs_is_told_who_changed_what_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Printer", "jams")
        .await;
    let (anna, ben) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.ben).await,
    );
    let path = format!("/tickets/{id}");
    let seen = seen(&anna.page(&path).await);
    let changes = format!("{path}/changes");
    let first = anna
        .post(&changes, &[("seen", &seen), ("subject", "Printer jams")])
        .await;
    assert_eq!(first.leads_to(), path);
    let other = ben
        .post(&changes, &[("seen", &seen), ("tag_add", "printer")])
        .await;
    assert_eq!(other.leads_to(), path, "another field is nobody's business");
    let second = ben
        .post(&changes, &[("seen", &seen), ("subject", "Paper <jam>")])
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    for text in [
        "Anna has changed this meanwhile: Subject",
        "Paper &#60;jam&#62;",
    ] {
        assert!(second.body.contains(text), "{text}: {}", second.body);
    }
    let lost = anna
        .post(
            &format!("{path}/resolution"),
            &[("code", "nonsense"), ("text", "typed")],
        )
        .await;
    assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lost.body.contains("typed") && lost.body.contains("Choose how it was resolved"));
    let asked = anna.post(&changes, &[("priority", "1")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("name=\"reason\""),
        "a priority is asked why"
    );
    let given = anna
        .post(&changes, &[("priority", "1"), ("reason", "the board")])
        .await;
    assert_eq!(given.leads_to(), path);
}

#[tokio::test]
async fn what_was_done_is_undone_by_its_button() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let one = site.desk.incident(&cast.rita, "One", "x").await;
    let two = site.desk.incident(&cast.rob, "Two", "x").await;
    let anna = site.browser(&cast.anna).await;
    let (one_, two_) = (one.to_string(), two.to_string());
    let bulk = [
        ("number", one_.as_str()),
        ("number", &two_),
        ("team", &cast.network.to_string()),
        ("tag_add", "storm"),
        ("assignee", ""),
        ("state", ""),
        ("priority", "1"),
        ("back", "/tickets?q=tag:storm"),
    ];
    let done = anna.post("/tickets/bulk", &bulk).await;
    assert_eq!(done.leads_to(), "/tickets?q=tag:storm");
    let list = anna.page("/tickets?q=tag:storm").await;
    assert!(
        list.contains(">One<") && list.contains(">Two<") && list.contains("Critical"),
        "{list}"
    );
    let undone = anna
        .post(&format!("/commands/{}/undo", done.undo()), &[])
        .await;
    assert_eq!(undone.leads_to(), format!("/tickets/{one}"));
    assert!(!anna.page("/tickets?q=tag:storm").await.contains(">One<"));
    let page = anna.page(&format!("/tickets/{one}")).await;
    assert!(page.contains("undid") && page.contains("undone"), "{page}");
    let merged = anna
        .post(
            &format!("/tickets/{one}/merge"),
            &[("into", &format!("#{two}"))],
        )
        .await;
    assert_eq!(merged.leads_to(), format!("/tickets/{two}"));
    anna.page(&format!("/tickets/{one}")).await;
    anna.post(&format!("/commands/{}/undo", merged.undo()), &[])
        .await;
    let wrong = anna
        .post(&format!("/tickets/{one}/merge"), &[("into", "77")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn files_go_up_and_come_down_to_those_who_see_them() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Screen", "flickers")
        .await;
    let (anna, rita, rob) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.rita).await,
        site.browser(&site.desk.cast.rob).await,
    );
    let picture: &[u8] = b"\x89PNG\r\n not really";
    let mine = format!("/my/tickets/{id}");
    let file = ("Bildschirm & Co.png", "text/html", picture);
    let done = rita
        .upload(&format!("{mine}/replies"), &[("body", "see")], file)
        .await;
    assert_eq!(done.leads_to(), mine);
    let page = rita.page(&mine).await;
    let (_, rest) = page.split_once("href=\"/attachments/").expect("a file");
    let href = format!(
        "/attachments/{}",
        rest.split('"').next().expect("an address")
    );
    let down = rita.get(&href).await;
    assert_eq!(down.status, StatusCode::OK);
    assert_eq!(down.header(header::CONTENT_TYPE), "image/png");
    assert_eq!(down.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(
        down.header(header::CONTENT_SECURITY_POLICY)
            .contains("sandbox")
    );
    assert!(
        down.header(header::CONTENT_DISPOSITION)
            .starts_with("inline")
    );
    assert_eq!(rob.get(&href).await.status, StatusCode::NOT_FOUND);
    let page = format!("/tickets/{id}");
    let secret = ("dump.html", "text/html", &b"<script>alert(1)</script>"[..]);
    let done = anna
        .upload(&format!("{page}/attachments"), &[], secret)
        .await;
    assert_eq!(done.leads_to(), page);
    let page = anna.page(&page).await;
    let (rest, _) = page.split_once("/dump.html\"").expect("the file");
    let hash = &rest[rest.len() - 64..];
    let href = format!("/attachments/{hash}/dump.html");
    assert!(
        anna.get(&href)
            .await
            .header(header::CONTENT_DISPOSITION)
            .starts_with("attachment")
    );
    assert_eq!(rita.get(&href).await.status, StatusCode::NOT_FOUND);
    assert!(!rita.page(&mine).await.contains("dump.html"));
}

#[tokio::test]
async fn a_requester_confirms_reopens_and_withdraws() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Mouse", "dead")
        .await;
    let (anna, rita) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.rita).await,
    );
    let (work, mine) = (format!("/tickets/{id}"), format!("/my/tickets/{id}"));
    let solved = [("code", "solved"), ("text", "A new **battery**")];
    anna.post(&format!("{work}/resolution"), &solved)
        .await
        .leads_to();
    let page = rita.page(&mine).await;
    assert!(
        page.contains("<strong>battery</strong>") && page.contains("Yes, it is solved"),
        "{page}"
    );
    rita.post(&format!("{mine}/reopening"), &[])
        .await
        .leads_to();
    assert!(rita.page(&mine).await.contains("Being worked on"));
    anna.post(&format!("{work}/resolution"), &solved)
        .await
        .leads_to();
    rita.post(&format!("{mine}/closure"), &[]).await.leads_to();
    assert!(rita.page(&mine).await.contains("This is finished"));
    let other = site
        .desk
        .incident(&site.desk.cast.rita, "Cable", "too short")
        .await;
    rita.post(&format!("/my/tickets/{other}/cancellation"), &[])
        .await
        .leads_to();
    assert!(rita.page("/my").await.contains("Withdrawn"));
    let forged = rita
        .post(&format!("{work}/changes"), &[("subject", "Mine")])
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Mouse", "dead")
        .await;
    let mut anna = site.browser(&site.desk.cast.anna).await;
    anna.csrf = "0123".into();
    let forged = anna.post(&format!("/tickets/{id}/closure"), &[]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn sending_a_form_twice_files_one_ticket() {
    let site = Site::new().await;
    let (anna, rita) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.rita).await,
    );
    let form = anna.page("/tickets/new").await;
    let key = value_of(&form, "idempotency_key");
    let network = site.desk.cast.network.to_string();
    let new = [
        ("idempotency_key", key.as_str()),
        ("requester", "rita@spoc.example"),
        ("subject", "Phone is <dead>"),
        ("description", "She called."),
        ("kind", "incident"),
        ("channel", "phone"),
        ("impact", "1"),
        ("urgency", "1"),
        ("team", &network),
        ("tags", "phone desk"),
    ];
    let first = anna.post("/tickets/new", &new).await;
    let again = anna.post("/tickets/new", &new).await;
    assert_eq!(first.leads_to(), again.leads_to());
    let page = anna.page(first.leads_to()).await;
    for text in [
        "Phone is &#60;dead&#62;",
        "Critical",
        "Network",
        "by telephone",
        "filed by Anna",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let wrong = [
        ("requester", "nobody@nowhere.example"),
        ("subject", "kept"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let wrong = anna.post("/tickets/new", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("kept") && wrong.body.contains("no such person"),
        "{}",
        wrong.body
    );
    assert_eq!(rita.get("/tickets/new").await.leads_to(), "/my/new");
    let form = rita.page("/my/new").await;
    let key = value_of(&form, "idempotency_key");
    let ask = [
        ("idempotency_key", key.as_str()),
        ("kind", "request"),
        ("subject", "A chair"),
        ("urgency", "3"),
    ];
    let asked = rita.post("/my/new", &ask).await;
    assert_eq!(
        asked.leads_to(),
        rita.post("/my/new", &ask).await.leads_to()
    );
    assert!(rita.page(asked.leads_to()).await.contains("Received"));
    let mine = rita.page("/my").await;
    assert_eq!(mine.matches("A chair").count(), 1, "{mine}");
    assert!(mine.contains("Phone is"), "what was filed for her is hers");
    let empty = rita
        .post("/my/new", &[("description", "typed"), ("subject", " ")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("typed") && empty.body.contains("Enter a subject"));
}

fn value_of(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).expect("the field");
    rest.split('"').next().expect("a value").to_owned()
}
