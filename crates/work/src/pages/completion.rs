//! What the search box says while somebody types a condition: what may stand at the cursor, what the whole
//! means in words, and what is wrong with it and where.

use super::{Pages, choices, problem};
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::{self, Reader};
use crate::vocabulary::{Called, Names, translated};
use directory::SignedIn;
use directory::queries as people;
use kernel::condition::{self, Condition, FieldInfo, MAX_BYTES, Offer, Op, Problem, Takes, Wanted};
use kernel::ticket::FieldKind;
use kernel::{Permission, Policy};
use serde::{Deserialize, Serialize};
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::json;
use web::{Query, Texts};

/// Most offers at once.
const OFFERS_MAX: usize = 12;
/// Most people that are looked for.
const PEOPLE_MAX: usize = 8;

/// What was typed, and where the cursor stands in it, as browsers count: in units of UTF-16.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
    at: Option<usize>,
    /// What it is for: `rules` for what is decided by, without anybody who reads.
    #[serde(default)]
    of: String,
}

/// What is to be said to it. Places are counted as browsers count.
#[derive(Default, Serialize)]
struct Said {
    /// Where what an offer replaces begins.
    start: usize,
    /// Where it ends.
    end: usize,
    offers: Vec<Offered>,
    /// What the whole means; empty where it is empty or wrong.
    meaning: String,
    problem: Option<Wrong>,
}

#[derive(Serialize)]
struct Offered {
    /// What is written.
    write: String,
    /// What people call it; empty where what is written says it.
    label: String,
}

#[derive(Serialize)]
struct Wrong {
    message: String,
    start: usize,
    end: usize,
}

/// `GET /conditions/completion?q=…&at=…`
pub(super) async fn complete(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(typed): Query<Typed>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) || typed.q.len() > MAX_BYTES {
        return Ok(json(StatusCode::OK, &Said::default()));
    }
    let (reader, desk, texts) = (pages.reader(&signed), pages.desk.clone(), signed.texts);
    let said = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            Completion {
                tx,
                reader: &reader,
                rules: &rules,
                own: rules.policy.in_language(texts.code()),
                texts,
                for_rules: typed.of == "rules",
            }
            .said(&typed)
        })
        .await?;
    Ok(json(StatusCode::OK, &said))
}

/// What a query means, in the reader's words; empty where there is none or it cannot be understood.
pub(super) fn meaning(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    texts: Texts,
    q: &str,
) -> String {
    if q.trim().is_empty() {
        return String::new();
    }
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let own = rules.policy.in_language(texts.code());
    let names_of = Called {
        tx,
        actor: &reader.actor,
        policy: own.as_ref().unwrap_or(&rules.policy),
        texts: Some(texts),
    };
    Condition::read(q, &names).map_or_else(
        |_| String::new(),
        |asked| condition::describe(&asked, &names_of),
    )
}

struct Completion<'a, 'tx> {
    tx: &'a Tx<'tx>,
    reader: &'a Reader,
    rules: &'a Rules,
    /// The policy in the reader's words, where they have some of their own.
    own: Option<Policy>,
    texts: Texts,
    /// Nobody reads where rules decide: there are no notes, and neither `me` nor `mine`.
    for_rules: bool,
}

impl<'tx> Completion<'_, 'tx> {
    fn said(&self, typed: &Typed) -> Result<Said> {
        let q = typed.q.as_str();
        let cursor = typed.at.map_or(q.len(), |at| bytes(q, at));
        let expected = condition::complete(q, cursor);
        let offers = match &expected.wanted {
            Wanted::Term => self.fields(expected.typed),
            Wanted::Value { field, op } => self.values(field, *op, expected.typed)?,
            Wanted::Text => Vec::new(),
        };
        let problem = Condition::read(q, &self.names()).err();
        Ok(Said {
            start: units(q, expected.start),
            end: units(q, expected.end),
            offers: offers.into_iter().take(OFFERS_MAX).collect(),
            meaning: meaning(self.tx, self.reader, self.rules, self.texts, q),
            problem: problem.map(|problem| wrong(self.texts, q, &problem)),
        })
    }

    fn names(&self) -> Names<'_, 'tx> {
        let (actor, policy) = (&self.reader.actor, &self.rules.policy);
        Names::new(self.tx, actor, policy, self.reader.zone.clone())
    }

    fn policy(&self) -> &Policy {
        self.own.as_ref().unwrap_or(&self.rules.policy)
    }

    fn reads_notes(&self) -> bool {
        !self.for_rules && self.reader.actor.can(Permission::NoteRead)
    }

    fn fields(&self, typed: &str) -> Vec<Offered> {
        let reads_notes = self.reads_notes();
        let offers = condition::field_offers(typed, self.policy(), reads_notes);
        let told = |offer: Offer| Offered {
            label: match offer.about {
                "" => offer.label,
                field => translated(self.texts, "condition", field, field),
            },
            write: offer.write,
        };
        offers.into_iter().map(told).collect()
    }

    fn values(&self, field: &str, op: Op, typed: &str) -> Result<Vec<Offered>> {
        let policy = self.policy();
        if let Some(custom) = condition::custom_named(field, policy) {
            let mut offers = condition::custom_offers(custom, op);
            if custom.kind == FieldKind::Person {
                offers.extend(self.people(typed)?);
            }
            return Ok(self.meant(None, offers, typed));
        }
        let reads_notes = self.reads_notes();
        let info = condition::field_named(field).filter(|info| reads_notes || !info.internal);
        let Some(info) = info else {
            return Ok(Vec::new());
        };
        let mut offers = match info.takes {
            Takes::Team => named(people::suggest_teams(
                self.tx,
                &self.reader.actor,
                typed,
                OFFERS_MAX,
            )?),
            Takes::Service => named(people::suggest_services(self.tx, typed, OFFERS_MAX)?),
            Takes::Tag => {
                let tags = queries::suggest_tags(self.tx, self.reader, typed)?;
                tags.iter().map(|tag| Offer::value(tag, "")).collect()
            }
            Takes::Person(_) => self.people(typed)?,
            _ => Vec::new(),
        };
        let known = condition::value_offers(info, op, policy);
        if offers.is_empty() || typed.is_empty() {
            offers.splice(0..0, known);
        } else {
            offers.extend(known);
        }
        Ok(self.meant(Some(info), offers, typed))
    }

    /// Those of the offers that may be meant, called as the reader calls them.
    fn meant(&self, info: Option<&FieldInfo>, offers: Vec<Offer>, typed: &str) -> Vec<Offered> {
        let called = offers.into_iter().map(|mut offer| {
            offer.label = self.called(info, &offer);
            offer
        });
        let offered = called.filter(|offer| !self.for_rules || !is_of_reader(&offer.write));
        let mut meant: Vec<Offer> = offered.filter(|offer| offer.is_meant_by(typed)).collect();
        // Whoever has typed a word to its end means that word.
        meant.sort_by_key(|offer| offer.write != typed);
        let told = |offer: Offer| Offered {
            write: offer.write,
            label: offer.label,
        };
        meant.into_iter().map(told).collect()
    }

    fn called(&self, info: Option<&FieldInfo>, offer: &Offer) -> String {
        let (texts, key) = (self.texts, offer.write.as_str());
        let word = || translated(texts, "meaning", key, &offer.label);
        match info.map(|info| info.takes) {
            Some(Takes::State) if offer.label.is_empty() => word(),
            Some(Takes::State) => translated(texts, "state", key, &offer.label),
            Some(Takes::Hold) => translated(texts, "hold-reason", key, &offer.label),
            Some(Takes::Kind) => translated(texts, "kind", key, &offer.label),
            Some(Takes::Link) => translated(texts, "link", key, &offer.label),
            Some(Takes::Number(condition::NumberField::Priority)) => {
                translated(texts, "priority", key, "")
            }
            Some(Takes::Number(_)) => translated(texts, "level", key, ""),
            _ if offer.label.is_empty() => word(),
            _ => offer.label.clone(),
        }
    }

    /// People by what is typed; nobody knows whom they mean before that.
    fn people(&self, typed: &str) -> Result<Vec<Offer>> {
        let (tx, actor) = (self.tx, &self.reader.actor);
        if typed.is_empty() {
            let mine = choices::colleagues(tx, actor, &actor.teams)?;
            let offer = |(id, name): (kernel::PersonId, String)| Offer {
                write: format!("#{id}"),
                label: name,
                about: "",
            };
            return Ok(mine.into_iter().map(offer).collect());
        }
        let found = people::suggest_people(tx, actor, typed, PEOPLE_MAX)?;
        let offers = found.into_iter().map(|person| match person.email {
            Some(email) => Offer::value(&email, person.name),
            None => Offer::value(&person.name, ""),
        });
        Ok(offers.collect())
    }
}

/// Whether a value stands for whoever reads.
fn is_of_reader(value: &str) -> bool {
    matches!(value, "me" | "mine")
}

fn named<I>(found: Vec<(I, String)>) -> Vec<Offer> {
    found
        .iter()
        .map(|(_, name)| Offer::value(name, ""))
        .collect()
}

fn wrong(texts: Texts, q: &str, problem: &Problem) -> Wrong {
    let said = problem::said(texts, &problem.reason);
    Wrong {
        message: match &problem.suggestion {
            Some(meant) => format!("{said}. {} {meant}?", texts.t("query-meant")),
            None => said,
        },
        start: units(q, problem.span.start),
        end: units(q, problem.span.end),
    }
}

/// A place in units of UTF-16 as one in bytes.
fn bytes(text: &str, units: usize) -> usize {
    let mut passed = 0;
    let at = text.char_indices().find(|(_, c)| {
        let here = passed >= units;
        passed += c.len_utf16();
        here
    });
    at.map_or(text.len(), |(at, _)| at)
}

/// A place in bytes as one in units of UTF-16.
fn units(text: &str, bytes: usize) -> usize {
    let end = text.floor_char_boundary(bytes.min(text.len()));
    text[..end].encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::{bytes, units};

    #[test]
    fn places_are_counted_as_browsers_do() {
        let text = "ä😀b";
        for (in_bytes, in_units) in [(0, 0), (2, 1), (6, 3), (7, 4)] {
            assert_eq!(units(text, in_bytes), in_units);
            assert_eq!(bytes(text, in_units), in_bytes);
        }
        assert_eq!(bytes(text, 99), text.len());
    }
}
