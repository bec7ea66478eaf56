//! Columns, files, boards and the order of views.

use super::{Browser, Site};
use kernel::TicketId;
use kernel::ticket::Change;
use web::axum::http::{StatusCode, header};

/// The places of these words in a page, which must all be there, in this order.
pub(super) fn in_order(page: &str, words: &[&str]) {
    let mut rest = page;
    for word in words {
        let (_, after) = rest
            .split_once(word)
            .unwrap_or_else(|| panic!("{word} in {page}"));
        rest = after;
    }
}

pub(super) async fn view(browser: &Browser<'_>, name: &str, q: &str) -> String {
    let made = browser.post("/views", &[("name", name), ("q", q)]).await;
    let at = made.leads_to();
    at.rsplit('=').next().expect("an id").to_owned()
}

#[tokio::test]
async fn columns_are_chosen_moved_and_shared_with_a_view() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let anna = site.browser(&cast.anna).await;
    let id = view(&anna, "Mine", "state:open").await;
    let (list, page) = (
        format!("/tickets?view={id}"),
        format!("/lists/columns?view={id}"),
    );
    let step = async |name: &str, value: &str| {
        let fields = [("view", id.as_str()), (name, value), ("add", "")];
        let done = anna.post("/lists/columns", &fields).await;
        assert!(done.leads_to().starts_with("/lists/columns"));
    };
    let fields = [("view", id.as_str()), ("more", "created"), ("add", "true")];
    anna.post("/lists/columns", &fields).await.leads_to();
    step("away", "team").await;
    step("away", "subject").await;
    step("left", "created").await;
    in_order(
        &anna.page(&page).await,
        &[
            "value=\"subject\"",
            "value=\"created\"",
            "value=\"updated\"",
        ],
    );
    let shown = anna.page(&list).await;
    in_order(
        &shown,
        &[
            "data-column=\"subject\"",
            "data-column=\"created\"",
            "data-column=\"updated\"",
        ],
    );
    assert!(!shown.contains("data-column=\"team\""), "{shown}");
    let widths = [
        ("view", id.as_str()),
        ("columns", "number subject:400 channel service"),
    ];
    anna.post("/lists/columns", &widths).await.leads_to();
    let shown = anna.page(&list).await;
    assert!(
        shown.contains("data-column=\"subject\" data-width=\"400\""),
        "{shown}"
    );
    let wrong = [("view", id.as_str()), ("columns", "nonsense")];
    let refused = anna.post("/lists/columns", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What is kept for the view shows to whoever has not chosen; here, after going back to it.
    anna.post("/lists/columns", &[("view", &id), ("everybody", "true")])
        .await
        .leads_to();
    assert!(anna.page(&list).await.contains("data-column=\"channel\""));
    anna.post("/lists/columns", &[("view", &id), ("columns", "subject")])
        .await
        .leads_to();
    assert!(!anna.page(&list).await.contains("data-column=\"channel\""));
    anna.post("/lists/columns", &[("view", &id), ("usual", "true")])
        .await
        .leads_to();
    assert!(anna.page(&list).await.contains("data-column=\"channel\""));
    let ben = site.browser(&cast.ben).await;
    assert_eq!(ben.get(&page).await.status, StatusCode::NOT_FOUND);
    let theirs = ben
        .post("/lists/columns", &[("view", &id), ("usual", "true")])
        .await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_has_exactly_what_the_reader_sees() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    for number in 0..205 {
        let subject = format!("=Printer, \"{number}\"");
        site.desk.incident(&cast.rita, &subject, "x").await;
    }
    let secret = site.desk.incident(&cast.rita, "Printer secret", "x").await;
    let hidden = vec![Change::Team(Some(cast.network)), Change::Confidential(true)];
    site.desk
        .change(&cast.anna, secret, hidden)
        .await
        .expect("a change");
    let ben = site.browser(&cast.ben).await;
    ben.post(
        "/lists/columns",
        &[("view", ""), ("columns", "subject number created")],
    )
    .await
    .leads_to();
    let file = ben
        .get("/tickets/export.csv?q=subject:printer&sort=oldest")
        .await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(
        file.header(header::CONTENT_DISPOSITION)
            .contains("tickets.csv")
    );
    let lines: Vec<&str> = file
        .body
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(lines.len(), 206, "{}", file.body);
    assert!(lines[0].ends_with("Subject,No.,Created"), "{}", lines[0]);
    assert!(
        lines[1].starts_with("\"'=Printer, \"\"0\"\"\","),
        "{}",
        lines[1]
    );
    assert!(!file.body.contains("secret"));
    let book = ben.get("/tickets/export.xlsx?q=subject:printer").await;
    assert!(book.body.starts_with("PK"), "{}", book.status);
    let rita = site.browser(&cast.rita).await;
    for format in ["csv", "xlsx"] {
        let refused = rita.get(&format!("/tickets/export.{format}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
}

fn lane_of(page: &str, id: TicketId) -> String {
    let (before, _) = page.split_once(&format!("id=\"c{id}\"")).expect("the card");
    let (_, lane) = before.rsplit_once("data-lane=\"").expect("a lane");
    lane.split('"').next().expect("a value").to_owned()
}

#[tokio::test]
async fn a_card_moves_between_lanes_or_says_why_not() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let anna = site.browser(&cast.anna).await;
    let lane = format!("/tickets/{id}/lane");
    let board = "/tickets?q=state:open&as=board";
    assert_eq!(lane_of(&anna.page(board).await, id), "new");
    for (by, to) in [
        ("priority", "1"),
        ("assignee", &cast.anna.person.expect("a person").to_string()),
    ] {
        let moved = anna.post(&lane, &[("by", by), ("to", to)]).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        assert!(moved.body.contains("\"undo\":\""), "{}", moved.body);
        assert_eq!(
            lane_of(&anna.page(&format!("{board}&by={by}")).await, id),
            to
        );
    }
    // Resolving needs a code and a text: a plain move cannot give them.
    let refused = anna
        .post(&lane, &[("by", "state"), ("to", "resolved")])
        .await;
    assert!(refused.status.is_client_error(), "{}", refused.body);
    assert!(refused.body.contains("\"text\":\""), "{}", refused.body);
    let nonsense = anna.post(&lane, &[("by", "subject"), ("to", "x")]).await;
    assert!(nonsense.status.is_client_error());
    let rob = site.browser(&cast.rob).await;
    let foreign = rob.post(&lane, &[("by", "priority"), ("to", "5")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{}", foreign.body);
    let wrong = anna.get("/tickets?q=stat%3Aopen&as=board").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn views_are_put_into_folders_and_order_copied_removed_and_had_back() {
    let site = Site::new().await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let first = view(&anna, "Alpha", "state:open").await;
    let second = view(&anna, "Beta", "state:done").await;
    in_order(
        &anna.page("/tickets").await,
        &["<span>Alpha</span>", "<span>Beta</span>"],
    );
    anna.post(&format!("/views/{second}/place"), &[("way", "up")])
        .await
        .leads_to();
    in_order(
        &anna.page("/tickets").await,
        &["<span>Beta</span>", "<span>Alpha</span>"],
    );
    anna.post(&format!("/views/{second}/place"), &[("way", "down")])
        .await
        .leads_to();
    in_order(
        &anna.page("/tickets").await,
        &["<span>Alpha</span>", "<span>Beta</span>"],
    );
    anna.post(&format!("/views/{second}/place"), &[("before", &first)])
        .await
        .leads_to();
    in_order(
        &anna.page("/tickets").await,
        &["<span>Beta</span>", "<span>Alpha</span>"],
    );
    let folder = [("folder", "Sites"), ("then", "/views")];
    assert_eq!(
        anna.post(&format!("/views/{first}"), &folder)
            .await
            .leads_to(),
        "/views"
    );
    in_order(
        &anna.page("/tickets").await,
        &[
            "<span>Beta</span>",
            "data-fold=\"Sites\"",
            "<span>Alpha</span>",
        ],
    );
    anna.post(&format!("/views/{second}/copy"), &[])
        .await
        .leads_to();
    assert!(anna.page("/views").await.contains("Copy of Beta"));
    let gone = anna.post(&format!("/views/{second}/removal"), &[]).await;
    let list = format!("/tickets?view={second}");
    assert_eq!(anna.get(&list).await.status, StatusCode::NOT_FOUND);
    let back = gone.undo().replace("%2F", "/");
    assert_eq!(back, format!("/views/{second}/restoration"));
    let ben = site.browser(&site.desk.cast.ben).await;
    assert_eq!(ben.post(&back, &[]).await.status, StatusCode::NOT_FOUND);
    anna.post(&back, &[]).await.leads_to();
    assert!(anna.page(&list).await.contains("Beta"));
    for path in ["copy", "place", "restoration"] {
        let theirs = ben.post(&format!("/views/{first}/{path}"), &[]).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_view_opens_as_what_it_is_kept_as() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let anna = site.browser(&cast.anna).await;
    let kept = [
        ("name", "Lanes"),
        ("q", "state:open"),
        ("board", "assignee"),
    ];
    let kept = anna.post("/views", &kept).await;
    let at = kept.leads_to();
    let id = at.rsplit('=').next().expect("an id");
    let board = anna.page(at).await;
    assert!(board.contains("data-by=\"assignee\""), "{board}");
    // The list is one click away, and stays one while it is searched, sorted and put into groups.
    let list = format!("{at}&as=list");
    assert!(board.contains(&format!("href=\"{}\"", list.replace('&', "&#38;"))));
    let shown = anna.page(&list).await;
    assert!(shown.contains("<table"), "{shown}");
    assert!(shown.contains("name=\"as\" value=\"list\""), "{shown}");
    for step in ["sort=priority", "group=team"] {
        let step = format!("{}&#38;{step}&#38;as=list\"", at.replace('&', "&#38;"));
        assert!(shown.contains(&step), "{step} in {shown}");
    }
    let words = anna.page(&format!("{at}&q=vpn&as=list")).await;
    assert!(!words.contains("data-by="), "{words}");
    assert!(anna.page(&format!("{at}&q=vpn")).await.contains("data-by="));
    // Other lanes are looked at, and kept by a button; or where views are arranged.
    let other = anna.page(&format!("{at}&as=board&by=team")).await;
    assert!(other.contains("data-by=\"team\"") && other.contains("Keep this list in the view"));
    let change = format!("/views/{id}");
    anna.post(&change, &[("board", "team")]).await.leads_to();
    let board = anna.page(at).await;
    assert!(board.contains("data-by=\"team\"") && !board.contains("Keep this list in the view"));
    let shape = [("shape", "view-in-groups:state")];
    anna.post(&change, &shape).await.leads_to();
    let grouped = anna.page(at).await;
    assert!(grouped.contains("<tr class=\"group\">"), "{grouped}");
    let views = anna.page("/views").await;
    assert!(
        views.contains("value=\"view-in-groups:state\" selected"),
        "{views}"
    );
    let refused = anna.post(&change, &[("board", "colour")]).await;
    assert_eq!(refused.leads_to(), "/tickets");
    let over_api = anna.get("/api/spoc/v1/views").await.body;
    assert!(
        over_api.contains("\"group\":\"state\",\"board\":\"\""),
        "{over_api}"
    );
}

#[tokio::test]
async fn the_latest_change_of_a_view_is_taken_back() {
    let site = Site::new().await;
    let rita = &site.desk.cast.rita;
    site.desk.incident(rita, "VPN drops", "often").await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let first = view(&anna, "Alpha", "state:open").await;
    let second = view(&anna, "Beta", "state:open").await;
    let change = format!("/views/{second}");
    let renamed = [
        ("name", "Gamma"),
        ("folder", "Sites"),
        ("shape", "view-as-board:team"),
    ];
    let renamed = anna
        .post(&change, &renamed)
        .await
        .undo()
        .replace("%2F", "/");
    let page = anna.page("/views").await;
    assert!(page.contains("value=\"Gamma\"") && page.contains("value=\"Sites\""));
    let ben = site.browser(&site.desk.cast.ben).await;
    assert_eq!(ben.post(&renamed, &[]).await.status, StatusCode::NOT_FOUND);
    anna.post(&renamed, &[]).await.leads_to();
    let page = anna.page("/views").await;
    assert!(page.contains("value=\"Beta\"") && !page.contains("Gamma") && !page.contains("Sites"));
    assert!(
        !anna
            .page(&format!("/tickets?view={second}"))
            .await
            .contains("data-by=")
    );
    // A place is taken back, too; and what was taken back once, or is not the latest any more, is left alone.
    let moved = anna
        .post(&format!("{change}/place"), &[("before", &first)])
        .await;
    let moved = moved.undo().replace("%2F", "/");
    in_order(
        &anna.page("/tickets").await,
        &["<span>Beta</span>", "<span>Alpha</span>"],
    );
    anna.post(&moved, &[]).await.leads_to();
    in_order(
        &anna.page("/tickets").await,
        &["<span>Alpha</span>", "<span>Beta</span>"],
    );
    anna.post(&change, &[("name", "Delta")]).await.leads_to();
    for old in [&renamed, &moved] {
        anna.post(old, &[]).await.leads_to();
        in_order(
            &anna.page("/tickets").await,
            &["<span>Alpha</span>", "<span>Delta</span>"],
        );
    }
    let columns = [
        ("view", second.as_str()),
        ("columns", "number subject channel"),
    ];
    anna.post("/lists/columns", &columns).await.leads_to();
    let everybody = [("view", second.as_str()), ("everybody", "true")];
    let shared = anna
        .post("/lists/columns", &everybody)
        .await
        .undo()
        .replace("%2F", "/");
    let list = format!("/tickets?view={second}");
    assert!(anna.page(&list).await.contains("data-column=\"channel\""));
    anna.post(&shared, &[]).await.leads_to();
    assert!(!anna.page(&list).await.contains("data-column=\"channel\""));
}

#[tokio::test]
async fn a_head_sorts_and_turns_round_and_pages_go_on_in_that_order() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let anna = site.browser(&cast.anna).await;
    let mut ids = Vec::new();
    for level in [3, 1, 2] {
        let id = site
            .desk
            .incident(&cast.rita, &format!("Level {level}"), "x")
            .await;
        let to = level.to_string();
        let fields = [("by", "priority"), ("to", to.as_str())];
        anna.post(&format!("/tickets/{id}/lane"), &fields).await;
        ids.push(id);
    }
    let page = anna.page("/tickets?q=subject:level&sort=priority").await;
    in_order(&page, &["sort=lowest", "Level 1", "Level 2", "Level 3"]);
    let page = anna.page("/tickets?q=subject:level&sort=lowest").await;
    in_order(&page, &["sort=priority", "Level 3", "Level 2", "Level 1"]);
    for (sort, order) in [("opened", [2, 1, 3]), ("earliest", [3, 1, 2])] {
        let page = anna
            .page(&format!("/tickets?q=subject:level&sort={sort}"))
            .await;
        let words = order.map(|level| format!("Level {level}"));
        in_order(&page, &words.each_ref().map(String::as_str));
    }
}
