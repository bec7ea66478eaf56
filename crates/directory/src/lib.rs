//! People, organisations, teams, roles, sign-in, sessions, tokens.

pub mod screens;
