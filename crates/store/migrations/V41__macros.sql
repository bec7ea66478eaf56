-- Automation by hand. Of everybody without owner and team; texts by language and what is set, as JSON pairs.
CREATE TABLE macros (
    id {id},
    name TEXT NOT NULL,
    folder TEXT NOT NULL,
    owner_id BIGINT,
    team_id BIGINT,
    writes TEXT NOT NULL,
    texts TEXT NOT NULL,
    sets TEXT NOT NULL
);
CREATE INDEX macros_owner ON macros (owner_id);
CREATE INDEX macros_team ON macros (team_id);

-- What stands under replies: of `person.12` and of `team.3`, by language.
CREATE TABLE signatures (
    owner TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (owner, language)
){rowless};
