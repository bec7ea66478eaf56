//! What a form of the administration sends: its fields, whatever they are, and a file where it has one.

use directory::SignedIn;
use std::collections::BTreeSet;
use web::Result;
use web::axum::extract::{FromRequest, Request};
use web::upload::{File, Upload};

/// Most fields of one form.
const FIELDS_MAX: usize = 10_000;
/// Most names that are looked up for one form.
const NAMES_MAX: usize = 200;

/// The fields by name, in their order, and the files.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    fields: Vec<(String, String)>,
    files: Vec<File>,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = web::Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let Upload { fields, files }: Upload<Vec<(String, String)>> =
            Upload::from_request(request, state).await?;
        if fields.len() > FIELDS_MAX {
            return Err(web::Error::new(web::Kind::TooLarge));
        }
        Ok(Self { fields, files })
    }
}

impl Sent {
    /// The first value of a field, trimmed; empty for none.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The same with a field said otherwise.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: String) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value));
        self
    }

    /// The names that were typed for somebody or something: the values of the fields whose names say so.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let named = self
            .fields
            .iter()
            .filter(|(field, _)| field.ends_with(".named"));
        let typed = named.map(|(_, value)| value.trim());
        let typed = typed.filter(|typed| !typed.is_empty() && typed.parse::<i64>().is_err());
        typed.take(NAMES_MAX).map(str::to_owned).collect()
    }

    /// The same, seen when another form was.
    #[must_use]
    pub(super) fn seen_as(self, other: &Sent) -> Self {
        self.with("seen", other.get("seen").to_owned())
    }

    /// The version that the sender saw, or the one that is seen now.
    pub(super) fn seen_or(&self, now: i64) -> i64 {
        self.get("seen").parse().unwrap_or(now)
    }

    /// The same with one more value of a field.
    #[must_use]
    pub(super) fn and(mut self, name: &str, value: String) -> Self {
        self.fields.push((name.to_owned(), value));
        self
    }

    /// All values of a field.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.trim())
    }

    /// The file that was chosen, as text; nothing where none was.
    pub(super) fn text_file(&self) -> Option<String> {
        let file = self.files.first()?;
        Some(String::from_utf8_lossy(&file.bytes).into_owned())
    }

    /// Whether a box is ticked.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name) == "true"
    }

    /// The version that the sender saw.
    pub(super) fn seen(&self) -> i64 {
        self.get("seen").parse().unwrap_or(0)
    }

    /// Checks that our own page sent it.
    ///
    /// # Errors
    /// Forbidden, with a text that says to reload the page.
    pub(super) fn check(&self, signed: &SignedIn) -> Result<()> {
        signed.check_form(self.get("csrf"))
    }
}
