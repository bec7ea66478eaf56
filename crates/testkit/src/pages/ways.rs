//! Who opens a page, and how one gets there.

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
}

/// A script that asks without signing in and answers the link to the ticket, on a page of a desk that lets everybody ask.
pub const FOLLOW_LINK: &str = "fetch('/ask', { method: 'POST', body: new URLSearchParams({ name: 'Vera', \
    email: 'vera@example.com', subject: 'The door is locked', description: 'Since noon.' }) }).then((answer) => answer.url)";
