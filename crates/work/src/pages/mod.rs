//! The pages of tickets: what the desk knows, put into the words of whoever reads, and forms made commands.

mod acts;
mod address;
mod approvals;
mod attachments;
mod board;
mod building;
mod bulk;
mod bulk_bar;
mod cells;
pub(crate) mod changes;
mod choices;
mod columns;
mod completion;
mod composer;
mod conversation;
mod doing;
mod export;
mod groups;
pub(crate) mod jobs;
mod keeping;
mod lane;
mod lanes;
mod list;
mod listing;
mod looking;
mod moving;
mod new;
mod new_forms;
mod opened;
mod problem;
mod questions;
mod refusals;
mod search;
mod sent;
mod sheets;
mod shown;
mod sidebar;
mod similar;
mod sorting;
mod suggest;
mod taken_back;
mod tasks;
mod ticket;
mod time;
mod views;
mod words;

pub use address::list_address;

use crate::desk::{Desk, Rules};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::presence::Presence;
use crate::queries::Reader;
use directory::SignedIn;
use kernel::ticket::Refusal;
use shown::Shown;
use std::sync::Arc;
use store::Tx;
use web::Texts;
use web::axum::Router;
use web::axum::extract::DefaultBodyLimit;
use web::axum::routing::{get, post};
use words::WordsInUse;

pub use address::{asked_by, encoded};
pub use approvals::{answer_of, approval_rows};
pub use attachments::{picture_type, whole_message};
pub use building::Open;
pub use conversation::Conversation;
pub use sent::{Arrived, Sent};
pub use taken_back::TakenBack;
pub use words::{Words, state_class};

pub use composer::{SetNames, set_changes, set_name};

/// Why a ticket stayed as it was, for whoever learns of it later.
///
/// # Errors
/// When the database fails.
pub(crate) fn refusal_said(
    tx: &Tx<'_>,
    rules: &Rules,
    texts: Texts,
    refusal: Refusal,
) -> Result<String> {
    let error = Error::Refused(refusal);
    let name = match refusals::by(&error) {
        Some(by) => directory::queries::person_names(tx, &[by].into())?.remove(&by),
        None => None,
    };
    let words = Words::new(texts, Arc::clone(&rules.policy));
    let name = name.map(|person| person.name);
    Ok(refusals::said(&words, &error, name.as_deref()))
}

/// What every page of tickets needs.
#[derive(Clone)]
pub struct Pages {
    desk: Desk,
    live: Live,
    words: Arc<WordsInUse>,
    shown: Arc<Shown>,
    presence: Presence,
}

impl Pages {
    /// Somebody who reads now, with days in their zone.
    pub fn reader(&self, signed: &SignedIn) -> Reader {
        Reader::of(signed, self.desk.clock().now())
    }

    /// What things are called under these rules.
    pub fn words(&self, rules: &Rules, texts: Texts) -> Arc<Words> {
        self.words.under(rules, texts)
    }
}

/// The routes of the pages. `live` is what [`Live::follow`] keeps telling.
pub fn routes(desk: Desk, live: Live) -> Router {
    let pages = Pages {
        desk,
        live,
        words: Arc::default(),
        shown: Arc::default(),
        presence: Presence::default(),
    };
    let uploads = Router::new()
        .route("/tickets/{number}/replies", post(composer::reply))
        .route("/tickets/{number}/notes", post(composer::note))
        .route(
            "/tickets/{number}/side-messages",
            post(composer::side_message),
        )
        .route(
            "/tickets/{number}/drafts/{kind}/files",
            post(composer::add_files),
        )
        .route("/tickets/{number}/attachments", post(acts::attach))
        .route("/tickets/new", get(new::page).post(new::open))
        .layer(DefaultBodyLimit::max(web::security::UPLOAD_BYTES));
    Router::new()
        .route("/tickets", get(list::page))
        .route("/tickets/bulk", post(bulk::change))
        .route("/tickets/export.csv", get(export::csv))
        .route("/tickets/export.xlsx", get(export::xlsx))
        .route("/lists/columns", get(columns::page).post(columns::choose))
        .route("/lists/columns/restoration", post(columns::restore))
        .route("/tickets/similar", get(similar::similar))
        .route("/tickets/{number}", get(ticket::page))
        .route("/tickets/{number}/changes", post(changes::save))
        .route("/tickets/{number}/drafts/{kind}", post(composer::save))
        .route(
            "/tickets/{number}/drafts/{kind}/removal",
            post(composer::discard),
        )
        .route("/tickets/{number}/mentions", get(composer::mentions))
        .route("/tickets/{number}/preview", post(composer::preview))
        .route(
            "/tickets/{number}/presence",
            get(composer::others).post(composer::heard),
        )
        .route("/tickets/{number}/similar", get(ticket::similar_part))
        .route("/tickets/{number}/lane", post(lane::place))
        .route("/tickets/{number}/resolution", post(acts::resolve))
        .route("/tickets/{number}/hold", post(acts::hold))
        .route("/tickets/{number}/closure", post(acts::close))
        .route("/tickets/{number}/reopening", post(acts::reopen))
        .route("/tickets/{number}/cancellation", post(acts::cancel))
        .route(
            "/tickets/{number}/merge",
            get(ticket::merge_page).post(acts::merge),
        )
        .route("/tickets/{number}/print", get(ticket::print_page))
        .route(
            "/tickets/{number}/split",
            get(ticket::split_page).post(acts::split),
        )
        .route(
            "/tickets/{number}/messages/{position}",
            get(attachments::message),
        )
        .route("/commands/{command}/undo", post(bulk::undo))
        .route("/jobs/notices", get(jobs::notices))
        .route("/jobs/{job}", get(jobs::page))
        .route("/jobs/{job}/cancellation", post(jobs::cancel))
        .route("/jobs/{job}/retry", post(jobs::retry))
        .route("/jobs/{job}/dismissal", post(jobs::dismiss))
        .route("/admin/jobs", get(jobs::all))
        .route("/attachments/{hash}/{name}", get(attachments::file))
        .route("/questions", post(questions::part))
        .route(
            "/my/tickets/{number}/messages/{position}",
            get(attachments::message),
        )
        .route("/views", get(views::page).post(views::save))
        .route("/views/{view}", post(views::change))
        .route("/views/{view}/copy", post(views::copy))
        .route("/views/{view}/place", post(views::place))
        .route("/views/{view}/removal", post(views::remove))
        .route("/views/{view}/restoration", post(views::restore))
        .route("/views/{view}/undo/{change}", post(views::undo))
        .route("/search", get(search::page))
        .route("/suggest", get(suggest::suggest))
        .route("/conditions/completion", get(completion::complete))
        .route("/live", get(suggest::live))
        .merge(uploads)
        .merge(approvals::routes())
        .merge(tasks::routes())
        .merge(time::routes())
        .with_state(pages)
}
