//! What modules bring to the home page of agents: panels of what there is to do.

use crate::desk::Rules;
use crate::error::Result;
use crate::queries::Reader;
use store::Tx;
use web::{Calendar, Texts, When};

/// Who asks for the home page, and in which words.
pub struct HomeAsked<'a> {
    /// Who reads, and when.
    pub reader: &'a Reader,
    /// The policy and the views in force.
    pub rules: &'a Rules,
    /// The reader's language.
    pub texts: Texts,
    /// The reader's dates.
    pub calendar: &'a Calendar,
}

/// A panel that a module brings.
#[derive(Clone, Copy, Debug)]
pub struct HomePanel {
    /// Its place on the page: the lower, the earlier.
    pub order: u8,
    /// What it shows; nothing where it has nothing to do with the reader. Its cost must not grow with the archive.
    pub read: fn(&Tx<'_>, &HomeAsked<'_>) -> Result<Option<Panel>>,
}

/// A panel of the home page.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// The catalogue key of its heading.
    pub title: &'static str,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// The catalogue key of what it says when it is empty.
    pub none: &'static str,
    /// What there is to do, the most pressing first.
    pub rows: Vec<PanelRow>,
    /// Where all of it is listed, if there is more.
    pub all: Option<String>,
}

impl Panel {
    /// An empty panel.
    pub fn new(title: &'static str, icon: &'static str, none: &'static str) -> Self {
        Self {
            title,
            icon,
            none,
            ..Self::default()
        }
    }
}

/// One thing on a panel.
#[derive(Clone, Debug, Default)]
pub struct PanelRow {
    /// Where it leads.
    pub href: String,
    /// The ticket's number.
    pub number: String,
    /// What it is.
    pub text: String,
    /// Who or why, in a few words.
    pub detail: String,
    /// When it happened or falls due.
    pub at: Option<When>,
}
