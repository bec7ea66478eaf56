//! Asking and following without signing in.

use super::{Answer, Site, value_of};
use kernel::policy::{Audience, Form, Question, Required};
use kernel::ticket::{Attachment, Change, InternalText, Message};
use testkit::backends;
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode, header};

pub(super) async fn get(site: &Site, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty());
    site.send(request.expect("a request")).await
}

pub(super) async fn post(site: &Site, path: &str, fields: &[(&str, &str)]) -> Answer {
    let pairs = fields.iter().map(|(name, value)| {
        let value: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("{name}={value}")
    });
    let body = pairs.collect::<Vec<_>>().join("&");
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body));
    site.send(request.expect("a request")).await
}

/// The form of `/ask` with files.
async fn post_files(
    site: &Site,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let mut body = Vec::new();
    let mut part = |named: String, content: &[u8]| {
        let head = format!("--x\r\nContent-Disposition: form-data; {named}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for (name, content) in files {
        part(format!("name=\"files\"; filename=\"{name}\""), content);
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body));
    site.send(request.expect("a request")).await
}

/// How many contents are on the disk, whether a ticket has them or not. What is on its way there goes a moment after the
/// answer.
fn contents(site: &Site) -> usize {
    let files = site.desk.store.files();
    let one = files.path(&"0".repeat(64)).expect("a path");
    let folder = one.ancestors().nth(2).expect("a folder");
    let folders = std::fs::read_dir(folder).expect("the folder").flatten();
    folders
        .filter(|folder| folder.file_name() != "incoming")
        .map(|folder| std::fs::read_dir(folder.path()).map_or(0, Iterator::count))
        .sum()
}

/// The link that an agent was shown.
fn handed_link(handed: &Answer) -> String {
    let (_, link) = handed
        .body
        .split_once("data-copy=\"http://desk.test")
        .expect("a link");
    let (link, _) = link.split_once('"').expect("an end");
    link.to_owned()
}

pub(super) async fn open_to_all(site: &Site) {
    let ada = site.browser(&site.desk.cast.ada).await;
    let opened = ada.post("/admin/portal", &[("act", "open")]).await;
    assert_eq!(opened.leads_to(), "/admin/portal");
}

#[tokio::test]
async fn nobody_asks_without_signing_in_unless_administrators_allow_it() {
    for backend in backends() {
        let site = Site::on(backend).await;
        assert_eq!(get(&site, "/ask").await.status, StatusCode::NOT_FOUND);
        let asked = [
            ("name", "Vera"),
            ("email", "vera@example.com"),
            ("subject", "Help"),
        ];
        assert_eq!(
            post(&site, "/ask", &asked).await.status,
            StatusCode::NOT_FOUND
        );
        let anna = site.browser(&site.desk.cast.anna).await;
        let refused = anna.post("/admin/portal", &[("act", "open")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let door = "href=\"/ask\"";
        assert!(!get(&site, "/sign-in").await.body.contains(door));
        open_to_all(&site).await;
        assert!(get(&site, "/sign-in").await.body.contains(door));
        assert_eq!(get(&site, "/ask").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn whoever_asks_follows_by_a_link_and_sees_nothing_else_of_that_address() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let cast = &site.desk.cast;
        let earlier = site
            .desk
            .incident(&cast.rita, "Secret earlier matter", "")
            .await;
        let form = get(&site, "/ask").await;
        let key = value_of(&form.body, "idempotency_key");
        let asked = [
            ("idempotency_key", key.as_str()),
            ("name", "Somebody"),
            ("email", "Rita@spoc.example"),
            ("subject", "The door is locked"),
            ("description", "Since noon"),
        ];
        let filed = post(&site, "/ask", &asked).await;
        let (link, _) = filed.leads_to().split_once('?').expect("a link");
        let link = link.to_owned();
        let page = get(&site, filed.leads_to()).await;
        assert!(page.body.contains("The door is locked") && page.body.contains("Keep this link"));
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(
            get(&site, &format!("/my/tickets/{earlier}")).await.status,
            StatusCode::SEE_OTHER
        );

        let anna = site.browser(&cast.anna).await;
        let found = site
            .desk
            .list(&cast.anna, "tag:unverified-address")
            .await
            .expect("a list");
        let id = found.first().expect("it is marked").id;
        anna.post(&format!("/tickets/{id}/notes"), &[("body", "a cockatoo")])
            .await;
        // What is merged into it is of the same person, but not of this link.
        anna.post(
            &format!("/tickets/{earlier}/merge"),
            &[("into", &id.to_string())],
        )
        .await
        .leads_to();
        site.desk
            .reply(&cast.anna, id, "Which door?")
            .await
            .expect("a reply");
        let seen = get(&site, &link).await.body;
        assert!(
            seen.contains("Which door?") && !seen.contains("cockatoo"),
            "{seen}"
        );
        assert!(!seen.contains("Secret earlier"), "{seen}");
        let answered = post(
            &site,
            &format!("{link}/replies"),
            &[("body", "The green one")],
        )
        .await;
        assert_eq!(answered.leads_to(), link);
        assert!(
            anna.page(&format!("/tickets/{id}"))
                .await
                .contains("The green one")
        );
        for noun in ["notes", "watchers", "sharing", "merge"] {
            let done = post(&site, &format!("{link}/{noun}"), &[("body", "x")]).await;
            assert_eq!(done.status, StatusCode::NOT_FOUND, "{noun}");
        }
        anna.post(&format!("/tickets/{id}/link"), &[("act", "revoke")])
            .await
            .leads_to();
        assert_eq!(get(&site, &link).await.status, StatusCode::NOT_FOUND);
        let handed = anna.post(&format!("/tickets/{id}/link"), &[]).await;
        let link = handed_link(&handed);
        assert_eq!(get(&site, &link).await.status, StatusCode::OK);
        let last = if link.ends_with('0') { "1" } else { "0" };
        let forged = format!("{}{last}", &link[..link.len() - 1]);
        for forged in [forged.as_str(), "/follow/guessed"] {
            let page = get(&site, forged).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert!(!page.body.contains("The door is locked"));
            let answered = post(&site, &format!("{forged}/replies"), &[("body", "x")]).await;
            assert_eq!(answered.status, StatusCode::NOT_FOUND);
        }
        site.desk.clock.advance(181 * kernel::time::DAY);
        assert_eq!(get(&site, &link).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn who_asks_too_often_waits_and_machines_are_not_heard() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let mut asked = vec![
            ("name", "Vera"),
            ("email", "vera@example.com"),
            ("subject", "Help"),
        ];
        for _ in 0..5 {
            post(&site, "/ask", &asked).await.leads_to();
        }
        let sixth = post(&site, "/ask", &asked).await;
        assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS);
        asked[1].1 = "walter@example.com";
        post(&site, "/ask", &asked).await.leads_to();
        asked.push(("website", "http://spam.example"));
        asked[1].1 = "bot@example.com";
        assert_eq!(post(&site, "/ask", &asked).await.leads_to(), "/ask");
        let found = site
            .desk
            .list(&site.desk.cast.anna, "tag:unverified-address")
            .await
            .expect("a list");
        assert_eq!(found.len(), 6);
        asked[1].1 = "no address";
        asked.pop();
        let wrong = post(&site, "/ask", &asked).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_form_that_is_refused_makes_nobody_known_and_counts_as_a_try_from_its_place() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let long = "x".repeat(251);
        for subject in ["", " ", long.as_str()] {
            let asked = [
                ("name", "Vera"),
                ("email", "vera@example.com"),
                ("subject", subject),
            ];
            let refused = post(&site, "/ask", &asked).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("vera@example.com"), "it is kept");
        }
        let known =
            |tx: &store::Tx<'_>| directory::queries::find_person_by_email(tx, "vera@example.com");
        let vera = site.desk.store.read(known).await.expect("the database");
        assert!(vera.is_none());
        for number in 0..20 {
            let email = format!("vera{number}@example.com");
            let asked = [
                ("name", "Vera"),
                ("email", email.as_str()),
                ("subject", "Help"),
            ];
            post(&site, "/ask", &asked).await.leads_to();
        }
        let asked = [
            ("name", "Vera"),
            ("email", "vera20@example.com"),
            ("subject", "Help"),
        ];
        let refused = post(&site, "/ask", &asked).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        site.desk.clock.advance(kernel::time::HOUR);
        post(&site, "/ask", &asked).await.leads_to();
    }
}

#[tokio::test]
async fn visitors_ask_where_tags_are_from_a_list() {
    let site = Site::new().await;
    open_to_all(&site).await;
    let cast = &site.desk.cast;
    let listed =
        |policy: &mut kernel::Policy| policy.allowed_tags = Some(["vpn".to_owned()].into());
    let changed = site.desk.desk.change_policy(&cast.ada, "a list", listed);
    changed.await.expect("it is possible");
    let asked = [
        ("name", "Vera"),
        ("email", "vera@example.com"),
        ("subject", "Help"),
    ];
    post(&site, "/ask", &asked).await.leads_to();
    let found = site.desk.list(&cast.anna, "tag:unverified-address").await;
    assert_eq!(found.expect("a condition").len(), 1);
}

#[tokio::test]
async fn a_ticket_that_the_rules_refuse_makes_nobody_known() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        for wrong in [("category", "there/is/none"), ("service", "4711")] {
            let asked = [
                ("name", "Vera"),
                ("email", "vera@example.com"),
                ("subject", "Help"),
                wrong,
            ];
            let refused = post(&site, "/ask", &asked).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let known =
            |tx: &store::Tx<'_>| directory::queries::find_person_by_email(tx, "vera@example.com");
        let vera = site.desk.store.read(known).await.expect("the database");
        assert!(vera.is_none(), "nobody is left behind");
    }
}

#[tokio::test]
async fn nobody_learns_whether_an_address_is_known_or_has_left() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let rita = site.desk.cast.rita.person.expect("a person");
        let leave = move |tx: &store::Tx<'_>| {
            let sql = "UPDATE people SET active = 0 WHERE id = $1";
            tx.execute(sql, store::params![rita])
        };
        site.desk.store.write(leave).await.expect("the database");
        let mut pages = Vec::new();
        for email in ["rita@spoc.example", "rob@spoc.example", "new@example.com"] {
            let asked = [("name", "Somebody"), ("email", email), ("subject", "Help")];
            let filed = post(&site, "/ask", &asked).await;
            let page = get(&site, filed.leads_to()).await;
            assert_eq!(page.status, StatusCode::OK, "{email}: {}", page.body);
            assert!(!page.body.contains("Rita") && !page.body.contains("rita"));
            pages.push(page.body.matches("<form").count());
        }
        assert!(pages.iter().all(|forms| *forms == pages[0]), "{pages:?}");
    }
}

#[tokio::test]
async fn a_link_ends_where_the_ticket_is_somebody_elses() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = site.desk.cast.clone();
        let id = site
            .desk
            .incident(&cast.rita, "The door is locked", "")
            .await;
        let anna = site.browser(&cast.anna).await;
        let handed = anna.post(&format!("/tickets/{id}/link"), &[]).await;
        let link = handed_link(&handed);
        assert_eq!(get(&site, &link).await.status, StatusCode::OK);
        let rob = Change::Requester(cast.rob.person.expect("a person"));
        let changed = site.desk.change(&cast.anna, id, vec![rob]).await;
        changed.expect("changed");
        assert_eq!(get(&site, &link).await.status, StatusCode::NOT_FOUND);
        let answered = post(&site, &format!("{link}/replies"), &[("body", "still me")]).await;
        assert_eq!(answered.status, StatusCode::NOT_FOUND);
        let rita = site.browser(&cast.rita).await;
        let refused = rita.post(&format!("/tickets/{id}/link"), &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn files_come_with_a_ticket_that_is_taken_and_are_stored_with_no_other() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let picture: (&str, &[u8]) = ("../screen.png", b"\x89PNG\r\n a picture");
        let asked = |subject, email| [("name", "Vera"), ("email", email), ("subject", subject)];
        let vera = asked("The screen is black", "vera@example.com");
        let closed = post_files(&site, "/ask", &vera, &[picture]).await;
        assert_eq!(closed.status, StatusCode::NOT_FOUND);
        open_to_all(&site).await;
        let unsaid = post_files(&site, "/ask", &asked("", "vera@example.com"), &[picture]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let many = post_files(&site, "/ask", &vera, &many_files()).await;
        assert_eq!(many.status, StatusCode::PAYLOAD_TOO_LARGE);
        let mut machine = vera.to_vec();
        machine.push(("website", "http://spam.example"));
        post_files(&site, "/ask", &machine, &[picture])
            .await
            .leads_to();
        // What the desk itself refuses: a form of which a visitor answers nothing.
        let must = |policy: &mut kernel::Policy| {
            policy.forms.push(Form {
                kind: policy.first_kind(),
                service: None,
                questions: vec![Question {
                    asks: "category".into(),
                    audience: Audience::Everybody,
                    required: Required::Opening,
                    ..Question::default()
                }],
            });
        };
        let (desk, ada) = (&site.desk.desk, &site.desk.cast.ada);
        desk.change_policy(ada, "a form", must)
            .await
            .expect("a form");
        let unanswered = post_files(&site, "/ask", &vera, &[picture]).await;
        assert_eq!(unanswered.status, StatusCode::UNPROCESSABLE_ENTITY);
        let none = |policy: &mut kernel::Policy| policy.forms.clear();
        desk.change_policy(ada, "no form", none)
            .await
            .expect("none");
        assert_eq!(contents(&site), 0, "nothing of what was refused");

        for _ in 0..2 {
            post_files(&site, "/ask", &vera, &[picture])
                .await
                .leads_to();
        }
        assert_eq!(contents(&site), 1, "each content once");
        let anna = site.browser(&site.desk.cast.anna).await;
        let found = site
            .desk
            .list(&site.desk.cast.anna, "tag:unverified-address");
        let id = found.await.expect("a list").first().expect("a ticket").id;
        let page = anna.page(&format!("/tickets/{id}")).await;
        let (_, link) = page.split_once("href=\"/attachments/").expect("a file");
        let link = link.split('"').next().expect("an address");
        let file = anna.get(&format!("/attachments/{link}")).await;
        assert_eq!(file.header(header::CONTENT_TYPE), "image/png");
        assert!(
            link.ends_with("/..screen.png") || link.ends_with("/screen.png"),
            "{link}"
        );
        // Beyond so many forms none is read any more, whatever is in it.
        for _ in 0..60 {
            post(&site, "/ask", &asked("", "vera@example.com")).await;
        }
        let late = post_files(
            &site,
            "/ask",
            &asked("", "walter@example.com"),
            &many_files(),
        )
        .await;
        assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn files_go_both_ways_by_a_link_and_none_of_a_note() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let asked = [
            ("name", "Vera"),
            ("email", "vera@example.com"),
            ("subject", "The screen is black"),
        ];
        let filed = post_files(&site, "/ask", &asked, &[("first.txt", b"since noon")]).await;
        let (link, _) = filed.leads_to().split_once('?').expect("a link");
        let answer = [("body", "Here is more")];
        let more: (&str, &[u8]) = ("second.txt", b"and since one");
        let sent = post_files(&site, &format!("{link}/replies"), &answer, &[more]).await;
        assert_eq!(sent.leads_to(), link);
        let long = vec![b'x'; 3 << 20];
        let large: (&str, &[u8]) = ("large.log", &long);
        let answers = format!("{link}/replies");
        let sent = post_files(&site, &answers, &answer, &[large]).await;
        assert_eq!(sent.leads_to(), link);
        // Whoever has no link brings nothing to the disk.
        let kept = contents(&site);
        let nowhere = format!("/follow/{}/replies", "0".repeat(64));
        let strange: (&str, &[u8]) = ("strange.log", &long[1..]);
        let refused = post_files(&site, &nowhere, &answer, &[strange]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(contents(&site), kept);
        let anna = &site.desk.cast.anna;
        let found = site.desk.list(anna, "tag:unverified-address").await;
        let id = found.expect("a list")[0].id;
        let kept = site.desk.store.files().put(&b"for colleagues"[..]);
        let (hash, size_bytes) = kept.expect("a file");
        let note = Message {
            text: InternalText("see the file".into()),
            attachments: vec![Attachment {
                hash: hash.clone(),
                name: "third.txt".into(),
                media_type: "text/plain".into(),
                size_bytes,
            }],
        };
        site.desk
            .change(anna, id, vec![Change::Note(note)])
            .await
            .expect("a note");

        let page = get(&site, link).await.body;
        let begins = format!("href=\"{link}/attachments/");
        let hrefs = page.split(&begins).skip(1);
        let hrefs: Vec<&str> = hrefs.filter_map(|rest| rest.split('"').next()).collect();
        let mut contents = Vec::new();
        for href in &hrefs {
            let file = get(&site, &format!("{link}/attachments/{href}")).await;
            assert_eq!(file.status, StatusCode::OK, "{href}");
            assert_eq!(file.header(header::CACHE_CONTROL), "no-store");
            contents.push(file.body);
        }
        let large = String::from_utf8_lossy(&long).into_owned();
        assert_eq!(contents, ["since noon", "and since one", &large]);
        let hidden = get(&site, &format!("{link}/attachments/{hash}/third.txt")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        let forged = format!("/follow/guessed/attachments/{}", hrefs[0]);
        assert_eq!(get(&site, &forged).await.status, StatusCode::NOT_FOUND);
    }
}

/// More files than one form may bring.
fn many_files() -> [(&'static str, &'static [u8]); 21] {
    [("a.txt", b"a"); 21]
}
