-- The keys with which domains sign what they send; the private half is sealed.
CREATE TABLE dkim_keys (
    id {id},
    domain TEXT NOT NULL,
    selector TEXT NOT NULL,
    private_key TEXT NOT NULL,
    public_key TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX dkim_keys_selector ON dkim_keys (domain, selector);
