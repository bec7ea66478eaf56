//! What happened to a ticket, each in one sentence.

use super::teller::Teller;
use kernel::policy::StateCategory;
use kernel::ticket::{Activity, Kind, Link, StateChange};
use kernel::{PersonId, Recorded};
use web::parts::Excerpt;

/// Longest part of a reason or text within a sentence, in bytes.
const REASON_MAX_BYTES: usize = 300;

/// The icon and the sentence of something that happened; nothing for what is a message.
pub(super) fn told(
    teller: &Teller<'_>,
    kind: Kind,
    recorded: &Recorded,
) -> (&'static str, Excerpt) {
    let who = teller.actor(recorded.actor);
    let say = |key: &str, facts: &[(&str, String)]| {
        let mut all = vec![("who", who.clone())];
        all.extend(facts.iter().cloned());
        teller.sentence(key, &all)
    };
    let text = |key: &str| teller.words.texts.t(key).to_owned();
    let changed = |icon, field: &str, from: Option<String>, to: Option<String>| {
        let field = ("field", teller.field(field));
        let sentence = match (from, to) {
            (Some(from), Some(to)) => say("activity-changed", &[field, ("from", from), ("to", to)]),
            (None, Some(to)) => say("activity-set", &[field, ("to", to)]),
            (Some(from), None) => say("activity-cleared", &[field, ("from", from)]),
            (None, None) => say("activity-cleared", &[field, ("from", String::new())]),
        };
        (icon, sentence)
    };
    match &recorded.activity {
        Activity::Opened(opened) => match opened.split_from {
            Some((origin, _)) => (
                "split",
                say("activity-split-from", &[("ticket", teller.ticket(origin))]),
            ),
            None => ("ticket", say("activity-opened", &[])),
        },
        Activity::SubjectChanged { from, to } => {
            changed("pencil", "subject", Some(from.clone()), Some(to.clone()))
        }
        Activity::KindChanged { from, to } => {
            let name = |kind: Kind| Some(teller.words.kind(kind).to_owned());
            changed("tag", "kind", name(*from), name(*to))
        }
        Activity::RequesterChanged { from, to } => {
            let name = |person: PersonId| Some(teller.person(person));
            changed("user", "requester", name(*from), name(*to))
        }
        Activity::OnBehalfOfChanged { from, to } => {
            let name = |person: &Option<PersonId>| person.map(|person| teller.person(person));
            changed("user", "on_behalf_of", name(from), name(to))
        }
        Activity::StateChanged(change) => moved(teller, kind, change, &who),
        Activity::ImpactChanged { from, to } => {
            let name = |level| Some(teller.words.level(level).to_owned());
            changed("flag", "impact", name(*from), name(*to))
        }
        Activity::UrgencyChanged { from, to } => {
            let name = |level| Some(teller.words.level(level).to_owned());
            changed("flag", "urgency", name(*from), name(*to))
        }
        Activity::PriorityChanged { from, to, reason } => {
            let name =
                |level: kernel::policy::Level| teller.words.priority(i64::from(level.0)).to_owned();
            let levels = [("from", name(*from)), ("to", name(*to))];
            match reason {
                None => ("flag", say("activity-priority-follows", &levels)),
                Some(reason) => {
                    let (icon, said) =
                        changed("flag", "priority", Some(name(*from)), Some(name(*to)));
                    (icon, with_reason(said, reason))
                }
            }
        }
        Activity::TeamChanged { from, to } => {
            let name = |team: &Option<kernel::TeamId>| team.map(|team| teller.team(team));
            changed("users", "team", name(from), name(to))
        }
        Activity::AssigneeChanged { to, .. } => match to {
            None => ("user", say("activity-unassigned", &[])),
            Some(to) if Some(*to) == recorded.actor => ("user", say("activity-taken", &[])),
            Some(to) => (
                "user",
                say("activity-assigned", &[("to", teller.person(*to))]),
            ),
        },
        Activity::ServiceChanged { from, to } => {
            let name = |id: &Option<kernel::ServiceId>| id.map(|id| teller.service(id));
            changed("life-buoy", "service", name(from), name(to))
        }
        Activity::CategoryChanged { from, to } => {
            let name = |key: &Option<String>| {
                key.as_ref()
                    .map(|key| teller.words.policy.category_label(key))
            };
            changed("tag", "category", name(from), name(to))
        }
        Activity::ParentChanged { from, to } => {
            let name = |id: &Option<kernel::TicketId>| id.map(|id| teller.ticket(id));
            changed("link", "parent", name(from), name(to))
        }
        Activity::ConfidentialChanged { to: true } => ("lock", say("activity-hidden", &[])),
        Activity::ConfidentialChanged { to: false } => ("eye", say("activity-shown", &[])),
        Activity::FieldChanged { key, from, to } => {
            let name = |value: &Option<kernel::ticket::FieldValue>| {
                value.as_ref().map(|value| teller.value(key, value))
            };
            changed("pencil", &format!("field.{key}"), name(from), name(to))
        }
        Activity::TagAdded { tag } => ("tag", say("activity-tagged", &[("tag", tag.clone())])),
        Activity::TagRemoved { tag } => ("tag", say("activity-untagged", &[("tag", tag.clone())])),
        Activity::WatcherAdded { person } => (
            "eye",
            say("activity-watched", &[("person", teller.person(*person))]),
        ),
        Activity::WatcherRemoved { person } => (
            "eye",
            say("activity-unwatched", &[("person", teller.person(*person))]),
        ),
        Activity::LinkAdded { link } => ("link", say("activity-linked", &linked(teller, link))),
        Activity::LinkRemoved { link } => ("link", say("activity-unlinked", &linked(teller, link))),
        Activity::Replied { .. } => ("message-square", say("activity-replied", &[])),
        Activity::Noted { .. } => ("lock", say("activity-noted", &[])),
        Activity::TimeWorked { secs } => (
            "clock",
            say("activity-worked", &[("time", duration(teller, *secs))]),
        ),
        Activity::MergedInto { target } => (
            "git-merge",
            say("activity-merged", &[("ticket", teller.ticket(*target))]),
        ),
        Activity::Absorbed { source, .. } => (
            "git-merge",
            say("activity-absorbed", &[("ticket", teller.ticket(*source))]),
        ),
        Activity::SplitOff { to, .. } => (
            "split",
            say("activity-split-off", &[("ticket", teller.ticket(*to))]),
        ),
        Activity::Undone { patch, .. } => {
            let mut fields: Vec<String> = patch
                .0
                .keys()
                .filter(|key| !DERIVED.contains(&key.as_str()))
                .map(|key| teller.field(key))
                .collect();
            fields.dedup();
            let said = if fields.is_empty() {
                text("activity-undone-message")
            } else {
                fields.join(", ")
            };
            ("undo-2", say("activity-undone", &[("fields", said)]))
        }
    }
}

/// Properties that follow from others: nobody undoes them for their own sake.
const DERIVED: [&str; 13] = [
    "state_category",
    "resolved_at",
    "closed_at",
    "first_response_at",
    "reply_count",
    "note_count",
    "attachment_count",
    "reassignment_count",
    "reopen_count",
    "awaits_answer",
    "priority_reason",
    "merged_into",
    "absorbed",
];

/// A move in the lifecycle.
fn moved(
    teller: &Teller<'_>,
    kind: Kind,
    change: &StateChange,
    who: &str,
) -> (&'static str, Excerpt) {
    let who = ("who", who.to_owned());
    let (icon, said) = if let Some(hold) = &change.hold {
        let reason = ("reason", teller.words.hold_reason(&hold.reason));
        let said = match hold.until {
            None => teller.sentence("activity-held", &[who, reason]),
            Some(until) => {
                let until = ("until", teller.calendar.when(until.0).text);
                teller.sentence("activity-held-until", &[who, reason, until])
            }
        };
        ("circle-pause", said)
    } else if let Some(resolution) = &change.resolution {
        let code = ("code", teller.words.resolution(&resolution.code));
        (
            "circle-check",
            teller.sentence("activity-resolved", &[who, code]),
        )
    } else if change.reopened {
        ("refresh-cw", teller.sentence("activity-reopened", &[who]))
    } else {
        let icon = match change.category {
            StateCategory::Closed => "archive",
            StateCategory::Cancelled => "circle-x",
            _ => "arrow-right-left",
        };
        let to = teller.words.state(kind.name(), &change.to).to_owned();
        (icon, teller.sentence("activity-moved", &[who, ("to", to)]))
    };
    (icon, with_reason(said, &change.reason))
}

fn with_reason(mut said: Excerpt, reason: &str) -> Excerpt {
    if !reason.is_empty() {
        let end = reason.floor_char_boundary(REASON_MAX_BYTES);
        let more = if end < reason.len() { "…" } else { "" };
        said.push((false, format!(": {}{more}", &reason[..end])));
    }
    said
}

fn linked(teller: &Teller<'_>, link: &Link) -> [(&'static str, String); 2] {
    [
        ("relation", teller.words.link(link.kind).to_owned()),
        ("ticket", teller.ticket(link.to)),
    ]
}

/// How long, in hours and minutes.
pub(in crate::pages) fn duration(teller: &Teller<'_>, secs: i64) -> String {
    let texts = teller.words.texts;
    let minutes = (secs + 59) / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => texts.count("minutes", minutes),
        (hours, 0) => texts.count("hours", hours),
        (hours, minutes) => format!(
            "{} {}",
            texts.count("hours", hours),
            texts.count("minutes", minutes)
        ),
    }
}
