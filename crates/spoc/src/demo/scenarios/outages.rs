//! The outages of the year: what broke, what the team wrote while it lasted, and how people noticed.

use super::Line::{self, *};
use super::{INCIDENT, Scenario};
use crate::demo::calendar::Site;

/// A major incident and the tickets that it brings.
pub(crate) struct Outage {
    /// How long ago; 0 is going on right now.
    pub(crate) days_ago: i64,
    /// Local minute of the day at which it starts.
    pub(crate) starts: i64,
    /// Minutes that it lasts.
    pub(crate) lasts: i64,
    /// How many people write.
    pub(crate) children: u64,
    /// The site concerned; none: all of them.
    pub(crate) site: Option<Site>,
    pub(crate) parent: Scenario,
    /// What the team does, spread evenly over the time that it lasts.
    pub(crate) log: &'static [Line],
    pub(crate) child: Scenario,
    /// First answers to the people who noticed.
    pub(crate) known: &'static [&'static str],
    /// What they write back.
    pub(crate) sighs: &'static [&'static str],
    /// Their resolutions.
    pub(crate) done: &'static [&'static str],
}

pub(super) const SIGHS: &[&str] = &[
    "ok, thanks for letting me know",
    "[Good to know it's not just me.|Glad it's not my laptop.]",
    "Any idea how long? [We have people standing around.|I have a customer on the line.]",
    "Thanks. Please tell us when it's back.",
    "understood, [coffee then|early lunch then]",
    "Again?? [That's the second time this quarter.|Didn't we have this in spring?]",
    "Is there a workaround? [I really need it before {later}.|Even a slow one would do.]",
];

pub(super) const MAJOR: Scenario = Scenario {
    level: (1, 1),
    weight: 0,
    tags: &["major-incident"],
    ..INCIDENT
};
pub(super) const NOTICED: Scenario = Scenario {
    level: (2, 2),
    weight: 0,
    ..INCIDENT
};

/// Every outage, the one that is going on last.
pub(crate) fn all() -> impl Iterator<Item = &'static Outage> {
    super::outages_network::OUTAGES.iter().chain(SERVICES)
}

const SERVICES: &[Outage] = &[
    Outage {
        days_ago: 287,
        starts: 9 * 60 + 20,
        lasts: 330,
        children: 27,
        site: None,
        parent: Scenario {
            key: "major-mail-delay",
            service: "email",
            category: "email/delivery",
            team: "infrastructure",
            subjects: &["MAJOR: mail to and from outside delayed by up to two hours"],
            bodies: &[
                "Queue on the outbound relay at 4,300 and growing, inbound about 40 minutes late. Internal mail is not affected. First complaint from Sales about a quotation that did not arrive.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "Queue is one sender: the newsletter tool pushed 11,000 mails through our relay instead of its own. {peer} is calling Marketing.",
            ),
            Say(
                "Mail to and from external addresses is delayed by up to two hours. Nothing is lost. Internal mail is fine. We're working on it.",
            ),
            Peer(
                "Marketing stopped the campaign. Two large providers throttle us because of it, that's why the rest doesn't drain.",
            ),
            Note(
                "Moved the newsletter mails into a separate queue, rest drains at about 20 a minute. Asked both providers to lift the throttle.",
            ),
            Say(
                "Update: the cause is stopped, the queue is shrinking. Urgent mails can be resent now, they take the fast lane; everything else will arrive in the course of the afternoon.",
            ),
            Note("Throttle lifted 13:40. Queue 900."),
            Peer(
                "Rate limit per sending host set on the relay, 200/h, exceptions by request only.",
            ),
            Fix(
                "fixed",
                "Outbound queue is empty again. A newsletter had been sent over the office relay and two large providers throttled us. Relay now limits every sending host; Marketing's tool is back on its own relay.",
            ),
        ],
        child: Scenario {
            key: "noticed-mail-delay",
            service: "email",
            category: "email/delivery",
            subjects: &[
                "Mails [arrive late|not arriving]",
                "Customer did not get my quotation",
                "Outgoing mail stuck?",
                "Mail to {customer} delayed",
                "No external mails since {time}",
            ],
            bodies: &[
                "I sent [an offer|a drawing|the order confirmation] to {customer} at {time} and they still don't have it. [No bounce either.|I got no error.]",
                "It looks like external mail isn't arriving. {customer} says they wrote {number} times this morning, I have nothing.",
                "Are mails delayed today? A [password mail|confirmation code] from a supplier portal took {mins} minutes and is expired now.",
                "My mail to {customer} is gone. Sent folder shows it, they have nothing. They need it by {later}!",
            ],
            calls: &[
                "Mail to {customer} sent at {time} not arrived, no bounce. Needs it there by {later}.",
                "External mails come in with big delay.",
            ],
            ..NOTICED
        },
        known: &[
            "external mail is delayed for everybody right now, in both directions. Nothing is lost. If it's really urgent please [ring the customer|send the file by FileBridge link]. I'll write again when the queue is through.",
            "you're right, there's a jam on our outbound relay. Infrastructure is clearing it. Your mail is in the queue and will go out by itself, no need to send it again.",
        ],
        sighs: SIGHS,
        done: &[
            "The queue is empty and all delayed mail has gone out or come in. [Sorry for the wait.|Please tell us if something is still missing.]",
            "Mail flows at normal speed again, your message was delivered in the meantime.",
        ],
    },
    Outage {
        days_ago: 164,
        starts: 13 * 60 + 5,
        lasts: 120,
        children: 22,
        site: None,
        parent: Scenario {
            key: "major-erp",
            service: "erp",
            category: "application/erp",
            team: "business-apps",
            subjects: &["MAJOR: Meridian ERP hangs for all users"],
            bodies: &[
                "Screens freeze when saving, at all sites. About 60 sessions waiting on one lock in the stock table. Dispatch cannot print delivery notes.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "Blocking session is the nightly stock valuation, started by hand at 12:58 with full history. Asked Finance who did it.",
            ),
            Say(
                "Meridian is hanging for everybody who saves or posts. We know the cause and are removing it. Please don't close the program with the task manager, your entries are still there.",
            ),
            Peer(
                "If we kill the job it rolls back, estimate 40 minutes. If we let it run: three hours. Killing.",
            ),
            Note("Killed 13:31. Rollback at 35 %."),
            Say("Rollback is running. We expect Meridian to be usable at about 14:30."),
            Peer(
                "Rollback done, sessions released, all delivery notes of the queue printed. Valuation can no longer be started by hand during office hours.",
            ),
            Fix(
                "fixed",
                "A stock valuation started by hand had locked the stock table. It was cancelled and rolled back; the job can now be started only between 20:00 and 5:00.",
            ),
        ],
        child: Scenario {
            key: "noticed-erp",
            service: "erp",
            category: "application/erp",
            subjects: &[
                "Meridian [frozen|hangs|not responding]",
                "ERP hangs when saving",
                "Can't post goods issue",
                "Delivery note won't print, ERP stuck",
                "meridian dead",
            ],
            bodies: &[
                "Meridian freezes as soon as I save. [White screen, then nothing.|The hourglass has been turning for {mins} minutes.] Order {order}.",
                "ERP is not responding since {time}. I can still open lists but not book anything.",
                "We can't print delivery notes, the carrier is here at {later}!! ERP hangs.",
                "Is meridian down? [everybody in {dept} is stuck|same for {cofirst} and me]",
            ],
            calls: &[
                "Meridian frozen on save, order {order}. Same for colleagues.",
                "Carrier waiting, no delivery notes, ERP hangs.",
            ],
            ..NOTICED
        },
        known: &[
            "Meridian is stuck for everybody right now. Please leave it open, your entry isn't lost. We're removing the blocking job.",
            "yes, it's general: a long-running job has locked the stock. Estimate is about an hour, I'll tell you when you can save again.",
        ],
        sighs: SIGHS,
        done: &[
            "Meridian works again, frozen screens should have come back by themselves. Please check your last entry.",
            "The blocking job is gone. If your session still hangs, close it and log on again; what you had entered was saved.",
        ],
    },
    Outage {
        days_ago: 26,
        starts: 11 * 60 + 15,
        lasts: 145,
        children: 21,
        site: None,
        parent: Scenario {
            key: "major-signin",
            service: "identity",
            category: "account/mfa",
            team: "infrastructure",
            subjects: &["MAJOR: second factor not delivered, nobody can sign in anew"],
            bodies: &[
                "Confirma prompts do not arrive since 11:10. Sessions that are open go on working; whoever signs in anew (ERP, CRM, VPN) waits for a prompt that never comes. Vendor's status page still says green.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "Vendor case {case}, priority 1. Codes typed by hand work, only the push does not. That's the workaround.",
            ),
            Say(
                "Sign-in prompts of Confirma do not arrive at the moment. Workaround: choose 'Enter a code' on the sign-in page and type the six digits from the app.",
            ),
            Peer(
                "Put the workaround on the portal's front page and on the hotline announcement. Calls dropped at once.",
            ),
            Note("Vendor confirms a fault in the push relay for Europe, fix in progress."),
            Say("The vendor is repairing the fault. Until then please go on with 'Enter a code'."),
            Fix(
                "third_party",
                "Vendor repaired the push relay at 13:35; prompts arrive again within two seconds. Workaround stays documented in the portal.",
            ),
        ],
        child: Scenario {
            key: "noticed-signin",
            service: "identity",
            category: "account/mfa",
            subjects: &[
                "No Confirma prompt",
                "Can't sign in, phone does not ask",
                "MFA not working",
                "Sign-in [hangs|stuck] at 'approve on your phone'",
                "Confirma app silent",
            ],
            bodies: &[
                "I can't sign in to [Clientele|Meridian|Tempora|the VPN], the prompt on my phone never comes. [Phone has signal.|Restarted the phone already.]",
                "Confirma doesn't ask me any more since {time}. Did somebody change something?",
                "The sign-in page waits for approval but nothing shows up on the {mobile}. I'm locked out of everything now.",
                "no push on phone, cant log in",
            ],
            calls: &[
                "No push prompt from Confirma, cannot sign in. Phone is fine otherwise.",
                "Waiting for approval forever, {mobile}. Locked out of CRM during a call.",
            ],
            ..NOTICED
        },
        known: &[
            "prompts are not arriving for anyone right now, it's a fault at the vendor. Please click 'Enter a code' on the sign-in page and type the six digits that the app shows. That works.",
            "general problem, not your phone. You can get in with the code instead of the prompt: 'Other ways to sign in', then 'Enter a code'.",
        ],
        sighs: &[
            "the code works, thanks!",
            "OK, in with the code. [Bit hidden, that link.|Thank you!]",
            "Ah, didn't know that one. Works.",
            "Code worked. Tell us when the normal way is back please.",
        ],
        done: &[
            "Prompts arrive again, you can go back to approving on the phone.",
            "The vendor has repaired it. Both ways, prompt and code, work now.",
        ],
    },
    Outage {
        days_ago: 0,
        starts: 0,
        lasts: 150,
        children: 11,
        site: None,
        parent: Scenario {
            key: "major-shares",
            service: "files",
            category: "files/share",
            team: "infrastructure",
            subjects: &["MAJOR: project shares very slow at all sites"],
            bodies: &[
                "Opening a folder on S: takes 30 to 60 seconds, saving sometimes times out. Read latency of the storage in Leeds is at 400 ms instead of 5. ERP and mail are not affected. First reports from Design and from Purchasing.",
            ],
            ..MAJOR
        },
        log: &[
            Note(
                "Storage controller B took over at the start of the problem, A is in state 'degraded'. Vendor case {case}, log bundle uploaded.",
            ),
            Say(
                "The project shares (S:) are very slow at all sites. Please don't move or copy large folders for now. Next update in an hour.",
            ),
            Peer(
                "Cache battery on A reported failed, so writes go straight to disk. That fits the latency. Spare battery is under contract, four hours.",
            ),
            Log(
                "controller_events.txt",
                "A: BBU status FAILED, write-back disabled\nA: failover to B initiated\nB: active, cache 87% dirty\nB: latency warning read=412ms write=980ms\n",
            ),
            Say(
                "A part in the storage has failed; a technician is on the way to Leeds. Until then the shares stay slow but usable. Files that you work on a lot can be copied to the laptop meanwhile.",
            ),
        ],
        child: Scenario {
            key: "noticed-shares",
            service: "files",
            category: "files/share",
            subjects: &[
                "S: drive extremely slow",
                "Saving to {share} takes forever",
                "Project folder [hangs|very slow]",
                "Explorer freezes on S:",
                "CAD assembly won't open from share",
            ],
            bodies: &[
                "Opening {share} takes ages since {time}. [I timed it: {mins} seconds for one folder.|Saving a small spreadsheet took two minutes.]",
                "S: is [unusable|crawling] today. {cofirst} says the same. Is something going on?",
                "I can't save into {share}\\{folder}, it says the network path is no longer available. Copying to the desktop works.",
                "explorer hangs when i open the S drive. other drives ok",
            ],
            calls: &[
                "S: very slow, {share}. Everyone in {dept}.",
                "Saving to share times out, {file}.",
            ],
            ..NOTICED
        },
        known: &[
            "the S: shares are slow for everybody at the moment, a part in the storage has failed and the spare is on its way. Please save locally for now and avoid copying big folders.",
            "known problem, sorry. Infrastructure is on it with the vendor; your files are safe, it's only slow.",
        ],
        sighs: SIGHS,
        done: &["Shares are back to normal speed."],
    },
];
