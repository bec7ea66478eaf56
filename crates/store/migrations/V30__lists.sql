-- Views say which columns they show and in which folder they stand; people choose columns of any list for
-- themselves. A removed view can be had back for some days.
ALTER TABLE views ADD COLUMN columns TEXT NOT NULL DEFAULT '';
ALTER TABLE views ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE views ADD COLUMN removed_at BIGINT;

-- The columns that somebody chose for a view; view 0 stands for lists that are no view.
CREATE TABLE list_columns (
    person_id BIGINT NOT NULL,
    view_id BIGINT NOT NULL,
    columns TEXT NOT NULL,
    PRIMARY KEY (person_id, view_id)
){rowless};

-- Orders of lists that go through done tickets, too.
CREATE INDEX tickets_priority ON tickets (priority, id);
CREATE INDEX tickets_opened ON tickets (opened_at, id);
CREATE INDEX tickets_open_opened ON tickets (opened_at, id) WHERE open = 1;
