//! What was sent and taken back stands in the composer again.

use super::super::Pages;
use super::sending::SIGNATURE_MARK;
use crate::drafts::{self, DraftKey, DraftKind};
use crate::error::Result;
use directory::SignedIn;
use directory::model::PersonName;
use kernel::policy::Lifecycle;
use kernel::ticket::{Activity, Address, Attachment, StateChange};
use kernel::{Actor, CommandId, PersonId, Recorded, TeamId, Ticket};
use store::Tx;
use store::log::Texts;

/// The fields of the composer and the files of a message.
type Written = (DraftKind, Vec<(String, String)>, Vec<Attachment>);

/// Makes a draft of the message of a command that its author has just taken back.
pub(in crate::pages) async fn restore(
    pages: &Pages,
    signed: &SignedIn,
    command: CommandId,
) -> Result<()> {
    let (reader, me) = (pages.reader(signed), signed.person.id);
    let desk = pages.desk.clone();
    let work = move |tx: &Tx<'_>| {
        let [ticket] = store::log::tickets_of_command(tx, command)?[..] else {
            return Ok(());
        };
        let now = crate::queries::ticket(tx, &reader, ticket)?;
        let log = store::log::of_ticket(tx, ticket, Texts::All)?;
        let mine = |recorded: &&Recorded| recorded.command == command && recorded.actor == Some(me);
        let done: Vec<&Recorded> = log.iter().filter(mine).collect();
        let signature = desk.signature(tx, &reader, &now)?;
        let written = done
            .iter()
            .find_map(|it| written(&it.activity, &now, signature.as_deref()));
        let Some((kind, mut fields, files)) = written else {
            return Ok(());
        };
        fields.extend(mentioned(tx, &reader.actor, &done)?);
        let chosen = done.iter().enumerate();
        let chosen = chosen.filter(|(at, it)| !follows(&done[..*at], &it.activity));
        let sets = chosen.flat_map(|(_, it)| sets(&it.activity));
        fields.extend(sets.map(|set| ("set".to_owned(), set)));
        let key = DraftKey {
            ticket,
            owner: me,
            kind,
        };
        drafts::restore(tx, &reader, key, fields, &files)
    };
    pages.desk.store().write(work).await
}

fn written(activity: &Activity, now: &Ticket, signature: Option<&str>) -> Option<Written> {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let joined = |all: &[Address]| {
        let all: Vec<String> = all.iter().map(Address::to_string).collect();
        all.join(", ")
    };
    Some(match activity {
        Activity::Replied {
            message, delivery, ..
        } => {
            let unsigned = signature.and_then(|it| unsigned(&message.text.0, it));
            let body = unsigned.unwrap_or(&message.text.0);
            let mut fields = vec![
                field("body", body.to_owned()),
                field("signed", unsigned.is_some().to_string()),
            ];
            if delivery.requester_only {
                fields.push(field("whom", "requester".into()));
            }
            fields.push(field("cc", joined(&delivery.cc)));
            (DraftKind::Reply, fields, message.attachments.clone())
        }
        Activity::Noted { message } => {
            let fields = vec![field("body", message.text.0.clone())];
            (DraftKind::Note, fields, message.attachments.clone())
        }
        Activity::SideWritten(side) => {
            // What began a conversation begins it again; what went on in one does so there.
            let known = now.side_conversations.contains_key(&side.conversation);
            let number = known.then(|| side.conversation.to_string());
            let fields = vec![
                field("body", side.message.text.0.clone()),
                field("conversation", number.unwrap_or_default()),
                field("subject", side.subject.clone()),
                field("to", joined(&side.with)),
                field("from", side.from.iter().map(Address::to_string).collect()),
            ];
            (DraftKind::Side, fields, side.message.attachments.clone())
        }
        _ => return None,
    })
}

/// The text without the signature, which is added again when it is sent again; nothing where it has none. Another line
/// of the same mark is what somebody wrote.
fn unsigned<'t>(text: &'t str, signature: &str) -> Option<&'t str> {
    text.strip_suffix(signature)?.strip_suffix(SIGNATURE_MARK)
}

fn mentioned(tx: &Tx<'_>, actor: &Actor, done: &[&Recorded]) -> Result<Vec<(String, String)>> {
    let mentioned = done.iter().find_map(|recorded| match &recorded.activity {
        Activity::Mentioned { people, teams, .. } => Some((people, teams)),
        _ => None,
    });
    let Some((people, teams)) = mentioned else {
        return Ok(Vec::new());
    };
    let people = directory::queries::person_names(tx, people)?;
    let teams = directory::queries::team_names(tx, actor, teams)?;
    let field = |value: String| ("mention".to_owned(), value);
    let person = |(id, person): (PersonId, PersonName)| field(format!("{id} {}", person.name));
    let team = |(id, name): (TeamId, String)| field(format!("team.{id} {name}"));
    Ok(people
        .into_iter()
        .map(person)
        .chain(teams.into_iter().map(team))
        .collect())
}

/// What was set with the message, as the forms of a ticket name it: what a macro sets, and what was to be done after
/// sending.
fn sets(activity: &Activity) -> Vec<String> {
    let of = |id: Option<i64>| id.map_or_else(String::new, |id| id.to_string());
    match activity {
        Activity::TeamChanged { to, .. } => vec![format!("team={}", of(to.map(|id| id.0)))],
        Activity::AssigneeChanged { to, .. } => {
            vec![format!("assignee={}", of(to.map(|id| id.0)))]
        }
        // Without a reason it follows from something else.
        Activity::PriorityChanged {
            to,
            reason: Some(reason),
            ..
        } => vec![format!("priority={}", to.0), format!("reason={reason}")],
        Activity::TagAdded { tag } => vec![format!("tag_add={tag}")],
        Activity::StateChanged(moved) => vec![moved_to(moved)],
        _ => Vec::new(),
    }
}

/// Whether it is the move that comes with assigning, and that nobody chose.
fn follows(before: &[&Recorded], activity: &Activity) -> bool {
    let Activity::StateChanged(moved) = activity else {
        return false;
    };
    let assigned = |it: &&Recorded| matches!(it.activity, Activity::AssigneeChanged { .. });
    let by_itself = [Lifecycle::NEW, Lifecycle::ASSIGNED];
    let moves = by_itself.contains(&moved.from.as_str()) && by_itself.contains(&moved.to.as_str());
    moves && before.iter().any(assigned)
}

fn moved_to(moved: &StateChange) -> String {
    match (&moved.hold, &moved.resolution) {
        (Some(hold), _) => format!("hold={}", hold.reason),
        (_, Some(resolution)) => format!("resolution={}", resolution.code),
        _ => format!("state={}", moved.to),
    }
}
