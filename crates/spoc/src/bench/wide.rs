//! A desk with much of everything: what a page costs follows what is on it, not what there is besides.

use super::client::{Load, load};
use super::report::Report;
use super::{Outcome, served};
use crate::App;
use directory::model::{NewPerson, NewTeam};
use directory::queries;
use kernel::Actor;
use kernel::policy::CustomField;
use kernel::ticket::FieldKind;
use std::time::Duration;

const FIELDS: usize = 200;
const TEAMS: usize = 500;
const MEMBERS: usize = 1_000;
const LASTING: Duration = Duration::from_secs(2);
/// Pages whose rows and properties are the same on both desks; of teams, a page holds 20 and 25.
const PAGES: [(&str, &str); 4] = [
    ("a list of 50 tickets", "/tickets?q=state:open"),
    ("a ticket", "/tickets/9999"),
    ("people by a word", "/suggest?kind=people&q=agent"),
    ("teams", "/teams"),
];
/// How much more a page may take, in percent.
const BAR_PERCENT: f64 = 20.0;

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
                    description: String::new(),
                    private: false,
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

/// Each page on a plain desk and on a wide one, made anew by one client.
pub(super) async fn measure(plain: &App, wide: &App, report: &mut Report) -> Outcome<()> {
    let (plain, wide) = (asked(plain).await?, asked(wide).await?);
    report.heading(&format!(
        "{FIELDS} custom fields, {TEAMS} more teams, an organisation of {MEMBERS}: median of a page in µs"
    ));
    for (((what, _), plain), wide) in PAGES.iter().zip(&plain).zip(&wide) {
        let (plain, wide) = (plain.times.micros(0.5), wide.times.micros(0.5));
        let slower_percent = (wide / plain - 1.0).max(0.0) * 100.0;
        report.compare(what, plain, wide, slower_percent, BAR_PERCENT);
    }
    Ok(())
}

async fn asked(app: &App) -> Outcome<Vec<Load>> {
    let (address, cookie, serving) = served::open(app).await?;
    let headers = format!("Cookie: {cookie}\r\nCache-Control: no-cache\r\n");
    let ask = move || {
        let each = PAGES.iter().map(|(_, page)| {
            load(address, page, &headers, 1, LASTING / 4)?;
            load(address, page, &headers, 1, LASTING)
        });
        each.collect::<Outcome<Vec<Load>>>()
    };
    let asked = tokio::task::spawn_blocking(ask).await?;
    serving.abort();
    asked
}
