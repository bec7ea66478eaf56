//! What the names in a condition stand for, as far as the reader may know it.

use directory::queries;
use jiff::tz::TimeZone;
use kernel::condition::{self, Vocabulary};
use kernel::{Actor, Permission, PersonId, Policy, ServiceId, TeamId};
use store::Tx;
use web::Texts;

/// Most names that are looked through for a suggestion.
const SUGGESTED_FROM_MAX: usize = 1_000;

/// Names as one reader knows them, looked up as they are needed.
pub struct Names<'a, 'tx> {
    tx: &'a Tx<'tx>,
    actor: &'a Actor,
    policy: &'a Policy,
    zone: TimeZone,
}

impl<'a, 'tx> Names<'a, 'tx> {
    /// The names that `actor` knows; days begin in `zone`.
    pub fn new(tx: &'a Tx<'tx>, actor: &'a Actor, policy: &'a Policy, zone: TimeZone) -> Self {
        Self {
            tx,
            actor,
            policy,
            zone,
        }
    }
}

/// A failed look-up is logged and counts as an unknown name: the reader is told that there is no such name.
fn known<T: Default>(found: store::Result<T>) -> T {
    found.unwrap_or_else(|error| {
        tracing::error!(%error, "a name in a condition could not be looked up");
        T::default()
    })
}

impl Vocabulary for Names<'_, '_> {
    fn policy(&self) -> &Policy {
        self.policy
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn reads_notes(&self) -> bool {
        self.actor.can(Permission::NoteRead)
    }

    fn team(&self, name: &str) -> Option<TeamId> {
        known(queries::team_named(self.tx, self.actor, name))
    }

    fn service(&self, name: &str) -> Option<ServiceId> {
        known(queries::service_named(self.tx, name))
    }

    fn people(&self, name: &str) -> Vec<PersonId> {
        known(queries::people_named(self.tx, self.actor, name))
    }

    fn team_names(&self) -> Vec<String> {
        let teams = known(queries::suggest_teams(
            self.tx,
            self.actor,
            "",
            SUGGESTED_FROM_MAX,
        ));
        teams.into_iter().map(|(_, name)| name).collect()
    }

    fn service_names(&self) -> Vec<String> {
        let services = known(queries::suggest_services(self.tx, "", SUGGESTED_FROM_MAX));
        services.into_iter().map(|(_, name)| name).collect()
    }
}

/// What things are called, as far as the reader may know.
pub(crate) struct Called<'a, 'tx> {
    pub(crate) tx: &'a Tx<'tx>,
    pub(crate) actor: &'a Actor,
    pub(crate) policy: &'a Policy,
    /// The reader's language; the language's own words without.
    pub(crate) texts: Option<Texts>,
}

impl condition::Names for Called<'_, '_> {
    fn policy(&self) -> &Policy {
        self.policy
    }

    fn team(&self, id: TeamId) -> Option<String> {
        known(queries::team_names(self.tx, self.actor, &[id].into())).remove(&id)
    }

    fn service(&self, id: ServiceId) -> Option<String> {
        known(queries::service_names(self.tx, &[id].into())).remove(&id)
    }

    fn person(&self, id: PersonId) -> Option<String> {
        let mut names = known(queries::person_names(self.tx, &[id].into()));
        names.remove(&id).map(|person| person.name)
    }

    fn state(&self, key: &str) -> Option<String> {
        let mut lifecycles = self.policy.lifecycles.iter();
        let state = lifecycles.find_map(|lifecycle| lifecycle.state(key))?;
        Some(translated(self.texts?, "state", key, &state.label))
    }

    fn word(&self, english: &'static str) -> String {
        match self.texts {
            Some(texts) => translated(texts, "meaning", &english.replace(' ', "-"), english),
            None => english.to_owned(),
        }
    }
}

/// What comes with Spoc has a name in every language; what administrators add has the one that they gave it.
pub(crate) fn translated(texts: Texts, prefix: &str, key: &str, label: &str) -> String {
    let name = format!("{prefix}-{}", key.replace('_', "-"));
    match texts.t(&name) {
        text if text == name => label.to_owned(),
        text => text.to_owned(),
    }
}

/// What the policy calls something: what comes with Spoc has a name in every language, until somebody gives it
/// another.
pub fn called(texts: Texts, prefix: &str, key: &str, label: &str) -> String {
    let own = translated(Texts::english(), prefix, key, label) != label;
    if own {
        label.to_owned()
    } else {
        translated(texts, prefix, key, label)
    }
}
