//! What the columns of a list show of a ticket: as cells of a page and as values of a file.

use super::words::Words;
use crate::columns::{Column, Shown};
use crate::queries::{Details, Listed};
use crate::screens::list::Cell;
use crate::vocabulary::translated;
use jiff::civil::Date;
use kernel::policy::{CustomField, Named};
use kernel::ticket::{FieldKind, FieldValue};
use kernel::{Ticket, Timestamp};
use std::borrow::Cow;
use web::Calendar;
use web::parts::Face;

/// What a column shows of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Hundredths(i64),
    At(Timestamp),
    Day(Date),
    Nothing,
}

impl Value {
    fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    fn at(at: Option<Timestamp>) -> Self {
        at.map_or(Value::Nothing, Value::At)
    }
}

/// A ticket of a list with all that its columns may show.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) listed: &'a Listed,
    pub(super) details: &'a Details,
    pub(super) words: &'a Words,
}

impl<'a> Known<'a> {
    /// The cell of a column.
    pub(super) fn cell(
        self,
        shown: &Shown,
        face: Option<&'a Face>,
        calendar: &Calendar,
    ) -> Cell<'a> {
        let (listed, words) = (self.listed, self.words);
        let class = shown.column.class();
        match &shown.column {
            Column::Number => Cell::Number,
            Column::Subject => Cell::Subject,
            Column::State => {
                Cell::State(words.state_chip(&listed.kind, &listed.state, &listed.state_category))
            }
            Column::Priority => Cell::Priority(words.priority_chip(listed.priority)),
            Column::Requester => Cell::Text(class, listed.requester_name.as_str().into()),
            Column::Team => Cell::Text(
                class,
                listed.team_name.as_deref().unwrap_or_default().into(),
            ),
            Column::Assignee => Cell::Assignee(face),
            Column::Tags => Cell::Tags(listed.tags.split_whitespace().collect()),
            column => match self.value(column) {
                Value::Text(text) => Cell::Text(class, text.into()),
                Value::Number(number) => Cell::Text(class, words.texts.number(number).into()),
                Value::Hundredths(number) => {
                    Cell::Text(class, words.texts.hundredths(number).into())
                }
                Value::Day(day) => Cell::Text(class, calendar.day(day).into()),
                Value::At(at) => Cell::When(class, calendar.when(at.0)),
                Value::Nothing => Cell::Text(class, Cow::Borrowed("")),
            },
        }
    }

    /// The value of a column.
    pub(super) fn value(self, column: &Column) -> Value {
        let (listed, words) = (self.listed, self.words);
        match column {
            Column::Number => Value::Number(listed.id.0),
            Column::Subject => Value::text(&listed.subject),
            Column::State => Value::text(words.state(&listed.kind, &listed.state)),
            Column::Priority => Value::text(words.priority(listed.priority)),
            Column::Requester => Value::text(&listed.requester_name),
            Column::Organisation => Value::text(self.details.organisation(listed.requester)),
            Column::Team => Value::text(listed.team_name.as_deref().unwrap_or_default()),
            Column::Assignee => Value::text(listed.assignee_name.as_deref().unwrap_or_default()),
            Column::Tags => Value::text(&listed.tags),
            Column::Created => Value::At(listed.opened_at),
            Column::Updated => Value::At(listed.updated_at),
            Column::Replies => Value::Number(listed.reply_count),
            Column::Due => Value::at(listed.due_at),
            column => self
                .details
                .ticket(listed.id)
                .map_or(Value::Nothing, |ticket| self.detail(column, ticket)),
        }
    }

    fn detail(self, column: &Column, ticket: &Ticket) -> Value {
        let words = self.words;
        match column {
            Column::Service => ticket
                .service
                .map_or(Value::Nothing, |id| Value::text(self.details.service(id))),
            Column::Category => ticket.category.as_ref().map_or(Value::Nothing, |key| {
                Value::text(words.policy.category_label(key))
            }),
            Column::Kind => Value::text(words.kind(ticket.kind)),
            Column::Channel => Value::text(translated(
                words.texts,
                "meaning",
                ticket.channel.name(),
                "",
            )),
            Column::Responded => Value::at(ticket.first_response_at),
            Column::Resolved => Value::at(ticket.resolved_at),
            Column::Hold => ticket.hold.as_ref().map_or(Value::Nothing, |hold| {
                Value::text(words.hold_reason(&hold.reason))
            }),
            Column::Resume => Value::at(ticket.hold.as_ref().and_then(|hold| hold.until)),
            Column::Custom(key) => {
                let field = words.policy.field(key).zip(ticket.fields.get(key));
                field.map_or(Value::Nothing, |(field, value)| self.custom(field, value))
            }
            _ => Value::Nothing,
        }
    }

    fn custom(self, field: &CustomField, value: &FieldValue) -> Value {
        let choices: &[Named] = match &field.kind {
            FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } => choices,
            _ => &[],
        };
        let label = |key: &String| {
            let choice = choices.iter().find(|choice| choice.key == *key);
            choice.map_or(key, |choice| &choice.label).clone()
        };
        Value::Text(match value {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Number(hundredths) => return Value::Hundredths(*hundredths),
            FieldValue::Date(day) => match day.parse() {
                Ok(day) => return Value::Day(day),
                Err(_) => day.clone(),
            },
            FieldValue::Choice(key) => label(key),
            FieldValue::Choices(keys) => keys.iter().map(label).collect::<Vec<_>>().join(", "),
            FieldValue::Person(id) => self.details.person(*id).to_owned(),
            FieldValue::YesNo(yes) => {
                let word = if *yes { "yes" } else { "no" };
                self.words.texts.t(word).to_owned()
            }
        })
    }
}

/// What a column is called.
pub(super) fn label<'w>(column: &Column, words: &'w Words) -> &'w str {
    match column {
        Column::Custom(key) => words.policy.field(key).map_or("", |field| &field.label),
        column => words.texts.t(column.label_key()),
    }
}
