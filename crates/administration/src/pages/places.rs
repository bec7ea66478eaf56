//! Services, organisations, departments and locations: found by name, changed, switched off; and who belongs there.

use super::parts::{
    Wrong, adding, answer, field, form, last_change, line, nothing, refused, require, saved, table,
};
use super::place::{CHANGED, Known, find, own_fields, put, subject};
use super::sent::Sent;
use crate::queries::{self, Listed, Listing};
use crate::screens::form::Control;
use crate::screens::table::{Cell, Row, Table, TablePage};
use directory::SignedIn;
use kernel::Permission;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Pager;
use web::reply::html;
use web::{Error, Path, Query, Result, Texts};
use work::Floor;

/// Entries on a page.
const PAGE: usize = 50;

/// What the list is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// What the page of a place is asked for.
#[derive(Deserialize)]
pub(super) struct AskedMembers {
    #[serde(default)]
    after: String,
}

fn listing(name: &str) -> Result<(Listing, Permission)> {
    Ok(match name {
        "services" => (Listing::Services, Permission::ServiceManage),
        "organisations" => (Listing::Organisations, Permission::PersonManage),
        "departments" => (Listing::Departments, Permission::PersonManage),
        "locations" => (Listing::Locations, Permission::PersonManage),
        _ => return Err(Error::not_found()),
    })
}

/// A place in an order by name and id, as it stands in an address.
fn after(text: &str) -> (String, i64) {
    let (id, name) = text.split_once(' ').unwrap_or_default();
    (name.to_owned(), id.parse().unwrap_or(0))
}

fn after_of(name: &str, id: i64) -> String {
    directory::encoded(&format!("{id} {name}"))
}

/// `GET /admin/places/{listing}`
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (listing, permission) = listing(&name)?;
    require(&signed, permission)?;
    let (text, behind) = (asked.q.clone(), after(&asked.after));
    let mut found = floor
        .directory
        .read(move |tx| Ok(queries::listed(tx, listing, &text, &behind, PAGE + 1)?))
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let texts = signed.texts;
    let here = format!("/admin/places/{name}");
    let query = format!("{here}?q={}", directory::encoded(&asked.q));
    let row = |listed: &Listed| {
        Row::fixed(vec![Cell::Link {
            label: listed.name.clone(),
            href: format!("{here}/{}", listed.id),
            depth: 0,
            tag: if listed.active {
                String::new()
            } else {
                texts.t("admin-retired").to_owned()
            },
        }])
    };
    let (title, about) = (format!("admin-{name}"), format!("admin-{name}-about"));
    let rows = found.iter().map(row).collect();
    let page = TablePage {
        search: Some((here.clone(), asked.q)),
        add: adding(texts, format!("{here}/new")),
        empty: nothing(texts, "search", "admin-empty", "admin-empty-text"),
        pager: Pager {
            summary: String::new(),
            first: (!asked.after.is_empty()).then(|| query.clone()),
            next: found
                .last()
                .filter(|_| more)
                .map(|last| format!("{query}&after={}", after_of(&last.name, last.id))),
        },
        ..table(&signed, (&title, &about), &["name"], rows)
    };
    Ok(html(&page))
}

/// `GET /admin/places/{listing}/{id}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((name, id)): Path<(String, String)>,
    Query(asked): Query<AskedMembers>,
) -> Result<Response> {
    let place = Place::read(&signed, &name, &id)?;
    show(&floor, &signed, &place, &asked.after, None, Vec::new()).await
}

/// `POST /admin/places/{listing}/{id}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((name, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let place = Place::read(&signed, &name, &id)?;
    let (actor, now, said) = (signed.actor.clone(), floor.directory.now(), sent.clone());
    let (listing, id) = (place.listing, place.id);
    let owner = match sent.get("owner") {
        "" => None,
        owner => Some(person(&floor, &signed, owner).await?),
    };
    let done = match owner {
        Some(None) => {
            let text = signed.texts.t("person-unknown").to_owned();
            return show(
                &floor,
                &signed,
                &place,
                "",
                Some(&sent),
                vec![("owner".into(), text)],
            )
            .await;
        }
        owner => {
            let owner = owner.flatten();
            floor
                .directory
                .write(move |tx| put(tx, &actor, now, (listing, id), &said, owner))
                .await
        }
    };
    match done.map_err(Error::from) {
        Ok(undo) => Ok(saved(&signed, &format!("/admin/places/{name}"), undo)),
        Err(error) => {
            let wrong = refused(signed.texts, error)?;
            show(&floor, &signed, &place, "", Some(&sent), wrong).await
        }
    }
}

/// Which place is asked for.
struct Place {
    listing: Listing,
    name: String,
    id: Option<i64>,
}

impl Place {
    fn read(signed: &SignedIn, name: &str, id: &str) -> Result<Self> {
        let (listing, permission) = listing(name)?;
        require(signed, permission)?;
        let id = match id {
            "new" => None,
            id => Some(id.parse().map_err(|_| Error::not_found())?),
        };
        Ok(Self {
            listing,
            name: name.to_owned(),
            id,
        })
    }
}

/// The one person of this name or address.
pub(super) async fn person(
    floor: &Floor,
    signed: &SignedIn,
    text: &str,
) -> Result<Option<kernel::PersonId>> {
    let (actor, text) = (signed.actor.clone(), text.to_owned());
    let found = floor
        .directory
        .read(move |tx| Ok(directory::queries::people_named(tx, &actor, &text)?))
        .await?;
    Ok(match found[..] {
        [person] => Some(person),
        _ => None,
    })
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    place: &Place,
    behind: &str,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let (listing, id, texts) = (place.listing, place.id, signed.texts);
    let (known, last) = match id {
        Some(id) => {
            let read = floor.directory.read(move |tx| {
                let last = last_change(tx, (&subject(listing, id), CHANGED))?;
                Ok((find(tx, listing, id)?, last))
            });
            let (found, last) = read.await?;
            (Some(found.ok_or_else(Error::not_found)?), last)
        }
        None => (None, 0),
    };
    let here = format!("/admin/places/{}", place.name);
    let path = id.map_or("new".to_owned(), |id| id.to_string());
    let title = known.as_ref().map_or(texts.t("admin-new"), Known::name);
    let label = format!("admin-{}", place.name);
    let mut page = form(signed, (&label, &here), title, &format!("{here}/{path}"));
    page.seen = sent.map_or(last, |sent| sent.seen_or(last));
    let typed = |name: &str, kept: &str| sent.map_or(kept, |sent| sent.get(name)).to_owned();
    let name = known.as_ref().map_or("", Known::name);
    page.fields
        .push(line(texts, "name", "name", typed("name", name)));
    own_fields(floor, texts, listing, known.as_ref(), &mut page, &typed).await?;
    if let Some(known) = &known {
        let retired = sent.map_or(!known.is_active(), |sent| sent.has("retired"));
        page.fields.push(field(
            texts,
            "retired",
            "admin-retire",
            Control::Check(retired),
        ));
    }
    if let Some(id) = id.filter(|_| listing != Listing::Services) {
        page.table =
            Some(members(floor, texts, (listing, id), behind, &format!("{here}/{id}")).await?);
    }
    Ok(answer(page, &wrong))
}

/// Who belongs there, a page at a time.
async fn members(
    floor: &Floor,
    texts: Texts,
    (listing, id): (Listing, i64),
    behind: &str,
    here: &str,
) -> Result<Table> {
    let behind = after(behind);
    let mut found = floor
        .directory
        .read(move |tx| Ok(queries::residents(tx, listing, id, &behind, PAGE + 1)?))
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let mut rows: Vec<Row> = found
        .iter()
        .map(|person| {
            Row::fixed(vec![
                Cell::link(person.name.clone(), format!("/people/{}", person.id)),
                Cell::Words(person.email.clone().unwrap_or_default()),
            ])
        })
        .collect();
    if let Some(last) = found.last().filter(|_| more) {
        rows.push(Row::fixed(vec![Cell::link(
            texts.t("pager-next").to_owned(),
            format!("{here}?after={}", after_of(&last.name, last.id.0)),
        )]));
    }
    Ok(Table {
        caption: texts.t("admin-residents").to_owned(),
        heads: vec![texts.t("name").to_owned(), texts.t("email").to_owned()],
        rows,
    })
}
