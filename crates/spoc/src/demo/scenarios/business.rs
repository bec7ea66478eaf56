//! Time sheets, expenses, documents, calibration, training.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const TIME: Scenario = Scenario {
    service: "time-expenses",
    category: "application/time",
    team: "business-apps",
    level: (3, 3),
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "timesheet-project",
        kind: REQUEST.kind,
        weight: 9,
        level: (3, 3),
        subjects: &[
            "@0 Project {project} missing in Tempora",
            "@02 Can't book on {project}",
            "@2 Time sheet: task not in the list",
            "@1 Add {colleague} to project {project} in Tempora",
        ],
        bodies: &[
            "@0 I can't book my hours on {project}, it's not in the list. {cofirst} can see it.",
            "@2 Since {month} the task 'documentation' of {project} is closed, but we're still writing.",
            "@1 Please add {colleague} and {colleague2} to {project} in Tempora, starting {date}.",
        ],
        calls: &["@0 {project} not in the list in Tempora."],
        paths: &[
            &[
                Note("Project lead has to add people, they often don't know."),
                Say(
                    "you have to be added by the project lead. I've sent a note with the three clicks to do it; it should be there today.",
                ),
                User("It's there."),
                Fix("explained", "Added by the project lead."),
            ],
            &[Fix(
                "provided",
                "Added, bookable from today; earlier days can be entered until the end of the month.",
            )],
            &[
                Ask(
                    "the task was closed by Controlling because the budget is used up. Shall I ask them to open it, or is there another task to book on?",
                ),
                User("{bossfirst} says we book on 'follow-up' from now on."),
                Fix("explained", "Booked on another task."),
            ],
        ],
        ..TIME
    },
    Scenario {
        key: "timesheet-locked",
        weight: 8,
        subjects: &[
            "@0 Week {week} locked",
            "@0 Can't correct time sheet",
            "@1a Tempora: wrong holiday balance",
            "@1b Overtime wrong in {lastmonth}",
            "@1a Leave balance in Tempora doesn't match",
        ],
        bodies: &[
            "@0 I entered week {week} wrongly ({project} instead of {project2}) and now it's locked. Could you open it?",
            "@1a Tempora shows {number} days of leave less than I have. I think the half days before Christmas have been counted as full ones.",
            "@1b My overtime of {lastmonth} has disappeared from the balance. It was {number} hours.",
        ],
        calls: &[
            "@0 Week {week} to be unlocked.",
            "@1a Leave balance doesn't match.",
        ],
        paths: &[
            &[Fix(
                "provided",
                "Week {week} opened until the end of tomorrow. [Please have it approved again afterwards.|]",
            )],
            &[
                Note(
                    "Calculation by the rule of another site: person moved sites, calendar did not.",
                ),
                Say(
                    "found it: you're still on the calendar of your former site, that one counts those days differently. I've changed it and had the balance recalculated from the date of the move.",
                ),
                User("Now it's what I've in my own list. Thank you."),
                Fix(
                    "fixed",
                    "Calendar of the site corrected, balance recalculated.",
                ),
            ],
        ],
        ..TIME
    },
    Scenario {
        key: "expenses",
        weight: 7,
        who: Who::Dept(&["sales", "service", "rnd", "exec", "quality", "logistics"]),
        subjects: &[
            "@0 Travel expenses {city}: error",
            "@0 Receipt upload fails",
            "@1 Expense report stuck in approval",
            "@2 Exchange rate wrong in expense report",
            "@1 Expenses not paid out",
        ],
        bodies: &[
            "@0 When I upload the hotel receipt for {city} ({amount} EUR) the app says 'file type not supported'. It's a photo like all the others.",
            "@1 My expense report from {olddate} has been 'in approval' for weeks. {boss} says there's nothing in the list.",
            "@2 The report for {city} uses an exchange rate that makes me pay for my own lunch :) Can it be checked? {amount} were charged to my card.",
        ],
        calls: &[
            "@1 Expense report hangs in approval since {olddate}.",
            "@0 Receipt can't be uploaded.",
        ],
        paths: &[
            &[
                Say(
                    "the newer phones save photos in a format that Tempora doesn't know. In the camera settings choose 'most compatible', or take the photo from inside the app.",
                ),
                User("From inside the app it works."),
                Fix(
                    "explained",
                    "Photo format isn't supported; photo taken in the app.",
                ),
            ],
            &[
                Note("Sits with former approver who left in {lastmonth}. Rerouted 7 reports."),
                Fix(
                    "fixed",
                    "Report was waiting for a colleague who has left. Sent to {boss}; {number} others corrected at the same time.",
                ),
            ],
            &[
                Ask(
                    "could you add the card statement? The rate of the day is taken from the bank, but with the statement Finance may use the real one.",
                ),
                User("Attached."),
                File(
                    "statement.txt",
                    "Card ending 4471\n{olddate}  Restaurant, {city}  {amount} EUR\n",
                ),
                Fix(
                    "provided",
                    "Real amount entered, difference is paid with the next run.",
                ),
            ],
        ],
        ..TIME
    },
    Scenario {
        key: "documents-folio",
        service: "files",
        category: "application/documents",
        weight: 7,
        level: (3, 3),
        who: Who::Dept(&["quality", "rnd", "production", "service"]),
        subjects: &[
            "@0 Folio: document locked by {colleague}",
            "@1a Released version not visible in Folio",
            "@0 Work instruction can't be changed",
            "@1b Folio search finds nothing",
            "@0 Folio: checked out for months",
        ],
        bodies: &[
            "@0 A work instruction in Folio has been checked out by {colleague} since {olddate}, who is on parental leave. I need to change it before the audit on {date}.",
            "@1a I released revision C, but the shop floor still sees B. [Printed ones are already hanging there.|]",
            "@1b The search in Folio finds nothing newer than {since}. I know the file is there because I put it there.",
        ],
        calls: &[
            "@0 Document checked out by absent colleague.",
            "@1a Released revision isn't shown.",
        ],
        paths: &[
            &[
                Note("No draft changes inside, check-out can be undone safely."),
                Fix(
                    "provided",
                    "Check-out undone, {first} can edit. Nothing was lost: there were no changes in it.",
                ),
            ],
            &[
                Note("Indexer stopped on {server} after patch weekend."),
                Pass(
                    "infrastructure",
                    "Folio index service on {server} not running since patching, does it have the right start type?",
                ),
                Note("Start type was manual. Set, started, catching up."),
                Fix(
                    "fixed",
                    "Index service started and set to start by itself; catching up took an hour.",
                ),
            ],
        ],
        ..TIME
    },
    Scenario {
        key: "caltrack-certificate",
        service: "engineering",
        category: "application/calibration",
        weight: 8,
        level: (2, 2),
        who: Who::Dept(&["quality", "service"]),
        tags: &["customer-impact"],
        subjects: &[
            "@0 CalTrack: certificate {cert} can't be signed",
            "@2 Certificate {cert} has wrong date",
            "@1 Calibration data not imported",
            "@1 Measurement from {labpc} missing in CalTrack",
            "@0 Signature missing on {cert}",
        ],
        bodies: &[
            "@0 Certificate {cert} for {customer} can't be signed: \"signature service not available\". {instrument} is packed and waits for the paper.",
            "@1 The measurement from {labpc} doesn't arrive in CalTrack. The file is in the export folder.",
            "@2 Certificate {cert} shows tomorrow's date as calibration date. An auditor won't laugh about that.",
        ],
        calls: &[
            "@0 Signing of {cert} not possible.",
            "@1 Data of {labpc} not imported.",
        ],
        paths: &[
            &[
                Note(
                    "Signature card reader service hangs after 24 h. Restarted. Vendor case for that is old: {case}.",
                ),
                Say(
                    "the signing service has been restarted, please try again. The vendor knows about it and promises a correction; until then we restart it every night.",
                ),
                User("{cert} is signed and on its way."),
                Tag("known-error"),
                Fix(
                    "workaround",
                    "Signing service restarted; nightly restart until the vendor's correction.",
                ),
            ],
            &[
                Note(
                    "Decimal comma in the file since the new Windows image on {labpc}. Import wants a point.",
                ),
                Say(
                    "the new PC writes numbers with a comma and CalTrack expects a point. I've changed the region of the measuring account; could you export the file once more?",
                ),
                User("Imported, all {number} runs there."),
                Fix("fixed", "Number format on the measuring PC corrected."),
            ],
            &[
                Ask(
                    "was it calibrated during the late shift in {othersite}? I suspect the time zone, the database keeps universal time.",
                ),
                User("Yes, Tampere at half past midnight local."),
                Note("Report template prints UTC+2 for all. Bug of ours, fix in template."),
                Fix(
                    "fixed",
                    "Template prints the date of the laboratory's own zone. {cert} issued anew.",
                ),
            ],
        ],
        ..TIME
    },
    Scenario {
        key: "training-platform",
        service: "time-expenses",
        team: "service-desk",
        weight: 4,
        subjects: &[
            "@0 Mandatory training not marked as done",
            "@1 E-learning video doesn't play",
            "@0 Training shows 0 % although finished",
            "@0 Certificate of training missing",
        ],
        bodies: &[
            "@0 I finished the [safety|data protection|information security] training and it still says 0 %. [I won't do the quiz a third time!|Reminder mails come daily.]",
            "@1 The videos in the training portal stay black. Sound is there.",
        ],
        calls: &["@0 Training done but shown as open."],
        paths: &[
            &[
                Say(
                    "the portal only counts it when the window is closed with the button 'Finish' at the bottom right. I've set it as done by hand, the quiz result was there.",
                ),
                User("Thank you!! No more reminders."),
                Fix("fixed", "Set to completed by hand."),
            ],
            &[
                Ask(
                    "which browser do you use? With the old one pinned in your task bar the videos don't play.",
                ),
                User("The old one, I think. In the other one it works."),
                Fix("explained", "Supported browser used."),
            ],
        ],
        ..TIME
    },
];
