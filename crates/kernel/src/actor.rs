//! Who acts, and what they may do and see.

use crate::{OrganisationId, PersonId, TeamId, Ticket};
use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A single thing that a role may allow.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $variant,)* }

        impl Permission {
            /// All permissions, in the order in which administrators see them.
            pub const ALL: &'static [Permission] = &[$(Permission::$variant,)*];

            /// The name in roles, tokens' scopes and the API, such as `ticket.read`.
            pub fn name(self) -> &'static str {
                match self { $(Permission::$variant => $name,)* }
            }

            /// The key of the message that names it.
            pub fn message(self) -> String {
                format!("permission-{}", self.name().replace(['.', '_'], "-"))
            }

            /// The permission of this name.
            pub fn named(name: &str) -> Option<Permission> {
                match name { $($name => Some(Permission::$variant),)* _ => None }
            }
        }
    };
}

permissions! {
    /// File tickets for oneself, follow and answer the own ones.
    TicketOpen = "ticket.open",
    /// See every ticket that is neither confidential nor in a foreign private team.
    TicketRead = "ticket.read",
    /// Work on visible tickets: change properties and states, reply, track time.
    TicketWork = "ticket.work",
    /// Change many tickets at once.
    TicketBulk = "ticket.bulk",
    /// Take lists of tickets away as files.
    TicketExport = "ticket.export",
    /// Merge and split tickets.
    TicketMerge = "ticket.merge",
    /// Read internal notes.
    NoteRead = "note.read",
    /// Write internal notes.
    NoteWrite = "note.write",
    /// Look people and teams up.
    PersonRead = "person.read",
    /// Add and change people, organisations, departments and locations.
    PersonManage = "person.manage",
    /// Add and change teams and their members.
    TeamManage = "team.manage",
    /// Add and change services.
    ServiceManage = "service.manage",
    /// Make views that others see.
    ViewShare = "view.share",
    /// Read the feed of all activities (of visible tickets).
    ActivityRead = "activity.read",
    /// Change the policy, roles and settings.
    PolicyManage = "policy.manage",
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// Every permission there is.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Whether the set holds `permission`.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    /// What both sets hold: a token never allows more than its person.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of the names that are permissions which the set does not hold.
    pub fn lacking(self, names: &[String]) -> impl Iterator<Item = &str> {
        let is_lacking =
            move |name: &&str| Permission::named(name).is_some_and(|named| !self.has(named));
        names.iter().map(String::as_str).filter(is_lacking)
    }

    /// The permissions in the set.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |p| self.has(*p))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(
            permissions
                .into_iter()
                .fold(0, |bits, p| bits | 1 << p as u32),
        )
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Permission::name))
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    /// Names which this version does not know are left out: a role from a newer version allows less, never more.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Ok(names
            .iter()
            .filter_map(|name| Permission::named(name))
            .collect())
    }
}

/// Whoever acts or reads. Nothing is written or read without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person; nobody when Spoc itself acts (timers, importers, rules).
    pub person: Option<PersonId>,
    /// The organisation that the person belongs to.
    pub organisation: Option<OrganisationId>,
    /// What the role allows, narrowed by a token's scopes.
    pub permissions: PermissionSet,
    /// The teams that the person is a member of.
    pub teams: Vec<TeamId>,
    /// The private teams that the person is not a member of, sorted.
    pub hidden_teams: Vec<TeamId>,
}

impl Actor {
    /// Spoc itself: timers, importers, maintenance. Sees and may do everything.
    pub fn spoc() -> Self {
        Self {
            person: None,
            organisation: None,
            permissions: PermissionSet::all(),
            teams: Vec::new(),
            hidden_teams: Vec::new(),
        }
    }

    /// Whether this is Spoc itself.
    pub fn is_spoc(&self) -> bool {
        self.person.is_none()
    }

    /// Whether a role or token allows `permission`.
    pub fn can(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// Whether the actor is a party to the ticket: requester, affected person, watcher or assignee.
    pub fn is_party_to(&self, ticket: &Ticket) -> bool {
        self.person
            .is_some_and(|person| ticket.parties().any(|party| party == person))
    }

    /// Whether the ticket is shared with the organisation that the actor belongs to.
    pub fn shares(&self, ticket: &Ticket) -> bool {
        ticket.shared_with.is_some() && ticket.shared_with == self.organisation
    }

    /// Whether the actor knows that the ticket exists.
    ///
    /// Parties always do. Others need `ticket.read`, or belong to the organisation that it is shared with; even
    /// then a confidential ticket shows itself to members of its team alone, and so does every ticket of a
    /// private team.
    pub fn may_see(&self, ticket: &Ticket) -> bool {
        if self.is_spoc() || self.is_party_to(ticket) {
            return true;
        }
        if !self.can(Permission::TicketRead) && !self.shares(ticket) {
            return false;
        }
        match ticket.team {
            Some(team) if self.teams.contains(&team) => true,
            Some(team) => !ticket.confidential && !self.hidden_teams.contains(&team),
            None => !ticket.confidential,
        }
    }

    /// Whether the actor works on the ticket as an agent, not as its requester.
    pub fn works_on(&self, ticket: &Ticket) -> bool {
        self.can(Permission::TicketWork) && self.may_see(ticket)
    }
}
