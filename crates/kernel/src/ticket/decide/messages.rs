//! Deciding what is said: to the requester, among colleagues, to people outside.

use super::values::valid_subject;
use super::{Deciding, Refusal};
use crate::ticket::{
    ADDRESSES_MAX, Activity, Address, Aside, Change, Delivery, MailChecks, Message, PublicText,
    SideMessage, TEXT_MAX_BYTES, Ticket,
};
use crate::time::SECOND;
use crate::{Actor, Permission, PersonId, TeamId, Timestamp};
use std::collections::BTreeSet;

/// Most conversations with people outside on one ticket.
const CONVERSATIONS_MAX: usize = 50;
/// Most colleagues and teams that one message mentions.
const MENTIONS_MAX: usize = 50;

impl Deciding<'_> {
    pub(super) fn write(&mut self, change: &Change) -> Result<(), Refusal> {
        match change {
            Change::Reply(message) => self.reply(message, Delivery::default(), None),
            Change::ReplyByMail(message, checks) => {
                self.reply(message, Delivery::default(), Some(*checks))
            }
            Change::Send {
                message,
                requester_only,
                cc,
            } => self.send(message, *requester_only, cc),
            Change::Note(message) => {
                valid_message(&message.text.0, message)?;
                self.happen(Activity::Noted {
                    message: message.clone(),
                });
                Ok(())
            }
            Change::WriteAside(aside) => self.write_aside(aside),
            Change::Mention { people, teams } => self.mention(people, teams),
            _ => Ok(()),
        }
    }

    /// An answer moves the ticket, too: the requester's to where somebody looks at it again.
    fn reply(
        &mut self,
        message: &Message<PublicText>,
        delivery: Delivery,
        mail_checks: Option<MailChecks>,
    ) -> Result<(), Refusal> {
        valid_message(&message.text.0, message)?;
        let by_requester = self.by_requester();
        self.happen(Activity::Replied {
            message: message.clone(),
            by_agent: !by_requester,
            delivery,
            mail_checks,
        });
        if by_requester {
            self.answered_by_requester()?;
        }
        Ok(())
    }

    /// What an agent sends waits for some seconds: until then it can be taken back and nobody was told.
    fn send(
        &mut self,
        message: &Message<PublicText>,
        requester_only: bool,
        cc: &[Address],
    ) -> Result<(), Refusal> {
        if self.by_requester() {
            return self.reply(message, Delivery::default(), None);
        }
        let delivery = Delivery {
            requester_only,
            cc: distinct(cc)?,
            held_until: self.held_until(),
        };
        self.reply(message, delivery, None)
    }

    fn by_requester(&self) -> bool {
        let actor = self.context.actor;
        actor
            .person
            .is_some_and(|person| by_requesters_side(&self.now, person, actor))
    }

    fn held_until(&self) -> Option<Timestamp> {
        let secs = i64::from(self.context.policy.send_undo_secs);
        (secs > 0).then(|| self.context.now.plus(secs * SECOND))
    }

    fn write_aside(&mut self, aside: &Aside) -> Result<(), Refusal> {
        valid_message(&aside.message.text.0, &aside.message)?;
        let known = &self.now.side_conversations;
        let (number, subject, before) = match aside.conversation {
            Some(number) => {
                let known = known
                    .get(&number)
                    .ok_or(Refusal::NoSuchConversation(number))?;
                (number, known.subject.clone(), known.with.clone())
            }
            None if known.len() >= CONVERSATIONS_MAX => {
                return Err(Refusal::TooManyConversations {
                    max: CONVERSATIONS_MAX,
                });
            }
            None => {
                let number = known.keys().next_back().map_or(1, |last| last + 1);
                let subject = valid_subject(&aside.subject);
                let subject = subject.map_err(|_| Refusal::ConversationSubject)?;
                (number, subject, Vec::new())
            }
        };
        let with = match aside.with.as_slice() {
            [] => before,
            with => distinct(with)?,
        };
        if with.is_empty() {
            return Err(Refusal::NoRecipient { max: ADDRESSES_MAX });
        }
        let held_until = match aside.from {
            Some(_) => None,
            None => self.held_until(),
        };
        self.happen(Activity::SideWritten(Box::new(SideMessage {
            conversation: number,
            subject,
            with,
            from: aside.from.clone(),
            message: aside.message.clone(),
            held_until,
        })));
        Ok(())
    }

    /// Whoever is mentioned follows the ticket from then on, if they see it: nobody is let in by a mention.
    fn mention(
        &mut self,
        people: &BTreeSet<PersonId>,
        teams: &BTreeSet<TeamId>,
    ) -> Result<(), Refusal> {
        if people.is_empty() && teams.is_empty() {
            return Ok(());
        }
        if people.len() + teams.len() > MENTIONS_MAX {
            return Err(Refusal::TooMany { max: MENTIONS_MAX });
        }
        for person in people {
            self.person("mention", *person)?;
        }
        if let Some(team) = teams
            .iter()
            .find(|team| !self.context.facts.teams.contains_key(team))
        {
            return Err(Refusal::NoSuchTeam(team.0));
        }
        let first = self.now.version + 1 - self.decided.len() as i64;
        let is_message = |activity: &Activity| {
            matches!(
                activity,
                Activity::Noted { .. } | Activity::Replied { .. } | Activity::SideWritten(_)
            )
        };
        let message = self.decided.iter().rposition(is_message);
        let seq = first + message.ok_or(Refusal::MentionWithoutMessage)? as i64;
        self.happen(Activity::Mentioned {
            seq,
            people: people.clone(),
            teams: teams.clone(),
        });
        if self.context.policy.mention_watches {
            for person in people {
                if self.is_new_follower(*person) {
                    self.happen(Activity::WatcherAdded { person: *person });
                }
            }
        }
        Ok(())
    }

    fn is_new_follower(&self, person: PersonId) -> bool {
        let facts = self.context.facts;
        let ticket = &self.now;
        let Some(known) = facts.people.get(&person).filter(|known| known.works) else {
            return false;
        };
        let private = |team: &TeamId| facts.teams.get(team).is_none_or(|team| team.private);
        let sees = match ticket.team {
            Some(team) if known.teams.contains(&team) => true,
            Some(team) => !ticket.confidential && !private(&team),
            None => !ticket.confidential,
        };
        sees && !ticket.parties().any(|party| party == person)
    }
}

/// An agent who is the requester writes as requester; a watcher without the right to work does so, too.
fn by_requesters_side(ticket: &Ticket, person: PersonId, actor: &Actor) -> bool {
    ticket.is_for(person) || !actor.can(Permission::TicketWork)
}

/// Each address once, in their order.
fn distinct(addresses: &[Address]) -> Result<Vec<Address>, Refusal> {
    let mut found: Vec<Address> = Vec::new();
    for address in addresses {
        if !found.iter().any(|known| known.email == address.email) {
            found.push(address.clone());
        }
    }
    if found.len() > ADDRESSES_MAX {
        return Err(Refusal::TooManyRecipients { max: ADDRESSES_MAX });
    }
    Ok(found)
}

pub(super) fn valid_message<T>(text: &str, message: &Message<T>) -> Result<(), Refusal> {
    if text.trim().is_empty() && message.attachments.is_empty() {
        return Err(Refusal::EmptyMessage);
    }
    if text.len() > TEXT_MAX_BYTES {
        return Err(Refusal::TooLong {
            max: TEXT_MAX_BYTES,
        });
    }
    Ok(())
}
