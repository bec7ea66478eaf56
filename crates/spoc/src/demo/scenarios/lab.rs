//! CAD workstations, measuring PCs, climate chambers, shop-floor programs.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const CAD: Scenario = Scenario {
    service: "engineering",
    category: "lab/cad",
    team: "workplace",
    who: Who::Dept(&["rnd", "production"]),
    ..INCIDENT
};
const LAB: Scenario = Scenario {
    service: "engineering",
    category: "lab/measuring",
    team: "workplace",
    level: (2, 2),
    who: Who::Dept(&["quality", "rnd", "service"]),
    tags: &["on-site"],
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "cad-licence",
        weight: 9,
        level: (2, 2),
        subjects: &[
            "@0 DraftWorks: no licence available",
            "@1 CAD licence [lost|error -15]",
            "@0 All DraftWorks licences in use",
            "@2 DraftWorks module without licence",
        ],
        bodies: &[
            "@0 DraftWorks: \"no licence available, {number} of 28 in use by...\" - half of the people in the list are on holiday. [Could you throw some out?|I need one now.]",
            "@1 DraftWorks loses its licence every half hour (error -15) and saves nothing. Since {since}, only on the VPN.",
            "@2 Our simulation module isn't in the licence any more. Last week it started without any trouble. Renewal forgotten?",
        ],
        calls: &[
            "@0 No CAD licence free, many held by absent people.",
            "@1 Licence error -15 every half hour over VPN.",
        ],
        paths: &[
            &[
                Note(
                    "9 sessions idle > 12 h. Returned. Idle limit was set to never since the server move.",
                ),
                Say(
                    "nine licences were held by computers that nobody sat at. They're free again, and from now on a licence goes back after four hours without use.",
                ),
                User("Got one. Thank you!"),
                Fix(
                    "fixed",
                    "Idle licences released, time limit of four hours set.",
                ),
            ],
            &[
                Note(
                    "Heartbeat is lost in the tunnel, default 120 s too short. Set 600 on client side.",
                ),
                Say(
                    "I've set the client to be more patient over the VPN. If you know that you'll be away for days you can also borrow a licence: Help > Licence > Borrow, up to 14 days.",
                ),
                Later("Stable, and borrowing is a good tip for the train."),
                Fix("fixed", "Heartbeat time-out raised."),
            ],
            &[
                Note("Invoice was paid late, module file not renewed. Purchasing on it."),
                Vendor("Reseller issues the new licence file, order {po}."),
                Note("File installed, service reread."),
                Fix("third_party", "Module licence renewed until next {month}."),
            ],
        ],
        ..CAD
    },
    Scenario {
        key: "cad-crash",
        weight: 8,
        subjects: &[
            "@0 DraftWorks crashes when [opening|saving] assembly",
            "@2 CAD very slow with big assemblies",
            "@1 Graphics errors in DraftWorks",
            "@1 Faces flicker in DraftWorks since driver update",
        ],
        bodies: &[
            "@0 DraftWorks crashes when I open the main assembly of {project} (about 2,400 parts). Smaller ones are fine. {laptop}.",
            "@1 Since the update of the graphics driver edges are missing and faces flicker when I rotate. [Can't work like that.|Screenshot on request.]",
            "@2 Opening an assembly from Folio takes {mins} minutes. It used to be two.",
        ],
        calls: &[
            "@0 Crash on main assembly of {project}.",
            "@2 Opening assemblies takes {mins} minutes.",
        ],
        paths: &[
            &[
                Ask(
                    "does it also crash with 'Large design review' ticked in the open dialogue? And how much memory does your machine show while loading?",
                ),
                User("With the review mode it opens. Memory goes to 31 of 32 GB."),
                Note("64 GB module set on the shelf, 2 free slots."),
                Say(
                    "Then it's simply memory. I have the modules here and can fit them at lunch, if you leave the workstation unlocked.",
                ),
                User("Assembly opens in 40 seconds. Wonderful."),
                Fix("fixed", "Memory of the workstation doubled."),
            ],
            &[
                Note(
                    "Driver {version} isn't certified for this card. Back to the certified one, update blocked for the CAD group.",
                ),
                Fix(
                    "fixed",
                    "Certified graphics driver installed, automatic update switched off for CAD workstations.",
                ),
            ],
            &[
                Note(
                    "Local Folio cache 0 bytes, pointed to a drive that no longer exists. Every part comes over the line.",
                ),
                Fix(
                    "fixed",
                    "Folio cache set up again on the local disk; opening takes under two minutes now.",
                ),
            ],
        ],
        ..CAD
    },
    Scenario {
        key: "cad-library",
        kind: REQUEST.kind,
        weight: 4,
        level: (3, 3),
        subjects: &[
            "@0 New title block in the templates",
            "@0 New template for {project} drawings",
            "@2 DraftWorks sheet metal plug-in",
            "@1 Export to STEP in the night",
        ],
        bodies: &[
            "@0 Could the new title block be put into the DraftWorks templates for everybody? File is in {share}.",
            "@2 For the housing of {product} I'd need the sheet metal plug-in. {boss} approves the cost.",
            "@1 Is there a way to convert all drawings of {project} to STEP over night? {supplier} needs them by {date}.",
        ],
        calls: &[],
        paths: &[
            &[Fix(
                "provided",
                "Template distributed, available after the next start of DraftWorks.",
            )],
            &[
                Note("Batch converter is part of our package, nobody knows. Set up on {server}."),
                Say(
                    "there's a batch converter in our licence. I've set it up so that everything you put into the folder 'To convert' is done over night and lands next to it.",
                ),
                Later("412 files converted, three failed, I'm doing those by hand. Great help."),
                Tag("knowledge-candidate"),
                Fix("provided", "Night conversion set up."),
            ],
            &[
                Ask("one seat or floating? Floating costs double but the whole group can use it."),
                User("One is enough."),
                Vendor("Ordered, {po}."),
                Fix("provided", "Plug-in installed and licensed."),
            ],
        ],
        ..CAD
    },
    Scenario {
        key: "lab-instrument-lost",
        weight: 10,
        subjects: &[
            "@01 {labpc}: {instrument} not found",
            "@2 Measuring PC loses connection to instrument",
            "@01 {instrument}: no communication",
            "@1 Driver missing on {labpc}",
            "@0 COM port changed again on {labpc}",
        ],
        bodies: &[
            "@01 {labpc} in {lab} doesn't find the {instrument} since [the restart this morning|the update {since}]. The instrument itself is ready (green).",
            "@2 During a series the {instrument} loses the connection to {labpc} after {mins} minutes. The whole series has to be repeated, that's half a day each time.",
            "@0 The COM port of the {instrument} is now 7 instead of 4, and the software only knows 1 to 4. [Who thinks of such a thing?|]",
        ],
        calls: &[
            "@01 {labpc} doesn't see the {instrument}, lab waits.",
            "@2 Connection lost during long series on {labpc}.",
        ],
        paths: &[
            &[
                Note(
                    "USB adapter was put into another socket after cleaning, so new port number. Pinned to COM4.",
                ),
                Fix(
                    "fixed",
                    "Port number fixed to COM4, sockets labelled. [Please leave the adapter where it is.|]",
                ),
            ],
            &[
                Note(
                    "Driver removed by the feature update. {labpc} wasn't in the 'no updates' group.",
                ),
                Say(
                    "the update shouldn't have come to a measuring PC at all. I've put the driver back and moved {labpc} into the group without feature updates. Could you do a test measurement?",
                ),
                User("Measures. Please look at the other PCs in {lab} too, they're the same type."),
                Note("4 more found outside the group, moved."),
                Fix(
                    "fixed",
                    "Driver reinstalled; {labpc} and four others moved to the group without feature updates.",
                ),
            ],
            &[
                Ask(
                    "does it always happen after about the same time? And does the screen go dark before?",
                ),
                User("Yes, always. Screen goes off, {mins} minutes, then error."),
                Note("Selective suspend on the USB hub. Power plan reset by the update."),
                Fix(
                    "fixed",
                    "Power saving of the USB sockets switched off; eight-hour test run without interruption.",
                ),
            ],
        ],
        ..LAB
    },
    Scenario {
        key: "lab-pc-offline-update",
        kind: REQUEST.kind,
        weight: 5,
        level: (3, 3),
        subjects: &[
            "@0 Update of {labpc} (no network)",
            "@0 New measuring software {version} on {labpc}",
            "@1 Virus scanner update offline PC",
            "@0 Install instrument software {instrument}",
        ],
        bodies: &[
            "@0 For the {instrument} there's version {version} of the software. {labpc} has no network. Could someone install it, best on {soon} when we don't measure?",
            "@1 The auditor noted that the virus signatures on {labpc} are {mins} days old. It's on no network, how do we do that?",
        ],
        calls: &["@0 Install {version} on {labpc}, offline, on {soon}."],
        paths: &[
            &[
                Ask(
                    "on {soon} at {hour} would suit us. Is the software validated? Then I'd make an image first so that we can go back.",
                ),
                User("Yes validated, an image would be very good. Time is fine."),
                Until(3, "Date agreed with the lab."),
                Note("Image on the lab NAS, update done, reference piece measured, within 0.2 µm."),
                Fix(
                    "provided",
                    "Version {version} installed, image of the former state is kept, reference measurement passed.",
                ),
            ],
            &[
                Say(
                    "we have a locked USB stick for that: it comes round with the monthly tour and only carries signatures. {labpc} is on the list from now on.",
                ),
                Fix(
                    "provided",
                    "{labpc} added to the monthly tour for offline PCs, first update done today.",
                ),
            ],
        ],
        ..LAB
    },
    Scenario {
        key: "lab-network-move",
        kind: REQUEST.kind,
        weight: 4,
        level: (3, 3),
        subjects: &[
            "@0 New measuring PC for {instrument}",
            "@1 Move {labpc} to {lab}",
            "@0 Old PC of {instrument} needs replacement",
            "@2 Climate chamber data to the network",
        ],
        bodies: &[
            "@0 The PC of the {instrument} ({labpc}) still runs the old system and gets slower. The software needs a serial port. What can you offer?",
            "@1 We're moving the {instrument} from {lab} to {lab2} on {date}. Network and PC should come along, please.",
            "@2 The logger of the climate chamber writes to a memory card that we carry to the office. Could it write to {share} instead?",
        ],
        calls: &["@1 {labpc} moves to {lab2} on {date}."],
        paths: &[
            &[
                Ask(
                    "I'd like to see it before I promise anything: may I come by on {soon}, about {hour}?",
                ),
                User("Come any time, ask for {colleague}."),
                Note(
                    "Serial card needs PCI, so tower. Had one in stock with card. Image of old PC done as VM for emergencies.",
                ),
                Until(6, "Parallel operation for a week agreed."),
                Later("A week without trouble, you can take the old one away."),
                Fix(
                    "provided",
                    "New PC with serial card in operation, old one removed.",
                ),
            ],
            &[
                Pass(
                    "network",
                    "Patch for {labpc} in {lab2} needed until {date}, lab segment.",
                ),
                Note("Socket {port} ready."),
                Fix("provided", "PC moved, connected at {port} and tested."),
            ],
            &[
                Note("Small gateway pushes the files, lab -> share one way. Approved by {peer}."),
                Fix(
                    "provided",
                    "Logger data arrives in the share every ten minutes.",
                ),
            ],
        ],
        ..LAB
    },
    Scenario {
        key: "cnc-transfer",
        category: "lab/shopfloor",
        weight: 6,
        level: (2, 2),
        who: Who::Dept(&["production"]),
        tags: &["production-stop"],
        subjects: &[
            "@02 Program transfer to machine [3|5|7] fails",
            "@0 CNC: share not reachable",
            "@0 Machine control shows 'no host'",
            "@1 Programs not on the machine",
        ],
        bodies: &[
            "@0 Machine [3|5|7] in {hall} can't read programs from the share since {since}: \"host not found\". We carry them over with a stick, which isn't allowed any more.",
            "@2 Transfer of programs stops at {percent} %. Small ones go through.",
            "@1 After the password change of the transfer account all [three|four] machines are locked out. Shift starts at {hour}.",
        ],
        calls: &["@0 Machine can't fetch programs, host not found."],
        paths: &[
            &[
                Note(
                    "Control speaks only the oldest file protocol, which was switched off on {server} last night. Exception via the gateway PC.",
                ),
                Say(
                    "the machine's control only knows a very old way of fetching files, which we switched off for security. I've put a small gateway in between for these machines; the path has changed to \\\\gateway\\nc. Could you enter that at the control?",
                ),
                User("Entered on all of them, programs are loading."),
                Fix("fixed", "Machines fetch programs through a gateway."),
            ],
            &[
                Note(
                    "Account password was changed by the yearly rotation, machines aren't in the list. Set by hand with {colleague}.",
                ),
                Tag("recurring"),
                Fix(
                    "fixed",
                    "New password entered at the machines; they're on the rotation list now.",
                ),
            ],
            &[
                Note("Port on {switch} at 100 half duplex, machine insists on full. Set by hand."),
                Fix(
                    "fixed",
                    "Network port of the machine corrected; the largest program goes through now.",
                ),
            ],
        ],
        ..LAB
    },
];
