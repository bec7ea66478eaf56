//! Sessions, the protection of forms, passwords and links.

use super::{House, PASSWORD, anonymous};
use crate::{Error, TokenRequest, actions, model::PersonEdit, queries};
use kernel::time::{DAY, HOUR, MINUTE, SECOND};
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn without_a_session_pages_lead_to_sign_in_and_the_api_refuses() {
    for backend in backends() {
        let house = House::full(backend).await;
        let page = house.send(anonymous("/people?q=a&role=2", "")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(
            page.header("location"),
            "/sign-in?next=/people%3Fq%3Da%26role%3D2"
        );
        let api = house.send(anonymous("/api/spoc/v1/me", "")).await;
        assert_eq!(api.status, StatusCode::UNAUTHORIZED);
        assert_eq!(api.header("content-type"), "application/problem+json");
        let made_up = house.api("spoc_nonsense", "GET", "/me", "").await;
        assert_eq!(made_up.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_request_that_changes_something_must_come_from_our_own_page() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let csrf = browser.csrf().await;
        let form = format!("csrf={csrf}&seen=0&name=Network");
        let same = ("sec-fetch-site", "same-origin");
        for (form, headers, status) in [
            (form.as_str(), &[][..], StatusCode::FORBIDDEN),
            (
                &form,
                &[("sec-fetch-site", "cross-site")],
                StatusCode::FORBIDDEN,
            ),
            (
                &form,
                &[("origin", "https://evil.example")],
                StatusCode::FORBIDDEN,
            ),
            (&form, &[("x-csrf-token", "guess")], StatusCode::FORBIDDEN),
            ("csrf=guess&name=Network", &[same], StatusCode::FORBIDDEN),
            ("csrf=&name=Network", &[same], StatusCode::FORBIDDEN),
            (&form, &[same], StatusCode::SEE_OTHER),
        ] {
            let answer = browser.post_bare("/teams/new", form, headers).await;
            assert_eq!(answer.status, status, "{headers:?} {form}");
        }
        let with_header = browser
            .post_bare(
                "/teams/new",
                &form.replace("Network", "Mail"),
                &[("x-csrf-token", &csrf)],
            )
            .await;
        assert_eq!(with_header.status, StatusCode::SEE_OTHER);
        let our_origin = browser
            .post_bare(
                "/teams/new",
                &form.replace("Network", "Web"),
                &[("origin", "http://desk.test")],
            )
            .await;
        assert_eq!(our_origin.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        let out = browser.post("/sign-out", "").await;
        assert_eq!(out.session().as_deref(), Some(""));
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_a_month_anyway() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let idle = house.browser("lea@desk.test").await;
        for _ in 0..4 {
            house.pass(6 * DAY);
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        }
        assert_eq!(idle.get("/account").await.status, StatusCode::SEE_OTHER);
        house.pass(6 * DAY);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        house.directory.forget_ended().await.unwrap();
    }
}

#[tokio::test]
async fn what_a_session_may_do_changes_at_once() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("anton@desk.test").await;
        assert_eq!(browser.get("/people").await.status, StatusCode::OK);
        let (actor, agent, now) = (
            house.actor(house.administrator).await,
            house.agent,
            house.directory.now(),
        );
        house
            .directory
            .write(move |tx| {
                let edit = PersonEdit {
                    active: Some(false),
                    ..PersonEdit::default()
                };
                actions::edit_person(tx, &actor, now, agent, None, &edit)
            })
            .await
            .unwrap();
        assert_eq!(browser.get("/people").await.status, StatusCode::SEE_OTHER);
        let again = house
            .directory
            .sign_in("anton@desk.test", PASSWORD, "x")
            .await;
        assert_eq!(again.unwrap(), None);
    }
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    for backend in backends() {
        let house = House::full(backend).await;
        let browser = house.browser("ada@desk.test").await;
        let other = house.browser("ada@desk.test").await;
        let wrong = browser
            .post("/account/password", "current=guess&password=a+long+new+one")
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("not your present password"));
        let weak = browser
            .post(
                "/account/password",
                "current=rain+on+the+roof&password=password123",
            )
            .await;
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = browser
            .post(
                "/account/password",
                "current=rain+on+the+roof&password=snow+on+the+hill",
            )
            .await;
        assert_eq!(right.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
        let old = house
            .directory
            .sign_in("ada@desk.test", PASSWORD, "x")
            .await;
        assert_eq!(old.unwrap(), None);
    }
}

#[tokio::test]
async fn a_link_works_once_and_for_an_hour() {
    for backend in backends() {
        let house = House::full(backend).await;
        let administrator = house.actor(house.administrator).await;
        let link = async || {
            let link = house
                .directory
                .password_link(&administrator, house.requester);
            let link = link.await.unwrap();
            link.strip_prefix("http://desk.test").unwrap().to_owned()
        };
        let form = "password=snow+on+the+hill&again=snow+on+the+hill";
        let late = link().await;
        house.pass(HOUR);
        assert_eq!(
            house.send(anonymous(&late, form)).await.status,
            StatusCode::NOT_FOUND
        );

        let first = link().await;
        let second = link().await;
        let replaced = house.send(anonymous(&first, form)).await;
        assert_eq!(replaced.status, StatusCode::NOT_FOUND);
        let differs = form.replace("&again=snow", "&again=rain");
        let differs = house.send(anonymous(&second, &differs)).await;
        assert_eq!(differs.status, StatusCode::UNPROCESSABLE_ENTITY);
        let used = house.send(anonymous(&second, form)).await;
        assert_eq!(used.header("location"), "/sign-in");
        let again = house.send(anonymous(&second, form)).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let signed = house
            .directory
            .sign_in("rita@desk.test", "snow on the hill", "x")
            .await;
        assert!(signed.unwrap().is_some());
    }
}

#[tokio::test]
async fn nobody_makes_a_link_for_somebody_who_may_do_more() {
    for backend in backends() {
        let house = House::full(backend).await;
        let mut actor = house.actor(house.administrator).await;
        actor.permissions = kernel::Permission::ALL
            .iter()
            .copied()
            .filter(|permission| *permission != kernel::Permission::PolicyManage)
            .collect();
        let refused = house
            .directory
            .password_link(&actor, house.administrator)
            .await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert!(
            house
                .directory
                .password_link(&actor, house.agent)
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn forgetting_a_password_is_answered_the_same_for_everybody() {
    for backend in backends() {
        let house = House::full(backend).await;
        let known = house
            .send(anonymous("/password/forgot", "email=ada%40desk.test"))
            .await;
        let unknown = house
            .send(anonymous("/password/forgot", "email=no%40desk.test"))
            .await;
        assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    }
}

#[tokio::test]
async fn a_token_allows_what_both_its_scopes_and_its_person_allow() {
    for backend in backends() {
        let house = House::full(backend).await;
        let narrow = house.token(house.administrator, &["person.read"]).await;
        assert_eq!(
            house.api(&narrow, "GET", "/people", "").await.status,
            StatusCode::OK
        );
        let made = house
            .api(&narrow, "POST", "/teams", r#"{"name":"X"}"#)
            .await;
        assert_eq!(made.status, StatusCode::FORBIDDEN);
        let proud = house
            .token(house.requester, &["person.read", "team.manage"])
            .await;
        assert_eq!(
            house.api(&proud, "GET", "/people", "").await.status,
            StatusCode::FORBIDDEN
        );
        let me = house.api(&narrow, "GET", "/me", "").await.json();
        assert_eq!(me["permissions"], serde_json::json!(["person.read"]));
        let child = house
            .api(&narrow, "POST", "/tokens", r#"{"name":"child"}"#)
            .await;
        assert_eq!(
            child.status,
            StatusCode::FORBIDDEN,
            "a token makes no tokens"
        );
    }
}

#[tokio::test]
async fn a_token_ends_when_it_expires_or_is_revoked() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.agent).await;
        let request = |name: &str, expires_at| TokenRequest {
            name: name.to_owned(),
            scopes: Vec::new(),
            expires_at,
        };
        let past = Some(house.directory.now().plus(-SECOND));
        let refused = house
            .directory
            .create_token(&actor, house.agent, request("late", past))
            .await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        let foreign = house
            .directory
            .create_token(&actor, house.lead, request("x", None))
            .await;
        assert!(matches!(foreign, Err(Error::NotFound)));

        let soon = Some(house.directory.now().plus(MINUTE));
        let made = house
            .directory
            .create_token(&actor, house.agent, request("short", soon))
            .await;
        let (_, short) = made.unwrap();
        let made = house
            .directory
            .create_token(&actor, house.agent, request("long", None))
            .await;
        let (id, long) = made.unwrap();
        assert!(long.starts_with("spoc_"));
        assert_eq!(
            house.api(&short, "GET", "/me", "").await.status,
            StatusCode::OK
        );
        house.pass(MINUTE + 6 * SECOND);
        assert_eq!(
            house.api(&short, "GET", "/me", "").await.status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(
            house.api(&long, "GET", "/me", "").await.status,
            StatusCode::OK
        );
        house.directory.revoke_token(&actor, id).await.unwrap();
        assert_eq!(
            house.api(&long, "GET", "/me", "").await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn secrets_are_kept_as_hashes_alone() {
    for backend in backends() {
        let house = House::full(backend).await;
        let token = house.token(house.agent, &[]).await;
        let browser = house.browser("ada@desk.test").await;
        let secret = browser.secret.clone();
        let found = house
            .directory
            .read(move |tx| {
                Ok((
                    queries::find_session(tx, &secret)?,
                    queries::find_token(tx, &token, kernel::Timestamp(0))?,
                ))
            })
            .await
            .unwrap();
        assert!(found.0.is_none() && found.1.is_none());
    }
}
