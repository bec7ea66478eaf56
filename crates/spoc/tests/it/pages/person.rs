//! A person as those who help them see them, and the pages that requesters share with agents.

use super::Site;
use kernel::ticket::Change;
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_persons_page_tells_what_they_asked_and_how_content_they_were() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        let open = site.desk.incident(&cast.rita, "Wall socket", "dead").await;
        let hidden = site.desk.incident(&cast.rita, "Secret", "for few").await;
        let secret = vec![Change::Team(Some(cast.private))];
        let moved = site.desk.change(&cast.hanna, hidden, secret).await;
        moved.expect("a private team");
        for stars in [4, 5] {
            let id = site.desk.incident(&cast.rita, "Lamp", "dark").await;
            let resolved = Change::Resolve {
                code: "solved".into(),
                text: "a new bulb".into(),
            };
            site.desk
                .change(&cast.anna, id, vec![resolved])
                .await
                .expect("it is resolved");
            let rating = Change::Rate {
                stars,
                comment: String::new(),
            };
            let rated = site.desk.change(&cast.rita, id, vec![rating]).await;
            rated.expect("a rating");
        }
        let rita = cast.rita.person.expect("a person");
        let address = format!("/people/{rita}/tickets");
        let anna = site.browser(&cast.anna).await;
        let rob = cast.rob.person.expect("a person");
        let moved = move |tx: &store::Tx<'_>| {
            let sql = "UPDATE people SET manager_id = $2, time_zone = 'Asia/Tokyo' WHERE id = $1";
            tx.execute(sql, store::params![rita, rob])
        };
        site.desk.store.write(moved).await.expect("the database");
        let page = anna.page(&address).await;
        assert!(page.contains("Reports to Rob"), "{page}");
        assert!(
            page.contains("Local time") && page.contains("(Asia/Tokyo)"),
            "{page}"
        );
        assert!(
            page.contains("rita@spoc.example") && page.contains("Acme"),
            "{page}"
        );
        assert!(
            page.contains(&format!("href=\"/tickets/{open}\"")),
            "{page}"
        );
        assert!(page.contains("<strong>4.5</strong>"), "{page}");
        assert!(!page.contains("Secret"), "{page}");
        let hanna = site.browser(&cast.hanna).await;
        assert!(hanna.page(&address).await.contains("Secret"));
        let rob = site.browser(&cast.rob).await;
        assert_eq!(rob.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            anna.get("/people/999999/tickets").await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn of_two_of_one_name_without_addresses_each_has_their_own_tickets() {
    let site = Site::new().await;
    let now = kernel::Clock::now(&*site.desk.clock);
    let hire = move |tx: &store::Tx<'_>| {
        let role = directory::queries::find_role_by_key(tx, "requester")?.expect("a seeded role");
        let new = directory::model::NewPerson::named("Max Muster", None, role.id);
        let mut both = Vec::new();
        for _ in 0..2 {
            let id = directory::queries::insert_person(tx, &new, now)?;
            both.extend(directory::queries::actor(tx, id)?);
        }
        Ok::<_, store::Error>(both)
    };
    let both = site.desk.store.write(hire).await.expect("two people");
    site.desk.incident(&both[0], "The first lamp", "").await;
    site.desk.incident(&both[1], "The second lamp", "").await;
    let anna = site.browser(&site.desk.cast.anna).await;
    for (who, own, other) in [
        (&both[0], "The first lamp", "The second lamp"),
        (&both[1], "The second lamp", "The first lamp"),
    ] {
        let id = who.person.expect("a person");
        let page = anna.page(&format!("/people/{id}/tickets")).await;
        let all = format!("/tickets?q=requester:%23{id}");
        assert!(page.contains(&all), "{page}");
        let list = anna.page(&all).await;
        assert!(list.contains(own) && !list.contains(other), "{list}");
    }
}

#[tokio::test]
async fn tokens_are_shown_to_those_who_have_a_use_for_them() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    for (who, shown) in [(&cast.rita, false), (&cast.anna, true)] {
        let page = site.browser(who).await.page("/account").await;
        assert_eq!(page.contains("/account/tokens"), shown, "{page}");
        assert!(page.contains("/account/password"), "{page}");
    }
}

#[tokio::test]
async fn requesters_stay_in_the_portal_and_agents_in_the_workspace() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    for page in ["/notifications", "/notifications/settings", "/account"] {
        for (who, portal) in [(&cast.rita, true), (&cast.anna, false)] {
            let page = site.browser(who).await.page(page).await;
            assert_eq!(page.contains("<div class=\"portal\""), portal, "{page}");
            assert_eq!(page.contains("<nav class=\"rail\""), !portal, "{page}");
        }
    }
}
