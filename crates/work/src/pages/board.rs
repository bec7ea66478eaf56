//! The list as a board: lanes by state, priority, team or assignee, each with its newest tickets.

use super::address::{ListAddress, with};
use super::keeping::Kept;
use super::lanes::{self, Lane, Lanes, Rest};
use super::list::{self, Asked};
use super::opened::Opened;
use super::words::Words;
use super::{choices, completion, export, problem};
use crate::error::Result;
use crate::queries::{By, Listed, Reader, Sort};
use crate::screens::board::{BoardPage, Card, Lane as Shown};
use crate::screens::list::SaveView;
use directory::{SignedIn, frame};
use kernel::Permission;
use kernel::condition::Problem;
use store::Tx;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::Face;
use web::reply::html_with;
use web::{Calendar, Texts};

/// What the board is made of.
pub(super) struct Found {
    pub(super) opened: Opened,
    by: By,
    meaning: String,
    lanes: Result<Lanes, Problem>,
}

/// The address of the board of a list.
pub(super) fn address(list: ListAddress<'_>, by: &str) -> String {
    let list = ListAddress {
        sort: "",
        group: "",
        shape: "",
        ..list
    };
    let by = if by.is_empty() {
        String::new()
    } else {
        format!("&by={by}")
    };
    with(&list.first(), format_args!("as={}{by}", list::BOARD))
}

pub(super) fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    (opened, by): (Opened, By),
    q: &str,
    texts: Texts,
) -> Result<Found> {
    let rules = &opened.rules;
    let lanes = match list::condition(tx, reader, rules, opened.ruled(), q) {
        Ok(condition) => Ok(lanes::read(tx, reader, rules, by, &condition)?),
        Err(problem) => Err(problem),
    };
    Ok(Found {
        by,
        meaning: completion::meaning(tx, reader, rules, texts, q),
        lanes,
        opened,
    })
}

pub(super) fn show(signed: &SignedIn, words: &Words, asked: &Asked, found: &Found) -> Response {
    let texts = words.texts;
    let opened = &found.opened;
    let (heading, view) = (opened.heading(texts), opened.view_id());
    let list = ListAddress {
        view: &view,
        q: &asked.q,
        shape: opened.as_list(),
        ..ListAddress::default()
    };
    let by = found.by;
    let mut frame = frame(signed, "/tickets", heading.as_str());
    frame.views = opened.sidebar.links(&signed.actor, texts, opened.view);
    frame.stream = "/live".into();
    let (status, lanes) = match &found.lanes {
        Ok(lanes) => (StatusCode::OK, lanes.lanes.as_slice()),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, &[][..]),
    };
    let calendar = signed.calendar();
    let board = |other: By| {
        let at = address(list, other.name());
        (texts.t(other.name()), at, other == by)
    };
    let scope = lanes::scope(by);
    let q = match list.q {
        "" => scope,
        q => format!("({q}) {scope}"),
    };
    let grouped = ListAddress {
        q: &q,
        sort: Sort::Updated.name(),
        group: by.name(),
        ..list
    };
    let rest = found.lanes.as_ref().ok().and_then(|lanes| lanes.rest);
    let rest = rest.map(|rest| match rest {
        Rest::Lanes(count) => texts.count("board-lanes-left", count),
        Rest::Unknown => texts.t("board-lanes-unknown").to_owned(),
    });
    let movable = signed.actor.can(Permission::TicketWork);
    let choices_of = |offered: Vec<(String, String)>, first: &str| match by {
        By::State if movable => choices::with_first(first, None, &offered),
        _ => Vec::new(),
    };
    let page = BoardPage {
        frame,
        heading: &heading,
        view: &view,
        query: &asked.q,
        meaning: &found.meaning,
        query_error: found
            .lanes
            .as_ref()
            .err()
            .map(|problem| problem::shown(texts, problem, list)),
        save: save(signed, asked, found, texts),
        address: &address(list, by.name()),
        list: &list.first(),
        by: by.name(),
        boards: By::ALL.map(board).to_vec(),
        movable,
        holds: choices_of(words.holds(), texts.t("hold-why")),
        resolutions: choices_of(words.resolutions(), texts.t("resolution-choose")),
        lanes: lanes
            .iter()
            .map(|lane| shown(lane, by, list, words, &calendar))
            .collect(),
        rest: rest.map(|said| (said, grouped.first())),
        export: export::files(signed, grouped),
    };
    html_with(status, &page)
}

/// The forms that keep this board as a view.
fn save(signed: &SignedIn, asked: &Asked, found: &Found, texts: Texts) -> Option<SaveView> {
    found.lanes.as_ref().ok()?;
    let view = found.opened.view();
    let kept = Kept {
        sort: view
            .and_then(|view| Sort::named(&view.sort))
            .unwrap_or_default(),
        group: view.and_then(|view| view.group),
        board: Some(found.by),
    };
    Some(kept.forms(signed, &found.opened, &asked.q, texts))
}

fn shown<'a>(
    lane: &'a Lane,
    by: By,
    list: ListAddress<'_>,
    words: &'a Words,
    calendar: &Calendar,
) -> Shown<'a> {
    let label = match by {
        By::State => words.state("", &lane.value),
        By::Priority => words.priority(lane.value.parse().unwrap_or(5)),
        By::Assignee if lane.name.is_empty() => words.texts.t("board-nobody"),
        By::Team if lane.name.is_empty() => words.texts.t("board-no-team"),
        By::Team | By::Assignee => lane.name.as_str(),
    };
    let q = match list.q {
        "" => lane.q.clone(),
        q => format!("({q}) {}", lane.q),
    };
    let more = lane.page.next.is_some();
    let sign = if more { "+" } else { "" };
    let counted = lane.count.map(|count| words.texts.number(count));
    Shown {
        value: &lane.value,
        label,
        count: counted.unwrap_or_else(|| format!("{}{sign}", lane.page.rows.len())),
        cards: lane
            .page
            .rows
            .iter()
            .map(|listed| card(listed, by, words, calendar))
            .collect(),
        all: ListAddress { q: &q, ..list }.first(),
        more,
    }
}

fn card<'a>(listed: &'a Listed, by: By, words: &'a Words, calendar: &Calendar) -> Card<'a> {
    let state = || words.state_chip(&listed.kind, &listed.state, &listed.state_category);
    Card {
        number: listed.id.0,
        version: listed.version,
        subject: &listed.subject,
        confidential: listed.confidential,
        state: (by != By::State).then(state),
        priority: words.priority_chip(listed.priority),
        requester: &listed.requester_name,
        assignee: listed.assignee_name.as_deref().map(Face::new),
        updated: calendar.when(listed.updated_at.0),
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::pages::address::{ListAddress, encoded};
    use crate::queries::By;

    #[test]
    fn a_board_has_the_address_of_its_list() {
        let list = ListAddress {
            view: "7",
            q: "tag:vip",
            sort: "newest",
            group: "team",
            shape: "list",
        };
        let q = encoded("tag:vip");
        assert_eq!(
            address(list, By::Team.name()),
            format!("/tickets?view=7&q={q}&as=board&by=team")
        );
        assert_eq!(address(ListAddress::default(), ""), "/tickets?as=board");
    }
}
