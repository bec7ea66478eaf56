-- Links by which somebody who is asked to approve something answers without signing in: kept as hashes, with an end.
CREATE TABLE approval_links (
    hash TEXT NOT NULL PRIMARY KEY,
    ticket_id BIGINT NOT NULL,
    approval_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
){rowless};
CREATE INDEX approval_links_expires ON approval_links (expires_at);
