//! Two who change one person or one team at the same time.

use super::House;
use serde_json::{Value, json};
use testkit::backends;
use web::axum::http::StatusCode;

/// The value that a form shows in a field.
fn shown(page: &str, field: &str) -> String {
    let mark = format!("name=\"{field}\"");
    let (_, rest) = page.split_once(&mark).expect("the field");
    let (tag, _) = rest.split_once('>').expect("its end");
    let value = tag.split_once("value=\"").map(|(_, rest)| rest);
    let value = value.and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn who_change_different_fields_of_a_person_both_win_and_the_form_shows_both() {
    for backend in backends() {
        let house = House::full(backend).await;
        let ada = house.browser("ada@desk.test").await;
        let made = ada
            .post(
                "/people/new",
                "name=Eve+Stone&email=eve%40desk.test&role=2&zone=UTC&phone=1",
            )
            .await;
        let place = made.header("location").to_owned();
        // Both have seen version 1: one moves her to another phone, the other gives her a title.
        let form = "seen=1&name=Eve+Stone&email=eve%40desk.test&role=2&zone=UTC";
        for change in ["phone=2", "phone=1&title=Engineer"] {
            let saved = ada.post(&place, &format!("{form}&{change}")).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        }
        let page = ada.get(&place).await.body;
        assert_eq!(
            (shown(&page, "phone"), shown(&page, "title")),
            ("2".into(), "Engineer".into())
        );
        // A third has seen version 1, too: a new phone clashes, the language does not, the title stays.
        let third = format!("{form}&phone=3&language=de");
        let told = ada.post(&place, &third).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        let text = "Ada Miller has changed this to “2” meanwhile. Save again if it is to be “3”.";
        assert!(told.body.contains(text), "{}", told.body);
        let again = ["seen", "phone", "title"].map(|field| shown(&told.body, field));
        assert_eq!(again, ["3", "3", "Engineer"]);
        assert!(told.body.contains("value=\"de\" selected"), "{}", told.body);
        let saved = ada
            .post(
                &place,
                "seen=3&name=Eve+Stone&email=eve%40desk.test&role=2&zone=UTC&phone=3&title=Engineer",
            )
            .await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        assert_eq!(shown(&ada.get(&place).await.body, "phone"), "3");
    }
}

#[tokio::test]
async fn what_a_person_prefers_meanwhile_is_kept_by_who_changes_something_else() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        let path = format!("/people/{}", house.requester);
        let before = house.api(&token, "GET", &path, "").await.json();
        let rita = house.browser("rita@desk.test").await;
        let form = "name=Rita+Berg&language=de&zone=Europe%2FBerlin&theme=dark";
        assert_eq!(
            rita.post("/account", form).await.status,
            StatusCode::SEE_OTHER
        );
        let edit = json!({ "seen": before["version"], "time_zone": before["time_zone"],
            "locale": before["locale"], "title": "Buyer" });
        let merged = house.api(&token, "PATCH", &path, &edit.to_string()).await;
        assert_eq!(merged.status, StatusCode::OK, "{}", merged.body);
        let now = merged.json();
        assert_eq!(
            (&now["locale"], &now["time_zone"], &now["title"]),
            (&json!("de"), &json!("Europe/Berlin"), &json!("Buyer"))
        );
    }
}

#[tokio::test]
async fn who_change_one_field_of_a_team_by_the_api_are_told_which_and_by_whom() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        let new = json!({ "name": "Network", "description": "Cables" }).to_string();
        let made = house.api(&token, "POST", "/teams", &new).await.json();
        let path = format!("/teams/{}", made["id"]);
        let send = async |edit: Value| house.api(&token, "PATCH", &path, &edit.to_string()).await;
        // A member more is a newer version of the team and stands in nobody's way.
        let member = format!("{path}/members/{}", house.agent);
        let added = house.api(&token, "PUT", &member, "{\"lead\":false}").await;
        assert_eq!(added.status, StatusCode::NO_CONTENT);
        let renamed = send(json!({ "seen": 1, "name": "Networks" })).await;
        assert_eq!(renamed.status, StatusCode::OK, "{}", renamed.body);
        let described = send(json!({ "seen": 1, "name": "Network", "description": "Air" })).await;
        let now = described.json();
        assert_eq!(
            (&now["name"], &now["description"]),
            (&json!("Networks"), &json!("Air"))
        );
        let late = send(json!({ "seen": 1, "name": "Wires", "active": false })).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let problem = late.json();
        let error = &problem["errors"][0];
        assert_eq!(error["field"], "name", "{problem}");
        let detail = error["detail"].as_str().expect("a text");
        for said in ["Ada Miller", "“Networks”", "“Wires”"] {
            assert!(detail.contains(said), "{said} in {detail}");
        }
        let now = house.api(&token, "GET", &path, "").await.json();
        assert_eq!(now["active"], true, "all of it or nothing");
        let unheard_of = send(json!({ "seen": 99, "name": "Wires" })).await;
        assert_eq!(unheard_of.status, StatusCode::PRECONDITION_FAILED);
    }
}
