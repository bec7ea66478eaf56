//! Lists, searches, views, suggestions and live updates.

use super::{Site, note};
use kernel::ticket::Change;
use kernel::{Actor, Timestamp};
use std::time::Duration;
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_query_that_cannot_be_understood_is_shown_with_its_place() {
    let site = Site::new().await;
    let anna = site.browser(&site.desk.cast.anna).await;
    for path in ["/tickets?q=stat%3Aopen+vpn", "/search?q=stat%3Aopen+vpn"] {
        let answer = anna.get(path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(
            answer.body.contains("value=\"stat:open vpn\""),
            "{path}: the text is kept"
        );
        assert!(
            answer.body.contains("<u>stat</u>") || answer.body.contains("<u>stat:open</u>"),
            "{path}: {}",
            answer.body
        );
    }
    let answer = anna.get("/tickets?q=%28").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn words_find_the_best_first_and_an_order_lists_them_all() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "VPN <drops>", "the gateway closes")
        .await;
    note(&site, id, "cockatoo in the log").await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let found = anna.page("/tickets?q=cockatoo").await;
    assert!(
        found.contains("<mark>cockatoo</mark>") && found.contains("sort=newest"),
        "{found}"
    );
    let listed = anna.page("/tickets?q=gateway&sort=newest").await;
    assert!(
        listed.contains("class=\"tl\"") && listed.contains("VPN &#60;drops&#62;"),
        "{listed}"
    );
    let meant = anna.page("/search?q=gatewy").await;
    assert!(
        meant.contains("<mark>gateway</mark>") && meant.contains("gatewy"),
        "{meant}"
    );
    let (_, rest) = meant
        .split_once("<p class=\"pager\"><a class=\"btn small\" href=\"")
        .expect("all of them");
    let all = rest.split('"').next().expect("an address");
    let listed = anna.page(&all.replace("&#38;", "&")).await;
    assert!(
        listed.contains("class=\"tl\"") && listed.contains("VPN &#60;drops&#62;"),
        "{listed}"
    );
    let (_, rest) = listed.split_once("href=\"/tickets?view=").expect("a view");
    let view = rest.split('"').next().expect("a number");
    for path in ["/tickets", "/search"] {
        let within = anna.page(&format!("{path}?view={view}&q=gateway")).await;
        let stays = format!("name=\"view\" value=\"{view}\"");
        assert!(within.contains(&stays), "{path}: {within}");
    }
    let rita = site.browser(&site.desk.cast.rita).await;
    assert_eq!(
        rita.get("/search?q=vpn").await.leads_to(),
        "/my/tickets?q=vpn"
    );
    let mine = rita.page("/my/tickets?q=cockatoo").await;
    assert!(
        !mine.contains("VPN"),
        "a note is found by nobody else: {mine}"
    );
    assert!(
        rita.page("/my/tickets?q=gateway+OR+%28")
            .await
            .contains("Nothing found")
    );
    assert!(rita.page("/my/tickets?q=gateway").await.contains("VPN"));
}

#[tokio::test]
async fn a_list_is_kept_as_a_view_renamed_and_removed() {
    let site = Site::new().await;
    site.desk
        .incident(&site.desk.cast.rita, "VPN drops", "often")
        .await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let view = [
        ("name", "Ritas"),
        ("q", "requester:rita@spoc.example"),
        ("sort", "oldest"),
    ];
    let made = anna.post("/views", &view).await;
    let at = made.leads_to().to_owned();
    let page = anna.page(&at).await;
    assert!(
        page.contains("<h1>Ritas <span class=\"count\">1</span>"),
        "{page}"
    );
    let id = at.rsplit('=').next().expect("an id");
    anna.post(&format!("/views/{id}"), &[("name", "Rita")])
        .await
        .leads_to();
    assert!(anna.page("/tickets").await.contains("<span>Rita</span>"));
    let ben = site.browser(&site.desk.cast.ben).await;
    assert_eq!(ben.get(&at).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        ben.post(&format!("/views/{id}/removal"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    anna.post(&format!("/views/{id}/removal"), &[])
        .await
        .leads_to();
    assert_eq!(anna.get(&at).await.status, StatusCode::NOT_FOUND);
    let wrong = anna
        .post(
            "/views",
            &[("name", "x"), ("q", "nonsense:1"), ("back", "/tickets?q=a")],
        )
        .await;
    assert_eq!(wrong.leads_to(), "/tickets?q=a");
}

#[tokio::test]
async fn a_long_list_goes_on_by_pages_that_stay_small() {
    let site = Site::new().await;
    let long = "Everything is slow ".repeat(13);
    for number in 0..60 {
        site.desk
            .incident(&site.desk.cast.rita, &format!("{number} {long}"), "x")
            .await;
    }
    let anna = site.browser(&site.desk.cast.anna).await;
    let first = anna.page("/tickets?q=state:open&sort=newest").await;
    assert_eq!(first.matches("<tr id=t").count(), 50);
    let (rest, _) = first.split_once("\" rel=\"next\"").expect("a next page");
    let next = rest
        .rsplit('"')
        .next()
        .expect("an address")
        .replace("&#38;", "&");
    let next = next.replace("&amp;", "&");
    let second = anna.page(&next).await;
    assert_eq!(second.matches("<tr id=t").count(), 10, "{next}");
    assert!(second.contains("51–60"), "{second}");
    let refreshed = format!("hx-get=\"{}\"", next.replace('&', "&#38;"));
    assert!(second.contains(&refreshed), "{refreshed}: {second}");
    let wrong = anna.get("/tickets?q=state:open&after=x").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn suggestions_are_what_the_reader_may_see() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Projector hums", "x")
        .await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let all = anna.get("/suggest?q=projec").await.body;
    assert!(
        all.contains(&format!("\"href\":\"/tickets/{id}\"")),
        "{all}"
    );
    for typed in ["projec", "rit", &id.to_string()] {
        let path = format!("/suggest?q={typed}&kind=tickets");
        let tickets = anna.get(&path).await.body;
        let label = format!("\"label\":\"#{id} Projector hums · Rita\"");
        assert!(tickets.contains(&label), "{typed}: {tickets}");
    }
    let people = anna.get("/suggest?q=rit&kind=people").await.body;
    assert!(
        people.contains("\"value\":\"rita@spoc.example\""),
        "{people}"
    );
    let colleagues = anna.get("/suggest?q=ann&kind=colleagues").await.body;
    assert!(colleagues.contains("anna@spoc.example"), "{colleagues}");
    let rita = anna.get("/suggest?q=rit&kind=colleagues").await.body;
    assert_eq!(rita, "[]", "who only asks is given no tickets");
    for (q, leads_to) in [
        ("create+ticket", "/tickets/new"),
        ("notification+settings", "/notifications/settings"),
    ] {
        let meant = anna.get(&format!("/suggest?q={q}")).await.body;
        assert!(meant.contains(leads_to), "{q}: {meant}");
    }
    let rob = site.browser(&site.desk.cast.rob).await;
    for q in ["projec", "rit", &id.to_string()] {
        assert_eq!(rob.get(&format!("/suggest?q={q}")).await.body, "[]", "{q}");
    }
}

#[tokio::test]
async fn open_pages_are_told_of_what_their_reader_sees_or_saw() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let mut told = site.live.listen();
    let telling = tokio::spawn(site.live.clone().follow(site.desk.desk.clone()));
    // The first look finds the end of the log.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut next = async || {
        let next = tokio::time::timeout(Duration::from_secs(5), told.recv()).await;
        match next.expect("in time").expect("news") {
            ::work::News::Ticket(touched) => touched,
            other => panic!("{other:?} is no ticket"),
        }
    };
    let id = site.desk.incident(&cast.rita, "Salary", "secret").await;
    let opened = next().await;
    assert_eq!(opened.ticket.id, id);
    assert!(opened.concerns(&cast.anna) && opened.concerns(&cast.rita));
    assert!(!opened.concerns(&cast.rob));
    let team = Change::Team(Some(cast.network));
    let hidden = Change::Confidential(true);
    site.desk
        .change(&cast.anna, id, vec![team, hidden])
        .await
        .expect("a change");
    let moved = next().await;
    assert!(
        moved.concerns(&cast.ben),
        "he saw it until now: his list changes"
    );
    site.desk
        .reply(&cast.anna, id, "hello")
        .await
        .expect("a reply");
    let replied = next().await;
    assert!(replied.concerns(&cast.anna) && !replied.concerns(&cast.ben));
    telling.abort();
    let anna = site.browser(&cast.anna).await;
    assert!(
        anna.page("/tickets")
            .await
            .contains("data-stream=\"/live\"")
    );
}

#[tokio::test]
async fn the_search_box_completes_says_what_is_meant_and_where_it_is_wrong() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "VPN drops", "x").await;
    site.desk
        .change(&cast.anna, id, vec![Change::Tag("vip".into())])
        .await
        .expect("a tag");
    let anna = site.browser(&cast.anna).await;
    for (typed, offered) in [
        ("pri", "\"write\":\"priority:\""),
        ("state:op", "\"write\":\"open\""),
        (
            "requester:rit",
            "\"write\":\"rita@spoc.example\",\"label\":\"Rita",
        ),
        ("tag:v", "\"write\":\"vip\""),
        ("team:net", "\"write\":\"Network\""),
        ("priority<=", "\"label\":\"Critical\""),
        ("state:open", "\"meaning\":\"open\""),
        ("stat:open vpn", "\"start\":0,\"end\":4"),
    ] {
        let path = format!("/conditions/completion?q={}", super::encoded(typed));
        let said = anna.get(&path).await.body;
        assert!(said.contains(offered), "{typed}: {said}");
    }
    let page = anna.page("/tickets?q=state:open+priority%3C=2").await;
    assert!(page.contains("open, priority at most 2"), "{page}");
    for who in [&cast.rita, &cast.rob] {
        let browser = site.browser(who).await;
        let said = browser.get("/conditions/completion?q=tag:v").await.body;
        assert!(!said.contains("vip"), "{said}");
    }
}

#[tokio::test]
async fn an_open_page_is_told_nothing_more_once_its_reader_may_not_come_in() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let mut told = site.live.listen();
    let telling = tokio::spawn(site.live.clone().follow(site.desk.desk.clone()));
    let ben = site.browser(&cast.ben).await;
    let id = cast.ben.person.expect("a person");
    let meanwhile = async {
        // The look that finds this finds the page listening.
        site.desk.incident(&cast.rita, "Before", "").await;
        told.recv().await.expect("a ticket");
        let out = directory::model::PersonEdit {
            active: Some(false),
            ..Default::default()
        };
        let changed = site.directory.write(move |tx| {
            let spoc = Actor::spoc();
            directory::actions::edit_person(tx, &spoc, Timestamp(1), id, None, &out)
        });
        changed.await.expect("a change");
        site.desk.incident(&cast.rita, "After", "").await
    };
    // The answer ends only because nobody is there any more who could be told.
    let (open, after) = tokio::join!(ben.get("/live"), meanwhile);
    assert!(
        !open.body.contains(&format!("ticket-{after}")),
        "{}",
        open.body
    );
    telling.abort();
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_said_in_the_readers_language() {
    let site = Site::new().await;
    let anna = &site.desk.cast.anna;
    let id = anna.person.expect("a person");
    let german = move |tx: &store::Tx<'_>| {
        let sql = "UPDATE people SET locale = 'de' WHERE id = $1";
        tx.execute(sql, store::params![id])
    };
    site.desk.store.write(german).await.expect("German");
    let anna = site.browser(anna).await;
    for (q, said) in [
        ("tam:network", "Das Feld „tam“ gibt es nicht"),
        ("priority:9", "„priority“ geht von 1 bis 5"),
        ("team:nirgendwo", "Das Team „nirgendwo“ gibt es nicht"),
    ] {
        let query = super::encoded(q);
        for path in ["/tickets?q=", "/tickets?as=board&q=", "/search?q="] {
            let answer = anna.get(&format!("{path}{query}")).await;
            assert!(answer.body.contains(said), "{path}{q}: {}", answer.body);
        }
        let typing = anna.get(&format!("/conditions/completion?q={query}")).await;
        assert!(typing.body.contains(said), "{q}: {}", typing.body);
    }
    let kept = [("name", "Falsch"), ("q", "tam:network")];
    let answer = anna.post("/views", &kept).await;
    let cookie = answer.header(web::axum::http::header::SET_COOKIE);
    assert!(cookie.contains("Das"), "{cookie}");
}
