-- How much that nobody wrote by hand an address has got lately.
CREATE INDEX mail_outbox_to ON mail_outbox (to_email, created_at);
