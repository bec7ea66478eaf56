-- The mail that people have switched off.
CREATE TABLE mail_choices (
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    off_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, kind)
){rowless};
