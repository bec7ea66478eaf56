-- Whoever was asked lately how content they are is not asked again.
CREATE INDEX mail_outbox_person ON mail_outbox (person_id, kind, created_at);
