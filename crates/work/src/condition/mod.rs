//! The second interpreter of conditions: SQL over all tickets. It says of every ticket what
//! [`kernel::condition::Condition::matches`] says of it in memory.

mod queries;

pub use queries::{SqlText, text_match, to_sql};
