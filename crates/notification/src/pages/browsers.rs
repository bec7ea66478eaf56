//! The browsers that somebody wants to be told by.

use super::me;
use crate::push::{self, BrowserKeys, Endpoint};
use crate::queries::push::{self as rows, NewBrowser};
use directory::SignedIn;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::axum::http::StatusCode;
use web::axum::http::header::USER_AGENT;
use web::axum::response::{IntoResponse, Response};
use web::reply::see_other;
use web::{Error, Flash, Form, Path, Result};
use work::Floor;

/// What a browser says of itself.
#[derive(Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    endpoint: String,
    #[serde(default)]
    point: String,
    #[serde(default)]
    auth: String,
}

/// `POST /notifications/browsers`: this browser is to tell.
pub(super) async fn add(
    State(floor): State<Floor>,
    signed: SignedIn,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let (person, now) = (me(&signed)?, floor.desk.clock().now());
    let session_hash = signed.session().ok_or_else(Error::forbidden)?;
    if BrowserKeys::read(&sent.point, &sent.auth).is_none() {
        return Err(Error::bad_request(
            "point, auth: take them from the browser",
        ));
    }
    let agent = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let new = NewBrowser {
        person,
        session_hash,
        endpoint: sent.endpoint,
        point: sent.point,
        auth: sent.auth,
        device: device(agent.unwrap_or_default()),
    };
    let keeping = floor.desk.store().write(move |tx| {
        let known =
            push::is_allowed(tx)? && Endpoint::read(&new.endpoint, &push::own(tx)?).is_some();
        if known {
            rows::keep_browser(tx, &new, now)?;
        }
        Ok::<_, work::Error>(known)
    });
    let back = see_other("/notifications/settings");
    let texts = signed.texts;
    Ok(match keeping.await? {
        true => Flash::done(texts.t("push-added")).on(back),
        false => Flash::failed(texts.t("push-unknown")).on(back),
    })
}

/// `POST /notifications/browsers/going-on`: somebody signed in again in a browser that told them before. Says
/// nothing of whether it did.
pub(super) async fn go_on(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let person = me(&signed)?;
    let session = signed.session().ok_or_else(Error::forbidden)?;
    let going_on = floor
        .desk
        .store()
        .write(move |tx| rows::go_on(tx, person, &sent.endpoint, &session));
    going_on.await.map_err(work::Error::from)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /notifications/browsers/{id}/removal`
pub(super) async fn remove(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let person = me(&signed)?;
    let forgetting = floor
        .desk
        .store()
        .write(move |tx| rows::forget_browser(tx, person, id));
    forgetting.await.map_err(work::Error::from)?;
    let said = Flash::done(signed.texts.t("push-removed"));
    Ok(said.on(see_other("/notifications/settings")))
}

/// What people call such a browser: its name and what it runs on.
fn device(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    // The more particular first: most browsers say that they are others, too.
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_called_as_people_call_it() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Mobile/15E Safari/604.1",
                "Safari, iPhone",
            ),
            ("curl/8", ""),
        ] {
            assert_eq!(device(agent), expected, "{agent}");
        }
    }
}
