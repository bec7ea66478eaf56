//! Logs as the vectors write them: an instant and what happened, a line each.

use super::instant;
use kernel::policy::{Lifecycle, Policy, StateCategory};
use kernel::ticket::{
    Channel, Context, Delivery, Facts, Hold, Kind, Message, Opened, StateChange, undo,
};
use kernel::{
    Activity, Actor, CommandId, PersonId, PolicyVersion, Recorded, TeamId, TicketId, Timestamp,
    policy::Level,
};

const TICKET: TicketId = TicketId(1);
const AGENT: PersonId = PersonId(5);
const CUSTOMER: PersonId = PersonId(9);

pub(super) fn read(lines: &[String]) -> Vec<Recorded> {
    let mut log: Vec<Recorded> = Vec::new();
    for line in lines {
        let (at, what) = line.split_once(' ').expect("an instant and what happened");
        let next = recorded(&log, instant(at), what);
        log.push(next);
    }
    log
}

fn recorded(log: &[Recorded], at: Timestamp, what: &str) -> Recorded {
    let seq = log.len() as i64 + 1;
    let (actor, channel) = match what.split(' ').next() {
        Some("opened" | "customer") => (Some(CUSTOMER), Channel::Portal),
        Some("automatic") => (None, Channel::Automation),
        _ => (Some(AGENT), Channel::Web),
    };
    Recorded {
        position: seq,
        ticket: TICKET,
        seq,
        at,
        actor,
        channel,
        command: CommandId(seq),
        policy: PolicyVersion(1),
        activity: activity(log, what),
    }
}

fn activity(log: &[Recorded], what: &str) -> Activity {
    let words: Vec<&str> = what.split(' ').collect();
    let number = || words[1].parse::<i64>().expect("a number");
    let priority = || Level(number() as u8);
    match words[0] {
        "opened" => Activity::Opened(Box::new(opened(priority()))),
        "priority" => Activity::PriorityChanged {
            from: Level(0),
            to: priority(),
            reason: None,
        },
        "reply" | "automatic" => replied(true),
        "customer" => replied(false),
        "note" => Activity::Noted {
            message: Message::default(),
        },
        "team" => Activity::TeamChanged {
            from: None,
            to: Some(TeamId(number())),
        },
        "assign" => Activity::AssigneeChanged {
            from: None,
            to: Some(PersonId(number())),
        },
        "merge" => Activity::MergedInto {
            target: TicketId(number()),
        },
        "absorb" => Activity::Absorbed {
            source: TicketId(number()),
            watchers: Default::default(),
        },
        "undo" => {
            let last = log.last().expect("something to take back");
            let context = Context {
                actor: &Actor::spoc(),
                policy: &Policy::default(),
                facts: &Facts::default(),
                now: last.at,
            };
            let undone = undo(log, last.command, context);
            let mut undone = undone.expect("something that can be taken back");
            undone.pop().expect("an activity")
        }
        "hold" => held(words[1]),
        "work" => moved(Lifecycle::IN_PROGRESS, StateCategory::Active),
        "resolve" => moved(Lifecycle::RESOLVED, StateCategory::Resolved),
        "cancel" => moved(Lifecycle::CANCELLED, StateCategory::Cancelled),
        "reopen" => moved(Lifecycle::IN_PROGRESS, StateCategory::Active),
        other => panic!("the vectors do not know “{other}”"),
    }
}

fn opened(priority: Level) -> Opened {
    Opened {
        kind: Kind::Incident,
        channel: Channel::Portal,
        requester: CUSTOMER,
        on_behalf_of: None,
        watchers: Default::default(),
        subject: "Printer on fire".into(),
        description: Message::default(),
        state: Lifecycle::NEW.into(),
        state_category: StateCategory::New,
        impact: Level(2),
        urgency: Level(2),
        priority,
        priority_reason: None,
        priority_grounds: Vec::new(),
        team: None,
        assignee: None,
        service: None,
        category: None,
        tags: Default::default(),
        fields: Default::default(),
        parent: None,
        confidential: false,
        split_from: None,
        mail_checks: Default::default(),
    }
}

fn replied(by_agent: bool) -> Activity {
    Activity::Replied {
        message: Message::default(),
        by_agent,
        delivery: Delivery::default(),
        mail_checks: None,
    }
}

fn held(reason: &str) -> Activity {
    let category = match reason {
        "requester" => StateCategory::WaitingOnRequester,
        _ => StateCategory::WaitingOnThirdParty,
    };
    let hold = Some(Hold {
        reason: reason.into(),
        until: None,
    });
    match moved(Lifecycle::ON_HOLD, category) {
        Activity::StateChanged(change) => Activity::StateChanged(StateChange { hold, ..change }),
        other => other,
    }
}

fn moved(to: &str, category: StateCategory) -> Activity {
    Activity::StateChanged(StateChange {
        from: Lifecycle::NEW.into(),
        to: to.into(),
        category,
        hold: None,
        resolution: None,
        reopened: false,
        reason: String::new(),
    })
}
