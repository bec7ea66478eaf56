//! Who opens a page, and how one gets there.

use directory::SystemSecrets;
use store::Tx;
use work::{ApprovalLink, Desk};

/// Who opens a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody on a desk where nobody has an account yet.
    First,
    /// Somebody who is not signed in.
    Stranger,
    /// A requester.
    Requester,
    /// An agent.
    Agent,
    /// An administrator.
    Administrator,
}

/// How one gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By this address.
    Address(&'static str),
    /// By the first link to such a page on the page with this address.
    LinkOn(&'static str),
    /// By the link with which a password is chosen.
    PasswordLink,
    /// By the address with the code that the console printed.
    SetUpCode,
    /// By the link that whoever asks without signing in is given; a script finds it.
    FollowLink,
    /// By the link in a message with which such mail is switched off.
    MailLink,
    /// By the link in a message with which somebody who is asked answers.
    ApprovalLink,
}

/// Makes a link for somebody who is asked to approve something and has not answered.
///
/// # Panics
/// Where nobody is asked.
pub async fn approval_link(desk: &Desk) -> String {
    let secret = directory::link_secret(&SystemSecrets).expect("chance");
    let (kept, now) = (secret.clone(), desk.clock().now());
    let keeping = move |tx: &Tx<'_>| {
        let sql = "SELECT ticket_id, approval_id, person_id FROM ticket_approvals WHERE state = 'waiting' \
                   ORDER BY ticket_id, approval_id, person_id LIMIT 1";
        let found = tx.find(sql, &[], |row| {
            Ok::<_, store::Error>(ApprovalLink {
                ticket: row.get(0)?,
                approval: row.get(1)?,
                person: row.get(2)?,
            })
        })?;
        found.expect("somebody who is asked").keep(tx, &kept, now)
    };
    desk.store().write(keeping).await.expect("a link");
    format!("/approve/{secret}")
}

/// A script that asks without signing in and answers the link to the ticket, on a page of a desk that lets everybody ask.
pub const FOLLOW_LINK: &str = "fetch('/ask', { method: 'POST', body: new URLSearchParams({ name: 'Vera', \
    email: 'vera@example.com', subject: 'The door is locked', description: 'Since noon.' }) }).then((answer) => answer.url)";
