//! The properties of a ticket, each edited where it stands.

use super::automated::raising;
use super::events::duration;
use super::parts::{self, Part};
use super::teller::Teller;
use super::{Found, Refused, grounds};
use crate::pages::choices;
use crate::pages::words::Words;
use crate::queries::Reader;
use crate::screens::ticket::{Control, Property};
use kernel::policy::{CustomField, Key, Level, Lifecycle, Named};
use kernel::ticket::{FieldValue, Kind};
use kernel::{Policy, Ticket};
use std::collections::BTreeSet;
use web::parts::Choice;

/// All properties, built-in ones first.
pub(super) fn properties(
    words: &Words,
    found: &Found,
    teller: &Teller<'_>,
    refused: Option<&Refused>,
) -> Vec<Property> {
    let mut all = builtin(words, found, teller);
    let ticket = &found.page.ticket;
    for field in fields(words, found, refused).shown {
        let value = ticket.fields.get(&field.key);
        all.push(Property {
            name: format!("field.{}", field.key),
            label: field.label.clone(),
            key: "",
            control: custom(field, value, teller),
            why: String::new(),
            reason: false,
        });
    }
    if ticket.worked_secs > 0 {
        let worked = Control::Fixed(duration(teller, ticket.worked_secs));
        all.push(property("worked", teller, "", worked));
    }
    if let Some(external) = &found.page.external {
        let control = Control::Fixed(external.clone());
        all.push(property("external", teller, "", control));
    }
    if let Some(refused) = refused {
        all.iter_mut()
            .for_each(|property| keep_typed(property, refused));
    }
    all
}

/// The custom fields whose questions are not shown as things stand.
pub(super) fn not_asked(policy: &Policy, ticket: &Ticket, reader: &Reader) -> BTreeSet<Key> {
    let asked = policy.questions(ticket, reader.moment());
    let hidden = asked.into_iter().filter(|asked| !asked.shown);
    hidden
        .filter_map(|asked| asked.field.map(|field| field.key.clone()))
        .collect()
}

/// The custom fields that stand on the page.
struct Fields<'w> {
    shown: Vec<&'w CustomField>,
    /// How many more the ticket may have.
    more: usize,
    /// From which one without a value on the next are shown; the first ones again after the last.
    next: usize,
}

/// What is on a page has a value, or is one of some without.
fn fields<'w>(words: &'w Words, found: &Found, refused: Option<&Refused>) -> Fields<'w> {
    let ticket = &found.page.ticket;
    let range = found.onwards.range(Part::Fields);
    let (mut shown, mut empty, mut more) = (Vec::new(), 0, 0);
    for field in &words.policy.fields {
        let has = ticket.fields.contains_key(&field.key)
            || refused
                .is_some_and(|refused| refused.form.strip_prefix("field.") == Some(&field.key));
        let offered = field.is_of(ticket.kind)
            && !words.policy.retired.fields.contains(&field.key)
            && !found.not_asked.contains(&field.key);
        if has {
            shown.push(field);
        } else if offered {
            if range.contains(&empty) {
                shown.push(field);
            } else {
                more += 1;
            }
            empty += 1;
        }
    }
    let next = found.onwards.next(Part::Fields, empty);
    Fields { shown, more, next }
}

/// How many custom fields are not on the page, in words, and where the next of them are; nothing where all are on it.
pub(super) fn more_fields(
    words: &Words,
    found: &Found,
    refused: Option<&Refused>,
) -> Option<(String, String)> {
    let Fields { more, next, .. } = fields(words, found, refused);
    let at = (found.page.ticket.id, next);
    parts::more(words.texts, "fields-more", (Part::Fields, more), at)
}

/// Nothing typed is lost when it is refused.
fn keep_typed(property: &mut Property, refused: &Refused) {
    if refused.form != property.name {
        return;
    }
    property.reason = property.name == "priority";
    let Some(typed) = refused.typed(&property.name) else {
        return;
    };
    match &mut property.control {
        Control::Select(choices) => {
            for choice in choices {
                choice.selected = choice.value == typed;
            }
        }
        Control::Text { value, .. } => *value = typed.to_owned(),
        Control::Several(_) | Control::Fixed(_) => {}
    }
}

fn property(name: &str, teller: &Teller<'_>, key: &'static str, control: Control) -> Property {
    Property {
        name: name.to_owned(),
        label: teller.field(name),
        key,
        control,
        why: String::new(),
        reason: false,
    }
}

fn builtin(words: &Words, found: &Found, teller: &Teller<'_>) -> Vec<Property> {
    let (ticket, texts) = (&found.page.ticket, words.texts);
    let select = |name: &str, key, choices| property(name, teller, key, Control::Select(choices));
    let text = |name: &str, value: String, suggest| {
        let control = Control::Text {
            kind: "text",
            value,
            suggest,
        };
        property(name, teller, "", control)
    };
    let levels = |chosen: Level| {
        (1..=3)
            .map(|level| {
                let label = words.level(Level(level));
                Choice::new(level.to_string(), label, chosen.0 == level)
            })
            .collect()
    };
    let offers = |kind: &Kind| *kind == ticket.kind || words.policy.offers_kind(*kind);
    let kinds = Kind::ALL.into_iter().filter(offers);
    let kinds = kinds.map(|kind| Choice::new(kind.name(), words.kind(kind), kind == ticket.kind));
    let requester = teller.person(ticket.requester);
    let on_behalf_of = ticket.on_behalf_of.map(|person| teller.person(person));
    let mut all = vec![
        select("state", "s", states(words, found)),
        property("team", teller, "", {
            let chosen = ticket.team.map(|id| (id.to_string(), teller.team(id)));
            found.teams.control(texts.t("none-chosen"), chosen, "teams")
        }),
        select(
            "assignee",
            "a",
            with_present(
                choices::or_none(texts, ticket.assignee.as_ref(), &found.colleagues),
                ticket
                    .assignee
                    .map(|id| (id.to_string(), teller.person(id))),
            ),
        ),
        select("impact", "", levels(ticket.impact)),
        select("urgency", "", levels(ticket.urgency)),
        priority(words, found, teller),
        property("service", teller, "", {
            let service = ticket.service;
            let chosen = service.map(|id| (id.to_string(), teller.service(id)));
            let none = texts.t("none-chosen");
            found.services.control(none, chosen, "services")
        }),
        category(words, ticket.category.as_deref(), teller),
        select("kind", "", kinds.collect()),
        text("subject", ticket.subject.clone(), ""),
        text("requester", requester, "people"),
        text("on_behalf_of", on_behalf_of.unwrap_or_default(), "people"),
    ];
    if let Some(hold) = &ticket.hold {
        let why = match hold.until {
            None => words.hold_reason(&hold.reason),
            Some(until) => format!(
                "{} · {}",
                words.hold_reason(&hold.reason),
                teller.calendar.when(until.0).text
            ),
        };
        all[0].why = why;
    } else if let Some(resolution) = &ticket.resolution {
        all[0].why = words.resolution(&resolution.code);
    }
    all[1].why = grounds::of_team(found, teller);
    all[2].why = grounds::of_assignee(found, teller);
    all
}

/// The present state and those that a plain move leads to.
fn states(words: &Words, found: &Found) -> Vec<Choice> {
    let ticket = &found.page.ticket;
    let kind = ticket.kind.name();
    let own_form = [Lifecycle::ON_HOLD, Lifecycle::RESOLVED];
    let next = words
        .policy
        .lifecycle(ticket.kind)
        .next(&ticket.state)
        .map(|state| state.key.as_str())
        .filter(|key| *key != ticket.state && !own_form.contains(key));
    std::iter::once(ticket.state.as_str())
        .chain(next)
        .map(|key| Choice::new(key, words.state(kind, key), key == ticket.state))
        .collect()
}

fn priority(words: &Words, found: &Found, teller: &Teller<'_>) -> Property {
    let ticket = &found.page.ticket;
    let (texts, policy) = (words.texts, &words.policy);
    let matrix = policy.priority.priority(ticket.impact, ticket.urgency);
    let grounds = &ticket.priority_grounds;
    let raised = policy.raises.apply(matrix, grounds);
    let follows = ticket.priority_reason.is_none();
    let called = |level: Level| words.priority(i64::from(level.0));
    let automatic = texts.t1("priority-automatic", "priority", called(raised));
    let by_itself = || {
        if grounds.is_empty() {
            return texts.t("priority-from-matrix").to_owned();
        }
        let mut why = raising(texts, grounds);
        if policy.raises.are_cut(grounds) {
            let most = i64::from(policy.raises.at_most);
            why = format!("{why}, {}", texts.t1("ground-at-most", "count", most));
        }
        let facts = [("matrix", called(matrix).into()), ("why", why.into())];
        texts.with("priority-raised", facts)
    };
    let mut choices = vec![Choice::new("", automatic, follows)];
    choices.extend((1..=words.priorities()).map(|level| {
        let chosen = !follows && i64::from(ticket.priority.0) == level;
        Choice::new(level.to_string(), words.priority(level), chosen)
    }));
    Property {
        why: ticket.priority_reason.clone().unwrap_or_else(by_itself),
        ..property("priority", teller, "p", Control::Select(choices))
    }
}

/// The category: its own name, and where in the tree it stands below.
fn category(words: &Words, chosen: Option<&str>, teller: &Teller<'_>) -> Property {
    let mut choices = categories(words, chosen);
    let mut why = String::new();
    for choice in choices.iter_mut().filter(|choice| choice.selected) {
        if let Some((above, own)) = choice.label.rsplit_once(" › ") {
            (why, choice.label) = (above.to_owned(), own.to_owned());
        }
    }
    Property {
        why,
        ..property("category", teller, "", Control::Select(choices))
    }
}

/// The category tree, parents before children.
pub(in crate::pages) fn categories(words: &Words, chosen: Option<&str>) -> Vec<Choice> {
    let none = Choice::new("", words.texts.t("none-chosen"), chosen.is_none());
    let offered = |category: &&Named| words.policy.offers_category(&category.key);
    let all = words
        .policy
        .categories
        .iter()
        .filter(offered)
        .map(|category| {
            let label = words.policy.category_label(&category.key);
            Choice::new(
                category.key.as_str(),
                label,
                chosen == Some(category.key.as_str()),
            )
        });
    let choices = std::iter::once(none).chain(all).collect();
    with_present(
        choices,
        chosen.map(|key| (key.to_owned(), words.policy.category_label(key))),
    )
}

/// What is chosen now is in the list, even where it could not be chosen any more.
fn with_present(mut choices: Vec<Choice>, present: Option<(String, String)>) -> Vec<Choice> {
    if let Some((value, label)) = present
        && !choices.iter().any(|choice| choice.value == value)
    {
        choices.push(Choice::new(value, label, true));
    }
    choices
}

/// How a custom field is edited.
pub(in crate::pages) fn custom(
    field: &CustomField,
    value: Option<&FieldValue>,
    teller: &Teller<'_>,
) -> Control {
    let person = match value {
        Some(FieldValue::Person(person)) => teller.person(*person),
        _ => String::new(),
    };
    crate::questions::control(teller.words.texts, field, value, &person)
}
