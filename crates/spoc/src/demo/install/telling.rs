//! From the steps of a story to what the desk is asked to do.
//!
//! Stories are told the way people tell them. Where the desk's rules are stricter, the same thing is done the
//! way it is done at a desk: a ticket is thanked for before it is called resolved (an answer would reopen
//! it), agents judge the impact, and what nobody does by hand (closing, resuming, routing to a private team)
//! Spoc does.

use super::deeds::{Act, Deed, Translator, doors, internal, media_type, public};
use super::number;
use crate::demo::Role;
use crate::demo::story::{Hold, Kind, LinkKind, PersonIx, Step, TeamIx, What};
use kernel::policy::{Level, Lifecycle};
use kernel::ticket::{self, Attachment, Change, Channel, Link, NewTicket, Work};
use kernel::time::{DAY, MINUTE};
use kernel::{TeamId, Timestamp};

/// A story while it is translated.
pub(super) struct Telling<'a> {
    with: &'a Translator<'a>,
    deeds: Vec<Deed>,
    /// The door by which the requester writes.
    door: Channel,
    /// The agent who did something last.
    agent: Option<PersonIx>,
    /// The impact, until an agent has judged it.
    impact: Option<Level>,
    /// Requester and affected person.
    parties: Vec<PersonIx>,
    /// When the ticket comes off hold by itself.
    resumes_at: Option<Timestamp>,
    resolved_at: Option<Timestamp>,
    /// The resolution that waits for the requester's thanks.
    to_resolve: Option<Change>,
}

impl<'a> Telling<'a> {
    pub(super) fn new(with: &'a Translator<'a>, steps: usize) -> Self {
        Self {
            with,
            deeds: Vec::with_capacity(steps),
            door: Channel::Web,
            agent: None,
            impact: None,
            parties: Vec::new(),
            resumes_at: None,
            resolved_at: None,
            to_resolve: None,
        }
    }

    /// All that was done.
    pub(super) fn end(mut self) -> Vec<Deed> {
        self.come_back();
        self.deeds
    }
}

impl Telling<'_> {
    pub(super) fn step(&mut self, step: &Step, later: &[Step]) -> store::Result<()> {
        let (at, by) = (Timestamp(step.at_micros), step.by);
        if self.works(by) && !self.parties.contains(&by) {
            self.agent = Some(by);
        }
        match &step.what {
            What::Open { .. } => self.open(at, by, &step.what),
            What::Assign { team, person } => self.assign(at, by, *team, *person),
            What::Start => self.change(at, by, Change::State(Lifecycle::IN_PROGRESS.into())),
            What::Resume => self.resume(at, by),
            What::Reply { text } => self.reply(at, by, text),
            What::Note { text } => self.change(at, by, Change::Note(internal(text))),
            What::Hold {
                reason,
                until,
                text,
            } => self.hold(at, by, *reason, *until, text),
            What::Resolve { code, text } => self.resolve(at, by, code, text, later),
            What::Reopen { text } => {
                self.resolved_at = None;
                self.change(at, by, Change::Reopen { text: text.clone() });
            }
            What::Close { automatic } => self.close(at, *automatic),
            What::Cancel { text } => self.change(at, by, Change::Cancel { text: text.clone() }),
            What::Retag { add, remove } => {
                let add = add.iter().map(|tag| Change::Tag((*tag).to_owned()));
                let remove = remove.iter().map(|tag| Change::Untag((*tag).to_owned()));
                self.changes(at, Some(by), add.chain(remove).collect());
            }
            What::OverridePriority { priority, reason } => {
                let (level, reason) = (Some(Level(*priority)), reason.clone());
                self.change(at, by, Change::Priority { level, reason });
            }
            What::TimeWorked { minutes } => {
                let secs = i64::from(*minutes) * 60;
                self.change(at, by, Change::TimeWorked(Work::secs(secs)));
            }
            What::Link { to, kind } => {
                let to = number(*to);
                let change = match kind {
                    LinkKind::Parent => Change::Parent(Some(to)),
                    LinkKind::Relates => Change::Link(Link {
                        kind: ticket::LinkKind::Relates,
                        to,
                    }),
                };
                self.change(at, by, change);
            }
            What::MergeInto { target } => self.push(at, Some(by), Act::MergeInto(*target)),
            What::Watch { person } => self.watch(at, by, *person),
            What::Attach { name, content } => self.attach(at, by, name, content)?,
        }
        Ok(())
    }

    fn open(&mut self, at: Timestamp, by: PersonIx, what: &What) {
        let What::Open {
            kind,
            channel,
            requester,
            on_behalf_of,
            subject,
            description,
            service,
            category,
            impact,
            urgency,
            tags,
            confidential,
        } = what
        else {
            return;
        };
        let known = self.with.known;
        let kind = match kind {
            Kind::Incident => ticket::Kind::Incident,
            Kind::Request => ticket::Kind::Request,
        };
        let mut new = NewTicket::new(kind, known.people[*requester], subject.clone());
        new.on_behalf_of = on_behalf_of.map(|ix| known.people[ix]);
        new.description = public(description);
        new.service = known.services.get(*service).copied();
        new.category = Some(self.with.company.categories[*category].key.to_owned());
        new.urgency = Some(Level(*urgency));
        new.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        new.confidential = *confidential;
        self.parties = [Some(*requester), *on_behalf_of]
            .into_iter()
            .flatten()
            .collect();
        let (opened_through, door) = doors(*channel);
        self.door = door;
        let private = self.private_team().filter(|_| *confidential);
        if self.works(by) {
            new.impact = Some(Level(*impact));
            new.team = private.filter(|_| self.is_inside(by));
        } else {
            self.impact = Some(Level(*impact));
        }
        let routed = private.filter(|_| new.team.is_none());
        self.deeds.push(Deed {
            at,
            by: Some(by),
            channel: opened_through,
            act: Act::Open(Box::new(new)),
        });
        if routed.is_some() {
            self.changes(at, None, vec![Change::Team(routed)]);
        }
    }

    /// Nobody outside a private team can give it a ticket, because it does not exist for them: Spoc routes it.
    fn assign(&mut self, at: Timestamp, by: PersonIx, team: TeamIx, person: Option<PersonIx>) {
        let outside = self.with.company.teams[team].private && !self.is_inside(by);
        let mut changes = vec![Change::Team(self.with.known.teams.get(team).copied())];
        if let Some(person) = person {
            changes.push(Change::Assignee(Some(self.with.known.people[person])));
        }
        self.changes(at, (!outside).then_some(by), changes);
    }

    fn reply(&mut self, at: Timestamp, by: PersonIx, text: &str) {
        // Nobody thanks themselves.
        if self.parties.contains(&by) && self.resolved_at.is_some() {
            return;
        }
        self.change(at, by, Change::Reply(public(text)));
        if self.parties.contains(&by)
            && let Some(resolve) = self.to_resolve.take()
        {
            let pause = (4 + at.0.rem_euclid(11)) * MINUTE;
            let at = at.plus(pause).min(self.with.now);
            self.resolved_at = Some(at);
            self.changes(at, self.agent, vec![resolve]);
        }
    }

    /// Whoever is thanked afterwards says first what was done, and resolves when the thanks have come.
    fn resolve(&mut self, at: Timestamp, by: PersonIx, code: &str, text: &str, later: &[Step]) {
        let resolve = Change::Resolve {
            code: code.to_owned(),
            text: text.to_owned(),
        };
        let thanked = later
            .iter()
            .take_while(|step| !matches!(step.what, What::Reopen { .. } | What::Close { .. }))
            .any(|step| self.parties.contains(&step.by) && matches!(step.what, What::Reply { .. }));
        if thanked && !self.parties.contains(&by) {
            self.change(at, by, Change::Reply(public(text)));
            self.to_resolve = Some(resolve);
        } else {
            self.resolved_at = Some(at);
            self.change(at, by, resolve);
        }
    }

    /// A ticket closes by itself some days after it was resolved, or at once when the requester has confirmed.
    fn close(&mut self, at: Timestamp, automatic: bool) {
        if !automatic {
            return self.changes(at, self.agent, vec![Change::Close]);
        }
        let after = self.with.close_after_days * DAY;
        let at = self.resolved_at.map_or(at, |resolved| resolved.plus(after));
        if at <= self.with.now {
            self.changes(at, None, vec![Change::Close]);
        }
    }

    fn hold(&mut self, at: Timestamp, by: PersonIx, reason: Hold, until: Option<i64>, text: &str) {
        let reason = match reason {
            Hold::Requester => "requester",
            Hold::ThirdParty => "third_party",
            Hold::Until => "until",
        };
        let until = until.map(Timestamp);
        let hold = Change::Hold {
            reason: reason.to_owned(),
            until,
            text: text.to_owned(),
        };
        self.resumes_at = until;
        self.change(at, by, hold);
    }

    fn resume(&mut self, at: Timestamp, by: PersonIx) {
        if self.resumes_at.is_some() {
            self.come_back();
        } else {
            self.change(at, by, Change::State(Lifecycle::IN_PROGRESS.into()));
        }
    }

    /// A ticket on hold until a day comes back by itself.
    fn come_back(&mut self) {
        if let Some(until) = self
            .resumes_at
            .take()
            .filter(|until| *until <= self.with.now)
        {
            let resume = Change::State(Lifecycle::IN_PROGRESS.into());
            self.changes(until, None, vec![resume]);
        }
    }

    /// Requesters name who else follows when they write; then it is a part of their ticket.
    fn watch(&mut self, at: Timestamp, by: PersonIx, person: PersonIx) {
        let id = self.with.known.people[person];
        if self.works(by) {
            return self.change(at, by, Change::Watch(id));
        }
        match self.deeds.last_mut() {
            Some(Deed {
                act: Act::Open(new),
                ..
            }) => {
                new.watchers.insert(id);
            }
            _ => self.changes(at, None, vec![Change::Watch(id)]),
        }
    }

    /// A file goes with the message that its sender wrote just before, or stands alone.
    fn attach(
        &mut self,
        at: Timestamp,
        by: PersonIx,
        name: &str,
        content: &str,
    ) -> store::Result<()> {
        let (hash, size_bytes) = self.with.files.put(content.as_bytes())?;
        let attachment = Attachment {
            hash,
            name: name.to_owned(),
            media_type: media_type(name).to_owned(),
            size_bytes,
        };
        let before = self.deeds.last_mut().filter(|deed| deed.by == Some(by));
        let files = match before.map(|deed| &mut deed.act) {
            Some(Act::Open(new)) => Some(&mut new.description.attachments),
            Some(Act::Change(changes)) => match changes.last_mut() {
                Some(Change::Reply(message)) => Some(&mut message.attachments),
                Some(Change::Note(message)) => Some(&mut message.attachments),
                _ => None,
            },
            _ => None,
        };
        match files {
            Some(files) => files.push(attachment),
            None if self.parties.contains(&by) => {
                let mut message = public("");
                message.attachments.push(attachment);
                self.change(at, by, Change::Reply(message));
            }
            None => {
                let mut message = internal("");
                message.attachments.push(attachment);
                self.change(at, by, Change::Note(message));
            }
        }
        Ok(())
    }

    fn change(&mut self, at: Timestamp, by: PersonIx, change: Change) {
        self.changes(at, Some(by), vec![change]);
    }

    /// The first agent who touches the ticket judges how much is affected.
    fn changes(&mut self, at: Timestamp, by: Option<PersonIx>, mut changes: Vec<Change>) {
        if by.is_some_and(|by| self.works(by))
            && let Some(impact) = self.impact.take()
        {
            changes.insert(0, Change::Impact(impact));
        }
        self.push(at, by, Act::Change(changes));
    }

    fn push(&mut self, at: Timestamp, by: Option<PersonIx>, act: Act) {
        let last = self.deeds.last().map_or(at, |deed| deed.at);
        let channel = match by {
            None => Channel::Automation,
            Some(by) if self.parties.contains(&by) => self.door,
            Some(_) => Channel::Web,
        };
        self.deeds.push(Deed {
            at: at.max(last),
            by,
            channel,
            act,
        });
    }

    fn works(&self, person: PersonIx) -> bool {
        self.with.company.people[person].role != Role::Requester
    }

    /// Whether somebody is a member of the private team.
    fn is_inside(&self, person: PersonIx) -> bool {
        let mut private = self.with.company.teams.iter().filter(|team| team.private);
        private.any(|team| team.members.contains(&person))
    }

    fn private_team(&self) -> Option<TeamId> {
        let ix = self
            .with
            .company
            .teams
            .iter()
            .position(|team| team.private)?;
        self.with.known.teams.get(ix).copied()
    }
}
