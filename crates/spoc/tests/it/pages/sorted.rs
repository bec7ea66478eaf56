//! The order that somebody chooses for a view.

use super::Site;
use super::arranging::{in_order, view};
use web::axum::http::header;

#[tokio::test]
async fn the_order_that_somebody_chose_for_a_view_is_kept_for_them() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let mut anna = site.browser(&cast.anna).await;
    let list = format!(
        "/tickets?view={}",
        view(&anna, "Levels", "subject:level").await
    );
    for level in ["3", "1", "2"] {
        let subject = format!("Level {level}");
        let id = site.desk.incident(&cast.rita, &subject, "x").await;
        let fields = [("by", "priority"), ("to", level)];
        anna.post(&format!("/tickets/{id}/lane"), &fields).await;
    }
    let by_priority = ["Level 1", "Level 2", "Level 3"];
    let sorted = format!("{list}&sort=priority");
    let linked = anna.get(&sorted).await;
    let cookies = linked.headers.get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
    let kept = cookies.any(|cookie| cookie.starts_with("spoc_sorts="));
    assert!(!kept, "a link chooses nothing");
    let here = format!("http://desk.test{list}");
    let chosen = anna
        .get_with(&sorted, Some(("referer", here.as_str())))
        .await;
    in_order(&chosen.body, &by_priority);
    let cookies = chosen.headers.get_all(header::SET_COOKIE).iter();
    let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
    let kept = cookies
        .find(|cookie| cookie.starts_with("spoc_sorts="))
        .expect("it is remembered");
    let kept = kept.split(';').next().expect("a cookie");
    in_order(&anna.page(&list).await, &["Level 2", "Level 1", "Level 3"]);
    anna.cookie.push_str(&format!("; {kept}"));
    in_order(&anna.page(&list).await, &by_priority);
    // Turned round, and then back to the view's own order.
    let turned = anna.page(&format!("{list}&sort=lowest")).await;
    assert!(turned.contains("&#38;sort=own"), "{turned}");
    let here = format!("http://desk.test{list}&sort=lowest");
    let back = format!("{list}&sort=own");
    let back = anna.get_with(&back, Some(("referer", here.as_str()))).await;
    in_order(&back.body, &["Level 2", "Level 1", "Level 3"]);
    assert!(
        back.header(header::SET_COOKIE).starts_with("spoc_sorts=;"),
        "nothing is kept"
    );
}
