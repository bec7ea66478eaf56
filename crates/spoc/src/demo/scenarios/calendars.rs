//! Calendars and the booking of rooms.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario};

const MAIL: Scenario = Scenario {
    service: "email",
    team: "service-desk",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "calendar-delegate",
        kind: REQUEST.kind,
        category: "email/calendar",
        weight: 7,
        level: (3, 3),
        subjects: &[
            "@0 Calendar access for {colleague}",
            "@1 I only see 'busy' in {boss}'s calendar",
            "@1 Calendar of {boss}: edit rights",
            "@2 Team calendar for {dept}",
        ],
        bodies: &[
            "@0 {colleague} should be able to [see|edit] my calendar while I'm on leave from {date}. How do I set that?",
            "@1 I need edit rights for the calendar of {boss}, I take over the appointments from {date}. At the moment I only see 'busy'.",
            "@2 We'd like a common calendar for {dept} in which everyone can enter absences and see the others'. Is there something like this?",
        ],
        calls: &[
            "@1 Needs edit rights on {boss}'s calendar.",
            "@0 How to share own calendar with {colleague}.",
        ],
        paths: &[
            &[
                Say(
                    "right-click your calendar > Permissions > Add > {colleague} > 'Editor' if {cofirst} is to change things, 'Reviewer' if only to look. Remove it again when you're back. Shall I do it for you?",
                ),
                User("Found it, was easy. [Thanks.|]"),
                Fix("explained", "Explained how to share the calendar."),
            ],
            &[
                Ask(
                    "for someone else's calendar I need a short yes from {boss} (a line in this ticket is enough).",
                ),
                User("{bossfirst} said yes this morning and will write to you too."),
                Note("Confirmation is here."),
                Fix(
                    "provided",
                    "Edit rights set, private appointments stay hidden.",
                ),
            ],
            &[Fix(
                "provided",
                "Shared calendar created, everyone in the department may edit. Link is in the mail.",
            )],
        ],
        ..MAIL
    },
    Scenario {
        key: "calendar-hours-off",
        category: "email/calendar",
        weight: 5,
        subjects: &[
            "Meetings an hour off",
            "@0a Appointment at wrong time for {othersite}",
            "@0 Calendar shows wrong time zone",
            "@0a Invitation arrives with the wrong hour",
            "@1 Weekly series shifted since the clocks changed",
        ],
        bodies: &[
            "@0a My invitation for {hour} shows up one hour [later|earlier] for the colleagues in {othersite}. [They missed the first half of the review.|It's getting embarrassing.]",
            "@0 All meetings in my calendar are shifted by an hour since I came back from {city}. [New ones too.|]",
            "@1 The weekly series with {othersite} is wrong since the clocks changed. We each see a different time.",
        ],
        calls: &["@0 Meetings shifted one hour since trip."],
        paths: &[
            &[
                Ask(
                    "which time zone does your calendar show? File > Options > Calendar > Time zones.",
                ),
                User("It says [Athens|Reykjavik|Casablanca]?! I never set that."),
                Say(
                    "Please set it to your site's zone. It was taken over from your phone during the trip, there's a tick box for that right below, better without it.",
                ),
                User("[All back to normal.|Right times again, thanks.]"),
                Fix("explained", "Wrong time zone in the calendar settings."),
            ],
            &[
                Note(
                    "Series was created by somebody with a phone set to UTC. Can't be repaired, must be recreated.",
                ),
                Say(
                    "the series was created without a time zone (from a phone app), so it doesn't follow the clock change. The only clean way is to end it and create a new one from the computer. Sorry for that.",
                ),
                User("OK, new series is out."),
                Fix("workaround", "Series recreated."),
            ],
        ],
        ..MAIL
    },
    Scenario {
        key: "room-booking",
        category: "email/calendar",
        weight: 5,
        level: (3, 3),
        subjects: &[
            "@2 Room {room} double booked",
            "@0 Cannot book {room}",
            "@0 Room {room} declines automatically",
            "@1 Ghost booking in {room}",
        ],
        bodies: &[
            "@0 {room} declines my request for {date} although it's free in the calendar. [Two days of workshop with {customer}, so it'd be good to have it.|]",
            "@1 {room} is booked every {soon} at {hour} by someone who left the company. Nobody ever sits there. Can you remove the series?",
            "@2 We were thrown out of {room} in the middle of a meeting because someone else had it booked too. How can that be?",
        ],
        calls: &["@0 Can't book {room} for {date}, auto-declined."],
        paths: &[
            &[
                Note("Booking window is 180 days and max 8 hours. That's the reason."),
                Fix(
                    "fixed",
                    "Room accepts bookings of several days now; the limit had been set to eight hours.",
                ),
            ],
            &[Fix(
                "fixed",
                "Orphaned series removed, room checked for others of the same kind ({number} found and removed).",
            )],
            &[
                Note(
                    "One of the two was entered on the panel at the door while offline. Panel lost sync {since}.",
                ),
                Say(
                    "sorry for the awkward moment. The panel at the door had lost its connection and accepted a booking without asking the calendar. It's back online and I've switched off offline booking.",
                ),
                Fix(
                    "fixed",
                    "Door panel reconnected, offline booking switched off.",
                ),
            ],
        ],
        ..MAIL
    },
];
