//! The demo company on a real desk: complete, sound, and the same every time.

use kernel::policy::StateCategory;
use kernel::{Actor, Ticket, TicketId};
use spoc::App;
use spoc::demo::install::{Installed, PASSWORD, install};
use spoc::demo::{Role, Story, What, tickets};
use std::sync::Arc;
use store::Location;
use testkit::MovableClock;

const SEED: u64 = 7;

struct Demo {
    app: App,
    installed: Installed,
    /// What the year was told from.
    stories: Vec<Story>,
    _folder: tempfile::TempDir,
}

async fn demo() -> Demo {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = Arc::new(MovableClock::new());
    let app = App::open(&Location::folder(folder.path()), clock)
        .await
        .expect("the desk opens");
    let installed = install(&app, SEED, &mut |_, _| {}).await.expect("it fills");
    let now = MovableClock::new();
    let stories = tickets(&installed.company, SEED, kernel::Clock::now(&now).0);
    Demo {
        app,
        installed,
        stories,
        _folder: folder,
    }
}

impl Demo {
    async fn all(&self) -> Vec<Ticket> {
        let last = self.installed.tickets as i64;
        let load = move |tx: &store::Tx<'_>| {
            let mut all = Vec::new();
            for id in 1..=last {
                all.extend(store::load(tx, TicketId(id))?);
            }
            Ok::<_, store::Error>(all)
        };
        self.app.store.read(load).await.expect("tickets load")
    }

    async fn actor(&self, ix: usize) -> Actor {
        let person = self.installed.known.people[ix];
        let actor = self.app.directory.actor(person).await;
        actor.expect("the directory answers").expect("is active")
    }

    async fn sees(&self, actor: &Actor, ticket: TicketId) -> bool {
        let reader = work::Reader::new(actor, self.app.clock.now());
        let read = move |tx: &store::Tx<'_>| work::queries::ticket(tx, &reader, ticket);
        self.app.store.read(read).await.is_ok()
    }
}

#[tokio::test]
async fn the_demo_company_has_a_year_of_tickets_behind_it() {
    let demo = demo().await;
    let installed = &demo.installed;
    let refused = &installed.refused;
    assert_eq!(refused.len(), 0, "{:#?}", &refused[..refused.len().min(5)]);
    assert_eq!(
        (
            installed.known.people.len(),
            installed.known.teams.len(),
            installed.known.services.len()
        ),
        (400, 6, 15)
    );
    // One more was written from home, by somebody who is in the directory twice.
    assert_eq!(installed.tickets, demo.stories.len() + 1);
    assert!((4_700..=5_300).contains(&installed.tickets));
    assert!((50..=150).contains(&installed.open), "{}", installed.open);
    let verified = demo.app.desk.verify(|_| {}).await.expect("it is verified");
    assert_eq!(verified.problems, Vec::<String>::new());
    assert_eq!(verified.tickets as usize, installed.tickets);
    assert!(verified.files > 0);
    let all = demo.all().await;
    assert_eq!(all.iter().filter(|t| t.is_open()).count(), installed.open);
    relations_are_told_on_both_sides(&demo, &all);
    reopened_seldom(&all);
    private_tickets_stay_private(&demo, &all).await;
    logins_are_good_to_look_around_with(&demo, &all).await;
    let again = self::demo().await;
    assert!(again.all().await == all, "the demo is the same every time");
}

fn relations_are_told_on_both_sides(demo: &Demo, all: &[Ticket]) {
    let (mut merged, mut parts) = (0, 0);
    for (story, ticket) in demo.stories.iter().zip(all) {
        let asked = story
            .steps
            .iter()
            .any(|s| matches!(s.what, What::MergeInto { .. }));
        assert_eq!(asked, ticket.merged_into.is_some(), "{}", ticket.id);
        if let Some(target) = ticket.merged_into {
            merged += 1;
            let target = &all[target.0 as usize - 1];
            assert!(target.absorbed.contains(&ticket.id), "{}", target.id);
        }
        parts += usize::from(ticket.parent.is_some());
        let What::Open { subject, .. } = &story.steps[0].what else {
            continue;
        };
        assert_eq!(&ticket.subject, subject, "story and number go together");
    }
    let absorbed: usize = all.iter().map(|ticket| ticket.absorbed.len()).sum();
    assert_eq!(merged, absorbed);
    assert!(merged > 20 && parts > 10, "{merged} merged, {parts} parts");
}

/// Thanks do not reopen what is done.
fn reopened_seldom(all: &[Ticket]) {
    let reopened = all.iter().filter(|ticket| ticket.reopen_count > 0).count();
    assert!(
        (10..all.len() / 20).contains(&reopened),
        "{reopened} reopened"
    );
    let closed = all
        .iter()
        .filter(|ticket| ticket.state_category == StateCategory::Closed)
        .count();
    assert!(closed * 100 > all.len() * 80, "{closed} closed");
}

async fn private_tickets_stay_private(demo: &Demo, all: &[Ticket]) {
    let company = &demo.installed.company;
    let private = company.teams.iter().position(|team| team.private);
    let private = private.expect("one team is private");
    let team = demo.installed.known.teams[private];
    let ticket = all.iter().find(|ticket| ticket.confidential);
    let ticket = ticket.expect("some ticket is confidential");
    assert_eq!(ticket.team, Some(team));
    for (ix, person) in company.people.iter().enumerate() {
        let actor = demo.actor(ix).await;
        let concerned = company.teams[private].members.contains(&ix) || actor.is_party_to(ticket);
        if concerned || person.role != Role::Requester || ix % 20 == 0 {
            let sees = demo.sees(&actor, ticket.id).await;
            assert_eq!(sees, concerned, "{}", person.name());
        }
    }
}

async fn logins_are_good_to_look_around_with(demo: &Demo, all: &[Ticket]) {
    let roles: Vec<Role> = demo
        .installed
        .logins
        .iter()
        .map(|login| login.role)
        .collect();
    assert_eq!(roles, [Role::Administrator, Role::Agent, Role::Requester]);
    for login in &demo.installed.logins {
        let session = demo
            .app
            .directory
            .sign_in(&login.email, PASSWORD, "127.0.0.1")
            .await;
        assert!(matches!(session, Ok(Some(_))), "{}", login.email);
        let id = demo.installed.known.people[login.person];
        let own = |ticket: &&Ticket| match login.role {
            Role::Requester => ticket.requester == id,
            _ => ticket.assignee == Some(id),
        };
        let open = all.iter().filter(own).filter(|t| t.is_open()).count();
        match login.role {
            Role::Agent => assert!(open >= 3, "{open} open"),
            Role::Requester => assert!(open >= 1 && all.iter().filter(own).count() >= 3),
            _ => {}
        }
    }
}
