-- Whether the server of a mailbox takes what is for desk+anything@, too: answers go there.
ALTER TABLE mailboxes ADD COLUMN plus_addresses BIGINT NOT NULL DEFAULT 1;
