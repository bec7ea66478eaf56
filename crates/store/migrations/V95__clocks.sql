-- When the next of a ticket's clocks runs out, or an instant that never comes; and whether anything was done too late.
ALTER TABLE tickets ADD COLUMN due_at BIGINT NOT NULL DEFAULT 253402300800000000;
ALTER TABLE tickets ADD COLUMN missed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tickets_due ON tickets (due_at, id);
CREATE INDEX tickets_open_due ON tickets (due_at, id) WHERE open = 1;
