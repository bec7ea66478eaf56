//! Why a ticket is with its team and its assignee stands beside them, where nobody chose them.

use super::Site;
use channels::mail::Intake;
use channels::mail::queries::insert_mailbox;
use kernel::automation::{Action, Event, Route, Rule};
use kernel::ticket::Change;

#[tokio::test]
async fn a_route_a_rule_and_a_mailbox_are_named_and_a_person_is_not() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let (network, workplace) = (cast.network, cast.workplace);
    let policy = move |policy: &mut kernel::Policy| {
        policy.routes = vec![Route {
            key: "vpn".into(),
            label: "Whatever is VPN".into(),
            when: "subject:vpn".into(),
            team: network,
        }];
        policy.rules = vec![Rule {
            label: "Printers to the workplace".into(),
            when: "subject:printer".into(),
            then: vec![Action::Team(workplace)],
            ..Rule::new("printers", [Event::Opened])
        }];
    };
    let changed = site.desk.desk.change_policy(&cast.ada, "routes", policy);
    changed.await.expect("a policy");
    let anna = site.browser(&cast.anna).await;
    let page = async |id| anna.page(&format!("/tickets/{id}")).await;

    let routed = site.desk.incident(&cast.rita, "VPN drops", "x").await;
    let said = page(routed).await;
    assert!(said.contains("By Whatever is VPN"), "{said}");
    let ruled = site.desk.incident(&cast.rita, "Printer jams", "x").await;
    let said = page(ruled).await;
    assert!(
        said.contains("By the rule Printers to the workplace"),
        "{said}"
    );
    let moved = vec![Change::Team(Some(network))];
    site.desk
        .change(&cast.anna, ruled, moved)
        .await
        .expect("moved");
    let said = page(ruled).await;
    assert!(!said.contains("By the rule"), "somebody chose it: {said}");

    let adding = move |tx: &store::Tx<'_>| {
        insert_mailbox(tx, "Network", "network@spoc.example", Some(network))
    };
    let mailbox = site.desk.store.write(adding).await.expect("a mailbox");
    let intake = Intake::new(site.desk.desk.clone(), site.directory.clone());
    let raw = "From: Rita <rita@spoc.example>\r\nTo: network@spoc.example\r\nSubject: The cable hums\r\n\
               Message-ID: <hum@spoc.example>\r\n\r\nLoudly.\r\n";
    let taken = intake.take(mailbox, "1:1", raw.as_bytes().to_vec()).await;
    taken.expect("the message is taken");
    let found = site.desk.list(&cast.anna, "subject:hums").await;
    let mailed = found.expect("a list").first().expect("a ticket").id;
    let said = page(mailed).await;
    assert!(said.contains("By the mailbox that it came in by"), "{said}");
}
