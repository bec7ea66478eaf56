-- The record: log, texts, folded rows and what is maintained beside them.
-- Words in braces differ between databases; dialect.rs has them.

CREATE TABLE activities (
    position {key},
    epoch BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id BIGINT,
    channel TEXT NOT NULL,
    command_id BIGINT NOT NULL,
    policy_version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE UNIQUE INDEX activities_ticket ON activities (ticket_id, seq);
CREATE INDEX activities_command ON activities (command_id);
{only_postgres}CREATE INDEX activities_epoch ON activities (epoch, position);

-- What the requester reads and what only agents read never share a table.
CREATE TABLE replies (position {key}, text TEXT NOT NULL);
CREATE TABLE notes (position {key}, text TEXT NOT NULL);

CREATE TABLE tickets (
    id {key},
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    channel TEXT NOT NULL,
    requester_id BIGINT NOT NULL,
    on_behalf_of_id BIGINT,
    state TEXT NOT NULL,
    state_category TEXT NOT NULL,
    open BIGINT NOT NULL,
    hold_reason TEXT,
    hold_until BIGINT,
    impact BIGINT NOT NULL,
    urgency BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    team_id BIGINT,
    assignee_id BIGINT,
    service_id BIGINT,
    category TEXT,
    parent_id BIGINT,
    confidential BIGINT NOT NULL,
    merged_into_id BIGINT,
    opened_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    first_response_at BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    reply_count BIGINT NOT NULL,
    note_count BIGINT NOT NULL,
    attachment_count BIGINT NOT NULL,
    worked_secs BIGINT NOT NULL,
    reassignment_count BIGINT NOT NULL,
    reopen_count BIGINT NOT NULL,
    awaits_answer BIGINT NOT NULL,
    tags TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX tickets_updated ON tickets (updated_at, id);
CREATE INDEX tickets_requester ON tickets (requester_id, id);
CREATE INDEX tickets_parent ON tickets (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX tickets_open_updated ON tickets (updated_at, id) WHERE open = 1;
CREATE INDEX tickets_open_priority ON tickets (priority, id) WHERE open = 1;
CREATE INDEX tickets_open_team ON tickets (team_id, updated_at, id) WHERE open = 1;
CREATE INDEX tickets_open_assignee ON tickets (assignee_id, updated_at, id) WHERE open = 1;

-- requester, on_behalf_of, assignee, watcher
CREATE TABLE ticket_parties (
    ticket_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, ticket_id, role)
){rowless};
CREATE INDEX ticket_parties_ticket ON ticket_parties (ticket_id);

CREATE TABLE ticket_tags (
    tag TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    PRIMARY KEY (tag, ticket_id)
){rowless};
CREATE INDEX ticket_tags_ticket ON ticket_tags (ticket_id);

-- One row for each value; texts folded to words joined by one space, numbers in hundredths, days as text.
CREATE TABLE ticket_fields (
    key TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (key, ticket_id, text)
){rowless};
CREATE INDEX ticket_fields_ticket ON ticket_fields (ticket_id);

CREATE TABLE ticket_links (
    ticket_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    to_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, kind, to_id)
){rowless};

CREATE TABLE ticket_attachments (
    position BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    internal BIGINT NOT NULL,
    PRIMARY KEY (position, ordinal)
){rowless};
CREATE INDEX ticket_attachments_hash ON ticket_attachments (hash);

CREATE TABLE external_refs (
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    PRIMARY KEY (source, external_id)
){rowless};
CREATE INDEX external_refs_ticket ON external_refs (ticket_id);

-- When something happens to a ticket by itself: close, resume.
CREATE TABLE timers (
    ticket_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, kind)
){rowless};
CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE views (
    id {id},
    name TEXT NOT NULL,
    owner_id BIGINT,
    team_id BIGINT,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    ordinal BIGINT NOT NULL
);

-- How many tickets each view holds, by what decides who may see them. 0 stands for none or any.
-- Tickets that every agent sees: restricted 0, the team only where the view asks for the reader's own teams.
-- Confidential ones and those of private teams: restricted 1, once for the team and once for each party.
CREATE TABLE view_counts (
    view_id BIGINT NOT NULL,
    restricted BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    assignee_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (person_id, assignee_id, view_id, restricted, team_id)
){rowless};

-- How far each follower of the log has come.
CREATE TABLE cursors (
    follower TEXT NOT NULL PRIMARY KEY,
    epoch BIGINT NOT NULL,
    position BIGINT NOT NULL
){rowless};

CREATE TABLE policies (
    version {id},
    at BIGINT NOT NULL,
    author_id BIGINT,
    comment TEXT NOT NULL,
    data TEXT NOT NULL
);

CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL){rowless};

-- Words of all texts, and each form of them with one letter left out: for forgiving slips of the finger.
CREATE TABLE search_words (word TEXT NOT NULL PRIMARY KEY){rowless};
CREATE TABLE search_word_forms (
    form TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (form, word)
){rowless};

{search}
{sequences}
