//! The API: paging, entity tags, what is refused, and its document.

use super::House;
use crate::queries;
use serde_json::json;
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        let mut names = Vec::new();
        let mut path = "/people?limit=3".to_owned();
        loop {
            let page = house.api(&token, "GET", &path, "").await.json();
            for person in page["items"].as_array().unwrap() {
                names.push(person["name"].as_str().unwrap().to_owned());
            }
            match page["next"].as_str() {
                Some(next) => path = format!("/people?limit=3&after={next}"),
                None => break,
            }
        }
        assert_eq!(
            names,
            ["Ada Miller", "Anton Vogel", "Lea Brandt", "Rita Jäger"]
        );
        let found = house.api(&token, "GET", "/people?q=vog", "").await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_person_is_changed_only_as_seen() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        let new = json!({ "name": "Eve Stone", "email": "eve@desk.test", "role_id": 2 });
        let made = house.api(&token, "POST", "/people", &new.to_string()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let place = made.header("location").to_owned();
        assert_eq!(made.header("etag"), "\"1\"");
        let path = place.strip_prefix("/api/spoc/v1").unwrap();

        let patch = |tag: &'static str| {
            web::axum::http::Request::builder()
                .method("PATCH")
                .uri(&place)
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json")
                .header("if-match", tag)
                .body(web::axum::body::Body::from(
                    r#"{"title":"Engineer","email":null}"#,
                ))
                .unwrap()
        };
        let changed = house.send(patch("\"1\"")).await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
        assert_eq!(changed.header("etag"), "\"2\"");
        assert_eq!(changed.json()["email"], json!(null));
        assert_eq!(
            house.send(patch("\"1\"")).await.status,
            StatusCode::PRECONDITION_FAILED
        );
        let now = house.api(&token, "GET", path, "").await.json();
        assert_eq!(
            (&now["title"], &now["name"]),
            (&json!("Engineer"), &json!("Eve Stone"))
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        let refused = house
            .api(&token, "POST", "/people", r#"{"name":"","role_id":2}"#)
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.json()["errors"][0]["field"], "name");
        for (path, body, status) in [
            ("/people", r#"{"name":"A","role_id":2,"colour":"red"}"#, 422),
            ("/people", r#"{"name":7,"role_id":2}"#, 422),
            ("/people", r#"{"name":"A","role_id":"two"}"#, 422),
            ("/people", "{", 400),
            ("/teams", r#"{"nam":"A"}"#, 422),
        ] {
            let answer = house.api(&token, "POST", path, body).await;
            assert_eq!(answer.status.as_u16(), status, "{body}");
        }
    }
}

#[tokio::test]
async fn places_and_services_are_added_changed_and_listed() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        for (path, new, change) in [
            (
                "/organisations",
                json!({ "name": "Example", "domains": ["Example.com"] }),
                json!({ "active": false }),
            ),
            (
                "/departments",
                json!({ "name": "Sales" }),
                json!({ "name": "Selling" }),
            ),
            (
                "/locations",
                json!({ "name": "Berlin", "time_zone": "Europe/Berlin" }),
                json!({ "time_zone": "UTC" }),
            ),
            (
                "/services",
                json!({ "name": "VPN" }),
                json!({ "owner_id": house.lead }),
            ),
            (
                "/services",
                json!({ "name": "Mail", "owner_id": house.lead }),
                json!({ "owner_id": null }),
            ),
            (
                "/roles",
                json!({ "name": "Night shift", "permissions": ["ticket.read"] }),
                json!({ "permissions": [] }),
            ),
        ] {
            let made = house.api(&token, "POST", path, &new.to_string()).await;
            assert_eq!(made.status, StatusCode::CREATED, "{path} {}", made.body);
            let place = made.header("location").replace("/api/spoc/v1", "");
            let changed = house
                .api(&token, "PATCH", &place, &change.to_string())
                .await;
            assert_eq!(changed.status, StatusCode::OK, "{path} {}", changed.body);
            let got = house.api(&token, "GET", &place, "").await.json();
            for (key, value) in change.as_object().unwrap() {
                assert_eq!(&got[key], value, "{path}");
            }
            let list = house.api(&token, "GET", path, "").await.json();
            assert!(list["items"].as_array().unwrap().contains(&got), "{path}");
            if path != "/departments" {
                let again = house.api(&token, "POST", path, &new.to_string()).await;
                assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
                assert_eq!(again.json()["errors"][0]["field"], "name");
            }
        }
    }
}

#[tokio::test]
async fn a_requester_sees_oneself_and_the_services() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.requester, &[]).await;
        let own = format!("/people/{}", house.requester);
        let other = format!("/people/{}", house.agent);
        for (path, status) in [
            ("/me", StatusCode::OK),
            (own.as_str(), StatusCode::OK),
            ("/services", StatusCode::OK),
            ("/tokens", StatusCode::OK),
            (other.as_str(), StatusCode::NOT_FOUND),
            ("/people", StatusCode::FORBIDDEN),
            ("/teams", StatusCode::FORBIDDEN),
            ("/roles", StatusCode::FORBIDDEN),
            ("/organisations", StatusCode::FORBIDDEN),
        ] {
            assert_eq!(
                house.api(&token, "GET", path, "").await.status,
                status,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_browser_makes_tokens_by_the_api_with_its_csrf_token() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("anton@desk.test").await;
        let csrf = browser.csrf().await;
        for (csrf, body, status) in [
            (
                csrf.as_str(),
                r#"{"name":"t","expires_at":"tomorrow"}"#,
                422,
            ),
            (&csrf, r#"{"name":"t","scopes":["ticket.destroy"]}"#, 422),
            (&csrf, r#"{"name":"t","scopes":["policy.manage"]}"#, 422),
            (
                &csrf,
                r#"{"name":"t","expires_at":"2027-01-31T12:00:00Z"}"#,
                201,
            ),
            ("guess", r#"{"name":"t"}"#, 403),
        ] {
            let request = web::axum::http::Request::builder()
                .method("POST")
                .uri("/api/spoc/v1/tokens")
                .header("cookie", format!("spoc_session={}", browser.secret))
                .header("content-type", "application/json")
                .header("x-csrf-token", csrf)
                .body(web::axum::body::Body::from(body))
                .unwrap();
            let answer = house.send(request).await;
            assert_eq!(answer.status.as_u16(), status, "{body} {}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_token_is_made_once_under_its_key_and_never_shown_again() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("anton@desk.test").await;
        let csrf = browser.csrf().await;
        let mut answers = Vec::new();
        for _ in 0..2 {
            let request = web::axum::http::Request::builder()
                .method("POST")
                .uri("/api/spoc/v1/tokens")
                .header("cookie", format!("spoc_session={}", browser.secret))
                .header("content-type", "application/json")
                .header("x-csrf-token", &csrf)
                .header("idempotency-key", "nightly")
                .body(web::axum::body::Body::from(r#"{"name":"nightly"}"#));
            answers.push(house.send(request.unwrap()).await);
        }
        assert_eq!(answers[0].status.as_u16(), 201, "{}", answers[0].body);
        assert_eq!(answers[1].status.as_u16(), 422, "{}", answers[1].body);
        assert!(answers[1].body.contains("a secret that is not kept"));
        let agent = house.agent;
        let kept = house.directory.read(move |tx| {
            let sql = "SELECT body FROM idempotency_keys WHERE person_id = $1";
            let bodies = tx.query(sql, store::params![agent], |row| row.get::<String>(0))?;
            Ok((queries::list_tokens(tx, agent)?.len(), bodies))
        });
        assert_eq!(kept.await.unwrap(), (1, vec![String::new()]));
    }
}

#[test]
fn the_document_names_every_path() {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 22);
    assert!(paths.keys().all(|path| path.starts_with("/api/spoc/v1/")));
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in [
        "Person",
        "NewPerson",
        "PersonEdit",
        "Team",
        "Service",
        "Role",
        "Token",
    ] {
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn every_body_is_told_which_member_is_wrong_and_what_would_be_right() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.administrator, &[]).await;
        let person = format!("/people/{}", house.agent);
        for (method, path, body, field, wanted) in [
            (
                "POST",
                "/people",
                json!({ "name": "A", "role_id": "two" }),
                "role_id",
                "is “two”; give a whole number",
            ),
            (
                "POST",
                "/people",
                json!({ "role_id": 2 }),
                "name",
                "is missing; it must be given",
            ),
            (
                "PATCH",
                &person,
                json!({ "colour": "red" }),
                "colour",
                "is no member of this; there are name, email,",
            ),
            (
                "PATCH",
                &person,
                json!({ "vip": "yes" }),
                "vip",
                "is “yes”; give true or false",
            ),
            (
                "PATCH",
                &person,
                json!([]),
                "body",
                "is a list; give an object with name, email,",
            ),
            (
                "PATCH",
                "/roles/1",
                json!({ "permissions": "all" }),
                "permissions",
                "is “all”; give a list",
            ),
        ] {
            let answer = house.api(&token, method, path, &body.to_string()).await;
            assert_eq!(
                answer.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{body}: {}",
                answer.body
            );
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let wrong = &answer.json()["errors"][0];
            assert_eq!(wrong["field"], field, "{body}");
            let told = wrong["detail"].as_str().unwrap_or_default();
            assert!(told.starts_with(wanted), "{body}: {told}");
        }
    }
}

#[tokio::test]
async fn a_password_is_changed_by_the_person_at_the_keyboard_alone() {
    for backend in backends() {
        let house = House::full(backend).await;
        let path = "/me/password";
        let change = |current: &str| {
            json!({ "current": current, "password": "snow on the hill" }).to_string()
        };
        let token = house.token(house.agent, &[]).await;
        let refused = house
            .api(&token, "PUT", path, &change(super::PASSWORD))
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);

        let browser = house.browser("anton@desk.test").await;
        let other = house.browser("anton@desk.test").await;
        let put = async |current: &str| {
            let path = format!("/api/spoc/v1{path}");
            let said = [("sec-fetch-site", "same-origin")];
            let mut request = browser.request("PUT", &path, &change(current), &said);
            let json = "application/json".parse().unwrap();
            request.headers_mut().insert("content-type", json);
            house.send(request).await
        };
        for _ in 0..5 {
            let wrong = put("guess").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(wrong.json()["errors"][0]["field"], "current");
        }
        let early = put(super::PASSWORD).await;
        assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(early.header("retry-after"), "15");
        house.pass(15 * kernel::time::SECOND);
        let done = put(super::PASSWORD).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
        let signed = house
            .directory
            .sign_in("anton@desk.test", "snow on the hill", "x")
            .await;
        assert!(signed.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_forgotten_password_is_asked_for_and_chosen_anew_over_the_api() {
    for backend in backends() {
        let house = House::full(backend).await;
        let forgot = async |email: &str| {
            let body = json!({ "email": email }).to_string();
            house.api("", "POST", "/password-resets", &body).await
        };
        let mut answers = Vec::new();
        for email in ["rita@desk.test", "nobody@desk.test"] {
            let answer = forgot(email).await;
            answers.push((answer.status, answer.body));
        }
        assert_eq!(answers[0], (StatusCode::ACCEPTED, String::new()));
        assert_eq!(answers[0], answers[1]);
        for _ in 0..4 {
            assert_eq!(forgot("rita@desk.test").await.status, StatusCode::ACCEPTED);
        }
        assert_eq!(
            forgot("rita@desk.test").await.status,
            StatusCode::TOO_MANY_REQUESTS
        );

        let administrator = house.actor(house.administrator).await;
        let link = house
            .directory
            .password_link(&administrator, house.requester)
            .await
            .unwrap();
        let link = link.rsplit('/').next().unwrap();
        let choose = async |password: &str| {
            let body = json!({ "password": password }).to_string();
            house
                .api("", "PUT", &format!("/password-resets/{link}"), &body)
                .await
        };
        let short = choose("short").await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(short.json()["errors"][0]["field"], "password");
        assert_eq!(
            choose("snow on the hill").await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(
            choose("snow on the hill").await.status,
            StatusCode::NOT_FOUND
        );
        let signed = house
            .directory
            .sign_in("rita@desk.test", "snow on the hill", "x")
            .await;
        assert!(signed.unwrap().is_some());
    }
}
