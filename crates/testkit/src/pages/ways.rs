//! Who opens a page, and how one gets there.

use super::PageOf;
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
    /// By what a form makes on the page with this address: a script sends it and answers where that is.
    Made(&'static str, &'static str),
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

impl PageOf {
    /// A script that finds the address of the first link to such a page. Something in it is a number.
    pub fn link(&self) -> String {
        let mut pattern = String::new();
        let mut rest = self.route;
        while let Some((before, after)) = rest.split_once('{') {
            let (_, after) = after.split_once('}').unwrap_or(("", ""));
            pattern.push_str(&before.replace('/', "\\/"));
            pattern.push_str("[^\\/]*\\d[^\\/]*");
            rest = after;
        }
        pattern.push_str(&rest.replace('/', "\\/"));
        format!(
            "[...document.querySelectorAll('main a[href], nav a[href]')].find((link) => /^{pattern}$/.test(link.pathname))?.href"
        )
    }
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

/// A script that tries a rule, on the page of a file of the policy, and waits for what it comes to.
pub const TRIED: &str = "(async () => {
  const form = document.querySelector('main form[action^=\"/admin/policy/files/\"]');
  const sent = new URLSearchParams(new FormData(form));
  sent.set('text', `[[rules]]\nkey = 'urgent'\nlabel = 'Urgent'\non = ['opened']\nthen = [{ priority = 1 }]\n`);
  const { url } = await fetch(form.action, { method: 'POST', body: sent });
  if (!url.includes('/trials/')) throw new Error(`no trial at ${url}`);
  for (let tries = 0; tries < 100; tries += 1) {
    const page = await (await fetch(url)).text();
    if (!page.includes('hx-target=\"#trial\"')) break;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  return url;
})()";

/// A script that keeps a macro of one's own, on the page for a new one.
pub const OWN_MACRO: &str = "(async () => {
  const form = document.querySelector('main form[action=\"/macros/new\"]');
  const sent = new URLSearchParams(new FormData(form));
  sent.set('name', 'Looked at');
  sent.set('text.en', 'Hello {{ requester.first_name }}, we have looked at it.');
  const list = await (await fetch(form.action, { method: 'POST', body: sent })).text();
  const links = new DOMParser().parseFromString(list, 'text/html').querySelectorAll('main td a[href^=\"/macros/\"]');
  return location.origin + links[0].getAttribute('href');
})()";
