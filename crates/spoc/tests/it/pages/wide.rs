//! A desk with much of everything: many teams, services and custom fields.

use super::{Browser, Site, seen, value_of};
use crate::administration::pages::decide;
use directory::model::NewPerson;
use directory::queries as people;
use kernel::policy::{CustomField, Form, Question};
use kernel::ticket::{Attachment, Change, FieldKind, InternalText, Kind, Message};
use kernel::{Clock, PersonId};
use std::collections::BTreeSet;
use store::params;
use web::axum::http::StatusCode;

const TEAMS: usize = 120;
const FIELDS: usize = 40;
const MANY_FIELDS: usize = 200;

/// A site with so many teams that no list holds them, and so many custom fields that no page should.
async fn wide() -> Site {
    wide_with(FIELDS).await
}

async fn wide_with(fields: usize) -> Site {
    let site = Site::new().await;
    let add = |tx: &store::Tx<'_>| {
        let sql = "INSERT INTO teams (name, description, private, active, version) VALUES ($1, '', 0, 1, 1)";
        for n in 0..TEAMS {
            tx.execute(sql, params![format!("Branch {n:03}")])?;
        }
        Ok::<_, store::Error>(())
    };
    site.desk.store.write(add).await.expect("teams");
    let fields = move |policy: &mut kernel::Policy| {
        for n in 0..fields {
            let label = format!("Wide field {n:03}");
            let field = CustomField::new(format!("wide_{n:03}"), label, FieldKind::Text);
            policy.fields.push(field);
        }
    };
    site.desk
        .desk
        .change_policy(&site.desk.cast.ada, "many fields", fields)
        .await
        .expect("fields");
    site
}

#[tokio::test]
async fn where_there_are_many_teams_their_names_are_typed() {
    let site = wide().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
    let anna = site.browser(&cast.anna).await;

    let list = anna.page("/tickets?q=state:open").await;
    assert!(list.contains("data-suggest=\"teams\""), "{list}");
    assert!(!list.contains("Branch 001"), "{list}");
    let offered = anna.get("/suggest?kind=teams&q=branch+00").await.body;
    assert!(
        offered.contains("\"Branch 001\"") && !offered.contains("Wall socket"),
        "{offered}"
    );

    let number = id.to_string();
    let team = ("team", "branch 007");
    let changed = anna
        .post("/tickets/bulk", &[("number", number.as_str()), team])
        .await;
    assert_eq!(changed.leads_to(), "/tickets");
    let address = format!("/tickets/{id}");
    let page = anna.page(&address).await;
    assert!(
        page.contains("value=\"Branch 007\"") && !page.contains("Branch 008"),
        "{page}"
    );

    let changes = format!("{address}/changes");
    let version = seen(&page);
    let wrong = [("seen", version.as_str()), ("team", "Brunch 7")];
    let refused = anna.post(&changes, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"Brunch 7\""), "kept as typed");
    let none = [("seen", version.as_str()), ("team", "")];
    anna.post(&changes, &none).await.leads_to();
    let ticket = site.desk.ticket(&cast.anna, id).await.expect("a ticket");
    assert_eq!(ticket.team, None);

    let new = [
        ("requester", "rita@spoc.example"),
        ("subject", "Another"),
        ("kind", "incident"),
        ("impact", "2"),
        ("urgency", "2"),
        team,
    ];
    let opened = anna.post("/tickets/new", &new).await;
    let opened = opened.leads_to().trim_start_matches("/tickets/").parse();
    let opened = site
        .desk
        .ticket(&cast.anna, opened.expect("a number"))
        .await;
    let team = opened.expect("a ticket").team;
    assert!(team.is_some_and(|team| team > cast.private), "{team:?}");
}

#[tokio::test]
async fn a_board_by_team_has_those_with_tickets_whatever_their_names_and_says_what_it_leaves_out() {
    let site = wide().await;
    let cast = &site.desk.cast;
    let ids = |tx: &store::Tx<'_>| {
        let sql = "SELECT id FROM teams WHERE name LIKE 'Branch%' ORDER BY name DESC LIMIT 30";
        tx.query(sql, &[], |row| row.get::<kernel::TeamId>(0))
    };
    let last = site.desk.store.read(ids).await.expect("teams");
    for team in last {
        let id = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
        let moved = vec![Change::Team(Some(team))];
        site.desk.change(&cast.ada, id, moved).await.expect("moved");
    }
    let ada = site.browser(&cast.ada).await;
    let board = ada.page("/tickets?q=state:open&as=board&by=team").await;
    let lanes = board.matches("class=\"lane\"").count();
    assert_eq!(lanes, 23, "{board}");
    assert!(
        board.contains("Branch 112") && !board.contains("Branch 001"),
        "{board}"
    );
    assert!(board.contains("more with tickets."), "{board}");
    let few = ada
        .page("/tickets?q=state:open+team:%22Branch+119%22&as=board&by=team")
        .await;
    assert!(few.contains("aria-label=\"Branch 119\""), "{few}");
    assert!(!few.contains("more with tickets."), "{few}");
}

#[tokio::test]
async fn a_private_team_is_suggested_to_its_members_alone() {
    let site = wide().await;
    let cast = &site.desk.cast;
    for (who, knows) in [
        (&cast.anna, false),
        (&cast.hanna, true),
        (&cast.rita, false),
    ] {
        let browser = site.browser(who).await;
        let offered = browser.get("/suggest?kind=teams&q=human").await.body;
        assert_eq!(offered.contains("Human Resources"), knows, "{offered}");
    }
    let id = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
    let anna = site.browser(&cast.anna).await;
    let version = seen(&anna.page(&format!("/tickets/{id}")).await);
    let fields = [("seen", version.as_str()), ("team", "Human Resources")];
    let refused = anna.post(&format!("/tickets/{id}/changes"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn teams_are_paged_by_key_and_found_by_a_word() {
    let site = wide().await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let mut address = "/teams".to_owned();
    let mut names = Vec::new();
    for _ in 0..6 {
        let page = anna.page(&address).await;
        let rows = page.split("<td><a href=\"/teams/").skip(1);
        names.extend(rows.map(|row| {
            let (_, name) = row.split_once('>').expect("a link");
            name.split('<').next().expect("a name").to_owned()
        }));
        let Some((before, _)) = page.split_once("\" rel=\"next\"") else {
            break;
        };
        let next = before.rsplit('"').next().expect("an address");
        address = next.replace("&#38;", "&");
    }
    let mut sorted = names.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(names, sorted, "each once, in the order of names");
    assert_eq!(names.len(), TEAMS + 2, "the private team is not among them");
    let found = anna.page("/teams?q=branch+11").await;
    assert!(found.contains("Branch 110") && !found.contains("Branch 100"));
    let hidden = anna.page("/teams?q=human").await;
    assert!(!hidden.contains("Human Resources"), "{hidden}");
}

#[tokio::test]
async fn of_many_custom_fields_those_with_a_value_and_a_few_more_stand_on_the_page() {
    let site = wide().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
    let anna = site.browser(&cast.anna).await;
    let address = format!("/tickets/{id}");
    let page = anna.page(&address).await;
    let shown = |page: &str| page.matches("name=\"field.wide_").count();
    assert_eq!(shown(&page), 10);
    assert!(page.contains("30 more fields"), "{page}");
    assert!(
        page.contains(&format!("{address}?fields=10#props")),
        "{page}"
    );
    let others = anna.page(&format!("{address}?fields=10")).await;
    assert_eq!(shown(&others), FIELDS - 10);
    assert!(others.contains("10 more fields"), "the first ones");
    let again = format!("hx-get=\"{address}?fields=10\"");
    assert!(others.contains(&again), "the refresh asks for the same");
    let onwards = value_of(&others, "onwards");
    let version = seen(&page);
    let last = [
        ("seen", version.as_str()),
        ("onwards", onwards.as_str()),
        ("field.wide_039", "a value"),
    ];
    let saved = anna.post(&format!("{address}/changes"), &last).await;
    assert_eq!(saved.leads_to(), format!("{address}?fields=10"));
    let page = anna.page(&address).await;
    assert_eq!(shown(&page), 11);
    assert!(page.contains("field.wide_039") && page.contains("29 more fields"));
}

#[tokio::test]
async fn every_custom_field_of_a_ticket_is_reached_and_no_page_holds_all() {
    let site = wide_with(MANY_FIELDS).await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
    let anna = site.browser(&cast.anna).await;
    let address = format!("/tickets/{id}");
    let (mut asked, mut names) = (address.clone(), BTreeSet::new());
    for shown in [10, 50, 50, 50, 40] {
        let page = anna.page(&asked).await;
        let fields = page.split("name=\"field.wide_").skip(1);
        let before = names.len();
        names.extend(fields.map(|rest| rest[..3].to_owned()));
        assert_eq!(names.len() - before, shown, "{asked}");
        let (_, next) = page
            .split_once(&format!("href=\"{address}?fields="))
            .expect("a link");
        let (next, _) = next.split_once('#').expect("a place");
        asked = format!("{address}?fields={next}");
    }
    assert_eq!(names.len(), MANY_FIELDS);
    assert_eq!(asked, format!("{address}?fields=0"), "from the first on");
}

/// The pages of a table from its first one on, which must all be there, and how often a word stands on them.
async fn pages_of(browser: &Browser<'_>, first: &str, word: &str) -> (usize, usize) {
    let (mut address, mut pages, mut words) = (first.to_owned(), 0, 0);
    loop {
        let page = browser.page(&address).await;
        pages += 1;
        words += page.matches(word).count();
        let Some((before, _)) = page.split_once("\" rel=\"next\"") else {
            return (pages, words);
        };
        let next = before.rsplit('"').next().expect("an address");
        address = next.replace("&#38;", "&");
    }
}

#[tokio::test]
async fn fields_and_the_questions_of_a_form_stand_on_several_pages() {
    let site = wide_with(MANY_FIELDS).await;
    let ask = |policy: &mut kernel::Policy| {
        let all = policy.fields.iter();
        let questions = all.map(|field| Question {
            asks: format!("field.{}", field.key),
            shown_when: "subject:printer priority<=2".into(),
            ..Question::default()
        });
        policy.forms.push(Form {
            kind: Kind::Incident,
            service: None,
            questions: questions.collect(),
        });
    };
    let ada = site.browser(&site.desk.cast.ada).await;
    let form = "/admin/forms/incident/0";
    let new = format!("{form}/questions/new");
    let page = ada.page(&new).await;
    assert!(
        !page.contains("value=\"field.wide_"),
        "too many to choose among"
    );
    let typed = [("asks", "Wide field 007"), ("audience", "everybody")];
    let added = decide(&ada, &new, &new, &typed).await;
    assert_eq!(added.leads_to(), form);
    let rules = site.desk.desk.rules().await.expect("rules");
    assert_eq!(rules.policy.forms[0].questions[0].asks, "field.wide_007");
    decide(&ada, form, form, &[("remove", "true")])
        .await
        .leads_to();
    let desk = &site.desk.desk;
    desk.change_policy(&site.desk.cast.ada, "questions", ask)
        .await
        .expect("a form");

    let fields = pages_of(&ada, "/admin/fields", "href=\"/admin/fields/wide_").await;
    assert_eq!(fields, (4, MANY_FIELDS));
    let link = format!("href=\"{form}/questions/field.wide_");
    assert_eq!(pages_of(&ada, form, &link).await, (4, MANY_FIELDS));
    ada.page(&new).await;
    ada.page(&format!("{form}/questions/field.wide_150")).await;
    let found = ada.page("/admin/fields?q=field+123").await;
    assert!(found.contains("Wide field 123") && !found.contains("Wide field 124"));
    assert!(
        !found.contains("name=\"way\""),
        "what was found has no order of its own"
    );

    // What is moved over the end of a page is shown on the page where it stands then.
    let second = format!("{form}?after=field.wide_049");
    let down = [("key", "field.wide_049"), ("way", "down")];
    let moved = decide(&ada, &second, &format!("{form}/order"), &down).await;
    assert_eq!(moved.leads_to(), format!("{form}?after=field.wide_050"));
    let page = ada.page(moved.leads_to()).await;
    assert!(page.contains("Wide field 049") && !page.contains("Wide field 050"));
}

/// So many people who only ask for help.
async fn crowd(site: &Site, count: usize) -> Vec<PersonId> {
    let now = site.desk.clock.now();
    let hire = move |tx: &store::Tx<'_>| {
        let role = people::find_role_by_key(tx, "requester")?.expect("a seeded role");
        let person = |n: usize| {
            let (name, email) = (format!("Neighbour {n:03}"), format!("n{n}@spoc.example"));
            let new = NewPerson::named(&name, Some(&email), role.id);
            people::insert_person(tx, &new, now)
        };
        (0..count).map(person).collect::<store::Result<Vec<_>>>()
    };
    site.desk.store.write(hire).await.expect("people")
}

#[tokio::test]
async fn a_ticket_with_hundreds_of_parts_watchers_and_files_stays_a_page() {
    const PARTS: usize = 500;
    let site = Site::new().await;
    let (desk, cast) = (&site.desk, &site.desk.cast);
    let id = desk
        .incident(&cast.rita, "All is dark", "Since noon.")
        .await;
    for n in 0..PARTS {
        let subject = format!("Wall socket {n:03} is dead");
        let part = desk.incident(&cast.rita, &subject, "x").await;
        let parent = vec![Change::Parent(Some(id))];
        desk.change(&cast.anna, part, parent).await.expect("a part");
    }
    for some in crowd(&site, 300).await.chunks(50) {
        let watch = some.iter().map(|person| Change::Watch(*person)).collect();
        desk.change(&cast.anna, id, watch).await.expect("watchers");
    }
    for n in 0..20 {
        let file = |m: usize| Attachment {
            hash: "00".into(),
            name: format!("socket-{n:02}-{m}.jpg"),
            media_type: "image/jpeg".into(),
            size_bytes: 1,
        };
        let note = Message {
            text: InternalText("Ten more.".into()),
            attachments: (0..10).map(file).collect(),
        };
        let note = vec![Change::Note(note)];
        desk.change(&cast.anna, id, note).await.expect("files");
    }
    let anna = site.browser(&cast.anna).await;
    let address = format!("/tickets/{id}");
    let page = anna.page(&address).await;
    for (part, left) in [("links", 490), ("watchers", 290), ("files", 190)] {
        let more = format!("href=\"{address}?{part}=10#ticket-{part}\">{left} more");
        assert!(page.contains(&more), "{part}: {page}");
        anna.page(&format!("{address}?{part}=10")).await;
    }
    assert!(page.contains(&format!("href=\"/tickets?q=parent:{id}\"")));
    let (mut asked, mut numbers) = (address.clone(), BTreeSet::new());
    loop {
        let page = anna.page(&asked).await;
        let parts = page.split("<span class=\"less\">Part</span>").skip(1);
        numbers.extend(parts.map(|rest| {
            let (_, rest) = rest.split_once('#').expect("a number");
            rest.split(' ').next().expect("a number").to_owned()
        }));
        let link = format!("href=\"{address}?links=");
        let (_, next) = page.split_once(&link).expect("a link");
        match next.split('#').next().expect("a number") {
            "0" => break,
            next => asked = format!("{address}?links={next}"),
        }
    }
    assert_eq!(numbers.len(), PARTS, "each is reached");
    let rita = site.browser(&cast.rita).await;
    let address = format!("/my/tickets/{id}");
    let page = rita.page(&address).await;
    let more = format!("href=\"{address}?people=20#share\">280 more</a>");
    assert!(page.contains(&more), "{page}");
    let page = rita.page(&format!("{address}?people=20")).await;
    assert!(page.contains("?people=40#share"), "{page}");
}

#[tokio::test]
async fn an_earlier_page_of_a_conversation_stays_that_page_when_something_happens() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
    for n in 0..90 {
        let reply = site.desk.reply(&cast.anna, id, &format!("Try {n}.")).await;
        reply.expect("a reply");
    }
    for (who, base) in [(&cast.anna, "/tickets"), (&cast.rita, "/my/tickets")] {
        let browser = site.browser(who).await;
        let address = format!("{base}/{id}");
        let page = browser.page(&address).await;
        assert!(page.contains(&format!("hx-get=\"{address}\"")), "{page}");
        let link = format!("href=\"{address}?before=");
        let (_, before) = page.split_once(&link).expect("earlier ones");
        let before = before.split('"').next().expect("a position");
        let earlier = format!("{address}?before={before}");
        let page = browser.page(&earlier).await;
        assert!(page.contains(&format!("hx-get=\"{earlier}\"")), "{page}");
    }
}
