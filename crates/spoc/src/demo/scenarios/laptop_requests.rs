//! New laptops and loan devices.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const LAPTOP: Scenario = Scenario {
    service: "workplace",
    category: "hardware/laptop",
    team: "workplace",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "laptop-new",
        kind: REQUEST.kind,
        weight: 8,
        level: (3, 3),
        who: Who::Anyone,
        tags: &["approval"],
        subjects: &[
            "@1 New laptop for {colleague}",
            "@03a Replacement for {laptop}",
            "@02b Bigger laptop for [simulation|CAD|image processing]",
            "Laptop order",
        ],
        bodies: &[
            "@03a My {model} ({laptop}) is [five|six] years old and [the hinge is loose|too slow for the new CAD version|no longer gets updates]. I'd like to order a replacement. Cost centre {ext}, {boss} agrees.",
            "@1 We need a laptop for {colleague} who moves from the shop floor to the office on {date}. Standard is fine.",
            "@02b For [simulation|image processing] I need more memory and a proper graphics card. What's possible? {boss} said to ask you first.",
        ],
        calls: &[],
        paths: &[
            &[
                Ask(
                    "for you I'd suggest the Corvin 15 Pro with 64 GB, it's what the others in {dept} have. Or do you need it to be light for travelling? Then the Tarn X5.",
                ),
                User("[Light, please, I travel a lot.|The Pro, I rarely carry it around.]"),
                Note("Approved in the portal by {boss}. Ordered."),
                Vendor("Ordered with the framework supplier, delivery about two weeks."),
                Note("Arrived, staged, label {laptop2}."),
                Say(
                    "your new laptop is ready. Please plan half an hour for the handover; I'd suggest {soon} at {hour}.",
                ),
                User("Suits me."),
                Fix(
                    "provided",
                    "Laptop {laptop2} handed over, data moved, old one returned and wiped.",
                ),
            ],
            &[
                Note("One returned {model} in stock, 14 months old, that will do."),
                Fix(
                    "provided",
                    "Refurbished laptop handed over; the receipt is signed.",
                ),
            ],
            &[
                Cc,
                Ask(
                    "laptops are replaced after four years and yours is two and a half. I can offer more memory right away. If that isn't enough, {boss} can ask for an exception.",
                ),
                User("Let's try the memory first."),
                Fix("provided", "Memory upgraded instead of a new laptop."),
            ],
            &[Drop(
                "Withdrawn by {first}: takes over the laptop of a colleague who is leaving.",
            )],
        ],
        ..LAPTOP
    },
    Scenario {
        key: "loan-device",
        kind: REQUEST.kind,
        category: "hardware/loan",
        weight: 5,
        level: (3, 3),
        subjects: &[
            "@0 Loan laptop for trip to {country}",
            "@01 Loan laptop from {date}",
            "@2 Projector on {date}",
            "@1 Laptops for the fair in {city}",
        ],
        bodies: &[
            "@0 I travel to {country} from {date} and would rather not take my own laptop. Could I have a loan device? [Mail and VPN are enough.|I'd need the measuring software too.]",
            "@1 For the fair in {city} we need {number} laptops with the demo version of the software, from {date} on.",
            "@2 Could we borrow a projector on {date}? The one in {room} is used by the training.",
        ],
        calls: &["@0 Loan laptop for trip to {country}, from {date}."],
        paths: &[
            &[
                Note(
                    "Reserved travel device, clean image. {country} is on the list, so no local data.",
                ),
                Fix(
                    "provided",
                    "Loan laptop handed over with travel profile; return after the trip.",
                ),
            ],
            &[
                Ask("do you need your own profile on it or is a general demo account fine?"),
                User("Demo account is fine, several people use it."),
                Until(5, "Prepared, waiting for pick-up date."),
                Fix("provided", "Picked up by {colleague}."),
            ],
            &[Fix(
                "provided",
                "Projector reserved and handed over, with the right adapter this time.",
            )],
        ],
        ..LAPTOP
    },
];
