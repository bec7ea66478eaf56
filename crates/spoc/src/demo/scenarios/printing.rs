//! Printers, queues, labels, scanners.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const PRINT: Scenario = Scenario {
    service: "printing",
    category: "printing/printer",
    team: "workplace",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "printer-fault",
        weight: 10,
        subjects: &[
            "@013 Printer {printer} [paper jam|jams all the time|out of order]",
            "@013 {printer}: error [SC-542|E-61|J-04]",
            "@23 Printer {floor} streaks",
            "@23 {printer} prints with stripes",
            "Printer next to {room} broken",
        ],
        bodies: &[
            "@03 {printer} on the {floor} shows a paper jam, but there's no paper in it. [We opened every flap.|{cofirst} and I have opened every flap there is.]",
            "@23 All prints from {printer} have [grey stripes|a black line down the middle|smudges on the left]. It's the one everybody uses for [delivery notes|test reports].",
            "@013 Printer {printer} jams on every second sheet. I've cleared it {number} times today and now I give up.",
        ],
        calls: &[
            "@013 {printer} ({floor}) jam that won't clear.",
            "@23 Stripes on every print from {printer}.",
        ],
        paths: &[
            &[
                Note(
                    "Small label stuck on the fuser roller, somebody printed labels on the office printer.",
                ),
                Fix(
                    "fixed",
                    "A label had come off inside and stuck to the roller. Cleaned on site. [Labels only on the label printers, please.|]",
                ),
            ],
            &[
                Note("Tray 2 overfilled, guide not clicked in. Ran 50 sheets, fine."),
                Fix(
                    "fixed",
                    "Paper guide set right, 50 test sheets without a jam.",
                ),
                Again(
                    "[Three hours and it jams again.|Sorry, it's back: every tenth sheet now.] Same tray.",
                ),
                Say(
                    "thanks for telling us. Then it isn't the guide. I'll come over on {soon} with a new roller set, it's a known weak spot after 200,000 pages.",
                ),
                Note("Pick-up rollers of tray 2 replaced, counter reset."),
                Fix(
                    "fixed",
                    "Pick-up rollers replaced; watched for a day, no jam.",
                ),
            ],
            &[
                Note("Drum at 2 % life. Replacement in the cupboard."),
                Fix("fixed", "Drum replaced, test page is clean."),
            ],
            &[
                Say(
                    "thanks for telling us. Please use the printer [one floor down|next to the kitchen] today (your jobs come out on any of them with the badge). The maintenance company is ordered.",
                ),
                Vendor("Maintenance ordered, case {case}, next business day."),
                Note("Technician replaced pick-up rollers on tray 2 and 3."),
                Fix(
                    "third_party",
                    "Rollers replaced by the maintenance company.",
                ),
            ],
        ],
        ..PRINT
    },
    Scenario {
        key: "print-queue",
        category: "printing/queue",
        team: "service-desk",
        weight: 11,
        subjects: &[
            "Can't print",
            "@ac Print jobs disappear",
            "Printing does not work [from {laptop}|since this morning]",
            "@a Follow-me queue empty at the printer",
            "Prints don't come out",
            "@a Printer says no jobs",
        ],
        bodies: &[
            "@01a I send something to the follow-me queue, but at the printer my list is empty. [Tried two printers.|Colleagues can print.]",
            "@3c I can't print from Meridian since {time}. The job disappears from the list without an error.",
            "@02 Print dialogue hangs for {mins} seconds and then says 'printer offline'. It is not, {cofirst} prints on it right now.",
            "@02 nothing comes out of {printer}. can you look, need the papers for {later}",
        ],
        calls: &[
            "@01a Jobs don't show up at the printer, {laptop}.",
            "@02 Print job vanishes, colleagues ok.",
        ],
        paths: &[
            &[
                Note("Spooler on the client had a 400 MB job stuck from {since}. Deleted."),
                Say(
                    "there was a huge old job stuck at the front of your queue. It's gone; everything behind it should now be at the printer.",
                ),
                User("[All {number} copies came out, oh dear.|Yes, it's printing.]"),
                Fix("fixed", "Stuck job removed from the queue."),
            ],
            &[
                Ask(
                    "when you stand at the printer, is it your name that the display shows? I have a suspicion.",
                ),
                User("It shows [my old name|somebody called M. Test]!"),
                Note(
                    "Badge was assigned to an old record after reissue. Fixed in the badge table.",
                ),
                Fix(
                    "fixed",
                    "Badge was linked to another record; corrected, jobs show up.",
                ),
            ],
            &[
                Say(
                    "the driver on your laptop is from the old print server. I've pushed the new queue; please delete the printer called 'FollowMe (old)' if you see it.",
                ),
                User("Deleted the old one and it works."),
                Fix("fixed", "New queue installed, old one removed."),
            ],
            &[
                Note(
                    "Meridian prints via its own service, print profile of the user pointed to a printer that was taken away in {lastmonth}.",
                ),
                Fix("fixed", "Default printer in the Meridian profile changed."),
            ],
        ],
        ..PRINT
    },
    Scenario {
        key: "label-printer",
        category: "printing/label",
        weight: 8,
        level: (2, 2),
        who: Who::Dept(&["production", "logistics", "service", "quality"]),
        tags: &["on-site"],
        subjects: &[
            "@12 Label printer {labeller} [prints blank labels|offset]",
            "@12 {labeller} prints half a label",
            "@0 Barcodes from {labeller} not readable",
            "@2 Label printer in dispatch stopped",
        ],
        bodies: &[
            "@12 {labeller} in {hall} prints [blank labels|labels shifted by a centimetre]. We've changed the roll and calibrated, no change. [Pallets can't leave without labels.|]",
            "@0 The barcodes from {labeller} can't be scanned at {customer}, they charge us for every unreadable label. To me they look [pale|a bit grey].",
            "@12 Since the roll was changed {labeller} blinks red and prints one label, then nothing.",
        ],
        calls: &[
            "@12 {labeller} in {hall} prints shifted, dispatch waiting.",
            "@0 Barcodes from {labeller} too pale to scan.",
        ],
        paths: &[
            &[
                Note("Print head worn, darkness at maximum already. Head in stock."),
                Fix(
                    "fixed",
                    "Print head replaced, darkness back to normal; readability checked with the scanner, grade B.",
                ),
            ],
            &[
                Ask(
                    "which roll is in it now? There are two kinds that look the same: with gap and with black mark.",
                ),
                User("Black mark. The other ones were out of stock."),
                Say(
                    "Then the sensor has to be switched. Hold Feed until it flashes three times, let go: it measures the new material. If that's too fiddly I can come over, I'm in the building until {later}.",
                ),
                User("Three flashes and it prints properly. [I'll put a note on the printer.|]"),
                Fix("explained", "Sensor set to the other roll type."),
            ],
            &[
                Raise(2, "Dispatch stands still, carrier at {later}"),
                Note("Swapped with the spare one from the cupboard, took the faulty one along."),
                Tag("hardware-swap"),
                Fix(
                    "workaround",
                    "Printer exchanged for the spare one; the faulty one goes to repair.",
                ),
            ],
        ],
        ..PRINT
    },
    Scenario {
        key: "scan-to-mail",
        category: "printing/scan",
        team: "service-desk",
        weight: 6,
        level: (3, 3),
        subjects: &[
            "@0 Scan to mail does not arrive",
            "@0 Scanner {printer}: 'address not found'",
            "@1 Scans are far too big",
            "@0 Scanning to mail stopped",
        ],
        bodies: &[
            "@0 I scanned [a contract|travel receipts|delivery notes] on {printer} three times and nothing arrived in my mail. The display says 'sent'.",
            "@1 Scans from {printer} are so big ({gb} MB for two pages) that I can't forward them.",
            "@0 Scans from {printer} don't arrive any more, for nobody here on the {floor}. Copying works.",
        ],
        calls: &["@0 Scans from {printer} don't arrive, display says sent."],
        paths: &[
            &[
                Note(
                    "Scanner's certificate store too old for the relay since the TLS change. Firmware update pending.",
                ),
                Say(
                    "{printer} can't deliver to our mail system since the weekend because its software is too old. I've updated it just now; please scan once more.",
                ),
                User("Arrived within seconds."),
                Fix("fixed", "Firmware of {printer} updated."),
            ],
            &[
                Say(
                    "on the display choose Quality > 200 dpi, Greyscale, 'Compact PDF'. I've made that the default on {printer}, so from now on it should be right without choosing.",
                ),
                Fix("fixed", "Defaults changed to compact PDF."),
            ],
        ],
        ..PRINT
    },
    Scenario {
        key: "toner-supplies",
        kind: REQUEST.kind,
        team: "service-desk",
        weight: 6,
        level: (3, 3),
        subjects: &[
            "@a Toner for {printer}",
            "@a {printer} needs [cyan|magenta|black|yellow]",
            "@b Staples for {printer}",
            "@c Waste toner box full {printer}",
        ],
        bodies: &[
            "@a {printer} says [cyan|magenta|black|yellow] is low. Cupboard is empty.",
            "@c Please send a waste toner box for {printer}, it refuses to print until it's changed.",
            "@b Staples for {printer} please. [Yes, some of us still staple.|]",
        ],
        calls: &["@a Toner {printer}.", "@c Waste box {printer} full."],
        paths: &[
            &[Fix(
                "provided",
                "Delivered to the printer and changed. Cupboard refilled.",
            )],
            &[
                Note("Automatic order of the supplier is already on its way, arrives on {soon}."),
                Fix(
                    "provided",
                    "Was already ordered by the printer itself; delivered and installed.",
                ),
            ],
        ],
        ..PRINT
    },
];
