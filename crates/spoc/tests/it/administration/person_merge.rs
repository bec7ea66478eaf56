//! Two entries for one person become one, and two again.

use crate::pages::Site;
use kernel::TicketId;
use kernel::ticket::Change;
use web::axum::http::StatusCode;

async fn requester_of(site: &Site, ticket: TicketId) -> kernel::PersonId {
    let reader = site.desk.reader(&kernel::Actor::spoc());
    let store = site.desk.desk.store();
    let read = move |tx: &store::Tx<'_>| work::queries::ticket(tx, &reader, ticket);
    store.read(read).await.expect("the ticket").requester
}

#[tokio::test]
async fn two_entries_for_one_person_become_one_and_two_again_with_all_tickets() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let (rita, rob) = (
        cast.rita.person.expect("Rita"),
        cast.rob.person.expect("Rob"),
    );
    let asked = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let hidden = site.desk.incident(&cast.rita, "A secret", "shh").await;
    let secret = vec![Change::Team(Some(cast.private)), Change::Confidential(true)];
    site.desk
        .change(&cast.hanna, hidden, secret)
        .await
        .expect("confidential");
    let followed = site.desk.incident(&cast.anna, "A notice", "to all").await;
    site.desk
        .change(&cast.anna, followed, vec![Change::Watch(rita)])
        .await
        .expect("a watcher");
    let (ada, anna, hers) = (
        site.browser(&cast.ada).await,
        site.browser(&cast.anna).await,
        site.browser(&cast.rita).await,
    );
    let path = format!("/people/{rita}/merge");
    let page = ada.page(&format!("{path}?into=rob@spoc.example")).await;
    assert!(page.contains("What would happen"), "{page}");
    assert!(!page.contains("A secret"), "{page}");
    let into = rob.to_string();
    let done = ada.post(&path, &[("into", &into)]).await;
    assert_eq!(done.leads_to(), path);
    for ticket in [asked, hidden] {
        assert_eq!(requester_of(&site, ticket).await, rob, "{ticket}");
    }
    let page = anna.page(&format!("/tickets/{followed}")).await;
    assert!(page.contains("added the watcher <b>Rob</b>"), "{page}");
    assert_ne!(hers.get("/my").await.status, StatusCode::OK, "it has ended");
    let fields = [
        ("requester", "rita@spoc.example"),
        ("subject", "By the old address"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let made = anna.post("/tickets/new", &fields).await;
    let number = made.leads_to().rsplit('/').next().expect("a number");
    let late: TicketId = number.parse().expect("a number");
    assert_eq!(requester_of(&site, late).await, rob);
    let undone = ada.post(&format!("{path}/undo"), &[]).await;
    assert_eq!(undone.leads_to(), format!("/people/{rita}"));
    for ticket in [asked, hidden] {
        assert_eq!(requester_of(&site, ticket).await, rita, "{ticket}");
    }
    assert_eq!(requester_of(&site, late).await, rob, "it came in later");
    let again = ada.post(&format!("{path}/undo"), &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn undoing_a_merge_gives_back_all_tickets_but_those_touched_since_and_names_them() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = |actor: &kernel::Actor| actor.person.expect("a person");
    let (rita, rob, ben) = (id(&cast.rita), id(&cast.rob), id(&cast.ben));
    let asked = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let touched = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let hidden = site.desk.incident(&cast.rita, "A secret", "shh").await;
    let secret = vec![Change::Team(Some(cast.private)), Change::Confidential(true)];
    let done = site.desk.change(&cast.hanna, hidden, secret).await;
    done.expect("confidential");
    let ada = site.browser(&cast.ada).await;
    let path = format!("/people/{rita}/merge");
    let into = rob.to_string();
    ada.post(&path, &[("into", &into)]).await.leads_to();
    for (agent, ticket) in [(&cast.anna, touched), (&cast.hanna, hidden)] {
        let others = vec![Change::Requester(ben)];
        let done = site.desk.change(agent, ticket, others).await;
        done.expect("somebody else's");
    }
    let undone = ada.post(&format!("{path}/undo"), &[]).await;
    assert_eq!(undone.leads_to(), format!("/people/{rita}"));
    assert_eq!(requester_of(&site, asked).await, rita);
    for ticket in [touched, hidden] {
        assert_eq!(requester_of(&site, ticket).await, ben, "{ticket}");
    }
    let said = undone.said();
    assert!(said.contains("since%3A+2"), "{said}");
    assert!(said.contains(&format!("%23{touched}")), "{said}");
    for ticket in [asked, hidden] {
        assert!(!said.contains(&format!("%23{ticket}")), "{ticket}: {said}");
    }
}

#[tokio::test]
async fn a_merge_that_was_cut_off_says_so_and_goes_on() {
    for backend in testkit::backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        let (rita, rob) = (
            cast.rita.person.expect("Rita"),
            cast.rob.person.expect("Rob"),
        );
        let asked = site.desk.incident(&cast.rita, "VPN drops", "often").await;
        let began = kernel::Clock::now(&*site.desk.clock);
        // As far as it comes before its first ticket.
        let begun = move |tx: &store::Tx<'_>| {
            let sql = "UPDATE people SET active = 0 WHERE id = $1";
            tx.execute(sql, store::params![rita])?;
            directory::queries::set_merged_into(tx, rita, Some(rob))?;
            let sql = "INSERT INTO person_merges (from_id, into_id, at) VALUES ($1, $2, $3)";
            tx.execute(sql, store::params![rita, rob, began])
        };
        site.desk.store.write(begun).await.expect("it has begun");
        let ada = site.browser(&cast.ada).await;
        let path = format!("/people/{rita}/merge");
        let cut_off = "Not all tickets have gone over yet";
        let page = ada.page(&path).await;
        assert!(page.contains(cut_off) && page.contains("Go on"), "{page}");
        let into = rob.to_string();
        let done = ada.post(&path, &[("into", &into)]).await;
        assert_eq!(done.leads_to(), path);
        assert_eq!(requester_of(&site, asked).await, rob);
        assert!(!ada.page(&path).await.contains(cut_off));
        let undone = ada.post(&format!("{path}/undo"), &[]).await;
        assert_eq!(undone.leads_to(), format!("/people/{rita}"));
        assert_eq!(requester_of(&site, asked).await, rita);
    }
}

#[tokio::test]
async fn only_who_manages_people_merges_them_and_never_an_agent_into_nothing() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = |actor: &kernel::Actor| actor.person.expect("a person").to_string();
    let (rita, anna_id, rob) = (id(&cast.rita), id(&cast.anna), id(&cast.rob));
    let (ada, anna) = (
        site.browser(&cast.ada).await,
        site.browser(&cast.anna).await,
    );
    let path = format!("/people/{rita}/merge");
    assert_eq!(anna.get(&path).await.status, StatusCode::FORBIDDEN);
    let refused = anna.post(&path, &[("into", &rob)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let itself = ada.post(&path, &[("into", &rita)]).await;
    assert_eq!(itself.status, StatusCode::CONFLICT);
    assert!(itself.body.contains("the same entry"), "{}", itself.body);
    let agent = format!("/people/{anna_id}/merge");
    let refused = ada.post(&agent, &[("into", &rob)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("cannot end"), "{}", refused.body);
    let nobody = ada.page(&format!("{path}?into=nobody@spoc.example")).await;
    assert!(nobody.contains("There is nobody of this name"), "{nobody}");
}
