-- When the next of a ticket's clocks for answering and for resolving runs out, or an instant that never comes.
ALTER TABLE tickets ADD COLUMN response_due_at BIGINT NOT NULL DEFAULT 253402300800000000;
ALTER TABLE tickets ADD COLUMN resolution_due_at BIGINT NOT NULL DEFAULT 253402300800000000;
-- Where there are clocks already, they are asked anew.
INSERT INTO jobs (name, priority, payload, state, due_at, claim, attempts, done_count, total_count, refused_count, created_at)
SELECT 'recompute_clocks', 2, '{"last":' || MAX(id) || '}', 'waiting', 0, 0, 0, 0, MAX(id), 0, 0
FROM tickets HAVING MIN(due_at) < 253402300800000000;
