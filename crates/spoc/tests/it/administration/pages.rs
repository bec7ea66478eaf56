//! The pages on which administrators decide.

use crate::pages::{Answer, Browser, Site, form_of, seen, value_of};
use kernel::policy::{Audience, Reach};
use kernel::ticket::{Channel, Kind, NewTicket};
use web::axum::http::StatusCode;

/// Sends a form of the administration with the version that its page shows.
pub(crate) async fn decide(
    browser: &Browser<'_>,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> crate::pages::Answer {
    let version = seen(&browser.page(page).await);
    let mut all = vec![("seen", version.as_str())];
    all.extend_from_slice(fields);
    browser.post(action, &all).await
}

const PAGES: [&str; 29] = [
    "/admin/lists/categories",
    "/admin/lists/categories/entry",
    "/admin/lists/categories/entry?key=network/vpn",
    "/admin/lists/resolution-codes",
    "/admin/lists/hold-reasons",
    "/admin/lists/hold-reasons/entry?key=until",
    "/admin/rules/priority",
    "/admin/rules/closing",
    "/admin/rules/tags",
    "/admin/rules/levels",
    "/admin/calendars",
    "/admin/calendars/new",
    "/admin/service-levels",
    "/admin/service-levels/new",
    "/admin/fields",
    "/admin/fields/new",
    "/admin/forms",
    "/admin/forms/new",
    "/admin/forms/incident/0",
    "/admin/forms/incident/0/questions/new",
    "/admin/states",
    "/admin/states/incident",
    "/admin/history",
    "/admin/history/1",
    "/admin/roles",
    "/admin/roles/new",
    "/admin/places/organisations",
    "/admin/places/locations/new",
    "/admin/places/services",
];

#[tokio::test]
async fn only_administrators_enter_the_pages_of_the_administration() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let anna = site.browser(&site.desk.cast.anna).await;
    for path in PAGES {
        let page = ada.page(path).await;
        assert!(page.contains("</h1>"), "{path}");
        assert_eq!(anna.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let sent = anna
        .post("/admin/rules/closing", &[("close_after_days", "1")])
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    for path in [
        "/admin/lists/nothing",
        "/admin/rules/nothing",
        "/admin/fields/nothing",
        "/admin/places/planets",
    ] {
        assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_category_is_added_renamed_moved_and_retired() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let (list, entry) = ("/admin/lists/categories", "/admin/lists/categories/entry");
    let added = decide(
        &ada,
        entry,
        entry,
        &[("label", "Badge reader"), ("parent", "access")],
    )
    .await;
    assert_eq!(added.leads_to(), list);
    let twice = decide(
        &ada,
        entry,
        entry,
        &[("label", "Badge reader"), ("parent", "access")],
    )
    .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        twice.body.contains("There is one with this key already."),
        "{}",
        twice.body
    );

    let path = format!("{entry}?key=access/badge_reader");
    let fields = [
        ("entry", "access/badge_reader"),
        ("label", "Badges"),
        ("retired", "true"),
    ];
    decide(&ada, &path, entry, &fields).await.leads_to();
    let page = ada.page(list).await;
    assert!(
        page.contains("Badges") && page.contains("retired"),
        "{page}"
    );
    let anna = site.browser(&site.desk.cast.anna).await;
    assert!(!anna.page("/tickets/new").await.contains("Badges"));

    decide(
        &ada,
        list,
        "/admin/lists/categories/order",
        &[("key", "software"), ("way", "up")],
    )
    .await
    .leads_to();
    let rules = site.desk.desk.rules().await.expect("rules");
    assert_eq!(rules.policy.categories[0].key, "software");
}

#[tokio::test]
async fn who_saw_an_older_version_overwrites_nothing() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/rules/closing";
    let old = seen(&ada.page(path).await);
    decide(
        &ada,
        path,
        path,
        &[
            ("close_after_days", "9"),
            ("reopen_within_days", "3"),
            ("survey_every_days", "30"),
        ],
    )
    .await
    .leads_to();
    let late = [
        ("seen", old.as_str()),
        ("close_after_days", "1"),
        ("reopen_within_days", "1"),
        ("survey_every_days", "14"),
    ];
    let refused = ada.post(path, &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("changed meanwhile"),
        "{}",
        refused.body
    );
    let wrong = decide(
        &ada,
        path,
        path,
        &[
            ("close_after_days", "soon"),
            ("reopen_within_days", "1"),
            ("survey_every_days", "14"),
        ],
    )
    .await;
    assert!(
        wrong.body.contains("Enter a whole number of days."),
        "{}",
        wrong.body
    );
    let rules = site.desk.desk.rules().await.expect("rules");
    assert_eq!(
        (
            rules.policy.close_after_days,
            rules.policy.reopen_within_days,
            rules.policy.survey_every_days
        ),
        (9, 3, 30)
    );
}

#[tokio::test]
async fn fields_and_forms_made_on_the_pages_are_asked_in_the_portal() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let field = [
        ("label", "Room"),
        ("type", "choice"),
        ("choices", "Ground floor\nlab = Laboratory"),
        ("kinds", "incident"),
        ("help", "Where shall we come to?"),
    ];
    decide(&ada, "/admin/fields/new", "/admin/fields/new", &field)
        .await
        .leads_to();
    let none = [("label", "Empty"), ("type", "choice"), ("choices", "")];
    let refused = decide(&ada, "/admin/fields/new", "/admin/fields/new", &none).await;
    assert!(
        refused.body.contains("Enter at least one choice."),
        "{}",
        refused.body
    );

    let form = "/admin/forms/incident/0";
    let new = format!("{form}/questions/new");
    let question = [
        ("asks", "field.room"),
        ("audience", "everybody"),
        ("shown", "subject:printer"),
        ("required", "opening"),
        ("when", ""),
    ];
    decide(&ada, &new, &new, &question).await.leads_to();
    let room = format!("{form}/questions/field.room");
    let mut wrong = question;
    wrong[2].1 = "colour:red";
    let refused = decide(&ada, &room, &room, &wrong).await;
    assert!(
        refused.body.contains("cannot be understood"),
        "{}",
        refused.body
    );
    let rules = site.desk.desk.rules().await.expect("rules");
    assert_eq!(
        rules.policy.forms[0].questions[0].audience,
        Audience::Everybody
    );
    let twice = decide(&ada, &new, &new, &question).await;
    assert!(
        twice.body.contains("This is asked twice."),
        "{}",
        twice.body
    );
    let category = [("asks", "category"), ("audience", "agents")];
    decide(&ada, &new, &new, &category).await.leads_to();
    let up = [("key", "category"), ("way", "up")];
    let moved = decide(&ada, form, &format!("{form}/order"), &up).await;
    assert_eq!(moved.leads_to(), form);
    let asked = async || {
        let rules = site.desk.desk.rules().await.expect("rules");
        let questions = rules.policy.forms[0].questions.iter();
        questions
            .map(|question| question.asks.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(asked().await, ["category", "field.room"]);
    let category = format!("{form}/questions/category");
    decide(&ada, &category, &category, &[("remove", "true")])
        .await
        .leads_to();
    assert_eq!(asked().await, ["field.room"]);

    let rita = site.browser(&site.desk.cast.rita).await;
    assert!(
        !rita
            .page("/my/new")
            .await
            .contains("Where shall we come to?")
    );
    let typed = [("kind", "incident"), ("subject", "The printer is on fire")];
    let asked = rita.post("/questions", &typed).await.body;
    assert!(
        asked.contains("Ground floor") && asked.contains("value=\"lab\""),
        "{asked}"
    );

    decide(&ada, form, form, &[("remove", "true")])
        .await
        .leads_to();
    let asked = rita.post("/questions", &typed).await.body;
    assert!(!asked.contains("Ground floor"), "{asked}");
}

#[tokio::test]
async fn a_state_is_renamed_everywhere_and_one_of_ones_own_is_used() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Screen", "flickers")
        .await;
    let path = "/admin/states/incident";
    let rules = site.desk.desk.rules().await.expect("rules");
    let moves: Vec<String> = rules.policy.lifecycles[0]
        .moves
        .iter()
        .map(|(from, to)| format!("{from}>{to}"))
        .collect();
    let mut fields = vec![
        ("label.new", "Unread"),
        ("new_label", "Being tested"),
        ("new_category", "active"),
    ];
    fields.extend(moves.iter().map(|pair| ("moves", pair.as_str())));
    decide(&ada, path, path, &fields).await.leads_to();
    let anna = site.browser(&site.desk.cast.anna).await;
    assert!(
        anna.page(&format!("/tickets/{id}"))
            .await
            .contains("Unread")
    );
    let stuck = decide(&ada, path, path, &[("moves", "new>assigned")]).await;
    assert_eq!(stuck.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stuck.body.contains("could never be finished"),
        "{}",
        stuck.body
    );
    let rules = site.desk.desk.rules().await.expect("rules");
    let lifecycle = &rules.policy.lifecycles[0];
    assert!(
        lifecycle.allows("in_progress", "being_tested")
            && lifecycle.allows("being_tested", "in_progress")
    );
}

#[tokio::test]
async fn the_history_tells_in_words_and_takes_back() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/rules/closing";
    decide(
        &ada,
        path,
        path,
        &[
            ("close_after_days", "9"),
            ("reopen_within_days", "14"),
            ("survey_every_days", "14"),
        ],
    )
    .await
    .leads_to();
    let newest = site.desk.desk.rules().await.expect("rules").version;
    let page = ada.page(&format!("/admin/history/{newest}")).await;
    assert!(
        page.contains("Close after days: 5 became 9.") && page.contains("Ada"),
        "{page}"
    );
    let back = format!("/admin/history/{}/restoration", newest.0 - 1);
    ada.post(&back, &[]).await.leads_to();
    let rules = site.desk.desk.rules().await.expect("rules");
    assert_eq!(rules.policy.close_after_days, 5);
    assert!(ada.page("/admin/history").await.contains("Version 1 again"));
}

#[tokio::test]
async fn a_change_of_the_rules_is_taken_back_until_somebody_changes_them_again() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/rules/closing";
    let days = async |days| {
        let sent = [
            ("close_after_days", days),
            ("reopen_within_days", "14"),
            ("survey_every_days", "14"),
        ];
        let answer = decide(&ada, path, path, &sent).await;
        answer.leads_to();
        answer.undo().replace("%2F", "/")
    };
    let (first, second) = (days("9").await, days("12").await);
    let late = ada.post(&first, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("have been changed since"),
        "{}",
        late.body
    );
    ada.post(&second, &[]).await.leads_to();
    let rules = site.desk.desk.rules().await.expect("rules");
    assert_eq!(rules.policy.close_after_days, 9);
    let anna = site.browser(&site.desk.cast.anna).await;
    let newest = format!("/admin/history/{}/undo", rules.version);
    let refused = anna.post(&newest, &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_practice_is_switched_off_and_on_by_an_administrator() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/rules/levels";
    decide(&ada, path, path, &[("on", "incident")])
        .await
        .leads_to();
    let rules = site.desk.desk.rules().await.expect("rules");
    assert!(rules.policy.off.contains("request"));
    let rita = site.browser(&site.desk.cast.rita).await;
    assert!(!rita.page("/my/new").await.contains("value=\"request\""));
    let none = decide(&ada, path, path, &[]).await;
    assert!(
        none.body
            .contains("One practice with tickets must stay on."),
        "{}",
        none.body
    );
    decide(&ada, path, path, &[("on", "incident"), ("on", "request")])
        .await
        .leads_to();
    assert!(rita.page("/my/new").await.contains("value=\"request\""));
    decide(&ada, path, path, &[("reach", "help_desk")])
        .await
        .leads_to();
    assert!(!rita.page("/my/new").await.contains("value=\"request\""));
    decide(&ada, path, path, &[("reach", "service_desk")])
        .await
        .leads_to();
    assert!(rita.page("/my/new").await.contains("value=\"request\""));
}

/// Sends the form of levels and practices as it is drawn, but for what is unticked and chosen in it.
async fn levels(ada: &Browser<'_>, unticked: &[&str], reach: Option<&str>) -> Answer {
    let path = "/admin/rules/levels";
    let mut form = form_of(&ada.page(path).await);
    form.retain(|(name, value)| name != "on" || !unticked.contains(&value.as_str()));
    for (_, value) in form.iter_mut().filter(|(name, _)| name == "reach") {
        *value = reach.unwrap_or(value).to_owned();
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    ada.post(path, &form).await
}

#[tokio::test]
async fn a_single_practice_is_unticked_while_a_level_is_chosen() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let in_force = async || {
        let rules = site.desk.desk.rules().await.expect("rules");
        (rules.policy.reach, rules.policy.has("request"))
    };
    levels(&ada, &[], Some("service_desk")).await.leads_to();
    assert_eq!(in_force().await, (Some(Reach::ServiceDesk), true));
    let same = levels(&ada, &[], None).await;
    same.leads_to();
    assert!(!same.can_be_undone(), "nothing was changed");
    levels(&ada, &["request"], None).await.leads_to();
    assert_eq!(in_force().await, (None, false));
    levels(&ada, &[], Some("service_desk")).await.leads_to();
    assert_eq!(in_force().await, (Some(Reach::ServiceDesk), true));
    levels(&ada, &[], Some("help_desk")).await.leads_to();
    assert_eq!(in_force().await, (Some(Reach::HelpDesk), false));

    // What was refused is shown as it was sent.
    let refused = levels(&ada, &["incident"], None).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = form_of(&refused.body);
    let says = |name: &str, value: &str| form.contains(&(name.to_owned(), value.to_owned()));
    assert!(says("reach", "own") && !says("on", "incident"), "{form:?}");
}

#[tokio::test]
async fn what_is_switched_off_is_nowhere_to_be_seen_and_works_again_when_it_is_on() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let (ada, anna) = (
        site.browser(&cast.ada).await,
        site.browser(&cast.anna).await,
    );
    let new = NewTicket::new(
        Kind::Request,
        cast.rita.person.expect("a person"),
        "A chair",
    );
    let open = ::work::Command::Open {
        new: Box::new(new),
        channel: Channel::Portal,
    };
    let there = site.desk.desk.execute(&cast.rita, open).await;
    let there = there.expect("a request").ticket().expect("its number");
    let path = "/admin/rules/levels";
    let offers = [
        ("/tickets", "Service requests"),
        ("/tickets/new", "value=\"request\""),
        ("/views", "Service requests"),
        ("/conditions/completion?q=kind:&at=5", "request"),
    ];
    let of_ada = [
        ("/admin/forms", "Service request"),
        ("/admin/forms/new", "value=\"request\""),
        ("/admin/fields/new", "value=\"request\""),
        ("/admin/states", "Service request"),
        ("/admin/lists/resolution-codes", "Request fulfilled"),
        ("/admin/macros/new", "Request fulfilled"),
    ];
    for (reach, on) in [("help_desk", false), ("service_desk", true)] {
        decide(&ada, path, path, &[("reach", reach)])
            .await
            .leads_to();
        for (who, pages) in [(&anna, &offers[..]), (&ada, &of_ada[..])] {
            for (address, words) in pages {
                let page = who.get(address).await;
                assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.body);
                assert_eq!(page.body.contains(words), on, "{address} with {reach}");
            }
        }
        // What is there already can be worked on either way.
        let words = format!("reason {reach}");
        let done = anna
            .post(
                &format!("/tickets/{there}/notes"),
                &[("body", words.as_str())],
            )
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = anna.page(&format!("/tickets/{there}")).await;
        assert!(page.contains(&words), "{page}");
        assert!(page.contains("Request fulfilled"), "{page}");
    }
}

#[tokio::test]
async fn a_code_that_is_retired_is_offered_in_macros_and_rules_no_more_but_stays_where_it_is_chosen()
 {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let sets = [("name", "Given"), ("resolution", "workaround")];
    ada.post("/admin/macros/new", &sets).await.leads_to();
    let path = "/admin/lists/resolution-codes/entry";
    let retired = [
        ("entry", "workaround"),
        ("label", "Workaround given"),
        ("retired", "true"),
    ];
    let entry = format!("{path}?key=workaround");
    decide(&ada, &entry, path, &retired).await.leads_to();
    let code = "value=\"workaround\"";
    assert!(ada.page("/admin/macros/1").await.contains(code));
    assert!(!ada.page("/admin/macros/new").await.contains(code));
    let new = "/admin/automation/new";
    for (chosen, there) in [("", false), ("workaround", true)] {
        let rule = [
            ("label", "Resolve"),
            ("on", "opened"),
            ("then-0-does", "resolve"),
            ("then-0-code", chosen),
            ("draft", "true"),
        ];
        let drawn = decide(&ada, new, new, &rule).await;
        assert_eq!(drawn.body.contains(code), there, "{}", drawn.body);
    }
}

#[tokio::test]
async fn the_routes_of_a_practice_are_there_only_while_it_is_on() {
    use tower::ServiceExt;
    use web::axum::routing::get;
    let site = Site::new().await;
    let own = web::axum::Router::new().route("/requests", get(|| async { "here" }));
    let routes = ::work::while_on(&site.desk.desk, "request", own);
    let ask = || {
        let request = web::axum::http::Request::get("/requests");
        let request = request
            .body(web::axum::body::Body::empty())
            .expect("a request");
        let routes = routes.clone();
        async move { routes.oneshot(request).await.expect("an answer").status() }
    };
    assert_eq!(ask().await, StatusCode::OK);
    let switch = |off: bool| {
        let change = move |policy: &mut kernel::Policy| {
            policy.off = off.then(|| "request".to_owned()).into_iter().collect();
        };
        site.desk
            .desk
            .change_policy(&site.desk.cast.ada, "switch", change)
    };
    switch(true).await.expect("off");
    assert_eq!(ask().await, StatusCode::NOT_FOUND);
    switch(false).await.expect("on");
    assert_eq!(ask().await, StatusCode::OK);
}

#[tokio::test]
async fn roles_of_ones_own_never_allow_more_than_one_may() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/roles/new";
    let fields = [
        ("name", "Dispatcher"),
        ("permissions", "ticket.open"),
        ("permissions", "ticket.read"),
    ];
    ada.post(path, &fields).await.leads_to();
    let page = ada.page("/admin/roles").await;
    assert!(
        page.contains("Dispatcher") && page.contains("See all tickets that are not confidential"),
        "{page}"
    );
    let twice = ada.post(path, &fields).await;
    assert!(
        twice.body.contains("There is one of this name already."),
        "{}",
        twice.body
    );
    let mut links = page.split("href=\"/admin/roles/");
    let administrator = links.find(|part| {
        let link = part.split('<').next();
        link.is_some_and(|link| link.ends_with(">Administrator"))
    });
    let id = administrator
        .and_then(|part| part.split('"').next())
        .expect("an id")
        .to_owned();
    let narrowed = [("name", "Administrator"), ("permissions", "ticket.open")];
    let refused = ada.post(&format!("/admin/roles/{id}"), &narrowed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("always allows everything"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn of_two_who_change_a_role_the_second_reads_what_the_first_has_changed() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let made = [("name", "Dispatcher"), ("permissions", "ticket.open")];
    ada.post("/admin/roles/new", &made).await.leads_to();
    let roles = ada.page("/admin/roles").await;
    let (before, _) = roles.split_once(">Dispatcher</a>").expect("the role");
    let (_, href) = before.rsplit_once("href=\"").expect("a link");
    let role = href.trim_end_matches('"');
    let form = ada.page(role).await;
    let seen = [
        ("seen_permissions", value_of(&form, "seen_permissions")),
        ("seen_name", value_of(&form, "seen_name")),
    ];
    let save = async |seen: &[(&str, String)], name: &str, allowed: &[&str]| {
        let mut fields = vec![("name", name)];
        fields.extend(allowed.iter().map(|one| ("permissions", *one)));
        fields.extend(seen.iter().map(|(name, value)| (*name, value.as_str())));
        ada.post(role, &fields).await
    };
    let wider = ["ticket.open", "ticket.read"];
    save(&seen, "Dispatchers", &wider).await.leads_to();

    let second = ["ticket.open", "note.read"];
    let refused = save(&seen, "Dispatcher", &second).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "Ada has changed this role meanwhile.",
        "It is called “Dispatchers” now.",
        "It allows now: See all tickets that are not confidential.",
    ] {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    let ticked = "value=\"note.read\" checked";
    assert!(refused.body.contains(ticked), "what was ticked is kept");
    assert!(ada.page(role).await.contains("Dispatchers"), "nothing yet");

    let seen = [
        (
            "seen_permissions",
            value_of(&refused.body, "seen_permissions"),
        ),
        ("seen_name", value_of(&refused.body, "seen_name")),
    ];
    save(&seen, "Dispatcher", &second).await.leads_to();
    assert!(!ada.page(role).await.contains("Dispatchers"));
}

#[tokio::test]
async fn a_thousand_members_of_an_organisation_come_in_pages() {
    let site = Site::new().await;
    let (now, role) = (kernel::Clock::now(&*site.desk.clock), "requester");
    let organisation = site
        .desk
        .store
        .write(move |tx| {
            let role = directory::queries::find_role_by_key(tx, role)?.expect("a seeded role");
            let id = directory::queries::insert_organisation(tx, "Aldermoor", &[])?;
            for number in 0..1_000 {
                let name = format!("Member {number:04}");
                let mut new = directory::model::NewPerson::named(name, None, role.id);
                new.organisation_id = Some(id);
                directory::queries::insert_person(tx, &new, now)?;
            }
            Ok::<_, store::Error>(id)
        })
        .await
        .expect("people");
    let ada = site.browser(&site.desk.cast.ada).await;
    let found = ada.page("/admin/places/organisations?q=alder").await;
    let path = format!("/admin/places/organisations/{organisation}");
    assert!(found.contains(&path), "{found}");
    let page = ada.page(&path).await;
    assert!(
        page.contains("Member 0049") && !page.contains("Member 0050"),
        "{page}"
    );
    let (_, next) = page
        .split_once(&format!("{path}?after="))
        .expect("a next page");
    let next = next.split('"').next().expect("a value");
    let second = ada.page(&format!("{path}?after={next}")).await;
    assert!(
        second.contains("Member 0050") && !second.contains("Member 0049"),
        "{second}"
    );
    let renamed = ada
        .post(
            &path,
            &[
                ("name", "Aldermoor Instruments"),
                ("domains", "aldermoor.example"),
            ],
        )
        .await;
    renamed.leads_to();
    assert!(
        ada.page("/admin/places/organisations")
            .await
            .contains("Aldermoor Instruments")
    );
}
