//! Rules, asked in their order until nothing new follows.

use super::action::{Action, Escalation, FollowUp, Whom};
use super::engine::{Automation, Seen, Understood};
use super::event::Event;
use super::react::{Happened, Open, Reaction, World};
use super::rule::Rule;
use super::wake;
use crate::condition::Words;
use crate::sla::Promised;
use crate::ticket::{
    Activity, Address, Aside, Automated, Called, Change, Context, Message, OutsideText, Refusal,
    decide,
};
use crate::{Actor, PersonId, Policy, TeamId, Ticket, Timestamp};
use std::collections::BTreeSet;

/// How often rules are asked about what rules did.
const PASSES_MAX: usize = 20;

pub(super) struct Reacting<'r, W> {
    pub(super) automation: &'r Automation,
    pub(super) policy: &'r Policy,
    pub(super) spoc: &'r Actor,
    pub(super) now: Timestamp,
    pub(super) world: &'r mut W,
    pub(super) words: Words,
    pub(super) promised: Promised,
    pub(super) ticket: Ticket,
    pub(super) reaction: Reaction,
    pub(super) fired: BTreeSet<usize>,
    pub(super) stuck: BTreeSet<usize>,
}

/// Whether further rules are asked.
#[derive(PartialEq, Eq)]
enum Go {
    On,
    Stop,
}

impl<W: World> Reacting<'_, W> {
    pub(super) fn all(
        &mut self,
        happened: Happened<'_>,
        events: BTreeSet<Event>,
    ) -> Result<(), W::Error> {
        let mut given = happened.activities.to_vec();
        let mut events = events;
        let mut routes = events.contains(&Event::Opened) || events.contains(&Event::Assigned);
        for pass in 0..PASSES_MAX {
            let begin = self.reaction.activities.len();
            let since = happened.time_since.filter(|_| pass == 0);
            let go = self.pass(&events, &given, since)?;
            routes |= Event::of(&self.reaction.activities[begin..]).contains(&Event::Assigned);
            if std::mem::take(&mut routes) && !self.was_routed(begin) {
                self.route()?;
            }
            given = self.reaction.activities[begin..].to_vec();
            events = Event::of(&given);
            // What Spoc writes by itself is nobody's message.
            events.remove(&Event::AgentReplied);
            events.remove(&Event::Noted);
            if go == Go::Stop || events.is_empty() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Asks each rule that waits for one of the events once.
    fn pass(
        &mut self,
        events: &BTreeSet<Event>,
        given: &[Activity],
        since: Option<Timestamp>,
    ) -> Result<Go, W::Error> {
        let automation = self.automation;
        for (at, rule) in automation.rules.iter().enumerate() {
            let concern = self.concern(rule, events, given, since);
            let Some(event) = concern.filter(|_| rule.holds(&self.seen())) else {
                continue;
            };
            if self.fired.contains(&at) {
                self.again(at, &rule.of)?;
                continue;
            }
            if self.fire(at, &rule.of, event)? == Go::Stop {
                return Ok(Go::Stop);
            }
        }
        Ok(Go::On)
    }

    pub(super) fn seen(&self) -> Seen<'_> {
        Seen {
            ticket: &self.ticket,
            words: &self.words,
            promised: self.promised,
            now: self.now,
        }
    }

    /// What of this a rule waits for, if it does.
    fn concern(
        &self,
        rule: &Understood<Rule>,
        events: &BTreeSet<Event>,
        given: &[Activity],
        since: Option<Timestamp>,
    ) -> Option<Event> {
        let mut waits_for = rule.of.on.iter().copied();
        waits_for.find(|event| match event {
            _ if !events.contains(event) => false,
            // Its own instant has to be among what has passed: it was asked about all others before.
            Event::Time => since.is_some_and(|since| {
                let instants = wake::instants(&rule.condition, &self.ticket, self.promised);
                instants.iter().any(|at| since < *at && *at <= self.now)
            }),
            Event::Threshold => given.iter().any(|activity| match activity {
                Activity::Automated(Automated::ThresholdReached { level, percent, .. }) => {
                    rule.of.threshold.is(level, *percent)
                }
                _ => false,
            }),
            _ => true,
        })
    }

    /// Does all that a rule says because of an event, or nothing.
    fn fire(&mut self, at: usize, rule: &Rule, event: Event) -> Result<Go, W::Error> {
        let goes = if rule.then.contains(&Action::Stop) {
            Go::Stop
        } else {
            Go::On
        };
        let mut done = match self.done_by(rule, |_| true)? {
            Ok(done) => done,
            Err(problem) => {
                self.fired.insert(at);
                self.fails(rule, problem.to_string())?;
                return Ok(Go::On);
            }
        };
        done.activities.extend(self.calls(rule, event));
        if !done.is_nothing() {
            self.fired.insert(at);
            self.happens(Activity::Automated(Automated::RuleApplied {
                rule: rule.key.clone(),
                label: rule.label.clone(),
            }))?;
            for activity in done.activities {
                self.happens(activity)?;
            }
            self.reaction.opens.extend(done.opens);
            if done.routes {
                self.route()?;
            }
        }
        Ok(goes)
    }

    /// A rule that has done its work is asked once more: if it would change the ticket again, two rules are at odds.
    fn again(&mut self, at: usize, rule: &Rule) -> Result<(), W::Error> {
        if self.stuck.contains(&at) {
            return Ok(());
        }
        let done = self.done_by(rule, Action::is_lasting)?;
        if done.is_ok_and(|done| !done.activities.is_empty()) {
            self.stuck.insert(at);
            self.fails(rule, LOOP.to_owned())?;
        }
        Ok(())
    }

    fn fails(&mut self, rule: &Rule, problem: String) -> Result<(), W::Error> {
        self.happens(Activity::Automated(Automated::RuleFailed {
            rule: rule.key.clone(),
            label: rule.label.clone(),
            problem,
        }))
    }

    /// What a rule would do now.
    fn done_by(
        &mut self,
        rule: &Rule,
        wanted: fn(&Action) -> bool,
    ) -> Result<Result<Done, Refusal>, W::Error> {
        let mut changes = Vec::new();
        for action in rule.then.iter().filter(|action| wanted(action)) {
            let write = |text: &str| self.world.write(text, &self.ticket);
            if let Some(change) = action.change(&rule.label, &write) {
                changes.push(change);
                continue;
            }
            match action {
                Action::Escalate(Escalation::NextTier) => match self.next_tier() {
                    Some(team) => changes.push(Change::Team(Some(team))),
                    None => return Ok(Err(Refusal::NoNextTier)),
                },
                Action::Escalate(Escalation::Outside { address, text }) => {
                    changes.push(aside(address, write(text), &self.ticket));
                }
                _ => {}
            }
        }
        let activities = match self.decided(&changes)? {
            Ok(activities) => activities,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut done = Done {
            activities,
            ..Done::default()
        };
        self.beside(rule, wanted, &mut done)?;
        Ok(Ok(done))
    }

    /// What a rule does beside changing the ticket; the people that it means are those of the changed ticket.
    fn beside(
        &mut self,
        rule: &Rule,
        wanted: fn(&Action) -> bool,
        done: &mut Done,
    ) -> Result<(), W::Error> {
        let mut ticket = self.ticket.clone();
        for activity in done.activities.iter().cloned() {
            ticket.happens(activity, self.now, None)?;
        }
        for action in rule.then.iter().filter(|action| wanted(action)) {
            let write = |text: &str| self.world.write(text, &ticket);
            match action {
                Action::Notify(notice) => {
                    let text = write(&notice.text);
                    done.activities
                        .extend(self.told(&ticket, &notice.to, text, false)?);
                }
                Action::Escalate(Escalation::Lead) => {
                    let (leads, text) = (BTreeSet::from([Whom::Leads]), rule.label.clone());
                    done.activities
                        .extend(self.told(&ticket, &leads, text, true)?);
                }
                Action::Open(what) => done.opens.push(Open {
                    rule: rule.key.clone(),
                    what: FollowUp {
                        subject: write(&what.subject),
                        text: write(&what.text),
                        ..what.clone()
                    },
                }),
                // There is nothing to be content with yet, or they have said it by themselves.
                Action::Survey if ticket.can_be_rated(self.now) && ticket.rating.is_none() => {
                    done.activities
                        .push(Activity::Automated(Automated::Surveyed));
                }
                Action::Route => done.routes = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// The webhooks that a rule calls; none that is switched off.
    fn calls(&self, rule: &Rule, event: Event) -> Vec<Activity> {
        let called = rule.then.iter().filter_map(|action| match action {
            Action::Webhook(key) => self.policy.webhook(key).filter(|one| one.active),
            _ => None,
        });
        let called = called.map(|webhook| Called {
            webhook: webhook.key.clone(),
            label: webhook.label.clone(),
            rule: rule.key.clone(),
            rule_label: rule.label.clone(),
            event,
        });
        called
            .map(|called| Activity::Automated(Automated::Called(called)))
            .collect()
    }

    /// Telling people; nothing where nobody is meant.
    fn told(
        &mut self,
        ticket: &Ticket,
        whom: &BTreeSet<Whom>,
        text: String,
        escalated: bool,
    ) -> Result<Option<Activity>, W::Error> {
        let mut people = BTreeSet::new();
        for whom in whom {
            people.append(&mut self.meant(whom, ticket)?);
        }
        let is_anybody = !people.is_empty();
        let told = Automated::Told {
            people,
            text,
            escalated,
        };
        Ok(is_anybody.then_some(Activity::Automated(told)))
    }

    /// The people of a ticket who are meant.
    fn meant(&mut self, whom: &Whom, ticket: &Ticket) -> Result<BTreeSet<PersonId>, W::Error> {
        let (team, leads) = match whom {
            Whom::Assignee => return Ok(ticket.assignee.into_iter().collect()),
            Whom::Watchers => return Ok(ticket.watchers.clone()),
            Whom::Person(person) => return Ok(BTreeSet::from([*person])),
            Whom::Team => (ticket.team, false),
            Whom::Leads => (ticket.team, true),
            Whom::Members(team) => (Some(*team), false),
        };
        let Some(team) = team else {
            return Ok(BTreeSet::new());
        };
        let members = self.world.members(team)?.into_iter();
        let meant = members.filter(|(_, lead)| *lead || !leads);
        Ok(meant.map(|(person, _)| person).collect())
    }

    fn next_tier(&self) -> Option<TeamId> {
        let mut tiers = self.automation.tiers.iter();
        let team = self.ticket.team?;
        tiers.find(|tier| tier.0 == team).map(|tier| tier.1)
    }

    pub(super) fn decided(
        &mut self,
        changes: &[Change],
    ) -> Result<Result<Vec<Activity>, Refusal>, W::Error> {
        if changes.is_empty() {
            return Ok(Ok(Vec::new()));
        }
        let facts = self.world.facts(&self.ticket, changes)?;
        let context = Context {
            actor: self.spoc,
            policy: self.policy,
            facts: &facts,
            now: self.now,
        };
        // Before what is decided stands why.
        let mut ticket = self.ticket.clone();
        ticket.version += 1;
        Ok(decide(&ticket, changes, context))
    }

    pub(super) fn happens(&mut self, activity: Activity) -> Result<(), W::Error> {
        let recorded = self.ticket.happens(activity, self.now, None)?;
        self.reaction.activities.push(recorded.activity);
        Ok(())
    }
}

/// Why a rule does nothing the second time.
const LOOP: &str = "it has done its work already, and another rule took it back; give one of them a condition that \
                    excludes the other";

/// What a rule does.
#[derive(Default)]
struct Done {
    activities: Vec<Activity>,
    opens: Vec<Open>,
    routes: bool,
}

impl Done {
    fn is_nothing(&self) -> bool {
        self.activities.is_empty() && self.opens.is_empty() && !self.routes
    }
}

fn aside(address: &str, text: String, ticket: &Ticket) -> Change {
    let with = Address::parse(address).into_iter().collect();
    Change::WriteAside(Box::new(Aside {
        conversation: None,
        subject: ticket.subject.clone(),
        with,
        from: None,
        message: Message {
            text: OutsideText(text),
            attachments: Vec::new(),
        },
    }))
}
