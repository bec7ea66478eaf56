//! A desk in a temporary folder, clients, builders, a movable clock.
