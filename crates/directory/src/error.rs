//! What a verb of the directory refuses, and why. It becomes HTTP through [`web::Error`].

use crate::merging::Changed;
use std::borrow::Cow;
use thiserror::Error;
use web::FieldError;

/// Why something was not done.
#[derive(Debug, Error)]
pub enum Error {
    /// Not there, or not for this actor.
    #[error("there is no such thing")]
    NotFound,
    /// The actor's role or token does not allow it.
    #[error("not allowed; it needs the permission {0}")]
    Forbidden(&'static str),
    /// Some fields are wrong.
    #[error("{}", fields_text(.0))]
    Invalid(Vec<FieldError>),
    /// Somebody else changed it since the writer looked.
    #[error("somebody else changed it meanwhile; look at it again, then repeat the change")]
    Stale,
    /// Somebody else changed the same fields since the writer looked.
    #[error("{}", .0.told(web::Texts::english()).text(web::Texts::english()))]
    Changed(Box<Changed>),
    /// It contradicts what must always hold. A catalogue key or the text itself.
    #[error("{0}")]
    Conflict(&'static str),
    /// Too many tries; the seconds to wait.
    #[error("too many tries; wait {0} s")]
    TooMany(u32),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Hashing, randomness: our fault.
    #[error("{0}")]
    Internal(String),
}

/// What a verb answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// One wrong field. The detail is a catalogue key or the text itself.
    pub fn field(
        field: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            detail: detail.into(),
        }])
    }

    /// Turns a taken key whose column is `column` into an error of the field of that name.
    #[must_use]
    pub fn taken_field(self, column: &'static str, detail: &'static str) -> Self {
        match self {
            // SQLite says `people.email`, PostgreSQL the index's name `people_email`.
            Self::Store(store::Error::Taken(what)) if what.ends_with(column) => {
                Self::field(column, detail)
            }
            other => other,
        }
    }
}

impl From<crate::once::KeyTaken> for Error {
    fn from(taken: crate::once::KeyTaken) -> Self {
        Self::field(crate::once::KeyTaken::FIELD, taken.0)
    }
}

fn fields_text(fields: &[FieldError]) -> String {
    let texts: Vec<String> = fields
        .iter()
        .map(|f| format!("{}: {}", f.field, web::Texts::english().t(&f.detail)))
        .collect();
    texts.join("; ")
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::Forbidden(permission) => Self::forbidden().with_cause(permission),
            Error::Invalid(fields) => Self::invalid(fields),
            Error::Stale => Self::precondition_failed(),
            Error::Changed(changed) => changed.told(web::Texts::english()),
            Error::Conflict(text) => Self::conflict(text),
            Error::TooMany(secs) => Self::too_many(secs),
            Error::Store(store::Error::TooSlow { .. } | store::Error::Closed) => {
                Self::new(web::Kind::Unavailable)
            }
            Error::Store(error) => Self::internal(error),
            Error::Internal(cause) => Self::internal(cause),
        }
    }
}
