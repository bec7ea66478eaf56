-- How the approvals of a ticket stand; nothing where none was asked for.
ALTER TABLE tickets ADD COLUMN approval TEXT;

-- Everybody who was asked to approve something, step by step; 0 stands for nobody. `waiting` are those whose answer is
-- wanted now, `over` those who did not answer.
CREATE TABLE ticket_approvals (
    ticket_id BIGINT NOT NULL,
    approval_id BIGINT NOT NULL,
    step BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    substitute_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    by_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, approval_id, step, person_id)
){rowless};
CREATE INDEX ticket_approvals_person ON ticket_approvals (person_id, state, at);
CREATE INDEX ticket_approvals_substitute ON ticket_approvals (substitute_id, state, at);
CREATE INDEX ticket_approvals_by ON ticket_approvals (by_id, at);
CREATE INDEX ticket_approvals_waiting ON ticket_approvals (ticket_id) WHERE state = 'waiting';

-- Who stands in for somebody who is away.
ALTER TABLE agent_routing ADD COLUMN substitute_id BIGINT;
CREATE INDEX agent_routing_substitute ON agent_routing (substitute_id);
