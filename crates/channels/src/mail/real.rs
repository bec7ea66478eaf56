//! The real messages that tests read; they are not part of the repository.

use std::path::{Path, PathBuf};

/// Their folder, or the one that `SPOC_TEST_MAIL` names. Where it is not there, tests that read it are left out, but
/// never on a build server.
pub(crate) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("SPOC_TEST_MAIL").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new("/work/shared/data/email").into());
    let there = folder.is_dir();
    assert!(
        there || std::env::var_os("CI").is_none(),
        "{} is missing",
        folder.display()
    );
    there.then_some(folder)
}
