//! Incident management: restore service quickly.
