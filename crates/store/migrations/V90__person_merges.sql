-- Two entries for one person that became one: the address of the one that ended leads to the other.
ALTER TABLE people ADD COLUMN merged_into BIGINT;
CREATE TABLE person_merges (
    id {id},
    from_id BIGINT NOT NULL,
    into_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id BIGINT,
    undone_at BIGINT
);
CREATE UNIQUE INDEX person_merges_from ON person_merges (from_id) WHERE undone_at IS NULL;

-- The commands that changed tickets for it, to be undone with it.
CREATE TABLE person_merge_commands (
    id {id},
    merge_id BIGINT NOT NULL,
    command_id BIGINT NOT NULL
);
CREATE INDEX person_merge_commands_merge ON person_merge_commands (merge_id, id);
