//! The desk: what every practice stands on.
