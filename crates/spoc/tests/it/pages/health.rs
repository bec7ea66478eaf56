//! How well services work, said by agents and read by everybody.

use super::Site;
use store::params;
use web::axum::http::StatusCode;

#[tokio::test]
async fn what_an_agent_says_of_a_service_everybody_reads_until_it_is_said_to_be_over() {
    let site = Site::new().await;
    let sql = "INSERT INTO services (name, description, active) VALUES ($1, '', 1) RETURNING id";
    let add = |tx: &store::Tx<'_>| tx.one::<i64>(sql, params!["Email"]);
    let service = site.desk.store.write(add).await.expect("a service");
    let service = service.to_string();
    let (anna, rita) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.rita).await,
    );
    assert!(!rita.page("/my").await.contains("How our services are"));
    let bad = [
        ("service", service.as_str()),
        ("health", "outage"),
        ("text", "Nobody gets <mail>"),
    ];
    let refused = rita.post("/services/health", &bad).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    anna.post("/services/health", &bad).await.leads_to();
    let home = rita.page("/my").await;
    assert!(
        home.contains("Down") && home.contains("Nobody gets &#60;mail&#62;"),
        "{home}"
    );
    assert!(rita.page("/my/answers?q=ema").await.contains("Nobody gets"));
    let long = "x".repeat(501);
    let long = [
        ("service", service.as_str()),
        ("health", "outage"),
        ("text", &long),
    ];
    let refused = anna.post("/services/health", &long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let good = [
        ("service", service.as_str()),
        ("health", "operational"),
        ("text", ""),
    ];
    anna.post("/services/health", &good).await.leads_to();
    assert!(!rita.page("/my/answers?q=ema").await.contains("Nobody gets"));
    let history = anna.page("/services/health").await;
    assert!(history.contains("Nobody gets &#60;mail&#62;") && history.contains("Anna"));
    let worse = anna.post("/services/health", &bad).await;
    worse.leads_to();
    let undo = worse.undo().replace("%2F", "/");
    assert!(rita.page("/my/answers?q=ema").await.contains("Nobody gets"));
    anna.post(&undo, &[]).await.leads_to();
    assert!(!rita.page("/my/answers?q=ema").await.contains("Nobody gets"));
    let late = anna.post(&undo, &[]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let unknown = [("service", "9999"), ("health", "outage"), ("text", "")];
    let unknown = anna.post("/services/health", &unknown).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
