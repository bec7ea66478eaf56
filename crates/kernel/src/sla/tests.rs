//! What must hold of every clock, whatever happens to a ticket. What single ones say stands in `tests/vectors`.

use super::*;
use crate::calendar::{Calendar, Hours, Week};
use crate::policy::{Lifecycle, StateCategory};
use crate::sample::opened;
use crate::ticket::{Channel, Delivery, Message, StateChange};
use crate::time::MINUTE;
use crate::{
    Activity, CommandId, PersonId, Policy, PolicyVersion, Recorded, TicketId, Timestamp,
    policy::Level,
};
use proptest::prelude::*;

/// The evening before clocks go forward in Berlin.
const BEGIN: i64 = 1_774_634_400_000_000;

fn policy(metric: Metric, on_priority_change: OnPriorityChange) -> Policy {
    let mut week = Week::workdays(&[Hours::parse("08:00-12:00").expect("hours")]);
    week.sunday = vec![Hours::parse("00:00-24:00").expect("hours")];
    Policy {
        calendars: vec![Calendar {
            key: "office".into(),
            label: "Office".into(),
            zone: "Europe/Berlin".into(),
            week,
            holidays: Vec::new(),
        }],
        service_levels: vec![ServiceLevel {
            targets: [(1, 120), (2, 300), (3, 900)].into(),
            thresholds: vec![50, 100, 150],
            on_priority_change,
            ..ServiceLevel::new("any", metric, "office")
        }],
        ..Policy::default()
    }
}

fn activity() -> impl Strategy<Value = Activity> {
    let state = prop::sample::select(&StateCategory::ALL[..]).prop_map(moved);
    let priority = (1_u8..=4).prop_map(|to| Activity::PriorityChanged {
        from: Level(3),
        to: Level(to),
        reason: None,
    });
    let reply = any::<bool>().prop_map(|by_agent| Activity::Replied {
        message: Message::default(),
        by_agent,
        delivery: Delivery::default(),
        mail_checks: None,
    });
    prop_oneof![3 => state, 1 => priority, 2 => reply, 1 => Just(noted())]
}

fn moved(category: StateCategory) -> Activity {
    Activity::StateChanged(StateChange {
        from: Lifecycle::NEW.into(),
        to: category.name().into(),
        category,
        hold: None,
        resolution: None,
        reopened: false,
        reason: String::new(),
    })
}

fn noted() -> Activity {
    Activity::Noted {
        message: Message::default(),
    }
}

fn log_of(steps: &[(i64, Activity)]) -> Vec<Recorded> {
    let mut at = BEGIN;
    let steps = std::iter::once((0, opened())).chain(steps.iter().cloned());
    steps
        .zip(1..)
        .map(|((minutes, activity), seq)| {
            at += minutes * MINUTE;
            Recorded {
                position: seq,
                ticket: TicketId(1),
                seq,
                at: Timestamp(at),
                actor: Some(PersonId(5)),
                channel: Channel::Web,
                command: CommandId(seq),
                policy: PolicyVersion(1),
                activity,
            }
        })
        .collect()
}

fn steps() -> impl Strategy<Value = Vec<(i64, Activity)>> {
    prop::collection::vec((0_i64..2_000, activity()), 0..10)
}

fn rules() -> impl Strategy<Value = Policy> {
    let metric = prop::sample::select(&Metric::ALL[..]);
    let change = prop::sample::select(&OnPriorityChange::ALL[..]);
    (metric, change).prop_map(|(metric, change)| policy(metric, change))
}

fn clocks(policy: &Policy, log: &[Recorded], now: Timestamp) -> Vec<Clock> {
    let clocks = Levels::of(policy).clocks(log, &Zones::default(), now);
    clocks.expect("a whole log")
}

/// Minute by minute: what counts where the ticket is with the desk and the wall clock of Berlin shows working time.
fn slowly(policy: &Policy, log: &[Recorded], now: Timestamp) -> i64 {
    let calendar = &policy.calendars[0];
    let berlin = crate::calendar::zone(&calendar.zone).expect("a zone");
    let waits = |at: i64| {
        let moves = log.iter().rev().filter(|one| one.at.0 <= at);
        let category = moves.filter_map(|one| match &one.activity {
            Activity::StateChanged(change) => Some(change.category),
            _ => None,
        });
        category
            .take(1)
            .any(|one| one == StateCategory::WaitingOnRequester)
    };
    let works = |at: i64| {
        let instant = jiff::Timestamp::from_microsecond(at).expect("an instant");
        let shown = berlin.to_datetime(instant);
        let weekday = shown.weekday().to_monday_zero_offset() as usize;
        let minute = shown.hour() as u16 * 60 + shown.minute() as u16;
        let mut hours = calendar.week.days()[weekday].iter();
        hours.any(|hours| (hours.minutes().0..hours.minutes().1).contains(&minute))
    };
    let minutes = (BEGIN..now.0).step_by(MINUTE as usize);
    minutes.filter(|at| works(*at) && !waits(*at)).count() as i64 * MINUTE
}

/// A ticket that is handed to and fro between the desk, its requester and others, and never done.
fn to_and_fro() -> impl Strategy<Value = Vec<(i64, Activity)>> {
    let open = StateCategory::ALL.into_iter().filter(|one| one.is_open());
    let state = prop::sample::select(open.collect::<Vec<_>>()).prop_map(moved);
    prop::collection::vec(
        (0_i64..2_000, prop_oneof![3 => state, 1 => Just(noted())]),
        0..8,
    )
}

proptest! {
    #[test]
    fn a_clock_agrees_with_counting_minute_by_minute_over_the_day_on_which_clocks_jump(
        steps in to_and_fro(),
        later in 0_i64..3_000,
    ) {
        let policy = policy(Metric::Resolution, OnPriorityChange::CarryOver);
        let log = log_of(&steps);
        let now = log.last().expect("an opening").at.plus(later * MINUTE);
        let clock = clocks(&policy, &log, now).remove(0);
        prop_assert_eq!(clock.elapsed, slowly(&policy, &log, now));
    }

    #[test]
    fn elapsed_time_never_decreases(policy in rules(), steps in steps(), later in 0_i64..9_000) {
        let log = log_of(&steps);
        let end = log.last().expect("an opening").at;
        let before = clocks(&policy, &log, end);
        let after = clocks(&policy, &log, end.plus(later * MINUTE));
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(before.elapsed <= after.elapsed);
            prop_assert!(before.elapsed == after.elapsed || after.standing == Standing::Running);
            prop_assert!(!before.is_breached || after.is_breached);
            prop_assert!(before.elapsed >= 0);
        }
    }

    #[test]
    fn at_the_deadline_just_the_target_has_elapsed(policy in rules(), steps in steps()) {
        let log = log_of(&steps);
        let end = log.last().expect("an opening").at;
        for (at, clock) in clocks(&policy, &log, end).into_iter().enumerate() {
            let (Standing::Running, Some(due), false) = (clock.standing, clock.due_at, clock.is_breached)
            else {
                continue;
            };
            let then = clocks(&policy, &log, due).remove(at);
            prop_assert_eq!(then.elapsed, clock.target);
            prop_assert!(!then.is_breached);
            prop_assert_eq!(then.passed.map(|passed| passed.percent), Some(100));
            prop_assert!(clocks(&policy, &log, due.plus(1)).remove(at).is_breached);
        }
    }

    #[test]
    fn a_note_in_between_changes_nothing(
        policy in rules(),
        steps in steps(),
        place in any::<prop::sample::Index>(),
        part in 0_i64..2_000,
    ) {
        let log = log_of(&steps);
        let mut more = steps.clone();
        let place = place.index(steps.len() + 1);
        let part = match more.get_mut(place) {
            Some((minutes, _)) => {
                let part = part.min(*minutes);
                *minutes -= part;
                part
            }
            None => 0,
        };
        more.insert(place, (part, noted()));
        let end = log.last().expect("an opening").at.plus(600 * MINUTE);
        let told = |log: &[Recorded]| {
            let clocks = clocks(&policy, log, end).into_iter();
            let told = clocks.map(|c| (c.standing, c.elapsed, c.due_at, c.stopped_at, c.next));
            told.collect::<Vec<_>>()
        };
        prop_assert_eq!(told(&log), told(&log_of(&more)));
    }

    #[test]
    fn the_next_threshold_lies_ahead(policy in rules(), steps in steps(), later in 0_i64..9_000) {
        let log = log_of(&steps);
        let now = log.last().expect("an opening").at.plus(later * MINUTE);
        for clock in clocks(&policy, &log, now) {
            if let Some(next) = clock.next {
                prop_assert!(next.at > now);
                prop_assert!(clock.passed.is_none_or(|passed| passed.percent < next.percent));
            }
        }
    }
}
