//! What a form of the administration sends: its fields, whatever they are.

use directory::SignedIn;
use web::axum::extract::{FromRequest, Request};
use web::{Form, Result};

/// Most fields of one form.
const FIELDS_MAX: usize = 10_000;

/// The fields by name, in their order.
#[derive(Clone, Debug)]
pub(super) struct Sent(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = web::Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let Form(fields): Form<Vec<(String, String)>> = Form::from_request(request, state).await?;
        if fields.len() > FIELDS_MAX {
            return Err(web::Error::new(web::Kind::TooLarge));
        }
        Ok(Self(fields))
    }
}

impl Sent {
    /// The first value of a field, trimmed; empty for none.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// The same with a field said otherwise.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: String) -> Self {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value));
        self
    }

    /// All values of a field.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.0.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.trim())
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
