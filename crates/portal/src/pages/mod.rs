//! The portal's pages: what the desk knows in the words of those who need help, and forms made commands.

mod acts;
mod app;
mod ask;
mod follow;
mod handing;
mod home;
mod plain;
mod sharing;
mod ticket;
mod tickets;
mod visitor;

use directory::{Directory, SignedIn, Throttle, frame, portal_rail};
use kernel::Permission;
use std::sync::Arc;
use web::Frame;
use web::axum::Router;
use web::axum::extract::DefaultBodyLimit;
use web::axum::routing::{get, post};
use work::pages::Pages;
use work::ports::Shows;
use work::{Floor, Live, Module, Reader};

/// What every page of the portal needs.
#[derive(Clone)]
pub(crate) struct Portal {
    pages: Pages,
    modules: Arc<[Module]>,
    live: Live,
    directory: Directory,
    /// Who filed from where without signing in.
    places: Arc<Throttle>,
    /// Who sent the form for it from where.
    senders: Arc<Throttle>,
}

/// The routes of the portal.
pub(crate) fn routes(floor: &Floor) -> Router {
    let portal = Portal {
        pages: Pages::new(floor),
        modules: floor.modules.clone(),
        live: floor.live.clone(),
        directory: floor.directory.clone(),
        places: Arc::default(),
        senders: Arc::default(),
    };
    let uploads = Router::new()
        .route("/my/new", get(ask::page).post(ask::ask))
        .route("/ask", get(visitor::page).post(visitor::ask))
        .route("/my/tickets/{number}/replies", post(acts::answer))
        .route(
            "/my/tickets/{number}/replies/removal",
            post(acts::throw_away),
        )
        .route("/follow/{token}/replies", post(follow::answer))
        .layer(DefaultBodyLimit::max(web::security::UPLOAD_BYTES));
    Router::new()
        .route("/my", get(home::page))
        .route("/my/answers", get(home::answers))
        .route("/my/alike", get(ask::alike))
        .route("/my/colleagues", get(sharing::colleagues))
        .route("/my/questions", post(ask::questions))
        .route("/ask/questions", post(visitor::questions))
        .route("/my/tickets", get(tickets::page))
        .route("/my/tickets/{number}", get(ticket::page))
        .route("/my/tickets/{number}/closure", post(acts::confirm))
        .route("/my/tickets/{number}/reopening", post(acts::reopen))
        .route("/my/tickets/{number}/cancellation", post(acts::withdraw))
        .route("/my/tickets/{number}/watchers", post(sharing::watchers))
        .route("/my/tickets/{number}/following", post(sharing::follow))
        .route("/my/tickets/{number}/sharing", post(sharing::share))
        .route("/my/tickets/{number}/rating", post(sharing::rate))
        .route("/follow/{token}", get(follow::page))
        .route("/follow/{token}/live", get(follow::live))
        .route("/follow/{token}/{noun}", post(follow::act))
        .route(
            "/follow/{token}/attachments/{hash}/{name}",
            get(follow::file),
        )
        .route("/follow/{token}/messages/{position}", get(follow::message))
        .route(
            "/tickets/{number}/link",
            get(handing::page).post(handing::hand),
        )
        .route(
            "/admin/portal",
            get(handing::settings).post(handing::decide),
        )
        .route("/manifest.webmanifest", get(app::manifest))
        .route("/service-worker.js", get(app::service_worker))
        .route("/offline", get(app::offline))
        .merge(uploads)
        .with_state(portal)
}

impl Portal {
    /// What the practices that are on show the reader.
    fn shows(&self, signed: &SignedIn) -> Vec<Shows> {
        let on = self.modules.iter().filter(|module| module.is_on(signed));
        on.map(|module| module.portal).collect()
    }

    /// Somebody who reads in the portal: there everybody is a requester, agents as well.
    fn reader(&self, signed: &SignedIn) -> Reader {
        let mut reader = self.pages.reader(signed);
        let as_requester = [Permission::TicketOpen].into_iter().collect();
        reader.actor.permissions = reader.actor.permissions.intersection(as_requester);
        reader
    }
}

/// The frame of a page of the portal.
fn portal_frame(signed: &SignedIn, here: &str, title: &str) -> Frame {
    Frame {
        rail: portal_rail(signed, here),
        stream: "/live".into(),
        ..frame(signed, here, title)
    }
}
