//! The reader's tickets: open, done, shared with them; and words among them.

use super::{Portal, plain, portal_frame};
use crate::screens::tickets::{MyTicketsPage, Tab};
use directory::SignedIn;
use kernel::condition::{Condition, FlagField, PersonField, PersonRef, StateTest, Term};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::{Empty, Pager};
use web::reply::html;
use web::{Query, Texts};
use work::pages::encoded;
use work::queries::{self, ListQuery, Listed, Page, Sort};
use work::{Desk, Error, Names, Reader, Result};

/// Tickets on a page.
const TICKETS: usize = 25;
/// Tickets that are found while somebody types.
const FOUND: usize = 5;
/// Longest text that is looked at, in bytes.
const TYPED_MAX_BYTES: usize = 200;
/// Fewest characters of a word that is still being typed.
const BEGUN_MIN_CHARS: usize = kernel::condition::PREFIX_MIN_CHARS;
/// Most words that are looked for.
const WORDS_MAX: usize = 20;

/// Which of the reader's tickets.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    /// What is not done.
    #[default]
    Open,
    /// What is done.
    Done,
    /// What others asked for and let the reader follow.
    Shared,
}

impl Part {
    const ALL: [Part; 3] = [Part::Open, Part::Done, Part::Shared];

    fn name(self) -> &'static str {
        match self {
            Part::Open => "open",
            Part::Done => "done",
            Part::Shared => "shared",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Part::Open => "my-open",
            Part::Done => "my-done",
            Part::Shared => "my-shared",
        }
    }

    fn condition(self) -> Condition {
        let state = |test| Condition::Term(Term::State(vec![test]));
        match self {
            Part::Open => Condition::all([mine(), state(StateTest::Open)]),
            Part::Done => Condition::all([mine(), state(StateTest::Done)]),
            Part::Shared => shared(),
        }
    }
}

/// What the list is asked for.
#[derive(Clone, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: Part,
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

impl Asked {
    fn address(&self, part: Part) -> String {
        let mut address = format!("/my/tickets?show={}", part.name());
        if !self.q.is_empty() {
            address.push_str(&format!("&q={}", encoded(&self.q)));
        }
        address
    }
}

/// `GET /my/tickets`
pub(super) async fn page(
    State(portal): State<Portal>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    let (reader, desk) = (portal.reader(&signed), portal.pages.desk().clone());
    let wanted = asked.clone();
    let store = portal.pages.desk().store();
    let found = store
        .read(move |tx| read(tx, &desk, &reader, &wanted))
        .await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let address = asked.address(asked.show);
    let tab = |part: Part| Tab {
        name: part.name(),
        label: texts.t(part.label()),
        href: asked.address(part),
        current: part == asked.show,
    };
    let card = |listed| plain::listed(listed, signed.person.id, &calendar, texts);
    let page = MyTicketsPage {
        frame: portal_frame(&signed, "/my/tickets", texts.t("my-title")),
        query: &asked.q,
        tabs: Part::ALL.map(tab).into(),
        tickets: found.rows.iter().map(card).collect(),
        pager: Pager {
            summary: String::new(),
            first: (!asked.after.is_empty()).then(|| address.clone()),
            next: found.next.map(|key| format!("{address}&after={key}")),
        },
        address: match asked.after.as_str() {
            "" => address,
            after => format!("{address}&after={}", encoded(after)),
        },
        empty: empty(&asked, texts),
    };
    Ok(html(&page))
}

fn read(tx: &Tx<'_>, desk: &Desk, reader: &Reader, asked: &Asked) -> Result<Page<Listed>> {
    let rules = desk.rules_in(tx)?;
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let after = match asked.after.as_str() {
        "" => None,
        after => Some(after.parse()?),
    };
    let words = words(&bounded(&asked.q), Last::Whole, &names)?;
    let query = ListQuery {
        condition: Condition::all([asked.show.condition(), words]),
        sort: Sort::Updated,
        after,
        limit: TICKETS,
    };
    queries::list(tx, reader, &query)
}

fn person(field: PersonField) -> Condition {
    Condition::Term(Term::Person(field, vec![Some(PersonRef::Me)]))
}

/// The reader's own tickets, and those that are about them.
pub(super) fn mine() -> Condition {
    Condition::any([
        person(PersonField::Requester),
        person(PersonField::OnBehalfOf),
    ])
}

/// Tickets that others asked for and let the reader follow.
fn shared() -> Condition {
    let shared = Condition::Term(Term::Flag(FlagField::Shared, true));
    Condition::all([
        Condition::any([person(PersonField::Watcher), shared]),
        Condition::not(mine()),
    ])
}

/// All that the reader follows in the portal.
pub(super) fn followed() -> Condition {
    Condition::any([mine(), shared()])
}

/// How the last word is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// As it stands.
    Whole,
    /// Somebody is still typing it.
    Begun,
}

/// What a requester types is words, never a condition.
fn words(typed: &str, last: Last, names: &Names<'_, '_>) -> Result<Condition> {
    Condition::read(&quoted(typed, last), names).map_err(Error::from)
}

/// What was typed, as far as it is looked at.
pub(super) fn bounded(typed: &str) -> String {
    typed[..typed.floor_char_boundary(TYPED_MAX_BYTES)]
        .trim()
        .to_owned()
}

/// The tickets of a sort that have the words of somebody who is still typing.
pub(super) fn found(
    tx: &Tx<'_>,
    desk: &Desk,
    reader: &Reader,
    among: Condition,
    typed: &str,
) -> Result<Vec<Listed>> {
    if kernel::text::words(typed).is_empty() {
        return Ok(Vec::new());
    }
    let rules = desk.rules_in(tx)?;
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let query = ListQuery {
        condition: Condition::all([among, words(typed, Last::Begun, &names)?]),
        sort: Sort::Updated,
        after: None,
        limit: FOUND,
    };
    Ok(queries::list(tx, reader, &query)?.rows)
}

fn quoted(typed: &str, last: Last) -> String {
    let mut words = kernel::text::words(typed);
    words.truncate(WORDS_MAX);
    let begun = (last == Last::Begun).then(|| words.pop()).flatten();
    let mut quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    quoted.extend(begun.map(|word| match word.chars().count() {
        0..BEGUN_MIN_CHARS => format!("\"{word}\""),
        _ => format!("{word}*"),
    }));
    quoted.join(" ")
}

fn empty(asked: &Asked, texts: Texts) -> Empty<'static> {
    let (icon, title, text) = match asked.show {
        _ if !asked.q.is_empty() => ("search", "list-none-title", "my-none-text"),
        Part::Open => ("smile", "my-empty-title", "my-empty-text"),
        Part::Done => ("archive", "my-empty-done-title", "my-empty-done-text"),
        Part::Shared => ("users", "my-empty-shared-title", "my-empty-shared-text"),
    };
    Empty {
        icon,
        title: texts.t(title),
        text: texts.t(text),
        action: Some((texts.t("nav-new"), "/my/new")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Last, quoted};

    #[test]
    fn what_a_requester_types_is_words_whatever_it_is() {
        let whole = |typed| quoted(typed, Last::Whole);
        assert_eq!(whole("vpn OR (state:open"), r#""vpn" "or" "state" "open""#);
        assert_eq!(whole("  "), "");
        assert_eq!(quoted("vpn dro", Last::Begun), r#""vpn" dro*"#);
    }
}
