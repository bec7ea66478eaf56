//! What each column becomes.

use super::sheet::sheet;
use super::{desk, desks, import};
use kernel::ticket::{Activity, FieldValue, StateChange, Ticket};
use kernel::{PersonId, TeamId, TicketId};
use std::collections::HashMap;
use store::log::Texts;
use store::params;
use testkit::TestDesk;

/// What a second row says, and the activities that it becomes.
const CHANGES: [(&str, &[&str]); 31] = [
    (
        "incident_state=Active",
        &["state new > in_progress (active)"],
    ),
    (
        "incident_state=Awaiting User Info",
        &["state new > on_hold (waiting_on_requester) hold requester"],
    ),
    (
        "incident_state=Awaiting Vendor",
        &["state new > on_hold (waiting_on_third_party) hold third_party"],
    ),
    (
        "incident_state=Awaiting Problem",
        &["state new > on_hold (waiting_on_third_party) hold problem"],
    ),
    (
        "incident_state=Awaiting Evidence",
        &["state new > on_hold (waiting_on_requester) hold evidence"],
    ),
    (
        "incident_state=Resolved",
        &["state new > resolved (resolved) code code_6"],
    ),
    (
        "incident_state=Resolved; closed_code=?",
        &["state new > resolved (resolved)"],
    ),
    (
        "incident_state=Closed; active=false",
        &["state new > closed (closed) code code_6"],
    ),
    ("incident_state=-100", &["servicenow_state: nothing > -100"]),
    (
        "assignment_group=Group 2; reassignment_count=1",
        &["team Group 1 > Group 2"],
    ),
    (
        "assignment_group=?; reassignment_count=1",
        &["team Group 1 > nobody"],
    ),
    ("reassignment_count=1", &["team Group 1 > Group 1"]),
    (
        "reassignment_count=2",
        &["team Group 1 > Group 1", "team Group 1 > Group 1"],
    ),
    (
        "assignment_group=Group 2; reassignment_count=2",
        &["team Group 1 > Group 2", "team Group 2 > Group 2"],
    ),
    ("reopen_count=1", &["state new > new (new) reopened"]),
    (
        "assigned_to=Resolver 2",
        &["assignee Resolver 1 > Resolver 2"],
    ),
    ("assigned_to=?", &["assignee Resolver 1 > nobody"]),
    ("caller_id=Caller 2", &["requester Caller 1 > Caller 2"]),
    ("caller_id=?", &["requester Caller 1 > Unknown caller"]),
    (
        "category=Category 2",
        &["category category_1/subcategory_1 > category_2/subcategory_1"],
    ),
    (
        "subcategory=?",
        &["category category_1/subcategory_1 > category_1"],
    ),
    (
        "category=?",
        &["category category_1/subcategory_1 > subcategory_1"],
    ),
    (
        "impact=1 - High; urgency=1 - High; priority=1 - Critical",
        &["impact 2 > 1", "urgency 2 > 1", "priority 3 > 1"],
    ),
    ("priority=2 - High", &["priority 3 > 2 as in ServiceNow"]),
    (
        "impact=1 - High",
        &["impact 2 > 1", "priority 3 > 3 as in ServiceNow"],
    ),
    (
        "u_symptom=?; location=Location 2; cmdb_ci=cmdb_ci 1",
        &[
            "servicenow_symptom: Symptom 1 > nothing",
            "servicenow_location: Location 1 > Location 2",
            "servicenow_ci: nothing > cmdb_ci 1",
        ],
    ),
    (
        "problem_id=Problem ID  7; rfc=CHG1; caused_by=CHG2; vendor=Vendor 1",
        &[
            "servicenow_problem: nothing > Problem ID 7",
            "servicenow_change: nothing > CHG1",
            "servicenow_caused_by: nothing > CHG2",
            "servicenow_vendor: nothing > Vendor 1",
        ],
    ),
    (
        "notify=Send Email; knowledge=true; u_priority_confirmation=true; made_sla=false",
        &[
            "servicenow_notify: Do Not Notify > Send Email",
            "servicenow_knowledge: no > yes",
            "servicenow_priority_confirmed: no > yes",
            "servicenow_made_sla: yes > no",
        ],
    ),
    ("active=false", &["servicenow_active: nothing > no"]),
    ("sys_mod_count=3", &["servicenow_updates: 0 > 3"]),
    (
        "sys_updated_by=Updated by 2",
        &["servicenow_updates: 0 > 0"],
    ),
];

#[tokio::test]
async fn each_column_becomes_its_activity() {
    let mut rows = Vec::new();
    for (case, (row, _)) in CHANGES.iter().enumerate() {
        rows.push(format!("number=INC{case}"));
        rows.push(format!(
            "sys_updated_by=Updated by 9; sys_updated_at=2/3/2016 10:00; {row}"
        ));
        rows.push("sys_updated_at=3/3/2016 10:00; sys_mod_count=9".to_owned());
    }
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    for desk in desks().await {
        import(&desk, sheet(&rows).as_bytes()).await.unwrap();
        let names = Names::read(&desk).await;
        for (case, (row, wanted)) in CHANGES.iter().enumerate() {
            let steps = steps(&desk, &names, &format!("INC{case}")).await;
            let (second, actor) = (
                &steps[2],
                if row.contains("Updated by 2") {
                    "Updated by 2"
                } else {
                    "Updated by 9"
                },
            );
            assert_eq!(
                (second.at.as_str(), second.actor.as_str()),
                ("2016-03-02T10:00:00Z", actor),
                "{row}"
            );
            assert_eq!(second.activities, *wanted, "{row}");
        }
        assert_eq!(
            desk.desk.verify(|_| ()).await.unwrap().problems,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn the_life_of_an_incident() {
    let rows = [
        "incident_state=Active",
        "incident_state=-100; sys_updated_at=1/3/2016 09:00",
        "incident_state=Resolved; sys_updated_at=1/3/2016 10:00; sys_mod_count=4",
        "incident_state=Active; reopen_count=1; sys_updated_at=1/3/2016 11:00",
        "incident_state=Resolved; sys_updated_at=1/3/2016 12:00; resolved_at=1/3/2016 11:59; closed_at=6/3/2016 12:00",
        "incident_state=Closed; active=false; sys_updated_at=6/3/2016 12:00; sys_mod_count=6",
    ];
    let desk = desk().await;
    let report = import(&desk, sheet(&rows).as_bytes()).await.unwrap();
    let names = Names::read(&desk).await;
    let said: Vec<String> = steps(&desk, &names, "INC0000001")
        .await
        .into_iter()
        .map(|step| format!("{} {}: {}", step.at, step.actor, step.activities.join(", ")))
        .collect();
    let wanted = [
        "2016-03-01T08:00:00Z Opened by 1: opened",
        "2016-03-01T08:05:00Z Updated by 1: state new > in_progress (active)",
        "2016-03-01T09:00:00Z Updated by 1: servicenow_state: nothing > -100",
        "2016-03-01T10:00:00Z Updated by 1: servicenow_state: -100 > nothing, state in_progress > resolved (resolved) code code_6",
        "2016-03-01T11:00:00Z Updated by 1: state resolved > in_progress (active) reopened",
        "2016-03-01T12:00:00Z Updated by 1: state in_progress > resolved (resolved) code code_6",
        "2016-03-06T12:00:00Z Updated by 1: state resolved > closed (closed), servicenow_resolved_by: nothing > Resolved by 1, \
         servicenow_resolved_at: nothing > 2016-03-01T11:59:00Z, servicenow_updates: nothing > 6",
    ];
    assert_eq!(said, wanted);
    assert_eq!(report.activities, 11);
    let ticket = ticket(&desk, "INC0000001").await;
    assert_eq!(
        (
            ticket.state.as_str(),
            ticket.reopen_count,
            ticket.reassignment_count
        ),
        ("closed", 1, 0)
    );
    assert_eq!(
        ticket
            .resolution
            .map(|resolution| resolution.code)
            .as_deref(),
        Some("code_6")
    );
    assert_eq!(
        ticket.closed_at.map(|at| at.to_string()).as_deref(),
        Some("2016-03-06T12:00:00Z")
    );
}

#[tokio::test]
async fn a_ticket_is_opened_with_what_the_first_row_has() {
    let rows = [
        "",
        "number=INC2; caller_id=?; opened_by=?; contact_type=Email; category=?; subcategory=?; u_symptom=?; \
         assignment_group=?; assigned_to=?; incident_state=Active; impact=1 - High; priority=4 - Low",
        "number=INC3; opened_by=?; sys_created_by=?; sys_created_at=?; contact_type=Self service; subcategory=?",
    ];
    let desk = desk().await;
    let report = import(&desk, sheet(&rows).as_bytes()).await.unwrap();
    let names = Names::read(&desk).await;
    let first = ticket(&desk, "INC0000001").await;
    assert_eq!(first.subject, "Symptom 1 · Category 1 / Subcategory 1");
    assert_eq!(first.channel.name(), "phone");
    assert_eq!(names.person(Some(first.requester)), "Caller 1");
    assert_eq!(
        (names.team(first.team), names.person(first.assignee)),
        ("Group 1", "Resolver 1")
    );
    assert_eq!(
        (first.impact.0, first.urgency.0, first.priority.0),
        (2, 2, 3)
    );
    assert_eq!(first.category.as_deref(), Some("category_1/subcategory_1"));
    assert_eq!((first.state.as_str(), first.priority_reason), ("new", None));
    let second = ticket(&desk, "INC2").await;
    assert_eq!(
        (second.subject.as_str(), second.channel.name()),
        ("Incident INC2", "email")
    );
    assert_eq!(names.person(Some(second.requester)), "Unknown caller");
    assert_eq!(
        (second.team, second.assignee, second.category),
        (None, None, None)
    );
    assert_eq!(
        (second.state.as_str(), second.priority.0),
        ("in_progress", 4)
    );
    assert_eq!(second.priority_reason.as_deref(), Some("as in ServiceNow"));
    assert_eq!(steps(&desk, &names, "INC2").await[0].actor, "Created by 1");
    let third = ticket(&desk, "INC3").await;
    assert_eq!(
        (third.subject.as_str(), third.channel.name()),
        ("Symptom 1 · Category 1", "portal")
    );
    assert_eq!(steps(&desk, &names, "INC3").await[0].actor, "nobody");
    assert_eq!(
        (
            report.oddities.priorities.count,
            report.oddities.priorities.first_line
        ),
        (1, 3)
    );
}

#[tokio::test]
async fn the_description_has_what_is_nowhere_else() {
    let desk = desk().await;
    import(&desk, sheet(&[""]).as_bytes()).await.unwrap();
    let id = ticket(&desk, "INC0000001").await.id;
    let log = desk
        .store
        .read(move |tx| store::log::of_ticket(tx, id, Texts::All))
        .await
        .unwrap();
    let text = log
        .into_iter()
        .next()
        .and_then(|first| first.activity.text().map(str::to_owned))
        .unwrap();
    let wanted = "INC0000001 in ServiceNow\n\n- Contact: Phone\n- Created: 2016-03-01T08:05:00Z, Created by 1\n\
                  - Category: Category 1\n- Subcategory: Subcategory 1\n- Symptom: Symptom 1\n- Location: Location 1\n\
                  - Notification: Do Not Notify";
    assert_eq!(text, wanted);
}

#[tokio::test]
async fn those_who_work_are_agents_and_those_who_ask_requesters() {
    let desk = desk().await;
    let rows = [
        "caller_id=Updated by 1",
        "number=INC2",
        "number=INC3; caller_id=?; location=Location 2",
    ];
    import(&desk, sheet(&rows).as_bytes()).await.unwrap();
    let people = |tx: &store::Tx<'_>| {
        let sql = "SELECT p.name || ' · ' || r.key || ' · ' || COALESCE(l.name, '-') FROM people p \
                   JOIN roles r ON r.id = p.role_id LEFT JOIN locations l ON l.id = p.location_id \
                   WHERE p.email IS NULL ORDER BY p.name";
        tx.query::<String, store::Error>(sql, params![], |row| row.get(0))
    };
    let wanted = [
        "Caller 1 · requester · Location 1",
        "Created by 1 · agent · -",
        "Opened by 1 · agent · -",
        "Resolved by 1 · agent · -",
        "Resolver 1 · agent · -",
        "Unknown caller · requester · -",
        "Updated by 1 · agent · -",
    ];
    assert_eq!(desk.store.read(people).await.unwrap(), wanted);
}

#[tokio::test]
async fn the_policy_gets_the_words_of_the_file() {
    let desk = desk().await;
    let rows = [
        "category=Category 26",
        "category=Category 9",
        "subcategory=Subcategory 2; closed_code=code 10",
    ];
    import(&desk, sheet(&rows).as_bytes()).await.unwrap();
    let policy = desk.desk.rules().await.unwrap().policy.clone();
    let categories: Vec<&str> = policy
        .categories
        .iter()
        .map(|word| word.key.as_str())
        .collect();
    let wanted = [
        "category_9",
        "category_9/subcategory_1",
        "category_9/subcategory_2",
        "category_26",
        "category_26/subcategory_1",
    ];
    assert!(categories.ends_with(&wanted), "{categories:?}");
    assert_eq!(
        policy.category_label("category_9/subcategory_2"),
        "Category 9 › Subcategory 2"
    );
    let codes: Vec<(&str, &str)> = policy
        .resolution_codes
        .iter()
        .map(|code| (code.key.as_str(), code.label.as_str()))
        .collect();
    assert!(
        codes.ends_with(&[("code_6", "code 6"), ("code_10", "code 10")]),
        "{codes:?}"
    );
    assert!(policy.hold_reason("problem").is_some() && policy.hold_reason("evidence").is_some());
    assert!(policy.field("servicenow_symptom").is_some());
    // Every value is one that the field takes.
    let ticket = ticket(&desk, "INC0000001").await;
    for (key, value) in &ticket.fields {
        assert_eq!(
            value.problem(&policy.field(key).unwrap().kind),
            None,
            "{key}"
        );
    }
}

/// What happened at once.
struct Step {
    at: String,
    actor: String,
    activities: Vec<String>,
}

async fn steps(desk: &TestDesk, names: &Names, number: &str) -> Vec<Step> {
    let id = id(desk, number).await;
    let log = desk
        .store
        .read(move |tx| store::log::of_ticket(tx, id, Texts::None))
        .await
        .unwrap();
    let mut steps: Vec<(i64, Step)> = Vec::new();
    for recorded in log {
        let activity = names.describe(&recorded.activity);
        match steps.last_mut() {
            Some((command, step)) if *command == recorded.command.0 => {
                step.activities.push(activity)
            }
            _ => {
                let actor = names.person(recorded.actor).to_owned();
                let step = Step {
                    at: recorded.at.to_string(),
                    actor,
                    activities: vec![activity],
                };
                steps.push((recorded.command.0, step));
            }
        }
    }
    steps.into_iter().map(|(_, step)| step).collect()
}

async fn id(desk: &TestDesk, number: &str) -> TicketId {
    let number = number.to_owned();
    let sql =
        "SELECT ticket_id FROM external_refs WHERE source = 'servicenow-log' AND external_id = $1";
    desk.store
        .read(move |tx| tx.one::<TicketId>(sql, params![number]))
        .await
        .unwrap()
}

async fn ticket(desk: &TestDesk, number: &str) -> Ticket {
    let id = id(desk, number).await;
    desk.store
        .read(move |tx| store::load(tx, id))
        .await
        .unwrap()
        .expect(number)
}

/// Names for ids.
struct Names {
    people: HashMap<PersonId, String>,
    teams: HashMap<TeamId, String>,
}

impl Names {
    async fn read(desk: &TestDesk) -> Names {
        let read = |tx: &store::Tx<'_>| {
            let people =
                tx.query::<_, store::Error>("SELECT id, name FROM people", params![], |row| {
                    Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
                })?;
            let teams =
                tx.query::<_, store::Error>("SELECT id, name FROM teams", params![], |row| {
                    Ok((row.get::<TeamId>(0)?, row.get::<String>(1)?))
                })?;
            Ok::<_, store::Error>(Names {
                people: people.into_iter().collect(),
                teams: teams.into_iter().collect(),
            })
        };
        desk.store.read(read).await.unwrap()
    }

    fn person(&self, id: Option<PersonId>) -> &str {
        id.map_or("nobody", |id| &self.people[&id])
    }

    fn team(&self, id: Option<TeamId>) -> &str {
        id.map_or("nobody", |id| &self.teams[&id])
    }

    fn describe(&self, activity: &Activity) -> String {
        let key = |key: &Option<String>| key.clone().unwrap_or_else(|| "nothing".into());
        match activity {
            Activity::StateChanged(change) => describe_state(change),
            Activity::TeamChanged { from, to } => {
                format!("team {} > {}", self.team(*from), self.team(*to))
            }
            Activity::AssigneeChanged { from, to } => {
                format!("assignee {} > {}", self.person(*from), self.person(*to))
            }
            Activity::RequesterChanged { from, to } => {
                format!(
                    "requester {} > {}",
                    self.person(Some(*from)),
                    self.person(Some(*to))
                )
            }
            Activity::CategoryChanged { from, to } => {
                format!("category {} > {}", key(from), key(to))
            }
            Activity::ImpactChanged { from, to } => format!("impact {} > {}", from.0, to.0),
            Activity::UrgencyChanged { from, to } => format!("urgency {} > {}", from.0, to.0),
            Activity::PriorityChanged { from, to, reason } => {
                let reason = reason
                    .as_ref()
                    .map_or(String::new(), |reason| format!(" {reason}"));
                format!("priority {} > {}{reason}", from.0, to.0)
            }
            Activity::FieldChanged { key, from, to } => {
                format!(
                    "{key}: {} > {}",
                    self.value(from.as_ref()),
                    self.value(to.as_ref())
                )
            }
            other => other.name().to_owned(),
        }
    }

    fn value(&self, value: Option<&FieldValue>) -> String {
        match value {
            None => "nothing".into(),
            Some(FieldValue::Text(text)) => text.clone(),
            Some(FieldValue::YesNo(yes)) => (if *yes { "yes" } else { "no" }).into(),
            Some(FieldValue::Number(hundredths)) => (hundredths / 100).to_string(),
            Some(FieldValue::Person(person)) => self.person(Some(*person)).into(),
            Some(other) => format!("{other:?}"),
        }
    }
}

fn describe_state(change: &StateChange) -> String {
    let mut text = format!(
        "state {} > {} ({})",
        change.from,
        change.to,
        change.category.name()
    );
    if let Some(hold) = &change.hold {
        text.push_str(&format!(" hold {}", hold.reason));
    }
    if let Some(resolution) = &change.resolution {
        text.push_str(&format!(" code {}", resolution.code));
    }
    if change.reopened {
        text.push_str(" reopened");
    }
    text
}
