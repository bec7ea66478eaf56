//! The portal's pages as typed view models of plain display data. `pages` fills them.

pub mod answers;
pub mod ask;
pub mod home;
pub mod offline;
pub mod ticket;
pub mod tickets;
pub mod visitor;
