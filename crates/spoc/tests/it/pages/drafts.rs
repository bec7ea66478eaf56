//! What is being written on a ticket: nothing of it is lost or overwritten unseen, whoever goes on with it and where.

use super::{Answer, Browser, Site, seen, value_of};
use kernel::time::SECOND;
use web::axum::http::StatusCode;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";

/// The version that a draft has come to.
pub(super) fn version(kept: &Answer) -> String {
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    let kept: serde_json::Value = serde_json::from_str(&kept.body).expect("what was kept");
    kept["version"].to_string()
}

/// Takes back what was just sent.
pub(super) async fn undo(browser: &Browser<'_>, sent: &Answer) {
    let undone = browser
        .post(&format!("/commands/{}/undo", sent.undo()), &[])
        .await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
}

/// Puts a picture into a draft, as the page `tab` does; answers its hash.
async fn pasted(browser: &Browser<'_>, files: &str, tab: &str, picture: &[u8]) -> String {
    let file = ("error.png", "image/png", picture);
    let put = browser.upload(files, &[("writer", tab)], file).await;
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.body);
    let put: serde_json::Value = serde_json::from_str(&put.body).expect("what waits");
    put[0]["hash"].as_str().expect("a hash").to_owned()
}

#[tokio::test]
async fn what_is_taken_back_stands_before_what_was_begun_meanwhile_with_the_files_of_both() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let (page, drafts) = (
        format!("/tickets/{id}"),
        format!("/tickets/{id}/drafts/reply"),
    );
    let files = format!("{drafts}/files");
    let first = pasted(&anna, &files, "tab", PNG).await;
    let reply = [
        ("writer", "tab"),
        ("body", "Which printer?"),
        ("cc", "sam@supplier.example"),
        ("file", &first),
    ];
    let sent = anna.post(&format!("{page}/replies"), &reply).await;
    let other: Vec<u8> = [PNG, b"another".as_slice()].concat();
    let second = pasted(&anna, &files, "tab", &other).await;
    let begun = [("writer", "tab"), ("body", "And since when?")];
    version(&anna.post(&drafts, &begun).await);
    undo(&anna, &sent).await;
    let shown = anna.page(&page).await;
    assert!(
        shown.contains(">Which printer?\n\nAnd since when?</textarea>"),
        "{shown}"
    );
    assert!(shown.contains("sam@supplier.example"), "{shown}");
    for file in [first, second] {
        let waits = format!("name=\"file\" value=\"{file}\"");
        assert!(shown.contains(&waits), "{waits}: {shown}");
    }
    // The page that wrote on has not seen it: it is told, and overwrites nothing.
    let late = anna.post(&drafts, &begun).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
}

#[tokio::test]
async fn on_two_devices_of_ones_own_nothing_is_overwritten_unseen() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let drafts = format!("/tickets/{id}/drafts/reply");
    let typed = |writer, version, body| [("writer", writer), ("version", version), ("body", body)];
    let begun = version(&anna.post(&drafts, &typed("laptop", "0", "Which")).await);
    // What the page sends goes on with what it has sent, also where it never heard of that.
    version(&anna.post(&drafts, &typed("laptop", "0", "Which pr")).await);
    let late = anna.post(&drafts, &typed("phone", &begun, "W")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let seen = value_of(&anna.page(&format!("/tickets/{id}")).await, "version");
    let long = "A long reply, written on the way.";
    let on_phone = version(&anna.post(&drafts, &typed("phone", &seen, long)).await);
    let late = anna.post(&drafts, &typed("laptop", &seen, "Which p")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(late.body.contains(long), "{}", late.body);
    let shown = anna.page(&format!("/tickets/{id}")).await;
    assert!(shown.contains(long), "{shown}");
    // Nor is it thrown away when the shorter one is sent.
    let replies = format!("/tickets/{id}/replies");
    let told = anna
        .post(&replies, &typed("laptop", &seen, "Which p"))
        .await;
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
    assert!(
        told.body.contains(">Which p</textarea>"),
        "what was typed is shown again: {}",
        told.body
    );
    let sent = anna.post(&replies, &typed("phone", &on_phone, long)).await;
    assert_eq!(sent.leads_to(), format!("/tickets/{id}"));
    let shown = anna.page(&format!("/tickets/{id}")).await;
    assert_eq!(value_of(&shown, "version"), "0", "nothing is left: {shown}");
    // What is begun anew is not what the other device still sees.
    site.desk.clock.advance(SECOND);
    version(&anna.post(&drafts, &typed("phone", "0", "One more")).await);
    let late = anna.post(&drafts, &typed("laptop", &begun, "Wh")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
}

#[tokio::test]
async fn nobody_sends_away_a_draft_of_a_colleague_that_is_private_or_says_more_by_now() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let page = format!("/tickets/{id}");
    let (drafts, notes) = (format!("{page}/drafts/note"), format!("{page}/notes"));
    let owner = cast.anna.person.expect("a person").to_string();
    let own = |version, body, shared| {
        [
            ("version", version),
            ("writer", "annas"),
            ("body", body),
            ("shared", shared),
        ]
    };
    let by_ben = |version, body, anyway| {
        [
            ("owner", owner.as_str()),
            ("version", version),
            ("body", body),
            ("anyway", anyway),
        ]
    };
    let private = version(&anna.post(&drafts, &own("0", "Between us", "")).await);
    for anyway in ["", "messages"] {
        let forged = ben.post(&notes, &by_ben(&private, "Mine", anyway)).await;
        assert_eq!(forged.status, StatusCode::CONFLICT, "{}", forged.body);
        assert!(!forged.body.contains("Between us"), "{}", forged.body);
    }
    let shared = version(
        &anna
            .post(&drafts, &own(&private, "Between us", "true"))
            .await,
    );
    let newer = version(
        &anna
            .post(&drafts, &own(&shared, "Between us two", "true"))
            .await,
    );
    let told = ben.post(&notes, &by_ben(&shared, "Between", "")).await;
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
    assert!(told.body.contains("Anna"), "{}", told.body);
    let anyway = value_of(&told.body, "anyway");
    let sent = ben.post(&notes, &by_ben(&shared, "Between", &anyway)).await;
    assert_eq!(sent.leads_to(), page);
    let kept = anna.page(&page).await;
    assert!(kept.contains(">Between us two</textarea>"), "{kept}");
    let sent = ben
        .post(&notes, &by_ben(&newer, "Between us two", ""))
        .await;
    assert_eq!(sent.leads_to(), page);
    assert!(
        !anna.page(&page).await.contains("two</textarea>"),
        "what was seen and sent is a draft no more"
    );
}

#[tokio::test]
async fn a_refusal_shows_the_ticket_as_it_was_with_the_draft_that_was_gone_on_with() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let page = format!("/tickets/{id}");
    let owner = cast.anna.person.expect("a person").to_string();
    let drafts = format!("{page}/drafts/reply");
    let file = pasted(&anna, &format!("{drafts}/files"), "annas", PNG).await;
    let shares = [
        ("writer", "annas"),
        ("body", "Look:"),
        ("shared", "true"),
        ("file", &file),
    ];
    let shared = version(&anna.post(&drafts, &shares).await);
    let before = ben.page(&format!("{page}?draft=reply.{owner}")).await;
    let before = seen(&before);
    site.desk
        .reply(&cast.rita, id, "It works again")
        .await
        .expect("a reply");
    let sends = |anyway| {
        [
            ("seen", before.as_str()),
            ("owner", &owner),
            ("version", &shared),
            ("body", "Look here:"),
            ("file", &file),
            ("anyway", anyway),
        ]
    };
    let newest = ben.remembering("spoc_timeline=conversation.newest");
    let told = newest.post(&format!("{page}/replies"), &sends("")).await;
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
    assert_eq!(value_of(&told.body, "owner"), owner);
    assert_eq!(value_of(&told.body, "file"), file);
    let again = format!("href=\"{page}?show=conversation&#38;order=oldest\"");
    assert!(told.body.contains(&again), "newest first: {}", told.body);
    let anyway = value_of(&told.body, "anyway");
    let sent = newest
        .post(&format!("{page}/replies"), &sends(&anyway))
        .await;
    assert_eq!(sent.leads_to(), page);
    let shown = anna.page(&page).await;
    assert!(shown.contains(&file), "the picture went along: {shown}");
    assert_eq!(value_of(&shown, "version"), "0", "no draft stays: {shown}");
}

#[tokio::test]
async fn what_a_message_sets_and_whom_it_mentions_comes_back_with_it_in_words() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let page = format!("/tickets/{id}");
    let mention = format!("team.{} Network", cast.network);
    let team = format!("team={}", cast.network);
    let me = format!("assignee={}", cast.anna.person.expect("a person"));
    let note = [
        ("body", "@Network: it is the fuser."),
        ("mention", &mention),
        ("set", &team),
        ("set", &me),
        ("set", "priority=1"),
        ("set", "reason=Board"),
        ("set", "tag_add=fuser"),
        ("set", "resolution=solved"),
    ];
    let sent = anna.post(&format!("{page}/notes"), &note).await;
    assert_eq!(sent.leads_to(), page);
    undo(&anna, &sent).await;
    let shown = anna.page(&page).await;
    for (name, value) in note.iter().filter(|(name, _)| *name != "body") {
        let field = format!("name=\"{name}\" value=\"{value}\"");
        assert!(shown.contains(&field), "{field}: {shown}");
    }
    for said in [
        ">Team: Network<",
        ">Assignee: Anna<",
        ">Reason: Board<",
        ">Tags: fuser<",
        ">Resolution: Solved<",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(
        !shown.contains("state=assigned"),
        "that followed from assigning: {shown}"
    );
    let macros = [
        ("name", "Mine"),
        ("team", &cast.network.to_string()),
        ("assignee", "me"),
        ("priority", "1"),
    ];
    assert_eq!(
        anna.post("/macros/new", &macros).await.leads_to(),
        "/macros"
    );
    let written = anna.get(&format!("{page}/macros/1")).await.body;
    for said in ["Team: Network", "Assignee: Anna", "Reason: Mine"] {
        assert!(written.contains(said), "{said}: {written}");
    }
}

#[tokio::test]
async fn what_was_sent_on_one_device_is_not_sent_again_from_another_unseen() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let page = format!("/tickets/{id}");
    let (drafts, replies) = (format!("{page}/drafts/reply"), format!("{page}/replies"));
    let text = "Which printer is it?";
    let typed = |writer, version| [("writer", writer), ("version", version), ("body", text)];
    let begun = version(&anna.post(&drafts, &typed("laptop", "0")).await);
    let sent = anna.post(&replies, &typed("phone", &begun)).await;
    assert_eq!(sent.leads_to(), page);
    for form in [&drafts, &replies] {
        let told = anna.post(form, &typed("laptop", &begun)).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.body);
        assert!(told.body.contains("another device"), "{}", told.body);
    }
    let told = anna.post(&replies, &typed("laptop", &begun)).await;
    let anyway = value_of(&told.body, "anyway");
    let again = [("version", "0"), ("body", text), ("anyway", &anyway)];
    assert_eq!(anna.post(&replies, &again).await.leads_to(), page);
}

#[tokio::test]
async fn other_forms_of_the_page_leave_a_colleagues_draft_in_the_composer() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let page = format!("/tickets/{id}");
    let owner = cast.anna.person.expect("a person").to_string();
    let shares = [("body", "Look here:"), ("shared", "true")];
    let shared = anna.post(&format!("{page}/drafts/reply"), &shares).await;
    let shared = version(&shared);
    let asked = format!("{page}?draft=reply.{owner}");
    let before = seen(&ben.page(&asked).await);
    let changes = format!("{page}/changes");
    let tag = [("seen", before.as_str()), ("tag_add", "toner")];
    let changed = ben.post_from(&asked, &changes, &tag).await;
    assert_eq!(changed.leads_to(), asked);
    // Without a reason it is refused.
    let refused = ben
        .post_from(&asked, &changes, &[("priority", "1"), ("reason", "")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(value_of(&refused.body, "owner"), owner);
    let area = ">Look here:</textarea>";
    assert!(refused.body.contains(area), "{}", refused.body);
    let sends = [
        ("owner", owner.as_str()),
        ("version", &shared),
        ("body", "Look here:"),
    ];
    let sent = ben
        .post_from(&asked, &format!("{page}/replies"), &sends)
        .await;
    assert_eq!(sent.leads_to(), page, "what was sent goes on no more");
}
