//! The start page of the administration.

use web::Frame;
use web::askama::Template;

/// `GET /admin`
#[derive(Template)]
#[template(askama = web::askama, path = "admin.html")]
pub struct StartPage {
    /// The layout's part.
    pub frame: Frame,
    /// What was looked for.
    pub query: String,
    /// The settings that were found, group by group.
    pub groups: Vec<Group>,
}

/// A heading with its settings.
pub struct Group {
    /// The heading.
    pub label: &'static str,
    /// The settings.
    pub links: Vec<Link>,
}

/// One setting.
pub struct Link {
    /// Its name.
    pub label: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// Where it is changed.
    pub href: &'static str,
}

impl Link {
    /// Whether its name and line have words that begin as the wanted ones, all of them.
    pub(crate) fn speaks_of(&self, wanted: &[String]) -> bool {
        kernel::text::begins_words(&format!("{} {}", self.label, self.about), wanted)
    }
}
