//! The pages: what is shown, saved, and shown again when it is wrong.

use super::House;
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn every_page_is_shown_to_whoever_may_see_it() {
    for backend in backends() {
        let house = House::full(backend).await;
        let administrator = house.browser("ada@desk.test").await;
        let requester = house.browser("rita@desk.test").await;
        let (own, other) = (
            format!("/people/{}", house.requester),
            format!("/people/{}", house.agent),
        );
        for (path, theirs) in [
            ("/account", StatusCode::OK),
            (own.as_str(), StatusCode::OK),
            (other.as_str(), StatusCode::NOT_FOUND),
            ("/people", StatusCode::FORBIDDEN),
            ("/people/new", StatusCode::FORBIDDEN),
            ("/teams", StatusCode::FORBIDDEN),
            ("/teams/new", StatusCode::FORBIDDEN),
        ] {
            let page = administrator.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains("Ada Miller"), "{path}");
            assert_eq!(requester.get(path).await.status, theirs, "{path}");
        }
        assert_eq!(
            administrator.get("/people/999").await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_person_is_added_changed_and_kept_out() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let wrong = browser
            .post("/people/new", "name=&email=x&role=2&zone=UTC")
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Enter something here."));
        assert!(wrong.body.contains("not an email address"));
        let made = browser
            .post(
                "/people/new",
                "name=Eve+Stone&email=eve%40desk.test&role=2&zone=UTC",
            )
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let place = made.header("location").to_owned();
        assert!(browser.get(&place).await.body.contains("Eve Stone"));
        let saved = browser
            .post(
                &place,
                "seen=1&name=Eve+Rock&email=eve%40desk.test&role=3&zone=UTC",
            )
            .await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let late = browser
            .post(
                &place,
                "seen=1&name=Eve+Late&email=eve%40desk.test&role=3&zone=UTC",
            )
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let told = "Ada Miller has changed this to “Eve Rock” meanwhile. Save again if it is to be “Eve Late”.";
        assert!(late.body.contains(told), "{}", late.body);
        let link = browser.post(&format!("{place}/password-link"), "").await;
        assert!(link.body.contains("http://desk.test/password/reset/"));
        let out = browser
            .post(&format!("{place}/activity"), "seen=2&active=false")
            .await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        assert!(browser.get(&place).await.body.contains("inactive"));
    }
}

#[tokio::test]
async fn the_last_administrator_cannot_lock_the_door_from_outside() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let path = format!("/people/{}/activity", house.administrator);
        let refused = browser.post(&path, "seen=1&active=false").await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("last administrator"));
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_team_is_added_and_gets_its_members() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let made = browser
            .post("/teams/new", "name=Network&description=Cables")
            .await;
        let place = made.header("location").to_owned();
        let members = format!("{place}/members");
        let unknown = browser.post(&members, "seen=1&add=Nobody").await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.body.contains("There is no such person"));
        for (seen, add) in [(1, "anton+vogel"), (2, "lea%40desk.test")] {
            let added = browser
                .post(&members, &format!("seen={seen}&add={add}"))
                .await;
            assert_eq!(added.status, StatusCode::SEE_OTHER, "{add}");
        }
        let page = browser.get(&place).await.body;
        assert!(page.contains("Anton Vogel") && page.contains("Lea Brandt"));
        let form = format!("seen=3&promote={}", house.lead);
        assert_eq!(
            browser.post(&members, &form).await.status,
            StatusCode::SEE_OTHER
        );
        let lead = house.browser("lea@desk.test").await;
        assert!(browser.get(&place).await.body.contains("name=\"demote\""));
        let outsider = house.browser("anton@desk.test").await;
        let form = format!("seen=4&remove={}", house.agent);
        assert_eq!(
            outsider.post(&members, &form).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            lead.post(&members, &form).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(!browser.get(&place).await.body.contains("Anton Vogel"));
        assert!(browser.get("/teams").await.body.contains("Network"));
        let taken = browser.post("/teams/new", "name=Network").await;
        assert!(taken.body.contains("There is one of this name already."));
    }
}

#[tokio::test]
async fn people_decide_about_their_own_pages() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("rita@desk.test").await;
        let form = "name=Rita+Berg&language=de&zone=Europe%2FBerlin&theme=dark";
        let saved = browser.post("/account", form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let page = browser.get("/account").await.body;
        assert!(
            page.contains("<html lang=\"de\" dir=\"ltr\" data-theme=\"dark\">"),
            "{page}"
        );
        assert!(page.contains("Rita Berg"));
        let theme = browser.post("/account/theme", "theme=light").await;
        assert_eq!(theme.header("location"), "/");
        assert!(
            browser
                .get("/account")
                .await
                .body
                .contains("data-theme=\"light\"")
        );
        let wrong = browser
            .post("/account", "name=Rita&language=de&zone=Mars&theme=dark")
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("Diese Zeitzone gibt es nicht."));
    }
}

#[tokio::test]
async fn a_token_is_shown_once() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("anton@desk.test").await;
        let made = browser
            .post("/account/tokens", "token_name=report&scope=read&expires=30")
            .await;
        let (_, rest) = made
            .body
            .split_once("class=\"secret\">")
            .expect("the token");
        let token = rest.split('<').next().unwrap();
        let me = house.api(token, "GET", "/me", "").await.json();
        let allowed = ["ticket.read", "note.read", "person.read"];
        assert_eq!(me["permissions"], serde_json::json!(allowed));
        let page = browser.get("/account").await.body;
        assert!(page.contains("report") && !page.contains(token));
        let (_, rest) = page.split_once("/account/tokens/").expect("a button");
        let id = rest.split('/').next().unwrap();
        let gone = browser
            .post(&format!("/account/tokens/{id}/revocation"), "")
            .await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert_eq!(
            house.api(token, "GET", "/me", "").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn other_browsers_can_be_signed_out() {
    for backend in backends() {
        let house = House::full(backend).await;
        let here = house.browser("ada@desk.test").await;
        assert!(
            !here
                .get("/account")
                .await
                .body
                .contains("/account/sessions")
        );
        let there = house.browser("ada@desk.test").await;
        assert!(
            here.get("/account")
                .await
                .body
                .contains("/account/sessions")
        );
        here.post("/account/sessions", "").await;
        assert_eq!(here.get("/account").await.status, StatusCode::OK);
        assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    }
}
