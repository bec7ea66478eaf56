//! Docks, monitors, headsets, keyboards.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario};

const DEVICE: Scenario = Scenario {
    service: "workplace",
    category: "hardware/dock",
    team: "workplace",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "dock-no-display",
        weight: 11,
        subjects: &[
            "Monitors stay black on dock",
            "Docking station [not working|doesn't recognise screens]",
            "@b Second monitor not found",
            "{dock}: no picture",
            "@b After docking only one screen",
        ],
        bodies: &[
            "@b When I put my laptop on the {dock} [both monitors stay black|only one of the two comes on]. Unplugging and plugging in again helps [every third time|sometimes].",
            "@b Since the [update {since}|last restart] the second screen isn't found any more. Cables checked, screen works with {cofirst}'s laptop.",
            "@0124 My dock charges the laptop but that's all: no screens, no network, no mouse. ({dock}, laptop {laptop})",
            "@0124 New desk, new dock ({dock}), no picture at all. what am I doing wrong?",
        ],
        calls: &[
            "@0124 No picture via {dock}, charging ok. {laptop}.",
            "@b Second screen not found after update.",
        ],
        paths: &[
            &[
                Say(
                    "please try this order: unplug the dock from the mains, take the laptop off, wait ten seconds, mains in, laptop on. It sounds silly, but the dock really does need a restart of its own now and then.",
                ),
                User("[OK I didn't believe it, but both screens are on.|That helped. For now.]"),
                Fix("fixed", "Dock restarted."),
            ],
            &[
                Note(
                    "Firmware 1.04, current is 1.11. Updated remotely, flickers for five minutes.",
                ),
                Say(
                    "I've started a firmware update of your dock. The screens will go black two or three times over the next five minutes, please don't unplug anything.",
                ),
                User("Done, both there. Even faster than before."),
                Fix("fixed", "Firmware of the {dock} updated."),
            ],
            &[
                Ask(
                    "which socket of the laptop do you use? On the {model} only the one with the lightning sign carries a picture.",
                ),
                User("The other one. Well. Now I know."),
                Fix(
                    "explained",
                    "Laptop was connected through the socket without display output.",
                ),
            ],
            &[
                Fix("fixed", "Cable between dock and left monitor replaced."),
                Again("The left one is dark again since {hour}. It isn't the cable."),
                Ask("sorry. Does the little light on the dock go off at the same moment?"),
                User("Now that you say it, yes."),
                Note(
                    "Power supply of the dock too weak for two screens, 65 W unit under the desk instead of 130.",
                ),
                Fix(
                    "fixed",
                    "Right power supply for the dock; both monitors stay on.",
                ),
            ],
            &[
                Note("Dock dead, tested with my laptop. Replaced with D4."),
                Tag("hardware-swap"),
                Fix("fixed", "Dock replaced."),
            ],
        ],
        ..DEVICE
    },
    Scenario {
        key: "monitor-flicker",
        category: "hardware/monitor",
        weight: 7,
        level: (3, 3),
        subjects: &[
            "@a Monitor flickers",
            "@a {screen} goes black for seconds",
            "@b Screen has [a green tint|a line of dead pixels]",
            "@c Monitor buzzing",
        ],
        bodies: &[
            "@012a My {screen} [flickers|goes black for two seconds every few minutes]. It gives me a headache.",
            "@01b The left monitor has [a vertical line|a yellowish tint] since {since}. For [drawings|colour checks] that's no good.",
            "@1c Screen makes a high buzzing noise when it's bright. {cofirst} opposite hears it too.",
        ],
        calls: &["@012a {screen} goes black now and then."],
        paths: &[
            &[
                Ask(
                    "could you swap the cables of the two monitors? If the fault moves to the other one it's the cable, if it stays it's the monitor.",
                ),
                User("It moved to the other one."),
                Fix("fixed", "Cable was the cause, new one brought."),
            ],
            &[
                Ask(
                    "could you swap the cables of the two monitors? If the fault moves to the other one it's the cable, if it stays it's the monitor.",
                ),
                User("Stays where it was."),
                Note("Under warranty until next year."),
                Vendor("Exchange monitor ordered, {case}."),
                Tag("warranty"),
                Fix("third_party", "Monitor exchanged under warranty."),
            ],
            &[
                Note("Refresh rate at 29 Hz after the driver update. Set to 60."),
                Fix("fixed", "Refresh rate corrected."),
            ],
        ],
        ..DEVICE
    },
    Scenario {
        key: "accessory-request",
        kind: REQUEST.kind,
        category: "hardware/accessory",
        weight: 11,
        level: (3, 3),
        subjects: &[
            "@a [Ergonomic|Vertical] mouse",
            "@b Headset {headset}",
            "@c Second monitor for my desk",
            "@e Keyboard with [Czech|German|UK|Finnish] layout",
            "@d Equipment for home office",
            "@f Laptop bag",
            "@g Webcam for {room}",
        ],
        bodies: &[
            "@012a Could I get [an ergonomic mouse|a vertical mouse]? My wrist hurts after long days of [drawing|data entry]. [Medical note is available if needed.|]",
            "@01234b I'd like a {headset}, in the open-plan office the old one doesn't block enough noise.",
            "@0123c Please order a [second|larger] monitor for my desk ({floor}). {boss} has agreed.",
            "@012d is there a spare [power supply|dock|keyboard] for my home office? I'm carrying mine back and forth three times a week",
            "@012e New keyboard please, [the space bar sticks|half the letters have worn off].",
            "@012f My laptop bag has come apart at the zip, could I get a new one? [The rucksack kind if possible.|]",
            "@012g {room} has no camera of its own. Could we get a webcam there? We meet with {othersite} every week.",
        ],
        calls: &[
            "@01234b Wants a headset, open-plan office.",
            "@012d Spare power supply for home.",
            "@012a Vertical mouse, wrist trouble.",
        ],
        paths: &[
            &[Fix("provided", "Handed out from stock.")],
            &[
                Say(
                    "we have that in stock. Just drop by, we're there until {later}; or shall I send it with the internal mail to {site}?",
                ),
                User("I'll come by. [Thanks!|]"),
                Fix("provided", "Picked up at the counter."),
            ],
            &[
                Note("Not in stock, next collective order on {soon}."),
                Until(8, "Collective order."),
                Fix("provided", "Arrived and delivered to the desk."),
            ],
            &[
                Ask(
                    "I need the OK of {boss} for things above 100 euros. One line in this ticket is enough.",
                ),
                User("{bossfirst} says yes, see the mail I just forwarded."),
                Vendor("Ordered."),
                Fix("provided", "Delivered, invoice goes to the cost centre."),
            ],
            &[
                Say(
                    "sorry, this isn't in the catalogue: we only buy models we have spare parts for. The {headset2} is the closest that we have, would you like to try one for a week?",
                ),
                User("OK, let me try it."),
                Later("I'll keep it."),
                Fix("provided", "Alternative from the catalogue handed out."),
            ],
        ],
        ..DEVICE
    },
    Scenario {
        key: "headset-sound",
        category: "hardware/accessory",
        team: "service-desk",
        weight: 6,
        subjects: &[
            "@01 Headset: nobody hears me",
            "@01 Microphone not working in calls",
            "@2 {headset} drops out of calls",
            "@3 Sound comes out of the monitor",
        ],
        bodies: &[
            "@01 In Parley calls nobody can hear me. I hear them fine. {headset}, [worked yesterday|worked until the update].",
            "@3 My {headset} connects but the sound comes out of the monitor speakers. The whole office listens in.",
            "@2 headset drops out after {mins} min in every call, then i have to plug it in again",
        ],
        calls: &[
            "@01 Not heard in calls, {headset}.",
            "@3 Sound goes to the monitor instead of the headset.",
        ],
        paths: &[
            &[
                Say(
                    "please look at the little arrow next to the microphone in the call window: which device is ticked there?",
                ),
                User("\"Dock microphone\". There's a microphone in the dock?"),
                Say(
                    "There isn't, that's the joke. Choose your {headset} and it will be remembered.",
                ),
                User("They can hear me now."),
                Fix("explained", "Wrong microphone selected."),
            ],
            &[
                Ask(
                    "is the mute switch on the cable or on the arm? On the {headset} folding up the arm mutes it.",
                ),
                User("...it was folded up. I'm so sorry for your time."),
                Say("You wouldn't believe how often. No harm done :)"),
                Fix("explained", "Microphone arm was in the mute position."),
            ],
            &[
                Note("Firmware of the dongle, update via tool 1.8."),
                Fix("fixed", "Firmware updated, stable for a two-hour call."),
            ],
            &[
                Say(
                    "in Parley open the three dots > Devices and set the speaker to your {headset}. The monitor put itself first because it was plugged in later.",
                ),
                User("Quiet again. My colleagues say thank you."),
                Fix("explained", "Sound output set to the headset."),
            ],
        ],
        ..DEVICE
    },
];
