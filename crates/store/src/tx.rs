//! A unit of work: queries that see one state of the database and write all or nothing.

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::search::KnownWords;
use crate::value::{FromColumn, Row, Value};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

type AfterCommit = Box<dyn FnOnce() + Send>;

/// A unit of work.
pub struct Tx<'a> {
    connection: Connection<'a>,
    known: &'a Arc<KnownWords>,
    after_commit: RefCell<Vec<AfterCommit>>,
    epoch: Cell<Option<i64>>,
    raced: Cell<bool>,
}

enum Connection<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres {
        tx: RefCell<postgres::Transaction<'a>>,
        statements: &'a RefCell<Statements>,
    },
}

/// Prepared statements of a PostgreSQL connection, by their text.
pub(crate) type Statements = HashMap<String, postgres::Statement>;

/// Most statements kept prepared on a connection; texts built from conditions are many.
const STATEMENTS_MAX: usize = 500;

impl<'a> Tx<'a> {
    pub(crate) fn sqlite(connection: &'a rusqlite::Connection, known: &'a Arc<KnownWords>) -> Self {
        Self::new(Connection::Sqlite(connection), known)
    }

    pub(crate) fn postgres(
        tx: postgres::Transaction<'a>,
        statements: &'a RefCell<Statements>,
        known: &'a Arc<KnownWords>,
    ) -> Self {
        Self::new(
            Connection::Postgres {
                tx: RefCell::new(tx),
                statements,
            },
            known,
        )
    }

    fn new(connection: Connection<'a>, known: &'a Arc<KnownWords>) -> Self {
        Self {
            connection,
            known,
            after_commit: RefCell::default(),
            epoch: Cell::new(None),
            raced: Cell::new(false),
        }
    }

    /// Which database runs.
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres { .. } => Dialect::Postgres,
        }
    }

    /// Runs `action` once everything written here is safe; not at all when it is rolled back.
    pub fn after_commit(&self, action: impl FnOnce() + Send + 'static) {
        self.after_commit.borrow_mut().push(Box::new(action));
    }

    pub(crate) fn known_words(&self) -> Arc<KnownWords> {
        Arc::clone(self.known)
    }

    /// Whether the database said that another writer came first.
    pub(crate) fn lost_a_race(&self) -> bool {
        self.raced.get()
    }

    fn failed(&self, error: postgres::Error) -> Error {
        let error = Error::from(error);
        self.raced
            .set(self.raced.get() || matches!(error, Error::Raced));
        error
    }

    pub(crate) fn take_after_commit(&self) -> Vec<AfterCommit> {
        self.after_commit.take()
    }

    /// The transaction's place in the order of transactions.
    pub(crate) fn epoch(&self) -> Result<i64> {
        if let Some(epoch) = self.epoch.get() {
            return Ok(epoch);
        }
        let epoch = self.one(self.dialect().epoch(), &[])?;
        self.epoch.set(Some(epoch));
        Ok(epoch)
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// When the database fails or `read` does.
    pub fn query<T, E: From<Error>>(
        &self,
        sql: &str,
        params: &[Value],
        mut read: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Vec<T>, E> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(read(row)?);
            Ok::<_, E>(())
        })?;
        Ok(rows)
    }

    /// The first row of an answer, if there is any.
    ///
    /// # Errors
    /// When the database fails or `read` does.
    pub fn find<T>(
        &self,
        sql: &str,
        params: &[Value],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.query(sql, params, read)?.into_iter().next())
    }

    /// The single value of an answer that always has one.
    ///
    /// # Errors
    /// When the database fails or there is none.
    pub fn one<T: FromColumn>(&self, sql: &str, params: &[Value]) -> Result<T> {
        let found = self.find(sql, params, |row| row.get(0))?;
        found.ok_or_else(|| Error::Damaged(format!("no row where there always is one: {sql}")))
    }

    /// Calls `read` with every row of an answer, without keeping them.
    ///
    /// # Errors
    /// When the database fails or `read` does.
    pub fn each<E: From<Error>>(
        &self,
        sql: &str,
        params: &[Value],
        mut read: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match &self.connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql).map_err(Error::from)?;
                bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next().map_err(Error::from)? {
                    read(&Row::Sqlite(row))?;
                }
                Ok(())
            }
            Connection::Postgres { tx, statements } => {
                let statement = prepared(&mut tx.borrow_mut(), statements, sql)?;
                // All rows are fetched before the first is read: `read` may ask further questions.
                let params: Vec<&(dyn postgres::types::ToSql + Sync)> =
                    params.iter().map(|p| p as _).collect();
                let rows = tx
                    .borrow_mut()
                    .query(&statement, &params)
                    .map_err(|e| self.failed(e))?;
                rows.iter().try_for_each(|row| read(&Row::Postgres(row)))
            }
        }
    }

    /// Changes rows; answers how many.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        match &self.connection {
            Connection::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                Ok(statement.raw_execute()? as u64)
            }
            Connection::Postgres { tx, statements } => {
                let statement = prepared(&mut tx.borrow_mut(), statements, sql)?;
                let params: Vec<&(dyn postgres::types::ToSql + Sync)> =
                    params.iter().map(|p| p as _).collect();
                tx.borrow_mut()
                    .execute(&statement, &params)
                    .map_err(|e| self.failed(e))
            }
        }
    }

    /// Lifts the time limit for this unit of work: for backups, not for anything that a request waits for.
    pub(crate) fn unbounded(&self) -> Result<()> {
        match &self.connection {
            Connection::Sqlite(_) => {
                crate::sqlite::lift_time_limit();
                Ok(())
            }
            Connection::Postgres { tx, .. } => Ok(tx
                .borrow_mut()
                .batch_execute("SET LOCAL statement_timeout = 0")?),
        }
    }

    /// Runs statements that take no parameters.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub(crate) fn run(&self, sql: &str) -> Result<()> {
        match &self.connection {
            Connection::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Connection::Postgres { tx, .. } => Ok(tx.borrow_mut().batch_execute(sql)?),
        }
    }

    pub(crate) fn commit_postgres(self) -> Result<Vec<AfterCommit>> {
        let after = self.take_after_commit();
        if let Connection::Postgres { tx, .. } = self.connection {
            tx.into_inner().commit()?;
        }
        Ok(after)
    }
}

/// SQLite takes `$2` for a name, not for a place: the name says which value belongs there.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, params: &[Value]) -> Result<()> {
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).unwrap_or_default();
        let place: usize = name
            .get(1..)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(index);
        let value = params.get(place - 1).unwrap_or(&Value::Null);
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

fn prepared(
    tx: &mut postgres::Transaction<'_>,
    statements: &RefCell<Statements>,
    sql: &str,
) -> Result<postgres::Statement> {
    if let Some(statement) = statements.borrow().get(sql) {
        return Ok(statement.clone());
    }
    let statement = tx.prepare(sql)?;
    let mut statements = statements.borrow_mut();
    if statements.len() >= STATEMENTS_MAX {
        statements.clear();
    }
    statements.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}
