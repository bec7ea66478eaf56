//! Roles: who may do what, as a matrix; and one of them.

use super::parts::{
    Wrong, adding, answer, field, form, line, nothing, refused, require, saved, table,
};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Row, TablePage};
use directory::actions::{self, RoleEdit};
use directory::model::{ADMINISTRATOR, Role};
use directory::{SignedIn, queries};
use kernel::{Permission, PermissionSet, RoleId};
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::texts::Arg;
use web::{Error, Path, Result, Texts};
use work::Floor;

/// What the form sends along of the role as it was seen: what it allowed, and its name.
const SEEN: &str = "seen_permissions";
const SEEN_NAME: &str = "seen_name";

/// `GET /admin/roles`: permissions in rows, roles in columns.
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let roles = floor
        .directory
        .read(|tx| Ok(queries::list_roles(tx)?))
        .await?;
    let texts = signed.texts;
    let row = |role: &Role| {
        let allowed = role
            .permissions
            .iter()
            .map(|permission| label(texts, permission));
        let allowed = match role.key.as_str() {
            ADMINISTRATOR => texts.t("admin-role-all").to_owned(),
            _ => allowed.collect::<Vec<_>>().join(" · "),
        };
        Row::fixed(vec![
            Cell::link(
                directory::role_name(texts, &role.key, &role.name),
                format!("/admin/roles/{}", role.id),
            ),
            Cell::Words(allowed),
        ])
    };
    let rows = roles.iter().map(row).collect();
    let title = ("admin-roles", "admin-roles-intro");
    let page = TablePage {
        add: adding(texts, "/admin/roles/new"),
        empty: nothing(texts, "key-round", "admin-empty", "admin-empty-text"),
        ..table(&signed, title, &["role", "admin-role-may"], rows)
    };
    Ok(html(&page))
}

/// `GET /admin/roles/{id}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, wanted(&id)?, None, Vec::new()).await
}

/// `POST /admin/roles/{id}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let id = wanted(&id)?;
    let edit = RoleEdit {
        name: Some(sent.get("name").to_owned()),
        permissions: Some(sent.all("permissions").map(str::to_owned).collect()),
    };
    let (actor, now, seen) = (signed.actor.clone(), floor.directory.now(), Seen::of(&sent));
    let done = floor
        .directory
        .write(move |tx| {
            let meanwhile = match id {
                Some(id) => changed_since(tx, id, seen.as_ref())?,
                None => None,
            };
            if let Some(meanwhile) = meanwhile {
                return Ok(Err(meanwhile));
            }
            let role = match id {
                Some(id) => actions::edit_role(tx, &actor, now, id, &edit)?,
                None => actions::create_role(tx, &actor, now, &edit)?,
            };
            let subject = format!("role:{}", role.id);
            Ok(Ok(queries::last_audit(tx, &subject, "changed")?))
        })
        .await;
    match done.map_err(Error::from) {
        Ok(Ok(undo)) => Ok(saved(&signed, "/admin/roles", undo)),
        Ok(Err(meanwhile)) => {
            let wrong = vec![(String::new(), meanwhile.told(signed.texts))];
            show(&floor, &signed, id, Some(&sent), wrong).await
        }
        Err(error) => {
            let wrong = refused(signed.texts, error)?;
            show(&floor, &signed, id, Some(&sent), wrong).await
        }
    }
}

/// A role as whoever sends the form has seen it.
struct Seen {
    name: String,
    permissions: PermissionSet,
}

impl Seen {
    /// What the form says of it; nothing where it says nothing.
    fn of(sent: &Sent) -> Option<Self> {
        let permissions = sent.all(SEEN).next()?.split(' ');
        Some(Self {
            name: sent.get(SEEN_NAME).to_owned(),
            permissions: permissions.filter_map(Permission::named).collect(),
        })
    }
}

/// What somebody else has made of a role since it was seen.
struct Meanwhile {
    by: Option<String>,
    /// The new name, where it has one.
    name: Option<String>,
    given: Vec<Permission>,
    taken: Vec<Permission>,
}

impl Meanwhile {
    fn told(&self, texts: Texts) -> String {
        let listed = |permissions: &[Permission]| {
            let labels = permissions.iter().map(|one| label(texts, *one));
            labels.collect::<Vec<_>>().join(" · ")
        };
        let part =
            |key: &str, text: String| (!text.is_empty()).then(|| texts.t1(key, "value", text));
        let parts = [
            part("admin-role-named", self.name.clone().unwrap_or_default()),
            part("admin-role-given", listed(&self.given)),
            part("admin-role-taken", listed(&self.taken)),
        ];
        let what: Vec<String> = parts.into_iter().flatten().collect();
        let who = self.by.clone().unwrap_or_else(|| "Spoc".to_owned());
        let facts = [("who", Arg::from(who)), ("what", Arg::from(what.join(" ")))];
        texts.with("admin-role-meanwhile", facts)
    }
}

/// What has changed of a role since it was seen, if anything has.
fn changed_since(
    tx: &Tx<'_>,
    id: RoleId,
    seen: Option<&Seen>,
) -> directory::Result<Option<Meanwhile>> {
    let present = queries::find_role(tx, id)?.ok_or(directory::Error::NotFound)?;
    let Some(seen) = seen else { return Ok(None) };
    let only = |in_this: PermissionSet, not_in: PermissionSet| {
        let only = in_this.iter().filter(|one| !not_in.has(*one));
        only.collect::<Vec<_>>()
    };
    let meanwhile = Meanwhile {
        given: only(present.permissions, seen.permissions),
        taken: only(seen.permissions, present.permissions),
        name: (present.name != seen.name).then(|| present.name.clone()),
        by: None,
    };
    if meanwhile.name.is_none() && meanwhile.given.is_empty() && meanwhile.taken.is_empty() {
        return Ok(None);
    }
    let latest = queries::latest_changes(tx, &format!("role:{id}"), 1)?;
    let by = latest.into_iter().find_map(|(by, _)| by);
    Ok(Some(Meanwhile { by, ..meanwhile }))
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    id: Option<RoleId>,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let texts = signed.texts;
    let known = match id {
        Some(id) => {
            let found = floor
                .directory
                .read(move |tx| Ok(queries::find_role(tx, id)?))
                .await?;
            Some(found.ok_or_else(Error::not_found)?)
        }
        None => None,
    };
    let name = known.as_ref().map_or("", |role| &role.name);
    let title = match &known {
        Some(role) => directory::role_name(texts, &role.key, &role.name),
        None => texts.t("admin-new").to_owned(),
    };
    let path = id.map_or("new".to_owned(), |id| id.to_string());
    let mut page = form(
        signed,
        ("admin-roles", "/admin/roles"),
        &title,
        &format!("/admin/roles/{path}"),
    );
    page.fields.push(line(
        texts,
        "name",
        "name",
        sent.map_or(name, |sent| sent.get("name")),
    ));
    let ticked = |permission: Permission| match sent {
        Some(sent) => sent
            .all("permissions")
            .any(|name| name == permission.name()),
        None => known
            .as_ref()
            .is_some_and(|role| role.permissions.has(permission)),
    };
    let all = Permission::ALL.iter().map(|permission| {
        Choice::new(
            permission.name(),
            label(texts, *permission),
            ticked(*permission),
        )
    });
    page.fields.push(field(
        texts,
        "permissions",
        "admin-role-may",
        Control::Boxes(all.collect()),
    ));
    if let Some(role) = &known {
        let permissions = role.permissions.iter().map(Permission::name);
        let permissions = permissions.collect::<Vec<_>>().join(" ");
        for (name, value) in [(SEEN, permissions), (SEEN_NAME, role.name.clone())] {
            let hidden = Control::Hidden(value);
            page.fields.push(field(texts, name, "role", hidden));
        }
    }
    if known.is_some_and(|role| role.key == ADMINISTRATOR) {
        page.intro = texts.t("role-administrator-all").to_owned();
    }
    Ok(answer(page, &wrong))
}

fn wanted(id: &str) -> Result<Option<RoleId>> {
    match id {
        "new" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Error::not_found()),
    }
}

/// What a permission allows, in words.
fn label(texts: Texts, permission: Permission) -> String {
    texts.t(&permission.message()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::label;
    use kernel::Permission;
    use web::Texts;

    #[test]
    fn every_permission_is_put_into_words() {
        for (language, _) in Texts::languages() {
            let texts = Texts::choose(Some(language), None);
            for permission in Permission::ALL {
                let words = label(texts, *permission);
                assert!(words.contains(' '), "{language}: {words}");
            }
        }
    }
}
