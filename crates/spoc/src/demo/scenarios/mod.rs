//! What happens at the company: scenarios, each a small bundle of ways in which one matter can go.
//!
//! The texts are templates. `[one|two]` chooses one of the parts, which may be empty and may nest; `{slot}`
//! is replaced by a value that stays the same within a ticket (see `slots`), `{slot2}` by another value of
//! the same sort. A subject, body or call that starts with `@02a ` goes only with the paths 0 and 2, and
//! such a subject only with bodies about the same topic `a`. Greetings, signatures and typing errors are added by `voice`.

mod access;
mod accounts;
mod business;
mod calendars;
pub(crate) mod catalogue;
mod collaboration;
mod crm;
mod erp;
mod erp_stock;
mod files;
mod german;
mod german_devices;
mod german_office;
mod joiners;
mod lab;
mod laptop_requests;
mod laptops;
mod mail;
mod network;
pub(crate) mod outages;
mod outages_network;
mod peripherals;
mod phones;
mod printing;
mod privacy;
mod security;
mod servers;
mod software;
mod vpn;

use super::company::Language;
use super::story::Kind;

/// One move in the conversation about a ticket.
pub(crate) enum Line {
    /// The agent asks the requester and waits.
    Ask(&'static str),
    /// The agent tells the requester something.
    Say(&'static str),
    /// The requester writes.
    User(&'static str),
    /// The requester writes, some days later.
    Later(&'static str),
    /// The assignee notes something for colleagues.
    Note(&'static str),
    /// Another member of the team notes something.
    Peer(&'static str),
    /// The ticket goes to another team, with a note.
    Pass(&'static str, &'static str),
    /// Work waits for a third party, with a note.
    Vendor(&'static str),
    /// Work waits that many days, with a note.
    Until(i64, &'static str),
    /// The ticket is resolved with a code and a text.
    Fix(&'static str, &'static str),
    /// The requester says that it is not resolved.
    Again(&'static str),
    /// The ticket is withdrawn.
    Drop(&'static str),
    /// The requester attaches a file.
    File(&'static str, &'static str),
    /// The agent attaches a file.
    Log(&'static str, &'static str),
    /// The priority is set by hand, with a reason.
    Raise(u8, &'static str),
    /// A tag is added.
    Tag(&'static str),
    /// The requester's superior is to be kept informed.
    Cc,
}

/// Who has this sort of matter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Any member of staff.
    Anyone,
    /// Staff of one of these departments.
    Dept(&'static [&'static str]),
    /// People with others reporting to them.
    Superiors,
    /// Contacts at other organisations.
    Outside,
    /// Agents, for what monitoring or maintenance brings.
    Agents,
}

/// A matter that comes up again and again.
pub(crate) struct Scenario {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) service: &'static str,
    pub(crate) category: &'static str,
    /// The team that usually solves it.
    pub(crate) team: &'static str,
    /// How often it comes up, relative to others; 10 is common.
    pub(crate) weight: u32,
    /// Usual impact and urgency.
    pub(crate) level: (u8, u8),
    pub(crate) who: Who,
    pub(crate) language: Language,
    pub(crate) confidential: bool,
    pub(crate) tags: &'static [&'static str],
    /// Slots of its own and their values.
    pub(crate) slots: &'static [(&'static str, &'static [&'static str])],
    pub(crate) subjects: &'static [&'static str],
    /// What the requester writes.
    pub(crate) bodies: &'static [&'static str],
    /// What an agent writes down when the requester calls; none: nobody calls about this.
    pub(crate) calls: &'static [&'static str],
    pub(crate) paths: &'static [&'static [Line]],
}

/// An incident with the usual settings.
pub(crate) const INCIDENT: Scenario = Scenario {
    key: "",
    kind: Kind::Incident,
    service: "",
    category: "",
    team: "service-desk",
    weight: 10,
    level: (3, 2),
    who: Who::Anyone,
    language: Language::English,
    confidential: false,
    tags: &[],
    slots: &[],
    subjects: &[],
    bodies: &[],
    calls: &[],
    paths: &[],
};

/// A service request with the usual settings.
pub(crate) const REQUEST: Scenario = Scenario {
    kind: Kind::Request,
    level: (3, 3),
    ..INCIDENT
};

/// Every scenario, one file per group.
pub(crate) const GROUPS: &[&[Scenario]] = &[
    accounts::SCENARIOS,
    access::SCENARIOS,
    business::SCENARIOS,
    crm::SCENARIOS,
    collaboration::SCENARIOS,
    erp::SCENARIOS,
    erp_stock::SCENARIOS,
    files::SCENARIOS,
    german::SCENARIOS,
    german_office::SCENARIOS,
    german_devices::SCENARIOS,
    joiners::SCENARIOS,
    lab::SCENARIOS,
    laptops::SCENARIOS,
    laptop_requests::SCENARIOS,
    mail::SCENARIOS,
    calendars::SCENARIOS,
    network::SCENARIOS,
    vpn::SCENARIOS,
    peripherals::SCENARIOS,
    phones::SCENARIOS,
    printing::SCENARIOS,
    privacy::SCENARIOS,
    security::SCENARIOS,
    servers::SCENARIOS,
    software::SCENARIOS,
];

/// The language that a scenario is told in.
pub(crate) fn language_of(key: &str) -> Language {
    let all = GROUPS.iter().flat_map(|group| group.iter());
    all.filter(|s| s.key == key)
        .map(|s| s.language)
        .next()
        .unwrap_or(Language::English)
}

/// A template with its marker taken off: the digits name the paths it goes with, the letters its topic.
#[derive(Clone, Copy)]
pub(crate) struct Marked {
    marker: &'static str,
    pub(crate) text: &'static str,
}

impl Marked {
    /// `@01a text` goes with the paths 0 and 1 and is about `a`; without a marker it goes with everything.
    pub(crate) fn parse(template: &'static str) -> Self {
        let parts = template.strip_prefix('@').and_then(|t| t.split_once(' '));
        let (marker, text) = parts.unwrap_or(("", template));
        Self { marker, text }
    }

    pub(crate) fn goes_with(&self, path: usize) -> bool {
        let digit = char::from(b'0' + path as u8);
        !self.marker.contains(|c: char| c.is_ascii_digit()) || self.marker.contains(digit)
    }

    /// Whether this subject can stand above that body.
    pub(crate) fn heads(&self, body: &Marked) -> bool {
        let mut topics = self
            .marker
            .chars()
            .filter(char::is_ascii_lowercase)
            .peekable();
        topics.peek().is_none() || topics.any(|c| body.marker.contains(c))
    }
}

/// The templates that go with a path.
pub(crate) fn fitting(templates: &[&'static str], path: usize) -> Vec<Marked> {
    templates
        .iter()
        .map(|t| Marked::parse(t))
        .filter(|m| m.goes_with(path))
        .collect()
}
