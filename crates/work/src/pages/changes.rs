//! `POST /tickets/{number}/changes`: a property, by its name in forms.

use super::acts::{done, number};
use super::doing::{self, Form, change};
use super::sent::Sent;
use super::{Pages, bulk};
use crate::error::{Error, Result};
use directory::{SignedIn, queries as people};
use kernel::policy::Level;
use kernel::ticket::{Change, FieldKind, FieldProblem, FieldValue, Kind, Link, LinkKind, Refusal};
use kernel::{Actor, PersonId, Policy, ServiceId, TeamId, TicketId};
use store::Tx;
use web::Path;
use web::axum::extract::State;
use web::axum::response::Response;

/// `POST /tickets/{number}/changes`
pub(super) async fn save(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let (actor, desk, fields) = (
        signed.actor.clone(),
        pages.desk.clone(),
        sent.fields().to_vec(),
    );
    let (rules, read) = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            let read = read(tx, &actor, &rules.policy, &fields);
            Ok::<_, Error>((rules, read))
        })
        .await?;
    let words = pages.words(&rules, signed.texts);
    let name = form_name(sent.fields());
    let form = Form::new(&signed, id, name.clone(), done(&words, said_of(&name)));
    match read {
        Ok(changes) => change(&pages, &signed, form, changes, sent).await,
        Err(error) => doing::refuse(&pages, &signed, form, error, sent).await,
    }
}

/// The form's name: the property that it changes.
fn form_name(fields: &[(String, String)]) -> String {
    let of_form = |name: &str| !matches!(name, "csrf" | "seen" | "reason" | "onwards");
    let first = fields.iter().find(|(name, _)| of_form(name));
    match first.map_or("", |(name, _)| name.as_str()) {
        "link_kind" | "link_to" | "unlink" => "link".to_owned(),
        name => name.to_owned(),
    }
}

/// The field that a form is about.
fn said_of(form: &str) -> &str {
    match form {
        "tag_add" | "tag_remove" => "tags",
        "watcher_add" | "watcher_remove" => "watchers",
        "link" => "links",
        name => name,
    }
}

/// What the fields of a form want.
pub(super) fn read(
    tx: &Tx<'_>,
    actor: &Actor,
    policy: &Policy,
    fields: &[(String, String)],
) -> Result<Vec<Change>> {
    let find = |wanted: &str| fields.iter().find(|(name, _)| name == wanted);
    let get = |wanted: &str| find(wanted).map_or("", |(_, value)| value.trim());
    let mut changes = Vec::new();
    for (name, value) in fields {
        let value = value.trim();
        changes.extend(match name.as_str() {
            "subject" => Some(Change::Subject(value.to_owned())),
            "kind" => Some(Change::Kind(Kind::named(value).ok_or_else(|| {
                Error::Invalid {
                    field: "kind",
                    text: "refusal-kind".into(),
                }
            })?)),
            "state" => Some(Change::State(value.to_owned())),
            "team" => Some(Change::Team(team(tx, actor, value)?)),
            "service" => Some(Change::Service(service(tx, value)?)),
            "assignee" => Some(Change::Assignee(assignee(tx, actor, value)?)),
            "category" => Some(Change::Category(
                (!value.is_empty()).then(|| value.to_owned()),
            )),
            "impact" => Some(Change::Impact(level("impact", value, 3)?)),
            "urgency" => Some(Change::Urgency(level("urgency", value, 3)?)),
            "priority" => Some(Change::Priority {
                level: match value {
                    "" => None,
                    value => Some(level("priority", value, 5)?),
                },
                reason: get("reason").to_owned(),
            }),
            "requester" => Some(Change::Requester(person(tx, actor, "requester", value)?)),
            "on_behalf_of" => Some(Change::OnBehalfOf(match value {
                "" => None,
                value => Some(person(tx, actor, "on_behalf_of", value)?),
            })),
            "confidential" => Some(Change::Confidential(value == "true")),
            "tag_add" => Some(Change::Tag(value.to_owned())),
            "tag_remove" => Some(Change::Untag(value.to_owned())),
            "watcher_add" => Some(Change::Watch(person(tx, actor, "watcher", value)?)),
            "watcher_remove" => Some(Change::Unwatch(person(tx, actor, "watcher", value)?)),
            "link_to" => Some(link(get("link_kind"), value)?),
            "unlink" => Some(unlink(value)?),
            _ => None,
        });
    }
    changes.extend(custom_fields(tx, actor, policy, fields)?);
    Ok(changes)
}

/// The changes of custom fields, `field.KEY`; several values of one are its choices.
pub(super) fn custom_fields(
    tx: &Tx<'_>,
    actor: &Actor,
    policy: &Policy,
    fields: &[(String, String)],
) -> Result<Vec<Change>> {
    let mut changes: Vec<Change> = Vec::new();
    for (name, _) in fields {
        let Some(key) = name.strip_prefix("field.") else {
            continue;
        };
        let known = |change: &Change| matches!(change, Change::Field { key: k, .. } if k == key);
        if changes.iter().any(known) {
            continue;
        }
        let values: Vec<&str> = fields
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
            .collect();
        let value = custom_value(tx, actor, policy, key, &values)?;
        changes.push(Change::Field {
            key: key.to_owned(),
            value,
        });
    }
    Ok(changes)
}

fn custom_value(
    tx: &Tx<'_>,
    actor: &Actor,
    policy: &Policy,
    key: &str,
    values: &[&str],
) -> Result<Option<FieldValue>> {
    let field = policy
        .field(key)
        .ok_or_else(|| Refusal::NoSuchField { key: key.into() })?;
    let Some(first) = values.first() else {
        return Ok(None);
    };
    let wrong = |problem| Refusal::FieldValue {
        key: key.to_owned(),
        problem,
    };
    if field.kind == FieldKind::Person {
        let found = found_person(tx, actor, first)?;
        let person = found.ok_or_else(|| wrong(FieldProblem::Nobody))?;
        return Ok(Some(FieldValue::Person(person)));
    }
    let value = FieldValue::typed(&field.kind, first, values).map_err(wrong)?;
    Ok(Some(value))
}

/// The team that is chosen, by id, or typed, by name.
pub(crate) fn team(tx: &Tx<'_>, actor: &Actor, value: &str) -> Result<Option<TeamId>> {
    match (value, value.parse()) {
        ("", _) => Ok(None),
        (_, Ok(id)) => Ok(Some(id)),
        (name, Err(_)) => {
            let found = people::team_named(tx, actor, name)?;
            Ok(Some(found.ok_or(Refusal::NoSuchTeam(0))?))
        }
    }
}

/// The service that is chosen, by id, or typed, by name.
pub(crate) fn service(tx: &Tx<'_>, value: &str) -> Result<Option<ServiceId>> {
    match (value, value.parse()) {
        ("", _) => Ok(None),
        (_, Ok(id)) => Ok(Some(id)),
        (name, Err(_)) => {
            let found = people::service_named(tx, name)?;
            Ok(Some(found.ok_or(Refusal::NoSuchService(0))?))
        }
    }
}

pub(super) fn level(field: &'static str, value: &str, max: u8) -> Result<Level> {
    let parsed = value.parse().map(Level);
    parsed.map_err(|_| Refusal::Level { field, max }.into())
}

/// The agent who is chosen, by id, or typed, by name or address.
fn assignee(tx: &Tx<'_>, actor: &Actor, value: &str) -> Result<Option<PersonId>> {
    match value {
        "" | bulk::NOBODY => Ok(None),
        value => person(tx, actor, "assignee", value).map(Some),
    }
}

/// A person by id, name or address.
pub(super) fn person(
    tx: &Tx<'_>,
    actor: &Actor,
    field: &'static str,
    value: &str,
) -> Result<PersonId> {
    if let Ok(id) = value.parse() {
        return Ok(PersonId(id));
    }
    let unknown = Refusal::NoSuchPerson {
        field,
        person: PersonId(0),
    };
    Ok(found_person(tx, actor, value)?.ok_or(unknown)?)
}

/// The one person of this name or address.
pub(crate) fn found_person(tx: &Tx<'_>, actor: &Actor, value: &str) -> Result<Option<PersonId>> {
    match people::people_named(tx, actor, value)?[..] {
        [person] => Ok(Some(person)),
        [] => Ok(None),
        _ => Err(Error::Invalid {
            field: "person",
            text: "person-ambiguous".into(),
        }),
    }
}

fn link(kind: &str, to: &str) -> Result<Change> {
    let to = number(to).ok_or(Refusal::NoSuchLink(TicketId(0)))?;
    if kind == "parent" {
        return Ok(Change::Parent(Some(to)));
    }
    let kind = LinkKind::named(kind).unwrap_or(LinkKind::Relates);
    Ok(Change::Link(Link { kind, to }))
}

/// `blocks.42`, or `parent.42`.
fn unlink(value: &str) -> Result<Change> {
    let unknown = || Error::from(Refusal::NoSuchLink(TicketId(0)));
    let (kind, to) = value.split_once('.').ok_or_else(unknown)?;
    if kind == "parent" {
        return Ok(Change::Parent(None));
    }
    let (kind, to) = (LinkKind::named(kind), number(to));
    let (kind, to) = kind.zip(to).ok_or_else(unknown)?;
    Ok(Change::Unlink(Link { kind, to }))
}

#[cfg(test)]
mod tests {
    use super::unlink;
    use kernel::TicketId;
    use kernel::ticket::{Change, Link, LinkKind};

    #[test]
    fn a_link_is_named_by_kind_and_number() {
        let link = Link {
            kind: LinkKind::BlockedBy,
            to: TicketId(7),
        };
        assert_eq!(unlink("blocked_by.7").ok(), Some(Change::Unlink(link)));
        assert!(unlink("7").is_err());
    }
}
