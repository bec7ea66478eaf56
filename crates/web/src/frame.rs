//! What the layouts need to know: who reads, in which language, and what leads where. Every page
//! struct holds one as `frame`.

use crate::assets;
use crate::flash::Flash;
use crate::parts::Face;
use crate::texts::Texts;
use std::borrow::Cow;

/// What stands in the rail of what the reader was told and has not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bell {
    /// How much, ready to read; empty for nothing.
    pub count: String,
    /// What it says to those who do not see it.
    pub words: String,
}

impl Bell {
    /// Most that is counted: beyond, people read "99+".
    pub const COUNTED_MAX: i64 = 100;

    /// For so much.
    #[must_use]
    pub fn new(texts: Texts, count: i64) -> Self {
        Self {
            count: match count {
                0 => String::new(),
                Self::COUNTED_MAX.. => format!("{}+", Self::COUNTED_MAX - 1),
                count => count.to_string(),
            },
            words: texts.count("notifications-bell", count),
        }
    }
}

/// The reader's choice of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The value of `data-theme`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads what [`Theme::code`] wrote; anything else means the system's choice.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// The signed-in person as the layout shows them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The id as in `/people/{id}`.
    pub id: String,
    /// Name, initials and colour.
    pub face: Face,
    /// The address they sign in with.
    pub email: String,
    /// The role's name in the reader's language.
    pub role: String,
}

/// One place in the rail. Only what the reader may enter is listed.
#[derive(Clone, Copy, Debug)]
pub struct RailEntry {
    /// The catalogue key of its name.
    pub label: &'static str,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Whether the reader is there.
    pub current: bool,
}

/// A saved view in the sidebar.
#[derive(Clone, Debug)]
pub struct ViewLink {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many tickets it has; none where it is not counted.
    pub count: Option<String>,
    /// Whether it is the one being shown.
    pub current: bool,
    /// A heading that begins a new group before this view.
    pub heading: Option<String>,
    /// The folder that begins with this view.
    pub opens: Option<String>,
    /// Whether the folder ends with this view.
    pub closes: bool,
}

/// What every page holds as `frame`.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The page's title, without the product's name.
    pub title: String,
    /// The reader's language.
    pub texts: Texts,
    /// The session's CSRF token, for every form.
    pub csrf: String,
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// The rail of the workspace.
    pub rail: Vec<RailEntry>,
    /// The saved views of the sidebar; without any there is no sidebar.
    pub views: Vec<ViewLink>,
    /// The address of the live stream; empty for none.
    pub stream: Cow<'static, str>,
    /// What this installation is called.
    pub product: String,
    /// The address of the style sheet with its own colours; empty for none.
    pub brand_css: String,
    /// The address of its logo; empty for Spoc's mark.
    pub logo: String,
    /// What greets requesters; empty for nothing.
    pub greeting: String,
    /// The reader's choice of colours.
    pub theme: Theme,
    /// Whether the reader works here as an agent.
    pub agent: bool,
    /// What the reader was told and has not read.
    pub bell: Bell,
    /// What the last action has to say, with its undo.
    pub flash: Option<Flash>,
}

impl Frame {
    /// The frame of a page without anybody signed in: sign-in, set-up, errors.
    #[must_use]
    pub fn plain(texts: Texts, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            texts,
            csrf: String::new(),
            person: None,
            rail: Vec::new(),
            views: Vec::new(),
            stream: Cow::Borrowed(""),
            product: "Spoc".to_owned(),
            brand_css: String::new(),
            logo: String::new(),
            greeting: String::new(),
            theme: Theme::System,
            agent: false,
            bell: Bell::default(),
            flash: None,
        }
    }

    /// A text of the reader's language.
    #[must_use]
    pub fn t<'k>(&self, key: &'k str) -> &'k str {
        self.texts.t(key)
    }

    /// The address of an embedded file.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::asset(name)
    }
}
