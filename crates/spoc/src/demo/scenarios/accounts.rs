//! Passwords and the second factor.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario};

const PASSWORD: Scenario = Scenario {
    service: "identity",
    category: "account/password",
    ..INCIDENT
};
const MFA: Scenario = Scenario {
    service: "identity",
    category: "account/mfa",
    ..INCIDENT
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "password-forgotten",
        kind: REQUEST.kind,
        weight: 17,
        level: (3, 2),
        subjects: &[
            "Password [forgotten|reset please]",
            "@d Forgot my [password|Windows password]",
            "@a Password expired during holiday",
            "@ab Can't log in after [leave|holiday|sick leave]",
            "New password needed",
        ],
        bodies: &[
            "@ab I'm back from [two|three] weeks of leave and my password has expired. The reset page [asks for a code from my old phone|says my answer is wrong]. Could you reset it? [I'm writing from {cofirst}'s computer.|Writing from my private mail, hope that's ok.]",
            "@bd After the holiday I can't remember the password I set on the last day. [Classic.|I know, I know.] Please reset it for account {email}.",
            "@d Please reset my password, I think I've tried too often now. [Ring me on my mobile.|{boss} can confirm that it's me.]",
            "My password ran out {since} and the self-service page tells me \"request could not be processed\".",
        ],
        calls: &[
            "@ab Password expired during leave, self-service fails. Identity checked by [call-back|staff number and manager].",
            "@d Forgot password, at [the reception desk|a colleague's phone] now. Identity checked with {boss}.",
            "Reset requested, verified by call-back to {tel}.",
        ],
        paths: &[
            &[
                Note("Identity checked by call-back to the number in the directory."),
                Fix(
                    "provided",
                    "Temporary password given by phone, has to be changed at first sign-in. Self-service enrolment explained.",
                ),
            ],
            &[
                Say(
                    "I've called you back on {tel} to check that it's you and left a temporary password there. You'll be asked for a new one at once: at least 14 characters, a short sentence works best.",
                ),
                User("I'm in. [The sentence idea is good.|Thanks!]"),
                Fix("provided", "Password reset after identity check."),
            ],
            &[
                Ask(
                    "for a reset I need to see or hear you: could you call extension 111 or start a short video call? It's a rule, sorry, we had [cases|attempts] of strangers asking for resets by mail.",
                ),
                User("[No problem, I'll call now.|Fair enough. Calling.]"),
                Note("Video call, staff badge shown."),
                Fix("provided", "Password reset after video identification."),
            ],
            &[
                Say(
                    "your self-service enrolment is missing the mobile number, that's why the page refuses. I've reset the password (voice mail with {boss} as witness) and added the number, so next time you can do it yourself, also at night.",
                ),
                Fix(
                    "provided",
                    "Password reset, mobile number added for self-service.",
                ),
            ],
        ],
        ..PASSWORD
    },
    Scenario {
        key: "account-locked",
        weight: 13,
        subjects: &[
            "Account locked",
            "Locked out [again|of my PC]",
            "@12 Account keeps locking",
            "@12 My user is locked every [morning|hour]",
        ],
        bodies: &[
            "@0 My account is locked, [I mistyped the password with caps lock on|wrong keyboard layout at the login screen]. Please unlock.",
            "@12 My account gets locked [every morning|several times a day] although I type the password correctly. It started after I changed it {since}. This is the [third|fourth] time I'm calling about it.",
            "@12 \"The referenced account is currently locked out\" - again! Please find out what is doing that, unlocking alone does not help.",
            "@0 locked out, was my own fault. can you unlock pls",
        ],
        calls: &[
            "@0 Locked after wrong password, own fault, please unlock.",
            "@12 Account keeps locking several times a day since password change.",
        ],
        paths: &[
            &[Fix(
                "fixed",
                "Account unlocked. [It would also have unlocked by itself after 30 minutes.|Requester checked by staff number.]",
            )],
            &[
                Note(
                    "Lock-outs come from {server}, service logon as {email}. Something runs there under a personal account.",
                ),
                Ask(
                    "the bad attempts come from the server {server}. Did you [ever set up a scheduled job|once start a report job] there with your own account?",
                ),
                User(
                    "Yes!! The weekly stock export, I set that up when {cofirst} was ill. It still runs with my password.",
                ),
                Pass(
                    "infrastructure",
                    "Please move the scheduled task 'weekly stock export' on {server} from {email} to the service account, that's what locks the user out.",
                ),
                Note("Moved to svc-export, test run ok."),
                Fix(
                    "fixed",
                    "A scheduled job on {server} still used the old password of the requester. It now runs under a service account.",
                ),
            ],
            &[
                Note(
                    "Attempts from a phone, old mail profile. Two devices registered, one {mobile} not seen for long but active today.",
                ),
                Say(
                    "a phone of type {mobile} is trying to fetch your mail with the old password. Could it be an old one in a drawer, or at home with the children?",
                ),
                User(
                    "My [son|daughter] got my old phone. I had no idea the mail account was still on it. Removed!",
                ),
                Say("Thank you. I've also removed that phone from your account, and unlocked it."),
                Fix(
                    "fixed",
                    "Old phone with stored password removed from the account, account unlocked.",
                ),
            ],
        ],
        ..PASSWORD
    },
    Scenario {
        key: "mfa-new-phone",
        weight: 13,
        kind: REQUEST.kind,
        level: (3, 2),
        subjects: &[
            "New phone, Confirma needs [set up|to be moved]",
            "Confirma on new mobile",
            "MFA reset please",
            "Changed phone, can't approve sign-ins",
            "Second factor: new {mobile}",
        ],
        bodies: &[
            "@02 I have a new {mobile} and [forgot to move|didn't think of] the Confirma app before I handed in the old one. Now I can't approve any sign-in. Could you reset my second factor?",
            "@1 New phone since {since}. Confirma shows my name but no account, codes are refused. How do I move it? The old phone is still here.",
            "@02 Confirma on my {mobile} asks for a restore code that I don't have. Please set it up new.",
            "@02 got a new phone, mfa gone. i'm at a customer and need the vpn at {later}",
        ],
        calls: &[
            "New {mobile}, Confirma not moved. Identity checked by video.",
            "@02 MFA reset after phone change, old one already returned.",
        ],
        paths: &[
            &[
                Say(
                    "I've reset your second factor. At the next sign-in you'll see a QR code: scan it with Confirma on the new phone. If you sign in from outside the company network you need a start code first, that one I give only by phone: please ring 111.",
                ),
                User("[Done, worked at the first try.|Called and done. Thanks!]"),
                Fix(
                    "provided",
                    "Second factor reset after identity check, new phone enrolled.",
                ),
            ],
            &[
                Ask(
                    "do you still have the old phone? Then it takes you one minute without us: Confirma on the old one > Move to new phone > scan.",
                ),
                User("It's in my drawer. [Did it, works.|OK that was easy.]"),
                Fix(
                    "explained",
                    "Requester moved the app with the transfer function of the old phone.",
                ),
            ],
            &[
                Note("Identity: video call with badge. Reset done, temporary pass valid 1 h."),
                Fix(
                    "provided",
                    "Reset done with a temporary pass, {mobile} registered. Requester also saved the restore codes this time.",
                ),
            ],
        ],
        ..MFA
    },
    Scenario {
        key: "mfa-unexpected",
        weight: 4,
        subjects: &[
            "Confirma asks although I don't sign in",
            "@b Strange sign-in prompts at night",
            "Prompt from [Lagos|an unknown place] on my phone?",
        ],
        bodies: &[
            "@0a Since {time} my phone keeps asking me to approve a sign-in that isn't mine. I've declined {number} times. [What should I do?|Should I be worried?]",
            "@01b I got a Confirma prompt at 3 in the morning, place shown: unknown. I pressed No. Just wanted to let you know.",
        ],
        calls: &["@0 Gets prompts on phone without signing in, declined all."],
        paths: &[
            &[
                Say(
                    "you did exactly the right thing. Somebody probably has your password, so please change it right now, in the office network or with GateLink connected. I'm passing this to our security team at the same time.",
                ),
                User("Changed. Prompts have stopped."),
                Note(
                    "Handed to security by phone, they check sign-in log and open their own ticket.",
                ),
                Fix(
                    "fixed",
                    "Password changed, all sessions ended. No successful sign-in by a stranger in the log.",
                ),
            ],
            &[
                Note("It's their own tablet: Parley signs in anew every 90 days, at night."),
                Say(
                    "good news: it was your own tablet. Parley on it renews its sign-in every 90 days and happens to do it at night. You can recognise it by the device name in the prompt. If the name isn't yours: always press No and call us.",
                ),
                User("Phew. Thanks for checking!"),
                Fix("explained", "Prompts came from the requester's own tablet."),
            ],
        ],
        ..MFA
    },
];
