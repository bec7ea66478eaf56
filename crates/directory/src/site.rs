//! What an installation is called, and where its rail leads.

use kernel::{Actor, Permission};

/// A place that the rail leads to.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The catalogue key of its name.
    pub label: &'static str,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// Its address.
    pub href: &'static str,
    /// What whoever goes there must be allowed to; nothing for everybody.
    pub needs: Option<Permission>,
}

/// The places that are always there: before those of the practices, and after them.
const FIRST: [Place; 2] = [
    Place {
        label: "nav-tickets",
        icon: "inbox",
        href: "/tickets",
        needs: Some(Permission::TicketRead),
    },
    Place {
        label: "nav-my",
        icon: "smile",
        href: "/my",
        needs: None,
    },
];
const LAST: [Place; 2] = [
    Place {
        label: "nav-people",
        icon: "users",
        href: "/people",
        needs: Some(Permission::PersonRead),
    },
    Place {
        label: "nav-teams",
        icon: "users-round",
        href: "/teams",
        needs: Some(Permission::PersonRead),
    },
];

/// What every page of an installation has in common.
#[derive(Clone, Debug)]
pub struct Site {
    /// What it is called.
    pub product: String,
    /// Where the rail leads, in its order.
    places: Vec<Place>,
}

impl Site {
    /// Spoc, with the places of the practices that are there.
    pub fn new(of_practices: impl IntoIterator<Item = Place>) -> Self {
        let mut places = FIRST.to_vec();
        places.extend(of_practices);
        places.extend(LAST);
        Self {
            product: "Spoc".to_owned(),
            places,
        }
    }

    /// The places that the actor may go to.
    pub fn places(&self, actor: &Actor) -> impl Iterator<Item = &Place> {
        self.places
            .iter()
            .filter(|place| place.needs.is_none_or(|needs| actor.can(needs)))
    }
}
