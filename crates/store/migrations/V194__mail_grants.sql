-- That providers let the desk into mailboxes by OAuth 2.0: by whose name, and the tokens, sealed; and who was sent there.
CREATE TABLE mail_grants (
    mailbox_id BIGINT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    authorisation_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    scope TEXT NOT NULL,
    inside BIGINT NOT NULL,
    send_host TEXT NOT NULL,
    send_port BIGINT NOT NULL,
    send_security TEXT NOT NULL,
    send_user TEXT NOT NULL,
    refresh_token TEXT NOT NULL,
    access_token TEXT NOT NULL,
    access_until BIGINT NOT NULL,
    granted_at BIGINT,
    claimed_until BIGINT NOT NULL,
    failing_since BIGINT,
    failure TEXT
){rowless};
CREATE TABLE mail_grant_requests (
    state TEXT NOT NULL PRIMARY KEY,
    mailbox_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    verifier TEXT NOT NULL,
    expires_at BIGINT NOT NULL
){rowless};
ALTER TABLE mail_accounts ADD COLUMN by_grant BIGINT NOT NULL DEFAULT 0;
