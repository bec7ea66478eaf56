-- How mail servers checked whether messages are their senders': SPF, DKIM and DMARC. Of a ticket, the last message counts.
ALTER TABLE tickets ADD COLUMN spf TEXT;
ALTER TABLE tickets ADD COLUMN dkim TEXT;
ALTER TABLE tickets ADD COLUMN dmarc TEXT;
-- The servers whose word counts, by their names with spaces between.
ALTER TABLE mailboxes ADD COLUMN trusted_servers TEXT NOT NULL DEFAULT '';
-- Which of them checked a message, and what it found out.
ALTER TABLE mail_messages ADD COLUMN checked_by TEXT;
ALTER TABLE mail_messages ADD COLUMN checks TEXT;
