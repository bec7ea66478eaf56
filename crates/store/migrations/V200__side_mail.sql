-- Which side conversation of its ticket a message belongs to; none where it is the requester's.
ALTER TABLE mail_ids ADD COLUMN conversation BIGINT;
ALTER TABLE mail_messages ADD COLUMN conversation BIGINT;
ALTER TABLE mail_outbox ADD COLUMN conversation BIGINT;
