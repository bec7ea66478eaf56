-- Where mailboxes are fetched from by IMAP, how far that has come, and how it went the last time.
CREATE TABLE mail_accounts (
    mailbox_id BIGINT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    security TEXT NOT NULL,
    user_name TEXT NOT NULL,
    password TEXT NOT NULL,
    folder TEXT NOT NULL,
    move_to TEXT NOT NULL,
    takes_old BIGINT NOT NULL,
    silence_hours BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    uid_validity BIGINT,
    last_uid BIGINT NOT NULL,
    succeeded_at BIGINT,
    failing_since BIGINT,
    failure TEXT
){rowless};
CREATE INDEX mail_messages_mailbox ON mail_messages (mailbox_id, received_at);
