//! Routing, written as text: which team new tickets go to, and how teams hand theirs out.

use super::parts::{answer, decide, decided, field, form, require};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Row, Table};
use directory::model::Team;
use directory::{SignedIn, queries};
use kernel::Permission;
use std::collections::BTreeMap;
use web::axum::extract::State;
use web::axum::response::Response;
use web::{Result, Texts};
use work::Floor;
use work::policy_text::{Files, to_files};

const HERE: &str = "/admin/routing";
/// The file of the policy that says it.
const FILE: &str = "routing.toml";
/// Most teams that are named.
const TEAMS_MAX: usize = 200;

/// `GET /admin/routing`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, None, Vec::new()).await
}

/// `POST /admin/routing`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let text = sent.get("text").replace("\r\n", "\n");
    let files: Files = BTreeMap::from([(FILE.to_owned(), text)]);
    let policy = match floor.desk.read_policy(files).await? {
        Ok(policy) => policy,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let wrong = vec![("text".to_owned(), lines.join(" "))];
            return show(&floor, &signed, Some(&sent), wrong).await;
        }
    };
    let comment = signed.texts.t("admin-routing").to_owned();
    let done = decide(&floor, &signed, &sent, comment, move |present| {
        present.routes.clone_from(&policy.routes);
        present.distributions.clone_from(&policy.distributions);
        present.tiers.clone_from(&policy.tiers);
        Ok(())
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, HERE, version)),
        Err(wrong) => show(&floor, &signed, Some(&sent), wrong).await,
    }
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    sent: Option<&Sent>,
    wrong: Vec<(String, String)>,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let texts: Texts = signed.texts;
    let written = to_files(&rules.policy).ok();
    let kept = written
        .and_then(|mut files| files.remove(FILE))
        .unwrap_or_default();
    let text = sent.map_or(kept, |sent| sent.get("text").to_owned());
    let mut page = form(
        signed,
        ("nav-admin", "/admin"),
        texts.t("admin-routing"),
        HERE,
    );
    page.seen = rules.version.0;
    page.intro = texts.t("admin-routing-intro").to_owned();
    page.fields = vec![field(texts, "text", "routing-text", Control::Code(text))];
    page.table = Some(teams(floor, signed).await?);
    Ok(answer(page, &wrong))
}

/// The numbers that texts call teams by.
async fn teams(floor: &Floor, signed: &SignedIn) -> Result<Table> {
    let actor = signed.actor.clone();
    let read = move |tx: &store::Tx<'_>| Ok(queries::list_teams(tx, &actor, "", TEAMS_MAX)?);
    let teams = floor.directory.read(read).await?;
    let texts = signed.texts;
    let row = |team: &Team| {
        let name = Cell::link(&team.name, format!("/teams/{}", team.id));
        Row::fixed(vec![name, Cell::Words(team.id.to_string())])
    };
    Ok(Table {
        caption: texts.t("nav-teams").to_owned(),
        heads: ["name", "routing-number"]
            .map(|key| texts.t(key).to_owned())
            .to_vec(),
        rows: teams.iter().map(row).collect(),
    })
}
