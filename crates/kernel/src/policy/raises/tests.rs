//! What raises do to a priority: by a table, and what always holds.

use super::{Criticality, Ground, Load, Raises};
use crate::calendar::{Calendar, Hours, Week};
use crate::policy::{CustomField, Fault, Level, Policy};
use crate::ticket::{
    Activity, Automated, Change, Channel, Context, Facts, FieldKind, FieldValue, Kind, NewTicket,
    PersonFacts, ServiceFacts, Ticket, decide, decide_open,
};
use crate::{Actor, PersonId, Recorded, ServiceId, Timestamp};
use proptest::prelude::*;

const RITA: PersonId = PersonId(1);
const PAYMENTS: ServiceId = ServiceId(1);
const MICE: ServiceId = ServiceId(2);
/// A Tuesday, 10:30 and 21:00 in UTC.
const AT_PEAK: Timestamp = Timestamp(1_795_516_200_000_000);
const IN_THE_EVENING: Timestamp = Timestamp(1_795_554_000_000_000);

/// Vital services and their peak raise by one each, as do VIPs; a hundred people by two; minor services lower.
fn raises() -> Raises {
    Raises {
        criticality: [(Criticality::Minor, -1), (Criticality::Vital, 1)].into(),
        peak: 1,
        vip: 1,
        people_field: Some("people".into()),
        people: [(10, 1), (100, 2)].into(),
        ..Raises::default()
    }
}

fn policy() -> Policy {
    let hours: Vec<Hours> = Hours::new(9 * 60, 12 * 60).into_iter().collect();
    Policy {
        raises: raises(),
        fields: vec![CustomField::new("people", "People", FieldKind::Number)],
        calendars: vec![Calendar {
            key: "mornings".into(),
            label: "Mornings".into(),
            zone: "UTC".into(),
            week: Week::workdays(&hours),
            holidays: Vec::new(),
        }],
        ..Policy::default()
    }
}

fn facts(vip: bool) -> Facts {
    let payments = ServiceFacts {
        criticality: Criticality::Vital,
        peak_calendar: Some("mornings".into()),
    };
    let mice = ServiceFacts {
        criticality: Criticality::Minor,
        peak_calendar: None,
    };
    let rita = PersonFacts {
        vip,
        ..PersonFacts::default()
    };
    Facts {
        people: [(RITA, rita)].into(),
        services: [(PAYMENTS, payments), (MICE, mice)].into(),
        ..Facts::default()
    }
}

fn opened(policy: &Policy, facts: &Facts, new: &NewTicket, now: Timestamp) -> Ticket {
    let context = Context {
        actor: &Actor::spoc(),
        policy,
        facts,
        now,
    };
    let activity = decide_open(new, Channel::Web, context).expect("it can be filed");
    let recorded = Recorded {
        position: 1,
        ticket: crate::TicketId(1),
        seq: 1,
        at: now,
        actor: None,
        channel: Channel::Web,
        command: crate::CommandId(1),
        policy: crate::PolicyVersion(1),
        activity,
    };
    Ticket::opened(&recorded).expect("an opening")
}

#[test]
fn the_same_fault_is_raised_in_a_vital_service_at_its_peak() {
    // The service, whether a VIP asks, how many people are hit, when; and the priority where the matrix says 3.
    let table = [
        (None, false, None, AT_PEAK, 3),
        (None, true, None, AT_PEAK, 2),
        (None, false, Some(9), AT_PEAK, 3),
        (None, false, Some(10), AT_PEAK, 2),
        (None, false, Some(5_000), AT_PEAK, 1),
        (Some(MICE), false, None, AT_PEAK, 4),
        (Some(MICE), true, None, AT_PEAK, 3),
        (Some(PAYMENTS), false, None, IN_THE_EVENING, 2),
        (Some(PAYMENTS), false, None, AT_PEAK, 1),
        // No more than two levels, whatever comes together.
        (Some(PAYMENTS), true, Some(100), AT_PEAK, 1),
    ];
    let policy = policy();
    assert_eq!(policy.problems(), Vec::new());
    for (service, vip, people, now, priority) in table {
        let mut new = NewTicket::new(Kind::Incident, RITA, "Nothing goes");
        new.service = service;
        let people = people.map(|people| ("people".to_owned(), FieldValue::Number(people * 100)));
        new.fields = people.into_iter().collect();
        let ticket = opened(&policy, &facts(vip), &new, now);
        assert_eq!(ticket.priority, Level(priority), "{new:?}");
    }
}

#[test]
fn a_ticket_that_moves_to_a_vital_service_is_raised_and_says_why() {
    let (policy, facts) = (policy(), facts(false));
    let new = NewTicket::new(Kind::Incident, RITA, "Nothing goes");
    let ticket = opened(&policy, &facts, &new, AT_PEAK);
    let context = Context {
        actor: &Actor::spoc(),
        policy: &policy,
        facts: &facts,
        now: AT_PEAK,
    };
    let to = Change::Service(Some(PAYMENTS));
    let decided = decide(&ticket, &[to], context).expect("it is decided");
    let grounds = vec![Ground::Criticality(Criticality::Vital, 1), Ground::Peak(1)];
    let after = ticket.after(&decided, AT_PEAK);
    assert_eq!(
        (after.priority, &after.priority_grounds),
        (Level(1), &grounds)
    );
    assert!(decided.contains(&Activity::Automated(Automated::Raised { grounds })));
    // What somebody overrides stays, and is raised anew when they let go of it.
    let over = Change::Priority {
        level: Some(Level(5)),
        reason: "only a test".into(),
    };
    let over = decide(&after, &[over, Change::Service(Some(MICE))], context).expect("decided");
    let over = after.after(&over, AT_PEAK);
    assert_eq!(over.priority, Level(5));
    let back = Change::Priority {
        level: None,
        reason: String::new(),
    };
    let back = decide(&over, &[back], context).expect("it is decided");
    assert_eq!(over.after(&back, AT_PEAK).priority, Level(4));
}

#[test]
fn without_raises_the_matrix_alone_decides_and_nothing_more_is_recorded() {
    let policy = Policy::default();
    let mut new = NewTicket::new(Kind::Incident, RITA, "Nothing goes");
    new.service = Some(PAYMENTS);
    let ticket = opened(&policy, &facts(true), &new, AT_PEAK);
    assert_eq!(
        (ticket.priority, ticket.priority_grounds.len()),
        (Level(3), 0)
    );
    let written = serde_json::to_string(&policy).expect("it can be written");
    assert!(!written.contains("raises"), "{written}");
}

#[test]
fn raises_that_turn_the_order_round_are_faults() {
    let mut policy = policy();
    policy.raises = Raises {
        criticality: [(Criticality::Normal, 1), (Criticality::Vital, 0)].into(),
        peak: -1,
        people_field: Some("nothing".into()),
        people: [(10, 2), (100, 1)].into(),
        at_most: 0,
        ..Raises::default()
    };
    let found: Vec<(String, Fault)> = policy
        .problems()
        .into_iter()
        .map(|problem| (problem.at, problem.fault))
        .collect();
    for fault in [
        ("raises.peak", Fault::Raise),
        ("raises.at_most", Fault::RaiseMost),
        ("raises.criticality", Fault::RaiseOrder),
        ("raises.people", Fault::RaiseOrder),
        ("raises.people_field", Fault::RaiseField),
    ] {
        let fault = (fault.0.to_owned(), fault.1);
        assert!(found.contains(&fault), "{fault:?} in {found:?}");
    }
}

prop_compose! {
    /// Raises that a policy may have.
    fn any_raises()(
        mut criticality in prop::array::uniform4(-4_i8..=4),
        peak in 0_i8..=4,
        vip in 0_i8..=4,
        mut by in prop::collection::vec(0_i8..=4, 0..4),
        from in prop::collection::btree_set(0_u32..1_000, 4),
        at_most in 1_i8..=4,
    ) -> Raises {
        criticality.sort_unstable();
        by.sort_unstable();
        Raises {
            criticality: Criticality::ALL.into_iter().zip(criticality).collect(),
            peak,
            vip,
            people: from.into_iter().zip(by).collect(),
            at_most,
            ..Raises::default()
        }
    }
}

prop_compose! {
    fn any_load()(
        criticality in prop::option::of(prop::sample::select(&Criticality::ALL[..])),
        is_peak: bool,
        is_vip: bool,
        people in prop::option::of(0_u32..2_000),
    ) -> Load {
        Load { criticality, is_peak, is_vip, people }
    }
}

proptest! {
    /// Whoever has more of anything never gets a lower priority for it, and nothing leaves its bounds.
    #[test]
    fn more_never_lowers_a_priority(
        raises in any_raises(),
        load in any_load(),
        matrix in 1_u8..=5,
        critical in prop::sample::select(&Criticality::ALL[..]),
        more_people in 0_u32..2_000,
    ) {
        let priority = |load| raises.apply(Level(matrix), &raises.grounds(load));
        let (before, most) = (priority(load), u8::try_from(raises.at_most).unwrap_or(0));
        prop_assert!((1..=5).contains(&before.0));
        prop_assert!(before.0.abs_diff(matrix) <= most);
        let more = [
            Load { is_peak: true, ..load },
            Load { is_vip: true, ..load },
            Load { people: Some(load.people.unwrap_or(0).saturating_add(more_people)), ..load },
            Load { criticality: load.criticality.map(|one| one.max(critical)), ..load },
        ];
        for more in more {
            prop_assert!(priority(more) <= before, "{more:?}");
        }
    }
}
