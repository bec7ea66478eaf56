//! What raises a priority beyond impact and urgency: decided on the pages, seen on the ticket, the same on both databases.

use crate::administration::pages::decide;
use crate::pages::Site;
use directory::actions::{ServiceEdit, create_service};
use kernel::policy::{Criticality, Ground, Level, Raises};
use kernel::ticket::{Change, Kind, NewTicket};
use kernel::{Actor, Clock, Policy, ServiceId};
use testkit::{TestDesk, backends};
use work::replay::{Trial, replay};

async fn vital(t: &TestDesk) -> ServiceId {
    let now = t.clock.now();
    let edit = ServiceEdit {
        name: Some("Payments".into()),
        criticality: Some(Criticality::Vital),
        ..ServiceEdit::default()
    };
    let create = move |tx: &store::Tx<'_>| create_service(tx, &Actor::spoc(), now, &edit);
    t.store.write(create).await.expect("a service").id
}

fn raising(policy: &mut Policy) {
    policy.raises = Raises {
        criticality: [(Criticality::Vital, 2)].into(),
        ..Raises::default()
    };
}

async fn changed(t: &TestDesk, proposed: Policy) -> usize {
    let rules = t.desk.rules().await.expect("the rules are read");
    let trial = Trial {
        present: (*rules.policy).clone(),
        proposed,
        last_days: None,
        now: t.clock.now(),
    };
    let read = move |tx: &store::Tx<'_>| replay(tx, &trial, |_| {});
    t.store.read(read).await.expect("it is replayed").changed
}

#[tokio::test]
async fn a_vital_service_raises_its_tickets_and_what_is_there_already_stays() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (service, rita, anna) = (vital(&t).await, t.cast.rita.clone(), t.cast.anna.clone());
        let mut new = NewTicket::new(Kind::Incident, rita.person.expect("somebody"), "Nothing");
        new.service = Some(service);
        let before = t.open(&rita, new.clone()).await.expect("it is filed");
        let done = t
            .desk
            .change_policy(&Actor::spoc(), "raises", raising)
            .await;
        done.expect("the policy is put in force");
        let after = t.open(&rita, new).await.expect("it is filed");
        let other = t.incident(&rita, "The mouse is slow", "Help.").await;

        let levels = async |id| {
            let ticket = t.ticket(&anna, id).await.expect("it is seen");
            (ticket.priority, ticket.priority_grounds)
        };
        let vital = vec![Ground::Criticality(Criticality::Vital, 2)];
        assert_eq!(levels(before).await, (Level(3), vec![]), "{backend:?}");
        assert_eq!(levels(after).await, (Level(1), vital.clone()));
        assert_eq!(levels(other).await, (Level(3), vec![]));

        // A change that it follows from decides anew; taking that back restores what was.
        let moved = t
            .change(&anna, other, vec![Change::Service(Some(service))])
            .await;
        let moved = moved.expect("it is moved");
        assert_eq!(levels(other).await, (Level(1), vital.clone()));
        let urgent = t
            .change(&anna, before, vec![Change::Urgency(Level::LOW)])
            .await;
        urgent.expect("it is changed");
        assert_eq!(levels(before).await, (Level(2), vital));
        let command = moved.command.expect("it has changed");
        let undo = work::Command::Undo { command };
        t.desk.execute(&anna, undo).await.expect("it is taken back");
        assert_eq!(levels(other).await, (Level(3), vec![]));

        let same = t.desk.rules().await.expect("the rules are read");
        assert_eq!(changed(&t, (*same.policy).clone()).await, 0, "{backend:?}");
        assert_eq!(changed(&t, Policy::default()).await, 2, "{backend:?}");
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_administrator_decides_what_raises_and_the_ticket_says_why() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let page = "/admin/rules/priority";
    let raises = [
        ("vital", "1"),
        ("minor", "-1"),
        ("vip", "1"),
        ("people", "10 = 1, 100 = 2"),
        ("at_most", "2"),
    ];
    decide(&ada, page, page, &raises).await.leads_to();
    assert!(ada.page(page).await.contains("10 = 1, 100 = 2"));
    let told = ada.page("/admin/history/2").await;
    assert!(told.contains("Vital services: 0 became 1."), "{told}");
    // What is more must not raise by less, and what cannot be read says what would be right.
    for (name, value, wrong) in [
        ("minor", "2", "What is more must not raise by less"),
        ("people", "many", "separated by commas"),
    ] {
        let mut sent = raises;
        let field = sent.iter_mut().find(|(field, _)| *field == name);
        field.expect("a field").1 = value;
        let refused = decide(&ada, page, page, &sent).await;
        assert!(refused.body.contains(wrong), "{}", refused.body);
    }
    let rules = site.desk.desk.rules().await.expect("the rules are read");
    let people = rules.policy.raises.people.iter();
    assert_eq!(people.collect::<Vec<_>>(), [(&10, &1), (&100, &2)]);

    let new = "/admin/places/services/new";
    let service = [
        ("name", "Payments"),
        ("criticality", "vital"),
        ("peak_calendar", ""),
    ];
    decide(&ada, new, new, &service).await.leads_to();
    let rita = &site.desk.cast.rita;
    let mut new = NewTicket::new(
        Kind::Incident,
        rita.person.expect("somebody"),
        "Nothing goes",
    );
    new.service = Some(ServiceId(1));
    let ticket = site.desk.open(rita, new).await.expect("it is filed");
    let shown = ada.page(&format!("/tickets/{ticket}")).await;
    let why = "Moderate from impact and urgency; the service is vital (+1)";
    assert!(shown.contains(why), "{shown}");
}
