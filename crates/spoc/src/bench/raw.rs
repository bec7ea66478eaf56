//! The reference: the bare statements through the bare client, on the same file. As somebody would write them who
//! needs just this and nothing else: no permission, no conflict, no undo.

use super::{Outcome, words};
use std::path::Path;
use store::bare_sqlite::{Connection, TransactionBehavior, params};

/// A connection as Spoc's own, so that only what is done with it differs.
pub(super) struct Raw {
    connection: Connection,
    /// The tickets that were made here. They have no log that Spoc could fold, so they are removed at the end.
    created: Vec<i64>,
    /// The replies that were made here, with what the ticket was before.
    replied: Vec<Replied>,
}

/// A reply that Spoc knows nothing of: position, ticket; its version and when it was changed before.
type Replied = (i64, i64, i64, i64);

/// A row of a list, read to the end.
type ListRow = (
    i64,
    String,
    String,
    i64,
    i64,
    String,
    Option<String>,
    Option<String>,
);

impl Raw {
    pub(super) fn open(file: &Path) -> Outcome<Self> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "mmap_size", 8_i64 << 30)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(100);
        Ok(Self {
            connection,
            created: Vec::new(),
            replied: Vec::new(),
        })
    }

    pub(super) fn list(&self) -> Outcome<usize> {
        let mut statement = self.connection.prepare_cached(
            "SELECT t.id, t.subject, t.state, t.priority, t.updated_at, t.tags, \
             (SELECT name FROM people WHERE id = t.requester_id), (SELECT name FROM people WHERE id = t.assignee_id), \
             (SELECT name FROM teams WHERE id = t.team_id), t.version, t.kind, t.state_category, t.hold_reason, \
             t.opened_at, t.confidential, t.awaits_answer, t.reply_count, t.requester_id, t.team_id, t.assignee_id \
             FROM tickets t WHERE t.open = 1 ORDER BY t.updated_at DESC, t.id DESC LIMIT 51",
        )?;
        let rows = statement.query_map([], |row| {
            let listed: ListRow = (
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
            );
            let more: (
                Option<String>,
                i64,
                String,
                String,
                Option<String>,
                i64,
                i64,
            ) = (
                row.get(8)?,
                row.get(9)?,
                row.get(10)?,
                row.get(11)?,
                row.get(12)?,
                row.get(13)?,
                row.get(14)?,
            );
            let last: (i64, i64, i64, Option<i64>, Option<i64>) = (
                row.get(15)?,
                row.get(16)?,
                row.get(17)?,
                row.get(18)?,
                row.get(19)?,
            );
            Ok((listed, more, last))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.len())
    }

    pub(super) fn counters(&self, person: i64) -> Outcome<usize> {
        let mut statement = self.connection.prepare_cached(
            "SELECT view_id, SUM(count) FROM view_counts WHERE person_id IN (0, ?1) AND assignee_id IN (0, ?1) \
             GROUP BY view_id",
        )?;
        let rows = statement.query_map([person], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.len())
    }

    pub(super) fn page(&self, ticket: i64) -> Outcome<usize> {
        let text = |sql: &str, id: i64| -> Outcome<Vec<String>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([id], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut found = text("SELECT data FROM tickets WHERE id = ?1", ticket)?;
        let mut log = self.connection.prepare_cached(
            "SELECT a.position, a.seq, a.at, a.actor_id, a.channel, a.command_id, a.policy_version, a.data, r.text, \
             n.text FROM activities a LEFT JOIN replies r ON r.position = a.position \
             LEFT JOIN notes n ON n.position = a.position WHERE a.ticket_id = ?1 ORDER BY a.seq",
        )?;
        let mut people = Vec::new();
        let mut rows = log.query([ticket])?;
        while let Some(row) = rows.next()? {
            people.extend(row.get::<_, Option<i64>>(3)?);
            found.push(row.get(7)?);
            found.extend(row.get::<_, Option<String>>(8)?);
            found.extend(row.get::<_, Option<String>>(9)?);
        }
        people.sort_unstable();
        people.dedup();
        for person in people {
            found.extend(text("SELECT name FROM people WHERE id = ?1", person)?);
        }
        found.extend(text(
            "SELECT name FROM teams WHERE id = (SELECT team_id FROM tickets WHERE id = ?1)",
            ticket,
        )?);
        found.extend(text(
            "SELECT subject FROM tickets WHERE parent_id = ?1 ORDER BY id LIMIT 500",
            ticket,
        )?);
        found.extend(text(
            "SELECT external_id FROM external_refs WHERE ticket_id = ?1 LIMIT 1",
            ticket,
        )?);
        Ok(found.len())
    }

    pub(super) fn search(&self, word: &str) -> Outcome<usize> {
        let mut found: Vec<(i64, String, String, i64)> = Vec::new();
        for (query, limit) in [
            (format!("{{subject}} : \"{word}\""), 60),
            (format!("\"{word}\""), 120),
        ] {
            let mut statement = self.connection.prepare_cached(
                "SELECT t.id, t.subject, t.state, t.updated_at, (SELECT name FROM people WHERE id = t.requester_id), \
                 (SELECT name FROM people WHERE id = t.assignee_id), (SELECT name FROM teams WHERE id = t.team_id) \
                 FROM search CROSS JOIN tickets t ON t.id = search.rowid >> 12 WHERE search MATCH ?1 \
                 ORDER BY search.rowid DESC LIMIT ?2",
            )?;
            let rows = statement.query_map(params![query, limit], |row| {
                let _names: (Option<String>, Option<String>, Option<String>) =
                    (row.get(4)?, row.get(5)?, row.get(6)?);
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            found.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        found.sort_unstable_by_key(|row| std::cmp::Reverse(row.0));
        found.dedup_by_key(|row| row.0);
        found.truncate(super::local::FOUND);
        let mut texts = 0;
        for (ticket, ..) in &found {
            let mut statement = self.connection.prepare_cached(
                "SELECT r.text, n.text FROM activities a LEFT JOIN replies r ON r.position = a.position \
                 LEFT JOIN notes n ON n.position = a.position WHERE a.ticket_id = ?1 ORDER BY a.seq",
            )?;
            let rows = statement.query_map([ticket], |row| {
                Ok((
                    row.get::<_, Option<String>>(0)?,
                    row.get::<_, Option<String>>(1)?,
                ))
            })?;
            texts += rows.collect::<Result<Vec<_>, _>>()?.len();
        }
        Ok(found.len() + texts)
    }

    /// Inserts a ticket, its message and its log row.
    pub(super) fn create(&mut self, requester: i64, now: i64) -> Outcome<()> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let position: i64 =
            tx.query_row("SELECT MAX(position) + 1 FROM activities", [], |row| {
                row.get(0)
            })?;
        let ticket: i64 = tx.query_row("SELECT MAX(id) + 1 FROM tickets", [], |row| row.get(0))?;
        let subject = format!("{} does not print", words::COMMON);
        let data = OPENED.replace("$requester", &requester.to_string());
        tx.prepare_cached(INSERT_ACTIVITY)?
            .execute(params![position, ticket, 1, now, requester, "opened", data])?;
        tx.prepare_cached("INSERT INTO replies (position, text) VALUES (?1, ?2)")?
            .execute(params![position, TEXT])?;
        tx.prepare_cached(
            "INSERT INTO tickets (id, version, kind, subject, channel, requester_id, state, state_category, open, impact, \
             urgency, priority, confidential, opened_at, updated_at, reply_count, note_count, attachment_count, \
             worked_secs, reassignment_count, reopen_count, awaits_answer, tags, data) VALUES (?1, 1, 'incident', ?2, \
             'web', ?3, 'new', 'new', 1, 2, 2, 3, 0, ?4, ?4, 0, 0, 0, 0, 0, 0, 1, '', ?5)",
        )?
        .execute(params![ticket, subject, requester, now, OPENED])?;
        tx.commit()?;
        self.created.push(ticket);
        Ok(())
    }

    /// Inserts a reply and its log row, and touches the ticket.
    pub(super) fn reply(&mut self, ticket: i64, actor: i64, now: i64) -> Outcome<()> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let position: i64 =
            tx.query_row("SELECT MAX(position) + 1 FROM activities", [], |row| {
                row.get(0)
            })?;
        let (version, changed_at): (i64, i64) = tx
            .prepare_cached("SELECT version, updated_at FROM tickets WHERE id = ?1")?
            .query_row([ticket], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let data = r#"{"replied":{"message":{"text":""},"by_agent":true}}"#;
        tx.prepare_cached(INSERT_ACTIVITY)?.execute(params![
            position,
            ticket,
            version + 1,
            now,
            actor,
            "replied",
            data
        ])?;
        tx.prepare_cached("INSERT INTO replies (position, text) VALUES (?1, ?2)")?
            .execute(params![position, TEXT])?;
        tx.prepare_cached(
            "UPDATE tickets SET version = ?2, updated_at = ?3, reply_count = reply_count + 1 WHERE id = ?1",
        )?
        .execute(params![ticket, version + 1, now])?;
        tx.commit()?;
        self.replied.push((position, ticket, version, changed_at));
        Ok(())
    }

    /// Removes what was made here.
    pub(super) fn clean_up(mut self) -> Outcome<()> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (position, ticket, version, changed_at) in self.replied.iter().rev() {
            tx.execute("DELETE FROM replies WHERE position = ?1", [position])?;
            tx.execute("DELETE FROM activities WHERE position = ?1", [position])?;
            tx.execute(
                "UPDATE tickets SET version = ?2, updated_at = ?3, reply_count = reply_count - 1 WHERE id = ?1",
                params![ticket, version, changed_at],
            )?;
        }
        for ticket in &self.created {
            tx.execute(
                "DELETE FROM replies WHERE position IN (SELECT position FROM activities WHERE ticket_id = ?1)",
                [ticket],
            )?;
            tx.execute("DELETE FROM activities WHERE ticket_id = ?1", [ticket])?;
            tx.execute("DELETE FROM tickets WHERE id = ?1", [ticket])?;
        }
        tx.commit()?;
        Ok(())
    }
}

const INSERT_ACTIVITY: &str = "INSERT INTO activities (position, epoch, ticket_id, seq, at, actor_id, channel, \
     command_id, policy_version, kind, data) VALUES (?1, 0, ?2, ?3, ?4, ?5, 'web', ?1, 1, ?6, ?7)";

const OPENED: &str = r#"{"opened":{"kind":"incident","channel":"web","requester":$requester,"subject":"it does not print","description":{"text":""},"state":"new","state_category":"new","impact":2,"urgency":2,"priority":3}}"#;

/// The text of new tickets and replies, here and in Spoc's own loop.
pub(super) const TEXT: &str = "Good morning, since the update of yesterday evening nothing comes out of the machine on the \
     second floor. The light is green, the queue is empty, and I have tried it twice. Could you have a look, please?";
