//! Writing on a ticket by its page: drafts, macros, and what is taken back.

use super::drafts::{undo, version};
use super::{Site, seen, value_of};
use kernel::time::SECOND;
use web::axum::http::StatusCode;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";

#[tokio::test]
async fn a_draft_waits_for_its_writer_until_it_is_sent_and_stands_there_again_when_that_is_undone()
{
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let (page, drafts) = (
        format!("/tickets/{id}"),
        format!("/tickets/{id}/drafts/reply"),
    );
    let kept = anna
        .post(&drafts, &[("body", "Which printer is it?")])
        .await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    let version = version(&kept);
    assert!(anna.page(&page).await.contains("Which printer is it?"));
    assert!(!ben.page(&page).await.contains("Which printer is it?"));

    let sent = anna
        .post(
            &format!("{page}/replies"),
            &[("version", &version), ("body", "Which printer is it?")],
        )
        .await;
    let area = ">Which printer is it?</textarea>";
    assert!(!anna.page(&page).await.contains(area));
    let rita = site.browser(&cast.rita).await;
    undo(&anna, &sent).await;
    assert!(anna.page(&page).await.contains(area));
    site.desk.clock.advance(20 * SECOND);
    let mine = rita.page(&format!("/my/tickets/{id}")).await;
    assert!(!mine.contains("Which printer"), "{mine}");
}

#[tokio::test]
async fn colleagues_go_on_with_a_draft_that_is_shared_and_the_slower_one_is_told() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let owner = cast.anna.person.expect("a person").to_string();
    let drafts = format!("/tickets/{id}/drafts/reply");
    let first = version(&anna.post(&drafts, &[("body", "First words")]).await);
    let by_ben = |version, text| {
        [
            ("owner", owner.as_str()),
            ("version", version),
            ("body", text),
        ]
    };
    let hidden = ben.post(&drafts, &by_ben(&first, "mine now")).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let shares = [
        ("body", "First words"),
        ("version", &first),
        ("shared", "true"),
    ];
    let shared = version(&anna.post(&drafts, &shares).await);
    let page = ben.page(&format!("/tickets/{id}")).await;
    let link = format!("/tickets/{id}?draft=reply.{owner}");
    assert!(page.contains(&link), "{page}");
    assert!(ben.page(&link).await.contains("First words"));
    version(&ben.post(&drafts, &by_ben(&shared, "And more")).await);
    let late = [
        ("body", "First words!"),
        ("version", &shared),
        ("shared", "true"),
    ];
    let late = anna.post(&drafts, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("And more") && late.body.contains("Ben"),
        "{}",
        late.body
    );
}

#[tokio::test]
async fn a_pasted_picture_is_seen_by_its_writer_at_once_and_by_others_once_it_is_sent() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let (ben, rita) = (
        site.browser(&cast.ben).await,
        site.browser(&cast.rita).await,
    );
    let files = format!("/tickets/{id}/drafts/note/files");
    let tab = [("writer", "one tab")];
    let put = anna
        .upload(&files, &tab, ("error.png", "image/png", PNG))
        .await;
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.body);
    let (_, rest) = put.body.split_once("\"href\":\"").expect("an address");
    let href = rest.split('"').next().expect("an address").to_owned();
    let hash = href.split('/').nth(2).expect("a hash").to_owned();
    assert_eq!(anna.get(&href).await.status, StatusCode::OK);
    assert_eq!(ben.get(&href).await.status, StatusCode::NOT_FOUND);
    let body = format!("Look:\n![error]({href})");
    let fields = [
        ("writer", "one tab"),
        ("body", body.as_str()),
        ("file", hash.as_str()),
    ];
    anna.post(&format!("/tickets/{id}/notes"), &fields)
        .await
        .leads_to();
    assert_eq!(ben.get(&href).await.status, StatusCode::OK);
    assert_eq!(rita.get(&href).await.status, StatusCode::NOT_FOUND);
    let page = ben.page(&format!("/tickets/{id}")).await;
    assert!(page.contains(&format!("<img src=\"{href}\"")), "{page}");
}

#[tokio::test]
async fn whoever_answers_is_told_what_was_answered_meanwhile() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let version = seen(&anna.page(&format!("/tickets/{id}")).await);
    site.desk
        .reply(&cast.rita, id, "It works again")
        .await
        .expect("a reply");
    let replies = format!("/tickets/{id}/replies");
    let told = anna
        .post(&replies, &[("seen", &version), ("body", "Which printer?")])
        .await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("Rita") && told.body.contains("Which printer?"));
    let anyway = value_of(&told.body, "anyway");
    let fields = [
        ("seen", version.as_str()),
        ("body", "Fine!"),
        ("anyway", anyway.as_str()),
    ];
    assert_eq!(
        anna.post(&replies, &fields).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn those_who_see_a_ticket_know_who_else_does_and_requesters_do_not() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let presence = format!("/tickets/{id}/presence");
    anna.post(&presence, &[("doing", "reply")]).await;
    let others = ben.post(&presence, &[("doing", "looks")]).await.body;
    assert!(others.contains("Anna is writing a reply"), "{others}");
    site.desk.clock.advance(60 * SECOND);
    assert!(!ben.get(&presence).await.body.contains("Anna"));
    // Each page of hers is heard of by itself, and she is told of once.
    for (page, doing) in [("one", "reply"), ("two", "looks"), ("two", "")] {
        anna.post(&presence, &[("page", page), ("doing", doing)])
            .await;
        let others = ben.get(&presence).await.body;
        assert!(others.contains("Anna is writing a reply"), "{others}");
        assert_eq!(others.matches("<span>Anna is").count(), 1, "{others}");
    }
    anna.post(&presence, &[("page", "one"), ("doing", "")])
        .await;
    assert!(!ben.get(&presence).await.body.contains("Anna"));
    let rita = site.browser(&cast.rita).await;
    assert_eq!(rita.get(&presence).await.status, StatusCode::NOT_FOUND);
    let note = format!("/tickets/{id}/drafts/note");
    let refused = rita.post(&note, &[("body", "mine")]).await.status;
    assert_eq!(refused, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_macro_says_and_sets_what_it_promises_and_is_undone_at_once() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let (anna, ada) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ada).await,
    );
    let wrong = [
        ("name", "Hello"),
        ("text.en", "Hello {{ requester.fist_name }}"),
    ];
    let refused = anna.post("/macros/new", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("requester.fist_name"),
        "{}",
        refused.body
    );
    let right = [
        ("name", "Hello"),
        (
            "text.en",
            "Hello {{ requester.first_name }}, #{{ ticket.number }}",
        ),
        ("assignee", "me"),
        ("tags", "greeted"),
    ];
    assert_eq!(anna.post("/macros/new", &right).await.leads_to(), "/macros");
    let offered = format!("/tickets/{id}/macros?q=hel&kind=reply");
    assert!(anna.get(&offered).await.body.contains("Hello"));
    assert_eq!(ada.get(&offered).await.body, "[]", "it is Anna's own");
    let forbidden = anna.post("/admin/macros/new", &right).await.status;
    assert_eq!(forbidden, StatusCode::FORBIDDEN);
    let written = anna.get(&format!("/tickets/{id}/macros/1")).await.body;
    assert!(written.contains(&format!("Hello Rita, #{id}")), "{written}");
    let done = anna
        .post(&format!("/tickets/{id}/macros/1/application"), &[])
        .await;
    let ticket = site.desk.ticket(&cast.anna, id).await.expect("a ticket");
    assert_eq!(ticket.assignee, cast.anna.person);
    assert!(ticket.tags.contains("greeted") && ticket.reply_count == 1);
    anna.post(&format!("/commands/{}/undo", done.undo()), &[])
        .await;
    let ticket = site.desk.ticket(&cast.anna, id).await.expect("a ticket");
    assert_eq!((ticket.assignee, ticket.reply_count), (None, 0));
    let removed = anna.post("/macros/1/removal", &[]).await;
    assert_eq!(removed.leads_to(), "/macros");
    assert_eq!(anna.get(&offered).await.body, "[]");
    let others = ada.post("/macros/1/restoration", &[]).await.status;
    assert_eq!(others, StatusCode::NOT_FOUND, "it was Anna's own");
    anna.post("/macros/1/restoration", &[]).await.leads_to();
    assert!(anna.get(&offered).await.body.contains("Hello"));
}

#[tokio::test]
async fn a_change_of_a_macro_is_taken_back_and_overwrites_no_colleagues_change_unseen() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/macros/1";
    let says = |text: &'static str| [("name", "Hello"), ("text.en", text)];
    let made = ada.post("/admin/macros/new", &says("One")).await;
    assert_eq!(made.leads_to(), "/admin/macros");
    let early = super::seen(&ada.page(path).await);
    let changed = ada.post(path, &says("Two")).await;
    changed.leads_to();
    let late = [
        ("seen", early.as_str()),
        ("name", "Hello"),
        ("text.en", "Three"),
    ];
    let refused = ada.post(path, &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ada.page(path).await.contains(">Two<"));
    let same = ada.post(path, &says("Two")).await;
    same.leads_to();
    assert!(!same.can_be_undone(), "nothing was changed");
    ada.post(&changed.undo_address(), &[]).await.leads_to();
    assert!(ada.page(path).await.contains(">One<"));
    let twice = ada.post(&changed.undo_address(), &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_signature_stands_under_what_is_sent_with_it() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let kept = anna
        .post(
            "/account/signature",
            &[("text.en", "{{ agent.name }}, Service Desk")],
        )
        .await;
    assert_eq!(kept.leads_to(), "/account/signature");
    let page = format!("/tickets/{id}");
    assert!(anna.page(&page).await.contains("Anna, Service Desk"));
    anna.post(
        &format!("{page}/replies"),
        &[("body", "Soon."), ("signed", "true")],
    )
    .await;
    site.desk.clock.advance(20 * SECOND);
    let rita = site.browser(&cast.rita).await;
    let mine = rita.page(&format!("/my/tickets/{id}")).await;
    assert!(mine.contains("Anna, Service Desk"), "{mine}");
}

#[tokio::test]
async fn a_signature_alone_is_no_reply() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let signature = [("text.en", "{{ agent.name }}, Service Desk")];
    anna.post("/account/signature", &signature).await.leads_to();
    let replies = format!("/tickets/{id}/replies");
    for body in ["", " \r\n"] {
        let fields = [("body", body), ("signed", "true")];
        let refused = anna.post(&replies, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Write something"), "{body:?}");
    }
    let ticket = site.desk.ticket(&cast.anna, id).await.expect("a ticket");
    assert_eq!(ticket.reply_count, 0);
}

#[tokio::test]
async fn a_reply_names_the_colleagues_of_the_requester_who_follow_and_no_agents() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let page = format!("/tickets/{id}");
    let ben = cast.ben.person.expect("a person");
    let mention = format!("{ben} Ben");
    let note = [("body", "@Ben, have a look"), ("mention", &mention)];
    anna.post(&format!("{page}/notes"), &note).await.leads_to();
    let watched = anna.page(&page).await;
    assert!(watched.contains("watcher_remove"), "Ben follows: {watched}");
    assert!(watched.contains("Reply to Rita<"), "{watched}");
    assert!(!watched.contains("Rita + 1"), "{watched}");

    let rob = cast.rob.person.expect("a person");
    let watch = vec![kernel::ticket::Change::Watch(rob)];
    let changed = site.desk.change(&cast.anna, id, watch).await;
    changed.expect("watched");
    let both = anna.page(&page).await;
    assert!(both.contains("Reply to Rita + 1<"), "{both}");
    assert!(
        both.contains("Rita, Rob") && !both.contains("Rita, Rob, Ben"),
        "{both}"
    );
}

#[tokio::test]
async fn colleagues_are_offered_however_many_requesters_are_named_before_them() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let now = site.desk.reader(&cast.anna).now;
    let hired = site.desk.store.write(move |tx| {
        let role = directory::queries::find_role_by_key(tx, "requester")?;
        let role = role.expect("a seeded role").id;
        for number in 0..300 {
            let name = format!("Aaron Abbot {number:03}");
            let person = directory::model::NewPerson::named(&name, None, role);
            directory::queries::insert_person(tx, &person, now)?;
        }
        Ok::<_, store::Error>(())
    });
    hired.await.expect("they are hired");
    let anna = site.browser(&cast.anna).await;
    for asked in ["mentions?q=", "mentions?q=a"] {
        let offered = anna.get(&format!("/tickets/{id}/{asked}")).await.body;
        assert!(
            offered.contains("\"Anna\"") && offered.contains("\"Ada\""),
            "{asked}: {offered}"
        );
        assert!(!offered.contains("Aaron"), "{asked}: {offered}");
    }
    let offered = anna.get("/suggest?q=a&kind=colleagues").await.body;
    assert!(
        offered.contains("Anna") && !offered.contains("Aaron"),
        "{offered}"
    );
    let everybody = anna.get("/suggest?q=a&kind=people").await.body;
    assert!(everybody.contains("Aaron"), "{everybody}");
}
