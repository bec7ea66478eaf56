//! Access rights, names, guests, the customer portal.

use super::Line::*;
use super::{REQUEST, Scenario, Who};

const ACCESS: Scenario = Scenario {
    service: "identity",
    category: "account/access",
    tags: &["approval"],
    ..REQUEST
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "access-app",
        weight: 12,
        subjects: &[
            "@a Access to {sys} for {colleague}",
            "@a Please give {colleague} access to {sys}",
            "@ab Access request: {sys}",
            "@a Same rights as {colleague}",
            "@c Missing permission in {sys}",
        ],
        slots: &[(
            "sys",
            &[
                "Clientele",
                "CalTrack",
                "Folio",
                "the reporting portal",
                "the supplier portal",
                "the test database",
            ],
        )],
        bodies: &[
            "@01a Please give {colleague} access to {sys}, same rights as I have. {cofirst} covers for me from {date} on.",
            "@03bc I took over the tasks of {colleague} in {month} and need the same permissions in {sys}. At the moment I can only [read|see the menu but not open anything].",
            "@03b Could I get access to {sys}? I need it for [the audit|project {project}|the monthly figures]. {boss} agrees [(in cc)|].",
            "@2c {sys} says \"you are not authorised for this action\" when I try to [approve|export|open the customer sheet]. Last week it worked.",
        ],
        calls: &["@03b Needs access to {sys}, manager is {boss}."],
        paths: &[
            &[
                Ask(
                    "I need the approval of {boss} before I can set this. I've sent the approval request; as soon as it's answered it goes ahead by itself.",
                ),
                User("{bossfirst} has just approved it."),
                Fix(
                    "provided",
                    "Role assigned after approval. Takes effect at the next sign-in.",
                ),
            ],
            &[
                Ask(
                    "\"same rights as\" is what auditors don't like, because nobody knows what's in it. Could you tell me what is to be done there: read, edit, approve?",
                ),
                User("[Read and edit. No approving.|Edit and export, that's all.]"),
                Note("Approved by owner of the application on the phone."),
                Fix(
                    "provided",
                    "Role 'editor' granted for 12 months, owner informed.",
                ),
            ],
            &[
                Note(
                    "Role was removed in the quarterly review because {boss} ticked 'no longer needed'. Asked back.",
                ),
                Say(
                    "your access was removed in the last access review. I've asked {boss} whether that was meant.",
                ),
                User("{bossfirst} says it was a mistake, [sorry for that|wrong line]."),
                Fix("provided", "Role restored, review corrected."),
            ],
            &[
                Cc,
                Say(
                    "with your tasks this combination isn't allowed: whoever creates suppliers must not approve invoices. I can give you either one.",
                ),
                User("OK, then only the reading part please, {colleague2} does the approving."),
                Fix(
                    "provided",
                    "Read role granted; approval stays with a second person.",
                ),
            ],
        ],
        ..ACCESS
    },
    Scenario {
        key: "name-change",
        kind: REQUEST.kind,
        category: "account/access",
        weight: 3,
        level: (3, 3),
        subjects: &[
            "Change of name",
            "New surname, please change account",
            "@a I got married :)",
        ],
        bodies: &[
            "@a I got married and my surname is {newname} from {date} on. HR knows. Could you change mail address, display name and so on? I'd like to keep receiving mail to the old address for a while.",
            "My name has changed to {first} {newname}. What do I have to do, and what will break?",
        ],
        slots: &[(
            "newname",
            &[
                "Fairburn",
                "Lindgren",
                "Horáčková",
                "Steinbach",
                "Ellwood",
                "Rautio",
                "Kirchner",
                "Whitwell",
            ],
        )],
        paths: &[
            &[
                Say(
                    "congratulations! I'd do it on {date} in the evening. The old address stays as an alias for good, so no mail gets lost. You'll sign in with the new name the next morning; the password stays the same, Confirma has to be confirmed once.",
                ),
                User("Perfect, the evening is fine."),
                Until(4, "Rename planned for the evening agreed."),
                Note(
                    "Renamed in directory, mail, Parley. Meridian keeps the user ID, display name changed.",
                ),
                Say("All done. If you see the old name anywhere, tell me. Some lists take a day."),
                Later("Only the printer still calls me by the old name, I can live with that!"),
                Fix(
                    "provided",
                    "Name changed in all systems, old address kept as alias.",
                ),
            ],
            &[
                Note("HR record still old, can't start. Asked HR."),
                Ask(
                    "I only get started once the change is in the HR system, and it isn't yet. Could you check with them?",
                ),
                User("They forgot to press save. [It's in now.|They say now it is.]"),
                Fix(
                    "provided",
                    "Account renamed, alias kept, colleagues' address books update within a day.",
                ),
            ],
        ],
        ..ACCESS
    },
    Scenario {
        key: "guest-account",
        kind: REQUEST.kind,
        weight: 4,
        level: (3, 3),
        subjects: &[
            "@0 Account for intern [from {date}|]",
            "@0 Guest account for {newcomer}",
            "@0 Temporary account for working student",
            "@1 External account to be extended",
        ],
        bodies: &[
            "@0 We have an intern from {date} for {number} weeks, name {newcomer}. We need mail, Parley and {share}. A laptop is there.",
            "@1 The account of our external consultant {newcomer} runs out on {date} but the project goes on. Could you extend it by three months?",
        ],
        calls: &["@0 Account for an external, {newcomer}, from {date}."],
        paths: &[
            &[
                Ask(
                    "gladly. For externals I need the end date and whether an agreement on confidentiality has been signed (HR has the form).",
                ),
                User("Signed, HR has it. End date as written plus one week for handover."),
                Fix(
                    "provided",
                    "Account created with end date, share access granted, start password left with the requester.",
                ),
            ],
            &[Fix(
                "provided",
                "Account extended by three months, {boss} informed as approver.",
            )],
        ],
        ..ACCESS
    },
    Scenario {
        key: "portal-outside",
        weight: 7,
        who: Who::Outside,
        subjects: &[
            "@0a Cannot log in to the customer portal",
            "@0b Portal: password link does not arrive",
            "@1 Certificate download from portal fails",
            "@2 Portal access for a new colleague",
        ],
        bodies: &[
            "@0a We can no longer log in to your customer portal. The page says \"unknown user\" for {email}. We need the calibration certificate for serial {serial} until {date}.",
            "@0b The password mail from your portal never arrives here. [Spam folder checked.|Our IT says nothing was rejected.]",
            "@1 Downloading certificate {cert} from the portal ends with an empty file. [Tried two browsers.|Other certificates are fine.]",
            "@2 Our colleague {colleague} should have access to the portal too, to order calibrations. Can you arrange that?",
        ],
        paths: &[
            &[
                Ask(
                    "sorry for the trouble. I've set the account active again and sent a new link. Could you check whether a mail from no-reply@aldermoor.example has come in?",
                ),
                User("The mail is here now and the log-on works. Thank you."),
                Fix(
                    "fixed",
                    "Account had been switched off after 12 months without use. Activated, link sent.",
                ),
            ],
            &[
                Pass(
                    "business-apps",
                    "{company} can't download {cert}, empty file. Please check the document in CalTrack.",
                ),
                Note("PDF was generated before the signature was there, so 0 bytes. Regenerated."),
                Fix("fixed", "Certificate {cert} regenerated, download tested."),
            ],
            &[Fix(
                "provided",
                "Access created for the colleague with role 'orders', invitation sent.",
            )],
        ],
        ..ACCESS
    },
];
