-- What routing knows of those who work on tickets: what theirs may weigh, what they can do (a line each), when they are
-- away, and when they were last given one.
CREATE TABLE agent_routing (
    person_id BIGINT NOT NULL PRIMARY KEY,
    capacity BIGINT NOT NULL,
    skills TEXT NOT NULL,
    away_from BIGINT,
    away_until BIGINT,
    routed_at BIGINT
){rowless};

-- How often each rule applied or could not, and when last.
CREATE TABLE rule_runs (
    rule TEXT NOT NULL PRIMARY KEY,
    applied BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    last_at BIGINT NOT NULL
){rowless};
