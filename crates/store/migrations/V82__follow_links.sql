-- Links by which somebody who is not signed in follows one ticket: kept as hashes, with an end.
CREATE TABLE follow_links (
    id {id},
    hash TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    filed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX follow_links_hash ON follow_links (hash);
CREATE INDEX follow_links_ticket ON follow_links (ticket_id);
CREATE INDEX follow_links_person ON follow_links (person_id, created_at);
CREATE INDEX follow_links_created ON follow_links (created_at);
CREATE INDEX follow_links_expires ON follow_links (expires_at);
