//! Of what people want no mail: each message that can be done without says by which link it is switched off.
//!
//! Whoever has the link may, signed in or not; it says whose mail and of what, and nobody else can make one.

use super::{Intake, queries};
use kernel::PersonId;
use work::{Error, Result};

/// Where the page is.
pub(crate) const BASE: &str = "/mail/choices";

macro_rules! optional {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Mail that somebody can do without.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Optional { $($(#[$doc])* $variant,)* }

        impl Optional {
            /// All kinds, in the order in which they are chosen.
            pub(super) const ALL: &[Self] = &[$(Optional::$variant,)*];

            /// Its name in the table and in links.
            pub fn name(self) -> &'static str {
                match self { $(Optional::$variant => $name,)* }
            }

            /// The one of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Optional::$variant),)* _ => None }
            }
        }
    };
}

impl Optional {
    /// The catalogue key of what it is.
    pub(super) fn label(self) -> &'static str {
        match self {
            Optional::Resolved => "mail-choice-resolved",
            Optional::Followed => "mail-choice-followed",
            Optional::Asked => "mail-choice-asked",
            Optional::Survey => "mail-choice-survey",
            Optional::Told => "mail-choice-told",
            Optional::Alarm => "mail-choice-alarm",
        }
    }
}

optional! {
    /// That one's ticket is resolved.
    Resolved = "resolved",
    /// Replies on tickets that one follows and that are not one's own.
    Followed = "followed",
    /// That one is asked to approve something.
    Asked = "asked",
    /// How content one is with how one was helped.
    Survey = "survey",
    /// What one is told as an agent.
    Told = "told",
    /// What begins to fail, as an administrator.
    Alarm = "alarm",
}

impl Intake {
    /// The link by which somebody's mail of a kind is switched off and on again.
    ///
    /// # Errors
    /// When the database fails, or the system has no chance to give.
    pub async fn choice_link(&self, person: PersonId, mail: Optional) -> Result<String> {
        let token = self.token_key().await?.choice(person, mail);
        Ok(format!("{}{BASE}/{token}", self.base_url()))
    }

    /// Whose mail a link is about and of what, and whether it is switched off.
    pub(super) async fn choice(&self, token: &str) -> Result<(PersonId, Optional, bool)> {
        let token = token.to_owned();
        let reading = move |tx: &store::Tx<'_>| {
            let key = queries::token_key(tx)?.ok_or(Error::NotFound)?;
            let (person, mail) = key.read_choice(&token).ok_or(Error::NotFound)?;
            Ok::<_, Error>((person, mail, queries::choices::is_off(tx, person, mail)?))
        };
        self.store().read(reading).await
    }

    /// Switches mail off, or on again.
    pub(super) async fn choose(&self, person: PersonId, mail: Optional, on: bool) -> Result<()> {
        let now = self.clock().now();
        let keeping = move |tx: &store::Tx<'_>| match on {
            true => queries::choices::delete(tx, person, mail),
            false => queries::choices::insert(tx, person, mail, now),
        };
        Ok(self.store().write(keeping).await?)
    }
}
