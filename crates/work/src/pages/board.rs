//! The list as a board: lanes by state, priority, team or assignee, each with its newest tickets.
//!
//! A lane is a condition of its own, so that a board costs some short lists, whatever the archive holds: open
//! tickets have indexes of their own, and of done ones only those that changed lately are shown.

use super::address::ListAddress;
use super::keeping::Kept;
use super::list::{self, Asked};
use super::opened::Opened;
use super::words::Words;
use super::{bulk, choices, completion, problem};
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::{self, By, ListQuery, Listed, Page, Reader, Sort};
use crate::screens::board::{BoardPage, Card, Lane as Shown};
use crate::screens::list::SaveView;
use crate::vocabulary::Names;
use directory::queries::suggest_teams;
use directory::{SignedIn, frame};
use kernel::Permission;
use kernel::condition::{Condition, Problem};
use kernel::policy::Lifecycle;
use store::Tx;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::Face;
use web::reply::html_with;
use web::{Calendar, Texts};

/// Cards of a lane.
const CARDS_MAX: usize = 30;
/// Lanes of a board.
const LANES_MAX: usize = 24;
/// Most teams that are asked whether they have anything.
const POSSIBLE_MAX: usize = 100;
/// Done tickets stay on a board for so many days after their last change.
const DONE_DAYS: u32 = 14;

/// A lane with its tickets.
struct Lane {
    /// What a ticket that is moved here gets.
    value: String,
    /// Its name; where it is empty, the reader's words have it.
    name: String,
    /// Its condition.
    q: String,
    page: Page<Listed>,
}

/// What the board is made of.
pub(super) struct Found {
    pub(super) opened: Opened,
    by: By,
    meaning: String,
    lanes: Result<Vec<Lane>, Problem>,
}

/// The address of the board of a list.
pub(super) fn address(list: ListAddress<'_>, by: &str) -> String {
    let list = ListAddress {
        sort: "",
        group: "",
        shape: "",
        ..list
    };
    let first = list.first();
    let sign = if first.contains('?') { '&' } else { '?' };
    let by = if by.is_empty() {
        String::new()
    } else {
        format!("&by={by}")
    };
    format!("{first}{sign}as={}{by}", list::BOARD)
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
        Ok(condition) => Ok(lanes(tx, reader, rules, by, &condition)?),
        Err(problem) => Err(problem),
    };
    Ok(Found {
        by,
        meaning: completion::meaning(tx, reader, rules, texts, q),
        lanes,
        opened,
    })
}

/// The lanes that there may be: value, name and condition of each.
fn possible(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    by: By,
) -> Result<Vec<(String, String, String)>> {
    let unnamed = |value: &str, q: String| (value.to_owned(), String::new(), q);
    let open = |field: &str, value: &str| format!("state:open {field}:{value}");
    Ok(match by {
        By::State => states(rules),
        By::Priority => (1..=5)
            .map(|level| level.to_string())
            .map(|level| unnamed(&level, open("priority", &level)))
            .collect(),
        By::Team => {
            let teams = suggest_teams(tx, &reader.actor, "", POSSIBLE_MAX)?.into_iter();
            let teams =
                teams.map(|(id, name)| (id.to_string(), name, open("team", &format!("#{id}"))));
            let none = unnamed("", open("team", "none"));
            std::iter::once(none).chain(teams).collect()
        }
        By::Assignee => {
            let mine = &reader.actor.teams;
            let people = choices::colleagues(tx, &reader.actor, mine)?.into_iter();
            let people = people
                .map(|(id, name)| (id.to_string(), name, open("assignee", &format!("#{id}"))));
            let none = unnamed(bulk::NOBODY, open("assignee", "none"));
            std::iter::once(none).chain(people).collect()
        }
    })
}

fn states(rules: &Rules) -> Vec<(String, String, String)> {
    let mut lanes: Vec<(String, String, String)> = Vec::new();
    let states = rules.policy.lifecycles.iter().flat_map(|l| &l.states);
    for state in states {
        let known = lanes.iter().any(|(value, ..)| *value == state.key);
        if known || state.key == Lifecycle::MERGED {
            continue;
        }
        let also = if state.category.is_open() {
            "state:open".to_owned()
        } else {
            format!("updated>=-{DONE_DAYS}d")
        };
        let q = format!("{also} state:{}", state.key);
        lanes.push((state.key.clone(), String::new(), q));
    }
    lanes
}

fn lanes(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    by: By,
    condition: &Condition,
) -> Result<Vec<Lane>> {
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let mut lanes = Vec::new();
    for (value, name, q) in possible(tx, reader, rules, by)? {
        let lane = Condition::read(&q, &names)?;
        let query = ListQuery {
            condition: Condition::all([condition.clone(), lane]),
            sort: Sort::Updated,
            after: None,
            limit: CARDS_MAX,
        };
        let page = queries::list(tx, reader, &query)?;
        // Of many teams and people those are shown that have something, and the reader's own.
        let own = match by {
            By::State => true,
            By::Priority => value.parse().is_ok_and(|level: u8| level <= 4),
            By::Team => reader
                .actor
                .teams
                .iter()
                .any(|team| team.to_string() == value),
            By::Assignee => reader
                .actor
                .person
                .is_some_and(|me| me.to_string() == value),
        };
        if own || !page.rows.is_empty() {
            lanes.push(Lane {
                value,
                name,
                q,
                page,
            });
        }
        if lanes.len() == LANES_MAX {
            break;
        }
    }
    Ok(lanes)
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
        Ok(lanes) => (StatusCode::OK, lanes.as_slice()),
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, &[][..]),
    };
    let calendar = signed.calendar();
    let board = |other: By| {
        let at = address(list, other.name());
        (texts.t(other.name()), at, other == by)
    };
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
    Shown {
        value: &lane.value,
        label,
        count: format!("{}{sign}", lane.page.rows.len()),
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
