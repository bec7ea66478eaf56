//! Pages in a real browser: what people do on them, by mouse and by keyboard alone, and what must hold of every one.
//! One binary for all of it, beside the integration tests: it needs Chromium.

mod administrator;
mod agent;
mod bare;
mod boards;
mod colleagues;
mod conditions;
mod drafts;
mod every_page;
mod hands;
mod kept;
mod news;
mod pages;
mod person;
mod portal;
mod preview;
mod properties;
mod requester;
mod site;
mod workspace;
