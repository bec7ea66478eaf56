//! Mail, shared mailboxes, lists.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const MAIL: Scenario = Scenario {
    service: "email",
    team: "service-desk",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "mail-not-syncing",
        category: "email/client",
        weight: 11,
        subjects: &[
            "@01a Mail program [does not update|not syncing]",
            "@01a No new mails on the laptop",
            "@01a Inbox stuck since {time}",
            "@02b Mails in outbox don't go out",
            "@01a Mail client shows 'disconnected'",
            "@3 Mail program keeps asking for the password",
        ],
        bodies: &[
            "@01a My mail program hasn't shown anything new since {time}. On the phone the mails are there. [Restarted it, no change.|At the bottom it says 'Disconnected'.]",
            "@02b {number} mails are sitting in my outbox and don't go out. One of them has [a big attachment|{gb} MB of photos] I think.",
            "@3 Since {since} the mail client asks for the password again and again. I enter it, it comes back after a minute.",
            "@01a Mails arrive on my phone but not in the mail program on {laptop}. Webmail ok.",
        ],
        calls: &[
            "@01a Mail client doesn't sync since {time}, webmail and phone fine.",
            "@02b Outbox stuck, {number} mails.",
        ],
        paths: &[
            &[
                Say(
                    "could you check whether \"Work offline\" is switched on? It's in the Send/Receive tab and easily clicked by accident.",
                ),
                User("It was. [Embarrassing.|I never touched that, but OK!] Works."),
                Fix("explained", "Program was set to work offline."),
            ],
            &[
                Note("Local cache {gb} GB, corrupted after disk full. Rebuild."),
                Say(
                    "the local copy of your mailbox is damaged. I'd rename it and let the program build a new one; that takes about an hour during which you can use webmail. May I take over your screen for two minutes?",
                ),
                User("Yes please, now is good."),
                Note("Remote session, profile rebuilt, initial sync running."),
                Later("All there again, also the old folders."),
                Tag("remote-session"),
                Fix("fixed", "Local mailbox copy rebuilt."),
            ],
            &[
                Ask("how big is the largest mail in the outbox? Above 25 MB nothing goes out."),
                User("Ah, the photos from the installation, 60 MB."),
                Say(
                    "Then please delete that one and send the photos as a FileBridge link: right-click the folder > Share > anyone with the link, 30 days. The other mails will go at once.",
                ),
                User("[Done, all gone out.|Works, and the customer has the pictures.]"),
                Fix(
                    "explained",
                    "Mail above the size limit blocked the outbox; sent as link instead.",
                ),
            ],
            &[
                Note(
                    "Token loop after the password change, second account of a shared box stored with the old one.",
                ),
                Fix(
                    "fixed",
                    "Stored credentials removed, signed in again, password prompts have stopped.",
                ),
            ],
        ],
        ..MAIL
    },
    Scenario {
        key: "mailbox-full",
        category: "email/mailbox",
        weight: 7,
        subjects: &[
            "Mailbox full",
            "Cannot send, mailbox over quota",
            "Mailbox at {percent} %",
            "More mailbox space please",
        ],
        bodies: &[
            "I get a warning that my mailbox is at {percent} % and I can't send from {soon} on. I have already deleted [a lot|everything from before {year}]. Can I have more space?",
            "Mailbox is full, I can't send any more. I need the old mails for [warranty cases|the project history|tenders], so deleting is not really an option.",
        ],
        calls: &["Mailbox full, can't send, needs to keep old mails."],
        paths: &[
            &[
                Say(
                    "you can't send because of {gb} GB in Deleted Items and in Sent. I've switched on the online archive for you: everything older than two years moves there over night and stays searchable.",
                ),
                Later("Down to 41 %. And search finds the old stuff. Good."),
                Fix(
                    "provided",
                    "Online archive activated, mailbox below the limit.",
                ),
            ],
            &[
                Ask(
                    "may I suggest looking at View > Sort by size first? Usually ten mails with videos make half of it.",
                ),
                User("One single mail with a video of the test stand: 4 GB?? Gone. I'm at 60 %."),
                Fix("explained", "Requester removed a few very large mails."),
            ],
            &[
                Note(
                    "Already on the largest plan. Archive has been on since spring but the retention tag was never set.",
                ),
                Fix(
                    "provided",
                    "Archive policy set, about half of the mailbox moves over night.",
                ),
            ],
        ],
        ..MAIL
    },
    Scenario {
        key: "shared-mailbox",
        kind: REQUEST.kind,
        category: "email/shared",
        weight: 9,
        level: (3, 3),
        tags: &["approval"],
        subjects: &[
            "@01 Access to {sharedbox}",
            "@01 Shared mailbox {sharedbox} for {colleague}",
            "@3 Add {colleague} to [the {list} list|distribution list {list}]",
            "@2 New shared mailbox for project {project}",
            "@3 Distribution list {list}: changes",
        ],
        bodies: &[
            "@01 Please give {colleague} access to {sharedbox}, read and send. {cofirst} starts with us on {date}.",
            "@2 For project {project} we need a shared mailbox that {number} people can read and answer from. [Name suggestion: {project} at our domain.|We're open for name suggestions.]",
            "@3 Could you add {colleague} to the distribution list {list} and take {colleague2} off? {colleague2} has left the team.",
            "@01 {sharedbox} isn't in my mail program although I'm supposed to cover for {colleague} this week.",
        ],
        calls: &[
            "@01 {colleague} needs access to {sharedbox}.",
            "@3 Change to list {list}: add {colleague}.",
            "@2 New shared mailbox for {project}.",
        ],
        paths: &[
            &[
                Note("Owner of the box has approved."),
                Fix(
                    "provided",
                    "Access granted, the mailbox appears by itself within an hour. If not: restart the mail program.",
                ),
            ],
            &[
                Ask(
                    "\"send\" can mean two things: sending as the mailbox itself, or on behalf of it with the person's own name visible. Which one do you want?",
                ),
                User("As the mailbox, customers shouldn't see who it was."),
                Fix(
                    "provided",
                    "Full access and 'send as' granted; owner of the mailbox informed.",
                ),
            ],
            &[
                Ask(
                    "who will be the owner, i.e. decide in future who may read it? And shall answers stay in the shared Sent folder so that everyone sees them?",
                ),
                User("Owner is {boss}. And yes please, in the shared folder."),
                Fix(
                    "provided",
                    "Shared mailbox created, {number} members, owner {boss}.",
                ),
            ],
            &[
                Say(
                    "done. By the way, owners can change members themselves: open the list in the address book > Modify members. You're entered as an owner now.",
                ),
                User("Handy, didn't know that."),
                Fix("provided", "List changed, requester made co-owner."),
            ],
        ],
        ..MAIL
    },
    Scenario {
        key: "mail-quarantine",
        category: "email/delivery",
        team: "infrastructure",
        weight: 9,
        subjects: &[
            "@1b Mail from {customer} does not arrive",
            "@01a Mail from {supplier} in quarantine?",
            "@1 Please release mail from quarantine",
            "@2 Bounce: mail to {customer} rejected",
            "@01a Supplier's mails are blocked",
        ],
        bodies: &[
            "@01a {supplier} says they sent us [the drawings|a quotation|the certificates] twice since {since}, but I've got nothing. Nothing in the spam folder either. Can you see it?",
            "@1b I got a notice that a mail from {customer} is in quarantine ('{attachment}'). I'm waiting for that file, please release it.",
            "@2 My mails to {customer} come back: \"550 5.7.1 sender rejected\". I've been writing to them for years.",
        ],
        slots: &[(
            "attachment",
            &[
                "drawing_0412.zip",
                "certificates.zip",
                "offer.docm",
                "measurement_data.7z",
            ],
        )],
        calls: &[
            "@01a Waits for mail from {supplier}, nothing in spam.",
            "@2 Mails to {customer} bounce with 550.",
        ],
        paths: &[
            &[
                Ask(
                    "do you know the sender's address and roughly the time? I'd look it up in the log then.",
                ),
                User("It's their order desk, sent at {hour}."),
                Note(
                    "Rejected at SMTP: their SPF record lists a server they no longer use. Their problem, but it hits several of our buyers.",
                ),
                Say(
                    "found it. Their mail server isn't on the list of permitted senders that they publish themselves, so we have to treat it as forged. I've written to their postmaster with the details. For two weeks I let it through by exception.",
                ),
                User("Got it now! I'll also tell my contact there."),
                Fix(
                    "workaround",
                    "Exception for the sender for 14 days; their administrator has been informed.",
                ),
            ],
            &[
                Note(
                    "Checked the attachment in the sandbox, clean. Macro is their price calculator.",
                ),
                Fix(
                    "provided",
                    "Mail released. Encrypted archives and macros are always held back first, please ask suppliers to use the upload link instead.",
                ),
            ],
            &[
                Note(
                    "Our relay is on one blocklist since the newsletter thing. Delisting requested.",
                ),
                Vendor("Delisting takes up to 48 h."),
                Say(
                    "the other side used a blocklist that had us on it since [last week|the weekend]. We've been taken off today; please send again.",
                ),
                User("Went through."),
                Fix("fixed", "Removed from the blocklist, delivery tested."),
            ],
        ],
        ..MAIL
    },
    Scenario {
        key: "mail-signature",
        kind: REQUEST.kind,
        category: "email/client",
        weight: 3,
        level: (3, 3),
        who: Who::Dept(&["sales", "service", "exec", "hr", "logistics"]),
        subjects: &[
            "@0 Signature shows old [title|phone number|address]",
            "@0 Mail signature wrong",
            "@1 Trade fair banner in signature",
        ],
        bodies: &[
            "@0 My signature still shows my old [job title|phone number]. I've changed it in the mail program but recipients see the old one.",
            "@1 Could the signature of the whole sales team get the banner for the trade fair in {city} from {date} to {date2}? File is attached in the Folio.",
        ],
        paths: &[
            &[
                Say(
                    "the signature is added centrally and takes its data from HR, so changes on your PC have no effect. Your record there has the old value; I've forwarded this to HR and will set it right tomorrow when their update came through.",
                ),
                Later("Correct now."),
                Fix("provided", "HR data corrected, signature follows."),
            ],
            &[Fix(
                "provided",
                "Banner set for the group with start and end date.",
            )],
        ],
        ..MAIL
    },
];
