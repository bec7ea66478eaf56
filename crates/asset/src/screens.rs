//! What the templates of this practice show.

use web::Frame;
use web::askama::Template;
use web::parts::{Choice, Empty, Input, Pager};

/// `GET /asset?q=…&retired=…&after=…`
#[derive(Template)]
#[template(askama = web::askama, path = "assets.html")]
pub struct AssetsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What is being searched for.
    pub query: &'a str,
    /// Whether retired ones are listed, too.
    pub retired: bool,
    /// The assets.
    pub assets: Vec<AssetRow<'a>>,
    /// The way on.
    pub pager: Pager,
    /// What to say when there are none.
    pub empty: Empty<'a>,
}

/// An asset in the list.
pub struct AssetRow<'a> {
    /// Where its page is.
    pub href: String,
    /// The icon's name.
    pub icon: &'static str,
    /// What it is called.
    pub name: String,
    /// What sort of thing it is.
    pub kind: &'a str,
    /// Its number.
    pub serial: String,
    /// Who works with it, and where their page is.
    pub holder: Option<(String, String)>,
    /// Whether it is used no longer.
    pub retired: bool,
}

/// `GET /asset/{id}`
#[derive(Template)]
#[template(askama = web::askama, path = "asset.html")]
pub struct AssetPage {
    /// The layout's part.
    pub frame: Frame,
    /// Where the form is sent.
    pub action: String,
    /// The version that the form shows; 0 for a new one.
    pub version: i64,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// What it is called.
    pub name: Input,
    /// What it can be.
    pub kinds: Vec<Choice>,
    /// Its number.
    pub serial: Input,
    /// Who works with it.
    pub holder: Input,
    /// Where their page is.
    pub holder_href: Option<String>,
    /// What else is to be known.
    pub note: Input,
    /// Whether it is used no longer.
    pub retired: bool,
}
