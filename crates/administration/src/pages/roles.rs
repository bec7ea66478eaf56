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
use kernel::{Permission, RoleId};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::{Error, Path, Result, Texts};
use work::Floor;

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
    let (actor, now) = (signed.actor.clone(), floor.directory.now());
    let done = floor
        .directory
        .write(move |tx| {
            let role = match id {
                Some(id) => actions::edit_role(tx, &actor, now, id, &edit)?,
                None => actions::create_role(tx, &actor, now, &edit)?,
            };
            let subject = format!("role:{}", role.id);
            Ok(queries::last_audit(tx, &subject, "changed")?)
        })
        .await;
    match done.map_err(Error::from) {
        Ok(undo) => Ok(saved(&signed, "/admin/roles", undo)),
        Err(error) => {
            let wrong = refused(signed.texts, error)?;
            show(&floor, &signed, id, Some(&sent), wrong).await
        }
    }
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
    let key = format!("permission-{}", permission.name().replace(['.', '_'], "-"));
    texts.t(&key).to_owned()
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
