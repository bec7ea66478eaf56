//! Deciding by forms: which answers count, and whether all is answered that must be.

use super::{Context, Deciding, Refusal};
use crate::condition::{CUSTOM_PREFIX, Moment};
use crate::policy::{Answers, Asked, Audience, Level, Lifecycle, Required, StateCategory};
use crate::ticket::{Channel, NewTicket, Opened, Ticket};
use crate::{Permission, Policy};

/// Settles the answers of a ticket that is opened: what nobody said gets its default, what is not asked is left
/// out, and what must be said is.
pub(super) fn settle(opened: &mut Opened, context: Context<'_>) -> Result<(), Refusal> {
    let policy = context.policy;
    if policy.form(opened.kind, opened.service).is_none() && policy.fields.is_empty() {
        return Ok(());
    }
    let works = context.actor.can(Permission::TicketWork);
    let said: Vec<String> = opened.fields.keys().cloned().collect();
    fill(opened, (policy, moment(context)));
    leave_out(opened, (policy, moment(context)));
    let draft = Ticket::draft(opened, context.now);
    let answers = answers(&draft, context);
    let asked = answers.asked(policy);
    if !works {
        let theirs = |key: &String| {
            let question = asked.iter().find(|asked| is_of(asked, key));
            question.is_some_and(|asked| asked.audience == Audience::Everybody)
        };
        let kept = |key: &&String| opened.fields.contains_key(*key);
        if let Some(key) = said.iter().filter(kept).find(|key| !theirs(key)) {
            return Err(Refusal::AgentsAnswer {
                field: format!("{CUSTOM_PREFIX}{key}"),
            });
        }
    }
    // Nobody can be asked while a message comes in; agents see what is missing.
    if opened.channel == Channel::Email {
        return Ok(());
    }
    let fields = policy.unanswered(&draft, answers.moment, context.actor);
    if fields.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Unanswered { fields })
    }
}

/// Puts defaults where a question is asked and nobody answered.
fn fill(opened: &mut Opened, (policy, moment): (&Policy, Moment<'_>)) {
    let ticket = &Ticket::draft(opened, moment.now);
    for asked in (Answers { ticket, moment }).asked(policy) {
        if let Some(field) = asked.field.filter(|_| asked.shown)
            && let Some(value) = &field.default
        {
            let entry = opened.fields.entry(field.key.clone());
            entry.or_insert_with(|| value.clone());
        }
    }
}

/// Leaves out the answers to questions that are not shown. Leaving one out may hide the next.
fn leave_out(opened: &mut Opened, (policy, moment): (&Policy, Moment<'_>)) {
    for _ in 0..=opened.fields.len() {
        let ticket = &Ticket::draft(opened, moment.now);
        let before = opened.fields.len();
        for asked in (Answers { ticket, moment }).asked(policy) {
            if let Some(field) = asked.field.filter(|_| !asked.shown) {
                opened.fields.remove(&field.key);
            }
        }
        if opened.fields.len() == before {
            return;
        }
    }
}

fn is_of(asked: &Asked<'_>, key: &str) -> bool {
    asked.field.is_some_and(|field| field.key == key)
}

fn moment(context: Context<'_>) -> Moment<'_> {
    Moment::of_forms(context.actor, context.now)
}

fn answers<'a>(ticket: &'a Ticket, context: Context<'a>) -> Answers<'a> {
    let moment = moment(context);
    Answers { ticket, moment }
}

fn unanswered<'a, 'p: 'a>(
    answers: &Answers<'_>,
    must: impl Iterator<Item = &'a Asked<'p>>,
) -> Result<(), Refusal> {
    let fields: Vec<String> = must
        .filter(|asked| !answers.has(&asked.asks))
        .map(|asked| asked.asks.to_string())
        .collect();
    if fields.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Unanswered { fields })
    }
}

impl Deciding<'_> {
    /// What must be answered before the ticket goes on, is.
    pub(super) fn all_answered_for(&self, required: Required) -> Result<(), Refusal> {
        let answers = answers(&self.now, self.context);
        let asked = answers.asked(self.context.policy);
        let must = asked.iter().filter(|asked| asked.required == required);
        unanswered(&answers, must)
    }

    /// An answer that must be there is not taken away.
    pub(super) fn still_answered(&self, asks: &str) -> Result<(), Refusal> {
        let answers = answers(&self.now, self.context);
        if answers.has(asks) {
            return Ok(());
        }
        let asked = answers.asked(self.context.policy);
        let must = asked.iter().filter(|asked| {
            asked.asks == asks
                && match asked.required {
                    Required::Never => false,
                    Required::Opening => true,
                    Required::Resolving => !self.now.is_open(),
                }
        });
        unanswered(&answers, must)
    }
}

impl NewTicket {
    /// The ticket that this would become as far as it is filled in, with what nobody answered and without what is not
    /// asked: for asking which questions it raises.
    pub fn draft(&self, channel: Channel, policy: &Policy, moment: Moment<'_>) -> Ticket {
        let new = self.clone();
        let impact = new.impact.unwrap_or(Level::MEDIUM);
        let urgency = new.urgency.unwrap_or(Level::MEDIUM);
        let mut opened = Opened {
            kind: new.kind,
            channel,
            requester: new.requester,
            on_behalf_of: new.on_behalf_of,
            watchers: new.watchers,
            subject: new.subject,
            description: new.description,
            state: Lifecycle::NEW.into(),
            state_category: StateCategory::New,
            impact,
            urgency,
            priority: policy.priority.priority(impact, urgency),
            priority_reason: None,
            priority_grounds: Vec::new(),
            team: new.team,
            assignee: new.assignee,
            service: new.service,
            category: new.category,
            tags: new.tags,
            fields: new.fields,
            parent: new.parent,
            confidential: new.confidential,
            split_from: None,
            mail_checks: new.mail_checks,
        };
        fill(&mut opened, (policy, moment));
        leave_out(&mut opened, (policy, moment));
        Ticket::draft(&opened, moment.now)
    }
}
