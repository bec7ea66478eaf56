-- What is mailed, to whom, and how far it has come. The text is read from the log when it is sent.
CREATE TABLE mail_outbox (
    id {id},
    stamp TEXT NOT NULL,
    kind TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    mailbox_id BIGINT NOT NULL,
    person_id BIGINT,
    to_name TEXT NOT NULL,
    to_email TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE UNIQUE INDEX mail_outbox_stamp ON mail_outbox (stamp);
CREATE INDEX mail_outbox_due ON mail_outbox (state, due_at);
CREATE INDEX mail_outbox_ticket ON mail_outbox (ticket_id);
