//! Installations, licences, updates, local rights.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const SOFTWARE: Scenario = Scenario {
    service: "workplace",
    category: "software/install",
    team: "workplace",
    ..REQUEST
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "software-install",
        slots: &[(
            "app",
            &[
                "a PDF editor",
                "the diagram tool",
                "the statistics package",
                "the vector drawing program",
                "the archive program",
                "the drawing viewer",
                "the e-signature client",
            ],
        )],
        weight: 13,
        team: "service-desk",
        subjects: &[
            "Please install {app}",
            "{app} on {laptop}",
            "Software request: {app}",
            "I need {app} for {project}",
            "@a Installation asks for administrator",
        ],
        bodies: &[
            "@012 Please install {app} on {laptop}. [I need it for {project}.|{cofirst} has it too.|My predecessor had it.]",
            "@012a I'd like to use {app}, it asks for an administrator password when I try. {boss} agrees.",
            "@012 Could I have {app} in the version {version}? The one in the software centre is too old for files from {supplier}.",
            "@0123 need {app} today if possible, files from {customer} won't open otherwise",
        ],
        calls: &["@012 Wants {app} on {laptop}."],
        paths: &[
            &[
                Say(
                    "it's in the Software Centre (blue bag in the start menu), there you can install it without us. Search for it and press Install; takes about {mins} minutes.",
                ),
                User("Found and installed. [I always thought the bag was the shop.|]"),
                Fix(
                    "explained",
                    "Installed by the requester from the Software Centre.",
                ),
            ],
            &[
                Note("Approved list: yes, licence free. Assigned to {laptop}."),
                Fix(
                    "provided",
                    "Assigned, installs by itself at the next restart.",
                ),
            ],
            &[
                Ask(
                    "this one needs a licence for about {amount} euros a year. Is there a cost centre and an OK from {boss}?",
                ),
                User("Cost centre {ext}, and {bossfirst} says OK."),
                Vendor("Licence ordered."),
                Fix("provided", "Licence arrived, installed and activated."),
            ],
            &[
                Pass(
                    "security",
                    "New software not on our list, please have a look: {app}, maker unknown to us, wanted for files of {customer}.",
                ),
                Note(
                    "Sends files to the maker's cloud for conversion, no contract. Not with customer data.",
                ),
                Pass(
                    "service-desk",
                    "Not approved, reason in the note. Alternative: the viewer in the Software Centre.",
                ),
                Fix(
                    "declined",
                    "The program uploads files to its maker, which isn't allowed with customer data. The viewer from the Software Centre opens the same files and has been installed instead.",
                ),
            ],
        ],
        ..SOFTWARE
    },
    Scenario {
        key: "local-admin",
        category: "account/access",
        weight: 5,
        who: Who::Dept(&["rnd", "quality", "production", "service"]),
        tags: &["approval"],
        subjects: &[
            "@013 Local administrator rights [for {laptop}|]",
            "@2 Admin rights on {labpc}",
            "@0 Need admin to change IP address",
            "@0 Admin rights for field laptop",
        ],
        bodies: &[
            "@0 For commissioning at customers I have to change the IP address of my laptop several times a day. Without admin rights I have to call you each time.",
            "@13 I develop drivers and need administrator rights on {laptop}. {boss} has approved that before.",
            "@2 Please give me admin rights on {labpc}, the instrument software asks for them at every start.",
        ],
        calls: &["@0 Admin rights for IP changes at customers."],
        paths: &[
            &[
                Say(
                    "for network settings there's a right of its own, without being administrator. I've put you into that group. Please restart.",
                ),
                User("Works, that's all I need."),
                Fix(
                    "provided",
                    "Right to change network settings granted instead of administrator.",
                ),
            ],
            &[
                Note(
                    "Developer profile: second account with admin on own device, no mail, no browsing. Form signed.",
                ),
                Fix(
                    "provided",
                    "Second account with administrator rights on {laptop} created, valid for 12 months.",
                ),
            ],
            &[
                Note(
                    "Software writes to its own program folder. Gave the group write access there.",
                ),
                Fix(
                    "fixed",
                    "Folder permissions adjusted; the software starts without administrator rights.",
                ),
            ],
            &[Fix(
                "declined",
                "Not possible on a device that handles personal data. \"Install on request\" with a one-time code by phone is set up for {first} instead.",
            )],
        ],
        ..SOFTWARE
    },
    Scenario {
        key: "licence-expired",
        kind: INCIDENT.kind,
        category: "software/licence",
        weight: 6,
        level: (3, 2),
        subjects: &[
            "@2 {app}: licence expired",
            "@1b 'Your trial ends in {number} days'",
            "@01a Office programs ask for activation",
            "@0a {app} not activated after laptop change",
        ],
        bodies: &[
            "@2 {app} says that the licence has expired. I use it every day.",
            "@01a Since I've the new laptop all office programs say 'unlicensed product' in red.",
            "@1b A message says my trial ends in {number} days. Which trial?",
        ],
        calls: &["@2 Licence message in {app}."],
        paths: &[
            &[
                Note("Licence still bound to the old device. Moved."),
                Fix("fixed", "Licence moved to the new device."),
            ],
            &[
                Say(
                    "please sign out in File > Account and sign in again with your company address (not the private one that stands there now).",
                ),
                User("Oops, that was my private account indeed. Red bar is gone."),
                Fix("explained", "Was signed in with a private account."),
            ],
            &[
                Note("Renewal order {po} lies with Purchasing since {olddate}."),
                Vendor("Waiting for Purchasing."),
                Fix("provided", "Renewed for a year."),
            ],
        ],
        ..SOFTWARE
    },
    Scenario {
        key: "browser-trouble",
        kind: INCIDENT.kind,
        category: "software/update",
        team: "service-desk",
        weight: 7,
        level: (3, 3),
        subjects: &[
            "@0a Supplier portal doesn't work [in the browser|]",
            "@2 Browser: certificate warning",
            "@0b Pop-up blocked on customs portal",
            "@0a Page looks broken since update",
            "@1 Favourites gone",
        ],
        bodies: &[
            "@0a The portal of {supplier} stays white after log-on since the browser update. [In private mode it works.|]",
            "@1 All my favourites have disappeared since {since}. There were about 200.",
            "@0b The customs portal says I must allow pop-ups, but the setting is managed by the organisation.",
            "@2 Certificate warning on the page of {customer}. safe to click?",
        ],
        calls: &[
            "@0a Supplier portal stays white.",
            "@1 Favourites disappeared.",
        ],
        paths: &[
            &[
                Ask(
                    "could you try it in a private window (Ctrl+Shift+N)? And tell me the exact address, please, it has to be on our list if it needs an exception.",
                ),
                User(
                    "Works in the private window. Address is the normal one, it's in the screenshot.",
                ),
                Note("Stale cookies + exception for the site added to policy."),
                Fix(
                    "fixed",
                    "Exception added for this site, old cookies deleted.",
                ),
            ],
            &[
                Note("Profile sync turned off by sign-in with a second account."),
                Fix(
                    "fixed",
                    "Synchronisation switched on, favourites came back from the server.",
                ),
            ],
            &[
                Say(
                    "please don't click it away. Their certificate seems to have run out yesterday, so it's probably only forgotten, but I'd rather ring them first.",
                ),
                Note("Rang them: forgotten indeed, renewed within the hour."),
                Fix(
                    "explained",
                    "Certificate of the other side had expired; they have renewed it.",
                ),
            ],
        ],
        ..SOFTWARE
    },
    Scenario {
        key: "spreadsheet-question",
        slots: &[(
            "file",
            &[
                "Forecast_v7.xlsx",
                "Torque_results_final2.xlsm",
                "Pricelist_internal.xlsm",
                "Line4_takt.xlsx",
                "Capacity_{year}.xlsm",
                "Scrap_rate_{month}.xlsx",
            ],
        )],
        category: "software/install",
        team: "service-desk",
        weight: 7,
        subjects: &[
            "@01 Question about a spreadsheet",
            "@0 Macro blocked",
            "@1 Links in {file} broken",
            "@1 Formula returns #REF since move",
            "@2 How do I make a PDF smaller?",
        ],
        bodies: &[
            "@0 When I open {file} it says macros are blocked because of the source. It's our own file, we've used it for years.",
            "@1 Since {share} has moved, all links in {file} point to the old place. There are hundreds.",
            "@2 How can I make a PDF with {gb} MB small enough for a supplier portal that takes only 2 MB?",
            "@1 {file} shows #REF everywhere since this morning. Nobody changed anything, they say...",
        ],
        calls: &[
            "@0 Macros blocked in own file.",
            "@2 PDF too big for portal.",
        ],
        paths: &[
            &[
                Say(
                    "macros only run from trusted places now. Move the file to S:\\Macros (your department has a folder there) and it works again. Files in mails will stay blocked, that's on purpose.",
                ),
                User("Moved, works."),
                Fix("explained", "File moved to the trusted folder."),
            ],
            &[
                Say(
                    "Data > Edit links > Change source changes all of them at once. I've tried it with a copy of your file: 412 links, ten seconds.",
                ),
                User("You have no idea how happy I am."),
                Tag("knowledge-candidate"),
                Fix("explained", "Links changed in one go."),
            ],
            &[
                Say(
                    "in the PDF program: Save as > Reduced size > 'for screen'. If it's still too big then the scan resolution is the reason, 150 dpi is enough for a portal.",
                ),
                User("1.4 MB. Thank you"),
                Fix("explained", "Explained how to reduce a PDF."),
            ],
        ],
        ..SOFTWARE
    },
];
