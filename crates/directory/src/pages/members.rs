//! Who is in a team, and who leads it.

use super::teams::{is_shown, saved, show, undone};
use crate::ButtonForm;
use crate::{Directory, SignedIn, actions, queries};
use kernel::{Actor, PersonId, TeamId, Timestamp};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::{Error, Form, Path, Result};

/// What the forms of members send: one of the four.
#[derive(Clone, Deserialize)]
pub(super) struct MembersForm {
    csrf: String,
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    add: String,
    #[serde(default)]
    remove: Option<PersonId>,
    #[serde(default)]
    promote: Option<PersonId>,
    #[serde(default)]
    demote: Option<PersonId>,
}

/// `POST /teams/{id}/members`
pub(super) async fn change(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<TeamId>,
    Form(form): Form<MembersForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let (actor, now, sent) = (signed.actor.clone(), directory.now(), form.clone());
    let answer = directory
        .write(move |tx| {
            let seen = Some(sent.seen);
            let known = sent.remove.or(sent.promote).or(sent.demote);
            let person = known.map_or_else(
                || actions::person_typed(tx, &actor, "person_id", &sent.add),
                Ok,
            )?;
            let was = MemberAs::of(queries::find_lead(tx, id, Some(person))?);
            let to = match () {
                () if sent.remove.is_some() => MemberAs::Nothing,
                () if sent.promote.is_some() => MemberAs::Lead,
                () if sent.demote.is_some() => MemberAs::Member,
                // Adding somebody who is there already changes nothing.
                () if was == MemberAs::Lead => MemberAs::Lead,
                () => MemberAs::Member,
            };
            to.put(tx, &actor, now, (id, seen, person))?;
            Ok((was != to).then(|| format!("members/{person}/{}", was.name())))
        })
        .await;
    match answer.map_err(Error::from) {
        Ok(undo) => Ok(saved(&signed, id, undo)),
        Err(error) if is_shown(&error) => {
            show(&directory, &signed, Some(id), None, Some(error), form.add).await
        }
        Err(error) => Err(error),
    }
}

/// What somebody is in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MemberAs {
    Nothing,
    Member,
    Lead,
}

impl MemberAs {
    const ALL: [MemberAs; 3] = [MemberAs::Nothing, MemberAs::Member, MemberAs::Lead];

    fn of(lead: Option<bool>) -> Self {
        match lead {
            None => MemberAs::Nothing,
            Some(false) => MemberAs::Member,
            Some(true) => MemberAs::Lead,
        }
    }

    /// The name in addresses.
    fn name(self) -> &'static str {
        match self {
            MemberAs::Nothing => "nothing",
            MemberAs::Member => "member",
            MemberAs::Lead => "lead",
        }
    }

    fn put(
        self,
        tx: &Tx<'_>,
        actor: &Actor,
        now: Timestamp,
        (team, seen, person): (TeamId, Option<i64>, PersonId),
    ) -> crate::Result<()> {
        match self {
            MemberAs::Nothing => actions::remove_member(tx, actor, now, team, seen, person),
            is => actions::add_member(tx, actor, now, team, seen, person, is == MemberAs::Lead),
        }
    }
}

/// `POST /teams/{id}/members/{person}/{place}`: makes somebody again what they were in a team.
pub(super) async fn put_back(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path((id, person, place)): Path<(TeamId, PersonId, String)>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let mut places = MemberAs::ALL.into_iter();
    let was = places.find(|was| was.name() == place);
    let was = was.ok_or_else(Error::not_found)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    directory
        .write(move |tx| was.put(tx, &actor, now, (id, None, person)))
        .await?;
    Ok(undone(&signed, id))
}
