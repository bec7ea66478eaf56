//! The demo company and its year of tickets: what `spoc demo` fills an empty desk with.
//!
//! Everything here but [`install`] is a pure function of a seed and of the instant that the demo is started at; nothing
//! reads a clock, a file or the rest of Spoc. The same seed and instant give the same bytes, and a later
//! instant gives a year that ends later, so that the desk always looks as if work were going on right now.

mod calendar;
mod company;
mod dice;
pub mod install;
mod name_pools;
mod names;
mod outages;
mod phrases;
mod planner;
mod roster;
mod scenarios;
mod slots;
mod story;
mod tale;
mod teller;
#[cfg(test)]
mod tests;
mod values;
mod voice;
mod word_lists;
mod year;

pub use calendar::Site;
pub use company::{
    Category, Company, Department, Language, Location, Organisation, OrganisationKind, Person,
    Role, Service, Team, company,
};
pub use story::{
    CategoryIx, Channel, Hold, Kind, LinkKind, PersonIx, RESOLUTION_CODES, ServiceIx, Step, Story,
    StoryIx, TeamIx, What,
};
pub use year::tickets;
