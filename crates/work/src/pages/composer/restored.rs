//! What was sent and taken back stands in the composer again.

use super::super::Pages;
use crate::drafts::{self, DraftKey, DraftKind};
use crate::error::{Error, Result};
use directory::SignedIn;
use kernel::ticket::{Activity, Address, Attachment};
use kernel::{CommandId, PersonId, Recorded};
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
    let work = move |tx: &Tx<'_>| {
        let [ticket] = store::log::tickets_of_command(tx, command)?[..] else {
            return Ok(());
        };
        crate::queries::ticket(tx, &reader, ticket)?;
        let log = store::log::of_ticket(tx, ticket, Texts::All)?;
        let mine = |recorded: &&Recorded| recorded.command == command && recorded.actor == Some(me);
        let done: Vec<&Recorded> = log.iter().filter(mine).collect();
        let written = done.iter().find_map(|recorded| written(&recorded.activity));
        let Some((kind, mut fields, files)) = written else {
            return Ok(());
        };
        fields.extend(mentioned(tx, &done)?);
        let key = DraftKey {
            ticket,
            owner: me,
            kind,
        };
        drafts::restore(tx, &reader, key, fields, &files)
    };
    pages.desk.store().write(work).await
}

fn written(activity: &Activity) -> Option<Written> {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let joined = |all: &[Address]| {
        let all: Vec<String> = all.iter().map(Address::to_string).collect();
        all.join(", ")
    };
    Some(match activity {
        Activity::Replied {
            message, delivery, ..
        } => {
            let mut fields = vec![field("body", unsigned(&message.text.0).to_owned())];
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
            let fields = vec![
                field("body", side.message.text.0.clone()),
                field("subject", side.subject.clone()),
                field("to", joined(&side.with)),
                field("from", side.from.iter().map(Address::to_string).collect()),
            ];
            (DraftKind::Side, fields, side.message.attachments.clone())
        }
        _ => return None,
    })
}

/// The text without the signature, which is added again when it is sent again.
fn unsigned(text: &str) -> &str {
    text.rsplit_once("\n\n-- \n").map_or(text, |(text, _)| text)
}

fn mentioned(tx: &Tx<'_>, done: &[&Recorded]) -> Result<Vec<(String, String)>> {
    let people = done.iter().find_map(|recorded| match &recorded.activity {
        Activity::Mentioned { people, .. } => Some(people),
        _ => None,
    });
    let Some(people) = people else {
        return Ok(Vec::new());
    };
    let names = directory::queries::person_names(tx, people)?;
    let field = |(id, person): (PersonId, directory::model::PersonName)| {
        ("mention".to_owned(), format!("{id} {}", person.name))
    };
    Ok::<_, Error>(names.into_iter().map(field).collect())
}
