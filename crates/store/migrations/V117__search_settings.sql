-- SQLite's full-text index is merged between units of work, no longer within them.
{search_settings}
