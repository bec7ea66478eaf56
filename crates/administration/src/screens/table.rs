//! A page with one table: what there is, each line leading to where it is changed.

use super::form::Act;
use web::Frame;
use web::askama::Template;
use web::parts::{Empty, Pager};

/// A list of the administration.
#[derive(Template)]
#[template(askama = web::askama, path = "admin_table.html")]
pub struct TablePage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// Where it is a part of: the words and the address.
    pub back: (String, &'static str),
    /// What it is for, in a sentence or two.
    pub intro: String,
    /// What is looked for, where one can look for something, and where that is sent.
    pub search: Option<(String, String)>,
    /// What adds one more: words and address.
    pub add: Option<(String, String)>,
    /// What else is decided about it: words and address.
    pub also: Option<(String, String)>,
    /// What there is.
    pub table: Table,
    /// What to say when there is nothing.
    pub empty: Empty<'a>,
    /// The neighbouring pages.
    pub pager: Pager,
    /// What else can be done, each by a button of its own.
    pub acts: Vec<Act>,
    /// The version that the reader sees.
    pub seen: i64,
}

/// What there is.
#[derive(Default)]
pub struct Table {
    /// What it is called, for readers of words and above the table.
    pub caption: String,
    /// The columns' names.
    pub heads: Vec<String>,
    /// The lines.
    pub rows: Vec<Row>,
}

/// A line.
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// How it is moved up and down: where that is sent, its key, and the version seen.
    pub order: Option<Order>,
}

/// How a line is moved.
pub struct Order {
    /// Where that is sent.
    pub action: String,
    /// The line's key.
    pub key: String,
    /// The version that the reader sees.
    pub seen: i64,
}

/// A cell.
pub enum Cell {
    /// Leads to where it is changed.
    Link {
        /// What it is called.
        label: String,
        /// Where it leads.
        href: String,
        /// How deep it stands in a tree, 0 to 5.
        depth: usize,
        /// A word about it; empty for none.
        tag: String,
    },
    /// Words.
    Words(String),
}

impl Cell {
    /// Leads to where it is changed: a name and an address, nothing else about it.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Cell::Link {
            label: label.into(),
            href: href.into(),
            depth: 0,
            tag: String::new(),
        }
    }
}

impl Row {
    /// A line that stays where it is.
    pub fn fixed(cells: Vec<Cell>) -> Self {
        Self { cells, order: None }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        match self.cells.first() {
            Some(Cell::Link { label, .. } | Cell::Words(label)) => label,
            None => "",
        }
    }
}

impl Table {
    /// What a column is called.
    pub fn head(&self, at: impl std::borrow::Borrow<usize>) -> &str {
        self.heads.get(*at.borrow()).map_or("", String::as_str)
    }

    /// Whether its lines can be moved.
    pub fn is_ordered(&self) -> bool {
        self.rows.iter().any(|row| row.order.is_some())
    }
}
