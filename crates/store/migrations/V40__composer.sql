-- What is said to people outside, beside the requester's conversation: never in one table with what the requester reads.
CREATE TABLE side_messages (position {key}, text TEXT NOT NULL);

-- What somebody is writing on a ticket: a reply, a note, a message to people outside.
CREATE TABLE drafts (
    ticket_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    shared BIGINT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, person_id, kind)
){rowless};
CREATE INDEX drafts_person ON drafts (person_id, updated_at);
CREATE INDEX drafts_age ON drafts (updated_at);

-- Files that were pasted or dropped into a draft and wait for it to be sent.
CREATE TABLE draft_files (
    ticket_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, person_id, kind, hash)
){rowless};
CREATE INDEX draft_files_hash ON draft_files (hash);
