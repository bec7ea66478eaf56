-- What the invitations say that came as files of messages, by the file's hash.
CREATE TABLE invitations (
    hash TEXT NOT NULL PRIMARY KEY,
    said TEXT NOT NULL
){rowless};
