//! Signing in, failing to, and the first run.

use super::{House, PASSWORD, anonymous};
use crate::Error;
use kernel::time::{MINUTE, SECOND};
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn the_right_password_brings_a_session_and_the_way_on() {
    for backend in backends() {
        let house = House::full(backend).await;
        let form = "email=ADA%40desk.test&password=rain+on+the+roof&next=%2Fpeople%3Fq%3Da";
        let answer = house.send(anonymous("/sign-in", form)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location"), "/people?q=a");
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Secure"), "plain http: {cookie}");
        assert_eq!(answer.session().unwrap().len(), 43);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    for backend in backends() {
        let house = House::full(backend).await;
        let mut pages = Vec::new();
        for email in ["ada%40desk.test", "nob%40desk.test"] {
            let form = format!("email={email}&password=wrong+password");
            let answer = house.send(anonymous("/sign-in", &form)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(answer.session(), None);
            pages.push(answer.body.replace("ada@desk.test", "nob@desk.test"));
        }
        assert_eq!(pages[0], pages[1]);
    }
}

#[tokio::test]
async fn the_way_on_never_leads_to_another_site() {
    for backend in backends() {
        let house = House::full(backend).await;
        for next in [
            "https%3A%2F%2Fevil.example",
            "%2F%2Fevil.example",
            "%2Fsign-in",
            "",
        ] {
            let form = format!("email=ada%40desk.test&password=rain+on+the+roof&next={next}");
            let answer = house.send(anonymous("/sign-in", &form)).await;
            assert_eq!(answer.header("location"), "/", "{next}");
        }
    }
}

#[tokio::test]
async fn a_foreign_page_cannot_sign_anybody_in() {
    for backend in backends() {
        let house = House::full(backend).await;
        let mut request = anonymous(
            "/sign-in",
            "email=ada%40desk.test&password=rain+on+the+roof",
        );
        let origin = "https://evil.example".parse().unwrap();
        request.headers_mut().insert("origin", origin);
        assert_eq!(house.send(request).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn after_five_failures_even_the_right_password_has_to_wait() {
    for backend in backends() {
        let house = House::full(backend).await;
        let sign_in = async |email: &str, password: &str| {
            house.directory.sign_in(email, password, "10.0.0.9").await
        };
        for email in ["ada@desk.test", "nobody@desk.test"] {
            for _ in 0..5 {
                assert!(matches!(sign_in(email, "guess").await, Ok(None)));
            }
            let refused = sign_in(email, PASSWORD).await;
            assert!(matches!(refused, Err(Error::TooMany(15))), "{refused:?}");
        }
        assert!(sign_in("lea@desk.test", PASSWORD).await.unwrap().is_some());
        house.pass(15 * SECOND);
        assert!(sign_in("ada@desk.test", PASSWORD).await.unwrap().is_some());
        assert!(matches!(sign_in("ada@desk.test", "typo").await, Ok(None)));
        assert!(sign_in("ada@desk.test", PASSWORD).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn one_address_cannot_try_every_account() {
    for backend in backends() {
        let house = House::full(backend).await;
        let sign_in = async |index: usize, address: &str| {
            let email = format!("guess{index}@desk.test");
            house.directory.sign_in(&email, "123456", address).await
        };
        for index in 0..20 {
            assert!(matches!(sign_in(index, "10.0.0.8").await, Ok(None)));
        }
        assert!(matches!(
            sign_in(21, "10.0.0.8").await,
            Err(Error::TooMany(_))
        ));
        assert!(matches!(sign_in(21, "10.0.0.7").await, Ok(None)));
        house.pass(15 * MINUTE);
        assert!(matches!(sign_in(22, "10.0.0.8").await, Ok(None)));
    }
}

#[tokio::test]
async fn the_desk_is_set_up_once_and_only_with_the_code() {
    for backend in backends() {
        let house = House::empty(backend).await;
        assert_eq!(
            house
                .send(anonymous("/sign-in", ""))
                .await
                .header("location"),
            "/set-up"
        );
        let form = |code: &str| {
            format!(
                "code={code}&organisation=Example&name=Ada&email=ada%40example.com\
             &password=rain+on+the+roof&language=de&zone=Europe%2FBerlin"
            )
        };
        let early = house.send(anonymous("/set-up", &form("AAAA"))).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "no code was made yet");

        let code = house.directory.begin_set_up().await.unwrap().unwrap();
        let wrong = house.send(anonymous("/set-up", &form("AAAA-BBBB"))).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("This is not the code"));
        let right = house
            .send(anonymous("/set-up", &form(&code.to_lowercase())))
            .await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.body);
        assert!(right.session().is_some());

        for form in [String::new(), form(&code)] {
            let again = house.send(anonymous("/set-up", &form)).await;
            assert_eq!(again.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(house.directory.begin_set_up().await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_set_up_form_is_shown_to_those_alone_who_have_the_code() {
    for backend in backends() {
        let house = House::empty(backend).await;
        let code = house.directory.begin_set_up().await.unwrap().unwrap();
        let get = async |path: &str| house.send(anonymous(path, "")).await;

        let bare = get("/set-up").await;
        assert_eq!(bare.status, StatusCode::OK);
        assert!(bare.body.contains("name=\"code\""), "{}", bare.body);
        assert!(!bare.body.contains("name=\"email\""), "{}", bare.body);
        assert!(bare.body.contains("where it was started"), "{}", bare.body);

        let wrong = get("/set-up?code=AAAA-BBBB").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("This is not the code"));
        assert!(!wrong.body.contains("name=\"email\""), "{}", wrong.body);

        let right = get(&format!("/set-up?code={}", code.to_lowercase())).await;
        assert_eq!(right.status, StatusCode::OK, "{}", right.body);
        assert!(right.body.contains("name=\"email\""), "{}", right.body);
        // What a page asks for tells where it was asked from: not here, where the address is a secret.
        assert_eq!(right.header("referrer-policy"), "strict-origin");
        assert_eq!(wrong.header("referrer-policy"), "strict-origin");
    }
}

#[tokio::test]
async fn guessing_the_code_in_the_address_is_throttled() {
    for backend in backends() {
        let house = House::empty(backend).await;
        let code = house.directory.begin_set_up().await.unwrap().unwrap();
        let get = async |code: &str| {
            let path = format!("/set-up?code={code}");
            house.send(anonymous(&path, "")).await
        };
        for _ in 0..5 {
            assert_eq!(get("X").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let early = get(&code).await;
        assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(early.header("retry-after"), "15");
        assert!(early.body.contains("Please wait 15 seconds"));
        assert!(!early.body.contains("name=\"email\""), "{}", early.body);
        house.pass(15 * SECOND);
        assert_eq!(get(&code).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn guessing_the_code_is_throttled() {
    for backend in backends() {
        let house = House::empty(backend).await;
        house.directory.begin_set_up().await.unwrap();
        let form = "code=X&organisation=E&name=A&email=a%40b.c&password=rain+on+the+roof&zone=UTC";
        for _ in 0..5 {
            let answer = house.send(anonymous("/set-up", form)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let answer = house.send(anonymous("/set-up", form)).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.header("retry-after"), "15");
        assert!(
            answer.body.contains("Please wait 15 seconds"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn whoever_has_the_code_may_choose_a_password_as_often_as_it_takes() {
    for backend in backends() {
        let house = House::empty(backend).await;
        let code = house.directory.begin_set_up().await.unwrap().unwrap();
        let set_up = async |code: &str, password: &str| {
            let form = format!(
                "code={code}&organisation=E&name=A&email=a%40example.com&password={password}&zone=UTC"
            );
            house.send(anonymous("/set-up", &form)).await
        };
        for _ in 0..4 {
            let guessed = set_up("X", "short").await;
            assert_eq!(guessed.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        for _ in 0..25 {
            let short = set_up(&code, "short").await;
            assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let done = set_up(&code, "rain+on+the+roof").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
}

#[tokio::test]
async fn who_must_wait_is_told_how_long() {
    for backend in backends() {
        let house = House::full(backend).await;
        let sign_in = async || {
            let form = "email=ada%40desk.test&password=guess";
            house.send(anonymous("/sign-in", form)).await
        };
        for _ in 0..5 {
            assert_eq!(sign_in().await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        for (secs, told) in [
            (15, "Please wait 15 seconds before"),
            (30, "Please wait 30 seconds before"),
            (60, "Please wait 60 seconds before"),
            (120, "Please wait 2 minutes before"),
            (240, "Please wait 4 minutes before"),
            (480, "Please wait 8 minutes before"),
            (900, "Please wait 15 minutes before"),
        ] {
            let refused = sign_in().await;
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(refused.header("retry-after"), secs.to_string());
            assert!(refused.body.contains(told), "{secs}: {}", refused.body);
            house.pass(secs * SECOND);
            assert_eq!(sign_in().await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
}
