//! The one table of fields that conditions know: for the checker, completion and the manual.

use super::term::{FlagField, NumberField, PersonField, Term, TextScope, TicketField, TimeField};
use crate::policy::{APPROVALS, SERVICE_LEVELS};
use crate::ticket::MailCheck;

/// A field of conditions.
#[derive(Debug)]
pub struct FieldInfo {
    /// The name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What values it takes.
    pub takes: Takes,
    /// Whether a ticket may be without; then `none` and `any` are values, too.
    pub optional: bool,
    /// Whether it tells of what only readers of notes may know.
    pub internal: bool,
    /// The practice that it is a part of: as long as that is off, it is not offered.
    pub practice: Option<&'static str>,
    /// What it is, in a line.
    pub help: &'static str,
    /// How it is used.
    pub example: &'static str,
}

/// What values a field takes, and which part of the ticket they are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after the term that it makes")]
pub enum Takes {
    Kind,
    State,
    Hold,
    Approval,
    Channel,
    Mail(MailCheck),
    Number(NumberField),
    Person(PersonField),
    Team,
    Service,
    Category,
    Tag,
    Time(TimeField),
    Flag(FlagField),
    Ticket(TicketField),
    Link,
    Linked,
    Subject,
}

/// Before the key of a custom field.
pub const CUSTOM_PREFIX: &str = "field.";

const fn field(
    name: &'static str,
    takes: Takes,
    help: &'static str,
    example: &'static str,
) -> FieldInfo {
    FieldInfo {
        name,
        aliases: &[],
        takes,
        optional: false,
        internal: false,
        practice: None,
        help,
        example,
    }
}

impl FieldInfo {
    const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    const fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    const fn internal(self) -> Self {
        Self {
            internal: true,
            ..self
        }
    }

    const fn of(self, practice: &'static str) -> Self {
        Self {
            practice: Some(practice),
            ..self
        }
    }
}

/// All fields, custom ones aside, in the order in which people read them.
#[rustfmt::skip]
pub const FIELDS: &[FieldInfo] = &[
    field("number", Takes::Number(NumberField::Number), "The ticket's number; #1024 alone does as well", "number:1024").also(&["id"]),
    field("kind", Takes::Kind, "Incident or request", "kind:incident").also(&["type"]),
    field("state", Takes::State, "A state, the category of a state, or open and done", "state:open").also(&["status"]),
    field("hold", Takes::Hold, "Why it is on hold", "hold:requester").optional(),
    field("priority", Takes::Number(NumberField::Priority), "1 (highest) to 5", "priority<=2").also(&["prio"]),
    field("impact", Takes::Number(NumberField::Impact), "1 (highest) to 3", "impact:1"),
    field("urgency", Takes::Number(NumberField::Urgency), "1 (highest) to 3", "urgency:1..2"),
    field("team", Takes::Team, "The team that works on it; mine for one's own", "team:mine").also(&["group"]).optional(),
    field("assignee", Takes::Person(PersonField::Assignee), "The agent who works on it", "assignee:me").also(&["agent"]).optional(),
    field("requester", Takes::Person(PersonField::Requester), "Who needs help", "requester:anna.berg@example.com").also(&["from"]),
    field("on_behalf_of", Takes::Person(PersonField::OnBehalfOf), "Who is affected, when the requester asked for somebody else", "on_behalf_of:any").also(&["for"]).optional(),
    field("watcher", Takes::Person(PersonField::Watcher), "Who else follows it", "watcher:me").optional(),
    field("party", Takes::Person(PersonField::Party), "Requester, affected person, assignee or watcher", "party:me").also(&["person"]),
    field("approver", Takes::Person(PersonField::Approver), "Who is asked to approve something and has not answered", "approver:me").optional().of(APPROVALS),
    field("approval", Takes::Approval, "How what was asked to be approved stands", "approval:pending").optional().of(APPROVALS),
    field("service", Takes::Service, "The service that it is about", "service:e-mail").optional(),
    field("category", Takes::Category, "The category, with all below it", "category:network").optional(),
    field("tag", Takes::Tag, "A label", "tag:vip").also(&["tags"]).optional(),
    field("channel", Takes::Channel, "The door that it came in by", "channel:email"),
    field("spf", Takes::Mail(MailCheck::Spf), "How SPF went for the last mail on it", "mail.spf:fail,softfail").also(&["mail.spf"]).optional(),
    field("dkim", Takes::Mail(MailCheck::Dkim), "How DKIM went for the last mail on it", "mail.dkim:none").also(&["mail.dkim"]).optional(),
    field("dmarc", Takes::Mail(MailCheck::Dmarc), "How DMARC went for the last mail on it", "mail.dmarc:fail").also(&["mail.dmarc"]).optional(),
    field("subject", Takes::Subject, "Words in the subject line", "subject:\"vpn timeout\""),
    field("confidential", Takes::Flag(FlagField::Confidential), "Whether only its parties and its team know of it", "confidential:yes"),
    field("shared", Takes::Flag(FlagField::Shared), "Whether the requester's organisation may follow it", "shared:yes"),
    field("answer", Takes::Flag(FlagField::AnswerAwaited), "Whether the requester's side wrote last: awaited or given", "answer:awaited"),
    field("created", Takes::Time(TimeField::Created), "When it was opened", "created:today").also(&["opened"]),
    field("updated", Takes::Time(TimeField::Updated), "When something last happened to it", "updated<-2d"),
    field("responded", Takes::Time(TimeField::Responded), "When an agent first answered", "responded:none").optional(),
    field("resolved", Takes::Time(TimeField::Resolved), "When it was resolved", "resolved:this_week").optional(),
    field("closed", Takes::Time(TimeField::Closed), "When it was closed", "closed:2026-01-01..2026-01-31").optional(),
    field("resume", Takes::Time(TimeField::Resume), "When it goes on after a hold", "resume<=tomorrow").optional(),
    field("due", Takes::Time(TimeField::Due), "When the next of its clocks runs out", "due<4h").optional().internal().of(SERVICE_LEVELS),
    field("response_due", Takes::Time(TimeField::ResponseDue), "When the next of its clocks for answering runs out", "sla.response<1h").also(&["sla.response"]).optional().internal().of(SERVICE_LEVELS),
    field("resolution_due", Takes::Time(TimeField::ResolutionDue), "When the next of its clocks for resolving runs out", "sla.resolution<2h").also(&["sla.resolution"]).optional().internal().of(SERVICE_LEVELS),
    field("breached", Takes::Flag(FlagField::Breached), "Whether a deadline has gone by", "breached:yes").internal().of(SERVICE_LEVELS),
    field("reassignments", Takes::Number(NumberField::Reassignments), "How often the team changed", "reassignments>=3"),
    field("reopens", Takes::Number(NumberField::Reopens), "How often it was reopened", "reopens>0"),
    field("replies", Takes::Number(NumberField::Replies), "How many public replies it has", "replies:0"),
    field("rating", Takes::Number(NumberField::Rating), "Stars that the requester gave, 1 to 5; 0 for none", "rating<=2"),
    field("notes", Takes::Number(NumberField::Notes), "How many internal notes it has", "notes>0").internal(),
    field("attachments", Takes::Number(NumberField::Attachments), "How many files it has", "attachments>0").internal(),
    field("worked", Takes::Number(NumberField::Worked), "How long it was worked on; a day is 24 hours", "worked>1h30m").internal(),
    field("tasks", Takes::Number(NumberField::Tasks), "How many of its tasks are still to be done", "tasks>0").internal(),
    field("parent", Takes::Ticket(TicketField::Parent), "The ticket that it is a part of", "parent:1024").optional(),
    field("merged", Takes::Ticket(TicketField::Merged), "The ticket that it was merged into", "merged:any").optional(),
    field("link", Takes::Link, "How it is linked to another ticket", "link:caused_by").also(&["links"]).optional(),
    field("linked", Takes::Linked, "The ticket that it is linked to", "linked:1024"),
];

/// The field of this name or alias; case and `-` for `_` do not matter.
pub(super) fn named(name: &str) -> Option<&'static FieldInfo> {
    let name = name.to_ascii_lowercase().replace('-', "_");
    FIELDS
        .iter()
        .find(|field| field.name == name || field.aliases.contains(&name.as_str()))
}

/// The name of the field that a term compares; nothing for words and custom fields.
pub(super) fn name_of(term: &Term) -> Option<&'static str> {
    let takes = match term {
        Term::Text(text) => match text.scope {
            TextScope::Everywhere => return None,
            TextScope::Subject => Takes::Subject,
        },
        Term::Kind(_) => Takes::Kind,
        Term::State(_) => Takes::State,
        Term::Hold(_) => Takes::Hold,
        Term::Approval(_) => Takes::Approval,
        Term::Channel(_) => Takes::Channel,
        Term::Mail(check, _) => Takes::Mail(*check),
        Term::Number(field, _) => Takes::Number(*field),
        Term::Person(field, _) => Takes::Person(*field),
        Term::Team(_) => Takes::Team,
        Term::Service(_) => Takes::Service,
        Term::Category(_) => Takes::Category,
        Term::Tag(_) => Takes::Tag,
        Term::Time(field, _) => Takes::Time(*field),
        Term::Flag(field, _) => Takes::Flag(*field),
        Term::Ticket(field, _) => Takes::Ticket(*field),
        Term::Link(_) => Takes::Link,
        Term::Linked(_) => Takes::Linked,
        Term::Custom(..) => return None,
    };
    FIELDS
        .iter()
        .find(|field| field.takes == takes)
        .map(|field| field.name)
}

/// The practices whose fields a term compares.
pub(super) fn practice_of(term: &Term) -> Option<&'static str> {
    named(name_of(term)?)?.practice
}
