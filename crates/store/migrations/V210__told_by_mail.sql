-- Whether it is still to be mailed, too.
ALTER TABLE notifications ADD COLUMN mail BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notification_choices ADD COLUMN mail BIGINT;
-- Who is to be mailed what they have not read, and when.
CREATE TABLE told_mail_due (
    person_id BIGINT NOT NULL PRIMARY KEY,
    due_at BIGINT NOT NULL
){rowless};
CREATE INDEX told_mail_due_at ON told_mail_due (due_at);
-- What somebody is told, where a message is made of no one thing that happened.
ALTER TABLE mail_outbox ADD COLUMN told TEXT;
