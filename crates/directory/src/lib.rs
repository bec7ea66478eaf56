//! People, organisations, teams, roles, sign-in, sessions, tokens.
