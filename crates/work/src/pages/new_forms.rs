//! The form by which agents file tickets, empty or as it was refused.

use super::choices::Offered;
use super::new::{Wrong, typed};
use super::sidebar::Sidebar;
use super::ticket::categories;
use super::words::Words;
use super::{Pages, choices, questions};
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::Reader;
use crate::screens::new::NewTicketPage;
use directory::{SignedIn, frame};
use kernel::ticket::{Channel, Kind};
use kernel::{PersonId, ServiceId, TeamId};
use std::sync::Arc;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::html_with;

/// The doors by which agents take tickets in.
const CHANNELS: [(Channel, &str); 5] = [
    (Channel::Phone, "channel-phone"),
    (Channel::WalkIn, "channel-walk-in"),
    (Channel::Email, "channel-email"),
    (Channel::Chat, "channel-chat"),
    (Channel::Web, "channel-web"),
];

/// What the form offers.
struct Offers {
    rules: Arc<Rules>,
    sidebar: Sidebar,
    teams: Offered<TeamId>,
    colleagues: Vec<(PersonId, String)>,
    services: Offered<ServiceId>,
}

async fn offers(pages: &Pages, reader: Reader) -> Result<Offers> {
    let desk = pages.desk.clone();
    pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            let actor = &reader.actor;
            Ok(Offers {
                sidebar: Sidebar::read(tx, &reader, &rules)?,
                teams: choices::teams(tx, actor)?,
                colleagues: choices::colleagues(tx, actor, &actor.teams)?,
                services: choices::services(tx)?,
                rules,
            })
        })
        .await
}

/// A key that no other form has: whose it is, and when it was shown.
fn form_key(signed: &SignedIn, reader: &Reader) -> String {
    format!("{}-{}", signed.person.id, reader.now.0)
}

pub(super) async fn show(
    pages: &Pages,
    signed: &SignedIn,
    fields: &[(String, String)],
    wrong: Option<Wrong>,
) -> web::Result<Response> {
    let reader = pages.reader(signed);
    let fresh = form_key(signed, &reader);
    let offered = offers(pages, reader).await?;
    let words = pages.words(&offered.rules, signed.texts);
    let texts = words.texts;
    let shown = [
        "requester",
        "on_behalf_of",
        "subject",
        "description",
        "tags",
    ];
    let input = |name: &str| input(fields, name, wrong.as_ref());
    let get = |name: &str| typed(fields, name);
    let chosen = |name: &str| Some(get(name).to_owned()).filter(|value| !value.is_empty());
    let named = |name: &str| chosen(name).map(|value| (value.clone(), value));
    let none = texts.t("none-chosen");
    let level = |name: &str| match get(name) {
        "" => "2".to_owned(),
        level => level.to_owned(),
    };
    let mut frame = frame(signed, "/tickets", texts.t("ticket-new"));
    frame.views = offered.sidebar.links(&signed.actor, texts, None);
    frame.stream = "/live".into();
    let channels = CHANNELS.iter().map(|(channel, key)| {
        let first = get("channel").is_empty() && *channel == Channel::Phone;
        let label = texts.t(key);
        Choice::new(
            channel.name(),
            label,
            first || get("channel") == channel.name(),
        )
    });
    let page = NewTicketPage {
        frame,
        error: banner(wrong.as_ref(), &shown),
        idempotency_key: chosen("idempotency_key").unwrap_or(fresh),
        kinds: kinds(&words, get("kind"), |kind| words.kind(kind)),
        follows: get("follows").to_owned(),
        requester: input("requester"),
        on_behalf_of: input("on_behalf_of"),
        subject: input("subject"),
        description: input("description"),
        teams: offered.teams.control(none, named("team"), "teams"),
        assignees: choices::or_none(
            texts,
            get("assignee").parse().ok().as_ref(),
            &offered.colleagues,
        ),
        impacts: levels(&words, &level("impact")),
        urgencies: levels(&words, &level("urgency")),
        services: offered.services.control(none, named("service"), "services"),
        categories: categories(&words, chosen("category").as_deref()),
        channels: channels.collect(),
        tags: input("tags"),
        confidential: get("confidential") == "true",
        questions: questions::asked(pages, signed, &offered.rules, fields, wrong.as_ref()).await?,
    };
    Ok(html_with(status(wrong.as_ref()), &page))
}

fn status(wrong: Option<&Wrong>) -> StatusCode {
    wrong.map_or(StatusCode::OK, |wrong| wrong.status)
}

/// What was typed in a field, with what is wrong with it.
fn input(fields: &[(String, String)], name: &str, wrong: Option<&Wrong>) -> Input {
    Input {
        value: typed(fields, name).to_owned(),
        error: wrong
            .filter(|wrong| wrong.field == name)
            .map(|wrong| wrong.text.clone()),
    }
}

/// What no field shows.
fn banner(wrong: Option<&Wrong>, shown: &[&str]) -> Option<String> {
    wrong
        .filter(|wrong| !shown.contains(&wrong.field.as_str()))
        .map(|wrong| wrong.text.clone())
}

fn kinds<'w>(words: &Words, chosen: &str, name: impl Fn(Kind) -> &'w str) -> Vec<Choice> {
    let has = |kind: &Kind| {
        let lifecycles = &words.policy.lifecycles;
        let known = lifecycles.is_empty() || lifecycles.iter().any(|known| known.kind == *kind);
        known && words.policy.offers_kind(*kind)
    };
    let first = Kind::ALL.into_iter().find(has);
    let is_chosen = |kind: Kind| match Kind::named(chosen) {
        Some(chosen) => kind == chosen,
        None => Some(kind) == first,
    };
    Kind::ALL
        .into_iter()
        .filter(has)
        .map(|kind| Choice::new(kind.name(), name(kind), is_chosen(kind)))
        .collect()
}

fn levels(words: &Words, chosen: &str) -> Vec<Choice> {
    (1..=3)
        .map(|level| {
            let value = level.to_string();
            let is_chosen = value == chosen;
            Choice::new(value, words.level(kernel::policy::Level(level)), is_chosen)
        })
        .collect()
}
