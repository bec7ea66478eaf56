//! Deciding changes of properties and messages.

use super::values::{SUBJECT_MAX_CHARS, allowed_tag, offered_category, valid_level, valid_subject};
use super::{Deciding, Refusal};
use crate::policy::{Level, Lifecycle};
use crate::ticket::{Activity, Automated, Change, FieldProblem};
use crate::{PersonId, TeamId};

/// Records `$activity { from, to }` when the value differs.
macro_rules! set {
    ($self:ident, $field:ident, $to:expr, $activity:ident) => {{
        let to = $to;
        if $self.now.$field != to {
            let from = $self.now.$field.clone();
            $self.happen(Activity::$activity { from, to });
        }
    }};
}

impl Deciding<'_> {
    pub(super) fn change(&mut self, change: &Change) -> Result<(), Refusal> {
        match change {
            Change::Subject(subject) => {
                set!(self, subject, valid_subject(subject)?, SubjectChanged)
            }
            Change::Kind(kind) => {
                if self.now.kind != *kind && !self.context.policy.offers_kind(*kind) {
                    return Err(Refusal::KindOff(*kind));
                }
                set!(self, kind, *kind, KindChanged);
                self.raise_anew();
            }
            Change::Requester(person) => {
                let person = self.person("requester", *person)?;
                if self.now.requester != person {
                    // What somebody shared with their organisation is not the next one's to see.
                    self.unshare();
                }
                set!(self, requester, person, RequesterChanged);
                self.raise_anew();
            }
            Change::OnBehalfOf(person) => {
                let person = person
                    .map(|person| self.person("on_behalf_of", person))
                    .transpose()?;
                set!(self, on_behalf_of, person, OnBehalfOfChanged);
                self.raise_anew();
            }
            Change::Impact(level) => {
                set!(
                    self,
                    impact,
                    valid_level("impact", *level, 3)?,
                    ImpactChanged
                );
                self.priority_follows();
            }
            Change::Urgency(level) => {
                set!(
                    self,
                    urgency,
                    valid_level("urgency", *level, 3)?,
                    UrgencyChanged
                );
                self.priority_follows();
            }
            Change::Priority { level, reason } => self.priority(*level, reason)?,
            Change::Team(team) => self.team(*team)?,
            Change::Assignee(person) => self.assignee(*person)?,
            Change::Service(service) => {
                if let Some(service) = service
                    && !self.context.facts.services.contains_key(service)
                {
                    return Err(Refusal::NoSuchService(service.0));
                }
                set!(self, service, *service, ServiceChanged);
                self.raise_anew();
                self.still_answered("service")?;
            }
            Change::Category(category) => {
                if let Some(key) = category
                    && self.now.category.as_ref() != Some(key)
                {
                    offered_category(self.context.policy, key)?;
                }
                set!(self, category, category.clone(), CategoryChanged);
                self.still_answered("category")?;
            }
            Change::Parent(parent) => self.parent(*parent)?,
            Change::Confidential(to) if self.now.confidential != *to => {
                if *to {
                    self.unshare();
                }
                self.happen(Activity::ConfidentialChanged { to: *to });
            }
            Change::Field { key, value } => {
                self.field(key, value.as_ref())?;
                if self.context.policy.raises.people_field.as_ref() == Some(key) {
                    self.raise_anew();
                }
            }
            Change::Tag(tag) => {
                let tag = allowed_tag(self.context.policy, tag)?;
                if !self.now.tags.contains(&tag) {
                    self.happen(Activity::TagAdded { tag });
                }
            }
            Change::Untag(tag) if self.now.tags.contains(tag) => {
                self.happen(Activity::TagRemoved { tag: tag.clone() })
            }
            Change::Watch(person) => {
                let person = self.person("watcher", *person)?;
                self.permit_watcher(person)?;
                if !self.now.watchers.contains(&person) {
                    self.happen(Activity::WatcherAdded { person });
                }
            }
            Change::Unwatch(person) if self.now.watchers.contains(person) => {
                self.happen(Activity::WatcherRemoved { person: *person });
            }
            Change::Link(link) => {
                if link.to == self.now.id || !self.context.facts.tickets.contains_key(&link.to) {
                    return Err(Refusal::NoSuchLink(link.to));
                }
                if !self.now.links.contains(link) {
                    self.happen(Activity::LinkAdded { link: *link });
                }
            }
            Change::Unlink(link) if self.now.links.contains(link) => {
                self.happen(Activity::LinkRemoved { link: *link });
            }
            Change::Reply(_)
            | Change::ReplyByMail(..)
            | Change::Send { .. }
            | Change::Note(_)
            | Change::WriteAside(_)
            | Change::Mention { .. } => self.write(change)?,
            Change::Share(to) => self.share(*to)?,
            Change::Rate { stars, comment } => self.rate(*stars, comment)?,
            Change::TimeWorked(work) => self.worked(work)?,
            Change::Task(task) => self.task(task)?,
            Change::Approval(approval) => self.approval(approval)?,
            Change::State(_)
            | Change::Hold { .. }
            | Change::Resolve { .. }
            | Change::Reopen { .. }
            | Change::Close
            | Change::Cancel { .. } => self.change_state(change)?,
            Change::Confidential(_) | Change::Untag(_) | Change::Unwatch(_) | Change::Unlink(_) => {
            }
        }
        Ok(())
    }

    pub(super) fn person(
        &self,
        field: &'static str,
        person: PersonId,
    ) -> Result<PersonId, Refusal> {
        if self.context.facts.people.contains_key(&person) {
            Ok(person)
        } else {
            Err(Refusal::NoSuchPerson { field, person })
        }
    }

    /// Lets the priority follow from what the ticket is now, unless somebody overrode it.
    fn priority_follows(&mut self) {
        let (policy, facts) = (self.context.policy, self.context.facts);
        let (to, grounds) = policy.priority_of(&self.now, facts, self.context.now);
        if self.now.priority_reason.is_none() && self.now.priority != to {
            self.priority_becomes(to);
        }
        if self.now.priority_grounds != grounds {
            self.happen(Activity::Automated(Automated::Raised { grounds }));
        }
    }

    /// The same after a change of what only raises ask for.
    fn raise_anew(&mut self) {
        if self.context.policy.raises_for(self.now.kind) || !self.now.priority_grounds.is_empty() {
            self.priority_follows();
        }
    }

    fn priority_becomes(&mut self, to: Level) {
        self.happen(Activity::PriorityChanged {
            from: self.now.priority,
            to,
            reason: None,
        });
    }

    fn priority(&mut self, level: Option<Level>, reason: &str) -> Result<(), Refusal> {
        let from = self.now.priority;
        let Some(level) = level else {
            if self.now.priority_reason.is_some() {
                let (policy, facts) = (self.context.policy, self.context.facts);
                let (to, _) = policy.priority_of(&self.now, facts, self.context.now);
                self.priority_becomes(to);
                self.priority_follows();
            }
            return Ok(());
        };
        let to = valid_level("priority", level, 5)?;
        if to == from {
            return Ok(());
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > SUBJECT_MAX_CHARS {
            return Err(Refusal::PriorityReason);
        }
        self.happen(Activity::PriorityChanged {
            from,
            to,
            reason: Some(reason.to_owned()),
        });
        Ok(())
    }

    /// A new team takes the ticket over: an assignee who is no member of it is let go.
    fn team(&mut self, team: Option<TeamId>) -> Result<(), Refusal> {
        if let Some(team) = team
            && !self.context.facts.teams.contains_key(&team)
        {
            return Err(Refusal::NoSuchTeam(team.0));
        }
        if self.now.team == team {
            return Ok(());
        }
        self.happen(Activity::TeamChanged {
            from: self.now.team,
            to: team,
        });
        if let (Some(team), Some(assignee)) = (team, self.now.assignee) {
            let stays = self
                .context
                .facts
                .people
                .get(&assignee)
                .is_some_and(|facts| facts.teams.contains(&team));
            if !stays {
                self.unassign();
            }
        }
        Ok(())
    }

    fn assignee(&mut self, person: Option<PersonId>) -> Result<(), Refusal> {
        if self.now.assignee == person {
            return Ok(());
        }
        let Some(person) = person else {
            self.unassign();
            return Ok(());
        };
        let facts = self
            .context
            .facts
            .people
            .get(&person)
            .filter(|facts| facts.works);
        let facts = facts.ok_or(Refusal::NotAnAgent(person))?;
        if let Some(team) = self.now.team
            && self
                .context
                .facts
                .teams
                .get(&team)
                .is_some_and(|team| team.private)
            && !facts.teams.contains(&team)
        {
            return Err(Refusal::NotInPrivateTeam(person));
        }
        self.happen(Activity::AssigneeChanged {
            from: self.now.assignee,
            to: Some(person),
        });
        if self.now.state == Lifecycle::NEW {
            self.try_move(Lifecycle::ASSIGNED);
        }
        Ok(())
    }

    fn unassign(&mut self) {
        self.happen(Activity::AssigneeChanged {
            from: self.now.assignee,
            to: None,
        });
        if self.now.state == Lifecycle::ASSIGNED {
            self.try_move(Lifecycle::NEW);
        }
    }

    fn parent(&mut self, parent: Option<crate::TicketId>) -> Result<(), Refusal> {
        if let Some(parent) = parent {
            let ancestors = self
                .context
                .facts
                .tickets
                .get(&parent)
                .ok_or(Refusal::NoSuchParent(parent))?;
            if parent == self.now.id || ancestors.contains(&self.now.id) {
                return Err(Refusal::ParentCycle(parent));
            }
            if self.context.facts.hidden_tickets.contains(&parent)
                && self.now.parent != Some(parent)
            {
                return Err(Refusal::ParentReveals(parent));
            }
        }
        set!(self, parent, parent, ParentChanged);
        Ok(())
    }

    fn field(
        &mut self,
        key: &str,
        value: Option<&crate::ticket::FieldValue>,
    ) -> Result<(), Refusal> {
        let field = self
            .context
            .policy
            .field(key)
            .ok_or_else(|| Refusal::NoSuchField { key: key.into() })?;
        if let Some(problem) = value.and_then(|value| value.problem(&field.kind)) {
            return Err(Refusal::FieldValue {
                key: key.into(),
                problem,
            });
        }
        if let Some(crate::ticket::FieldValue::Person(person)) = value
            && !self.context.facts.people.contains_key(person)
        {
            return Err(Refusal::FieldValue {
                key: key.into(),
                problem: FieldProblem::Nobody,
            });
        }
        let from = self.now.fields.get(key).cloned();
        if from.as_ref() != value {
            if value.is_some() && self.context.policy.retired.fields.contains(key) {
                return Err(Refusal::NoSuchField { key: key.into() });
            }
            self.happen(Activity::FieldChanged {
                key: key.into(),
                from,
                to: value.cloned(),
            });
            self.still_answered(&format!("field.{key}"))?;
        }
        Ok(())
    }
}
