//! What a demo ticket is made of: an ordered list of timed steps, told in the desk's own words.

/// Index into the company's people.
pub type PersonIx = usize;
/// Index into the company's teams.
pub type TeamIx = usize;
/// Index into the company's services.
pub type ServiceIx = usize;
/// Index into the company's categories.
pub type CategoryIx = usize;
/// Index into the year's stories.
pub type StoryIx = usize;

/// Every code that a resolution may carry.
pub const RESOLUTION_CODES: [&str; 8] = [
    "fixed",
    "workaround",
    "provided",
    "explained",
    "third_party",
    "not_reproducible",
    "no_answer",
    "declined",
];

/// One ticket from its opening to the last thing that happened before now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The steps in the order of time; the first is always [`What::Open`].
    pub steps: Vec<Step>,
    /// Key of the scenario that it was told from, for tests and for curious readers.
    pub scenario: &'static str,
}

/// One thing that somebody did to the ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, in microseconds since the epoch, UTC.
    pub at_micros: i64,
    /// Who.
    pub by: PersonIx,
    /// What.
    pub what: What,
}

/// Incident or service request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that worked does not.
    Incident,
    /// Somebody wants something.
    Request,
}

/// How the ticket arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// A mail to the service desk.
    Email,
    /// The form in the portal.
    Portal,
    /// A call, written down by an agent.
    Phone,
    /// A chat message.
    Chat,
    /// Somebody standing at the counter, written down by an agent.
    WalkIn,
}

/// What a ticket on hold waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// An answer of the requester.
    Requester,
    /// A supplier or another party.
    ThirdParty,
    /// A date.
    Until,
}

/// How two tickets belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// This ticket is a child of the other, which is the major incident.
    Parent,
    /// They are about related matters.
    Relates,
}

/// The verbs of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The ticket arrives. Calls and visits are opened by the agent who writes them down.
    Open {
        /// Incident or service request.
        kind: Kind,
        /// How it arrived.
        channel: Channel,
        /// Who needs it.
        requester: PersonIx,
        /// The person that the requester speaks for, when that is somebody else.
        on_behalf_of: Option<PersonIx>,
        /// One line.
        subject: String,
        /// What the requester wrote, or what the agent wrote down.
        description: String,
        /// The service concerned.
        service: ServiceIx,
        /// The category, always one of the second level.
        category: CategoryIx,
        /// 1 (highest) to 3.
        impact: u8,
        /// 1 (highest) to 3.
        urgency: u8,
        /// Tags set at the opening.
        tags: Vec<&'static str>,
        /// Only its parties and the private team may know that it exists.
        confidential: bool,
    },
    /// The ticket goes to a team, or to a person in it.
    Assign {
        /// The team.
        team: TeamIx,
        /// The member who takes it, if already known.
        person: Option<PersonIx>,
    },
    /// The assignee starts work.
    Start,
    /// A public reply by the requester or by an agent.
    Reply {
        /// The message.
        text: String,
    },
    /// An internal note.
    Note {
        /// The message.
        text: String,
    },
    /// Work stops until somebody answers or a day comes.
    Hold {
        /// What it waits for.
        reason: Hold,
        /// When it shall come back, in microseconds; always set for [`Hold::Until`].
        until: Option<i64>,
        /// Why, for colleagues.
        text: String,
    },
    /// Work goes on after a hold.
    Resume,
    /// The work is done.
    Resolve {
        /// One of [`RESOLUTION_CODES`].
        code: &'static str,
        /// What was done.
        text: String,
    },
    /// The requester says that it is not done.
    Reopen {
        /// Why.
        text: String,
    },
    /// The ticket is closed, by the requester's confirmation or because the time to object is over.
    Close {
        /// True when nobody did it but the closing policy.
        automatic: bool,
    },
    /// The ticket is withdrawn.
    Cancel {
        /// Why.
        text: String,
    },
    /// Tags change.
    Retag {
        /// Tags to add.
        add: Vec<&'static str>,
        /// Tags to remove.
        remove: Vec<&'static str>,
    },
    /// The priority is set by hand.
    OverridePriority {
        /// 1 (highest) to 5.
        priority: u8,
        /// Why.
        reason: String,
    },
    /// Time spent is recorded.
    TimeWorked {
        /// Minutes.
        minutes: u32,
    },
    /// The ticket is linked to one opened earlier.
    Link {
        /// The earlier ticket.
        to: StoryIx,
        /// In which way.
        kind: LinkKind,
    },
    /// The ticket is merged into one opened earlier; nothing but its messages goes on.
    MergeInto {
        /// The earlier ticket.
        target: StoryIx,
    },
    /// Somebody is to be kept informed.
    Watch {
        /// Who.
        person: PersonIx,
    },
    /// A file is attached.
    Attach {
        /// File name.
        name: String,
        /// Its text.
        content: String,
    },
}
