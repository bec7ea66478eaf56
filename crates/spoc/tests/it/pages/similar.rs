//! Similar tickets beside one.

use super::Site;
use kernel::ticket::Change;
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn tickets_of_anybody_that_speak_of_the_same_are_found_as_far_as_the_reader_sees_them() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        let ticket = |by, subject| site.desk.incident(by, subject, "x");
        let id = ticket(&cast.rita, "The VPN drops in Leeds every ten minutes").await;
        let same = ticket(&cast.rob, "VPN drops").await;
        let most = ticket(&cast.rob, "Leeds: the VPN drops every morning").await;
        let resolved = ticket(&cast.rita, "Again the VPN in Leeds drops").await;
        let chance = ticket(&cast.rita, "Lunch").await;
        let secret = ticket(&cast.rita, "VPN in Leeds drops secrets").await;
        let hidden = vec![Change::Team(Some(cast.network)), Change::Confidential(true)];
        let hidden = site.desk.change(&cast.anna, secret, hidden).await;
        hidden.expect("it is hidden");
        let code = "solved".into();
        let text = "Restarted.".into();
        let done = vec![Change::Resolve { code, text }];
        let done = site.desk.change(&cast.anna, resolved, done).await;
        done.expect("it is resolved");

        let ben = site.browser(&cast.ben).await;
        let part = ben.page(&format!("/tickets/{id}/similar")).await;
        let found: Vec<&str> = part
            .split("href=\"/tickets/")
            .skip(1)
            .filter_map(|link| link.split('"').next())
            .collect();
        let wanted = [most, resolved, same].map(|id| id.to_string());
        assert_eq!(found, wanted, "{part}");
        assert!(
            !part.contains("Lunch") && !part.contains("secrets"),
            "{part}"
        );
        let page = ben.page(&format!("/tickets/{id}")).await;
        assert!(
            page.contains(&format!("hx-get=\"/tickets/{id}/similar\"")),
            "{page}"
        );
        assert!(
            !page.contains(&format!("/tickets/{most}\"")),
            "it waits until it is asked for"
        );

        let none = ben.page(&format!("/tickets/{chance}/similar")).await;
        assert!(none.contains("None that speaks of the same."), "{none}");
        let rita = site.browser(&cast.rita).await;
        let outside = rita.get(&format!("/tickets/{id}/similar")).await;
        assert_eq!(outside.status, StatusCode::NOT_FOUND);
        let unknown = ben.get(&format!("/tickets/{secret}/similar")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }
}
