//! Desk phones, hotlines, mobiles and their contracts.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const PHONE: Scenario = Scenario {
    service: "telephony",
    category: "mobile/phone",
    team: "network",
    ..INCIDENT
};
const MOBILE: Scenario = Scenario {
    service: "telephony",
    category: "mobile/device",
    team: "workplace",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "phone-audio",
        weight: 6,
        subjects: &[
            "@0 Desk phone dead",
            "@2 Calls drop after 30 seconds",
            "@0 No service on phone {ext}",
            "@1 Softphone: no ringing",
            "@1 Extension {ext} unreachable",
        ],
        bodies: &[
            "@0 My desk phone (ext. {ext}) shows '[no service|registering...]' since {since}. Network cable is in.",
            "@2 External calls on {ext} break off after exactly 30 seconds. Internal ones are fine.",
            "@1 Customers say my extension {ext} [rings once and then it's engaged|goes straight to voice mail]. I don't get anything.",
        ],
        calls: &[
            "@0 (from mobile) Desk phone {ext} has no service.",
            "@2 External calls break off after 30 s, ext. {ext}.",
        ],
        paths: &[
            &[
                Note("Phone was in the old voice VLAN, port on {switch} changed last week."),
                Fix("fixed", "Port set to the voice network, phone registered."),
            ],
            &[
                Say(
                    "your calls are being sent to a second device: the softphone on your old laptop is still signed in and answers first. I've signed it out.",
                ),
                User("Rings again!"),
                Fix("fixed", "Old softphone registration removed."),
            ],
            &[
                Note(
                    "One-way SIP ALG thing on the {site} firewall after the change on {since}. Disabled for the voice segment.",
                ),
                User("Just had a ten-minute call, all good."),
                Fix("fixed", "Firewall setting for voice corrected."),
            ],
        ],
        ..PHONE
    },
    Scenario {
        key: "hotline-forward",
        kind: REQUEST.kind,
        category: "mobile/hotline",
        weight: 6,
        level: (3, 2),
        who: Who::Dept(&["sales", "service", "logistics", "hr", "finance"]),
        subjects: &[
            "@1 Hotline closed on {date}",
            "@0 Call group {dept}: add {colleague}",
            "@1 Announcement on {date}",
            "@2 Forward {ext} to {colleague}",
        ],
        bodies: &[
            "@0 Please add {colleague} to our call group and take out {colleague2}, from {date}.",
            "@1 On {date} we're all at [stock-taking|the works meeting|a training] from {hour} on. Could the hotline play an announcement and take messages?",
            "@2 {colleague} is off sick, could extension {ext} be forwarded to me until further notice?",
        ],
        calls: &[
            "@2 Forward {ext}, colleague is ill.",
            "@0 Call group change from {date}.",
        ],
        paths: &[
            &[Fix(
                "provided",
                "Changed as requested and tested with a call.",
            )],
            &[
                Ask(
                    "what should the announcement say? A text of two or three sentences is enough, I have it spoken by the system in English and in the site's language.",
                ),
                User(
                    "\"Our team is not available today. Please leave a message or write to {sharedbox}. We are back tomorrow at eight.\"",
                ),
                Until(3, "Announcement scheduled."),
                Fix(
                    "provided",
                    "Announcement played as planned and removed afterwards.",
                ),
            ],
            &[
                Say(
                    "forwarding is on. It ends by itself after two weeks, ring us if it has to be longer.",
                ),
                Fix("provided", "Forwarding set for two weeks."),
            ],
        ],
        ..PHONE
    },
    Scenario {
        key: "mobile-mail",
        weight: 7,
        team: "service-desk",
        subjects: &[
            "@02 No mail on mobile",
            "@02 {mobile}: mail stopped",
            "@1 Set up mail on new phone",
            "@1 Enrolling {mobile} does not work",
            "@2 Work profile on {mobile} gone",
        ],
        bodies: &[
            "@02 Since {since} no mail on my {mobile}. It says 'device does not meet requirements'.",
            "@1 I have a new {mobile} and would like to have mail and calendar on it. The guide in the portal stops at step {number}: [the button isn't there|it wants a code].",
            "@2 My phone says the work profile was removed. everything gone, also the contacts!",
        ],
        calls: &[
            "@02 Mail on {mobile} stopped, 'does not meet requirements'.",
            "@1 Help with enrolling {mobile}, guide stops at step {number}.",
        ],
        paths: &[
            &[
                Say(
                    "your phone has no screen lock with at least six digits, and since this month that's required. Settings > Security > Screen lock. After that open the Company Portal app and tap 'Check again'.",
                ),
                User("[Done, mail is back.|OK, six digits it is. Works.]"),
                Fix("explained", "Screen lock set, device is compliant again."),
            ],
            &[
                Ask(
                    "are you in the company Wi-Fi or on mobile data? Step {number} only works over mobile data, the guide is wrong there.",
                ),
                User("On Wi-Fi. Switched it off and it went through at once."),
                Note("Guide corrected."),
                Tag("knowledge-candidate"),
                Fix("explained", "Enrolled over mobile data; guide corrected."),
            ],
            &[
                Note("Device not seen for 60 days, profile removed by policy."),
                Say(
                    "the phone hadn't reported in for 60 days, so the system removed the work profile as a precaution. Nothing is lost: mail and contacts are on the server. Please enrol again, I'm on the phone if you get stuck.",
                ),
                User("All back."),
                Fix("fixed", "Enrolled again."),
            ],
        ],
        ..MOBILE
    },
    Scenario {
        key: "mobile-broken",
        weight: 6,
        tags: &["hardware-swap"],
        subjects: &[
            "@01a Phone screen broken",
            "@2 {mobile} does not charge",
            "@01a Mobile dropped",
            "@0b {mobile} battery",
        ],
        bodies: &[
            "@01a My {mobile} [fell on concrete at a customer's|slipped out of my pocket in {hall}], glass is [broken|in a hundred pieces]. It still works but it cuts my finger.",
            "@2 {mobile} doesn't charge any more, tried three cables.",
            "@0b The battery of my phone is empty by noon. As I'm on standby this weekend I'd need something reliable.",
        ],
        calls: &[
            "@01a Broken glass on {mobile}.",
            "@2 {mobile} doesn't charge.",
        ],
        paths: &[
            &[
                Say(
                    "you can swap it at our counter: bring the broken one, leave with another {mobile}. Please have Confirma moved first (I'll help).",
                ),
                User("I'm in {site} on {soon}, will come by."),
                Until(3, "Comes by on the day agreed."),
                Fix(
                    "fixed",
                    "Phone exchanged, contract moved, Confirma enrolled.",
                ),
            ],
            &[
                Vendor("Repair with the insurer, {case}."),
                Note("Back, tested."),
                Fix("third_party", "Repaired under the insurance."),
            ],
            &[
                Note("Lint in the socket. Toothpick."),
                Fix("fixed", "Charging socket cleaned, charges normally."),
            ],
        ],
        ..MOBILE
    },
    Scenario {
        key: "roaming",
        kind: REQUEST.kind,
        category: "mobile/plan",
        weight: 6,
        level: (3, 2),
        who: Who::Dept(&["sales", "service", "exec", "rnd", "quality", "logistics"]),
        tags: &["travelling"],
        subjects: &[
            "@0 Roaming {country}",
            "@0 Data package for {country}",
            "@1 Phone in {country}: no data",
            "@2 Data volume used up",
            "@0 eSIM for travel",
        ],
        bodies: &[
            "@0 I travel to {country} from {date} to {date2}. Is roaming included or do I need a package?",
            "@1 I'm in {country} and have no data since I landed. Calls work. [Need mail urgently.|Navigation without data is fun.]",
            "@2 My data volume is used up on day {number} of the month because of hotspot use at [a customer|the fair]. Could you top it up?",
        ],
        calls: &[
            "@1 In {country}, no mobile data.",
            "@2 Volume used up, top up please.",
        ],
        paths: &[
            &[
                Say(
                    "{country} isn't included, so I've booked a package of 5 GB for the time of your trip. You'll get a text when 80 % are used. Have a good journey.",
                ),
                Fix("provided", "Roaming package booked."),
            ],
            &[
                Ask(
                    "Settings > Mobile network > Data roaming: is it on? After landing please switch flight mode on and off once.",
                ),
                User("Roaming was off. Got it, mails are pouring in."),
                Fix("explained", "Data roaming switched on by the requester."),
            ],
            &[
                Note("Third top-up this quarter, bigger plan is cheaper. Asked {boss}."),
                Fix(
                    "provided",
                    "Topped up, and changed to the plan with 40 GB from next month.",
                ),
            ],
        ],
        ..MOBILE
    },
    Scenario {
        key: "mobile-new",
        kind: REQUEST.kind,
        weight: 5,
        level: (3, 3),
        category: "mobile/plan",
        who: Who::Superiors,
        tags: &["approval"],
        subjects: &[
            "@ac Mobile phone for {colleague}",
            "@ac Company phone with contract",
            "@a Standby phone for {dept}",
            "@b SIM card for [tablet|measuring van]",
        ],
        bodies: &[
            "@01a {colleague} joins the standby group on {date} and needs a company mobile. Standard model.",
            "@2b We need a SIM with data for the tablet in the [measuring van|test truck]. About {gb} GB a month.",
            "@01c Please order a {mobile} for {colleague}, costs to us.",
        ],
        calls: &[],
        paths: &[
            &[
                Vendor("Contract ordered, SIM arrives in 3-4 days."),
                Note("SIM active, phone staged."),
                Fix("provided", "Phone handed over, number is in the directory."),
            ],
            &[
                Ask("should a number be carried over or a new one?"),
                User("New one is fine."),
                Fix(
                    "provided",
                    "Phone and contract handed over, number entered in the directory.",
                ),
            ],
            &[
                Vendor("Data SIM ordered, three days."),
                Fix(
                    "provided",
                    "Data SIM delivered and tested, limit of {gb} GB a month.",
                ),
            ],
        ],
        ..MOBILE
    },
];
