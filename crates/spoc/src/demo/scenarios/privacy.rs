//! Data protection and confidential requests of Human Resources.

use super::Line::*;
use super::{REQUEST, Scenario, Who};

const CONFIDENTIAL: Scenario = Scenario {
    service: "security",
    category: "security/confidential",
    team: "security",
    confidential: true,
    level: (2, 2),
    tags: &["privacy"],
    who: Who::Dept(&["hr", "exec"]),
    ..REQUEST
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "leaver-at-once",
        weight: 1,
        level: (2, 1),
        subjects: &[
            "Confidential: account to be disabled on {soon} at {hour}",
            "Immediate leaver, please treat in confidence",
            "Timed lock of an account",
        ],
        bodies: &[
            "Please disable the account of an employee (name by phone, ext. {ext}) on {soon} at {hour} sharp, not earlier: the conversation begins then. Mailbox to be kept, access for nobody for the time being.",
            "We'll part with a member of staff on {soon}. The person doesn't know yet. Please prepare locking of account, badge and VPN; I'll ring when it's to happen.",
        ],
        paths: &[
            &[
                Note(
                    "Name received by phone, checked by call-back. Script prepared, two-person rule with {peer}.",
                ),
                Say(
                    "prepared. I'll wait for your call and confirm by text within five minutes. Nobody outside our team can see this ticket.",
                ),
                Until(2, "Date of the conversation."),
                Note("Call at the agreed time, locked within two minutes, confirmed."),
                User("Thank you for the discretion."),
                Fix(
                    "provided",
                    "Account, badge and remote access locked at the time agreed; mailbox is preserved.",
                ),
            ],
            &[
                Until(2, "Waiting for the call."),
                User("The conversation was postponed, please keep it prepared for {date}."),
                Until(5, "New date."),
                Fix("provided", "Carried out on the new date."),
            ],
            &[Drop("No longer needed, says HR. Preparation removed.")],
        ],
        ..CONFIDENTIAL
    },
    Scenario {
        key: "mailbox-of-absent",
        weight: 2,
        level: (3, 2),
        who: Who::Superiors,
        subjects: &[
            "Access to mailbox of a sick colleague",
            "Confidential: mails of absent employee",
            "@a Urgent customer mail in {colleague}'s mailbox",
        ],
        bodies: &[
            "@a {colleague} has been ill for {number} weeks and there must be an order from {customer} in the mailbox that we need by {date}. Can I get access?",
            "@0 I need a contract draft out of the mailbox of {colleague}, who can't be reached. I know that this is delicate.",
        ],
        paths: &[
            &[
                Ask(
                    "that's possible only in a narrow way: HR and a works council member or the data protection officer have to agree, and we look for that one message together, private ones stay unopened. Do you want me to start that? The form takes five minutes.",
                ),
                User("Yes please. The subject must contain {order}."),
                Note(
                    "Approvals of HR and DPO are here. Session with {peer} as witness, one mail exported.",
                ),
                Fix(
                    "provided",
                    "The one message was handed over in the presence of a witness; protocol is filed. An automatic answer names a substitute now.",
                ),
            ],
            &[
                Say(
                    "may I suggest trying the customer first? They could send it again to {sharedbox}. That's quicker and nobody has to look into a personal mailbox.",
                ),
                User("You're right, they've just sent it again."),
                Fix("explained", "Not needed: customer sent the order again."),
            ],
        ],
        ..CONFIDENTIAL
    },
    Scenario {
        key: "wrong-recipient",
        category: "security/privacy",
        kind: super::INCIDENT.kind,
        weight: 2,
        who: Who::Dept(&["hr", "finance", "sales", "service"]),
        subjects: &[
            "@0 Mail sent to the wrong recipient",
            "Personal data sent by mistake",
            "@0 Wrong attachment to {customer}",
            "@1 Pay slip in the wrong hands",
        ],
        bodies: &[
            "@0 I've sent {file} to the wrong person at {customer}: the name completion chose someone else. It contains [prices|names and birthdays of {number} people]. Recall failed.",
            "@1 The pay slip of one employee went to another one with the same surname. The second one told me. What do we have to do?",
        ],
        paths: &[
            &[
                Say(
                    "thank you for reporting it at once. Please write to the recipient (text attached) asking to delete it and to confirm. Don't resend anything until we've spoken.",
                ),
                Log(
                    "text.txt",
                    "You received a message from us that was not meant for you.\nPlease delete it, do not use or pass on its content, and confirm briefly.\n",
                ),
                User("They've confirmed that it's deleted, very friendly."),
                Note(
                    "Assessment with DPO: low risk, documented, no notification to the authority.",
                ),
                Fix(
                    "fixed",
                    "Recipient confirmed deletion; case documented, no notification needed.",
                ),
            ],
            &[
                Note("Art. 33 clock: informed {time}. DPO called a meeting at {later}."),
                Raise(1, "72 hours for notification"),
                Note(
                    "Person concerned informed by HR. Risk assessed as limited, but notified to be safe.",
                ),
                Fix(
                    "fixed",
                    "Authority notified in time, person concerned informed, mail merge of the pay slips now checks the staff number.",
                ),
            ],
        ],
        ..CONFIDENTIAL
    },
    Scenario {
        key: "folder-too-open",
        category: "security/privacy",
        kind: super::INCIDENT.kind,
        weight: 2,
        who: Who::Anyone,
        subjects: &[
            "@0 I can see a folder that I shouldn't",
            "@0 Personnel folder visible to everyone?",
            "@1 Salary list readable on share",
        ],
        bodies: &[
            "@0 I was looking for a template and found the folder '{pfolder}' in {share}. I can open it. I didn't read further, but I don't think that I should be able to.",
            "@1 In {share} there's a spreadsheet with [bonus payments|absences] with names. Is that meant to be there?",
        ],
        slots: &[(
            "pfolder",
            &[
                "Applications {year}",
                "Appraisals",
                "Bonus",
                "Medical certificates",
                "Warnings",
            ],
        )],
        paths: &[
            &[
                Note(
                    "Confirmed. Group 'everyone' by inheritance since the move on {olddate}. Closed.",
                ),
                Say(
                    "you're right, and thank you for telling us. I've closed it a minute ago. Please don't talk about it for now, the data protection officer will write to you.",
                ),
                Log(
                    "access.txt",
                    "Reads in the last 30 days: 3 accounts\n- HR (owner)\n- backup service\n- reporter\n",
                ),
                Fix(
                    "fixed",
                    "Permissions corrected. According to the log nobody else had opened it.",
                ),
            ],
            &[
                Note(
                    "Copy of somebody in Finance, put there 'for a moment'. Moved with the owner.",
                ),
                Fix("fixed", "File moved to where it belongs; owner talked to."),
            ],
        ],
        ..CONFIDENTIAL
    },
    Scenario {
        key: "data-request",
        category: "security/privacy",
        weight: 1,
        level: (3, 2),
        subjects: &[
            "@0 Information request under data protection law",
            "@0 Former employee asks for personal data",
            "@1 Deletion request of an applicant",
        ],
        bodies: &[
            "@0 A former employee asks which personal data we still have. We've to answer by {date}. Please collect what's in your systems (list of names by internal mail).",
            "@1 An applicant wants all data deleted. Which systems besides the recruiting tool could hold any?",
        ],
        paths: &[
            &[
                Note("Directory, Tempora, badge system, backups. Collected, {peer} checks second."),
                Ask(
                    "does it include the logs? They only hold the user ID, and are deleted after 90 days anyway.",
                ),
                User("No logs, says the DPO. Thanks."),
                Fix(
                    "provided",
                    "Collected and handed over in person on an encrypted stick.",
                ),
            ],
            &[Fix(
                "provided",
                "Deleted in mail and Folio; backups expire after the usual time, as agreed with the data protection officer.",
            )],
        ],
        ..CONFIDENTIAL
    },
    Scenario {
        key: "investigation-hold",
        weight: 1,
        level: (2, 1),
        subjects: &[
            "@0 Confidential: preservation of a mailbox",
            "@1 Legal hold",
            "@0 Compliance: preservation order",
        ],
        bodies: &[
            "@0 Following a hint to Compliance we ask you to preserve the mailbox and the home folder of one person (name by phone) as of now, without the person noticing.",
            "@1 For a dispute with {supplier} Legal asks to keep all mails with that domain until further notice.",
        ],
        paths: &[
            &[
                Note(
                    "Order by CFO and works council in writing, filed. Hold set {stamp}. No reading, only preserving.",
                ),
                Fix(
                    "provided",
                    "Preservation is active. Any evaluation needs an order of its own.",
                ),
            ],
            &[
                Ask("for which mailboxes: Purchasing only, or also Quality and R&D?"),
                User("Purchasing and Quality."),
                Note("Hold on {number} mailboxes, end date open, reminder every quarter."),
                Fix(
                    "provided",
                    "Legal hold set, people concerned have been informed by Legal.",
                ),
            ],
        ],
        ..CONFIDENTIAL
    },
];
