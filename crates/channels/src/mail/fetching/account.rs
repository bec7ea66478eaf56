//! Where a mailbox is fetched from, how far that has come, and how it went.

use crate::mail::model::{MailboxId, Reason};
use kernel::Timestamp;

/// How a mail server is talked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// Encrypted from the first byte (port 993 to fetch, 465 to send).
    #[default]
    Tls,
    /// Encrypted once both sides agree to (port 143 to fetch, 587 to send).
    StartTls,
    /// Not at all; with a server on this machine only.
    Plain,
}

impl Security {
    /// All of them.
    pub const ALL: [Security; 3] = [Security::Tls, Security::StartTls, Security::Plain];

    /// Its name in the table and in forms.
    pub fn name(self) -> &'static str {
        match self {
            Security::Tls => "tls",
            Security::StartTls => "starttls",
            Security::Plain => "plain",
        }
    }

    /// The port that is usual.
    pub fn usual_port(self) -> u16 {
        match self {
            Security::Tls => 993,
            Security::StartTls | Security::Plain => 143,
        }
    }

    /// The port that is usual where mail is sent.
    pub fn usual_port_to_send(self) -> u16 {
        match self {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::Plain => 25,
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// How the desk proves to a mail server that it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// By the user's password.
    Password,
    /// By what a provider has allowed (OAuth 2.0).
    Grant,
}

impl SignIn {
    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            SignIn::Password => "password",
            SignIn::Grant => "grant",
        }
    }

    /// The one of this name; the usual one for any other.
    pub fn named(name: &str) -> Self {
        match name {
            "grant" => SignIn::Grant,
            _ => SignIn::Password,
        }
    }
}

/// Where a mailbox is fetched from, as an administrator says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is talked to.
    pub security: Security,
    /// Who signs in.
    pub user: String,
    /// By what.
    pub sign_in: SignIn,
    /// The folder that is fetched.
    pub folder: String,
    /// The folder that messages are moved to when they are kept; empty to leave them, marked as read.
    pub move_to: String,
    /// Whether what lies in the folder at the first visit is taken, too.
    pub takes_old: bool,
    /// After how many hours without a message somebody is to look; never where there is none.
    pub silence_hours: Option<i64>,
}

/// How far fetching has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Which numbering of the folder `last_uid` belongs to; none before the first visit, and 0 where what was visited lies at
    /// another server now, or is another user's.
    pub uid_validity: Option<u32>,
    /// The last message that was kept.
    pub last_uid: u32,
    /// When the server last answered all that it was asked.
    pub succeeded_at: Option<Timestamp>,
    /// Since when it does not.
    pub failing: Option<(Timestamp, Reason)>,
}

/// As much is looked at again where numbers say nothing: a server's clock may be late, and what was taken is known.
const OVERLAP: i64 = kernel::time::HOUR;

impl Progress {
    /// Where another numbering is gone on with: all that came in before was taken, or lay there before the first visit.
    pub(super) fn goes_on_from(&self, created_at: Timestamp) -> Timestamp {
        let taken = self.succeeded_at.map(|at| at.plus(-OVERLAP));
        taken.map_or(created_at, |taken| taken.max(created_at))
    }
}

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Where it is fetched from.
    pub account: Account,
    /// The password, sealed; empty where none is needed.
    pub(crate) password: String,
    /// Another one after each change of the account or the mailbox.
    pub(crate) version: i64,
    /// When it was set up.
    pub created_at: Timestamp,
    /// How far fetching has come.
    pub progress: Progress,
}

/// What a password is sealed for: it cannot be opened for another mailbox, or another server.
pub(crate) fn sealed_for(mailbox: MailboxId, account: &Account) -> String {
    let Account { host, user, .. } = account;
    format!("imap:{}:{user}@{host}", mailbox.0)
}

/// Why administrators are to look at a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// It cannot be fetched.
    Failing {
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// Nothing has come in for longer than it should.
    Silent {
        /// Since when.
        since: Timestamp,
    },
}

impl Alarm {
    /// Since when it is so.
    pub fn since(&self) -> Timestamp {
        match self {
            Alarm::Failing { since, .. } | Alarm::Silent { since } => *since,
        }
    }
}

/// How long a mailbox may fail before that is an alarm: servers are restarted now and then.
pub const FAILING_ALARM_MINUTES: i64 = 10;

impl Kept {
    /// Why somebody is to look at the mailbox now, if anything. `last` is when its last message came in.
    pub fn alarm(&self, last: Option<Timestamp>, now: Timestamp) -> Option<Alarm> {
        if let Some((since, reason)) = &self.progress.failing
            && now.0 - since.0 >= FAILING_ALARM_MINUTES * kernel::time::MINUTE
        {
            let (since, reason) = (*since, reason.clone());
            return Some(Alarm::Failing { since, reason });
        }
        let since = last.unwrap_or(self.created_at);
        let allowed = self.account.silence_hours? * kernel::time::HOUR;
        (now.0 - since.0 >= allowed).then_some(Alarm::Silent { since })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::time::{HOUR, MINUTE};

    fn kept(failing_minutes: Option<i64>, silence_hours: Option<i64>) -> Kept {
        let failing = failing_minutes.map(|minutes| {
            let since = Timestamp(1_000 * HOUR - minutes * MINUTE);
            (since, Reason::new("imap_unreachable"))
        });
        Kept {
            mailbox: MailboxId(1),
            account: Account {
                host: "imap.example.com".into(),
                port: 993,
                security: Security::Tls,
                user: "desk".into(),
                sign_in: SignIn::Password,
                folder: "INBOX".into(),
                move_to: String::new(),
                takes_old: false,
                silence_hours,
            },
            password: String::new(),
            version: 1,
            created_at: Timestamp(900 * HOUR),
            progress: Progress {
                failing,
                ..Progress::default()
            },
        }
    }

    #[test]
    fn an_alarm_is_raised_when_a_mailbox_fails_or_is_silent_for_too_long() {
        let now = Timestamp(1_000 * HOUR);
        let ago = |hours: i64| Some(Timestamp(now.0 - hours * HOUR));
        // Failing for so many minutes, silence allowed for so many hours, last message; the alarm.
        for (failing, allowed, last, expected) in [
            (None, None, None, None),
            (Some(9), None, None, None),
            (Some(10), None, None, Some("failing")),
            (Some(10), Some(1), ago(2), Some("failing")),
            (Some(9), Some(1), ago(2), Some("silent")),
            (None, Some(24), ago(23), None),
            (None, Some(24), ago(24), Some("silent")),
            (None, Some(24), None, Some("silent")),
            (None, Some(101), None, None),
        ] {
            let alarm = kept(failing, allowed).alarm(last, now);
            let name = alarm.map(|alarm| match alarm {
                Alarm::Failing { .. } => "failing",
                Alarm::Silent { .. } => "silent",
            });
            assert_eq!(name, expected, "{failing:?} {allowed:?} {last:?}");
        }
    }
}
