-- How much depends on a service, and the calendar of its peak hours: what weighs on the priority of its tickets.
ALTER TABLE services ADD COLUMN criticality TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE services ADD COLUMN peak_calendar TEXT;
