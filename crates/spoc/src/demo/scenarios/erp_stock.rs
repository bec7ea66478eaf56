//! Meridian where goods move: deliveries, planning, terminals.

use super::Line::*;
use super::{INCIDENT, Scenario, Who};

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
const STOCK: Who = Who::Dept(&["production", "logistics", "quality"]);

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "erp-delivery-stuck",
        weight: 10,
        level: (2, 2),
        who: Who::Dept(&["logistics", "sales", "service"]),
        tags: &["customer-impact"],
        subjects: &[
            "@0 Delivery for {order} can't be posted",
            "@12 Order {order} blocked",
            "@0 Goods issue {order}: error",
            "@1 {order}: credit block although paid",
            "@01 Cannot ship {order} to {customer}",
        ],
        bodies: &[
            "@0 I can't post the goods issue for order {order} ({customer}). Message: \"Quantity in stock category QI not sufficient\". There are [six|four] pieces on the shelf in front of me.",
            "@1 Order {order} is on credit block although {customer} paid on {olddate}. The truck is ordered for {later}.",
            "@2 {order}: \"Item locked by user [BATCH|{colleague}]\" for {mins} minutes now. I've asked, nobody has it open.",
        ],
        calls: &[
            "@0 Goods issue for {order} impossible, stock shown in QI.",
            "@1 {order} on credit block, customer has paid, truck comes at {later}.",
            "@2 {order} locked, nobody has it open.",
        ],
        paths: &[
            &[
                Note(
                    "Stock is in quality inspection, lot not closed. Physically there, not released.",
                ),
                Say(
                    "the pieces are there but still booked as 'in inspection': the inspection lot from {olddate} hasn't been closed. Quality has to do that, I've rung {colleague2}; it's being done now.",
                ),
                User(
                    "Released and posted. [Thanks for ringing them, I'd have waited till tomorrow.|Truck is loaded.]",
                ),
                Fix(
                    "explained",
                    "Inspection lot was open; closed by Quality, delivery posted.",
                ),
            ],
            &[
                Note(
                    "Payment is on the account but not cleared against the invoice. Asked {peer} to look whether Finance is at it.",
                ),
                Ask(
                    "the payment is there but not matched yet. Finance can do it now or the head of Sales can release the order by hand. Which is faster for you?",
                ),
                User("Finance did it while we were writing. It's free."),
                Fix("explained", "Payment was cleared, block lifted."),
            ],
            &[
                Note("Orphaned lock of a batch run that ended at {time}. Deleted entry."),
                Fix("fixed", "Orphaned lock removed, order can be edited."),
            ],
        ],
        ..ERP
    },
    Scenario {
        key: "erp-planning-run",
        weight: 6,
        level: (2, 2),
        who: STOCK,
        subjects: &[
            "@0 Planning run did not finish",
            "@0 No planned orders this morning",
            "@1 MRP proposes nonsense for {part}",
            "@2 Planning: {part} ordered twice",
        ],
        bodies: &[
            "@0 The planning run of last night seems to have stopped. My list is from {since}. Without it we don't know what to start in {hall}.",
            "@1 Planning proposes [400|1,200] pieces of {part}, we use about ten a month. {cofirst} nearly released it!",
            "@2 Part {part} appears twice in the proposals, once for {supplier} and once for the old supplier.",
        ],
        calls: &[
            "@0 Planning list is old, run seems to have failed.",
            "@1 Planning proposes far too many of {part}.",
        ],
        paths: &[
            &[
                Note("Job cancelled at 02:14, table space full. Infrastructure informed by phone."),
                Pass(
                    "infrastructure",
                    "Tablespace of the planning tables on {database} full, job MRP_NIGHT aborted at 02:14. Please extend, we restart the job afterwards.",
                ),
                Note("Extended by 20 GB, alert threshold lowered to 85 %."),
                Pass("business-apps", "Space is there, please restart MRP_NIGHT."),
                Say(
                    "the run has been repeated and finished just now, your list is up to date. The disk space for it had run out; the alarm now comes earlier.",
                ),
                Fix(
                    "fixed",
                    "Planning run repeated after more disk space had been provided.",
                ),
            ],
            &[
                Ask(
                    "since when is the minimum lot size 400? I see that it was changed on {olddate} by your department.",
                ),
                User("That was meant for {part2}! Wrong row in the upload file, sorry."),
                Say(
                    "No problem. I've put the old value back and looked through the rest of the upload: two more rows were shifted, list attached. Please check them.",
                ),
                Log(
                    "upload_check.csv",
                    "part;field;old;new\n{part};min_lot;10;400\n{part2};min_lot;400;10\n",
                ),
                User("Checked and agreed, thank you for looking."),
                Fix("fixed", "Wrong lot sizes from an upload corrected."),
            ],
            &[
                Note("Old supplier still valid in the source list, overlap since {olddate}."),
                Fix(
                    "fixed",
                    "Old supplier ended in the source list, doubled proposals deleted.",
                ),
            ],
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
        subjects: &[
            "@0 Terminal {terminal} doesn't accept badges",
            "@02 Booking at {terminal} not possible",
            "@1 Scanner at {terminal} writes gibberish",
            "@2 Shop-floor terminal frozen",
        ],
        bodies: &[
            "@0 {terminal} in {hall} doesn't read badges since the start of the shift. We write everything on paper.",
            "@1 The scanner at {terminal} reads Y instead of Z and a minus becomes a question mark. Order numbers are all wrong.",
            "@2 {terminal} is frozen with a grey picture. Switched off and on, same picture.",
        ],
        calls: &[
            "@0 {terminal} reads no badges, paper slips.",
            "@1 Scanner {terminal}: Y and Z swapped.",
            "@2 {terminal} frozen, grey.",
        ],
        paths: &[
            &[
                Pass(
                    "workplace",
                    "Badge reader at {terminal} dead, can someone go there? {hall}.",
                ),
                Note(
                    "USB plug of reader pulled by a pallet truck. Socket bent, cable replaced and put in a duct.",
                ),
                Fix(
                    "fixed",
                    "Cable of the badge reader replaced and laid in a duct.",
                ),
            ],
            &[
                Say(
                    "the scanner has fallen back to the American keyboard. Please scan this code (attached) once, it sets the right one.",
                ),
                Log(
                    "layout_code.txt",
                    "Programming code: keyboard layout = site default\nScan once, two beeps.\n",
                ),
                User("Beeped twice. Z is a Z."),
                Fix("fixed", "Keyboard layout of the scanner set."),
            ],
            &[
                Note(
                    "Thin client can't get its image, port on {switch} errors. With Network by chat: bad SFP, swapped.",
                ),
                Fix("fixed", "Network module replaced, terminal starts."),
            ],
        ],
        ..ERP
    },
];
