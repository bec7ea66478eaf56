//! Every question to the tables of people, teams and sign-in: one function for each.

mod approving;
mod audit;
mod brand;
mod look_up;
mod people;
mod places;
mod roles;
mod routing;
mod services;
mod sign_in;
mod suggest;
mod teams;
mod zones;

pub use approving::*;
pub use audit::*;
pub use brand::*;
pub use look_up::*;
pub use people::*;
pub use places::*;
pub use roles::*;
pub use routing::*;
pub use services::*;
pub use sign_in::*;
pub use suggest::*;
pub use teams::*;
pub use zones::*;

use store::{Row, Value};

/// Most rows that any list answers at once: 200, and one more that says whether there are more.
pub const LIST_MAX: i64 = 201;

/// The sizes of the lists that are asked for at once: few, so that few statements are prepared.
const CHUNKS: [usize; 4] = [1, 8, 32, 128];

/// The parameters of a text that is put together.
#[derive(Default)]
struct Params(Vec<Value>);

impl Params {
    /// Adds a value; answers its place in the text, such as `$3`.
    fn add(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    fn values(&self) -> &[Value] {
        &self.0
    }
}

/// Calls `ask` with the ids in chunks: a text such as `($1,$2,…)` and its parameters. The last id fills a
/// chunk up, so a row may be asked for twice but is answered once.
fn in_chunks<E>(
    ids: impl ExactSizeIterator<Item = i64>,
    mut ask: impl FnMut(&str, &[Value]) -> Result<(), E>,
) -> Result<(), E> {
    let mut ids = ids;
    while ids.len() > 0 {
        let wanted = ids.len();
        let size = CHUNKS.into_iter().find(|size| *size >= wanted);
        let size = size.unwrap_or(CHUNKS[CHUNKS.len() - 1]);
        let mut params: Vec<Value> = ids.by_ref().take(size).map(Value::Int).collect();
        if let Some(last) = params.last().cloned() {
            params.resize(size, last);
        }
        let places: Vec<String> = (1..=size).map(|place| format!("${place}")).collect();
        ask(&format!("({})", places.join(",")), &params)?;
    }
    Ok(())
}

/// A page's length, never too long.
fn page(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(LIST_MAX).clamp(1, LIST_MAX)
}

/// The permissions that are stored in column `index`.
fn permissions(row: &Row<'_>, index: usize) -> store::Result<kernel::PermissionSet> {
    serde_json::from_str(row.text(index)?)
        .map_err(|error| store::Error::Damaged(format!("permissions: {error}")))
}

/// Permissions as they are stored.
fn permissions_text(permissions: kernel::PermissionSet) -> String {
    serde_json::json!(permissions).to_string()
}
