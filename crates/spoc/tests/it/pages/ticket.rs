//! What a ticket's page offers: ways to show it, before a merge, on paper, and what goes on with it.

use super::{Site, note};
use kernel::TicketId;
use kernel::policy::{CustomField, Form, Level, Question};
use kernel::ticket::{Change, FieldKind, FieldValue, Kind, NewTicket};
use kernel::time::SECOND;
use web::axum::http::{StatusCode, header};

async fn conversation(site: &Site) -> TicketId {
    let cast = &site.desk.cast;
    let id = site
        .desk
        .incident(&cast.rita, "VPN drops", "every minute")
        .await;
    site.desk
        .reply(&cast.anna, id, "Which client is it?")
        .await
        .expect("a reply");
    note(site, id, "the gateway again").await;
    id
}

#[tokio::test]
async fn the_timeline_shows_the_conversation_the_notes_or_everything_and_remembers_which() {
    let site = Site::new().await;
    let id = conversation(&site).await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = format!("/tickets/{id}");
    let all = anna.page(&path).await;
    assert!(
        all.contains("Which client") && all.contains("the gateway again"),
        "{all}"
    );
    let notes = anna.get(&format!("{path}?show=notes")).await;
    assert!(notes.body.contains("the gateway again"), "{}", notes.body);
    assert!(!notes.body.contains("Which client"), "{}", notes.body);
    let cookie = notes.header(header::SET_COOKIE);
    assert!(cookie.starts_with("spoc_timeline=notes.oldest"), "{cookie}");
    let talk = anna
        .page(&format!("{path}?show=conversation&order=newest"))
        .await;
    assert!(!talk.contains("the gateway again"), "{talk}");
    assert!(
        talk.find("Which client") < talk.find("every minute"),
        "the newest first"
    );
}

#[tokio::test]
async fn a_merge_says_before_what_becomes_of_everything_and_tells_of_nothing_hidden() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let (first, second) = (
        conversation(&site).await,
        site.desk.incident(&cast.rob, "No VPN", "since today").await,
    );
    let new = NewTicket {
        team: Some(cast.private),
        ..NewTicket::new(
            Kind::Incident,
            cast.rita.person.expect("Rita"),
            "A secret matter",
        )
    };
    let hidden = site.desk.open(&cast.hanna, new).await.expect("a ticket");
    let anna = site.browser(&cast.anna).await;
    let path = format!("/tickets/{first}/merge");
    let page = anna.page(&format!("{path}?into={second}")).await;
    assert!(
        page.contains("No VPN") && page.contains("begin to follow it: Rita"),
        "{page}"
    );
    assert!(page.contains("Messages that appear there: 3"), "{page}");
    let none = anna.page(&format!("{path}?into={hidden}")).await;
    assert!(none.contains("There is no other ticket"), "{none}");
    assert!(!none.contains("secret"), "{none}");
    assert!(
        !anna.page(&path).await.contains("secret"),
        "nor is it offered"
    );
    let itself = anna.page(&format!("{path}?into={first}")).await;
    assert!(itself.contains("cannot be merged into itself"), "{itself}");
    for (typed, found) in [("no vpn", true), ("rob", true), ("secret", false)] {
        let page = anna
            .page(&format!("{path}?into={}", super::encoded(typed)))
            .await;
        let offered = page.contains(&format!("{path}?into={second}"));
        assert_eq!(offered, found, "{typed}: {page}");
        assert_eq!(page.contains("No other ticket fits"), !found, "{typed}");
        assert!(!page.contains(&format!("into={hidden}")), "{page}");
        assert!(!page.contains(&format!("into={first}")), "{page}");
    }
    let into = second.to_string();
    let merged = anna.post(&path, &[("into", &into)]).await;
    assert_eq!(merged.leads_to(), format!("/tickets/{second}"));
    let rita = site.browser(&cast.rita).await;
    assert_eq!(rita.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn on_paper_notes_are_there_only_when_asked_for_and_allowed() {
    let site = Site::new().await;
    let id = conversation(&site).await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = format!("/tickets/{id}/print");
    let public = anna.page(&path).await;
    assert!(
        public.contains("Which client") && !public.contains("the gateway"),
        "{public}"
    );
    let all = anna.page(&format!("{path}?notes=yes")).await;
    assert!(all.contains("the gateway again"), "{all}");
    let rita = site.browser(&site.desk.cast.rita).await;
    let mine = format!("/my/tickets/{id}");
    assert_eq!(
        rita.get(&format!("{path}?notes=yes")).await.leads_to(),
        mine
    );
}

#[tokio::test]
async fn what_goes_on_with_a_closed_ticket_begins_with_its_facts_and_is_linked_to_it() {
    let site = Site::new().await;
    let id = conversation(&site).await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = format!("/tickets/{id}");
    assert!(!anna.page(&path).await.contains("follows="), "it is open");
    let resolved = [("code", "solved"), ("text", "A new client.")];
    anna.post(&format!("{path}/resolution"), &resolved).await;
    let address = format!("/tickets/new?follows={id}");
    assert!(anna.page(&path).await.contains(&address));
    let form = anna.page(&address).await;
    assert!(
        form.contains("value=\"VPN drops\"") && form.contains("rita@spoc.example"),
        "{form}"
    );
    let follows = id.to_string();
    let fields = [
        ("follows", follows.as_str()),
        ("requester", "rita@spoc.example"),
        ("subject", "VPN drops again"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let made = anna.post("/tickets/new", &fields).await;
    let page = anna.page(made.leads_to()).await;
    assert!(page.contains(&format!("#{id} VPN drops")), "{page}");
    assert_eq!(
        anna.get("/tickets/new?follows=999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn before_a_message_is_split_out_its_page_says_what_becomes_of_it() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = conversation(&site).await;
    let anna = site.browser(&cast.anna).await;
    let ticket = anna.page(&format!("/tickets/{id}")).await;
    let (_, rest) = ticket.split_once("/split?message=").expect("an offer");
    let message = rest.split('"').next().expect("a message");
    let path = format!("/tickets/{id}/split");
    let page = anna.page(&format!("{path}?message={message}")).await;
    assert!(page.contains("Which client is it?"), "{page}");
    assert!(page.contains("The new ticket is for Rita"), "{page}");
    assert!(page.contains("It takes along: Incident"), "{page}");
    for nothing in ["m999999", "x", ""] {
        let found = anna.get(&format!("{path}?message={nothing}")).await;
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let fields = [("message", message), ("subject", "Which client")];
    let made = anna.post(&path, &fields).await;
    let new = anna.page(made.leads_to()).await;
    assert!(new.contains("Which client is it?"), "{new}");
    // It is still what Anna said, not what Rita asks for.
    assert!(new.contains("came along"), "{new}");
    let undo = format!("/commands/{}/undo", made.undo());
    anna.post(&undo, &[]).await.leads_to();
    let new = anna.page(made.leads_to()).await;
    assert!(new.contains("Cancelled"), "taken back: {new}");
    let rita = site.browser(&cast.rita).await;
    let hers = rita.get(&format!("{path}?message={message}")).await;
    assert_eq!(hers.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_somebody_may_have_read_and_what_others_said_is_not_taken_back_from_the_page() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = conversation(&site).await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let path = format!("/tickets/{id}");
    let offers = |page: String| page.matches("/undo\"").count();
    assert_eq!(offers(anna.page(&path).await), 1, "her note");
    let answer = [("body", "Is it the old one?")];
    anna.post(&format!("{path}/replies"), &answer)
        .await
        .leads_to();
    assert_eq!(offers(anna.page(&path).await), 2, "and what is still held");
    assert_eq!(offers(ben.page(&path).await), 0, "those are hers");
    site.desk.clock.advance(20 * SECOND);
    assert_eq!(offers(anna.page(&path).await), 1, "her note alone");
    let answer = site.desk.reply(&cast.rita, id, "The usual one.").await;
    answer.expect("an answer");
    assert_eq!(offers(anna.page(&path).await), 1, "Rita said that");
    let urgent = vec![Change::Urgency(Level(1))];
    site.desk
        .change(&cast.anna, id, urgent)
        .await
        .expect("urgent");
    assert_eq!(offers(anna.page(&path).await), 2);
    assert_eq!(
        offers(ben.page(&path).await),
        1,
        "a property is everybody's"
    );
}

#[tokio::test]
async fn a_field_that_is_asked_for_in_other_cases_is_not_on_the_page() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = conversation(&site).await;
    let form = |policy: &mut kernel::Policy| {
        let field = CustomField::new("outage", "Who knows of the outage", FieldKind::Text);
        policy.fields.push(field);
        policy.forms.push(Form {
            kind: Kind::Incident,
            service: None,
            questions: vec![Question {
                asks: "field.outage".into(),
                shown_when: "priority:1".into(),
                ..Question::default()
            }],
        });
    };
    let made = site
        .desk
        .desk
        .change_policy(&cast.ada, "a form", form)
        .await;
    made.expect("a form");
    let anna = site.browser(&cast.anna).await;
    let path = format!("/tickets/{id}");
    let label = "Who knows of the outage";
    assert!(!anna.page(&path).await.contains(label));
    let worst = vec![Change::Impact(Level::HIGH), Change::Urgency(Level::HIGH)];
    site.desk
        .change(&cast.anna, id, worst)
        .await
        .expect("worse");
    assert!(anna.page(&path).await.contains(label));
    let known = Change::Field {
        key: "outage".into(),
        value: Some(FieldValue::Text("All of Leeds".into())),
    };
    let less = vec![known, Change::Impact(Level::LOW)];
    site.desk.change(&cast.anna, id, less).await.expect("less");
    assert!(anna.page(&path).await.contains(label), "what is said stays");
}

#[tokio::test]
async fn several_messages_are_split_out_together_and_keep_who_said_them_and_when() {
    for backend in testkit::backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        let id = site.desk.incident(&cast.rita, "VPN drops", "often").await;
        let say = |text: &'static str| site.desk.reply(&cast.rita, id, text);
        say("My mouse is broken, too.").await.expect("a reply");
        let answer = site.desk.reply(&cast.anna, id, "Which mouse?").await;
        answer.expect("a reply");
        site.desk.clock.advance(kernel::time::DAY);
        say("The grey one.").await.expect("a reply");
        let anna = site.browser(&cast.anna).await;
        let path = format!("/tickets/{id}/split");
        let page = anna.page(&path).await;
        assert!(page.contains("Choose at least one message"), "{page}");
        assert!(!page.contains("Internal notes"), "there are none: {page}");
        note(&site, id, "He spilt coffee").await;
        let page = anna.page(&path).await;
        assert!(page.contains("Internal notes"), "why not those: {page}");
        assert!(!page.contains("spilt coffee"), "{page}");
        let anchors: Vec<String> = page
            .split("name=\"message\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().expect("an anchor").to_owned())
            .collect();
        assert_eq!(anchors.len(), 3, "{page}");
        let chosen = format!("{path}?message={}&message={}", anchors[2], anchors[0]);
        let page = anna.page(&chosen).await;
        assert!(page.contains("The 2 messages stay here"), "{page}");
        let fields = [
            ("message", anchors[2].as_str()),
            ("message", anchors[0].as_str()),
            ("subject", "Mouse"),
        ];
        let made = anna.post(&path, &fields).await;
        let new = made.leads_to().to_owned();
        let page = anna.page(&new).await;
        let first = page.find("My mouse is broken").expect("the first");
        let second = page.find("The grey one").expect("the second");
        assert!(first < second, "in their order: {page}");
        assert!(page.contains("came along"), "{page}");
        assert!(!page.contains("Which mouse?"), "{page}");
        let rita = site.browser(&cast.rita).await;
        let hers = rita.page(&format!("/my{new}")).await;
        assert!(hers.contains("The grey one"), "{hers}");
        let found = anna.page("/tickets?q=subject:mouse+grey").await;
        assert!(found.contains("Mouse"), "what came along is found: {found}");
        let origin = anna.page(&format!("/tickets/{id}")).await;
        assert!(origin.contains("split messages out into"), "{origin}");
        let verified = site.desk.desk.verify(|_| ()).await.expect("no failure");
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);
    }
}

#[tokio::test]
async fn whoever_asked_reads_in_their_own_words_where_it_stands() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = conversation(&site).await;
    let (anna, rita) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.rita).await,
    );
    let path = format!("/tickets/{id}");
    for state in ["assigned", "in_progress"] {
        let moved = [("state", state)];
        anna.post(&format!("{path}/changes"), &moved).await;
    }
    let held = [("reason", "requester"), ("text", "never answers")];
    anna.post(&format!("{path}/hold"), &held).await;
    let page = rita.page(&format!("/my{path}")).await;
    assert!(page.contains("</b> needs your answer"), "{page}");
    let told = page.matches("It is being worked on").count();
    assert_eq!(told, 1, "one step of hers is two of the agents': {page}");
    for internal in ["never answers", "on hold", "Waiting for the requester"] {
        assert!(!page.contains(internal), "{internal}: {page}");
    }
    let page = anna.page(&path).await;
    assert!(page.contains("never answers"), "{page}");
}
