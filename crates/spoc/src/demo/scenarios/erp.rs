//! Meridian ERP: the desk's biggest application.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const ERP: Scenario = Scenario {
    service: "erp",
    category: "application/erp",
    team: "business-apps",
    who: Who::Dept(&[
        "finance",
        "sales",
        "production",
        "logistics",
        "quality",
        "service",
    ]),
    ..INCIDENT
};
const BOOKS: Who = Who::Dept(&["finance"]);

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "erp-logon",
        weight: 9,
        team: "service-desk",
        subjects: &[
            "Meridian: log-on not possible",
            "@02 ERP [doesn't start|closes right away]",
            "@1 Meridian 'maximum number of sessions'",
            "Can't open Meridian",
        ],
        bodies: &[
            "@02 Meridian closes again right after the log-on picture. [Restarted twice.|Since the update this morning.]",
            "@1 When I start Meridian: \"maximum number of sessions reached\". I've only one window open!",
            "@02 Meridian doesn't start on {laptop}, nothing happens on double-click. {cofirst} can work.",
        ],
        calls: &[
            "@1 Meridian 'maximum sessions', only one window open.",
            "@02 Meridian doesn't start on {laptop}.",
        ],
        paths: &[
            &[
                Note(
                    "Client {version}, server one patch ahead. Update stuck behind a running process.",
                ),
                Say(
                    "the client on your laptop is one version behind. Please close everything and restart, the update will run before the log-on.",
                ),
                User("Took five minutes, but it's running."),
                Fix("fixed", "Client updated."),
            ],
            &[
                Note("4 dead sessions of {email} from {server}. Ended."),
                Fix(
                    "fixed",
                    "Dead sessions ended. [Closing Meridian with the X in the corner while it's still loading leaves them behind.|]",
                ),
            ],
            &[
                Note("Profile file broken, renamed."),
                Say(
                    "please try once more, I've reset the local profile. Your favourites are kept, column widths aren't, sorry.",
                ),
                User("It starts. I'll survive without the widths."),
                Fix("fixed", "Local profile reset."),
            ],
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
        subjects: &[
            "@0 Meridian: missing authorisation [for {tcode}|]",
            "@1 Role for {colleague} in Meridian",
            "@0 No authorisation {tcode}",
            "@1 ERP rights as substitute for {colleague}",
            "@2 Old roles after change of department",
        ],
        slots: &[(
            "tcode",
            &["STK-22", "PUR-07", "FIN-31", "PRD-15", "SAL-40", "CST-03"],
        )],
        bodies: &[
            "@0 I need transaction {tcode} to [change delivery dates|see purchase prices|correct bookings]. Message: no authorisation. {boss} knows.",
            "@1 {colleague} covers for me from {date} to {date2} and needs my roles in Meridian for that time.",
            "@2 After my move from [production|purchasing] I still have the old roles and none of the new ones. Please sort that out, I can't work like this.",
        ],
        calls: &["@0 No authorisation for {tcode}, needed for substitute."],
        paths: &[
            &[
                Ask(
                    "{tcode} comes with the role 'planner', which can also change prices. Is that meant? Otherwise there's a display-only one.",
                ),
                User("Display is enough."),
                Note("Approved by role owner."),
                Fix("provided", "Display role assigned."),
            ],
            &[
                Note(
                    "SoD check: conflict with goods receipt. Compensating control exists for substitutes, 4 weeks max.",
                ),
                Fix(
                    "provided",
                    "Substitute role assigned for the period, ends automatically.",
                ),
            ],
            &[
                Cc,
                Say(
                    "I've prepared the change and sent it to {boss} and to the role owner. As soon as both have agreed it's active, usually within a day.",
                ),
                User("Both have agreed according to the portal."),
                Fix(
                    "provided",
                    "Roles of the former job removed, new ones assigned.",
                ),
            ],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-posting-period",
        weight: 5,
        who: BOOKS,
        tags: &["month-end"],
        subjects: &[
            "Posting period {lastmonth} closed",
            "@01 Please reopen {lastmonth}",
            "@2 Accrual can't be posted",
            "@01 Invoice {invoice}: period not open",
        ],
        bodies: &[
            "@01 We found an invoice ({invoice}, {supplier}, {amount} EUR) that belongs to {lastmonth}. Period is closed. Could you open it for an hour?",
            "@2 Posting of the accruals ends with \"period {lastmonth} not open for account type K\". Month-end is due {soon}.",
        ],
        calls: &["@01 {lastmonth} to be opened for one invoice."],
        paths: &[
            &[
                Ask(
                    "who approves it on your side? I need the controller's OK because the figures have been reported.",
                ),
                User("{boss} approves, mail is attached."),
                File(
                    "approval.txt",
                    "OK from my side for one posting in {lastmonth}.\n{boss}\n",
                ),
                Fix(
                    "provided",
                    "Period opened for one hour, posting done, closed again. Logged for the auditors.",
                ),
            ],
            &[Fix(
                "declined",
                "The figures of that month have been delivered to the bank, so it stays closed. Agreed with {boss}: posted in {month} with a note.",
            )],
            &[
                Note("Only account type K was forgotten when the period was rolled. Opened."),
                Fix(
                    "fixed",
                    "Period was open for all account types but one; corrected.",
                ),
            ],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-form-output",
        weight: 7,
        subjects: &[
            "@0 Order confirmation in the wrong language",
            "@1a PDF of invoice {invoice} empty",
            "@2 Wrong address on delivery note",
            "@1b Umlauts broken on labels and forms",
            "@1 Forms look broken since the weekend",
        ],
        bodies: &[
            "@0 {customer} gets order confirmations in [Czech|Finnish] instead of English since {month}. Order {order} for example.",
            "@1a Invoice {invoice} has an empty page as PDF. The customer complained.",
            "@2 On the delivery note of {order} there's still the old address of {customer}, although it has been changed in the master data.",
            "@1b Special characters on forms come out as question marks: 'G?ttingen'. Very professional...",
        ],
        calls: &[
            "@0 Confirmation goes out in wrong language, {order}.",
            "@1a Invoice PDF empty, {invoice}.",
            "@2 Old address on delivery note {order}.",
        ],
        paths: &[
            &[
                Note(
                    "Language in the contact, not in the customer. Contact person was copied from the Brno one.",
                ),
                Fix(
                    "fixed",
                    "Language of the contact corrected; confirmations for open orders sent again.",
                ),
            ],
            &[
                Note("Font missing on the new output server {server}."),
                Say(
                    "the output server was renewed on the weekend and one font is missing. I'm having it installed and will send the affected documents again, you don't have to do anything.",
                ),
                Fix(
                    "fixed",
                    "Font installed, 23 documents of the last days sent again.",
                ),
            ],
            &[
                Say(
                    "the order keeps the address from the moment when it was entered, on purpose. You can change it in the order: tab Partners > Ship-to > 'Take from master data'.",
                ),
                User("Found it. Is there no button for all open orders?"),
                Say(
                    "There isn't, but I can run a report for it. Done for {number} orders of this customer.",
                ),
                User("Super"),
                Fix("explained", "Address updated in the open orders."),
            ],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-report-wrong",
        weight: 6,
        level: (3, 3),
        subjects: &[
            "@02 Report shows wrong figures",
            "@0 Sales report and accounts differ",
            "@0 Turnover in report too low",
            "@1 Export from Meridian cut off at 65,000 lines",
        ],
        bodies: &[
            "@0 The sales report for {lastmonth} is about {percent} thousand below the figure in the accounts. Which one is right?",
            "@1 The export of the stock list stops at line 65,536. We have more parts than that.",
            "@2 In the list of open orders {customer} is missing since {since}, although {order} is open.",
        ],
        calls: &["@0 Sales report {lastmonth} doesn't match the books."],
        paths: &[
            &[
                Note(
                    "Report selects by creation date, accounts by posting date. Explains it to the cent.",
                ),
                Say(
                    "both are right: the report counts by order date, the accounts by posting date. I've added a choice to the selection screen so that you can switch.",
                ),
                User("Matches now. [That question has been around for years by the way.|]"),
                Tag("knowledge-candidate"),
                Fix("explained", "Different dates are used; selection extended."),
            ],
            &[Fix(
                "fixed",
                "Export uses the new file format, without that limit.",
            )],
            &[
                Note("Saved selection has a filter on one sales office."),
                Fix(
                    "explained",
                    "The saved selection had a filter on one sales office. Removed, all orders are shown.",
                ),
            ],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-change-wish",
        kind: REQUEST.kind,
        weight: 5,
        level: (3, 3),
        tags: &["approval"],
        subjects: &[
            "@0 Meridian: promised date in the order list",
            "@0 Extra column in open-orders list",
            "@1 Automatic mail when {part} is below minimum",
            "@2 Layout change quotation form",
        ],
        bodies: &[
            "@0 Could we have an extra column 'promised date' in the list of open orders? [We keep a spreadsheet for that at the moment.|All of {dept} would profit.]",
            "@1 We'd like an automatic mail to {list} when the stock of {part} is below minimum.",
            "@2 In the quotation form for {product} the delivery terms should stand above the prices. Sales asked for it {number} times, so now officially :)",
        ],
        calls: &[],
        paths: &[
            &[
                Ask(
                    "good idea. Could you tell me who fills in the field and what happens with it later? I'd bring it to the monthly round on {date}.",
                ),
                User("Order desk fills it in, everyone reads it. Nothing is calculated from it."),
                Until(9, "Goes to the monthly change round."),
                Say("the round said yes. It's in the test system, could you try it out by {soon}?"),
                Later("Tested with three orders, it's good."),
                Fix("provided", "In production since this morning."),
            ],
            &[
                Note("Standard function, only needs to be configured."),
                Fix("provided", "Set up. Takes effect with tonight's run."),
            ],
            &[
                Say(
                    "I took this to the monthly round. It was decided not to do it now, because the form changes with the new release anyway; it's on the list for that.",
                ),
                Fix(
                    "declined",
                    "Not before the next release; noted there with {first} as contact.",
                ),
            ],
        ],
        ..ERP
    },
];
