//! Tags: which there are and on how many tickets; one renamed, made one with another, or taken away.

use super::parts::{Wrong, answer, form, line, nothing, require, saved, table, wrong};
use super::sent::Sent;
use crate::screens::form::Act;
use crate::screens::table::{Cell, Row, Table, TablePage};
use directory::SignedIn;
use kernel::Permission;
use kernel::ticket::Refusal;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Pager;
use web::reply::{html, see_other};
use web::texts::Arg;
use web::{Query, Result, Texts};
use work::queries::{ViewCount, count_tagged, tags};
use work::{Error, Floor, Reader, Rules, TagFate, list_address, speak_of_tag};

/// Tags on a page.
const PAGE: usize = 50;
const HERE: &str = "/admin/tags";

/// What the list is asked for.
#[derive(Clone, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// Which tag.
#[derive(Deserialize)]
pub(super) struct AskedEntry {
    #[serde(default)]
    tag: String,
}

/// `GET /admin/tags`
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let reader = Reader::of(&signed, floor.desk.clock().now());
    let wanted = asked.clone();
    let find = move |tx: &store::Tx<'_>| {
        let found = tags(tx, &reader, &wanted.q, &wanted.after, PAGE + 1)?;
        let counted = |tag: String| count_tagged(tx, &reader, &tag).map(|count| (tag, count));
        found
            .into_iter()
            .map(counted)
            .collect::<work::Result<Vec<_>>>()
    };
    let mut found = floor.desk.store().read(find).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let texts = signed.texts;
    let row = |(tag, count): &(String, ViewCount)| {
        Row::fixed(vec![
            Cell::link(tag.clone(), format!("{HERE}/entry?tag={tag}")),
            Cell::Words(counted(texts, *count)),
        ])
    };
    let query = format!("{HERE}?q={}", work::pages::encoded(&asked.q));
    let page = TablePage {
        search: Some((HERE.to_owned(), asked.q)),
        also: Some((
            texts.t("admin-tags-which").to_owned(),
            "/admin/rules/tags".to_owned(),
        )),
        empty: nothing(texts, "tag", "admin-empty", "admin-tags-empty"),
        pager: Pager {
            summary: String::new(),
            first: (!asked.after.is_empty()).then(|| query.clone()),
            next: found
                .last()
                .filter(|_| more)
                .map(|(last, _)| format!("{query}&after={last}")),
        },
        ..table(
            &signed,
            ("admin-tags", "admin-tags-what"),
            &["name", "nav-tickets"],
            found.iter().map(row).collect(),
        )
    };
    Ok(html(&page))
}

fn counted(texts: Texts, count: ViewCount) -> String {
    match count {
        ViewCount::Exactly(count) => texts.number(count),
        ViewCount::AtLeast(count) => format!("{}+", texts.number(count)),
    }
}

/// `GET /admin/tags/entry?tag=`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<AskedEntry>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, &asked.tag, &asked.tag, Vec::new()).await
}

/// `POST /admin/tags/entry`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    require(&signed, Permission::PolicyManage)?;
    let (tag, into) = (sent.get("tag"), sent.get("into"));
    let comment = format!("{}: {tag}", signed.texts.t("admin-tags"));
    let fate = match sent.has("away") {
        true => TagFate::Goes,
        false => TagFate::Becomes(into.to_owned()),
    };
    let done = floor.desk.retag(&signed, tag, fate, &comment).await;
    match done {
        Ok(Some(job)) => Ok(see_other(&format!("/jobs/{job}"))),
        Ok(None) => Ok(saved(&signed, HERE, None)),
        Err(error) => {
            let wrong = refused(signed.texts, error)?;
            show(&floor, &signed, tag, into, wrong).await
        }
    }
}

/// Why it was refused, beside the field where there is one.
fn refused(texts: Texts, error: Error) -> Result<Wrong> {
    match error {
        Error::Refused(Refusal::Tag(_)) => Ok(vec![(
            "into".into(),
            texts.t("policy-fault-tag").to_owned(),
        )]),
        Error::Refused(Refusal::TooMany { max }) => {
            let most = texts.t1("admin-tag-too-many", "max", texts.number(max as i64));
            Ok(vec![(String::new(), most)])
        }
        error => wrong(texts, error),
    }
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    tag: &str,
    into: &str,
    wrong: Wrong,
) -> Result<Response> {
    let (reader, desk) = (
        Reader::of(signed, floor.desk.clock().now()),
        floor.desk.clone(),
    );
    let wanted = tag.to_owned();
    let find = move |tx: &store::Tx<'_>| {
        let count = count_tagged(tx, &reader, &wanted)?;
        Ok::<_, Error>((count, desk.rules_in(tx)?))
    };
    let (count, rules) = floor.desk.store().read(find).await?;
    let allowed = rules.policy.allowed_tags.iter().flatten();
    if count == ViewCount::Exactly(0) && !allowed.into_iter().any(|known| known == tag) {
        return Err(web::Error::not_found());
    }
    let texts = signed.texts;
    let mut page = form(signed, ("admin-tags", HERE), tag, &format!("{HERE}/entry"));
    let facts = [
        ("tag", Arg::from(tag)),
        ("count", Arg::from(counted(texts, count))),
    ];
    page.intro = texts.with("admin-tag-intro", facts);
    page.submit = texts.t("admin-tag-rename").to_owned();
    page.fields = vec![
        line(texts, "into", "admin-tag-into", into),
        super::lists::hidden("tag", tag),
    ];
    page.acts = vec![Act {
        label: texts.t("admin-tag-away").to_owned(),
        action: format!("{HERE}/entry"),
        sends: vec![("tag", tag.to_owned()), ("away", "true".to_owned())],
    }];
    page.table = named_in(texts, &rules, tag);
    Ok(answer(page, &wrong))
}

/// Whose conditions name it: they are not changed with it, so it is said before.
fn named_in(texts: Texts, rules: &Rules, tag: &str) -> Option<Table> {
    let (views, of_rules) = speak_of_tag(rules, tag);
    let line = |key: &str, name: &str, href: &str| {
        Row::fixed(vec![
            Cell::link(name, href),
            Cell::Words(texts.t(key).to_owned()),
        ])
    };
    let views = views
        .into_iter()
        .map(|name| line("admin-views", name, "/views"));
    let of_rules = of_rules
        .into_iter()
        .map(|name| line("admin-automation", name, "/admin/automation"));
    let tickets = line(
        "nav-tickets",
        texts.t("admin-tag-show"),
        &list_address(&format!("tag:{tag}")),
    );
    let rows = std::iter::once(tickets).chain(views).chain(of_rules);
    Some(Table {
        caption: texts.t("admin-tag-named").to_owned(),
        heads: vec![
            texts.t("name").to_owned(),
            texts.t("admin-tag-where").to_owned(),
        ],
        rows: rows.collect(),
    })
}
