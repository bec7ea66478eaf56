//! Lists in groups, and what stands beside a ticket in a list.

use super::Site;
use kernel::ticket::Change;
use kernel::{Actor, TeamId, TicketId};
use testkit::backends;

/// The headings of a list: name and count, in their order.
fn headings(page: &str) -> Vec<(String, String)> {
    let rows = page.split("<tr class=\"group\">").skip(1);
    rows.map(|row| {
        let (_, text) = row.split_once('>').expect("a head");
        let (name, rest) = text.split_once(" <span class=\"count\">").expect("a count");
        let count = rest.split('<').next().expect("a number");
        (name.to_owned(), count.to_owned())
    })
    .collect()
}

/// The numbers of the tickets of a list, in their order.
fn numbers(page: &str) -> Vec<i64> {
    let rows = page.split("<tr id=t").skip(1);
    let number = |row: &str| row.split(['>', ' ']).next()?.parse().ok();
    rows.map(|row| number(row).expect("a number")).collect()
}

async fn filed(site: &Site, by: &Actor, team: Option<TeamId>) -> TicketId {
    let id = site.desk.incident(by, "A ticket", "of a group").await;
    if team.is_some() {
        let changed = site
            .desk
            .change(by_desk(), id, vec![Change::Team(team)])
            .await;
        changed.expect("a team");
    }
    id
}

fn by_desk() -> &'static Actor {
    static SPOC: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(Actor::spoc);
    &SPOC
}

#[tokio::test]
async fn a_list_in_groups_has_each_ticket_once_under_its_heading() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        for (count, team) in [
            (3, None),
            (40, Some(cast.network)),
            (30, Some(cast.workplace)),
        ] {
            for _ in 0..count {
                filed(&site, &cast.rita, team).await;
            }
        }
        let hidden = filed(&site, &cast.rita, Some(cast.private)).await;
        let anna = site.browser(&cast.anna).await;
        let first = anna.page("/tickets?q=state:open&group=team").await;
        let heading = |name: &str, count: &str| (name.to_owned(), count.to_owned());
        assert_eq!(
            headings(&first),
            [
                heading("No team", "3"),
                heading("Network", "40"),
                heading("Workplace", "30"),
            ]
        );
        let (before, _) = first.split_once("\" rel=\"next\"").expect("a next page");
        let next = before.rsplit('"').next().expect("an address");
        let second = anna.page(&next.replace("&#38;", "&")).await;
        assert_eq!(headings(&second), [heading("Workplace", "30")], "{next}");
        assert!(
            second.contains(&format!("hx-get=\"{next}\"")),
            "{next}: {second}"
        );
        let mut all = [numbers(&first), numbers(&second)].concat();
        assert_eq!(all.len(), 73);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 73, "each once");
        assert!(second.contains("51–73"), "{second}");

        let watch = vec![Change::Watch(cast.anna.person.expect("a person"))];
        let watched = site.desk.change(&cast.hanna, hidden, watch).await;
        watched.expect("a watcher");
        let known = headings(&anna.page("/tickets?q=state:open&group=team&from=1").await);
        assert_eq!(known.last(), Some(&heading("Workplace", "30")), "{known:?}");
        let last = anna
            .page("/tickets?q=state:open&group=team&in=private&from=73")
            .await;
        assert_eq!(headings(&last), [heading("a private team", "1")]);
        let hanna = site.browser(&cast.hanna).await;
        let known = headings(&hanna.page("/tickets?q=state:open&group=team").await);
        assert_eq!(known[0], heading("No team", "3"));
        assert!(
            known.contains(&heading("Human Resources", "1")),
            "{known:?}"
        );
    }
}

#[tokio::test]
async fn a_file_of_a_list_in_groups_has_them_in_their_order_as_a_column() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        for team in [Some(cast.workplace), None, Some(cast.network)] {
            for _ in 0..2 {
                filed(&site, &cast.rita, team).await;
            }
        }
        let ben = site.browser(&cast.ben).await;
        let list = ben.page("/tickets?q=state:open&group=team").await;
        let (_, link) = list.split_once("/tickets/export.csv").expect("a link");
        let link = link
            .split('"')
            .next()
            .expect("an end")
            .replace("&#38;", "&");
        let file = ben.page(&format!("/tickets/export.csv{link}")).await;
        let begins: Vec<&str> = file
            .lines()
            .filter_map(|line| line.split(',').next())
            .collect();
        let wanted = ["\u{feff}Team", "No team", "No team", "Network", "Network"];
        assert_eq!(begins[..5], wanted, "{file}");
        assert_eq!(begins.len(), 7, "{file}");
        let plain = ben
            .page("/tickets/export.csv?q=state:open&group=none")
            .await;
        assert!(!plain.starts_with("\u{feff}Team"), "{plain}");
        let board = ben.page("/tickets?q=state:open&as=board&by=team").await;
        let done = filed(&site, &cast.rita, Some(cast.network)).await;
        let solved = Change::Resolve {
            code: "solved".into(),
            text: "Restarted.".into(),
        };
        let solved = site.desk.change(by_desk(), done, vec![solved]).await;
        solved.expect("it is solved");
        let (_, link) = board.split_once("/tickets/export.csv").expect("a link");
        let link = link
            .split('"')
            .next()
            .expect("an end")
            .replace("&#38;", "&");
        let file = ben.page(&format!("/tickets/export.csv{link}")).await;
        assert_eq!(file.lines().count(), 7, "what the board has alone: {file}");
        assert!(file.starts_with("\u{feff}Team"), "{file}");
    }
}

#[tokio::test]
async fn groups_stand_in_the_order_of_states_priorities_and_names() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(filed(&site, &cast.rita, None).await);
    }
    let ben = cast.ben.person;
    let changes = [
        (
            ids[0],
            vec![Change::Assignee(ben), Change::State("in_progress".into())],
        ),
        (ids[1], vec![Change::Assignee(cast.anna.person)]),
    ];
    for (id, changes) in changes {
        site.desk
            .change(&cast.anna, id, changes)
            .await
            .expect("a change");
    }
    let anna = site.browser(&cast.anna).await;
    for (by, names) in [
        ("state", &["New", "Assigned", "In progress"][..]),
        ("assignee", &["Nobody", "Anna", "Ben"]),
        ("priority", &["Moderate"]),
    ] {
        let page = anna
            .page(&format!("/tickets?q=state:open&group={by}"))
            .await;
        let found = headings(&page);
        let found: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(found, names, "{by}");
        assert_eq!(numbers(&page).len(), 4);
    }
    // A head that has no order of its own leads to the groups, and a second click away from them.
    let plain = anna.page("/tickets?q=state:open").await;
    assert!(headings(&plain).is_empty());
    assert!(
        plain.contains("?q=state:open&#38;group=assignee\">Assignee"),
        "{plain}"
    );
    let grouped = anna.page("/tickets?q=state:open&group=assignee").await;
    assert!(grouped.contains("?q=state:open\">Assignee"), "{grouped}");
}

#[tokio::test]
async fn a_list_marks_the_tickets_with_ones_own_draft() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = filed(&site, &cast.rita, None).await;
    filed(&site, &cast.rita, None).await;
    let anna = site.browser(&cast.anna).await;
    let mark = "You have a draft here";
    assert!(!anna.page("/tickets?q=state:open").await.contains(mark));
    let draft = [("body", "Have you tried")];
    let kept = anna
        .post(&format!("/tickets/{id}/drafts/reply"), &draft)
        .await;
    assert!(
        kept.status.is_success() || kept.status.is_redirection(),
        "{kept:?}"
    );
    let page = anna.page("/tickets?q=state:open").await;
    let marked: Vec<&str> = page
        .split("<tr id=t")
        .filter(|row| row.contains(mark))
        .collect();
    assert_eq!(marked.len(), 1);
    assert!(marked[0].starts_with(&format!("{id}>")), "{}", marked[0]);
    let ben = site.browser(&cast.ben).await;
    assert!(!ben.page("/tickets?q=state:open").await.contains(mark));
}

#[tokio::test]
async fn a_view_keeps_its_groups_until_another_list_is_kept_in_it() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        filed(&site, &cast.rita, Some(cast.network)).await;
        filed(&site, &cast.rita, None).await;
        let anna = site.browser(&cast.anna).await;
        let kept = [("name", "By team"), ("q", "state:open"), ("group", "team")];
        let made = anna.post("/views", &kept).await;
        let at = made.leads_to();
        let names = async |address: &str| -> Vec<String> {
            let found = headings(&anna.page(address).await);
            found.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(at).await, ["No team", "Network"]);
        assert_eq!(names(&format!("{at}&group=none")).await, [""; 0]);
        assert_eq!(names(&format!("{at}&group=priority")).await, ["Moderate"]);
        // Nothing to keep while the list is as its view says; what differs is kept by one button.
        let update = "Keep this list in the view";
        assert!(!anna.page(at).await.contains(update));
        let away = anna.page(&format!("{at}&group=none")).await;
        assert!(away.contains(update), "{away}");
        let id = at.rsplit('=').next().expect("an id");
        let change = [("group", ""), ("sort", "oldest")];
        let changed = anna.post(&format!("/views/{id}"), &change).await;
        changed.leads_to();
        assert_eq!(names(at).await, [""; 0]);
        let copied = [("name", "Copied"), ("q", "state:open"), ("group", "colour")];
        let refused = anna.post("/views", &copied).await;
        assert_eq!(refused.leads_to(), "/tickets");
    }
}
