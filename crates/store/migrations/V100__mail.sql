-- Addresses that mail comes in by.
CREATE TABLE mailboxes (
    id {id},
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    team_id BIGINT,
    active BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX mailboxes_address ON mailboxes (address);
-- Every message that came in, with what became of it and why. The message itself is a stored file.
CREATE TABLE mail_messages (
    id {id},
    mailbox_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    hash TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    message_id TEXT,
    from_email TEXT,
    subject TEXT NOT NULL,
    text_hash TEXT,
    outcome TEXT NOT NULL,
    reasons TEXT NOT NULL,
    ticket_id BIGINT,
    person_id BIGINT,
    attempts BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    processed_at BIGINT
);
CREATE UNIQUE INDEX mail_messages_source ON mail_messages (mailbox_id, source);
CREATE INDEX mail_messages_outcome ON mail_messages (outcome, id);
CREATE INDEX mail_messages_from ON mail_messages (from_email, received_at);
CREATE INDEX mail_messages_ticket ON mail_messages (ticket_id);
-- Which message belongs to which ticket: those that came in or went out, and those that they speak of.
CREATE TABLE mail_ids (
    message_id TEXT NOT NULL PRIMARY KEY,
    ticket_id BIGINT,
    mail_id BIGINT,
    ours BIGINT NOT NULL DEFAULT 0
){rowless};
CREATE INDEX mail_ids_ticket ON mail_ids (ticket_id);
-- Addresses that could not be reached.
CREATE TABLE mail_addresses (
    email TEXT NOT NULL PRIMARY KEY,
    bounced_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    permanent BIGINT NOT NULL
){rowless};
