//! Phishing, malware, lost devices: handled in confidence by the security team.

use super::Line::*;
use super::{INCIDENT, Scenario};

const SECURITY: Scenario = Scenario {
    service: "security",
    team: "security",
    confidential: true,
    level: (2, 2),
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "phishing-report",
        category: "security/phishing",
        weight: 13,
        level: (3, 2),
        subjects: &[
            "Suspicious mail",
            "@0a Phishing? 'Your mailbox is full'",
            "@0c Mail from {boss} that isn't from {bossfirst}",
            "@1b Strange invoice from {supplier}",
            "@2 Fake parcel notification",
            "@01 Is this mail genuine?",
        ],
        bodies: &[
            "@0a I got a mail \"[Your password expires today|Shared document: salary list|Voice message from +44...]\" with a link. It looks strange to me, I haven't clicked. Forwarding it as an attachment.",
            "@1b {supplier} writes that their bank account has changed, in [odd|unusually good] English. Is it genuine? Invoice {invoice} is due on {soon}.",
            "@0c A mail supposedly from {boss}: \"are you at your desk? I need gift cards for a customer\". [Nice try.|{bossfirst} is sitting opposite me.]",
            "@2 I think I've done something stupid: clicked the link in a mail about a parcel and entered my password. Then the page was gone. Sorry!!",
        ],
        calls: &[
            "@0 Suspicious mail received, not clicked.",
            "@2 Clicked on a phishing link and entered password.",
        ],
        paths: &[
            &[
                Note(
                    "Known campaign, 34 recipients. Pulled from all mailboxes, sender domain blocked.",
                ),
                Fix(
                    "explained",
                    "It was phishing. Thank you for reporting it instead of clicking: because of that we could remove it from 34 mailboxes.",
                ),
            ],
            &[
                Say(
                    "well spotted. Please don't answer, and for bank details always ring the number that you already have, never the one in the mail.",
                ),
                User("I rang them: they have not changed anything. They were shocked."),
                Note(
                    "Supplier's mailbox is compromised. Informed their IT, all mails of theirs held back until they confirm.",
                ),
                Fix(
                    "explained",
                    "Fraud attempt. Supplier informed, payment data unchanged, mails from them are checked by hand for a while.",
                ),
            ],
            &[
                Raise(1, "Password entered on phishing page"),
                Say(
                    "thank you for telling us at once, that's the most important part and nothing to be sorry about. I've just locked your sign-ins everywhere; please change the password with 111 on the phone now.",
                ),
                User("Done with a colleague of yours. What can they have seen?"),
                Note(
                    "One sign-in from abroad, blocked by second factor. No mailbox rules, no forwarding.",
                ),
                Say(
                    "Nothing, as it looks: there was one attempt that stopped at the second factor. I'm watching your account for a week.",
                ),
                Fix(
                    "fixed",
                    "Password changed, sessions ended. Attackers didn't get past the second factor. Page reported to its host and taken down.",
                ),
            ],
        ],
        ..SECURITY
    },
    Scenario {
        key: "device-lost",
        category: "security/loss",
        weight: 4,
        level: (2, 1),
        subjects: &[
            "@0 Laptop stolen [on the train|from the car]",
            "@1 Phone lost in {city}",
            "@2 Left laptop in taxi",
            "@0 Rucksack with laptop stolen",
        ],
        bodies: &[
            "@0 My rucksack with laptop {laptop} was stolen [at the station in {city}|out of the hire car] around {time}. Also in it: badge, notebook with project notes. Police report is being written.",
            "@1 I've lost my {mobile}, last seen in {city} [at the customer's|in the restaurant]. Screen was locked.",
            "@2 I left the laptop in a taxi in {city}. The company is looking, but no luck so far. What should I do first?",
        ],
        calls: &[
            "@0 Laptop {laptop} stolen in {city}. Device locked while on the phone.",
            "@1 Phone lost in {city}, wipe requested.",
        ],
        paths: &[
            &[
                Raise(1, "Stolen device with customer data"),
                Say(
                    "I'm sorry. Done right now: device locked, sessions ended, badge blocked. The disk is encrypted, so don't worry about the files. Please (1) change your password, (2) send me the number of the police report, (3) write down what was on paper.",
                ),
                User(
                    "Password changed. Report number follows tomorrow. On paper: sketches for {project}, no names.",
                ),
                Note(
                    "Last contact before theft, disk encrypted and locked: confirmed by management console. Privacy officer informed, no notification needed.",
                ),
                Until(2, "Waiting for the report number."),
                User("Report number is attached. New laptop is here already, great."),
                File(
                    "police_report.txt",
                    "Reference 2291-{ext}\nPlace: {city}\nItems: notebook computer, rucksack, badge\n",
                ),
                Fix(
                    "fixed",
                    "Device locked and written off, replacement handed out, data protection assessment: no notification needed. Insurance has been informed.",
                ),
            ],
            &[
                Say(
                    "I've sent the command to wipe the work profile; it takes effect as soon as the phone is online. Your number is blocked against misuse.",
                ),
                User("A waiter has found it! It was under the bench."),
                Note("Good. Wipe already executed, re-enrol with service desk."),
                Fix(
                    "fixed",
                    "Phone was found. Work profile had been wiped as a precaution and was set up again.",
                ),
            ],
            &[
                Note("Locked 20 min after loss. Location pings from a depot."),
                Say(
                    "your laptop last reported from the taxi company's depot; I've rung them and they have it. It's locked, so nobody could use it.",
                ),
                User("You're a hero. I'll pick it up tonight."),
                Fix("fixed", "Laptop found, checked and unlocked again."),
            ],
        ],
        ..SECURITY
    },
    Scenario {
        key: "malware-alert",
        category: "security/malware",
        weight: 4,
        level: (2, 1),
        subjects: &[
            "@01 Virus warning on {laptop}",
            "@1 Antivirus found something",
            "@0 Browser says computer is infected",
            "@2 Alert: suspicious program on {labpc}",
        ],
        bodies: &[
            "@0 A window says that my computer has {number} viruses and I should ring a number. I can't close it. It beeps.",
            "@1 The virus scanner reports \"threat removed\" for a file from a USB stick of {customer}. Do I have to do anything?",
            "@2 My colleague's stick brought a warning on {labpc} (no network). We've stopped measuring.",
        ],
        calls: &["@0 Full-screen virus warning with phone number, {laptop}."],
        paths: &[
            &[
                Say(
                    "please don't ring that number! It's only a web page pretending. Press Alt+F4, or hold the power button. I'm connecting to check.",
                ),
                User("It's gone after Alt+F4. I nearly rang them."),
                Note(
                    "Only a scare page via an advert. No download, no process. Ad network blocked.",
                ),
                Fix(
                    "explained",
                    "Fake warning on a web page; the laptop is clean, the page is blocked.",
                ),
            ],
            &[
                Note(
                    "Old worm, dead since years, caught on insertion. Stick imaged, customer told politely.",
                ),
                Fix(
                    "explained",
                    "Scanner caught it before anything happened. Sticks from outside go through the check station at the reception, please.",
                ),
            ],
            &[
                Raise(1, "Possible infection on measuring PC"),
                Note("Isolated. Hash is a known miner, sits on the stick since a trade fair."),
                Log(
                    "scan.txt",
                    "F:\\autorun.inf  removed\nF:\\drv\\svc32.exe  Trojan.Miner  removed\n{labpc}  C:  0 findings\n",
                ),
                Say(
                    "{labpc} itself is clean, the program had not been started. Please use the stick we've put into the lab; it's checked every week.",
                ),
                Fix(
                    "fixed",
                    "Stick destroyed, {labpc} scanned offline and released again.",
                ),
            ],
        ],
        ..SECURITY
    },
    Scenario {
        key: "login-alert",
        category: "security/malware",
        weight: 5,
        who: super::Who::Agents,
        subjects: &[
            "@0 Sign-in from two countries: {acct}",
            "@1 Many failed sign-ins from one address",
            "@2 Mailbox rule forwards to outside: {acct}",
            "@0 Impossible travel alert",
        ],
        slots: &[(
            "acct",
            &[
                "a sales account",
                "a service account",
                "an account in Finance",
                "an account in R&D",
                "a partner account",
            ],
        )],
        bodies: &[
            "@0 Alert from sign-in monitoring: {acct} signed in from {site} and 40 minutes later from abroad.",
            "@1 Alert: 1,900 failed sign-ins against {number} accounts from one address since {time}.",
            "@2 A new rule in {acct} forwards mails with 'invoice' to an outside address. Created {stamp}.",
        ],
        calls: &[],
        paths: &[
            &[
                Note(
                    "Asked the person by phone: airport Wi-Fi through a foreign exit, plus GateLink. Explains both.",
                ),
                Fix(
                    "explained",
                    "Legitimate: traveller with VPN. Alert tuned for this exit address.",
                ),
            ],
            &[
                Note("Password spraying, nothing got in. Source network blocked at the edge."),
                Peer("Two of the names aren't public anywhere. Where do they have those from?"),
                Note(
                    "From the old partner list that was on the web until {olddate}. Removed from the cache too.",
                ),
                Fix(
                    "fixed",
                    "Attack blocked, no account opened. Old list removed from the web.",
                ),
            ],
            &[
                Raise(1, "Forwarding rule to outside"),
                Note(
                    "Rule removed, sessions ended, person rung. It was self-made for a private address, 'to read on holiday'.",
                ),
                Fix(
                    "explained",
                    "Rule made by the person, no attack. Explained why it isn't allowed; automatic forwarding to outside is blocked for all from today.",
                ),
            ],
        ],
        ..SECURITY
    },
];
