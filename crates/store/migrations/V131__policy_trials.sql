-- Policies that were tried on what has happened, with what would have been different once that is known.
CREATE TABLE policy_trials (
    id {key},
    person_id BIGINT,
    at BIGINT NOT NULL,
    last_days BIGINT,
    policy_version BIGINT NOT NULL,
    file TEXT NOT NULL,
    data TEXT NOT NULL,
    job_id BIGINT NOT NULL,
    told TEXT
);
