-- What people are told. One unread row for a person, a ticket and a kind: what comes again counts it up.
-- The stamp grows with every unit of work that tells: whoever has seen one knows what came after.
CREATE TABLE notifications (
    id {id},
    stamp BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor_id BIGINT,
    at BIGINT NOT NULL,
    count BIGINT NOT NULL,
    read_at BIGINT
);
CREATE UNIQUE INDEX notifications_unread ON notifications (person_id, ticket_id, kind) WHERE read_at IS NULL;
CREATE INDEX notifications_person ON notifications (person_id, at, id);
CREATE INDEX notifications_stamp ON notifications (stamp);

-- Where somebody wants it otherwise than it is by default.
CREATE TABLE notification_choices (
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    page BIGINT NOT NULL,
    push BIGINT NOT NULL,
    PRIMARY KEY (person_id, kind)
){rowless};

-- Minutes after midnight in the person's zone; over midnight where the end comes before the beginning.
CREATE TABLE quiet_hours (
    person_id BIGINT NOT NULL PRIMARY KEY,
    from_minute BIGINT NOT NULL,
    to_minute BIGINT NOT NULL
){rowless};
