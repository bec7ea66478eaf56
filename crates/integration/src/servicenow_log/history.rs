//! From the rows of an incident to the activities that they stand for.

use super::fields::{CLOSED_AT, CREATED_BY, FOLLOWED, Fact, RESOLVED_AT, RESOLVED_BY, UPDATES};
use super::names::Name;
use super::parties::Ids;
use super::read::{Incident, Log};
use super::row::{Row, State};
use super::words::Words;
use kernel::policy::{Key, StateCategory};
use kernel::ticket::{
    Activity, Channel, FieldValue, Hold, Kind, Message, Opened, PublicText, Resolution, StateChange,
};
use kernel::{PersonId, Policy, Timestamp};
use std::collections::BTreeMap;
use work::{History, Step};

/// The name of this format in references to where a ticket comes from.
pub(super) const SOURCE: &str = "servicenow-log";
/// Why a priority differs from the matrix, where ServiceNow's does.
const AS_IN_SERVICENOW: &str = "as in ServiceNow";
/// Numbers of custom fields are kept in hundredths.
const ONE: i64 = 100;

/// Knows what the names of the file mean to the desk.
pub(super) struct Historian<'a> {
    pub(super) log: &'a Log,
    pub(super) words: &'a Words,
    pub(super) ids: &'a Ids,
    pub(super) policy: &'a Policy,
}

/// What the activities so far have made of the ticket, where a row does not say it.
struct SoFar {
    row: Row,
    /// The last state that is one.
    state: State,
    updates: Option<u32>,
    resolved_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
}

impl Historian<'_> {
    /// The history of an incident: its opening, and then a step for each of its rows.
    pub(super) fn history(&self, incident: &Incident) -> History {
        let first = incident.lines[0].row;
        let opener = first.opened_by.or(first.created_by);
        let opening = Step {
            at: first.opened_at,
            actor: self.person(opener),
            channel: Channel::Import,
            activities: vec![self.opened(incident)],
        };
        let mut so_far = SoFar {
            row: Row {
                reassignments: 0,
                reopenings: 0,
                ..first
            },
            state: State::New,
            updates: None,
            resolved_at: None,
            closed_at: None,
        };
        let mut steps = vec![opening];
        for line in &incident.lines {
            let is_last = steps.len() == incident.lines.len();
            let activities = self.step(&mut so_far, &line.row, is_last);
            steps.push(Step {
                at: line.row.updated_at,
                actor: self.person(line.row.updated_by),
                channel: Channel::Import,
                activities,
            });
        }
        History {
            external: Some((SOURCE.to_owned(), incident.number.clone())),
            steps,
        }
    }

    fn opened(&self, incident: &Incident) -> Activity {
        let row = &incident.lines[0].row;
        let followed = FOLLOWED.iter().filter_map(|followed| {
            let fact = (followed.of)(row)?;
            Some((followed.key.to_owned(), fact.value(&self.log.names)))
        });
        let mut fields: BTreeMap<Key, FieldValue> = followed.collect();
        let created_by = self.person(row.created_by).map(FieldValue::Person);
        fields.extend(created_by.map(|person| (CREATED_BY.to_owned(), person)));
        let (state, hold) = (State::New, None);
        Activity::Opened(Box::new(Opened {
            kind: Kind::Incident,
            channel: row.channel,
            requester: self.ids.requester(row.caller),
            on_behalf_of: None,
            watchers: Default::default(),
            subject: self.subject(incident),
            description: Message {
                text: PublicText(self.description(incident)),
                attachments: Vec::new(),
            },
            state: key_of(state).to_owned(),
            state_category: self.category_of(key_of(state), hold),
            impact: row.impact,
            urgency: row.urgency,
            priority: row.priority,
            priority_grounds: Vec::new(),
            priority_reason: self.priority_reason(row),
            team: row.group.map(|group| self.ids.team(group)),
            assignee: self.person(row.assignee),
            service: None,
            category: self.words.category(row.category, row.subcategory),
            tags: Default::default(),
            fields,
            parent: None,
            confidential: false,
            split_from: None,
            mail_checks: Default::default(),
        }))
    }

    /// The log has no texts of people; what it has says what the incident is about.
    fn subject(&self, incident: &Incident) -> String {
        let row = &incident.lines[0].row;
        let category: Vec<&str> = [row.category, row.subcategory]
            .into_iter()
            .flatten()
            .map(|n| self.text(n))
            .collect();
        let symptom = row.symptom.map(|name| self.text(name).to_owned());
        let category = Some(category.join(" / ")).filter(|text| !text.is_empty());
        let parts: Vec<String> = symptom.into_iter().chain(category).collect();
        if parts.is_empty() {
            format!("Incident {}", incident.number)
        } else {
            parts.join(" · ")
        }
    }

    fn description(&self, incident: &Incident) -> String {
        let row = &incident.lines[0].row;
        let mut text = format!("{} in ServiceNow\n", incident.number);
        let mut say = |label: &str, value: &str| {
            text.push_str(&format!("\n- {label}: {value}"));
        };
        say("Contact", self.text(row.contact));
        match (row.created_at, row.created_by) {
            (Some(at), Some(by)) => say("Created", &format!("{at}, {}", self.text(by))),
            (Some(at), None) => say("Created", &at.to_string()),
            (None, _) => {}
        }
        for (label, name) in [("Category", row.category), ("Subcategory", row.subcategory)] {
            if let Some(name) = name {
                say(label, self.text(name));
            }
        }
        for followed in &FOLLOWED {
            if let Some(Fact::Text(name)) = (followed.of)(row) {
                say(followed.label, self.text(name));
            }
        }
        text
    }

    /// What a row changes; at least one activity, for every row stands for an update.
    fn step(&self, so_far: &mut SoFar, row: &Row, is_last: bool) -> Vec<Activity> {
        let mut activities = Vec::new();
        self.properties(&so_far.row, row, &mut activities);
        self.fields(&so_far.row, row, &mut activities);
        self.assignments(&so_far.row, row, &mut activities);
        self.states(so_far, row, &mut activities);
        if is_last {
            self.closing(so_far, row, &mut activities);
        }
        if activities.is_empty() || (is_last && so_far.updates != Some(row.updates)) {
            let number = |updates| FieldValue::Number(i64::from(updates) * ONE);
            let from = so_far.updates.replace(row.updates).map(number);
            activities.push(field_changed(UPDATES, from, Some(number(row.updates))));
        }
        so_far.row = *row;
        activities
    }

    fn properties(&self, before: &Row, row: &Row, activities: &mut Vec<Activity>) {
        if before.caller != row.caller {
            let (from, to) = (
                self.ids.requester(before.caller),
                self.ids.requester(row.caller),
            );
            activities.push(Activity::RequesterChanged { from, to });
        }
        if (before.category, before.subcategory) != (row.category, row.subcategory) {
            let path = |row: &Row| self.words.category(row.category, row.subcategory);
            activities.push(Activity::CategoryChanged {
                from: path(before),
                to: path(row),
            });
        }
        if before.impact != row.impact {
            activities.push(Activity::ImpactChanged {
                from: before.impact,
                to: row.impact,
            });
        }
        if before.urgency != row.urgency {
            activities.push(Activity::UrgencyChanged {
                from: before.urgency,
                to: row.urgency,
            });
        }
        let reason = self.priority_reason(row);
        if before.priority != row.priority || self.priority_reason(before) != reason {
            activities.push(Activity::PriorityChanged {
                from: before.priority,
                to: row.priority,
                reason,
            });
        }
    }

    fn fields(&self, before: &Row, row: &Row, activities: &mut Vec<Activity>) {
        for followed in &FOLLOWED {
            let (from, to) = ((followed.of)(before), (followed.of)(row));
            if from != to {
                let value = |fact: Fact| fact.value(&self.log.names);
                activities.push(field_changed(followed.key, from.map(value), to.map(value)));
            }
        }
    }

    /// A reassignment that shows no other team than the row before went away and came back in between.
    fn assignments(&self, before: &Row, row: &Row, activities: &mut Vec<Activity>) {
        let team = |group: Option<Name>| group.map(|group| self.ids.team(group));
        let (mut from, to) = (before.group, row.group);
        let counted = row.reassignments.saturating_sub(before.reassignments);
        for _ in 0..counted.max(u32::from(from != to)) {
            activities.push(Activity::TeamChanged {
                from: team(from),
                to: team(to),
            });
            from = to;
        }
        if before.assignee != row.assignee {
            let (from, to) = (self.person(before.assignee), self.person(row.assignee));
            activities.push(Activity::AssigneeChanged { from, to });
        }
    }

    /// A value that is no state leaves the ticket in the state that it has; a custom field keeps the value.
    fn states(&self, so_far: &mut SoFar, row: &Row, activities: &mut Vec<Activity>) {
        let (mut from, to) = (
            so_far.state,
            if row.state == State::Odd {
                so_far.state
            } else {
                row.state
            },
        );
        let reopenings = row.reopenings.saturating_sub(so_far.row.reopenings);
        for turn in 0..reopenings.max(u32::from(from != to)) {
            let hold = to.in_lifecycle().and_then(|(_, hold)| hold);
            let is_done = to == State::Resolved || (to == State::Closed && from != State::Resolved);
            let code = row
                .closed_code
                .filter(|_| is_done)
                .map(|code| self.words.code(code).to_owned());
            activities.push(Activity::StateChanged(StateChange {
                from: key_of(from).to_owned(),
                to: key_of(to).to_owned(),
                category: self.category_of(key_of(to), hold),
                hold: hold.map(|reason| Hold {
                    reason: reason.to_owned(),
                    until: None,
                }),
                resolution: code.map(|code| Resolution {
                    code,
                    text: String::new(),
                }),
                reopened: turn < reopenings,
                reason: String::new(),
            }));
            from = to;
        }
        if so_far.state != to {
            match to {
                State::Resolved => {
                    (so_far.resolved_at, so_far.closed_at) = (Some(row.updated_at), None)
                }
                State::Closed => so_far.closed_at = Some(row.updated_at),
                _ => (so_far.resolved_at, so_far.closed_at) = (None, None),
            }
        }
        so_far.state = to;
    }

    /// What every row of the log knows beforehand, but nobody could until the end.
    fn closing(&self, so_far: &SoFar, row: &Row, activities: &mut Vec<Activity>) {
        if let Some(person) = self.person(row.resolved_by) {
            activities.push(field_changed(
                RESOLVED_BY,
                None,
                Some(FieldValue::Person(person)),
            ));
        }
        let says = [
            (RESOLVED_AT, row.resolved_at, so_far.resolved_at),
            (CLOSED_AT, row.closed_at, so_far.closed_at),
        ];
        for (key, said, recorded) in says {
            if said.is_some() && said != recorded {
                let text = said.map(|at| FieldValue::Text(at.to_string()));
                activities.push(field_changed(key, None, text));
            }
        }
    }

    fn priority_reason(&self, row: &Row) -> Option<String> {
        let deviates = self.policy.priority.priority(row.impact, row.urgency) != row.priority;
        deviates.then(|| AS_IN_SERVICENOW.to_owned())
    }

    fn category_of(&self, state: &str, hold: Option<&str>) -> StateCategory {
        let reason = hold.and_then(|reason| self.policy.hold_reason(reason));
        let lifecycle = self.policy.lifecycle(Kind::Incident);
        let state = lifecycle.state(state).map(|state| state.category);
        reason
            .map(|reason| reason.category)
            .or(state)
            .unwrap_or(StateCategory::Active)
    }

    fn person(&self, name: Option<Name>) -> Option<PersonId> {
        name.map(|name| self.ids.person(name))
    }

    fn text(&self, name: Name) -> &str {
        self.log.names.text(name)
    }
}

fn key_of(state: State) -> &'static str {
    state
        .in_lifecycle()
        .map_or(kernel::policy::Lifecycle::NEW, |(key, _)| key)
}

fn field_changed(key: &str, from: Option<FieldValue>, to: Option<FieldValue>) -> Activity {
    Activity::FieldChanged {
        key: key.to_owned(),
        from,
        to,
    }
}
