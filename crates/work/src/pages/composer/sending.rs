//! `POST /tickets/{number}/replies`, `/notes` and `/side-messages`: what was written is sent.

use super::super::doing::{self, Form, answer};
use super::super::sent::Sent;
use super::super::{Pages, changes};
use super::drafts::{key_of, page_of};
use crate::desk::Command;
use crate::drafts::{self, DraftKey, DraftKind};
use crate::error::{Error, Result};
use crate::queries::Reader;
use directory::SignedIn;
use kernel::policy::Lifecycle;
use kernel::ticket::{
    Activity, Address, Aside, Attachment, Change, Channel, InternalText, Message, OutsideText,
    PublicText, Refusal,
};
use kernel::{Actor, PersonId, Policy, TeamId, TicketId};
use std::collections::BTreeSet;
use store::Tx;
use web::Path;
use web::axum::extract::State;
use web::axum::response::Response;

/// What a conflict is about when somebody answered meanwhile.
const MESSAGES: &str = "messages";
/// What it is about when the draft holds something else by now. Who was told of either sends it again with `anyway`.
pub(in crate::pages) const DRAFT: &str = "draft";
/// Around a signature, as mail programs know it.
pub(super) const SIGNATURE_MARK: &str = "\n\n-- \n";

/// `POST /tickets/{number}/replies`
pub(in crate::pages) async fn reply(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    let form = Form::new(&signed, id, "reply", signed.texts.t("done-reply"));
    send(&pages, &signed, form, DraftKind::Reply, sent).await
}

/// `POST /tickets/{number}/notes`
pub(in crate::pages) async fn note(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    let form = Form::new(&signed, id, "note", signed.texts.t("done-note"));
    send(&pages, &signed, form, DraftKind::Note, sent).await
}

/// `POST /tickets/{number}/side-messages`
pub(in crate::pages) async fn side_message(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    let form = Form::new(&signed, id, "side", signed.texts.t("done-side"));
    send(&pages, &signed, form, DraftKind::Side, sent).await
}

async fn send(
    pages: &Pages,
    signed: &SignedIn,
    form: Form,
    kind: DraftKind,
    mut sent: Sent,
) -> web::Result<Response> {
    sent.check(signed)?;
    let attachments = sent.keep_files(pages).await?;
    let (key, page) = (key_of(signed, form.ticket, kind, &sent), page_of(&sent));
    let reader = pages.reader(signed);
    let read = Reading {
        reader: reader.clone(),
        desk: pages.desk.clone(),
        key,
        fields: sent.fields().to_vec(),
        attachments,
    };
    let changes = pages.desk.store().read(move |tx| read.changes(tx)).await;
    let changes = match changes {
        Ok(changes) => changes,
        Err(error) => return refuse(pages, signed, form, error, sent).await,
    };
    let command = Command::Change {
        tickets: vec![form.ticket],
        changes,
        seen: sent.seen(),
        channel: Channel::Web,
    };
    let anyway = sent.all("anyway").any(|told| told == DRAFT);
    let around = move |tx: &Tx<'_>, _, execute: &dyn Fn() -> Result<crate::Outcome>| {
        store::lock(tx, &[key.ticket])?;
        let by = drafts::overtaken(tx, &reader, key, &page)?;
        if by.is_some() && !anyway {
            // One is told of oneself as of another device, not by name.
            let other = by.filter(|by| reader.actor.person != Some(*by));
            return Err(conflict(DRAFT, other));
        }
        let outcome = execute()?;
        // What somebody else has made of it stays as it is.
        if by.is_none() {
            drafts::sent(tx, key)?;
        }
        Ok(outcome)
    };
    let desk = &pages.desk;
    let done = desk.execute_with(&signed.actor, command, Channel::Web, around);
    match done.await {
        Err(error) => refuse(pages, signed, form, error, sent).await,
        done => answer(pages, signed, form, done, sent).await,
    }
}

/// The form again; whoever was told what others did meanwhile may send it nevertheless.
async fn refuse(
    pages: &Pages,
    signed: &SignedIn,
    form: Form,
    error: Error,
    mut sent: Sent,
) -> web::Result<Response> {
    if let Error::Refused(Refusal::Conflict { field, .. }) = &error
        && matches!(field.as_str(), MESSAGES | DRAFT)
    {
        sent.add("anyway", field);
    }
    doing::refuse(pages, signed, form, error, sent).await
}

fn conflict(field: &str, by: Option<PersonId>) -> Error {
    let field = field.into();
    Refusal::Conflict { field, by }.into()
}

/// A form of the composer while it becomes changes.
struct Reading {
    reader: Reader,
    desk: crate::Desk,
    key: DraftKey,
    fields: Vec<(String, String)>,
    attachments: Vec<Attachment>,
}

impl Reading {
    fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    }

    fn changes(&self, tx: &Tx<'_>) -> Result<Vec<Change>> {
        self.refuse_overtaken(tx)?;
        let mut attachments = self.attachments.clone();
        // A draft that others began is theirs to share: its files come along only where it is shared.
        let mine = self.reader.actor.person == Some(self.key.owner);
        if mine || drafts::find(tx, self.key)?.is_some_and(|draft| draft.shared) {
            let kept = drafts::files(tx, self.key)?;
            let named = |file: &Attachment| self.all("file").any(|hash| hash == file.hash);
            attachments.extend(kept.into_iter().filter(named));
        }
        let mut changes = vec![match self.key.kind {
            DraftKind::Reply => self.reply(tx, attachments)?,
            DraftKind::Note => Change::Note(Message {
                text: InternalText(self.get("body").to_owned()),
                attachments,
            }),
            DraftKind::Side => Change::WriteAside(Box::new(self.aside(attachments)?)),
        }];
        changes.extend(self.mention());
        let rules = self.desk.rules_in(tx)?;
        let set: Vec<(String, String)> = self
            .all("set")
            .filter_map(|set| set.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        changes.extend(set_changes(tx, &self.reader.actor, &rules.policy, &set)?);
        changes.extend(afterwards(self.get("then")));
        Ok(changes)
    }

    /// Whoever answers should have read what others answered meanwhile.
    fn refuse_overtaken(&self, tx: &Tx<'_>) -> Result<()> {
        let seen: Option<i64> = self.get("seen").parse().ok();
        let anyway = self.all("anyway").any(|told| told == MESSAGES);
        let (Some(seen), DraftKind::Reply, false) = (seen, self.key.kind, anyway) else {
            return Ok(());
        };
        crate::queries::ticket(tx, &self.reader, self.key.ticket)?;
        let log = store::log::since(tx, self.key.ticket, seen)?;
        let theirs = log.iter().find(|recorded| {
            let reply = matches!(recorded.activity, Activity::Replied { .. });
            reply && recorded.actor != self.reader.actor.person
        });
        match theirs {
            None => Ok(()),
            Some(reply) => Err(conflict(MESSAGES, reply.actor)),
        }
    }

    fn reply(&self, tx: &Tx<'_>, attachments: Vec<Attachment>) -> Result<Change> {
        let mut text = self.get("body").to_owned();
        let ticket = crate::queries::ticket(tx, &self.reader, self.key.ticket)?;
        // What says nothing is refused, and not sent as a signature alone.
        if self.get("signed") == "true"
            && !text.trim().is_empty()
            && let Some(signature) = self.desk.signature(tx, &self.reader, &ticket)?
        {
            text.push_str(SIGNATURE_MARK);
            text.push_str(&signature);
        }
        Ok(Change::Send {
            message: Message {
                text: PublicText(text),
                attachments,
            },
            requester_only: self.get("whom") == "requester",
            cc: addresses(self.get("cc"))?,
        })
    }

    fn aside(&self, attachments: Vec<Attachment>) -> Result<Aside> {
        let from = match self.get("from").trim() {
            "" => None,
            from => Some(address(from)?),
        };
        Ok(Aside {
            conversation: self.get("conversation").parse().ok(),
            subject: self.get("subject").to_owned(),
            with: addresses(self.get("to"))?,
            from,
            message: Message {
                text: OutsideText(self.get("body").to_owned()),
                attachments,
            },
        })
    }

    /// Those whose names still stand in the text, and not those that were typed and removed again.
    fn mention(&self) -> Option<Change> {
        let (mut people, mut teams) = (BTreeSet::new(), BTreeSet::new());
        for mention in self.all("mention") {
            let Some((id, name)) = mention.split_once(' ') else {
                continue;
            };
            if !self.get("body").contains(&format!("@{name}")) {
                continue;
            }
            match id.strip_prefix("team.") {
                Some(id) => teams.extend(id.parse().ok().map(TeamId)),
                None => people.extend(id.parse().ok().map(PersonId)),
            }
        }
        let nobody = people.is_empty() && teams.is_empty();
        (!nobody).then_some(Change::Mention { people, teams })
    }
}

/// The changes that set properties, as the forms of a ticket name them, and `hold` and `resolution`.
///
/// # Errors
/// When a value is none, or the database fails.
pub fn set_changes(
    tx: &Tx<'_>,
    actor: &Actor,
    policy: &Policy,
    sets: &[(String, String)],
) -> Result<Vec<Change>> {
    let mut all = changes::read(tx, actor, policy, sets)?;
    all.extend(sets.iter().filter_map(|(name, value)| moved(name, value)));
    Ok(all)
}

/// What a macro sets beside what the forms of properties can.
fn moved(name: &str, value: &str) -> Option<Change> {
    let text = String::new();
    match name {
        "hold" => Some(Change::Hold {
            reason: value.to_owned(),
            until: None,
            text,
        }),
        "resolution" => Some(Change::Resolve {
            code: value.to_owned(),
            text,
        }),
        _ => None,
    }
}

/// What is to happen after a reply.
fn afterwards(then: &str) -> Option<Change> {
    match then.split_once('.') {
        Some(("hold", reason)) => moved("hold", reason),
        Some(("resolve", code)) => moved("resolution", code),
        _ if then == "progress" => Some(Change::State(Lifecycle::IN_PROGRESS.into())),
        _ => None,
    }
}

/// Mail addresses with commas or semicolons between them.
fn addresses(text: &str) -> Result<Vec<Address>> {
    let parts = text.split([',', ';', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(address).collect()
}

fn address(text: &str) -> Result<Address> {
    Address::parse(text).ok_or(Error::Invalid {
        field: "to",
        text: "refusal-address".into(),
    })
}
