//! What was said of services.

use crate::model::{Said, Statement};
use kernel::{PersonId, ServiceId, Timestamp};
use store::{Row, Tx, params};
use work::ports::{Answer, Health, ServiceHealth};
use work::{Reader, Result};

/// Most services that are told of at once.
const SERVICES_MAX: i64 = 200;
/// Most statements in the history.
const SAID_MAX: i64 = 30;

fn health_of(row: &Row<'_>, column: usize) -> store::Result<Health> {
    let name: Option<String> = row.get(column)?;
    Ok(name
        .and_then(|name| Health::named(&name))
        .unwrap_or(Health::Operational))
}

/// How all services are; the worst first.
pub(crate) fn all(tx: &Tx<'_>) -> Result<Vec<ServiceHealth>> {
    let sql = "SELECT s.id, s.name, h.health, h.text, h.started_at FROM services s \
               LEFT JOIN service_health h ON h.service_id = s.id AND h.ended_at IS NULL \
               WHERE s.active = 1 ORDER BY s.name, s.id LIMIT $1";
    let mut all = tx.query(sql, params![SERVICES_MAX], |row| {
        Ok::<_, store::Error>(ServiceHealth {
            service: row.get(0)?,
            name: row.get(1)?,
            health: health_of(row, 2)?,
            text: row.get::<Option<String>>(3)?.unwrap_or_default(),
            since: row.get(4)?,
        })
    })?;
    all.sort_by_key(|service| std::cmp::Reverse(service.health));
    Ok(all)
}

/// What the portal shows: nothing as long as nobody has said anything of any service.
pub(crate) fn health(tx: &Tx<'_>, _: &Reader) -> Result<Vec<ServiceHealth>> {
    match has_said(tx)? {
        true => all(tx),
        false => Ok(Vec::new()),
    }
}

/// Whether anybody has ever said how a service is.
pub(crate) fn has_said(tx: &Tx<'_>) -> Result<bool> {
    let said = tx.find("SELECT id FROM service_health LIMIT 1", &[], |row| {
        row.get::<i64>(0)
    })?;
    Ok(said.is_some())
}

/// Services that do not work as they should and are meant by what was typed.
pub(crate) fn known_outages(tx: &Tx<'_>, _: &Reader, typed: &str) -> Result<Vec<Answer>> {
    let wanted = kernel::text::words(typed);
    let meant = |service: &ServiceHealth| {
        let known = kernel::text::words(&format!("{} {}", service.name, service.text));
        wanted
            .iter()
            .any(|word| known.iter().any(|known| known.starts_with(word.as_str())))
    };
    let bad = all(tx)?
        .into_iter()
        .filter(|service| service.health != Health::Operational && meant(service));
    Ok(bad
        .map(|service| Answer {
            kind: service.health.label(),
            icon: "triangle-alert",
            title: service.name,
            text: service.text,
            href: "/my".to_owned(),
        })
        .collect())
}

/// What is said of a service now.
pub(crate) fn present(tx: &Tx<'_>, service: ServiceId) -> Result<Option<(Health, String)>> {
    let sql = "SELECT health, text FROM service_health WHERE service_id = $1 AND ended_at IS NULL";
    Ok(tx.find(sql, params![service], |row| {
        Ok((health_of(row, 0)?, row.get(1)?))
    })?)
}

/// Ends what is said of a service.
pub(crate) fn end(tx: &Tx<'_>, service: ServiceId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE service_health SET ended_at = $2 WHERE service_id = $1 AND ended_at IS NULL";
    tx.execute(sql, params![service, now])?;
    Ok(())
}

/// Records what somebody says; answers the statement's number.
pub(crate) fn insert(
    tx: &Tx<'_>,
    statement: &Statement,
    by: PersonId,
    now: Timestamp,
) -> Result<i64> {
    let health = statement.health.name();
    Ok(tx.one(
        "INSERT INTO service_health (service_id, health, text, by_id, started_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        params![statement.service, health, &statement.text, by, now],
    )?)
}

/// What was said before a statement that is said now; nothing where that is over, and `operational` where it was the first.
pub(crate) fn before(tx: &Tx<'_>, said: i64) -> Result<Option<Statement>> {
    let sql = "SELECT service_id FROM service_health WHERE id = $1 AND ended_at IS NULL";
    let Some(service) = tx.find(sql, params![said], |row| row.get::<ServiceId>(0))? else {
        return Ok(None);
    };
    let sql = "SELECT health, text FROM service_health WHERE service_id = $1 AND id < $2 ORDER BY id DESC LIMIT 1";
    let before = tx.find(sql, params![service, said], |row| {
        Ok::<_, store::Error>((health_of(row, 0)?, row.get(1)?))
    })?;
    let (health, text) = before.unwrap_or((Health::Operational, String::new()));
    Ok(Some(Statement {
        service,
        health,
        text,
    }))
}

/// The latest statements, the newest first.
pub(crate) fn latest(tx: &Tx<'_>) -> Result<Vec<Said>> {
    let sql = "SELECT s.name, h.health, h.text, h.started_at, h.ended_at, p.name FROM service_health h \
               JOIN services s ON s.id = h.service_id LEFT JOIN people p ON p.id = h.by_id \
               ORDER BY h.id DESC LIMIT $1";
    Ok(tx.query(sql, params![SAID_MAX], |row| {
        Ok::<_, store::Error>(Said {
            service_name: row.get(0)?,
            health: health_of(row, 1)?,
            text: row.get(2)?,
            started_at: row.get(3)?,
            ended_at: row.get(4)?,
            by_name: row.get::<Option<String>>(5)?.unwrap_or_default(),
        })
    })?)
}
