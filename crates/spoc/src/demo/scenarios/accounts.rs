//! Passwords, second factor, access rights, names and guests.

use super::Line::*;
use super::{INCIDENT, REQUEST, Scenario, Who};

const PASSWORD: Scenario = Scenario { service: "identity", category: "account/password", ..INCIDENT };
const MFA: Scenario = Scenario { service: "identity", category: "account/mfa", ..INCIDENT };
const ACCESS: Scenario = Scenario { service: "identity", category: "account/access", tags: &["approval"], ..REQUEST };

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario {
        key: "password-forgotten",
        kind: REQUEST.kind,
        weight: 17,
        level: (3, 2),
        subjects: &["Password [forgotten|reset please]", "Forgot my [password|Windows password]", "Password expired during holiday", "Can't log in after [leave|holiday|sick leave]", "New password needed"],
        bodies: &[
            "I'm back from [two|three] weeks of leave and my password has expired. The reset page [asks for a code from my old phone|says my answer is wrong]. Could you reset it? [I'm writing from {cofirst}'s computer.|Writing from my private mail, hope that's ok.]",
            "After the holiday I can't remember the password I set on the last day. [Classic.|I know, I know.] Please reset it for account {email}.",
            "please reset my password, I think I've tried too often now. [Ring me on my mobile.|{boss} can confirm that it's me.]",
            "My password ran out {since} and the self-service page tells me \"request could not be processed\".",
        ],
        calls: &["Password expired during leave, self-service fails. Identity checked by [call-back|staff number and manager].", "Forgot password, at [the reception desk|a colleague's phone] now. Identity checked with {boss}.", "Reset requested, verified by call-back to {tel}."],
        paths: &[
            &[Note("Identity checked by call-back to the number in the directory."), Fix("provided", "Temporary password given by phone, has to be changed at first sign-in. Self-service enrolment explained.")],
            &[Say("I've called you back on {tel} to check that it's you and left a temporary password there. You'll be asked for a new one at once: at least 14 characters, a short sentence works best."), User("I'm in. [The sentence idea is good.|Thanks!]"), Fix("provided", "Password reset after identity check.")],
            &[Ask("for a reset I need to see or hear you: could you call extension 111 or start a short video call? It's a rule, sorry, we had [cases|attempts] of strangers asking for resets by mail."), User("[No problem, I'll call now.|Fair enough. Calling.]"), Note("Video call, staff badge shown."), Fix("provided", "Password reset after video identification.")],
            &[Say("your self-service enrolment is missing the mobile number, that's why the page refuses. I've reset the password (voice mail with {boss} as witness) and added the number, so next time you can do it yourself, also at night."), Fix("provided", "Password reset, mobile number added for self-service.")],
        ],
        ..PASSWORD
    },
    Scenario {
        key: "account-locked",
        weight: 13,
        subjects: &["Account locked", "Locked out [again|of my PC]", "Account keeps locking", "My user is locked every [morning|hour]"],
        bodies: &[
            "@0 My account is locked, [I mistyped the password with caps lock on|wrong keyboard layout at the login screen]. Please unlock.",
            "@12 My account gets locked [every morning|several times a day] although I type the password correctly. It started after I changed it {since}. This is the [third|fourth] time I'm calling about it.",
            "@12 \"The referenced account is currently locked out\" - again! Please find out what is doing that, unlocking alone does not help.",
            "@0 locked out, was my own fault. can you unlock pls",
        ],
        calls: &["@0 Locked after wrong password, own fault, please unlock.", "@12 Account keeps locking several times a day since password change."],
        paths: &[
            &[Fix("fixed", "Account unlocked. [It would also have unlocked by itself after 30 minutes.|Requester checked by staff number.]")],
            &[Note("Lock-outs come from {server}, service logon as {email}. Something runs there under a personal account."), Ask("the bad attempts come from the server {server}. Did you [ever set up a scheduled job|once start a report job] there with your own account?"), User("Yes!! The weekly stock export, I set that up when {cofirst} was ill. It still runs with my password."), Pass("infrastructure", "Please move the scheduled task 'weekly stock export' on {server} from {email} to the service account, that's what locks the user out."), Note("Moved to svc-export, test run ok."), Fix("fixed", "A scheduled job on {server} still used the old password of the requester. It now runs under a service account.")],
            &[Note("Attempts from a phone, old mail profile. Two devices registered, one {mobile} not seen for long but active today."), Say("a phone of type {mobile} is trying to fetch your mail with the old password. Could it be an old one in a drawer, or at home with the children?"), User("My [son|daughter] got my old phone. I had no idea the mail account was still on it. Removed!"), Say("Thank you. I've also removed that phone from your account, and unlocked it."), Fix("fixed", "Old phone with stored password removed from the account, account unlocked.")],
        ],
        ..PASSWORD
    },
    Scenario {
        key: "mfa-new-phone",
        weight: 13,
        kind: REQUEST.kind,
        level: (3, 2),
        subjects: &["New phone, Confirma needs [set up|to be moved]", "Confirma on new mobile", "MFA reset please", "Changed phone, can't approve sign-ins", "Second factor: new {mobile}"],
        bodies: &[
            "I have a new {mobile} and [forgot to move|didn't think of] the Confirma app before I handed in the old one. Now I can't approve any sign-in. Could you reset my second factor?",
            "New phone since {since}. Confirma shows my name but no account, codes are refused. How do I move it? Old phone is [still here|already wiped].",
            "Confirma on my {mobile} asks for a restore code that I don't have. Please set it up new.",
            "got a new phone, mfa gone. i'm at a customer and need the vpn at {later}",
        ],
        calls: &["New {mobile}, Confirma not moved. Identity checked by video.", "MFA reset after phone change, old one already returned."],
        paths: &[
            &[Say("I've reset your second factor. At the next sign-in you'll see a QR code: scan it with Confirma on the new phone. If you sign in from outside the company network you need a start code first, that one I give only by phone: please ring 111."), User("[Done, worked at the first try.|Called and done. Thanks!]"), Fix("provided", "Second factor reset after identity check, new phone enrolled.")],
            &[Ask("do you still have the old phone? Then it takes you one minute without us: Confirma on the old one > Move to new phone > scan."), User("It's in my drawer. [Did it, works.|OK that was easy.]"), Fix("explained", "Requester moved the app with the transfer function of the old phone.")],
            &[Note("Identity: video call with badge. Reset done, temporary pass valid 1 h."), Fix("provided", "Reset done with a temporary pass, {mobile} registered. Requester also saved the restore codes this time.")],
        ],
        ..MFA
    },
    Scenario {
        key: "mfa-unexpected",
        weight: 4,
        subjects: &["Confirma asks although I don't sign in", "Strange sign-in prompts at night", "Prompt from [Lagos|an unknown place] on my phone?"],
        bodies: &[
            "Since {time} my phone keeps asking me to approve a sign-in that isn't mine. I've declined {number} times. [What should I do?|Should I be worried?]",
            "I got a Confirma prompt at 3 in the morning, place shown: unknown. I pressed No. Just wanted to let you know.",
        ],
        calls: &["Gets prompts on phone without signing in, declined all."],
        paths: &[
            &[Say("you did exactly the right thing. Somebody probably has your password, so please change it right now, in the office network or with GateLink connected. I'm passing this to our security team at the same time."), User("Changed. Prompts have stopped."), Note("Handed to security by phone, they check sign-in log and open their own ticket."), Fix("fixed", "Password changed, all sessions ended. No successful sign-in by a stranger in the log.")],
            &[Note("It's their own tablet: Parley signs in anew every 90 days, at night."), Say("good news: it was your own tablet. Parley on it renews its sign-in every 90 days and happens to do it at night. You can recognise it by the device name in the prompt. If the name isn't yours: always press No and call us."), User("Phew. Thanks for checking!"), Fix("explained", "Prompts came from the requester's own tablet.")],
        ],
        ..MFA
    },
    Scenario {
        key: "access-app",
        weight: 12,
        subjects: &["Access to [Clientele|CalTrack|Folio|Tempora approvals] for {colleague}", "Please give {colleague} access to {sys}", "Access request: {sys}", "Same rights as {colleague}", "Missing permission in {sys}"],
        slots: &[("sys", &["Clientele", "CalTrack", "Folio", "the reporting portal", "the supplier portal", "the test database"])],
        bodies: &[
            "Please give {colleague} access to {sys}, same rights as I have. {cofirst} covers for me from {date} on.",
            "I took over the tasks of {colleague} in {month} and need the same permissions in {sys}. At the moment I can only [read|see the menu but not open anything].",
            "Could I get access to {sys}? I need it for [the audit|project {project}|the monthly figures]. {boss} agrees [(in cc)|].",
            "{sys} says \"you are not authorised for this action\" when I try to [approve|export|open the customer sheet]. Last week it worked.",
        ],
        calls: &["Needs access to {sys}, manager is {boss}."],
        paths: &[
            &[Ask("I need the approval of {boss} before I can set this. I've sent the approval request; as soon as it's answered it goes ahead by itself."), User("{bossfirst} has just approved it."), Fix("provided", "Role assigned after approval. Takes effect at the next sign-in.")],
            &[Ask("\"same rights as\" is what auditors don't like, because nobody knows what's in it. Could you tell me what is to be done there: read, edit, approve?"), User("[Read and edit. No approving.|Edit and export, that's all.]"), Note("Approved by owner of the application on the phone."), Fix("provided", "Role 'editor' granted for 12 months, owner informed.")],
            &[Note("Role was removed in the quarterly review because {boss} ticked 'no longer needed'. Asked back."), Say("your access was removed in the last access review. I've asked {boss} whether that was meant."), User("{bossfirst} says it was a mistake, [sorry for that|wrong line]."), Fix("provided", "Role restored, review corrected.")],
            &[Cc, Say("with your tasks this combination isn't allowed: whoever creates suppliers must not approve invoices. I can give you either one."), User("OK, then only the reading part please, {colleague2} does the approving."), Fix("provided", "Read role granted; approval stays with a second person.")],
        ],
        ..ACCESS
    },
    Scenario {
        key: "name-change",
        kind: REQUEST.kind,
        category: "account/access",
        weight: 3,
        level: (3, 3),
        subjects: &["Change of name", "New surname, please change account", "I got married :)"],
        bodies: &[
            "I got married and my surname is {newname} from {date} on. HR knows. Could you change mail address, display name and so on? I'd like to keep receiving mail to the old address for a while.",
            "My name has changed to {first} {newname}. What do I have to do, and what will break?",
        ],
        slots: &[("newname", &["Fairburn", "Lindgren", "Horáčková", "Steinbach", "Ellwood", "Rautio", "Kirchner", "Whitwell"])],
        paths: &[
            &[Say("congratulations! I'd do it on {date} in the evening. The old address stays as an alias for good, so no mail gets lost. You'll sign in with the new name the next morning; the password stays the same, Confirma has to be confirmed once."), User("Perfect, the evening is fine."), Until(4, "Rename planned for the evening agreed."), Note("Renamed in directory, mail, Parley. Meridian keeps the user ID, display name changed."), Say("All done. If you see the old name anywhere, tell me. Some lists take a day."), Later("Only the printer still calls me by the old name, I can live with that!"), Fix("provided", "Name changed in all systems, old address kept as alias.")],
            &[Note("HR record still old, can't start. Asked HR."), Ask("I only get started once the change is in the HR system, and it isn't yet. Could you check with them?"), User("They forgot to press save. [It's in now.|They say now it is.]"), Fix("provided", "Account renamed, alias kept, colleagues' address books update within a day.")],
        ],
        ..ACCESS
    },
    Scenario {
        key: "guest-account",
        kind: REQUEST.kind,
        weight: 4,
        level: (3, 3),
        subjects: &["Account for intern [from {date}|]", "Guest account for {customer}", "Temporary account for working student", "External account to be extended"],
        bodies: &[
            "we have an intern from {date} for {number} weeks, name {newcomer}. We need mail, Parley and {share}. A laptop is there.",
            "The account of our external consultant {newcomer} runs out on {date} but the project goes on. Could you extend it by three months?",
        ],
        calls: &["Account for an external, {newcomer}, from {date}."],
        paths: &[
            &[Ask("gladly. For externals I need the end date and whether an agreement on confidentiality has been signed (HR has the form)."), User("Signed, HR has it. End date as written plus one week for handover."), Fix("provided", "Account created with end date, share access granted, start password left with the requester.")],
            &[Fix("provided", "Account extended by three months, {boss} informed as approver.")],
        ],
        ..ACCESS
    },
    Scenario {
        key: "portal-outside",
        weight: 7,
        who: Who::Outside,
        subjects: &["Cannot log in to the customer portal", "Portal: password link does not arrive", "Certificate download from portal fails", "Portal access for a new colleague"],
        bodies: &[
            "@0 we can no longer log in to your customer portal. The page says \"unknown user\" for {email}. We need the calibration certificate for serial {serial} until {date}.",
            "@0 The password mail from your portal never arrives here. [Spam folder checked.|Our IT says nothing was rejected.]",
            "@1 Downloading certificate {cert} from the portal ends with an empty file. [Tried two browsers.|Other certificates are fine.]",
            "@2 our colleague {colleague} should have access to the portal too, to order calibrations. Can you arrange that?",
        ],
        paths: &[
            &[Ask("sorry for the trouble. I've set the account active again and sent a new link. Could you check whether a mail from no-reply@aldermoor.example has come in?"), User("The mail is here now and the log-on works. Thank you."), Fix("fixed", "Account had been switched off after 12 months without use. Activated, link sent. The certificate requested was also sent by mail.")],
            &[Pass("business-apps", "{company} can't download {cert}, empty file. Please check the document in CalTrack."), Note("PDF was generated before the signature was there, so 0 bytes. Regenerated."), Fix("fixed", "Certificate {cert} regenerated, download tested.")],
            &[Fix("provided", "Access created for the colleague with role 'orders', invitation sent.")],
        ],
        ..ACCESS
    },
];
