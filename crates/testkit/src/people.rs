//! Who is there in every test desk.

use directory::model::NewPerson;
use directory::queries as people;
use kernel::{Actor, Clock, PersonId, TeamId};
use store::{Store, Tx, params};

/// The people and teams of a test desk.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Asks for help; of the organisation Acme.
    pub rita: Actor,
    /// Asks for help, too; of the same organisation.
    pub rob: Actor,
    /// An agent of the team Network.
    pub anna: Actor,
    /// An agent of the team Workplace.
    pub ben: Actor,
    /// An agent of the private team.
    pub hanna: Actor,
    /// The administrator; in no team.
    pub ada: Actor,
    /// The team Network.
    pub network: TeamId,
    /// The team Workplace.
    pub workplace: TeamId,
    /// The private team, Human Resources.
    pub private: TeamId,
}

impl Cast {
    /// Gives a desk that is open already these people and teams.
    pub async fn hire(store: &Store, clock: &dyn Clock) -> Self {
        let now = clock.now();
        store
            .write(move |tx| {
                let acme = people::insert_organisation(tx, "Acme", &[])?;
                let person = |name: &str, role: &str| -> store::Result<PersonId> {
                    let role = people::find_role_by_key(tx, role)?.expect("a seeded role");
                    let email = format!("{}@spoc.example", name.to_lowercase());
                    let new = NewPerson {
                        organisation_id: (role.key == "requester").then_some(acme),
                        ..NewPerson::named(name, Some(&email), role.id)
                    };
                    people::insert_person(tx, &new, now)
                };
                let (rita, rob) = (person("Rita", "requester")?, person("Rob", "requester")?);
                let (anna, ben) = (person("Anna", "agent")?, person("Ben", "agent")?);
                let (hanna, ada) = (person("Hanna", "agent")?, person("Ada", "administrator")?);
                let network = team(tx, "Network", false, &[anna])?;
                let workplace = team(tx, "Workplace", false, &[ben])?;
                let private = team(tx, "Human Resources", true, &[hanna])?;
                let actor =
                    |id| people::actor(tx, id).map(|found| found.expect("an active person"));
                Ok::<_, store::Error>(Self {
                    rita: actor(rita)?,
                    rob: actor(rob)?,
                    anna: actor(anna)?,
                    ben: actor(ben)?,
                    hanna: actor(hanna)?,
                    ada: actor(ada)?,
                    network,
                    workplace,
                    private,
                })
            })
            .await
            .expect("people are hired")
    }

    /// All actors, each with a name.
    pub fn all(&self) -> [(&'static str, &Actor); 6] {
        [
            ("Rita", &self.rita),
            ("Rob", &self.rob),
            ("Anna", &self.anna),
            ("Ben", &self.ben),
            ("Hanna", &self.hanna),
            ("Ada", &self.ada),
        ]
    }
}

fn team(tx: &Tx<'_>, name: &str, private: bool, members: &[PersonId]) -> store::Result<TeamId> {
    let sql = "INSERT INTO teams (name, description, private, active, version) VALUES ($1, '', $2, 1, 1) RETURNING id";
    let team: TeamId = tx.one(sql, params![name, private])?;
    for person in members {
        tx.execute(
            "INSERT INTO team_members (team_id, person_id, lead) VALUES ($1, $2, 0)",
            params![team, *person],
        )?;
    }
    Ok(team)
}
