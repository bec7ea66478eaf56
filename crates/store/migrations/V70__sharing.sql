-- The organisation whose people may follow a ticket, and the stars that the requester gave (0 for none).
ALTER TABLE tickets ADD COLUMN shared_with_id BIGINT;
ALTER TABLE tickets ADD COLUMN rating BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tickets_shared_with ON tickets (shared_with_id) WHERE shared_with_id IS NOT NULL;
