//! What a desk does not do is nowhere to be seen, and works again on what is there once it does.

use super::pages::decide;
use crate::pages::{Browser, Site};
use crate::service_levels::promise;
use kernel::automation::{Action, Event, FollowUp, Rule};
use kernel::policy::{ApprovalStep, ApprovalTemplate, Approver, Reach, Wait};
use kernel::ticket::{ApprovalChange, Change, Kind, LinkKind};
use kernel::time::HOUR;
use kernel::{Activity, Actor, Policy, TicketId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use store::params;
use testkit::{Backend, TestDesk};
use web::axum::http::StatusCode;

const LEVELS: &str = "/admin/rules/levels";
/// Most pages that somebody walks to.
const PAGES_MAX: usize = 400;
/// How often one walks to the same page of another number.
const ALIKE_MAX: usize = 2;
/// What belongs to approvals, to service levels, to how services are and to requests, in both languages.
const WORDS: [&str; 24] = [
    "pproval",
    "pprove",
    "ervice level",
    "Health of services",
    "Deadline",
    "deadline",
    "verdue",
    "Due next",
    "clock at",
    "wall clock of",
    "How our services are",
    "Request fulfilled",
    "Service request",
    "Anfrage erfüllt",
    "enehmig",
    "Service-Level",
    "Zustand der Services",
    "Frist",
    "berfällig",
    "Als Nächstes fällig",
    "\"due\"",
    "breached",
    "/services/health",
    "sort=due",
];

/// A desk that promises, asks for approvals and says how services are: a ticket with a clock that waits for Ben.
async fn desk_that_does_all() -> (Site, TicketId) {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let ben = cast.ben.person.expect("a person");
    let sql = "INSERT INTO services (name, description, active) VALUES ($1, '', 1) RETURNING id";
    let add = |tx: &store::Tx<'_>| tx.one::<i64>(sql, params!["Email"]);
    let service = site.desk.store.write(add).await.expect("a service");
    let change = move |policy: &mut Policy| {
        promise(policy, 4);
        policy.service_levels[0].thresholds = vec![50, 100];
        policy.approvals = vec![ApprovalTemplate {
            key: "laptop".into(),
            label: "A new laptop".into(),
            text: "Is there money for it?".into(),
            own: false,
            remind_after: None,
            expires_after: Some(Wait {
                hours: 3,
                calendar: None,
            }),
            steps: vec![ApprovalStep::new([Approver::Person(ben)])],
        }];
        let rule = |key: &str, on, when: &str, then| Rule {
            when: when.into(),
            then: vec![then],
            ..Rule::new(key, [on])
        };
        let note = || Action::Note("It is late.".into());
        policy.rules = vec![
            rule("late", Event::Threshold, "", note()),
            rule(
                "asks",
                Event::Opened,
                "subject:tablet",
                Action::AskApproval("laptop".into()),
            ),
            rule(
                "orders",
                Event::Opened,
                "subject:tablet",
                Action::Open(FollowUp {
                    kind: Kind::Request,
                    subject: "Order another".into(),
                    text: String::new(),
                    team: None,
                    link: LinkKind::Causes,
                }),
            ),
            rule(
                "asked_for",
                Event::Opened,
                "subject:tablet",
                Action::Kind(Kind::Request),
            ),
            rule(
                "unasked",
                Event::Opened,
                "approval:none",
                Action::Tag("unasked".into()),
            ),
        ];
    };
    let changed = site
        .desk
        .desk
        .change_policy(&cast.ada, "all of it", change)
        .await;
    changed.expect("it is possible");
    let ticket = site
        .desk
        .incident(&cast.rita, "A laptop", "the old one broke")
        .await;
    let ask = vec![Change::Approval(ApprovalChange::Ask("laptop".into()))];
    site.desk
        .change(&cast.anna, ticket, ask)
        .await
        .expect("it is asked");
    let anna = site.browser(&cast.anna).await;
    let service = service.to_string();
    let bad = [
        ("service", service.as_str()),
        ("health", "outage"),
        ("text", "No mail"),
    ];
    anna.post("/services/health", &bad).await.leads_to();
    let view = [
        ("name", "Nearly late"),
        ("q", "state:open due<4h"),
        ("sort", "due"),
    ];
    anna.post("/views", &view).await.leads_to();
    (site, ticket)
}

async fn go_as_far_as(site: &Site, reach: Reach) {
    let ada = site.browser(&site.desk.cast.ada).await;
    decide(&ada, LEVELS, LEVELS, &[("reach", reach.name())])
        .await
        .leads_to();
    site.workers().run_due().await.expect("jobs are done");
}

/// Where the links of a page lead, without what only gives the same in another form.
fn links(page: &str) -> BTreeSet<String> {
    let hrefs = page.split("href=\"/").skip(1);
    let hrefs = hrefs.filter_map(|rest| rest.split('"').next());
    let hrefs = hrefs.map(|href| format!("/{}", href.replace("&amp;", "&").replace("&#38;", "&")));
    let hrefs = hrefs.map(|href| href.split('#').next().unwrap_or_default().to_owned());
    let is_page = |href: &String| {
        !["/assets", "/manifest", "/brand", "/attachments"]
            .iter()
            .any(|no| href.starts_with(no))
    };
    hrefs.filter(is_page).collect()
}

/// What stands around a word.
fn near(page: &str, word: &str) -> String {
    let at = page.find(word).unwrap_or_default();
    let from = page.floor_char_boundary(at.saturating_sub(120));
    page[from..page.ceil_char_boundary((at + 60).min(page.len()))].to_owned()
}

/// Walks wherever links lead; `looks` at each page.
async fn walk(browser: &Browser<'_>, mut looks: impl FnMut(&str, &str)) -> usize {
    let mut ahead = VecDeque::from(["/".to_owned(), "/my".to_owned(), "/admin".to_owned()]);
    let (mut known, mut alike) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut seen = 0;
    while let Some(address) = ahead.pop_front() {
        let shape: String = address.chars().filter(|c| !c.is_ascii_digit()).collect();
        let times = alike.entry(shape).or_default();
        *times += 1;
        if *times > ALIKE_MAX || seen >= PAGES_MAX {
            continue;
        }
        let mut answer = browser.get(&address).await;
        if answer.status == StatusCode::SEE_OTHER {
            let onward = answer.leads_to().to_owned();
            answer = browser.get(&onward).await;
        }
        let begins = ["/", "/my", "/admin"].contains(&address.as_str());
        assert!(
            answer.status == StatusCode::OK || begins,
            "{address}: {}",
            answer.status
        );
        if answer.status != StatusCode::OK {
            continue;
        }
        seen += 1;
        looks(&address, &answer.body);
        let found = links(&answer.body);
        ahead.extend(found.into_iter().filter(|link| known.insert(link.clone())));
    }
    seen
}

#[tokio::test]
async fn a_help_desk_has_no_approvals_no_service_levels_and_no_health_of_services_on_any_page() {
    let (site, ticket) = desk_that_does_all().await;
    go_as_far_as(&site, Reach::HelpDesk).await;
    let cast = &site.desk.cast;
    let mut named = Vec::new();
    for locale in ["en", "de"] {
        let speak =
            move |tx: &store::Tx<'_>| tx.execute("UPDATE people SET locale = $1", params![locale]);
        site.desk.store.write(speak).await.expect("a language");
        for (actor, least) in [(&cast.ada, 150), (&cast.anna, 40), (&cast.rita, 8)] {
            let browser = site.browser(actor).await;
            let seen = walk(&browser, |address, page| {
                // The one page that offers them, what was decided before, and the policy as text.
                let tells = ["/admin/history", "/admin/policy/files"];
                if address == LEVELS || tells.iter().any(|begin| address.starts_with(begin)) {
                    return;
                }
                let found = WORDS.iter().filter(|word| page.contains(**word));
                named.extend(
                    found.map(|word| (*word, locale, near(page, word), address.to_owned())),
                );
            });
            let seen = seen.await;
            assert!(seen >= least, "{seen} pages in {locale}");
        }
    }
    assert!(named.is_empty(), "{named:#?}");
    let (ada, anna) = (
        site.browser(&cast.ada).await,
        site.browser(&cast.anna).await,
    );
    for address in [
        "/approvals".to_owned(),
        format!("/approvals/{ticket}/1"),
        "/admin/approvals".to_owned(),
        "/admin/approvals/laptop".to_owned(),
        "/admin/service-levels".to_owned(),
        "/admin/service-levels/resolution".to_owned(),
        "/admin/policy/files/approvals".to_owned(),
        "/services/health".to_owned(),
        format!("/api/spoc/v1/tickets/{ticket}/approvals"),
    ] {
        assert_eq!(
            ada.get(&address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    for typed in ["du", "breach", "approv", "sla"] {
        let address = format!("/conditions/completion?q={typed}&at={}", typed.len());
        let offered = anna.get(&address).await.body;
        assert!(offered.contains("\"offers\":[]"), "{typed}: {offered}");
    }
}

#[tokio::test]
async fn what_is_off_neither_runs_nor_can_be_done_and_all_of_it_works_on_what_is_there_once_it_is_on()
 {
    let (site, ticket) = desk_that_does_all().await;
    let cast = &site.desk.cast;
    let asks = |actor: &Actor, condition: &'static str| {
        let actor = actor.clone();
        let desk = &site.desk;
        async move {
            desk.list(&actor, condition)
                .await
                .expect("a condition")
                .len()
        }
    };
    assert_eq!(asks(&cast.anna, "due:any").await, 1);
    go_as_far_as(&site, Reach::HelpDesk).await;
    assert_eq!(asks(&cast.anna, "due:any").await, 0);

    let yes = [("verdict", "approved"), ("comment", "")];
    let ben = site.browser(&cast.ben).await;
    let answer = format!("/approvals/{ticket}/1");
    assert_eq!(ben.post(&answer, &yes).await.status, StatusCode::NOT_FOUND);
    let ask = vec![Change::Approval(ApprovalChange::Ask("laptop".into()))];
    site.desk
        .change(&cast.anna, ticket, ask)
        .await
        .expect_err("there are none");
    // A rule that asks for approval asks nobody, one that goes by approvals does nothing, and none makes requests.
    let tablet = site
        .desk
        .incident(&cast.rita, "A tablet", "the old one broke")
        .await;
    site.desk.clock.advance(5 * HOUR);
    site.desk.desk.run_timers().await.expect("timers run");
    let logged = |id| {
        let store = site.desk.store.clone();
        async move {
            let read =
                move |tx: &store::Tx<'_>| store::log::of_ticket(tx, id, store::log::Texts::None);
            let log = store.read(read).await.expect("a log");
            log.into_iter()
                .map(|one| one.activity)
                .collect::<Vec<Activity>>()
        }
    };
    let of_off = |one: &Activity| matches!(one, Activity::Automated(_) | Activity::Approval(_));
    assert!(
        !logged(tablet).await.iter().any(of_off),
        "{:?}",
        logged(tablet).await
    );
    let before = logged(ticket).await.len();

    go_as_far_as(&site, Reach::ServiceDesk).await;
    assert_eq!(
        asks(&cast.anna, "due<now breached:yes").await,
        2,
        "clocks are what the logs say"
    );
    let anna = site.browser(&cast.anna).await;
    assert!(
        anna.page(&format!("/tickets/{ticket}"))
            .await
            .contains("A new laptop")
    );
    assert!(anna.page("/").await.contains("Due next"));
    // What has run out meanwhile ends now; nobody was told of it before.
    site.desk.desk.run_timers().await.expect("timers run");
    let log = logged(ticket).await;
    assert!(
        log[before..]
            .iter()
            .any(|one| matches!(one, Activity::Approval(_))),
        "{log:?}"
    );
    let ask = vec![Change::Approval(ApprovalChange::Ask("laptop".into()))];
    site.desk
        .change(&cast.anna, ticket, ask)
        .await
        .expect("it is asked again");
    ben.post(&format!("/approvals/{ticket}/2"), &yes)
        .await
        .leads_to();
    assert_eq!(asks(&cast.anna, "kind:request").await, 0);
    site.desk
        .incident(&cast.rita, "A tablet again", "the old one broke")
        .await;
    assert_eq!(
        asks(&cast.anna, "kind:request").await,
        2,
        "it became a request, and another was filed"
    );
}

/// The policy of a desk of an earlier version once this one has started with it.
async fn upgraded(before: impl Fn(&mut Policy) + Send + 'static) -> Policy {
    let t = TestDesk::new(Backend::Sqlite).await;
    let older = move |policy: &mut Policy| {
        policy.reach = Some(Reach::HelpDesk);
        policy.off = ["request".to_owned()].into();
        before(policy);
    };
    let changed = t.desk.change_policy(&t.cast.ada, "as it was", older).await;
    changed.expect("it is possible");
    let modules = vec![
        ::approvals::module(),
        ::asset::module(),
        ::incident::module(),
        ::request::module(),
        ::service::module(),
        ::sla::module(),
    ];
    let desk = ::work::Desk::open(t.store.clone(), t.clock.clone(), modules).await;
    let rules = desk.expect("the desk opens").rules().await.expect("rules");
    Policy::clone(&rules.policy)
}

#[tokio::test]
async fn a_help_desk_of_an_earlier_version_keeps_what_it_uses_and_has_no_more() {
    let plain = upgraded(|_| {}).await;
    assert_eq!(plain.reach, Some(Reach::HelpDesk));
    for practice in ["approvals", "sla", "service", "request"] {
        assert!(!plain.has(practice), "{practice}");
    }
    let promising = upgraded(|policy| promise(policy, 4)).await;
    assert_eq!(
        promising.reach, None,
        "its practices are its own choice from now on"
    );
    assert!(promising.has("sla") && promising.has("incident"));
    for practice in ["approvals", "service", "request"] {
        assert!(!promising.has(practice), "{practice}");
    }
}
