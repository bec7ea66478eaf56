//! Tasks across tickets, the lists of tasks that are prepared, and the watches that run.

use super::{REMOVED_KEPT_FOR, Reader, visible};
use crate::condition::SqlText;
use crate::error::{Error, Result};
use jiff::civil::Date;
use kernel::ticket::{TaskId, TaskPlan};
use kernel::{PersonId, TeamId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use store::{NO_DAY, Tx, params};

/// Most tasks of one list that is prepared.
pub const TEMPLATE_ITEMS_MAX: usize = 40;
/// Most lists of tasks.
pub const TEMPLATES_MAX: usize = 200;

/// A task that is still to be done, among those of all tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTask {
    /// The ticket.
    pub ticket: TicketId,
    /// What the ticket is about.
    pub subject: String,
    /// The task.
    pub task: TaskId,
    /// What is to be done.
    pub title: String,
    /// The day by which it is to be done, as days since 1970-01-01.
    pub due_day: Option<i64>,
}

/// The tasks that are still to be done by the reader, those that are due first at the top.
///
/// # Errors
/// When the database fails.
pub fn my_tasks(tx: &Tx<'_>, reader: &Reader, limit: usize) -> Result<Vec<OpenTask>> {
    let Some(me) = reader.actor.person else {
        return Ok(Vec::new());
    };
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let (me, visible) = (sql.bind(me), visible(&mut sql, &reader.actor));
    let limit = sql.bind(limit as i64);
    let text = format!(
        "SELECT k.ticket_id, t.subject, k.task_id, k.title, k.due_day FROM ticket_tasks k \
         JOIN tickets t ON t.id = k.ticket_id WHERE k.owner_id = {me} AND t.open = 1 AND {visible} \
         ORDER BY k.due_day, k.ticket_id, k.task_id LIMIT {limit}"
    );
    tx.query(&text, &sql.params, |row| {
        let due: i64 = row.get(4)?;
        Ok(OpenTask {
            ticket: row.get(0)?,
            subject: row.get(1)?,
            task: row.get(2)?,
            title: row.get(3)?,
            due_day: (due < NO_DAY).then_some(due),
        })
    })
}

/// A list of tasks that belongs on many tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskTemplate {
    /// Which.
    pub id: i64,
    /// What people choose it by.
    pub name: String,
    /// Its tasks, in their order.
    pub items: Vec<TemplateItem>,
    /// Grows with each change.
    pub version: i64,
}

/// A task of a list that is prepared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateItem {
    /// What is to be done.
    pub title: String,
    /// The team that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Days from the day on which the list is added until the day by which it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_in_days: Option<u16>,
}

impl TemplateItem {
    /// The task of a ticket that it becomes on `today`.
    pub fn plan(self, today: Date) -> TaskPlan {
        let due = |days: u16| {
            today
                .checked_add(jiff::Span::new().days(i64::from(days)))
                .ok()
        };
        TaskPlan {
            title: self.title,
            team: self.team,
            due_on: self.due_in_days.and_then(due),
            ..TaskPlan::default()
        }
    }
}

/// The names of all lists of tasks.
///
/// # Errors
/// When the database fails.
pub fn list_task_templates(tx: &Tx<'_>) -> Result<Vec<(i64, String)>> {
    let sql = format!(
        "SELECT id, name FROM task_templates WHERE removed_at IS NULL ORDER BY name, id LIMIT {TEMPLATES_MAX}"
    );
    tx.query(&sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A list of tasks.
///
/// # Errors
/// When the database fails or its row is damaged.
pub fn find_task_template(tx: &Tx<'_>, id: i64) -> Result<Option<TaskTemplate>> {
    let sql =
        "SELECT id, name, items, version FROM task_templates WHERE id = $1 AND removed_at IS NULL";
    let found = tx.find(sql, params![id], |row| {
        let items = serde_json::from_str(row.text(2)?)
            .map_err(|error| store::Error::Damaged(format!("task template {id}: {error}")))?;
        Ok(TaskTemplate {
            id: row.get(0)?,
            name: row.get(1)?,
            items,
            version: row.get(3)?,
        })
    });
    Ok(found?)
}

fn written(items: &[TemplateItem]) -> Result<String> {
    serde_json::to_string(items)
        .map_err(|error| Error::Store(store::Error::Damaged(error.to_string())))
}

/// Adds a list of tasks.
///
/// # Errors
/// When the database fails.
pub fn add_task_template(tx: &Tx<'_>, name: &str, items: &[TemplateItem]) -> Result<i64> {
    let sql = "INSERT INTO task_templates (name, items, version) VALUES ($1, $2, 1) RETURNING id";
    Ok(tx.one(sql, params![name, written(items)?])?)
}

/// Changes a list of tasks that is as its writer saw it; tells whether it was.
///
/// # Errors
/// When the database fails.
pub fn set_task_template(tx: &Tx<'_>, template: &TaskTemplate) -> Result<bool> {
    let sql = "UPDATE task_templates SET name = $2, items = $3, version = version + 1 \
               WHERE id = $1 AND version = $4 AND removed_at IS NULL";
    let TaskTemplate {
        id,
        name,
        items,
        version,
    } = template;
    Ok(tx.execute(sql, params![*id, name, written(items)?, *version])? > 0)
}

/// Removes a list of tasks; for some days it can be had back. What was added from it stays.
///
/// # Errors
/// When the database fails.
pub fn remove_task_template(tx: &Tx<'_>, id: i64, now: Timestamp) -> Result<()> {
    let before = now.plus(-REMOVED_KEPT_FOR);
    let forget = "DELETE FROM task_templates WHERE removed_at < $1";
    tx.execute(forget, params![before])?;
    let sql = "UPDATE task_templates SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
    tx.execute(sql, params![id, now])?;
    Ok(())
}

/// Takes the removal of a list of tasks back.
///
/// # Errors
/// When the database fails.
pub fn restore_task_template(tx: &Tx<'_>, id: i64) -> Result<()> {
    let sql = "UPDATE task_templates SET removed_at = NULL WHERE id = $1";
    tx.execute(sql, params![id])?;
    Ok(())
}

/// Since when a person's watch runs on a ticket.
///
/// # Errors
/// When the database fails.
pub(crate) fn find_work_timer(
    tx: &Tx<'_>,
    person: PersonId,
    ticket: TicketId,
) -> Result<Option<Timestamp>> {
    let sql = "SELECT started_at FROM work_timers WHERE person_id = $1 AND ticket_id = $2";
    Ok(tx.find(sql, params![person, ticket], |row| row.get(0))?)
}

/// Starts a person's watch on a ticket; one that runs goes on.
///
/// # Errors
/// When the database fails.
pub(crate) fn start_work_timer(
    tx: &Tx<'_>,
    person: PersonId,
    ticket: TicketId,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO work_timers (person_id, ticket_id, started_at) VALUES ($1, $2, $3) \
               ON CONFLICT (person_id, ticket_id) DO NOTHING";
    tx.execute(sql, params![person, ticket, now])?;
    Ok(())
}

/// Stops a person's watch on a ticket.
///
/// # Errors
/// When the database fails.
pub(crate) fn stop_work_timer(tx: &Tx<'_>, person: PersonId, ticket: TicketId) -> Result<()> {
    let sql = "DELETE FROM work_timers WHERE person_id = $1 AND ticket_id = $2";
    tx.execute(sql, params![person, ticket])?;
    Ok(())
}
