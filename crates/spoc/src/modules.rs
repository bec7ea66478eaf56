//! The one list of modules, sorted.

use work::Module;

/// All modules of this binary.
pub(crate) fn all() -> Vec<Module> {
    vec![incident::module(), request::module()]
}
