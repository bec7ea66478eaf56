//! Values on their way into and out of the database: whole numbers, texts, bytes, nothing.

use crate::Result;
use kernel::{
    AssetId, CommandId, DepartmentId, JobId, LocationId, OrganisationId, PersonId, PolicyVersion,
    RoleId, ServiceId, TeamId, TicketId, Timestamp, ViewId,
};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; also instants, yes and no.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A list of parameters: `params![team, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl From<&Value> for Value {
    fn from(value: &Value) -> Self {
        value.clone()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        // PostgreSQL cannot store this character in a text, and nobody can see it.
        if text.contains('\0') {
            Value::Text(text.replace('\0', ""))
        } else {
            Value::Text(text.to_owned())
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.contains('\0') {
            Value::from(text.as_str())
        } else {
            Value::Text(text)
        }
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::from(text.as_str())
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Value::Int(i64::from(yes))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Blob(bytes)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => match *ty {
                Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                _ => number.to_sql(ty, out),
            },
            Value::Text(text) => text.to_sql(ty, out),
            Value::Blob(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A row of an answer. Lives until the next is asked for.
pub enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of column `index`, from 0.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T> {
        T::from_column(self, index)
    }

    /// The text of column `index`, without copying it.
    ///
    /// # Errors
    /// When the column holds no text.
    pub fn text(&self, index: usize) -> Result<&str> {
        match self {
            Row::Sqlite(row) => {
                let text = row.get_ref(index)?.as_str();
                text.map_err(|e| crate::Error::Damaged(format!("column {index}: {e}")))
            }
            Row::Postgres(row) => Ok(row.try_get(index)?),
        }
    }

    /// Column `index` as a parameter for another query.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn value(&self, index: usize) -> Result<Value> {
        use rusqlite::types::ValueRef;
        match self {
            Row::Sqlite(row) => Ok(match row.get_ref(index)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Int(number),
                ValueRef::Real(number) => Value::Text(number.to_string()),
                ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::Blob(bytes.to_owned()),
            }),
            Row::Postgres(row) => Ok(match *row.columns()[index].type_() {
                Type::INT8 => row.try_get::<_, Option<i64>>(index)?.into(),
                Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.into(),
                _ => row.try_get::<_, Option<String>>(index)?.into(),
            }),
        }
    }
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// Reads column `index`.
    ///
    /// # Errors
    /// When the column holds something else.
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self>;
}

macro_rules! from_column {
    ($($type:ty),*) => {$(
        impl FromColumn for $type {
            fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
                Ok(match row {
                    Row::Sqlite(row) => row.get(index)?,
                    Row::Postgres(row) => row.try_get(index)?,
                })
            }
        }
    )*};
}

from_column!(String, Option<String>, Vec<u8>);

impl FromColumn for Option<i64> {
    /// PostgreSQL takes a plain `1` in a query for a short number.
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(match row {
            Row::Sqlite(row) => row.get(index)?,
            Row::Postgres(row) => match *row.columns()[index].type_() {
                Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(i64::from),
                _ => row.try_get(index)?,
            },
        })
    }
}

impl FromColumn for i64 {
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
        let number: Option<i64> = row.get(index)?;
        number.ok_or_else(|| crate::Error::Damaged(format!("column {index} holds no number")))
    }
}

impl FromColumn for bool {
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(row.get::<i64>(index)? != 0)
    }
}

macro_rules! numbers {
    ($($type:ident),*) => {$(
        impl FromColumn for $type {
            fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
                row.get(index).map($type)
            }
        }

        impl FromColumn for Option<$type> {
            fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
                Ok(row.get::<Option<i64>>(index)?.map($type))
            }
        }

        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Value::Int(value.0)
            }
        }
    )*};
}

numbers!(
    AssetId,
    CommandId,
    DepartmentId,
    JobId,
    LocationId,
    OrganisationId,
    PersonId,
    PolicyVersion,
    RoleId,
    ServiceId,
    TeamId,
    TicketId,
    Timestamp,
    ViewId
);
