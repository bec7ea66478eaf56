-- The service that a mailbox is of: what comes in by it is about that, and what goes out about that goes out from it.
ALTER TABLE mailboxes ADD COLUMN service_id BIGINT;
