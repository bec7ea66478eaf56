-- A removed macro or list of tasks can be had back for some days.
ALTER TABLE macros ADD COLUMN removed_at BIGINT;
ALTER TABLE task_templates ADD COLUMN removed_at BIGINT;
