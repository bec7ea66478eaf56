//! The page on which views are put into folders and order.

use web::Frame;
use web::askama::Template;
use web::parts::Choice;

/// `GET /views`
#[derive(Template)]
#[template(askama = web::askama, path = "views.html")]
pub struct ViewsPage {
    /// The layout's part.
    pub frame: Frame,
    /// The views in their order.
    pub rows: Vec<ViewRow>,
    /// The names of folders that there are, to be chosen again.
    pub folders: Vec<String>,
    /// Whether there are so many teams that their names are typed.
    pub team_typed: bool,
}

/// A view.
pub struct ViewRow {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The folder that it stands in; empty for none.
    pub folder: String,
    /// Its condition.
    pub query: String,
    /// How many tickets it holds, ready to read.
    pub count: String,
    /// A heading that begins a new group before it.
    pub heading: Option<String>,
    /// How it is shown, to be chosen.
    pub shapes: Vec<Choice>,
    /// Who may see it, to be chosen; empty where the reader may not change it.
    pub whose: Vec<Choice>,
}
