-- SQLite's full-text index has a document for each unit of work that wrote texts, no longer one for each ticket.
-- What was there is indexed anew at the next start (work/src/upkeep.rs).
{search_anew}
