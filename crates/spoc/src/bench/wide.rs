//! A desk with much of everything: what a page costs follows what is on it, not what there is besides.

use super::Outcome;
use super::report::Report;
use super::turns::{self, Asked};
use crate::App;
use directory::model::{NewPerson, NewTeam};
use directory::queries;
use kernel::Actor;
use kernel::policy::CustomField;
use kernel::ticket::FieldKind;

const FIELDS: usize = 200;
const TEAMS: usize = 500;
const MEMBERS: usize = 1_000;
/// Pages whose rows and properties are the same on both desks; of teams, a page holds 20 and 25.
const PAGES: [Asked; 4] = [
    anew("a list of 50 tickets", "/tickets?q=state:open"),
    anew("a ticket", "/tickets/9999"),
    anew("people by a word", "/suggest?kind=people&q=agent"),
    anew("teams", "/teams"),
];

const fn anew(what: &'static str, path: &'static str) -> Asked {
    Asked {
        what,
        path,
        anew: true,
    }
}

/// Adds custom fields, teams and an organisation with many members, once.
pub(super) async fn widen(app: &App) -> Outcome<()> {
    let rules = app.desk.rules().await?;
    if rules.policy.fields.len() >= FIELDS {
        return Ok(());
    }
    let now = app.clock.now();
    app.directory
        .write(move |tx| {
            for n in 0..TEAMS {
                let team = NewTeam {
                    name: format!("Wide team {n:03}"),
                    ..NewTeam::default()
                };
                queries::insert_team(tx, &team)?;
            }
            let organisation = queries::insert_organisation(tx, "Wide organisation", &[])?;
            let role = queries::find_role_by_key(tx, "requester")?;
            let role = role.ok_or(directory::Error::NotFound)?.id;
            let member = |n| NewPerson {
                organisation_id: Some(organisation),
                ..NewPerson::named(format!("Member Number{n}"), None, role)
            };
            let members: Vec<NewPerson> = (0..MEMBERS).map(member).collect();
            queries::insert_people(tx, &members, now)?;
            Ok::<_, directory::Error>(())
        })
        .await?;
    let add = |policy: &mut kernel::Policy| {
        for n in 0..FIELDS {
            let (key, label) = (format!("wide_{n}"), format!("Wide field {n}"));
            policy
                .fields
                .push(CustomField::new(key, label, FieldKind::Text));
        }
    };
    app.desk
        .change_policy(&Actor::spoc(), "many custom fields", add)
        .await?;
    Ok(())
}

/// Each page on a plain desk and on a wide one.
pub(super) async fn measure(plain: &App, wide: &App, report: &mut Report) -> Outcome<()> {
    report.heading(&format!(
        "{FIELDS} custom fields, {TEAMS} more teams, an organisation of {MEMBERS}: median of a page in µs"
    ));
    turns::compare((plain, wide), &PAGES, report).await
}
