-- The stored file with a message as it was sent, where that is kept.
ALTER TABLE mail_outbox ADD COLUMN sent_hash TEXT;
