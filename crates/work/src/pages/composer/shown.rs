//! The composer as a ticket's page shows it, with the drafts that wait in it.

use super::super::ticket::files::files;
use super::super::ticket::{Teller, then_choices};
use super::super::words::Words;
use super::SetNames;
use crate::desk::Desk;
use crate::drafts::{self, Draft, DraftKind};
use crate::error::Result;
use crate::queries::Reader;
use crate::screens::composer::{Composer, Set, SharedDraft, WaitingFile, Writing};
use crate::screens::ticket::Refused;
use directory::SignedIn;
use kernel::ticket::{Address, Attachment};
use kernel::{Permission, PersonId, Ticket};
use std::collections::BTreeSet;
use store::Tx;
use web::parts::{Choice, Face};

/// Most readers of a reply, beside the requester, who are named.
const NAMED_MAX: usize = 10;

/// What waits in the composer of a ticket.
pub(in crate::pages) struct Shown {
    drafts: Vec<Waiting>,
    signature: Option<String>,
    /// The agents among those who watch: no reply goes to them.
    agents: BTreeSet<PersonId>,
    names: SetNames,
}

/// A draft with its files and the name of whoever began it.
struct Waiting {
    draft: Draft,
    files: Vec<Attachment>,
    owner: String,
}

impl Shown {
    /// `typed` is what was refused and is to be shown again.
    pub(in crate::pages) fn read(
        tx: &Tx<'_>,
        desk: &Desk,
        reader: &Reader,
        ticket: &Ticket,
        typed: &[(String, String)],
    ) -> Result<Self> {
        let found = match reader.actor.person {
            Some(me) => drafts::of_ticket(tx, ticket.id, me)?,
            None => Vec::new(),
        };
        let owners: BTreeSet<PersonId> = found.iter().map(|draft| draft.key.owner).collect();
        let names = match owners.is_empty() {
            true => Default::default(),
            false => directory::queries::person_names(tx, &owners)?,
        };
        let waiting = |draft: Draft| {
            let owner = names.get(&draft.key.owner);
            Ok(Waiting {
                files: drafts::files(tx, draft.key)?,
                owner: owner.map_or(String::new(), |person| person.name.clone()),
                draft,
            })
        };
        let drafts: Vec<Waiting> = found.into_iter().map(waiting).collect::<Result<_>>()?;
        let fields = drafts.iter().flat_map(|waiting| &waiting.draft.fields);
        let sets = fields.chain(typed).filter(|(name, _)| name == "set");
        Ok(Self {
            names: SetNames::read(tx, &reader.actor, sets.map(|(_, set)| set.as_str()))?,
            signature: desk.signature(tx, reader, ticket)?,
            agents: directory::queries::agents_among(tx, &ticket.watchers)?,
            drafts,
        })
    }
}

/// A composer in the making.
pub(in crate::pages) struct Making<'a> {
    pub(in crate::pages) signed: &'a SignedIn,
    pub(in crate::pages) words: &'a Words,
    pub(in crate::pages) teller: Teller<'a>,
    pub(in crate::pages) ticket: &'a Ticket,
    pub(in crate::pages) shown: &'a Shown,
    /// The draft that is asked for: `reply.12`.
    pub(in crate::pages) asked: Option<&'a str>,
    pub(in crate::pages) refused: Option<&'a Refused>,
}

/// Reply, note and side conversation; nothing for whoever may write none of them.
pub(in crate::pages) fn composer(making: &Making<'_>) -> Option<Composer> {
    let ticket = making.ticket;
    if ticket.merged_into.is_some() {
        return None;
    }
    let actor = &making.signed.actor;
    let party = actor.is_party_to(ticket) && actor.can(Permission::TicketOpen);
    let may_note = actor.can(Permission::NoteWrite);
    let may_reply = actor.works_on(ticket) || party;
    if !may_reply && !may_note {
        return None;
    }
    let reply = may_reply.then(|| making.writing(DraftKind::Reply));
    let note = may_note.then(|| making.writing(DraftKind::Note));
    let side = may_note && actor.works_on(ticket);
    let side = side.then(|| making.writing(DraftKind::Side));
    let only = reply
        .as_ref()
        .is_some_and(|reply| reply.get("whom") == "requester");
    let (whom, buttons) = making.whom(only);
    let then = reply.as_ref().map_or("", |reply| reply.get("then"));
    let then = then_choices(making.signed, making.words, ticket, then);
    let chosen = side.as_ref().map_or("", |side| side.get("conversation"));
    Some(Composer {
        number: ticket.id.0,
        version: ticket.version,
        open: making.open(may_reply),
        conversations: making.conversations(chosen),
        reply,
        note,
        side,
        whom,
        buttons,
        then,
        shared: making.shared(),
        signature: making.shown.signature.clone().unwrap_or_default(),
    })
}

impl Making<'_> {
    /// The draft that is in the form: the one asked for, or one's own.
    fn draft(&self, kind: DraftKind) -> Option<&Waiting> {
        let me = self.signed.person.id;
        let of = |owner: PersonId| {
            let is = |waiting: &&Waiting| {
                waiting.draft.key.kind == kind && waiting.draft.key.owner == owner
            };
            self.shown.drafts.iter().find(is)
        };
        self.asked_for(kind).and_then(of).or_else(|| of(me))
    }

    fn asked_for(&self, kind: DraftKind) -> Option<PersonId> {
        let (name, owner) = self.asked?.split_once('.')?;
        (name == kind.name()).then(|| owner.parse().ok().map(PersonId))?
    }

    fn writing(&self, kind: DraftKind) -> Writing {
        let texts = self.words.texts;
        let draft = self.draft(kind);
        let mut writing = self.own(kind);
        if let Some(waiting) = draft {
            let at = self.teller.calendar.when(waiting.draft.updated_at.0).text;
            let mine = waiting.draft.key.owner == self.signed.person.id;
            writing.owner = waiting.draft.key.owner.to_string();
            writing.draft = waiting.draft.version;
            writing.shared = waiting.draft.shared;
            writing.typed.clone_from(&waiting.draft.fields);
            writing.files = waiting.files(texts);
            writing.saved = match mine {
                true => texts.t1("draft-saved", "at", at),
                false => texts.t1("draft-of", "who", waiting.owner.clone()),
            };
        }
        if let Some(refused) = self.refused.filter(|refused| refused.form == kind.name()) {
            // Where the draft that it was typed in is not there any more, it is the reader's own from here on.
            if refused.typed("owner").is_some_and(|it| it != writing.owner) {
                writing = self.own(kind);
            } else if let Some(seen) = refused.typed("version").filter(|_| draft.is_some()) {
                writing.draft = seen.parse().unwrap_or(0);
            }
            writing.wrong = Some(refused.text.clone());
            writing.typed.clone_from(&refused.typed);
        }
        let said = |set: &str| Set {
            label: self.shown.names.said(self.words, set),
            value: set.to_owned(),
        };
        writing.sets = writing.all("set").map(said).collect();
        writing
    }

    /// An empty form of the reader's.
    fn own(&self, kind: DraftKind) -> Writing {
        Writing {
            kind: kind.name(),
            owner: self.signed.person.id.to_string(),
            ..Writing::default()
        }
    }

    fn open(&self, may_reply: bool) -> &'static str {
        let kinds = DraftKind::ALL;
        let refused = self.refused.map(|refused| refused.form.as_str());
        let kind = kinds
            .into_iter()
            .find(|kind| refused == Some(kind.name()))
            .or_else(|| {
                kinds
                    .into_iter()
                    .find(|kind| self.asked_for(*kind).is_some())
            })
            .or_else(|| {
                let me = self.signed.person.id;
                let mut own = self.shown.drafts.iter();
                let latest = own.find(|waiting| waiting.draft.key.owner == me);
                latest.map(|waiting| waiting.draft.key.kind)
            });
        match kind {
            Some(kind) => kind.name(),
            None if may_reply => DraftKind::Reply.name(),
            None => DraftKind::Note.name(),
        }
    }

    /// Who reads a reply, and what the button says for each choice.
    fn whom(&self, only: bool) -> (Vec<Choice>, [String; 2]) {
        let (ticket, texts) = (self.ticket, self.words.texts);
        let requester = self.teller.person(ticket.requester);
        let mut others = &ticket.watchers - &self.shown.agents;
        others.extend(ticket.on_behalf_of);
        others.remove(&ticket.requester);
        let alone = texts.t1("message-reply-to", "name", requester.clone());
        if others.is_empty() {
            let whom = vec![Choice::new("", requester, true)];
            return (whom, [alone.clone(), alone]);
        }
        let mut all = vec![requester.clone()];
        let named = others.iter().take(NAMED_MAX);
        all.extend(named.map(|person| self.teller.person(*person)));
        if others.len() > NAMED_MAX {
            all.push(format!("+ {}", others.len() - NAMED_MAX));
        }
        let everybody = format!("{requester} + {}", others.len());
        let whom = vec![
            Choice::new("", all.join(", "), !only),
            Choice::new("requester", requester, only),
        ];
        let everybody = texts.t1("message-reply-to", "name", everybody);
        (whom, [everybody, alone])
    }

    fn conversations(&self, chosen: &str) -> Vec<Choice> {
        let texts = self.words.texts;
        let new = Choice::new("", texts.t("side-new"), chosen.is_empty());
        let known = self.ticket.side_conversations.iter();
        let known = known.map(|(number, side)| {
            let with: Vec<&str> = side.with.iter().map(Address::label).collect();
            let label = format!("{} · {}", side.subject, with.join(", "));
            Choice::new(number.to_string(), label, number.to_string() == chosen)
        });
        std::iter::once(new).chain(known).collect()
    }

    /// What colleagues share and the reader does not go on with already.
    fn shared(&self) -> Vec<SharedDraft> {
        let (me, texts) = (self.signed.person.id, self.words.texts);
        let others = self.shown.drafts.iter().filter(|waiting| {
            let key = waiting.draft.key;
            key.owner != me && self.asked_for(key.kind) != Some(key.owner)
        });
        others
            .map(|waiting| {
                let key = waiting.draft.key;
                let said = match key.kind {
                    DraftKind::Reply => "draft-shared-reply",
                    DraftKind::Note => "draft-shared-note",
                    DraftKind::Side => "draft-shared-side",
                };
                let (ticket, kind, owner) = (key.ticket, key.kind.name(), key.owner);
                SharedDraft {
                    said: texts.t1(said, "who", waiting.owner.clone()),
                    face: Face::new(&waiting.owner),
                    href: format!("/tickets/{ticket}?draft={kind}.{owner}#composer"),
                }
            })
            .collect()
    }
}

impl Waiting {
    fn files(&self, texts: web::Texts) -> Vec<WaitingFile> {
        let links = files(&self.files, texts);
        let all = self.files.iter().zip(links);
        all.map(|(file, link)| WaitingFile {
            hash: file.hash.clone(),
            name: file.name.clone(),
            href: link.href,
        })
        .collect()
    }
}
