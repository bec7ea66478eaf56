//! Suggestions while somebody types: people, tickets, services, tags.

use super::matching::newest_matching;
use super::{Reader, tags, visible};
use crate::condition::SqlText;
use crate::error::Result;
use kernel::condition::Condition;
use kernel::text::words;
use kernel::{PersonId, ServiceId, TicketId};
use store::search::{Phrase, Scope};
use store::{Row, Tx};

/// Suggestions of each sort.
const SUGGESTED_MAX: usize = 6;
/// Fewest characters of a word before tickets are suggested by it.
const WORD_MIN_CHARS: usize = 2;
/// What is read of a ticket.
const TICKET: &str =
    "t.id, t.subject, t.state_category, (SELECT name FROM people WHERE id = t.requester_id)";

/// Something that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A person.
    Person {
        /// Who.
        id: PersonId,
        /// What people read.
        name: String,
        /// How to tell two of the same name apart.
        email: Option<String>,
    },
    /// A ticket.
    Ticket {
        /// Which.
        id: TicketId,
        /// What people read.
        subject: String,
        /// The name of its state's category.
        state_category: String,
        /// The name of whoever asked.
        requester: String,
    },
    /// A service.
    Service {
        /// Which.
        id: ServiceId,
        /// What people read.
        name: String,
    },
    /// A tag.
    Tag(String),
}

/// What may be meant by what was typed so far.
///
/// # Errors
/// When the database fails.
pub fn suggest(tx: &Tx<'_>, reader: &Reader, typed: &str) -> Result<Vec<Suggestion>> {
    let mut found = suggest_tickets(tx, reader, typed)?;
    found.extend(suggest_people(tx, reader, typed)?);
    if !words(typed).is_empty() {
        found.extend(suggest_services(tx, typed)?);
    }
    let tags = suggest_tags(tx, reader, typed.trim())?;
    found.extend(tags.into_iter().map(Suggestion::Tag));
    Ok(found)
}

/// People alone.
pub(crate) fn suggest_people(tx: &Tx<'_>, reader: &Reader, typed: &str) -> Result<Vec<Suggestion>> {
    let people =
        directory::queries::suggest_people(tx, &reader.actor, typed.trim(), SUGGESTED_MAX)?;
    Ok(people.into_iter().map(person).collect())
}

/// People alone who can be given tickets.
pub(crate) fn suggest_colleagues(
    tx: &Tx<'_>,
    reader: &Reader,
    typed: &str,
) -> Result<Vec<Suggestion>> {
    let typed = typed.trim();
    let people = directory::queries::suggest_colleagues(tx, &reader.actor, typed, SUGGESTED_MAX)?;
    Ok(people.into_iter().map(person).collect())
}

fn person(p: directory::model::PersonName) -> Suggestion {
    Suggestion::Person {
        id: p.id,
        name: p.name,
        email: p.email,
    }
}

/// Services alone.
pub(crate) fn suggest_services(tx: &Tx<'_>, typed: &str) -> Result<Vec<Suggestion>> {
    let services = directory::queries::suggest_services(tx, typed, SUGGESTED_MAX)?;
    let service = |(id, name)| Suggestion::Service { id, name };
    Ok(services.into_iter().map(service).collect())
}

/// Tickets alone, by number or by words of their subjects.
pub(crate) fn suggest_tickets(
    tx: &Tx<'_>,
    reader: &Reader,
    typed: &str,
) -> Result<Vec<Suggestion>> {
    let typed = typed.trim();
    if let Ok(number) = typed.trim_start_matches('#').parse::<i64>() {
        let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
        let number = sql.bind(number);
        let visible = visible(&mut sql, &reader.actor);
        let text = format!("SELECT {TICKET} FROM tickets t WHERE t.id = {number} AND {visible}");
        return Ok(tx.query(&text, &sql.params, ticket)?);
    }
    let words = words(typed);
    if words.is_empty() || typed.chars().count() < WORD_MIN_CHARS {
        return Ok(Vec::new());
    }
    let last = words.len() - 1;
    let phrase = |(at, word): (usize, String)| Phrase {
        prefix: at == last && word.chars().count() > WORD_MIN_CHARS,
        words: vec![word],
        scope: Scope::Subject,
    };
    let phrases: Vec<Vec<Phrase>> = words
        .into_iter()
        .enumerate()
        .map(|word| vec![phrase(word)])
        .collect();
    let all = Condition::everything();
    newest_matching(tx, reader, TICKET, &all, &phrases, SUGGESTED_MAX, ticket)
}

fn ticket(row: &Row<'_>) -> store::Result<Suggestion> {
    Ok(Suggestion::Ticket {
        id: row.get(0)?,
        subject: row.get(1)?,
        state_category: row.get(2)?,
        requester: row.get(3)?,
    })
}

/// Tickets alone, by number, by words of their subjects or by whoever asked.
pub(crate) fn suggest_tickets_and_askers(
    tx: &Tx<'_>,
    reader: &Reader,
    typed: &str,
) -> Result<Vec<Suggestion>> {
    let mut found = suggest_tickets(tx, reader, typed)?;
    if words(typed).is_empty() || typed.trim().chars().count() < WORD_MIN_CHARS {
        return Ok(found);
    }
    let people =
        directory::queries::suggest_people(tx, &reader.actor, typed.trim(), SUGGESTED_MAX)?;
    for asker in people {
        let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
        let (asker, limit) = (sql.bind(asker.id), sql.bind(SUGGESTED_MAX as i64));
        let visible = visible(&mut sql, &reader.actor);
        let text = format!(
            "SELECT {TICKET} FROM tickets t WHERE t.requester_id = {asker} AND {visible} ORDER BY t.id DESC LIMIT {limit}"
        );
        let theirs = tx.query(&text, &sql.params, ticket)?;
        let new = theirs.into_iter().filter(|one| !found.contains(one));
        let new: Vec<Suggestion> = new.collect();
        found.extend(new);
    }
    found.truncate(2 * SUGGESTED_MAX);
    Ok(found)
}

/// Tags alone, once their beginning is typed.
pub(crate) fn suggest_tags(tx: &Tx<'_>, reader: &Reader, typed: &str) -> Result<Vec<String>> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    tags(tx, reader, typed, "", SUGGESTED_MAX)
}
