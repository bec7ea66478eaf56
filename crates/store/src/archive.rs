//! The tables as rows that belong to no database: what a backup is made of. A backup of one database can be
//! restored into the other.
//!
//! Only what cannot be made from something else is in it: the log and its texts, people, policy, views.
//! Folded rows, index and counters are made anew after restoring.

use crate::error::{Error, Result};
use crate::many::Many;
use crate::value::Value;
use crate::{Tx, params};
use kernel::Timestamp;
use serde_json::Value as Json;

/// Rows that are read and written at once.
const CHUNK_ROWS: i64 = 5_000;

/// A table in a backup.
struct Table {
    name: &'static str,
    columns: &'static str,
    /// How many columns at the beginning tell its rows apart.
    keys: usize,
    /// Whether the database numbers its rows by itself.
    numbered: bool,
}

const fn table(name: &'static str, columns: &'static str, keys: usize) -> Table {
    Table {
        name,
        columns,
        keys,
        numbered: false,
    }
}

const fn numbered(name: &'static str, columns: &'static str) -> Table {
    Table {
        name,
        columns,
        keys: 1,
        numbered: true,
    }
}

const TABLES: &[Table] = &[
    table("settings", "key, value", 1),
    table("policies", "version, at, author_id, comment, data", 1),
    numbered("roles", "id, key, name, permissions"),
    numbered("organisations", "id, name, domains, active"),
    numbered("departments", "id, organisation_id, name, active"),
    numbered("locations", "id, name, time_zone, active"),
    numbered(
        "people",
        "id, name, name_words, email, phone, title, role_id, organisation_id, department_id, location_id, manager_id, \
         vip, time_zone, locale, theme, active, password_hash, version, created_at, merged_into",
    ),
    numbered(
        "person_merges",
        "id, from_id, into_id, at, actor_id, undone_at",
    ),
    numbered("person_merge_commands", "id, merge_id, command_id"),
    table("person_words", "word, person_id", 2),
    numbered("teams", "id, name, description, private, active, version"),
    table("team_members", "team_id, person_id, lead", 2),
    numbered(
        "services",
        "id, name, description, owner_id, active, criticality, peak_calendar",
    ),
    numbered(
        "tokens",
        "id, hash, person_id, name, scopes, created_at, expires_at, revoked_at",
    ),
    numbered("audit", "id, at, actor_id, subject, action, detail"),
    table(
        "idempotency_keys",
        "person_id, key, request_hash, at, status, location, body",
        2,
    ),
    numbered(
        "views",
        "id, name, owner_id, team_id, query, sort, ordinal, columns, folder, removed_at, grouped_by",
    ),
    table("list_columns", "person_id, view_id, columns", 2),
    table(
        "activities",
        "position, epoch, ticket_id, seq, at, actor_id, channel, command_id, policy_version, kind, data",
        1,
    ),
    table("replies", "position, text", 1),
    table("notes", "position, text", 1),
    table("side_messages", "position, text", 1),
    table(
        "ticket_attachments",
        "position, ordinal, ticket_id, hash, name, media_type, size_bytes, internal",
        2,
    ),
    table(
        "drafts",
        "ticket_id, person_id, kind, data, shared, version, updated_at, updated_by_id",
        3,
    ),
    table(
        "draft_files",
        "ticket_id, person_id, kind, hash, name, media_type, size_bytes",
        4,
    ),
    numbered(
        "macros",
        "id, name, folder, owner_id, team_id, writes, texts, sets, removed_at",
    ),
    table("signatures", "owner, language, text", 2),
    table(
        "agent_routing",
        "person_id, capacity, skills, away_from, away_until, routed_at, substitute_id",
        1,
    ),
    table("rule_runs", "rule, applied, failed, last_at", 1),
    table("external_refs", "source, external_id, ticket_id", 2),
    numbered(
        "service_health",
        "id, service_id, health, text, by_id, started_at, ended_at",
    ),
    numbered(
        "assets",
        "id, name, kind, serial, serial_key, holder_id, note, retired, version, created_at",
    ),
    table("asset_words", "word, asset_id", 2),
    numbered(
        "follow_links",
        "id, hash, ticket_id, person_id, filed, created_at, expires_at, revoked_at",
    ),
    table("cursors", "follower, epoch, position", 1),
    numbered(
        "jobs",
        "id, name, once_key, priority, payload, state, due_at, claim, attempts, error, done_count, total_count, \
         refused_count, command_id, person_id, created_at, finished_at, seen_at",
    ),
    table("job_refusals", "job_id, ticket_id, reason", 2),
    table(
        "policy_trials",
        "id, person_id, at, last_days, policy_version, file, data, job_id, told",
        1,
    ),
    numbered(
        "notifications",
        "id, stamp, person_id, ticket_id, kind, actor_id, at, count, read_at, push, mail",
    ),
    table(
        "notification_choices",
        "person_id, kind, page, push, mail",
        2,
    ),
    table("quiet_hours", "person_id, from_minute, to_minute", 1),
    numbered(
        "push_subscriptions",
        "id, person_id, session_hash, endpoint, point, auth, device, created_at, stamp",
    ),
    table("push_due", "person_id, stamp, due_at", 1),
    table("told_mail_due", "person_id, due_at", 1),
    numbered(
        "mailboxes",
        "id, name, address, team_id, active, version, trusted_servers, service_id, plus_addresses",
    ),
    table(
        "mail_accounts",
        "mailbox_id, host, port, security, user_name, password, folder, move_to, takes_old, silence_hours, created_at, \
         version, uid_validity, last_uid, succeeded_at, failing_since, failure, by_grant",
        1,
    ),
    table(
        "mail_grants",
        "mailbox_id, client_id, client_secret, authorisation_url, token_url, scope, inside, send_host, send_port, \
         send_security, send_user, refresh_token, access_token, access_until, granted_at, claimed_until, failing_since, failure",
        1,
    ),
    numbered(
        "mail_messages",
        "id, mailbox_id, source, hash, size_bytes, message_id, from_email, subject, text_hash, outcome, reasons, \
         ticket_id, person_id, attempts, received_at, processed_at, checked_by, checks, conversation, quiet",
    ),
    table(
        "mail_ids",
        "message_id, ticket_id, mail_id, ours, conversation",
        1,
    ),
    numbered(
        "mail_outbox",
        "id, stamp, kind, ticket_id, position, mailbox_id, person_id, to_name, to_email, message_id, state, attempts, \
         due_at, error, created_at, sent_at, conversation, told, sent_hash",
    ),
    numbered(
        "dkim_keys",
        "id, domain, selector, private_key, public_key, active, created_at",
    ),
    table("invitations", "hash, said", 1),
    table("mail_choices", "person_id, kind, off_at", 2),
    table("mail_addresses", "email, bounced_at, status, permanent", 1),
    table(
        "approval_links",
        "hash, ticket_id, approval_id, person_id, expires_at",
        1,
    ),
    table("webhook_secrets", "webhook, secret, made_at", 1),
    numbered(
        "webhook_deliveries",
        "id, name, webhook, ticket_id, event, body, state, attempts, due_at, reason, created_at",
    ),
    numbered("task_templates", "id, name, items, version, removed_at"),
    table("work_timers", "person_id, ticket_id, started_at", 2),
];

/// Hands out every row of every table in chunks: the table's name and one JSON array to a line.
///
/// # Errors
/// When the database fails or `write` does.
pub fn dump<E: From<Error>>(
    tx: &Tx<'_>,
    mut write: impl FnMut(&str, &str) -> Result<(), E>,
) -> Result<(), E> {
    for table in TABLES {
        let mut after: Vec<Value> = Vec::new();
        loop {
            let (lines, last) = chunk(tx, table, &after)?;
            if lines.is_empty() {
                break;
            }
            write(table.name, &lines)?;
            after = last;
        }
    }
    Ok(())
}

fn chunk(tx: &Tx<'_>, table: &Table, after: &[Value]) -> Result<(String, Vec<Value>)> {
    let columns: Vec<&str> = table.columns.split(", ").collect();
    let keys = columns[..table.keys].join(", ");
    let places: Vec<String> = (1..=table.keys).map(|n| format!("${n}")).collect();
    let condition = if after.is_empty() {
        String::new()
    } else {
        format!(" WHERE ({keys}) > ({})", places.join(", "))
    };
    let sql = format!(
        "SELECT {} FROM {}{condition} ORDER BY {keys} LIMIT {CHUNK_ROWS}",
        table.columns, table.name
    );
    let (mut lines, mut last) = (String::new(), Vec::new());
    tx.each(&sql, after, |row| {
        let values: Vec<Value> = (0..columns.len())
            .map(|i| row.value(i))
            .collect::<Result<_>>()?;
        let json: Vec<Json> = values.iter().map(to_json).collect();
        lines.push_str(&Json::Array(json).to_string());
        lines.push('\n');
        last = values[..table.keys].to_vec();
        Ok::<_, Error>(())
    })?;
    Ok((lines, last))
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Blob(bytes) => Json::from(String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// Whether nothing was ever written that a restored backup could collide with.
///
/// # Errors
/// When the database fails.
pub fn is_empty(tx: &Tx<'_>) -> Result<bool> {
    for table in ["activities", "people"] {
        if tx
            .find(&format!("SELECT 1 FROM {table} LIMIT 1"), &[], |row| {
                row.get::<i64>(0)
            })?
            .is_some()
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Empties all tables of a database that holds nothing but what every new one does. The unit of work may take as
/// long as it likes from here on.
///
/// # Errors
/// When the database fails.
pub fn clear(tx: &Tx<'_>) -> Result<()> {
    tx.unbounded()?;
    for table in TABLES.iter().map(|table| table.name).chain(["view_counts"]) {
        tx.execute(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}

/// Puts rows back that [`dump`] handed out.
///
/// # Errors
/// When the table is unknown, a line is not what a dump holds, or the database fails.
pub fn load(tx: &Tx<'_>, name: &str, lines: &str) -> Result<u64> {
    let damaged = |what: String| Error::Damaged(format!("backup: table {name}: {what}"));
    let table = TABLES
        .iter()
        .find(|table| table.name == name)
        .ok_or_else(|| damaged("unknown".into()))?;
    let columns: Vec<&str> = table.columns.split(", ").collect();
    let mut values = Vec::new();
    let mut rows = 0;
    for line in lines.lines() {
        let row: Vec<Json> = serde_json::from_str(line).map_err(|e| damaged(e.to_string()))?;
        if row.len() != columns.len() {
            return Err(damaged(format!(
                "a row of {} values, not {}",
                row.len(),
                columns.len()
            )));
        }
        for value in row {
            values.push(from_json(value).ok_or_else(|| {
                damaged("a value that is neither text nor a whole number".into())
            })?);
        }
        rows += 1;
    }
    Many::insert(name, &columns).execute(tx, &values)?;
    Ok(rows)
}

fn from_json(json: Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::Text(text)),
        _ => None,
    }
}

/// Lets the database go on where the restored rows end: numbers, and the order of transactions. What readers of the
/// log were given before `now`, the instant of restoring, they cannot go on from: see [`crate::log::Place`].
///
/// # Errors
/// When the database fails.
pub fn finish(tx: &Tx<'_>, now: Timestamp) -> Result<()> {
    for table in TABLES.iter().filter(|table| table.numbered) {
        if let Some(sql) = tx.dialect().reset_identity(table.name) {
            tx.one::<i64>(&sql, &[])?;
        }
    }
    for (sequence, sql) in [
        (
            "activity_positions",
            "SELECT COALESCE(MAX(position), 0) + 1 FROM activities",
        ),
        (
            "ticket_numbers",
            "SELECT COALESCE(MAX(ticket_id), 0) + 1 FROM activities",
        ),
    ] {
        let next: i64 = tx.one(sql, &[])?;
        if let Some(sql) = tx.dialect().reset_sequence(sequence) {
            tx.one::<i64>(&sql, params![next])?;
        }
    }
    forget_transactions(tx)?;
    tx.execute(
        "INSERT INTO settings (key, value) VALUES ($1, $2) \
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        params![crate::log::GENERATION, now.0.to_string()],
    )?;
    Ok(())
}

/// Transactions of another database mean nothing here: what was restored counts as one before all others.
///
/// Within it positions alone are in order. A cursor may have come past a position and not past a lower one that
/// was committed later; it goes back before the lowest that it has not come past. Its follower sees some
/// activities again, and skips none.
fn forget_transactions(tx: &Tx<'_>) -> Result<()> {
    tx.execute(
        "UPDATE cursors SET epoch = 0, position = COALESCE(\
             (SELECT MIN(a.position) - 1 FROM activities a \
              WHERE (a.epoch, a.position) > (cursors.epoch, cursors.position)), \
             (SELECT MAX(position) FROM activities), 0)",
        &[],
    )?;
    tx.execute("UPDATE activities SET epoch = 0 WHERE epoch <> 0", &[])?;
    Ok(())
}
