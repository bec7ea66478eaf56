//! Clientele, the CRM.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const CRM: Scenario = Scenario {
    service: "crm",
    category: "application/crm",
    team: "business-apps",
    who: Who::Dept(&["sales", "service"]),
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "crm-duplicates",
        kind: REQUEST.kind,
        weight: 6,
        level: (3, 3),
        subjects: &[
            "@01 Duplicate customer {customer}",
            "@01 {customer} exists twice in Clientele",
            "@2 Please merge contacts",
            "@3 Wrong parent company in CRM",
        ],
        bodies: &[
            "@01 {customer} is in Clientele twice, once with and once without the legal form. Half the visits are here, half there. Can you merge them? Keep the older one.",
            "@2 After the import from the fair I have {number} contacts twice. I'd do it by hand, but the merge button is grey for me.",
            "@3 Could you make {customer} a subsidiary of its parent again? Somebody has cut the link and the turnover report is wrong.",
        ],
        calls: &["@01 Merge duplicates of {customer}."],
        paths: &[
            &[
                Ask("before I merge: the two have different payment terms. Which one is right?"),
                User("30 days net, the other one is from the old contract."),
                Fix(
                    "provided",
                    "Merged into the older record, quotations and visits are all there.",
                ),
            ],
            &[
                Note(
                    "Both linked to ERP customers, so merging in CRM alone would break the sync. Finance has to block one first.",
                ),
                Vendor("Finance blocks the second debtor."),
                Fix("provided", "Second debtor blocked, records merged."),
            ],
            &[Fix(
                "provided",
                "Done. The merge button is active for key users now, {first} is one of them.",
            )],
            &[Fix(
                "provided",
                "Link to the parent company is back, report calculated again.",
            )],
        ],
        ..CRM
    },
    Scenario {
        key: "crm-sync",
        weight: 7,
        subjects: &[
            "@0 Visits missing in Clientele",
            "@0 Appointments missing in Clientele",
            "@0 Calendar and Clientele out of step",
            "@1 Quotation not transferred to ERP",
            "@2 Clientele app shows old data",
        ],
        bodies: &[
            "@0 Appointments that I enter in the calendar no longer show up in Clientele. [My visit reports are missing for weeks.|{boss} thinks I'm not visiting anyone.]",
            "@1 Quotation for {customer} was won on {olddate}, but no order has been created in Meridian. The status says 'transfer pending'.",
            "@2 The app on the tablet shows prices from {lastmonth}. At the customer's, of course.",
        ],
        calls: &[
            "@0 Calendar entries don't reach Clientele.",
            "@1 Quotation {customer} hangs in transfer to ERP.",
            "@2 App shows old prices.",
        ],
        paths: &[
            &[
                Note("Sync token expired with the password change."),
                Say(
                    "your connection between calendar and Clientele had to be confirmed again after the password change. Settings > Connections > Renew. Older appointments come over within an hour.",
                ),
                User("They're trickling in."),
                Fix("fixed", "Connection renewed."),
            ],
            &[
                Log(
                    "transfer_error.json",
                    "{\"quotation\": \"open\", \"error\": \"payment term unknown\", \"field\": \"terms\"}",
                ),
                Note(
                    "Payment term of the quotation isn't known in ERP, set by hand on the {customer} record.",
                ),
                Fix(
                    "fixed",
                    "Payment term corrected, order was created in Meridian.",
                ),
            ],
            &[
                Say(
                    "the app only loads prices over Wi-Fi. Please open it once in the office or at home, pull down the list and wait for the tick.",
                ),
                User("Updated. I'll do that before each trip."),
                Fix("explained", "Price list loads only over Wi-Fi."),
            ],
        ],
        ..CRM
    },
    Scenario {
        key: "crm-report",
        kind: REQUEST.kind,
        weight: 4,
        level: (3, 3),
        subjects: &[
            "@0 CRM report: pipeline by country",
            "@0 Dashboard for sales meeting {date}",
            "@1 Export of contacts for mailing",
            "@2 Last year's figures in the dashboard",
        ],
        bodies: &[
            "@0 For the sales meeting on {date} I'd need the pipeline by country and product line, as a chart. Is there anything ready-made?",
            "@1 Please export all contacts with interest in {product} for the mailing. Only those who have agreed to be written to.",
            "@2 Could the dashboard show last year's figures beside this year's?",
        ],
        calls: &[],
        paths: &[
            &[
                Say(
                    "there is: Reports > Sales > 'Pipeline matrix'. I've added your filter and shared it with you.",
                ),
                User("Exactly what I need. And it updates itself?"),
                Say("Yes, every night."),
                Fix("provided", "Report shared."),
            ],
            &[
                Note(
                    "Consent flag filtered, 1,240 left of 3,900. File via share only, not by mail.",
                ),
                Fix(
                    "provided",
                    "File is in the marketing folder, only contacts with consent; delete it after the mailing.",
                ),
            ],
            &[
                Note("Needs one more series in the chart, ten minutes."),
                Fix("provided", "Dashboard compares with last year now."),
            ],
        ],
        ..CRM
    },
];
