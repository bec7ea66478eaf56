//! Parts of the policy that are written as text: routing (which team new tickets go to, and how teams hand theirs out)
//! and approvals (what has to be approved, and by whom).

use super::parts::{answer, decide, decided, field, form, require};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Row, Table};
use directory::model::Team;
use directory::{SignedIn, queries};
use kernel::{Permission, Policy};
use std::collections::BTreeMap;
use web::axum::extract::State;
use web::axum::response::Response;
use web::{Result, Texts};
use work::Floor;
use work::policy_text::{Files, to_files};

/// A part of the policy that is written as text.
#[derive(Clone, Copy)]
enum Section {
    Routing,
    Approvals,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Section::Routing => "routing",
            Section::Approvals => "approvals",
        }
    }

    /// Where its page is.
    fn address(self) -> String {
        format!("/admin/{}", self.name())
    }

    /// The file of the policy that says it.
    fn file(self) -> String {
        format!("{}.toml", self.name())
    }

    fn put(self, from: &Policy, into: &mut Policy) {
        match self {
            Section::Routing => {
                into.routes.clone_from(&from.routes);
                into.distributions.clone_from(&from.distributions);
                into.tiers.clone_from(&from.tiers);
            }
            Section::Approvals => into.approvals.clone_from(&from.approvals),
        }
    }
}

/// Most teams that are named.
const TEAMS_MAX: usize = 200;

/// `GET /admin/routing`
pub(super) async fn routing(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    page(&floor, &signed, Section::Routing).await
}

/// `POST /admin/routing`
pub(super) async fn save_routing(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    save(&floor, &signed, Section::Routing, sent).await
}

/// `GET /admin/approvals`
pub(super) async fn approvals(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    page(&floor, &signed, Section::Approvals).await
}

/// `POST /admin/approvals`
pub(super) async fn save_approvals(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    save(&floor, &signed, Section::Approvals, sent).await
}

async fn page(floor: &Floor, signed: &SignedIn, section: Section) -> Result<Response> {
    require(signed, Permission::PolicyManage)?;
    show(floor, signed, section, None, Vec::new()).await
}

async fn save(floor: &Floor, signed: &SignedIn, section: Section, sent: Sent) -> Result<Response> {
    require(signed, Permission::PolicyManage)?;
    let text = sent.get("text").replace("\r\n", "\n");
    let files: Files = BTreeMap::from([(section.file(), text)]);
    let policy = match floor.desk.read_policy(files).await? {
        Ok(policy) => policy,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let wrong = vec![("text".to_owned(), lines.join(" "))];
            return show(floor, signed, section, Some(&sent), wrong).await;
        }
    };
    let comment = signed.texts.t(&title(section)).to_owned();
    let done = decide(floor, signed, &sent, comment, move |present| {
        section.put(&policy, present);
        Ok(())
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(signed, &section.address(), version)),
        Err(wrong) => show(floor, signed, section, Some(&sent), wrong).await,
    }
}

fn title(section: Section) -> String {
    format!("admin-{}", section.name())
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    section: Section,
    sent: Option<&Sent>,
    wrong: Vec<(String, String)>,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let texts: Texts = signed.texts;
    let written = to_files(&rules.policy).ok();
    let kept = written
        .and_then(|mut files| files.remove(&section.file()))
        .unwrap_or_default();
    let text = sent.map_or(kept, |sent| sent.get("text").to_owned());
    let mut page = form(
        signed,
        ("nav-admin", "/admin"),
        texts.t(&title(section)),
        &section.address(),
    );
    page.seen = rules.version.0;
    let intro = format!("{}-intro", title(section));
    page.intro = texts.t(&intro).to_owned();
    let label = format!("{}-text", section.name());
    page.fields = vec![field(texts, "text", &label, Control::Code(text))];
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
