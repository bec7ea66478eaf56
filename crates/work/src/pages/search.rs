//! What a search for words found, the best first.

use super::address::{ListAddress, encoded};
use super::list::Asked;
use super::opened::Opened;
use super::words::Words;
use super::{Pages, completion, list, problem};
use crate::error::Result;
use crate::queries::{self, FOUND_MAX, Found, Piece, Reader, SearchPage as Known, Sort};
use crate::screens::search::{Hit, SearchPage};
use directory::{SignedIn, frame};
use kernel::Permission;
use kernel::condition::Problem;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Empty, Excerpt, Pager};
use web::reply::{html_with, see_other};
use web::{Calendar, Query, Texts};

/// What the page is made of, of one instant.
pub(super) struct Searched {
    pub(super) opened: Opened,
    pub(super) known: Result<Known, Problem>,
    meaning: String,
}

/// `GET /search?q=…`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Ok(see_other(&format!("/my/tickets?q={}", encoded(&asked.q))));
    }
    let (reader, desk, wanted) = (pages.reader(&signed), pages.desk.clone(), asked.clone());
    let texts = signed.texts;
    let searched = pages
        .desk
        .store()
        .read(move |tx| {
            let opened = Opened::read(tx, &reader, &desk, &wanted)?;
            read(tx, &reader, opened, &wanted, texts)
        })
        .await?;
    let words = pages.words(&searched.opened.rules, signed.texts);
    Ok(show(&signed, &words, &asked, &searched))
}

pub(super) fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    opened: Opened,
    asked: &Asked,
    texts: Texts,
) -> Result<Searched> {
    let rules = &opened.rules;
    let known = match list::condition(tx, reader, rules, opened.ruled(), &asked.q) {
        Ok(condition) if !asked.q.trim().is_empty() => {
            Ok(queries::search(tx, reader, &condition, FOUND_MAX)?)
        }
        Ok(_) => Ok(Known::default()),
        Err(problem) => Err(problem),
    };
    Ok(Searched {
        meaning: completion::meaning(tx, reader, rules, texts, &asked.q),
        known,
        opened,
    })
}

/// The page of what was found, of all tickets or of a view.
pub(super) fn show(
    signed: &SignedIn,
    words: &Words,
    asked: &Asked,
    searched: &Searched,
) -> Response {
    let texts = words.texts;
    let nothing = Known::default();
    let (status, known) = match &searched.known {
        Ok(known) => (StatusCode::OK, known),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, &nothing),
    };
    let list = ListAddress {
        view: &asked.view,
        q: &asked.q,
        sort: Sort::Newest.name(),
        group: "",
        shape: searched.opened.as_list(),
    };
    let calendar = signed.calendar();
    let count = texts.number(known.found.len() as i64);
    let more = if known.more { "+" } else { "" };
    let mut frame = frame(
        signed,
        "/tickets",
        format!("{} {}", texts.t("search"), asked.q),
    );
    frame.views = searched
        .opened
        .sidebar
        .links(&signed.actor, texts, asked.view.parse().ok());
    frame.stream = "/live".into();
    let total = if asked.q.is_empty() {
        String::new()
    } else {
        format!("{count}{more}")
    };
    let page = SearchPage {
        frame,
        query: &asked.q,
        view: &asked.view,
        meaning: &searched.meaning,
        total: &total,
        query_error: searched
            .known
            .as_ref()
            .err()
            .map(|problem| problem::shown(words.texts, problem, list)),
        corrected: corrected(known, words),
        hits: known
            .found
            .iter()
            .map(|found| hit(found, words, &calendar))
            .collect(),
        newest: meant(&asked.q, &known.corrected)
            .filter(|_| !known.found.is_empty())
            .map(|q| ListAddress { q: &q, ..list }.first()),
        pager: Pager::default(),
        empty: empty(asked, words),
    };
    html_with(status, &page)
}

fn hit<'a>(found: &'a Found, words: &'a Words, calendar: &Calendar) -> Hit<'a> {
    let ticket = &found.ticket;
    Hit {
        href: format!("/tickets/{}", ticket.id),
        number: ticket.id.0,
        subject: pieces(&found.subject),
        excerpt: pieces(&found.excerpt),
        place: "",
        state: words.state_chip(&ticket.kind, &ticket.state, &ticket.state_category),
        requester: &ticket.requester_name,
        team: ticket.team_name.as_deref().unwrap_or_default(),
        updated: calendar.when(ticket.updated_at.0),
    }
}

fn pieces(pieces: &[Piece]) -> Excerpt {
    let piece = |piece: &Piece| (piece.marked, piece.text.clone());
    pieces.iter().map(piece).collect()
}

/// "vnp" was taken for "vpn".
fn corrected(known: &Known, words: &Words) -> Option<String> {
    let one = |(written, meant): &(String, Vec<String>)| {
        let meant = meant.join(", ");
        let (written, meant) = (written.as_str().into(), meant.into());
        words
            .texts
            .with("search-corrected", [("written", written), ("meant", meant)])
    };
    let all: Vec<String> = known.corrected.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// The query with the words by which something was found; nothing where they have no place of their own in it.
fn meant(q: &str, corrected: &[(String, Vec<String>)]) -> Option<String> {
    let mut tokens: Vec<String> = q.split_whitespace().map(ToOwned::to_owned).collect();
    for (written, meant) in corrected {
        let is_it = |token: &String| kernel::text::words(bare(token)) == [written.as_str()];
        let place = tokens.iter().position(is_it)?;
        let word = bare(&tokens[place]).to_owned();
        tokens[place] = tokens[place].replacen(&word, &either(written, meant), 1);
    }
    Some(match corrected.is_empty() {
        true => q.to_owned(),
        false => tokens.join(" "),
    })
}

/// A word without what stands around it.
fn bare(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A word or what it was taken for, as a condition: "(vnp or vpn)"; "vp*", where it is how all of them begin.
fn either(written: &str, meant: &[String]) -> String {
    if meant.iter().all(|word| word.starts_with(written)) {
        return format!("{written}*");
    }
    // These join words.
    let words = meant.iter().map(String::as_str);
    let words = words.filter(|word| !matches!(*word, "or" | "and" | "not"));
    let all: Vec<&str> = std::iter::once(written).chain(words).collect();
    format!("({})", all.join(" or "))
}

fn empty(asked: &Asked, words: &Words) -> Empty<'static> {
    let new = (words.texts.t("ticket-new"), "/tickets/new");
    let (title, text, action) = if kernel::text::words(&asked.q).is_empty() {
        ("search-start-title", "search-start-text", None)
    } else {
        ("list-none-title", "list-none-text", Some(new))
    };
    Empty {
        icon: "search",
        title: words.texts.t(title),
        text: words.texts.t(text),
        action,
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_a_search_was_taken_for_is_a_query() {
        let one = |written: &str, meant: &[&str]| {
            let meant = meant.iter().map(|word| (*word).to_owned()).collect();
            vec![(written.to_owned(), meant)]
        };
        for (q, corrected, listed) in [
            ("VPN  down", Vec::new(), Some("VPN  down")),
            (
                "state:open VNP,",
                one("vnp", &["vpn", "or"]),
                Some("state:open (vnp or vpn),"),
            ),
            ("gate", one("gate", &["gates", "gateway"]), Some("gate*")),
            ("subject:vnp", one("vnp", &["vpn"]), None),
        ] {
            assert_eq!(meant(q, &corrected).as_deref(), listed, "{q}");
        }
    }
}
