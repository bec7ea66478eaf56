//! The only crate that knows the web framework and the template engine.
