//! Changes of people, teams and their members are taken back.

use super::House;
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn the_latest_change_of_a_person_is_taken_back_once() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let place = format!("/people/{}", house.requester);
        let form = "seen=1&name=Rita+Rock&email=rita%40desk.test&role=1&zone=UTC";
        let saved = browser.post(&place, form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert!(browser.get(&place).await.body.contains("Rita Rock"));
        let undo = format!("{place}/undo/1");
        let undone = browser.post(&undo, "").await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
        assert!(!browser.get(&place).await.body.contains("Rita Rock"));
        let again = browser.post(&undo, "").await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let out = browser
            .post(&format!("{place}/activity"), "seen=3&active=false")
            .await;
        assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
        let agent = house.browser("anton@desk.test").await;
        let undo = format!("{place}/undo/3");
        assert_ne!(agent.post(&undo, "").await.status, StatusCode::SEE_OTHER);
        let back = browser.post(&undo, "").await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
        assert!(!browser.get(&place).await.body.contains("inactive"));
    }
}

#[tokio::test]
async fn a_team_and_its_members_are_as_they_were() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let made = browser.post("/teams/new", "name=Network").await;
        let place = made.header("location").to_owned();
        let renamed = browser.post(&place, "seen=1&name=Wires").await;
        assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
        let undone = browser.post(&format!("{place}/undo/1"), "").await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
        let page = browser.get(&place).await.body;
        assert!(
            page.contains("Network") && !page.contains("Wires"),
            "{page}"
        );
        let member = format!("href=\"/people/{}\"", house.agent);
        for (place_in_team, is_there) in [("lead", true), ("nothing", false), ("member", true)] {
            let path = format!("{place}/members/{}/{place_in_team}", house.agent);
            let put = browser.post(&path, "").await;
            assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.body);
            let page = browser.get(&place).await.body;
            assert_eq!(page.contains(&member), is_there, "{place_in_team}: {page}");
        }
        let path = format!("{place}/members/{}/owner", house.agent);
        assert_eq!(browser.post(&path, "").await.status, StatusCode::NOT_FOUND);
    }
}
