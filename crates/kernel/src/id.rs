//! Identifiers: one type per thing, so that a person's id can never be passed where a team's is wanted.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A ticket. It is also the number that people see and quote: one sequence, never reused.
    TicketId;
    /// A person: requester, agent, lead or administrator.
    PersonId;
    /// A team: the group of agents that a ticket is assigned to.
    TeamId;
    /// A company, customer or supplier that people belong to.
    OrganisationId;
    /// A department of an organisation.
    DepartmentId;
    /// A place where people work.
    LocationId;
    /// A service that the desk supports.
    ServiceId;
    /// Something that people work with: a computer, a telephone.
    AssetId;
    /// A named set of permissions.
    RoleId;
    /// A saved list of tickets.
    ViewId;
    /// Everything that one person did at once; the handle for undoing it. It equals the position of
    /// its first activity.
    CommandId;
    /// Something that is done beside the requests.
    JobId;
    /// A version of the policy.
    PolicyVersion;
}
