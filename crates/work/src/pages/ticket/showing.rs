//! How the timeline of a ticket is shown: as it is asked for, else as it was the last time.

use super::super::address::with;
use super::{Asked, Onwards, View};
use crate::screens::ticket::TimelineView;
use kernel::TicketId;
use web::axum::http::HeaderMap;
use web::axum::response::Response;
use web::cookies::{cookie, remember};

/// The cookie that remembers it: view and order.
const SHOWN_COOKIE: &str = "spoc_timeline";

/// How the timeline is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Showing {
    pub(super) before: Option<i64>,
    pub(super) view: View,
    pub(super) newest_first: bool,
    /// Which of the page's long parts goes on.
    pub(super) onwards: Onwards,
}

impl Showing {
    /// As it is asked for, else as it was the last time.
    pub(super) fn new(asked: &Asked, last: Option<&str>) -> Self {
        let last = last.unwrap_or_default();
        let (view, order) = last.split_once('.').unwrap_or_default();
        let view = asked.show.as_deref().unwrap_or(view);
        Self {
            before: asked.before,
            view: View::named(view).unwrap_or_default(),
            newest_first: asked.order.as_deref().unwrap_or(order) == "newest",
            onwards: Onwards::new(asked),
        }
    }

    /// The address of what is shown, for the page when it asks for itself again.
    pub(super) fn address(self, ticket: TicketId) -> String {
        let address = self.onwards.address(ticket);
        match self.before {
            Some(before) => with(&address, format_args!("before={before}")),
            None => address,
        }
    }

    fn order(self) -> &'static str {
        if self.newest_first {
            "newest"
        } else {
            "oldest"
        }
    }

    /// Lets the browser remember it.
    pub(super) fn remember(self, response: Response) -> Response {
        let shown = format!("{}.{}", self.view.name(), self.order());
        remember(response, (SHOWN_COOKIE, &shown), "/tickets")
    }

    /// The ways to show the timeline of a ticket.
    pub(super) fn views(self, ticket: TicketId, texts: web::Texts) -> Vec<TimelineView> {
        let address = |view: View, order: &str| {
            format!("/tickets/{ticket}?show={}&order={order}", view.name())
        };
        let views = View::ALL.map(|view| TimelineView {
            label: texts.t(match view {
                View::Everything => "timeline-everything",
                View::Conversation => "timeline-conversation",
                View::Notes => "timeline-notes",
            }),
            href: address(view, self.order()),
            current: view == self.view,
        });
        let (label, order) = match self.newest_first {
            true => ("timeline-oldest-first", "oldest"),
            false => ("timeline-newest-first", "newest"),
        };
        let turned = TimelineView {
            label: texts.t(label),
            href: address(self.view, order),
            current: false,
        };
        views.into_iter().chain([turned]).collect()
    }
}

/// What the browser remembers of how its reader had timelines shown the last time.
pub(in crate::pages) fn remembered(headers: &HeaderMap) -> Option<String> {
    cookie(headers, SHOWN_COOKIE).map(str::to_owned)
}
