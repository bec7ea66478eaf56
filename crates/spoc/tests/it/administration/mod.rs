//! What administrators decide, by the pages on which they do.

mod start;
