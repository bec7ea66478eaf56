//! Where the rail of an installation leads, and what its administrators decide.

use kernel::{Actor, Permission, PersonId, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::Tx;

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
const FIRST: [Place; 3] = [
    Place {
        label: "nav-home",
        icon: "house",
        href: "/",
        needs: Some(Permission::TicketRead),
    },
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

/// Where the administration begins: in the rail of whoever may change one setting at least.
const ADMINISTRATION: Place = Place {
    label: "nav-admin",
    icon: "settings",
    href: "/admin",
    needs: None,
};

/// What a setting is about: the headings of the administration's start page, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingGroup {
    /// Who is there, where they belong, and what they may do.
    People,
    /// What tickets are, say and go through.
    Tickets,
    /// What agents work with: views, canned replies, macros, templates.
    Tools,
    /// How it looks, and in which languages.
    Look,
    /// What is switched on, what runs, what was changed.
    System,
}

impl SettingGroup {
    /// All groups, in the order of the start page.
    pub const ALL: [SettingGroup; 5] = [
        SettingGroup::People,
        SettingGroup::Tickets,
        SettingGroup::Tools,
        SettingGroup::Look,
        SettingGroup::System,
    ];

    /// The catalogue key of its heading.
    pub fn label(self) -> &'static str {
        match self {
            SettingGroup::People => "admin-group-people",
            SettingGroup::Tickets => "admin-group-tickets",
            SettingGroup::Tools => "admin-group-tools",
            SettingGroup::Look => "admin-group-look",
            SettingGroup::System => "admin-group-system",
        }
    }
}

/// A page of the administration, as its start page lists it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The heading that it stands under.
    pub group: SettingGroup,
    /// The catalogue key of its name.
    pub label: &'static str,
    /// The catalogue key of the line that says what it is for.
    pub about: &'static str,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// Its address.
    pub href: &'static str,
    /// What whoever changes it must be allowed to.
    pub needs: Permission,
    /// The practice that it is a part of, where that can be switched off; then it is there only while that is on.
    pub practice: Option<&'static str>,
}

impl Setting {
    /// The same as a part of a practice that can be switched off.
    #[must_use]
    pub const fn of(self, practice: &'static str) -> Self {
        Self {
            practice: Some(practice),
            ..self
        }
    }
}

/// A place for people who are not signed in, as the sign-in page names it.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// The catalogue key of what leads there.
    pub label: &'static str,
    /// Its address.
    pub href: &'static str,
    /// Whether administrators let people in there.
    pub is_open: fn(&Tx<'_>) -> store::Result<bool>,
}

/// What every page of an installation has in common.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where the rail leads, in its order.
    places: Vec<(&'static str, Place)>,
    /// What administrators decide, group by group, in the order of the modules.
    settings: Vec<Setting>,
    /// Where people set what is their own, in the order of the modules.
    own: Vec<Place>,
    /// How much somebody was told and has not read.
    unread: Option<Unread>,
    /// Where people go who are not signed in.
    doors: Vec<Door>,
}

/// What people were told and have not read, as whoever tells them keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Unread {
    /// How much it is, without what practices told that are switched off.
    pub count: fn(&Tx<'_>, &Actor, &BTreeSet<String>) -> store::Result<i64>,
    /// Whether any of it is of a ticket: asked with every page of one, so it must cost next to nothing.
    pub is_any_of: fn(&Tx<'_>, PersonId, TicketId) -> store::Result<bool>,
    /// They have read what is of a ticket until now.
    pub read: fn(&Tx<'_>, PersonId, TicketId, Timestamp) -> store::Result<()>,
    /// The name by which their open pages hear of it.
    pub name: &'static str,
}

impl Site {
    /// Spoc, with the places of the practices that are there, each with the name of its practice.
    pub fn new(of_practices: impl IntoIterator<Item = (&'static str, Place)>) -> Self {
        let mut places = FIRST.map(|place| ("", place)).to_vec();
        places.extend(of_practices);
        places.extend(LAST.map(|place| ("", place)));
        Self {
            places,
            settings: Vec::new(),
            own: Vec::new(),
            unread: None,
            doors: Vec::new(),
        }
    }

    /// With these places where people set what is their own.
    #[must_use]
    pub fn with_own(mut self, own: Vec<Place>) -> Self {
        self.own = own;
        self
    }

    /// Where the actor sets what is their own.
    pub(crate) fn own(&self, actor: &Actor) -> impl Iterator<Item = &Place> {
        let may = |place: &&Place| place.needs.is_none_or(|needs| actor.can(needs));
        self.own.iter().filter(may)
    }

    /// With these places for people who are not signed in.
    #[must_use]
    pub fn with_doors(mut self, doors: Vec<Door>) -> Self {
        self.doors = doors;
        self
    }

    /// Those of these places that are open: what leads there, and their addresses.
    pub(crate) fn open_doors(
        &self,
        tx: &Tx<'_>,
    ) -> store::Result<Vec<(&'static str, &'static str)>> {
        let mut open = Vec::new();
        for door in &self.doors {
            if (door.is_open)(tx)? {
                open.push((door.label, door.href));
            }
        }
        Ok(open)
    }

    /// With whoever keeps what people have not read.
    #[must_use]
    pub fn with_unread(mut self, unread: Option<Unread>) -> Self {
        self.unread = self.unread.or(unread);
        self
    }

    /// Who keeps what people have not read, if anybody does.
    pub fn unread(&self) -> Option<Unread> {
        self.unread
    }

    /// With these pages of the administration.
    #[must_use]
    pub fn with_settings(mut self, settings: impl IntoIterator<Item = Setting>) -> Self {
        self.settings.extend(settings);
        self.settings.sort_by_key(|setting| setting.group);
        self
    }

    /// The places that the actor may go to, but those of practices that are `off`.
    pub fn places(&self, actor: &Actor, off: &BTreeSet<String>) -> impl Iterator<Item = &Place> {
        let administers = self.settings(actor, off).next().is_some();
        self.places
            .iter()
            .filter(|(practice, _)| !off.contains(*practice))
            .map(|(_, place)| place)
            .filter(|place| place.needs.is_none_or(|needs| actor.can(needs)))
            .chain(administers.then_some(&ADMINISTRATION))
    }

    /// What the actor may change, group by group, but what is of practices that are `off`.
    pub fn settings(
        &self,
        actor: &Actor,
        off: &BTreeSet<String>,
    ) -> impl Iterator<Item = &Setting> {
        let is_on = |practice: &str| !off.contains(practice);
        self.settings
            .iter()
            .filter(|setting| actor.can(setting.needs))
            .filter(move |setting| setting.practice.is_none_or(is_on))
    }
}
