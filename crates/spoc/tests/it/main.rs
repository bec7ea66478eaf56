//! All integration tests, in one binary: a file or folder per part of the house.

mod administration;
mod answers;
mod api;
mod backup;
mod command_line;
mod composer;
mod conditions;
mod demo;
mod desk;
mod doctor;
mod followers;
mod home;
mod jobs;
mod killed;
mod metrics;
mod notification;
mod pages;
mod privacy;
mod process;
mod random;
mod random_commands;
mod service_levels;
mod servicenow_log;
mod tasks;
mod tls;
mod undo;
