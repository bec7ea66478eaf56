//! Deciding the first activity of a ticket.

use super::messages::valid_message;
use super::values::{allowed_tag, offered_category, valid_level, valid_subject};
use super::{Context, Refusal, forms, require};
use crate::policy::{Level, Lifecycle};
use crate::ticket::activity::Opened;
use crate::ticket::{Activity, Channel, NewTicket, Ticket};
use crate::{Permission, legible_texts};

/// What happens when somebody files a ticket.
///
/// # Errors
/// When a value is not valid, or names something that is not there.
pub fn decide_open(
    new: &NewTicket,
    channel: Channel,
    context: Context<'_>,
) -> Result<Activity, Refusal> {
    let Context {
        actor,
        policy,
        facts,
        ..
    } = context;
    let new = &*legible_texts(new);
    if !actor.can(Permission::TicketWork) {
        require(actor, Permission::TicketOpen)?;
        let plain = new.team.is_none()
            && new.assignee.is_none()
            && new.impact.is_none()
            && new.parent.is_none();
        if !plain || actor.person != Some(new.requester) {
            return Err(Refusal::AgentsOnly);
        }
    }
    let people = [
        ("requester", Some(new.requester)),
        ("on_behalf_of", new.on_behalf_of),
    ];
    let people = people
        .into_iter()
        .chain(new.watchers.iter().map(|person| ("watcher", Some(*person))));
    for (field, person) in people {
        if let Some(person) = person
            && !facts.people.contains_key(&person)
        {
            return Err(Refusal::NoSuchPerson { field, person });
        }
    }
    check_references(new, context)?;
    if !new.description.text.0.is_empty() {
        valid_message(&new.description.text.0, &new.description)?;
    }
    let impact = valid_level("impact", new.impact.unwrap_or(Level::MEDIUM), 3)?;
    let urgency = valid_level("urgency", new.urgency.unwrap_or(Level::MEDIUM), 3)?;
    let state = if new.assignee.is_some() {
        Lifecycle::ASSIGNED
    } else {
        Lifecycle::NEW
    };
    let state = policy
        .lifecycle(new.kind)
        .state(state)
        .ok_or_else(|| Refusal::NoSuchState(state.into()))?;
    let mut opened = Opened {
        kind: new.kind,
        channel,
        requester: new.requester,
        on_behalf_of: new.on_behalf_of,
        watchers: new.watchers.clone(),
        subject: valid_subject(&new.subject)?,
        description: new.description.clone(),
        state: state.key.clone(),
        state_category: state.category,
        impact,
        urgency,
        priority: policy.priority.priority(impact, urgency),
        priority_reason: None,
        priority_grounds: Vec::new(),
        team: new.team,
        assignee: new.assignee,
        service: new.service,
        category: new.category.clone(),
        tags: new
            .tags
            .iter()
            .map(|tag| allowed_tag(policy, tag))
            .collect::<Result<_, _>>()?,
        fields: new.fields.clone(),
        parent: new.parent,
        confidential: new.confidential,
        split_from: None,
        mail_checks: new.mail_checks,
    };
    forms::settle(&mut opened, context)?;
    if policy.raises_for(opened.kind) {
        let draft = Ticket::draft(&opened, context.now);
        (opened.priority, opened.priority_grounds) = policy.priority_of(&draft, facts, context.now);
    }
    Ok(Activity::Opened(Box::new(opened)))
}

fn check_references(new: &NewTicket, context: Context<'_>) -> Result<(), Refusal> {
    let Context { policy, facts, .. } = context;
    if !policy.offers_kind(new.kind) {
        return Err(Refusal::KindOff(new.kind));
    }
    if let Some(team) = new.team
        && !facts.teams.contains_key(&team)
    {
        return Err(Refusal::NoSuchTeam(team.0));
    }
    if let Some(assignee) = new.assignee {
        let works = facts
            .people
            .get(&assignee)
            .filter(|facts| facts.works)
            .ok_or(Refusal::NotAnAgent(assignee))?;
        let private = |team| facts.teams.get(team).is_some_and(|team| team.private);
        if new
            .team
            .as_ref()
            .is_some_and(|team| private(team) && !works.teams.contains(team))
        {
            return Err(Refusal::NotInPrivateTeam(assignee));
        }
    }
    if let Some(service) = new.service
        && !facts.services.contains_key(&service)
    {
        return Err(Refusal::NoSuchService(service.0));
    }
    if let Some(category) = &new.category {
        offered_category(policy, category)?;
    }
    if let Some(parent) = new.parent
        && !facts.tickets.contains_key(&parent)
    {
        return Err(Refusal::NoSuchParent(parent));
    }
    for (key, value) in &new.fields {
        let field = policy
            .field(key)
            .ok_or_else(|| Refusal::NoSuchField { key: key.clone() })?;
        if policy.retired.fields.contains(key) {
            return Err(Refusal::NoSuchField { key: key.clone() });
        }
        if let Some(problem) = value.problem(&field.kind) {
            return Err(Refusal::FieldValue {
                key: key.clone(),
                problem,
            });
        }
    }
    Ok(())
}
