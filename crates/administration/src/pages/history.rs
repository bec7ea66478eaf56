//! The versions of the policy: who decided what and when, in words, and the way back.

use super::parts::{answer, decided, form, nothing, require, table};
use super::sent::Sent;
use crate::differences::{self, differences};
use crate::screens::form::Act;
use crate::screens::table::{Cell, Row, TablePage};
use directory::SignedIn;
use kernel::{Permission, PersonId, PolicyVersion};
use serde::Deserialize;
use std::collections::HashMap;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Pager;
use web::reply::{html, see_other};
use web::{Error, Flash, Path, Query, Result, Texts};
use work::{Floor, VERSIONS_PAGE, Version};

/// Which page.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    before: Option<i64>,
}

/// `GET /admin/history`
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let before = asked.before.map(PolicyVersion);
    let mut found = floor
        .desk
        .policy_versions(&signed.actor, before, VERSIONS_PAGE + 1)
        .await?;
    let more = found.len() > VERSIONS_PAGE;
    found.truncate(VERSIONS_PAGE);
    let names = authors(&floor, &found).await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let row = |version: &Version| {
        Row::fixed(vec![
            Cell::link(
                format!("{} · {}", version.version, comment(texts, version)),
                format!("/admin/history/{}", version.version),
            ),
            Cell::Words(name(&names, version.author)),
            Cell::Words(calendar.when(version.at.0).text),
        ])
    };
    let heads = ["admin-version", "admin-author", "admin-at"];
    let rows = found.iter().map(row).collect();
    let title = ("admin-history", "admin-history-intro");
    let page = TablePage {
        empty: nothing(texts, "history", "admin-empty", "admin-empty-text"),
        pager: Pager {
            summary: String::new(),
            first: before.map(|_| "/admin/history".to_owned()),
            next: found
                .last()
                .filter(|_| more)
                .map(|last| format!("/admin/history?before={}", last.version)),
        },
        ..table(&signed, title, &heads, rows)
    };
    Ok(html(&page))
}

/// `GET /admin/history/{version}`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(version): Path<i64>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let (actor, version) = (&signed.actor, PolicyVersion(version));
    let found = floor.desk.policy_version(actor, version).await?;
    let earlier = floor.desk.policy_versions(actor, Some(version), 1).await?;
    let present = floor.desk.rules().await?.version;
    let names = authors(&floor, std::slice::from_ref(&found)).await?;
    let texts = signed.texts;
    let title = texts.t1("admin-version-title", "version", found.version.0);
    let mut page = form(&signed, ("admin-history", "/admin/history"), &title, "");
    page.intro = format!(
        "{} · {} · {}",
        name(&names, found.author),
        signed.calendar().when(found.at.0).text,
        comment(texts, &found)
    );
    page.seen = present.0;
    let told = match earlier.first() {
        Some(earlier) => differences(texts, &earlier.policy, &found.policy),
        None => vec![texts.t("difference-first").to_owned()],
    };
    page.table = Some(differences::table(texts, told));
    if found.version != present {
        page.acts.push(Act {
            label: texts.t("admin-restore").to_owned(),
            action: format!("/admin/history/{}/restoration", found.version),
            sends: Vec::new(),
        });
    }
    Ok(answer(page, &[]))
}

/// `POST /admin/history/{version}/restoration`
pub(super) async fn restore(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(version): Path<i64>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let comment = signed.texts.t1("admin-restored", "version", version);
    let before = floor.desk.rules().await?.version;
    let restored = floor
        .desk
        .restore_policy(&signed.actor, PolicyVersion(version), &comment)
        .await?;
    floor.directory.changed();
    let made = (restored != before).then_some(restored);
    Ok(decided(&signed, "/admin/history", made))
}

/// `POST /admin/history/{version}/undo`: takes back what that version changed, if it is still the latest.
pub(super) async fn undo(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(version): Path<i64>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let comment = signed.texts.t1("admin-undone", "version", version);
    let undone = floor
        .desk
        .undo_policy(&signed.actor, PolicyVersion(version), &comment)
        .await;
    match undone {
        Ok(_) => floor.directory.changed(),
        Err(work::Error::Stale { .. }) => return Err(Error::conflict("admin-changed-since")),
        Err(error) => return Err(error.into()),
    }
    let said = Flash::done(signed.texts.t("done-undone"));
    Ok(said.on(see_other("/admin/history")))
}

async fn authors(floor: &Floor, versions: &[Version]) -> Result<HashMap<PersonId, String>> {
    let ids = versions
        .iter()
        .filter_map(|version| version.author)
        .collect();
    let names = floor
        .directory
        .read(move |tx| Ok(directory::queries::person_names(tx, &ids)?))
        .await?;
    Ok(names
        .into_iter()
        .map(|(id, person)| (id, person.name))
        .collect())
}

fn comment(texts: Texts, version: &Version) -> &str {
    match version.comment.as_str() {
        "" => texts.t("admin-no-comment"),
        comment => comment,
    }
}

fn name(names: &HashMap<PersonId, String>, author: Option<PersonId>) -> String {
    let name = author.and_then(|author| names.get(&author));
    name.cloned().unwrap_or_else(|| "Spoc".to_owned())
}
