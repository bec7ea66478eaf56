//! What happened to a ticket, each in one sentence.

use super::approving::approving;
use super::automated::by_itself;
use super::teller::Teller;
use crate::queries::{confirms, withdraws};
use kernel::policy::{Level, StateCategory};
use kernel::ticket::{Activity, Kind, Link, Patch, StateChange, TaskActivity, TaskState, Work};
use kernel::{PersonId, Recorded, Ticket, TicketId};
use web::parts::Excerpt;

/// Longest part of a reason or text within a sentence, in bytes.
const REASON_MAX_BYTES: usize = 300;

/// The icon and the sentence of something that happened.
pub(super) fn told(
    teller: &Teller<'_>,
    ticket: &Ticket,
    recorded: &Recorded,
) -> (&'static str, Excerpt) {
    let saying = Saying {
        teller,
        who: teller.actor(recorded.actor),
    };
    match &recorded.activity {
        Activity::StateChanged(_) if confirms(ticket, recorded) => {
            ("circle-check", saying.plain("activity-confirmed"))
        }
        Activity::StateChanged(change) => moved(teller, ticket.kind, change, &saying.who),
        Activity::AssigneeChanged { to, .. } => match to {
            None => ("user", saying.plain("activity-unassigned")),
            Some(to) if Some(*to) == recorded.actor => ("user", saying.plain("activity-taken")),
            Some(to) => {
                let to = teller.person(*to);
                ("user", saying.with("activity-assigned", "to", to))
            }
        },
        Activity::Opened(opened) => match opened.split_from {
            Some((origin, _)) => {
                let origin = teller.ticket(origin);
                (
                    "split",
                    saying.with("activity-split-from", "ticket", origin),
                )
            }
            None => ("ticket", saying.plain("activity-opened")),
        },
        Activity::Approval(approval) => approving(&saying, approval, recorded.actor),
        activity => field_changed(&saying, activity)
            .or_else(|| belonging_changed(&saying, activity))
            .unwrap_or_else(|| rest(&saying, activity)),
    }
}

/// The icon and the sentence of a move, in the words of whoever asked: the agents' states, reasons and codes are not
/// theirs.
pub(super) fn told_requester(
    teller: &Teller<'_>,
    ticket: &Ticket,
    recorded: &Recorded,
) -> Option<(&'static str, Excerpt)> {
    let Activity::StateChanged(change) = &recorded.activity else {
        return None;
    };
    let (icon, key) = match change.category {
        _ if change.reopened => ("refresh-cw", "activity-reopened"),
        StateCategory::New => ("inbox", "my-activity-new"),
        StateCategory::Active => ("arrow-right-left", "my-activity-active"),
        StateCategory::WaitingOnRequester => ("circle-pause", "my-activity-wait"),
        StateCategory::WaitingOnThirdParty => ("circle-pause", "my-activity-third"),
        StateCategory::Resolved => ("circle-check", "my-activity-resolved"),
        StateCategory::Closed if confirms(ticket, recorded) => {
            ("circle-check", "activity-confirmed")
        }
        StateCategory::Closed => ("archive", "my-activity-closed"),
        StateCategory::Cancelled if withdraws(ticket, recorded) => {
            ("circle-x", "my-activity-withdrawn")
        }
        StateCategory::Cancelled => ("circle-x", "my-activity-cancelled"),
    };
    let said = teller.sentence(key, &[("who", teller.actor(recorded.actor))]);
    let own = recorded.actor.is_some_and(|person| ticket.is_for(person));
    let reason = if own { change.reason.as_str() } else { "" };
    Some((icon, with_reason(said, reason)))
}

/// Who did it, and how to say so.
pub(super) struct Saying<'a> {
    pub(super) teller: &'a Teller<'a>,
    who: String,
}

impl Saying<'_> {
    pub(super) fn facts(&self, key: &str, facts: &[(&str, String)]) -> Excerpt {
        let mut all = vec![("who", self.who.clone())];
        all.extend(facts.iter().cloned());
        self.teller.sentence(key, &all)
    }

    fn plain(&self, key: &str) -> Excerpt {
        self.facts(key, &[])
    }

    pub(super) fn with(&self, key: &str, name: &str, fact: String) -> Excerpt {
        self.facts(key, &[(name, fact)])
    }

    /// A field that was one thing and is another.
    fn changed(&self, field: &str, from: Option<String>, to: Option<String>) -> Excerpt {
        let field = ("field", self.teller.field(field));
        match (from, to) {
            (Some(from), Some(to)) => {
                let facts = [field, ("from", from), ("to", to)];
                self.facts("activity-changed", &facts)
            }
            (None, Some(to)) => self.facts("activity-set", &[field, ("to", to)]),
            (from, None) => {
                let from = ("from", from.unwrap_or_default());
                self.facts("activity-cleared", &[field, from])
            }
        }
    }
}

/// A property that has one value.
fn field_changed(saying: &Saying<'_>, activity: &Activity) -> Option<(&'static str, Excerpt)> {
    let teller = saying.teller;
    let level = |level: &Level| Some(teller.words.level(*level).to_owned());
    let person = |person: &Option<PersonId>| person.map(|person| teller.person(person));
    Some(match activity {
        Activity::SubjectChanged { from, to } => {
            let said = saying.changed("subject", Some(from.clone()), Some(to.clone()));
            ("pencil", said)
        }
        Activity::KindChanged { from, to } => {
            let name = |kind: &Kind| Some(teller.words.kind(*kind).to_owned());
            ("tag", saying.changed("kind", name(from), name(to)))
        }
        Activity::RequesterChanged { from, to } => {
            let (from, to) = (person(&Some(*from)), person(&Some(*to)));
            ("user", saying.changed("requester", from, to))
        }
        Activity::OnBehalfOfChanged { from, to } => {
            let said = saying.changed("on_behalf_of", person(from), person(to));
            ("user", said)
        }
        Activity::ImpactChanged { from, to } => {
            ("flag", saying.changed("impact", level(from), level(to)))
        }
        Activity::UrgencyChanged { from, to } => {
            ("flag", saying.changed("urgency", level(from), level(to)))
        }
        Activity::PriorityChanged { from, to, reason } => {
            let name = |level: &Level| teller.words.priority(i64::from(level.0)).to_owned();
            let (from, to) = (name(from), name(to));
            let said = match reason {
                None => saying.facts("activity-priority-follows", &[("from", from), ("to", to)]),
                Some(reason) => {
                    with_reason(saying.changed("priority", Some(from), Some(to)), reason)
                }
            };
            ("flag", said)
        }
        Activity::TeamChanged { from, to } => {
            let name = |team: &Option<kernel::TeamId>| team.map(|team| teller.team(team));
            ("users", saying.changed("team", name(from), name(to)))
        }
        Activity::ServiceChanged { from, to } => {
            let name = |id: &Option<kernel::ServiceId>| id.map(|id| teller.service(id));
            ("life-buoy", saying.changed("service", name(from), name(to)))
        }
        Activity::CategoryChanged { from, to } => {
            let label = |key: &String| teller.words.policy.category_label(key);
            let (from, to) = (from.as_ref().map(label), to.as_ref().map(label));
            ("tag", saying.changed("category", from, to))
        }
        Activity::FieldChanged { key, from, to } => {
            let value = |value: &kernel::ticket::FieldValue| teller.value(key, value);
            let (from, to) = (from.as_ref().map(value), to.as_ref().map(value));
            ("pencil", saying.changed(&format!("field.{key}"), from, to))
        }
        _ => return None,
    })
}

/// Whom and what it belongs to.
fn belonging_changed(saying: &Saying<'_>, activity: &Activity) -> Option<(&'static str, Excerpt)> {
    let teller = saying.teller;
    let ticket = |key: &str, id: &TicketId| saying.with(key, "ticket", teller.ticket(*id));
    let person = |key: &str, id: &PersonId| saying.with(key, "person", teller.person(*id));
    Some(match activity {
        Activity::ParentChanged { from, to } => {
            let name = |id: &Option<TicketId>| id.map(|id| teller.ticket(id));
            ("link", saying.changed("parent", name(from), name(to)))
        }
        Activity::TagAdded { tag } => ("tag", saying.with("activity-tagged", "tag", tag.clone())),
        Activity::TagRemoved { tag } => {
            ("tag", saying.with("activity-untagged", "tag", tag.clone()))
        }
        Activity::WatcherAdded { person: id } => ("eye", person("activity-watched", id)),
        Activity::WatcherRemoved { person: id } => ("eye", person("activity-unwatched", id)),
        Activity::LinkAdded { link } => (
            "link",
            saying.facts("activity-linked", &linked(teller, link)),
        ),
        Activity::LinkRemoved { link } => (
            "link",
            saying.facts("activity-unlinked", &linked(teller, link)),
        ),
        Activity::MergedInto { target } => ("git-merge", ticket("activity-merged", target)),
        Activity::Absorbed { source, .. } => ("git-merge", ticket("activity-absorbed", source)),
        Activity::SplitOff { more, to, .. } => {
            let key = match more.len() {
                0 => "activity-split-off",
                _ => "activity-split-off-many",
            };
            ("split", ticket(key, to))
        }
        _ => return None,
    })
}

fn rest(saying: &Saying<'_>, activity: &Activity) -> (&'static str, Excerpt) {
    match activity {
        Activity::ConfidentialChanged { to: true } => ("lock", saying.plain("activity-hidden")),
        Activity::ConfidentialChanged { to: false } => ("eye", saying.plain("activity-shown")),
        Activity::SharedWithChanged { to: Some(_), .. } => {
            ("building-2", saying.plain("activity-shared"))
        }
        Activity::SharedWithChanged { to: None, .. } => {
            ("building-2", saying.plain("activity-unshared"))
        }
        Activity::Rated { stars, comment } => {
            let said = saying.with("activity-rated", "stars", stars.to_string());
            ("star", with_reason(said, comment))
        }
        Activity::Noted { .. } => ("lock", saying.plain("activity-noted")),
        Activity::SideWritten(side) => {
            let subject = side.subject.clone();
            (
                "mail",
                saying.with("activity-side-written", "subject", subject),
            )
        }
        Activity::TimeWorked(work) => worked(saying, work),
        Activity::Task(task) => task_changed(saying, task),
        Activity::Automated(automated) => by_itself(saying, automated),
        Activity::Undone { patch, .. } => {
            let fields = undone(saying.teller, patch);
            ("undo-2", saying.with("activity-undone", "fields", fields))
        }
        _ => ("message-square", saying.plain("activity-replied")),
    }
}

/// Time that somebody worked, what in and on which day.
fn worked(saying: &Saying<'_>, work: &Work) -> (&'static str, Excerpt) {
    let teller = saying.teller;
    let mut about = Vec::new();
    about.extend(work.kind.map(|kind| teller.words.work(kind).to_owned()));
    about.extend(work.worked_on.map(|day| teller.calendar.day(day)));
    about.extend(Some(work.comment.clone()).filter(|comment| !comment.is_empty()));
    let time = duration(teller, work.secs);
    let said = saying.with("activity-worked", "time", time);
    ("clock", with_reason(said, &about.join(", ")))
}

/// Something about the tasks.
fn task_changed(saying: &Saying<'_>, task: &TaskActivity) -> (&'static str, Excerpt) {
    let about = |key: &str, title: &String| saying.with(key, "task", title.clone());
    match task {
        TaskActivity::Added(task) => (
            "list-checks",
            about("activity-task-added", &task.plan.title),
        ),
        TaskActivity::Planned { to, .. } => {
            ("list-checks", about("activity-task-changed", &to.title))
        }
        TaskActivity::StateChanged { title, to, .. } => match to {
            TaskState::Done => ("circle-check", about("activity-task-done", title)),
            TaskState::Skipped => ("circle-x", about("activity-task-skipped", title)),
            TaskState::Open => ("refresh-cw", about("activity-task-reopened", title)),
        },
        TaskActivity::Moved { title, .. } => ("list-checks", about("activity-task-moved", title)),
        TaskActivity::Removed(task) => ("x", about("activity-task-removed", &task.plan.title)),
    }
}

/// What was taken back.
fn undone(teller: &Teller<'_>, patch: &Patch) -> String {
    let fields: Vec<String> = patch
        .0
        .keys()
        .filter(|key| !DERIVED.contains(&key.as_str()))
        .map(|key| teller.field(key))
        .collect();
    if fields.is_empty() {
        teller.words.texts.t("activity-undone-message").to_owned()
    } else {
        fields.join(", ")
    }
}

/// Properties that follow from others: nobody undoes them for their own sake.
const DERIVED: [&str; 15] = [
    "state_category",
    "resolved_at",
    "closed_at",
    "first_response_at",
    "reply_count",
    "note_count",
    "side_conversations",
    "attachment_count",
    "reassignment_count",
    "reopen_count",
    "awaits_answer",
    "mail_checks",
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

pub(super) fn with_reason(mut said: Excerpt, reason: &str) -> Excerpt {
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
