-- What is done beside the requests. `due_at` is when somebody is to look at the job next: when it begins, or
-- when the worker that has it would be lost. It is nothing once the job has ended, and so is `once_key`.
CREATE TABLE jobs (
    id {id},
    name TEXT NOT NULL,
    once_key TEXT,
    priority BIGINT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT,
    claim BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT,
    done_count BIGINT NOT NULL,
    total_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    command_id BIGINT,
    person_id BIGINT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    seen_at BIGINT
);
CREATE INDEX jobs_due ON jobs (priority, due_at, id) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_once ON jobs (once_key);
CREATE INDEX jobs_command ON jobs (command_id) WHERE command_id IS NOT NULL;
CREATE INDEX jobs_person ON jobs (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

-- The tickets on which a job that changes many could do nothing, each with the reason.
CREATE TABLE job_refusals (
    job_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job_id, ticket_id)
){rowless};
