-- A view says by what its list is put into groups: state, priority, team or assignee; empty for a list without.
ALTER TABLE views ADD COLUMN grouped_by TEXT NOT NULL DEFAULT '';
