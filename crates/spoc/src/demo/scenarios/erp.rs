//! Meridian ERP: the desk's biggest application.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const ERP: Scenario = Scenario { service: "erp", category: "application/erp", team: "business-apps", who: Who::Dept(&["finance", "sales", "production", "logistics", "quality", "service"]), ..INCIDENT };
const STOCK: Who = Who::Dept(&["production", "logistics", "quality"]);
const BOOKS: Who = Who::Dept(&["finance"]);

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "erp-logon",
        weight: 9,
        team: "service-desk",
        subjects: &["Meridian: log-on not possible", "ERP [doesn't start|closes right away]", "Meridian 'maximum number of sessions'", "Can't open Meridian"],
        bodies: &["@02 Meridian closes again right after the log-on picture. [Restarted twice.|Since the update this morning.]", "@1 When I start Meridian: \"maximum number of sessions reached\". I've only one window open!", "@02 Meridian doesn't start on {laptop}, nothing happens on double-click. {cofirst} can work."],
        calls: &["@1 Meridian 'maximum sessions', only one window open.", "@02 Meridian doesn't start on {laptop}."],
        paths: &[
            &[Note("Client {version}, server one patch ahead. Update stuck behind a running process."), Say("the client on your laptop is one version behind. Please close everything and restart, the update will run before the log-on."), User("Took five minutes, but it's running."), Fix("fixed", "Client updated.")],
            &[Note("4 dead sessions of {email} from {server}. Ended."), Fix("fixed", "Dead sessions ended. [Closing Meridian with the X in the corner while it's still loading leaves them behind.|]")],
            &[Note("Profile file broken, renamed."), Say("please try once more, I've reset the local profile. Your favourites are kept, column widths aren't, sorry."), User("It starts. I'll survive without the widths."), Fix("fixed", "Local profile reset.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-delivery-stuck",
        weight: 10,
        level: (2, 2),
        who: Who::Dept(&["logistics", "sales", "service"]),
        tags: &["customer-impact"],
        subjects: &["Delivery for {order} can't be posted", "Order {order} blocked", "Goods issue {order}: error", "{order}: credit block although paid", "Cannot ship {order} to {customer}"],
        bodies: &[
            "@0 I can't post the goods issue for order {order} ({customer}). Message: \"Quantity in stock category QI not sufficient\". There are [six|four] pieces on the shelf in front of me.",
            "@1 Order {order} is on credit block although {customer} paid on {olddate}. The truck is ordered for {later}.",
            "@2 {order}: \"Item locked by user [BATCH|{colleague}]\" for {mins} minutes now. I've asked, nobody has it open.",
        ],
        calls: &["@0 Goods issue for {order} impossible, stock shown in QI.", "@1 {order} on credit block, customer has paid, truck comes at {later}.", "@2 {order} locked, nobody has it open."],
        paths: &[
            &[Note("Stock is in quality inspection, lot not closed. Physically there, not released."), Say("the pieces are there but still booked as 'in inspection': the inspection lot from {olddate} hasn't been closed. Quality has to do that, I've rung {colleague2}; it's being done now."), User("Released and posted. [Thanks for ringing them, I'd have waited till tomorrow.|Truck is loaded.]"), Fix("explained", "Inspection lot was open; closed by Quality, delivery posted.")],
            &[Note("Payment is on the account but not cleared against the invoice. Asked {peer} to look whether Finance is at it."), Ask("the payment is there but not matched yet. Finance can do it now or the head of Sales can release the order by hand. Which is faster for you?"), User("Finance did it while we were writing. It's free."), Fix("explained", "Payment was cleared, block lifted.")],
            &[Note("Orphaned lock of a batch run that ended at {time}. Deleted entry."), Fix("fixed", "Orphaned lock removed, order can be edited.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-role",
        kind: REQUEST.kind,
        category: "account/access",
        weight: 8,
        level: (3, 3),
        tags: &["approval"],
        subjects: &["Meridian: missing authorisation [for {tcode}|]", "Role for {colleague} in Meridian", "No authorisation {tcode}", "ERP rights as substitute for {colleague}"],
        slots: &[("tcode", &["STK-22", "PUR-07", "FIN-31", "PRD-15", "SAL-40", "CST-03"])],
        bodies: &["I need transaction {tcode} to [change delivery dates|see purchase prices|correct bookings]. Message: no authorisation. {boss} knows.", "{colleague} covers for me from {date} to {date2} and needs my roles in Meridian for that time.", "After my move from [production|purchasing] I still have the old roles and none of the new ones. Please sort that out, I can't work like this."],
        calls: &["No authorisation for {tcode}, needed for substitute."],
        paths: &[
            &[Ask("{tcode} comes with the role 'planner', which can also change prices. Is that meant? Otherwise there's a display-only one."), User("Display is enough."), Note("Approved by role owner."), Fix("provided", "Display role assigned.")],
            &[Note("SoD check: conflict with goods receipt. Compensating control exists for substitutes, 4 weeks max."), Fix("provided", "Substitute role assigned for the period, ends automatically.")],
            &[Cc, Say("I've prepared the change and sent it to {boss} and to the role owner. As soon as both have agreed it's active, usually within a day."), User("Both have agreed according to the portal."), Fix("provided", "Roles of the former job removed, new ones assigned.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-posting-period",
        weight: 5,
        who: BOOKS,
        tags: &["month-end"],
        subjects: &["Posting period {lastmonth} closed", "Please reopen {lastmonth}", "Accrual can't be posted", "Invoice {invoice}: period not open"],
        bodies: &["We found an invoice ({invoice}, {supplier}, {amount} EUR) that belongs to {lastmonth}. Period is closed. Could you open it for an hour?", "Posting of the accruals ends with \"period {lastmonth} not open for account type K\". Month-end is due {soon}."],
        calls: &["{lastmonth} to be opened for one invoice."],
        paths: &[
            &[Ask("who approves it on your side? I need the controller's OK because the figures have been reported."), User("{boss} approves, mail is attached."), File("approval.txt", "OK from my side for one posting in {lastmonth}.\n{boss}\n"), Fix("provided", "Period opened for one hour, posting done, closed again. Logged for the auditors.")],
            &[Fix("declined", "The figures of that month have been delivered to the bank, so it stays closed. Agreed with {boss}: posted in {month} with a note.")],
            &[Note("Only account type K was forgotten when the period was rolled. Opened."), Fix("fixed", "Period was open for all account types but one; corrected.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-planning-run",
        weight: 6,
        level: (2, 2),
        who: STOCK,
        subjects: &["Planning run did not finish", "No planned orders this morning", "MRP proposes nonsense for {part}", "Planning: {part} ordered twice"],
        bodies: &["@0 The planning run of last night seems to have stopped. My list is from {since}. Without it we don't know what to start in {hall}.", "@1 Planning proposes [400|1,200] pieces of {part}, we use about ten a month. {cofirst} nearly released it!", "@1 Part {part} appears twice in the proposals, once for {supplier} and once for the old supplier."],
        calls: &["@0 Planning list is old, run seems to have failed.", "@1 Planning proposes far too many of {part}."],
        paths: &[
            &[Note("Job cancelled at 02:14, table space full. Infrastructure informed by phone."), Pass("infrastructure", "Tablespace of the planning tables on {database} full, job MRP_NIGHT aborted at 02:14. Please extend, we restart the job afterwards."), Note("Extended by 20 GB, alert threshold lowered to 85 %."), Pass("business-apps", "Space is there, please restart MRP_NIGHT."), Say("the run has been repeated and finished just now, your list is up to date. The disk space for it had run out; the alarm now comes earlier."), Fix("fixed", "Planning run repeated after more disk space had been provided.")],
            &[Ask("since when is the minimum lot size 400? I see that it was changed on {olddate} by your department."), User("That was meant for {part2}! Wrong row in the upload file, sorry."), Say("No problem. I've put the old value back and looked through the rest of the upload: two more rows were shifted, list attached. Please check them."), Log("upload_check.csv", "part;field;old;new\n{part};min_lot;10;400\n{part2};min_lot;400;10\n"), User("Checked and agreed, thank you for looking."), Fix("fixed", "Wrong lot sizes from an upload corrected.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-form-output",
        weight: 7,
        subjects: &["Order confirmation in the wrong language", "PDF of invoice {invoice} empty", "Wrong address on delivery note", "Umlauts broken on labels and forms", "Document {order} not sent by mail"],
        bodies: &["@0 {customer} gets order confirmations in [Czech|Finnish] instead of English since {month}. Order {order} for example.", "@1 Invoice {invoice} has an empty page as PDF. The customer complained.", "@2 On the delivery note of {order} there's still the old address of {customer}, although it has been changed in the master data.", "@1 Special characters on forms come out as question marks: 'G?ttingen'. Very professional..."],
        calls: &["@0 Confirmation goes out in wrong language, {order}.", "@1 Invoice PDF empty, {invoice}.", "@2 Old address on delivery note {order}."],
        paths: &[
            &[Note("Language in the contact, not in the customer. Contact person was copied from the Brno one."), Fix("fixed", "Language of the contact corrected; confirmations for open orders sent again.")],
            &[Note("Font missing on the new output server {server}."), Say("the output server was renewed on the weekend and one font is missing. I'm having it installed and will send the affected documents again, you don't have to do anything."), Fix("fixed", "Font installed, 23 documents of the last days sent again.")],
            &[Say("the order keeps the address from the moment when it was entered, on purpose. You can change it in the order: tab Partners > Ship-to > 'Take from master data'."), User("Found it. Is there no button for all open orders?"), Say("There isn't, but I can run a report for it. Done for {number} orders of this customer."), User("Super"), Fix("explained", "Address updated in the open orders.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-report-wrong",
        weight: 6,
        level: (3, 3),
        subjects: &["Report shows wrong figures", "Stock list differs from stock-taking", "Turnover in report too low", "Export from Meridian cut off at 65,000 lines"],
        bodies: &["@0 The sales report for {lastmonth} is about {percent} thousand below the figure in the accounts. Which one is right?", "@1 The export of the stock list stops at line 65,536. We have more parts than that.", "@0 In the list of open orders {customer} is missing since {since}, although {order} is open."],
        calls: &["@0 Sales report {lastmonth} doesn't match the books."],
        paths: &[
            &[Note("Report selects by creation date, accounts by posting date. Explains it to the cent."), Say("both are right: the report counts by order date, the accounts by posting date. I've added a choice to the selection screen so that you can switch."), User("Matches now. [That question has been around for years by the way.|]"), Tag("knowledge-candidate"), Fix("explained", "Different dates are used; selection extended.")],
            &[Fix("fixed", "Export uses the new file format, without that limit.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-terminal-booking",
        category: "lab/shopfloor",
        weight: 7,
        level: (2, 2),
        who: STOCK,
        tags: &["production-stop"],
        subjects: &["Terminal {terminal} doesn't accept badges", "Booking at {terminal} not possible", "Scanner at {terminal} writes gibberish", "Shop-floor terminal frozen"],
        bodies: &["@0 {terminal} in {hall} doesn't read badges since the start of the shift. We write everything on paper.", "@1 The scanner at {terminal} reads Y instead of Z and a minus becomes a question mark. Order numbers are all wrong.", "@2 {terminal} is frozen with a grey picture. Switched off and on, same picture."],
        calls: &["@0 {terminal} reads no badges, paper slips.", "@1 Scanner {terminal}: Y and Z swapped.", "@2 {terminal} frozen, grey."],
        paths: &[
            &[Pass("workplace", "Badge reader at {terminal} dead, can someone go there? {hall}."), Note("USB plug of reader pulled by a pallet truck. Socket bent, cable replaced and put in a duct."), Fix("fixed", "Cable of the badge reader replaced and laid in a duct.")],
            &[Say("the scanner has fallen back to the American keyboard. Please scan this code (attached) once, it sets the right one."), Log("layout_code.txt", "Programming code: keyboard layout = site default\nScan once, two beeps.\n"), User("Beeped twice. Z is a Z."), Fix("fixed", "Keyboard layout of the scanner set.")],
            &[Note("Thin client can't get its image, port on {switch} errors. With Network by chat: bad SFP, swapped."), Fix("fixed", "Network module replaced, terminal starts.")],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-change-wish",
        kind: REQUEST.kind,
        weight: 5,
        level: (3, 3),
        tags: &["approval"],
        subjects: &["Meridian: new field for {product}", "Extra column in open-orders list", "Automatic mail when {part} is below minimum", "Layout change quotation form"],
        bodies: &["Could we have an extra column 'promised date' in the list of open orders? [We keep a spreadsheet for that at the moment.|All of {dept} would profit.]", "We'd like an automatic mail to {list} when the stock of {part} is below minimum.", "In the quotation form for {product} the delivery terms should stand above the prices. Sales asked for it {number} times, so now officially :)"],
        calls: &[],
        paths: &[
            &[Ask("good idea. Could you tell me who fills in the field and what happens with it later? I'd bring it to the monthly round on {date}."), User("Order desk fills it in, everyone reads it. Nothing is calculated from it."), Until(9, "Goes to the monthly change round."), Say("the round said yes. It's in the test system, could you try it out by {soon}?"), Later("Tested with three orders, it's good."), Fix("provided", "In production since this morning.")],
            &[Note("Standard function, only needs to be configured."), Fix("provided", "Set up. Takes effect with tonight's run.")],
            &[Say("I took this to the monthly round. It was decided not to do it now, because the form changes with the new release anyway; it's on the list for that."), Fix("declined", "Not before the next release; noted there with {first} as contact.")],
        ],
        ..ERP
    },
];
