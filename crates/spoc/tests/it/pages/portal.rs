//! What requesters and agents say to each other.

use super::{Site, note, value_of};
use kernel::time::SECOND;
use web::axum::http::{StatusCode, header};

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
    // Until then it can be taken back, and nobody outside is told.
    site.desk.clock.advance(11 * SECOND);
    let page = rita.page(&mine).await;
    assert!(
        page.contains("Which client?") && page.contains("We need your answer"),
        "{page}"
    );
    let done = rita
        .post(&format!("{mine}/replies"), &[("body", "The old one")])
        .await;
    assert_eq!(done.leads_to(), mine);
    for path in [
        "/my",
        &mine,
        "/my/tickets?q=cockatoo",
        "/my/answers?q=cockatoo",
        "/my/alike?subject=cockatoo",
        "/suggest?q=cockatoo",
    ] {
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
    let page = rita.page(&mine).await;
    for said in [
        "Solved and confirmed",
        "The solution is confirmed",
        "It has come back",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = anna.page(&work).await;
    for said in ["confirmed by Rita", "</b> confirmed that it is solved"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let other = site
        .desk
        .incident(&site.desk.cast.rita, "Cable", "too short")
        .await;
    rita.post(&format!("/my/tickets/{other}/cancellation"), &[])
        .await
        .leads_to();
    let page = rita.page(&format!("/my/tickets/{other}")).await;
    assert!(
        page.contains("Withdrawn") && page.contains("</b> withdrew it"),
        "{page}"
    );
    let forged = rita
        .post(&format!("{work}/changes"), &[("subject", "Mine")])
        .await;
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
    let begun = rita.page("/my/alike?subject=a+cha").await;
    assert!(begun.contains("You have asked about this already") && begun.contains("A chair"));
    let nothing = rita.page("/my/alike?subject=a+table+and+more").await;
    assert!(!nothing.contains("A chair"), "{nothing}");
    let empty = rita
        .post("/my/new", &[("description", "typed"), ("subject", " ")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("typed") && empty.body.contains("Enter a subject"));
}

#[tokio::test]
async fn whoever_asks_again_is_shown_what_is_open_what_was_answered_and_what_is_known() {
    for backend in testkit::backends() {
        let site = Site::on(backend).await;
        let cast = site.desk.cast.clone();
        site.desk
            .incident(&cast.rita, "Email does not arrive", "")
            .await;
        let done = site
            .desk
            .incident(&cast.rita, "Email signature is wrong", "")
            .await;
        let solved = kernel::ticket::Change::Resolve {
            code: "solved".into(),
            text: "Mended.".into(),
        };
        let solved = site.desk.change(&cast.anna, done, vec![solved]).await;
        solved.expect("solved");
        site.desk
            .incident(&cast.rob, "Email of somebody else", "")
            .await;
        let sql =
            "INSERT INTO services (name, description, active) VALUES ($1, '', 1) RETURNING id";
        let add = |tx: &store::Tx<'_>| tx.one::<i64>(sql, store::params!["Email"]);
        let service = site.desk.store.write(add).await.expect("a service");
        let service = service.to_string();
        let anna = site.browser(&cast.anna).await;
        let bad = [
            ("service", service.as_str()),
            ("health", "outage"),
            ("text", "Nobody gets mail"),
        ];
        anna.post("/services/health", &bad).await.leads_to();
        let rita = site.browser(&cast.rita).await;
        let shown = rita.page("/my/alike?subject=the+email+is+gone").await;
        let (known, rest) = shown
            .split_once("You have asked about this already")
            .expect("what is open");
        let (open, answered) = rest
            .split_once("This was answered before")
            .expect("what was answered");
        assert!(known.contains("Nobody gets mail"), "{shown}");
        assert!(open.contains("Email does not arrive"), "{shown}");
        assert!(answered.contains("Email signature is wrong"), "{shown}");
        assert!(!shown.contains("Email of somebody else"), "{shown}");
        let nothing = rita.page("/my/alike?subject=the+chair").await;
        assert!(!nothing.contains("Email"), "{nothing}");
    }
}

#[tokio::test]
async fn the_portal_answers_while_one_types_and_carries_the_words_into_the_form() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Printer prints blank pages", "")
        .await;
    let (rita, rob) = (
        site.browser(&site.desk.cast.rita).await,
        site.browser(&site.desk.cast.rob).await,
    );
    let home = rita.page("/my").await;
    assert!(
        home.contains("How can we help?") && home.contains("Printer prints blank pages"),
        "{home}"
    );
    assert!(!home.contains("How our services are"), "nothing is known");
    let found = rita.page("/my/answers?q=blank+pag").await;
    assert!(found.contains(&format!("/my/tickets/{id}")), "{found}");
    let nothing = rob.page("/my/answers?q=blank+pag").await;
    assert!(
        nothing.contains("Just ask us") && nothing.contains("/my/new?subject=blank%20pag"),
        "{nothing}"
    );
    assert!(!nothing.contains(&format!("/my/tickets/{id}")));
    let form = rob.page("/my/new?subject=blank%20pag").await;
    assert!(form.contains("value=\"blank pag\""), "{form}");
}

#[tokio::test]
async fn what_is_asked_for_somebody_else_is_followed_by_both() {
    let site = Site::new().await;
    let (rita, rob) = (
        site.browser(&site.desk.cast.rita).await,
        site.browser(&site.desk.cast.rob).await,
    );
    let mut ask = vec![
        ("kind", "incident"),
        ("subject", "His badge is broken"),
        ("on_behalf_of", "nobody@spoc.example"),
    ];
    let refused = rita.post("/my/new", &ask).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("no such person"), "{}", refused.body);
    ask[2].1 = "Rob@spoc.example";
    let filed = rita.post("/my/new", &ask).await;
    assert!(
        rita.page(filed.leads_to())
            .await
            .contains("We have received it")
    );
    let list = rob.page("/my/tickets").await;
    assert!(list.contains("His badge is broken") && list.contains("Rita"));
}

#[tokio::test]
async fn the_portal_can_be_installed_and_keeps_nothing_private() {
    let site = Site::new().await;
    let rita = site.browser(&site.desk.cast.rita).await;
    let manifest = rita.get("/manifest.webmanifest").await;
    assert_eq!(
        manifest.header(header::CONTENT_TYPE),
        "application/manifest+json"
    );
    let manifest: serde_json::Value = serde_json::from_str(&manifest.body).expect("a document");
    assert_eq!(manifest["start_url"], "/my");
    for icon in manifest["icons"].as_array().expect("icons") {
        let icon = rita.get(icon["src"].as_str().expect("an address")).await;
        assert_eq!(icon.status, StatusCode::OK);
    }
    let worker = rita.get("/service-worker.js").await;
    let (_, kept) = worker.body.split_once("KEPT = ").expect("what is kept");
    let (kept, _) = kept.split_once(';').expect("an end");
    let kept: Vec<String> = serde_json::from_str(kept).expect("a list");
    for path in kept {
        assert!(path == "/offline" || path.starts_with("/assets/"), "{path}");
        assert_eq!(rita.get(&path).await.status, StatusCode::OK, "{path}");
    }
    let offline = rita.page("/offline").await;
    assert!(!offline.contains("Rita"), "the same for everybody");
}

#[tokio::test]
async fn colleagues_of_the_own_organisation_are_offered_while_a_name_is_typed_and_nobody_else() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let rita = site.browser(&cast.rita).await;
    let offered = async |browser: &super::Browser<'_>, typed: &str| {
        let path = format!("/my/colleagues?q={typed}");
        browser.get(&path).await.body
    };
    let rob = "[{\"value\":\"Rob\",\"label\":\"Rob\"}]";
    assert_eq!(offered(&rita, "ro").await, rob);
    for nobody in ["rit", "anna", "anna@spoc.example", ""] {
        assert_eq!(offered(&rita, nobody).await, "[]", "{nobody}");
    }
    let anna = site.browser(&cast.anna).await;
    assert_eq!(offered(&anna, "ro").await, "[]", "she is of none");

    let (acme, now) = (
        cast.rita.organisation,
        kernel::Clock::now(&*site.desk.clock),
    );
    let namesake = site.desk.store.write(move |tx| {
        let role = directory::queries::find_role_by_key(tx, "requester")?.expect("a role");
        let email = Some("rob2@spoc.example");
        let new = directory::model::NewPerson {
            organisation_id: acme,
            ..directory::model::NewPerson::named("Rob", email, role.id)
        };
        directory::queries::insert_person(tx, &new, now)
    });
    namesake.await.expect("somebody of the same name");
    let both = offered(&rita, "ro").await;
    for address in ["rob@spoc.example", "rob2@spoc.example"] {
        let offer = format!("{{\"value\":\"{address}\",\"label\":\"Rob · {address}\"}}");
        assert!(both.contains(&offer), "{both}");
    }
}

#[tokio::test]
async fn a_ticket_is_shared_with_a_colleague_and_with_the_organisation_and_no_longer() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Budget sheet locked", "")
        .await;
    let mine = format!("/my/tickets/{id}");
    let (rita, rob) = (
        site.browser(&site.desk.cast.rita).await,
        site.browser(&site.desk.cast.rob).await,
    );
    let unknown = rita
        .post(&format!("{mine}/watchers"), &[("person", "nobody at all")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let outsider = rita
        .post(
            &format!("{mine}/watchers"),
            &[("person", "anna@spoc.example")],
        )
        .await;
    assert_eq!(outsider.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        outsider.body.contains("another organisation"),
        "{}",
        outsider.body
    );
    rita.post(&format!("{mine}/watchers"), &[("person", "rob")])
        .await
        .leads_to();
    assert!(
        rob.page("/my/tickets?show=shared")
            .await
            .contains("Budget sheet")
    );
    let answered = rob
        .post(&format!("{mine}/replies"), &[("body", "Mine, too")])
        .await;
    assert_eq!(answered.leads_to(), mine);
    let person = site.desk.cast.rob.person.expect("a person").to_string();
    rita.post(&format!("{mine}/watchers"), &[("remove", &person)])
        .await
        .leads_to();
    assert_eq!(rob.get(&mine).await.status, StatusCode::NOT_FOUND);

    rita.post(&format!("{mine}/sharing"), &[("to", "organisation")])
        .await
        .leads_to();
    let seen = rob.page(&mine).await;
    assert!(
        seen.contains("Follow it, too") && !seen.contains("Your answer"),
        "{seen}"
    );
    assert!(
        rob.page("/my/tickets?show=shared")
            .await
            .contains("Budget sheet")
    );
    let foreign = rob
        .post(&format!("{mine}/sharing"), &[("to", "nobody")])
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    rita.post(&format!("{mine}/sharing"), &[("to", "nobody")])
        .await
        .leads_to();
    assert_eq!(rob.get(&mine).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_asked_rates_the_solution_once_for_each_and_agents_read_it() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Mouse", "dead").await;
    let (work, mine) = (format!("/tickets/{id}"), format!("/my/tickets/{id}"));
    let (anna, rita) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.rita).await,
    );
    let rating = format!("{mine}/rating");
    let early = rita.post(&rating, &[("stars", "5")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let solved = [("code", "solved"), ("text", "A new one")];
    anna.post(&format!("{work}/resolution"), &solved)
        .await
        .leads_to();
    assert!(rita.page(&mine).await.contains("How content are you"));
    let six = rita.post(&rating, &[("stars", "6")]).await;
    assert_eq!(six.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = [("stars", "2"), ("comment", "It took a week")];
    rita.post(&rating, &given).await.leads_to();
    rita.post(&rating, &[("stars", "4"), ("comment", "It took a week")])
        .await
        .leads_to();
    assert!(rita.page(&mine).await.contains("Change the rating"));
    let seen = anna.page(&work).await;
    assert!(
        seen.contains("4 of 5 stars") || seen.contains("<b>4</b>"),
        "{seen}"
    );
    assert!(seen.contains("It took a week"));
    let found = site
        .desk
        .list(&cast.anna, "rating>=4")
        .await
        .expect("a list");
    assert_eq!(found.len(), 1);
    assert!(
        site.desk
            .list(&cast.anna, "rating<=2")
            .await
            .expect("a list")
            .is_empty()
    );
    let by_agent = anna.post(&rating, &[("stars", "5")]).await;
    assert_eq!(by_agent.status, StatusCode::FORBIDDEN);
    rita.post(&format!("{mine}/reopening"), &[])
        .await
        .leads_to();
    assert_eq!(
        site.desk
            .list(&cast.anna, "rating:0")
            .await
            .expect("a list")
            .len(),
        1
    );
}

#[tokio::test]
async fn the_head_of_the_portal_is_the_same_on_every_page_of_a_requester() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "VPN drops", "often")
        .await;
    let rita = site.browser(&site.desk.cast.rita).await;
    let ticket = format!("/my/tickets/{id}");
    for path in [
        "/my",
        "/my/new",
        "/my/tickets",
        &ticket,
        "/account",
        "/notifications",
        "/notifications/settings",
        "/approvals",
    ] {
        let page = rita.page(path).await;
        let (_, nav) = page.split_once("<nav").expect("a head");
        let (nav, _) = nav.split_once("<details").expect("a menu");
        let links: Vec<&str> = nav
            .split("href=\"")
            .skip(1)
            .filter_map(|link| link.split('"').next())
            .collect();
        assert_eq!(links, ["/my", "/my/tickets", "/my/new"], "{path}");
    }
    // Agents who ask for help themselves find the way back.
    let anna = site.browser(&site.desk.cast.anna).await;
    let page = anna.page("/my").await;
    assert!(page.contains("<a href=\"/tickets\">Tickets</a>"), "{page}");
}
