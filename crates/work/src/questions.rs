//! The questions of forms, as a page asks them: for the draft that somebody has typed so far. Whether the answers
//! will do, the kernel decides when the ticket is opened; here they are only asked.

use crate::queries::Reader;
use crate::screens::questions::Question;
use crate::screens::ticket::Control;
use kernel::condition::CUSTOM_PREFIX;
use kernel::policy::{Asked, Audience, CustomField, Level, Named, Required};
use kernel::ticket::{Channel, FieldKind, FieldValue, Kind, NewTicket};
use kernel::{Permission, PersonId, Policy, Ticket};
use web::Texts;
use web::parts::Choice;

/// Who is asked, under which policy, in which language.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The reader.
    pub reader: &'a Reader,
    /// The policy in force.
    pub policy: &'a Policy,
    /// The reader's language.
    pub texts: Texts,
}

impl Asking<'_> {
    /// The questions about custom fields that a form raises, `fields` being what was typed so far, by names.
    /// `complaint` says what is wrong with an answer. Category and service have their own places in forms.
    pub fn questions(
        &self,
        fields: &[(String, String)],
        complaint: impl Fn(&str) -> Option<String>,
    ) -> Vec<Question> {
        let draft = self.draft(fields);
        let asked = self.policy.questions(&draft, self.reader.moment());
        let theirs = |asked: &&Asked<'_>| asked.shown && self.is_theirs(asked);
        let looks_up = self.reader.actor.can(Permission::PersonRead);
        let mut questions = Vec::new();
        for asked in asked.iter().filter(theirs) {
            let Some(field) = asked.field else { continue };
            let name = asked.asks.to_string();
            let said = typed(fields, &name);
            let value = match draft.fields.get(&field.key) {
                None if said.is_empty() => field.default.as_ref(),
                value => value,
            };
            let person = said.first().copied().unwrap_or_default();
            questions.push(Question {
                label: field.label.clone(),
                help: field.help.clone(),
                control: control(self.texts, field, value, person),
                required: asked.required == Required::Opening
                    && (looks_up || !asked.asks_for_people()),
                error: complaint(&name),
                name,
            });
        }
        questions
    }

    /// Whether the form asks for `category` or `service`, and whether it must be said.
    pub fn asks(&self, what: &str, fields: &[(String, String)]) -> Option<Required> {
        let draft = self.draft(fields);
        let asked = self.policy.questions(&draft, self.reader.moment());
        let found = asked.iter().find(|asked| asked.asks == what && asked.shown);
        found
            .filter(|asked| self.is_theirs(asked))
            .map(|asked| asked.required)
    }

    /// The questions that must be answered before the ticket is opened and are not, by the names of their fields.
    pub fn unanswered(&self, fields: &[(String, String)]) -> Vec<String> {
        let draft = self.draft(fields);
        let reader = self.reader;
        let left = self
            .policy
            .unanswered(&draft, reader.moment(), &reader.actor);
        let has_default = |name: &str| {
            let key = name.strip_prefix(CUSTOM_PREFIX);
            let field = key.and_then(|key| self.policy.field(key));
            field.is_some_and(|field| field.default.is_some())
        };
        left.into_iter().filter(|name| !has_default(name)).collect()
    }

    /// Whether the reader is one of those who are asked it.
    fn is_theirs(&self, asked: &Asked<'_>) -> bool {
        asked.audience == Audience::Everybody || self.reader.actor.can(Permission::TicketWork)
    }

    /// The ticket that would be, as far as what was typed can be understood.
    fn draft(&self, fields: &[(String, String)]) -> Ticket {
        let get = |name: &str| typed(fields, name).first().copied().unwrap_or_default();
        let level = |name: &str| get(name).parse().ok().map(Level);
        let kind = Kind::named(get("kind")).filter(|kind| self.policy.offers_kind(*kind));
        let kind = kind.unwrap_or_else(|| self.policy.first_kind());
        let requester = self.reader.actor.person.unwrap_or(PersonId(0));
        let mut new = NewTicket::new(kind, requester, get("subject"));
        new.impact = level("impact");
        new.urgency = level("urgency");
        new.team = get("team").parse().ok();
        new.service = get("service").parse().ok();
        new.category = Some(get("category").to_owned()).filter(|key| !key.is_empty());
        for field in self.policy.fields_of(kind) {
            let said = typed(fields, &format!("field.{}", field.key));
            if let Some(value) = understood(field, &said) {
                new.fields.insert(field.key.clone(), value);
            }
        }
        let mut draft = new.draft(Channel::Web, self.reader.now);
        draft.priority = self.policy.priority.priority(draft.impact, draft.urgency);
        draft
    }
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
