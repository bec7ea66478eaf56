//! The verbs: who may, what is valid, and what is kept of it. Each runs inside one unit of work and leaves a
//! line in the audit.

mod people;
mod places;
mod roles;
mod routing;
mod services;
mod teams;
mod undo;

pub use people::{create_person, edit_person, edit_self, set_preferences};
pub(crate) use people::{holds_all, undo_person};
pub use places::{
    DepartmentEdit, LocationEdit, OrganisationEdit, create_department, create_location,
    create_organisation, edit_department, edit_location, edit_organisation,
};
pub(crate) use roles::parse as parse_permissions;
pub use roles::{RoleEdit, create_role, edit_role};
pub use routing::set_routed;
pub use services::{ServiceEdit, create_service, edit_service};
pub(crate) use teams::undo_team;
pub use teams::{add_member, create_team, edit_team, remove_member};
pub use undo::{PutBack, undo_change};

use crate::{Error, Result, queries};
use kernel::{Actor, Permission, PersonId};
use std::borrow::Cow;
use store::Tx;
use web::FieldError;

/// Longest name of anything, in characters.
pub const NAME_MAX: usize = 120;
/// Longest description, in characters.
pub const TEXT_MAX: usize = 1000;
/// Longest address, in characters.
pub const EMAIL_MAX: usize = 254;

/// Refuses whoever lacks the permission.
pub(crate) fn require(actor: &Actor, permission: Permission) -> Result<()> {
    if actor.can(permission) {
        Ok(())
    } else {
        Err(Error::Forbidden(permission.name()))
    }
}

/// Collects what is wrong, so that a form shows all of it at once.
#[derive(Default)]
pub struct Check(Vec<FieldError>);

impl Check {
    /// Notes a wrong field unless `holds`.
    pub fn that(&mut self, holds: bool, field: &'static str, detail: &'static str) {
        if !holds {
            self.0.push(FieldError {
                field: Cow::Borrowed(field),
                detail: Cow::Borrowed(detail),
            });
        }
    }

    /// A name: something, on one line, not too long.
    pub fn name(&mut self, field: &'static str, name: &str) {
        self.that(!name.trim().is_empty(), field, "field-required");
        self.line(field, name);
    }

    /// What stands on one line, if anything, not too long.
    pub fn line(&mut self, field: &'static str, text: &str) {
        self.that(
            text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control),
            field,
            "field-name-long",
        );
    }

    /// A text of several lines.
    pub fn text(&mut self, field: &'static str, text: &str) {
        self.that(text.chars().count() <= TEXT_MAX, field, "field-text-long");
    }

    /// A time zone.
    pub fn zone(&mut self, field: &'static str, zone: &str) {
        self.that(web::when::zone_exists(zone), field, "zone-unknown");
    }

    /// A language; empty means whatever the browser says.
    pub fn locale(&mut self, field: &'static str, locale: &str) {
        let known = locale.is_empty() || web::Texts::find(locale).is_some();
        self.that(known, field, "language-unknown");
    }

    /// An address such as `name@example.com`.
    pub fn email(&mut self, field: &'static str, email: &str) {
        self.that(is_email(email), field, "email-invalid");
    }

    /// Everything that is wrong, if anything is.
    ///
    /// # Errors
    /// When anything is wrong.
    pub fn done(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}

/// The one person of this name or address, as it was typed into a field.
///
/// # Errors
/// When there is none or more than one, or when the database fails.
pub fn person_typed(
    tx: &Tx<'_>,
    actor: &Actor,
    field: &'static str,
    typed: &str,
) -> Result<PersonId> {
    match queries::people_named(tx, actor, typed)?[..] {
        [person] => Ok(person),
        [] => Err(Error::field(field, "person-unknown")),
        _ => Err(Error::field(field, "person-ambiguous")),
    }
}

/// Whether a text looks like an address that mail can be sent to. Whether it can, only mail shows.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !",;:<>()[]\\\"".contains(c);
    text.chars().count() <= EMAIL_MAX
        && !local.is_empty()
        && !local.contains('@')
        && !domain.is_empty()
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains("..")
        && text.chars().all(plain)
}
