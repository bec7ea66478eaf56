//! People who come, move and go.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const PEOPLE: Scenario = Scenario {
    service: "identity",
    category: "account/joiner",
    ..REQUEST
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "onboarding",
        weight: 11,
        who: Who::Superiors,
        tags: &["onboarding"],
        subjects: &[
            "New colleague {newcomer}, start {date}",
            "Onboarding {newcomer}",
            "New starter in {dept} on {date}",
            "{newcomer} starts {date}: equipment and accounts",
        ],
        bodies: &[
            "@03 On {date} {newcomer} joins {dept}. Please prepare: laptop (standard), {headset}, phone number, mail, Parley, {share}. Desk is on the {floor} next to {colleague}.",
            "@013 {newcomer} starts on {date} as a replacement for a colleague who left. Same equipment, same rights as {colleague}. [The laptop of the predecessor is in my cupboard.|]",
            "@2 Earlier than planned: {newcomer} can start already on {date}. Is that possible for you? [Laptop can follow, accounts are more important.|I know it's short notice.]",
        ],
        calls: &[],
        paths: &[
            &[
                Note("HR record exists. Account, mail, Parley created. Laptop to Workplace."),
                Pass(
                    "workplace",
                    "Laptop standard + headset for {newcomer}, {site}, start {date}. Accounts are ready.",
                ),
                Ask(
                    "which keyboard layout, and will {newfirst} work at home too? Then I'd pack a second dock.",
                ),
                User("Local layout, and yes, two days a week at home."),
                Until(5, "Handover on the first day."),
                Note("Handed over, first sign-in done together, Confirma enrolled."),
                Fix(
                    "provided",
                    "{newcomer} is set up: laptop {laptop}, accounts, phone, access as asked. Welcome!",
                ),
            ],
            &[
                Ask(
                    "\"same rights as\" I'm not allowed to copy, could you tick the roles in the form instead? It takes three minutes and I've pre-filled what's usual in {dept}.",
                ),
                User("Ticked and sent."),
                Note("Roles approved. Account active from first day 00:00."),
                Until(4, "First working day."),
                Fix("provided", "Ready; start password is with {first}."),
            ],
            &[
                Say(
                    "that's tight but possible: accounts will be there on the day, the laptop is a loan one for the first week.",
                ),
                User("Perfect, thank you for moving things."),
                Until(3, "Start date."),
                Note("Loan laptop exchanged for the ordered one."),
                Tag("hardware-swap"),
                Fix("provided", "All set up."),
            ],
            &[
                Note("No HR record yet, contract not signed apparently. Asked HR."),
                Ask(
                    "HR doesn't have {newcomer} in the system yet and I'm only allowed to create accounts from there. Could you ask them?",
                ),
                User("Turns out {newfirst} has declined. Please cancel everything."),
                Drop("Contract didn't come about, prepared account deleted."),
            ],
        ],
        ..PEOPLE
    },
    Scenario {
        key: "offboarding",
        category: "account/leaver",
        weight: 7,
        who: Who::Superiors,
        tags: &["offboarding"],
        subjects: &[
            "{newcomer} leaves on {date}",
            "Offboarding {newcomer}",
            "Leaver {newcomer}, last day {date}",
            "@0 Mailbox of {newcomer} after leaving",
        ],
        bodies: &[
            "@0 {newcomer} leaves us on {date}. Last day in the office is already this {soon}. Mailbox to be forwarded to me for three months, files from the home drive to {share}, please.",
            "@1 Please take care of the usual for {newcomer} (last day {date}). The laptop will stay with us for the successor.",
            "@2 What happens to the Parley channels and the calendar entries of {newcomer}, who is retiring on {date}? We'd like to keep the project channels.",
        ],
        calls: &[],
        paths: &[
            &[
                Ask(
                    "forwarding of a personal mailbox isn't allowed, but I can set an automatic answer naming you as contact, and you can get single project mails if {newcomer} agrees in writing. Is that all right?",
                ),
                User("Automatic answer is enough then."),
                Until(9, "Last day."),
                Note(
                    "Account disabled, licences back, group memberships exported. Laptop and phone returned.",
                ),
                Fix(
                    "provided",
                    "Account closed, automatic answer set for 90 days, project files moved to {share}.",
                ),
            ],
            &[
                Until(8, "Last day."),
                Note("Everything back except the power supply."),
                Fix(
                    "provided",
                    "Account closed, laptop wiped and put back into stock for the successor.",
                ),
            ],
            &[
                Say(
                    "channels stay, they belong to the team; I'll make you the owner. Meetings that {newfirst} organised end with the account, so please recreate the series you still need. List attached.",
                ),
                Log(
                    "series.txt",
                    "Weekly {project}, Mon 9:30\nSupplier call, Thu 14:00\nLab round, first Tue of month\n",
                ),
                User("Very helpful list."),
                Until(7, "Last day."),
                Fix("provided", "Ownership moved, account closed as planned."),
            ],
        ],
        ..PEOPLE
    },
    Scenario {
        key: "mover",
        category: "account/leaver",
        weight: 5,
        who: Who::Superiors,
        subjects: &[
            "@0a {colleague} changes department",
            "@0a Transfer {colleague} to {othersite}",
            "@1 {colleague} back from parental leave",
            "@0b {colleague} takes over from {colleague2}",
        ],
        bodies: &[
            "@0a {colleague} moves from our department to the team in {othersite} on {date}. Old rights until the end of {month} for the handover, please.",
            "@1 {colleague} comes back from parental leave on {date}, half time. Account, phone, laptop should work again.",
            "@0b {colleague} takes over from {colleague2} on {date}: mailbox {sharedbox}, {list} list, and approvals in Tempora.",
        ],
        calls: &[],
        paths: &[
            &[
                Note("Both managers agree, end date for old roles set."),
                Fix("provided", "New roles active, old ones end automatically."),
            ],
            &[
                Ask(
                    "is the old laptop still there? After more than a year it'd have to be reinstalled, I'd need it two days before.",
                ),
                User("It's in the cabinet, I'll send it over with the internal mail."),
                Note(
                    "Reinstalled, {number} updates behind. Confirma to be enrolled on the first day.",
                ),
                Until(5, "First day back."),
                Fix("provided", "Everything is working again."),
            ],
        ],
        ..PEOPLE
    },
    Scenario {
        key: "desk-move",
        service: "workplace",
        category: "hardware/accessory",
        team: "workplace",
        weight: 5,
        who: Who::Superiors,
        subjects: &[
            "@0 Office move {date}: {number} desks",
            "@0 Team moves to {floor}",
            "@1 Desk move {colleague}",
            "@0 New desks near {room}",
        ],
        bodies: &[
            "@0 Our team ({number} people) moves to the {floor} on {date}. Docks, monitors and phones should work there on Monday morning. Seating plan attached.",
            "@1 {colleague} and I swap desks on {date}. Do we have to tell anyone because of phones and sockets?",
        ],
        calls: &["@0 Desk move on {date}, {number} people."],
        paths: &[
            &[
                File(
                    "seating.txt",
                    "Row A: {me}, {colleague}, {colleague2}\nRow B: free, printer, {colleague3}\n",
                ),
                Pass(
                    "network",
                    "Move on {date}: sockets on the {floor} to be patched according to the seating plan, please tell us which are missing.",
                ),
                Note("{number} patched, 2 sockets broken, electrician comes."),
                Pass("workplace", "Network done, yours again."),
                Until(6, "Move date."),
                Note("All desks tested with {peer} on the evening before."),
                Fix("provided", "Move finished, all places work."),
            ],
            &[
                Say(
                    "no need to tell anyone: phones and docks find their way by themselves. Only if a socket is dead, tell us its number.",
                ),
                Fix("explained", "Nothing to do."),
            ],
        ],
        ..PEOPLE
    },
    Scenario {
        key: "badge-time-clock",
        kind: INCIDENT.kind,
        category: "account/access",
        weight: 4,
        subjects: &[
            "@0 Badge doesn't open [main door|the lab|the car park]",
            "@1 Time clock does not read my badge",
            "@2 Badge lost",
            "@0 Door {lab} stays locked",
        ],
        bodies: &[
            "@0 My badge opens the main door but not {lab}. I've been working there since {month}.",
            "@1 The time clock at the [east|north] entrance beeps three times and takes nothing. [Colleagues have the same.|Please enter my times by hand, {hour}.]",
            "@2 I've lost my badge, probably [on the train|at the swimming pool]. Please block it.",
        ],
        calls: &[
            "@0 No access to {lab} with badge.",
            "@1 Time clock takes no badges.",
            "@2 Badge lost, block it.",
        ],
        paths: &[
            &[
                Note("Owner of the area: {boss}. OK by phone."),
                Fix(
                    "provided",
                    "Door added to the badge; hold it against the reader at the main entrance once.",
                ),
            ],
            &[
                Note("Clock offline since a power cut, bookings buffered: nothing lost."),
                Fix(
                    "fixed",
                    "Time clock restarted, stored bookings have been sent.",
                ),
            ],
            &[Fix(
                "provided",
                "Badge blocked at once. New one is at the reception, the old number can't be used any more.",
            )],
        ],
        ..PEOPLE
    },
];
