-- Browsers by which somebody wants to be told, also while no page is open: as long as the session lasts in which
-- they said so. The stamp says up to where they were told.
CREATE TABLE push_subscriptions (
    id {id},
    person_id BIGINT NOT NULL,
    session_hash TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    point TEXT NOT NULL,
    auth TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    stamp BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscriptions_endpoint ON push_subscriptions (endpoint);
CREATE INDEX push_subscriptions_person ON push_subscriptions (person_id);

-- Whose browsers are to be told, of what up to which stamp, and when: later where it is quiet for them.
CREATE TABLE push_due (
    person_id BIGINT NOT NULL PRIMARY KEY,
    stamp BIGINT NOT NULL,
    due_at BIGINT NOT NULL
){rowless};
CREATE INDEX push_due_at ON push_due (due_at);

-- Whether the browser is to tell it, too.
ALTER TABLE notifications ADD COLUMN push BIGINT NOT NULL DEFAULT 0;
