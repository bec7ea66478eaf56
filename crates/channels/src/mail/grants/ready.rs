//! What is ready for the providers that most mailboxes are with: their addresses, what is asked of them, and their servers.

use super::{Sending, Terms};
use crate::mail::fetching::account::Security;

/// A provider that needs no reading of its manual.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    /// Its name in addresses of the page.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    authorisation_url: &'static str,
    token_url: &'static str,
    scope: &'static str,
    pub(crate) imap_host: &'static str,
    smtp: (&'static str, u16, Security),
}

/// All that are ready.
pub const READY: [Ready; 2] = [
    Ready {
        name: "microsoft",
        label: "Microsoft 365",
        authorisation_url: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        token_url: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        scope: "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
        imap_host: "outlook.office365.com",
        smtp: ("smtp.office365.com", 587, Security::StartTls),
    },
    Ready {
        name: "google",
        label: "Google",
        // Without these two it gives no refresh token.
        authorisation_url: "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent",
        token_url: "https://oauth2.googleapis.com/token",
        scope: "https://mail.google.com/",
        imap_host: "imap.gmail.com",
        smtp: ("smtp.gmail.com", 465, Security::Tls),
    },
];

impl Ready {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        READY.into_iter().find(|one| one.name == name)
    }

    /// The one whom these terms are for: who gives the tokens.
    pub(crate) fn of(terms: &Terms) -> Option<Self> {
        let host = |url: &str| url.split('/').nth(2).map(str::to_owned);
        let asked = host(&terms.token_url);
        let mut all = READY.into_iter();
        all.find(|one| host(one.token_url) == asked)
    }

    /// The terms, but for the name of the desk, for a mailbox that sends by it, too.
    pub(crate) fn terms(self, user: &str) -> Terms {
        let (host, port, security) = self.smtp;
        Terms {
            client_id: String::new(),
            authorisation_url: self.authorisation_url.to_owned(),
            token_url: self.token_url.to_owned(),
            scope: self.scope.to_owned(),
            inside: false,
            sending: Some(Sending {
                host: host.to_owned(),
                port,
                security,
                user: user.to_owned(),
            }),
        }
    }
}
