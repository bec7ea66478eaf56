//! Whoever looks at a ticket has read what they were told of it.

use super::Pages;
use directory::{SignedIn, Via};
use kernel::TicketId;
use store::Tx;
use web::Result;
use web::axum::http::{HeaderMap, HeaderName};

const HX_TARGET: HeaderName = HeaderName::from_static("hx-target");
const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
/// The pane beside a list: whoever goes down the list passes by many tickets.
const PANE: &str = "peek";

impl Pages {
    /// Marks as read what somebody was told of a ticket, because its page is shown to them; answers them as they are
    /// then. It writes only where there is something.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn looked_at(
        &self,
        signed: SignedIn,
        ticket: TicketId,
        headers: &HeaderMap,
    ) -> Result<SignedIn> {
        let (Some(unread), Some(me)) = (signed.site.unread(), signed.actor.person) else {
            return Ok(signed);
        };
        // A script with a token reads nothing for anybody.
        let looks = signed.via == Via::Session && is_looked_at(headers);
        if !looks || signed.has_unread() == Some(false) {
            return Ok(signed);
        }
        let is_any = move |tx: &Tx<'_>| (unread.is_any_of)(tx, me, ticket);
        let is_any: store::Result<bool> = self.desk.store().read(is_any).await;
        if !is_any.map_err(crate::Error::from)? {
            return Ok(signed);
        }
        let (actor, off) = (signed.actor.clone(), signed.off());
        let now = self.desk.clock().now();
        let read = move |tx: &Tx<'_>| {
            (unread.read)(tx, me, ticket, now)?;
            (unread.count)(tx, &actor, &off)
        };
        let left: store::Result<i64> = self.desk.store().write(read).await;
        let left = left.map_err(crate::Error::from)?;
        self.live.tell(me, unread.name);
        Ok(signed.with_unread(left))
    }
}

/// Whether somebody has the page before them: nobody does what a browser fetches in advance.
fn is_looked_at(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    text(&HX_TARGET) != PANE && !text(&SEC_PURPOSE).contains("prefetch")
}

#[cfg(test)]
mod tests {
    use super::is_looked_at;
    use web::axum::http::HeaderMap;

    #[test]
    fn nobody_looks_at_what_is_fetched_in_advance_or_passed_by() {
        let with = |name: &'static str, value: &str| {
            let value = value.parse().expect("a header");
            HeaderMap::from_iter([(name.parse().expect("a name"), value)])
        };
        assert!(is_looked_at(&HeaderMap::new()));
        assert!(is_looked_at(&with("hx-target", "timeline")), "a refresh");
        assert!(!is_looked_at(&with("hx-target", "peek")));
        assert!(!is_looked_at(&with("sec-purpose", "prefetch;prerender")));
    }
}
