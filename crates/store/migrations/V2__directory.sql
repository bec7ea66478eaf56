-- People, teams, what they belong to, and how they sign in.

CREATE TABLE roles (
    id {id},
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL
);
CREATE UNIQUE INDEX roles_key ON roles (key);

CREATE TABLE organisations (id {id}, name TEXT NOT NULL, domains TEXT NOT NULL, active BIGINT NOT NULL);
CREATE UNIQUE INDEX organisations_name ON organisations (name);
CREATE TABLE departments (id {id}, organisation_id BIGINT, name TEXT NOT NULL, active BIGINT NOT NULL);
CREATE TABLE locations (id {id}, name TEXT NOT NULL, time_zone TEXT NOT NULL, active BIGINT NOT NULL);
CREATE UNIQUE INDEX locations_name ON locations (name);

CREATE TABLE people (
    id {id},
    name TEXT NOT NULL,
    name_words TEXT NOT NULL,
    email TEXT,
    phone TEXT NOT NULL,
    title TEXT NOT NULL,
    role_id BIGINT NOT NULL,
    organisation_id BIGINT,
    department_id BIGINT,
    location_id BIGINT,
    manager_id BIGINT,
    vip BIGINT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    theme TEXT NOT NULL,
    active BIGINT NOT NULL,
    password_hash TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_email ON people (email);
CREATE INDEX people_name ON people (name, id);
CREATE INDEX people_role ON people (role_id);

-- One row for each word of a person's name and address: typeahead finds any of them by its beginning.
CREATE TABLE person_words (word TEXT NOT NULL, person_id BIGINT NOT NULL, PRIMARY KEY (word, person_id)){rowless};
CREATE INDEX person_words_person ON person_words (person_id);

CREATE TABLE teams (
    id {id},
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    private BIGINT NOT NULL,
    active BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX teams_name ON teams (name);
CREATE TABLE team_members (
    team_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    lead BIGINT NOT NULL,
    PRIMARY KEY (team_id, person_id)
){rowless};
CREATE INDEX team_members_person ON team_members (person_id);

CREATE TABLE services (
    id {id},
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    owner_id BIGINT,
    active BIGINT NOT NULL
);
CREATE UNIQUE INDEX services_name ON services (name);

-- Secrets are kept as SHA-256 of what the browser or client holds.
CREATE TABLE sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
){rowless};
CREATE INDEX sessions_person ON sessions (person_id);

CREATE TABLE tokens (
    id {id},
    hash TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);

CREATE TABLE password_resets (
    hash TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
){rowless};

CREATE TABLE sign_in_failures (
    subject TEXT NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL,
    last_at BIGINT NOT NULL
){rowless};

-- Who changed people, teams, roles and settings, and how.
CREATE TABLE audit (
    id {id},
    at BIGINT NOT NULL,
    actor_id BIGINT,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE TABLE idempotency_keys (
    person_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    status BIGINT NOT NULL,
    location TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (person_id, key)
){rowless};
