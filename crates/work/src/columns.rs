//! The columns of lists: which there are, and which a list shows, in which order and how wide.

use crate::queries::Sort;
use kernel::Policy;
use kernel::condition::CUSTOM_PREFIX;
use kernel::policy::{Key, SERVICE_LEVELS};
use std::borrow::Cow;
use std::fmt;

/// Most columns of a list.
pub(crate) const COLUMNS_MAX: usize = 20;
/// Narrowest and widest that a column can be, in pixels.
const WIDTH_MIN: u16 = 40;
const WIDTH_MAX: u16 = 900;

/// A column of lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Number,
    Subject,
    State,
    Priority,
    Requester,
    Organisation,
    Team,
    Assignee,
    Service,
    Category,
    Tags,
    Kind,
    Channel,
    Created,
    Updated,
    Responded,
    Resolved,
    Hold,
    Resume,
    Replies,
    Due,
    Custom(Key),
}

/// What a built-in column is called: in addresses, in the style sheet, in the catalogues.
struct Named {
    name: &'static str,
    class: &'static str,
    label: &'static str,
}

impl Column {
    /// All built-in columns, in the order in which they are offered.
    const ALL: [Column; 21] = [
        Column::Number,
        Column::Subject,
        Column::State,
        Column::Priority,
        Column::Requester,
        Column::Organisation,
        Column::Team,
        Column::Assignee,
        Column::Service,
        Column::Category,
        Column::Tags,
        Column::Kind,
        Column::Channel,
        Column::Created,
        Column::Updated,
        Column::Responded,
        Column::Resolved,
        Column::Hold,
        Column::Resume,
        Column::Replies,
        Column::Due,
    ];

    #[rustfmt::skip]
    fn called(&self) -> Named {
        let named = |name, class, label| Named { name, class, label };
        match self {
            Column::Number => named("number", "n", "column-number"),
            Column::Subject => named("subject", "s", "subject"),
            Column::State => named("state", "c", "state"),
            Column::Priority => named("priority", "r", "priority"),
            Column::Requester => named("requester", "q", "requester"),
            Column::Organisation => named("organisation", "e", "column-organisation"),
            Column::Team => named("team", "g", "team"),
            Column::Assignee => named("assignee", "o", "assignee"),
            Column::Service => named("service", "e", "service"),
            Column::Category => named("category", "e", "category"),
            Column::Tags => named("tags", "e", "tags"),
            Column::Kind => named("kind", "e", "kind"),
            Column::Channel => named("channel", "e", "channel"),
            Column::Created => named("created", "d", "column-created"),
            Column::Updated => named("updated", "u", "updated"),
            Column::Responded => named("responded", "d", "column-responded"),
            Column::Resolved => named("resolved", "d", "column-resolved"),
            Column::Hold => named("hold", "e", "column-hold"),
            Column::Resume => named("resume", "d", "column-resume"),
            Column::Replies => named("replies", "n", "column-replies"),
            Column::Due => named("due", "due", "column-due"),
            Column::Custom(_) => named("", "e", ""),
        }
    }

    /// The name in addresses and the API.
    pub(crate) fn name(&self) -> Cow<'static, str> {
        match self {
            Column::Custom(key) => Cow::Owned(format!("{CUSTOM_PREFIX}{key}")),
            built_in => Cow::Borrowed(built_in.called().name),
        }
    }

    /// The column of this name.
    pub(crate) fn named(name: &str, policy: &Policy) -> Option<Column> {
        if let Some(key) = name.strip_prefix(CUSTOM_PREFIX) {
            return policy
                .field(key)
                .map(|field| Column::Custom(field.key.clone()));
        }
        Column::built_in(policy).find(|column| column.called().name == name)
    }

    /// The built-in columns of a desk: those of practices that are off are not among them.
    pub(crate) fn built_in(policy: &Policy) -> impl Iterator<Item = Column> {
        let promises = policy.has(SERVICE_LEVELS);
        let all = Column::ALL.into_iter();
        all.filter(move |column| promises || *column != Column::Due)
    }

    /// The class of its cells.
    pub(crate) fn class(&self) -> &'static str {
        self.called().class
    }

    /// The key of its label; custom fields have the one that they were given.
    pub(crate) fn label_key(&self) -> &'static str {
        self.called().label
    }

    /// Whether every list knows it of its tickets; others are read for the page.
    pub(crate) fn is_usual(&self) -> bool {
        USUAL.contains(self) || matches!(self, Column::Replies | Column::Due)
    }

    /// The orders that a click on its head gives: the first and the one after it.
    pub(crate) fn sorts(&self) -> Option<(Sort, Sort)> {
        match self {
            Column::Number => Some((Sort::Newest, Sort::Oldest)),
            Column::Priority => Some((Sort::Priority, Sort::Lowest)),
            Column::Created => Some((Sort::Opened, Sort::Earliest)),
            Column::Updated => Some((Sort::Updated, Sort::Stale)),
            Column::Due => Some((Sort::Due, Sort::Due)),
            _ => None,
        }
    }
}

/// The columns of a list for which nobody chose any.
const USUAL: [Column; 8] = [
    Column::Number,
    Column::Subject,
    Column::State,
    Column::Priority,
    Column::Requester,
    Column::Team,
    Column::Assignee,
    Column::Updated,
];

/// A column of a list, and how wide it is in pixels where somebody said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Which.
    pub(crate) column: Column,
    /// How wide.
    pub(crate) width: Option<u16>,
}

/// The columns of a list in their order; the subject is always among them, for it leads to the ticket.
/// Written as `number subject:320 field.colour`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout(Vec<Shown>);

impl Default for Layout {
    fn default() -> Self {
        let shown = |column| Shown {
            column,
            width: None,
        };
        Self(USUAL.map(shown).to_vec())
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, shown) in self.0.iter().enumerate() {
            let space = if at > 0 { " " } else { "" };
            write!(f, "{space}{}", shown.column.name())?;
            if let Some(width) = shown.width {
                write!(f, ":{width}")?;
            }
        }
        Ok(())
    }
}

impl Layout {
    /// Reads what was written.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub(crate) fn parse(text: &str, policy: &Policy) -> Result<Self, String> {
        let mut shown: Vec<Shown> = Vec::new();
        for part in text.split_whitespace() {
            let (name, width) = match part.split_once(':') {
                Some((name, width)) => (name, Some(width)),
                None => (part, None),
            };
            let Some(column) = Column::named(name, policy) else {
                let names: Vec<_> = Column::built_in(policy).map(|one| one.name()).collect();
                let names = names.join(", ");
                return Err(format!(
                    "“{name}” is not one of {names} or field.KEY of a custom field"
                ));
            };
            let width = width.map(|width| {
                let wide = width.parse::<u16>().ok();
                wide.filter(|width| (WIDTH_MIN..=WIDTH_MAX).contains(width))
                    .ok_or_else(|| format!("“{width}” is no width from {WIDTH_MIN} to {WIDTH_MAX}"))
            });
            if shown.iter().all(|known| known.column != column) {
                shown.push(Shown {
                    column,
                    width: width.transpose()?,
                });
            }
        }
        if shown.len() > COLUMNS_MAX {
            return Err(format!("a list has at most {COLUMNS_MAX} columns"));
        }
        if shown.iter().all(|known| known.column != Column::Subject) {
            return Err("the subject must be among the columns".to_owned());
        }
        Ok(Self(shown))
    }

    /// Reads what was kept: what is gone since is left out.
    pub(crate) fn kept(text: &str, policy: &Policy) -> Self {
        let known = |part: &&str| {
            let name = part.split(':').next().unwrap_or(part);
            Column::named(name, policy).is_some()
        };
        let known: Vec<&str> = text.split_whitespace().filter(known).collect();
        Self::parse(&known.join(" "), policy).unwrap_or_default()
    }

    /// The columns.
    pub(crate) fn shown(&self) -> &[Shown] {
        &self.0
    }

    /// Whether a column is among them.
    pub(crate) fn has(&self, column: &Column) -> bool {
        self.0.iter().any(|shown| shown.column == *column)
    }

    /// Whether all columns are known of every listed ticket.
    pub(crate) fn is_usual(&self) -> bool {
        self.0.iter().all(|shown| shown.column.is_usual())
    }

    /// The same with a column moved by so many places, to the left where it is negative.
    #[must_use]
    pub(crate) fn moved(mut self, column: &Column, by: isize) -> Self {
        if let Some(at) = self.0.iter().position(|shown| shown.column == *column) {
            let last = self.0.len() - 1;
            self.0.swap(at, at.saturating_add_signed(by).min(last));
        }
        self
    }

    /// The same with a column more, at the end, unless it has it or is full.
    #[must_use]
    pub(crate) fn with(mut self, column: Column) -> Self {
        if !self.has(&column) && self.0.len() < COLUMNS_MAX {
            self.0.push(Shown {
                column,
                width: None,
            });
        }
        self
    }

    /// The same without a column; the subject stays.
    #[must_use]
    pub(crate) fn without(mut self, column: &Column) -> Self {
        self.0
            .retain(|shown| shown.column == Column::Subject || shown.column != *column);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Layout};
    use kernel::Policy;

    #[test]
    fn a_layout_is_read_as_it_was_written() {
        let policy = Policy::default();
        for text in ["subject", "number:64 subject:320 state created resolved"] {
            let layout = Layout::parse(text, &policy).expect(text);
            assert_eq!(layout.to_string(), text);
        }
        for wrong in [
            "",
            "number",
            "subject nonsense",
            "subject:9",
            "subject:x",
            "subject field.gone",
        ] {
            assert!(Layout::parse(wrong, &policy).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_gone_is_left_out_of_what_was_kept() {
        let policy = Policy::default();
        let kept = Layout::kept("field.gone subject:200 team", &policy);
        assert_eq!(kept.to_string(), "subject:200 team");
        assert_eq!(Layout::kept("", &policy), Layout::default());
    }

    #[test]
    fn columns_are_moved_added_and_taken_away() {
        let policy = Policy::default();
        let layout = Layout::parse("number subject team", &policy).expect("a layout");
        let moved = layout.moved(&Column::Team, -1);
        assert_eq!(moved.to_string(), "number team subject");
        let same = moved.moved(&Column::Number, -1).moved(&Column::Subject, 1);
        assert_eq!(same.to_string(), "number team subject");
        let more = same.with(Column::Tags).with(Column::Tags);
        assert_eq!(more.to_string(), "number team subject tags");
        let less = more.without(&Column::Team).without(&Column::Subject);
        assert_eq!(less.to_string(), "number subject tags");
    }
}
