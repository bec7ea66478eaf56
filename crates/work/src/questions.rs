//! The questions of forms, as a page asks them: for the draft that somebody has typed so far. Whether the answers
//! will do, the kernel decides when the ticket is opened; here they are only asked.

use crate::error::{Error, Result};
use crate::pages::{Words, changes};
use crate::queries::Reader;
use crate::screens::questions::Question;
use crate::screens::ticket::Control;
use directory::queries as people;
use kernel::condition::{CUSTOM_PREFIX, Moment};
use kernel::policy::{Asked, Audience, CustomField, Level, Named, Required};
use kernel::ticket::{Channel, FieldKind, FieldValue, Kind, NewTicket};
use kernel::{Permission, PersonId, Policy, Ticket};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Tx;
use web::Texts;
use web::parts::Choice;

/// By which door somebody files a ticket.
#[derive(Clone, Debug)]
pub enum Door {
    /// An agent takes it in, for whoever the form names and from where it says.
    Desk,
    /// Somebody asks in the portal.
    Portal,
    /// Somebody asks who has not signed in; their tickets get these tags.
    Visitor {
        /// The tags.
        tags: BTreeSet<String>,
    },
}

impl Door {
    /// The channel that such a ticket comes in by.
    pub(crate) fn channel(&self, fields: &[(String, String)]) -> Channel {
        match self {
            Door::Desk => Channel::named(first(fields, "channel")).unwrap_or(Channel::Phone),
            Door::Portal | Door::Visitor { .. } => Channel::Portal,
        }
    }
}

/// A form that somebody fills in: who is asked, in which words, and the ticket that it would be by now.
pub struct Asking {
    pub(crate) reader: Reader,
    pub(crate) words: Arc<Words>,
    pub(crate) fields: Vec<(String, String)>,
    draft: Ticket,
}

impl Asking {
    /// The form as it stands, `fields` being what was typed so far, by names.
    pub(crate) fn new(
        tx: &Tx<'_>,
        (reader, words): (Reader, Arc<Words>),
        door: &Door,
        fields: Vec<(String, String)>,
    ) -> Result<Self> {
        let policy = &words.policy;
        let new = would_be(tx, &reader, policy, door, &fields)?;
        let moment = Moment {
            // Nobody knows yet who a visitor is: whoever asks.
            me: reader.actor.person.or(Some(new.requester)),
            ..Moment::of_forms(&reader.actor, reader.now)
        };
        Ok(Self {
            draft: new.draft(door.channel(&fields), policy, moment),
            reader,
            words,
            fields,
        })
    }

    /// The questions about custom fields that the form raises. `complaint` says what is wrong with an answer. Category
    /// and service have their own places in forms.
    pub(crate) fn custom(&self, complaint: impl Fn(&str) -> Option<String>) -> Vec<Question> {
        let asked = self.asked();
        let theirs = |asked: &&Asked<'_>| asked.shown && self.is_theirs(asked);
        let looks_up = self.reader.actor.can(Permission::PersonRead);
        let mut questions = Vec::new();
        for asked in asked.iter().filter(theirs) {
            let Some(field) = asked.field else { continue };
            let name = asked.asks.to_string();
            let said = typed(&self.fields, &name);
            let understood = understood(field, &said);
            let value = match &understood {
                None if said.is_empty() => self.draft.fields.get(&field.key),
                value => value.as_ref(),
            };
            let person = said.first().copied().unwrap_or_default();
            questions.push(Question {
                label: field.label.clone(),
                help: field.help.clone(),
                control: control(self.words.texts, field, value, person),
                required: asked.required == Required::Opening
                    && (looks_up || !asked.asks_for_people()),
                error: complaint(&name),
                name,
            });
        }
        questions
    }

    /// Whether the form asks for `category` or `service`, and whether it must be said.
    pub fn asks(&self, what: &str) -> Option<Required> {
        let asked = self.asked();
        let found = asked.iter().find(|asked| asked.asks == what && asked.shown);
        found
            .filter(|asked| self.is_theirs(asked))
            .map(|asked| asked.required)
    }

    /// The questions that must be answered before the ticket is opened and are not, by the names of their fields.
    pub fn unanswered(&self) -> Vec<String> {
        let (policy, actor) = (&self.words.policy, &self.reader.actor);
        policy.unanswered(&self.draft, self.moment(), actor)
    }

    fn asked(&self) -> Vec<Asked<'_>> {
        self.words.policy.questions(&self.draft, self.moment())
    }

    fn moment(&self) -> Moment<'_> {
        let actor = &self.reader.actor;
        Moment {
            me: actor.person.or(Some(self.draft.requester)),
            ..Moment::of_forms(actor, self.reader.now)
        }
    }

    /// Whether the reader is one of those who are asked it.
    fn is_theirs(&self, asked: &Asked<'_>) -> bool {
        asked.audience == Audience::Everybody || self.reader.actor.can(Permission::TicketWork)
    }
}

/// What would be filed, as far as what was typed can be understood: by each door what its form sends.
fn would_be(
    tx: &Tx<'_>,
    reader: &Reader,
    policy: &Policy,
    door: &Door,
    fields: &[(String, String)],
) -> Result<NewTicket> {
    let actor = &reader.actor;
    let get = |name: &str| first(fields, name);
    let level = |name: &str| get(name).parse().ok().map(Level);
    let person = |name: &str| known(changes::found_person(tx, actor, get(name)));
    let kind = Kind::named(get("kind")).filter(|kind| policy.offers_kind(*kind));
    let kind = kind.unwrap_or_else(|| policy.first_kind());
    let requester = match door {
        Door::Desk => person("requester")?,
        Door::Portal | Door::Visitor { .. } => actor.person,
    };
    let mut new = NewTicket::new(kind, requester.unwrap_or(PersonId(0)), get("subject"));
    new.urgency = level("urgency");
    new.service = known(changes::service(tx, get("service")))?;
    new.category = Some(get("category").to_owned()).filter(|key| !key.is_empty());
    for field in policy.fields_of(kind) {
        let name = format!("{CUSTOM_PREFIX}{}", field.key);
        let value = match (understood(field, &typed(fields, &name)), door) {
            (Some(FieldValue::Person(_)), Door::Desk | Door::Portal) => {
                Some(FieldValue::Person(person(&name)?.unwrap_or(PersonId(0))))
            }
            (value, _) => value,
        };
        new.fields
            .extend(value.map(|value| (field.key.clone(), value)));
    }
    match door {
        Door::Desk => {
            new.impact = level("impact");
            new.team = known(changes::team(tx, actor, get("team")))?;
            new.assignee = get("assignee").parse().ok();
            new.on_behalf_of = person("on_behalf_of")?;
            new.tags = get("tags").split_whitespace().map(str::to_owned).collect();
            new.confidential = get("confidential") == "true";
        }
        Door::Portal => {
            let found = people::find_person_by_email(tx, get("on_behalf_of"))?;
            let other = found.filter(|it| it.active && it.id != new.requester);
            new.on_behalf_of = other.map(|person| person.id);
        }
        Door::Visitor { tags } => new.tags.clone_from(tags),
    }
    Ok(new)
}

/// What was found; nothing where what was typed names nothing, which is said when the form is sent.
fn known<T>(found: Result<Option<T>>) -> Result<Option<T>> {
    match found {
        Err(Error::Refused(_) | Error::Invalid { .. }) => Ok(None),
        found => found,
    }
}

fn first<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    typed(fields, name).first().copied().unwrap_or_default()
}

/// What was typed for a field, without what is blank.
fn typed<'f>(fields: &'f [(String, String)], name: &str) -> Vec<&'f str> {
    let named = fields.iter().filter(|(field, _)| field == name);
    named
        .map(|(_, value)| value.trim())
        .filter(|value| !value.is_empty())
        .collect()
}

/// An answer as far as it can be understood; who a person is, nobody looks up before the form is sent.
fn understood(field: &CustomField, said: &[&str]) -> Option<FieldValue> {
    let first = said.first()?;
    match &field.kind {
        FieldKind::Person => Some(FieldValue::Person(PersonId(0))),
        kind => FieldValue::typed(kind, first, said).ok(),
    }
}

/// How an answer is given. `person` is what was typed where a person is asked for.
pub(crate) fn control(
    texts: Texts,
    field: &CustomField,
    value: Option<&FieldValue>,
    person: &str,
) -> Control {
    let text = |kind, value: String, suggest| Control::Text {
        kind,
        value,
        suggest,
    };
    let chosen = |key: &str| match value {
        Some(FieldValue::Choice(chosen)) => chosen == key,
        Some(FieldValue::Choices(chosen)) => chosen.iter().any(|chosen| chosen == key),
        _ => false,
    };
    let options = |choices: &[Named]| -> Vec<Choice> {
        let choice =
            |choice: &Named| Choice::new(&*choice.key, &*choice.label, chosen(&choice.key));
        choices.iter().map(choice).collect()
    };
    let none = || Choice::new("", texts.t("none-chosen"), value.is_none());
    match &field.kind {
        FieldKind::Text | FieldKind::Date => {
            let kind = if field.kind == FieldKind::Date {
                "date"
            } else {
                "text"
            };
            let said = match value {
                Some(FieldValue::Text(text) | FieldValue::Date(text)) => text.clone(),
                _ => String::new(),
            };
            text(kind, said, "")
        }
        FieldKind::Number => match value {
            Some(FieldValue::Number(hundredths)) => text("number", number(*hundredths), ""),
            _ => text("number", String::new(), ""),
        },
        FieldKind::Person => text("text", person.to_owned(), "people"),
        FieldKind::Choice { choices } => {
            Control::Select(std::iter::once(none()).chain(options(choices)).collect())
        }
        FieldKind::MultipleChoice { choices } => Control::Several(options(choices)),
        FieldKind::YesNo => {
            let is = |wanted: bool| value == Some(&FieldValue::YesNo(wanted));
            Control::Select(vec![
                none(),
                Choice::new("yes", texts.t("yes"), is(true)),
                Choice::new("no", texts.t("no"), is(false)),
            ])
        }
    }
}

/// A number as people type it, from hundredths.
pub fn number(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 100, (hundredths % 100).abs());
    let sign = if hundredths < 0 && whole == 0 {
        "-"
    } else {
        ""
    };
    match rest {
        0 => format!("{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_read_as_they_were_typed() {
        let read = [(1250, "12.5"), (-5, "-0.05"), (300, "3"), (-150, "-1.5")];
        for (hundredths, text) in read {
            assert_eq!(number(hundredths), text);
        }
    }
}
