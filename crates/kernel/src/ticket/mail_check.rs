//! What a mail server found out about whether a message is its sender's: SPF, DKIM and DMARC.

use serde::{Deserialize, Serialize};

/// A way to find that out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailCheck {
    /// Whether the sender's domain lets this server send (RFC 7208).
    Spf,
    /// Whether a domain has signed it (RFC 6376).
    Dkim,
    /// Whether either of them stands for the domain that the reader sees (RFC 7489).
    Dmarc,
}

impl MailCheck {
    /// All of them.
    pub const ALL: [MailCheck; 3] = [MailCheck::Spf, MailCheck::Dkim, MailCheck::Dmarc];

    /// The name in conditions, the database and the headers of messages.
    pub fn name(self) -> &'static str {
        match self {
            MailCheck::Spf => "spf",
            MailCheck::Dkim => "dkim",
            MailCheck::Dmarc => "dmarc",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            MailCheck::Spf => "SPF",
            MailCheck::Dkim => "DKIM",
            MailCheck::Dmarc => "DMARC",
        }
    }
}

/// How a check went; a check that the sender's domain does not offer has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailResult {
    /// It is the sender's.
    Pass,
    /// It is not.
    Fail,
    /// It is probably not.
    Softfail,
    /// It cannot be said.
    Neutral,
    /// The check itself failed.
    Error,
}

impl MailResult {
    /// All of them.
    pub const ALL: [MailResult; 5] = [
        MailResult::Pass,
        MailResult::Fail,
        MailResult::Softfail,
        MailResult::Neutral,
        MailResult::Error,
    ];

    /// The name in conditions and the database.
    pub fn name(self) -> &'static str {
        match self {
            MailResult::Pass => "pass",
            MailResult::Fail => "fail",
            MailResult::Softfail => "softfail",
            MailResult::Neutral => "neutral",
            MailResult::Error => "error",
        }
    }
}

/// How the checks of a message went, as far as they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailChecks {
    /// SPF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spf: Option<MailResult>,
    /// DKIM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dkim: Option<MailResult>,
    /// DMARC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dmarc: Option<MailResult>,
}

impl MailChecks {
    /// How one of them went.
    pub fn of(&self, check: MailCheck) -> Option<MailResult> {
        match check {
            MailCheck::Spf => self.spf,
            MailCheck::Dkim => self.dkim,
            MailCheck::Dmarc => self.dmarc,
        }
    }

    /// Whether none was made.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
