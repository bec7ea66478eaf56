//! The tables beside the ticket: a row for each party, tag, value of a field, link, task and person who is asked.

use crate::Tx;
use crate::error::Result;
use crate::many::Many;
use crate::value::Value;
use kernel::policy::Key;
use kernel::{Ticket, TicketId};

/// A table beside the ticket, whose first column is the ticket.
pub(super) struct Beside {
    pub(super) rows: fn(&Ticket) -> Rows,
    pub(super) add: Many,
    remove: &'static str,
}

static PARTIES: Beside = Beside {
    rows: parties,
    add: Many::new(
        "INSERT INTO ticket_parties (ticket_id, role, person_id) VALUES ",
        "($, $, $)",
        "",
    ),
    remove: "DELETE FROM ticket_parties WHERE ticket_id = $1 AND role = $2 AND person_id = $3",
};
static TAGS: Beside = Beside {
    rows: tags,
    add: Many::new(
        "INSERT INTO ticket_tags (ticket_id, tag) VALUES ",
        "($, $)",
        "",
    ),
    remove: "DELETE FROM ticket_tags WHERE ticket_id = $1 AND tag = $2",
};
static FIELDS: Beside = Beside {
    rows: fields,
    add: Many::new(
        "INSERT INTO ticket_fields (ticket_id, key, text, number) VALUES ",
        "($, $, $, $)",
        "",
    ),
    remove: "DELETE FROM ticket_fields WHERE ticket_id = $1 AND key = $2 AND text = $3 AND number = $4",
};
static LINKS: Beside = Beside {
    rows: links,
    add: Many::new(
        "INSERT INTO ticket_links (ticket_id, kind, to_id) VALUES ",
        "($, $, $)",
        "",
    ),
    remove: "DELETE FROM ticket_links WHERE ticket_id = $1 AND kind = $2 AND to_id = $3",
};

static TASKS: Beside = Beside {
    rows: tasks,
    add: Many::new(
        "INSERT INTO ticket_tasks (ticket_id, task_id, title, owner_id, team_id, due_day) VALUES ",
        "($, $, $, $, $, $)",
        "",
    ),
    remove: "DELETE FROM ticket_tasks WHERE ticket_id = $1 AND task_id = $2 AND title = $3 AND owner_id = $4 \
             AND team_id = $5 AND due_day = $6",
};

static APPROVALS: Beside = Beside {
    rows: approvals,
    add: Many::new(
        "INSERT INTO ticket_approvals (ticket_id, approval_id, step, person_id, substitute_id, state, by_id, at) VALUES ",
        "($, $, $, $, $, $, $, $)",
        "",
    ),
    remove: "DELETE FROM ticket_approvals WHERE ticket_id = $1 AND approval_id = $2 AND step = $3 AND person_id = $4 \
             AND substitute_id = $5 AND state = $6 AND by_id = $7 AND at = $8",
};

/// All tables beside the ticket.
pub(super) static BESIDE: [&Beside; 6] = [&PARTIES, &TAGS, &FIELDS, &LINKS, &TASKS, &APPROVALS];

/// A day that never comes: that of tasks without one.
pub const NO_DAY: i64 = 10_000_000;

pub(super) type Rows = Vec<Vec<Value>>;

impl Beside {
    pub(super) fn sync(&self, tx: &Tx<'_>, before: &Ticket, after: &Ticket) -> Result<()> {
        let (old, new) = ((self.rows)(before), (self.rows)(after));
        for row in old.iter().filter(|row| !new.contains(row)) {
            tx.execute(self.remove, &self.values(after.id, vec![row.clone()]))?;
        }
        let added = new.into_iter().filter(|row| !old.contains(row)).collect();
        self.add.execute(tx, &self.values(after.id, added))?;
        Ok(())
    }

    pub(super) fn values(&self, ticket: TicketId, rows: Rows) -> Vec<Value> {
        let with_ticket = |row: Vec<Value>| std::iter::once(Value::from(ticket)).chain(row);
        rows.into_iter().flat_map(with_ticket).collect()
    }
}

pub(super) fn parties(ticket: &Ticket) -> Rows {
    let one = |role: &str, person| vec![Value::from(role), Value::from(person)];
    let mut rows = vec![one("requester", ticket.requester)];
    rows.extend(
        ticket
            .on_behalf_of
            .map(|person| one("on_behalf_of", person)),
    );
    rows.extend(ticket.assignee.map(|person| one("assignee", person)));
    rows.extend(ticket.watchers.iter().map(|person| one("watcher", *person)));
    rows
}

pub(super) fn tags(ticket: &Ticket) -> Rows {
    ticket.tags.iter().map(|tag| vec![tag.into()]).collect()
}

pub(super) fn fields(ticket: &Ticket) -> Rows {
    let rows = |(key, value): (&Key, &kernel::ticket::FieldValue)| {
        let key = key.clone();
        kernel::ticket::field_rows(value)
            .into_iter()
            .map(move |(text, number)| vec![(&key).into(), text.into(), number.into()])
    };
    ticket.fields.iter().flat_map(rows).collect()
}

pub(super) fn links(ticket: &Ticket) -> Rows {
    ticket
        .links
        .iter()
        .map(|link| vec![link.kind.name().into(), link.to.into()])
        .collect()
}

/// Those that are still to be done; 0 stands for nobody and for no team.
pub(super) fn tasks(ticket: &Ticket) -> Rows {
    let open = ticket.tasks.iter().filter(|task| task.is_open());
    open.map(|task| {
        vec![
            task.id.into(),
            (&task.plan.title).into(),
            task.plan.owner.map_or(0, |owner| owner.0).into(),
            task.plan.team.map_or(0, |team| team.0).into(),
            task.plan.due_day().unwrap_or(NO_DAY).into(),
        ]
    })
    .collect()
}

/// Everybody who was asked, with what they said; 0 stands for nobody. `waiting` are those whose answer is wanted now.
pub(super) fn approvals(ticket: &Ticket) -> Rows {
    let mut rows = Vec::new();
    for approval in &ticket.approvals {
        let open = approval.open_step().map(|(step, ..)| step);
        for (step, course) in approval.course.iter().enumerate() {
            for asked in &course.asked {
                let decision = course.decision_of(asked.person);
                let state = match decision {
                    Some(decision) => decision.verdict.name(),
                    None if open == Some(step) => "waiting",
                    None => "over",
                };
                rows.push(vec![
                    approval.plan.id.into(),
                    (step as i64).into(),
                    asked.person.into(),
                    asked.substitute.map_or(0, |person| person.0).into(),
                    state.into(),
                    decision.map_or(0, |decision| decision.by.0).into(),
                    decision
                        .map_or(course.began_at, |decision| decision.at)
                        .into(),
                ]);
            }
        }
    }
    rows
}
