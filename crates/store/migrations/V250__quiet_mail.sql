-- Whether no machine is to answer a message: a machine wrote it, or it came by a list.
ALTER TABLE mail_messages ADD COLUMN quiet BIGINT NOT NULL DEFAULT 0;
