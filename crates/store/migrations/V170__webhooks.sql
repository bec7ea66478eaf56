-- What the calls of webhooks are signed with, sealed, by the key that a webhook has in the policy.
CREATE TABLE webhook_secrets (
    webhook TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    made_at BIGINT NOT NULL
){rowless};

-- What webhooks are told, and how far it has come. `name` is what the other side knows it by.
CREATE TABLE webhook_deliveries (
    id {id},
    name TEXT NOT NULL,
    webhook TEXT NOT NULL,
    ticket_id BIGINT,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    reason TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX webhook_deliveries_name ON webhook_deliveries (name);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (state, webhook, due_at);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook, id);
