-- By whose wall clock a team works; empty where that is not said.
ALTER TABLE teams ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
-- Whose wall clock has changed since promises were asked by it; nobody stands for more than one person's.
CREATE TABLE zone_changes (
    id {id},
    person_id BIGINT
);
