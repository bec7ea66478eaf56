//! Taking back what administrators changed last, by its line in the audit, which has what it was before.

use super::people::holds_all;
use super::{require, roles, routing};
use crate::brand::{self, Brand};
use crate::model::{Department, Location, Organisation, Role, Service};
use crate::{Error, Result, RoutedAs, logo, queries};
use kernel::{Actor, Permission, PersonId, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::Tx;

/// Where what was put back is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutBack {
    /// A role.
    Role,
    /// An organisation, a department, a location or a service.
    Place(&'static str),
    /// Name, colour, languages and own texts.
    Brand,
    /// The picture.
    Logo,
    /// How routing sees somebody.
    Availability(PersonId),
}

/// Takes back a change, if it is still the last of its kind.
///
/// # Errors
/// When not allowed, when there is no such change or another came after it, when it cannot be as it was any more, or
/// when the database fails.
pub fn undo_change(tx: &Tx<'_>, actor: &Actor, now: Timestamp, audit: i64) -> Result<PutBack> {
    let line = queries::audit_line(tx, audit)?.ok_or(Error::NotFound)?;
    let (subject, action) = (line.subject.as_str(), line.action.as_str());
    let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
    may_undo(actor, (kind, id), action)?;
    if queries::last_audit(tx, subject, action)? != Some(audit) {
        return Err(Error::Conflict("changed-since"));
    }
    let undo = Undo {
        tx,
        actor,
        now,
        subject,
        detail: &line.detail,
    };
    match (kind, action) {
        ("role", _) => undo.role(),
        ("brand", "changed") => {
            brand::decide(tx, actor, now, &undo.was::<Brand>()?)?;
            Ok(PutBack::Brand)
        }
        ("brand", _) => {
            logo::put_back(tx, actor, now, undo.was::<Option<String>>()?)?;
            Ok(PutBack::Logo)
        }
        ("person", _) => {
            let person = person(id)?;
            routing::set_routed(tx, actor, now, person, undo.was::<RoutedAs>()?)?;
            Ok(PutBack::Availability(person))
        }
        _ => undo.place(kind),
    }
}

/// Whether the actor may take back what was done, and it can be taken back at all.
fn may_undo(actor: &Actor, (kind, id): (&str, &str), action: &str) -> Result<()> {
    let needs = match (kind, action) {
        ("role" | "brand", "changed") | ("brand", "logo-changed") => Permission::PolicyManage,
        ("organisation" | "department" | "location", "changed") => Permission::PersonManage,
        ("service", "changed") => Permission::ServiceManage,
        ("person", "availability") if actor.person == Some(person(id)?) => return Ok(()),
        ("person", "availability") => Permission::TeamManage,
        _ => return Err(Error::NotFound),
    };
    require(actor, needs)
}

fn person(id: &str) -> Result<PersonId> {
    id.parse().map(PersonId).map_err(|_| Error::NotFound)
}

struct Undo<'u, 't> {
    tx: &'u Tx<'t>,
    actor: &'u Actor,
    now: Timestamp,
    subject: &'u str,
    detail: &'u str,
}

impl Undo<'_, '_> {
    fn was<R: DeserializeOwned>(&self) -> Result<R> {
        let detail: Value = serde_json::from_str(self.detail).map_err(|_| Error::NotFound)?;
        let before = detail.get("before").ok_or(Error::NotFound)?;
        serde_json::from_value(before.clone()).map_err(|_| Error::NotFound)
    }

    fn role(&self) -> Result<PutBack> {
        let was: Role = self.was()?;
        if !holds_all(self.actor, &was) {
            return Err(Error::field("permissions", "role-beyond"));
        }
        let names = was.permissions.iter();
        let edit = roles::RoleEdit {
            name: Some(was.name.clone()),
            permissions: Some(names.map(|it| it.name().to_owned()).collect()),
        };
        roles::edit_role(self.tx, self.actor, self.now, was.id, &edit)?;
        Ok(PutBack::Role)
    }

    fn place(&self, kind: &str) -> Result<PutBack> {
        let tx = self.tx;
        let listing = match kind {
            "organisation" => {
                let was: Organisation = self.was()?;
                let present = queries::find_organisation(tx, was.id)?;
                self.keep(&present, &was, queries::update_organisation)?;
                "organisations"
            }
            "department" => {
                let was: Department = self.was()?;
                let present = queries::find_department(tx, was.id)?;
                self.keep(&present, &was, queries::update_department)?;
                "departments"
            }
            "location" => {
                let was: Location = self.was()?;
                let present = queries::find_location(tx, was.id)?;
                self.keep(&present, &was, queries::update_location)?;
                "locations"
            }
            _ => {
                let was: Service = self.was()?;
                let present = queries::find_service(tx, was.id)?;
                self.keep(&present, &was, queries::update_service)?;
                "services"
            }
        };
        Ok(PutBack::Place(listing))
    }

    /// Makes a place what it was.
    fn keep<R: serde::Serialize>(
        &self,
        present: &Option<R>,
        was: &R,
        update: impl FnOnce(&Tx<'_>, &R) -> store::Result<()>,
    ) -> Result<()> {
        let before = present.as_ref().ok_or(Error::NotFound)?;
        let taken = |error| Error::from(error).taken_field("name", "name-taken");
        update(self.tx, was).map_err(taken)?;
        let detail = json!({ "before": before, "after": was });
        queries::insert_audit(
            self.tx,
            self.actor,
            self.now,
            self.subject,
            "changed",
            &detail,
        )?;
        Ok(())
    }
}
