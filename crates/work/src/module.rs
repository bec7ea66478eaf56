//! What a practice brings to the desk: a plain list, the whole interface for extending Spoc.

use crate::jobs::JobKind;
use crate::ports::{Holdings, Mails, Shows};
use crate::{Desk, FirstStep, HomePanel, Live, Reader, Result};
use directory::{Directory, Place, Setting, SignedIn};
use kernel::policy::{Lifecycle, Named, Reach};
use kernel::ticket::Kind;
use kernel::{Policy, Ticket, TicketId};
use std::sync::Arc;
use store::Tx;
use web::axum::Router;
use web::axum::extract::Request;
use web::axum::middleware::{self, Next};
use web::axum::response::IntoResponse;

/// What the routes of a practice stand on.
#[derive(Clone)]
pub struct Floor {
    /// People and sign-in.
    pub directory: Directory,
    /// The desk.
    pub desk: Desk,
    /// What open pages are told of changes by.
    pub live: Live,
    /// What all modules bring.
    pub modules: Arc<[Module]>,
}

/// What stands under a reply of the reader's on a ticket, if anything.
pub type Signature = fn(&Tx<'_>, &Reader, &Ticket) -> Result<Option<String>>;

/// Whether mail that a ticket came by is kept.
pub type KeepsMail = fn(&Tx<'_>, TicketId) -> Result<bool>;

/// A text of an administrator, written out for a ticket.
pub type WriteOut = fn(&Tx<'_>, &Ticket, &str) -> Result<String>;

/// What a practice brings.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Its name, as in the folder list.
    pub name: &'static str,
    /// How far a desk has to go to have it; nothing where it is always there. Such a practice can be switched off.
    pub since: Option<Reach>,
    /// Whether a desk already uses it that goes less far: then it stays on when a new version lets it begin later.
    pub in_use: Option<InUse>,
    /// The kind of ticket that is its own.
    pub kind: Option<Kind>,
    /// The states and moves that its tickets start with; administrators may change them.
    pub lifecycle: Option<Lifecycle>,
    /// How its tickets may be resolved.
    pub resolution_codes: Vec<Named>,
    /// Views that a new desk starts with.
    pub views: Vec<SeededView>,
    /// Where the rail leads to it.
    pub navigation: Vec<Place>,
    /// Its pages of the administration.
    pub settings: Vec<Setting>,
    /// Where people set what is their own: the page of their account leads there.
    pub own: Vec<Place>,
    /// What it does beside the requests.
    pub jobs: Vec<JobKind>,
    /// What it shows on the home page of agents.
    pub home: Vec<HomePanel>,
    /// What whoever sets a desk up does first for it.
    pub first_steps: Vec<FirstStep>,
    /// What it shows requesters in the portal.
    pub portal: Shows,
    /// What it knows that somebody works with.
    pub holdings: Option<Holdings>,
    /// Its pages and its part of the API.
    pub routes: Option<fn(&Floor) -> Router>,
    /// What goes on beside the requests, as long as it is let.
    pub beside: Option<fn(Floor) -> Beside>,
    /// What stands under replies.
    pub signature: Option<Signature>,
    /// Whether it keeps mail of a ticket: its messages lead there.
    pub keeps_mail: Option<KeepsMail>,
    /// Where people go who are not signed in.
    pub door: Option<directory::Door>,
    /// Writes out the texts of rules.
    pub write_out: Option<WriteOut>,
    /// Mails what people are told.
    pub mails: Option<Mails>,
    /// What people were told and have not read.
    pub unread: Option<directory::Unread>,
}

impl Module {
    /// Whether it is there for whoever is signed in: not while its practice is off.
    pub fn is_on(&self, signed: &SignedIn) -> bool {
        self.since.is_none() || signed.has(self.name)
    }
}

/// Whether a desk uses a practice, by its policy and by what was said.
pub type InUse = fn(&Tx<'_>, &Policy) -> Result<bool>;

/// Something that goes on beside the requests.
pub type Beside = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Routes that are there only while a practice is switched on.
pub fn while_on(desk: &Desk, practice: &'static str, routes: Router) -> Router {
    let desk = desk.clone();
    let check = move |request: Request, next: Next| {
        let desk = desk.clone();
        async move {
            match desk.rules().await {
                Ok(rules) if rules.policy.off.contains(practice) => {
                    web::Error::not_found().into_response()
                }
                Ok(_) => next.run(request).await,
                Err(error) => web::Error::from(error).into_response(),
            }
        }
    };
    routes.route_layer(middleware::from_fn(check))
}

/// A view that a new desk starts with.
#[derive(Clone, Copy, Debug)]
pub struct SeededView {
    pub(crate) name: &'static str,
    pub(crate) query: &'static str,
    pub(crate) sort: &'static str,
}

impl SeededView {
    /// A view by its name, its condition and its order.
    pub const fn new(name: &'static str, query: &'static str, sort: &'static str) -> Self {
        Self { name, query, sort }
    }
}

/// Codes from key and label.
pub fn codes(rows: &[(&str, &str)]) -> Vec<Named> {
    rows.iter()
        .map(|(key, label)| Named {
            key: (*key).into(),
            label: (*label).into(),
        })
        .collect()
}
