//! What the templates of mail show.

mod for_agents;

pub use for_agents::{LeftPage, OfTicketPage, WentRow, WrittenDocument, WrittenPart};

use web::askama::Template;
use web::parts::{Choice, Empty, Input};
use web::{Frame, When};

/// `GET /admin/mail`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_mail.html")]
pub struct MailPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// How many messages wait for somebody, in words; empty for none.
    pub waiting: String,
    /// The mailboxes, and last an empty form for one more.
    pub mailboxes: Vec<MailboxForm>,
    /// Where the mailboxes before these are, if there are any.
    pub fewer_mailboxes: Option<String>,
    /// Where the mailboxes after these are, if there are any.
    pub more_mailboxes: Option<String>,
    /// What messages are listed: all, or those with an outcome.
    pub filters: Vec<Filter>,
    /// The messages, the newest first.
    pub messages: Vec<MailRow>,
    /// Where the older ones are, if there are any.
    pub older: Option<String>,
    /// What is said where there is no message.
    pub empty: Empty<'a>,
}

/// A mailbox in its form.
pub struct MailboxForm {
    /// Which; none for one more.
    pub id: Option<i64>,
    /// What it is called.
    pub name: Input,
    /// Its address.
    pub address: Input,
    /// The team that new tickets go to.
    pub teams: Vec<Choice>,
    /// The service that new tickets are about; nothing to choose where there is none.
    pub services: Vec<Choice>,
    /// Whether mail is taken.
    pub active: bool,
    /// The mail servers that are believed what they found out about senders; only where there is a mailbox.
    pub trusted_servers: Input,
    /// Whether its server takes what is for the address with a plus, too.
    pub plus_addresses: bool,
    /// How fetching goes; none for one more.
    pub fetched: Option<Fetched>,
}

/// How fetching a mailbox goes, in a line.
pub struct Fetched {
    /// The icon.
    pub icon: &'static str,
    /// From where it is fetched, or what is wrong.
    pub text: String,
}

impl MailboxForm {
    /// Where it is sent.
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/admin/mail/mailboxes/{id}"),
            None => "/admin/mail/mailboxes".to_owned(),
        }
    }

    /// What tells its fields from those of the others.
    fn key(&self) -> i64 {
        self.id.unwrap_or(0)
    }
}

/// A choice of what is listed.
pub struct Filter {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: &'static str,
    /// Whether it is what is listed now.
    pub chosen: bool,
}

/// A message in the list.
pub struct MailRow {
    /// Where it leads; nothing where it belongs to a ticket that the reader may not see.
    pub href: Option<String>,
    /// What it is about.
    pub subject: String,
    /// Who wrote it.
    pub from: String,
    /// What became of it.
    pub outcome: OutcomeChip,
    /// Why, in words.
    pub why: String,
    /// The ticket's number, if there is one that the reader may see.
    pub ticket: Option<String>,
    /// When it came in.
    pub at: When,
}

/// What became of a message, in a word and a colour.
pub struct OutcomeChip {
    /// The word.
    pub label: &'static str,
    /// The colour's class.
    pub class: &'static str,
}

/// `GET /mail/messages/{id}`
#[derive(Template)]
#[template(askama = web::askama, path = "mail_message.html")]
pub struct MessagePage {
    /// The layout's part.
    pub frame: Frame,
    /// The list that it stands in.
    pub back: String,
    /// Which message.
    pub id: i64,
    /// The address of the mailbox that it came in by.
    pub mailbox: String,
    /// Who wrote it.
    pub from: String,
    /// When it came in.
    pub at: When,
    /// What became of it.
    pub outcome: OutcomeChip,
    /// Why, a line each.
    pub reasons: Vec<String>,
    /// How mail servers checked whether it is its sender's, a line each.
    pub checks: Vec<String>,
    /// The ticket's number, if there is one.
    pub ticket: Option<String>,
    /// What stands in it.
    pub text: String,
    /// How it was written, where that was not as plain text.
    pub written: Option<WrittenPart>,
    /// Its size, in words.
    pub size: String,
    /// Whether the mail server has not handed it over: it has neither text nor size.
    pub is_withheld: bool,
    /// Whether it can be looked at again or let in, or be asked for again.
    pub can_be_released: bool,
}

/// `GET /admin/mail/signing`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_mail_signing.html")]
pub struct SigningPage {
    /// The layout's part.
    pub frame: Frame,
    /// The domains that mail goes out from.
    pub domains: Vec<DomainRow>,
}

/// A domain with its keys.
pub struct DomainRow {
    /// The domain.
    pub domain: String,
    /// Its keys.
    pub keys: Vec<KeyRow>,
}

/// A key that mail is signed with.
pub struct KeyRow {
    /// Which.
    pub id: i64,
    /// The name of its record in the DNS.
    pub name: String,
    /// What the record says.
    pub record: String,
    /// Whether mail is signed with it.
    pub active: bool,
    /// When it was made.
    pub made: When,
}

/// `GET` and `POST /account/mail`
#[derive(Template)]
#[template(askama = web::askama, path = "account_mail.html")]
pub struct OwnMailPage {
    /// The layout's part.
    pub frame: Frame,
    /// The kinds that one can do without: the wanted ones are chosen.
    pub kinds: Vec<Choice>,
    /// That mail to one's address came back, in a sentence; ended by `POST /account/mail/reach`.
    pub unreached: Option<String>,
}

/// `GET` and `POST /mail/choices/{token}`
#[derive(Template)]
#[template(askama = web::askama, path = "mail_choice.html")]
pub struct ChoicePage {
    /// The layout's part.
    pub frame: Frame,
    /// Which mail it is about, in words.
    pub mail: &'static str,
    /// Where the button leads.
    pub at: String,
    /// Whether it is switched off.
    pub off: bool,
}

/// `GET /admin/mail/queue`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_mail_queue.html")]
pub struct QueuePage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// Whether a mail server is named.
    pub is_set_up: bool,
    /// The messages, the newest first.
    pub rows: Vec<QueueRow>,
    /// Where the older ones are, if there are any.
    pub older: Option<String>,
    /// What is said where there is none.
    pub empty: Empty<'a>,
}

/// A message that goes out.
pub struct QueueRow {
    /// Which.
    pub id: i64,
    /// Since when it is to be sent.
    pub at: When,
    /// To whom.
    pub to: String,
    /// The ticket's number, if the reader may see it.
    pub ticket: Option<String>,
    /// How far it has come.
    pub state: OutcomeChip,
    /// What was wrong last; empty for nothing.
    pub error: String,
    /// Whether it can be sent again.
    pub can_be_retried: bool,
}

/// `GET /admin/mail/mailboxes/{id}/grant`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_mail_grant.html")]
pub struct GrantPage {
    /// The layout's part.
    pub frame: Frame,
    /// The mailbox's address.
    pub address: String,
    /// Where the form is sent.
    pub at: String,
    /// The address at the provider that the administrator goes on to, and the provider's host; empty for none.
    pub go_on: Option<(String, String)>,
    /// Whether terms are kept.
    pub is_kept: bool,
    /// Whether a secret is kept.
    pub has_secret: bool,
    /// Since when the provider lets the desk in.
    pub granted: Option<When>,
    /// Since when the provider gives no tokens, and why.
    pub failing: Option<(When, String)>,
    /// What is ready, each with where its page is and whether it is what is shown.
    pub ready: Vec<Filter>,
    /// The address that the provider is to send people back to.
    pub back: String,
    /// What the provider calls the desk.
    pub client_id: Input,
    /// The secret; never shown.
    pub secret: Input,
    /// Where somebody allows it.
    pub authorisation_url: Input,
    /// Where tokens are given.
    pub token_url: Input,
    /// What is asked for.
    pub scope: Input,
    /// Whether the provider stands within our own network.
    pub inside: bool,
    /// The server that the mailbox's own mail goes out by; empty for the desk's.
    pub send_host: Input,
    /// Its port.
    pub send_port: Input,
    /// How it can be talked to.
    pub send_securities: Vec<Choice>,
    /// Who signs in there.
    pub send_user: Input,
}

/// `GET /admin/mail/mailboxes/{id}/account`
#[derive(Template)]
#[template(askama = web::askama, path = "admin_mail_account.html")]
pub struct AccountPage {
    /// The layout's part.
    pub frame: Frame,
    /// The mailbox's address.
    pub address: String,
    /// Where the form is sent.
    pub at: String,
    /// Whether the mailbox is fetched already.
    pub is_kept: bool,
    /// When the server last answered all that it was asked.
    pub succeeded: Option<When>,
    /// Since when it does not, and why.
    pub failing: Option<(When, String)>,
    /// Whether what was entered was tried and does not work.
    pub does_not_work: bool,
    /// How the server can be talked to.
    pub securities: Vec<Choice>,
    /// The server.
    pub host: Input,
    /// Its port.
    pub port: Input,
    /// Who signs in.
    pub user: Input,
    /// How the desk can sign in.
    pub sign_ins: Vec<Choice>,
    /// What is wrong with that; empty for nothing.
    pub sign_in_wrong: String,
    /// Whether a provider lets the desk in, in words.
    pub grant: &'static str,
    /// The password; never shown.
    pub password: Input,
    /// The password that was entered before, sealed; empty for none.
    pub entered: String,
    /// The folder that is fetched.
    pub folder: Input,
    /// The folder that messages are moved to.
    pub move_to: Input,
    /// After how many hours without a message somebody is to look.
    pub silence_hours: Input,
    /// Whether what lies there already is taken.
    pub takes_old: bool,
}

impl GrantPage {
    /// What is said of a secret that is there already.
    fn secret_hint(&self) -> &str {
        match self.has_secret {
            true => self.frame.t("grant-secret-kept"),
            false => self.frame.t("grant-secret-hint"),
        }
    }

    /// Whether what is ready for providers is not what is asked, or something is wrong with it.
    fn more_is_open(&self) -> bool {
        let fields = [&self.authorisation_url, &self.token_url, &self.scope];
        let wrong = fields.iter().any(|field| field.error.is_some());
        wrong || !self.ready.iter().any(|one| one.chosen)
    }
}

impl AccountPage {
    /// Where a provider lets the desk in.
    fn grant_at(&self) -> String {
        format!("{}grant", self.at.trim_end_matches("account"))
    }

    /// What is said of a password that is there already.
    fn password_hint(&self) -> &str {
        match (self.entered.is_empty(), self.is_kept) {
            (false, _) => self.frame.t("account-password-entered"),
            (true, true) => self.frame.t("account-password-kept"),
            (true, false) => "",
        }
    }

    /// Whether something is wrong with what few need.
    fn more_is_open(&self) -> bool {
        let fields = [&self.folder, &self.move_to, &self.silence_hours];
        self.is_kept || fields.iter().any(|field| field.error.is_some())
    }
}
