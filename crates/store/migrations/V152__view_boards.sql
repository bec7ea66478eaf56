-- A view says by what its board has lanes: state, priority, team or assignee; empty for one that opens as a list.
ALTER TABLE views ADD COLUMN board_by TEXT NOT NULL DEFAULT '';
-- What the latest change of a view did away with, and how many changes there were, so that it can be taken back.
ALTER TABLE views ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
ALTER TABLE views ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
