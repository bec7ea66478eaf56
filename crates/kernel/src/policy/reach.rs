//! How much of service management a desk does.

use serde::{Deserialize, Serialize};

/// What an administrator chooses a desk to be, from the smallest on. Each has the practices of those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// People call because something broke.
    HelpDesk,
    /// They ask for things as well, and are promised when they get them.
    ServiceDesk,
    /// Everything: what is planned, changed, measured and improved, too.
    Management,
}

impl Reach {
    /// All of them, the smallest first.
    pub const ALL: [Reach; 3] = [Reach::HelpDesk, Reach::ServiceDesk, Reach::Management];

    /// Its name, as forms send it.
    pub fn name(self) -> &'static str {
        match self {
            Reach::HelpDesk => "help_desk",
            Reach::ServiceDesk => "service_desk",
            Reach::Management => "management",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Reach> {
        Reach::ALL.into_iter().find(|reach| reach.name() == name)
    }
}
