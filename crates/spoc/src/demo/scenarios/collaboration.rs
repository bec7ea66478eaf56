//! Chat, online meetings, meeting rooms.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario};

const CHAT: Scenario = Scenario {
    service: "collaboration",
    category: "collaboration/chat",
    team: "service-desk",
    ..INCIDENT
};
const ROOM: Scenario = Scenario {
    service: "collaboration",
    category: "collaboration/room",
    team: "workplace",
    level: (2, 2),
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "chat-notifications",
        weight: 6,
        level: (3, 3),
        subjects: &[
            "@02a No notifications from Parley",
            "@02a Parley doesn't show new messages",
            "@1 Always 'away' in Parley",
            "@1 Parley status wrong",
        ],
        bodies: &[
            "@02a Parley doesn't notify me any more. I only see messages when I click on the window, [often an hour later|{cofirst} already thinks I'm ignoring her].",
            "@1 My status in Parley is 'away' although I'm sitting here typing. Colleagues don't call me because of that.",
            "@2a parley messages come on the phone but not on the laptop since {since}",
        ],
        calls: &[
            "@1 Parley shows away all the time.",
            "@02a No pop-ups from Parley.",
        ],
        paths: &[
            &[
                Say(
                    "look at the clock in the corner: is there a small moon? Then \"do not disturb\" is on, it switches itself on when you present.",
                ),
                User("There's the moon. Gone now, and it pings again."),
                Fix("explained", "Focus mode was switched on."),
            ],
            &[
                Note("Two sessions, one on {server} left open. Status comes from there."),
                Fix(
                    "fixed",
                    "Old session on a server signed out, status is right.",
                ),
            ],
            &[
                Ask(
                    "which version is shown under Help > About Parley? Versions before {version} had this fault.",
                ),
                User("An older one. It says the update is 'waiting for restart'."),
                Say("Then restart the laptop, please, that installs it."),
                User("Fixed after the restart"),
                Tag("known-error"),
                Fix("fixed", "Parley updated."),
            ],
        ],
        ..CHAT
    },
    Scenario {
        key: "chat-guests",
        kind: REQUEST.kind,
        weight: 6,
        level: (3, 3),
        tags: &["approval"],
        subjects: &[
            "@0 Guest in Parley channel {project}",
            "@0 External partner for our channel",
            "@1 New channel for project {project}",
            "@2 Invite {customer} to Parley",
        ],
        bodies: &[
            "@0 For {project} we work with {supplier}. Could two of their people join our channel as guests? Until {date2}.",
            "@1 Please create a channel for {project}, members: {dept} and {colleague}, {colleague2}. Guests will follow.",
            "@2 I tried to invite a contact at {customer} to a Parley channel, but the button is grey.",
        ],
        calls: &["@0 Guests from {supplier} for channel {project}."],
        paths: &[
            &[
                Ask(
                    "guests may only be in channels marked 'external', and files there can be read by them, old ones too. Shall I make a new channel, or is everything in the present one fit to be seen?",
                ),
                User("Better a new one, there are prices in the old one."),
                Fix(
                    "provided",
                    "New channel 'ext-' plus project name created, guests invited, access ends on the date given.",
                ),
            ],
            &[
                Note("Owner trained, right granted."),
                Fix(
                    "provided",
                    "Channel created; {first} can invite guests in it, after the short training in the portal.",
                ),
            ],
            &[
                Say(
                    "the button comes alive after the ten-minute training 'Working with guests' in the portal. Would you do that first?",
                ),
                User("Done, and the button is blue."),
                Fix(
                    "explained",
                    "Right to invite guests granted with the training.",
                ),
            ],
        ],
        ..CHAT
    },
    Scenario {
        key: "meeting-quality",
        category: "collaboration/meeting",
        weight: 7,
        subjects: &[
            "@0 Calls break up",
            "@1 Can't share my screen",
            "@0 Video freezes in Parley meetings",
            "@2 Echo in every meeting",
            "@1 Others see black when I share",
        ],
        bodies: &[
            "@1 When I share my screen the others only see black. [Sharing one window works.|Happens with the second monitor only.]",
            "@0 My calls break up since {since}: 'poor network quality', also in the office. {cofirst} on the same floor has no trouble.",
            "@2 In meetings with {customer} everybody hears an echo as soon as I unmute. [They asked me to dial in by phone.|]",
        ],
        calls: &[
            "@1 Screen sharing shows black.",
            "@0 Calls break up in the office, colleague fine.",
        ],
        paths: &[
            &[
                Note("On Wi-Fi although docked, metric wrong. Dock NIC disabled by user?"),
                Say(
                    "your laptop uses the Wi-Fi even when it's on the dock. I've set the order right: cable first. Next call should be clean.",
                ),
                Later("Three calls without trouble."),
                Fix(
                    "fixed",
                    "Network order corrected, wired connection is preferred.",
                ),
            ],
            &[
                Say(
                    "please switch off 'hardware acceleration' in Parley > Settings > General and restart Parley. It's a clash with the graphics driver that's fixed in the next version.",
                ),
                User("Works like that. A bit slower when scrolling but OK."),
                Tag("workaround"),
                Fix(
                    "workaround",
                    "Hardware acceleration switched off until the next version.",
                ),
            ],
            &[
                Ask(
                    "do you use the headset or the laptop's own speaker and microphone? And do you maybe join with laptop and room system at the same time?",
                ),
                User("Ah. In {room} I join with my laptop as well, to see the chat."),
                Say(
                    "Then join with the laptop as 'Companion': same link, but without sound. It's the second button.",
                ),
                User("Didn't know that button. No echo any more."),
                Fix(
                    "explained",
                    "Two devices with sound in one room; companion mode explained.",
                ),
            ],
        ],
        ..CHAT
    },
    Scenario {
        key: "room-equipment",
        weight: 11,
        tags: &["on-site"],
        subjects: &[
            "@0 Screen in {room} stays black",
            "@2 Meeting room {room}: no sound",
            "@3 Camera in {room} not working",
            "@1 {room}: panel frozen",
            "@4 Cable in {room} missing",
            "@1 {room} cannot join meetings",
        ],
        bodies: &[
            "@0 The screen in {room} doesn't come on. [Remote control does nothing.|We have {customer} here at {later}!]",
            "@2 In {room} the other side can't hear us. Picture is fine. [Had to use a mobile on the table.|We ended up all around one laptop.]",
            "@3 The camera in {room} only shows the ceiling and doesn't move any more.",
            "@1 panel in {room} is frozen on yesterday's meeting",
            "@4 The adapter cable in {room} is gone again. [Third time.|Could we chain it to the table?]",
        ],
        calls: &[
            "@0 {room}: screen black, meeting at {later}.",
            "@2 {room}: remote side hears nothing.",
            "@1 Someone in {room} waiting for help with the panel.",
        ],
        paths: &[
            &[
                Note("On my way."),
                Fix(
                    "fixed",
                    "Screen was set to another input; switched back. [Short guide stuck to the table.|]",
                ),
            ],
            &[
                Say(
                    "I've restarted the room system from here, it takes three minutes. Please tell me whether the panel shows today's meetings then.",
                ),
                User("It's back, [thanks, just in time|and we're in the call]."),
                Fix("fixed", "Room system restarted remotely."),
            ],
            &[
                Note("Table microphone unplugged by the cleaners. Cable tied now."),
                Fix(
                    "fixed",
                    "Microphone plugged in again, cable fixed under the table.",
                ),
            ],
            &[
                Note("Camera firmware bricked after update. RMA."),
                Say(
                    "the camera in {room} has to be sent in. For the time being there's a webcam on the screen; for a bigger group please book {room2}.",
                ),
                Vendor("Camera at the vendor, {case}."),
                Note("New camera mounted, presets saved."),
                Fix("third_party", "Camera replaced by the vendor."),
            ],
            &[Fix(
                "provided",
                "New adapter fixed with a steel cable this time. The other one was found in {room2}.",
            )],
        ],
        ..ROOM
    },
    Scenario {
        key: "event-support",
        kind: REQUEST.kind,
        category: "collaboration/meeting",
        team: "workplace",
        weight: 4,
        level: (2, 3),
        subjects: &[
            "@a Support for works meeting {date}",
            "Microphones and camera on {date}",
            "@a Live stream from the canteen",
            "@b Technical help for customer day",
        ],
        bodies: &[
            "@012a On {date} we hold a [works meeting|town hall] in the canteen with people at all four sites joining online. Could someone look after sound and camera, from {hour} on?",
            "@12b For the customer day on {date} we need two microphones, a recording, and somebody who knows how it works :)",
        ],
        calls: &[],
        paths: &[
            &[
                Ask(
                    "how many people in the room, how many online? And will there be questions from the room? Then we need a hand microphone.",
                ),
                User("About 80 in the room, 200 online. Questions yes."),
                Note(
                    "Booked: 2 hand mics, PTZ camera, {peer} at the mixer. Rehearsal one day before.",
                ),
                Until(7, "Event date."),
                Note("All went well, recording uploaded."),
                Fix("provided", "Event supported, recording is in the Folio."),
            ],
            &[
                Note("Same day as the audit in {othersite}. {peer} takes it."),
                Until(6, "Event date."),
                Fix("provided", "Supported on site."),
            ],
            &[Drop(
                "Event was moved to next quarter, {first} will write again.",
            )],
        ],
        ..ROOM
    },
];
