//! CRM, time sheets, expenses, documents, calibration, training.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const CRM: Scenario = Scenario { service: "crm", category: "application/crm", team: "business-apps", who: Who::Dept(&["sales", "service"]), ..INCIDENT };
const TIME: Scenario = Scenario { service: "time-expenses", category: "application/time", team: "business-apps", level: (3, 3), ..INCIDENT };

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "crm-duplicates",
        kind: REQUEST.kind,
        weight: 6,
        level: (3, 3),
        subjects: &["Duplicate customer {customer}", "{customer} exists three times in Clientele", "Please merge contacts", "Wrong parent company in CRM"],
        bodies: &["{customer} is in Clientele twice, once with and once without the legal form. Half the visits are here, half there. Can you merge them? Keep the older one.", "After the import from the fair I have {number} contacts twice. I'd do it by hand, but the merge button is grey for me.", "Could you make {customer} a subsidiary of its parent again? Somebody has cut the link and the turnover report is wrong."],
        calls: &["Merge duplicates of {customer}."],
        paths: &[
            &[Ask("before I merge: the two have different payment terms. Which one is right?"), User("30 days net, the other one is from the old contract."), Fix("provided", "Merged into the older record, quotations and visits are all there.")],
            &[Note("Both linked to ERP customers, so merging in CRM alone would break the sync. Finance has to block one first."), Vendor("Finance blocks the second debtor."), Fix("provided", "Second debtor blocked, records merged.")],
            &[Fix("provided", "Done. The merge button is active for key users now, {first} is one of them.")],
        ],
        ..CRM
    },
    Scenario {
        key: "crm-sync",
        weight: 7,
        subjects: &["CRM contacts don't sync to phone", "Appointments missing in Clientele", "Clientele: mail not filed", "Quotation not transferred to ERP", "Clientele app shows old data"],
        bodies: &["@0 Appointments that I enter in the calendar no longer show up in Clientele. [My visit reports are missing for weeks.|{boss} thinks I'm not visiting anyone.]", "@1 Quotation for {customer} was won on {olddate}, but no order has been created in Meridian. The status says 'transfer pending'.", "@2 The app on the tablet shows prices from {lastmonth}. At the customer's, of course."],
        calls: &["@0 Calendar entries don't reach Clientele.", "@1 Quotation {customer} hangs in transfer to ERP.", "@2 App shows old prices."],
        paths: &[
            &[Note("Sync token expired with the password change."), Say("your connection between calendar and Clientele had to be confirmed again after the password change. Settings > Connections > Renew. Older appointments come over within an hour."), User("They're trickling in."), Fix("fixed", "Connection renewed.")],
            &[Log("transfer_error.json", "{\"quotation\": \"open\", \"error\": \"payment term unknown\", \"field\": \"terms\"}"), Note("Payment term of the quotation isn't known in ERP, set by hand on the {customer} record."), Fix("fixed", "Payment term corrected, order was created in Meridian.")],
            &[Say("the app only loads prices over Wi-Fi. Please open it once in the office or at home, pull down the list and wait for the tick."), User("Updated. I'll do that before each trip."), Fix("explained", "Price list loads only over Wi-Fi.")],
        ],
        ..CRM
    },
    Scenario {
        key: "crm-report",
        kind: REQUEST.kind,
        weight: 4,
        level: (3, 3),
        subjects: &["CRM report: pipeline by {city} office", "Dashboard for sales meeting {date}", "Export of contacts for mailing", "Report of visits by {product}"],
        bodies: &["For the sales meeting on {date} I'd need the pipeline by country and product line, as a chart. Is there anything ready-made?", "Please export all contacts with interest in {product} for the mailing. Only those who have agreed to be written to.", "Could the dashboard show last year's figures beside this year's?"],
        calls: &[],
        paths: &[
            &[Say("there is: Reports > Sales > 'Pipeline matrix'. I've added your filter and shared it with you."), User("Exactly what I need. And it updates itself?"), Say("Yes, every night."), Fix("provided", "Report shared.")],
            &[Note("Consent flag filtered, 1,240 left of 3,900. File via share only, not by mail."), Fix("provided", "File is in the marketing folder, only contacts with consent; delete it after the mailing.")],
        ],
        ..CRM
    },
    Scenario {
        key: "timesheet-project",
        kind: REQUEST.kind,
        weight: 9,
        level: (3, 3),
        subjects: &["Project {project} missing in Tempora", "Can't book on {project}", "Time sheet: task not in the list", "Add {colleague} to project {project} in Tempora"],
        bodies: &["I can't book my hours on {project}, it's not in the list. {cofirst} can see it.", "Since {month} the task 'documentation' of {project} is closed, but we're still writing.", "Please add {colleague} and {colleague2} to {project} in Tempora, starting {date}."],
        calls: &["{project} not in the list in Tempora."],
        paths: &[
            &[Note("Project lead has to add people, they often don't know."), Say("you have to be added by the project lead. I've sent a note with the three clicks to do it; it should be there today."), User("It's there."), Fix("explained", "Added by the project lead.")],
            &[Fix("provided", "Added, bookable from today; earlier days can be entered until the end of the month.")],
            &[Ask("the task was closed by Controlling because the budget is used up. Shall I ask them to open it, or is there another task to book on?"), User("{bossfirst} says we book on 'follow-up' from now on."), Fix("explained", "Booked on another task.")],
        ],
        ..TIME
    },
    Scenario {
        key: "timesheet-locked",
        weight: 8,
        subjects: &["Week {week} locked", "Can't correct time sheet", "Tempora: wrong holiday balance", "Overtime wrong in {lastmonth}", "Tempora shows absence that never was"],
        bodies: &["@0 I entered week {week} wrongly ({project} instead of {project2}) and now it's locked. Could you open it?", "@1 Tempora shows {number} days of leave less than I have. I think the half days before Christmas have been counted as full ones.", "@1 My overtime of {lastmonth} has disappeared from the balance. It was {number} hours."],
        calls: &["@0 Week {week} to be unlocked.", "@1 Leave balance doesn't match."],
        paths: &[
            &[Fix("provided", "Week {week} opened until the end of tomorrow. [Please have it approved again afterwards.|]")],
            &[Note("Calculation by the rule of another site: person moved sites, calendar did not."), Say("found it: you're still on the calendar of your former site, that one counts those days differently. I've changed it and had the balance recalculated from the date of the move."), User("Now it's what I've in my own list. Thank you."), Fix("fixed", "Calendar of the site corrected, balance recalculated.")],
        ],
        ..TIME
    },
    Scenario {
        key: "expenses",
        weight: 7,
        who: Who::Dept(&["sales", "service", "rnd", "exec", "quality", "logistics"]),
        subjects: &["Travel expenses {city}: error", "Receipt upload fails", "Expense report stuck in approval", "Exchange rate wrong in expense report", "Expenses not paid out"],
        bodies: &["@0 When I upload the hotel receipt for {city} ({amount} EUR) the app says 'file type not supported'. It's a photo like all the others.", "@1 My expense report from {olddate} has been 'in approval' for weeks. {boss} says there's nothing in the list.", "@2 The report for {city} uses an exchange rate that makes me pay for my own lunch :) Can it be checked? {amount} were charged to my card."],
        calls: &["@1 Expense report hangs in approval since {olddate}.", "@0 Receipt can't be uploaded."],
        paths: &[
            &[Say("the newer phones save photos in a format that Tempora doesn't know. In the camera settings choose 'most compatible', or take the photo from inside the app."), User("From inside the app it works."), Fix("explained", "Photo format isn't supported; photo taken in the app.")],
            &[Note("Sits with former approver who left in {lastmonth}. Rerouted 7 reports."), Fix("fixed", "Report was waiting for a colleague who has left. Sent to {boss}; {number} others corrected at the same time.")],
            &[Ask("could you add the card statement? The rate of the day is taken from the bank, but with the statement Finance may use the real one."), User("Attached."), File("statement.txt", "Card ending 4471\n{olddate}  Restaurant, {city}  {amount} EUR\n"), Fix("provided", "Real amount entered, difference is paid with the next run.")],
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
        subjects: &["Folio: document locked by {colleague}", "Released version not visible in Folio", "Can't release work instruction", "Folio search finds nothing", "Folio: checked out for months"],
        bodies: &["@0 A work instruction in Folio has been checked out by {colleague} since {olddate}, who is on parental leave. I need to change it before the audit on {date}.", "@1 I released revision C, but the shop floor still sees B. [Printed ones are already hanging there.|]", "@1 The search in Folio finds nothing newer than {since}. I know the file is there because I put it there."],
        calls: &["@0 Document checked out by absent colleague.", "@1 Released revision isn't shown."],
        paths: &[
            &[Note("No draft changes inside, check-out can be undone safely."), Fix("provided", "Check-out undone, {first} can edit. Nothing was lost: there were no changes in it.")],
            &[Note("Indexer stopped on {server} after patch weekend."), Pass("infrastructure", "Folio index service on {server} not running since patching, does it have the right start type?"), Note("Start type was manual. Set, started, catching up."), Fix("fixed", "Index service started and set to start by itself; catching up took an hour.")],
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
        subjects: &["CalTrack: certificate {cert} can't be signed", "Certificate {cert} has wrong date", "Calibration data not imported", "CalTrack due list wrong", "Signature missing on {cert}"],
        bodies: &["@0 Certificate {cert} for {customer} can't be signed: \"signature service not available\". {instrument} is packed and waits for the paper.", "@1 The measurement from {labpc} doesn't arrive in CalTrack. The file is in the export folder.", "@2 Certificate {cert} shows tomorrow's date as calibration date. An auditor won't laugh about that."],
        calls: &["@0 Signing of {cert} not possible.", "@1 Data of {labpc} not imported."],
        paths: &[
            &[Note("Signature card reader service hangs after 24 h. Restarted. Vendor case for that is old: {case}."), Say("the signing service has been restarted, please try again. The vendor knows about it and promises a correction; until then we restart it every night."), User("{cert} is signed and on its way."), Tag("known-error"), Fix("workaround", "Signing service restarted; nightly restart until the vendor's correction.")],
            &[Note("Decimal comma in the file since the new Windows image on {labpc}. Import wants a point."), Say("the new PC writes numbers with a comma and CalTrack expects a point. I've changed the region of the measuring account; could you export the file once more?"), User("Imported, all {number} runs there."), Fix("fixed", "Number format on the measuring PC corrected.")],
            &[Ask("was it calibrated during the late shift in {othersite}? I suspect the time zone, the database keeps universal time."), User("Yes, Tampere at half past midnight local."), Note("Report template prints UTC+2 for all. Bug of ours, fix in template."), Fix("fixed", "Template prints the date of the laboratory's own zone. {cert} issued anew.")],
        ],
        ..TIME
    },
    Scenario {
        key: "training-platform",
        service: "time-expenses",
        team: "service-desk",
        weight: 4,
        subjects: &["Mandatory training not marked as done", "E-learning video doesn't play", "Training shows 0 % although finished", "Certificate of training missing"],
        bodies: &["I finished the [safety|data protection|information security] training and it still says 0 %. [I won't do the quiz a third time!|Reminder mails come daily.]", "The videos in the training portal stay black. Sound is there."],
        calls: &["Training done but shown as open."],
        paths: &[
            &[Say("the portal only counts it when the window is closed with the button 'Finish' at the bottom right. I've set it as done by hand, the quiz result was there."), User("Thank you!! No more reminders."), Fix("fixed", "Set to completed by hand.")],
            &[Ask("which browser do you use? With the old one pinned in your task bar the videos don't play."), User("The old one, I think. In the other one it works."), Fix("explained", "Supported browser used.")],
        ],
        ..TIME
    },
];
