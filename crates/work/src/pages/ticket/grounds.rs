//! Why a ticket is with its team and with its assignee, where nobody chose them: by a route, a rule, a mailbox.

use super::Found;
use super::automated::reason;
use super::teller::Teller;
use kernel::Recorded;
use kernel::ticket::{Activity, Automated, Channel};

/// Why this team; empty where somebody chose it.
pub(super) fn of_team(found: &Found, teller: &Teller<'_>) -> String {
    let team = found.page.ticket.team;
    let Some(given) = latest(found, |activity| match activity {
        Activity::TeamChanged { to, .. } => *to == team,
        Activity::Opened(opened) => team.is_some() && opened.team == team,
        _ => false,
    }) else {
        return String::new();
    };
    let texts = teller.words.texts;
    let by_route = |recorded: &Recorded| match &recorded.activity {
        Activity::Automated(Automated::Routed {
            route: Some(route),
            team: to,
            ..
        }) if Some(*to) == team => Some(texts.t1("because-route", "route", route.as_str())),
        _ => None,
    };
    let by_mail = given.channel == Channel::Email
        && given.actor.is_none()
        && matches!(given.activity, Activity::TeamChanged { .. });
    together(found, given)
        .find_map(by_route)
        .or_else(|| by_rule(found, given, teller))
        .or_else(|| by_mail.then(|| texts.t("because-mailbox").to_owned()))
        .unwrap_or_default()
}

/// Why this assignee; empty where somebody chose them.
pub(super) fn of_assignee(found: &Found, teller: &Teller<'_>) -> String {
    let Some(assignee) = found.page.ticket.assignee else {
        return String::new();
    };
    let Some(given) = latest(
        found,
        |activity| matches!(activity, Activity::AssigneeChanged { to: Some(to), .. } if *to == assignee),
    ) else {
        return String::new();
    };
    let by_routing = |recorded: &Recorded| match &recorded.activity {
        Activity::Automated(Automated::Routed {
            person: Some(person),
            why: Some(why),
            ..
        }) if *person == assignee => Some(reason(why, teller.words.texts)),
        _ => None,
    };
    together(found, given)
        .find_map(by_routing)
        .or_else(|| by_rule(found, given, teller))
        .unwrap_or_default()
}

/// The last of the ticket's own activities of this sort that was not taken back.
fn latest(found: &Found, is_it: impl Fn(&Activity) -> bool) -> Option<&Recorded> {
    let page = &found.page;
    page.timeline.iter().rev().find(|recorded| {
        recorded.ticket == page.ticket.id
            && is_it(&recorded.activity)
            && !page.withdrawn.contains(&recorded.position)
    })
}

/// What was done to the ticket at once with it.
fn together<'f>(found: &'f Found, given: &'f Recorded) -> impl Iterator<Item = &'f Recorded> {
    let all = found.page.timeline.iter().rev();
    all.filter(|other| other.ticket == given.ticket && other.command == given.command)
}

/// The last rule that applied before it, where a rule did it.
fn by_rule(found: &Found, given: &Recorded, teller: &Teller<'_>) -> Option<String> {
    if given.channel != Channel::Automation {
        return None;
    }
    let texts = teller.words.texts;
    together(found, given)
        .filter(|other| other.position < given.position)
        .find_map(|other| match &other.activity {
            Activity::Automated(Automated::RuleApplied { label, .. }) => {
                Some(texts.t1("because-rule", "rule", label.as_str()))
            }
            _ => None,
        })
}
