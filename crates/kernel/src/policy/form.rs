//! Forms: which questions are asked of whom, when they are shown, and when they must be answered.

use super::{CustomField, Key, Policy};
use crate::condition::{CUSTOM_PREFIX, Condition, Moment, Subject, Vocabulary, Words};
use crate::sla::Promised;
use crate::text::words;
use crate::ticket::{FieldKind, FieldValue, Kind};
use crate::{Actor, Permission, PersonId, ServiceId, TeamId, Ticket};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Whom a question is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Requesters and agents answer it.
    Everybody,
    /// Agents answer it, requesters see the answer.
    Shown,
    /// Only agents know of it.
    #[default]
    Agents,
}

/// When a question must be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// Never.
    #[default]
    Never,
    /// From the start.
    Opening,
    /// Before the ticket is resolved.
    Resolving,
}

/// A question of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Question {
    /// What is asked for: `field.KEY`, `category` or `service`.
    pub asks: String,
    /// Whom it is for.
    pub audience: Audience,
    /// The condition under which it is shown; empty for always.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub shown_when: String,
    /// When it must be answered.
    pub required: Required,
    /// The condition under which it must be; empty for whenever it is shown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub required_when: String,
}

/// The questions of a kind of ticket, or of one about a certain service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The kind of ticket.
    pub kind: Kind,
    /// The service; without one, the form is for every service that has none of its own.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// The questions, in their order.
    pub questions: Vec<Question>,
}

/// A question as it stands for one ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked<'p> {
    /// What is asked for: `field.KEY`, `category` or `service`.
    pub asks: Cow<'p, str>,
    /// The custom field, if it asks for one.
    pub field: Option<&'p CustomField>,
    /// Whom it is for.
    pub audience: Audience,
    /// Whether it is shown now.
    pub shown: bool,
    /// When it must be answered, as things stand.
    pub required: Required,
}

/// What has been answered so far, by whom it is asked.
#[derive(Clone, Copy)]
pub(crate) struct Answers<'a> {
    /// The ticket as it is, or as it would be.
    pub(crate) ticket: &'a Ticket,
    /// What conditions with `me`, `mine` and times mean.
    pub(crate) moment: Moment<'a>,
}

impl Policy {
    /// The form for tickets of this kind about this service: the service's own before the kind's.
    pub fn form(&self, kind: Kind, service: Option<ServiceId>) -> Option<&Form> {
        let own = |form: &&Form| form.kind == kind && service.is_some() && form.service == service;
        let general = |form: &&Form| form.kind == kind && form.service.is_none();
        let mut forms = self.forms.iter();
        forms.clone().find(own).or_else(|| forms.find(general))
    }

    /// The questions as they stand for a ticket that is, or would be. Where no form says otherwise, agents are
    /// asked for every custom field of its kind.
    pub fn questions<'p>(&'p self, ticket: &Ticket, moment: Moment<'_>) -> Vec<Asked<'p>> {
        Answers { ticket, moment }.asked(self)
    }

    /// What `actor` must answer before the ticket is opened and has not. Who may not look people up need name nobody.
    pub fn unanswered(&self, ticket: &Ticket, moment: Moment<'_>, actor: &Actor) -> Vec<String> {
        let works = actor.can(Permission::TicketWork);
        let looks_up = actor.can(Permission::PersonRead);
        let answers = Answers { ticket, moment };
        let asked = answers.asked(self).into_iter();
        let must = asked.filter(|asked| {
            asked.required == Required::Opening
                && (works || asked.audience == Audience::Everybody)
                && (looks_up || !asked.asks_for_people())
        });
        must.filter(|asked| !answers.has(&asked.asks))
            .map(|asked| asked.asks.into_owned())
            .collect()
    }
}

impl Asked<'_> {
    /// Whether somebody is to be named.
    pub fn asks_for_people(&self) -> bool {
        self.field
            .is_some_and(|field| field.kind == FieldKind::Person)
    }
}

impl Answers<'_> {
    pub(crate) fn asked<'p>(&self, policy: &'p Policy) -> Vec<Asked<'p>> {
        let Some(form) = policy.form(self.ticket.kind, self.ticket.service) else {
            return policy
                .fields_of(self.ticket.kind)
                .map(unconditional)
                .collect();
        };
        let is_retired = |key: &Key| policy.retired.fields.contains(key);
        form.questions
            .iter()
            .filter_map(|question| {
                let field = match question.asks.strip_prefix(CUSTOM_PREFIX) {
                    Some(key) => Some(policy.field(key).filter(|field| !is_retired(&field.key))?),
                    None => None,
                };
                let shown = self.holds(policy, &question.shown_when);
                let must = shown && self.holds(policy, &question.required_when);
                Some(Asked {
                    asks: Cow::Borrowed(&question.asks),
                    field,
                    audience: question.audience,
                    shown,
                    required: if must {
                        question.required
                    } else {
                        Required::Never
                    },
                })
            })
            .collect()
    }

    /// Whether a condition of a form holds. One that cannot be understood any more asks rather than hides.
    fn holds(&self, policy: &Policy, condition: &str) -> bool {
        if condition.trim().is_empty() {
            return true;
        }
        let Ok(condition) = Condition::read(condition, &PolicyWords(policy)) else {
            return true;
        };
        let own = Words {
            subject: words(&self.ticket.subject),
            ..Words::default()
        };
        let subject = Subject {
            ticket: self.ticket,
            words: &own,
            promised: Promised::default(),
        };
        condition.matches(&subject, &self.moment)
    }

    /// Whether what is asked for has been said.
    pub(crate) fn has(&self, asks: &str) -> bool {
        match asks.strip_prefix(CUSTOM_PREFIX) {
            Some(key) => match self.ticket.fields.get(key) {
                Some(FieldValue::Text(text)) => !text.trim().is_empty(),
                Some(FieldValue::Choices(keys)) => !keys.is_empty(),
                value => value.is_some(),
            },
            None if asks == "category" => self.ticket.category.is_some(),
            None => self.ticket.service.is_some(),
        }
    }
}

/// The question for a field where there is no form.
fn unconditional(field: &CustomField) -> Asked<'_> {
    Asked {
        asks: Cow::Owned(format!("{CUSTOM_PREFIX}{}", field.key)),
        field: Some(field),
        audience: Audience::Agents,
        shown: true,
        required: Required::Never,
    }
}

/// The names that a condition of a form may hold once it is kept: those of the policy. Teams, services and people
/// are kept by their ids.
pub(crate) struct PolicyWords<'p>(pub(crate) &'p Policy);

impl Vocabulary for PolicyWords<'_> {
    fn policy(&self) -> &Policy {
        self.0
    }

    fn zone(&self) -> &TimeZone {
        const UTC: &TimeZone = &TimeZone::UTC;
        UTC
    }

    fn reads_notes(&self) -> bool {
        false
    }

    fn team(&self, _: &str) -> Option<TeamId> {
        None
    }

    fn service(&self, _: &str) -> Option<ServiceId> {
        None
    }

    fn people(&self, _: &str) -> Vec<PersonId> {
        Vec::new()
    }
}
