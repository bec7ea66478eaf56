//! What those who asked read of tickets that are not worked on any more: merged into another, or cancelled.

use super::Site;
use super::visitor::{get, open_to_all, post};
use kernel::ticket::Change;
use testkit::backends;

#[tokio::test]
async fn what_became_a_part_of_another_ticket_says_where_it_goes_on() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let (desk, cast) = (&site.desk, &site.desk.cast);
        let first = desk.incident(&cast.rita, "The VPN drops", "").await;
        let again = desk.incident(&cast.rita, "No VPN again", "").await;
        let anna = site.browser(&cast.anna).await;
        let into = first.to_string();
        let merge = [("into", into.as_str())];
        anna.post(&format!("/tickets/{again}/merge"), &merge)
            .await
            .leads_to();
        let rita = site.browser(&cast.rita).await;
        let page = rita.page(&format!("/my/tickets/{again}")).await;
        let told = format!("It goes on in #{first}:");
        let link = format!("<a href=\"/my/tickets/{first}\">The VPN drops</a>");
        assert!(page.contains(&told) && page.contains(&link), "{page}");
        for wrong in ["no longer needed", "Withdrawn", "Cancelled"] {
            assert!(!page.contains(wrong), "{wrong}: {page}");
        }
        let list = rita.page("/my/tickets?show=done").await;
        assert!(
            list.contains("Merged") && !list.contains("Withdrawn"),
            "{list}"
        );
    }
}

#[tokio::test]
async fn by_a_link_it_goes_on_elsewhere_without_a_word_of_the_other_ticket() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let cast = &site.desk.cast;
        let first = site.desk.incident(&cast.rita, "Secret matter", "").await;
        let asked = [
            ("name", "Somebody"),
            ("email", "rita@spoc.example"),
            ("subject", "The door is locked"),
        ];
        let filed = post(&site, "/ask", &asked).await;
        let (link, _) = filed.leads_to().split_once('?').expect("a link");
        let marked = site
            .desk
            .list(&cast.anna, "tag:unverified-address")
            .await
            .expect("a list");
        let id = marked.first().expect("it is marked").id;
        let anna = site.browser(&cast.anna).await;
        let into = first.to_string();
        let merge = [("into", into.as_str())];
        anna.post(&format!("/tickets/{id}/merge"), &merge)
            .await
            .leads_to();
        let page = get(&site, link).await.body;
        assert!(page.contains("together with another question"), "{page}");
        let other = format!("/my/tickets/{first}");
        for wrong in ["no longer needed", "Secret matter", other.as_str()] {
            assert!(!page.contains(wrong), "{wrong}: {page}");
        }
    }
}

#[tokio::test]
async fn what_the_desk_cancels_nobody_has_withdrawn() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let (desk, cast) = (&site.desk, &site.desk.cast);
        let id = desk.incident(&cast.rita, "Old printer", "").await;
        let text = String::new();
        desk.change(&cast.anna, id, vec![Change::Cancel { text }])
            .await
            .expect("it is cancelled");
        let rita = site.browser(&cast.rita).await;
        let page = rita.page(&format!("/my/tickets/{id}")).await;
        for said in ["Cancelled", "do not go on with this", "</b> cancelled it"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        for wrong in ["Withdrawn", "no longer needed", "withdrew"] {
            assert!(!page.contains(wrong), "{wrong}: {page}");
        }
        let list = rita.page("/my/tickets?show=done").await;
        assert!(
            list.contains("Cancelled") && !list.contains("Withdrawn"),
            "{list}"
        );
    }
}
