//! The pages of people, teams and sign-in as typed view models of plain display data.

pub mod account;
pub mod people;
pub mod person;
pub mod reset;
pub mod set_up;
pub mod sign_in;
pub mod team;
pub mod teams;
