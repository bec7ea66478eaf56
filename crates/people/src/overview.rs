//! A person as those who help them see them: how to reach them, what they asked before, how content they were.

use crate::pages::known;
use crate::screens::{Asked, Entry, OverviewPage, Satisfaction};
use directory::{SignedIn, frame, queries as people};
use kernel::condition::{Condition, PersonField, PersonRef, Term};
use kernel::{Permission, PersonId};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::{Empty, Face};
use web::reply::html;
use web::{Calendar, Error, Path, Result};
use work::Floor;
use work::pages::{Words, asked_by, list_address};
use work::queries::{ListQuery, Listed, Reader, Sort, ratings};

/// How many of their tickets are named.
const TICKETS: usize = 30;

/// `GET /people/{id}/tickets`
pub(crate) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response> {
    let may = [Permission::TicketRead, Permission::PersonRead];
    if !may.into_iter().all(|needed| signed.actor.can(needed)) {
        return Err(Error::not_found());
    }
    let reader = Reader::of(&signed, floor.desk.clock().now());
    let desk = floor.desk.clone();
    let read = floor.desk.store().read(move |tx| {
        let (person, facts) = known(tx, id).map_err(|_| work::Error::NotFound)?;
        let requester = Term::Person(PersonField::Requester, vec![Some(PersonRef::Id(id))]);
        let query = ListQuery {
            condition: Condition::Term(requester),
            sort: Sort::Newest,
            after: None,
            limit: TICKETS,
        };
        let tickets = work::queries::list(tx, &reader, &query)?.rows;
        let rated = ratings(tx, &reader, id)?;
        let rules = desk.rules_in(tx)?;
        let held = desk.held_by(tx, &reader, id)?;
        let manager = match person.manager_id {
            Some(id) => people::person_names(tx, &[id].into())?.remove(&id),
            None => None,
        };
        let known = (person, facts, manager.map(|manager| manager.name));
        Ok::<_, work::Error>((rules, known, tickets, rated, held))
    });
    let (rules, (person, mut facts, manager), tickets, rated, held) = read.await?;
    let texts = signed.texts;
    facts.extend(manager.map(|name| format!("{} {name}", texts.t("requester-manager"))));
    if person.time_zone != signed.person.time_zone {
        let now = Calendar::new(texts, &person.time_zone).time(floor.desk.clock().now().0);
        let label = texts.t("requester-time");
        facts.push(format!("{label} {now} ({})", person.time_zone));
    }
    let words = Words::new(texts, std::sync::Arc::clone(&rules.policy));
    let calendar = signed.calendar();
    let asked = |ticket: &Listed| Asked {
        number: ticket.id.0,
        subject: ticket.subject.clone(),
        state: words
            .state_chip(&ticket.kind, &ticket.state, &ticket.state_category)
            .into(),
        opened: calendar.when(ticket.opened_at.0),
    };
    let page = OverviewPage {
        frame: frame(&signed, "/people", person.name.as_str()),
        person: Entry {
            id: person.id.to_string(),
            face: Face::new(&person.name),
            facts,
        },
        vip: person.vip,
        active: person.active,
        merge: person.active && signed.actor.can(Permission::PersonManage),
        satisfaction: rated.average(texts).map(|average| Satisfaction {
            average,
            ratings: rated.counted(texts),
        }),
        assets: held,
        tickets: tickets.iter().map(asked).collect(),
        all: list_address(&asked_by(person.id, person.email.as_deref())),
        empty: Empty {
            icon: "inbox",
            title: texts.t("person-asked-none"),
            text: texts.t("person-asked-none-text"),
            action: signed
                .actor
                .can(Permission::TicketWork)
                .then(|| (texts.t("ticket-new"), "/tickets/new")),
        },
    };
    Ok(html(&page))
}
