//! What is shown without a connection.

use web::Frame;
use web::askama::Template;

/// `GET /offline`
#[derive(Template)]
#[template(askama = web::askama, path = "offline.html")]
pub struct OfflinePage {
    /// The layout's part.
    pub frame: Frame,
}
