//! What becomes of a message, decided and done in one unit of work: whose it is, which ticket it belongs to, and what
//! is done there. Every way out says why.

use super::model::{Done, Mail, Mailbox, Outcome, Reason};
use super::passing_on::PassedOn;
use super::preparing::Prepared;
use super::threading::{Candidate, Clue, Place, candidates, heaviest};
use super::{asides, clues, gratitude, markdown, queries};
use directory::model::NewPerson;
use directory::queries as people;
use kernel::ticket::{
    Address, Change, Channel, InternalText, Link, LinkKind, MailChecks, Message, NewTicket,
    PublicText, TEXT_MAX_BYTES,
};
use kernel::{Actor, Permission, PersonId, ServiceId, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::Tx;
use work::{Command, Error, Execute, Result, Rules};

/// People who get a copy and follow a new ticket, at most.
const WATCHERS_MAX: usize = 20;

/// Whether somebody has said that a message is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nobody has.
    Nothing,
    /// An agent has looked at it.
    Release,
}

/// All that a message is decided with.
pub(crate) struct Deciding<'a, 'tx> {
    pub(crate) tx: &'a Tx<'tx>,
    pub(crate) now: Timestamp,
    pub(crate) execute: &'a Execute<'a>,
    pub(crate) rules: &'a Rules,
    pub(crate) mail: &'a Mail,
    pub(crate) mailbox: &'a Mailbox,
    pub(crate) prepared: &'a Prepared,
    pub(crate) checks: MailChecks,
    pub(crate) told: Told,
}

impl Deciding<'_, '_> {
    /// Decides and does it.
    pub(crate) fn decide(&self) -> Result<Done> {
        let mut done = self.done()?;
        let is_taken = matches!(done.outcome, Outcome::Created | Outcome::Appended);
        if let Some(list) = self.prepared.incoming.list.as_ref().filter(|_| is_taken) {
            done.reasons.push(Reason::of("list", list));
        }
        if is_taken && self.is_cut() {
            done.reasons.push(Reason::new("text_cut"));
        }
        Ok(done)
    }

    fn done(&self) -> Result<Done> {
        let incoming = &self.prepared.incoming;
        if let Some(done) = self.known_already()?
            && self.told == Told::Nothing
        {
            return Ok(done);
        }
        if let Some(bounce) = &incoming.bounce
            && self.told == Told::Nothing
        {
            return self.bounced(bounce);
        }
        let clues = clues::of(self.tx, self.mail.id, incoming)?;
        if self.told == Told::Nothing
            && let Some(done) = self.left_alone(&clues)?
        {
            return Ok(done);
        }
        let Some(from) = &incoming.from else {
            return Ok(Done::new(
                Outcome::Quarantined,
                vec![Reason::new("no_sender")],
            ));
        };
        // Whoever writes has an address that is alive.
        queries::forget_bounces(self.tx, &from.email)?;
        let known = people::find_person_by_email(self.tx, &from.email)?.map(|known| known.id);
        let chosen = heaviest(candidates(
            clues.clone(),
            self.parties(&clues, known, from)?,
        ));
        // Nobody becomes known here by answering in a side conversation.
        let aside = match &chosen {
            Some(chosen) if chosen.party => self.append_aside(chosen, from)?,
            _ => None,
        };
        if let Some(done) = aside {
            self.remember(&done)?;
            return Ok(done);
        }
        let person = match known {
            Some(known) => known,
            None => self.person(from)?,
        };
        let passed_on = self.passed_on(person)?;
        let (appended, why) = match (&chosen, &passed_on) {
            (Some(chosen), None) if chosen.party => {
                let said = (from, self.prepared.visible.as_str());
                let appended = self.append(person, said, chosen)?;
                (appended, "closed_long_ago")
            }
            (Some(chosen), Some(passed_on)) if self.takes_part(passed_on, chosen)? => {
                let appended = self.append_passed_on(passed_on, chosen)?;
                (appended, "closed_long_ago")
            }
            _ => (None, ""),
        };
        let done = match appended {
            Some(done) => done,
            None => self.open(person, passed_on.as_ref(), chosen.as_ref(), why)?,
        };
        self.remember(&done)?;
        Ok(Done {
            person: Some(person),
            ..done
        })
    }

    /// Where the writer may answer: as a party to the ticket, or in a side conversation that is with their address.
    pub(super) fn parties(
        &self,
        clues: &[(Place, Clue)],
        known: Option<PersonId>,
        from: &Address,
    ) -> Result<impl Fn(Place) -> bool + use<>> {
        let places: BTreeSet<Place> = clues.iter().map(|(place, _)| *place).collect();
        let mut open = BTreeSet::new();
        for place in places {
            let Some(ticket) = store::load(self.tx, place.ticket)? else {
                continue;
            };
            let may = match place.conversation {
                Some(number) => asides::is_with(&ticket, number, from).is_some(),
                None => known.is_some_and(|known| ticket.parties().any(|party| party == known)),
            };
            if may {
                open.insert(place);
            }
        }
        Ok(move |place| open.contains(&place))
    }

    /// Whether the same message was taken by another way.
    fn known_already(&self) -> Result<Option<Done>> {
        let incoming = &self.prepared.incoming;
        let Some(id) = &incoming.message_id else {
            return self.known_by_content();
        };
        if queries::claim_id(self.tx, id, self.mail.id)? {
            return Ok(None);
        }
        let (from, ticket) = queries::holder_of_id(self.tx, id)?.unwrap_or_default();
        // An id that somebody else's message has says nothing of this one.
        let same = from.as_deref() == incoming.from.as_ref().map(|from| from.email.as_str());
        let done =
            Done::new(Outcome::Ignored, vec![Reason::of("duplicate", id.clone())]).on(ticket);
        Ok(same.then_some(done))
    }

    /// The same of a message without an id. A mailbox whose numbers are new ones gives all of its messages once more.
    fn known_by_content(&self) -> Result<Option<Done>> {
        let from = self.prepared.incoming.from.as_ref();
        let Some(from) = from.filter(|_| self.told == Told::Nothing) else {
            return Ok(None);
        };
        let ticket = queries::taken::same_before(self.tx, self.mail, &from.email)?;
        let reason = || Reason::new("same_content");
        Ok(ticket.map(|it| Done::new(Outcome::Ignored, vec![reason()]).on(Some(it))))
    }

    /// Whoever has this address, or somebody new.
    pub(super) fn person(&self, from: &Address) -> Result<PersonId> {
        if let Some(known) = people::find_person_by_email(self.tx, &from.email)? {
            return Ok(known.id);
        }
        let role = people::find_role_by_key(self.tx, "requester")?.ok_or(Error::NotFound)?;
        let name = match from.name.trim() {
            "" => from.email.split('@').next().unwrap_or(&from.email),
            name => name,
        };
        let mut new = NewPerson::named(name, Some(&from.email), role.id);
        new.organisation_id = queries::organisation_of(self.tx, &from.email)?;
        Ok(people::insert_person(self.tx, &new, self.now)?)
    }

    /// Somebody whose address nobody has proved: may ask and answer, and is in no team or organisation.
    fn visitor(&self, person: PersonId) -> Result<Actor> {
        Ok(Actor {
            person: Some(person),
            organisation: None,
            permissions: [Permission::TicketOpen].into_iter().collect(),
            teams: Vec::new(),
            hidden_teams: directory::queries::private_teams(self.tx)?
                .into_iter()
                .collect(),
        })
    }

    /// Goes on with a ticket; nothing where that is over for good, or where only a side conversation of it is meant.
    pub(super) fn append(
        &self,
        person: PersonId,
        (from, text): (&Address, &str),
        chosen: &Candidate,
    ) -> Result<Option<Done>> {
        let ticket = store::load(self.tx, chosen.place.ticket)?;
        let Some(ticket) = ticket.filter(|_| chosen.place.conversation.is_none()) else {
            return Ok(None);
        };
        let mut reasons = chosen.reasons();
        if text.trim().is_empty() && self.prepared.attachments.is_empty() {
            reasons.push(Reason::new("nothing_said"));
            return Ok(Some(
                Done::new(Outcome::Ignored, reasons).on(Some(ticket.id)),
            ));
        }
        let who = format!("{} {}", from.name, from.email);
        let (actor, what) = if !ticket.is_open() && gratitude::is_thanks(text, &who) {
            reasons.push(Reason::new("thanks"));
            (
                Actor::spoc(),
                Change::Note(self.message(text, InternalText)),
            )
        } else {
            (
                self.visitor(person)?,
                Change::ReplyByMail(self.message(text, PublicText), self.checks),
            )
        };
        match (self.execute)(&actor, &change(ticket.id, vec![what])) {
            Ok(_) => Ok(Some(
                Done::new(Outcome::Appended, reasons).on(Some(ticket.id)),
            )),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the message says more than a ticket takes.
    fn is_cut(&self) -> bool {
        let text = &self.prepared.incoming.text;
        2 * text.len() > TEXT_MAX_BYTES && markdown::from_text(text).len() > TEXT_MAX_BYTES
    }

    /// Makes a ticket; one that nobody may go on with is linked to it.
    fn open(
        &self,
        person: PersonId,
        passed_on: Option<&PassedOn>,
        beside: Option<&Candidate>,
        why: &str,
    ) -> Result<Done> {
        let new = self.asked(person, passed_on)?;
        let opener = match passed_on {
            Some(_) => Actor::spoc(),
            None => self.visitor(person)?,
        };
        let opened = (self.execute)(&opener, &Command::open(new, Channel::Email))?.ticket()?;
        let above = passed_on.and_then(|it| self.above(it));
        let mut after: Vec<Change> = above.into_iter().collect();
        if let Some(team) = self.mailbox.team {
            after.push(Change::Team(Some(team)));
        }
        if let Some(beside) = beside {
            after.push(Change::Link(Link {
                kind: LinkKind::Relates,
                to: beside.place.ticket,
            }));
        }
        if !after.is_empty() {
            (self.execute)(&Actor::spoc(), &change(opened, after))?;
        }
        let mut reasons = beside.map(Candidate::reasons).unwrap_or_default();
        if !why.is_empty() {
            reasons.push(Reason::new(why));
        }
        if passed_on.is_some() {
            reasons.push(self.forwarded());
        }
        if reasons.is_empty() {
            reasons.push(Reason::new("new"));
        }
        Ok(Done::new(Outcome::Created, reasons).on(Some(opened)))
    }

    /// What is asked, and by whom: by the sender, or by whoever wrote what the sender passes on.
    fn asked(&self, sender: PersonId, passed_on: Option<&PassedOn>) -> Result<NewTicket> {
        let policy = &self.rules.policy;
        let kind = policy.first_kind();
        let incoming = &self.prepared.incoming;
        let (requester, about, text, from) = match passed_on {
            None => (
                sender,
                &incoming.subject,
                &incoming.text,
                incoming.from.as_ref(),
            ),
            Some(PassedOn { requester, message }) => (
                *requester,
                &message.subject,
                &message.text,
                Some(&message.from),
            ),
        };
        let mut new = NewTicket::new(kind, requester, subject(about, text, from));
        new.description = self.message(text, PublicText);
        new.watchers = self.watchers(requester)?;
        new.mail_checks = self.checks;
        new.service = self.service()?;
        if requester != sender {
            new.watchers.insert(sender);
        }
        Ok(new)
    }

    /// The service that the mailbox is of, while there is one.
    fn service(&self) -> Result<Option<ServiceId>> {
        let Some(service) = self.mailbox.service else {
            return Ok(None);
        };
        let found = people::find_service(self.tx, service)?;
        Ok(found.filter(|found| found.active).map(|found| found.id))
    }

    /// The people who got a copy and are known here.
    fn watchers(&self, person: PersonId) -> Result<BTreeSet<PersonId>> {
        let incoming = &self.prepared.incoming;
        let mut watchers = BTreeSet::new();
        for address in incoming
            .to
            .iter()
            .chain(&incoming.cc)
            .take(2 * WATCHERS_MAX)
        {
            if let Some(known) = people::find_person_by_email(self.tx, &address.email)?
                && known.active
                && known.id != person
                && watchers.len() < WATCHERS_MAX
            {
                watchers.insert(known.id);
            }
        }
        Ok(watchers)
    }

    pub(super) fn message<T>(&self, text: &str, kind: fn(String) -> T) -> Message<T> {
        let markdown = markdown::from_text(text);
        let end = (0..=TEXT_MAX_BYTES.min(markdown.len()))
            .rev()
            .find(|at| markdown.is_char_boundary(*at));
        Message {
            text: kind(markdown[..end.unwrap_or(0)].to_owned()),
            attachments: self.prepared.attachments.clone(),
        }
    }
}

pub(super) fn change(ticket: TicketId, changes: Vec<Change>) -> Command {
    Command::Change {
        tickets: vec![ticket],
        changes,
        seen: None,
        channel: Channel::Email,
    }
}

/// What a ticket is about: the subject, or else how the text begins, or else who wrote it.
fn subject(subject: &str, text: &str, from: Option<&Address>) -> String {
    /// As much of a text stands for a subject.
    const BEGINNING_CHARS: usize = 80;
    if !subject.is_empty() {
        return subject.to_owned();
    }
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let from = from.map_or("?", Address::label);
    line.unwrap_or(from).chars().take(BEGINNING_CHARS).collect()
}
