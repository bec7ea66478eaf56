//! Service requests: what people may ask for.
