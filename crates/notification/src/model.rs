//! Of what people are told, and who.

use jiff::tz::TimeZone;
use kernel::policy::StateCategory;
use kernel::ticket::{Activity, ApprovalActivity, Automated, StateChange};
use kernel::{PersonId, Recorded, TeamId, Ticket, Timestamp};

/// Where somebody answers to what they are asked to approve.
pub(crate) const APPROVALS: &str = "/approvals";

/// Of what somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A ticket was given to them.
    Assigned,
    /// A ticket came to their team, and nobody has it yet.
    TeamAssigned,
    /// The requester wrote on a ticket that they work on.
    Answered,
    /// Somebody outside answered in a side conversation of a ticket that they work on or watch.
    OutsideAnswered,
    /// A colleague asked for their attention.
    Mentioned,
    /// A colleague wrote a note on a ticket that they work on or watch.
    Noted,
    /// A ticket that they work on or watch moved in its lifecycle.
    Moved,
    /// A ticket that they work on goes on after a hold.
    Resumed,
    /// A rule tells them of a ticket.
    Told,
    /// A ticket was brought to them because it did not go on.
    Escalated,
    /// Their approval is asked for.
    ApprovalAsked,
    /// An approval has ended that they asked for, or that is about their ticket.
    ApprovalEnded,
    /// Their own ticket, or one that they watch, was answered.
    Replied,
    /// Their own ticket was resolved.
    Resolved,
}

impl Kind {
    /// All kinds, in the order in which people see them.
    pub const ALL: [Kind; 14] = [
        Kind::Assigned,
        Kind::TeamAssigned,
        Kind::Answered,
        Kind::OutsideAnswered,
        Kind::Mentioned,
        Kind::Noted,
        Kind::Moved,
        Kind::Resumed,
        Kind::Told,
        Kind::Escalated,
        Kind::ApprovalAsked,
        Kind::ApprovalEnded,
        Kind::Replied,
        Kind::Resolved,
    ];

    /// The name in the database, in forms and in the message catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Assigned => "assigned",
            Kind::TeamAssigned => "team_assigned",
            Kind::Answered => "answered",
            Kind::OutsideAnswered => "outside_answered",
            Kind::Mentioned => "mentioned",
            Kind::Noted => "noted",
            Kind::Moved => "moved",
            Kind::Resumed => "resumed",
            Kind::Told => "told",
            Kind::Escalated => "escalated",
            Kind::ApprovalAsked => "approval_asked",
            Kind::ApprovalEnded => "approval_ended",
            Kind::Replied => "replied",
            Kind::Resolved => "resolved",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The practice that it is a part of, if that can be switched off.
    pub(crate) fn practice(self) -> Option<&'static str> {
        matches!(self, Kind::ApprovalAsked | Kind::ApprovalEnded)
            .then_some(kernel::policy::APPROVALS)
    }

    /// Whether it is about a ticket that somebody works on, and not about one's own.
    pub fn is_for_agents(self) -> bool {
        !matches!(
            self,
            Kind::Replied | Kind::Resolved | Kind::ApprovalAsked | Kind::ApprovalEnded
        )
    }

    /// Whether it can be mailed as a notification. Of one's own tickets and approvals people get mail of its own.
    pub fn can_be_mailed(self) -> bool {
        self.is_for_agents()
    }

    /// Whether only those who read internal notes may know.
    pub(crate) fn is_internal(self) -> bool {
        matches!(
            self,
            Kind::OutsideAnswered | Kind::Mentioned | Kind::Noted | Kind::Told | Kind::Escalated
        )
    }

    /// What holds for whoever has not chosen otherwise. A team of twenty would be told of every ticket twenty times.
    pub(crate) fn by_default(self) -> Choice {
        match self {
            Kind::TeamAssigned | Kind::Moved => Choice {
                page: false,
                push: false,
                mail: false,
            },
            Kind::Noted | Kind::Resumed => Choice {
                page: true,
                push: false,
                mail: false,
            },
            // What is asked of one by name, and may wait for hours, is mailed unless it is read before.
            Kind::Assigned | Kind::Mentioned | Kind::Escalated => Choice {
                page: true,
                push: true,
                mail: true,
            },
            _ => Choice {
                page: true,
                push: true,
                mail: false,
            },
        }
    }
}

/// By which ways somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// In the page.
    pub page: bool,
    /// By the browser, also while no page is open.
    pub push: bool,
    /// By mail, where it was not read before.
    pub mail: bool,
}

/// Whom to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whom {
    Person(PersonId),
    Members(TeamId),
}

/// Who is to be told of what, of something that happened to a ticket which is now `ticket`. May name somebody who
/// did it, who has chosen otherwise or who may not know: that is asked elsewhere.
pub(crate) fn told(happened: &Recorded, ticket: &Ticket) -> Vec<(Whom, Kind)> {
    let workers = || ticket.assignee.into_iter().chain(watching(ticket));
    let to = |people: &mut dyn Iterator<Item = PersonId>, kind| {
        let told = people.map(|person| (Whom::Person(person), kind));
        told.collect::<Vec<_>>()
    };
    match &happened.activity {
        Activity::Opened(opened) => match (opened.assignee, opened.team) {
            (Some(assignee), _) => vec![(Whom::Person(assignee), Kind::Assigned)],
            (None, Some(team)) => vec![(Whom::Members(team), Kind::TeamAssigned)],
            (None, None) => Vec::new(),
        },
        Activity::AssigneeChanged {
            to: Some(person), ..
        } => vec![(Whom::Person(*person), Kind::Assigned)],
        Activity::TeamChanged { to: Some(team), .. } if ticket.assignee.is_none() => {
            vec![(Whom::Members(*team), Kind::TeamAssigned)]
        }
        Activity::Replied { by_agent: true, .. } => {
            let asked = [Some(ticket.requester), ticket.on_behalf_of];
            let mut readers = asked.into_iter().flatten().chain(watching(ticket));
            to(&mut readers, Kind::Replied)
        }
        Activity::Replied {
            by_agent: false, ..
        } => [waiting(ticket), to(&mut workers(), Kind::Answered)].concat(),
        // What an agent notes down is a note; what comes in by itself waits for somebody to read it.
        Activity::SideWritten(side) if side.from.is_some() && happened.actor.is_none() => {
            [waiting(ticket), to(&mut workers(), Kind::OutsideAnswered)].concat()
        }
        Activity::Mentioned { people, teams, .. } => {
            let people = people.iter().copied().map(Whom::Person);
            let teams = teams.iter().copied().map(Whom::Members);
            people
                .chain(teams)
                .map(|whom| (whom, Kind::Mentioned))
                .collect()
        }
        Activity::Noted { .. } | Activity::SideWritten(_) => to(&mut workers(), Kind::Noted),
        Activity::Automated(Automated::Told {
            people, escalated, ..
        }) => {
            let kind = if *escalated {
                Kind::Escalated
            } else {
                Kind::Told
            };
            to(&mut people.iter().copied(), kind)
        }
        Activity::Approval(approval) => of_approval(approval, ticket),
        Activity::StateChanged(moved) => moves(happened, moved, ticket),
        _ => Vec::new(),
    }
}

/// The members of the team whose ticket waits for somebody, where nobody has it.
fn waiting(ticket: &Ticket) -> Vec<(Whom, Kind)> {
    let team = ticket.team.filter(|_| ticket.assignee.is_none());
    let team = team.map(|team| (Whom::Members(team), Kind::TeamAssigned));
    team.into_iter().collect()
}

/// Whoever is asked, also when reminded; and at the end whoever asked, works on it or needs it.
fn of_approval(approval: &ApprovalActivity, ticket: &Ticket) -> Vec<(Whom, Kind)> {
    let to = |people: Vec<PersonId>, kind| {
        let people = people.into_iter();
        people.map(|person| (Whom::Person(person), kind)).collect()
    };
    match approval {
        ApprovalActivity::StepBegun { .. } | ApprovalActivity::Reminded { .. } => {
            to(approval.people(), Kind::ApprovalAsked)
        }
        ApprovalActivity::Ended { approval: id, .. } => {
            let mut all = ticket.approvals.iter();
            let asked_by = all
                .find(|one| one.plan.id == *id)
                .and_then(|one| one.asked_by);
            let told = [Some(ticket.requester), asked_by, ticket.assignee];
            to(told.into_iter().flatten().collect(), Kind::ApprovalEnded)
        }
        _ => Vec::new(),
    }
}

fn moves(happened: &Recorded, moved: &StateChange, ticket: &Ticket) -> Vec<(Whom, Kind)> {
    let by_itself = happened.actor.is_none();
    let person = |person: PersonId, kind| (Whom::Person(person), kind);
    let mut told = Vec::new();
    match moved.category {
        StateCategory::Resolved => {
            let asked = [Some(ticket.requester), ticket.on_behalf_of];
            let asked = asked.into_iter().flatten();
            told.extend(asked.map(|asked| person(asked, Kind::Resolved)));
        }
        StateCategory::Active if by_itself => {
            told.extend(
                ticket
                    .assignee
                    .map(|assignee| person(assignee, Kind::Resumed)),
            );
            return told;
        }
        _ => {}
    }
    let workers = ticket.assignee.into_iter().chain(watching(ticket));
    told.extend(workers.map(|worker| person(worker, Kind::Moved)));
    told
}

/// Who watches without being on the requester's side.
fn watching(ticket: &Ticket) -> impl Iterator<Item = PersonId> {
    let watchers = ticket.watchers.iter().copied();
    watchers.filter(|watcher| !ticket.is_for(*watcher))
}

/// Hours in which nobody is disturbed, in minutes after midnight of the person's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: u16,
    /// The first minute that is not quiet any more; before `from`, they go over midnight.
    pub to: u16,
}

impl QuietHours {
    /// Whether a minute of the day is quiet.
    pub fn contains(self, minute: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// When it is not quiet any more, where it is at this instant. A time that the clock leaves out in spring is
    /// the one after it.
    pub fn end(self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = zone.to_datetime(jiff::Timestamp::from_microsecond(now.0).ok()?);
        let minute =
            u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
        if !self.contains(minute) {
            return None;
        }
        let day = if self.to > minute {
            local.date()
        } else {
            local.date().tomorrow().ok()?
        };
        let (hour, minute) = (self.to / 60, self.to % 60);
        let end = day.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0);
        let end = zone.to_timestamp(end).ok()?;
        Some(Timestamp(end.as_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::QuietHours;
    use jiff::tz::TimeZone;
    use kernel::Timestamp;

    #[test]
    fn quiet_hours_end_in_the_persons_zone_also_where_the_clock_is_put_forward() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let at = |text: &str| {
            let instant: jiff::Timestamp = text.parse().expect("an instant");
            Timestamp(instant.as_microsecond())
        };
        let night = QuietHours {
            from: 22 * 60,
            to: 7 * 60,
        };
        let short = QuietHours {
            from: 60,
            to: 2 * 60 + 30,
        };
        for (hours, now, end) in [
            (night, "2026-11-25T20:59:59Z", None),
            (night, "2026-11-25T21:00:00Z", Some("2026-11-26T06:00:00Z")),
            (night, "2026-11-26T05:59:59Z", Some("2026-11-26T06:00:00Z")),
            (night, "2026-11-26T06:00:00Z", None),
            (night, "2026-03-28T22:00:00Z", Some("2026-03-29T05:00:00Z")),
            (short, "2026-03-29T00:30:00Z", Some("2026-03-29T01:30:00Z")),
        ] {
            assert_eq!(hours.end(at(now), &zone), end.map(at), "{now}");
        }
    }

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let night = QuietHours {
            from: 22 * 60,
            to: 7 * 60,
        };
        let lunch = QuietHours {
            from: 12 * 60,
            to: 13 * 60,
        };
        let never = QuietHours { from: 0, to: 0 };
        for (hours, minute, quiet) in [
            (night, 22 * 60, true),
            (night, 0, true),
            (night, 7 * 60 - 1, true),
            (night, 7 * 60, false),
            (night, 22 * 60 - 1, false),
            (lunch, 12 * 60, true),
            (lunch, 13 * 60, false),
            (lunch, 0, false),
            (never, 0, false),
        ] {
            assert_eq!(hours.contains(minute), quiet, "{hours:?} at {minute}");
        }
    }
}
