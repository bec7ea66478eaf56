-- How many tasks of a ticket are still to be done.
ALTER TABLE tickets ADD COLUMN open_task_count BIGINT NOT NULL DEFAULT 0;

-- The tasks that are still to be done, for whoever asks for theirs. Days since 1970-01-01; those without a day
-- come last, by a day that never comes; 0 stands for nobody and for no team.
CREATE TABLE ticket_tasks (
    ticket_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, task_id)
){rowless};
CREATE INDEX ticket_tasks_owner ON ticket_tasks (owner_id, due_day, ticket_id, task_id);
CREATE INDEX ticket_tasks_team ON ticket_tasks (team_id, due_day, ticket_id, task_id);

-- Lists of tasks that belong on many tickets. `items` is JSON: titles with their team and days until due.
CREATE TABLE task_templates (
    id {id},
    name TEXT NOT NULL,
    items TEXT NOT NULL,
    version BIGINT NOT NULL
);

-- The watches that run: since when somebody has been working on a ticket.
CREATE TABLE work_timers (
    person_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, ticket_id)
){rowless};
